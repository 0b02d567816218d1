"""Positions and figures as tables: a row a party or a figure, the newest word of each, and how it changed.

Stands on `queries`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from passerelle.base.corridors import Corridor
from passerelle.evidence.cards import card_of
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import name_text, period_label, value_text
from passerelle.output.briefs.agreed import LookedAt, Word
from passerelle_web.dialogues.models import Dialogue, Fact, Mark, Position, Question
from passerelle_web.dialogues.models.tables import Says
from passerelle_web.dialogues.queries import parties_of
from passerelle_web.dialogues.table_actions import figure_of
from passerelle_web.people.models import Member


@dataclass(frozen=True)
class Standing:
    """Where a party stands on a question: its newest position, and those before it, newest first."""

    newest: Position | None
    before: list[Position]


@dataclass(frozen=True)
class PositionTable:
    """Questions in columns, parties in rows."""

    questions: list[Question]
    rows: list[tuple[Member, list[Standing]]]

    @property
    def every(self) -> list[Position]:
        """The positions that stand."""
        return [cell.newest for _member, cells in self.rows for cell in cells if cell.newest is not None]


def positions_of(dialogue: Dialogue) -> PositionTable:
    """The table of positions, in three queries."""
    questions = list(dialogue.questions.all())
    held: dict[tuple[int, int], list[Position]] = defaultdict(list)
    every = (
        Position.objects.filter(question__in=questions).select_related("member", "person").order_by("-taken_at", "-pk")
    )
    members = {one.member_id: one.member for one in parties_of(dialogue)}
    for one in every:
        held[one.member_id, one.question_id].append(one)
        members.setdefault(one.member_id, one.member)  # who withdrew since keeps its row
    ordered = sorted(members.values(), key=lambda member: member.name)
    return PositionTable(
        questions, [(member, [_standing(held[member.pk, one.pk]) for one in questions]) for member in ordered]
    )


def _standing(found: list[Position]) -> Standing:
    return Standing(found[0] if found else None, found[1:])


@dataclass(frozen=True)
class FactShown:
    """A figure before the parties: in words, with its source, what each says, and whether all that spoke accept it."""

    row: Fact
    name: str
    value: str
    period: str
    source: str
    words: list[Mark]
    is_agreed: bool


def facts_of(dialogue: Dialogue) -> list[FactShown]:
    """The fact sheet, in two queries."""
    facts = list(dialogue.facts.all())
    held = _newest_words(facts)
    return [_fact(one, held[one.pk]) for one in facts]


def _newest_words(facts: Iterable[Fact]) -> dict[int, list[Mark]]:
    """The newest word of each party on each figure, by the names of parties."""
    newest: dict[tuple[int, int], Mark] = {}
    for one in Mark.objects.filter(fact__in=list(facts)).select_related("member", "person").order_by("made_at", "pk"):
        newest[one.fact_id, one.member_id] = one
    found: dict[int, list[Mark]] = defaultdict(list)
    for one in sorted(newest.values(), key=lambda word: word.member.name):
        found[one.fact_id].append(one)
    return found


def _fact(row: Fact, words: list[Mark]) -> FactShown:
    language, figure = get_language() or "en", figure_of(row)
    agreed = len(words) > 1 and all(one.says == Says.ACCEPT for one in words)
    return FactShown(
        row, name_text(row.indicator, language), value_text(figure, language), period_label(figure.period, language),
        card_of(figure.source).publisher, words, agreed,
    )  # fmt: skip


def own_value(mark: Mark) -> str:
    """A party's own figure in words, in the unit of the one before it."""
    figure = figure_of(mark.fact)
    told = Figure(figure.indicator, mark.value, figure.unit, mark.period, mark.source, "")
    return value_text(told, get_language() or "en")


def looked_at(_request: Any, corridor: Corridor) -> list[LookedAt]:
    """Figures of a corridor on which parties gave their word, in dialogues that everybody reads, for the brief."""
    facts = list(
        Fact.objects.filter(
            origin=corridor.origin, destination=corridor.destination, dialogue__is_public=True,
            dialogue__is_demonstration=False,
        ).select_related("dialogue")
    )  # fmt: skip
    held = _newest_words(facts)
    return [
        LookedAt(figure_of(one), tuple(_word(word) for word in held[one.pk]), one.dialogue.title)
        for one in facts
        if held[one.pk]
    ]


def _word(mark: Mark) -> Word:
    return Word(mark.member.name, mark.says == Says.ACCEPT, mark.value, mark.period, mark.source)


def choices_of(figures: Iterable[Figure]) -> list[tuple[str, str]]:
    """Figures to choose from, by a key that finds them again, with value and year."""
    language = get_language() or "en"
    return [
        (key_of(one), _("{name}: {value} ({period})").format(
            name=name_text(one.indicator, language), value=value_text(one, language, short=True),
            period=period_label(one.period, language),
        ))
        for one in figures if one.is_known and one.sex == "_T"  # the sexes together, so that no two read alike
    ]  # fmt: skip


def key_of(figure: Figure) -> str:
    """What tells figures of one corridor apart."""
    return "|".join((figure.indicator, figure.sex, figure.age, figure.method, figure.period))
