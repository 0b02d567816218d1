"""Counts that one vote changes."""

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.tally import Tally
from tests.unit.dialogue.makers import village


def test_votes_one_by_one_come_to_the_same_as_all_at_once():
    votes, _ = village()
    tally = Tally.empty(votes.m)
    for column, value in zip(votes.columns, votes.values, strict=True):
        tally.cast(int(column), int(value), before=None)
    np.testing.assert_array_equal(tally.counts, votes.counts)


def test_another_mind_moves_one_vote_and_adds_none():
    tally = Tally.empty(1)
    tally.cast(0, 1, before=None)
    tally.cast(0, -1, before=1)
    assert tally.counts.tolist() == [[0, 1, 0]]


def test_counting_leaves_the_votes_that_it_was_made_of():
    votes, _ = village()
    tally = Tally.of(votes)
    tally.cast(0, 0, before=None)
    assert tally.counts.sum() == votes.counts.sum() + 1


@pytest.mark.parametrize(("vote", "before"), [(3, None), (1, 5), (5, 1)])
def test_what_is_no_vote_changes_nothing(vote, before):
    tally = Tally.empty(1)
    with pytest.raises(DialogueError, match="is no vote"):
        tally.cast(0, vote, before=before)
    assert tally.counts.sum() == 0
