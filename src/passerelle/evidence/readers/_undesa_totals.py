"""UN DESA migrant stock, the official workbooks: layouts of editions 2019 and 2020, with or without origins.

Reads sheets "Table 1" (stock), "Table 2" (population) and "Table 6" (refugees). Stands on `reading`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.names import fold
from passerelle.base.places import OTHER, TOTAL, WORLD
from passerelle.evidence.readers._common import REGION, find_row, place_m49, rows, together
from passerelle.evidence.reading import MISSING, column_letters, numbers, read_sheet
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt

WITHHELD = "~"  # "protected for privacy reasons": fewer than five persons
MARKS = MISSING | {WITHHELD}
BLOCKS = ("_T", "M", "F")  # the order in which every edition lays the sexes side by side
OTHER_ORIGINS = frozenset({fold("Other"), fold("Others"), fold("Unknown"), fold("Other or unknown")})
_TYPES = {
    "B": "by country of birth",
    "C": "by citizenship",
    "R": "refugees added",
    "I": "imputed",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, its header found.

    `first` is the table's index of the first row of figures; the columns of figures are named `sex.year`; `heads` has
    the letter and the header of each in the workbook.
    """

    table: pl.DataFrame
    name: str
    first: int
    figures: tuple[str, ...]
    heads: dict[str, tuple[str, str]]


def type_note(letters: str | None) -> str | None:
    """What the letters of "Type of data" say: B birth, C citizenship, R refugees added, I imputed."""
    said = [_TYPES[letter] for letter in re.findall(r"[BCRI]", letters or "")]
    return "; ".join(sorted(said, key=list(_TYPES.values()).index)) or None


def _columns(table: pl.DataFrame, header: int, years_row: int) -> dict[str, str]:
    """Which of the table's columns hold what: our names by theirs."""
    names: dict[str, str] = {}
    seen: dict[str, int] = {}
    for column, title, year in zip(table.columns, table.row(header), table.row(years_row), strict=True):
        text, digits = fold(title or ""), (year or "").strip().removesuffix(".0")
        if re.fullmatch(r"(19|20)\d\d", digits):
            seen[digits] = seen.get(digits, 0) + 1
            if seen[digits] <= len(BLOCKS):
                names[column] = f"{BLOCKS[seen[digits] - 1]}.{digits}"
        elif text.startswith("notes"):
            names.setdefault(column, "notes" if "notes" not in names.values() else "notes_of_origin")
        elif text.startswith("type of data"):
            names[column] = "type"
        elif text in ("code", "location code") or text.startswith("location code of destination"):
            names[column] = "code" if "code" not in names.values() else "origin_code"
        elif text.startswith("location code of origin"):
            names[column] = "origin_code"
        elif text.endswith("area of origin"):
            names[column] = "origin"
        elif "country or area" in text:
            names[column] = "place"
    return names


def open_sheet(path: Path, name: str, *, blocks: int = 3) -> Sheet:
    """Find the header and name the columns; `blocks` is how many sexes the sheet has side by side.

    Raises
    ------
    SourceUnreadable : no such sheet, header or column.
    """
    table = read_sheet(path, name)
    header = find_row(table, ("country or area", "code"), file=path, sheet=name)
    below = any(re.fullmatch(r"(19|20)\d\d(\.0)?", cell or "") for cell in table.row(header))
    years_row = header if below else header + 1
    names = _columns(table, header, years_row)
    lacking = [wanted for wanted in ("place", "code") if wanted not in names.values()]
    figures = tuple(n for n in names.values() if n.split(".")[0] in BLOCKS[:blocks] and "." in n)
    if lacking or not any(figure.startswith("_T.") for figure in figures):
        raise SourceUnreadable(
            f"the header lacks {', '.join(lacking) or 'the years'}; the publisher may have moved a column.",
            file=path, sheet=name, row=header + 1,
        )  # fmt: skip
    kept = table.select(list(names)).rename(names)
    letters = dict(zip(table.columns, column_letters(path, name), strict=True))
    heads = {named: (letters[column], named.split(".")[-1]) for column, named in names.items()}
    return Sheet(kept.slice(years_row + 1), name, years_row + 1, figures, heads)


