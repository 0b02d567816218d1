"""The table that the gravity model is fitted to, gathered from the evidence: corridors by five-year period.

A driver is measured at the start of the period, so that it comes before the moves. A place without a driver is left
out of the specification that asks for it, and counted; nothing is imputed. Stands on `evidence`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from passerelle.base.errors import ModelError
from passerelle.base.groupings import all_groupings
from passerelle.economy.drivers.absorbing import Array
from passerelle.economy.drivers.kinds import Flows
from passerelle.evidence.store import Store

PERIODS = tuple(f"{year}-{year + 5}" for year in range(1990, 2020, 5))
_FLOWS: Mapping[Flows, tuple[str, str, str]] = {
    "ours": ("migration_flow_estimate", "migration_flow_estimate_total", "PSEUDO_BAYES"),
    "published": ("migration_flow", "migration_flow_total", "DA_PB_CLOSED"),
}
NEAREST_KM = 1.0  # two places whose cities touch are not at no distance
_TIES = ("contiguity", "official_language_shared", "colonial_tie")
_PLACE_CODES = (
    "population", "gdp_per_head_ppp", "unemployment", "political_stability", "population_by_age", "refugees",
)  # fmt: skip
_YOUNG = ("Y15T19", "Y20T24", "Y25T29")

# Drivers of the corridor itself, and of each end: names in the order of the columns.
BILATERAL = (
    "distance", "contiguity", "language", "colonial_tie", "network", "network_unknown", "free_movement",
)  # fmt: skip
OF_PLACES = ("population", "income", "unemployment", "youth", "stability", "displacement")


@dataclass(frozen=True)
class Panel:
    """Rows of corridors and periods; columns of equal length N.

    moved : persons in five years, an estimate. origin, destination, period : positions in `places` and `periods`.
    bilateral : (N, 7) in the order of BILATERAL. of_places : (periods, places, 6) in the order of OF_PLACES, NaN where
    not known. units of the columns: logarithms of km, of 1 + persons, of persons and of international USD; shares of
    flags 0 or 1; unemployment in percent; youth a share; stability an index; displacement the logarithm of 1 + refugees
    from the place per 1,000 inhabitants, under UNHCR, whose register without a row has nobody of the place. People
    displaced inside their country are left out: their table has few places in most years.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    moved: Array
    origin: Any
    destination: Any
    period: Any
    bilateral: Array
    of_places: Array
    flows: Flows

    @property
    def pair(self) -> Any:
        """(N,) one number a directed pair, for clusters."""
        return self.origin * len(self.places) + self.destination


def gathered(store: Store, periods: Sequence[str] = PERIODS, flows: Flows = "ours") -> Panel:
    """The panel of some periods.

    A pair without a row between two places that the estimate covers counts as nobody: estimates below half a person are
    not kept as rows.

    Raises
    ------
    ModelError : a period that the estimates do not have, or evidence without flows, distances or stocks.
    """
    for period in periods:
        if period not in PERIODS:
            raise ModelError(f"There is no period {period}; the estimates have {', '.join(PERIODS)}.")
    code, total, method = _FLOWS[flows]
    rows = _rows(store, (code, total, "migrant_stock", "distance_km", *_TIES, *_PLACE_CODES))
    covered = rows.filter((pl.col("INDICATOR") == total) & (pl.col("COMP_BREAKDOWN") == method))
    known = set(covered["REF_AREA"].to_list()) & set(covered["COUNTERPART_AREA"].to_list())
    far = rows.filter(pl.col("INDICATOR") == "distance_km")
    placed = set(far["REF_AREA"].to_list()) | set(far["COUNTERPART_AREA"].to_list())
    places = tuple(sorted(place for place in known & placed if len(place) == 3))
    if not places:
        raise ModelError(f"The evidence has no {flows} flows between places with distances: {code} and distance_km.")
    at = {place: index for index, place in enumerate(places)}
    n = len(places)
    i, j = (index.ravel() for index in np.indices((n, n)))
    off = i != j
    i, j = i[off], j[off]
    flowing = rows.filter((pl.col("INDICATOR") == code) & (pl.col("COMP_BREAKDOWN") == method))
    flowing = flowing.filter(pl.col("SEX") == "_T")
    fixed = _fixed(rows, at)
    moved, columns = [], []
    for period in periods:
        moved.append(_square(flowing.filter(pl.col("TIME_PERIOD") == period), at, 0.0)[i, j])
        columns.append(np.column_stack([*(table[i, j] for table in (*fixed, *_changing(rows, at, period)))]))
    count = len(i)
    return Panel(
        places, tuple(periods), np.concatenate(moved), np.tile(i, len(periods)), np.tile(j, len(periods)),
        np.repeat(np.arange(len(periods)), count), np.concatenate(columns),
        np.stack([_of_places(rows, at, int(period[:4])) for period in periods]), flows,
    )  # fmt: skip


