"""Writing a source's observations as one Parquet file: sorted, checked, and the same bytes for the same input.

Stands on `observations` and `cards`.
"""

import hashlib
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from passerelle.base.errors import Contradiction, RowRefused
from passerelle.evidence.observations import KEY, OBSERVATION, known_areas

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
    Contradiction : two rows share a key and differ in value; both are named.
    RowRefused : an area that is neither a place nor one of SDMX's codes.
    """
    for column in ("COUNTERPART_AREA", "REF_AREA"):
        strange = rows.filter(~pl.col(column).is_in(list(known_areas())))
        if strange.height:
            raise RowRefused(
                f'{source}: "{strange[column][0]}" stands in {column} but is no place. The reader must resolve it.'
            )
    once = rows.unique(maintain_order=False)
    folded = rows.height - once.height
    clashing = once.filter(pl.struct(KEY).is_duplicated())
    if clashing.height:
        values = clashing.select(*KEY, "OBS_VALUE").sort(*KEY, "OBS_VALUE")
        first, second = values.row(0, named=True), values.row(1, named=True)
        if first["OBS_VALUE"] != second["OBS_VALUE"]:
            raise Contradiction(_clash(source, first, second))
        # the same value said twice with other remarks: the first remark in order stands
        once = once.sort(*KEY, "COMMENT_OBS", nulls_last=True).unique(KEY, keep="first")
        worse = _still_clashing(clashing)
        if worse is not None:
            raise Contradiction(_clash(source, *worse))
        folded = rows.height - once.height
    ordered = once.select(pl.lit(source).alias("SOURCE"), *[column.name for column in OBSERVATION])
    return ordered.sort(*ORDER), folded


def _still_clashing(rows: pl.DataFrame) -> tuple[dict[str, object], dict[str, object]] | None:
    apart = rows.group_by(*KEY).agg(pl.col("OBS_VALUE").n_unique().alias("values")).filter(pl.col("values") > 1)
    if not apart.height:
        return None
    pair = rows.join(apart, on=list(KEY)).select(*KEY, "OBS_VALUE").unique().sort(*KEY, "OBS_VALUE")
    return pair.row(0, named=True), pair.row(1, named=True)


def _clash(source: str, first: dict[str, object], second: dict[str, object]) -> str:
    def told(row: dict[str, object]) -> str:
        key = " ".join(str(row[name]) for name in KEY)
        return f"[{key}] = {row['OBS_VALUE']}"

    return (
        f"Source {source} says two things of one figure: {told(first)} and {told(second)}. "
        "Nothing was written. Take the wrong row out of the publisher's file, or ask the publisher."
    )


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
