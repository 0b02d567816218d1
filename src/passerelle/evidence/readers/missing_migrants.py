"""IOM Missing Migrants Project: dead and missing by incident, with its day, route and point on the map.

Incidents stay apart; the words on where an incident happened are not kept. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import SEVERAL, UNKNOWN, all_places
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.readers.frontex import route_code
from passerelle.evidence.reading import numbers, read_csv, refuse
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt

FILE = "missing_migrants_2014_2025_04.csv"
_COLUMNS = ("date", "type", "route", "geo", "dead", "cause", "surv", "nat", "lon", "lat")
_DECIMALS = 4  # of a degree, some eleven metres: finer than any report of an incident


def _nationalities(table: pl.DataFrame, file: str, report: SourceReport) -> pl.DataFrame:
    """One nationality where a single one is known; several keep their list in the comment."""
    known = set(all_places())
    codes: dict[str, str] = {}
    for text in table["nat"].unique().to_list():
        listed = sorted({code for code in text.split(",") if code != "UNK"})
        strange = [code for code in listed if code not in known]
        if strange:
            report.remark(f"{file}: {', '.join(strange)} in the nationalities is no place; the row is kept")
        if text in known:
            codes[text] = text
        else:
            codes[text] = SEVERAL if listed else UNKNOWN
    listed_note = pl.when(pl.col("nat").str.contains(",") & (pl.col("origin") == SEVERAL)).then(
        pl.concat_str(pl.lit("nationalities "), pl.col("nat").str.replace_all(",", ", "))
    )
    return table.with_columns(pl.col("nat").replace_strict(codes).alias("origin")).with_columns(
        pl.concat_str(
            [
                pl.col("cause").str.to_lowercase().str.replace_all(",", ", ").str.replace_all(",  ", ", "),
                pl.when(pl.col("type") != "Incident").then(pl.col("type").str.to_lowercase()),
                listed_note,
            ],
            separator="; ",
            ignore_nulls=True,
        ).alias("COMMENT_OBS")
    )


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row an incident for the dead and missing, one for survivors where they are known.

    COMP_BREAKDOWN is the route and the ordinal of the incident on that route and day, in the order of the
    file: CENTRAL_MEDITERRANEAN#3. Positions are in degrees. An empty nationality is an unknown one.

    Raises
    ------
    RowRefused : no route, a number of dead below zero.
    """
    table = read_csv(path, _COLUMNS, only=True)
    report.read(table.height)
    table = numbers(table, ("dead",), file=path, lowest=0)
    refuse(table, pl.col("route").is_null(), "is empty.", file=path, column="route")
    table = table.with_columns(pl.col("nat").fill_null("UNK"))
    table = numbers(table, ("surv", "lon", "lat"), file=path)
    for row in table.with_row_index("row", 2).filter(pl.col("surv") < 0).iter_rows(named=True):
        report.leave_out(path.name, "survivors below zero", f"row {row['row']}: {row['surv']:g}")
    table = table.with_columns(pl.when(pl.col("surv") >= 0).then("surv").alias("surv"))
    whole = float(table["dead"].sum())
    vintage = str(table["date"].max())[:7]
    table = _nationalities(table, path.name, report)
    table = place_codes(table, "geo", file=path.name, report=report, special={"UNK": (SEVERAL, "")})
    routes = {name: route_code(name) for name in table["route"].unique().to_list()}
    table = table.with_columns(pl.col("route").replace_strict(routes)).with_columns(
        pl.concat_str("route", pl.lit("#"), pl.int_range(1, pl.len() + 1).over("route", "date")).alias(
            "COMP_BREAKDOWN"
        ),
        pl.col("lat").round(_DECIMALS).alias("LATITUDE"),
        pl.col("lon").round(_DECIMALS).alias("LONGITUDE"),
    )
    long = melt(
        table,
        ["dead", "surv"],
        ["origin", "geo", "date", "COMP_BREAKDOWN", "LATITUDE", "LONGITUDE", "COMMENT_OBS"],
        variable_name="what", value_name="OBS_VALUE",
    )  # fmt: skip
    rows = observations(
        long.with_columns(
            pl.col("what").replace_strict({"dead": "deaths_missing", "surv": "survivors"}).alias("INDICATOR"),
            pl.col("origin").alias("COUNTERPART_AREA"),
            pl.col("geo").alias("REF_AREA"),
            pl.col("date").alias("TIME_PERIOD"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            pl.lit(vintage).alias("VINTAGE"),
        )
    )
    kept = float(rows.filter(pl.col("INDICATOR") == "deaths_missing")["OBS_VALUE"].sum())
    report.check("dead and missing in the whole table", whole, kept)
    return rows


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return pl.concat([read_table(path, report) for path in paths])


READER = Reader("missing_migrants", (FILE,), read)
