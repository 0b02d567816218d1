"""The World Bank's Indicators API, version 2: one indicator, all pages, as observations or as a file.

Stands on `fetching` and on the reader of the World Development Indicators for codes and units.
"""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from passerelle.base.errors import NothingPublished, ServiceUnreachable
from passerelle.evidence.connectors.answers import not_expected, read_json, whole_number
from passerelle.evidence.connectors.cache import write_whole
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


def _all_rows(
    fetcher: Fetcher, code: str, places: str, years: tuple[int, int] | None, base: str, per_page: int
) -> tuple[list[dict[str, Any]], str]:
    """The rows of all pages, and the day of the last update, "" where the service does not tell."""
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
    return rows, str(head.get("lastupdated") or "")


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
    rows, updated = _all_rows(fetcher, code, places, years, base, per_page)
    return _observed(rows, code, updated, report)


def fetch_file(
    fetcher: Fetcher,
    code: str,
    folder: Path,
    *,
    as_of: date,
    places: str = "all",
    years: tuple[int, int] | None = None,
    base: str = BASE,
    per_page: int = PER_PAGE,
) -> Path:
    """Fetch one indicator and write it to a folder in the layout of the Bank's own files, which the reader takes.

    Parameters
    ----------
    as_of : the day of asking, which is the edition where the service does not tell its last update.
    code, places, years : as in `fetch_indicator`.

    Returns
    -------
    the file, as API_SL.UEM.TOTL.ZS_DS2_en_csv_20250324.csv.

    Raises
    ------
    ServiceUnreachable : as `fetch_indicator`. NothingPublished : no value for these places and years.
    """
    rows, updated = _all_rows(fetcher, code, places, years, base, per_page)
    told = [row for row in rows if row.get("value") is not None]
    if not told:
        raise NothingPublished(
            f"The World Bank has no value of {code} for these places and years; nothing was written."
        )
    edition = updated or as_of.isoformat()
    part = "" if places == "all" else f"_{places.replace(';', '-')}" if len(places) < 40 else "_some"
    path = folder / f"API_{code}_DS2_en_csv_{edition.replace('-', '')}{part}.csv"
    write_whole(path, _laid_out(told, code, edition).encode())
    return path


def _laid_out(rows: list[dict[str, Any]], code: str, edition: str) -> str:
    """The Bank's own layout: papers above, a row a place and a column a year; what is missing is an empty cell."""
    columns = sorted({str(row["date"]) for row in rows})
    places: dict[str, tuple[str, dict[str, float]]] = {}
    for row in rows:
        place = row.get("countryiso3code") or row["country"]["id"]
        name, values = places.setdefault(place, (str(row["country"].get("value", "")), {}))
        values[str(row["date"])] = row["value"]
    told = rows[0].get("indicator")
    title = str(told.get("value", code)) if isinstance(told, dict) else code
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["Data Source", "World Development Indicators"])
    out.write("\n")
    writer.writerow(["Last Updated Date", edition])
    out.write("\n")
    writer.writerow(["Country Name", "Country Code", "Indicator Name", "Indicator Code", *columns])
    for place, (name, values) in sorted(places.items()):
        writer.writerow([name, place, title, code, *(values.get(year, "") for year in columns)])
    return out.getvalue()


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
