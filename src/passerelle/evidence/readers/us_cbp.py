"""US Customs and Border Protection: encounters at the southwest border by month and nationality.

Sectors are added up; authority, component and demographic group are kept. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import OTHER, TOTAL
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import once, place_codes, slug
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import gathered, told

FILE = "us_southwest_border_encounters_2017_2025.csv"
_COLUMNS = ("month", "component", "authority", "type", "demog", "nat", "encounters")
_COMPONENTS = {"U.S. Border Patrol": "USBP", "Office of Field Operations": "OFO"}
_ALL = "all nationalities: the table tells them apart from October 2019"


def _group(table: pl.DataFrame) -> pl.Expr:
    """TITLE_8.USBP.SINGLE_ADULTS: authority, component, demographic group."""
    components = {name: _COMPONENTS.get(name, slug(name)) for name in table["component"].unique().to_list()}
    return pl.concat_str(
        pl.col("authority").replace_strict({name: slug(name) for name in table["authority"].unique().to_list()}),
        pl.col("component").replace_strict(components),
        pl.col("demog").replace_strict({name: slug(name) for name in table["demog"].unique().to_list()}),
        separator=".",
    ).alias("COMP_BREAKDOWN")


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a month, nationality, authority, component and group; encounters are events, not persons.

    A row that stands twice, sector and all, is counted once.

    Raises
    ------
    RowRefused : no authority, component or group, a number below zero.
    """
    given = read_csv(path, _COLUMNS)
    report.read(given.height)
    table = numbers(given, ("encounters",), file=path, lowest=0)
    for column in ("authority", "component", "demog"):
        refuse(table, pl.col(column).is_null(), "is empty.", file=path, column=column)
    table = once(table, given.columns, file=path.name, report=report)
    whole = float(table["encounters"].sum())
    vintage = str(table["month"].max())
    table = table.with_columns(pl.col("nat").fill_null("ALL"))
    table = place_codes(table, "nat", file=path.name, report=report, special={"ALL": (TOTAL, _ALL), "OOO": (OTHER, "")})
    rows = (
        table.with_columns(_group(table))
        .group_by("nat", "COMP_BREAKDOWN", "month", maintain_order=True)
        .agg(pl.col("encounters").sum(), pl.col("COMMENT_OBS").first(), *gathered(table, "encounters"))
    )
    report.check("all encounters of the table", whole, float(rows["encounters"].sum()))
    return observations(
        rows.select(
            pl.lit("border_encounters").alias("INDICATOR"),
            pl.col("nat").alias("COUNTERPART_AREA"),
            pl.lit("USA").alias("REF_AREA"),
            "COMP_BREAKDOWN",
            pl.col("month").alias("TIME_PERIOD"),
            pl.col("encounters").alias("OBS_VALUE"),
            pl.lit("ENCOUNTERS").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(rows),
            pl.lit(vintage).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return pl.concat([read_table(path, report) for path in paths])


READER = Reader("us_cbp", (FILE,), read)
