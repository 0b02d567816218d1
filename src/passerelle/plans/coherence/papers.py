"""A paper: a strategy of a country or region as passages, each with its number, its page and its section.

What is judged of it is `judging`. Stands on `splitting` and `languages`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from passerelle.base.groupings import grouping_of
from passerelle.base.places import LANGUAGES, place_of
from passerelle.plans.coherence.languages import language_in
from passerelle.plans.coherence.refusals import PaperError
from passerelle.plans.coherence.splitting import Piece, pieces_of

Kind = Literal["analysis", "objectives", "indicators", "budget"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 5_000_000  # letters
ALLOCATIONS = "Sector allocations"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or heading of a paper, by its number from 1 on.

    `page` is None where the text has no pages. `path` are the headings above it, outermost first. `kinds` say of which
    kind its section is, where whoever made the paper says so; else the headings tell.
    """

    number: int
    text: str
    page: int | None = None
    path: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    is_heading: bool = False

    @property
    def section(self) -> str:
        """The nearest heading; "" above the first."""
        return self.path[-1] if self.path else ""

    def as_dict(self) -> dict[str, Any]:
        """As plain values: the words, and where they stand."""
        return {"number": self.number, "page": self.page, "section": self.section, "text": self.text}


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a paper gives to one sector, in its currency."""

    sector: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A strategy paper, programme or plan as it is judged.

    `iso3` is the country that it is about, "" where it is about a `grouping`. `language` is "" where it is not known:
    the terms of all languages are looked for then.
    """

    title: str
    passages: tuple[Passage, ...]
    iso3: str = ""
    grouping: str = ""
    period: str = ""
    language: str = ""
    allocations: tuple[Allocation, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has; 0 where it has none."""
        return max((passage.page or 0 for passage in self.passages), default=0)


def paper_of_text(
    title: str,
    text: str,
    *,
    iso3: str = "",
    grouping: str = "",
    period: str = "",
    language: str = "",
    allocations: Iterable[Allocation] = (),
) -> Paper:
    """A paper from its whole text; a form feed ends a page.

    Parameters
    ----------
    iso3, grouping : what the paper is about; the alpha-3 code of a place, or the code of a grouping.
    language : en, fr, es, nl or ar; told by the text where it is left out.
    allocations : money by sector; each becomes a passage of the budget.

    Raises
    ------
    PaperError : no text, too long a text, another language.
    PlaceUnknown : no such place or grouping.
    """
    _check(text, iso3, grouping, language)
    given = tuple(allocations)
    whole = [*_passages(pieces_of(text)), *_allocated(given)]
    return Paper(
        title.strip(), _numbered(whole), iso3, grouping, period.strip(), language or language_in(text), given
    )  # fmt: skip


def paper_of_texts(
    title: str, iso3: str, sections: Iterable[tuple[Kind | Literal[""], str, str]], *, language: str = ""
) -> Paper:
    """A paper from texts of which one knows what they are, such as the fields of a plan.

    Parameters
    ----------
    sections : (kind of section or "", heading, text); a section without text is left out.

    Raises
    ------
    PaperError : no text at all, another language, or a kind that is none.
    PlaceUnknown : no such place.
    """
    filled = [(kind, heading.strip(), text) for kind, heading, text in sections if text.strip()]
    whole = "\n\n".join(text for _, _, text in filled)
    _check(whole, iso3, "", language)
    made: list[Passage] = []
    for kind, heading, text in filled:
        if kind and kind not in KINDS:
            raise PaperError(f'"{kind}" is no kind of section. Write one of {", ".join(KINDS)}, or nothing.')
        path = (heading,) if heading else ()
        kinds: tuple[Kind, ...] = (kind,) if kind else ()
        made += [Passage(0, piece.text, None, path, kinds) for piece in pieces_of(text, with_headings=False)]
    return Paper(title.strip(), _numbered(made), iso3, language=language or language_in(whole))


def _check(text: str, iso3: str, grouping: str, language: str) -> None:
    if not text.strip():
        raise PaperError("The paper has no text. Paste its text, or give its file.")
    if len(text) > LONGEST:
        raise PaperError(f"The paper has {len(text):,} letters; at most {LONGEST:,} are read. Leave its annexes out.")
    if language and language not in LANGUAGES:
        raise PaperError(f'The language "{language}" is not read here. Papers are read in {", ".join(LANGUAGES)}.')
    if iso3:
        place_of(iso3)
    if grouping:
        grouping_of(grouping)


def _passages(pieces: Iterable[Piece]) -> list[Passage]:
    return [Passage(0, p.text, p.page, p.path, (), p.is_heading) for p in pieces]


def _allocated(allocations: Sequence[Allocation]) -> list[Passage]:
    """Money by sector as passages, so that a sector for migration is found in the budget."""
    return [
        Passage(0, f"{one.sector.strip()}: {one.amount:,} {one.currency}", None, (ALLOCATIONS,), ("budget",))
        for one in allocations
    ]


def _numbered(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(
        Passage(number, p.text, p.page, p.path, p.kinds, p.is_heading) for number, p in enumerate(passages, start=1)
    )
