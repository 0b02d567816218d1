"""UN DESA, International Migrant Stock: editions 2017, 2019 and 2020, by origin and in total.

The matrix of 2017 is read by `_undesa_matrix`, the official workbooks by `_undesa_totals`. Stands on
`reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import OTHER, WORLD
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import join_notes, place_codes, together
from passerelle.evidence.readers._undesa_matrix import read_matrix, read_workbook
from passerelle.evidence.readers._undesa_totals import read_by_origin, read_totals
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import carried, melt

LONG = "undesa_ims2020_stock_by_sex_origin_destination_iso3_long.csv"
MATRIX = "UN_MigrantStockByOriginAndDestination_2017.csv"
MATRICES = ("UN_MigrantStockByOriginAndDestination_2017.xlsx", "UN_MigrantStockByOriginAndDestination_2019.xlsx")
TOTALS_2019 = ("undesa_pd_2019_migrant_stock_total_dataset.xlsx", "UN_MigrantStockTotal_2019.xlsx")
TOTALS_2020 = ("undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx",)
BY_ORIGIN_2020 = ("undesa_pd_2020_ims_stock_by_sex_destination_and_origin.xlsx",)
_LONG_COLUMNS = (
    "orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i",
)  # fmt: skip
_SEXES = {"female": "F", "male": "M", "total": "_T"}
_FLAGS = (
    ("type_b", "by country of birth"),
    ("type_c", "by citizenship"),
    ("type_r", "refugees added"),
    ("type_i", "imputed"),
)


def read_long(path: Path, report: SourceReport) -> pl.DataFrame:
    """Edition 2020 by sex: one row a corridor and year; persons, mid-year."""
    table = read_csv(path, _LONG_COLUMNS)
    report.read(table.height)
    table = numbers(table, tuple(_SEXES), file=path, lowest=0, whole=True)
    uneven = table.filter((pl.col("female") + pl.col("male") - pl.col("total")).abs() > 0)
    report.check("edition 2020: cells in which female + male is not the total", 0, uneven.height)
    for row in uneven.head(20).iter_rows(named=True):
        report.remark(f"{row['orig']} → {row['dest']} {row['year']}: female + male is not the total")
    for column in ("orig", "dest"):
        table = place_codes(table, column, file=path, report=report, also={"OOO": OTHER})
    flags = [pl.when(pl.col(flag) == "1").then(pl.lit(text)).alias(f"{flag}_said") for flag, text in _FLAGS]
    whole = table.with_columns(flags).select(
        pl.lit("migrant_stock").alias("INDICATOR"),
        pl.col("orig").alias("COUNTERPART_AREA"),
        pl.col("dest").alias("REF_AREA"),
        pl.col("year").alias("TIME_PERIOD"),
        pl.lit("PS").alias("UNIT_MEASURE"),
        pl.lit("2020").alias("VINTAGE"),
        pl.when(pl.col("type_i") == "1").then(pl.lit("I")).otherwise(pl.lit("E")).alias("OBS_STATUS"),
        join_notes(*(f"{flag}_said" for flag, _ in _FLAGS), "orig_note", "dest_note").alias("COMMENT_OBS"),
        *_SEXES,
        *carried(table, tuple(_SEXES)),
    )
    index = ["INDICATOR", "COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD", "UNIT_MEASURE", "VINTAGE", "OBS_STATUS",
             "COMMENT_OBS"]  # fmt: skip
    long = melt(whole, list(_SEXES), index, variable_name="SEX", value_name="OBS_VALUE")
    return observations(long.with_columns(pl.col("SEX").replace(_SEXES)))


def _hold_against_workbook(table: pl.DataFrame, report: SourceReport) -> None:
    """Sums over origins against the publisher's own totals by destination, year and sex, edition 2020."""
    edition = table.filter(pl.col("VINTAGE") == "2020")
    key = ["REF_AREA", "TIME_PERIOD", "SEX"]
    stock = edition.filter(pl.col("INDICATOR") == "migrant_stock")
    totals = edition.filter(pl.col("INDICATOR") == "migrant_stock_total").select(
        *key, pl.col("OBS_VALUE").alias("total")
    )
    if stock.is_empty() or totals.is_empty():
        return
    sums = stock.group_by(key).agg(pl.col("OBS_VALUE").sum().alias("sum"))
    world = stock.group_by("TIME_PERIOD", "SEX").agg(pl.col("OBS_VALUE").sum().alias("sum"))
    whole = pl.concat([sums, world.select(pl.lit(WORLD).alias("REF_AREA"), "TIME_PERIOD", "SEX", "sum")])
    both = totals.join(whole, on=key, how="left").sort(key)
    off = both.filter((pl.col("sum") - pl.col("total")).abs() > 0)
    report.check("edition 2020: destinations, years and sexes whose origins do not sum to the total", 0, off.height)
    for place, year, sex, total, found in off.head(100).iter_rows():
        report.tell(f"edition 2020: {place} {year} {sex}, sum over origins", total, found)
    for place, year, sex, total, _ in both.filter(pl.col("sum").is_null()).head(20).iter_rows():
        report.tell(f"edition 2020: {place} {year} {sex} has a total and no origins", total, None)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All editions found, beside one another, with sums over origins held against the official totals."""
    parts = []
    for path in paths:
        if path.name == LONG:
            parts.append(read_long(path, report))
        elif path.name == MATRIX:
            parts.append(read_matrix(path, report))
        elif path.name in MATRICES:
            parts.append(read_workbook(path, report))
        elif path.name in TOTALS_2019:
            parts.append(read_totals(path, report, "2019"))
        elif path.name in TOTALS_2020:
            parts.append(read_totals(path, report, "2020"))
        elif path.name in BY_ORIGIN_2020:
            parts.append(read_by_origin(path, report, "2020"))
    table = together(parts)
    _hold_against_workbook(table, report)
    return table


READER = Reader("undesa_stock", (LONG, MATRIX, *MATRICES, *TOTALS_2019, *TOTALS_2020, *BY_ORIGIN_2020), read)
