"""Plans for tests: an invented office on the corridor from Morocco to Belgium, with what a test is about put in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from passerelle.plans.amounts import Line
from passerelle.plans.budget import Budget, budget
from passerelle.plans.records import (
    Action,
    Corridor,
    Cost,
    Department,
    ExchangeRate,
    Fund,
    Inflation,
    Measure,
    Objective,
    Period,
    Plan,
    Range,
    Source,
)

DAY = date(2027, 1, 1)
TODAY = date(2026, 11, 27)
MOROCCO_BELGIUM = Corridor("MAR", "BEL")
PER_EURO = (
    ExchangeRate("EUR", "MAD", date(2026, 11, 2), Decimal("10.72"), "Bank Al-Maghrib"),
    ExchangeRate("EUR", "USD", date(2026, 11, 2), Decimal("1.08"), "European Central Bank"),
)
TWO_PER_CENT = Inflation("euro", Decimal("0.02"), "European Central Bank")
replace = msgspec.structs.replace


def money(text: str | int | Decimal) -> Decimal:
    return Decimal(text)


def spread(low: str | int, likely: str | int, high: str | int) -> Range:
    return Range(Decimal(low), Decimal(likely), Decimal(high))


def cost(key: str = "c", price: str | int | Range = 100, many: str | int | Range = 1, **changes: Any) -> Cost:
    """One line of a hundred euros, but for what is changed."""
    given = [value if isinstance(value, Range) else Decimal(value) for value in (many, price)]
    whole = Cost(key=key, item=f"Item {key}", category="staff", quantity=given[0], unit_cost=given[1])
    return replace(whole, **changes)


def action(key: str, days: int | None = 30, needs: Sequence[Any] = (), **changes: Any) -> Action:
    """An action of thirty days from the plan's first day on, but for what is changed."""
    return replace(Action(key=key, title=f"Do {key}", days=days, needs=tuple(needs)), **changes)


def year_long(key: str = "a", year: int = 2027, **changes: Any) -> Action:
    """An action that fills a year."""
    return replace(action(key, None, start=date(year, 1, 1), end=date(year, 12, 31)), **changes)


def measure(*actions: Action, key: str = "m", **changes: Any) -> Measure:
    return replace(Measure(key=key, title=f"Measure {key}", corridor=MOROCCO_BELGIUM, actions=actions), **changes)


def plan(*actions: Action, measures: Sequence[Measure] = (), **changes: Any) -> Plan:
    """A sound plan of 2027 to 2030 in euros without inflation, with actions in one measure, but for what is changed."""
    whole = Plan(
        title="Work and skills", period=Period(DAY, date(2030, 12, 31)), currency="EUR",
        departments=(Department("labour", "Ministry of Labour"), Department("health", "Ministry of Health")),
        sources=(Source("state", "Budget of the state"), Source("fund", "A fund", kind="grant")),
        exchange_rates=PER_EURO, rates_on=date(2026, 11, 2),
        objectives=(Objective("o", "More work for both", measures=tuple(measures) or (measure(*actions),)),),
    )  # fmt: skip
    return replace(whole, **changes)


def funded_by(*parts: tuple[str, str | dict[int, str]]) -> tuple[Fund, ...]:
    """Sources with their share, or with their amounts by year."""
    return tuple(
        Fund(source, amounts={year: Decimal(amount) for year, amount in given.items()})
        if isinstance(given, dict) else Fund(source, share=Decimal(given))
        for source, given in parts
    )  # fmt: skip


def forecast(*actions: Action, **changes: Any) -> Budget:
    return budget(plan(*actions, **changes))


def line_of(one: Cost, act: Action | None = None, **changes: Any) -> Line:
    """The one line of a plan with one action, which lasts the year 2027 where none is given."""
    made = forecast(replace(act or year_long(), costs=(one,)), **changes)
    (found,) = made.lines
    return found


def by_year(made: Budget, cents: Any) -> dict[int, str]:
    """A row of a table as texts by year, without the years in which nothing falls."""
    return {year: str(made.money(one)) for year, one in zip(made.years, cents, strict=True) if one}
