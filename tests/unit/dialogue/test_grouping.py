"""Groups of people who vote alike: as many as there are, never too small, the same in any order."""

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue import grouping
from passerelle.dialogue.components import components
from passerelle.dialogue.grouping import ENOUGH_VOTES, Groups, grouped, stability
from passerelle.dialogue.votes import NOBODY, Votes, votes_of
from tests.unit.dialogue.makers import of_rows, village


def found_in(votes: Votes, **settings: int) -> Groups:
    return grouped(votes, components(votes), **settings)


def as_sets(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == group).tolist()) for group in set(labels.tolist()) - {NOBODY}}


@pytest.mark.parametrize("sizes", [(30, 20), (25, 20, 15)])
def test_the_camps_that_are_there_are_found(sizes):
    votes, camps = village(sizes, 24)
    found = found_in(votes)
    assert as_sets(found.labels) == as_sets(camps)
    assert found.sizes.tolist() == sorted(sizes, reverse=True)


def test_where_nobody_differs_there_is_one_group():
    draw = np.random.default_rng(3)
    rows, columns = np.nonzero(draw.random((80, 20)) < 0.7)
    said = np.where(draw.random(len(rows)) < 0.8, 1, -1)
    votes = votes_of([str(row) for row in rows], [str(column) for column in columns], said)
    found = found_in(votes)
    assert found.sizes.tolist() == [80] and found.tried[0].groups == 1


def test_each_number_of_groups_tells_how_it_foretold():
    found = found_in(village((30, 20))[0])
    assert [one.groups for one in found.tried] == [1, 2, 3, 4, 5, 6]
    assert found.tried[1].loss < found.tried[0].loss and min(one.error for one in found.tried) == 0


def test_no_group_is_smaller_than_asked():
    votes, camps = village((40, 30, 3), 24)
    assert found_in(votes).sizes.min() >= 5
    small = found_in(votes, least=3)
    assert small.sizes.min() >= 3
    assert as_sets(small.labels) == as_sets(camps)


def test_fewer_than_one_group_are_nobody():
    found = found_in(of_rows(("1", "a", 1), ("2", "a", -1)))
    assert found.labels.tolist() == [NOBODY, NOBODY] and found.sizes.tolist() == [] and found.tried == ()


def test_no_more_groups_than_asked():
    votes, _ = village((25, 20, 15), 24)
    assert len(found_in(votes, most=2).sizes) == 2
    assert len(found_in(votes, most=1).sizes) == 1


def test_who_voted_on_little_is_in_no_group():
    votes, _ = village((30, 20))
    more = votes_of(
        [votes.participants[row] for row in votes.rows] + ["late"] * (ENOUGH_VOTES - 1),
        [votes.statements[column] for column in votes.columns] + [str(n) for n in range(ENOUGH_VOTES - 1)],
        [*votes.values, *[1] * (ENOUGH_VOTES - 1)],
    )
    found = found_in(more)
    assert found.labels[more.participants.index("late")] == NOBODY and (found.labels == NOBODY).sum() == 1


def test_where_few_voted_enough_the_most_active_form_groups():
    votes, _ = village((9, 9), 20, cast=0.3, seed=4)
    seen = votes.cast
    assert (seen >= ENOUGH_VOTES).sum() < 15
    taken = np.flatnonzero(found_in(votes).labels != NOBODY)
    assert len(taken) == 15 and seen[taken].min() >= np.delete(seen, taken).max()


def test_the_order_of_rows_changes_nothing():
    votes, _ = village((30, 20, 15), 24, cast=0.5, firm=0.8)
    rows = [
        (votes.participants[row], votes.statements[column], int(value))
        for row, column, value in zip(votes.rows, votes.columns, votes.values, strict=True)
    ]
    again = of_rows(*(rows[place] for place in np.random.default_rng(0).permutation(len(rows))))
    np.testing.assert_array_equal(found_in(votes).labels, found_in(again).labels)


def test_restarts_change_nothing_and_other_seeds_little():
    votes, _ = village((30, 20, 15), 24)
    first = found_in(votes).labels
    np.testing.assert_array_equal(first, found_in(votes).labels)
    np.testing.assert_array_equal(first, found_in(votes, seed=7).labels)


def test_of_many_people_some_form_the_groups_and_all_are_placed(monkeypatch):
    monkeypatch.setattr(grouping, "_FORMING", 40)
    monkeypatch.setattr(grouping, "_CHOOSING", 30)
    votes, camps = village((120, 60), 24)
    assert as_sets(found_in(votes).labels) == as_sets(camps)


@pytest.mark.parametrize("settings", [{"least": 0}, {"most": 0}])
def test_nonsense_is_refused(settings):
    with pytest.raises(DialogueError, match="at least one"):
        found_in(village()[0], **settings)


def test_firm_camps_stay_together_and_apart():
    votes, _ = village((30, 20), 24)
    firm = stability(votes, found_in(votes))
    assert firm.runs == 20
    assert np.diag(firm.together).min() > 0.95 and firm.apart[0, 1] > 0.95
    np.testing.assert_allclose(firm.together, firm.together.T)


def test_groups_that_are_none_do_not_hold():
    draw = np.random.default_rng(3)
    said = draw.choice([1, -1], (60, 16))
    rows, columns = np.indices(said.shape).reshape(2, -1)
    votes = votes_of([str(row) for row in rows], [str(column) for column in columns], said.ravel())
    made_up = Groups((np.arange(60) % 2).astype(np.int64), np.array([30, 30]), ())
    assert np.diag(stability(votes, made_up).together).max() < 0.7


def test_pairs_are_counted_without_oneself():
    before, after = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    # of three pairs of the first one stays together; of six across, two fall together
    np.testing.assert_allclose(grouping._pairs(before, after, 2), [[1 / 3, 1 / 3], [1 / 3, 1]])


def test_a_group_of_one_has_no_pair():
    found = grouping._pairs(np.array([0, 1, 1]), np.array([0, 1, 1]), 2)
    assert np.isnan(found[0, 0]) and found[1, 1] == 1


def test_stability_of_no_group_is_empty():
    votes = of_rows(("1", "a", 1))
    assert stability(votes, found_in(votes)).together.shape == (0, 0)


def test_stability_is_drawn_from_part_of_a_large_dialogue():
    votes, _ = village((60, 40), 24)
    firm = stability(votes, found_in(votes), runs=5, most_people=40)
    assert np.diag(firm.together).min() > 0.9 and firm.runs == 5
