"""Which statement comes next."""

import numpy as np
import pytest

from passerelle.dialogue.routing import META, next_statement, priorities
from tests.unit.dialogue.makers import of_rows

COUNTS = np.array([[0, 0, 0], [30, 5, 5], [5, 30, 5], [5, 5, 30]])
STILL = np.zeros(4)


def test_the_priority_is_that_of_the_formula():
    expected = ((1 - 6 / 42) * (1 + 0.5) * 31 / 42 * (1 + 8 * 2.0 ** (-40 / 5))) ** 2
    np.testing.assert_allclose(priorities(COUNTS, np.full(4, 0.5))[1], expected)


def test_priorities_differ_and_are_not_those_of_meta_statements():
    """As they were not for sixteen months in Polis, where all had collapsed to one number."""
    found = priorities(COUNTS, np.linspace(0, 2, 4))
    assert len(set(found.round(9))) == 4 and not (found == META).any()


def test_new_statements_come_up_and_passes_sink():
    new, liked, disliked, passed = priorities(COUNTS, STILL)
    assert new > liked > disliked > passed


def test_what_stands_apart_comes_up():
    apart = priorities(COUNTS, np.array([0, 2.0, 0, 0]))
    assert apart[1] > priorities(COUNTS, STILL)[1]


def test_meta_and_hidden_statements_have_their_own():
    found = priorities(COUNTS, STILL, np.array([False, True, True, False]), np.array([False, False, True, True]))
    assert found[1:].tolist() == [META, 0, 0]


VOTES = of_rows(("1", "a", 1), ("1", "b", 1), ("2", "a", 1), ("2", "b", -1), ("2", "c", 0))
WEIGHTS = np.array([1.0, 2.0, 1.0])


def test_one_who_voted_on_all_is_asked_nothing():
    assert next_statement(VOTES, WEIGHTS, "2", 0.5) is None


def test_only_what_was_not_voted_on_is_asked():
    assert {next_statement(VOTES, WEIGHTS, "1", draw) for draw in np.linspace(0, 0.999, 20)} == {"c"}


@pytest.mark.parametrize(
    ("draw", "asked"), [(0.0, "a"), (0.24, "a"), (0.26, "b"), (0.74, "b"), (0.76, "c"), (0.999, "c")]
)
def test_a_newcomer_is_asked_by_weight(draw, asked):
    assert next_statement(VOTES, WEIGHTS, "new", draw) == asked


def test_hidden_statements_are_asked_of_nobody():
    assert next_statement(VOTES, np.array([0.0, 0.0, 0.0]), "new", 0.5) is None
