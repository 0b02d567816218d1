"""A consultation as open data: statements and what may be shown of the votes on them, and the chair's own files.

Votes themselves go to the chair alone, under numbers that are drawn for this one file. Stands on `queries`.
"""

import csv
import io
import json
import secrets
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.dialogue.blocs import shown
from passerelle.dialogue.votes import NOBODY
from passerelle.output.tables.columns import safe_text
from passerelle_web.consensus.loading import loaded
from passerelle_web.consensus.models import Consultation, Picture, State, Statement
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.queries import statements
from passerelle_web.consensus.wording import bloc_said, letter
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
LEAST_VOTERS = 25  # fewer are found again by what they voted, whatever their names
_WIDE = 1 << 48


def open_rows(consultation: Consultation, picture: Picture) -> Iterator[dict[str, Any]]:
    """Each statement that is shown with what may be shown of its votes: numbers that are withheld are null."""
    texts = {str(one.number): one for one in statements(consultation)}
    last = {"demonstration": consultation.is_demonstration, "licence": LICENCE}
    for row in picture.page.get("rows", []):
        if row["id"] in texts:
            yield _row(texts[row["id"]], row) | last


def result_of(consultation: Consultation, record: dict[str, Any]) -> dict[str, Any]:
    """The last picture whole, as it goes out of the site: it says whether it is invented."""
    return record | {"demonstration": consultation.is_demonstration}


def _row(statement: Statement, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "statement": statement.number, "text": statement.text, "language": statement.language,
        "put_on": statement.put_on.isoformat(), "by_the_chair": statement.is_seed,
        "about_participants": statement.is_meta,
        **{name: row[name] for name in ("agree", "disagree", "pass", "agreed_by", "accepted")},
        "groups": [_cell(letter(cell["group"]), cell) for cell in row["by_group"]],
        "blocs": [_cell(_english(cell["group"]), cell) for cell in row["by_bloc"]],
    }  # fmt: skip


def _english(code: str) -> str:
    with override("en"):
        return bloc_said(code)


def _cell(name: str, cell: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, **{part: cell.get(part) for part in ("agree", "disagree", "pass")}}


def as_lines(consultation: Consultation, picture: Picture) -> str:
    """The open data as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in open_rows(consultation, picture))


def as_csv(consultation: Consultation, picture: Picture) -> str:
    """The open data as CSV: a row a statement, three columns a group and a bloc."""
    rows = [_flat(row) for row in open_rows(consultation, picture)]
    held = io.StringIO()
    if rows:
        writer = csv.DictWriter(held, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return held.getvalue()


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat = {name: value for name, value in row.items() if name not in ("groups", "blocs", "demonstration", "licence")}
    for kind in ("groups", "blocs"):
        for cell in row[kind]:
            for part in ("agree", "disagree", "pass"):
                flat[f"{kind[:-1]} {cell['name']}: {part}"] = cell[part]
    return flat | {"text": safe_text(flat["text"])} | {name: row[name] for name in ("demonstration", "licence")}


def take_votes(*, consultation: Consultation, by: User | None) -> bytes:
    """The votes for the chair, as a file that `passerelle dialogue analyse` reads: votes, statements and blocs.

    Each participant has a number that is drawn for this file and kept nowhere. Numbers rise in the order of the
    ballots, so that an analysis of the file finds what the site found.

    Raises
    ------
    NotAllowed : `by` does not chair the dialogue.
    CannotBeDone : fewer than 25 voted.
    """
    require(by, "consensus.take_votes", Opened(consultation))
    held = loaded(consultation)
    if held.voters < LEAST_VOTERS:
        raise CannotBeDone(
            _("Fewer than {least} people voted: whoever knows one of them would find her votes.").format(
                least=LEAST_VOTERS
            )
        )
    numbers = _drawn(held.voters)
    votes = held.votes
    table = [("voter-id", "comment-id", "vote")]
    table += [
        (str(numbers[i]), votes.statements[j], str(value))
        for i, j, value in zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True)
    ]
    pooled = shown(held.blocs, consultation.least)
    blocs = [("participant", "bloc")]
    blocs += [(str(numbers[i]), pooled.names[k]) for i, k in enumerate(pooled.labels.tolist()) if k != NOBODY]
    record("consultation.votes_taken", consultation, by=by)
    return _zipped({"votes.csv": table, "comments.csv": _texts(consultation), "blocs.csv": blocs})


def _drawn(many: int) -> list[int]:
    drawn: set[int] = set()
    while len(drawn) < many:
        drawn.add(secrets.randbelow(_WIDE))
    return sorted(drawn)


def _texts(consultation: Consultation) -> list[tuple[str, ...]]:
    rows = [("comment-id", "comment-body", "moderated", "is-meta", "demonstration")]
    invented = str(consultation.is_demonstration)
    held = consultation.statements.exclude(state=State.WAITING).order_by("number")
    return [
        *rows,
        *((str(s.number), s.text, "-1" if s.state == State.HIDDEN else "1", str(s.is_meta), invented) for s in held),
    ]


def _zipped(files: dict[str, list[tuple[str, ...]]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in files.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            packed.writestr(name, text.getvalue())
    return held.getvalue()
