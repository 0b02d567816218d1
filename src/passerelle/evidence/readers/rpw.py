"""World Bank, Remittance Prices Worldwide: average price of sending 200 USD by corridor and survey.

The DataBank export, one column a survey. Money's direction is turned to the migrants'. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import join_notes, place_codes, rows, together
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt

SENDING, RECEIVING, SERIES = "Sending Countries Code", "Receiving Countries  Code", "Series Code"
AVERAGE_TOTAL_COST = "ATCR.CORR"
_UPDATED = re.compile(r"Last Updated:\s*(\d{1,2})/(\d{1,2})/(\d{4})")
_SURVEY = re.compile(r"^(\d{4})Q([1-4]) \[YR\1Q\2\]$")


def last_updated(table: pl.DataFrame, path: Path) -> str:
    """The date in the notes below the table, written month/day/year; ISO 8601.

    Raises
    ------
    SourceUnreadable : no such note: the file was cut off, or is no DataBank export.
    """
    for cell in reversed(table[table.columns[0]].tail(20).to_list()):
        found = _UPDATED.search(cell or "")
        if found:
            try:
                return date(int(found[3]), int(found[1]), int(found[2])).isoformat()
            except ValueError:
                break
    raise SourceUnreadable(
        'no note "Last Updated: month/day/year" below the table; the file may be cut off.', file=path
    )


def _read_export(path: Path, report: SourceReport) -> pl.DataFrame:
    table = read_csv(path, (SENDING, RECEIVING, SERIES))
    vintage = last_updated(table, path)
    surveys = {name: f"{found[1]}-Q{found[2]}" for name in table.columns if (found := _SURVEY.match(name))}
    if not surveys:
        raise SourceUnreadable('no column of a survey, such as "2020Q3 [YR2020Q3]".', file=path, row=1)
    # the export's notes stand in the first column and leave the codes empty
    notes = table[SENDING].is_null()
    body = numbers(table, list(surveys), file=path)
    report.read(int((~notes).sum()))
    body = body.filter(~notes)
    other = pl.col(SERIES).ne_missing(pl.lit(AVERAGE_TOTAL_COST))
    for series, count in body.filter(other)[SERIES].value_counts().iter_rows():
        report.leave_out(path.name, "another series than the average total cost", f'"{series or ""}"', count)
    body = body.filter(~other)
    for column in (SENDING, RECEIVING):
        body = place_codes(body, column, file=path, report=report)
    body = body.with_columns(join_notes(f"{SENDING}_note", f"{RECEIVING}_note").alias("COMMENT_OBS"))
    long = melt(
        body,
        list(surveys),
        [SENDING, RECEIVING, "COMMENT_OBS"],
        variable_name="survey",
        value_name="OBS_VALUE",
    ).with_columns(pl.col("survey").replace(surveys).alias("TIME_PERIOD"))
    negative = long.filter(pl.col("OBS_VALUE") < 0).height
    if negative:
        report.remark(f"{negative} corridor averages are below zero (promotional exchange rates); kept as published")
    corridors = long.filter(pl.col("OBS_VALUE").is_not_null()).select(SENDING, RECEIVING).n_unique()
    report.remark(f"{corridors} corridors have a price in some survey")
    return rows(
        long.rename({RECEIVING: "COUNTERPART_AREA", SENDING: "REF_AREA"}),
        INDICATOR="remittance_price_200", UNIT_MEASURE="PC", VINTAGE=vintage,
    )  # fmt: skip


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Percent of 200 USD; COUNTERPART_AREA receives the money (the migrants' origin), REF_AREA sends it."""
    return together(_read_export(path, report) for path in paths)


READER = Reader("rpw", ("rpw_corridors_average_total_cost_*.csv",), read)
