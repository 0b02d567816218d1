"""The World Bank's Indicators API, version 2: one indicator, all pages, as observations.

Stands on `fetching` and on the reader of the World Development Indicators for codes and units.
"""

from typing import Any, Final

import polars as pl

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.answers import not_expected, read_json, whole_number
from passerelle.evidence.connectors.fetching import Fetched, Fetcher
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.readers.wdi import INDICATORS
from passerelle.evidence.report import SourceReport

BASE: Final = "https://api.worldbank.org/v2"
PER_PAGE: Final = 1000
_SPECIAL = {"WLD": ("W0", "")}


def _page(fetched: Fetched) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The head and the rows of one page; the service tells its faults in a message with status 200."""
    answer = read_json(fetched)
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        if "message" in answer[0]:
            told = answer[0]["message"]
            entries = told if isinstance(told, list) else [told]
            said = "; ".join(str(e.get("value", e)) if isinstance(e, dict) else str(e) for e in entries)
            raise ServiceUnreachable(f"The World Bank refuses {fetched.papers.url}: {said}")
        if len(answer) == 2 and whole_number(answer[0].get("pages")) is not None and _are_rows(answer[1] or []):
            return answer[0], answer[1] or []
    raise not_expected(fetched, "a page of an indicator")


def _are_rows(rows: Any) -> bool:
    """Has every row a place, a date, and a number or nothing for a value?"""
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and isinstance(row.get("country"), dict)
        and "id" in row["country"]
        and "date" in row
        and isinstance(row.get("value"), int | float | None)
        for row in rows
    )


def fetch_indicator(
    fetcher: Fetcher,
    code: str,
    report: SourceReport,
    *,
    places: str = "all",
    years: tuple[int, int] | None = None,
    base: str = BASE,
    per_page: int = PER_PAGE,
) -> pl.DataFrame:
    """Fetch one indicator.

    Parameters
    ----------
    code : the Bank's code, as SL.UEM.TOTL.ZS; one of those that the reader of the same source knows.
    places : alpha-3 codes joined by ";", or "all".
    years : first and last.

    Returns
    -------
    Observations as the reader of the Bank's files gives them; VINTAGE is the day of the last update.

    Raises
    ------
    ServiceUnreachable : no answer, a refusal (the Bank's words are passed on), or fewer rows than announced.
    """
    if code not in INDICATORS:
        raise ServiceUnreachable(f'"{code}" is not read; those read are {", ".join(sorted(INDICATORS))}.')
    query: dict[str, str | int] = {"format": "json", "per_page": per_page}
    if years is not None:
        query["date"] = f"{years[0]}:{years[1]}"
    rows: list[dict[str, Any]] = []
    page = pages = 1
    head: dict[str, Any] = {}
    while page <= pages:
        head, found = _page(fetcher.fetch(f"{base}/country/{places}/indicator/{code}", query | {"page": page}))
        rows += found
        pages, page = whole_number(head["pages"]) or 0, page + 1
    if len(rows) != whole_number(head.get("total", len(rows))):
        raise ServiceUnreachable(
            f"The World Bank announced {head['total']} rows of {code} and sent {len(rows)}; "
            "the table changed meanwhile. Fetch it again."
        )
    return _observed(rows, code, str(head.get("lastupdated", "")), report)


def _observed(rows: list[dict[str, Any]], code: str, updated: str, report: SourceReport) -> pl.DataFrame:
    indicator, unit = INDICATORS[code]
    report.read(len(rows))
    told = [row for row in rows if row.get("value") is not None]
    if not told:
        return pl.DataFrame(schema=SCHEMA)
    table = pl.DataFrame(
        {
            "place": [row.get("countryiso3code") or row["country"]["id"] for row in told],
            "TIME_PERIOD": [str(row["date"]) for row in told],
            "OBS_VALUE": [float(row["value"]) for row in told],
        }
    )
    table = place_codes(table, "place", file=code, report=report, special=_SPECIAL)
    return observations(
        table.with_columns(
            pl.lit(indicator).alias("INDICATOR"),
            pl.col("place").alias("REF_AREA"),
            pl.lit(unit).alias("UNIT_MEASURE"),
            pl.lit(updated or str(table["TIME_PERIOD"].max())).alias("VINTAGE"),
        )
    )
