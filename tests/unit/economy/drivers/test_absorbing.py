"""Effects projected out exactly: against plain least squares, in blocks, under any weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.errors import ModelError
from passerelle.economy.drivers import absorbing
from passerelle.economy.drivers.absorbing import Array, TwoSets, coded


def dummies(codes: Array, weights: Array, columns: Array) -> Array:
    """The slow, obvious way: least squares on a column of zeros and ones for every level."""
    table = np.concatenate([np.eye(code.max() + 1)[code] for code in codes], axis=1)
    root = np.sqrt(weights)[:, None]
    found, *_ = np.linalg.lstsq(table * root, columns * root, rcond=None)
    return np.asarray(columns - table @ found)


tables = st.integers(0, 2**32 - 1)


@given(tables, st.integers(2, 6), st.integers(2, 6), st.integers(4, 40))
@settings(max_examples=40)
def test_projecting_is_least_squares_on_dummies(seed: int, n_a: int, n_b: int, rows: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.integers(0, n_a, rows), random.integers(0, n_b, rows)
    a, b = coded(a)[1], coded(b)[1]
    columns, weights = random.normal(size=(rows, 2)), random.uniform(0.1, 5, rows)
    inside = TwoSets(a, b).within(columns, weights)
    np.testing.assert_allclose(inside, dummies((a, b), weights, columns), atol=1e-7)


@given(tables)
@settings(max_examples=20)
def test_what_is_left_has_no_mean_in_any_group_and_is_left_again(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.integers(0, 5, 60), random.integers(0, 7, 60)
    weights = random.uniform(0.5, 2, 60)
    sets = TwoSets(a, b)
    inside = sets.within(random.normal(size=(60, 3)), weights)
    for code in (sets.a, sets.b):
        for column in inside.T:
            np.testing.assert_allclose(np.bincount(code, weights * column), 0, atol=1e-8)
    np.testing.assert_allclose(sets.within(inside, weights), inside, atol=1e-8)


def test_periods_fall_apart_into_blocks() -> None:
    period = np.repeat([0, 1, 2], 4)
    a, b = period * 10 + np.tile([0, 0, 1, 1], 3), period * 10 + np.tile([0, 1, 0, 1], 3)
    assert TwoSets(a, b).blocks == 3
    assert TwoSets(a, np.zeros(12)).blocks == 1


def test_effects_and_what_is_left_make_the_column_again() -> None:
    random = np.random.default_rng(1)
    a, b = random.integers(0, 4, 30), random.integers(0, 9, 30)  # the second set is the larger
    column = random.normal(size=(30, 1))
    sets = TwoSets(a, b)
    alpha, beta = sets.effects(column, np.ones(30))
    np.testing.assert_allclose(
        sets.spread(alpha[:, 0], beta[:, 0]) + sets.within(column, np.ones(30))[:, 0], column[:, 0]
    )


@pytest.mark.parametrize(
    "labels", [[5, 3, 5, 9], ["b", "a", "b", "c"], [10**12, 0, 10**12, 10**15], np.array([2, 1, 2, 3], dtype=np.uint8)]
)
def test_labels_of_any_kind_become_positions_in_order(labels: object) -> None:
    levels, codes = coded(labels)
    assert codes.tolist() == [1, 0, 1, 2]
    assert levels[codes].tolist() == list(labels)  # type: ignore[call-overload]


def test_sets_of_different_lengths_are_refused() -> None:
    with pytest.raises(ModelError, match="2 and 3 rows"):
        TwoSets([1, 2], [1, 2, 3])


def test_a_block_that_is_too_large_to_solve_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absorbing, "LARGEST_BLOCK", 2)
    a, b = np.repeat([0, 1, 2], 3), np.tile([0, 1, 2], 3)
    with pytest.raises(ModelError, match="3 and 3 levels"):
        TwoSets(a, b)
    TwoSets(a, np.tile([0, 1, 1], 3))  # two levels on the smaller side are within
