"""Four values of a condition, and what follows from them: Kleene's three, and one for what a state decides.

Holds no law. Stands on numpy.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Truths: TypeAlias = npt.NDArray[np.uint8]

FAILED, MET, UNKNOWN, OPTION = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(3)

# What weighs more decides. A fact that is not known comes before an option of a state: it can be asked for. With
# this order the laws of De Morgan hold, as in Kleene (1952), Introduction to Metamathematics, section 64.
_AND = np.array([[0, 0, 0, 0], [0, 1, 2, 3], [0, 2, 2, 2], [0, 3, 2, 3]], np.uint8)
_OR = np.array([[0, 1, 2, 3], [1, 1, 1, 1], [2, 1, 2, 2], [3, 1, 2, 3]], np.uint8)
_NOT = np.array([1, 0, 2, 3], np.uint8)


def _is_plain(values: Truths) -> bool:
    """Is everything known? Then two values are enough, and numpy's own operators are ten times as fast."""
    return bool(values.size == 0 or values.max() < UNKNOWN)


def _joined(left: Truths, right: Truths, ends: np.uint8, table: Truths) -> Truths:
    """Two joined by a table; one value for all is no work: it ends the question, or changes nothing."""
    for one, other in ((left, right), (right, left)):
        if one.size == 1 and one.flat[0] < UNKNOWN:
            return one if one.flat[0] == ends else other
    return table.ravel().take((left << 2) | right)


def both(left: Truths, right: Truths) -> Truths:
    """What holds where both hold."""
    if left.size > 1 and right.size > 1 and _is_plain(left) and _is_plain(right):
        return left & right
    return _joined(left, right, FAILED, _AND)


def either(left: Truths, right: Truths) -> Truths:
    """What holds where one of two holds."""
    if left.size > 1 and right.size > 1 and _is_plain(left) and _is_plain(right):
        return left | right
    return _joined(left, right, MET, _OR)


def contrary(values: Truths) -> Truths:
    """What holds where the other does not."""
    return values ^ MET if _is_plain(values) else _NOT[values]


def all_of(many: Iterable[Truths]) -> Truths:
    """What holds where all hold; true of nothing."""
    found = np.ones(1, np.uint8)
    for one in many:
        found = both(found, one)
    return found


def any_of(many: Iterable[Truths]) -> Truths:
    """What holds where one holds; false of nothing."""
    found = np.zeros(1, np.uint8)
    for one in many:
        found = either(found, one)
    return found


def chosen(when: Truths, then: Truths, otherwise: Truths) -> Truths:
    """`then` where `when` holds, else `otherwise`; where it is open, what both say if they say the same."""
    when, then, otherwise = np.broadcast_arrays(when, then, otherwise)
    found = np.where(when == MET, then, otherwise)
    is_open = when >= UNKNOWN
    if is_open.any():
        found = np.where(is_open, np.where(then == otherwise, then, when), found)
    return found.astype(np.uint8, copy=False)


def where_used(used: Truths, says: Truths) -> Truths:
    """A condition that a state may ask: met where it does not; where that is not known, met if it would be met."""
    used, says = np.broadcast_arrays(used, says)
    found = np.where(used == FAILED, MET, says)
    not_said = (used >= UNKNOWN) & (says == FAILED)
    return np.where(not_said, OPTION, found).astype(np.uint8, copy=False)
