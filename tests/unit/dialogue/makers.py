"""An invented village that votes: camps with minds of their own, so that what should be found is known."""

from collections.abc import Sequence

import numpy as np

from passerelle.dialogue.votes import Votes, votes_of

Row = tuple[str, str, int]


def village(
    sizes: Sequence[int] = (30, 20), statements: int = 20, *, cast: float = 0.7, firm: float = 0.95, seed: int = 1
) -> tuple[Votes, np.ndarray]:
    """Camps of these sizes; each agrees or disagrees with each statement, all but a few of its people with it.

    Returns the votes and the camp of each participant, in the order of the votes' participants. On the last statement
    all camps agree.
    """
    draw = np.random.default_rng(seed)
    camps = np.repeat(np.arange(len(sizes)), sizes)
    minds = np.array(
        [[1 if (place >> camp % 3) % 2 else -1 for place in range(statements)] for camp in range(len(sizes))]
    )
    minds[:, -1] = 1
    said = np.where(draw.random((len(camps), statements)) < firm, minds[camps], -minds[camps])
    there = draw.random(said.shape) < cast
    rows, columns = np.nonzero(there)
    votes = votes_of([str(row) for row in rows], [str(column) for column in columns], said[there])
    return votes, camps[[int(name) for name in votes.participants]]


def of_rows(*rows: Row, hidden: Sequence[str] = (), meta: Sequence[str] = ()) -> Votes:
    """Votes written out: participant, statement, vote."""
    voters, statements, values = zip(*rows, strict=True)
    return votes_of(voters, statements, values, hidden=hidden, meta=meta)


def dense(votes: Votes) -> np.ndarray:
    """The whole table, NaN where nobody voted. Shape (n, m)."""
    table = np.full((votes.n, votes.m), np.nan)
    table[votes.rows, votes.columns] = votes.values
    return table
