"""A small spreadsheet: it works out the formulas that a workbook of a plan has, so that tests need no office program.

It knows the functions that these workbooks use and no others; ROUND rounds the number of 15 digits that a cell shows, as
spreadsheets do.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import openpyxl
from openpyxl.utils.cell import range_boundaries

ZERO_DAY = date(1899, 12, 30)
PARTS = re.compile(
    r"""(?P<text>"[^"]*")|(?:'(?P<sheet>[^']*)'!)?(?P<ref>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)
    |(?P<name>[A-Z]+)\(|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|[=<>^*/+(),-])""",
    re.VERBOSE,
)
SIGNS = {"=": "==", "^": "**"}


class Blank(float):
    """An empty cell: 0 where one counts, "" where one compares."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank) or other in ("", 0)

    def __hash__(self) -> int:
        return 0


BLANK = Blank(0)


def rounded(value: float, digits: float) -> float:
    shown = Decimal(f"{value:.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))


def _flat(values: tuple[Any, ...]) -> Iterator[float]:
    for value in values:
        yield from (
            (one for one in value.flat if not isinstance(one, str)) if isinstance(value, np.ndarray) else (value,)
        )


def _match(key: Any, keys: Any, _: float) -> int:
    return next(place for place, one in enumerate(keys.flat, 1) if type(one) is type(key) and one == key)


def _sumifs(values: Any, keys: Any, key: Any) -> float:
    return float(sum(value for value, one in zip(values.flat, keys.flat, strict=True) if one == key))


def _day(serial: float) -> date:
    return ZERO_DAY + timedelta(int(serial))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ROUND": rounded,
    "SUM": lambda *values: sum(_flat(values)),
    "MIN": lambda *values: min(_flat(values)),
    "MAX": lambda *values: max(_flat(values)),
    "IF": lambda asked, yes, no: yes if asked else no,
    "AND": lambda *asked: all(asked),
    "ABS": np.abs,
    "YEAR": lambda serial: _day(serial).year,
    "MONTH": lambda serial: _day(serial).month,
    "DAY": lambda serial: _day(serial).day,
    "DATE": lambda year, month, day: (date(int(year), int(month), int(day)) - ZERO_DAY).days,
    "INDEX": lambda values, place: values.flat[int(place) - 1],
    "MATCH": _match,
    "SUMIFS": _sumifs,
    "SUMPRODUCT": lambda values: float(np.sum(values)),
}


class Calculated:
    """A workbook whose formulas are worked out, whatever values it brings."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        self.found: dict[tuple[str, str], Any] = {}

    def formulas(self) -> Iterator[tuple[str, str, str]]:
        """Sheet, cell and formula of every formula."""
        for sheet in self.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate, str(cell.value)

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell holds when all is worked out."""
        cell = cell.replace("$", "")
        if (sheet, cell) not in self.found:
            held = self.book[sheet][cell]
            self.found[sheet, cell] = (
                self._worked_out(sheet, held.value) if held.data_type == "f" else _as_number(held.value)
            )
        return self.found[sheet, cell]

    def cached(self, sheet: str, cell: str) -> Any:
        """What the file says that it holds."""
        return _as_number(self.shown[sheet][cell].value)

    def wrong(self) -> list[str]:
        """Formulas whose value is another one than the file says."""
        return [
            f"{sheet}!{cell}: {self.cached(sheet, cell)} in the file, {self.value(sheet, cell)} by {formula}"
            for sheet, cell, formula in self.formulas()
            if not same(self.cached(sheet, cell), self.value(sheet, cell))
        ]

    def _range(self, sheet: str, cells: str) -> Any:
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
        rows = self.book[sheet].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return np.array([[self.value(sheet, cell.coordinate) for cell in row] for row in rows], dtype=object)

    def _worked_out(self, sheet: str, formula: str) -> Any:
        names = {"cell": self.value, "cells": self._range, "call": FUNCTIONS}
        return eval(self._python(sheet, formula.removeprefix("=")), {"__builtins__": {}}, names)

    def _python(self, sheet: str, formula: str) -> str:
        said = []
        at = 0
        for part in PARTS.finditer(formula):
            assert part.start() == at, f"{formula} has {formula[at : part.start()]!r}, which is not known here"
            at = part.end()
            if part["ref"]:
                reach = "cells" if ":" in part["ref"] else "cell"
                said.append(f"{reach}({part['sheet'] or sheet!r}, {part['ref']!r})")
            elif part["name"]:
                said.append(f"call[{part['name']!r}](")
            else:
                said.append(part["text"] or part["number"] or SIGNS.get(part["sign"], part["sign"]))
        assert at == len(formula), formula
        return "".join(said)


def same(cached: Any, found: Any) -> bool:
    if isinstance(cached, str) or isinstance(found, str):
        return bool(cached == found)
    return bool(np.isclose(float(cached), float(found), rtol=1e-12, atol=1e-9))


def _as_number(value: Any) -> Any:
    if value is None:
        return BLANK
    return (value.date() - ZERO_DAY).days if isinstance(value, datetime) else value