def _rows(store: Store, codes: Sequence[str]) -> pl.DataFrame:
    from passerelle.evidence.queries import chosen, observations_table, vintages_table  # noqa: PLC0415  ibis is slow

    table = chosen(observations_table(), vintages_table())
    found = pl.from_arrow(store.ask(table.filter(table["INDICATOR"].isin(list(codes)))))
    if not isinstance(found, pl.DataFrame):
        raise ModelError("The evidence did not answer with a table.")
    return found


def _square(rows: pl.DataFrame, at: Mapping[str, int], missing: float, *, both_ways: bool = False) -> Array:
    """(n, n) values by origin and destination; pairs without a row have the value `missing`."""
    table = np.full((len(at), len(at)), missing)
    for origin, destination, value in rows.select("COUNTERPART_AREA", "REF_AREA", "OBS_VALUE").rows():
        if origin in at and destination in at:
            table[at[origin], at[destination]] = value
            if both_ways:
                table[at[destination], at[origin]] = value
    return table


def _fixed(rows: pl.DataFrame, at: Mapping[str, int]) -> list[Array]:
    """Logarithm of the distance, and the three ties as flags."""
    far = _square(rows.filter(pl.col("INDICATOR") == "distance_km"), at, np.nan, both_ways=True)
    np.fill_diagonal(far, NEAREST_KM)
    ties = [_square(rows.filter(pl.col("INDICATOR") == code), at, 0.0, both_ways=True) for code in _TIES]
    return [np.log(np.maximum(far, NEAREST_KM)), *ties]


def _changing(rows: pl.DataFrame, at: Mapping[str, int], period: str) -> list[Array]:
    """Logarithm of 1 + people from the origin already there, whether that is not known, and free movement."""
    year = period[:4]
    stock = rows.filter(
        (pl.col("INDICATOR") == "migrant_stock") & (pl.col("SEX") == "_T") & (pl.col("TIME_PERIOD") == year)
    )
    people = _square(stock, at, np.nan)
    unknown = np.isnan(people)
    return [np.log1p(np.where(unknown, 0.0, people)), unknown.astype(float), free_movement(tuple(at), int(year))]


def free_movement(places: Sequence[str], year: int) -> Array:
    """(n, n) 1 where both are members, at mid-year, of a grouping whose rules give a right to move."""
    day = date(year, 7, 1)
    at = {place: index for index, place in enumerate(places)}
    free = np.zeros((len(places), len(places)))
    for grouping in all_groupings().values():
        if grouping.free_movement:
            inside = [at[place.iso3] for place in grouping.members_on(day) if place.iso3 in at]
            free[np.ix_(inside, inside)] = 1.0
    np.fill_diagonal(free, 0.0)
    return free


def _of_places(rows: pl.DataFrame, at: Mapping[str, int], year: int) -> Array:
    """(n, 6) drivers of places at the start of a period; NaN where not known."""
    column = _columns(rows, at, year)
    people = column("population")
    young = sum((column("population_by_age", age=age) for age in _YOUNG), np.zeros(len(at)))
    every = column("population_by_age")
    refugees = _summed(rows, at, year, "refugees", "COUNTERPART_AREA")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([
            np.log(people), np.log(column("gdp_per_head_ppp")), column("unemployment"), young / every,
            column("political_stability", nearest=1), np.log1p(1000 * refugees / people),
        ])  # fmt: skip


def _columns(rows: pl.DataFrame, at: Mapping[str, int], year: int) -> Callable[..., Array]:
    def column(code: str, *, age: str = "_T", nearest: int = 0) -> Array:
        """Values of the year; `nearest` years later where a series begins just after."""
        values = np.full(len(at), np.nan)
        for later in range(nearest, -1, -1):
            here = rows.filter(
                (pl.col("INDICATOR") == code) & (pl.col("TIME_PERIOD") == str(year + later)) & (pl.col("SEX") == "_T")
                & (pl.col("AGE") == age)
            )  # fmt: skip
            for place, value in here.select("REF_AREA", "OBS_VALUE").rows():
                if place in at:
                    values[at[place]] = value
        return values

    return column


def _summed(rows: pl.DataFrame, at: Mapping[str, int], year: int, code: str, side: str) -> Array:
    """People of a code by place, over all partners. A register without a row has nobody of the place on it."""
    here = rows.filter((pl.col("INDICATOR") == code) & (pl.col("TIME_PERIOD") == str(year)) & (pl.col("SEX") == "_T"))
    values = np.zeros(len(at))
    for place, value in here.group_by(side).agg(pl.col("OBS_VALUE").sum()).rows():
        if place in at:
            values[at[place]] += value
    return values
