"""Pages of an accepted offer: terms in versions, missions with reports, the result, a commitment.

Each gets, calls a query or an action, renders. Stands on `assistance_views`.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.forum import assistance, assistance_queries, mission_actions
from passerelle_web.forum.assistance_forms import CommitForm, MissionForm, ReportForm, ResultForm, TermsForm
from passerelle_web.forum.assistance_views import seen_offer
from passerelle_web.forum.models import Mission, Terms
from passerelle_web.forum.stepping import posted, reads_and_posts, shown, step
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import go_on
from passerelle_web.texts.differences import differences


@require_safe
def offer(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """One offer: what, who pays, when; and all that followed from it."""
    found = seen_offer(request, key, offer)
    sides = mission_actions.sides_of(found, request.user)
    followed = assistance_queries.followed(found)
    terms = followed.terms
    agreed = (
        {terms.offer.request.member_id: terms.asker_agreed_at, found.member_id: terms.helper_agreed_at} if terms else {}
    )
    return shown(
        request, "offer", "assistance", offer=found, help=found.request, followed=followed, sides=sides,
        inside=may(request.user, "forum.see_inside_offer", found), decides=found.request.member in sides,
        offers=found.member in sides, to_agree=[one for one in sides if terms and agreed[one.pk] is None],
        makes_practice=assistance.maker() is not None, agreed=agreed,
        commits=may(request.user, "forum.commit_offer", found),
    )  # fmt: skip


@login_required
@reads_and_posts
def write_terms(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Write the terms of reference, or word them anew."""
    found = seen_offer(request, key, offer)
    require(request.user, "forum.work_on_offer", found)
    before = mission_actions.newest_terms(found)
    first = {"text": before.text, "language": before.language, "base": before.number} if before else {"base": 0}
    form = TermsForm(mission_actions.sides_of(found, request.user), posted(request), initial=first)
    return step(
        request, form, lambda given: mission_actions.write_terms(offer=found, by=request.user, **given),
        _("The terms are written. They hold once the other member agrees to these very words."),
        found.get_absolute_url(), title=_("Terms of reference"), button=_("Save as a version"),
        back_to=found.request.title,
        intro=_("Every version stays. They bind nobody in law; both members keep their word or say why not."),
    )  # fmt: skip


@require_safe
def terms(request: HttpRequest, key: str, offer: int, number: int) -> HttpResponse:
    """A version of the terms, and what it changed."""
    found = seen_offer(request, key, offer)
    held = get_object_or_404(Terms, offer=found, number=number)
    before = found.terms.filter(number=number - 1).first()
    return shown(
        request, "terms", "assistance", offer=found, help=found.request, terms=held, before=before,
        pieces=differences(before.text, held.text) if before else [], newest=found.terms.count(),
    )  # fmt: skip


@login_required
@require_POST
def agree(request: HttpRequest, key: str, offer: int, number: int) -> HttpResponse:
    """Agree to the terms, for one's own side; for both where one acts for both."""
    found = seen_offer(request, key, offer)
    held = get_object_or_404(
        Terms.objects.select_related("offer__request__member", "offer__member"), offer=found, number=number
    )
    require(request.user, "forum.work_on_offer", found)
    for side in mission_actions.sides_of(found, request.user):
        held = mission_actions.agree_terms(terms=held, member=side, by=request.user)
    return go_on(request, _("Your member agrees to these terms."), f"{found.get_absolute_url()}#terms")


@login_required
@reads_and_posts
def mission(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Set a mission."""
    found = seen_offer(request, key, offer)
    require(request.user, "forum.work_on_offer", found)
    form = MissionForm(found, posted(request))
    return step(
        request, form,
        lambda _given: mission_actions.set_mission(offer=found, roles=form.roles(), by=request.user, **form.about()),
        _("The mission is set."), found.get_absolute_url(), title=_("Set a mission"), button=_("Set it"),
        intro=_("Outside it is told by roles, never by names. It may be a visit, a course, or work at a distance."),
        back_to=found.request.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def report(request: HttpRequest, key: str, offer: int, mission: int) -> HttpResponse:
    """Report on a mission."""
    found = seen_offer(request, key, offer)
    require(request.user, "forum.work_on_offer", found)
    held = get_object_or_404(
        Mission.objects.select_related("offer__request__member", "offer__member"), pk=mission, offer=found
    )
    form = ReportForm(mission_actions.sides_of(found, request.user), posted(request))
    return step(
        request, form, lambda given: mission_actions.report_mission(mission=held, by=request.user, **given),
        _("The report stands."), found.get_absolute_url(), title=_("Report on a mission"), button=_("Report"),
        intro=held.title, back_to=found.request.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def result(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Write what came of the help."""
    found = seen_offer(request, key, offer)
    require(request.user, "forum.work_on_offer", found)
    return step(
        request, ResultForm(posted(request)),
        lambda given: mission_actions.conclude(offer=found, by=request.user, **given), _("The result stands."),
        found.get_absolute_url(), title=_("What came of it"), button=_("Write it down"),
        intro=_("Also where little came of it: others learn most from that."), back_to=found.request.title,
    )  # fmt: skip


@login_required
@require_POST
def make_practice(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Make a draft practice of the result."""
    found = seen_offer(request, key, offer)
    held = getattr(found, "result", None)
    if held is None:
        raise Http404
    return go_on(
        request, _("A draft practice is made of it."), mission_actions.make_practice(result=held, by=request.user)
    )


@login_required
@reads_and_posts
def commit(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Make what is offered a commitment of the helping member's own."""
    found = seen_offer(request, key, offer)
    require(request.user, "forum.commit_offer", found)
    form = CommitForm(posted(request), initial={"text": found.what, "due": found.ends, "language": get_language()})
    return step(
        request, form, lambda given: mission_actions.commit(offer=found, by=request.user, **given),
        _("The commitment stands among those of your member."), found.get_absolute_url(),
        title=_("Make it a commitment"),
        button=_("Commit"), back_to=found.request.title,
        intro=_("Your member’s own, of its free will: it reports on it and may withdraw it with a reason."),
    )  # fmt: skip
