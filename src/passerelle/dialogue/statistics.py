"""What groups say of each statement: counts, shrunken rates, and what sets one group apart from the others.

The tests are those of Polis (Small et al. 2021, section 4), each count raised by one; which of them hold is decided
over all of them together (Benjamini and Hochberg 1995, JRSS B 57, p. 293) and not by one threshold for each.

Stands on `votes`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import bdtr, ndtr

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import KINDS, NOBODY, Floats, Integers, Truths, Votes, kinds_of

FALSE_SHARE = 0.10  # the share of false ones among what is said to hold


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """Votes by group: `counts` (groups, m, 3) as `votes.KINDS`, and the people that each has, `sizes` (groups)."""

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
    there = of_vote != NOBODY
    place = (of_vote[there] * votes.m + votes.columns[there]) * 3 + kinds_of(votes.values[there])
    counts = np.bincount(place, minlength=many * votes.m * 3).reshape(many, votes.m, 3)
    return GroupCounts(counts.astype(np.int64), np.bincount(labels[labels != NOBODY], minlength=many).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Direction:
    """One way to vote, agreeing, disagreeing or passing: all of shape (groups, m).

    `share` is shrunken; `above_half` the one-proportion score against a half; `ratio` the share over that of all other
    groups; `above_rest` the two-proportion score against them. These four are Polis', which raises each count by one
    and so takes two votes of two for more than they say; `not_half` and `not_rest` are the chances, if nothing were
    there, by which it is decided what holds.
    """

    share: Floats
    above_half: Floats
    ratio: Floats
    above_rest: Floats
    not_half: Floats
    not_rest: Floats

    @property
    def strength(self) -> Floats:
        """What representative statements are ranked by: ratio, share and both scores multiplied, as Polis does."""
        return np.asarray(self.ratio * self.above_rest * self.share * self.above_half)


def directions(found: GroupCounts) -> tuple[Direction, Direction]:
    """Agreeing and disagreeing, of each group against all others."""
    return _direction(found, 0), _direction(found, 1)


def _direction(found: GroupCounts, kind: int) -> Direction:
    many, seen = found.counts[:, :, kind].astype(float), found.seen.astype(float)
    other_many, other_seen = many.sum(axis=0) - many, seen.sum(axis=0) - seen
    share, other = (many + 1) / (seen + 2), (other_many + 1) / (other_seen + 2)
    return Direction(
        share, one_proportion(many, seen), share / other, _two_proportions(many, seen, other_many, other_seen),
        at_least(many, seen), _above(share, seen, other, other_seen),
    )  # fmt: skip


def one_proportion(many: Floats, seen: Floats) -> Floats:
    """How far above a half a share is, in standard errors; each count raised by one."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((many + 1) / (seen + 1) - 0.5))


def _two_proportions(many: Floats, seen: Floats, other_many: Floats, other_seen: Floats) -> Floats:
    """How far a share is above another, in standard errors of their common share; 0 where all voted alike."""
    ours, theirs = (many + 1) / (seen + 1), (other_many + 1) / (other_seen + 1)
    common = (many + other_many + 2) / (seen + other_seen + 2)
    spread = np.sqrt(np.maximum(common * (1 - common), 0) * (1 / (seen + 1) + 1 / (other_seen + 1)))
    return np.divide(ours - theirs, spread, out=np.zeros_like(ours), where=(common < 1) & (spread > 0))


def at_least(many: Floats, seen: Floats) -> Floats:
    """The chance that as many or more vote so if half would: the binomial's upper tail; 1 where nobody did."""
    # the same few pairs of counts come again and again, and the tail is slow
    pairs, places = np.unique(np.stack([many.ravel(), seen.ravel()]), axis=1, return_inverse=True)
    tail = 1 - bdtr(np.maximum(pairs[0] - 1, 0), np.maximum(pairs[1], 1), 0.5)
    return np.asarray(np.where(pairs[0] > 0, tail, 1.0)[places].reshape(many.shape))


