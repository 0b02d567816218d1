"""Votes of participants on statements, as a sparse table in an order that rows of a file cannot change.

Stands on `base`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from passerelle.base.errors import DialogueError

AGREE, PASS, DISAGREE = 1, 0, -1
NOBODY = -1  # the label of who is in no group or bloc
KINDS = (AGREE, DISAGREE, PASS)  # the order of the columns of every table of counts

Integers = NDArray[np.int64]
Indices = NDArray[np.int32]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes, one a participant and statement; a pass is a vote, and what was not voted on is absent.

    `participants` (n) and `statements` (m) are identifiers in natural order: numbers by size, then words. The votes lie
    row by row: those of participant i are `starts[i]:starts[i + 1]` of `columns` (places of statements) and `values`
    (1 agrees, -1 disagrees, 0 passes).

    `hidden` (m) says which statements moderators took out: they are counted and stand in nothing else. `meta` (m) says
    which are about the participants and not about the matter: they group nobody.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    starts: Integers
    columns: Indices
    values: NDArray[np.int8]
    hidden: Truths
    meta: Truths

    @property
    def n(self) -> int:
        return len(self.participants)

    @property
    def m(self) -> int:
        return len(self.statements)

    @property
    def total(self) -> int:
        return len(self.values)

    @cached_property
    def rows(self) -> Indices:
        """The place of the participant of each vote."""
        return np.repeat(np.arange(self.n, dtype=np.int32), self.cast)

    @cached_property
    def cast(self) -> Integers:
        """How many votes each participant cast, on whatever statement. Shape (n)."""
        return np.diff(self.starts)

    @cached_property
    def counts(self) -> Integers:
        """Of each statement: who agrees, who disagrees, who passes. Shape (m, 3), as `KINDS`."""
        places = self.columns.astype(np.int64) * 3 + kinds_of(self.values)
        return np.bincount(places, minlength=self.m * 3).reshape(self.m, 3).astype(np.int64)

    @cached_property
    def grouping(self) -> Truths:
        """Which statements may tell groups apart: not hidden, not about the participants, voted on. Shape (m)."""
        return np.asarray(~self.hidden & ~self.meta & (self.counts.sum(axis=1) > 0))

    @cached_property
    def one_hot(self) -> sparse.csr_array:
        """One row a participant, three columns a statement as `KINDS`, 1 where such a vote was cast. Shape (n, 3 m).

        Only statements that may tell groups apart have votes in it.
        """
        keep = self.grouping[self.columns]
        starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        columns = self.columns[keep] * np.int32(3) + kinds_of(self.values[keep]).astype(np.int32)
        ones = np.ones(len(columns))  # of the kind of what it is multiplied with, so that nothing is copied
        return sparse.csr_array((ones, columns, starts.astype(np.int32)), shape=(self.n, self.m * 3))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the votes that count and of what moderators decided: the same whatever the order of rows."""
        told = hashlib.sha256()
        for names in (self.participants, self.statements):
            told.update("\n".join(names).encode() + b"\n\n")
        for table in (self.starts.astype("<i8"), self.columns.astype("<i4"), self.values, self.hidden, self.meta):
            told.update(table.tobytes())
        return told.hexdigest()

    def picked(self, keep: Truths) -> "Votes":
        """The same table with some of the votes left out; participants and statements stay. `keep`: shape (total)."""
        starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        return Votes(
            self.participants, self.statements, starts.astype(np.int64), self.columns[keep], self.values[keep],
            self.hidden, self.meta,
        )  # fmt: skip

    def of_participants(self, places: Integers) -> "Votes":
        """The votes of some participants alone, in the order asked for; one asked for twice stands twice."""
        lengths = self.cast[places]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        inside = np.arange(int(starts[-1])) - np.repeat(starts[:-1], lengths)
        taken = np.repeat(self.starts[:-1][places], lengths) + inside
        names = tuple(self.participants[place] for place in places)
        return Votes(names, self.statements, starts, self.columns[taken], self.values[taken], self.hidden, self.meta)


def kinds_of(values: NDArray[np.int8]) -> Integers:
    """The column of each vote in a table of counts: 0 agrees, 1 disagrees, 2 passes."""
    return np.where(values == AGREE, 0, np.where(values == DISAGREE, 1, 2))


def natural_order(names: Iterable[str]) -> list[str]:
    """Identifiers in an order of their own: whole numbers by size, then words by letter."""
    return sorted(names, key=lambda name: (0, int(name), name) if _is_number(name) else (1, 0, name))


def _is_number(name: str) -> bool:
    return name.isascii() and name.removeprefix("-").isdigit() and len(name) < 19


def votes_of(
    voters: Sequence[str],
    statements: Sequence[str],
    values: Sequence[int] | NDArray[np.int8],
    *,
    hidden: Iterable[str] = (),
    meta: Iterable[str] = (),
    also: Iterable[str] = (),
) -> Votes:
    """Votes from one row each; of two rows of one participant and statement the later counts.

    Parameters
    ----------
    voters, statements, values : of equal length; values are 1, 0 or -1.
    hidden, meta : statements of those kinds, also where nobody voted on them.
    also : further statements that nobody needs to have voted on.

    Raises
    ------
    DialogueError : a value is no vote, or lengths differ.
    """
    if not len(voters) == len(statements) == len(values):
        raise DialogueError("Votes need as many voters as statements and values.")
    hidden, meta = set(hidden), set(meta)
    people = natural_order(set(voters))
    asked = natural_order({*statements, *hidden, *meta, *also})
    place_of = {name: place for place, name in enumerate(people)}
    column_of = {name: place for place, name in enumerate(asked)}
    rows = np.fromiter((place_of[name] for name in voters), np.int64, len(voters))
    columns = np.fromiter((column_of[name] for name in statements), np.int64, len(statements))
    return assembled(tuple(people), tuple(asked), rows, columns, np.asarray(values), hidden=hidden, meta=meta)


def assembled(
    participants: tuple[str, ...],
    statements: tuple[str, ...],
    rows: Integers,
    columns: Integers,
    values: NDArray[np.integer],
    *,
    hidden: Iterable[str] = (),
    meta: Iterable[str] = (),
) -> Votes:
    """Votes from places instead of names; of two of one cell the later counts.

    Raises
    ------
    DialogueError : a value is no vote.
    """
    strange = ~np.isin(values, KINDS)
    if strange.any():
        raise DialogueError(f"{values[strange][0]} is no vote: 1 agrees, -1 disagrees, 0 passes.")
    cells = rows * len(statements) + columns
    order = np.argsort(cells, kind="stable")
    sorted_cells = cells[order]
    is_last = np.ones(len(order), dtype=bool)
    is_last[:-1] = sorted_cells[1:] != sorted_cells[:-1]
    taken = order[is_last]
    starts = np.searchsorted(rows[taken], np.arange(len(participants) + 1)).astype(np.int64)
    known = {name: place for place, name in enumerate(statements)}
    return Votes(
        participants, statements, starts, columns[taken].astype(np.int32), values[taken].astype(np.int8),
        _marked(known, hidden), _marked(known, meta),
    )  # fmt: skip


def _marked(known: Mapping[str, int], names: Iterable[str]) -> Truths:
    found = np.zeros(len(known), dtype=bool)
    found[[known[name] for name in names if name in known]] = True
    return found
