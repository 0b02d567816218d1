"""Rows of plain values as JSON Lines and CSV, written as they come, so that no file is held whole.

Knows no figures and no fields of its own: who has rows names the columns. Stands on `columns`.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from passerelle.output.tables.columns import safe_text

Row = Mapping[str, Any]
# A number that is kept as a text: a minus before it makes no formula.
_FIGURE = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
# So many bytes are sent at a time: a row by itself would be a packet by itself.
LOT = 32_768


class _Echo:
    """A file that gives back what is written into it, so that a row can be sent as it is made."""

    def write(self, value: str) -> str:
        """The row."""
        return value


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"a row holds {type(value).__name__}, which JSON has no form for")


def cell(value: Any) -> str:
    """A value as one cell: lists of plain values side by side, nested ones as JSON, a text never a formula.

    What is not known is empty, never zero; yes and no are "true" and "false".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return cell("; ".join(str(one) for one in value))
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else str(_plain(value))
    return text if _FIGURE.fullmatch(text) else safe_text(text)


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """One row a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A head, then one row a line; a column that a row lacks is empty."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(row.get(name)) for name in columns])


def in_lots(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together until they are worth sending."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= LOT:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)