def _long(sheet: Sheet, path: Path, report: SourceReport, lowest: float | None = 0) -> pl.DataFrame:
    """Figures one a row, with the place's code; regions and withheld cells reported."""
    table = sheet.table.filter(pl.col("place").is_not_null() | pl.col("code").is_not_null())
    withheld = sum(int((table[name].str.strip_chars() == WITHHELD).sum()) for name in sheet.figures)
    if withheld:
        report.leave_out(path.name, "withheld by the publisher (fewer than five persons)",
                         f'sheet "{sheet.name}"', withheld)  # fmt: skip
    read = numbers(sheet.table, sheet.figures, file=path, sheet=sheet.name, first_row=sheet.first + 1,
                   lowest=lowest, marks=MARKS, heads=sheet.heads)  # fmt: skip
    report.read(table.height)
    index = [name for name in sheet.table.columns if name not in sheet.figures]
    long = melt(read, sheet.figures, index, variable_name="cell", value_name="OBS_VALUE")
    parts = pl.col("cell").str.split_exact(".", 1)
    return long.with_columns(
        parts.struct.field("field_0").alias("SEX"), parts.struct.field("field_1").alias("TIME_PERIOD")
    ).filter(pl.col("OBS_VALUE").is_not_null())


def _to_places(
    table: pl.DataFrame, code: str, place: str, report: SourceReport, path: Path, sheet: str, *, world: bool
) -> pl.DataFrame:
    """M49 codes to places; the world kept where `world`, other sums reported once each."""
    found: dict[str, str] = {}
    for given, name in table.select(code, place).unique(maintain_order=True).iter_rows():
        digits = (given or "").strip().removesuffix(".0")
        iso3 = place_m49(digits)
        if iso3:
            found[given] = iso3
        elif digits == "900" and world:
            found[given] = WORLD
        elif place == "origin" and fold(name or "") in OTHER_ORIGINS:
            found[given] = OTHER
        elif digits.isdigit() and int(digits) >= 900:
            report.leave_out(path.name, REGION, f'sheet "{sheet}", "{(name or "").strip()}"')
        else:
            report.leave_out(path.name, "no place has this code", f'sheet "{sheet}", "{name}" ({given})')
    return table.with_columns(
        pl.col(code).replace_strict(found, default=None, return_dtype=pl.String)
    ).filter(pl.col(code).is_not_null())  # fmt: skip


def _notes(table: pl.DataFrame) -> pl.DataFrame:
    letters = {text: type_note(text) for text in table["type"].drop_nulls().unique()} if "type" in table.columns else {}
    if not letters:
        return table.with_columns(pl.lit(None, dtype=pl.String).alias("COMMENT_OBS"), pl.lit("E").alias("OBS_STATUS"))
    return table.with_columns(
        pl.col("type").replace_strict(letters, default=None, return_dtype=pl.String).alias("COMMENT_OBS"),
        pl.when(pl.col("type").str.contains("I")).then(pl.lit("I")).otherwise(pl.lit("E")).alias("OBS_STATUS"),
    )  # fmt: skip


def read_totals(path: Path, report: SourceReport, vintage: str) -> pl.DataFrame:
    """Stock, population and refugees by destination; persons, mid-year."""
    parts = []
    for name, indicator, blocks, scale in (
        ("Table 1", "migrant_stock_total", 3, 1),
        ("Table 2", "population_mid_year", 3, 1000),
        ("Table 6", "refugees_in_stock", 1, 1),
    ):
        long = _long(open_sheet(path, name, blocks=blocks), path, report)
        if name == "Table 2" and "type" in long.columns:
            long = long.drop("type")  # the letters speak of the stock, not of the population
        placed = _notes(_to_places(long, "code", "place", report, path, name, world=True))
        # a stock is of all origins; a population has none
        origins = {} if name == "Table 2" else {"COUNTERPART_AREA": TOTAL}
        scaled = placed.rename({"code": "REF_AREA"}).with_columns((pl.col("OBS_VALUE") * scale).round(0))
        parts.append(rows(scaled, INDICATOR=indicator, UNIT_MEASURE="PS", VINTAGE=vintage, **origins))
    return together(parts)


def read_by_origin(path: Path, report: SourceReport, vintage: str) -> pl.DataFrame:
    """The official workbook by sex, destination and origin: one row a pair, years and sexes across."""
    sheet = open_sheet(path, "Table 1")
    if "origin" not in sheet.table.columns or "origin_code" not in sheet.table.columns:
        raise SourceUnreadable("has no column of origins; is it the workbook of totals?", file=path, sheet="Table 1")
    long = _notes(_long(sheet, path, report))
    ends = _to_places(long, "code", "place", report, path, "Table 1", world=False)
    both = _to_places(ends, "origin_code", "origin", report, path, "Table 1", world=False)
    return rows(
        both.rename({"code": "REF_AREA", "origin_code": "COUNTERPART_AREA"}),
        INDICATOR="migrant_stock", UNIT_MEASURE="PS", VINTAGE=vintage,
    )  # fmt: skip
