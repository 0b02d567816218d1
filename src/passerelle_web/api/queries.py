"""What the API reads: the store as of a vintage, corridors by size, the figures of one indicator.

Holds no words and no forms of answers. The roof of the site.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import duckdb
from django.conf import settings

from passerelle.base.corridors import Corridor
from passerelle.demography.cohorts.outlook import Outlook, outlook
from passerelle.economy.drivers.explaining import Explanation, explained
from passerelle.economy.drivers.gravity import shipped
from passerelle.economy.remittances.corridor import CutOnCorridor, cut_on_corridor
from passerelle.evidence.corridors import KnownCorridor, known_corridor, known_place, largest_corridors
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Indicator
from passerelle.evidence.indicators.registry import ENDS, corridor_names, indicator_of
from passerelle.evidence.queries import observations_table, of_codes, vintages_table
from passerelle.evidence.selections import Wanted, select
from passerelle.evidence.store import Observation, Store, open_store
from passerelle.output.briefs import render
from passerelle_web.api.problems import QueryRefused
from passerelle_web.evidence import queries

LATEST, ALL = "latest", "all"
# Without a place an indicator is read whole: more rows than this take too long for one request.
MOST_ROWS_UNPLACED = 120_000
EVERY_CORRIDOR = 100_000


def store_as_of(vintage: str) -> Store:
    """The site's evidence, newest or as of a year. A process opens one store for each vintage held, no more.

    Raises
    ------
    QueryRefused : nothing is held that is so old.
    """
    newest = queries.the_store()
    if vintage == LATEST:
        return newest
    held = {h.vintage for h in newest.holdings}
    allowed = [one for one in held if one <= vintage or one.startswith(vintage)]
    if not allowed:
        raise QueryRefused(f"No evidence is held of a vintage as old as {vintage}; the oldest is {min(held)}.")
    return open_store(tuple(settings.EVIDENCE_FOLDERS), max(allowed), settings.EVIDENCE_NATIVE)


def corridor_as_of(corridor: Corridor, vintage: str) -> KnownCorridor:
    """What is known of a corridor as of a vintage."""
    if vintage == LATEST:
        return queries.corridor_known(corridor)
    return known_corridor(store_as_of(vintage), corridor)


def place_as_of(iso3: str, vintage: str) -> list[Figure]:
    """The newest figures of a place as of a vintage."""
    if vintage == LATEST:
        return queries.place_known(iso3).newest
    return known_place(store_as_of(vintage), iso3).newest


def names_in_corridor(asked: Iterable[str]) -> set[str]:
    """The names under which indicators stand in a corridor; one of places stands for both ends.

    Raises
    ------
    IndicatorUnknown : no such indicator. QueryRefused : an indicator of routes.
    """
    found: set[str] = set()
    for name in asked:
        i = indicator_of(name)
        names = {name} & set(corridor_names()) or {n for e in ENDS if (n := f"{i.id}_{e}") in corridor_names()}
        if not names:
            raise QueryRefused(f'"{name}" is an indicator of routes, not of corridors. Ask /api/v1/routes.')
        found |= names
    return found


def drivers_of(corridor: Corridor, period: str | None) -> Explanation:
    """What the fitted model says of a corridor in a period.

    Raises
    ------
    ModelError : the model does not cover the corridor or the period.
    """
    return explained(shipped("pairs"), queries.the_store(), corridor, period)


def saving_on(corridor: Corridor, target: float, volume: float | None, price: float | None) -> CutOnCorridor:
    """What a cut of the price would save.

    Raises
    ------
    ModelError : a volume or a price is neither given nor known.
    """
    return cut_on_corridor(queries.the_store(), corridor, target=target, volume=volume, price=price)


def outlook_for(iso3: str) -> Outlook:
    """A place's people to come.

    Raises
    ------
    ModelError : the place's ages are not known.
    """
    return queries.outlook_of(iso3) or outlook(queries.the_store(), iso3)


@lru_cache(maxsize=4)
def _corridors(store: Store) -> tuple[Figure, ...]:
    return tuple(largest_corridors(store, EVERY_CORRIDOR))


def corridors_by_size(origin: str, destination: str) -> list[Figure]:
    """The stock of every corridor, newest edition and year, the largest first; "" stands for every place."""
    return [
        figure
        for figure in _corridors(queries.the_store())
        if origin in ("", figure.origin) and destination in ("", figure.destination)
    ]


class Narrowed(Store):
    """A store that reads one indicator's rows about some places only, over the tables of another store.

    `alone` says that places' own rows are wanted of these places only: those of an indicator of places.
    """

    def __init__(self, whole: Store, ends: tuple[str, ...], *, alone: bool) -> None:
        super().__init__(whole.folders[:-1], vintage=whole.vintage, native=whole.native)
        self._whole, self._ends, self._alone = whole, list(ends), alone
        self._read: dict[tuple[str, ...], list[Observation]] = {}

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The other store's cursor."""
        return self._whole.cursor()

    def of_codes(self, codes: Iterable[str]) -> list[Observation]:
        """Observations of some codes from or to these places, and what places have by themselves."""
        key = tuple(codes)
        if key not in self._read:
            rows = of_codes(observations_table(), vintages_table(), key)
            about = rows.COUNTERPART_AREA.isin(self._ends) | rows.REF_AREA.isin(self._ends)
            if not self._alone:
                about = about | (rows.COUNTERPART_AREA == "_Z") | (rows.REF_AREA == "_X")
            table = self._whole.ask(rows.filter(about))
            columns = (column.to_pylist() for column in table.itercolumns())
            self._read[key] = [Observation(*row) for row in zip(*columns, strict=True)]
        return self._read[key]

    def of_places(self, codes: Iterable[str]) -> list[Observation]:
        """Those rows of places by themselves, read with the rest."""
        return self.of_codes(codes)


