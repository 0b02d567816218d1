"""Gaps: what is known of migrants, of those they are compared with, the difference in points and the ratio.

Both sides are of one source, edition, year, age and sex, or there is no gap. Stands on `measures` and `indicators`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.base.words import mark
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import by_period, derived, from_row
from passerelle.evidence.indicators.skills import activity_from
from passerelle.evidence.integration.measures import AGES, GROUPS, MEASURES, RATES, SEXES, Group, Measure

# Names of figures begin so: other indicators of the same rates have names of their own.
OURS = "integration_"
# The ends are those of the two published intervals taken at their farthest, wider than a common interval would be.
WIDEST = mark("farthest ends of both published intervals")


@dataclass(frozen=True, slots=True)
class Gap:
    """One measure of one group, sex and period: both sides, what lies between them.

    `others`, `points` and `ratio` are None where the source has no figure of those compared with. `points` are
    percentage points, or euros where the measure is an income; `ratio` is None where the others' figure is zero.
    """

    measure: Measure
    group: Group
    migrants: Figure
    others: Figure | None = None
    points: Figure | None = None
    ratio: Figure | None = None

    @property
    def period(self) -> str:
        """The year that both sides are of."""
        return self.migrants.period

    @property
    def sex(self) -> str:
        """F women, M men, _T both."""
        return self.migrants.sex

    @property
    def is_unsure(self) -> bool:
        """Does the publisher mark one side as of low reliability: too few were asked?"""
        return any(side.status == "U" for side in (self.migrants, self.others) if side is not None)

    @property
    def has_interval(self) -> bool:
        """Did the publisher give an interval of both sides?"""
        return self.points is not None and self.points.low is not None

    @property
    def figures(self) -> list[Figure]:
        """All that is known of it, both sides first."""
        return [figure for figure in (self.migrants, self.others, self.points, self.ratio) if figure is not None]


ALL_GROUPS = tuple(GROUPS.values())
# Rows of one source and edition by code, group with part, sex and age.
_Held = dict[tuple[str, str, str, str], list[Any]]


def gaps_of(
    rows: Iterable[Any], measures: Iterable[Measure] = MEASURES.values(), groups: Sequence[Group] = ALL_GROUPS
) -> list[Gap]:
    """Every gap that observations of one place give: by measure, group, source, sex, in time."""
    held: dict[tuple[str, str], _Held] = {}
    place = ""
    for row in rows:
        of_one = held.setdefault((row.source, row.vintage), {})
        of_one.setdefault((row.indicator, row.breakdown, row.sex, row.age), []).append(row)
        place = row.destination
    return [
        gap
        for measure in measures
        if measure.code and measure.has_gap
        for group in groups
        for _, of_one in sorted(held.items())
        for gap in _of_source(of_one, measure, group, place)
    ]


def _of_source(held: _Held, measure: Measure, group: Group, place: str) -> Iterator[Gap]:
    """Gaps from rows of one source and edition, of the first age group that it has of the migrants."""
    for age in AGES:
        by_sex = [(sex, _side(held, measure, group.code, sex, age)) for sex in SEXES]
        if not any(rows for _, rows in by_sex):
            continue
        for sex, rows in by_sex:
            others = by_period(_side(held, measure, group.others, sex, age))
            for row in rows:
                yield gap_of(measure, group, row, others.get(row.period), place)
        return


def _side(held: _Held, measure: Measure, who: str, sex: str, age: str) -> list[Any]:
    """One side's figures in time; an activity rate that is not published follows from the other two."""
    breakdown = f"{who}{measure.part}"
    found = held.get((measure.code, breakdown, sex, age), [])
    if not found and measure.code == "activity_rate":
        found = list(activity_from(*(held.get((rate, breakdown, sex, age), []) for rate in RATES)))
    return sorted(found, key=lambda row: str(row.period))


def gap_of(measure: Measure, group: Group, migrants: Any, others: Any | None, place: str) -> Gap:
    """The gap between two observations or figures of one period."""
    ours = _named(migrants, f"{OURS}{measure.id}_migrants", group.name, place)
    if others is None:
        return Gap(measure, group, ours)
    theirs = _named(others, f"{OURS}{measure.id}_others", group.others_name, place)
    points, ratio = _points(measure, group, ours, theirs), _ratio(measure, group, ours, theirs)
    return Gap(measure, group, ours, theirs, points, ratio)


def _named(row: Any, name: str, who: str, place: str) -> Figure:
    figure = row if isinstance(row, Figure) else from_row(row)
    method = f"{who}; {figure.method}" if figure.method else who
    return figure.about(method=method).named(name, "", place)


def _points(measure: Measure, group: Group, ours: Figure, theirs: Figure) -> Figure:
    unit = "PP" if measure.unit == "%" else ours.unit
    # of figures with one decimal the difference has one too; what binary fractions add is taken off
    value = round((ours.value or 0.0) - (theirs.value or 0.0), 9)
    made = derived(value, unit, [ours, theirs], method=f"{group.name} − {group.others_name}")
    made = made.named(f"{OURS}{measure.id}_gap", "", ours.destination)
    if ours.low is None or ours.high is None or theirs.low is None or theirs.high is None:
        return made
    return made.about(low=round(ours.low - theirs.high, 9), high=round(ours.high - theirs.low, 9), note=WIDEST)


def _ratio(measure: Measure, group: Group, ours: Figure, theirs: Figure) -> Figure | None:
    if not theirs.value:
        return None
    value = (ours.value or 0.0) / theirs.value
    made = derived(value, "1", [ours, theirs], method=f"{group.name} / {group.others_name}")
    made = made.named(f"{OURS}{measure.id}_ratio", "", ours.destination)
    if ours.low is None or ours.high is None or not theirs.low or not theirs.high or theirs.low < 0:
        return made
    return made.about(low=ours.low / theirs.high, high=ours.high / theirs.low, note=WIDEST)
