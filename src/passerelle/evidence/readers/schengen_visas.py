"""Schengen visas issued, by country of the consulate: the Commission's yearly statistics for consulates.

Layout from documentation: one sheet a year, one row a consulate. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import leave_out, place_names
from passerelle.evidence.reading import column_letters, numbers, read_sheet, sheet_names
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import gathered, told

_STATE = "Schengen State"
_COUNTRY = "Country where consulate is located"
# uniform (C) visas alone, whose title changed a little over the years; the sum with airport transit visas is not it
_ISSUED = re.compile(r"^(?:total )?(?:c )?uniform visas issued", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_REPEATED = "by country of the consulate, not by nationality"
_SPELLINGS = {"USA": ("USA", ""), "HONG KONG S.A.R.": ("HKG", ""), "MACAO S.A.R.": ("MAC", "")}


def _head(sheet: pl.DataFrame, path: Path, name: str) -> tuple[int, dict[str, int]]:
    """The header's row and the columns wanted, wherever the publisher put them."""
    for at, row in enumerate(sheet.head(20).rows()):
        texts = [" ".join((text or "").split()) for text in row]  # titles hold line breaks and double spaces
        if _STATE in texts and _COUNTRY in texts:
            issued = next((i for i, text in enumerate(texts) if _ISSUED.match(text)), None)
            if issued is None:
                raise SourceUnreadable("has no column of uniform visas issued.", file=path, sheet=name, row=at + 1)
            return at, {"state": texts.index(_STATE), "country": texts.index(_COUNTRY), "issued": issued}
    raise SourceUnreadable(f'has no header with "{_STATE}" and "{_COUNTRY}".', file=path, sheet=name)


def read_book(path: Path, report: SourceReport) -> pl.DataFrame:
    """Short-stay visas issued in a year, added up over the consulates in a country.

    A row that stands twice, consulate and all, is counted once.

    Raises
    ------
    SourceUnreadable : no header of consulates, no column of uniform visas issued, no year in the names.
    RowRefused : a number of visas below zero.
    """
    names = [name for name in sheet_names(path) if "consulate" in name.lower()] or sheet_names(path)[:1]
    name = names[0]
    for other in sheet_names(path):
        if other != name:
            report.leave_out(path.name, "a sheet that is not read", other, 0)
    year = _YEAR.search(name) or _YEAR.search(path.stem)
    if year is None:
        raise SourceUnreadable("neither the sheet nor the file tells the year.", file=path, sheet=name)
    sheet = read_sheet(path, name)
    at, columns = _head(sheet, path, name)
    lines = sheet.slice(at + 1)
    body = lines.select(
        *(pl.col(f"column_{i}").alias(key) for key, i in columns.items()),
        (~pl.struct(pl.all()).is_first_distinct()).alias("again"),
    )
    report.read(body.height)
    sums = pl.col("country").is_null() | pl.col("state").fill_null("").str.contains(r"(?i)^total")
    leave_out(report, path.name, "a total or an empty row", body.filter(sums).height)
    heads = {"issued": (column_letters(path, name)[columns["issued"]], "Total uniform visas issued")}
    body = numbers(body, ("issued",), file=path, sheet=name, first_row=at + 2, lowest=0, heads=heads).filter(~sums)
    leave_out(report, path.name, "the same row a second time", body.filter("again").height)
    body = body.filter(~pl.col("again"))
    for column in ("state", "country"):
        body = place_names(body, column, file=path.name, report=report, special=_SPELLINGS)
    together = body.group_by("country", "state", maintain_order=True).agg(
        pl.col("issued").sum(), pl.col("issued").count().alias("told"), *gathered(body, "issued")
    )
    return observations(
        together.filter(pl.col("told") > 0).select(
            pl.lit("visas_issued").alias("INDICATOR"),
            pl.col("country").alias("COUNTERPART_AREA"),
            pl.col("state").alias("REF_AREA"),
            pl.lit(year[0]).alias("TIME_PERIOD"),
            pl.col("issued").alias("OBS_VALUE"),
            pl.lit("VISAS").alias("UNIT_MEASURE"),
            pl.lit("UNIFORM_C").alias("COMP_BREAKDOWN"),
            pl.lit(_REPEATED).alias("COMMENT_OBS"),
            *told(together),
            pl.lit(year[0]).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All workbooks found, one a year; together they are one edition, that of the newest year."""
    rows = together(read_book(path, report) for path in paths)
    return rows.with_columns(pl.col("VINTAGE").max())


READER = Reader("schengen_visas", ("*isa*statistics*consulates*.xlsx", "*consulates*schengen*visa*stats*.xlsx"), read)
