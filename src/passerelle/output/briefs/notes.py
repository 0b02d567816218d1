"""Numbered sources, given out as sentences cite figures; and sentences made from figures.

Stands on `content` and `wording`.
"""

from collections.abc import Iterable

from passerelle.base.words import mark, number, say, say_number
from passerelle.evidence.cards import card_of
from passerelle.evidence.corridors import KnownCorridor, source_pairs, years_of
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import moment_text, period_label, period_text, value_text, when_text
from passerelle.output.briefs.content import Cell, Picture, Sentence, Source
from passerelle.output.charts.drawing import Chart

UNKNOWN = mark("What is not known")


class Notes:
    """Gives every source and vintage a number when it is first cited, and remembers the figures cited."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._numbers: dict[tuple[str, str], int] = {}
        self._cited: list[Figure] = []

    def of(self, figures: Iterable[Figure]) -> tuple[int, ...]:
        """The numbers of all sources behind some figures, in order."""
        numbers: set[int] = set()
        for figure in figures:
            if figure.is_known:
                self._cited.append(figure)
                for pair in source_pairs(figure):
                    numbers.add(self._numbers.setdefault(pair, len(self._numbers) + 1))
        return tuple(sorted(numbers))

    @property
    def years(self) -> tuple[int, int] | None:
        """Oldest and newest year of the figures cited so far, those in charts and tables too."""
        return years_of(self._cited)

    def publishers(self, numbers: Iterable[int]) -> list[str]:
        """Who published the sources of some numbers, each once."""
        wanted = set(numbers)
        cited = [source for (source, _), place in self._numbers.items() if place in wanted]
        return list(dict.fromkeys(card_of(source).publisher.split(";")[0].split(" (")[0] for source in cited))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source cited, by its number."""
        listed = []
        for (source, vintage), place in self._numbers.items():
            card = card_of(source)
            edition = f" [{vintage}]" if vintage and vintage not in card.cite(vintage) else ""
            address = card.address
            if not address.startswith("http"):  # what Passerelle makes itself stands on its own pages alone
                address = say("In Passerelle, among the sources: {source}.", self._language).format(source=source)
            listed.append(Source(place, card.cite(vintage) + edition, card.licence, address))
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

    def when(self, figure: Figure, *, at_end: bool = False) -> str:
        """When a figure holds, inside a sentence: "in 2020", and "(last known, 2020)" where it is old."""
        return when_text(figure, self.year, self.language, at_end=at_end)

    def dated(self, figure: Figure) -> str:
        """The period, for use in brackets; an old one reads "last known"."""
        return period_text(figure, self.year, self.language)

    def moment(self, figure: Figure) -> str:
        """When a figure holds, inside a sentence, whatever its age: of a series all but the newest."""
        return moment_text(figure.period, self.language)

    def plain(self, figure: Figure) -> str:
        """The period, whatever its age."""
        return period_label(figure.period, self.language)

    def sentence(self, template: str, figures: Iterable[Figure], **words: str) -> Sentence:
        """A sentence from a template in English and the figures that carry it."""
        return self._made(self.say(template), figures, words)

    def counted(self, one: str, many: str, figure: Figure, figures: Iterable[Figure], **words: str) -> Sentence:
        """A sentence about as many as a figure says: `{number}` in the form that the language has for it."""
        text = say_number(one, many, round(figure.value or 0), self.language)
        return self._made(text, figures, {"number": self.value(figure), **words})

    def _made(self, text: str, figures: Iterable[Figure], words: dict[str, str]) -> Sentence:
        text = text.format(**self.names, **words)
        return Sentence(text[:1].upper() + text[1:], self.notes.of(figures))

    def picture(self, chart: Chart) -> Picture:
        """A chart with its line of sources."""
        numbers = self.notes.of(chart.figures)
        publishers = self.notes.publishers(numbers)
        text = say_number("Source: {publishers}", "Sources: {publishers}", len(publishers), self.language)
        return Picture(chart, Sentence(text.format(publishers="; ".join(publishers)), numbers))

    def figure_count(self, one: str, many: str, count: int) -> str:
        """A number of figures in words, in the form that the language has for it."""
        return say_number(one, many, count, self.language).format(number=number(count, self.language))

    def silent(self) -> Sentence:
        """That nothing is known, and where it is said what would fill it."""
        return self.sentence("Not known here; “{part}” says what would fill it.", [], part=self.say(UNKNOWN))

    def cell(self, figure: Figure, *, short: bool = False) -> Cell:
        """A value in a table, with its notes."""
        # where the label says "for every 10,000", the unit need not
        spoken = self.value(figure, short=short or figure.unit.startswith("per "))
        return Cell(spoken, True, self.notes.of([figure]))

    def period(self, figure: Figure) -> Cell:
        """The period in a table; an old one reads "last known"."""
        return Cell(self.dated(figure))
