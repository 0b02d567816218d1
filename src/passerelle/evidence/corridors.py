"""What is known of a corridor, a place or a route: the figures that pages, briefs, CLI and API all read.

One read of the store, then indicators computed from its rows. Stands on `indicators` and `store`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.base.periods import read_period
from passerelle.base.places import place_of
from passerelle.evidence.figures import Figure, newest
from passerelle.evidence.indicators.basis import CorridorEvidence, Held, PlaceEvidence, Section, by_code
from passerelle.evidence.indicators.registry import (
    all_indicators,
    corridor_names,
    figures_of_corridor,
    figures_of_place,
    indicator_of,
    needed_codes,
    summed_codes,
)
from passerelle.evidence.store import Store

LASTING = 100  # years: what may be this old without being "last known" does not change with time


@dataclass(frozen=True)
class Known:
    """Everything known under each name, in time; a name that is not known has one figure without a value."""

    series: dict[str, list[Figure]] = field(repr=False)

    def all_of(self, name: str, *, sex: str | None = "_T", method: str | None = None) -> list[Figure]:
        """The figures of one name in time, of one sex (None: all) and method (None: all)."""
        return [
            figure
            for figure in self.series.get(name, [])
            if (sex is None or figure.sex == sex or not figure.is_known) and (method is None or figure.method == method)
        ]

    def latest(self, name: str, *, sex: str = "_T", method: str | None = None, whole: bool = False) -> Figure:
        """The newest figure of one name; without a value where nothing is known.

        `whole` passes over a year that its table holds in part only, unless there is no other.

        Raises
        ------
        IndicatorUnknown : no such name.
        """
        found = self.all_of(name, sex=sex, method=method) or self.all_of(name, sex=None, method=method)
        if not found:
            indicator_of(name)
            found = self.series[name]
        if whole:
            found = [f for f in found if f.status != "P"] or found
        return max(found, key=lambda f: read_period(f.period) if f.period else read_period("0001"))

    def before(self, figure: Figure) -> Figure | None:
        """The figure of the same sex, age and method that came before in time."""
        if not figure.period:
            return None
        same = [
            f
            for f in self.series.get(figure.indicator, [])
            if f.is_known
            and (f.sex, f.age, f.method) == (figure.sex, figure.age, figure.method)
            and read_period(f.period) < read_period(figure.period)
        ]
        return max(same, key=lambda f: read_period(f.period), default=None)

    @cached_property
    def newest(self) -> list[Figure]:
        """The newest figure of every name, sex, age and method, in the order of the names."""
        return [figure for figures in self.series.values() for figure in newest(figures)]

    def section(self, section: Section) -> list[str]:
        """The names of one section, in order."""
        return [name for name in self.series if indicator_of(name).section == section]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Every (source, vintage) behind a known figure, in the order of the sources' names."""
        pairs: set[tuple[str, str]] = set()
        for figure in self.newest:
            if figure.is_known:
                pairs.update(source_pairs(figure))
        return sorted(pairs)

    @property
    def years(self) -> tuple[int, int] | None:
        """Oldest and newest year among the newest figures. A page or brief that shows some of them asks `years_of`."""
        return years_of(self.newest)


def source_pairs(figure: Figure) -> list[tuple[str, str]]:
    """The (source, vintage) of each part of a figure; a derived one has several."""
    sources, vintages = figure.source.split(" + "), figure.vintage.split(" + ")
    if len(sources) == len(vintages):
        return list(zip(sources, vintages, strict=True))
    return [(source, vintages[0] if len(vintages) == 1 else "") for source in sources if source]


def years_of(figures: Iterable[Figure]) -> tuple[int, int] | None:
    """Oldest and newest year of some figures, a span from its first year to its last; None where none has a year.

    What does not change with time, such as a distance or the date of a treaty, is left out.
    """
    dated = [f for f in figures if f.is_known and f.period and indicator_of(f.indicator).max_age < LASTING]
    spans = [read_period(period) for period in {f.period for f in dated}]
    return (min(span.first for span in spans), max(span.last for span in spans)) if spans else None


@dataclass(frozen=True)
class KnownCorridor(Known):
    """What is known of a corridor."""

    corridor: Corridor = field(kw_only=True)


