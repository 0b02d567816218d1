"""Counts that a single vote changes in constant time, for pages that update while people vote.

Groups, components and what is claimed wait for the next whole picture. Stands on `votes`.
"""

from dataclasses import dataclass

import numpy as np

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import KINDS, Integers, Votes


@dataclass(frozen=True, eq=False)
class Tally:
    """`counts` (m, 3): who agrees, who disagrees, who passes on each statement, as `KINDS`."""

    counts: Integers

    @classmethod
    def of(cls, votes: Votes) -> "Tally":
        """The counts of votes that were cast already."""
        return cls(votes.counts.copy())

    @classmethod
    def empty(cls, statements: int) -> "Tally":
        """No vote yet."""
        return cls(np.zeros((statements, 3), dtype=np.int64))

    def cast(self, statement: int, vote: int, *, before: int | None) -> None:
        """Count one vote, and take back what the same participant had said `before`.

        Raises
        ------
        DialogueError : a vote is none; nothing is changed.
        """
        new = _kind(vote)
        if before is not None:
            self.counts[statement, _kind(before)] -= 1
        self.counts[statement, new] += 1


def _kind(vote: int) -> int:
    try:
        return KINDS.index(vote)
    except ValueError:
        raise DialogueError(f"{vote} is no vote: 1 agrees, -1 disagrees, 0 passes.") from None
