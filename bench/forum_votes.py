"""Consultations of the load test: one of 100,000 voters, 1,000 statements and 3.6 million votes, and many small ones.

Votes are drawn as `bench.dialogue` draws them. Stands on `forum_filling`.
"""

from datetime import timedelta
from typing import Any

import numpy as np

from bench.dialogue import made
from bench.forum_copy import put, put_votes

KINDS = ("state", "academia", "diaspora", "civil_society")


def votes(filling: Any) -> None:
    """Open consultations in the dialogues, with their votes and their pictures."""
    from passerelle_web.consensus.making import make_picture
    from passerelle_web.consensus.models import Consultation, Picture

    voters, statements = filling.many["voters"], filling.many["statements"]
    small = (filling.many["voters of a small one"], 60, 50.0)
    shapes = [(voters, statements, 36.0), *[small] * filling.many["small consultations"]]
    held = [
        Consultation(
            id=filling.key(), dialogue=filling.held[n % len(filling.held)], title=f"Consultation {n} (invented)",
            question="What do you agree on? (invented)", opens_at=filling.now - timedelta(60), newest=shape[1],
            closes_at=filling.now + timedelta(30), access=("link", "parties")[n % 2], link=f"invented-{n}",
            is_moderated=False,
        )
        for n, shape in enumerate(shapes)
    ]  # fmt: skip
    put(held)
    put(Picture(consultation=one, page={}) for one in held)
    first_voter, first_statement = 1, 1
    for n, (one, shape) in enumerate(zip(held, shapes, strict=True)):
        _filled(filling, one, shape, first_voter, first_statement, n)
        first_voter, first_statement = first_voter + shape[0], first_statement + shape[1]
    for one in [held[0], *held[1::4]]:  # of the others none has been made yet
        make_picture(one)


def _filled(filling: Any, held: Any, shape: tuple[int, int, float], voter: int, statement: int, seed: int) -> None:
    from passerelle_web.consensus.models import Statement, Tally, Vote, Voter

    rows, columns, values = made(*shape, seed=seed + 1)
    texts = filling.speakers.said(shape[1], 8, 25)
    put(Statement(pk=statement + k, consultation=held, number=k + 1, text=text[:280], language=spoken, state="shown")
        for k, (spoken, text) in enumerate(texts))  # fmt: skip
    kind = 2 if held.access == "link" else 1
    put(Voter(pk=voter + k, consultation=held, key=filling.key(), kind=kind, changed_in=1,
              bloc=KINDS[k % 4] if kind == 1 else "")
        for k in range(shape[0]))  # fmt: skip
    put_votes(Vote._meta.db_table, rows + voter, columns + statement, values)
    counts = [np.bincount(columns[values == value], minlength=shape[1]).tolist() for value in (1, -1, 0)]
    put(Tally(statement_id=statement + k, agree=agree, disagree=disagree, passed=passed)
        for k, (agree, disagree, passed) in enumerate(zip(*counts, strict=True)))  # fmt: skip
