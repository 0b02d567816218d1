"""Tables of costs for tests: a plan of one well, and files with whatever rows."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl

from passerelle.plans.records import Action, Cost, Inflation, Measure, Objective, Period, Plan

HEADS = ("action", "key", "item", "category", "quantity", "unit_cost")
OLD = Cost(key="pipes", item="Pipes", category="equipment", quantity=Decimal(3), unit_cost=Decimal(20), to_check=True)
WELLS = Plan(
    title="Wells", period=Period(date(2027, 1, 1), date(2028, 12, 31)), currency="EUR",
    inflation=(Inflation("low", Decimal("0.02"), "Bank"),),
    objectives=(Objective("o", "Water", measures=(Measure("m", "Wells", actions=(
        Action("dig", "Dig a well in Tibnin", days=30, costs=(OLD,)), Action("cover", "Cover it", days=5),
    )),)),),
)  # fmt: skip


def as_csv(rows: Sequence[Sequence[str]], heads: Sequence[str] = HEADS, separator: str = ",") -> bytes:
    return "\n".join(separator.join(row) for row in [heads, *rows]).encode()


def as_xlsx(rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS, sheet: str = "Sheet1") -> bytes:
    """A workbook as people's own programs write it; "#REF!" stands for that error."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for at, row in enumerate([heads, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "e" if value.startswith("#") else "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(plan: Plan, key: str = "dig") -> dict[str, Cost]:
    return {cost.key: cost for action in plan.actions() if action.key == key for cost in action.costs}
