"""What the rights gate shows whatever was answered: articles that bind, instruments by place, WHO's safeguards.

Unknown is shown as unknown. Stands on `screening_reading`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from passerelle.base.corridors import Corridor, Route
from passerelle.base.places import place_of
from passerelle.base.words import number, say
from passerelle.evidence.cards import all_cards
from passerelle.evidence.wording import value_text
from passerelle.measures import screening as library
from passerelle.measures.screening import Article, Binding, WhoGate
from passerelle.measures.screening.instruments import absolute_rights
from passerelle.measures.screening.who import CRITERIA
from passerelle.measures.templates import Template
from passerelle_web.evidence.queries import the_store
from passerelle_web.measures.screening_reading import gates_of_origin


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a place stands under an instrument, in words, with the number of its note."""

    said: str
    binds: bool
    is_unknown: bool
    note: int


@dataclass(frozen=True, slots=True)
class Note:
    """A source of standings: how it is cited, what is remarked, the address of its page."""

    cited: str
    remark: str
    href: str


@dataclass(frozen=True, slots=True)
class Instruments:
    """Instruments that are open to one of the places or more, a row each, a cell for each place."""

    day: Any
    places: list[str]
    rows: list[tuple[str, str, list[Cell | None]]]
    notes: list[Note]
    unknown: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A right with the feature that touches it and the articles that bind here, by instrument."""

    title: str
    feature: str
    articles: list[str]
    is_absolute: bool


@dataclass(frozen=True, slots=True)
class Who:
    """WHO's safeguards under one version of the criteria."""

    version: str
    sentence: str
    criteria: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a run's page says of the gate."""

    rights: list[Bound]
    who: list[Who]


def articles_said(articles: Iterable[Article], language: str) -> list[str]:
    """Articles as a reader finds them: the instrument with all its numbers, once."""
    by_instrument: dict[str, list[str]] = {}
    for article in articles:
        numbers = by_instrument.setdefault(article.instrument, [])
        if article.number not in numbers:
            numbers.append(article.number)
    return [
        gettext("{instrument}, art. {articles}").format(
            instrument=say(library.all_instruments()[code].title, language), articles="; ".join(numbers)
        )
        for code, numbers in by_instrument.items()
    ]


def bound_rights(rights: Iterable[tuple[str, str]], bound: Binding, language: str) -> list[Bound]:
    """Rights, each with the feature that touches it, and the articles that bind here."""
    return [
        Bound(
            library.right_text(right, language), feature, articles_said(bound.articles(right), language),
            right in absolute_rights(),
        )
        for right, feature in rights
    ]  # fmt: skip


def gate_of(templates: Sequence[Template], origin: str, destination: str, transit: str, language: str) -> Gate:
    """The gate before anything is answered: rights usually touched, and the safeguards of health measures."""
    where = Route((origin, transit, destination)) if transit else Corridor(origin, destination)
    bound = library.binding(the_store(), where, timezone.localdate())
    rights = dict.fromkeys(
        (right.right, say(right.feature, language))
        for one in templates
        for right in one.rights
        if right.right in library.all_rights()
    )
    gates = gates_of_origin(origin) if any(one.health for one in templates) else []
    return Gate(bound_rights(rights, bound, language), who_said(gates, language))


def who_said(gates: Iterable[WhoGate], language: str) -> list[Who]:
    """WHO's safeguards in words, version by version."""
    return [Who(gate.criteria_version, gate.sentence(language), _criteria(gate, language)) for gate in gates]


def _criteria(gate: WhoGate, language: str) -> list[tuple[str, str, str, str]]:
    found = []
    for one in gate.criteria:
        title = say(CRITERIA[one.code], language)
        below = gettext("below {threshold}").format(threshold=number(one.threshold, language, 1))
        figure = value_text(one.figure, language)
        if one.figure.period:
            figure = f"{figure} ({one.figure.period})"
        met = {True: gettext("met"), False: gettext("not met"), None: gettext("not known")}[one.is_met]
        old = gettext("too old to say") if one.is_old and one.figure.value is not None else ""
        found.append((title, below, figure, old or met))
    return found


def instruments_of(bound: Binding, language: str) -> Instruments:
    """Every instrument with where each place stands, since when, by which source."""
    papers: dict[tuple[str, str], Note] = {}
    by_place = {iso3: {standing.instrument: standing for standing in bound.of(iso3)} for iso3 in bound.places}
    rows: list[tuple[str, str, list[Cell | None]]] = []
    for code, instrument in library.all_instruments().items():
        held = [by_place[iso3].get(code) for iso3 in bound.places]
        if any(held):
            cells = [_cell(standing, papers, language) if standing else None for standing in held]
            rows.append((say(instrument.title, language), say(instrument.scope, language), cells))
    places = [place_of(iso3).name(language) for iso3 in bound.places]
    return Instruments(bound.on, places, rows, list(papers.values()), len(bound.unknown))


def _cell(standing: library.Standing, papers: dict[tuple[str, str], Note], language: str) -> Cell:
    told = standing.as_dict(language)
    said = standing.text(language)
    if standing.is_unknown:
        said = gettext("unknown: {said}").format(said=said)
    if not told["cited"] and not told["note"]:
        return Cell(said, standing.binds, standing.is_unknown, 0)
    key = (told["cited"], told["note"])
    href = reverse("evidence:source", args=[standing.source]) if standing.source in all_cards() else ""
    papers.setdefault(key, Note(told["cited"], told["note"], href))
    return Cell(said, standing.binds, standing.is_unknown, list(papers).index(key) + 1)
