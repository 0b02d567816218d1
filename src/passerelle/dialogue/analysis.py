"""The whole of a dialogue's votes at once: picture, groups, what sets them apart, what all agree on, how firm it is.

Holds the order of the steps; each is in its own file. Stands on all other files of this room but `reading`.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from passerelle.dialogue.blocs import Blocs, shown
from passerelle.dialogue.components import Components, components
from passerelle.dialogue.consensus import LEAST_VOTES, Consensus, consensus, majority
from passerelle.dialogue.grouping import LEAST_MEMBERS, MOST_GROUPS, Groups, Stability, grouped, stability
from passerelle.dialogue.routing import priorities
from passerelle.dialogue.statistics import GroupCounts, Representative, group_counts, representative
from passerelle.dialogue.votes import Floats, Truths, Votes

BLOCS, GROUPS, MAJORITY = "blocs", "groups", "majority"
RUNS = 20


@dataclass(frozen=True)
class Settings:
    """What decides a result beside the votes: the seed, the smallest group, the most groups, runs of the bootstrap."""

    seed: int = 0
    least_members: int = LEAST_MEMBERS
    most_groups: int = MOST_GROUPS
    least_votes: int = LEAST_VOTES
    runs: int = RUNS
    groups_given: bool = False


@dataclass(frozen=True, eq=False)
class Side:
    """Groups or blocs: names, votes by each, and what they agree on together."""

    names: tuple[str, ...]
    counts: GroupCounts
    consensus: Consensus


@dataclass(frozen=True, eq=False)
class Analysis:
    """All that votes tell. `majority`: statements that more than half accept, and reject; each of shape (m)."""

    votes: Votes
    settings: Settings
    picture: Components
    grouping: Groups
    groups: Side
    representative: list[list[Representative]]
    blocs: Side | None
    declared: Blocs | None
    stability: Stability | None
    priority: Floats
    majority: tuple[Truths, Truths]

    def agreed_by(self, statement: int) -> str:
        """Who agrees on a statement: all blocs, all found groups, or only the majority; empty where nobody does.

        Agreeing to reject it counts as agreeing.
        """
        return next((name for name, yes, no in self._settled() if yes[statement] or no[statement]), "")

    def accepted(self, statement: int) -> bool | None:
        """Whether those that agree on it accept it, or reject it; None where nobody agrees."""
        return next((bool(yes[statement]) for _, yes, no in self._settled() if yes[statement] or no[statement]), None)

    def _settled(self) -> Iterator[tuple[str, Truths, Truths]]:
        """What is accepted and rejected by blocs, by groups, by the majority: the first that says so counts."""
        for name, side in ((BLOCS, self.blocs), (GROUPS, self.groups)):
            if side is not None and len(side.names) > 1:
                yield name, side.consensus.agreed, side.consensus.rejected
        yield MAJORITY, *self.majority


def analysed(
    votes: Votes,
    settings: Settings | None = None,
    *,
    given: Blocs | None = None,
    blocs: Blocs | None = None,
    done: Callable[[float], None] = lambda share: None,
) -> Analysis:
    """All that votes tell.

    Parameters
    ----------
    given : groups that stand already; then none are sought, and each is taken as it is, however small.
    blocs : declared beforehand; those too small to be shown are pooled.
    done : told the share that is done, for a progress bar.
    """
    settings = dataclasses.replace(settings or Settings(), groups_given=given is not None)
    picture = components(votes)
    done(0.2)
    if given is None:
        grouping = grouped(votes, picture, seed=settings.seed, least=settings.least_members, most=settings.most_groups)
        names = tuple(str(k) for k in range(len(grouping.sizes)))
    else:
        grouping, names = Groups(given.labels, given.sizes, ()), given.names
    done(0.5)
    groups = _side(votes, Blocs(names, grouping.labels), settings)
    declared = shown(blocs, settings.least_members) if blocs is not None else None
    firm = None
    if settings.runs and given is None and len(grouping.sizes) > 1:
        firm = stability(votes, grouping, runs=settings.runs, seed=settings.seed)
    done(1.0)
    return Analysis(
        votes, settings, picture, grouping, groups, representative(votes, groups.counts),
        _side(votes, declared, settings) if declared is not None else None, declared, firm,
        priorities(votes.counts, picture.extremity, votes.meta, votes.hidden), majority(votes),
    )  # fmt: skip


def _side(votes: Votes, blocs: Blocs, settings: Settings) -> Side:
    counts = group_counts(votes, blocs.labels, len(blocs.names))
    return Side(blocs.names, counts, consensus(votes, counts, least_votes=settings.least_votes))
