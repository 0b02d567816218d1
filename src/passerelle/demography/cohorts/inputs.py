"""What projections start from, gathered from the evidence: populations, rates and net migration of WPP; flows.

One place or a few are read by the store's own reads, all places by one free query. Everything is WPP's edition of
2019, whose populations, rates and net migration belong together. Stands on `evidence` and `rates`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import AGE_CODES, DEATH_CODES, FERTILE_CODES, SEXES, STEP
from passerelle.demography.cohorts.rates import Rates, read_rates
from passerelle.demography.fitting import Array
from passerelle.evidence.store import Store

SOURCE, VINTAGE = "wpp", "2019"
CODES = (
    "population_by_age", "death_rate", "total_fertility", "fertility_share", "sex_ratio_at_birth",
    "net_migration_period",
)  # fmt: skip
FEW = 6  # places that are read one by one
FIRST, LAST = 1950, 2020
# Where published flows stand: source → indicator, breakdown, sexes.
FLOW_TABLES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "passerelle_flows": ("migration_flow_estimate", "PSEUDO_BAYES", SEXES),
    "abel_cohen": ("migration_flow", "DA_PB_CLOSED", ("_T",)),
}


@dataclass(frozen=True)
class History:
    """The record of T periods, between T + 1 years.

    population : (T + 1, 2, n, 21) persons. deaths : (T, 2, n, 22) per person-year. children : (T, n) a woman. pattern :
    (T, n, 7) per cent. sex_ratio : (T, n). net : (T, n) net migrants over each period, persons.
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    population: Array
    deaths: Array
    children: Array
    pattern: Array
    sex_ratio: Array
    net: Array

    @property
    def rates(self) -> Rates:
        """The rates of all periods."""
        return read_rates(self.places, self.deaths, self.children, self.pattern, self.sex_ratio)

    def between(self, first: int, last: int) -> "History":
        """The record from one of its years to another."""
        a, b = self.years.index(first), self.years.index(last)
        cut = {name: getattr(self, name)[a:b] for name in ("deaths", "children", "pattern", "sex_ratio", "net")}
        return replace(self, years=self.years[a : b + 1], population=self.population[a : b + 1], **cut)

    def of(self, places: Sequence[str]) -> "History":
        """The record of some of the places, in the order given."""
        at = [self.places.index(place) for place in places]
        return replace(
            self, places=tuple(places), population=self.population[:, :, at], deaths=self.deaths[:, :, at],
            children=self.children[:, at], pattern=self.pattern[:, at], sex_ratio=self.sex_ratio[:, at],
            net=self.net[:, at],
        )  # fmt: skip


def gathered(store: Store, places: Sequence[str] = (), *, first: int = FIRST) -> History:
    """The record of WPP 2019 for some places, or for all that it has by age (200 and the Channel Islands).

    Parameters
    ----------
    places : alpha-3; all, sorted, if none. first : the first year wanted, 1950, 1955 … 2015.

    Raises
    ------
    ModelError : a year that the record does not have, a place that it does not know by age, a cell that is missing.
    """
    years = tuple(range(FIRST, LAST + 1, STEP))
    if first not in years[:-1]:
        raise ModelError(f"The record begins at 1950, 1955 … 2015, not at {first}.")
    years = years[years.index(first) :]
    if not any(held.source == SOURCE and held.indicator == CODES[0] for held in store.holdings):
        raise ModelError(
            "The evidence has no population by age. The evidence that ships has WPP 2019; a folder of your own that "
            "holds WPP must hold its files by age as well."
        )
    rows = _rows_of(store, places) if 0 < len(places) <= FEW else _all_rows(store)
    people = rows.filter(pl.col("INDICATOR") == CODES[0])
    known = sorted(place for place in people["REF_AREA"].unique() if len(place) == 3)
    _refuse_unknown(places, known)
    table = _Table(rows, tuple(places) or tuple(known), years)
    return History(
        table.places, years,
        table.of("population_by_age", SEXES, AGE_CODES), table.of("death_rate", SEXES, DEATH_CODES),
        table.of("total_fertility", ("F",), ("_T",))[:, 0, :, 0],
        table.of("fertility_share", ("F",), FERTILE_CODES)[:, 0],
        table.of("sex_ratio_at_birth", ("_T",), ("_T",))[:, 0, :, 0],
        table.of("net_migration_period", ("_T",), ("_T",))[:, 0, :, 0],
    )  # fmt: skip


def _refuse_unknown(places: Sequence[str], known: Sequence[str]) -> None:
    for place in places:
        if place not in known:
            raise ModelError(
                f"{place}: WPP 2019 has no population and rates by age, as it has none for places of fewer than 90,000 "
                f"people. Leave {place} out."
            )


_COLUMNS = ("INDICATOR", "REF_AREA", "SEX", "AGE", "TIME_PERIOD", "OBS_VALUE")


