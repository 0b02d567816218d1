"""What groups agree on: means, claims, ranges and majorities, worked by hand."""

import numpy as np
import pytest

from passerelle.dialogue.consensus import LEAST_VOTES, consensus, majority, wilson
from passerelle.dialogue.statistics import GroupCounts, group_counts
from passerelle.dialogue.votes import NOBODY, votes_of
from tests.unit.dialogue.makers import of_rows, village


def said(*statements: list[tuple[int, int]], hidden: bool = False):
    """Votes of groups: of each statement (agree, disagree) by group; people vote once each on every statement."""
    voters, names, values, groups = [], [], [], []
    for place, by_group in enumerate(statements):
        for group, (yes, no) in enumerate(by_group):
            for number in range(yes + no):
                voters.append(f"{group}{number:03}")
                names.append(f"s{place}")
                values.append(1 if number < yes else -1)
    votes = votes_of(voters, names, values, hidden=["s0"] if hidden else [])
    groups = np.array([int(name.rjust(4, "0")[0]) for name in votes.participants])
    return votes, group_counts(votes, groups)


def test_means_are_those_of_the_shrunken_rates():
    votes, found = said([(18, 2), (6, 14)])
    told = consensus(votes, found)
    one, other = 19 / 22, 7 / 22
    np.testing.assert_allclose(told.geometric, [np.sqrt(one * other)])
    np.testing.assert_allclose(told.product, [one * other])
    np.testing.assert_allclose(told.minimum, [other])
    np.testing.assert_allclose(told.apart, [one - other])
    assert told.least.tolist() == [1]


def test_the_mean_does_not_sink_as_groups_multiply():
    means, products = [], []
    for many in (2, 6):
        votes, found = said([(28, 2)] * many)
        told = consensus(votes, found)
        means.append(told.geometric[0])
        products.append(told.product[0])
    np.testing.assert_allclose(means[0], means[1])
    assert products[1] < products[0] ** 2


@pytest.mark.parametrize(
    ("by_group", "agreed", "rejected"),
    [
        ([(28, 2), (25, 5)], True, False),
        ([(2, 28), (5, 25)], False, True),
        ([(30, 0), (14, 16)], False, False),  # one group is divided
        ([(300, 0), (3, 27)], False, False),  # many do not outvote few
    ],
)
def test_all_groups_are_needed(by_group, agreed, rejected):
    votes, found = said(by_group)
    told = consensus(votes, found)
    assert (bool(told.agreed[0]), bool(told.rejected[0]), bool(told.claimed[0])) == (agreed, rejected, True)


def test_nothing_is_claimed_of_few_votes_and_the_mean_is_a_number_all_the_same():
    votes = votes_of(
        [f"0{n:02}" for n in range(30)] + [f"1{n:02}" for n in range(30)], ["a"] * 60, [1] * 60, also=["b"]
    )
    few = of_rows(*[(name, "a", 1) for name in votes.participants], *[(name, "b", 1) for name in ("0", "100", "101")])
    groups = np.array([0 if int(name) < 100 else 1 for name in few.participants])
    told = consensus(few, group_counts(few, groups))
    assert told.claimed.tolist() == [True, False]
    assert not told.agreed[1] and 0 < told.geometric[1] < 1


def test_a_small_group_speaks_with_half_of_its_votes():
    votes, found = said([(30, 0), (3, 0)])
    small = GroupCounts(found.counts, np.array([30, 6]))
    assert consensus(votes, small).claimed.tolist() == [True]
    assert consensus(votes, GroupCounts(found.counts, np.array([30, 8]))).claimed.tolist() == [False]


def test_passing_is_not_agreeing():
    votes = votes_of([str(n) for n in range(30)], ["a"] * 30, [1] * 14 + [0] * 16)
    told = consensus(votes, group_counts(votes, np.zeros(30, dtype=np.int64)))
    assert not told.agreed[0] and not told.rejected[0]


def test_hidden_statements_are_agreed_by_nobody():
    votes, found = said([(30, 0), (30, 0)], hidden=True)
    told = consensus(votes, found)
    assert not told.claimed[0] and not told.agreed[0] and not majority(votes)[0][0]


def test_the_range_holds_the_mean_and_narrows_with_votes():
    widths = []
    for times in (1, 16):
        votes, found = said([(8 * times, 2 * times), (7 * times, 3 * times)])
        told = consensus(votes, found)
        assert 0 < told.low[0] < told.geometric[0] < told.high[0] <= 1
        widths.append(told.high[0] - told.low[0])
    assert widths[1] < widths[0] / 2


def test_the_range_covers_what_drawing_from_the_posteriors_gives():
    votes, found = said([(40, 10), (12, 18)])
    draw = np.random.default_rng(0)
    drawn = np.sqrt(draw.beta(41, 11, 40_000) * draw.beta(13, 19, 40_000))
    told = consensus(votes, found)
    np.testing.assert_allclose([told.low[0], told.high[0]], np.quantile(drawn, [0.05, 0.95]), atol=0.012)


def test_without_groups_all_are_one():
    votes, _ = said([(20, 5)])
    told = consensus(votes, group_counts(votes, np.full(votes.n, NOBODY), 0))
    np.testing.assert_allclose(told.geometric, [21 / 27])


def test_the_majority_asks_for_no_group():
    votes, _ = said([(60, 5), (5, 10)], [(5, 60), (1, 14)], [(20, 20), (8, 7)])
    accepted, refused = majority(votes)
    assert accepted.tolist() == [True, False, False] and refused.tolist() == [False, True, False]


def test_the_majority_of_few_is_none():
    votes = votes_of([str(n) for n in range(LEAST_VOTES - 1)], ["a"] * (LEAST_VOTES - 1), [1] * (LEAST_VOTES - 1))
    assert not majority(votes)[0].any()


def test_camps_agree_on_what_they_were_made_to_agree_on():
    votes, camps = village((40, 40))
    told = consensus(votes, group_counts(votes, camps))
    assert told.agreed[votes.statements.index("19")]
    # camp 0 disagrees with an even, camp 1 with what lies in the lower half of each four
    assert told.agreed.sum() + told.rejected.sum() < votes.m


@pytest.mark.parametrize(
    ("many", "seen", "low", "high"), [(0, 0, 0, 1), (81, 263, 0.263, 0.357), (10, 10, 0.787, 1), (0, 10, 0, 0.213)]
)
def test_wilsons_range(many, seen, low, high):
    # 81 of 263: Newcombe (1998), Statistics in Medicine 17, p. 862, at 95 %: .2553 to .3662; the others are closed forms
    level = 0.90
    found = wilson(np.array([float(many)]), np.array([float(seen)]), level)
    np.testing.assert_allclose([found[0][0], found[1][0]], [low, high], atol=0.001)


def test_wilsons_range_as_newcombe_printed_it():
    low, high = wilson(np.array([81.0]), np.array([263.0]), 0.95)
    np.testing.assert_allclose([low[0], high[0]], [0.2553, 0.3662], atol=5e-5)
