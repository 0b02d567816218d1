"""A paper read by the checklist: yes, partly or no to each item, always with the passages that say so.

No total and no score: answers do not add up, and papers are not ranked. Stands on `checklist` and `papers`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from passerelle.base.words import mark, say
from passerelle.plans.coherence.checklist import Item, Patterns, all_items, patterns_of
from passerelle.plans.coherence.languages import folded
from passerelle.plans.coherence.papers import Kind, Paper, Passage

Given = Literal["yes", "partly", "no"]
ANSWERS: dict[Given, str] = {"yes": mark("yes"), "partly": mark("partly"), "no": mark("no")}
BECAUSE: dict[str, str] = {
    "in_section": mark("named in a section of that kind"),
    "once_in_section": mark("named once in a section of that kind"),
    "beside": mark("named elsewhere, with a word of that kind"),
    "in_weighty": mark("named in a section of objectives, indicators or the budget"),
    "twice": mark("named in two passages or more"),
    "once": mark("named in one passage"),
    "not_as_cause": mark("named beside migration, not as its cause"),
    "nowhere": mark("named nowhere"),
}
# Sections in which one passage is enough: what stands there is meant to be done, measured or paid.
WEIGHTY: frozenset[Kind] = frozenset({"objectives", "indicators", "budget"})
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a paper says to one item, with the passages in their order and the part of the rule that applied."""

    item: Item
    given: Given
    because: str
    passages: tuple[Passage, ...] = ()

    def text(self, language: str = "en") -> str:
        """The answer in a word."""
        return say(ANSWERS[self.given], language)

    def because_text(self, language: str = "en") -> str:
        """Which part of the rule applied, in words."""
        return say(BECAUSE[self.because], language)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values: item, answer, why, and each passage with page, section and number."""
        return self.item.as_dict(language) | {
            "answer": self.given,
            "said": self.text(language),
            "because": self.because_text(language),
            "passages": [passage.as_dict() for passage in self.passages],
        }


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage as it is read: folded, without false friends, whether it names migration, and its section's kinds."""

    passage: Passage
    text: str
    is_migration: bool
    kinds: frozenset[Kind]


def judge(paper: Paper) -> tuple[Answer, ...]:
    """Every item of the checklist answered for a paper, in the checklist's order.

    The same paper always gets the same answers. A passage is a paragraph or a heading.
    """
    patterns = patterns_of(paper.language)
    read = _read(paper, patterns)
    whole = "\n".join(one.text for one in read)
    return tuple(
        _of_section(item, item.section, read, patterns) if item.section else _of_topic(item, read, patterns, whole)
        for item in all_items().values()
    )


def _read(paper: Paper, patterns: Patterns) -> list[_Read]:
    kinds: dict[tuple[str, ...], frozenset[Kind]] = {}
    texts = [folded(passage.text) for passage in paper.passages]
    whole = "\n".join(texts)
    never, migration = patterns.never.possible_in(whole), patterns.migration.possible_in(whole)
    found = []
    for passage, text in zip(paper.passages, texts, strict=True):
        clean = never.taken_out(text)
        if passage.path not in kinds:
            kinds[passage.path] = _kinds_of(passage.path, patterns)
        of_passage = frozenset(passage.kinds) or kinds[passage.path]
        found.append(_Read(passage, clean, migration.stand_in(clean), of_passage))
    return found


def _kinds_of(path: Sequence[str], patterns: Patterns) -> frozenset[Kind]:
    """The kinds of a section: those that the nearest heading with any names."""
    for heading in reversed(path):
        text = folded(heading)
        named = frozenset(kind for kind, terms in patterns.sections.items() if terms.stand_in(text))
        if named:
            return named
    return frozenset()


def _of_section(item: Item, section: Kind, read: Iterable[_Read], patterns: Patterns) -> Answer:
    inside, beside = [], []
    for one in read:
        if one.is_migration and section in one.kinds:
            inside.append(one.passage)
        elif one.is_migration and patterns.sections[section].stand_in(one.text):
            beside.append(one.passage)
    if len(inside) >= item.enough:
        return Answer(item, "yes", "in_section", tuple(inside))
    if inside:
        return Answer(item, "partly", "once_in_section", tuple(inside))
    return Answer(item, "partly", "beside", tuple(beside)) if beside else Answer(item, "no", "nowhere")


def _of_topic(item: Item, read: Iterable[_Read], patterns: Patterns, whole: str) -> Answer:
    terms, never = patterns.terms[item.code].possible_in(whole), patterns.never_of[item.code].possible_in(whole)
    named = [
        one
        for one in read
        if (one.is_migration or not item.as_cause)
        and terms.stand_in(one.text)
        and (not never.patterns or terms.stand_in(never.taken_out(one.text)))
    ]
    full = [one for one in named if patterns.cause.stand_in(one.text)] if item.as_cause else named
    passages = tuple(one.passage for one in named)
    if any(one.kinds & WEIGHTY for one in full):
        return Answer(item, "yes", "in_weighty", passages)
    if len(full) >= _TWICE:
        return Answer(item, "yes", "twice", passages)
    if full:
        return Answer(item, "partly", "once", passages)
    return Answer(item, "partly", "not_as_cause", passages) if named else Answer(item, "no", "nowhere")
