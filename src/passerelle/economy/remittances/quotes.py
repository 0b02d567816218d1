"""Prices quoted by transfer services, one row a service, corridor and survey: read, checked, in one form.

From the World Bank's service-level workbook, from a CSV of one's own, or from the store. Stands on `evidence`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from passerelle.base.errors import ModelError, PasserelleError, RowRefused, SourceUnreadable
from passerelle.base.periods import read_period
from passerelle.base.places import place_of
from passerelle.evidence.readers import rpw_services
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.store import Observation, Store

SCHEMA: dict[str, Any] = {
    "origin": pl.String,  # alpha-3, where the money is received
    "destination": pl.String,  # alpha-3, where it is sent from
    "survey": pl.String,  # 2020-Q3
    "firm": pl.String,
    "service": pl.String,
    "amount": pl.Float64,  # about 200 or 500 USD, in USD
    "cost": pl.Float64,  # percent of the amount
    "fee": pl.Float64,  # percent of the amount; missing where not told
    "margin": pl.Float64,  # percent; missing where not disclosed
    "transparent": pl.Boolean,
    "days": pl.Int64,
    "accessible": pl.Boolean,
}
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_RATES = ("fee", "rate", "interbank_rate")
AMOUNTS = (200.0, 500.0)  # USD, what the surveys ask for
DISAGREEMENT = 0.1  # percentage points between a price that is given and the one of its own fee and rates
_CODES = {"service_price_200": 200.0, "service_price_500": 500.0}


def total_cost(amount: Any, fee: Any, rate: Any, interbank_rate: Any) -> Any:
    """Price of a transfer in percent of the amount: 100 (F + A (1 - x / x_mid)) / A.

    Parameters
    ----------
    amount, fee : in the sending currency, numbers or arrays. rate, interbank_rate : receiving units for a sending one.

    Source: World Bank, Remittance Prices Worldwide, methodology; SDG metadata 10.c.1.
    """
    amount, rate, mid = (np.asarray(value, dtype=float) for value in (amount, rate, interbank_rate))
    return 100 * (np.asarray(fee, dtype=float) + amount * (1 - rate / mid)) / amount


def read_quotes(path: Path) -> pl.DataFrame:
    """Quotes of a file: the World Bank's workbook (.xlsx), or a CSV with columns as in SCHEMA.

    A CSV needs `origin`, `destination`, `survey`, `firm` and either `cost` or all of `fee`, `rate` and `interbank_rate`
    (then `amount` and `fee` are in the sending currency and `amount_usd` may say which of 200 and 500 USD it is).

    Raises
    ------
    SourceUnreadable, RowRefused : with file, row and column.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        report = SourceReport("rpw_services")
        return from_observations(_as_rows(rpw_services.read([path], report)))
    return _read_csv(path)


def _as_rows(table: pl.DataFrame) -> list[Observation]:
    names = [
        "VINTAGE", "INDICATOR", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN", "TIME_PERIOD",
        "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS",
    ]  # fmt: skip
    comments = table["COMMENT_OBS"].to_list()
    return [
        Observation._make(("rpw_services", *row, None, None, comment))
        for row, comment in zip(table.select(names).rows(), comments, strict=True)
    ]


def of_store(store: Store) -> pl.DataFrame:
    """Quotes that the evidence holds; empty where it holds no service-level prices."""
    return from_observations(store.of_codes([*_CODES, "service_fee_200", "service_margin_200"]))


def from_observations(rows: Sequence[Observation]) -> pl.DataFrame:
    """Quotes from observations of service-level prices."""
    parts: dict[tuple[str, str, str, str], dict[str, float]] = {}
    for row in rows:
        if row.indicator in ("service_fee_200", "service_margin_200"):
            key = (row.origin, row.destination, row.period, row.breakdown)
            parts.setdefault(key, {})[row.indicator] = row.value
    found = []
    for row in rows:
        if row.indicator not in _CODES:
            continue
        said = json.loads(row.comment) if row.comment else {}
        small = parts.get((row.origin, row.destination, row.period, row.breakdown), {})
        known = small if row.indicator == "service_price_200" else {}
        firm, _, service = row.breakdown.partition("|")
        found.append((
            row.origin, row.destination, row.period, firm, service, _CODES[row.indicator], row.value,
            known.get("service_fee_200"), known.get("service_margin_200"), said.get("transparent"), said.get("days"),
            said.get("accessible"),
        ))  # fmt: skip
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _read_csv(path: Path) -> pl.DataFrame:
    table = read_csv(path, ["origin", "destination", "survey", "firm"])
    has_rates = set(_RATES) <= set(table.columns)
    if "cost" not in table.columns and not has_rates:
        raise SourceUnreadable(
            'has neither a column "cost" (percent of the amount) nor all of "fee", "rate" and "interbank_rate".',
            file=path, row=1,
        )  # fmt: skip
    numeric = [name for name in ("cost", "margin", "amount", "amount_usd", *_RATES) if name in table.columns]
    table = numbers(table, numeric, file=path)
    _refuse_words(table, path)
    _refuse_twice(table, path)
    told = {name: [_truth(text, path, row, name) for row, text in enumerate(_texts(table, name), 2)]
            for name in ("transparent", "accessible")}  # fmt: skip
    days = numbers(table, ["days"], file=path, lowest=0)["days"] if "days" in table.columns else None
    costs, fees, margins = _priced(table, path, has_rates)
    # with rates the column "amount" is in the sending currency
    amounts = _amounts(table, path, "amount_usd" if has_rates or "amount_usd" in table.columns else "amount")
    return pl.DataFrame(
        {
            "origin": table["origin"], "destination": table["destination"], "survey": table["survey"],
            "firm": table["firm"], "service": _texts(table, "service"),
            "amount": amounts, "cost": costs, "fee": fees, "margin": margins,
            "transparent": told["transparent"], "days": days, "accessible": told["accessible"],
        },
        schema=SCHEMA, strict=False,
    )  # fmt: skip


