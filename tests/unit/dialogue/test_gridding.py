"""The coarse picture: who is drawn, how many stand in a dot, and rings around groups."""

import numpy as np
import pytest

from passerelle.dialogue.gridding import binned, ellipses

DRAW = np.random.default_rng(4)
CLOUD = DRAW.normal(size=(400, 2))


def test_no_dot_is_of_a_few_and_most_people_are_drawn():
    cells = binned(CLOUD)
    assert min(cell.people for cell in cells) >= 5
    assert 320 <= sum(cell.people for cell in cells) <= 400
    assert len(cells) > 10


def test_a_far_one_is_not_drawn():
    places = np.vstack([np.zeros((30, 2)) + DRAW.normal(size=(30, 2)) / 100, [[50.0, 50.0]]])
    cells = binned(places)
    assert sum(cell.people for cell in cells) == 30 and all(cell.x < 1 for cell in cells)


def test_fewer_than_the_least_are_no_picture():
    assert binned(CLOUD[:4]) == [] and binned(np.zeros((0, 2))) == []
    assert [cell.people for cell in binned(np.zeros((5, 2)))] == [5]


def test_where_no_grid_shows_most_the_best_is_taken():
    # three heaps of four that no cell holds together, and one of six
    places = np.vstack([np.tile(at, (4, 1)) for at in ([0.0, 0], [0, 9], [9, 0])] + [np.tile([9.0, 9], (6, 1))])
    assert [cell.people for cell in binned(places)] == [6]


def test_the_order_of_people_changes_nothing():
    order = DRAW.permutation(len(CLOUD))
    key = lambda cell: (round(cell.x, 9), round(cell.y, 9), cell.people)  # noqa: E731
    assert sorted(map(key, binned(CLOUD))) == sorted(map(key, binned(CLOUD[order])))


def test_a_ring_lies_as_its_group_does():
    along = np.stack([np.linspace(-1, 1, 101), np.linspace(-1, 1, 101)], axis=1)
    ring, none = ellipses(along, np.zeros(101, dtype=int), 2)
    assert none is None
    assert ring.angle == pytest.approx(45) and ring.narrow == pytest.approx(0, abs=1e-6)
    assert (ring.x, ring.y) == pytest.approx((0, 0), abs=1e-9) and ring.wide > 1
    alone = ellipses(np.array([[2.0, 3.0]]), np.array([0]), 1)[0]
    assert (alone.x, alone.y, alone.wide) == (2.0, 3.0, 0.0)
