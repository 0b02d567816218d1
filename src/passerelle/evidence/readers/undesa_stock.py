"""UN DESA, International Migrant Stock: bilateral tables of editions 2017 and 2020.

Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import MAPPED_CODES, OTHER, all_places
from passerelle.evidence.observations import observations
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.readers import Reader
from passerelle.evidence.report import SourceReport

LONG = "undesa_ims2020_stock_by_sex_origin_destination_iso3_long.csv"
_LONG_COLUMNS = (
    "orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i",
)  # fmt: skip


def _place_codes(table: pl.DataFrame, column: str, path: Path, report: SourceReport) -> pl.DataFrame:
    """Alpha-3 codes checked; OOO becomes "other", a code that is no place is listed and left out."""
    known = list(all_places())
    mapped = pl.col(column).replace({code: to for code, (to, _) in MAPPED_CODES.items()} | {"OOO": OTHER})
    table = table.with_columns(mapped)
    strange = table.filter(~pl.col(column).is_in([*known, OTHER]))
    for code, rows in strange[column].value_counts().iter_rows():
        report.leave_out(path.name, f'"{code}" is no place', f'column "{column}"', rows)
    return table.filter(pl.col(column).is_in([*known, OTHER]))


def _note() -> pl.Expr:
    """What the publisher's flags say of the destination's data."""
    flags = (
        ("type_b", "by country of birth"),
        ("type_c", "by citizenship"),
        ("type_r", "refugees added"),
        ("type_i", "imputed"),
    )
    parts = [pl.when(pl.col(flag) == "1").then(pl.lit(text)) for flag, text in flags]
    return pl.concat_str(parts, separator="; ", ignore_nulls=True)


def read_long(path: Path, report: SourceReport) -> pl.DataFrame:
    """Edition 2020 by sex: one row a corridor and year."""
    table = read_csv(path, _LONG_COLUMNS)
    report.read(table.height)
    table = _place_codes(_place_codes(table, "orig", path, report), "dest", path, report)
    table = numbers(table, ("female", "male", "total"), file=path, lowest=0)
    uneven = table.filter((pl.col("female") + pl.col("male") - pl.col("total")).abs() > 0)
    report.check("cells in which female + male is not the total", 0, uneven.height)
    for row in uneven.head(20).iter_rows(named=True):
        report.remark(f"{row['orig']} → {row['dest']} {row['year']}: female + male is not the total")
    whole = table.select(
        pl.lit("migrant_stock").alias("INDICATOR"),
        pl.col("orig").alias("COUNTERPART_AREA"),
        pl.col("dest").alias("REF_AREA"),
        pl.col("year").alias("TIME_PERIOD"),
        pl.when(pl.col("type_i") == "1").then(pl.lit("I")).otherwise(pl.lit("E")).alias("OBS_STATUS"),
        _note().alias("COMMENT_OBS"),
        "female", "male", "total",
    )  # fmt: skip
    sexes = pl.DataFrame({"sex": ["female", "male", "total"], "SEX": ["F", "M", "_T"]})
    long = whole.unpivot(
        on=["female", "male", "total"],
        index=["INDICATOR", "COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD", "OBS_STATUS", "COMMENT_OBS"],
        variable_name="sex", value_name="OBS_VALUE",
    ).join(sexes, on="sex")  # fmt: skip
    return observations(long.with_columns(pl.lit("PS").alias("UNIT_MEASURE"), pl.lit("2020").alias("VINTAGE")))


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All editions found, beside one another."""
    parts = [read_long(path, report) for path in paths if path.name == LONG]
    return pl.concat(parts)


READER = Reader("undesa_stock", (LONG,), read)
