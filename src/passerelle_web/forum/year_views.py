"""Pages of the years of the forum: one year whole, and what its chair and the steering group do with it.

Themes and seats of stakeholders are in `theme_views`. Each gets, calls a query or an action, renders. Stands on
`stepping`.
"""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.exchange.meetings import Meeting, calendar_of_meetings
from passerelle_web.dialogues.queries import readable
from passerelle_web.forum import cycle_actions, cycle_queries
from passerelle_web.forum.assistance_queries import members_for
from passerelle_web.forum.concluded import concluded_in
from passerelle_web.forum.models import Cycle, HandoverItem
from passerelle_web.forum.stepping import posted, reads_and_posts, shown, step
from passerelle_web.forum.year_forms import ChairForm, DeadlineForm, DialogueForm, LineForm, NoteForm, YearForm
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import go_on
from passerelle_web.theme.feeds import marked


def year_of(number: int) -> Cycle:
    """A year of the forum; not found where there is none."""
    found = cycle_queries.cycle(number)
    if found is None:
        raise Http404
    return found


def back(held: Cycle) -> dict[str, str]:
    """Where a form of a year leads back to."""
    return {"to": held.get_absolute_url(), "back_to": str(held.year)}


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year with who chaired it."""
    return shown(request, "years", "years", years=cycle_queries.cycles(), runs=may(request.user, "forum.run_year"))


@require_safe
def year(request: HttpRequest, number: int) -> HttpResponse:
    """One year: chair, themes, seats, calendar, conclusions, handover. Closed, it stands as it was on that day."""
    held = year_of(number)
    dialogues = cycle_queries.dialogues_of(held, request.user)
    turn = cycle_queries.whose_turn(held.year) if held.is_open and held.chair is None else None
    hands_over = held.is_open and may(request.user, "forum.hand_over", held)
    return shown(
        request, "year", "years", year=held, themes=cycle_queries.chosen_themes(held),
        seats=cycle_queries.seats_of(held), dialogues=dialogues, calendar=cycle_queries.calendar_of(held, dialogues),
        decisions=cycle_queries.decisions_in(held), concluded=concluded_in(dialogues) if held.is_open else [],
        lines=list(held.handover.all()), turn=cycle_queries.turn_said(turn) if turn else "",
        runs=may(request.user, "forum.run_year"), hands_over=hands_over, is_over=held.ends <= timezone.localdate(),
        may_ask=held.is_open and bool(members_for(request.user)),
    )  # fmt: skip


@login_required
@reads_and_posts
def open_year(request: HttpRequest) -> HttpResponse:
    """Open a year."""
    require(request.user, "forum.run_year")
    today = timezone.localdate()
    first = {"year": today.year, "begins": today.replace(month=1, day=1), "ends": today.replace(month=12, day=31)}
    form = YearForm(posted(request), initial=first)
    return step(
        request, form, lambda given: cycle_actions.open_year(by=request.user, **given),
        _("The year is open. Choose who chairs it; members can propose themes."), "", title=_("Open a year"),
        button=_("Open it"), back=reverse("forum:years"), back_to=_("Years"),
    )  # fmt: skip


@login_required
@reads_and_posts
def chair(request: HttpRequest, number: int) -> HttpResponse:
    """Choose who chairs a year; the rule proposes."""
    held = year_of(number)
    require(request.user, "forum.run_year")
    turn = cycle_queries.whose_turn(held.year)
    said = cycle_queries.turn_said(turn) if turn else _("There is no member yet that could chair.")
    first = {"member": int(turn.candidate.key), "reason": said} if turn else {}
    form = ChairForm(Member.objects.on(timezone.localdate()), posted(request), initial=first)
    return step(
        request, form, lambda given: cycle_actions.choose_chair(cycle=held, by=request.user, **given),
        _("The chair is chosen."), title=_("Who chairs {year}").format(year=held.year), button=_("Choose"),
        intro=_("The rule proposes: {said} You decide, and say why.").format(said=said), **back(held),
    )  # fmt: skip


@login_required
@reads_and_posts
def add_dialogue(request: HttpRequest, number: int) -> HttpResponse:
    """Let a dialogue belong to a year."""
    held = year_of(number)
    require(request.user, "forum.hand_over", held)
    others = readable(request.user).exclude(years__cycle=held)
    form = DialogueForm(list(others), posted(request))
    return step(
        request, form, lambda given: cycle_actions.add_dialogue(cycle=held, by=request.user, **given) and True,
        _("The dialogue belongs to the year."), title=_("Add a dialogue"), button=_("Add it"), **back(held),
    )  # fmt: skip


@login_required
@reads_and_posts
def deadline(request: HttpRequest, number: int) -> HttpResponse:
    """Set a deadline."""
    held = year_of(number)
    require(request.user, "forum.hand_over", held)
    form = DeadlineForm(posted(request), initial={"language": get_language()})
    return step(
        request, form, lambda given: cycle_actions.set_deadline(cycle=held, by=request.user, **given) and True,
        _("The deadline is set."), title=_("Set a deadline"), button=_("Set it"), **back(held),
    )  # fmt: skip


@login_required
@reads_and_posts
def add_line(request: HttpRequest, number: int) -> HttpResponse:
    """Add a line to the handover."""
    held = year_of(number)
    require(request.user, "forum.hand_over", held)
    form = LineForm(posted(request), initial={"language": get_language()})
    return step(
        request, form, lambda given: cycle_actions.add_line(cycle=held, by=request.user, **given) and True,
        _("The line is added."), title=_("Add a line to the handover"), button=_("Add it"), **back(held),
    )  # fmt: skip


@login_required
@require_POST
def do_line(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """A line of the handover is done."""
    held = year_of(number)
    item = get_object_or_404(HandoverItem.objects.select_related("cycle__chair"), pk=key, cycle=held)
    cycle_actions.do_line(item=item, by=request.user)
    return go_on(request, _("Done."), f"{held.get_absolute_url()}#handover")


@login_required
@reads_and_posts
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Write the note to the next chair."""
    held = year_of(number)
    require(request.user, "forum.hand_over", held)
    form = NoteForm(posted(request), initial={"note": held.note, "language": held.note_language or get_language()})
    return step(
        request, form, lambda given: cycle_actions.hand_over(cycle=held, by=request.user, **given),
        _("The note is written. Open matters stand beside it."), title=_("Hand over the year"), button=_("Hand over"),
        intro=_("Open dialogues, themes, deadlines and lines go with it by themselves."), **back(held),
    )  # fmt: skip


