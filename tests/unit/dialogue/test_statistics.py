"""What groups say of each statement, worked by hand."""

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.statistics import (
    GroupCounts,
    directions,
    group_counts,
    hold_together,
    one_proportion,
    representative,
)
from passerelle.dialogue.votes import AGREE, DISAGREE, NOBODY, PASS, votes_of
from tests.unit.dialogue.makers import of_rows, village

# two groups, one statement: of 8 votes 6 agree and 1 passes; of 10 votes 2 agree and 7 disagree
TWO = GroupCounts(np.array([[[6, 1, 1]], [[2, 7, 1]]]), np.array([9, 11]))


def test_votes_are_counted_by_group():
    votes = of_rows(("1", "a", 1), ("2", "a", 0), ("3", "a", -1), ("3", "b", 1))
    found = group_counts(votes, np.array([0, 0, 1]))
    assert found.counts.tolist() == [[[1, 0, 1], [0, 0, 0]], [[0, 1, 0], [1, 0, 0]]]
    assert found.sizes.tolist() == [2, 1] and found.seen.tolist() == [[2, 0], [1, 1]]


def test_who_is_in_no_group_counts_in_none():
    votes = of_rows(("1", "a", 1), ("2", "a", 1))
    found = group_counts(votes, np.array([NOBODY, 0]))
    assert found.counts.tolist() == [[[1, 0, 0]]] and found.sizes.tolist() == [1]


def test_an_empty_group_may_be_asked_for():
    assert group_counts(of_rows(("1", "a", 1)), np.array([0]), 3).sizes.tolist() == [1, 0, 0]


def test_labels_are_one_a_participant():
    with pytest.raises(DialogueError, match="Groups are given for 1 participants; 2 voted"):
        group_counts(of_rows(("1", "a", 1), ("2", "a", 1)), np.array([0]))


def test_shares_are_drawn_towards_a_half():
    np.testing.assert_allclose(TWO.agree, [[7 / 10], [3 / 12]])
    np.testing.assert_allclose(TWO.disagree, [[2 / 10], [8 / 12]])


def test_the_scores_of_agreeing_are_those_of_the_formulas():
    agreeing, _ = directions(TWO)
    np.testing.assert_allclose(agreeing.above_half[0, 0], 2 * np.sqrt(9) * (7 / 9 - 1 / 2))
    np.testing.assert_allclose(agreeing.ratio[0, 0], (7 / 10) / (3 / 12))
    ours, theirs, common = 7 / 9, 3 / 11, 10 / 20
    spread = np.sqrt(common * (1 - common) * (1 / 9 + 1 / 11))
    np.testing.assert_allclose(agreeing.above_rest[0, 0], (ours - theirs) / spread)
    np.testing.assert_allclose(agreeing.above_rest[1, 0], -(ours - theirs) / spread)


def test_the_score_against_the_rest_is_zero_where_all_vote_alike():
    both = GroupCounts(np.array([[[3, 0, 0]], [[4, 0, 0]]]), np.array([3, 4]))
    assert directions(both)[0].above_rest.tolist() == [[0], [0]]


@pytest.mark.parametrize(("many", "seen", "score"), [(0, 0, 1.0), (5, 10, 2 * 11**0.5 * (6 / 11 - 0.5))])
def test_a_share_against_a_half(many, seen, score):
    np.testing.assert_allclose(one_proportion(np.array(float(many)), np.array(float(seen))), score)


def test_benjamini_and_hochberg_take_the_largest_that_is_under_its_line():
    chances = np.array([0.01, 0.02, 0.9, 0.06, 0.5])
    assert hold_together(chances, np.ones(5, dtype=bool), 0.1).tolist() == [True, True, False, True, False]


def test_a_small_one_holds_although_a_smaller_one_lies_over_its_own_line():
    # 0.05 is over 1/2 x 0.08, yet 0.07 is under 2/2 x 0.08: both hold
    assert hold_together(np.array([0.05, 0.07]), np.ones(2, dtype=bool), 0.08).tolist() == [True, True]


def test_tests_left_out_neither_hold_nor_count():
    chances = np.array([0.04, 0.0, 0.0])
    assert hold_together(chances, np.array([True, False, False]), 0.05).tolist() == [True, False, False]


def test_where_nothing_is_tested_nothing_holds():
    assert not hold_together(np.array([0.0]), np.array([False])).any()


def test_what_sets_camps_apart_is_what_they_were_made_of():
    votes, camps = village()
    found = representative(votes, group_counts(votes, camps))
    for camp, best in enumerate(found):
        assert len(best) == 5
        for one in best:
            mind = 1 if (int(votes.statements[one.statement]) >> camp) % 2 else -1
            assert one.kind == mind and one.holds and one.share > one.rest + 0.5
    assert all(votes.statements[one.statement] != "19" for best in found for one in best)  # on it they agree


def test_the_strongest_comes_first():
    votes, camps = village()
    for best in representative(votes, group_counts(votes, camps)):
        strengths = [one.strength for one in best]
        assert strengths == sorted(strengths, reverse=True)


def test_a_group_that_passes_is_known_by_its_passing():
    rows = [(f"{who}", f"{what}", 1 if what % 2 else -1) for who in range(12) for what in range(8)]
    rows += [(f"{who}", f"{what}", 0) for who in range(12, 24) for what in range(8)]
    votes = of_rows(*rows)
    passing = representative(votes, group_counts(votes, (np.arange(24) >= 12).astype(np.int64)))[1]
    assert {one.kind for one in passing} == {PASS} and all(one.holds for one in passing)


def test_where_nothing_holds_the_strongest_is_named_with_its_doubt():
    votes = of_rows(("1", "a", 1), ("2", "a", -1), ("3", "a", 1), ("4", "a", -1))
    found = representative(votes, group_counts(votes, np.array([0, 1, 0, 1])))
    assert [(one.kind, one.holds) for best in found for one in best] == [(AGREE, False), (DISAGREE, False)]


def test_one_group_is_set_apart_from_nobody():
    votes = of_rows(("1", "a", 1))
    assert representative(votes, group_counts(votes, np.array([0]))) == [[]]
    assert representative(votes, group_counts(votes, np.array([NOBODY]), 0)) == []


def test_hidden_statements_represent_nobody():
    voters = [str(who) for who in range(40)]
    votes = votes_of(
        voters * 2, ["a"] * 40 + ["b"] * 40, [1 if who < 20 else -1 for who in range(40)] * 2, hidden=["a"]
    )
    found = representative(votes, group_counts(votes, (np.arange(40) >= 20).astype(np.int64)))
    assert {votes.statements[one.statement] for best in found for one in best} == {"b"}
