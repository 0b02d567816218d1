"""What can be read of dialogues: lists, one dialogue's parties and calendar, its threads.

Who spoke is told by `shown`, never from here. Stands on `models`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Contribution, Dialogue, Office, Party, Session
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import Somebody, active_memberships, runs_the_forum
from passerelle_web.people.remembering import remembered

PER_PAGE = 20


def readable(somebody: Somebody) -> "QuerySet[Dialogue]":
    """The dialogues that a person may read."""
    found = Dialogue.objects.all()
    if runs_the_forum(somebody):
        return found
    allowed = Q(is_public=True)
    if isinstance(somebody, User):
        allowed |= Q(pk__in=inside_of(somebody))
    return found.filter(allowed)


def inside_of(person: User) -> set[Any]:
    """The keys of the dialogues in which a person's members take part today, or in which she has an office."""
    return remembered(("dialogues inside", person.pk), lambda: _inside_of(person))


def _inside_of(person: User) -> set[Any]:
    today = timezone.localdate()
    taking = Party.objects.on(today).filter(member__in=active_memberships(person).values("member"))
    offices = Office.objects.on(today).filter(person=person) if person.is_active else Office.objects.none()
    return {*taking.values_list("dialogue", flat=True), *offices.values_list("dialogue", flat=True)}


def listed(
    somebody: Somebody, *, theme: str = "", stage: str = "", place: str = "", mine: bool = False
) -> "QuerySet[Dialogue]":
    """Dialogues for a list, those of the demonstration last, the newest first, with the number of their parties."""
    found = readable(somebody)
    if mine and isinstance(somebody, User):
        found = found.filter(pk__in=inside_of(somebody))
    if theme:
        found = found.filter(theme=theme)
    if stage:
        found = found.filter(stage=stage)
    if place:
        found = found.filter(Q(origin=place) | Q(destination=place) | Q(route=place) | Q(region=place))
    today = timezone.localdate()
    there = Q(parties__since__lte=today) & (Q(parties__until=None) | Q(parties__until__gt=today))
    return found.annotate(parties_today=Count("parties", filter=there)).order_by("is_demonstration", "-begins", "title")


def about_corridor(origin: str, destination: str) -> "QuerySet[Dialogue]":
    """Dialogues on one corridor that everybody reads."""
    return Dialogue.objects.filter(is_public=True, origin=origin, destination=destination).order_by("-begins")


def about_route(code: str) -> "QuerySet[Dialogue]":
    """Dialogues on one route that everybody reads."""
    return Dialogue.objects.filter(is_public=True, route=code).order_by("-begins")


def parties_of(dialogue: Dialogue, day: date | None = None) -> list[Party]:
    """Who takes part on a day, by name."""
    return list(dialogue.parties.on(day or timezone.localdate()).select_related("member").order_by("member__name"))


def former_parties_of(dialogue: Dialogue) -> list[Party]:
    """Who withdrew, newest first."""
    gone = dialogue.parties.filter(until__lte=timezone.localdate())
    return list(gone.select_related("member").order_by("-until"))


def offices_of(dialogue: Dialogue) -> list[Office]:
    """Who chairs, moderates and reports today."""
    return list(dialogue.offices.on(timezone.localdate()).select_related("person"))


def members_for(somebody: Somebody, dialogue: Dialogue) -> list[Member]:
    """The parties for which a person may speak, by name."""
    mine = active_memberships(somebody).values("member")
    taking = dialogue.parties.on(timezone.localdate()).filter(member__in=mine).select_related("member")
    return [one.member for one in taking.order_by("member__name")]


def members_to_bring(somebody: Somebody, dialogue: Dialogue) -> list[Member]:
    """A person's members that take no part yet."""
    today = timezone.localdate()
    there = dialogue.parties.on(today).values("member")
    mine = active_memberships(somebody).exclude(member__in=there).values("member")
    return list(Member.objects.on(today).filter(pk__in=mine).order_by("name"))


def sessions_of(dialogue: Dialogue) -> "QuerySet[Session]":
    """Its sessions in time, with how much was said in each."""
    return dialogue.sessions.annotate(many=Count("contributions")).order_by("starts_at")


_WITH = ("dialogue", "session", "member", "person", "measure")


def threads_of(dialogue: Dialogue, *, session: Session | None = None, closed: bool = True) -> "QuerySet[Contribution]":
    """What began a thread, newest first, each with all that answers it, oldest first.

    Parameters
    ----------
    closed : with what was said in closed sessions too, for who is inside.
    """
    answers = Contribution.objects.select_related(*_WITH).order_by("number")
    found = Contribution.objects.filter(dialogue=dialogue, answers=None)
    if session is not None:
        found = found.filter(session=session)
    if not closed:
        found, answers = _open(found), _open(answers)
    return found.select_related(*_WITH).prefetch_related(Prefetch("replies", answers)).order_by("-number")


def _open(rows: "QuerySet[Contribution]") -> "QuerySet[Contribution]":
    return rows.filter(rule__lt=Rule.CLOSED)


def newest(dialogue: Dialogue, *, closed: bool, many: int = 3) -> list[Contribution]:
    """The newest contributions that are not hidden."""
    found = Contribution.objects.filter(dialogue=dialogue, is_hidden=False)
    found = found if closed else _open(found)
    return list(found.select_related(*_WITH).order_by("-number")[:many])


def public_contributions(dialogues: Iterable[Dialogue]) -> "QuerySet[Contribution]":
    """What everybody may read of dialogues, in order."""
    keys = [one.pk for one in dialogues if one.is_public]
    return _open(Contribution.objects.filter(dialogue__in=keys, is_hidden=False)).select_related(*_WITH)


def spoken_in(measure: Any) -> "QuerySet[Contribution]":
    """What everybody may read that was said of a measure, newest first."""
    found = Contribution.objects.filter(measure=measure, is_hidden=False, dialogue__is_public=True)
    return _open(found).select_related(*_WITH).order_by("-said_on", "-number")
