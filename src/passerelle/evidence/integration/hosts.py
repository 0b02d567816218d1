"""What is known of one host, of all hosts beside one another in no order but their names, and of refugees naturalised.

Reads the store and computes; writes no words. Stands on `gaps`, `policies` and `host_side`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from passerelle.base.errors import EvidenceError
from passerelle.base.places import all_places, place_of
from passerelle.base.words import mark
from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.indicators.basis import by_period, derived
from passerelle.evidence.integration import policies
from passerelle.evidence.integration.gaps import OURS, Gap, gaps_of
from passerelle.evidence.integration.host_side import HOST_SIDE, HostSide
from passerelle.evidence.integration.measures import CODES, GROUPS, MEASURES, REFUGEES, Group, Measure
from passerelle.evidence.integration.policies import Score, scores_of
from passerelle.evidence.store import Store

_NATURALISED = MEASURES["refugees_naturalised"]
_FLOW, _STOCK = "naturalised", "refugees"
# a host's record may count people who were no refugees the year before, so that the rate is no share
MAY_DIFFER = mark("those naturalised may not all have been counted as refugees before")
FEWEST = 100  # refugees: of fewer, a rate for every 1,000 says nothing


@dataclass(frozen=True)
class Host:
    """What is known of integration in one place: observations of both sides, sums of refugees, scores of policies."""

    iso3: str
    rows: tuple[Any, ...] = field(repr=False, default=())
    sums: tuple[Any, ...] = field(repr=False, default=())
    policy_rows: tuple[Any, ...] = field(repr=False, default=())
    host_rows: tuple[Any, ...] = field(repr=False, default=())

    @property
    def is_known(self) -> bool:
        """Is any measure known?"""
        return any(row.breakdown.partition(".")[0] in GROUPS for row in self.rows) or bool(self.of_refugees)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, in time."""
        return (*gaps_of(self.rows), *self.of_refugees)

    @cached_property
    def of_refugees(self) -> tuple[Gap, ...]:
        """Refugees naturalised, in time."""
        return tuple(naturalised(self.iso3, self.sums))

    @cached_property
    def groups(self) -> list[Group]:
        """The groups of which something is known, in their order."""
        there = {gap.group.code for gap in self.gaps}
        return [group for code, group in GROUPS.items() if code in there]

    @cached_property
    def years(self) -> list[str]:
        """Every year of which some gap is known, the newest first."""
        return sorted({gap.period for gap in self.gaps}, reverse=True)

    def _of(self, measure: str, group: str) -> Iterable[Gap]:
        """The gaps of one measure and group: a list of many hosts asks for no others."""
        if group == REFUGEES.code:
            return self.of_refugees if measure == _NATURALISED.id else ()
        if "gaps" in self.__dict__:
            return [gap for gap in self.gaps if (gap.measure.id, gap.group.code) == (measure, group)]
        return gaps_of(self.rows, (MEASURES[measure],), (GROUPS[group],))

    def series(self, measure: str, group: str, sex: str = "_T") -> list[Gap]:
        """The gaps of one measure, group and sex in time, of one source: the one that goes on longest.

        Two sources are two definitions; their years are never put into one series.
        """
        found = [gap for gap in self._of(measure, group) if gap.sex == sex]
        last: dict[tuple[str, str], str] = {}
        for gap in found:
            last[_papers(gap)] = max(gap.period, last.get(_papers(gap), ""))
        chosen = max(last, key=lambda papers: (last[papers], papers), default=None)
        return [gap for gap in found if _papers(gap) == chosen]

    def newest(self, measure: str, group: str, sex: str = "_T", *, year: str = "") -> Gap | None:
        """The newest gap of a measure, or that of a year; None where there is none."""
        found = [gap for gap in self.series(measure, group, sex) if not year or gap.period == year]
        return found[-1] if found else None

    def scores(self, year: str = "") -> list[Score]:
        """Every dimension of the host's policies, the newest score until a year."""
        return scores_of(self.policy_rows, self.iso3, year)

    def host_side(self) -> list[tuple[HostSide, Figure]]:
        """What is asked of the host, each with its figure or with what would fill it."""
        known = by_period(self.host_rows)
        last = known[max(known)] if known else None
        return [(asked, _asked_figure(asked, last, self.iso3)) for asked in HOST_SIDE]

    @property
    def figures(self) -> list[Figure]:
        """All figures, for a file: each gap's, then the scores of policies, then what is not known of it all."""
        known = [figure for gap in self.gaps for figure in gap.figures]
        scored = [figure for score in self.scores() for figure in (*score.earlier, score.newest)]
        there = {gap.measure.id for gap in self.gaps}
        missing = [not_known(measure, self.iso3) for measure in MEASURES.values() if measure.id not in there]
        return [*known, *scored, *missing, *(figure for _, figure in self.host_side())]


