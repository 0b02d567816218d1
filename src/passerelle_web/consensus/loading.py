"""All votes of a consultation at once, for the job that makes the picture: a few numbers a vote, and no model rows.

On PostgreSQL one COPY in its binary form, elsewhere one cursor. Stands on `models`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray

from passerelle.dialogue.blocs import Blocs
from passerelle.dialogue.votes import NOBODY, Integers, Votes, assembled, natural_order
from passerelle_web.consensus.models import Consultation, State, Statement, VoiceKind, Vote, Voter

PEOPLE = (VoiceKind.PERSON, VoiceKind.VISITOR)
_ROW = np.dtype([("voter", "<i4"), ("statement", "<i4"), ("value", "<i2")])
# a row of COPY's binary form: how many fields, then each with its length before it, the largest byte first
_COPIED = np.dtype(
    [
        ("fields", ">i2"),
        ("l1", ">i4"),
        ("voter", ">i4"),
        ("l2", ">i4"),
        ("statement", ">i4"),
        ("l3", ">i4"),
        ("value", ">i2"),
    ]
)
_HEAD = 19  # bytes: the signature, flags, and the length of an extension that there is none of
Rows = NDArray[np.void]


@dataclass(frozen=True)
class Loaded:
    """Votes with the blocs of who cast them, and how many voices there are."""

    votes: Votes
    blocs: Blocs
    voters: int


def rows_of(votes: "models.QuerySet[Vote]") -> Rows:
    """Voter, statement and value of each vote."""
    found = votes.values_list("voter_id", "statement_id", "value")
    if connection.vendor == "postgresql":
        return _copied(found)
    return np.fromiter(found.iterator(chunk_size=20_000), dtype=_ROW)


def _copied(found: "models.QuerySet[Vote, Any]") -> Rows:
    told, given = found.order_by().query.sql_with_params()
    held = bytearray()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({told}) TO STDOUT (FORMAT BINARY)", given) as copy:
        for part in copy:
            held += part
    # two bytes at the end say that it is the end
    rows = np.frombuffer(held, dtype=_COPIED, offset=_HEAD, count=(len(held) - _HEAD - 2) // _COPIED.itemsize)
    found_rows = np.empty(len(rows), dtype=_ROW)
    for name in ("voter", "statement", "value"):
        found_rows[name] = rows[name]
    return found_rows


def loaded(consultation: Consultation, kinds: Iterable[int] = PEOPLE) -> Loaded:
    """The votes of people, or of delegations. Participants are told by nothing but their place among all ballots."""
    voters = Voter.objects.filter(consultation=consultation, kind__in=tuple(kinds))
    blocs = dict(voters.values_list("pk", "bloc"))
    rows = rows_of(Vote.objects.filter(voter__in=voters.values("pk")))
    statements = list(
        Statement.objects.filter(consultation=consultation)
        .exclude(state=State.WAITING)
        .order_by("number")
        .values_list("pk", "number", "state", "is_meta")
    )
    keys = np.array([pk for pk, *_ in statements], dtype=np.int64)
    rows = rows[np.isin(rows["statement"], keys)]
    by_key = np.argsort(keys)
    columns = by_key[np.searchsorted(keys, rows["statement"], sorter=by_key)] if len(keys) else np.zeros(0, np.int64)
    people, who = np.unique(rows["voter"], return_inverse=True)
    place = _canonical(who, columns, rows["value"], len(people))
    names = tuple(str(number) for _, number, *_ in statements)
    votes = assembled(
        tuple(str(k + 1) for k in range(len(people))), names, place[who], columns.astype(np.int64), rows["value"],
        hidden=(str(number) for _, number, state, _ in statements if state == State.HIDDEN),
        meta=(str(number) for _, number, _, is_meta in statements if is_meta),
    )  # fmt: skip
    of_voter = [blocs.get(int(key), "") for key in people]
    return Loaded(votes, _blocs(of_voter, place), len(people))


def _canonical(who: Integers, columns: Integers, values: NDArray[np.int16], people: int) -> Integers:
    """The place of each participant when all stand in the order of their ballots.

    So a result depends on the votes alone: not on who voted first, and not on the pseudonyms of the rows.
    """
    order = np.lexsort((columns, who))
    cells = (columns[order] * 3 + values[order] + 1).astype(">i4")
    ends = np.searchsorted(who[order], np.arange(people + 1))
    ballots = [cells[ends[k] : ends[k + 1]].tobytes() for k in range(people)]
    place = np.empty(people, dtype=np.int64)
    place[sorted(range(people), key=ballots.__getitem__)] = np.arange(people)
    return place


def _blocs(of_voter: list[str], place: Integers) -> Blocs:
    names = tuple(natural_order({name for name in of_voter if name}))
    number = {name: k for k, name in enumerate(names)}
    labels = np.full(len(of_voter), NOBODY, dtype=np.int64)
    labels[place] = [number.get(name, NOBODY) for name in of_voter]
    return Blocs(names, labels)
