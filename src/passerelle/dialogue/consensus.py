"""How far groups agree on a statement, whichever way they were found: each group weighs alike, none is outvoted.

Polis multiplies the groups' agree rates, so that a statement on which all agree sinks as groups become more. Here their
geometric mean leads; the product stands beside it for comparison. Ranges are of Beta posteriors, as counts are small.

Stands on `statistics` and `votes`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, ndtri, polygamma

from passerelle.dialogue.statistics import FALSE_SHARE, GroupCounts, at_least, hold_together
from passerelle.dialogue.votes import Floats, Integers, Truths, Votes

LEAST_VOTES = 10  # of a group on a statement before anything is claimed of it; half of the group where it is smaller
RANGE = 0.90


@dataclass(frozen=True, eq=False)
class Consensus:
    """Of each statement, over the groups; all of shape (m).

    `geometric` mean of the shrunken agree rates, with the range `low` to `high`; their `product` and `minimum`, the
    group of the minimum, `least`, and how far the rates lie `apart`, largest less smallest. `claimed`: every group
    voted enough for something to be said. `agreed`: of those, in every group more than half agree, held together over
    all statements; `rejected`: in every group more than half disagree.
    """

    geometric: Floats
    product: Floats
    minimum: Floats
    least: Integers
    apart: Floats
    low: Floats
    high: Floats
    claimed: Truths
    agreed: Truths
    rejected: Truths


def consensus(votes: Votes, found: GroupCounts, *, least_votes: int = LEAST_VOTES) -> Consensus:
    """What the groups agree on. Where there is no group, all that voted are one.

    Parameters
    ----------
    least_votes : of a group on a statement before anything is claimed; half of the group where that is less.
    """
    if len(found.sizes) == 0:
        everybody = votes.counts[None]
        found = GroupCounts(everybody, np.array([votes.n]))
    agree = found.agree
    low, high = _range(found)
    enough = np.minimum(least_votes, -(-found.sizes // 2))[:, None]
    claimed = (found.seen >= np.maximum(enough, 1)).all(axis=0) & ~votes.hidden
    least = agree.argmin(axis=0)
    return Consensus(
        np.exp(np.log(agree).mean(axis=0)), agree.prod(axis=0), agree.min(axis=0), least,
        agree.max(axis=0) - agree.min(axis=0), low, high, claimed,
        hold_together(_chance(found, 0), claimed, FALSE_SHARE), hold_together(_chance(found, 1), claimed, FALSE_SHARE),
    )  # fmt: skip


def majority(votes: Votes) -> tuple[Truths, Truths]:
    """Statements on which more than half of all that voted agree, and disagree, whatever their groups. Shapes (m)."""
    whole = GroupCounts(votes.counts[None], np.array([votes.n]))
    among = (votes.counts.sum(axis=1) >= LEAST_VOTES) & ~votes.hidden
    return hold_together(_chance(whole, 0), among), hold_together(_chance(whole, 1), among)


def _chance(found: GroupCounts, kind: int) -> Floats:
    """The chance that as many vote so in the group where fewest do, if half would; who passes does not agree.

    All groups have to be above a half, so the largest of their chances counts (Berger 1982, Technometrics 24, p. 295).
    """
    return np.asarray(at_least(found.counts[:, :, kind].astype(float), found.seen.astype(float)).max(axis=0))


def _range(found: GroupCounts) -> tuple[Floats, Floats]:
    """The range of the geometric mean, from the mean and the variance of the logarithm of a Beta variable."""
    yes = found.counts[:, :, 0] + 1.0
    all_votes = found.seen + 2.0
    middle = (digamma(yes) - digamma(all_votes)).mean(axis=0)
    spread = np.sqrt((polygamma(1, yes) - polygamma(1, all_votes)).sum(axis=0)) / len(found.sizes)
    reach = float(ndtri(0.5 + RANGE / 2)) * spread
    return np.exp(middle - reach), np.minimum(np.exp(middle + reach), 1.0)


def wilson(many: Floats, seen: Floats, level: float = RANGE) -> tuple[Floats, Floats]:
    """The range of a share: Wilson (1927), JASA 22, p. 209. Where nobody voted, from 0 to 1."""
    z = float(ndtri(0.5 + level / 2))
    n = np.maximum(seen, 1)
    share = np.where(seen > 0, many / n, 0.5)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # The range holds the share by its formula; at a share of 0 or 1 rounding could put it 1e-17 outside.
    low, high = np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)
    return np.where(seen > 0, low, 0.0), np.where(seen > 0, high, 1.0)
