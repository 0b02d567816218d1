"""Votes as a sparse table: who voted what, whatever the order of rows."""

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import AGREE, DISAGREE, PASS, assembled, natural_order, votes_of
from tests.unit.dialogue.makers import dense, of_rows

ROWS = (("10", "a", 1), ("2", "a", -1), ("2", "b", 0), ("anna", "b", 1))


def test_participants_stand_by_number_and_then_by_letter():
    assert natural_order(["b", "10", "2", "-1", "a"]) == ["-1", "2", "10", "a", "b"]
    assert of_rows(*ROWS).participants == ("2", "10", "anna")


def test_a_number_too_long_for_one_is_a_word():
    assert natural_order(["9" * 30, "1"]) == ["1", "9" * 30]


def test_each_vote_lies_in_its_row():
    table = dense(of_rows(*ROWS))
    np.testing.assert_array_equal(table, [[-1, 0], [1, np.nan], [np.nan, 1]])


def test_counts_tell_agreeing_disagreeing_and_passing():
    votes = of_rows(*ROWS)
    assert votes.counts.tolist() == [[1, 1, 0], [1, 0, 1]]
    assert votes.cast.tolist() == [2, 1, 1] and votes.total == 4 and (votes.n, votes.m) == (3, 2)


def test_a_pass_is_a_vote_and_an_absent_one_is_none():
    votes = of_rows(("1", "a", 0), ("2", "b", 1))
    assert votes.counts.sum() == 2 and votes.counts[0].tolist() == [0, 0, 1]


def test_the_later_of_two_votes_counts_once():
    votes = of_rows(("1", "a", 1), ("2", "a", 1), ("1", "a", -1))
    assert votes.total == 2 and votes.counts.tolist() == [[1, 1, 0]]


@pytest.mark.parametrize("value", [2, -2, 7])
def test_a_value_that_is_no_vote_is_refused(value):
    with pytest.raises(DialogueError, match=f"{value} is no vote: 1 agrees, -1 disagrees, 0 passes"):
        votes_of(["1"], ["a"], [value])


def test_lengths_that_differ_are_refused():
    with pytest.raises(DialogueError, match="as many voters as statements"):
        votes_of(["1", "2"], ["a"], [1])


def test_hidden_statements_are_counted_and_tell_no_groups_apart():
    votes = of_rows(*ROWS, hidden=["a"], meta=["c"])
    assert votes.statements == ("a", "b", "c")
    assert votes.hidden.tolist() == [True, False, False] and votes.meta.tolist() == [False, False, True]
    assert votes.counts[0].tolist() == [1, 1, 0]
    assert votes.grouping.tolist() == [False, True, False]


def test_a_statement_without_votes_tells_nothing_apart():
    votes = votes_of(["1"], ["a"], [1], also=["z"])
    assert votes.grouping.tolist() == [True, False]


def test_one_hot_has_a_column_for_each_kind():
    table = of_rows(*ROWS).one_hot.toarray()
    assert table.shape == (3, 6)
    assert table[0].tolist() == [0, 1, 0, 0, 0, 1]  # participant 2: disagrees with a, passes on b
    assert table.sum() == 4


def test_one_hot_leaves_hidden_statements_out():
    assert of_rows(*ROWS, hidden=["a"]).one_hot.toarray()[:, :3].sum() == 0


def test_picked_votes_leave_participants_where_they_are():
    votes = of_rows(*ROWS)
    picked = votes.picked(votes.values == AGREE)
    assert picked.participants == votes.participants
    np.testing.assert_array_equal(dense(picked), [[np.nan, np.nan], [1, np.nan], [np.nan, 1]])


def test_some_participants_may_be_taken_and_one_twice():
    taken = of_rows(*ROWS).of_participants(np.array([2, 0, 2]))
    assert taken.participants == ("anna", "2", "anna")
    np.testing.assert_array_equal(dense(taken), [[np.nan, 1], [-1, 0], [np.nan, 1]])


def test_rows_name_the_participant_of_each_vote():
    votes = of_rows(*ROWS)
    assert votes.rows.tolist() == [0, 0, 1, 2]


def test_assembled_places_are_the_same_as_names():
    votes = assembled(("2", "10"), ("a", "b"), np.array([1, 0]), np.array([0, 1]), np.array([AGREE, PASS]))
    np.testing.assert_array_equal(dense(votes), [[np.nan, 0], [1, np.nan]])


def test_the_fingerprint_is_that_of_the_votes_and_not_of_their_order():
    assert of_rows(*ROWS).fingerprint == of_rows(*reversed(ROWS)).fingerprint


@pytest.mark.parametrize(
    "other",
    [
        of_rows(*ROWS[:-1]),
        of_rows(*ROWS[:-1], ("anna", "b", DISAGREE)),
        of_rows(*ROWS, hidden=["a"]),
        of_rows(*ROWS, meta=["a"]),
        of_rows(*ROWS[:-1], ("anne", "b", 1)),
    ],
)
def test_the_fingerprint_changes_with_whatever_counts(other):
    assert other.fingerprint != of_rows(*ROWS).fingerprint
