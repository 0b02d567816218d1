"""Two tables of Eurostat that came cleaned, without the publisher's envelope.

Applicants for asylum by nationality and sex, and valid residence permits by reason. Stands on `reading`.
"""

from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.places import OTHER, SEVERAL, TOTAL, UNKNOWN
from passerelle.evidence.readers._eurostat_codes import is_grouping, reason_of
from passerelle.evidence.readers._placing import add_note, leave_out, once, place_codes, place_names, years
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import gathered, told

ASYLUM: Final = "eu_asylum_applicants_by_nationality_sex_2011_2024.csv"
PERMITS: Final = "first_permits_by_reason_country_year.csv"
VINTAGE: Final = "2025"  # the year in which the tables were downloaded; they do not tell more
SUMMED: Final = "sum of the sexes, each rounded to five by the publisher"
_SEX = {"female": "F", "male": "M", "unknown": UNKNOWN}
_ASYLUM = ("dest", "year", "nationality", "sex", "applicants")
_ORIGINS = {"OOO": (OTHER, ""), "STL": (SEVERAL, "stateless")}


def _without_groupings(table: pl.DataFrame, column: str, file: str, report: SourceReport) -> pl.DataFrame:
    sums = [name for name in table[column].unique(maintain_order=True).to_list() if is_grouping(name or "")]
    for name in sums:
        report.leave_out(file, "a sum of countries, not a place", name, table.filter(pl.col(column) == name).height)
    return table.filter(~pl.col(column).is_in(sums).fill_null(False))


def _sum_where_whole(column: str) -> pl.Expr:
    """The sum of a group, missing where one of its parts is: a part that is missing is no zero."""
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum()).alias(column)


def read_asylum(path: Path, report: SourceReport) -> pl.DataFrame:
    """Applicants by origin, country of asylum and sex, persons a year, with the sum of the sexes.

    The European Union's own rows are left out. A row that stands twice is counted once.

    Raises
    ------
    RowRefused : a year or a sex that is none, a number below zero.
    """
    table = read_csv(path, _ASYLUM, only=True)
    report.read(table.height)
    table = years(numbers(table, ("applicants",), file=path, lowest=0), "year", file=path)
    refuse(table, ~pl.col("sex").is_in(list(_SEX)).fill_null(False),
           f'"{{found}}" is no sex that is read; expected {", ".join(_SEX)}.', file=path, column="sex")  # fmt: skip
    table = once(table, _ASYLUM, file=path.name, report=report)
    table = _without_groupings(table, "dest", path.name, report)
    table = place_codes(table, "nationality", file=path.name, report=report, special=_ORIGINS)
    table = place_codes(table, "dest", file=path.name, report=report)
    table = table.with_columns(pl.col("sex").replace_strict(_SEX))
    key = ["nationality", "dest", "year"]
    # the note on an origin that is no place stays with the sum
    noted = [*key, "COMMENT_OBS"]
    both = (
        table.group_by(noted, maintain_order=True)
        .agg(_sum_where_whole("applicants"), pl.lit(TOTAL).alias("sex"), *gathered(table, "applicants"))
        .with_columns(add_note(pl.lit(SUMMED)))
    )
    rows = pl.concat([table.select(*noted, "applicants", "sex", *told(table, "applicants")), both], how="diagonal")
    return rows.select(
        pl.lit("asylum_applicants").alias("INDICATOR"),
        pl.col("nationality").alias("COUNTERPART_AREA"),
        pl.col("dest").alias("REF_AREA"),
        pl.col("sex").alias("SEX"),
        pl.col("year").alias("TIME_PERIOD"),
        pl.col("applicants").alias("OBS_VALUE"),
        pl.lit("PS").alias("UNIT_MEASURE"),
        "COMMENT_OBS",
        *told(rows),
        pl.lit(VINTAGE).alias("VINTAGE"),
    )


def read_permits(path: Path, report: SourceReport) -> pl.DataFrame:
    """Residence permits by reason and country, persons.

    The file is named for first permits, but its figures are those of all permits valid at the end of the year:
    Germany 2022 has 2,034,123 for family reasons alone, where Eurostat counts 632,187 first permits for all
    reasons. They are read as what they are.
    """
    table = read_csv(path, ("Reason", "Country of citizenship", "geo", "year", "number_of_permits"), only=True)
    report.read(table.height)
    report.remark(f"{path.name}: named for first permits, read as permits valid at the end of the year")
    table = years(numbers(table, ("number_of_permits",), file=path, lowest=0), "year", file=path)
    total = pl.col("Country of citizenship").eq_missing(pl.lit("Total"))
    leave_out(report, path.name, "a citizenship in a table of totals", table.filter(~total).height)
    leave_out(report, path.name, "Reason is empty", table["Reason"].null_count())
    table = _without_groupings(table.filter(total).drop_nulls("Reason"), "geo", path.name, report)
    table = place_names(table, "geo", file=path.name, report=report)
    reasons = {text: reason_of(text) for text in table["Reason"].unique().to_list()}
    return table.select(
        pl.lit("valid_permits").alias("INDICATOR"),
        pl.lit(TOTAL).alias("COUNTERPART_AREA"),
        pl.col("geo").alias("REF_AREA"),
        pl.col("Reason").replace_strict(reasons).alias("COMP_BREAKDOWN"),
        pl.col("year").alias("TIME_PERIOD"),
        pl.col("number_of_permits").alias("OBS_VALUE"),
        pl.lit("PS").alias("UNIT_MEASURE"),
        "COMMENT_OBS",
        *told(table, "number_of_permits"),
        pl.lit(VINTAGE).alias("VINTAGE"),
    )
