"""IAB brain-drain data: immigrants in 20 OECD countries by country of birth, 1980 to 2010.

Two workbooks: by sex, and by education (layout from documentation); one sheet a destination. Stands on
`reading` and `observations`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import UNKNOWN, place_of_code
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import leave_out, place_names
from passerelle.evidence.reading import column_letters, numbers, read_sheet, sheet_names
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt, told

VINTAGE = "2013"
_SPELLINGS = {
    "Unknown": (UNKNOWN, ""),
    "Korea": ("KOR", ""),
    "Holy See (Vatican City)": ("VAT", ""),
    "Congo, Dem. Rep. of the": ("COD", ""),
    "Congo, Rep. of the": ("COG", ""),
}
_TOTAL = "Total immigration stock"
_ZERO = "zero in the file: none recorded, or not shown apart"
_SEX_HEADS = {"Total": "_T", "M-Total": "M", "F-Total": "F"}
_EDUCATION_HEADS = {"Low": "ISCED_LOW", "Medium": "ISCED_MEDIUM", "High": "ISCED_HIGH"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """One column of a sheet: the year above it and what its second heading says."""

    column: str
    year: str
    head: str


def _cells(sheet: pl.DataFrame, path: Path, name: str, heads: Sequence[str]) -> list[_Cell]:
    """Years stand over the first of their columns only."""
    years, titles = sheet.row(0), sheet.row(1)
    if titles[0] not in ("Country of birth", "Citizenship"):
        raise SourceUnreadable(
            f'"{titles[0]}" stands where "Country of birth" is expected.',
            file=path,
            sheet=name,
            row=2,
            column="",
            letter="A",
        )
    cells, year = [], ""
    for at in range(1, sheet.width):
        year = str(years[at]).removesuffix(".0") if years[at] else year
        if titles[at] in heads:
            cells.append(_Cell(f"column_{at}", year, titles[at]))
    if not cells or any(not (cell.year.isdigit() and len(cell.year) == 4) for cell in cells):
        raise SourceUnreadable(
            f"years in row 1 and {', '.join(heads)} in row 2 are expected.", file=path, sheet=name, row=1
        )
    return cells


def _read_sheet(path: Path, name: str, heads: Sequence[str], report: SourceReport) -> pl.DataFrame:
    """Long rows of one destination: origin, year, head, OBS_VALUE."""
    place = place_of_code(name)
    if place is None:
        report.leave_out(path.name, "a sheet that is no destination", name)
        return pl.DataFrame()
    sheet = read_sheet(path, name)
    if sheet.height < 3:
        raise SourceUnreadable("two rows of header and rows of origins are expected.", file=path, sheet=name)
    cells = _cells(sheet, path, name, heads)
    by_citizenship = sheet.row(1)[0] == "Citizenship"
    letters = dict(zip(sheet.columns, column_letters(path, name), strict=True))
    titles = {cell.column: (letters[cell.column], f"{cell.year} {cell.head}") for cell in cells}
    columns = [cell.column for cell in cells]
    body = numbers(sheet.slice(2), columns, file=path, sheet=name, first_row=3, lowest=0, heads=titles)
    report.read(body.height)
    totals = body.filter(pl.col("column_0") == _TOTAL)
    body = body.filter(pl.col("column_0").is_not_null() & (pl.col("column_0") != _TOTAL))
    body = place_names(body, "column_0", file=f"{path.name}, {name}", report=report, special=_SPELLINGS)
    if totals.height:
        last = cells[-len(heads)]
        report.check(f"{name} {last.year} {last.head}, all origins", totals[last.column][0],
                     float(body[last.column].sum()), within=1)  # fmt: skip
    index = {cell.column: f"{cell.year}|{cell.head}" for cell in cells}
    long = melt(body, list(index), ["column_0", "COMMENT_OBS"], variable_name="cell", value_name="OBS_VALUE")
    parts = pl.col("cell").replace_strict(index).str.split("|")
    return long.select(
        pl.col("column_0").alias("COUNTERPART_AREA"),
        pl.lit(place.iso3).alias("REF_AREA"),
        parts.list.get(0).alias("TIME_PERIOD"),
        parts.list.get(1).alias("head"),
        "OBS_VALUE",
        pl.lit("by citizenship" if by_citizenship else None, dtype=pl.String).alias("COMMENT_OBS"),
        *told(long),
    )


def _read_book(path: Path, heads: Sequence[str], report: SourceReport) -> pl.DataFrame:
    """Every destination. A series of nothing but zeros is left out; a zero beside figures is marked.

    Raises
    ------
    SourceUnreadable : no sheet is named by a destination's code, or none has a row that can be placed.
    """
    parts = [_read_sheet(path, name, heads, report) for name in sheet_names(path)]
    parts_told = [part for part in parts if part.height]
    if not parts_told:
        raise SourceUnreadable(
            "no sheet of a destination has rows; sheets are named by its code, as USA, and list origins.",
            file=path,
        )
    rows = pl.concat(parts_told, how="diagonal")
    series = ("COUNTERPART_AREA", "REF_AREA", "head")
    silent = rows.filter((pl.col("OBS_VALUE") == 0).all().over(series))
    leave_out(report, path.name, "a series of nothing but zeros", silent.height)
    rows = rows.filter((pl.col("OBS_VALUE") > 0).any().over(series))
    zero = pl.col("OBS_VALUE") == 0
    return rows.with_columns(
        pl.when(zero).then(pl.lit("U")).otherwise(pl.lit("A")).alias("OBS_STATUS"),
        pl.concat_str(["COMMENT_OBS", pl.when(zero).then(pl.lit(_ZERO))], separator="; ", ignore_nulls=True)
        .replace("", None)
        .alias("COMMENT_OBS"),
        pl.lit("PS").alias("UNIT_MEASURE"),
        pl.lit(VINTAGE).alias("VINTAGE"),
    )


def read_by_sex(path: Path, report: SourceReport) -> pl.DataFrame:
    """The workbook by sex: persons born abroad, "all ages as a whole", as its explanatory note says."""
    rows = _read_book(path, tuple(_SEX_HEADS), report)
    return observations(
        rows.with_columns(
            pl.lit("born_abroad_oecd").alias("INDICATOR"),
            pl.col("head").replace_strict(_SEX_HEADS).alias("SEX"),
        )
    )


def read_by_education(path: Path, report: SourceReport) -> pl.DataFrame:
    """The workbook by education: persons of 25 years and over. Layout from documentation."""
    rows = _read_book(path, tuple(_EDUCATION_HEADS), report)
    return observations(
        rows.with_columns(
            pl.lit("emigrants_by_education").alias("INDICATOR"),
            pl.lit("Y_GE25").alias("AGE"),
            pl.col("head").replace_strict(_EDUCATION_HEADS).alias("COMP_BREAKDOWN"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Both workbooks, as found."""
    return pl.concat(
        [
            pl.DataFrame(schema=SCHEMA),
            *(read_by_sex(p, report) if p.stem.endswith("_gender") else read_by_education(p, report) for p in paths),
        ]
    )


READER = Reader("iab_brain_drain", ("iabbd_8010_v*_gender.xls*", "iabbd_8010_v[0-9].xls*"), read)
