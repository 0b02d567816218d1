"""Statements in other languages, where a person of the parties translated them; by whom is told to nobody.

A vote is on the statement itself: a translation stands beside it and is never voted on by itself. Holds no page. Stands
on `permissions` and `texts`.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from passerelle_web.consensus.models import State, Statement
from passerelle_web.people.permissions import Somebody
from passerelle_web.texts import kinds
from passerelle_web.texts.queries import said_of

KIND = "consensus.statement"


def in_words(statements: Iterable[Statement], somebody: Somebody | None = None) -> list[Statement]:
    """The same statements, each with what was translated of it, in one query for all."""
    found = list(statements)
    held = said_of(KIND, [(one.pk, one) for one in found if one.state == State.SHOWN], somebody)
    for one in found:
        one.said = held.get((str(one.pk), "text"))
    return found


def _statement(key: str) -> Statement | None:
    rows = Statement.objects.select_related("consultation__dialogue")
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None


def _page(statement: Any) -> str:
    return reverse("consensus:statement", args=(str(statement.consultation_id), statement.number))


def register() -> None:
    """Tell the room of texts."""
    kinds.register(
        kind=KIND, fields=("text",), load=_statement, see="consensus.see_statement",
        translate="consensus.translate_statement", original=lambda one, _field: (one.text, one.language), back=_page,
        names_translator=False,
    )  # fmt: skip
