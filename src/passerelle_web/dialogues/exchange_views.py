"""Pages of what is said: the threads, one contribution, speaking, hiding, the seal.

Each gets, calls a query or an action, renders. Stands on `views`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import joint_actions, queries, sealing, shown, speaking_actions
from passerelle_web.dialogues.forms import JointForm, ReasonForm, SpeakForm
from passerelle_web.dialogues.mandates import chosen, for_whom, needed, person_of
from passerelle_web.dialogues.models import Contribution, Dialogue, Session
from passerelle_web.dialogues.permissions import STATE, asked_once
from passerelle_web.dialogues.views import about, posted, seen
from passerelle_web.measures.models import Measure
from passerelle_web.people.joint_queries import statements_about
from passerelle_web.people.models import JointStatement, Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, form_page, go_on

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def seen_contribution(request: HttpRequest, key: object, number: int) -> Contribution:
    """A contribution that this person may read; one that was hidden stands there with its reason."""
    dialogue = seen(request, key)
    rows = Contribution.objects.select_related(
        "dialogue", "session", "person", "member", "measure", "answers", "statement"
    )
    found = get_object_or_404(rows, dialogue=dialogue, number=number)
    if not may(request.user, "dialogues.see", found):
        raise Http404
    return found


def measure_of(request: HttpRequest) -> Measure | None:
    """The measure of which something is said here: one that this person may see, by its key in the address."""
    try:
        found = Measure.objects.filter(pk=request.GET.get("measure") or None).first()
    except ValidationError:  # no key at all
        return None
    return found if found is not None and may(request.user, "measures.see_measure", found) else None


def speak_form(request: HttpRequest, dialogue: Dialogue, *given: Any) -> tuple[SpeakForm, list[Member]]:
    """The form in which this person speaks, and for whom she may."""
    members = for_whom(request, dialogue)
    sessions = list(dialogue.sessions.coming()[:20])
    return SpeakForm(members, sessions, *given), members


@reads_and_posts
def exchange(request: HttpRequest, key: str) -> HttpResponse:
    """What was said, thread by thread, newest first; and a place to say more."""
    dialogue = seen(request, key)
    form, members = speak_form(request, dialogue, posted(request))
    if request.method == "POST":
        require(request.user, "dialogues.speak", dialogue)
        made = carried_out(form, lambda given: _said(request, dialogue, members, given))
        if made:
            return go_on(request, _("Your contribution stands."), made.get_absolute_url())
    with asked_once():
        return _threads(request, dialogue, form if members else None)


def _threads(request: HttpRequest, dialogue: Dialogue, form: SpeakForm | None) -> HttpResponse:
    closed = may(request.user, "dialogues.see_inside", dialogue)
    rows = Paginator(queries.threads_of(dialogue, closed=closed), queries.PER_PAGE).get_page(request.GET.get("page"))
    about_it = joint_actions.subjects_of(dialogue) if closed else []
    context = about(
        request, dialogue, at="exchange", page=rows, form=form, measure=measure_of(request) if form else None,
        threads=shown.shown_all(dialogue, list(rows), request.user),
        joint=list(statements_about(about_it, request.user).filter(delivered_at=None, given_up_at=None)),
    )  # fmt: skip
    return render(request, "dialogues/exchange.html", context, status=422 if form and form.errors else 200)


def _said(
    request: HttpRequest,
    dialogue: Dialogue,
    members: list[Member],
    given: dict[str, Any],
    answers: Contribution | None = None,
) -> Contribution:
    session = dialogue.sessions.filter(pk=given["session"]).first() if given.get("session") else None
    made = speaking_actions.speak(
        dialogue=dialogue, text=given["text"], language=given["language"], by=person_of(request),
        measure=measure_of(request),
        member=chosen(request, dialogue, members, given, kept=False),
        session=session or (answers.session if answers else None), answers=answers,
    )  # fmt: skip
    chosen(request, dialogue, members, given, kept=made.rule < Rule.CHATHAM)
    return made


def _naming_sessions(dialogue: Dialogue) -> list[Session]:
    """Sessions to come whose rule names members: a joint statement can be made in them."""
    return list(dialogue.sessions.coming().filter(rule__lt=Rule.CHATHAM)[:20])


@login_required
@reads_and_posts
def ask_to_join(request: HttpRequest, key: str) -> HttpResponse:
    """Ask other parties to join a statement."""
    dialogue = seen(request, key)
    mine = [one for one in needed(request, dialogue, STATE) if may(request.user, "people.ask_to_join", one)]
    require(request.user, "people.ask_to_join", mine[0] if mine else None)
    others = [one.member for one in queries.parties_of(dialogue) if mine != [one.member]]
    form = JointForm(mine, others, _naming_sessions(dialogue), posted(request))
    made = carried_out(form, lambda given: _asked(request, dialogue, mine, others, given))
    if made:
        return go_on(request, _("They are asked. Deliver it once enough have agreed."), "people:joint", made.pk)
    return form_page(
        request, form, title=_("Ask others to join a statement"), button=_("Ask them"),
        intro=_("It is said here, in the name of those that agreed, once you deliver it. It binds to nothing."),
        back=reverse("dialogues:exchange", args=[key]), back_to=dialogue.title,
    )  # fmt: skip


def _asked(
    request: HttpRequest, dialogue: Dialogue, mine: list[Member], others: list[Member], given: dict[str, Any]
) -> JointStatement:
    session = dialogue.sessions.filter(pk=given["session"]).first() if given.get("session") else None
    return joint_actions.ask_parties(
        dialogue=dialogue, session=session, member=chosen(request, dialogue, mine, given), by=person_of(request),
        members=[one for one in others if str(one.pk) in given["members"]],
        **{name: given[name] for name in ("title", "wording", "language", "answer_by")},
    )  # fmt: skip


@reads_and_posts
def contribution(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One contribution with what answers it, and a place to answer."""
    found = seen_contribution(request, key, number)
    first = found.answers or found
    if found.answers_id:
        return redirect(f"{reverse('dialogues:contribution', args=[key, first.number])}#c{number}")
    form, members = speak_form(request, found.dialogue, posted(request))
    form.fields.pop("session", None)
    if request.method == "POST":
        require(request.user, "dialogues.speak", found.dialogue)
        made = carried_out(form, lambda given: _said(request, found.dialogue, members, given, found))
        if made:
            return go_on(request, _("Your answer stands."), made.get_absolute_url())
    closed = may(request.user, "dialogues.see_inside", found.dialogue)
    rows = list(queries.threads_of(found.dialogue, closed=closed).filter(pk=found.pk))
    context = about(
        request, found.dialogue, at="exchange", found=found, form=form if members else None,
        threads=shown.shown_all(found.dialogue, rows, request.user),
    )  # fmt: skip
    return render(request, "dialogues/contribution.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_posts
def hide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Hide what was said, with a reason that everybody reads."""
    found = seen_contribution(request, key, number)
    form = ReasonForm(posted(request))
    done = carried_out(form, lambda given: speaking_actions.hide(contribution=found, by=request.user, **given))
    if done:
        return go_on(request, _("It is hidden; the reason stands in its place."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Hide contribution {number}").format(number=number), button=_("Hide it"),
        intro=_("It stays stored, and the chair may bring it back. The reason is read by everybody."),
        back=found.get_absolute_url(), back_to=found.dialogue.title,
    )  # fmt: skip


@login_required
@require_POST
def show_again(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Bring a hidden contribution back."""
    found = seen_contribution(request, key, number)
    speaking_actions.show_again(contribution=found, by=request.user)
    return go_on(request, _("It is shown again."), found.get_absolute_url())


@login_required
@reads_and_posts
def seal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Open the seal of a contribution, as the secretariat, with a reason."""
    found = seen_contribution(request, key, number)
    require(request.user, "dialogues.open_seal")
    form = ReasonForm(posted(request))
    speaker = carried_out(
        form, lambda given: sealing.open_seal(contribution=found, reason=given["reason"], by=request.user)
    )
    if speaker:
        who, member = User.objects.get(pk=speaker.person), Member.objects.get(pk=speaker.member)
        context = about(request, found.dialogue, at="exchange", found=found, who=who, member=member)
        return render(request, "dialogues/seal.html", context)
    return form_page(
        request, form, title=_("Open the seal of contribution {number}").format(number=number), button=_("Open it"),
        intro=_("You learn who answers for it. That you opened it, and why, stands in the trail for ever."),
        back=found.get_absolute_url(), back_to=found.dialogue.title,
    )  # fmt: skip
