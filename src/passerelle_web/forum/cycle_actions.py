"""What is done with a year: open it, choose its chair, its dialogues and deadlines, hand it over, close it.

Themes and seats of stakeholders are in `theme_actions`. Stands on `cycle_queries`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.dialogues.models import Dialogue
from passerelle_web.forum import hearing, told
from passerelle_web.forum.cycle_queries import group_of, open_matters, whose_turn
from passerelle_web.forum.models import Cycle, CycleDialogue, Deadline, HandoverItem
from passerelle_web.forum.permissions import permit  # noqa: F401  registers who may
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.queries import people_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.texts.languages import is_language

tell(**{
    "year.opened": gettext_lazy("Year of the forum opened"),
    "year.chair_chosen": gettext_lazy("Chair of a year chosen"),
    "year.dialogue_added": gettext_lazy("Dialogue added to a year"),
    "year.deadline_set": gettext_lazy("Deadline set"),
    "year.line_added": gettext_lazy("Line added to a handover"),
    "year.line_done": gettext_lazy("Line of a handover done"),
    "year.handed_over": gettext_lazy("Year handed over"),
    "year.closed": gettext_lazy("Year closed"),
})  # fmt: skip


def still_open(cycle: Cycle) -> Cycle:
    """The year, locked for the transaction; refused where it is closed."""
    held = Cycle.objects.select_for_update(of=("self",)).select_related("chair").get(pk=cycle.pk)
    if held.closed_on is not None:
        raise CannotBeDone(_("The year {year} is closed; nothing in it changes any more.").format(year=held.year))
    return held


def _for_its_chair(cycle: Cycle, by: User | None) -> Cycle:
    """The year, open and locked, for whoever may hand it over: asked of who chairs it now, not when a page was read."""
    held = still_open(cycle)
    require(by, "forum.hand_over", held)
    return held


@transaction.atomic
def open_year(*, year: int, begins: date, ends: date, by: User | None) -> Cycle:
    """Open a year, with no chair yet.

    Raises
    ------
    NotAllowed : `by` lacks forum.run_year.
    CannotBeDone : the year is there, its days are turned round, or they overlap those of another.
    """
    require(by, "forum.run_year")
    if Cycle.objects.filter(begins__lte=ends, ends__gte=begins).exclude(year=year).exists():
        raise CannotBeDone(_("These days belong to another year of the forum already."))
    made = Cycle(year=year, begins=begins, ends=ends)
    write(made)
    told.find_year(made)
    record("year.opened", made, by=by)
    return made


@transaction.atomic
def choose_chair(*, cycle: Cycle, member: Member, reason: str, by: User | None) -> Cycle:
    """Choose who chairs a year. The rule proposes, people decide: the reason is theirs, and the trail keeps both."""
    require(by, "forum.run_year")
    held = still_open(cycle)
    if not member.holds_on(max(held.begins, timezone.localdate())):
        raise CannotBeDone(_("It is no member of the forum on that day."))
    if not reason.strip():
        raise CannotBeDone(_("Say why this member chairs; the rule proposes, and you decide."))
    turn = whose_turn(held.year)
    held.chair, held.chair_reason, held.chair_group = member, reason.strip(), group_of(member)
    write(held)
    told.find_year(held)
    for one in people_of(member):
        hearing.follow(hearing.YEARS, one.person)
    hearing.tell_chair(held)
    proposed = int(turn.candidate.key) if turn is not None else None
    record("year.chair_chosen", held, by=by, member=member.pk, proposed=proposed)
    return held


@transaction.atomic
def add_dialogue(*, cycle: Cycle, dialogue: Dialogue, by: User | None) -> CycleDialogue:
    """Let a dialogue belong to a year."""
    held = _for_its_chair(cycle, by)
    require(by, "dialogues.see", dialogue)
    made = CycleDialogue(cycle=held, dialogue=dialogue)
    write(made)
    record("year.dialogue_added", made.cycle, by=by, dialogue=str(dialogue.pk))
    return made


@transaction.atomic
def set_deadline(*, cycle: Cycle, day: date, title: str, language: str, by: User | None) -> Deadline:
    """Set a day up to which something is to be done."""
    held = _for_its_chair(cycle, by)
    if not held.begins <= day <= held.ends:
        raise CannotBeDone(
            _("The day has to lie within the year, from {begins} to {ends}.").format(
                begins=held.begins.isoformat(), ends=held.ends.isoformat()
            )
        )
    made = Deadline(cycle=held, day=day, title=title.strip(), language=language)
    write(made)
    hearing.tell_deadline(made)
    record("year.deadline_set", held, by=by, day=str(day))
    return made


# Handover ----------------------------------------------------------------------------------------------


@transaction.atomic
def add_line(*, cycle: Cycle, text: str, language: str, by: User | None) -> HandoverItem:
    """Add a line to what is handed over."""
    made = HandoverItem(cycle=_for_its_chair(cycle, by), text=text.strip(), language=language)
    write(made)
    record("year.line_added", made.cycle, by=by)
    return made


@transaction.atomic
def do_line(*, item: HandoverItem, by: User | None) -> HandoverItem:
    """Say that a line of the handover is done."""
    _for_its_chair(item.cycle, by)
    if item.done_on is None:
        item.done_on = timezone.localdate()
        write(item)
        record("year.line_done", item.cycle, by=by, line=item.pk)
    return item


@transaction.atomic
def hand_over(*, cycle: Cycle, note: str, language: str, by: User | None) -> Cycle:
    """Write the note from chair to chair. It may be written anew until the year is closed; the trail keeps both."""
    held = _for_its_chair(cycle, by)
    if held.chair is None:
        raise CannotBeDone(_("Choose who chairs this year first; a chair hands over."))
    if not note.strip() or not is_language(language):
        raise CannotBeDone(_("Write what the next chair has to know, and in which language it is."))
    before, held.note, held.note_language = held.note, note.strip(), language
    held.handed_on = timezone.localdate()
    write(held)
    told.find_year(held)
    record("year.handed_over", held, by=by, before=before)
    return held


@transaction.atomic
def close_year(*, cycle: Cycle, by: User | None) -> Cycle:
    """Close a year: its page is kept as it stands, with what was open and what was concluded.

    Raises
    ------
    CannotBeDone : it has not been handed over, or its last day is still to come.
    """
    require(by, "forum.run_year")
    held = still_open(cycle)
    if held.handed_on is None:
        raise CannotBeDone(_("A year is handed over before it is closed."))
    if held.ends > timezone.localdate():
        raise CannotBeDone(_("The year ends on {day}; it is closed after that.").format(day=held.ends.isoformat()))
    held.closing, held.closed_on = open_matters(held), timezone.localdate()
    write(held)
    hearing.tell_closed(held)
    record("year.closed", held, by=by)
    return held
