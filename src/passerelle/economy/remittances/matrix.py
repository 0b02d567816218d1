"""The bilateral matrix from the evidence: inputs of a year, agreement with the World Bank's, what does not add up.

Stands on `allocation` and `evidence`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from passerelle.base.errors import ModelError
from passerelle.economy.remittances.allocation import BETA, RULES, Allocation, Array, allocated, spread
from passerelle.economy.remittances.kinds import Stocks
from passerelle.evidence.observations import observations
from passerelle.evidence.queries import explored, observations_table, vintages_table
from passerelle.evidence.store import Store

STOCK_CODES: Mapping[Stocks, str] = {"undesa": "migrant_stock", "world-bank": "migrant_stock_wb"}
SOURCE, VINTAGE = "passerelle_remittances", "2026-11"
ESTIMATE = "remittances_estimate"
YEARS = (2010, 2015, 2020)
LEAST = 1000.0  # USD a year: smaller cells are not kept as rows
_PLACE_CODES = ("remittances_received", "remittances_paid", "gdp_per_head")


@dataclass(frozen=True)
class Inputs:
    """What a matrix of one year is made from; n places in one order. NaN is not known.

    stocks : (n, n) migrants, [origin, destination]. receipts, payments : (n,) USD in the year. incomes : (n,) USD of
    GDP per head. unknown_origin : migrants whose origin the tables do not know.
    """

    year: int
    stocks_from: Stocks
    places: tuple[str, ...]
    stocks: Array
    receipts: Array
    payments: Array
    incomes: Array
    unknown_origin: float


def gathered(store: Store, year: int, stocks: Stocks = "undesa") -> Inputs:
    """Stocks, receipts, payments and incomes of a year, from the store's vintages.

    Raises
    ------
    ModelError : no table of stocks for the year.
    """
    code = STOCK_CODES[stocks]
    rows = _rows_of(store, code, year)
    if not rows:
        held = sorted({period for _, _, _, period in _rows_of(store, code)})
        raise ModelError(
            f"There is no table of stocks of {year}; {stocks} has {', '.join(held) or 'none'}. Ask for one of these."
        )
    pairs = {(origin, place): value for origin, place, value, _ in rows if len(origin) == 3 and len(place) == 3}
    unknown = sum(value for origin, place, value, _ in rows if len(place) == 3 and len(origin) != 3)
    places = tuple(sorted({place for pair in pairs for place in pair}))
    at = {place: index for index, place in enumerate(places)}
    table = np.full((len(places), len(places)), np.nan)
    for (origin, destination), value in pairs.items():
        table[at[origin], at[destination]] = value
    column = {name: _column(_rows_of(store, name, year), at) for name in _PLACE_CODES}
    return Inputs(
        year, stocks, places, table, column["remittances_received"], column["remittances_paid"],
        column["gdp_per_head"], unknown,
    )  # fmt: skip


Row = tuple[str, str, float, str]


def _rows_of(store: Store, code: str, year: int | None = None) -> list[Row]:
    """Origin, destination, value and period of a code, both sexes, of one year or of all."""
    table = explored(
        observations_table(), vintages_table(), indicator=code, sex="_T",
        periods=(str(year), str(year)) if year is not None else None,
    )  # fmt: skip
    if year is not None:
        table = table.filter(table.TIME_PERIOD == str(year))
    found = store.ask(table.select("COUNTERPART_AREA", "REF_AREA", "OBS_VALUE", "TIME_PERIOD"))
    return list(zip(*(found.column(name).to_pylist() for name in found.column_names), strict=True))


def _column(rows: Sequence[Row], at: Mapping[str, int]) -> Array:
    values = np.full(len(at), np.nan)
    for _, place, value, _ in rows:
        if place in at and value >= 0:
            values[at[place]] = value
    return values


def by_rules(inputs: Inputs, *, beta: float = BETA) -> list[Allocation]:
    """The three rules side by side."""
    return [allocated(inputs.receipts, inputs.stocks, inputs.incomes, rule, beta=beta) for rule in RULES]


@dataclass(frozen=True)
class Agreement:
    """One rule against the World Bank's matrix of the same year, over the cells that both have.

    r, r_log : Pearson's correlation of the amounts and of log(1 + amount). total, their_total : USD, over those cells.
    largest : (origin, destination, ours, theirs), the largest differences first.
    """

    rule: str
    cells: int
    r: float
    r_log: float
    total: float
    their_total: float
    largest: tuple[tuple[str, str, float, float], ...]


def agreement(store: Store, inputs: Inputs, found: Sequence[Allocation], *, most: int = 10) -> list[Agreement]:
    """Hold the rules against the World Bank's matrix where it has the year; empty where it has not.

    A zero of the matrix beside migrants is no estimate and is left out.
    """
    theirs = np.full(inputs.stocks.shape, np.nan)
    at = {place: index for index, place in enumerate(inputs.places)}
    for origin, place, value, _ in _rows_of(store, "remittances_bilateral", inputs.year):
        if origin in at and place in at and value > 0:
            theirs[at[origin], at[place]] = value
    if np.isnan(theirs).all():
        return []
    return [_agreement(inputs.places, one, theirs, most) for one in found]


def _agreement(places: Sequence[str], one: Allocation, theirs: Array, most: int) -> Agreement:
    both = np.isfinite(one.sent) & np.isfinite(theirs)
    ours, published = one.sent[both], theirs[both]
    away = np.where(both, np.abs(one.sent - theirs), -1.0)
    order = np.argsort(-away, axis=None)[:most]
    cells = [np.unravel_index(index, away.shape) for index in order]
    return Agreement(
        one.rule, int(both.sum()), float(np.corrcoef(ours, published)[0, 1]),
        float(np.corrcoef(np.log1p(ours), np.log1p(published))[0, 1]), float(ours.sum()), float(published.sum()),
        tuple((places[i], places[j], float(one.sent[i, j]), float(theirs[i, j])) for i, j in cells),
    )  # fmt: skip


def told(inputs: Inputs, found: Sequence[Allocation]) -> list[str]:
    """What does not add up, in sentences: receipts that cannot be placed, migrants left out, payments that disagree."""
    sentences = []
    receipts, payments = np.nansum(inputs.receipts), np.nansum(inputs.payments)
    sentences.append(
        f"Receipts of {inputs.year} add up to {receipts / 1e9:,.1f} billion USD, payments to {payments / 1e9:,.1f}: "
        "the countries' own figures do not agree for the world."
    )
    silent = [p for p, value in zip(inputs.places, inputs.receipts, strict=True) if np.isnan(value)]
    if silent:
        sentences.append(f"{len(silent)} places report no receipts and stay without estimate: {_listed(silent)}.")
    for one in found:
        lost = [p for p, value in zip(inputs.places, one.unplaced, strict=True) if value > 0]
        if lost:
            sentences.append(
                f"{one.rule}: receipts of {_listed(lost)}, {one.unplaced.sum() / 1e6:,.1f} million USD, have no "
                "migrants with a weight to be spread over."
            )
        people = one.people_left_out.sum()
        if people:
            sentences.append(
                f"{one.rule}: {people:,.0f} migrants live where income per head is not known and carry no weight."
            )
    if inputs.unknown_origin:
        sentences.append(f"{inputs.unknown_origin:,.0f} migrants of unknown origin send to nobody here.")
    return sentences


def _listed(places: Sequence[str], most: int = 12) -> str:
    more = len(places) - most
    return ", ".join(places[:most]) + (f" and {more} more" if more > 0 else "")


def payments_beside(inputs: Inputs, one: Allocation) -> list[tuple[str, float, float]]:
    """(destination, USD that the rule has it send, USD that it says it paid), the largest difference first."""
    sent = np.nansum(one.sent, axis=0)
    rows = [
        (place, float(ours), float(theirs))
        for place, ours, theirs in zip(inputs.places, sent, inputs.payments, strict=True)
        if np.isfinite(theirs)
    ]
    return sorted(rows, key=lambda row: -abs(row[1] - row[2]))


def estimates(store: Store, years: Sequence[int] = YEARS) -> pl.DataFrame:
    """Our estimates as observations: the third rule, with the lowest and highest of the three as its ends."""
    frames = []
    for year in years:
        inputs = gathered(store, year)
        found = by_rules(inputs)
        low, high = spread(found)
        value = found[-1].sent
        i, j = np.nonzero(np.nan_to_num(value) >= LEAST)
        names = np.array(inputs.places)
        frames.append(pl.DataFrame({
            "COUNTERPART_AREA": names[i], "REF_AREA": names[j], "TIME_PERIOD": str(year),
            # thousands of USD: more would claim what no model knows
            "OBS_VALUE": np.rint(value[i, j] / 1e3) * 1e3, "LOWER": np.floor(low[i, j] / 1e3) * 1e3,
            "UPPER": np.ceil(high[i, j] / 1e3) * 1e3,
        }))  # fmt: skip
    table = pl.concat(frames).with_columns(
        INDICATOR=pl.lit(ESTIMATE), UNIT_MEASURE=pl.lit("USD"), OBS_STATUS=pl.lit("E"), VINTAGE=pl.lit(VINTAGE),
        COMP_BREAKDOWN=pl.lit("BOTH_INCOMES"), SEX=pl.lit("_T"),
    )  # fmt: skip
    return observations(table)
