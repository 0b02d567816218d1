"""Four values: Kleene's three, and one for what a state decides."""

import itertools

import numpy as np
import pytest

from passerelle.rules.logic import (
    FAILED,
    MET,
    OPTION,
    UNKNOWN,
    all_of,
    any_of,
    both,
    chosen,
    contrary,
    either,
    where_used,
)

FOUR = (FAILED, MET, UNKNOWN, OPTION)
PAIRS = list(itertools.product(FOUR, FOUR))


def one(value: np.uint8) -> np.ndarray:
    return np.array([value], np.uint8)


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (MET, MET, MET), (MET, FAILED, FAILED), (UNKNOWN, FAILED, FAILED), (OPTION, FAILED, FAILED),
        (UNKNOWN, MET, UNKNOWN), (OPTION, MET, OPTION), (UNKNOWN, OPTION, UNKNOWN),
    ],
)  # fmt: skip
def test_both(left: np.uint8, right: np.uint8, wanted: np.uint8) -> None:
    assert both(one(left), one(right)) == wanted == both(one(right), one(left))


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (FAILED, FAILED, FAILED), (MET, FAILED, MET), (UNKNOWN, MET, MET), (OPTION, MET, MET),
        (UNKNOWN, FAILED, UNKNOWN), (OPTION, FAILED, OPTION), (UNKNOWN, OPTION, UNKNOWN),
    ],
)  # fmt: skip
def test_either(left: np.uint8, right: np.uint8, wanted: np.uint8) -> None:
    assert either(one(left), one(right)) == wanted == either(one(right), one(left))


def test_the_laws_of_de_morgan() -> None:
    for left, right in PAIRS:
        a, b = one(left), one(right)
        assert contrary(both(a, b)) == either(contrary(a), contrary(b))
        assert contrary(either(a, b)) == both(contrary(a), contrary(b))


def test_one_value_for_all_says_the_same_as_that_value_in_every_row() -> None:
    many = np.array(FOUR, np.uint8)
    for value in FOUR:
        every = np.full(4, value, np.uint8)
        for join in (both, either):
            assert np.array_equal(np.broadcast_to(join(one(value), many), 4), join(every, many))


def test_plain_columns_and_open_ones_say_the_same() -> None:
    plain = np.array([0, 1, 0, 1], np.uint8)
    other = np.array([0, 0, 1, 1], np.uint8)
    opened = np.append(plain, UNKNOWN)
    assert np.array_equal(both(plain, other), both(opened, np.append(other, UNKNOWN))[:4])
    assert np.array_equal(either(plain, other), either(opened, np.append(other, UNKNOWN))[:4])
    assert np.array_equal(contrary(plain), contrary(opened)[:4])


def test_all_of_nothing_holds_and_any_of_nothing_does_not() -> None:
    assert all_of([]) == MET and any_of([]) == FAILED
    assert all_of([one(MET), one(OPTION)]) == OPTION and any_of([one(FAILED), one(UNKNOWN)]) == UNKNOWN


def test_a_choice_that_is_open_says_what_both_sides_say() -> None:
    assert chosen(one(UNKNOWN), one(MET), one(MET)) == MET
    assert chosen(one(UNKNOWN), one(MET), one(FAILED)) == UNKNOWN
    assert chosen(one(OPTION), one(MET), one(FAILED)) == OPTION
    assert chosen(one(FAILED), one(MET), one(FAILED)) == FAILED


@pytest.mark.parametrize(
    ("used", "says", "wanted"),
    [
        (FAILED, FAILED, MET), (MET, FAILED, FAILED), (MET, MET, MET), (OPTION, MET, MET),
        (OPTION, FAILED, OPTION), (UNKNOWN, FAILED, OPTION), (OPTION, UNKNOWN, UNKNOWN), (MET, UNKNOWN, UNKNOWN),
    ],
)  # fmt: skip
def test_a_condition_that_a_state_may_ask(used: np.uint8, says: np.uint8, wanted: np.uint8) -> None:
    assert where_used(one(used), one(says)) == wanted
