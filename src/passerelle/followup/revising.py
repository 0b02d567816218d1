"""Revised ranges proposed from what past predictions missed by: a shift and a factor, with old and new side by side.

A proposal changes nothing by itself: a person reads it and decides. Stands on `ledger`.
"""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle.base.errors import PlanError
from passerelle.followup.ledger import FEWEST, INSIDE, Past


@dataclass(frozen=True, slots=True)
class Range:
    """A parameter's low, likely and high value, in its own unit, and the bounds beyond which it cannot be.

    `rises` says whether the predicted quantity rises with it; where it falls, a shift goes the other way.

    Raises
    ------
    PlanError : values out of order or beyond the bounds.
    """

    low: float
    likely: float
    high: float
    least: float = -math.inf
    most: float = math.inf
    rises: bool = True

    def __post_init__(self) -> None:
        if not self.least <= self.low <= self.likely <= self.high <= self.most:
            raise PlanError(
                f"The range runs from {self.low} over {self.likely} to {self.high}, within {self.least} and "
                f"{self.most}; none of these may lie below the one before it."
            )

    def revised(self, shift: float, factor: float) -> "Range":
        """The range moved by `shift` half ranges (above zero: to a higher quantity) and made `factor` times as wide.

        What would lie beyond a bound is put on it.
        """
        step = shift if self.rises else -shift
        likely = self.likely + step * (self.high - self.likely if step > 0 else self.likely - self.low)
        ends = (likely - factor * (self.likely - self.low), likely, likely + factor * (self.high - self.likely))
        low, likely, high = (min(max(end, self.least), self.most) for end in ends)
        return Range(low, likely, high, self.least, self.most, self.rises)


@dataclass(frozen=True, slots=True)
class Change:
    """One range as it is and as it is proposed."""

    name: str
    old: Range
    new: Range

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "name": self.name,
            "old": [self.old.low, self.old.likely, self.old.high],
            "new": [self.new.low, self.new.likely, self.new.high],
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, from how many outcomes; never applied by itself.

    `shift` is in half ranges, `factor` is 1 or more. `left_out` counts outcomes beside a range without width on one
    side, whose error cannot be told. `is_short` says that there are fewer than nine outcomes: the largest error stands
    in for the quantile, and more outcomes may lie beyond.
    """

    shift: float
    factor: float
    outcomes: int
    left_out: int
    is_short: bool
    changes: tuple[Change, ...]


def proposal(ranges: Mapping[str, Range], past: Iterable[Past]) -> Proposal | None:
    """Propose to shift and widen the ranges of named parameters, from what predictions of one quantity missed by.

    The shift m is the median of the errors z = (value − p50) / (half the range on that side). The factor is the
    ⌈0.9·(n + 1)⌉-th smallest, or the largest, of the errors that are left when every past range is shifted by m; it is
    never below 1, for few outcomes are no reason to be surer. So at least nine in ten of the past outcomes lie within
    their ranges, shifted and widened.

    Parameters
    ----------
    ranges : the parameters or the quantity whose defaults may be revised, by name, as they are now.
    past : predictions of one quantity, with what came or None.

    Returns
    -------
    None where there are fewer than five outcomes to judge by.

    Raises
    ------
    PlanError : predictions of several quantities or units.

    Source: split conformal prediction's correction for few outcomes, Vovk, Gammerman & Shafer (2005), ch. 4.
    """
    pairs = [(prediction, outcome.value) for prediction, outcome in past if outcome is not None]
    kinds = {(prediction.template, prediction.quantity, prediction.unit) for prediction, _ in pairs}
    if len(kinds) > 1:
        told = "; ".join(" / ".join(kind) for kind in sorted(kinds))
        raise PlanError(f"These predictions are of several quantities: {told}. Propose from one at a time.")
    missed = [(error, p) for p, value in pairs if p.p5 < p.p50 < p.p95 and (error := p.error(value)) is not None]
    if len(missed) < FEWEST:
        return None
    shift = statistics.median(error for error, _ in missed)
    ranked = sorted(_left(error, shift, p.p50 - p.p5, p.p95 - p.p50) for error, p in missed)
    rank = math.ceil(INSIDE * (len(ranked) + 1))
    factor = max(1.0, ranked[min(rank, len(ranked)) - 1])
    changes = tuple(Change(name, old, old.revised(shift, factor)) for name, old in ranges.items())
    return Proposal(shift, factor, len(missed), len(pairs) - len(missed), rank > len(ranked), changes)


def _left(error: float, shift: float, below: float, above: float) -> float:
    """The size of the error that is left when a range, so wide below and above its likely value, is shifted."""
    off = error * (above if error > 0 else below) - shift * (above if shift > 0 else below)
    return abs(off) / (above if off > 0 else below)
