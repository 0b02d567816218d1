"""Physicians per 1,000 people: WHO's figures as the World Bank and Our World in Data pass them on.

Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

FILE = "physicians_per_1000_people.csv"
_COLUMNS = ("country", "iso3", "year", "physicians_per_1000")


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a place and year; income groups and regions, which have no alpha-3 code, are left out."""
    table = numbers(read_csv(path, _COLUMNS, only=True), ("physicians_per_1000",), file=path, lowest=0)
    report.read(table.height)
    grouping = pl.col("iso3").is_null() | (pl.col("iso3") == "OWID_WRL")
    for name, rows in table.filter(grouping)["country"].value_counts().sort("country").iter_rows():
        report.leave_out(path.name, "a grouping, not a place", name, rows)
    table = place_codes(
        table.filter(~grouping), "iso3", file=path.name, report=report,
        special={"OWID_KOS": ("XKX", ""), "OWID_CIS": ("XCX", "")},
    )  # fmt: skip
    vintage = str(table["year"].max())
    return observations(
        table.select(
            pl.lit("physicians_per_1000").alias("INDICATOR"),
            pl.col("iso3").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("physicians_per_1000").alias("OBS_VALUE"),
            pl.lit("PER_1000").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(table, "physicians_per_1000"),
            pl.lit(vintage).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return pl.concat([read_table(path, report) for path in paths])


READER = Reader("who_physicians", (FILE,), read)
