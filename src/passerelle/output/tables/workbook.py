"""XLSX: a sheet of figures typed as numbers, and a sheet "Sources" with papers, columns and notes.

No cell is ever a formula. Stands on `columns`.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from passerelle.base.words import RIGHT_TO_LEFT, language_of, say
from passerelle.evidence.figures import Figure
from passerelle.output.tables.columns import (
    COLUMNS,
    STATUSES,
    all_papers,
    cells_of,
    estimates_note,
    looks_like_formula,
)

_LONGEST = 32_000  # a cell of a workbook holds 32,767 characters
_PAPERS = ("source", "vintage", "publisher", "title", "citation", "licence", "licence_url", "address", "date_read")
_WIDTHS = (18, 12, 30, 34, 70, 26, 34, 40, 12)


class _Book:
    """A workbook with its few formats."""

    def __init__(self, out: io.BytesIO, language: str) -> None:
        # constant memory writes rows as they come; nothing of the text is read as formula, number or link
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
            "strings_to_urls": False,
        }  # fmt: skip
        self.book = xlsxwriter.Workbook(out, options)
        self.head = self.book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.strong = self.book.add_format({"bold": True})
        self.whole = self.book.add_format({"num_format": "#,##0"})
        self.exact = self.book.add_format({"num_format": "#,##0.00####"})
        # the mark that spreadsheets keep for "this is text", so that editing the cell does not start a formula
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.right_to_left = language_of(language) in RIGHT_TO_LEFT

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """An empty sheet with its columns' widths (characters)."""
        sheet = self.book.add_worksheet(name)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        if self.right_to_left:
            sheet.right_to_left()
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
        """Write a text as text."""
        if text:
            sheet.write_string(
                row, column, text[:_LONGEST], self.quoted if looks_like_formula(text) and not style else style
            )

    def number(self, sheet: Any, row: int, column: int, value: float) -> None:
        """Write a number as a number."""
        sheet.write_number(row, column, value, self.whole if float(value).is_integer() else self.exact)


def _figures_sheet(book: _Book, figures: Sequence[Figure], language: str) -> None:
    sheet = book.sheet("Figures", [column.width for column in COLUMNS])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(figures), 1), len(COLUMNS) - 1)
    for at, column in enumerate(COLUMNS):
        book.text(sheet, 0, at, column.name, book.head)
    for row, figure in enumerate(figures, start=1):
        for at, cell in enumerate(cells_of(figure, language)):
            if isinstance(cell, str):
                book.text(sheet, row, at, cell)
            elif cell is not None:
                book.number(sheet, row, at, cell)


def _sources_sheet(book: _Book, figures: Sequence[Figure], title: str, language: str, day: date) -> None:
    sheet = book.sheet("Sources", _WIDTHS)
    lines = [title, say("Read on {day}.", language).format(day=day.isoformat()), estimates_note(figures, language)]
    row = 0
    for line in filter(None, lines):
        book.text(sheet, row, 0, line, book.strong if row == 0 else None)
        row += 1
    row = _block(book, sheet, row + 1, _PAPERS, [[p.as_dict()[name] for name in _PAPERS] for p in all_papers(figures)])
    row = _block(book, sheet, row + 1, ("column", "means"), [[c.name, say(c.means, language)] for c in COLUMNS])
    _block(book, sheet, row + 1, ("status", "means"), [[code, say(text, language)] for code, text in STATUSES.items()])


def _block(book: _Book, sheet: Any, row: int, head: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    """A small table below what stands; the row after it."""
    for at, name in enumerate(head):
        book.text(sheet, row, at, name, book.head)
    for below, line in enumerate(lines, start=row + 1):
        for at, text in enumerate(line):
            book.text(sheet, below, at, text)
    return row + len(lines) + 1


def to_xlsx(figures: Sequence[Figure], *, title: str, language: str, day: date) -> bytes:
    """The figures as a workbook of two sheets, "Figures" and "Sources"; the day stands for its time of making."""
    out = io.BytesIO()
    book = _Book(out, language)
    book.book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    _figures_sheet(book, figures, language)
    _sources_sheet(book, figures, title, language, day)
    book.book.close()
    return out.getvalue()
