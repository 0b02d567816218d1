"""The part of a brief on figures that the parties of a dialogue looked at: accepted by all, or each side's own.

Parties' own figures carry the source that they gave. Stands on `content` and `notes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.base.words import mark
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import name_text, value_text
from passerelle.output.briefs.content import Cell, Part, Sentence, Table
from passerelle.output.briefs.notes import Writer

MOST = 14


@dataclass(frozen=True, slots=True)
class Word:
    """What a party says of a figure: it accepts it, contests it, or offers its own with a source."""

    who: str
    accepts: bool
    value: float | None = None
    period: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A figure as it stood when the parties looked at it, and what they say of it."""

    figure: Figure
    words: tuple[Word, ...]
    dialogue: str

    @property
    def is_agreed(self) -> bool:
        """Do two at least accept it, and nobody else?"""
        return len(self.words) > 1 and all(word.accepts for word in self.words)


def agreed(w: Writer, looked_at: Sequence[LookedAt]) -> Part:
    """Figures with what parties say of them; those that all accept first."""
    rows = sorted(looked_at, key=lambda one: not one.is_agreed)[:MOST]
    many = sum(one.is_agreed for one in looked_at)
    text = w.sentence(
        "Of {all} that parties of a dialogue looked at, {agreed} accepted by all that spoke.", [],
        all=w.figure_count("{number} figure", "{number} figures", len(looked_at)),
        agreed=w.figure_count("{number} is", "{number} are", many),
    )  # fmt: skip
    head = tuple(w.say(word) for word in (mark("Figure"), mark("Value"), mark("What the parties say")))
    return Part("agreed", w.say("Figures that the parties looked at"), (text, Sentence(w.say(_WHAT))), (), (
        Table(w.say("Figures that the parties looked at"), head, tuple(_row(w, one) for one in rows), (2, 1, 2)),
    ))  # fmt: skip


_WHAT = mark("What a party says of a figure is its own word, voluntary and non-binding.")


def _row(w: Writer, one: LookedAt) -> tuple[Cell, ...]:
    value = f"{w.value(one.figure)} ({w.dated(one.figure)})"
    told = (
        w.say("accepted by all that spoke") if one.is_agreed else "; ".join(_said(w, one, word) for word in one.words)
    )
    return Cell(name_text(one.figure.indicator, w.language)), Cell(value, True, w.notes.of([one.figure])), Cell(told)


def _said(w: Writer, one: LookedAt, word: Word) -> str:
    if word.value is not None:
        own = Figure(one.figure.indicator, word.value, one.figure.unit, word.period, word.source, "")
        told = value_text(own, w.language, short=True)
        return w.say("{who} says {value} ({period}, {source})").format(
            who=word.who, value=told, period=word.period, source=word.source
        )
    text = w.say("{who} accepts it") if word.accepts else w.say("{who} contests it")
    return text.format(who=word.who)