def _texts(table: pl.DataFrame, name: str) -> list[str]:
    if name not in table.columns:
        return [""] * table.height
    return [str(text or "").strip() for text in table[name].to_list()]


def _truth(text: str, path: Path, row: int, column: str) -> bool | None:
    if not text:
        return None
    found = _YES_NO.get(text.lower())
    if found is None:
        raise RowRefused(f'"{text}" is neither yes nor no.', file=path, row=row, column=column)
    return found


def _refuse_words(table: pl.DataFrame, path: Path) -> None:
    """Places that are no alpha-3 codes, surveys that are no periods, empty firms."""
    for name in ("origin", "destination"):
        for row, text in enumerate(_texts(table, name), 2):
            try:
                place_of(text)
            except PasserelleError as problem:
                message = f'"{text}" is no alpha-3 code of a place.'
                raise RowRefused(message, file=path, row=row, column=name) from problem
    for row, text in enumerate(_texts(table, "survey"), 2):
        try:
            read_period(text)
        except PasserelleError as problem:
            message = f'"{text}" is no survey, such as 2020-Q3.'
            raise RowRefused(message, file=path, row=row, column="survey") from problem
        if not _texts(table, "firm")[row - 2]:
            raise RowRefused("the firm is empty.", file=path, row=row, column="firm")


def _refuse_twice(table: pl.DataFrame, path: Path) -> None:
    """A service that is quoted twice for one amount in one corridor and survey, which would count double."""
    names = [n for n in ("origin", "destination", "survey", "firm", "service", "amount", "amount_usd")
             if n in table.columns]  # fmt: skip
    seen: dict[tuple[object, ...], int] = {}
    for row, key in enumerate(table.select(names).rows(), 2):
        if key in seen:
            raise RowRefused(
                f"the service stands in row {seen[key]} already; name the services apart, or leave one out.",
                file=path, row=row, column="service" if "service" in names else "firm",
            )  # fmt: skip
        seen[key] = row
        if key[0] == key[1]:
            raise RowRefused(f"money is sent from {key[0]} to itself.", file=path, row=row, column="destination")


def _amounts(table: pl.DataFrame, path: Path, named: str) -> pl.Series:
    """200 or 500 USD; 200 where no column says it."""
    if named not in table.columns:
        return pl.Series([AMOUNTS[0]] * table.height, dtype=pl.Float64)
    for row, value in enumerate(table[named].to_list(), 2):
        if value not in AMOUNTS:
            raise RowRefused(
                f"{'nothing' if value is None else f'{value:g}'} is no amount that is surveyed; 200 or 500 USD are.",
                file=path, row=row, column=named,
            )  # fmt: skip
    return table[named]


def _priced(table: pl.DataFrame, path: Path, has_rates: bool) -> tuple[Any, Any, Any]:
    """Cost, fee and margin in percent of the amount."""
    if not has_rates:
        for row, cost in enumerate(table["cost"].to_list(), 2):
            if cost is None:
                raise RowRefused("the price is empty; leave the service out.", file=path, row=row, column="cost")
        return table["cost"], table.get_column("fee", default=None), table.get_column("margin", default=None)
    if "amount" not in table.columns:
        raise SourceUnreadable('lacks the column "amount", in the sending currency.', file=path, row=1)
    for name in ("amount", *_RATES):
        for row, value in enumerate(table[name].to_list(), 2):
            if value is None or (name != "fee" and value <= 0) or value < 0:
                raise RowRefused(f"{value} cannot be; a positive number is needed.", file=path, row=row, column=name)
    amount, fee, rate, mid = (table[name].to_numpy() for name in ("amount", *_RATES))
    cost = total_cost(amount, fee, rate, mid)
    if "cost" in table.columns:
        for row, (given, made) in enumerate(zip(table["cost"].to_list(), cost.tolist(), strict=True), 2):
            if given is not None and abs(given - made) > DISAGREEMENT:
                raise RowRefused(
                    f"the price is given as {given:g} %, fee and rates make {made:.2f} %. Correct one of them.",
                    file=path, row=row, column="cost",
                )  # fmt: skip
    return cost, 100 * fee / amount, 100 * (1 - rate / mid)


def refuse_empty(quotes: pl.DataFrame) -> None:
    """Refuse to price nothing."""
    if quotes.is_empty():
        raise ModelError(
            "No prices of single services are here. The service-level dataset of Remittance Prices Worldwide has them: "
            "give its workbook, or a CSV."
        )
