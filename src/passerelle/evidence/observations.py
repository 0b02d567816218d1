"""What an observation is: the columns, their types and the rules that every row meets.

Names are SDMX's. COUNTERPART_AREA is the migrants' origin and precedes REF_AREA, the destination or the
one place that a figure is about. Stands on `base`.
"""

from dataclasses import dataclass

import polars as pl

from passerelle.base.places import NO_PLACE, NOT_PLACES, TOTAL, all_places
from passerelle.evidence.whence import MARK, WHENCE


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, what it means, and whether a row may lack it."""

    name: str
    type: type[pl.DataType]
    means: str
    missing: bool = False
    default: str | None = None


OBSERVATION = (
    Column("INDICATOR", pl.String, "what is observed; a code that the source's card lists under `observes`"),
    Column("COUNTERPART_AREA", pl.String, "origin: alpha-3, or _Z not applicable, _O other, _U unknown, "
           "_X several, _T all origins", default=NO_PLACE),
    Column("REF_AREA", pl.String, "destination, or the one place the figure is about: alpha-3, W0 world, "
           "_X unspecified", default=NO_PLACE),
    Column("SEX", pl.String, "_T both, F, M", default=TOTAL),
    Column("AGE", pl.String, "_T all, else SDMX: Y0T4, Y15T64, Y_GE65", default=TOTAL),
    Column("COMP_BREAKDOWN", pl.String, "method, reason, route, citizenship …; _Z none", default=NO_PLACE),
    Column("TIME_PERIOD", pl.String, "2020, 2015-2020, 2020-Q3, 2015-04, 2015-04-30"),
    Column("OBS_VALUE", pl.Float64, "the value, in the unit"),
    Column("UNIT_MEASURE", pl.String, "PS persons, USD, PC percent, 1 pure number …"),
    Column("OBS_STATUS", pl.String, "SDMX: A normal, B break, E estimated, F forecast, I imputed, "
           "P provisional, U low reliability, D definition differs", default="A"),
    Column("LOWER", pl.Float64, "lower end of the published interval", missing=True),
    Column("UPPER", pl.Float64, "upper end of the published interval", missing=True),
    Column("LATITUDE", pl.Float64, "degrees north, for events with a place on the map", missing=True),
    Column("LONGITUDE", pl.Float64, "degrees east", missing=True),
    Column("COMMENT_OBS", pl.String, "what must be said of this very value", missing=True),
    Column("VINTAGE", pl.String, "edition or last update of the source; sorts in time"),
)  # fmt: skip

STORED = tuple(column.name for column in OBSERVATION)
# what readers give: the columns of an observation, and where in the publisher's file each row stands
SCHEMA = pl.Schema({column.name: column.type for column in OBSERVATION} | WHENCE)
KEY = (
    "INDICATOR", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN", "TIME_PERIOD", "VINTAGE",
)  # fmt: skip
STATUSES = {
    "A": "normal value",
    "B": "break in the series",
    "D": "definition differs",
    "E": "estimate",
    "F": "forecast",
    "I": "imputed",
    "P": "provisional",
    "U": "low reliability",
}


def known_areas() -> frozenset[str]:
    """Every code that may stand as an area: places and SDMX's codes for what is no place."""
    return frozenset(all_places()) | NOT_PLACES


def observations(rows: pl.DataFrame) -> pl.DataFrame:
    """Bring a table to the columns of an observation, in order, with defaults for those it lacks.

    Values that are missing are left out: a missing figure is no row, never a zero. Where a row was read stays beside
    it; a footnote mark at its value becomes part of its comment.
    """
    absent = [
        pl.lit(column.default, dtype=column.type()).alias(column.name)
        for column in OBSERVATION
        if column.name not in rows.columns and (column.missing or column.default is not None)
    ]
    nowhere = [pl.lit(None, dtype=kind()).alias(name) for name, kind in WHENCE.items() if name not in rows.columns]
    whole = rows.with_columns(absent + nowhere)
    if MARK in whole.columns:
        whole = whole.with_columns(_marked())
    cast = whole.select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
    filled = [pl.col(column.name).fill_null(column.default) for column in OBSERVATION if column.default is not None]
    return cast.with_columns(filled).filter(pl.col("OBS_VALUE").is_not_null() & pl.col("OBS_VALUE").is_finite())


def _marked() -> pl.Expr:
    said = pl.when(pl.col(MARK).is_not_null()).then(
        pl.concat_str(pl.lit("marked "), MARK, pl.lit(" in the publisher’s table"))
    )
    joined = pl.concat_str([pl.col("COMMENT_OBS"), said], separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined).alias("COMMENT_OBS")
