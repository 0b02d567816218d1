"""What can be read of dialogues: lists, one dialogue's parties and calendar, its threads.

Who spoke is told by `shown`, never from here. Stands on `permissions`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When
from django.utils import timezone

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import shared_groupings
from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Appeal, Contribution, Dialogue, Draft, Office, Party, Report, Session
from passerelle_web.dialogues.permissions import SPEAK
from passerelle_web.people.models import Event, Member, User
from passerelle_web.people.permissions import Somebody, active_memberships, may, read_once, runs_the_forum
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


def about_corridor(origin: str, destination: str, somebody: Somebody) -> "QuerySet[Dialogue]":
    """Dialogues on one corridor that a person may read, those of the demonstration last."""
    return listed(somebody).filter(origin=origin, destination=destination)


def about_route(code: str, somebody: Somebody) -> "QuerySet[Dialogue]":
    """Dialogues on one route that a person may read."""
    return listed(somebody).filter(route=code)


def of_ones_own(person: User, origin: str, destination: str) -> "QuerySet[Dialogue]":
    """Dialogues in which a person takes part and whose places hold a corridor, the nearest in place first."""
    routes = [code for code, one in named_routes().items() if {origin, destination} <= set(one.stops)]
    regions = [one.code for one in shared_groupings(origin, destination, timezone.localdate())]
    within = Q(origin=origin, destination=destination) | Q(route__in=routes) | Q(region__in=regions) | Q(scope="world")
    nearness = Case(When(origin=origin, then=0), When(route__in=routes, then=1), default=2)
    return Dialogue.objects.filter(within, pk__in=inside_of(person)).order_by(nearness, "-begins", "title")


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


def members_for(somebody: Somebody, dialogue: Dialogue, act: str = SPEAK) -> list[Member]:
    """The parties for which a person may speak by name, or do what `act` says."""
    return mandates_of(somebody, dialogue, act)[act]


def mandates_of(somebody: Somebody, dialogue: Dialogue, *acts: str) -> dict[str, list[Member]]:
    """The same for several acts, asked at once."""
    mine = active_memberships(somebody).values("member")
    taking = dialogue.parties.on(timezone.localdate()).filter(member__in=mine).select_related("member", "dialogue")
    parties = list(taking.order_by("member__name"))
    with read_once():
        return {act: [one.member for one in parties if may(somebody, act, one)] for act in acts}


def members_to_bring(somebody: Somebody, dialogue: Dialogue) -> list[Member]:
    """A person's members that take no part yet."""
    today = timezone.localdate()
    there = dialogue.parties.on(today).values("member")
    mine = active_memberships(somebody).exclude(member__in=there).values("member")
    return list(Member.objects.on(today).filter(pk__in=mine).order_by("name"))


def sessions_of(dialogue: Dialogue, *, closed: bool) -> "QuerySet[Session]":
    """Its sessions in time, with how much was said in each; closed ones for its own people alone."""
    found = dialogue.sessions.all() if closed else dialogue.sessions.exclude(rule=Rule.CLOSED)
    return found.annotate(many=Count("contributions")).order_by("starts_at")


_WITH = ("dialogue", "session", "member", "person", "measure", "statement")


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


def standing_words(draft: Draft) -> str:
    """What a text says as it stands, paragraphs apart."""
    there = draft.paragraphs.filter(is_removed=False, wordings__number=F("number"))
    return "\n\n".join(there.order_by("place").values_list("wordings__text", flat=True))


def hidings_of(rows: Iterable[Contribution]) -> dict[object, Event]:
    """The event by which the moderation hid each of these; none where it was shown again, or withdrawn by its side."""
    keys = {str(one.pk): one.pk for one in rows if one.is_hidden}
    verbs = ("contribution.hidden", "contribution.shown")
    kind = Contribution._meta.label_lower
    events = Event.objects.filter(verb__in=verbs, subject_kind=kind, subject_key__in=keys) if keys else ()
    newest = {one.subject_key: one for one in sorted(events, key=lambda one: one.pk)}
    return {keys[key]: one for key, one in newest.items() if one.verb == "contribution.hidden"}


def reports_of(dialogue: Dialogue, *, decided: int = 30) -> list[Report]:
    """Reports of what was said in it: all that are open, the oldest first, and those that were answered last."""
    with_all = ("contribution__" + name for name in _WITH)
    found = Report.objects.filter(contribution__dialogue=dialogue).select_related("by", "contribution", *with_all)
    answered = found.exclude(decided_at=None).order_by("-decided_at")[:decided]
    return [*found.filter(decided_at=None), *answered]


def appeals_of(dialogue: Dialogue, *, answered: int = 30) -> list[Appeal]:
    """Appeals in it: all that wait, the oldest first, and those that were answered last."""
    with_all = ("contribution__" + name for name in _WITH)
    found = Appeal.objects.filter(contribution__dialogue=dialogue).select_related("hiding", "contribution", *with_all)
    return [*found.filter(is_upheld=None), *found.exclude(is_upheld=None).order_by("-pk")[:answered]]


def own_reports(rows: Iterable[Contribution], somebody: Somebody) -> dict[object, Report]:
    """The newest report of a reader on each of these."""
    if not isinstance(somebody, User):
        return {}
    return {one.contribution_id: one for one in Report.objects.filter(contribution__in=list(rows), by=somebody)}


def spoken_in(measure: Any, somebody: Somebody) -> "QuerySet[Contribution]":
    """What a person may read of what was said of a measure, newest first."""
    found = Contribution.objects.filter(measure=measure, is_hidden=False, dialogue__in=readable(somebody))
    if not runs_the_forum(somebody):
        inside = inside_of(somebody) if isinstance(somebody, User) else set()
        found = found.filter(Q(rule__lt=Rule.CLOSED) | Q(dialogue__in=inside))
    return found.select_related(*_WITH).order_by("-said_on", "-number")