def _rows_of(store: Store, places: Sequence[str]) -> pl.DataFrame:
    found = [
        (row.indicator, row.destination, row.sex, row.age, row.period, row.value)
        for place in places
        for row in store.of_place(place, CODES)
        if row.origin == "_Z" and row.source == SOURCE
    ]
    return pl.DataFrame(found, schema=dict.fromkeys(_COLUMNS[:-1], pl.String) | {"OBS_VALUE": pl.Float64}, orient="row")


def _all_rows(store: Store) -> pl.DataFrame:
    from passerelle.evidence.queries import chosen, observations_table, vintages_table  # noqa: PLC0415  ibis is slow

    table = chosen(observations_table(), vintages_table())
    kept = table.filter(table["SOURCE"] == SOURCE, table["INDICATOR"].isin(CODES)).select(*_COLUMNS)
    return _frame(store.ask(kept))


def _frame(answer: Any) -> pl.DataFrame:
    found = pl.from_arrow(answer)
    if not isinstance(found, pl.DataFrame):  # pragma: no cover  a table of several columns is never a series
        raise ModelError("The store gave no table.")
    return found


class _Table:
    """Rows of the store as arrays of (period, sex, place, age)."""

    def __init__(self, rows: pl.DataFrame, places: tuple[str, ...], years: Sequence[int]) -> None:
        self.rows, self.places = rows, places
        self.years = [str(year) for year in years]
        self.periods = [f"{year}-{year + STEP}" for year in years[:-1]]

    def of(self, indicator: str, sexes: Sequence[str], ages: Sequence[str]) -> Array:
        rows = self.rows.filter(pl.col("INDICATOR") == indicator)
        times = self.years if indicator == "population_by_age" else self.periods
        axes = {"TIME_PERIOD": times, "SEX": sexes, "REF_AREA": self.places, "AGE": ages}
        table = _placed(rows, axes)
        if np.isnan(table).any():
            t, s, p, a = np.argwhere(np.isnan(table))[0]
            raise ModelError(
                f"{self.places[p]}: WPP 2019 has no {indicator} of {times[t]} for sex {sexes[s]}, age {ages[a]}. "
                f"Leave {self.places[p]} out, or compile the edition's files anew."
            )
        return table


def _placed(rows: pl.DataFrame, axes: Mapping[str, Sequence[str]]) -> Array:
    """The cells of a table with named axes; NaN where there is no row."""
    table = np.full([len(names) for names in axes.values()], np.nan)
    kept = rows.filter(pl.all_horizontal(pl.col(column).is_in(list(names)) for column, names in axes.items()))
    at = tuple(
        kept[column].replace_strict({name: i for i, name in enumerate(names)}, return_dtype=pl.Int64).to_numpy()
        for column, names in axes.items()
    )
    table[at] = kept["OBS_VALUE"].to_numpy()
    return table


@dataclass(frozen=True)
class Flows:
    """Published or estimated flows: (T, s, n, n) persons over each period, s 2 by sex or 1 of both together.

    left_out : persons whose origin or destination is not among the places. absent : places without any flow.
    """

    source: str
    periods: tuple[str, ...]
    table: Array
    left_out: float
    absent: tuple[str, ...]


def flows_of(store: Store, source: str, places: Sequence[str]) -> Flows:
    """The flows between some places by five-year periods, 1990–2020: our estimates by sex, or Abel and Cohen's.

    Both are pseudo-Bayesian, closed accounts. A pair without a row is none that moved, as both sources say.
    """
    from passerelle.evidence.queries import chosen, observations_table, vintages_table  # noqa: PLC0415  ibis is slow

    indicator, breakdown, sexes = FLOW_TABLES[source]
    table = chosen(observations_table(), vintages_table())
    kept = table.filter(
        table["SOURCE"] == source, table["INDICATOR"] == indicator, table["COMP_BREAKDOWN"] == breakdown,
        table["SEX"].isin(sexes),
    )  # fmt: skip
    rows = _frame(store.ask(kept.select("TIME_PERIOD", "SEX", "COUNTERPART_AREA", "REF_AREA", "OBS_VALUE")))
    periods = tuple(sorted(rows["TIME_PERIOD"].unique()))
    if not periods:
        raise ModelError(f"The evidence holds no flows of {source}. `passerelle flows world` estimates them.")
    axes = {"TIME_PERIOD": periods, "SEX": sexes, "COUNTERPART_AREA": places, "REF_AREA": places}
    found = np.nan_to_num(_placed(rows, axes))
    moving = found.sum((0, 1))
    idle = (moving.sum(0) == 0) & (moving.sum(1) == 0)
    return Flows(
        source, periods, found, float(rows["OBS_VALUE"].sum() - found.sum()),
        tuple(place for place, none in zip(places, idle, strict=True) if none),
    )  # fmt: skip
