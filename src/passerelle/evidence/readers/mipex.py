"""MIPEX: the overall score of integration policy in 2010, 30 countries.

Reads the score alone, none of the table's covariates. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import RowRefused
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

FILE = "mipex_av.csv"


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a country, score of 0 to 100.

    Raises
    ------
    RowRefused : a score below 0 or above 100.
    """
    table = read_csv(path, ("short", "mipex10"), only=True)
    report.read(table.height)
    table = numbers(table, ("mipex10",), file=path, lowest=0)
    above = table.with_row_index("row", 2).filter(pl.col("mipex10") > 100)
    if above.height:
        raise RowRefused(
            f"{above['mipex10'][0]:g} is above 100, the highest score.",
            file=path, row=above["row"][0], column="mipex10",
        )  # fmt: skip
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


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(read_table(path, report) for path in paths)])


READER = Reader("mipex", (FILE,), read)
