"""WHO's Global Health Observatory: the columns that all its exports share.

Holds the reading of an export; which codes become which figures is each source's own. Stands on `reading`.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from passerelle.evidence.observations import observations
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

_COLUMNS = ("IndicatorCode", "SpatialDimValueCode", "Location", "Period", "FactValueNumeric", "DateModified")


def read_export(
    path: Path, codes: Mapping[str, tuple[str, str]], report: SourceReport, *, highest: float | None = None
) -> pl.DataFrame:
    """Read an export of the observatory.

    Parameters
    ----------
    codes : the observatory's indicator code → our code and its unit.
    highest : the most that a value can be, where there is such.

    Returns
    -------
    Observations; VINTAGE is the month of the last change that the export names, else its newest year.

    Raises
    ------
    SourceUnreadable : a column is lacking. RowRefused : a value that is no number, below zero or above `highest`.
    """
    table = numbers(read_csv(path, _COLUMNS), ("FactValueNumeric",), file=path, lowest=0, highest=highest)
    report.read(table.height)
    wanted = pl.col("IndicatorCode").is_in(list(codes)).fill_null(False)
    for code, rows in table.filter(~wanted)["IndicatorCode"].value_counts().sort("IndicatorCode").rows():
        report.leave_out(path.name, f'indicator "{code or ""}" is not read here', 'column "IndicatorCode"', rows)
    table = table.filter(wanted)
    if "Location type" in table.columns:
        regions = pl.col("Location type").ne_missing(pl.lit("Country"))
        for name, rows in table.filter(regions)["Location"].value_counts().sort("Location").rows():
            report.leave_out(path.name, "a grouping, not a place", name, rows)
        table = table.filter(~regions)
    table = place_codes(table, "SpatialDimValueCode", file=path.name, report=report)
    changed = table["DateModified"].str.slice(0, 7).max()
    return observations(
        table.select(
            pl.col("IndicatorCode")
            .replace_strict({code: ours for code, (ours, _) in codes.items()})
            .alias("INDICATOR"),
            pl.col("SpatialDimValueCode").alias("REF_AREA"),
            pl.col("Period").alias("TIME_PERIOD"),
            pl.col("FactValueNumeric").alias("OBS_VALUE"),
            pl.col("IndicatorCode")
            .replace_strict({code: unit for code, (_, unit) in codes.items()})
            .alias("UNIT_MEASURE"),
            "COMMENT_OBS",
            *told(table, "FactValueNumeric"),
            # one export is one edition, though its rows were changed on many days
            pl.lit(str(changed or table["Period"].max())).alias("VINTAGE"),
        )
    )
