"""Taxes on sending money abroad, by means of payment: our own table, each row with its law.

The table ships in the package; no publisher's file is read. Stands on `observations` and `reading`.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import polars as pl

from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

TABLE = "transfer_taxes.csv"
_COLUMNS = ("place", "means", "since", "until", "rate_percent", "reference")


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """One row a tax: the place of the sender, the means of payment it falls on, since when, at which rate."""
    path = next(iter(paths), Path(str(files("passerelle.evidence").joinpath(f"reference/{TABLE}"))))
    table = numbers(read_csv(path, _COLUMNS), ("rate_percent",), file=path, lowest=0)
    report.read(table.height)
    ended = table.filter(pl.col("until").is_not_null())
    for place, until in ended.select("place", "until").iter_rows():
        report.leave_out(path.name, "a tax that has ended", f"{place}, {until}")
    return observations(
        table.filter(pl.col("until").is_null()).select(
            pl.lit("transfer_tax").alias("INDICATOR"),
            pl.col("place").alias("REF_AREA"),
            pl.col("means").alias("COMP_BREAKDOWN"),
            pl.col("since").alias("TIME_PERIOD"),
            pl.col("rate_percent").alias("OBS_VALUE"),
            pl.lit("PC").alias("UNIT_MEASURE"),
            pl.col("reference").alias("COMMENT_OBS"),
            *told(table, "rate_percent"),
            pl.lit("2026").alias("VINTAGE"),
        )
    )


READER = Reader("transfer_taxes", (), read)
