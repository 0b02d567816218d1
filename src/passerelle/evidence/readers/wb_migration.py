"""World Bank: bilateral estimates of migrant stocks 2017, a matrix of origins down and destinations across.

Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import NO_PLACE
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import rows, together
from passerelle.evidence.readers._wb_matrix import hold_totals, other_label, read_matrix
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

SHEET = "Bilateral_Migration_2017"
FILE = "WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx"


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Persons; COUNTERPART_AREA is the origin. "Other North" and "Other South" are _O with a breakdown."""
    parts = []
    for path in paths:
        matrix = read_matrix(path, SHEET, report)
        hold_totals(matrix, report, "migrant stock 2017", within=1)
        cells = matrix.cells.with_columns(
            other_label("down_name").alias("from"), other_label("across_name").alias("to")
        )
        unknown_both = cells.filter(pl.col("from").is_not_null() & pl.col("to").is_not_null()).height
        if unknown_both:
            report.leave_out(path.name, "neither origin nor destination is named", f'sheet "{SHEET}"', unknown_both)
        named = cells.filter(pl.col("from").is_null() | pl.col("to").is_null()).select(
            pl.col("down").alias("COUNTERPART_AREA"),
            pl.col("across").alias("REF_AREA"),
            pl.coalesce("from", "to", pl.lit(NO_PLACE)).alias("COMP_BREAKDOWN"),
            pl.col("value").alias("OBS_VALUE"),
            *told(cells),
        )
        parts.append(
            rows(named, INDICATOR="migrant_stock_wb", TIME_PERIOD="2017", UNIT_MEASURE="PS", OBS_STATUS="E",
                 VINTAGE="2017")
        )  # fmt: skip
    return together(parts)


READER = Reader("wb_migration", (FILE,), read)
