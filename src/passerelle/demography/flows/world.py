"""Our own estimates for the world: the inputs gathered from the evidence, every method, by period and sex.

Inputs are stocks by sex (UN DESA), population, births and deaths (WPP), the split by sex of the last three from the
older edition that has ages. What each edition gives is said on the card `passerelle_flows`. Stands on `evidence` and
the methods.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.fitting import Array
from passerelle.demography.flows.estimate import FlowEstimate, all_closed, estimated
from passerelle.demography.flows.kinds import Method
from passerelle.demography.flows.stocks import Stocks, read_stocks
from passerelle.demography.flows.uncertainty import IMPUTED, quality_of
from passerelle.evidence.store import Store

YEARS = tuple(range(1990, 2021, 5))
SEXES = ("F", "M")
# Rogers and von Rabenau's transitions are left out: nearly half of the world's cells come out below zero.
WORLD_METHODS: tuple[Method, ...] = (
    "drop-negative", "reverse-negative", "rate", "open", "open-dr", "closed", "independence", "pseudo-bayes",
)  # fmt: skip
CODES = ("migrant_stock", "population", "births", "deaths", "population_by_age", "death_rate", "sex_ratio_at_birth")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class World:
    """The inputs of all periods: `stocks` has leading dimensions (period, sex).

    populations : (period, n) persons of both sexes at the start. quality : (period, n) classes of stocks at the end.
    left_out : places with stocks and without population or vital events, with the people of theirs that are left out.
    unknown : persons of unknown origin in the tables, by year, spread over the known origins of their destination.
    """

    periods: tuple[str, ...]
    stocks: Stocks
    populations: Array
    quality: Array
    left_out: Mapping[str, float]
    unknown: Mapping[int, float]


def gathered(store: Store, periods: Sequence[str] = ()) -> World:
    """Gather the inputs of the periods asked (all six from 1990 to 2020 where none is), from the store's vintages.

    Raises
    ------
    ModelError : a period that the tables do not have, or a store without them.
    """
    every = tuple(f"{first}-{first + 5}" for first in YEARS[:-1])
    wanted = tuple(periods) or every
    for period in wanted:
        if period not in every:
            raise ModelError(f"The tables of stocks have no period {period}; they have {', '.join(every)}.")
    rows = _rows(store)
    people = _people(rows)
    places = tuple(sorted(people.places))
    tables, unknown, outside = _stock_tables(rows, places)
    ends = [(int(period[:4]), int(period[5:])) for period in wanted]
    start = np.stack([_with_natives(tables[a], people.by_sex(a, places), places) for a, _ in ends])
    end = np.stack([_with_natives(tables[b], people.by_sex(b, places), places) for _, b in ends])
    births = np.stack([people.births(a, b, places) for a, b in ends])
    deaths = np.stack([people.deaths(a, b, places) for a, b in ends])
    quality = np.stack([_quality(rows, b, places) for _, b in ends])
    populations = np.stack([people.by_sex(a, places).sum(0) for a, _ in ends])
    labels = [f"{period}, {sex}" for period in wanted for sex in ("women", "men")]
    stocks = read_stocks(places, start, end, births, deaths, labels=labels)
    return World(wanted, stocks, populations, quality, outside, unknown)


def _rows(store: Store) -> pl.DataFrame:
    from passerelle.evidence.queries import chosen, observations_table, vintages_table  # noqa: PLC0415  ibis is slow

    table = chosen(observations_table(), vintages_table())
    found = store.ask(table.filter(table["INDICATOR"].isin(CODES)))
    rows = pl.from_arrow(found)
    if not isinstance(rows, pl.DataFrame) or not set(CODES) <= set(rows["INDICATOR"].unique()):
        raise ModelError(
            f"The evidence lacks what flows are estimated from: {', '.join(CODES)}. "
            "The evidence that ships has all of it; a folder of your own must hold UN DESA's stocks and WPP."
        )
    return rows


def _stock_tables(
    rows: pl.DataFrame, places: Sequence[str]
) -> tuple[dict[int, Array], dict[int, float], dict[str, float]]:
    """Foreign-born by year, (sex, birthplace, residence); unknown origins spread; what stands outside the places."""
    at = {place: index for index, place in enumerate(places)}
    n = len(places)
    stock = rows.filter((pl.col("INDICATOR") == "migrant_stock") & pl.col("SEX").is_in(SEXES))
    tables: dict[int, Array] = {}
    unknown: dict[int, float] = {}
    outside: dict[str, float] = {}
    for year in YEARS:
        table, spare = np.zeros((2, n, n)), np.zeros((2, n))
        here = stock.filter(pl.col("TIME_PERIOD") == str(year))
        for origin, place, sex, value in here.select("COUNTERPART_AREA", "REF_AREA", "SEX", "OBS_VALUE").rows():
            s = SEXES.index(sex)
            if place not in at:
                if len(place) == 3 and year == YEARS[-1]:
                    outside[place] = outside.get(place, 0.0) + value
            elif origin in at:
                table[s, at[origin], at[place]] = value
            else:
                spare[s, at[place]] += value
        known = table.sum(1)
        grown = np.divide(known + spare, known, out=np.ones_like(known), where=known > 0)
        tables[year] = table * grown[:, None, :]
        unknown[year] = float(spare.sum())
    return tables, unknown, outside


def _with_natives(foreign: Array, people: Array, places: Sequence[str]) -> Array:
    """The table with its diagonal: inhabitants less foreign-born, by sex. Below zero where the sources disagree."""
    along = np.arange(len(places))
    table = np.array(foreign)
    table[:, along, along] = 0
    table[:, along, along] = people - table.sum(1)
    return table


def _quality(rows: pl.DataFrame, year: int, places: Sequence[str]) -> Array:
    """The class of each place's stocks by the remark on most of its cells; imputed where it has none."""
    stock = rows.filter((pl.col("INDICATOR") == "migrant_stock") & (pl.col("TIME_PERIOD") == str(year)))
    remarks = (
        stock.with_columns(pl.col("COMMENT_OBS").fill_null(""))
        .group_by("REF_AREA", "COMMENT_OBS").len().sort("len", "COMMENT_OBS").group_by("REF_AREA", maintain_order=True)
        .last()
    )  # fmt: skip
    told = dict(remarks.select("REF_AREA", "COMMENT_OBS").rows())
    classes: Array = np.array([quality_of(told[place]) if place in told else IMPUTED for place in places])
    return classes


