"""An indicator's way from its baseline to its target, straight in between, and what was observed beside it.

Missing is missing: a day without a value has no share and no lead. Stands on `base`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from passerelle.base.errors import PlanError


@dataclass(frozen=True, slots=True)
class TargetPath:
    """Where an indicator stood on a day and where it shall stand on a later one, in the indicator's unit.

    The target may lie below the baseline, as for the price of transfers.

    Raises
    ------
    PlanError : the target's day is not after the baseline's, or a value is no number.
    """

    baseline: float
    baseline_on: date
    target: float
    target_on: date

    def __post_init__(self) -> None:
        if self.target_on <= self.baseline_on:
            raise PlanError(
                f"The target is of {self.target_on} and the baseline of {self.baseline_on}; the target comes later."
            )
        _require_number(self.baseline, "baseline")
        _require_number(self.target, "target")

    @property
    def way(self) -> float:
        """From baseline to target, in the indicator's unit; below zero where the target lies below."""
        return self.target - self.baseline

    def expected(self, day: date) -> float | None:
        """What the path expects on a day, in the indicator's unit: the target from its day on.

        None before the baseline's day, of which the path says nothing.
        """
        if day < self.baseline_on:
            return None
        if day >= self.target_on:
            return self.target
        passed = (day - self.baseline_on).days / (self.target_on - self.baseline_on).days
        return self.baseline + self.way * passed

    def covered(self, value: float) -> float | None:
        """The share of the way covered: 0 at the baseline, 1 at the target; it may lie beyond either.

        None where baseline and target are the same: there is no way to cover.
        """
        return (value - self.baseline) / self.way if self.way else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One day's observation beside the path.

    `expected` and `lead` are in the indicator's unit; `lead` is above zero ahead of the path and below it behind,
    whichever way the path runs. None is not known, or not to be said.
    """

    on: date
    value: float | None
    expected: float | None
    covered: float | None
    lead: float | None


def compare(path: TargetPath, observations: Iterable[tuple[date, float | None]]) -> tuple[Compared, ...]:
    """Each observation beside what was expected of its day, in the order of the days.

    Parameters
    ----------
    observations : (day, value in the indicator's unit, None where nobody knows)

    Raises
    ------
    PlanError : a value that is no number.
    """
    return tuple(_compared(path, day, value) for day, value in sorted(observations, key=lambda one: one[0]))


def _compared(path: TargetPath, day: date, value: float | None) -> Compared:
    expected = path.expected(day)
    if value is None:
        return Compared(day, None, expected, None, None)
    _require_number(value, f"value of {day}")
    lead = None
    if expected is not None and path.way:
        lead = value - expected if path.way > 0 else expected - value
    return Compared(day, value, expected, path.covered(value), lead)


def _require_number(value: float, what: str) -> None:
    if not math.isfinite(value):
        raise PlanError(f"The {what} is {value}; write a number, or nothing where it is not known.")
