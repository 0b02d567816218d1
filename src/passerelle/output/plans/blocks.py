"""What a printed plan is made of, whatever its form: sections of paragraphs, facts, actions, tables, drawings.

Nothing here knows Typst or Word. Sentences, cells and tables are those of the brief. Stands on `briefs.content`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from passerelle.output.briefs.content import Cell, Sentence, Table
from passerelle.output.charts.drawing import Chart


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. `kind` is "lead" for what answers, "quiet" for what explains."""

    sentences: tuple[Sentence, ...]
    kind: Literal["lead", "body", "quiet"] = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, with its number if it has one; level 3 is an objective, 4 a measure."""

    text: str
    level: int = 3
    number: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Short answers, each under its label."""

    rows: tuple[tuple[str, Sentence], ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: number, title, the three facts that everybody asks for, what it is, more facts, its steps."""

    number: str
    title: str
    main: tuple[tuple[str, str], ...]
    text: str = ""
    more: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; its last `totals` rows are sums. `strong` are the rows that head others, by place."""

    table: Table
    totals: int = 0
    strong: frozenset[int] = frozenset()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with a line on what it is made of."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Timetable:
    """The Gantt chart: its title and its description; each form draws it in its own measure."""

    title: str
    text: str


Block = Prose | Points | Heading | Facts | Deed | Sheet | Drawing | Timetable


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the plan on paper; `wide` asks for a page on its side."""

    slug: str
    title: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True)
class PlanPaper:
    """A plan as it is printed. `banner` stands on every page; `words` are the fixed words, by their English."""

    language: str
    day: date
    title: str
    kind: str
    owners: tuple[str, ...]
    where: str
    banner: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    words: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def right_to_left(self) -> bool:
        """Is it written from right to left?"""
        return self.language == "ar"


def cell(text: str) -> Cell:
    """Words in a table."""
    return Cell(text)


def figure(text: str) -> Cell:
    """A figure in a table, set to the end of the line."""
    return Cell(text, True)


def said(*texts: str) -> tuple[Sentence, ...]:
    """Sentences without sources; empty ones fall away."""
    return tuple(Sentence(text) for text in texts if text)