@dataclass(frozen=True)
class _People:
    """Population and vital events by place and year, and their split by sex."""

    places: tuple[str, ...]
    population: Mapping[tuple[str, int], float]
    born: Mapping[tuple[str, int], float]
    dead: Mapping[tuple[str, int], float]
    women: Mapping[tuple[str, int], float]
    girls: Mapping[tuple[str, str], float]
    women_dead: Mapping[tuple[str, str], float]

    def by_sex(self, year: int, places: Sequence[str]) -> Array:
        """(sex, n) persons at mid-year."""
        people = np.array([self.population[place, year] for place in places])
        share = np.array([self.women[place, year] for place in places])
        return np.stack([people * share, people * (1 - share)])

    def births(self, first: int, last: int, places: Sequence[str]) -> Array:
        """(sex, n) born from mid-year to mid-year."""
        return self._split(self.born, self.girls, first, last, places)

    def deaths(self, first: int, last: int, places: Sequence[str]) -> Array:
        """(sex, n) dead from mid-year to mid-year."""
        return self._split(self.dead, self.women_dead, first, last, places)

    def _split(
        self,
        events: Mapping[tuple[str, int], float],
        shares: Mapping[tuple[str, str], float],
        first: int,
        last: int,
        places: Sequence[str],
    ) -> Array:
        # half of the calendar years at both ends lie outside mid-year to mid-year
        total = np.array([
            sum(events[place, year] for year in range(first + 1, last))
            + (events[place, first] + events[place, last]) / 2
            for place in places
        ])  # fmt: skip
        share = np.array([shares[place, f"{first}-{last}"] for place in places])
        return np.stack([total * share, total * (1 - share)])


