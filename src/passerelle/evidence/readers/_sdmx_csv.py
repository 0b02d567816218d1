"""SDMX-CSV as statistical offices write it: with codes, with labels, or with both.

Holds the envelope: which dataflow, which edition, which columns, which flags. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.errors import PeriodUnreadable, RowRefused, SourceUnreadable
from passerelle.base.periods import read_period
from passerelle.evidence.observations import STATUSES
from passerelle.evidence.reading import numbers, read_csv, require_columns
from passerelle.evidence.whence import MARK, mark_of

_DATAFLOW = re.compile(r"^(?:[\w.]+:)?(\w+)")
_UPDATED = re.compile(r"^(\d{2})/(\d{2})/(\d{2})\b")
_ISO_UPDATED = re.compile(r"^(\d{4}-\d{2}-\d{2})")
# Eurostat's letters → SDMX's, the graver first
FLAGS: Final = {"u": "U", "n": "U", "d": "D", "b": "B", "e": "E", "s": "E", "i": "I", "f": "F", "p": "P"}
_SAID = {"r": "revised", "c": "confidential", "z": "not applicable", "n": "not significant"}


@dataclass(frozen=True, slots=True)
class SdmxTable:
    """A table out of its envelope.

    `dataflow` is the table's own code, as in LFSA_ERGAN; `updated` the day of its last update, "" where the file
    does not tell; `rows` have the dimensions asked for as text, TIME_PERIOD, OBS_VALUE as numbers and OBS_FLAG.
    """

    dataflow: str
    updated: str
    rows: pl.DataFrame


def dataflow_of(path: Path) -> str | None:
    """The dataflow that a file names in its first row; None where it is no SDMX-CSV."""
    head = read_csv(path, ())
    for column in ("STRUCTURE_ID", "DATAFLOW"):
        if column in head.columns and head.height:
            found = _DATAFLOW.match(head[column][0] or "")
            return found[1].upper() if found else None
    return None


def columns_of(path: Path) -> list[str]:
    """The codes of a table's columns."""
    return [_bare(name) for name in read_csv(path, ()).columns]


def _updated(table: pl.DataFrame) -> str:
    if "LAST UPDATE" not in table.columns:
        return ""
    days = []
    for text in table["LAST UPDATE"].drop_nulls().unique().to_list():
        short, iso = _UPDATED.match(text), _ISO_UPDATED.match(text)
        if short:
            days.append(f"20{short[3]}-{short[2]}-{short[1]}")
        elif iso:
            days.append(iso[1])
    return max(days, default="")


def _bare(name: str) -> str:
    """A column's code: "geo" for "geo: Geopolitical entity"."""
    return name.split(":", 1)[0].strip()


def read_sdmx(path: Path, dimensions: Sequence[str]) -> SdmxTable:
    """Read a table in SDMX-CSV.

    Parameters
    ----------
    dimensions : codes of the columns that are needed. In a file with codes and labels the codes are taken; in one
        with labels alone the labels.

    Raises
    ------
    SourceUnreadable : a dimension is lacking, or the file names no dataflow.
    RowRefused : a period that is none, a value that is no number, or one below zero: all tables read here are
        counts, rates or incomes.
    """
    table = read_csv(path, ())
    table = table.rename({name: _bare(name) for name in table.columns if ":" in name})
    require_columns(table.columns, [*dimensions, "TIME_PERIOD", "OBS_VALUE"], file=path, row=1)
    column = next((name for name in ("STRUCTURE_ID", "DATAFLOW") if name in table.columns), None)
    named = _DATAFLOW.match(table[column][0] or "") if column and table.height else None
    if named is None:
        raise SourceUnreadable("names no dataflow in its first column; is it SDMX-CSV?", file=path, row=2)
    if "OBS_FLAG" not in table.columns:
        flag = pl.col("OBS_STATUS") if "OBS_STATUS" in table.columns else pl.lit(None, dtype=pl.String)
        table = table.with_columns(flag.alias("OBS_FLAG"))
    texts = [pl.col(name).str.strip_chars() for name in dimensions]
    rows = table.select(*texts, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG")
    _periods_are_periods(rows, path)
    read = numbers(rows, ("OBS_VALUE",), file=path, lowest=0).rename({mark_of("OBS_VALUE"): MARK}, strict=False)
    return SdmxTable(named[1].upper(), _updated(table), read)


def _periods_are_periods(rows: pl.DataFrame, path: Path) -> None:
    for text in rows["TIME_PERIOD"].unique(maintain_order=True).to_list():
        try:
            read_period(text or "")
        except PeriodUnreadable:
            at = rows.with_row_index("row", 2).filter(pl.col("TIME_PERIOD").eq_missing(text))["row"][0]
            raise RowRefused(
                f'"{text or ""}" is no period, such as 2020, 2020-Q3 or 2020-07.',
                file=path, row=at, column="TIME_PERIOD",
            ) from None  # fmt: skip


def status(flags: str | None) -> tuple[str, str | None]:
    """SDMX's status of Eurostat's letters, the graver of two, and what must be said where one letter is not enough.

    >>> status("bu")
    ('U', 'low reliability; break in the series')
    """
    letters = [letter for letter in FLAGS if letter in (flags or "").lower()]
    codes = list(dict.fromkeys(FLAGS[letter] for letter in letters))
    said = [STATUSES[code] for code in codes] if len(codes) > 1 else []
    said += [text for letter, text in _SAID.items() if letter in (flags or "").lower()]
    return (codes[0] if codes else "A"), "; ".join(said) or None


def flagged(rows: pl.DataFrame, column: str = "OBS_FLAG") -> pl.DataFrame:
    """Turn the column of flags into OBS_STATUS and COMMENT_OBS."""
    read = {flags: status(flags) for flags in rows[column].unique().to_list()}
    return rows.with_columns(
        pl.col(column).replace_strict({flags: code for flags, (code, _) in read.items()}).alias("OBS_STATUS"),
        pl.col(column)
        .replace_strict({flags: said for flags, (_, said) in read.items()}, return_dtype=pl.String)
        .alias("COMMENT_OBS"),
    ).drop(column)
