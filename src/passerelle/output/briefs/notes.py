"""Numbered sources, given out as sentences cite figures; and sentences made from figures.

Stands on `content` and `wording`.
"""

from collections.abc import Iterable

from passerelle.base.words import say
from passerelle.evidence.cards import card_of
from passerelle.evidence.corridors import KnownCorridor, source_pairs
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import period_label, period_text, value_text
from passerelle.output.briefs.content import Cell, Sentence, Source


class Notes:
    """Gives every source and vintage a number when it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def of(self, figures: Iterable[Figure]) -> tuple[int, ...]:
        """The numbers of all sources behind some figures, in order."""
        numbers: set[int] = set()
        for figure in figures:
            if figure.is_known:
                for pair in source_pairs(figure):
                    numbers.add(self._numbers.setdefault(pair, len(self._numbers) + 1))
        return tuple(sorted(numbers))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source cited, by its number."""
        listed = []
        for (source, vintage), number in self._numbers.items():
            card = card_of(source)
            edition = f" [{vintage}]" if vintage and vintage not in card.cite(vintage) else ""
            listed.append(Source(number, card.cite(vintage) + edition, card.licence, card.address))
        return tuple(listed)


class Writer:
    """Makes sentences and cells from the figures of one corridor, in one language, with notes."""

    def __init__(self, known: KnownCorridor, language: str, year: int, notes: Notes) -> None:
        self.known, self.language, self.year, self.notes = known, language, year, notes
        origin, destination = known.corridor.places
        self.names = {"origin": origin.in_text(language), "destination": destination.in_text(language)}
        self.labels = {"origin": origin.name(language), "destination": destination.name(language)}

    def say(self, text: str) -> str:
        """A fixed text in the brief's language."""
        return say(text, self.language)

    def value(self, figure: Figure, *, short: bool = True) -> str:
        """A value in words."""
        return value_text(figure, self.language, short=short)

    def when(self, figure: Figure) -> str:
        """The period, without its age: the brief's tables say what is old."""
        return period_label(figure.period, self.language) if figure.period else ""

    def sentence(self, template: str, figures: Iterable[Figure], **words: str) -> Sentence:
        """A sentence from a template in English and the figures that carry it."""
        text = self.say(template).format(**self.names, **words)
        return Sentence(text[:1].upper() + text[1:], self.notes.of(figures))

    def cell(self, figure: Figure, *, short: bool = False) -> Cell:
        """A value in a table, with its notes."""
        return Cell(self.value(figure, short=short), True, self.notes.of([figure]))

    def period(self, figure: Figure) -> Cell:
        """The period in a table; an old one reads "last known"."""
        return Cell(period_text(figure, self.year, self.language))
