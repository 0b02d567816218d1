"""What an edition of the handbook holds, whatever its form: chapters by principle, practices, notes, the scale.

Words of the house are in the edition's language, what authors wrote in theirs. Stands on `exchange.practices`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from passerelle.base.words import RIGHT_TO_LEFT, mark, say, say_number
from passerelle.exchange.practices import grades, principles
from passerelle.exchange.practices.records import Practice, Source
from passerelle.exchange.practices.telling import OUTCOMES, cost_text, opening, value_text, when_text, where_text
from passerelle.output.plans.wording import day_text

HEADINGS = ("problem", "context", "done", "actors", "for_whom", "transfer", "failed", "rights")


@dataclass(frozen=True, slots=True)
class Tried:
    """A report of a member that tried a practice, in short."""

    member: str
    place: str
    outcome: str
    adapted: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A practice as an edition takes it: its record, in which texts are plain words; whose it is; which version.

    `translated` names the language from which its texts were translated, "" where they are the author's own. One of the
    `demonstration` is invented, and its first sentence says so.
    """

    principle: int
    practice: Practice
    member: str
    version: int
    published: date
    reviewers: tuple[str, ...] = ()
    reports: tuple[Tried, ...] = ()
    translated: str = ""
    address: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A text under its heading."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A result as a row: indicator, before, after, unit, the grade with its number, the number of its note."""

    indicator: str
    before: str
    after: str
    unit: str
    grade: str
    note: int


@dataclass(frozen=True, slots=True)
class Told:
    """A practice as it is printed."""

    number: str
    title: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    texts: tuple[Paragraphs, ...]
    results: tuple[Line, ...]
    tried: tuple[str, ...]
    notes: tuple[int, ...]
    remark: str
    language: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A principle with its practices."""

    number: int
    title: str
    practices: tuple[Told, ...]


@dataclass(frozen=True)
class Handbook:
    """An edition, said in its language. `words` are the fixed words of its language, by their English."""

    title: str
    language: str
    number: int
    day: date
    introduction: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    scale: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    words: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def right_to_left(self) -> bool:
        """Is it read from right to left?"""
        return self.language in RIGHT_TO_LEFT

    @property
    def edition(self) -> str:
        """Which edition it is; "" for a draft."""
        return self.words["edition"].format(number=self.number) if self.number else ""

    @property
    def tried_word(self) -> str:
        """The heading of reports."""
        return self.words["Tried elsewhere"]

    @property
    def sources_word(self) -> str:
        """What stands before the numbers of notes."""
        return self.words["Sources of this practice"]


class Notes:
    """Numbers sources as they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, source: str) -> int:
        """The number of a source; 0 for none."""
        return self._numbers.setdefault(source.strip(), len(self._numbers) + 1) if source.strip() else 0

    @property
    def listed(self) -> tuple[str, ...]:
        """The sources by number."""
        return tuple(self._numbers)


def cited(source: Source) -> str:
    """A source with its address behind it."""
    return f"{source.citation} {source.link}".strip()


def compose(
    *, title: str, language: str, number: int, day: date, introduction: str, chosen: Sequence[Chosen]
) -> Handbook:  # fmt: skip
    """An edition out of the practices that were chosen, in the order of the principles and then as they are given."""
    notes = Notes()
    chapters = tuple(_chapters(chosen, notes, language))
    scale = tuple(
        (str(int(grade)), say(one.title, language), say(one.takes, language), say(one.leaves, language))
        for grade, one in grades.MEANINGS.items()
    )
    return Handbook(
        title=title, language=language, number=number, day=day, introduction=paragraphs_of(introduction),
        chapters=chapters, scale=scale, notes=notes.listed, sources=(principles.SOURCE, grades.SOURCE),
        words=_words(language),
    )  # fmt: skip


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of plain words."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _chapters(chosen: Sequence[Chosen], notes: Notes, language: str) -> Iterator[Chapter]:
    for number in principles.PRINCIPLES:
        mine = [one for one in chosen if one.principle == number]
        if mine:
            told = tuple(_told(one, f"{number}.{at}", notes, language) for at, one in enumerate(mine, 1))
            yield Chapter(number, principles.principle_of(number, language), told)


