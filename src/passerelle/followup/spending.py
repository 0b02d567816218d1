"""Money spent beside money forecast, year by year and up to each year, exact to the cent.

One currency at a time; a year of which nothing is reported is not a year without spending. Stands on `base`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from passerelle.base.errors import PlanError


@dataclass(frozen=True, slots=True)
class Beside:
    """Money planned and spent over some stretch, in one currency; None is not known.

    `difference` is spent less planned, `rate` is spent by planned (1 is all of it).
    """

    planned: Decimal | None
    spent: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Spent less planned; below zero where less was spent."""
        return None if self.planned is None or self.spent is None else self.spent - self.planned

    @property
    def rate(self) -> Decimal | None:
        """Spent by planned, unrounded; None where nothing was planned too."""
        return None if not self.planned or self.spent is None else self.spent / self.planned


@dataclass(frozen=True, slots=True)
class YearOfSpending:
    """One year, and all years up to and with it.

    `spent_so_far` holds what is reported, whatever lacks; `unreported` are the years with a forecast of which nothing
    is reported, and while there are any, `so_far` has no sum to lay beside the forecast.
    """

    year: int
    within: Beside
    planned_so_far: Decimal | None
    spent_so_far: Decimal | None
    unreported: tuple[int, ...]

    @property
    def so_far(self) -> Beside:
        """Planned and spent up to and with this year."""
        return Beside(self.planned_so_far, None if self.unreported else self.spent_so_far)


def spending(planned: Mapping[int, Decimal], reported: Iterable[tuple[date, Decimal]]) -> tuple[YearOfSpending, ...]:
    """Spent beside forecast for every year that has either, in order.

    Parameters
    ----------
    planned : the forecast of each single year; a year that is forecast to cost nothing has a zero.
    reported : (day, amount), in the same currency; an amount below zero is money paid back.

    Raises
    ------
    PlanError : a forecast below zero, or an amount that is no number.
    """
    for year, amount in planned.items():
        if not amount.is_finite() or amount < 0:
            raise PlanError(f"The forecast of {year} is {amount}; write an amount of money, zero or more.")
    spent = _by_year(reported)
    rows: list[YearOfSpending] = []
    lacking: list[int] = []
    for year in sorted({*planned, *spent}):
        if planned.get(year) and year not in spent:
            lacking.append(year)
        rows.append(
            YearOfSpending(
                year, Beside(planned.get(year), spent.get(year)),
                _up_to(planned, year), _up_to(spent, year), tuple(lacking),
            )
        )  # fmt: skip
    return tuple(rows)


def _by_year(reported: Iterable[tuple[date, Decimal]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for day, amount in reported:
        if not amount.is_finite():
            raise PlanError(f"The spending reported on {day} is {amount}; write an amount of money.")
        sums[day.year] = sums.get(day.year, Decimal(0)) + amount
    return sums


def _up_to(amounts: Mapping[int, Decimal], year: int) -> Decimal | None:
    """The sum up to and with a year; None where there is nothing to add up."""
    parts = [amount for one, amount in amounts.items() if one <= year]
    return sum(parts, Decimal(0)) if parts else None