@login_required
@reads_and_posts
def close_year(request: HttpRequest, number: int) -> HttpResponse:
    """Close a year."""
    held = year_of(number)
    require(request.user, "forum.run_year")
    form = forms.Form(posted(request))
    return step(
        request, form, lambda _given: cycle_actions.close_year(cycle=held, by=request.user), _("The year is closed."),
        title=_("Close the year {year}").format(year=held.year), button=_("Close it"),
        intro=_("Nothing in it changes any more. Its page stays, as it stands today."), **back(held),
    )  # fmt: skip


@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """Meetings of a year as iCalendar; without the links to take part, which parties find on their pages."""
    held = year_of(number)
    sessions = cycle_queries.sessions_of(cycle_queries.dialogues_of(held, request.user))
    meetings = [
        Meeting(
            str(one.pk), f"{one.dialogue.title}: {one.title}", one.starts_at, timezone.now(), one.ends_at, one.where,
            marked(_("Voluntary and non-binding."), is_demonstration=one.dialogue.is_demonstration),
            request.build_absolute_uri(one.get_absolute_url()),
        )
        for one in sessions
    ]  # fmt: skip
    title = _("The forum in {year}").format(year=held.year)
    answer = HttpResponse(calendar_of_meetings(title, meetings), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="forum-{held.year}.ics"'
    return answer
