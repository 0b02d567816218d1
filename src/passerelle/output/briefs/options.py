"""The part of a brief on options that were tried in the model: each with what three parties gain, and the ends.

Simulated, marked as such, never ranked. Stands on `charts.measures` and `content`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from passerelle.base.words import say
from passerelle.output.briefs.content import Cell, Part, Sentence, Table
from passerelle.output.charts.measures import finding, money_text, titles

Record = Mapping[str, Any]
MOST = 5


def options_tried(records: Sequence[Record], language: str) -> Part:
    """Runs as a part of a brief: a sentence each, and a table."""
    shown = records[:MOST]
    said = [Sentence(say(_WHAT, language))]
    said += [Sentence(f"{titles(record, language)}: {finding(record, language)}") for record in shown]
    return Part("options", say("Options tried", language), tuple(said), (), (briefly(shown, language),))


_WHAT = (
    "Simulated by Passerelle’s model of measures: the difference to the course without the measure, in welfare, no "
    "forecast; the ends hold nine of ten draws."
)


def briefly(records: Sequence[Record], language: str) -> Table:
    """Runs as a small table for a brief: measure, then what each party gains in welfare with its ends."""
    rows = []
    for record in records:
        found = record["accounts"]["welfare"]
        cells = [
            f"{money_text(v['p50'], language)} ({money_text(v['p5'], language)} – {money_text(v['p95'], language)})"
            for v in (found[party]["present_value"] for party in ("migrants", "origin", "destination"))
        ]
        rows.append((Cell(titles(record, language)), *(Cell(text, True) for text in cells)))
    head = tuple(say(text, language) for text in ("Measure", "Migrants", "Origin", "Destination"))
    return Table(say("Options tried, welfare, present value, international USD of 2021", language), head, tuple(rows))
