"""Groups of people who vote alike, as many as best foretell votes that were hidden, and how firm they are.

A group is a class of people with one share of agreeing, disagreeing and passing for each statement: the latent class
model of Goodman (1974), Biometrika 61, p. 215, fitted by expectation and maximisation from k-means on the picture of
opinions. Shares are drawn towards those of everybody, so that few votes say little. Nothing depends on the order of
rows or on what was found before: the votes and one seed decide.

Stands on `components` and `votes`.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.cluster.vq import kmeans2

from passerelle.base.errors import DialogueError
from passerelle.dialogue.components import Components, components
from passerelle.dialogue.votes import NOBODY, Floats, Integers, Votes, kinds_of

LEAST_MEMBERS = 5
MOST_GROUPS = 6
ENOUGH_VOTES = 7  # votes of who takes part in forming groups, or all statements where there are fewer
_FEWEST = 15  # people who form groups: filled up with the most active where fewer voted enough
_FORMING = 2_000  # people drawn to form groups; the others join the group that they vote most like
_CHOOSING = 800  # of them, people by whose hidden votes the number of groups is chosen
_FOLDS = 10  # parts of the votes; one at a time is hidden to choose the number of groups
_HIDDEN_VOTES = 2_000  # votes to be foretold: as many folds are taken as give so many, two at least
_ERRORS = 2.0  # standard errors by which more groups have to foretell better
_STARTS = 3
_ROUNDS = 12
_FEW_ROUNDS = 6  # where only the number of groups is chosen
_PULL = 5.0  # votes as everybody casts them that each share of a group is mixed with


@dataclass(frozen=True)
class Tried:
    """A number of groups, and how ill it foretold hidden votes: mean log-loss a vote, and its standard error."""

    groups: int
    loss: float
    error: float


@dataclass(frozen=True, eq=False)
class Groups:
    """`labels` (n): the group of each participant, the largest group 0, `NOBODY` for who voted too little.

    `tried`: what each number of groups foretold. Empty where there were too few to choose from.
    """

    labels: Integers
    sizes: Integers
    tried: tuple[Tried, ...]


def grouped(
    votes: Votes,
    picture: Components,
    *,
    seed: int = 0,
    least: int = LEAST_MEMBERS,
    most: int = MOST_GROUPS,
) -> Groups:
    """People who vote alike, in the number of groups that best foretells hidden votes; one where no more do better.

    Parameters
    ----------
    least : people in the smallest group; those of smaller ones join the group that they vote next most like.
    most : the largest number of groups tried.

    Raises
    ------
    DialogueError : `least` or `most` is below one.
    """
    if least < 1 or most < 1:
        raise DialogueError("Groups need at least one member, and there is at least one group.")
    people = _forming(votes)
    labels = np.full(votes.n, NOBODY, dtype=np.int64)
    if len(people) < max(least, 1):
        return Groups(labels, np.zeros(0, dtype=np.int64), ())
    draw = np.random.default_rng(seed)
    drawn = people if len(people) <= _FORMING else _drawn(draw, people, _FORMING)
    sample = votes.of_participants(drawn)
    few = sample if sample.n <= _CHOOSING else sample.of_participants(_drawn(draw, np.arange(sample.n), _CHOOSING))
    tried = tuple(_all_tried(few, min(most, len(drawn) // least), seed))
    wanted = _chosen(tried)
    found = _best_of_starts(sample, picture.places[drawn], wanted, seed)
    placed = _placed(votes.of_participants(people), found, least)
    labels[people] = placed
    return Groups(labels, np.bincount(placed).astype(np.int64), tried)


def _drawn(draw: np.random.Generator, people: Integers, many: int) -> Integers:
    return np.sort(draw.choice(people, many, replace=False))


def _forming(votes: Votes) -> Integers:
    """Who takes part in forming groups: those who voted enough, and the most active up to a number."""
    on_grouping = np.concatenate([[0], np.cumsum(votes.grouping[votes.columns])])
    seen = on_grouping[votes.starts[1:]] - on_grouping[votes.starts[:-1]]
    enough = max(min(ENOUGH_VOTES, int(votes.grouping.sum())), 1)
    if (seen >= enough).sum() >= _FEWEST:
        return np.flatnonzero(seen >= enough).astype(np.int64)
    active = np.argsort(-seen, kind="stable")[:_FEWEST]
    return np.sort(active[seen[active] > 0]).astype(np.int64)


def _chosen(tried: tuple[Tried, ...]) -> int:
    """The fewest groups that foretell as well as the best, but for some standard errors of the difference."""
    if not tried:
        return 1
    best = min(tried, key=lambda one: one.loss)
    return min(one.groups for one in tried if one.loss <= best.loss + _ERRORS * one.error)


def _all_tried(votes: Votes, most: int, seed: int) -> Iterator[Tried]:
    """Each number of groups with its loss on hidden votes; its error is that of the difference from the best."""
    if most < 2:
        return
    losses: list[Floats] = []
    fold = np.random.default_rng(seed).integers(0, _FOLDS, votes.total)
    for part in range(int(np.clip(np.ceil(_HIDDEN_VOTES * _FOLDS / votes.total), 2, _FOLDS))):
        hidden = (fold == part) & votes.grouping[votes.columns]
        if not hidden.any() or hidden.all():
            continue
        losses.append(_losses(votes.picked(~hidden), votes.picked(hidden), most, seed))
    if not losses:
        return
    every = np.concatenate(losses, axis=1)
    means = every.mean(axis=1)
    apart = every - every[means.argmin()]
    errors = apart.std(axis=1) / np.sqrt(every.shape[1])
    for place, (loss, error) in enumerate(zip(means, errors, strict=True)):
        yield Tried(place + 1, float(loss), float(error))


def _losses(known: Votes, hidden: Votes, most: int, seed: int) -> Floats:
    """The log-loss of each hidden vote under each number of groups. Shape (most, hidden votes)."""
    table, everybody = known.one_hot, _shares(known)
    places = components(known).places
    asked = hidden.rows, hidden.columns, kinds_of(hidden.values)
    losses = [-np.log(everybody[asked[1], asked[2]])]
    for groups in range(2, most + 1):
        found = _fitted(table, everybody, _near(places, groups, seed), groups, _FEW_ROUNDS)
        # who is between two groups foretells as both do: else a few wrong places would speak against all groups
        shares = found.shares[asked[1], asked[2]]
        losses.append(-np.log((shares * found.belongs[asked[0]]).sum(axis=1)))
    return np.stack(losses)


@dataclass(frozen=True, eq=False)
class _Fitted:
    """`belongs` (n, k): the chance of each class for each person; `shares` (m, 3, k); `weights` (k); `fit`."""

    belongs: Floats
    shares: Floats
    weights: Floats
    fit: float


def _best_of_starts(votes: Votes, places: Floats, groups: int, seed: int) -> _Fitted:
    table, everybody = votes.one_hot, _shares(votes)
    fits = [_fitted(table, everybody, _near(places, groups, seed + start), groups) for start in range(_STARTS)]
    return max(fits, key=lambda one: one.fit)


def _near(places: Floats, groups: int, seed: int) -> Integers:
    """People near one another in the picture: k-means with spread starts."""
    rounded = places.round(9)
    if len(np.unique(rounded[:, 0])) <= groups:  # else there are more places than groups: they are not counted
        distinct, labels = np.unique(rounded, axis=0, return_inverse=True)
        if len(distinct) <= groups:
            return np.asarray(labels, dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an empty group is no fault here: it is a start
        _, near = kmeans2(places, groups, iter=15, minit="++", missing="warn", rng=np.random.default_rng(seed))
    return np.asarray(near, dtype=np.int64)


def _shares(votes: Votes) -> Floats:
    """How everybody votes, as if each kind of vote had been cast once more. Shape (m, 3)."""
    return np.asarray((votes.counts + 1.0) / (votes.counts.sum(axis=1, keepdims=True) + 3.0))


def _class_shares(turned: sparse.csc_array, everybody: Floats, belongs: Floats) -> Floats:
    """How each class votes, drawn towards everybody, from the table turned on its side. Shape (m, 3, k)."""
    cast = (turned @ belongs).reshape(len(everybody), 3, -1)
    return np.asarray((cast + _PULL * everybody[:, :, None]) / (cast.sum(axis=1, keepdims=True) + _PULL))


def _fitted(
    table: sparse.csr_array, everybody: Floats, labels: Integers, groups: int, rounds: int = _ROUNDS
) -> _Fitted:
    """Classes from labels to start with, by expectation and maximisation."""
    belongs, fit, turned = np.eye(groups)[labels], -np.inf, table.T
    for _ in range(rounds):
        shares = _class_shares(turned, everybody, belongs)
        weights = (belongs.sum(axis=0) + 1.0) / (len(belongs) + groups)
        logs = _logs(table, shares, weights)
        top = logs.max(axis=1, keepdims=True)
        raised = np.exp(logs - top)
        summed = raised.sum(axis=1, keepdims=True)
        before, fit = fit, float((top + np.log(summed)).sum())
        belongs = raised / summed
        if abs(fit - before) <= 1e-6 * abs(fit):
            break
    return _Fitted(belongs, shares, weights, fit)


def _logs(table: sparse.csr_array, shares: Floats, weights: Floats) -> Floats:
    return np.asarray(table @ np.log(shares).reshape(-1, shares.shape[2]) + np.log(weights))


def _placed(votes: Votes, found: _Fitted, least: int) -> Integers:
    """The group of each person, the largest first, after one more round over everybody and without groups too small."""
    table = votes.one_hot
    logs = _logs(table, found.shares, found.weights)
    logs = _logs(
        table, _class_shares(table.T, _shares(votes), np.eye(logs.shape[1])[logs.argmax(axis=1)]), found.weights
    )
    labels = logs.argmax(axis=1)
    while True:
        sizes = np.bincount(labels, minlength=logs.shape[1])
        small = np.flatnonzero((sizes > 0) & (sizes < least))
        if len(small) == 0 or (sizes > 0).sum() == 1:
            return _by_size(labels)
        logs[:, small[sizes[small].argmin()]] = -np.inf
        labels = logs.argmax(axis=1)


def _by_size(labels: Integers) -> Integers:
    """Groups numbered anew: the largest 0; of equally large ones the one whose first person comes first."""
    names, first, places, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(names))
    return rank[places]


@dataclass(frozen=True, eq=False)
class Stability:
    """Of two people of groups g and h, the share of `runs` in which they fall together: `together` (groups, groups).

    Near 1 on the diagonal and near 0 beside it the groups are firm. Of a group of one, its own is absent (NaN).
    """

    together: Floats
    runs: int

    @property
    def apart(self) -> Floats:
        """The share of runs in which two people of different groups stay apart."""
        return np.asarray(1.0 - self.together)


def stability(votes: Votes, found: Groups, *, runs: int = 20, seed: int = 0, most_people: int = 500) -> Stability:
    """How often people stay together when others are drawn, with replacement, to form as many groups anew.

    Each run draws as many people as there are, forms groups from the start, places everybody in them and counts the
    pairs. Of large dialogues a part is drawn once, as the chance of a pair does not depend on how many there are.
    """
    groups = len(found.sizes)
    people = np.flatnonzero(found.labels >= 0)
    draw = np.random.default_rng([seed, 1])
    if len(people) > most_people:
        people = np.sort(draw.choice(people, most_people, replace=False))
    sample, labels = votes.of_participants(people), found.labels[people]
    table, summed = sample.one_hot, np.zeros((groups, groups))
    for run in range(runs if groups else 0):
        again = sample.of_participants(np.sort(draw.integers(0, sample.n, sample.n)))
        start = _near(components(again).places, groups, seed + run)
        fitted = _fitted(again.one_hot, _shares(again), start, groups)
        summed += _pairs(labels, _logs(table, fitted.shares, fitted.weights).argmax(axis=1), groups)
    return Stability(summed / max(runs, 1), runs)


def _pairs(before: Integers, after: Integers, groups: int) -> Floats:
    """The share of the pairs of people of two groups that are in one group afterwards. Shape (groups, groups)."""
    both = np.bincount(before * groups + after, minlength=groups * groups).reshape(groups, groups).astype(float)
    sizes = both.sum(axis=1)
    together = both @ both.T - np.diag(sizes)
    pairs = np.outer(sizes, sizes) - np.diag(sizes)
    return np.asarray(np.divide(together, pairs, out=np.full_like(together, np.nan), where=pairs > 0))
