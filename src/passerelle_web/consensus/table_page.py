"""All statements of a consultation as lines of one table, as of the last picture, in an order that the reader chooses.

Stands on `result_page`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.publication import widest
from passerelle_web.consensus.models import Consultation, Picture, Statement
from passerelle_web.consensus.queries import statements
from passerelle_web.consensus.result_page import whole_of
from passerelle_web.consensus.wording import Part, parts_of

Row = dict[str, Any]


@dataclass(frozen=True)
class TableLine:
    """A statement; `whole` is absent while too few voted on it for anything to be shown."""

    statement: Statement
    whole: Part | None
    agreed_by: str
    is_accepted: bool
    groups: list[Part]
    blocs: list[Part]


def _seen(row: Row) -> int:
    return 0 if row["withheld"] else int(row["agree"] + row["disagree"] + row["pass"])


def _share(row: Row, kind: str) -> float:
    return 0.0 if row["withheld"] else row[kind] / _seen(row)


def _divided(row: Row) -> float:
    return max((told["apart"] for side in ("by_group", "by_bloc") if (told := widest(row, side))), default=0.0)


SORTS: dict[str, str | Promise] = {
    "": _("by number"),
    "agree": _("most agreed first"),
    "disagree": _("most rejected first"),
    "divide": _("most divided first"),
    "votes": _("most voted on first"),
}
_KEYS: dict[str, Callable[[Row], float]] = {
    "agree": lambda row: -_share(row, "agree"),
    "disagree": lambda row: -_share(row, "disagree"),
    "divide": lambda row: -_divided(row),
    "votes": lambda row: -float(_seen(row)),
}


def ordered(consultation: Consultation, picture: Picture, sort: str) -> list[Statement]:
    """The statements in the order that is asked for, those that nothing is known of last."""
    known = _known(picture)
    shown = list(statements(consultation))
    order = _KEYS.get(sort)
    if order is not None:
        shown.sort(key=lambda one: (order(known[str(one.number)]) if str(one.number) in known else 1.0, one.number))
    return shown


def lines_of(shown: Iterable[Statement], picture: Picture) -> list[TableLine]:
    """Their lines: made for one page, as each is many words."""
    known = _known(picture)
    return [_line(one, known.get(str(one.number))) for one in shown]


def _known(picture: Picture) -> dict[str, Row]:
    return {row["id"]: row for row in picture.page.get("rows", [])}


def _line(statement: Statement, row: Row | None) -> TableLine:
    if row is None or row["withheld"]:
        return TableLine(statement, None, "", False, [], [])
    return TableLine(
        statement, whole_of(row), row["agreed_by"] or "", bool(row["accepted"]),
        parts_of(row["by_group"], "agree", blocs=False) if len(row["by_group"]) > 1 else [],
        parts_of(row["by_bloc"], "agree", blocs=True),
    )  # fmt: skip
