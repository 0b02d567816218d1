"""What groups say of each statement: counts, shrunken rates, and what sets one group apart from the others.

The tests are those of Polis (Small et al. 2021, section 4), each count raised by one; which of them hold is decided over
all of them together (Benjamini and Hochberg 1995, JRSS B 57, p. 293) and not by one threshold for each.

Stands on `votes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import Floats, Integers, Truths, Votes, kinds_of

NOBODY = -1  # the label of who is in no group
FALSE_SHARE = 0.10  # the share of false ones among what is said to hold


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """Votes by group: `counts` (groups, m, 3) as `votes.KINDS`, and how many people each group has, `sizes` (groups)."""

    counts: Integers
    sizes: Integers

    @property
    def seen(self) -> Integers:
        """Votes of each group on each statement, passes too. Shape (groups, m)."""
        return np.asarray(self.counts.sum(axis=2))

    @cached_property
    def agree(self) -> Floats:
        """The share that agrees, as if one more had agreed and one had not. Shape (groups, m)."""
        return np.asarray((self.counts[:, :, 0] + 1) / (self.seen + 2))

    @cached_property
    def disagree(self) -> Floats:
        """The share that disagrees, shrunken alike. Shape (groups, m)."""
        return np.asarray((self.counts[:, :, 1] + 1) / (self.seen + 2))


def group_counts(votes: Votes, labels: Integers, groups: int | None = None) -> GroupCounts:
    """The votes by group.

    Parameters
    ----------
    labels : the group of each participant from 0 on, `NOBODY` for none. Shape (n).
    groups : how many there are, where the last may be empty.

    Raises
    ------
    DialogueError : labels are not one a participant.
    """
    if labels.shape != (votes.n,):
        raise DialogueError(f"Groups are given for {len(labels)} participants; {votes.n} voted.")
    many = int(labels.max(initial=-1)) + 1 if groups is None else groups
    of_vote = np.repeat(labels, votes.cast)
    there = of_vote >= 0
    place = (of_vote[there] * votes.m + votes.columns[there]) * 3 + kinds_of(votes.values[there])
    counts = np.bincount(place, minlength=many * votes.m * 3).reshape(many, votes.m, 3)
    return GroupCounts(counts.astype(np.int64), np.bincount(labels[labels >= 0], minlength=many).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Direction:
    """One way to vote, agreeing or disagreeing, tested: all of shape (groups, m).

    `share` is shrunken; `above_half` the one-proportion score against a half; `ratio` the share over that of all other
    groups; `above_rest` the two-proportion score against them.
    """

    share: Floats
    above_half: Floats
    ratio: Floats
    above_rest: Floats

    @property
    def chance(self) -> Floats:
        """The larger of the chances of both scores if nothing were there, one-sided."""
        return np.asarray(1.0 - ndtr(np.minimum(self.above_half, self.above_rest)))

    @property
    def strength(self) -> Floats:
        """What representative statements are ranked by: ratio, shares and both scores multiplied, as Polis does."""
        return np.asarray(self.ratio * self.above_rest * self.share * self.above_half)


def directions(found: GroupCounts) -> tuple[Direction, Direction]:
    """Agreeing and disagreeing, of each group against all others."""
    return _direction(found, 0), _direction(found, 1)


def _direction(found: GroupCounts, kind: int) -> Direction:
    many, seen = found.counts[:, :, kind].astype(float), found.seen.astype(float)
    other_many, other_seen = many.sum(axis=0) - many, seen.sum(axis=0) - seen
    share, other = (many + 1) / (seen + 2), (other_many + 1) / (other_seen + 2)
    return Direction(share, one_proportion(many, seen), share / other, _two_proportions(many, seen, other_many, other_seen))


def one_proportion(many: Floats, seen: Floats) -> Floats:
    """How far above a half a share is, in standard errors; each count raised by one."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((many + 1) / (seen + 1) - 0.5))


def _two_proportions(many: Floats, seen: Floats, other_many: Floats, other_seen: Floats) -> Floats:
    """How far a share is above another, in standard errors of their common share; 0 where all voted alike."""
    ours, theirs = (many + 1) / (seen + 1), (other_many + 1) / (other_seen + 1)
    common = (many + other_many + 2) / (seen + other_seen + 2)
    spread = np.sqrt(np.maximum(common * (1 - common), 0) * (1 / (seen + 1) + 1 / (other_seen + 1)))
    return np.divide(ours - theirs, spread, out=np.zeros_like(ours), where=(common < 1) & (spread > 0))


def hold_together(chances: Floats, among: Truths, share: float = FALSE_SHARE) -> Truths:
    """Which of many tests hold, so that of those that do no more than a share is false in expectation.

    Benjamini and Hochberg (1995), p. 293: of the chances in rising order the largest i with p(i) <= i/n x share, and all
    below it. Tests that are not `among` count for nothing and hold never. Shapes are all alike.
    """
    tested = chances[among]
    held = np.zeros(chances.shape, dtype=bool)
    if len(tested) == 0:
        return held
    rising = np.sort(tested)
    under = np.flatnonzero(rising <= np.arange(1, len(rising) + 1) / len(rising) * share)
    if len(under):
        held[among] = tested <= rising[under[-1]]
    return held


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart, and in which direction. `holds` says whether the test does."""

    statement: int
    agrees: bool
    share: float
    rest: float
    votes: int
    strength: float
    holds: bool


def representative(votes: Votes, found: GroupCounts, most: int = 5) -> list[list[Representative]]:
    """Of each group what sets it apart from the others, the strongest first; empty where there is one group.

    Where nothing holds the strongest alone is named, and that it does not hold is said with it.
    """
    groups = len(found.sizes)
    if groups < 2:
        return [[] for _ in range(groups)]
    agreeing, disagreeing = directions(found)
    both = np.stack([agreeing.chance, disagreeing.chance])
    tested = np.broadcast_to(votes.grouping, both.shape) & (found.seen > 0)
    held = hold_together(both, np.asarray(tested))
    strength = np.stack([_ranked(agreeing), _ranked(disagreeing)])
    return [_of_group(g, found, held[:, g], np.where(tested[:, g], strength[:, g], -np.inf), most) for g in range(groups)]


def _ranked(one: Direction) -> Floats:
    """The strength, where both scores speak for it; below zero where one does not."""
    return np.where((one.above_half > 0) & (one.above_rest > 0), one.strength, -1.0)


def _of_group(g: int, found: GroupCounts, held: Truths, strength: Floats, most: int) -> list[Representative]:
    better = np.where(strength[0] >= strength[1], 0, 1)  # a statement is named once, in its stronger direction
    best, holds = np.take_along_axis(strength, better[None], 0)[0], np.take_along_axis(held, better[None], 0)[0]
    order: Sequence[int] | NDArray[np.intp] = np.lexsort((np.arange(len(best)), -best, ~holds))
    chosen = [int(c) for c in order[:most] if holds[c] and best[c] > 0] or [int(c) for c in order[:1] if best[c] > 0]
    others = found.counts.sum(axis=0) - found.counts[g]
    return [
        Representative(
            c, not better[c], float((found.counts[g, c, better[c]] + 1) / (found.seen[g, c] + 2)),
            float((others[c, better[c]] + 1) / (others[c].sum() + 2)), int(found.seen[g, c]), float(best[c]), bool(holds[c]),
        )
        for c in chosen
    ]  # fmt: skip
