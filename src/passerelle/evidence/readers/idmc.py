"""IDMC: people displaced within their country by conflict and violence, at the end of the year.

Not the same count as UNHCR's. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import NO_PLACE, SEVERAL, WORLD
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import place_codes, years
from passerelle.evidence.readers.unhcr import edition_of
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

_FIRST_BY_COUNTRY = 2009
_NOT_PLACES = {
    "ALL": (WORLD, f"the world's total; countries are told apart from {_FIRST_BY_COUNTRY}"),
    "UNK": (SEVERAL, "country unknown to the publisher"),
    "AB9": (SEVERAL, "Abyei area"),
}


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a country and year, persons.

    Raises
    ------
    RowRefused : origin and country of displacement differ; IDMC counts people within their own country.
    """
    table = read_csv(path, ("year", "coo_iso", "coa_iso", "total"), only=True)
    report.read(table.height)
    refuse(table, pl.col("coo_iso").ne_missing(pl.col("coa_iso")),
           '"{coo_iso}" and "{coa_iso}" differ; people displaced within their country have one.',
           file=path, column="coa_iso")  # fmt: skip
    table = years(numbers(table, ("total",), file=path, lowest=0), "year", file=path)
    # until 2008 the one row of a year is the world's
    early = (pl.col("coa_iso") == "UNK") & (pl.col("year").cast(pl.Int32) < _FIRST_BY_COUNTRY)
    table = table.with_columns(pl.when(early).then(pl.lit("ALL")).otherwise("coa_iso").alias("coa_iso"))
    table = place_codes(table, "coa_iso", file=path.name, report=report, special=_NOT_PLACES)
    return observations(
        table.select(
            pl.lit("idps_conflict").alias("INDICATOR"),
            pl.lit(NO_PLACE).alias("COUNTERPART_AREA"),
            # two codes of the file are no place: the breakdown keeps them apart
            pl.when(pl.col("coa_iso") == SEVERAL).then("coo_iso").otherwise(pl.lit(NO_PLACE)).alias("COMP_BREAKDOWN"),
            pl.col("coa_iso").alias("REF_AREA"),
            pl.col("year").alias("TIME_PERIOD"),
            pl.col("total").alias("OBS_VALUE"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(table, "total"),
            pl.lit(edition_of(path)).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return together(read_table(path, report) for path in paths)


READER = Reader("idmc", ("idmc_idps_*.csv",), read)