def _people(rows: pl.DataFrame) -> _People:
    both = {code: _by_year(rows, code) for code in ("population", "births", "deaths")}
    women = _women(rows)
    girls = {
        (place, period): 1 / (1 + ratio)
        for place, period, ratio in rows.filter(pl.col("INDICATOR") == "sex_ratio_at_birth")
        .select("REF_AREA", "TIME_PERIOD", "OBS_VALUE").rows()
    }  # fmt: skip
    women_dead = _women_dead(rows)
    complete = sorted(
        place
        for place in {place for place, _ in women}
        if len(place) == 3
        and all((place, year) in table for table in (both["population"], women) for year in YEARS)
        and all((place, year) in both[code] for code in ("births", "deaths") for year in range(1990, 2021))
        and all((place, f"{y}-{y + 5}") in table for table in (girls, women_dead) for y in YEARS[:-1])
    )
    return _People(tuple(complete), both["population"], both["births"], both["deaths"], women, girls, women_dead)


def _by_year(rows: pl.DataFrame, code: str) -> dict[tuple[str, int], float]:
    whole_year = pl.col("TIME_PERIOD").str.len_chars() == 4
    found = rows.filter((pl.col("INDICATOR") == code) & (pl.col("SEX") == "_T") & whole_year)
    told = found.select("REF_AREA", "TIME_PERIOD", "OBS_VALUE").rows()
    return {(place, int(year)): value for place, year, value in told}


def _women(rows: pl.DataFrame) -> dict[tuple[str, int], float]:
    """The share of women and girls at mid-year."""
    people = rows.filter((pl.col("INDICATOR") == "population_by_age") & (pl.col("AGE") == "_T"))
    wide = people.pivot(on="SEX", index=["REF_AREA", "TIME_PERIOD"], values="OBS_VALUE").drop_nulls(["F", "M"])
    return {
        (place, int(year)): f / (f + m) for place, year, f, m in wide.select("REF_AREA", "TIME_PERIOD", "F", "M").rows()
    }


def _women_dead(rows: pl.DataFrame) -> dict[tuple[str, str], float]:
    """The share of women among the dead: death rates by age times the people of the age, at both ends of the period."""
    rates = rows.filter(pl.col("INDICATOR") == "death_rate").with_columns(
        pl.when(pl.col("AGE").is_in(["Y0", "Y1T4"])).then(pl.lit("Y0T4")).otherwise(pl.col("AGE")).alias("GROUP"),
        # infants are a fifth of the first group and die at a rate of their own
        pl.when(pl.col("AGE") == "Y0").then(0.2).when(pl.col("AGE") == "Y1T4").then(0.8).otherwise(1.0).alias("PART"),
        pl.col("TIME_PERIOD").str.slice(0, 4).alias("FIRST"),
        pl.col("TIME_PERIOD").str.slice(5).alias("LAST"),
    )
    people = rows.filter((pl.col("INDICATOR") == "population_by_age") & pl.col("SEX").is_in(SEXES)).select(
        "REF_AREA", "SEX", pl.col("AGE").alias("GROUP"), "TIME_PERIOD", pl.col("OBS_VALUE").alias("PEOPLE")
    )
    at = ["REF_AREA", "SEX", "GROUP"]
    joined = rates.join(people, left_on=[*at, "FIRST"], right_on=[*at, "TIME_PERIOD"]).join(
        people, left_on=[*at, "LAST"], right_on=[*at, "TIME_PERIOD"], suffix="_LAST"
    )
    dead = joined.with_columns(
        (pl.col("OBS_VALUE") * pl.col("PART") * (pl.col("PEOPLE") + pl.col("PEOPLE_LAST"))).alias("DEAD")
    )
    wide = dead.group_by("REF_AREA", "TIME_PERIOD").agg(
        pl.col("DEAD").filter(pl.col("SEX") == "F").sum().alias("F"), pl.col("DEAD").sum().alias("ALL")
    )
    return {
        (place, period): f / every
        for place, period, f, every in wide.select("REF_AREA", "TIME_PERIOD", "F", "ALL").rows()
        if every > 0
    }


@one_thread()
def estimate_world(world: World) -> dict[Method, FlowEstimate]:
    """All methods for all periods and both sexes; the three closed ones share one account.

    Places that the tables of stocks know only as residences of their own natives, such as Taiwan, have no move to
    estimate; what their accounts lack is left out, and told.
    """
    plain = [method for method in WORLD_METHODS if method not in ("independence", "pseudo-bayes")]
    found = {method: estimated(world.stocks, method, isolated="leave") for method in plain}
    account = found["closed"].account
    if account is None:  # pragma: no cover  the closed method always has one
        raise ModelError("The closed method gave no account.")
    found |= all_closed(account)
    return {method: found[method] for method in WORLD_METHODS}
