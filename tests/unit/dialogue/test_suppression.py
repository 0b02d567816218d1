"""Cells that may be shown: every small case there is, beside a slow search for what an attacker could take away."""

from itertools import combinations, product

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.suppression import shown_cells, shown_totals


def shown(cells, total, least=5):
    return shown_cells(np.array([cells]).T, np.array([total]), least)[:, 0].tolist()


def telling(cells, total, may, least):
    """What follows for somebody who subtracts any shown cells from the total: a few votes, or none."""
    kept = [many for many, one in zip(cells, may, strict=True) if one]
    return [
        total - sum(taken)
        for size in range(1, len(kept) + 1)
        for taken in combinations(kept, size)
        if 0 < total - sum(taken) < least
    ]


@pytest.mark.parametrize("least", [2, 3])
@pytest.mark.parametrize("groups", [1, 2, 3])
def test_in_every_small_case_nothing_of_a_few_is_shown_or_follows(groups, least):
    for cells in product(range(least + 3), repeat=groups):
        for rest in range(least + 2):
            total = sum(cells) + rest
            may = shown(cells, total, least)
            assert all(many >= least for many, one in zip(cells, may, strict=True) if one)
            assert not telling(cells, total, may, least)
            # no more is withheld than has to be: all small ones, and one more at most
            large = [many for many in cells if many >= least]
            withheld = [many for many, one in zip(cells, may, strict=True) if not one and many >= least]
            assert len(withheld) <= 1 and withheld in ([], [min(large, default=0)])
            if withheld:
                assert 0 < total - sum(large) < least


@pytest.mark.parametrize(
    ("cells", "total", "may"),
    [
        ((9, 8), 17, [True, True]),
        ((9, 4), 13, [False, False]),  # the small one would be the rest
        ((9, 8, 4), 21, [True, False, False]),  # the next smallest goes with it
        ((9, 8, 4), 30, [True, True, False]),  # others beside hide it
        ((9, 0), 9, [True, False]),  # nobody is told of by nothing
        ((9, 3, 2), 14, [True, False, False]),  # two small ones hide one another
        ((9, 8), 19, [True, False]),  # two who are in no group
        ((4, 4), 8, [False, False]),
    ],
)
def test_a_row_by_hand(cells, total, may):
    assert shown(cells, total) == may


def test_rows_are_decided_each_by_itself():
    found = shown_cells(np.array([[9, 9], [8, 4]]), np.array([17, 13]))
    assert found.tolist() == [[True, False], [True, False]]
    assert shown_cells(np.zeros((0, 2), dtype=np.int64), np.array([3, 9])).shape == (0, 2)
    assert shown_totals(np.array([4, 5])).tolist() == [False, True]


def test_what_cannot_be_is_refused():
    with pytest.raises(DialogueError, match="more votes"):
        shown((5, 5), 9)
    with pytest.raises(DialogueError, match="at least one"):
        shown((5,), 5, least=0)
