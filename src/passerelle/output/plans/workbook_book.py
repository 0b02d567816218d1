"""A workbook of a plan: its sheets, their names and heads, the formats of its cells.

What stands in the sheets is beside. Stands on `plans.budget` and `base.words`.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from passerelle.base.words import RIGHT_TO_LEFT, language_of, mark, say
from passerelle.output.plans.workbook_rows import FIRST_DAY, clean, day_number, letters, style_of, with_rows
from passerelle.output.tables.columns import looks_like_formula
from passerelle.plans.budget import Budget

HEAD, FIRST = 5, 6  # the row of the heads and the first beneath, counted from 0
SHEETS = {
    "summary": mark("Summary"), "totals": mark("Totals"), "budget": mark("Budget"), "costs": mark("Costs"),
    "actions": mark("Actions"), "funding": mark("Funding"), "timetable": mark("Timetable"),
    "assumptions": mark("Assumptions"), "sources": mark("Sources"),
}  # fmt: skip
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_NAME_ENDS = 31


def sheet_names(language: str) -> dict[str, str]:
    """The sheets' names in a language, as short as names of sheets are, no two alike."""
    found: dict[str, str] = {}
    for role, english in SHEETS.items():
        name = _NO_NAME.sub("", say(english, language)).strip()[:_NAME_ENDS] or english
        found[role] = english if name.lower() in {other.lower() for other in found.values()} else name
    return found


class Book:
    """The workbook with what all sheets share: the forecast, the language, formats, names."""

    def __init__(self, made: Budget, language: str, day: date) -> None:
        # nothing of a text is read as formula, number or link
        options = {
            "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        }  # fmt: skip
        self.made, self.plan, self.language, self.day = made, made.plan, language_of(language), day
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, options)
        self.rows: dict[str, Iterable[str]] = {}
        made_on = datetime(day.year, day.month, day.day)  # noqa: DTZ001
        self.book.set_properties({"title": clean(made.plan.title), "created": made_on})
        self._formats(made.digits)
        self.names = sheet_names(self.language)
        self.sheets = {role: self._sheet(role) for role in SHEETS}

    def _formats(self, digits: int) -> None:
        def add(look: dict[str, object]) -> Any:
            style = self.book.add_format(look)
            style_of(style)  # numbered now: rows that are written whole name formats when the file is done
            return style

        amount = "#,##0" + ("." + "0" * digits if digits else "")
        self.text, self.strong = add({"valign": "top"}), add({"bold": True})
        # the mark that spreadsheets keep for "this is text", so that editing the cell does not start a formula
        self.quoted = add({"quote_prefix": True})
        self.head = add({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.over_amounts = add({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "align": "right"})
        self.year = add({"bold": True, "bottom": 1, "num_format": "0", "align": "right"})
        self.money, self.sum = add({"num_format": amount}), add({"num_format": amount, "bold": True})
        self.total = add({"num_format": amount, "bold": True, "top": 1})
        self.exact, self.count = add({"num_format": "#,##0.00####"}), add({"num_format": "#,##0"})
        self.plain, self.share = add({"num_format": "0"}), add({"num_format": "0.0###%"})
        self.name = add({"num_format": "0", "bold": True, "align": "left"})
        self.factor, self.date = add({"num_format": "0.############"}), add({"num_format": "yyyy-mm-dd"})

    def index(self, style: Any) -> int:
        """The number by which rows that are written whole name a format."""
        return style_of(style)

    def _sheet(self, role: str) -> Any:
        """An empty sheet with its title and, where the plan is invented, that it is."""
        sheet = self.book.add_worksheet(self.names[role])
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        self.write_text(sheet, 0, 0, f"{self.plan.title} · {self.names[role]}", self.strong)
        if self.plan.demonstration:
            self.write_text(sheet, 1, 0, self.say("demonstration: invented"), self.strong)
        return sheet

    def say(self, text: str) -> str:
        """A text in the language of the workbook."""
        return say(text, self.language)

    def ref(self, role: str) -> str:
        """A sheet as formulas name it: 'Costs'!"""
        return f"'{self.names[role]}'!"

    def widths(self, role: str, widths: Sequence[int]) -> None:
        """The widths of a sheet's first columns, in characters."""
        for at, width in enumerate(widths):
            self.sheets[role].set_column(at, at, width)

    def write_text(self, sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
        """Write a text as text."""
        if text:
            plain = self.quoted if looks_like_formula(text) and style in (None, self.text) else style
            sheet.write_string(row, column, clean(text), plain)

    def write_day(self, sheet: Any, row: int, column: int, day: date) -> None:
        """Write a day as a day, or as text where spreadsheets have none so early."""
        if day < FIRST_DAY:
            self.write_text(sheet, row, column, day.isoformat())
        else:
            sheet.write_number(row, column, day_number(day), self.date)

    def heads(self, sheet: Any, row: int, heads: Iterable[str | int], words: int = 99) -> None:
        """Write the heads of columns; years as numbers. Behind `words` columns, and years, stand those of amounts."""
        for at, head in enumerate(heads):
            if isinstance(head, int):
                sheet.write_number(row, at, head, self.year)
                words = min(words, at)
            else:
                self.write_text(sheet, row, at, head, self.head if at < words else self.over_amounts)

    def amount(self, cents: int) -> float:
        """Whole cents as the number that a cell holds."""
        return float(int(cents) / 10**self.made.digits)

    def rounded(self, formula: str) -> str:
        """A formula whose value is in whole cents."""
        return f"ROUND({formula},{self.made.digits})"

    def put_rows(self, role: str, rows: Iterable[str]) -> None:
        """Say which rows stand on a sheet from FIRST on; nothing else may stand there."""
        self.rows[role] = rows

    def content(self) -> bytes:
        """The file."""
        self.book.close()
        parts = {role: f"xl/worksheets/sheet{number}.xml" for number, role in enumerate(SHEETS, start=1)}
        return with_rows(self.out.getvalue(), {parts[role]: rows for role, rows in self.rows.items()})


def down(sheet: str, column: int, first: int, last: int) -> str:
    """A column of a sheet from row to row, counted from 0, as other sheets name it."""
    name = letters(column)
    return f"{sheet}${name}${first + 1}:${name}${max(first, last) + 1}"
