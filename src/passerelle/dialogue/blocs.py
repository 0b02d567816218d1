"""Blocs that are declared beforehand, such as regions or kinds of member, and none so small that it shows somebody.

Stands on `votes`.
"""

from dataclasses import dataclass

import numpy as np

from passerelle.dialogue.votes import NOBODY, Integers

LEAST_MEMBERS = 5


@dataclass(frozen=True, eq=False)
class Blocs:
    """`names`; `labels` (n) of participants, `NOBODY` for none; the names of those that were `pooled` into the last."""

    names: tuple[str, ...]
    labels: Integers
    pooled: tuple[str, ...] = ()

    @property
    def sizes(self) -> Integers:
        """How many participants each bloc has. Shape (blocs)."""
        there = self.labels[self.labels != NOBODY]
        return np.bincount(there, minlength=len(self.names)).astype(np.int64)


def shown(blocs: Blocs, least: int = LEAST_MEMBERS, called: str = "smaller blocs") -> Blocs:
    """The blocs with those of fewer participants than `least` as one, which itself has no fewer.

    Where one alone is too small, the next smallest goes with it: what is left when all others are taken from the whole
    would show it. Where everything together has fewer, nobody is in a bloc.
    """
    sizes = blocs.sizes
    rising = np.argsort(sizes, kind="stable")
    small = [int(k) for k in rising if 0 < sizes[k] < least]
    empty = [int(k) for k in rising if sizes[k] == 0]
    for k in rising[len(empty) + len(small) :]:
        if not small or sizes[small].sum() >= least:
            break
        small.append(int(k))
    if small and sizes[small].sum() < least:
        return Blocs(
            (), np.full(len(blocs.labels), NOBODY, dtype=np.int64), tuple(blocs.names[k] for k in sorted(small))
        )
    keep = [k for k in range(len(blocs.names)) if k not in small and k not in empty]
    place = np.full(len(blocs.names) + 1, NOBODY, dtype=np.int64)  # the last is of who is in none
    place[keep] = np.arange(len(keep))
    place[small] = len(keep)
    names = tuple(blocs.names[k] for k in keep) + ((called,) if small else ())
    return Blocs(names, place[blocs.labels], tuple(blocs.names[k] for k in sorted(small)))
