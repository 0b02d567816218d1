"""What several readers share: codes and names brought to places, matrices laid long, rows made whole.

Knows no publisher. Stands on `base`, `observations` and `report`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.names import fold, resolve_name
from passerelle.base.places import MAPPED_CODES, all_places, place_of_code
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import first_row

REGION = "region or group of countries, not a place"
# Headings of the UN's and the World Bank's tables that are sums of places, folded.
_GROUP_NAMES = frozenset(
    fold(name)
    for name in (
        "World", "Africa", "Asia", "Europe", "Oceania", "Latin America and the Caribbean", "Northern America",
        "Sub-Saharan Africa", "Eastern Africa", "Middle Africa", "Northern Africa", "Southern Africa",
        "Western Africa", "Central Asia", "Eastern Asia", "Southern Asia", "South-Eastern Asia",
        "Western Asia",
        "Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe", "Caribbean",
        "Central America", "South America", "Australia/New Zealand", "Australia and New Zealand", "Melanesia",
        "Polynesia", "More developed regions", "Less developed regions", "Least developed countries",
        "Less developed regions excluding least developed countries", "High-income countries",
        "Middle-income countries", "Upper-middle-income countries", "Lower-middle-income countries",
        "Low-income countries", "No income group available",
    )
)  # fmt: skip


def is_group_name(name: str) -> bool:
    """Is this the heading of a sum of places, as the UN writes it?"""
    return fold(name) in _GROUP_NAMES


def place_codes(
    table: pl.DataFrame,
    column: str,
    *,
    file: Path,
    report: SourceReport,
    also: Mapping[str, str] | None = None,
    groups: Iterable[str] = (),
) -> pl.DataFrame:
    """Keep the rows whose code is a place, and bring former and publishers' codes to ours.

    `also` maps the publisher's codes for what is no place to SDMX's ("OOO" to "_O"); `groups` are its codes
    for sums of places. Both groups and unknown codes are reported with their number of rows. A column
    `{column}_note` says where a code was mapped.
    """
    given = dict(also or {})
    known = set(all_places()) | set(given.values())
    notes = {code: note for code, (_, note) in MAPPED_CODES.items()}
    to_ours = {code: ours for code, (ours, _) in MAPPED_CODES.items()} | given
    sums = set(groups)
    for code, rows in table[column].value_counts().sort(column).iter_rows():
        if to_ours.get(code, code) in known:
            continue
        if code in sums:
            report.leave_out(file.name, REGION, f"{code} ({rows} rows)", rows)
        else:
            where = first_row(table, pl.col(column).eq_missing(pl.lit(code)))
            told = f'"{code or ""}", first in {where}' if where else f'"{code or ""}"'
            report.leave_out(file.name, f'column "{column}": no place has this code', told, rows)
    return table.with_columns(
        pl.col(column).replace_strict(notes, default=None, return_dtype=pl.String).alias(f"{column}_note"),
        pl.col(column).replace(to_ours),
    ).filter(pl.col(column).is_in(list(known)))


def place_names(
    names: Iterable[str | None],
    *,
    file: Path,
    report: SourceReport,
    also: Mapping[str, str] | None = None,
    sheet: str | None = None,
    axis: str = "row",
) -> dict[str, str]:
    """Publisher's name → place, for the names that are one.

    Groups and names that no place answers to are reported; `also` maps names of what is no place, as written.
    """
    found: dict[str, str] = {}
    given = dict(also or {})
    where = f'sheet "{sheet}", {axis}' if sheet else axis
    for name in dict.fromkeys(name for name in names if name):
        if name in given:
            found[name] = given[name]
        elif is_group_name(name):
            report.leave_out(file.name, REGION, f'{where} "{name}"')
        elif place := resolve_name(name):
            found[name] = place.iso3
        else:
            report.leave_out(file.name, "no place is known by this name", f'{where} "{name}"')
    return found


def place_m49(code: str | None) -> str | None:
    """The place of an M49 code as a publisher writes it (4, 004 or 4.0); None for regions and blanks."""
    digits = (code or "").strip().removesuffix(".0")
    if not digits.isdigit() or int(digits) >= 900:
        return None
    place = place_of_code(digits)
    return place.iso3 if place else None


def find_row(table: pl.DataFrame, words: Iterable[str], *, file: Path, sheet: str, within: int = 40) -> int:
    """The index of the first row that holds all these words, each within some cell.

    Raises
    ------
    SourceUnreadable : no such row among the first `within`; the header was moved or renamed.
    """
    sought = [fold(word) for word in words]
    for index, cells in enumerate(table.head(within).iter_rows()):
        texts = [fold(cell) for cell in cells if cell]
        if all(any(word in text for text in texts) for word in sought):
            return index
    listed = ", ".join(f'"{word}"' for word in words)
    raise SourceUnreadable(
        f"no header with {listed} among the first {within} rows. The publisher may have moved or renamed it.",
        file=file,
        sheet=sheet,
    )


def join_notes(*columns: str) -> pl.Expr:
    """Several columns of notes as one, missing where all are missing."""
    joined = pl.concat_str([pl.col(name) for name in columns], separator="; ", ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined)


def rows(table: pl.DataFrame, **fixed: str) -> pl.DataFrame:
    """A table with some columns of an observation, whole; `fixed` are values that all rows share."""
    return observations(table.with_columns(pl.lit(value).alias(name) for name, value in fixed.items()))


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Tables of observations below one another; an empty one where there is none."""
    found = list(parts)
    return pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)
