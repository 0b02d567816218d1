"""What a brief holds, whatever its form: sentences with notes, tables, charts, sources.

Nothing here knows Typst, HTML or Word. Stands on `charts`.
"""

from dataclasses import dataclass, field
from datetime import date

from passerelle.base.corridors import Corridor
from passerelle.output.charts.drawing import Chart


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence made from figures; `notes` are the numbers of its sources."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `figure` says that it is set to the right, `notes` are the numbers of its sources."""

    text: str
    figure: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a head; the first column heads its rows.

    `shares` are the columns' parts of the width on paper, 0 for as much as the content needs; empty: all alike.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the line under it that says who published what it draws."""

    chart: Chart
    source: Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the brief: heading, sentences, pictures, questions with answers, tables, in this order."""

    slug: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    answers: tuple[tuple[str, tuple[Sentence, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source: how to cite it, its licence, where it is found."""

    number: int
    citation: str
    licence: str
    address: str

    @property
    def link(self) -> str:
        """The address where it can be followed from anywhere, else ""."""
        return self.address if self.address.startswith(("http://", "https://")) else ""

    @property
    def text(self) -> str:
        """The source in full but for its address."""
        return f"{self.citation} {self.licence}."


@dataclass(frozen=True)
class Brief:
    """A brief on a corridor. `words` are the fixed words of its language, by their English."""

    corridor: Corridor
    language: str
    day: date
    title: str
    subtitle: str
    years: str
    summary: tuple[Sentence, ...]
    key_table: Table
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    map_svg: str = field(repr=False)
    map_text: str = ""
    disclaimer: str = ""
    words: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def right_to_left(self) -> bool:
        """Is the brief written from right to left?"""
        return self.language == "ar"
