"""Residents by education, for the rate at which the tertiary-educated emigrate: the layout of Barro and Lee.

Layout from documentation: shares of a population by level, with the population. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from passerelle.base.errors import RowRefused
from passerelle.base.places import TOTAL
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import leave_out, place_codes, years
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import MARK, melt, told

_SHARES = ("lu", "lp", "ls", "lh")
_COLUMNS = ("year", "sex", "agefrom", "ageto", *_SHARES, "pop", "WBcode")
# no schooling and primary are low, secondary is medium: the split that the counts of emigrants use
_LEVELS: Final = {"ISCED_LOW": ("lu", "lp"), "ISCED_MEDIUM": ("ls",), "ISCED_HIGH": ("lh",)}
_SEX = {"MF": TOTAL, "F": "F", "M": "M", "Total": TOTAL, "Female": "F", "Male": "M"}
_OPEN_ENDED = "999"
_ROUNDING = 1.5  # percentage points by which four rounded shares may miss 100
_EDITION = re.compile(r"v(\d+(?:\.\d+)?)", re.IGNORECASE)
_ALSO = {"ROM": ("ROU", ""), "ZAR": ("COD", ""), "SER": ("SRB", ""), "KSV": ("XKX", "")}


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a place, year, sex and level, persons of 25 years and over.

    `pop` is in thousands, the shares in percent; persons = pop × 1,000 × share / 100.

    Raises
    ------
    RowRefused : the shares of a row do not make 100 %, a year is none, or a number is below zero.
    """
    table = read_csv(path, _COLUMNS, only=True)
    report.read(table.height)
    adults = ((pl.col("agefrom") == "25") & (pl.col("ageto") == _OPEN_ENDED)).fill_null(False)
    leave_out(report, path.name, "an age group other than 25 and over", table.filter(~adults).height)
    table = years(numbers(table, (*_SHARES, "pop"), file=path, lowest=0), "year", file=path)
    table = table.with_row_index("row", 2).filter(adults)
    uneven = table.filter((pl.sum_horizontal(_SHARES) - 100).abs() > _ROUNDING)
    if uneven.height:
        raise RowRefused(
            f"the shares of the levels make {uneven.select(pl.sum_horizontal(_SHARES)).item(0, 0):g} %, not 100 %.",
            file=path, row=uneven["row"][0],
        )  # fmt: skip
    known = pl.col("sex").is_in(list(_SEX)).fill_null(False)
    leave_out(report, path.name, "sex is not one that is read", table.filter(~known).height)
    table = table.filter(known)
    table = place_codes(table, "WBcode", file=path.name, report=report, special=_ALSO)
    edition = _EDITION.search(path.stem)
    persons = [
        (pl.sum_horizontal(shares) / 100 * pl.col("pop") * 1000).round(0).alias(level)
        for level, shares in _LEVELS.items()
    ]
    table = table.with_columns(*persons, *told(table, "pop"))
    kept = [name for name in ("WBcode", "year", "sex", "COMMENT_OBS", MARK) if name in table.columns]
    long = melt(
        table, list(_LEVELS), kept,
        variable_name="COMP_BREAKDOWN", value_name="OBS_VALUE",
    )  # fmt: skip
    return observations(
        long.with_columns(
            pl.lit("residents_by_education").alias("INDICATOR"),
            pl.col("WBcode").alias("REF_AREA"),
            pl.col("sex").replace_strict(_SEX).alias("SEX"),
            pl.lit("Y_GE25").alias("AGE"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            pl.lit("E").alias("OBS_STATUS"),
            pl.lit(edition[1] if edition else str(table["year"].max())).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found: the publisher has one a sex."""
    return together(read_table(path, report) for path in paths)


READER = Reader("residents_by_education", ("BL*_*25*.csv", "barro_lee*.csv"), read)
