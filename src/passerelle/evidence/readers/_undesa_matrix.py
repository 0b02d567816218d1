"""UN DESA migrant stock, editions 2017 and 2019: the matrix of destinations down and origins across.

As a text table of both sexes, and as the official workbook with a sheet a sex. Stands on `reading`.
"""

import re
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import OTHER, TOTAL, WORLD
from passerelle.evidence.readers._common import REGION, find_row, place_m49, place_names, rows, together
from passerelle.evidence.reading import MISSING, column_letters, numbers, read_csv, read_sheet, require_columns
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt, told

VINTAGE = "2017"
_OTHERS = {"Other North": "OTHER_NORTH", "Other South": "OTHER_SOUTH"}
_LEADING = ("Year", "MajorArea", "Total", *_OTHERS)
_SHEETS = {"Table 1": "_T", "Table 2": "M", "Table 3": "F"}
_TITLES = {"year": "Year", "code": "code", "type of data": "type"}


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


def _hold_against_world(table: pl.DataFrame, kept: pl.DataFrame, edition: str, report: SourceReport) -> None:
    """The sum over destinations against the file's own row WORLD, year by year."""
    for year, world in table.filter(pl.col("MajorArea") == "WORLD").select("Year", "Total").iter_rows():
        found = kept.filter(pl.col("Year") == year)["Total"].sum()
        report.check(f"edition {edition}: sum of the destinations' totals {year} is the world's", world, float(found))


def _hold_against_totals(table: pl.DataFrame, origins: list[str], edition: str, report: SourceReport) -> None:
    """The sum over origins against the column Total, for each destination and year."""
    summed = table.with_columns(pl.sum_horizontal(*origins, *_OTHERS).alias("sum"))
    off = summed.filter((pl.col("sum") - pl.col("Total")).abs() > 0.5)
    report.check(f"edition {edition}: destinations and years whose origins do not sum to the total", 0, off.height)
    for year, name, total, found in off.select("Year", "MajorArea", "Total", "sum").head(50).iter_rows():
        report.tell(f"edition {edition}: {name} {year}, sum over origins", total, found)


def read_matrix(path: Path, report: SourceReport) -> pl.DataFrame:
    """Pairs, origins unknown ("Other North", "Other South") and destinations' totals; persons, mid-year."""
    table = read_csv(path, _LEADING)
    report.read(table.height)
    origins = [name for name in table.columns if name not in _LEADING]
    table = numbers(table, ["Total", *_OTHERS, *origins], file=path, lowest=0, whole=True)
    named = _drop_namesakes(table, path, report)
    destinations = place_names(named["MajorArea"], file=path, report=report)
    columns = place_names(origins, file=path, report=report, axis="column")
    placed = named.filter(pl.col("MajorArea").is_in(list(destinations))).with_columns(
        pl.col("MajorArea").replace_strict(destinations, return_dtype=pl.String).alias("REF_AREA")
    )
    _hold_against_world(table, placed, VINTAGE, report)
    _hold_against_totals(placed, list(columns), VINTAGE, report)
    return _observed(table, placed, columns, SEX=TOTAL, VINTAGE=VINTAGE)


def _observed(table: pl.DataFrame, placed: pl.DataFrame, columns: dict[str, str], **fixed: str) -> pl.DataFrame:
    """The placed rows as pairs and totals, and the totals of the table's row WORLD."""
    placed = placed.with_columns(pl.col("Year").alias("TIME_PERIOD"))
    long = melt(
        placed,
        [*columns, *_OTHERS],
        ["REF_AREA", "TIME_PERIOD"],
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
        *told(table, "Total"),
    )
    totals = placed.select("REF_AREA", "TIME_PERIOD", pl.col("Total").alias("OBS_VALUE"), *told(placed, "Total"))
    fixed = {"UNIT_MEASURE": "PS", "OBS_STATUS": "E"} | fixed
    return together((
        rows(long, INDICATOR="migrant_stock", **fixed),
        rows(pl.concat([totals, world]), INDICATOR="migrant_stock_total", COUNTERPART_AREA=TOTAL, **fixed),
    ))  # fmt: skip


def _workbook_sheet(path: Path, sheet: str, report: SourceReport) -> tuple[pl.DataFrame, list[str]]:
    """One sheet of the official workbook with its columns named, and the names of the origins.

    The header has two lines: what the leading columns are, and below it the total and the origins.
    """
    table = read_sheet(path, sheet)
    header = find_row(table, tuple(_OTHERS), file=path, sheet=sheet)
    names: dict[str, str] = {}
    for column, above, below in zip(table.columns, table.row(max(0, header - 1)), table.row(header), strict=True):
        title = " ".join((above or below or "").split())
        plain = title.lower().split(" (")[0]
        if "country or area" in plain and not below:
            names[column] = "MajorArea"
        elif plain in _TITLES and not below:
            names[column] = _TITLES[plain]
        elif below and below.strip() not in names.values():
            names[column] = below.strip()
    require_columns(list(names.values()), (*_LEADING, "code"), file=path, sheet=sheet, row=header + 1)
    kept = table.select(list(names)).rename(names).slice(header + 1)
    origins = [name for name in names.values() if name not in (*_LEADING, "code", "type")]
    letters = dict(zip(table.columns, column_letters(path, sheet), strict=True))
    heads = {name: (letters[column], name) for column, name in names.items()}
    read = numbers(kept, ["Total", *_OTHERS, *origins], file=path, sheet=sheet, first_row=header + 2, lowest=0,
                   marks=MISSING, heads=heads)  # fmt: skip
    years = read.with_columns(pl.col("MajorArea").str.strip_chars(), pl.col("Year").str.strip_suffix(".0"))
    report.read(years.height)
    return years, origins


def read_workbook(path: Path, report: SourceReport) -> pl.DataFrame:
    """The official workbook: as the text table, with M49 codes of destinations and a sheet a sex.

    The edition is the year in the file's name.
    """
    found = re.search(r"(20\d\d)\D*$", path.stem)
    if not found:
        raise SourceUnreadable("the file's name does not end with the edition's year.", file=path)
    edition = found[1]
    parts = []
    for sheet, sex in _SHEETS.items():
        table, origins = _workbook_sheet(path, sheet, report)
        columns = place_names(origins, file=path, report=report, sheet=sheet, axis="column")
        codes = {code: place_m49(code) for code in table["code"].unique() if code}
        for code, name in table.select("code", "MajorArea").unique(maintain_order=True).iter_rows():
            if name and not codes.get(code):
                is_sum = not code or int(float(code)) >= 900
                report.leave_out(
                    path.name, REGION if is_sum else "no place has this code", f'sheet "{sheet}", "{name}" ({code})'
                )
        placed = table.with_columns(
            pl.col("code").replace_strict(codes, default=None, return_dtype=pl.String).alias("REF_AREA")
        ).filter(pl.col("REF_AREA").is_not_null())
        if sex == TOTAL:
            _hold_against_world(table, placed, edition, report)
            _hold_against_totals(placed, list(columns), edition, report)
        parts.append(_observed(table, placed, columns, SEX=sex, VINTAGE=edition))
    return together(parts)
