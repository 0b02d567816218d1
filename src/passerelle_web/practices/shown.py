"""A practice ready for its page: the sentences that answer, facts, texts with translations, results, reports.

Nothing is counted into a rank. Stands on `queries`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import named_grouping
from passerelle.base.words import say
from passerelle.exchange.practices.grades import MEANINGS, Grade, title_of
from passerelle.exchange.practices.principles import principle_of
from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.telling import cost_text, opening, value_text, when_text, where_text
from passerelle_web.library.told import place_said
from passerelle_web.people.permissions import Somebody, may, may_each
from passerelle_web.people.themes import theme_name
from passerelle_web.practices.models import CRITERIA, Judgement, Outcome, Practice, Review, Tried, Version
from passerelle_web.practices.neighbours import template_said
from passerelle_web.practices.queries import reports_counted
from passerelle_web.practices.told import KIND, LABELS
from passerelle_web.texts.queries import Said, said_of

TEXTS = ("problem", "context", "done", "actors", "for_whom", "transfer", "failed", "rights")
HEADINGS = {name: LABELS[name] for name in TEXTS}


def spoken() -> str:
    """The reader's language."""
    return get_language() or "en"


@dataclass(frozen=True, slots=True)
class Row:
    """A practice as a line of a list."""

    practice: Practice
    where: str
    when: str
    grade: str
    themes: list[str]
    counts: dict[str, int]
    tried: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result as a line of a table; what its grade takes and leaves open."""

    indicator: str
    before: str
    after: str
    unit: str
    grade: int
    grade_said: str
    takes: str
    leaves: str
    source: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a practice under its heading: with translations where it is the version that stands."""

    name: str
    heading: str
    said: Said | None
    plain: str
    whence: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of who tried it; its words are absent where it is hidden and this reader may not read it."""

    row: Tried
    place: str
    when: str
    grade: str
    result: str
    is_read: bool
    may_hide: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion of a review."""

    question: str
    said: str
    is_yes: bool
    comment: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review: for which member, by whom where the reader may know people, what was judged."""

    row: Review
    who: str
    judged: list[Judged]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of a version shows."""

    record: Record
    opening: list[str]
    where: str
    when: str
    cost: str
    themes: list[tuple[str, str]]
    places: list[tuple[str, str]]
    principles: list[tuple[int, str]]
    template: str
    route: str
    region: str
    texts: list[Text]
    named: list[Said]
    results: list[ResultRow]


def rows(practices: Sequence[Practice]) -> list[Row]:
    """Practices for a list, in a bounded number of queries; their `standing` versions are read already."""
    counted = reports_counted(practices)
    language = spoken()
    found = []
    for one in practices:
        record = one.standing.record
        counts = counted.get(one.pk, {})
        found.append(Row(
            one, where_text(record, language), when_text(record, language),
            title_of(one.grade, language) if one.grade else "", [theme_name(code) for code in record.themes], counts,
            counted_said(counts),
        ))  # fmt: skip
    return found


def counted_said(counts: dict[str, int]) -> str:
    """How often it was tried elsewhere and with what outcome, in one line; "" where never."""
    words = {
        Outcome.WORKED: gettext("worked {number}×"), Outcome.PARTLY: gettext("in part {number}×"),
        Outcome.NOT: gettext("did not work {number}×"),
    }  # fmt: skip
    parts = [words[Outcome(name)].format(number=number) for name, number in counts.items() if number]
    return gettext("Tried elsewhere: {counts}").format(counts=", ".join(parts)) if parts else ""


def page_of(version: Version, reader: Somebody) -> Page:
    """The page of a version. Translations stand beside the version that a reader meets, and beside no other."""
    record, language = version.record, spoken()
    practice = version.practice
    stands = version.number == (practice.published or practice.newest)
    if stands:
        practice.standing = version
    found = said_of(KIND, [(practice.pk, practice)], reader) if stands else {}
    said = {name: one for (_key, name), one in found.items()}
    route, region = named_routes().get(record.route), named_grouping(record.region)
    return Page(
        record=record, opening=opening(record, language), where=where_text(record, language),
        when=when_text(record, language), cost=cost_text(record, language),
        themes=[(code, theme_name(code)) for code in record.themes],
        places=[(iso3, place_said(iso3)) for iso3 in record.places],
        principles=[(number, principle_of(number, language)) for number in record.principles],
        template=template_said(record.template) if record.template else "",
        route=say(route.name, language) if route else "", region=say(region.name, language) if region else "",
        texts=list(_texts(record, said)),
        named=[one for name in ("title", "gist") if (one := said.get(name)) and (one.translations or one.add)],
        results=result_rows(record, language),
    )  # fmt: skip


def _texts(record: Record, said: dict[str, Said]) -> Iterator[Text]:
    for name, heading in HEADINGS.items():
        plain = str(getattr(record, name))
        if plain.strip():
            yield Text(name, str(heading), said.get(name), plain, record.whence.get(name, ""))


def result_rows(record: Record, language: str) -> list[ResultRow]:
    """The results, in the order in which they were told."""
    return [
        ResultRow(
            one.indicator, value_text(one.before, language), value_text(one.after, language), one.unit, one.grade,
            title_of(one.grade, language), say(MEANINGS[Grade(one.grade)].takes, language),
            say(MEANINGS[Grade(one.grade)].leaves, language), one.source,
        )
        for one in record.results
    ]  # fmt: skip


def grades_explained() -> list[tuple[int, str, str, str]]:
    """The scale: number, name, what it takes, what it leaves open."""
    language = spoken()
    return [
        (int(grade), say(one.title, language), say(one.takes, language), say(one.leaves, language))
        for grade, one in MEANINGS.items()
    ]


def report_rows(reports: Sequence[Tried], reader: Somebody) -> list[ReportRow]:
    """Reports of who tried it, as a reader sees them; memberships are read once."""
    language = spoken()
    moderates = may(reader, "practices.show_report")
    return [
        ReportRow(
            row, place_said(row.place), _between(row), title_of(row.grade, language), _measured(row, language),
            not row.is_hidden or allowed, (allowed and not row.is_hidden) or (moderates and row.is_hidden),
        )
        for row, allowed in may_each(reader, "practices.hide_report", reports)
    ]  # fmt: skip


def _between(row: Tried) -> str:
    return f"{row.since} – {row.until}" if row.until else gettext("since {year}").format(year=row.since)


def _measured(row: Tried, language: str) -> str:
    if row.after is None:
        return row.indicator
    values = " → ".join(value_text(one, language) for one in (row.before, row.after) if one is not None)
    return f"{row.indicator}: {values} {row.unit}".strip()


def review_rows(reviews: Sequence[Review], reader: Somebody) -> list[ReviewRow]:
    """Reviews with their members named; a person is named to those who may know who is in a member."""
    names = may(reader, "people.see_people")
    return [
        ReviewRow(row, row.by.name if names and not row.by.is_gone else "", list(_judged(row.judgements)))
        for row in reviews
    ]


def _judged(told: dict[str, Any]) -> Iterator[Judged]:
    for name, (question, _help) in CRITERIA.items():
        one = told.get(name, {})
        judgement = Judgement(one["judgement"])
        yield Judged(str(question), str(judgement.label), judgement == Judgement.YES, one.get("comment", ""))
