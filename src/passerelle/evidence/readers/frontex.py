"""Frontex: detections of illegal border-crossing by route, land or sea, nationality and month.

A detection is a crossing, not a person. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import OTHER, SEVERAL
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import once, place_codes, slug
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import gathered, told

FILE = "frontex_detections_route_nationality_month_2009_2025.csv"
_COLUMNS = ("route", "type", "nationality", "month", "detections")
_NOT_PLACES = {
    "OOO": (OTHER, ""),
    "OOS": (OTHER, "sub-Saharan nationals not told apart (code OOS of the table)"),
    "STL": (SEVERAL, "stateless"),
}


def route_code(route: str) -> str:
    """A route's code: its name without the word route, as in CENTRAL_MEDITERRANEAN."""
    return slug(route.removesuffix(" Route").removesuffix(" routes"))


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a route, kind of border, nationality and month; a row that stands twice is counted once.

    Raises
    ------
    RowRefused : no route or kind of border, a number below zero.
    """
    table = read_csv(path, _COLUMNS, only=True)
    report.read(table.height)
    table = numbers(table, ("detections",), file=path, lowest=0)
    for column in ("route", "type"):
        refuse(table, pl.col(column).is_null(), "is empty.", file=path, column=column)
    table = once(table, _COLUMNS, file=path.name, report=report)
    whole = float(table["detections"].sum())
    vintage = str(table["month"].max())
    table = place_codes(table, "nationality", file=path.name, report=report, special=_NOT_PLACES)
    routes = {name: route_code(name) for name in table["route"].unique().to_list()}
    borders = {name: slug(name) for name in table["type"].unique().to_list()}
    # two codes of the table may stand for "other": they are added, and the comment names the part
    rows = (
        table.with_columns(
            pl.concat_str(
                pl.col("route").replace_strict(routes), pl.col("type").replace_strict(borders), separator="."
            ).alias("COMP_BREAKDOWN"),
            pl.when(pl.col("nationality") == OTHER)
            .then(pl.concat_str(pl.lit("of which "), pl.col("detections").cast(pl.Int64), pl.lit(" "), "COMMENT_OBS"))
            .otherwise("COMMENT_OBS")
            .alias("COMMENT_OBS"),
        )
        .group_by("nationality", "COMP_BREAKDOWN", "month", maintain_order=True)
        .agg(pl.col("detections").sum(), pl.col("COMMENT_OBS").drop_nulls().first(), *gathered(table, "detections"))
    )
    report.check("all detections of the table", whole, float(rows["detections"].sum()))
    return observations(
        rows.select(
            pl.lit("detections").alias("INDICATOR"),
            pl.col("nationality").alias("COUNTERPART_AREA"),
            pl.lit(SEVERAL).alias("REF_AREA"),
            "COMP_BREAKDOWN",
            pl.col("month").alias("TIME_PERIOD"),
            pl.col("detections").alias("OBS_VALUE"),
            pl.lit("CROSSINGS").alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(rows),
            pl.lit(vintage).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return pl.concat([read_table(path, report) for path in paths])


READER = Reader("frontex", (FILE,), read)
