"""UN DESA migrant stock, edition 2017: the matrix of destinations down and origins across, both sexes.

Stands on `reading`.
"""

from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import OTHER, WORLD
from passerelle.evidence.readers._common import REGION, place_names, rows, together
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport

VINTAGE = "2017"
_OTHERS = {"Other North": "OTHER_NORTH", "Other South": "OTHER_SOUTH"}
_LEADING = ("Year", "MajorArea", "Total", *_OTHERS)


def _drop_namesakes(table: pl.DataFrame, path: Path, report: SourceReport) -> pl.DataFrame:
    """Where a name stands twice in a year ("Micronesia"), the larger is the region, the smaller the place."""
    counted = table.with_columns(
        pl.len().over("Year", "MajorArea").alias("times"),
        pl.col("Total").rank("ordinal", descending=True).over("Year", "MajorArea").alias("size"),
        pl.col("Total").n_unique().over("Year", "MajorArea").alias("sizes"),
    )
    unclear = counted.filter((pl.col("times") > 2) | ((pl.col("times") == 2) & (pl.col("sizes") == 1)))
    if unclear.height:
        year, name = unclear.row(0)[:2]
        raise SourceUnreadable(f'"{name}" stands more than once in {year} and no row is the larger one.', file=path)
    regions = counted.filter((pl.col("times") == 2) & (pl.col("size") == 1))
    for year, name in regions.select("Year", "MajorArea").iter_rows():
        report.leave_out(path.name, REGION, f'"{name}" {year}, the larger of the two rows of that name')
    return counted.filter((pl.col("times") == 1) | (pl.col("size") == 2)).drop("times", "size", "sizes")


def _hold_against_world(table: pl.DataFrame, kept: pl.DataFrame, report: SourceReport) -> None:
    """The sum over destinations against the file's own row WORLD, year by year."""
    for year, world in table.filter(pl.col("MajorArea") == "WORLD").select("Year", "Total").iter_rows():
        found = kept.filter(pl.col("Year") == year)["Total"].sum()
        report.check(f"edition 2017: sum of the destinations' totals {year} is the world's", world, float(found))


def _hold_against_totals(table: pl.DataFrame, origins: list[str], report: SourceReport) -> None:
    """The sum over origins against the column Total, for each destination and year."""
    summed = table.with_columns(pl.sum_horizontal(*origins, *_OTHERS).alias("sum"))
    off = summed.filter((pl.col("sum") - pl.col("Total")).abs() > 0.5)
    report.check("edition 2017: destinations and years whose origins do not sum to the total", 0, off.height)
    for year, name, total, found in off.select("Year", "MajorArea", "Total", "sum").head(50).iter_rows():
        report.tell(f"edition 2017: {name} {year}, sum over origins", total, found)


def read_matrix(path: Path, report: SourceReport) -> pl.DataFrame:
    """Pairs, origins unknown ("Other North", "Other South") and destinations' totals; persons, mid-year."""
    table = read_csv(path, _LEADING)
    report.read(table.height)
    origins = [name for name in table.columns if name not in _LEADING]
    table = numbers(table, ["Total", *_OTHERS, *origins], file=path, lowest=0, whole=True)
    named = _drop_namesakes(table, path, report)
    destinations = place_names(named["MajorArea"], file=path, report=report)
    columns = place_names(origins, file=path, report=report, axis="column")
    placed = named.filter(pl.col("MajorArea").is_in(list(destinations)))
    _hold_against_world(table, placed, report)
    _hold_against_totals(placed, list(columns), report)
    placed = placed.with_columns(
        pl.col("MajorArea").replace_strict(destinations, return_dtype=pl.String).alias("REF_AREA"),
        pl.col("Year").alias("TIME_PERIOD"),
    )
    long = placed.unpivot(
        on=[*columns, *_OTHERS],
        index=["REF_AREA", "TIME_PERIOD"],
        variable_name="name",
        value_name="OBS_VALUE",
    ).with_columns(
        pl.col("name").replace_strict(columns, default=OTHER, return_dtype=pl.String).alias("COUNTERPART_AREA"),
        pl.col("name").replace_strict(_OTHERS, default=None, return_dtype=pl.String).alias("COMP_BREAKDOWN"),
    )
    world = table.filter(pl.col("MajorArea") == "WORLD").select(
        pl.lit(WORLD).alias("REF_AREA"),
        pl.col("Year").alias("TIME_PERIOD"),
        pl.col("Total").alias("OBS_VALUE"),
    )
    totals = placed.select("REF_AREA", "TIME_PERIOD", pl.col("Total").alias("OBS_VALUE"))
    fixed = {"UNIT_MEASURE": "PS", "OBS_STATUS": "E", "VINTAGE": VINTAGE}
    return together((
        rows(long, INDICATOR="migrant_stock", **fixed),
        rows(pl.concat([totals, world]), INDICATOR="migrant_stock_total", COUNTERPART_AREA="_T", **fixed),
    ))  # fmt: skip
