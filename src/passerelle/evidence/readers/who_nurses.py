"""Nurses and midwives: an export of WHO's Global Health Observatory (HWF_0006 to HWF_0009).

Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._gho import read_export
from passerelle.evidence.report import SourceReport

FILE = "who_gho_nurses_midwives.csv"
CODES = {
    "HWF_0006": ("nurses_midwives_per_10000", "PER_10000"),
    "HWF_0007": ("nurses_midwives", "PS"),
    "HWF_0008": ("nurses", "PS"),
    "HWF_0009": ("midwives", "PS"),
}


def _parts_meet_the_whole(rows: pl.DataFrame, report: SourceReport) -> None:
    """Tell how often nurses and midwives together are not the publisher's own number of both."""
    wide = rows.filter(pl.col("UNIT_MEASURE") == "PS").pivot(
        on="INDICATOR", index=["REF_AREA", "TIME_PERIOD"], values="OBS_VALUE"
    )
    if not {"nurses", "midwives", "nurses_midwives"} <= set(wide.columns):
        return
    both = wide.drop_nulls()
    uneven = both.filter((pl.col("nurses") + pl.col("midwives") - pl.col("nurses_midwives")).abs() > 1)
    report.tell("countries and years in which nurses + midwives is not the number of both", 0, uneven.height,
                "the publisher's own difference; all three are kept as published")  # fmt: skip


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All exports found, one after another."""
    rows = pl.concat([read_export(path, CODES, report) for path in paths])
    _parts_meet_the_whole(rows, report)
    return rows


READER = Reader("who_nurses", (FILE,), read)
