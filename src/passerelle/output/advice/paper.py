"""The reasoning of an answer as PDF: Typst sets it, tagged for readers of screens (PDF/UA-1). Texts go in as data.

Holds no verdict and no person's name. Stands on `plans.letters`.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

from passerelle.base.words import RIGHT_TO_LEFT
from passerelle.output.plans.letters import UNSEEN, drawn
from passerelle.output.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Row:
    """A condition: its verdict, what it asks, what was seen and needed, its articles, how far it was checked."""

    verdict: str
    state: str
    says: str
    seen: str
    articles: str
    checked: str


@dataclass(frozen=True, slots=True)
class Value:
    """A national value: where, how much, what it is, since when, from which source."""

    place: str
    amount: str
    what: str
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """States in which a way stands alike."""

    label: str
    places: str
    rows: tuple[Row, ...] = ()
    values: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A way or right."""

    title: str
    act: str
    groups: tuple[Group, ...]
    bring: tuple[str, ...] = ()
    comes_with: tuple[str, ...] = ()
    ahead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole of it. `words` are the words of the house, by their English."""

    title: str
    language: str
    day: date
    lead: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    standings: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    words: dict[str, str]


def advice_pdf(paper: Paper) -> bytes:
    """The reasoning as tagged PDF. A letter that no font of ours has stands as a box.

    Raises
    ------
    PasserelleError : Typst refused the document; its own words are given.
    """
    plain = asdict(paper) | {
        "rtl": paper.language in RIGHT_TO_LEFT,
        "date": [paper.day.year, paper.day.month, paper.day.day],
        "day": paper.day.isoformat(),
    }
    told = drawn(UNSEEN.sub("", json.dumps(plain, ensure_ascii=False)))
    return typeset(files(__package__).joinpath("advice.typ"), lambda _folder: told, "The reasoning")
