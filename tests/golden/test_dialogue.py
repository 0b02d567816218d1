"""Votes against what others made of them: red-dwarf's statistics, Polis' own exported consensus, hidden votes foretold."""

import json

import numpy as np
import pytest

from passerelle.dialogue.components import components
from passerelle.dialogue.consensus import consensus
from passerelle.dialogue.grouping import grouped
from passerelle.dialogue.reading import read_groups, read_statements, read_votes
from passerelle.dialogue.routing import priorities
from passerelle.dialogue.statistics import directions, group_counts
from passerelle.dialogue.votes import KINDS, NOBODY, Votes, votes_of
from tests.golden.dialogue_cases import RECORDED, village
from tests.shared import shared

NAMES = ("15-per-hour-seattle", "brexit-consensus", "bg2050-volunteers", "canadian-electoral-reform",
         "scoop-hivemind.taxes", "vtaiwan.uberx")  # fmt: skip


@pytest.fixture(scope="module")
def theirs():
    return json.loads(RECORDED.read_text())


@pytest.fixture(scope="module")
def ours():
    table, groups = village()
    rows, columns = np.nonzero(~np.isnan(table))
    votes = votes_of([str(row) for row in rows], [str(column) for column in columns], table[rows, columns].astype(int))
    return votes, groups


@pytest.mark.parametrize(
    ("name", "kind", "score"),
    [("pa", 0, "share"), ("pd", 1, "share"), ("pat", 0, "above_half"), ("pdt", 1, "above_half"), ("ra", 0, "ratio"),
     ("rd", 1, "ratio"), ("rat", 0, "above_rest"), ("rdt", 1, "above_rest")],
)  # fmt: skip
def test_statistics_of_given_groups_are_red_dwarfs(ours, theirs, name, kind, score):
    votes, groups = ours
    found = getattr(directions(group_counts(votes, groups))[kind], score)
    np.testing.assert_allclose(found, theirs["statistics"][name], atol=1e-9)


def test_the_product_of_given_groups_is_red_dwarfs(ours, theirs):
    votes, groups = ours
    np.testing.assert_allclose(consensus(votes, group_counts(votes, groups)).product, theirs["product"], atol=1e-12)


def test_directions_and_places_are_red_dwarfs(ours, theirs):
    votes, _ = ours
    found, loadings = components(votes), np.array(theirs["loadings"])
    turned = np.sign((found.loadings * loadings).sum(axis=1))
    np.testing.assert_allclose(found.loadings * turned[:, None], loadings, atol=1e-6)
    np.testing.assert_allclose(found.places * turned, theirs["places"], atol=1e-6)
    np.testing.assert_allclose(found.statements * turned, theirs["statements"], atol=1e-6)


def test_priorities_are_red_dwarfs(ours, theirs):
    votes, _ = ours
    np.testing.assert_allclose(priorities(votes.counts, components(votes).extremity), theirs["priority"], rtol=1e-6)


@pytest.fixture(scope="module")
def polis():
    """The conversations that are here, each read once."""
    folder = shared("polis")
    read = {}
    for name in NAMES:
        statements = read_statements(folder / name / "comments.csv")
        read[name] = statements, read_votes(folder / name / "votes.csv", statements)
    return read


@pytest.mark.shared
def test_the_consensus_that_polis_exported_is_reproduced(polis):
    statements, votes = polis["bg2050-volunteers"]
    _, labels = read_groups(shared("polis") / "bg2050-volunteers" / "participants-votes.csv", votes)
    found = consensus(votes, group_counts(votes, labels)).product
    exported = np.array([statements[name].exported for name in votes.statements], dtype=float)
    assert len(exported) == 371 and not np.isnan(exported).any()
    np.testing.assert_allclose(found, exported, atol=1e-12, rtol=0)


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_the_wide_file_holds_the_votes_of_the_long_one(polis, name):
    statements, long = polis[name]
    wide = read_votes(shared("polis") / name / "participants-votes.csv", statements)
    shown = ~long.hidden  # the export writes a pass into every cell of a hidden statement
    voted = set(wide.participants)
    kept = np.array([participant in voted for participant in long.participants])
    table = {
        (long.participants[i], long.statements[j]): v
        for i, j, v in zip(long.rows, long.columns, long.values, strict=True)
        if shown[j] and kept[i]
    }
    other = {
        (wide.participants[i], wide.statements[j]): v
        for i, j, v in zip(wide.rows, wide.columns, wide.values, strict=True)
        if not wide.hidden[j]
    }
    same = sum(other.get(cell) == value for cell, value in table.items())
    assert same >= 0.999 * max(len(table), len(other))


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_groups_are_found_in_every_conversation_and_none_is_small(polis, name):
    _, votes = polis[name]
    found = grouped(votes, components(votes))
    assert found.sizes.min() >= 5 and 1 <= len(found.sizes) <= 6


