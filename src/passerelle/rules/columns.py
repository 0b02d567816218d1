"""Facts as columns: one row a person, or one row for all. Numbers may be a range, words are numbered, days may lack.

What is not known is NaN, NaT, -1 or None: never a default. Stands on `logic` and `calendar`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from passerelle.rules.calendar import Days, Floats, Span
from passerelle.rules.logic import FAILED, MET, OPTION, UNKNOWN, Truths

Codes: TypeAlias = npt.NDArray[np.int32]
Lists: TypeAlias = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, or ranges in which one lies; `between` says whose word decides inside: a fact's or a state's."""

    low: Floats
    high: Floats
    between: Any = UNKNOWN  # one for all rows, or one each

    @property
    def is_exact(self) -> bool:
        """Is each a single number?"""
        return self.high is self.low


@dataclass(frozen=True, slots=True)
class Words:
    """Words by their number in `known`; -1 where none is known."""

    codes: Codes
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spans:
    """Lists of stretches of time, None where none are known."""

    rows: Lists


Column: TypeAlias = Numbers | Words | Spans | Truths | Days


def exact(values: Any) -> Numbers:
    """Numbers that are known to the last digit, or NaN."""
    held = np.atleast_1d(np.asarray(values, np.float64))
    return Numbers(held, held)


def ranged(low: Any, high: Any, between: np.uint8 = OPTION) -> Numbers:
    """Numbers of which the bounds alone are known."""
    return Numbers(np.atleast_1d(np.asarray(low, np.float64)), np.atleast_1d(np.asarray(high, np.float64)), between)


def words(values: Sequence[str | None]) -> Words:
    """Words as they were said, None where nothing was."""
    known = tuple(sorted({one for one in values if one is not None}))
    at = {word: place for place, word in enumerate(known)}
    return Words(np.array([-1 if one is None else at[one] for one in values], np.int32), known)


def spans(values: Sequence[tuple[Span, ...] | None]) -> Spans:
    """Lists of stretches."""
    rows = np.empty(len(values), object)
    rows[:] = list(values)
    return Spans(rows)


@dataclass(slots=True)
class Context:
    """What a condition is asked of: facts by name, day, places, and what a state has laid down.

    `facts` lacks what nobody said. `kept` holds what was worked out once.
    """

    facts: dict[str, Column]
    day: Days
    known_at: Days
    states: Words
    regions: Words
    given: dict[str, Column] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()  # what somebody said is not known
    kept: dict[str, Any] = field(default_factory=dict)


def _open(low: Floats, high: Floats, between: np.uint8, found: Truths) -> Truths:
    lacks = np.isnan(low) | np.isnan(high)
    return np.where(lacks, between, found) if lacks.any() else found


def at_least(left: Numbers, right: Numbers) -> Truths:
    """Is the left as large as the right? Open where both answers lie in the ranges."""
    if left.is_exact and right.is_exact:
        found = (left.low >= right.low).view(np.uint8)
        lacks = np.isnan(left.low), np.isnan(right.low)
        if lacks[0].any() or lacks[1].any():
            found = np.where(lacks[1] & (right.between == OPTION) & ~lacks[0], OPTION, found)
            found = np.where(lacks[0] | (lacks[1] & (right.between != OPTION)), UNKNOWN, found)
        return found.astype(np.uint8, copy=False)
    return _ranged(left, right, left.low >= right.high, left.high < right.low)


def above(left: Numbers, right: Numbers) -> Truths:
    """Is the left larger than the right?"""
    return _ranged(left, right, left.low > right.high, left.high <= right.low)


def wider(*many: Numbers) -> Any:
    """Whose word decides inside ranges that are put together: a state's, where it is in one of them."""
    return reduce(np.maximum, (one.between for one in many))


def _ranged(left: Numbers, right: Numbers, holds: npt.NDArray[np.bool_], fails: npt.NDArray[np.bool_]) -> Truths:
    # a fact that lacks, or lies in a range of its own, comes before what a state decides: it can be asked for
    vague = [(np.isnan(one.low) | (one.low != one.high)) & (one.between == UNKNOWN) for one in (left, right)]
    decides = np.where(vague[0] | vague[1], UNKNOWN, wider(left, right))
    return np.where(holds, MET, np.where(fails, FAILED, decides)).astype(np.uint8, copy=False)


def is_one_of(column: Words, wanted: Callable[[str], bool]) -> Truths:
    """Is the word one that is wanted? Asked once of each word, not of each row."""
    says = np.array([MET if wanted(word) else FAILED for word in column.known] + [UNKNOWN], np.uint8)
    return says.take(column.codes, mode="wrap")  # -1 is the last
