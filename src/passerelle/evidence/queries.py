"""The reads of the evidence, as ibis expressions that run on any engine.

`reads/` holds the fixed ones as SQL for DuckDB, so that a cold start need not import ibis; a test proves that the two
say the same. Stands on `observations` and `store`.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from passerelle.evidence.observations import OBSERVATION
from passerelle.evidence.store import SUM_KEYS

SCHEMA = ibis.schema(
    {"SOURCE": "string"} | {column.name: "float64" if column.type.is_float() else "string" for column in OBSERVATION}
)
VINTAGES = ibis.schema({"SOURCE": "string", "INDICATOR": "string", "VINTAGE": "string"})
# The order in which `store.Observation` takes its fields.
FIELDS = (
    "SOURCE", "VINTAGE", "INDICATOR", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN",
    "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "LOWER", "UPPER", "COMMENT_OBS",
)  # fmt: skip
# Between two places whichever is the origin: the geography source stores one row a pair.
BOTH_WAYS = ("colonial_tie", "contiguity", "distance_km", "official_language_shared")


def observations_table() -> ir.Table:
    """The unbound table of all observations."""
    return ibis.table(SCHEMA, name="observations")


def vintages_table() -> ir.Table:
    """The unbound table of the vintages that the reader of figures chose, a row a source and indicator."""
    return ibis.table(VINTAGES, name="chosen")


def chosen(table: ir.Table, vintages: ir.Table) -> ir.Table:
    """Keep the observations of the chosen vintages alone."""
    return table.semi_join(vintages, ["SOURCE", "INDICATOR", "VINTAGE"])


def read_of(table: ir.Table) -> ir.Table:
    """The fields of an observation in their order, sorted so that a series reads in time."""
    return table.select(*FIELDS).order_by(
        "INDICATOR", "SOURCE", "VINTAGE", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN",
        "TIME_PERIOD",
    )  # fmt: skip


def of_corridor(table: ir.Table, origin: ir.StringValue, destination: ir.StringValue, codes: Sequence[str]) -> ir.Table:
    """What is observed of one corridor; what holds both ways is stored once and found from either end.

    Two simple filters put together, not one with "or": an engine can then skip what is sorted elsewhere.
    """
    along = table.filter(table.COUNTERPART_AREA == origin, table.REF_AREA == destination)
    back = table.filter(table.COUNTERPART_AREA == destination, table.REF_AREA == origin)
    back = back.filter(back.INDICATOR.isin(list(BOTH_WAYS)))
    return along.filter(along.INDICATOR.isin(list(codes))).union(back)


def of_place(table: ir.Table, place: ir.StringValue, codes: Sequence[str]) -> ir.Table:
    """What is observed of one place by itself, and of its people where no one destination or origin is named."""
    alone = table.filter(table.COUNTERPART_AREA == "_Z", table.REF_AREA == place)
    leaving = table.filter(table.COUNTERPART_AREA == place, table.REF_AREA.isin(["_X", "W0"]))
    arriving = table.filter(table.COUNTERPART_AREA == "_T", table.REF_AREA == place)
    kept = [part.filter(part.INDICATOR.isin(list(codes))) for part in (alone, leaving, arriving)]
    return ibis.union(*kept)


def summed(table: ir.Table, vintages: ir.Table, side: str, place: ir.StringValue, codes: Sequence[str]) -> ir.Table:
    """Sums over all partners of a place: over destinations (side "origin") or origins (side "destination")."""
    column = "COUNTERPART_AREA" if side == "origin" else "REF_AREA"
    kept = table.filter(table[column] == place, table.INDICATOR.isin(list(codes)))
    kept = chosen(kept, vintages)
    sums = kept.group_by(list(SUM_KEYS)).agg(OBS_VALUE=kept.OBS_VALUE.sum(), PARTNERS=kept.count())
    return sums.order_by(list(SUM_KEYS))


def of_codes(table: ir.Table, vintages: ir.Table, codes: Sequence[str]) -> ir.Table:
    """All observations of some codes, the partners of every place among them."""
    return read_of(chosen(table.filter(table.INDICATOR.isin(list(codes))), vintages))


def of_places(table: ir.Table, vintages: ir.Table, codes: Sequence[str]) -> ir.Table:
    """As `of_codes`, of places by themselves only: not who lives in one place and comes from another."""
    alone = table.COUNTERPART_AREA.isin(["_Z", "_T"]) | table.REF_AREA.isin(["_X", "W0"])
    return read_of(chosen(table.filter(table.INDICATOR.isin(list(codes)), alone), vintages))


def summed_by_place(table: ir.Table, vintages: ir.Table, side: str, codes: Sequence[str]) -> ir.Table:
    """As `summed`, for every place at once; the place comes first."""
    column = "COUNTERPART_AREA" if side == "origin" else "REF_AREA"
    kept = chosen(table.filter(table.INDICATOR.isin(list(codes))), vintages)
    keys = [column, *SUM_KEYS]
    sums = kept.group_by(keys).agg(OBS_VALUE=kept.OBS_VALUE.sum(), PARTNERS=kept.count())
    return sums.order_by(keys)


def largest(
    table: ir.Table, vintages: ir.Table, most: int, side: str = "", place: ir.StringValue | None = None
) -> ir.Table:
    """The largest stocks of the newest period, both sexes: of the world, or of one place on one side."""
    kept = table.filter(
        table.INDICATOR == "migrant_stock", table.SEX == "_T", table.COMP_BREAKDOWN == "_Z",
        table.COUNTERPART_AREA.length() == 3, table.REF_AREA.length() == 3,
    )  # fmt: skip
    if side:
        kept = kept.filter(kept["COUNTERPART_AREA" if side == "origin" else "REF_AREA"] == place)
    kept = chosen(kept, vintages)
    last = kept.mutate(NEWEST=kept.TIME_PERIOD.max().over(ibis.window()))
    return (
        last.filter(last.TIME_PERIOD == last.NEWEST)
        .select(*FIELDS)
        .order_by(ibis.desc("OBS_VALUE"), "COUNTERPART_AREA", "REF_AREA")
        .limit(most)
    )


def on_routes(table: ir.Table, vintages: ir.Table, codes: Sequence[str]) -> ir.Table:
    """Detections, deaths and survivors filed under routes, whose slug opens the breakdown; with coordinates."""
    slug = table.COMP_BREAKDOWN.split("#")[0].split(".")[0]
    kept = table.filter(table.INDICATOR.isin(["detections", "deaths_missing"]), slug.isin(list(codes)))
    fields = [*FIELDS, "LATITUDE", "LONGITUDE"]
    return chosen(kept, vintages).select(*fields).order_by("INDICATOR", "TIME_PERIOD", "COMP_BREAKDOWN", *FIELDS[3:5])


def explored(
    table: ir.Table,
    vintages: ir.Table,
    *,
    indicator: str = "",
    origins: Sequence[str] = (),
    destinations: Sequence[str] = (),
    periods: tuple[str, str] | None = None,
    sex: str = "",
    source: str = "",
) -> ir.Table:
    """Observations under the filters given; an empty filter lets everything through.

    `periods` are the first and last year; a span of years is let in by its first.
    """
    kept = chosen(table, vintages)
    if indicator:
        kept = kept.filter(kept.INDICATOR == indicator)
    if origins:
        kept = kept.filter(kept.COUNTERPART_AREA.isin(list(origins)))
    if destinations:
        kept = kept.filter(kept.REF_AREA.isin(list(destinations)))
    if periods:
        year = kept.TIME_PERIOD.left(4)
        kept = kept.filter(year >= periods[0], year <= periods[1])
    if sex:
        kept = kept.filter(kept.SEX == sex)
    if source:
        kept = kept.filter(kept.SOURCE == source)
    return kept
