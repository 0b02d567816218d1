"""The budget as one long table, CSV: a row for each line, year and kind of amount; no totals.

Stands on `plans.budget`.
"""

import csv
import io
from collections.abc import Iterator

from passerelle.base.words import say
from passerelle.output.tables.columns import safe_text
from passerelle.plans.amounts import EXACT, Line
from passerelle.plans.budget import CONTINGENCY, Budget
from passerelle.plans.records import Action

COSTS = "costs"
COLUMNS = (
    "demonstration", "plan", "action", "action_title", "lead", "line", "item", "category", "year", "kind", "currency",
    "amount", "exact",
)  # fmt: skip


def budget_csv(budget: Budget, *, language: str) -> str:
    """The forecast as CSV, lines in the plan's order.

    Columns: `kind` is "costs" or "contingency"; `amount` is in whole cents of `currency`, the plan's, and adds up to
    the forecast's totals; `exact` is the same before rounding. `demonstration` says that the plan is invented, in
    `language`, and is empty where it is not. Codes are those of the plan in every language.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    mark = say("demonstration: invented", language) if budget.plan.demonstration else ""
    actions = {action.key: action for action in budget.plan.actions()}
    for line in budget.lines:
        writer.writerows(_rows(budget, mark, actions[line.action], line))
    return out.getvalue()


def _rows(budget: Budget, mark: str, action: Action, line: Line) -> Iterator[tuple[str, ...]]:
    cost = line.cost
    told = tuple(
        safe_text(text)
        for text in (mark, budget.plan.title, action.key, action.title, action.lead, cost.key, cost.item, cost.category)
    )
    for (year, _), exact, cents, kept in zip(line.terms.shares, line.exact, line.cents, line.contingency, strict=True):
        reserve = EXACT.multiply(exact, line.terms.reserve)
        for kind, amount, before in ((COSTS, cents, exact), (CONTINGENCY, kept, reserve)):
            yield *told, str(year), kind, budget.currency, f"{budget.money(amount):f}", f"{before:f}"
