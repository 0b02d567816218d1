"""Raymer and others: yearly flows among 53 populations of Asia and the Pacific and four regions of the world.

Read where the user has the file; not shipped, for its licence is not stated. Stands on `reading` and
`observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.places import SEVERAL
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import place_codes, rows, together
from passerelle.evidence.readers._placing import years
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

FILE = "res_od.csv"
VINTAGE = "2022"
REGIONS = ("EUR", "AFR", "SCA", "ROA")  # Europe, Africa, South and Central America, the rest of Asia
_VALUES = ("q50", "q10", "q90")


def _directed(table: pl.DataFrame, path: Path, report: SourceReport) -> pl.DataFrame:
    """Regions become "several places", named in the breakdown; flows within or among them are left out."""
    # a cell without a code is neither region nor the same place: `place_codes` lists it
    from_region, to_region = (pl.col(end).is_in(REGIONS).fill_null(False) for end in ("o_name", "d_name"))
    same = (pl.col("o_name") == pl.col("d_name")).fill_null(False)
    among = table.filter(from_region & to_region).height
    if among:
        report.leave_out(path.name, "from region to region: neither end is a place", "", among)
    within = table.filter(same & ~from_region).height
    if within:
        report.leave_out(path.name, "origin and destination are the same place", "", within)
    kept = table.filter(~(from_region & to_region) & ~same)
    return kept.with_columns(
        pl.when(from_region).then(pl.concat_str(pl.lit("FROM_"), "o_name"))
        .when(to_region).then(pl.concat_str(pl.lit("TO_"), "d_name"))
        .otherwise(pl.lit("_Z")).alias("COMP_BREAKDOWN")
    )  # fmt: skip


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Median and 80 % interval of each yearly flow, persons."""
    parts = []
    for path in paths:
        table = read_csv(path, ("year", "o_name", "d_name", *_VALUES))
        report.read(table.height)
        table = years(numbers(table, _VALUES, file=path, lowest=0), "year", file=path)
        crossed = table.filter((pl.col("q10") > pl.col("q50")) | (pl.col("q50") > pl.col("q90"))).height
        report.check("rows in which the median lies outside its interval", 0, crossed)
        table = _directed(table, path, report)
        regions = dict.fromkeys(REGIONS, SEVERAL)
        for column in ("o_name", "d_name"):
            table = place_codes(table, column, file=path, report=report, also=regions)
        named = table.with_columns(told(table, "q50")).rename({
            "o_name": "COUNTERPART_AREA", "d_name": "REF_AREA", "year": "TIME_PERIOD",
            "q50": "OBS_VALUE", "q10": "LOWER", "q90": "UPPER",
        })  # fmt: skip
        parts.append(rows(named, INDICATOR="migration_flow_year", UNIT_MEASURE="PS", OBS_STATUS="E", VINTAGE=VINTAGE))
    return together(parts)


READER = Reader("apmig", (FILE,), read)