def _foretold(known: Votes, hidden: Votes, labels: np.ndarray) -> np.ndarray:
    """The log-loss of each hidden vote by the shares of its group, or of everybody for who is in none."""
    everybody = (known.counts + 1) / (known.counts.sum(axis=1, keepdims=True) + 3)
    counts = group_counts(known, labels).counts
    shares = (counts + 2 * everybody) / (counts.sum(axis=2, keepdims=True) + 2)
    group, column = labels[hidden.rows], hidden.columns
    chances = np.where((group == NOBODY)[:, None], everybody[column], shares[np.maximum(group, 0), column])
    kinds = np.array([KINDS.index(value) for value in hidden.values])
    return -np.log(chances[np.arange(hidden.total), kinds])


def _nearest(places: np.ndarray, k: int) -> np.ndarray:
    """k-means from spread starts, the best of ten: how Polis groups, written out."""
    best, error = np.zeros(len(places), dtype=np.int64), np.inf
    for start in range(10):
        draw = np.random.default_rng(start)
        centres = places[draw.choice(len(places), k, replace=False)]
        for _ in range(60):
            away = ((places[:, None] - centres[None]) ** 2).sum(axis=2)
            labels = away.argmin(axis=1)
            centres = np.array(
                [places[labels == j].mean(axis=0) if (labels == j).any() else centres[j] for j in range(k)]
            )
        if away.min(axis=1).sum() < error:
            best, error = labels, away.min(axis=1).sum()
    return best


def _silhouette(places: np.ndarray, labels: np.ndarray) -> float:
    away = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    member = np.eye(labels.max() + 1)[labels]
    sums, sizes = away @ member, member.sum(axis=0)
    own = sums[np.arange(len(labels)), labels] / np.maximum(sizes[labels] - 1, 1)
    other = np.where(member.astype(bool), np.inf, sums / np.maximum(sizes, 1)).min(axis=1)
    width = np.where(sizes[labels] > 1, (other - own) / np.maximum(np.maximum(own, other), 1e-12), 0)
    return float(width.mean())


def _as_polis(votes: Votes) -> np.ndarray:
    """Groups of those who voted enough, in the number of 2 to 5 whose silhouette is widest."""
    seen = np.bincount(votes.rows[votes.grouping[votes.columns]], minlength=votes.n)
    active = np.flatnonzero(seen >= min(7, int(votes.grouping.sum())))
    places = components(votes).places[active]
    labels = np.full(votes.n, NOBODY)
    labels[active] = max((_nearest(places, k) for k in range(2, 6)), key=lambda found: _silhouette(places, found))
    return labels


@pytest.mark.shared
@pytest.mark.slow
def test_hidden_votes_are_foretold_better_than_by_polis_groups(polis):
    """On the mean of the conversations, and nowhere worse by more than one standard error."""
    gains = []
    for name in NAMES:
        _, votes = polis[name]
        apart = []
        for split in range(3):
            hide = np.random.default_rng(100 + split).random(votes.total) < 0.1
            known, hidden = votes.picked(~hide), votes.picked(hide & votes.grouping[votes.columns])
            found = grouped(known, components(known)).labels
            apart.append(_foretold(known, hidden, _as_polis(known)) - _foretold(known, hidden, found))
        every = np.concatenate(apart)
        gains.append(every.mean())
        assert every.mean() > -every.std() / np.sqrt(len(every) / 3), name
    assert np.mean(gains) > 0.02
