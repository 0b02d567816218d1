"""Writing a source's observations as one Parquet file: sorted, checked, and the same bytes for the same input.

Stands on `observations` and `cards`.
"""

import hashlib
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from passerelle.base.errors import Contradiction, PeriodUnreadable, RowRefused
from passerelle.base.periods import read_period
from passerelle.evidence.observations import KEY, OBSERVATION, STORED, known_areas
from passerelle.evidence.whence import FILE, ROW

# By place first: the reads of a corridor or a place then skip all but a few pages.
ORDER = ("COUNTERPART_AREA", "REF_AREA", *(name for name in KEY if name not in ("COUNTERPART_AREA", "REF_AREA")))
_PLAIN = {"OBS_VALUE", "LOWER", "UPPER", "LATITUDE", "LONGITUDE"}
ARROW = pa.schema(
    [pa.field("SOURCE", pa.string())]
    + [pa.field(column.name, pa.float64() if column.type.is_float() else pa.string()) for column in OBSERVATION]
)


def settle(rows: pl.DataFrame, source: str) -> tuple[pl.DataFrame, int]:
    """Sort rows, fold exact duplicates and refuse contradictions.

    Returns
    -------
    the rows sorted by key, and how many duplicates were folded.

    Raises
    ------
    Contradiction : two rows share a key and differ in value; both are named, with file and row where they are told.
    RowRefused : an area that is neither a place nor one of SDMX's codes, or a period that is none.
    """
    for column in ("COUNTERPART_AREA", "REF_AREA"):
        strange = rows.filter(~pl.col(column).is_in(list(known_areas())))
        if strange.height:
            raise RowRefused(
                f'{source}: {_where(strange.row(0, named=True))}"{strange[column][0]}" stands in {column} but is no '
                "place. The reader must resolve it."
            )
    _periods_are_periods(rows, source)
    once = rows.unique(STORED, keep="any", maintain_order=False)
    folded = rows.height - once.height
    clashing = once.filter(pl.struct(KEY).is_duplicated())
    if clashing.height:
        _refuse_clash(clashing, source)
        # the same value said twice with other remarks: the first remark in order stands
        once = once.sort(*KEY, "COMMENT_OBS", nulls_last=True).unique(KEY, keep="first")
        folded = rows.height - once.height
    ordered = once.select(pl.lit(source).alias("SOURCE"), *STORED)
    return ordered.sort(*ORDER), folded


def _where(row: dict[str, Any]) -> str:
    """`stock.csv, row 12: `, or "" for a row that no file holds."""
    if not row.get(FILE):
        return ""
    return f"{row[FILE]}, row {row[ROW]}: " if row.get(ROW) else f"{row[FILE]}: "


def _periods_are_periods(rows: pl.DataFrame, source: str) -> None:
    """Every period can be read, and is written as the store writes it: two spellings would be two figures."""
    for text in rows["TIME_PERIOD"].unique().sort().to_list():
        try:
            written = read_period(text or "").text
        except PeriodUnreadable as problem:
            said = str(problem)
        else:
            if written == text:
                continue
            said = f'"{text}" is written {written} here.'
        row = rows.filter(pl.col("TIME_PERIOD").eq_missing(text)).row(0, named=True)
        raise RowRefused(f"{source}: {_where(row)}TIME_PERIOD: {said}")


def _refuse_clash(rows: pl.DataFrame, source: str) -> None:
    """Refuse the first key, in order, whose rows differ in value."""
    apart = rows.group_by(*KEY).agg(pl.col("OBS_VALUE").n_unique().alias("values")).filter(pl.col("values") > 1)
    if not apart.height:
        return
    key = apart.sort(*KEY).select(KEY).row(0, named=True)
    same = rows.filter(pl.all_horizontal(pl.col(name) == value for name, value in key.items()))
    pair = same.sort(FILE, ROW, "OBS_VALUE").unique("OBS_VALUE", keep="first", maintain_order=True)
    first, second = pair.row(0, named=True), pair.row(1, named=True)
    named = " ".join(str(value) for value in key.values())
    raise Contradiction(
        f"Source {source} says two things of one figure, [{named}]: {_said(first)} and {_said(second)}. "
        f"Nothing was written. Take the wrong row out of the publisher's file, or ask the publisher."
    )


def _said(row: dict[str, Any]) -> str:
    where = _where(row).removesuffix(": ")
    return f"{row['OBS_VALUE']} ({where})" if where else f"{row['OBS_VALUE']}"


def write(rows: pl.DataFrame, path: Path) -> str:
    """Write settled rows; the same rows give the same bytes. Returns the SHA-256 of the file."""
    table = rows.to_arrow().cast(ARROW)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=True,
        dictionary_pagesize_limit=2 << 20,
        row_group_size=120_000,
        write_statistics=[name for name in ARROW.names if name not in _PLAIN],
        store_schema=False,
        version="2.6",
    )
    return hashlib.sha256(path.read_bytes()).hexdigest()