@dataclass(frozen=True)
class KnownPlace(Known):
    """What is known of one place."""

    iso3: str = field(kw_only=True)


def is_old(figure: Figure, year: int) -> bool:
    """Is the figure older in `year` than its indicator's maximum age, so that it reads "last known"?"""
    age = figure.age_in(year)
    return age is not None and age > indicator_of(figure.indicator).max_age


@lru_cache(maxsize=8)
def held(store: Store) -> Held:
    """What the tables of a store hold as wholes, in the vintages chosen."""
    vintages: dict[str, str] = {}
    starts: dict[str, str] = {}
    ends: dict[str, str] = {}
    chosen = set(store.chosen)
    for h in store.holdings:
        if (h.source, h.indicator, h.vintage) in chosen:
            vintages[h.indicator] = max(h.vintage, vintages.get(h.indicator, ""))
            starts[h.indicator] = min(h.first, starts.get(h.indicator, h.first))
            ends[h.indicator] = max(h.last, ends.get(h.indicator, ""))
    return Held(vintages, starts, ends)


class _Later(dict[str, list[Any]]):
    """Rows by code that are read when one of them is first asked for: most reads of a corridor need no place."""

    def __init__(self, read: Callable[[], list[Any]]) -> None:
        super().__init__()
        self._read: Callable[[], list[Any]] | None = read

    def get(self, code: str, default: Any = None) -> Any:
        """The rows of a code; the first call reads them all."""
        if self._read is not None:
            self.update(by_code(self._read()))
            self._read = None
        return super().get(code, default)


@lru_cache(maxsize=128)
def place_evidence(store: Store, iso3: str) -> PlaceEvidence:
    """All that is observed of one place, with sums over its partners."""
    place_of(iso3)
    return PlaceEvidence(
        iso3,
        _Later(lambda: store.of_place(iso3, needed_codes())),
        _Later(lambda: store.summed("origin", iso3, summed_codes())),
        _Later(lambda: store.summed("destination", iso3, summed_codes())),
        held(store),
    )


def corridor_evidence(store: Store, corridor: Corridor) -> CorridorEvidence:
    """All that is observed of one corridor and its ends."""
    return CorridorEvidence(
        place_evidence(store, corridor.origin),
        place_evidence(store, corridor.destination),
        by_code(store.of_corridor(corridor.origin, corridor.destination, needed_codes())),
    )


def _one_vintage(store: Store) -> None:
    if store.vintage == "all":
        raise EvidenceError(
            "A corridor or place is known as of one vintage; editions are never mixed. "
            "`passerelle evidence get INDICATOR --vintage all` lays them beside one another."
        )


def known_corridor(store: Store, corridor: Corridor, names: Sequence[str] | None = None) -> KnownCorridor:
    """What is known of a corridor, under all names or those given; every name stands in it."""
    _one_vintage(store)
    evidence = corridor_evidence(store, corridor)
    chosen = names if names is not None else list(corridor_names())
    return KnownCorridor({name: figures_of_corridor(name, evidence) for name in chosen}, corridor=corridor)


def known_place(store: Store, iso3: str, names: Sequence[str] | None = None) -> KnownPlace:
    """What is known of one place, under the indicators that places have."""
    _one_vintage(store)
    evidence = place_evidence(store, iso3)
    chosen = [i for i in all_indicators().values() if i.scope == "place" and (names is None or i.id in names)]
    return KnownPlace({i.id: figures_of_place(i, evidence) for i in chosen}, iso3=iso3)


def partners(store: Store, iso3: str, side: str, most: int = 10) -> list[Figure]:
    """The largest corridors of a place by stock: as "origin" (to where) or "destination" (from where).

    Only partners that are places: other and unknown origins are no corridor.
    """
    rows = store.largest_partners(side, iso3, most)
    return [_stock_figure(row) for row in rows]


def largest_corridors(store: Store, most: int = 25) -> list[Figure]:
    """The largest corridors of the world by stock, newest edition and year."""
    return [_stock_figure(row) for row in store.largest_corridors(most)]


def _stock_figure(row: Any) -> Figure:
    return Figure(
        "stock", row.value, "persons", row.period, row.source, row.vintage, origin=row.origin,
        destination=row.destination, status=row.status, note=row.comment or "",
    )  # fmt: skip
