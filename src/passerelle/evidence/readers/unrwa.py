"""UNRWA: Palestine refugees under its mandate, by field of operation and year.

They are not in UNHCR's refugees. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import years
from passerelle.evidence.readers.unhcr import edition_of, place_pair
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a field and year, persons. West Bank and Gaza are one field here (PSE)."""
    table = read_csv(path, ("year", "coo_iso", "coa_iso", "total"), only=True)
    report.read(table.height)
    table = years(numbers(table, ("total",), file=path, lowest=0), "year", file=path)
    table = place_pair(table, path.name, report)
    return observations(
        table.select(
            pl.lit("palestine_refugees").alias("INDICATOR"),
            pl.col("coo_iso").alias("COUNTERPART_AREA"),
            pl.col("coa_iso").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("total").alias("OBS_VALUE"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(table, "total"),
            pl.lit(edition_of(path)).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return together(read_table(path, report) for path in paths)


READER = Reader("unrwa", ("unrwa_refugees_*.csv",), read)
