"""Pages for peers and editors: what awaits review, the review form, deciding, reports of who tried it.

Each gets, calls an action, renders. Stands on `views`.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, form_page, go_on
from passerelle_web.practices import queries, reviewing_actions, shown, trying_actions
from passerelle_web.practices.forms import ReasonForm, ReviewForm, TriedForm
from passerelle_web.practices.models import State, Tried
from passerelle_web.practices.told import REVIEWS
from passerelle_web.practices.views import about, is_following, posted, seen, seen_version
from passerelle_web.practices.writing_views import reads_and_posts


@never_cache
@login_required
@require_safe
def awaiting(request: HttpRequest) -> HttpResponse:
    """What awaits a review of mine; for editors, all that is under review."""
    assert isinstance(request.user, User)
    found = queries.awaiting(request.user)
    page = Paginator(found, queries.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "to_decide": list(queries.to_decide(request.user)[:100]), "needed": reviewing_actions.NEEDED,
        "may_add": may(request.user, "practices.add"), "follows": is_following(request, REVIEWS),
    }  # fmt: skip
    return render(request, "practices/awaiting.html", context)


def _member_of(request: HttpRequest, members: list[Member], given: dict[str, object]) -> Member:
    """The member that was chosen, the one that the person acts for, or her only one."""
    acting = acted_for(request)
    chosen = str(given.get("member") or (acting.pk if acting in members and acting else members[0].pk))
    return next(one for one in members if str(one.pk) == chosen)


@never_cache
@login_required
@reads_and_posts
def review(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Review a version: six criteria, a recommendation, words to the authors."""
    version = seen_version(request, key, number)
    require(request.user, "practices.review", version)
    assert isinstance(request.user, User)
    reviewer = request.user
    members = queries.reviewing_members(reviewer, version)
    if not members or version.reviews.filter(by=reviewer).exists():
        return go_on(request, _("You have reviewed this version already."), version)
    form = ReviewForm(members, posted(request))
    made = carried_out(form, lambda given: reviewing_actions.review(
        version=version, member=_member_of(request, members, given), judgements=form.judgements, by=reviewer,
        recommendation=given["recommendation"], text=given["text"], language=given["language"],
    ))  # fmt: skip
    if made is not None:
        return go_on(request, _("Your review stands beside the version. Thank you."), version)
    context = about(
        request, version, form=form, page=shown.page_of(version, reviewer), members=members,
        grades=shown.grades_explained(),
    )  # fmt: skip
    return render(request, "practices/review.html", context, status=422 if form.errors else 200)


DECIDED = {
    "send-back": (
        reviewing_actions.send_back, gettext_lazy("Send it back for revision"), gettext_lazy("Send it back"),
        gettext_lazy("It is sent back; a further version begins from it."),
    ),
    "decline": (
        reviewing_actions.decline, gettext_lazy("Decline it"), gettext_lazy("Decline it"),
        gettext_lazy("It is declined, with your reason."),
    ),
}  # fmt: skip


@never_cache
@login_required
@reads_and_posts
def decide(request: HttpRequest, key: str, number: int, what: str) -> HttpResponse:
    """Send a version back or decline it, with a reason."""
    version = seen_version(request, key, number)
    require(request.user, "practices.decide", version)
    if what not in DECIDED or version.state != State.REVIEW:
        raise Http404
    act, title, button, said = DECIDED[what]
    form = ReasonForm(posted(request))
    if carried_out(form, lambda given: act(version=version, by=request.user, **given)):
        return go_on(request, said, version)
    return form_page(
        request, form, title=title, button=button, back=version.get_absolute_url(), back_to=str(version.practice),
        intro=_("The version and its reviews stay. Your reason stands beside them, for the authors and for reviewers."),
    )  # fmt: skip


@login_required
@require_POST
def publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Publish a version that two other members recommend."""
    version = seen_version(request, key, number)
    made = reviewing_actions.publish(version=version, by=request.user)
    return go_on(request, _("It is published; everybody reads and finds it."), made)


@never_cache
@login_required
@reads_and_posts
def tried(request: HttpRequest, key: str) -> HttpResponse:
    """Report that one's member tried it."""
    practice = seen(request, key)
    require(request.user, "practices.try_it", practice)
    assert isinstance(request.user, User)
    reporter = request.user
    members = queries.members_written_for(reporter)
    form = TriedForm(members, posted(request))
    made = carried_out(form, lambda given: trying_actions.report(
        practice=practice, member=_member_of(request, members, given), by=reporter,
        **{name: value for name, value in given.items() if name != "member"},
    ))  # fmt: skip
    if made is not None:
        return go_on(request, _("Your report stands beside the practice. Thank you."), made.get_absolute_url())
    context = {"practice": practice, "form": form, "grades": shown.grades_explained()}
    return render(request, "practices/tried.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@reads_and_posts
def hide(request: HttpRequest, key: str, report: str) -> HttpResponse:
    """Hide a report with a reason that stands in its place."""
    found = get_object_or_404(Tried.objects.select_related("practice"), pk=report, practice=seen(request, key))
    require(request.user, "practices.hide_report", found)
    form = ReasonForm(posted(request))
    if carried_out(form, lambda given: trying_actions.hide(tried=found, by=request.user, **given)):
        return go_on(request, _("The report is hidden; the reason stands in its place."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Hide this report"), button=_("Hide the report"), back=found.get_absolute_url(),
        intro=_("It stays stored and counts no more. The reason is read by everybody."), back_to=str(found.practice),
    )  # fmt: skip


@login_required
@require_POST
def show_again(request: HttpRequest, key: str, report: str) -> HttpResponse:
    """Bring a hidden report back."""
    found = get_object_or_404(Tried.objects.select_related("practice"), pk=report, practice=seen(request, key))
    trying_actions.show_again(tried=found, by=request.user)
    return go_on(request, _("The report is shown again."), found.get_absolute_url())
