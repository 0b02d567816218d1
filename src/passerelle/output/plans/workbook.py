"""A plan as a workbook whose formulas are live: costs line by line, actions, who pays, the budget, its assumptions.

Every formula brings the value of the forecast (`plans.budget`), so that readers which do not calculate show the same.
Sheets are beside. Stands on `plans.budget`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from passerelle.base.errors import PlanError
from passerelle.output.plans.workbook_actions import ActionsAt, write_actions
from passerelle.output.plans.workbook_assumptions import write_assumptions
from passerelle.output.plans.workbook_book import Book
from passerelle.output.plans.workbook_budget import write_budget, write_summary, write_totals
from passerelle.output.plans.workbook_costs import CostsAt, write_costs
from passerelle.output.plans.workbook_funding import FundingAt, write_funding
from passerelle.output.plans.workbook_papers import write_sources, write_timetable
from passerelle.output.plans.workbook_rows import FIRST_DAY
from passerelle.plans.budget import Budget, budget
from passerelle.plans.records import Plan


def plan_xlsx(plan: Plan, *, language: str, day: date, ranges: Mapping[str, Any] | None = None) -> bytes:
    """The workbook of a plan.

    Parameters
    ----------
    day : when it was made; the same plan and day give the same bytes.
    ranges : those of `plans.draws.ranges`; they are shown beside the years as they are.

    Raises
    ------
    PlanError : as `budget`; or an action lies before 1900, where spreadsheets have no days.
    """
    made = budget(plan)
    _refuse_early(made)
    book = Book(made, language, day)
    actions = ActionsAt(book.ref("actions"), made.years, len(made.by_action))
    costs = CostsAt(book.ref("costs"), made.years, len(made.lines))
    rows = sum(len(action.funds) + 1 for action in plan.actions())
    funding = FundingAt(book.ref("funding"), made.years, rows)
    write_costs(book, costs, actions, write_assumptions(book, ranges))
    write_actions(book, actions, costs)
    write_funding(book, funding, actions)
    sums = write_budget(book, costs, funding)
    write_totals(book, costs, sums)
    write_summary(book, sums, ranges)
    write_timetable(book)
    write_sources(book)
    return book.content()


def _refuse_early(made: Budget) -> None:
    early = [one for one in made.schedule.timed if one.early_start < FIRST_DAY]
    if early or made.plan.period.start < FIRST_DAY:
        raise PlanError(
            f"The plan has days before {FIRST_DAY.isoformat()}, which a workbook cannot count; correct its period or "
            "the days of its actions."
        )
