"""The reasoning of an answer as PDF: Typst sets it, tagged for readers of screens (PDF/UA-1). Texts go in as data.

Holds no verdict and no person's name. Stands on `plans.letters`.
"""

import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from passerelle.base.errors import PasserelleError
from passerelle.base.words import RIGHT_TO_LEFT
from passerelle.output.charts.drawing import FONTS
from passerelle.output.plans.letters import UNSEEN, drawn


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
    with tempfile.TemporaryDirectory(prefix="passerelle-") as room:
        folder = Path(room)
        (folder / "advice.json").write_text(drawn(UNSEEN.sub("", json.dumps(plain, ensure_ascii=False))), "utf-8")
        source = folder / "advice.typ"
        source.write_text(files(__package__).joinpath("advice.typ").read_text("utf-8"), "utf-8")
        try:
            return _set(source, room)
        except Exception as problem:  # typst raises its own error, which has no public name in every release
            raise PasserelleError(f"The reasoning could not be set as PDF: {problem}") from problem


def _set(source: Path, room: str) -> bytes:
    import typst  # noqa: PLC0415  only who prints pays for it

    made: bytes = typst.compile(
        str(source), root=room, font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards="ua-1"
    )
    return made
