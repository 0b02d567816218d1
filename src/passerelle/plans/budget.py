"""The budget forecast: by year, department, source and category; what nobody funds yet; to the cent.

Every total is the sum of whole cents of the same lines, so that all views agree. Ranges are in `draws`. Stands on
`amounts`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from passerelle.base.errors import PlanError
from passerelle.plans.amounts import LeftOut, Line, digits_of, lines_of
from passerelle.plans.funding import UNFUNDED, Cents, Surplus, Table, funded
from passerelle.plans.records import Plan
from passerelle.plans.schedule import Schedule, schedule

CONTINGENCY = "contingency"
LARGEST = 2**62  # cents


@dataclass(frozen=True)
class Budget:
    """The forecast in whole cents of `currency`. Arrays are by year, shape (years,).

    `by_action` includes contingency; `by_category` has it as a row of its own; the rows of `by_source` add up to the
    same totals, with what nobody funds under "unfunded".
    """

    plan: Plan = field(repr=False)
    schedule: Schedule = field(repr=False)
    lines: list[Line] = field(repr=False)
    left_out: list[LeftOut]
    surplus: list[Surplus]
    years: tuple[int, ...]
    digits: int
    costs: Cents
    contingency: Cents
    by_action: Table = field(repr=False)
    by_department: Table = field(repr=False)
    by_source: Table = field(repr=False)
    by_category: Table = field(repr=False)
    funded_by: dict[str, Table] = field(repr=False)

    @property
    def currency(self) -> str:
        """The plan's currency."""
        return self.plan.currency

    @property
    def total(self) -> Cents:
        """Costs and contingency by year."""
        return self.costs + self.contingency

    @property
    def gap(self) -> Cents:
        """What nobody funds yet, by year."""
        return self.by_source[UNFUNDED]

    def money(self, cents: int) -> Decimal:
        """Whole cents as an amount."""
        return Decimal(int(cents)).scaleb(-self.digits)


def budget(plan: Plan, timetable: Schedule | None = None) -> Budget:
    """The forecast of a plan by its timetable.

    Raises
    ------
    PlanError : as `schedule`; or the amounts are larger than whole cents can be counted.
    """
    times = timetable or schedule(plan)
    lines, left_out = lines_of(plan, times.by_key)
    _require_countable(plan, lines)
    years = _years(plan, lines)
    at = {year: place for place, year in enumerate(years)}
    actions = tuple(plan.actions())
    rows = {action.key: [0] * len(years) for action in actions}
    sums = {line.cost.category: [0] * len(years) for line in lines}
    reserves = [0] * len(years)
    for line in lines:
        row, category = rows[line.action], sums[line.cost.category]
        for (year, _), cents, reserve in zip(line.terms.shares, line.cents, line.contingency, strict=True):
            column = at[year]
            row[column] += cents + reserve
            category[column] += cents
            reserves[column] += reserve
    by_action, by_category = (_array(table.values(), len(years)) for table in (rows, sums))
    kept = _array([reserves], len(years))[0]
    paid, surplus = funded(actions, by_action, years, digits_of(plan.currency))
    by_category_table = dict(zip(sums, by_category, strict=True))
    if kept.any():
        by_category_table[CONTINGENCY] = kept
    action_table = {action.key: by_action[row] for row, action in enumerate(actions)}
    return Budget(
        plan, times, lines, left_out, surplus, years, digits_of(plan.currency), by_category.sum(0), kept,
        action_table, _summed((action.lead, action_table[action.key]) for action in actions),
        _by_source(plan, paid, len(years)), by_category_table, paid,
    )  # fmt: skip


def _array(rows: Collection[list[int]], years: int) -> Cents:
    return np.array(list(rows), np.int64).reshape(len(rows), years)


def _require_countable(plan: Plan, lines: Sequence[Line]) -> None:
    """Refuse amounts beyond the largest number of an array: they would turn round without a word."""
    if sum(sum(line.cents) + sum(line.contingency) for line in lines) > LARGEST:
        largest = max(lines, key=lambda line: sum(line.cents))
        raise PlanError(
            f"The costs of the plan come to more than can be counted in {plan.currency}; look at "
            f"“{largest.cost.item}”, its quantity, its price, the rates of exchange and inflation."
        )


def _years(plan: Plan, lines: Sequence[Line]) -> tuple[int, ...]:
    """The years of the plan, and those beyond in which something falls."""
    there = {year for line in lines for year, _ in line.terms.shares} | {plan.period.start.year, plan.period.end.year}
    return tuple(range(min(there), max(there) + 1))


def _summed(rows: Iterable[tuple[str, Cents]]) -> Table:
    found: dict[str, Cents] = {}
    for key, row in rows:
        found[key] = found[key] + row if key in found else row.copy()
    return found


def _by_source(plan: Plan, paid: Mapping[str, Table], years: int) -> Table:
    found: Table = {source.key: np.zeros(years, np.int64) for source in plan.sources}
    found[UNFUNDED] = np.zeros(years, np.int64)
    for table in paid.values():
        for source, cents in table.items():
            found.setdefault(source, np.zeros(years, np.int64))
            found[source] += cents
    return found


# As the command line and the site tell it --------------------------------------------------------------


def as_dict(made: Budget, ranges: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The forecast as plain values, amounts as exact texts; `ranges` are those of `draws`."""
    spread = dict(ranges or {})
    by_year: dict[int, Any] = spread.get("years", {})
    names = {source.key: source.name for source in made.plan.sources}
    found: dict[str, Any] = {
        "plan": made.plan.title,
        "demonstration": made.plan.demonstration,
        "currency": made.currency,
        "prices": {"rates_on": made.plan.rate_day.isoformat(), "price_year": made.plan.price_year},
        "years": [
            {
                "year": year,
                "costs": _text(made, made.costs[at]),
                "contingency": _text(made, made.contingency[at]),
                "total": _text(made, made.total[at]),
                "sources": {key: _text(made, row[at]) for key, row in made.by_source.items() if key != UNFUNDED},
                "gap": _text(made, made.gap[at]),
                **by_year.get(year, {}),
            }
            for at, year in enumerate(made.years)
        ],
        "total": {
            "costs": _text(made, made.costs.sum()),
            "contingency": _text(made, made.contingency.sum()),
            "total": _text(made, made.total.sum()),
            "sources": {key: _text(made, row.sum()) for key, row in made.by_source.items() if key != UNFUNDED},
            "gap": _text(made, made.gap.sum()),
            **spread.get("total", {}),
        },
        "by_department": _rows(made, made.by_department, made.plan.carriers()),
        "by_source": _rows(made, made.by_source, names),
        "by_category": _rows(made, made.by_category, {}),
        "left_out": [
            {"action": one.action, "item": one.cost.item, "currency": one.currency, "on": one.day.isoformat(),
             "why": f"No rate of exchange from {one.currency} to {made.currency} is known."}
            for one in made.left_out
        ],
        "surplus": [
            {"action": one.action, "source": one.source, "year": one.year, "amount": _text(made, one.cents)}
            for one in made.surplus
        ],
    }  # fmt: skip
    if "draws" in spread:
        found["draws"] = spread["draws"]
    return found


def _text(made: Budget, cents: Any) -> str:
    return f"{made.money(int(cents)):f}"


def _rows(made: Budget, table: Table, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": names.get(key, key),
            "years": {year: _text(made, cents[at]) for at, year in enumerate(made.years)},
            "total": _text(made, cents.sum()),
        }
        for key, cents in table.items()
    ]


def lines_by_action(made: Budget) -> dict[str, list[Line]]:
    """The lines of each action."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in made.lines:
        found[line.action].append(line)
    return found
