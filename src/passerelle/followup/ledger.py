"""The ledger of predictions: what a model said would come, what came, and whether its ranges have held.

What should change follows in `revising`, for a person to approve. Stands on `base`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from scipy.special import bdtr, bdtrc, betaincinv

from passerelle.base.errors import PlanError
from passerelle.base.words import mark, say

Verdict = Literal["too few", "narrow", "too low", "too high", "no sign"]

INSIDE = 0.90  # of a range from the 5th to the 95th percentile, so many outcomes should lie inside
BEYOND = 0.05  # and so many on either side of it
FEWEST = 5  # with fewer outcomes nothing is judged
LEVEL = 0.05  # a range is spoken against where chance alone would do this more rarely
INTERVAL = 0.90  # how sure the interval of the coverage is

VERDICTS: dict[Verdict, str] = {
    "too few": mark("too few outcomes to judge"),
    "narrow": mark("the ranges are too narrow"),
    "too low": mark("the ranges lie too low: more came than was said"),
    "too high": mark("the ranges lie too high: less came than was said"),
    "no sign": mark("nothing speaks against the ranges"),
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a run said of one quantity: the 5th, 50th and 95th percentile in `unit`, and when it falls due.

    Raises
    ------
    PlanError : percentiles out of order, or due before it was made.
    """

    template: str
    quantity: str
    unit: str
    p5: float
    p50: float
    p95: float
    made_on: date
    due_on: date
    run: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.p5) and math.isfinite(self.p95) and self.p5 <= self.p50 <= self.p95):
            raise PlanError(
                f'The prediction of "{self.quantity}" runs from {self.p5} over {self.p50} to {self.p95}; '
                "write the 5th, 50th and 95th percentile, none below the one before it."
            )
        if self.due_on < self.made_on:
            raise PlanError(f'"{self.quantity}" falls due on {self.due_on}, before it was predicted on {self.made_on}.')

    def error(self, value: float) -> float | None:
        """(value − p50) / half the range on that side: 0 is the likely value, −1 and 1 are the ends.

        None where the range has no width on the side of the value: no error can be told in its terms.
        """
        off = value - self.p50
        half = self.p95 - self.p50 if off > 0 else self.p50 - self.p5
        if not off:
            return 0.0
        return off / half if half > 0 and math.isfinite(off / half) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came, in the unit of its prediction, with the source that says so.

    Raises
    ------
    PlanError : no number, or no source.
    """

    value: float
    on: date
    source: str

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise PlanError(f"The outcome of {self.on} is {self.value}; write a number, or no outcome yet.")
        if not self.source.strip():
            raise PlanError(f"The outcome {self.value} of {self.on} names no source. Say who measured it, and where.")


Past = tuple[Prediction, Outcome | None]


@dataclass(frozen=True, slots=True)
class Held:
    """How the ranges of one quantity of one template have held.

    `predictions` counts all, `outcomes` those of which it is known what came. `coverage` is the share inside, with its
    Jeffreys interval from `low` to `high`; `error` is the mean standardised error (0: no lean; 1: at the upper end).
    The three `p_` are the chances, were the ranges right, of so few inside, so many above, so many below. All are None
    without outcomes.
    """

    template: str
    quantity: str
    unit: str
    predictions: int
    outcomes: int
    inside: int
    below: int
    above: int
    coverage: float | None
    low: float | None
    high: float | None
    error: float | None
    p_inside: float | None
    p_above: float | None
    p_below: float | None
    verdict: Verdict

    def text(self, language: str = "en") -> str:
        """The verdict in words."""
        return say(VERDICTS[self.verdict], language)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with the verdict in a language."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"said": self.text(language)}


def held(past: Iterable[Past]) -> tuple[Held, ...]:
    """How ranges have held, by template, quantity and unit, in the order of their names.

    Parameters
    ----------
    past : (prediction, outcome, or None while it is not known what came)

    Source: exact binomial tests; the interval of Jeffreys, as in Brown, Cai & DasGupta (2001), Stat. Sci. 16(2).
    """
    groups: dict[tuple[str, str, str], list[Past]] = {}
    for prediction, outcome in past:
        key = (prediction.template, prediction.quantity, prediction.unit)
        groups.setdefault(key, []).append((prediction, outcome))
    return tuple(_held(*key, groups[key]) for key in sorted(groups))


def _held(template: str, quantity: str, unit: str, past: Sequence[Past]) -> Held:
    known = [(prediction, outcome.value) for prediction, outcome in past if outcome is not None]
    number = len(known)
    below = sum(value < prediction.p5 for prediction, value in known)
    above = sum(value > prediction.p95 for prediction, value in known)
    inside = number - below - above
    counts = (template, quantity, unit, len(past), number, inside, below, above)
    if not known:
        return Held(*counts, None, None, None, None, None, None, None, "too few")
    errors = [error for prediction, value in known if (error := prediction.error(value)) is not None]
    chances = (at_most(inside, number, INSIDE), at_least(above, number, BEYOND), at_least(below, number, BEYOND))
    return Held(
        *counts, inside / number, *jeffreys(inside, number), sum(errors) / len(errors) if errors else None,
        *chances, _verdict(number, *chances),
    )  # fmt: skip


def _verdict(number: int, p_inside: float, p_above: float, p_below: float) -> Verdict:
    """A lean to one side is named before narrowness: the level is shared between the two sides."""
    if number < FEWEST:
        return "too few"
    is_low, is_high = p_above < LEVEL / 2, p_below < LEVEL / 2
    if is_low != is_high:
        return "too low" if is_low else "too high"
    return "narrow" if is_low or p_inside < LEVEL else "no sign"


def at_most(count: int, number: int, chance: float) -> float:
    """The chance of at most `count` of `number` independent events, each of probability `chance`."""
    return float(bdtr(count, number, chance))


def at_least(count: int, number: int, chance: float) -> float:
    """The chance of at least `count` of them."""
    return float(bdtrc(count - 1, number, chance)) if count else 1.0


def jeffreys(count: int, number: int) -> tuple[float, float]:
    """Jeffreys' 90 % interval of a share: 0 below where none, 1 above where all were counted.

    Source: Brown, Cai & DasGupta (2001), Statistical Science 16(2), section 3.
    """
    tail, a, b = (1 - INTERVAL) / 2, count + 0.5, number - count + 0.5
    low = float(betaincinv(a, b, tail)) if count else 0.0
    return low, float(betaincinv(a, b, 1 - tail)) if count < number else 1.0
