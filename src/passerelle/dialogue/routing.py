"""Which statement to ask about next: those that are new, that many agree with and that stand apart come up more often.

Polis' priority, from the votes as they are now and not as they were one update before.

Stands on `votes`.
"""

import numpy as np

from passerelle.dialogue.votes import Floats, Integers, Truths, Votes

META = 49.0  # priority of a statement about the participants: 7 x 7, as in Polis


def priorities(counts: Integers, extremity: Floats, meta: Truths | None = None, hidden: Truths | None = None) -> Floats:
    """The weight of each statement; 0 for those that are hidden. Shape (m).

    Parameters
    ----------
    counts : agree, disagree, pass of each statement. Shape (m, 3).
    extremity : how far from the middle each stands. Shape (m).
    """
    agreed, passed, seen = counts[:, 0], counts[:, 2], counts.sum(axis=1)
    importance = (1 - (passed + 1) / (seen + 2)) * (1 + extremity) * (agreed + 1) / (seen + 2)
    found = (importance * (1 + 8 * 2.0 ** (-seen / 5))) ** 2
    if meta is not None:
        found = np.where(meta, META, found)
    return np.asarray(found if hidden is None else np.where(hidden, 0.0, found))


def next_statement(votes: Votes, weights: Floats, participant: str, draw: float) -> str | None:
    """The statement to ask a participant about: drawn by weight among those not voted on; None where none is left.

    Parameters
    ----------
    participant : who is asked; one that never voted has seen nothing.
    draw : a number from 0 to below 1, drawn by the caller.
    """
    left = weights.copy()
    if participant in votes.participants:
        place = votes.participants.index(participant)
        left[votes.columns[votes.starts[place] : votes.starts[place + 1]]] = 0.0
    sums = np.cumsum(left)
    if len(sums) == 0 or sums[-1] <= 0:
        return None
    return votes.statements[int(np.searchsorted(sums, draw * sums[-1], side="right"))]
