"""Amounts with their currency and date, and rates with theirs.

An amount is never converted without a rate of its date and that rate's source. No inflation: that is `plans`.
Lowest floor.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.errors import MoneyError
from passerelle.base.own_files import read_yaml


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217) on a day. Amounts of two currencies or dates are never added."""

    amount: Decimal
    currency: str
    day: date

    def __post_init__(self) -> None:
        if not (len(self.currency) == 3 and self.currency.isalpha() and self.currency.isupper()):
            raise MoneyError(f'"{self.currency}" is not a currency of ISO 4217, such as EUR or XOF.')
        if not self.amount.is_finite():
            raise MoneyError(f"{self.amount} is not an amount.")

    def __add__(self, other: "Money") -> "Money":
        if (self.currency, self.day) != (other.currency, other.day):
            raise MoneyError(f"{self} and {other} differ in currency or date; convert one before adding them.")
        return Money(self.amount + other.amount, self.currency, self.day)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} of {self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `currency` for one unit of `base`, from `day` until the next rate of the pair."""

    base: str
    currency: str
    day: date
    units: Decimal
    source: str
    fixed: bool = False


class Rates:
    """Dated rates, looked up by pair and day.

    Parameters
    ----------
    rates : any order; those fixed by law (legacy currencies of the euro, XOF, XAF …) are always there.
    days_old : how many days a rate that is not fixed may be older than the amount.
    """

    def __init__(self, rates: Iterable[Rate] = (), *, days_old: int = 31) -> None:
        self.days_old = days_old
        self._held: dict[tuple[str, str], list[Rate]] = {}
        for rate in (*fixed_rates(), *rates):
            if rate.units <= 0:
                raise MoneyError(f"A rate of {rate.units} {rate.currency} for one {rate.base} cannot be.")
            self._held.setdefault((rate.base, rate.currency), []).append(rate)
        for held in self._held.values():
            held.sort(key=lambda rate: rate.day)

    def _find(self, base: str, currency: str, day: date) -> Rate | None:
        held = self._held.get((base, currency), [])
        at = bisect_right([rate.day for rate in held], day)
        # one that is too old hides none that is fixed by law
        return next((r for r in reversed(held[:at]) if r.fixed or (day - r.day).days <= self.days_old), None)

    def factor(self, currency: str, target: str, day: date) -> tuple[Decimal, tuple[Rate, ...]]:
        """Units of `target` for one of `currency` on a day, and the rates used.

        Raises
        ------
        MoneyError : no rate of that pair, directly, inverted or by way of the euro or the dollar, on that day.
        """
        if currency == target:
            return Decimal(1), ()
        direct = self._step(currency, target, day)
        if direct:
            return direct[0], (direct[1],)
        for middle in ("EUR", "USD"):
            first, second = self._step(currency, middle, day), self._step(middle, target, day)
            if first and second:
                return first[0] * second[0], (first[1], second[1])
        raise MoneyError(f"No rate from {currency} to {target} on {day.isoformat()} is known. Add one with its source.")

    def _step(self, currency: str, target: str, day: date) -> tuple[Decimal, Rate] | None:
        straight = self._find(currency, target, day)
        if straight:
            return straight.units, straight
        inverted = self._find(target, currency, day)
        return (1 / inverted.units, inverted) if inverted else None

    def convert(self, money: Money, target: str) -> tuple[Money, tuple[Rate, ...]]:
        """The amount in another currency on its own day, and the rates by which it was converted."""
        factor, used = self.factor(money.currency, target, money.day)
        return Money(money.amount * factor, target, money.day), used


@cache
def fixed_rates() -> tuple[Rate, ...]:
    """Rates fixed by law: legacy currencies of the euro, and currencies pegged to it."""
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath("reference/fixed_rates.yaml"))
    return tuple(
        Rate(
            "EUR", code, entry["since"], Decimal(str(entry["per_euro"])),
            "Regulation (EC) No 2866/98 and successors; monetary agreements of the pegs", fixed=True,
        )
        for code, entry in raw.items()
    )  # fmt: skip
