"""Parquet: typed columns, and the title, the day and the sources as metadata of the file.

Stands on `columns`.
"""

import io
import json
from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from passerelle.evidence.figures import Figure
from passerelle.output.tables.columns import COLUMNS, all_papers, cells_of, estimates_note


def _schema(metadata: dict[str, str]) -> pa.Schema:
    fields = [
        pa.field(column.name, pa.float64() if column.is_number else pa.string(), metadata={"means": column.means})
        for column in COLUMNS
    ]
    return pa.schema(fields, metadata=metadata)


def to_parquet(figures: Sequence[Figure], *, title: str, language: str, day: date) -> bytes:
    """The figures as Parquet; `sources` in the file's metadata is a JSON list of papers."""
    schema = _schema(
        {
            "title": title,
            "read": day.isoformat(),
            "note": estimates_note(figures, language),
            "sources": json.dumps([papers.as_dict() for papers in all_papers(figures)], ensure_ascii=False),
        }
    )
    rows = [cells_of(figure, language) for figure in figures]
    arrays = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(schema)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()
