"""The World Bank's income groups by calendar year: the sheet of the analytical history (OGHIST).

Layout from documentation. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import leave_out, place_codes
from passerelle.evidence.reading import MISSING, column_letters, read_sheet
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import FILE, ROW

SHEET = "Country Analytical History"
GROUPS = {"L": 1.0, "LM": 2.0, "UM": 3.0, "H": 4.0}
NAMES = {"L": "low income", "LM": "lower middle income", "UM": "upper middle income", "H": "high income"}
_SPECIAL = {
    "YUG": ("YUG", ""), "CSK": ("CSK", ""), "SUN": ("SUN", ""), "ANT": ("ANT", ""), "CHI": ("XCX", ""),
}  # fmt: skip


def _years(sheet: pl.DataFrame, path: Path) -> tuple[int, dict[str, str]]:
    """The row of the years and the column of each; they stand behind "Data for calendar year"."""
    for at, row in enumerate(sheet.rows()):
        years = {
            f"column_{column}": text.removesuffix(".0")
            for column, text in enumerate(row)
            if text and re.fullmatch(r"(?:19|20)\d{2}(?:\.0)?", text)
        }
        if len(years) >= 2:
            return at, years
    raise SourceUnreadable("has no row of calendar years.", file=path, sheet=SHEET)


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a place and year: 1 low, 2 lower middle, 3 upper middle, 4 high; the group's name in the comment.

    Raises
    ------
    SourceUnreadable : no such sheet, no row of years, no codes of countries in the first column.
    RowRefused : letters that are no group.
    """
    sheet = read_sheet(path, SHEET)
    head, years = _years(sheet, path)
    body = sheet.with_row_index("row", 1).slice(head + 1)
    coded = body.filter(pl.col("column_0").fill_null("").str.contains(r"^[A-Z]{3}$"))
    if coded.is_empty():
        raise SourceUnreadable(
            "the first column holds no code of a country, such as MAR. The publisher may have moved it.",
            file=path, sheet=SHEET, row=head + 2,
        )  # fmt: skip
    report.read(coded.height)
    leave_out(report, path.name, "thresholds and notes", body.height - coded.height)
    long = coded.unpivot(
        on=list(years), index=["row", "column_0"], variable_name="column", value_name="letters"
    ).with_columns(
        pl.col("letters").str.strip_chars().alias("letters"),
        pl.col("column").replace_strict(years).alias("year"),
    )
    long = long.filter(pl.col("letters").is_not_null() & ~pl.col("letters").is_in(list(MISSING)))
    long = long.with_columns(
        pl.col("letters").str.ends_with("*").alias("marked"), pl.col("letters").str.strip_chars("* ")
    )
    letters = dict(zip(sheet.columns, column_letters(path, SHEET), strict=True))
    odd = long.filter(~pl.col("letters").is_in(list(GROUPS)))
    if odd.height:
        first = odd.row(0, named=True)
        raise RowRefused(
            f'"{first["letters"]}" is no income group; expected {", ".join(GROUPS)} or "..".',
            file=path, sheet=SHEET, row=first["row"], column=first["year"], letter=letters[first["column"]],
        )  # fmt: skip
    long = place_codes(long, "column_0", file=path.name, report=report, special=_SPECIAL)
    note = "marked by the publisher: see the notes of the sheet"
    return observations(
        long.select(
            pl.lit("income_group").alias("INDICATOR"),
            pl.col("column_0").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("letters").replace_strict(GROUPS).alias("OBS_VALUE"),
            pl.lit("1").alias("UNIT_MEASURE"),
            pl.concat_str(
                pl.col("letters").replace_strict(NAMES),
                pl.when("marked").then(pl.lit(note)),
                pl.col("COMMENT_OBS"),
                separator="; ",
                ignore_nulls=True,
            ).alias("COMMENT_OBS"),
            pl.lit(max(years.values())).alias("VINTAGE"),
            pl.lit(f'{path.name}, sheet "{SHEET}"').alias(FILE),
            pl.col("row").alias(ROW),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All workbooks found, one after another."""
    return together(read_table(path, report) for path in paths)


READER = Reader("income_groups", ("OGHIST*.xls*",), read)
