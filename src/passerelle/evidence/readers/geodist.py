"""CEPII GeoDist: distances, contiguity, languages and colonial ties by pair of countries.

An oracle for `geography`, and for users who have the file; not shipped. Stands on `reading`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import join_notes, place_codes, rows, together
from passerelle.evidence.readers._placing import leave_out
from passerelle.evidence.reading import MISSING, numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

FILE = "dist_cepii.csv"
REFERENCE_YEAR = "2011"
_MARKS = MISSING | {"."}
_COLUMNS = {
    "distcap": ("distance_capitals_km", "KM"),
    "dist": ("distance_cities_km", "KM"),
    "distw": ("distance_weighted_km", "KM"),
    "contig": ("contiguity", "1"),
    "comlang_off": ("official_language_shared", "1"),
    "comlang_ethno": ("language_spoken_shared", "1"),
    "colony": ("colonial_tie", "1"),
    "curcol": ("colonial_tie_current", "1"),
    "col45": ("colonial_tie_1945", "1"),
}


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Kilometres and flags (0 or 1) for all ordered pairs."""
    parts = []
    for path in paths:
        table = read_csv(path, ("iso_o", "iso_d", *_COLUMNS))
        report.read(table.height)
        table = numbers(table, list(_COLUMNS), file=path, lowest=0, marks=_MARKS)
        same = table.filter(pl.col("iso_o") == pl.col("iso_d")).height
        leave_out(report, path.name, "a place and itself", same)
        table = table.filter(pl.col("iso_o").ne_missing(pl.col("iso_d")))
        for column in ("iso_o", "iso_d"):
            table = place_codes(table, column, file=path, report=report)
        table = table.with_columns(join_notes("iso_o_note", "iso_d_note").alias("COMMENT_OBS")).rename(
            {"iso_o": "COUNTERPART_AREA", "iso_d": "REF_AREA"}
        )
        for column, (indicator, unit) in _COLUMNS.items():
            values = table.with_columns(
                pl.col(column).alias("OBS_VALUE"), pl.lit(unit).alias("UNIT_MEASURE"), *told(table, column)
            )
            parts.append(rows(values, INDICATOR=indicator, TIME_PERIOD=REFERENCE_YEAR, VINTAGE=REFERENCE_YEAR))
    return together(parts)


READER = Reader("geodist", (FILE,), read)