def _above(share: Floats, seen: Floats, other: Floats, other_seen: Floats) -> Floats:
    """The chance that a share lies as far above another: Agresti and Caffo (2000), American Statistician 54, p. 280.

    One success and one failure more in each sample, as `share` and `other` have it.
    """
    spread = np.sqrt(share * (1 - share) / (seen + 2) + other * (1 - other) / (other_seen + 2))
    return np.asarray(1.0 - ndtr((share - other) / spread))


def hold_together(chances: Floats, among: Truths, share: float = FALSE_SHARE) -> Truths:
    """Which of many tests hold, so that of those that do no more than a share is false in expectation.

    Benjamini and Hochberg (1995), p. 293: of the chances in rising order the largest i with p(i) <= i/n x share, and
    all below it. Tests that are not `among` count for nothing and hold never. Shapes are all alike.
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
    """A statement that sets a group apart, and by which kind of vote. `holds` says whether the test does.

    `share` of the group and of the `rest` that vote so, shrunken; `strength` ranks those of one group.
    """

    statement: int
    kind: int
    share: float
    rest: float
    votes: int
    strength: float
    holds: bool


def representative(votes: Votes, found: GroupCounts, most: int = 5) -> list[list[Representative]]:
    """Of each group what sets it apart from the others, the strongest first; empty where there is one group.

    A group that neither agrees nor disagrees more than others may pass more: then that is named. Where nothing holds
    the strongest alone is named, and that it does not hold is said with it.
    """
    groups = len(found.sizes)
    if groups < 2:
        return [[] for _ in range(groups)]
    three = [_direction(found, kind) for kind in range(3)]
    tested = np.asarray(np.broadcast_to(votes.grouping, found.seen.shape) & (found.seen > 0))
    chances = np.stack([*(np.maximum(one.not_half, one.not_rest) for one in three[:2]), three[2].not_rest])
    held = np.concatenate([
        hold_together(chances[:2], np.stack([tested, tested])), hold_together(chances[2], tested)[None],
    ])  # fmt: skip
    strength = np.stack([_ranked(three[0]), _ranked(three[1]), three[2].above_rest])
    strength = np.where(tested, strength, -np.inf)
    return [_of_group(g, found, held[:, g], strength[:, g], most) for g in range(groups)]


def _ranked(one: Direction) -> Floats:
    """The strength, where both scores speak for it; below zero where one does not."""
    return np.where((one.above_half > 0) & (one.above_rest > 0), one.strength, -1.0)


def _of_group(g: int, found: GroupCounts, held: Truths, strength: Floats, most: int) -> list[Representative]:
    """The strongest that hold: agreeing or disagreeing, else passing, else the strongest of all that does not."""
    for kinds in ((0, 1), (2,)):
        best, kind = strength[list(kinds)].max(axis=0), np.array(kinds)[strength[list(kinds)].argmax(axis=0)]
        holds = np.take_along_axis(held, kind[None], 0)[0] & (best > 0)
        order = np.lexsort((np.arange(len(best)), -best, ~holds))[: min(most, int(holds.sum()))]
        if len(order):
            return [_named(g, found, int(c), int(kind[c]), float(best[c]), holds=True) for c in order]
    kind, c = np.unravel_index(int(strength.argmax()), strength.shape)
    return [_named(g, found, int(c), int(kind), float(strength[kind, c]), holds=False)] if strength[kind, c] > 0 else []


def _named(g: int, found: GroupCounts, c: int, kind: int, strength: float, *, holds: bool) -> Representative:
    ours, others = found.counts[g, c], found.counts[:, c].sum(axis=0) - found.counts[g, c]
    share, rest = ((many[kind] + 1) / (many.sum() + 2) for many in (ours, others))
    return Representative(c, KINDS[kind], float(share), float(rest), int(ours.sum()), strength, holds)
