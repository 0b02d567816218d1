"""UNHCR: displaced and stateless people, decisions on asylum and solutions, at the end of the year.

IDMC's and UNRWA's own figures are sources apart. Stands on `reading` and `observations`.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import NO_PLACE, OTHER, SEVERAL, UNKNOWN
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import leave_out, place_codes, years
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

VINTAGE = "2025"  # of the first tables read
_AS_OF = re.compile(r"_as_of_(\d{4}-\d{2}-\d{2})$")
ORIGINS = {
    "UNK": (UNKNOWN, ""),
    "XXA": (SEVERAL, "stateless"),
    "TIB": (OTHER, "Tibetans (the publisher's code TIB)"),
}
ASYLUMS = {"UNK": (SEVERAL, "country of asylum unknown to the publisher or several")}
POPULATION = {
    "refugees": "refugees",
    "asylum_seekers": "asylum_seekers",
    "returned_refugees": "returned_refugees",
    "idps": "idps",
    "returned_idps": "returned_idps",
    "stateless": "stateless",
    "ooc": "others_of_concern",
    "oip": "others_protected",
    "hst": "host_community",
}
DECISIONS = {
    "dec_recognized": "asylum_decisions_recognised",
    "dec_other": "asylum_decisions_complementary",
    "dec_rejected": "asylum_decisions_rejected",
    "dec_closed": "asylum_decisions_closed",
    "dec_total": "asylum_decisions_total",
}
SOLUTIONS = {"resettlement": "resettled", "naturalisation": "naturalised"}
_UNITS = {"P": "PS", "C": "CASES"}
# people who are in their own country: a figure on one place, not on a pair
_AT_HOME = frozenset({"idps", "returned_idps", "host_community"})
_PAIR = ("coo_iso", "coa_iso")


def place_pair(table: pl.DataFrame, file: str, report: SourceReport) -> pl.DataFrame:
    """Origin and asylum as places, or as the codes for what is none."""
    table = place_codes(table, "coo_iso", file=file, report=report, special=ORIGINS)
    return place_codes(table, "coa_iso", file=file, report=report, special=ASYLUMS)


def _long(table: pl.DataFrame, measures: Mapping[str, str], keep: Sequence[str] = ()) -> pl.DataFrame:
    """One row a measure that is there."""
    index = ["year", *_PAIR, "COMMENT_OBS", *keep]
    return pl.concat(
        [
            table.filter(pl.col(column).is_not_null()).select(
                *index, pl.col(column).alias("OBS_VALUE"), pl.lit(indicator).alias("INDICATOR"), *told(table, column)
            )
            for column, indicator in measures.items()
        ],
        how="diagonal",
    )


def _without_filler(table: pl.DataFrame, file: str, report: SourceReport) -> pl.DataFrame:
    """Blank every zero but the one in the year after a figure, which says that nobody is left.

    The publisher fills the other measures of a pair with zeros, which say nothing.
    """
    year = pl.col("year").cast(pl.Int32)
    for column in POPULATION:
        # once each: a row that stands twice in the file must not multiply those of the next year
        after = table.filter(pl.col(column) > 0).select(*_PAIR, (year + 1).cast(pl.String).alias("year")).unique()
        table = table.join(after.with_columns(pl.lit(True).alias("ends")), on=[*_PAIR, "year"], how="left",
                           maintain_order="left")  # fmt: skip
        filler = (pl.col(column) == 0) & pl.col("ends").is_null()
        count = table.select(filler.sum()).item()
        leave_out(report, file, "a zero that fills a cell, not one that ends a series", count)
        table = table.with_columns(pl.when(~filler).then(column).alias(column)).drop("ends")
    return table


def edition_of(path: Path) -> str:
    """The day of asking, where the name of a fetched file tells it; else the last year in the name of a whole table."""
    asked = _AS_OF.search(path.stem)
    if asked:
        return asked[1]
    years: list[str] = re.findall(r"(?:19|20)\d{2}", path.stem)
    return max([VINTAGE, *years])


def _finish(long: pl.DataFrame, path: Path) -> pl.DataFrame:
    at_home = pl.col("INDICATOR").is_in(list(_AT_HOME)) & (pl.col("coo_iso") == pl.col("coa_iso"))
    return observations(
        long.with_columns(
            pl.when(at_home).then(pl.lit(NO_PLACE)).otherwise("coo_iso").alias("COUNTERPART_AREA"),
            pl.col("coa_iso").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.lit(edition_of(path)).alias("VINTAGE"),
        )
    )


def read_population(path: Path, report: SourceReport) -> pl.DataFrame:
    """Persons by origin, country of asylum and year."""
    table = read_csv(path, ("year", *_PAIR, *POPULATION))
    report.read(table.height)
    table = years(numbers(table, tuple(POPULATION), file=path, lowest=0), "year", file=path)
    whole = {column: float(table[column].sum()) for column in POPULATION}
    long = _long(place_pair(_without_filler(table, path.name, report), path.name, report), POPULATION)
    rows = _finish(long.with_columns(pl.lit("PS").alias("UNIT_MEASURE")), path)
    for column, indicator in POPULATION.items():
        found = float(rows.filter(pl.col("INDICATOR") == indicator)["OBS_VALUE"].sum())
        report.check(f"{indicator}, all rows of the table", whole[column], found)
    return rows


def read_decisions(path: Path, report: SourceReport) -> pl.DataFrame:
    """Decisions by procedure, level and unit (P persons, C cases), as in COMP_BREAKDOWN "G.FI.P".

    A zero is kept where the row has decisions: none were of that kind.

    Raises
    ------
    RowRefused : a unit other than P and C, no procedure or level, a year that is none, a number below zero.
    """
    by = ("procedure_type", "dec_level", "dec_pc")
    table = read_csv(path, ("year", *_PAIR, *by, *DECISIONS))
    report.read(table.height)
    table = years(numbers(table, tuple(DECISIONS), file=path, lowest=0), "year", file=path)
    refuse(
        table,
        ~pl.col("dec_pc").is_in(list(_UNITS)).fill_null(False),
        '"{found}" is no unit of decisions; expected P for persons or C for cases.',
        file=path,
        column="dec_pc",
    )
    for column in by:
        refuse(table, pl.col(column).is_null(), "is empty.", file=path, column=column)
    empty = table.filter(pl.col("dec_total") == 0)
    leave_out(report, path.name, "a row without any decision", empty.height)
    table = table.filter(pl.col("dec_total").ne_missing(pl.lit(0.0)))
    uneven = table.filter(pl.sum_horizontal(set(DECISIONS) - {"dec_total"}) != pl.col("dec_total")).height
    report.tell("rows in which the kinds of decision do not add up to the total", 0, uneven,
                "the publisher's own difference; both are kept as published")  # fmt: skip
    long = _long(place_pair(table, path.name, report), DECISIONS, by)
    unit = pl.col("dec_pc").replace_strict(_UNITS)
    return _finish(
        long.with_columns(pl.concat_str(by, separator=".").alias("COMP_BREAKDOWN"), unit.alias("UNIT_MEASURE")), path
    )


def read_solutions(path: Path, report: SourceReport) -> pl.DataFrame:
    """Persons resettled and naturalised. Returns stand in the table of populations with the same figures."""
    returns = ("returned_refugees", "returned_idps")
    table = read_csv(path, ("year", *_PAIR, *SOLUTIONS, *returns))
    report.read(table.height)
    table = years(numbers(table, (*SOLUTIONS, *returns), file=path, lowest=0), "year", file=path)
    for column in returns:
        same = f"{column}: the same figures as in the table of populations"
        leave_out(report, path.name, same, table[column].count())
    long = _long(place_pair(table, path.name, report), SOLUTIONS)
    return _finish(long.with_columns(pl.lit("PS").alias("UNIT_MEASURE")), path)


_TABLES = {
    "unhcr_population_*.csv": read_population,
    "unhcr_asylum_decisions_*.csv": read_decisions,
    "unhcr_solutions_*.csv": read_solutions,
}


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found; returned refugees are held against the table of solutions where both are whole."""
    parts = [reader(path, report) for path in paths for glob, reader in _TABLES.items() if path.match(glob)]
    rows = pl.concat([pl.DataFrame(schema=SCHEMA), *parts])
    whole = [path for path in paths if not _AS_OF.search(path.stem)]
    for path in whole:
        if path.match("unhcr_solutions_*.csv") and len(whole) > 1:
            listed = numbers(read_csv(path, ("returned_refugees",), only=True), ("returned_refugees",), file=path)
            returned = (pl.col("INDICATOR") == "returned_refugees") & (pl.col("VINTAGE") == edition_of(path))
            found = float(rows.filter(returned)["OBS_VALUE"].sum())
            report.check("returned refugees, both tables", float(listed["returned_refugees"].sum()), found)
    return rows


READER = Reader("unhcr", tuple(_TABLES), read)
