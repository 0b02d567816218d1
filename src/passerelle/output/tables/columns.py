"""The columns of an export and the papers of its sources.

Knows no form of file. Stands on `evidence`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from passerelle.base.errors import IndicatorUnknown
from passerelle.base.places import all_places
from passerelle.base.words import say
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.corridors import source_pairs
from passerelle.evidence.figures import Figure
from passerelle.evidence.integration.wording import figure_name
from passerelle.evidence.remarks import remark_text
from passerelle.evidence.wording import name_text, note_text

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in every language, whether it holds numbers, its width in a workbook (characters)."""

    name: str
    means: str
    is_number: bool = False
    width: int = 14


# The fields of a figure under the names that the command line and the API give them, then its papers in words.
COLUMNS = (
    Column("indicator", "indicator, by its name in the catalogue of indicators", width=26),
    Column("name", "the indicator in words", width=36),
    Column("origin", "origin, ISO 3166-1 alpha-3", width=8),
    Column("origin_name", "origin, usual name", width=20),
    Column("destination", "destination, ISO 3166-1 alpha-3; the place itself for an indicator of places", width=11),
    Column("destination_name", "destination, usual name", width=20),
    Column("value", "the figure; empty where it is not known", is_number=True, width=16),
    Column("unit", 'unit of the value; "1" for shares and flags', width=12),
    Column("period", "year, years, quarter, month or day", width=11),
    Column("sex", "F women, M men, _T both", width=5),
    Column("age", "age group, _T all ages", width=8),
    Column("status", "SDMX status of the observation", width=7),
    Column("method", "how the figure was estimated or computed", width=18),
    Column("low", "low end of the published interval", is_number=True, width=12),
    Column("high", "high end of the published interval", is_number=True, width=12),
    Column("note", "what must be said of the figure, or what would fill it", width=30),
    Column("source", "source, by the name of its card", width=18),
    Column("vintage", "edition of the source", width=12),
    Column("citation", "how to cite the source", width=60),
    Column("licence", "licence of the source", width=30),
)
NAMES = tuple(column.name for column in COLUMNS)

STATUSES = {
    "A": "observed", "B": "break in the series", "D": "definition differs", "E": "estimated", "F": "forecast",
    "I": "imputed", "P": "provisional", "U": "low reliability",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one source in one vintage, as they stand beside the figures."""

    source: str
    vintage: str
    publisher: str
    title: str
    citation: str
    licence: str
    licence_url: str
    address: str
    date_read: str

    def as_dict(self) -> dict[str, str]:
        """The papers as JSON writes them."""
        return asdict(self)


@lru_cache(maxsize=512)
def papers_of(source: str, vintage: str) -> Papers:
    """The papers of one source, from its card.

    Raises
    ------
    EvidenceError : the source has no card.
    """
    card = card_of(source)
    return Papers(
        source, vintage, card.publisher, card.title, card.cite(vintage), card.licence, card.licence_url,
        card.address, card.date_read,
    )  # fmt: skip


def all_papers(figures: Iterable[Figure]) -> list[Papers]:
    """The papers of every source and vintage behind known figures, each once, in the order of their names."""
    pairs = {pair for figure in figures if figure.is_known for pair in source_pairs(figure)}
    return [papers_of(source, vintage) for source, vintage in sorted(pairs)]


def own_papers(figure: Figure) -> list[Papers]:
    """The papers behind one figure; none for one that is not known."""
    return [papers_of(source, vintage) for source, vintage in source_pairs(figure)] if figure.is_known else []


def citation_of(figure: Figure) -> str:
    """How to cite a figure: every source behind it, "; " between."""
    return "; ".join(dict.fromkeys(papers.citation for papers in own_papers(figure)))


def licence_of(figure: Figure) -> str:
    """The licence of every source behind a figure, "; " between."""
    return "; ".join(dict.fromkeys(papers.licence for papers in own_papers(figure)))


def _name(figure: Figure, language: str) -> str:
    """The indicator in words; an observed code has its words on the card of its source."""
    if told := figure_name(figure.indicator, language):
        return told
    try:
        return name_text(figure.indicator, language)
    except IndicatorUnknown:
        card = all_cards().get(figure.source)
        return say(card.means(figure.indicator), language) if card and figure.indicator in card.observes else ""


def _note(figure: Figure, language: str) -> str:
    # a name that no indicator has would be looked for among all of them, figure by figure
    if figure_name(figure.indicator, language):
        return remark_text(figure.note, language) if figure.is_known else say(figure.note, language)
    try:
        return note_text(figure, language)
    except IndicatorUnknown:
        return say(figure.note, language)


def _place_name(code: str, language: str) -> str:
    place = all_places().get(code)
    return place.name(language) if place else ""


def cells_of(figure: Figure, language: str) -> list[Cell]:
    """The cells of a figure in the order of COLUMNS; None where a number is not known."""
    return [
        figure.indicator, _name(figure, language), figure.origin, _place_name(figure.origin, language),
        figure.destination, _place_name(figure.destination, language), figure.value, figure.unit, figure.period,
        figure.sex, figure.age, figure.status, figure.method, figure.low, figure.high, _note(figure, language),
        figure.source, figure.vintage, citation_of(figure), licence_of(figure),
    ]  # fmt: skip


def estimates_note(figures: Sequence[Figure], language: str) -> str:
    """How many of the figures are estimates, and how that is marked; "" where none is."""
    estimates = sum(1 for figure in figures if figure.is_estimate)
    if not estimates:
        return ""
    return say(
        "{estimates} of {all} figures are estimates: their status is E, I or F, or they have a low and a high end.",
        language,
    ).format(estimates=estimates, all=len(figures))


# A spreadsheet takes a cell that begins so for a formula; tab and carriage return are skipped before it looks.
_FORMULA = re.compile(r"^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]")


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet take the text for a formula?"""
    return bool(_FORMULA.match(text))


def safe_text(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe before what looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def plain_number(value: float | None) -> str:
    """A number for programs: whole ones without ".0", others in full; "" where there is none."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
