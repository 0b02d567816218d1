"""What an indicator is, and the evidence on a place or a corridor from which it is computed.

Nothing here reads files or knows a page. Stands on `figures`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from passerelle.evidence.figures import UNITS, Figure, pairs_of, papers_of

Section = Literal["people", "money", "skills", "rights", "drivers"]
SECTIONS: tuple[Section, ...] = ("people", "money", "skills", "rights", "drivers")
Show = Literal["number", "share", "percent", "money", "ratio", "flag"]
# Gravest first: a derived figure is no surer than its weakest part.
_GRAVITY = "UEIFPDBA"


class Part(Protocol):
    """What observations and sums have in common."""

    @property
    def source(self) -> str: ...
    @property
    def vintage(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def age(self) -> str: ...
    @property
    def breakdown(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Held:
    """What the store's tables hold as wholes, by observed code: their vintage, first and last period.

    With it "none recorded by" can be said, and a year that a table holds in part be told from a quiet year.
    """

    vintages: dict[str, str] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PlaceEvidence:
    """All that is observed of one place: by itself, and summed over its partners as origin or destination."""

    iso3: str
    observed: dict[str, list[Any]] = field(default_factory=dict)
    leaving: dict[str, list[Any]] = field(default_factory=dict)
    arriving: dict[str, list[Any]] = field(default_factory=dict)
    held: Held = field(default_factory=Held)

    def series(self, code: str, *, sex: str = "_T", age: str = "_T", breakdown: str = "_Z") -> list[Any]:
        """Observations of one code in time."""
        return pick(self.observed.get(code, ()), sex=sex, age=age, breakdown=breakdown)

    def out(self, code: str, *, sex: str = "_T", age: str = "_T", breakdown: str = "_Z") -> list[Any]:
        """Sums over all destinations of people from here, in time."""
        return pick(self.leaving.get(code, ()), sex=sex, age=age, breakdown=breakdown)

    def into(self, code: str, *, sex: str = "_T", age: str = "_T", breakdown: str = "_Z") -> list[Any]:
        """Sums over all origins of people here, in time."""
        return pick(self.arriving.get(code, ()), sex=sex, age=age, breakdown=breakdown)


@dataclass(slots=True)
class CorridorEvidence:
    """All that is observed of one corridor and of its two ends."""

    origin: PlaceEvidence
    destination: PlaceEvidence
    observed: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def held(self) -> Held:
        """What the store's tables hold as wholes."""
        return self.destination.held

    def series(self, code: str, *, sex: str = "_T", age: str = "_T", breakdown: str = "_Z") -> list[Any]:
        """Observations of one code in time."""
        return pick(self.observed.get(code, ()), sex=sex, age=age, breakdown=breakdown)


def pick(rows: Iterable[Any], *, sex: str, age: str, breakdown: str) -> list[Any]:
    """Rows of one sex, age and breakdown."""
    return [r for r in rows if r.sex == sex and r.age == age and r.breakdown == breakdown]


def by_period(rows: Iterable[Any]) -> dict[str, Any]:
    """The rows by period; of two rows of one period the later in order stands."""
    return {r.period: r for r in rows}


def by_code(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """The rows by observed code, in their order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


Compute = Callable[[Any], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is known of a corridor or a place under one name.

    `scope` is "corridor", or "place" for what each end has by itself: in a corridor it stands twice, as
    `name_origin` and `name_destination`. `needs` are the observed codes. `max_age` is in years: an older figure
    reads "last known". `fills` says what would fill it where it is not known; `absence` is said instead where the
    store holds the table and the table has no row ("none recorded by {vintage}"); `at` limits a place's indicator to
    one end of a corridor. `show` is how the value is written.
    """

    id: str
    name: str
    section: Section
    scope: Literal["corridor", "place", "route"]
    unit: str
    formula: str
    needs: tuple[str, ...]
    reference: str
    max_age: int
    fills: str
    show: Show
    compute: Compute
    at: Literal["both", "origin", "destination"] = "both"
    sums: tuple[str, ...] = ()
    absence: str = ""


REGISTERED: dict[str, Indicator] = {}


def indicator(**papers: Any) -> Callable[[Compute], Compute]:
    """Register a function that computes figures under an indicator's papers."""

    def register(compute: Compute) -> Compute:
        made = Indicator(compute=compute, **papers)
        REGISTERED[made.id] = made
        return compute

    return register


def plain(
    code: str, *, sexes: Sequence[str] = ("_T",), age: str = "_T", breakdown: str = "_Z", factor: float = 1.0
) -> Compute:
    """Figures that are observations as they stand, times a factor of units."""

    def compute(evidence: Any) -> Iterator[Figure]:
        for sex in sexes:
            for row in evidence.series(code, sex=sex, age=age, breakdown=breakdown):
                yield from_row(row, factor=factor)

    return compute


def from_row(row: Any, *, factor: float = 1.0, method: str = "", unit: str = "") -> Figure:
    """A figure that is one observation or sum. The registry puts the indicator's name and places on it."""
    return Figure(
        "",
        row.value * factor,
        unit or UNITS.get(row.unit, row.unit),
        row.period,
        row.source,
        row.vintage,
        sex=row.sex,
        age=row.age,
        status=getattr(row, "status", "A"),
        method=method,
        low=_times(getattr(row, "low", None), factor),
        high=_times(getattr(row, "high", None), factor),
        note=getattr(row, "comment", None) or "",
    )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def derived(
    value: float, unit: str, parts: Sequence[Any], *, period: str = "", method: str = "", note: str = ""
) -> Figure:
    """A figure computed from observations or figures: sources and vintages are theirs, the status that of the weakest.

    Source and vintage stand in pairs: the second vintage is that of the second source.
    """
    first = parts[0]
    source, its_vintage = papers_of(pair for part in parts for pair in pairs_of(part.source, part.vintage))
    statuses = [getattr(part, "status", "A") or "A" for part in parts]
    worst = min(statuses, key=_GRAVITY.find)
    return Figure(
        "",
        value,
        UNITS.get(unit, unit),
        period or first.period,
        source,
        its_vintage,
        sex=first.sex,
        age=first.age,
        status=worst,
        method=method,
        note=note,
    )


def ratio(
    above: Iterable[Any], below: Iterable[Any], unit: str, *, factor: float = 1.0, method: str = ""
) -> Iterator[Figure]:
    """Above divided by below, period by period, where both are known and below is not zero."""
    under = by_period(below)
    for row in above:
        other = under.get(row.period)
        if other is not None and other.value:
            yield derived(factor * row.value / other.value, unit, [row, other], method=method)
