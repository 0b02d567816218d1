"""CSV: one header, one figure a row, the citation and licence on every row.

UTF-8 without a byte order mark; no comment lines, which readers of CSV trip over. Stands on `columns`.
"""

import csv
import io
from collections.abc import Sequence

from passerelle.evidence.figures import Figure
from passerelle.output.tables.columns import NAMES, Cell, cells_of, plain_number, safe_text


def written(cell: Cell) -> str:
    """A cell as CSV has it: numbers plain, text never a formula, nothing where nothing is known."""
    return safe_text(cell) if isinstance(cell, str) else plain_number(cell)


def to_csv(figures: Sequence[Figure], language: str) -> bytes:
    """The figures as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NAMES)
    writer.writerows([written(cell) for cell in cells_of(figure, language)] for figure in figures)
    return out.getvalue().encode("utf-8")
