"""Whose turn it is to chair: the group that waited longest, in it who waited longest, and always the same answer.

Covers `passerelle.dialogue.rotation`.
"""

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from passerelle.dialogue.rotation import Candidate, NextChair, Turn, next_chair


def one(key: str, group: str, year: int = 2020) -> Candidate:
    return Candidate(key, key.upper(), group, date(year, 1, 1))


THREE = [one("a", "north"), one("b", "south"), one("c", "south", 2019)]


def test_nobody_chairs_where_nobody_may():
    assert next_chair([], [Turn(2025, "a", "north")]) is None


def test_a_group_that_never_chaired_comes_first_and_in_it_who_is_there_longest():
    assert next_chair(THREE, [Turn(2025, "a", "north")]) == NextChair(THREE[2], None, None)


def test_among_groups_that_chaired_the_one_longest_ago():
    turns = [Turn(2023, "b", "south"), Turn(2024, "a", "north")]
    found = next_chair(THREE, turns)
    assert found == NextChair(THREE[2], 2023, None)


def test_who_chaired_waits_until_all_of_its_group_did():
    turns = [Turn(2021, "c", "south"), Turn(2022, "a", "north"), Turn(2023, "b", "south"), Turn(2024, "a", "north")]
    assert next_chair(THREE, turns) == NextChair(THREE[2], 2023, 2021)


def test_only_the_newest_turn_of_a_group_counts():
    turns = [Turn(2020, "a", "north"), Turn(2025, "a", "north"), Turn(2024, "b", "south")]
    assert next_chair(THREE, turns).candidate.group == "south"


def test_a_turn_counts_for_the_group_of_its_time():
    # the north chaired in 2024 by who is no longer there
    turns = [Turn(2024, "gone", "north"), Turn(2023, "b", "south")]
    assert next_chair(THREE, turns).candidate == THREE[2]


def test_names_settle_what_days_do_not():
    twins = [one("z", "north"), one("y", "north")]
    assert next_chair(twins, []).candidate.key == "y"


def test_the_order_in_which_candidates_are_given_says_nothing():
    turns = [Turn(2024, "a", "north")]
    assert len({next_chair(order, turns) for order in permutations(THREE)}) == 1


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["n", "s", "w"])), min_size=1, max_size=6),
    st.integers(min_value=1, max_value=30),
)
def test_in_the_long_run_every_group_chairs_and_none_waits_longer_than_there_are_groups(pairs, years):
    candidates = [one(key, group) for key, group in dict(pairs).items()]
    groups = {candidate.group for candidate in candidates}
    turns: list[Turn] = []
    for year in range(2000, 2000 + years):
        found = next_chair(candidates, turns).candidate
        turns.append(Turn(year, found.key, found.group))
    last = [turn.group for turn in turns[-len(groups) :]]
    assert len(set(last)) == len(last)
