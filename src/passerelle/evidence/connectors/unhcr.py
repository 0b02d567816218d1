"""UNHCR's Refugee Population Statistics API: all pages of a table, written in the layout that the reader reads.

Stands on `fetching` and on the reader of the same source.
"""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from passerelle.base.errors import NothingPublished, ServiceUnreachable
from passerelle.evidence.connectors.answers import not_expected, read_json, whole_number
from passerelle.evidence.connectors.cache import write_whole
from passerelle.evidence.connectors.fetching import Fetcher

BASE: Final = "https://api.unhcr.org/population/v1"
PER_PAGE: Final = 1000
_PAIR = ("year", "coo_iso", "coa_iso")
# table of the service → the file's name and its columns
TABLES: Final = {
    "population": (
        "unhcr_population",
        (*_PAIR, "refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps", "stateless", "ooc",
         "oip", "hst"),
    ),
    "asylum-decisions": (
        "unhcr_asylum_decisions",
        (*_PAIR, "procedure_type", "dec_level", "dec_pc", "dec_recognized", "dec_other", "dec_rejected",
         "dec_closed", "dec_total"),
    ),
    "solutions": (
        "unhcr_solutions",
        (*_PAIR, "returned_refugees", "resettlement", "naturalisation", "returned_idps"),
    ),
}  # fmt: skip


def _items(fetcher: Fetcher, url: str, query: Mapping[str, str | int]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    page = pages = 1
    while page <= pages:
        fetched = fetcher.fetch(url, {**query, "page": page})
        answer = read_json(fetched)
        told = answer if isinstance(answer, dict) else {}
        found, last = told.get("items"), whole_number(told.get("maxPages") or 1)
        if not isinstance(found, list) or last is None or not all(isinstance(item, dict) for item in found):
            raise not_expected(fetched, "a page of items")
        items += found
        pages, page = last, page + 1
    return items


def _cell(value: Any) -> str:
    """The service writes a lacking code or figure as a hyphen."""
    return "" if value is None or value == "-" else str(value)


def fetch_table(
    fetcher: Fetcher,
    table: str,
    folder: Path,
    *,
    years: tuple[int, int],
    origin: str | None = None,
    asylum: str | None = None,
    as_of: date | None = None,
    base: str = BASE,
    per_page: int = PER_PAGE,
) -> Path:
    """Fetch a table by origin and country of asylum, and write it to a folder.

    Parameters
    ----------
    table : population, asylum-decisions or solutions.
    years : first and last.
    origin, asylum : alpha-3 codes joined by ","; all where left out.
    as_of : the day of asking, which the service does not tell; it stands in the file's name and is the vintage.

    Returns
    -------
    the file, as unhcr_population_2022_2023_as_of_2026-11-27.csv; a lacking figure is an empty cell, an unknown place
    UNK.

    Raises
    ------
    ServiceUnreachable : no answer, another answer than expected, or a column lacking in it.
    NothingPublished : the table has no row for these places and years.
    """
    if table not in TABLES:
        raise ServiceUnreachable(f'UNHCR has no table "{table}" that is read; those read are {", ".join(TABLES)}.')
    name, columns = TABLES[table]
    query: dict[str, str | int] = {
        "limit": per_page, "yearFrom": years[0], "yearTo": years[1], "cf_type": "ISO",
        **({"coo": origin} if origin else {"coo_all": "true"}),
        **({"coa": asylum} if asylum else {"coa_all": "true"}),
    }  # fmt: skip
    items = _items(fetcher, f"{base}/{table}/", query)
    if not items:
        raise NothingPublished(f"UNHCR's table {table} has no row for these places and years; nothing was written.")
    lacking = sorted({column for item in items for column in columns if column not in item})
    if lacking:
        raise ServiceUnreachable(f"UNHCR's table {table} no longer has {', '.join(lacking)}; the service changed.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for item in items:
        cells = [_cell(item[column]) for column in columns]
        writer.writerow([cells[0], cells[1] or "UNK", cells[2] or "UNK", *cells[3:]])
    part = "_".join(ends.replace(",", "-") for ends in (origin, asylum) if ends)
    day = f"as_of_{as_of.isoformat()}" if as_of else ""
    path = folder / f"{'_'.join(text for text in (name, str(years[0]), str(years[1]), part, day) if text)}.csv"
    write_whole(path, out.getvalue().encode())
    return path
