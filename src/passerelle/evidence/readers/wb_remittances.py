"""World Bank / KNOMAD: bilateral remittance estimates 2017, a matrix of senders down and receivers across.

The money's direction is turned: the receiving country is the migrants' origin. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import rows, together
from passerelle.evidence.readers._wb_matrix import hold_totals, read_matrix
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

SHEET = "Bilateral_Remittances_2017"
FILE = "WB_Bilateral_Remittance_Estimates_2017.xlsx"
MILLION = 1_000_000


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """US dollars a year; COUNTERPART_AREA receives (the migrants' origin), REF_AREA sends."""
    parts = []
    for path in paths:
        matrix = read_matrix(path, SHEET, report)
        hold_totals(matrix, report, "remittances 2017, million USD", within=0.01)
        cells = matrix.cells.select(
            pl.col("across").alias("COUNTERPART_AREA"),
            pl.col("down").alias("REF_AREA"),
            (pl.col("value") * MILLION).round(0).alias("OBS_VALUE"),
            *told(matrix.cells),
        )
        parts.append(
            rows(cells, INDICATOR="remittances_bilateral", TIME_PERIOD="2017", UNIT_MEASURE="USD",
                 OBS_STATUS="E", VINTAGE="2017")
        )  # fmt: skip
    return together(parts)


READER = Reader("wb_remittances", (FILE,), read)
