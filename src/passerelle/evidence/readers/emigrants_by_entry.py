"""Emigrants by education and by age on arrival: a layout of our own, filled in from what the user has.

Beine, Docquier and Rapoport (2007) publish rates; the layout of their counts was not seen. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.places import SEVERAL
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import leave_out, place_codes, years
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

ENTRY_AGES: Final = ("12", "18", "22")
_LEVELS: Final = {"low": "ISCED_LOW", "medium": "ISCED_MEDIUM", "high": "ISCED_HIGH"}
_COLUMNS = ("origin", "destination", "year", "entry_age", "education", "persons")
_EDITION = re.compile(r"_(\d{4}(?:-\d{2})?)$")


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """Persons of 25 and over who arrived at `entry_age` or later, by origin, destination (empty: all) and education.

    Raises
    ------
    RowRefused : a year, an age on arrival or an education that is none of those read, a number below zero.
    """
    table = read_csv(path, _COLUMNS, only=True)
    report.read(table.height)
    table = years(numbers(table, ("persons",), file=path, lowest=0), "year", file=path)
    for column, allowed in (("entry_age", ENTRY_AGES), ("education", tuple(_LEVELS))):
        refuse(table, ~pl.col(column).is_in(list(allowed)).fill_null(False),
               f'"{{found}}" is none of {", ".join(allowed)}.', file=path, column=column)  # fmt: skip
    leave_out(report, path.name, "no number of persons", table["persons"].null_count())
    table = table.drop_nulls("persons").with_columns(pl.col("destination").fill_null("ALL"))
    table = place_codes(table, "origin", file=path.name, report=report)
    table = place_codes(table, "destination", file=path.name, report=report, special={"ALL": (SEVERAL, "")})
    edition = _EDITION.search(path.stem)
    return observations(
        table.select(
            pl.lit("emigrants_by_education").alias("INDICATOR"),
            pl.col("origin").alias("COUNTERPART_AREA"),
            pl.col("destination").alias("REF_AREA"),
            pl.lit("Y_GE25").alias("AGE"),
            pl.concat_str(
                pl.col("education").replace_strict(_LEVELS), pl.lit("ENTRY"), pl.concat_str(pl.lit("GE"), "entry_age"),
                separator="_",
            ).alias("COMP_BREAKDOWN"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("persons").alias("OBS_VALUE"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            pl.lit("E").alias("OBS_STATUS"),
            "COMMENT_OBS",
            *told(table, "persons"),
            pl.lit(edition[1] if edition else str(table["year"].max())).alias("VINTAGE"),
        )
    )  # fmt: skip


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one after another."""
    return together(read_table(path, report) for path in paths)


READER = Reader("emigrants_by_entry", ("emigrants_by_entry*.csv",), read)
