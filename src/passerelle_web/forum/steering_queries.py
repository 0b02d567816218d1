"""What can be read of the steering group: its seats and vacancies on a day, its decisions, who of it may be present.

Stands on `charter_queries`.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from passerelle_web.dialogues.models import Silence
from passerelle_web.dialogues.queries import readable
from passerelle_web.forum.charter_queries import worked_by
from passerelle_web.forum.models import Decision, Holding
from passerelle_web.people.models import TOGETHER, Kind, Member
from passerelle_web.people.permissions import Somebody, may

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat on a day; without a holding it is vacant. `is_beyond` where the charter has it no more."""

    kind: str
    number: int
    holding: Holding | None
    is_beyond: bool = False


@dataclass(frozen=True, slots=True)
class SeatsOfKind:
    """The seats of one kind of member, under its name."""

    kind: str
    name: str
    seats: list[Seat]
    vacant: int


def seats_on(day: date | None = None) -> list[SeatsOfKind]:
    """Every seat that the charter gives, by kind, and those that are still held although it gives them no more."""
    held = list(Holding.objects.on(day or timezone.localdate()).select_related("member", "person"))
    charter = worked_by()
    shares = {one.kind: one.many for one in charter.shares.all()} if charter is not None else {}
    by_seat = {(one.kind, one.number): one for one in held}
    found = []
    for kind in Kind.values:
        there = [Seat(kind, number, by_seat.get((kind, number))) for number in range(1, shares.get(kind, 0) + 1)]
        beyond = [
            Seat(kind, one.number, one, True) for one in held if one.kind == kind and one.number > shares.get(kind, 0)
        ]
        if there or beyond:
            vacant = sum(seat.holding is None for seat in there)
            found.append(SeatsOfKind(kind, str(TOGETHER[Kind(kind)]), there + beyond, vacant))
    return found


def free_seat(kind: str, since: date, until: date) -> int | None:
    """The first seat of a kind that nobody holds in that time; None where all are held, or the charter gives none."""
    charter = worked_by()
    share = charter.shares.filter(kind=kind).first() if charter is not None else None
    overlapping = Holding.objects.filter(kind=kind, since__lt=until, until__gt=since).values_list("number", flat=True)
    taken = set(overlapping)
    return next((number for number in range(1, (share.many if share else 0) + 1) if number not in taken), None)


def members_of_the_group(day: date | None = None) -> "QuerySet[Member]":
    """The members that hold a seat on a day, by name."""
    held = Holding.objects.on(day or timezone.localdate())
    return Member.objects.filter(pk__in=held.values("member")).order_by("name")


def former_holdings() -> list[Holding]:
    """Who held a seat and holds it no more, newest first."""
    past = Holding.objects.filter(until__lte=timezone.localdate(), until__gt=F("since"))
    return list(past.select_related("member").order_by("-until", "kind", "number")[:200])


# Decisions ---------------------------------------------------------------------------------------------


def decisions(*, year: str = "", words: str = "") -> "QuerySet[Decision]":
    """Decisions, the newest first; of a closed one the page shows its number, its day and why it is closed.

    Words are sought in what everybody reads, so that nobody learns by seeking what a closed one says.
    """
    found = Decision.objects.select_related("corrects", "charter").prefetch_related("corrections")
    if year.isdigit():
        found = found.filter(year=int(year[:4]))
    if words:
        found = found.public().filter(Q(title__icontains=words) | Q(text__icontains=words))
    return found


def decision(year: int, number: int) -> Decision | None:
    """The decision of a number."""
    found = Decision.objects.select_related("corrects", "charter", "silence__draft__dialogue")
    return found.filter(year=year, number=number).first()


def years_of_decisions() -> list[int]:
    """The years in which something was decided, newest first."""
    return list(Decision.objects.order_by("-year").values_list("year", flat=True).distinct())


def newest_decisions(many: int = 5) -> list[Decision]:
    """The newest that everybody reads."""
    return list(Decision.objects.public()[:many])


def silences_to_decide(somebody: Somebody) -> list[Silence]:
    """Texts that were adopted by silence in dialogues that a person reads, and from which no decision was made yet."""
    found = Silence.objects.filter(state="adopted", decision=None, draft__dialogue__in=readable(somebody))
    return list(found.select_related("draft__dialogue").order_by("-deadline")[:50])


def documents_shown(held: Decision, somebody: Somebody) -> list[object]:
    """The documents of a decision that a person may read."""
    return [one for one in held.documents.all() if may(somebody, "library.see_document", one)]
