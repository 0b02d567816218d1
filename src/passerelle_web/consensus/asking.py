"""Which statement a voice is asked about next: by weight, from the tally of this moment and the last picture.

Holds no votes of others. Stands on `models`.
"""

import secrets
from dataclasses import dataclass

import numpy as np

from passerelle.dialogue.routing import next_statement, priorities
from passerelle.dialogue.votes import Floats, assembled
from passerelle_web.consensus.models import Consultation, Picture, State, Statement, Vote, Voter

_FINE = 1 << 53


@dataclass(frozen=True)
class Asked:
    """The statement to vote on, None where none is left; how many of all were voted on."""

    statement: Statement | None
    done: int
    all: int


def asked(consultation: Consultation, voter: Voter | None, share: float | None = None) -> Asked:
    """What to ask a voice next.

    Parameters
    ----------
    share : a number from 0 to below 1 that draws; by chance if none is given.
    """
    shown = Statement.objects.filter(consultation=consultation, state=State.SHOWN).order_by("number")
    rows = list(shown.values_list("pk", "number", "is_meta", "tally__agree", "tally__disagree", "tally__passed"))
    place = {pk: j for j, (pk, *_) in enumerate(rows)}
    seen = Vote.objects.filter(voter=voter).values_list("statement_id", "value") if voter is not None else []
    mine = [(place[pk], value) for pk, value in seen if pk in place]
    weights = _weights(consultation, rows)
    votes = assembled(
        ("me",), tuple(str(number) for _, number, *_ in rows), np.zeros(len(mine), dtype=np.int64),
        np.array([j for j, _ in mine], dtype=np.int64), np.array([value for _, value in mine], dtype=np.int8),
    )  # fmt: skip
    drawn = secrets.randbelow(_FINE) / _FINE if share is None else share
    name = next_statement(votes, weights, "me", drawn)
    found = shown.get(number=int(name)) if name is not None else None
    return Asked(found, len(mine), len(rows))


def _weights(consultation: Consultation, rows: list[tuple[int, int, bool, int, int, int]]) -> Floats:
    """The priority of each statement: how far it stood from the middle in the last picture, and the votes of now."""
    if not rows:
        return np.zeros(0)
    known: dict[str, float] = (
        Picture.objects.filter(pk=consultation.pk).values_list("page__extremity", flat=True).first() or {}
    )
    counts = np.array([row[3:] for row in rows], dtype=np.int64)
    extremity = np.array([known.get(str(number), 0.0) for _, number, *_ in rows])
    return priorities(counts, extremity, np.array([is_meta for _, _, is_meta, *_ in rows]))
