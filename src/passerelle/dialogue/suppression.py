"""Which cells of a row may be shown, so that neither they nor what is left of the total tells of a few people.

A row is one statement: the votes of each group on it, and those of everybody. A small cell is withheld; where the shown
cells taken from the total would leave a few votes, the smallest shown cell is withheld as well, which is called
complementary suppression: Willenborg & de Waal (2001), "Elements of Statistical Disclosure Control", section 5.

Stands on `votes`.
"""

import numpy as np

from passerelle.base.errors import DialogueError
from passerelle.dialogue.blocs import LEAST_MEMBERS
from passerelle.dialogue.votes import Integers, Truths


def shown_cells(seen: Integers, total: Integers, least: int = LEAST_MEMBERS) -> Truths:
    """The cells that may be shown. Shape (groups, m).

    What holds then: a shown cell has `least` votes or more, and any shown cells taken from the total leave none, or
    `least` or more. One cell at most is withheld besides those that are small.

    Parameters
    ----------
    seen : votes of each group on each statement, passes counted. Shape (groups, m).
    total : votes of everybody, of those in no group too. Shape (m).

    Raises
    ------
    DialogueError : `least` is below one, or groups have more votes on a statement than everybody.
    """
    if least < 1:
        raise DialogueError("A cell that may be shown has at least one vote.")
    if (seen.sum(axis=0) > total).any():
        raise DialogueError("Groups have more votes on a statement than everybody together.")
    shown = np.asarray(seen >= least)
    if not shown.any():
        return shown
    left = total - np.where(shown, seen, 0).sum(axis=0)
    telling = np.flatnonzero((left > 0) & (left < least) & shown.any(axis=0))
    smallest = np.where(shown, seen, np.iinfo(np.int64).max).argmin(axis=0)
    shown[smallest[telling], telling] = False
    return shown


def shown_totals(total: Integers, least: int = LEAST_MEMBERS) -> Truths:
    """The statements of which the votes of everybody may be shown. Shape (m)."""
    return np.asarray(total >= least)