def _rows_held(store: Store, i: Indicator) -> int:
    needed, chosen = set(i.needs), set(store.chosen)
    return sum(h.rows for h in store.holdings if h.indicator in needed and (h.source, h.indicator, h.vintage) in chosen)


@lru_cache(maxsize=6)
def _selected(store: Store, wanted: Wanted) -> tuple[Figure, ...]:
    i = indicator_of(wanted.name)
    ends = tuple(place for place in (wanted.origin, wanted.destination) if place)
    if ends:
        return tuple(select(Narrowed(store, ends, alone=i.scope == "place"), wanted))
    rows = _rows_held(store, i)
    # a corridor's indicator of which nothing is held would be asked of all pairs of places
    if rows > MOST_ROWS_UNPLACED or (i.scope == "corridor" and not rows):
        raise QueryRefused(
            f'"{wanted.name}" of every place is too much for one answer. Name an origin or a destination.'
        )
    return tuple(select(store, wanted))


def figures_of(wanted: Wanted, vintage: str) -> tuple[Figure, ...]:
    """The figures of one indicator: of the newest vintage, as of a year, or of all vintages beside one another.

    Raises
    ------
    IndicatorUnknown, PeriodUnreadable : as `select`. QueryRefused : an indicator of routes, or too much at once.
    """
    i = indicator_of(wanted.name)
    if i.scope == "route":
        raise QueryRefused(f'"{wanted.name}" is an indicator of routes. Ask /api/v1/routes.')
    if vintage != ALL:
        return _selected(store_as_of(vintage), wanted)
    newest = queries.the_store()
    each = sorted({h.vintage for h in newest.holdings if h.indicator in i.needs})
    stores = [open_store(tuple(settings.EVIDENCE_FOLDERS), one, settings.EVIDENCE_NATIVE) for one in each]
    found = dict.fromkeys(f for store in stores for f in _selected(store, wanted) if f.is_known)
    return tuple(found) or _selected(newest, wanted)


@lru_cache(maxsize=32)
def _brief(store: Store, corridor: Corridor, form: str, language: str, today: date) -> bytes:
    return render(store, corridor, form, language=language, today=today)


def brief_of(corridor: Corridor, form: str, language: str, today: date) -> bytes:
    """The brief on a corridor in one form (".pdf"); the last ones made are kept."""
    return _brief(queries.the_store(), corridor, form, language, today)
