"""Blocs that are declared, and none that shows somebody."""

import numpy as np
import pytest

from passerelle.dialogue.blocs import Blocs, shown
from passerelle.dialogue.votes import NOBODY


def blocs(**sizes: int) -> Blocs:
    """Blocs of these sizes, with two in none."""
    labels = np.concatenate([np.repeat(np.arange(len(sizes)), list(sizes.values())), [NOBODY, NOBODY]])
    return Blocs(tuple(sizes), labels)


def sizes(found: Blocs) -> dict[str, int]:
    return dict(zip(found.names, found.sizes.tolist(), strict=True))


def test_large_blocs_stay_as_they_are():
    found = shown(blocs(north=9, south=6))
    assert sizes(found) == {"north": 9, "south": 6} and found.pooled == ()
    assert found.labels[-2:].tolist() == [NOBODY, NOBODY]


def test_small_ones_are_pooled():
    found = shown(blocs(north=9, isles=3, south=6, lakes=2))
    assert sizes(found) == {"north": 9, "south": 6, "smaller blocs": 5}
    assert found.pooled == ("isles", "lakes")


def test_one_small_one_takes_the_next_smallest_with_it():
    """Else it is the whole less all others."""
    found = shown(blocs(north=9, isles=3, south=6))
    assert sizes(found) == {"north": 9, "smaller blocs": 9} and found.pooled == ("isles", "south")


def test_two_blocs_of_which_one_is_small_become_one():
    assert sizes(shown(blocs(north=9, isles=1))) == {"smaller blocs": 10}


def test_where_all_together_are_too_few_nobody_is_in_a_bloc():
    found = shown(blocs(north=2, south=2))
    assert found.names == () and (found.labels == NOBODY).all() and found.pooled == ("north", "south")


def test_empty_blocs_are_left_out_and_are_not_small():
    assert sizes(shown(blocs(north=9, nobody=0, south=6))) == {"north": 9, "south": 6}


def test_everybody_stays_with_her_own():
    given = blocs(north=9, isles=3, south=6, lakes=2)
    found = shown(given)
    for before, after in zip(given.labels, found.labels, strict=True):
        if before == NOBODY:
            assert after == NOBODY
        else:
            name = given.names[before]
            assert found.names[after] == ("smaller blocs" if name in ("isles", "lakes") else name)


@pytest.mark.parametrize("least", [1, 2, 4])
def test_the_least_may_be_set(least):
    assert ("isles" in shown(blocs(north=9, isles=2), least).names) == (least <= 2)
