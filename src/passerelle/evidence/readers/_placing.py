"""Codes and names in publishers' tables brought to places, with what must be said of each.

What is no place and has no code of its own is listed in the report and left out. Stands on `reading`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.names import resolve_name
from passerelle.base.places import MAPPED_CODES, all_places, place_of_code
from passerelle.evidence.reading import refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import first_row

NOTE: Final = "COMMENT_OBS"
Special = Mapping[str, tuple[str, str]]
"""A publisher's code or name → the code that stands for it here, and what to say of the figure."""

_SLUG = re.compile(r"[^A-Z0-9]+")
_YEAR = r"^(?:19|20)\d{2}$"


def slug(text: str) -> str:
    """A code out of a publisher's words.

    >>> slug("Central Mediterranean – sea")
    'CENTRAL_MEDITERRANEAN_SEA'
    """
    return _SLUG.sub("_", text.upper()).strip("_")


def add_note(text: pl.Expr) -> pl.Expr:
    """The comment with a further one behind it; either may be lacking."""
    return pl.concat_str([pl.col(NOTE), text], separator="; ", ignore_nulls=True).replace("", None).alias(NOTE)


def leave_out(report: SourceReport, file: str, reason: str, rows: int, where: str = "") -> None:
    """Say that rows were left out, if any were."""
    if rows:
        report.leave_out(file, reason, where, rows)


def once(table: pl.DataFrame, columns: Sequence[str], *, file: str, report: SourceReport) -> pl.DataFrame:
    """The table with a row that stands twice in these columns once, so that sums do not count it twice."""
    again = ~pl.struct(columns).is_first_distinct()
    leave_out(report, file, "the same row a second time", table.filter(again).height)
    return table.filter(~again)


def years(
    table: pl.DataFrame, column: str, *, file: Path, sheet: str | None = None, head: tuple[str, str] | None = None
) -> pl.DataFrame:
    """The table with a column of years as plain text; read it before rows are filtered.

    `sheet` and `head` are a workbook's, as in `reading.refuse`.

    Raises
    ------
    RowRefused : a cell that is no year, as when a column was moved; row and column are named.
    """
    told = table.with_columns(pl.col(column).str.strip_chars())
    odd = ~pl.col(column).str.contains(_YEAR).fill_null(False)
    refuse(told, odd, '"{found}" is no year; four digits are expected, as 2020.', file=file, column=column,
           sheet=sheet, head=head)  # fmt: skip
    return told


def place_codes(
    table: pl.DataFrame, column: str, *, file: str, report: SourceReport, special: Special | None = None
) -> pl.DataFrame:
    """Bring a column of alpha-2, alpha-3, M49 or mapped codes to alpha-3.

    Parameters
    ----------
    special : the publisher's codes that are no places, and the codes that stand for them.

    Returns
    -------
    The table without the rows whose code is unknown (they stand in the report); what must be said of a mapped
    code is added to COMMENT_OBS.
    """
    return _place(table, column, file, report, dict(special or {}), _of_code)


def place_names(
    table: pl.DataFrame, column: str, *, file: str, report: SourceReport, special: Special | None = None
) -> pl.DataFrame:
    """Bring a column of names in any usual spelling to alpha-3; else as `place_codes`."""
    return _place(table, column, file, report, dict(special or {}), _of_name)


def _of_code(text: str) -> tuple[str, str] | None:
    if text in all_places():
        return text, ""
    if text in MAPPED_CODES:
        return MAPPED_CODES[text]
    place = place_of_code(text)
    return (place.iso3, "") if place else None


def _of_name(text: str) -> tuple[str, str] | None:
    place = resolve_name(text)
    return (place.iso3, "") if place else None


def _place(
    table: pl.DataFrame,
    column: str,
    file: str,
    report: SourceReport,
    special: dict[str, tuple[str, str]],
    find: Callable[[str], tuple[str, str] | None],
) -> pl.DataFrame:
    if NOTE not in table.columns:
        table = table.with_columns(pl.lit(None, dtype=pl.String).alias(NOTE))
    found: dict[str, tuple[str, str]] = {}
    unknown: list[str | None] = []
    for text in table[column].unique(maintain_order=True).to_list():
        key = (text or "").strip()
        hit = special.get(key) or (find(key) if key else None)
        if hit is None:
            unknown.append(text)
        else:
            found[text] = hit
    for text in unknown:
        rows = table[column].is_null().sum() if text is None else (table[column] == text).sum()
        where = first_row(table, pl.col(column).eq_missing(pl.lit(text)))
        told = f'column "{column}", first in {where}' if where else f'column "{column}"'
        report.leave_out(file, f'"{text or ""}" is no place', told, int(rows))
    codes = {text: code for text, (code, _) in found.items()}
    notes = {text: note for text, (_, note) in found.items() if note}
    kept = table.filter(pl.col(column).is_in(list(found))) if unknown else table
    if notes:
        kept = kept.with_columns(add_note(pl.col(column).replace_strict(notes, default=None)))
    return kept.with_columns(pl.col(column).replace_strict(codes, default=None, return_dtype=pl.String))
