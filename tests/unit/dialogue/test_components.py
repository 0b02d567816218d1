"""The picture of opinions, against the dense way of making it."""

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.components import centred, components
from passerelle.dialogue.votes import votes_of
from tests.unit.dialogue.makers import dense, of_rows, village


def by_the_dense_way(table: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    _, sizes, loadings = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)
    return sizes[:wanted] ** 2 / (sizes**2).sum(), loadings[:wanted]


@pytest.mark.parametrize("statements", [12, 90])
def test_the_sparse_way_gives_what_filling_with_means_gives(statements):
    votes, _ = village((40, 30, 20), statements, cast=0.5)
    found = components(votes)
    explained, loadings = by_the_dense_way(dense(votes), 2)
    np.testing.assert_allclose(found.explained, explained, atol=1e-9)
    np.testing.assert_allclose(np.abs((found.loadings * loadings).sum(axis=1)), 1, atol=1e-9)


def test_loadings_are_of_unit_length_and_lie_across_one_another():
    found = components(village((40, 30, 20))[0])
    np.testing.assert_allclose(found.loadings @ found.loadings.T, np.eye(2), atol=1e-9)


def test_the_largest_part_of_a_loading_is_positive():
    for loading in components(village((40, 30, 20))[0]).loadings:
        assert loading[np.abs(loading).argmax()] > 0


def test_places_are_stretched_for_who_voted_on_few():
    votes, _ = village()
    found, table = components(votes), dense(votes)
    one = 7
    seen = ~np.isnan(table[one])
    plain = (table[one, seen] - found.means[seen]) @ found.loadings[:, seen].T
    np.testing.assert_allclose(found.places[one], plain * np.sqrt(votes.m / seen.sum()))


def test_a_statement_stands_where_one_stands_who_agrees_to_it_alone():
    votes, _ = village()
    found = components(votes)
    np.testing.assert_allclose(found.statements[3], np.sqrt(votes.m) * (1 - found.means[3]) * found.loadings[:, 3])
    np.testing.assert_allclose(found.extremity[3], np.hypot(*found.statements[3]))


def test_hidden_statements_load_on_nothing():
    votes = of_rows(("1", "a", 1), ("1", "b", 1), ("2", "a", -1), ("2", "b", 1), ("3", "a", 1), hidden=["b"])
    found = components(votes)
    assert found.loadings[:, 1].tolist() == [0, 0] and found.extremity[1] == 0


def test_where_all_agree_there_is_no_direction():
    votes = votes_of(["1", "2", "1", "2"], ["a", "a", "b", "b"], [1, 1, 1, 1])
    found = components(votes)
    assert not found.loadings.any() and not found.places.any() and found.explained.tolist() == [0, 0]


def test_one_statement_has_one_direction():
    found = components(of_rows(("1", "a", 1), ("2", "a", -1)))
    np.testing.assert_allclose(found.loadings, [[1], [0]])
    np.testing.assert_allclose(found.explained, [1, 0])


def test_two_camps_stand_on_two_sides():
    votes, camps = village()
    sides = components(votes).places[:, 0]
    middles = [np.median(sides[camps == camp]) for camp in (0, 1)]
    middle = sum(middles) / 2
    assert (np.sign(sides - middle) == np.sign(np.array(middles)[camps] - middle)).mean() > 0.95


def test_a_centred_vote_at_its_mean_stays_a_vote():
    votes = of_rows(("1", "a", 1), ("2", "a", 1), ("1", "b", -1), ("2", "b", 1))
    assert centred(votes).nnz == 4


def test_no_component_at_all_is_refused():
    with pytest.raises(DialogueError, match="At least one component"):
        components(village()[0], 0)
