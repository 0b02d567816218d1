"""Abel and Cohen: bilateral migration flows over five years, six methods, and by type of move.

Zeros are not kept row by row: see `migration_flow_total` and the card. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import TOTAL, WORLD
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import join_notes, place_codes, rows, together
from passerelle.evidence.readers._placing import years
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt

FLOWS = "bilat_mig_1990_2020.csv"
TYPES = "bilat_mig_type_1990_2020.csv"
VINTAGE = "2022"
METHODS = {
    name: name.upper()
    for name in ("sd_drop_neg", "sd_rev_neg", "mig_rate", "da_min_open", "da_min_closed", "da_pb_closed")
}
ACCOUNTING = {name: METHODS[name] for name in ("da_min_open", "da_min_closed", "da_pb_closed")}
MOVES = ("outward", "return", "transit")
ROUNDING = 2  # persons: three moves rounded apart may differ so much from their rounded sum


def _table(path: Path, report: SourceReport, methods: Sequence[str], leading: tuple[str, ...]) -> pl.DataFrame:
    table = read_csv(path, (*leading, *methods))
    report.read(table.height)
    table = years(numbers(table, methods, file=path, lowest=0, whole=True), "year0", file=path)
    # the table has no Channel Islands: CHI is Chile, whose own code never occurs and whose neighbours are its partners
    table = table.with_columns(pl.col("orig", "dest").replace("CHI", "CHL"))
    for column in ("orig", "dest"):
        table = place_codes(table, column, file=path, report=report)
    first = pl.col("year0").cast(pl.Int32)
    return table.with_columns(
        pl.concat_str(first, first + 5, separator="-").alias("TIME_PERIOD"),
        join_notes("orig_note", "dest_note").alias("COMMENT_OBS"),
    )


def _long(table: pl.DataFrame, methods: dict[str, str], index: list[str]) -> pl.DataFrame:
    long = melt(table, list(methods), index, variable_name="method", value_name="OBS_VALUE")
    return long.with_columns(pl.col("method").replace(methods).alias("COMP_BREAKDOWN"))


def _totals(long: pl.DataFrame) -> pl.DataFrame:
    """Departures of each origin and arrivals of each destination, summed over the table.

    Their presence says that the place is covered in the period: a pair of covered places that has no row of
    its own is a zero.
    """
    key = ["TIME_PERIOD", "COMP_BREAKDOWN"]
    places = pl.concat([
        long.select(pl.col(end).alias("place"), *key) for end in ("orig", "dest")
    ]).unique()  # fmt: skip
    parts = []
    for end, counterpart, ref in (
        ("orig", pl.col("place"), pl.lit(WORLD)),
        ("dest", pl.lit(TOTAL), pl.col("place")),
    ):
        sums = long.group_by(pl.col(end).alias("place"), *key).agg(pl.col("OBS_VALUE").sum())
        whole = places.join(sums, on=["place", *key], how="left").with_columns(pl.col("OBS_VALUE").fill_null(0.0))
        parts.append(whole.select(counterpart.alias("COUNTERPART_AREA"), ref.alias("REF_AREA"), *key, "OBS_VALUE"))
    return pl.concat(parts)


def _pairs(long: pl.DataFrame) -> pl.DataFrame:
    named = long.rename({"orig": "COUNTERPART_AREA", "dest": "REF_AREA"})
    return named.filter(pl.col("OBS_VALUE") > 0)


def _hold_types(flows: pl.DataFrame, types: pl.DataFrame, report: SourceReport) -> None:
    """Outward, return and transit moves must sum to the flow of the same method."""
    key = ["COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD", "method"]
    sums = types.group_by(key).agg(pl.col("OBS_VALUE").sum().alias("sum"))
    both = flows.filter(pl.col("method").is_in(list(ACCOUNTING))).join(sums, on=key, how="full", coalesce=True)
    off = both.with_columns(pl.col("OBS_VALUE", "sum").fill_null(0.0)).filter(
        (pl.col("OBS_VALUE") - pl.col("sum")).abs() > ROUNDING
    )
    report.check(f"flows that differ by more than {ROUNDING} from the sum of their three moves", 0, off.height)
    for row in off.sort("OBS_VALUE", descending=True).head(10).iter_rows(named=True):
        pair = f"{row['COUNTERPART_AREA']} → {row['REF_AREA']} {row['TIME_PERIOD']}"
        report.tell(f"{pair} {row['method']}: sum of moves", row["OBS_VALUE"], row["sum"])


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Flows by method, their totals by place, and moves by type; persons over five years."""
    by_name = {path.name: path for path in paths}
    fixed = {"UNIT_MEASURE": "PS", "OBS_STATUS": "E", "VINTAGE": VINTAGE}
    parts, flows = [], None
    if FLOWS in by_name:
        table = _table(by_name[FLOWS], report, tuple(METHODS), ("year0", "orig", "dest"))
        long = _long(table, METHODS, ["orig", "dest", "TIME_PERIOD", "COMMENT_OBS"])
        flows = _pairs(long)
        zeros = long.height - flows.height
        report.leave_out(FLOWS, "zero by this method; the absence of the pair says the same", "", zeros)
        parts += [
            rows(flows, INDICATOR="migration_flow", **fixed),
            rows(_totals(long), INDICATOR="migration_flow_total", **fixed),
        ]
    if TYPES in by_name:
        table = _table(by_name[TYPES], report, tuple(ACCOUNTING), ("year0", "orig", "dest", "type"))
        known = pl.col("type").is_in(MOVES).fill_null(False)
        for kind, count in table.filter(~known)["type"].value_counts().iter_rows():
            report.leave_out(TYPES, "no known type of move", f'"{kind or ""}"', count)
        table = table.filter(known)
        long = _long(table, ACCOUNTING, ["orig", "dest", "TIME_PERIOD", "COMMENT_OBS", "type"])
        types = _pairs(long)
        report.leave_out(TYPES, "zero by this method; the absence of the pair says the same", "",
                         long.height - types.height)  # fmt: skip
        if flows is not None:
            _hold_types(flows, types, report)
        by_type = types.with_columns(pl.concat_str("COMP_BREAKDOWN", pl.col("type").str.to_uppercase(), separator="."))
        parts.append(rows(by_type, INDICATOR="migration_flow_type", **fixed))
    return together(parts)


READER = Reader("abel_cohen", (FLOWS, TYPES), read)
