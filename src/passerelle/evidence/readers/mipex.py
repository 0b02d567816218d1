"""MIPEX: scores of integration policy, 0 to 100, overall and by policy area.

Two layouts: a table of the overall score of 2010, and the publisher's workbook of scores by year and area (layout from
documentation). The method changed after 2010, so that the two are editions apart. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.names import fold
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import leave_out, place_codes, place_names, years
from passerelle.evidence.reading import column_letters, numbers, read_csv, read_sheet, sheet_names
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt, told

FILE = "mipex_av.csv"
HIGHEST = 100.0
# How a title begins, folded → our code. The overall score stands with and without health in some editions.
AREAS: Final = {
    "overall score": "mipex_overall",
    "labour market mobility": "mipex_labour_market",
    "family reunion": "mipex_family_reunion",
    "education": "mipex_education",
    "health": "mipex_health",
    "political participation": "mipex_political_participation",
    "permanent residence": "mipex_permanent_residence",
    "access to nationality": "mipex_nationality",
    "anti discrimination": "mipex_anti_discrimination",
}


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a country, score of 0 to 100 in 2010. None of the table's covariates is read.

    Raises
    ------
    RowRefused : a score below 0 or above 100.
    """
    table = read_csv(path, ("short", "mipex10"), only=True)
    report.read(table.height)
    table = numbers(table, ("mipex10",), file=path, lowest=0, highest=HIGHEST)
    table = place_codes(table, "short", file=path.name, report=report)
    return observations(
        table.select(
            pl.lit("mipex_overall").alias("INDICATOR"),
            pl.col("short").alias("REF_AREA"),
            pl.lit("2010").alias("TIME_PERIOD"),
            pl.col("mipex10").alias("OBS_VALUE"),
            pl.lit("INDEX_0_100").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(table, "mipex10"),
            pl.lit("2010").alias("VINTAGE"),
        )
    )


def _head(sheet: pl.DataFrame, path: Path, name: str) -> tuple[int, dict[str, int]]:
    """The header's row and the column of each title, wherever the publisher put them."""
    for at, row in enumerate(sheet.head(20).rows()):
        titles = [fold(text or "") for text in row]
        if "country" in titles and "year" in titles:
            found = {"country": titles.index("country"), "year": titles.index("year")}
            for title, code in AREAS.items():
                column = next((i for i, text in enumerate(titles) if text.startswith(title)), None)
                if column is not None:
                    found[code] = column
            if "mipex_overall" not in found:
                raise SourceUnreadable('has no column "Overall score".', file=path, sheet=name, row=at + 1)
            return at, found
    raise SourceUnreadable('has no header with "Country" and "Year".', file=path, sheet=name)


def read_book(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a country and year, a column a policy area. The first sheet with such a header is read.

    Raises
    ------
    SourceUnreadable : no sheet with a country, a year and the overall score.
    RowRefused : a year that is none, a score below 0 or above 100.
    """
    name = sheet_names(path)[0]
    sheet = read_sheet(path, name)
    at, columns = _head(sheet, path, name)
    for other in sheet_names(path)[1:]:
        report.leave_out(path.name, "a sheet that is not read", other, 0)
    codes = [code for code in columns if code not in ("country", "year")]
    letters = column_letters(path, name)
    body = sheet.slice(at + 1).select(pl.col(f"column_{i}").str.strip_chars().alias(key) for key, i in columns.items())
    heads = {code: (letters[columns[code]], (sheet.row(at)[columns[code]] or "").strip()) for code in codes}
    body = numbers(body, codes, file=path, sheet=name, first_row=at + 2, lowest=0, highest=HIGHEST,
                   heads=heads)  # fmt: skip
    empty = pl.col("country").is_null()
    leave_out(report, path.name, "a row without a country", body.filter(empty).height)
    body = body.filter(~empty).with_columns(pl.col("year").str.strip_suffix(".0"))
    report.read(body.height)
    body = years(body, "year", file=path, sheet=name, head=(letters[columns["year"]], "Year"))
    body = place_names(body, "country", file=path.name, report=report)
    long = melt(body, codes, ["country", "year", "COMMENT_OBS"], variable_name="INDICATOR", value_name="OBS_VALUE")
    return observations(
        long.with_columns(
            pl.col("country").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.lit("INDEX_0_100").alias("UNIT_MEASURE"),
            pl.lit(str(body["year"].max())).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    parts = [read_table(path, report) if path.name == FILE else read_book(path, report) for path in paths]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


READER = Reader("mipex", (FILE, "mipex*scores*.xlsx", "MIPEX*[0-9]*.xlsx"), read)
