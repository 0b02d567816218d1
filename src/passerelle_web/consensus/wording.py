"""Numbers and names of a result in the reader's language: groups by letters, blocs by their names, shares with their n.

Holds no reading. Stands on `dialogues.constituencies`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from passerelle.base.words import number, percent, upright
from passerelle_web.dialogues.constituencies import said as constituency_said

Cell = dict[str, Any]
_BAR = 100  # units of a full bar


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def share_said(share: float) -> str:
    """A share in whole percent."""
    return _points_said(round(share * 100), language())


@cache
def _points_said(points: int, code: str) -> str:
    """One of a hundred and one texts a language: a page has hundreds of shares."""
    return upright(percent(points / 100, code, 0), code)


def many_said(many: int) -> str:
    """A whole number."""
    return number(many, language())


def range_said(low: float | None, high: float | None) -> str:
    """From where to where a share lies; nothing where it is not shown."""
    if low is None or high is None:
        return ""
    return upright(f"{percent(low, language(), 0)}–{percent(high, language(), 0)}", language())


def letter(place: int) -> str:
    """A group's neutral name: A, B, C."""
    return chr(ord("A") + place)


def group_said(place: int) -> str:
    """A group in words."""
    return gettext("Group {letter}").format(letter=letter(place))


def bloc_said(code: str) -> str:
    """A bloc in words; small ones stand together under one name."""
    return constituency_said(code) or gettext("smaller blocs together")


def people_said(many: int) -> str:
    """So many people."""
    return ngettext("{n} person", "{n} people", many).format(n=many_said(many))


@dataclass(frozen=True)
class Part:
    """What one group or bloc says of a statement; `share` is empty where the cell is withheld."""

    name: str
    share: str
    votes: str
    bar: str
    disagree: str = ""
    passed: str = ""


def part_of(name: str, cell: Cell, kind: str = "agree") -> Part:
    """A cell in words, by the share that votes one way."""
    if cell["withheld"]:
        return Part(name, "", "", "0")
    votes = cell["votes"]
    shares = {one: cell[one] / votes for one in ("agree", "disagree", "pass")}
    return Part(
        name, share_said(shares[kind]), many_said(votes), f"{shares[kind] * _BAR:.1f}",
        share_said(shares["disagree"]), share_said(shares["pass"]),
    )  # fmt: skip


def parts_of(cells: Sequence[Cell], kind: str, *, blocs: bool) -> list[Part]:
    """The cells of a row in words."""
    return [part_of(bloc_said(c["group"]) if blocs else group_said(c["group"]), c, kind) for c in cells]