def _papers(gap: Gap) -> tuple[str, str]:
    return gap.migrants.source, gap.migrants.vintage


def _asked_figure(asked: HostSide, row: Any | None, place: str) -> Figure:
    name = f"{OURS}host_{asked.id}"
    if row is None or not asked.indicator:
        return unknown(name, "", asked.fills, destination=place)
    return Figure(name, row.value, "index", row.period, row.source, row.vintage, destination=place,
                  status=row.status)  # fmt: skip


def not_known(measure: Measure, place: str) -> Figure:
    """A measure of which nothing is known in a place, with what would fill it."""
    name = f"{OURS}{measure.id}_migrants"
    return unknown(name, measure.unit, measure.fills, destination=place)


@lru_cache(maxsize=128)
def host(store: Store, iso3: str) -> Host:
    """What is known of integration in a place.

    Raises
    ------
    PlaceUnknown : no such place. EvidenceError : the store holds all vintages side by side, and one is asked for.
    """
    place_of(iso3)
    if store.vintage == "all":
        raise EvidenceError("Integration is known as of one vintage; editions are never mixed. Choose one, or latest.")
    rows = store.of_place(iso3, [*CODES, *policies.CODES, "uhc_index"])
    here = [row for row in rows if row.destination == iso3]
    sums = store.summed("destination", iso3, (_FLOW, _STOCK))
    return _host(iso3, here, sums)


def _host(iso3: str, rows: Iterable[Any], sums: Iterable[Any]) -> Host:
    held: dict[str, list[Any]] = {"": [], "policy": [], "host": []}
    for row in rows:
        held["policy" if row.indicator in policies.CODES else "" if row.indicator in CODES else "host"].append(row)
    return Host(iso3, tuple(held[""]), tuple(sums), tuple(held["policy"]), tuple(held["host"]))


def naturalised(iso3: str, sums: Iterable[Any]) -> list[Gap]:
    """Refugees naturalised in each year, for every 1,000 who were there at the end of the year before.

    A year without a record is none: hosts that do not report are not told from those that naturalised nobody. Nor is a
    rate said where fewer than a hundred were there.
    """
    of_both_sexes = [row for row in sums if row.sex == "_T"]
    there = {(row.vintage, row.period): row for row in of_both_sexes if row.indicator == _STOCK}
    made = []
    for row in of_both_sexes:
        before = there.get((row.vintage, str(int(row.period) - 1))) if row.indicator == _FLOW else None
        if before is None or before.value < FEWEST or row.value <= 0:
            continue
        figure = derived(
            1000 * row.value / before.value, "PER_1000_REFUGEES", [row, before], period=row.period,
            method=REFUGEES.name, note=MAY_DIFFER,
        )  # fmt: skip
        made.append(Gap(_NATURALISED, REFUGEES, figure.named(f"{OURS}refugees_naturalised_migrants", "", iso3)))
    return sorted(made, key=lambda gap: gap.period)


@lru_cache(maxsize=4)
def all_hosts(store: Store) -> dict[str, Host]:
    """Every place of which something is known, by its alpha-3 code."""
    if store.vintage == "all":
        raise EvidenceError("Integration is known as of one vintage; editions are never mixed. Choose one, or latest.")
    rows: dict[str, list[Any]] = {}
    for row in store.of_places([*CODES, *policies.CODES]):
        rows.setdefault(row.destination, []).append(row)
    sums: dict[str, list[Any]] = {}
    for iso3, total in store.summed_by_place("destination", (_FLOW, _STOCK)):
        sums.setdefault(iso3, []).append(total)
    known = all_places()
    made = (_host(iso3, rows.get(iso3, []), sums.get(iso3, [])) for iso3 in sorted({*rows, *sums}) if iso3 in known)
    return {one.iso3: one for one in made if one.is_known}


def beside(hosts: Iterable[Host], measure: Measure, group: Group, *, sex: str = "_T", year: str = "") -> dict[str, Gap]:
    """One measure of several hosts, by place: the newest gap of each, or that of a year. It orders nobody."""
    code = group.code if measure.has_gap else REFUGEES.code
    found = {one.iso3: one.newest(measure.id, code, sex, year=year) for one in hosts}
    return {iso3: gap for iso3, gap in found.items() if gap is not None}