def _told(one: Chosen, number: str, notes: Notes, language: str) -> Told:
    practice = one.practice
    invented = (say("Demonstration: this practice is invented.", language),) if one.demonstration else ()
    results = tuple(
        Line(
            result.indicator, value_text(result.before, language), value_text(result.after, language), result.unit,
            f"{result.grade}. {grades.title_of(result.grade, language)}", notes.of(result.source),
        )
        for result in practice.results
    )  # fmt: skip
    return Told(
        number=number, title=practice.title, lead=(*invented, *opening(practice, language)),
        facts=tuple((label, text) for label, text in _facts(one, language) if text),
        texts=tuple(_texts(practice, language)), results=results,
        tried=tuple(_report(report, language) for report in one.reports),
        notes=tuple(notes.of(cited(source)) for source in practice.sources),
        remark=_remark(one, language), language=practice.language,
    )  # fmt: skip


def _facts(one: Chosen, language: str) -> Iterator[tuple[str, str]]:
    practice = one.practice
    yield say("Told by", language), one.member
    yield say("Where", language), where_text(practice, language)
    yield say("When", language), when_text(practice, language)
    cost = cost_text(practice, language) or say("not told", language)
    yield say("Cost", language), " · ".join(part for part in (cost, practice.cost_of) if part)
    yield say("Reviewed by", language), ", ".join(one.reviewers)
    yield (
        say("Ask", language),
        "; ".join(f"{contact.organisation} {contact.link}".strip() for contact in practice.contacts),
    )


def _headings(language: str) -> dict[str, str]:
    return {
        "problem": say("The problem", language), "context": say("The context", language),
        "done": say("What was done", language), "actors": say("By whom", language),
        "for_whom": say("For whom", language), "transfer": say("What it takes elsewhere", language),
        "failed": say("What failed", language), "rights": say("Rights considered", language),
    }  # fmt: skip


def _texts(practice: Practice, language: str) -> Iterator[Paragraphs]:
    headings = _headings(language)
    for name in HEADINGS:
        found = paragraphs_of(getattr(practice, name))
        if found:
            yield Paragraphs(headings[name], found)


def _report(report: Tried, language: str) -> str:
    return say("{member}, {place}: {outcome}. {adapted}", language).format(
        member=report.member, place=report.place, outcome=say(OUTCOMES[report.outcome], language),
        adapted=report.adapted,
    ).strip()  # fmt: skip


def _remark(one: Chosen, language: str) -> str:
    day = day_text(one.published, language)
    said = say("Version {number}, published on {day}.", language).format(number=one.version, day=day)
    if one.translated:
        said += " " + say("The texts are a translation; the original is in another language.", language)
    return f"{said} {one.address}".strip()


WORDS = (
    mark("Page"), mark("of"), mark("Contents"), mark("Introduction"), mark("Sources"), mark("Indicator"),
    mark("Before"), mark("After"), mark("Unit"), mark("Evidence"), mark("Results"), mark("Tried elsewhere"),
    mark("Sources of this practice"), mark("Evidence grades"), mark("Grade"), mark("What it takes"),
    mark("What it leaves open"),
)  # fmt: skip


def _words(language: str) -> dict[str, str]:
    found = {word: say(word, language) for word in WORDS}
    return found | {
        "edition": say("Edition {number}", language),
        "kind": say("Integration handbook", language),
        "ordered": say(
            "Practices of members, ordered by the eleven common basic principles for immigrant integration policy. "
            "Each was reviewed by two other members. It is voluntary and binds nobody.",
            language,
        ),
        "scale": say(
            "A grade says how a result was found, and so how sure it is that the practice brought it about. It judges "
            "neither the practice nor who tells it.",
            language,
        ),
    }


def size_text(handbook: Handbook) -> str:
    """How many practices it holds, in words."""
    number = sum(len(chapter.practices) for chapter in handbook.chapters)
    said = say_number("{number} practice", "{number} practices", number, handbook.language)
    return said.format(number=number)
