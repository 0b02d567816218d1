"""The form for lines of costs: a workbook to fill in, with the plan's actions and what each column means.

Stands on `cost_columns` and `plans`.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from passerelle.base.words import RIGHT_TO_LEFT, language_of, mark, say
from passerelle.exchange._cost_rows import NO_INFLATION, SPREADS
from passerelle.exchange._tables import DIGITS, MOST_ROWS
from passerelle.exchange.cost_columns import COLUMNS, NAMES
from passerelle.plans import codes
from passerelle.plans.records import Action, Cost, Plan, Quantity, Range, likeliest

Value = str | int | Decimal | None
_LARGEST_CELL = 32_000


def costs_template(plan: Plan) -> bytes:
    """A workbook of three sheets, in the plan's language: "Costs" to fill in, "Actions" and "Notes" to look at.

    "Costs" has the plan's lines, which can be changed and handed in again. Cells offer the plan's actions and codes. A
    number that has more digits than a workbook keeps stands as a text, which `costs.read_costs` refuses: nothing is
    rounded unseen.
    """
    out = io.BytesIO()
    form = _Form(plan, out)
    form.costs()
    form.actions()
    form.notes()
    form.book.close()
    return out.getvalue()


class _Form:
    """The workbook while it is written."""

    def __init__(self, plan: Plan, out: io.BytesIO) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
                   "strings_to_urls": False}  # fmt: skip
        self.plan, self.language = plan, language_of(plan.language)
        self.book = xlsxwriter.Workbook(out, options)
        start = plan.period.start
        self.book.set_properties({"created": datetime(max(start.year, 1980), start.month, 1)})  # noqa: DTZ001
        self.head = self.book.add_format({"bold": True, "bottom": 1})
        # the mark that spreadsheets keep for "this is text", so that editing the cell does not start a formula
        self.text = self.book.add_format({"quote_prefix": True})
        self.sheets = {name: self.book.add_worksheet(name) for name in ("Costs", "Actions", "Notes")}
        for sheet in self.sheets.values():
            if plan.demonstration:
                sheet.set_header(f"&C{say('demonstration: invented', self.language)}")
        self.number_of_actions = sum(1 for _ in plan.actions())

    def costs(self) -> None:
        """The sheet to fill in."""
        sheet = self.sheets["Costs"]
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.name, self.head)
        sheet.freeze_panes(1, 0)
        row = 0
        for action in self.plan.actions():
            for cost in action.costs:
                row += 1
                self._row(sheet, row, _cells(action, cost))
        self._choices(sheet)

    def _choices(self, sheet: Any) -> None:
        """What cells offer when one clicks on them."""
        lists: dict[str, Any] = {"category": list(codes.categories()), "spread": list(SPREADS)}
        if self.number_of_actions:
            lists["action"] = f"=Actions!$A$2:$A${self.number_of_actions + 1}"
        if self.plan.inflation:
            lists["inflation"] = f"=Notes!$D$2:$D${len(self.plan.inflation) + 2}"
        for name, source in lists.items():
            at = NAMES.index(name)
            sheet.data_validation(1, at, MOST_ROWS, at, {"validate": "list", "source": source})

    def actions(self) -> None:
        """The actions whose keys the lines name."""
        sheet = self.sheets["Actions"]
        heads = (mark("Action"), mark("Title"), mark("Start"), mark("End"), mark("Days"))
        self._words(sheet, (18, 60, 12, 12, 8), [say(head, self.language) for head in heads])
        for row, action in enumerate(self.plan.actions(), start=1):
            days = (str(day) if day else None for day in (action.start, action.end))
            self._row(sheet, row, (action.key, action.title, *days, action.days))

    def notes(self) -> None:
        """What each column means, and the plan's assumptions of inflation beside."""
        sheet = self.sheets["Notes"]
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        heads = [say("Column", self.language), say("What it means", self.language), "", say("Inflation", self.language)]
        self._words(sheet, (18, 90, 4, 18), heads)
        assumed = [one.key for one in self.plan.inflation] + [NO_INFLATION]
        for row, column in enumerate(COLUMNS, start=1):
            other = assumed[row - 1] if row <= len(assumed) else None
            self._row(sheet, row, (column.name, say(column.means, self.language), None, other))
        for row, other in enumerate(assumed[len(COLUMNS) :], start=len(COLUMNS) + 1):
            self._row(sheet, row, (None, None, None, other))
        row = max(len(COLUMNS), len(assumed)) + 2
        told = [
            say(
                "Decimals have a point. A line whose action and key are in the plan takes the place of the old one.",
                self.language,
            ),
            f"{self.plan.title}: {self.plan.period.start} – {self.plan.period.end}, {self.plan.currency}",
        ]
        for row, text in enumerate(told, start=row):  # noqa: B020
            self._row(sheet, row, (text,))

    def _words(self, sheet: Any, widths: Sequence[int], heads: Sequence[str]) -> None:
        for at, (width, head) in enumerate(zip(widths, heads, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head, self.head)
        sheet.freeze_panes(1, 0)

    def _row(self, sheet: Any, row: int, cells: Sequence[Value]) -> None:
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet.write_string(row, at, cell[:_LARGEST_CELL], self.text)
            elif isinstance(cell, Decimal) and len(cell.normalize().as_tuple().digits) > DIGITS:
                sheet.write_string(row, at, f"{cell:f}", self.text)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(row, at, cell)


def _cells(action: Action, cost: Cost) -> tuple[Value, ...]:
    """A line in the order of the columns."""
    return (
        action.key, cost.key, cost.item, cost.category, likeliest(cost.quantity), cost.unit, likeliest(cost.unit_cost),
        cost.currency, cost.prices_of, NO_INFLATION if cost.inflation == "" else cost.inflation, cost.spread,
        cost.source, *_ends(cost.quantity), *_ends(cost.unit_cost), None,
    )  # fmt: skip


def _ends(value: Quantity) -> tuple[Decimal | None, Decimal | None]:
    return (value.low, value.high) if isinstance(value, Range) else (None, None)
