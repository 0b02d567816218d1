"""Names in a drawing, pushed apart so that none covers another at any height: positions are left to the drawing.

The same specification is drawn on screen and on paper, each with its own height. So where a name stands is not a number
but an expression in `height`, which Vega works out. Stands on nothing.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]
LINE_HEIGHT = 17  # pixels from line to line of words of 14
LETTERS = 20  # in a line of a name; a longer one goes on in the next line, so that the plot keeps its room


@dataclass(frozen=True, slots=True)
class Label:
    """A name at the right of the plot: what it says, the value that it names, its colour by role."""

    name: str
    value: float
    colour: str

    @property
    def lines(self) -> list[str]:
        """The name in lines; no word is broken."""
        return lines_of(self.name)

    @property
    def half(self) -> float:
        """Half the height of the name in pixels."""
        return LINE_HEIGHT * len(self.lines) / 2


def lines_of(name: str, letters: int = LETTERS) -> list[str]:
    """A name in as few lines as its letters ask for, of about one length."""
    count = -(-len(name) // letters)
    if count < 2:
        return [name]
    width = max(-(-len(name) // count) + 2, max(len(word) for word in name.split()))
    return textwrap.wrap(name, width, break_long_words=False, break_on_hyphens=False) or [name]


def upper_first(labels: Sequence[Label]) -> list[Label]:
    """The labels from the top of the drawing down; of two at one height the first given stands higher."""
    return sorted(labels, key=lambda label: -label.value)


def places(labels: Sequence[Label], low: float, top: float) -> list[Spec]:
    """Parameters `place_0`, `place_1` …: the middles of the labels in pixels, in the order of `upper_first`.

    Each stands at its value unless it would cover its neighbour. First all are pushed down from the top as far as they
    must, then up again from the foot.
    """
    ordered = upper_first(labels)
    made: list[Spec] = []
    for at, label in enumerate(ordered):
        wanted = f"height * {(top - label.value) / (top - low):.6f}"
        # half a line may stand above the plot: there the padding is
        least = f"{label.half - LINE_HEIGHT / 2}" if at == 0 else f"down_{at - 1} + {ordered[at - 1].half + label.half}"
        made.append({"name": f"down_{at}", "expr": f"max({wanted}, {least})"})
    for at in range(len(ordered) - 1, -1, -1):
        half = ordered[at].half
        below = at + 1 < len(ordered)
        most = f"place_{at + 1} - {half + ordered[at + 1].half}" if below else f"height - {half - LINE_HEIGHT / 2}"
        made.append({"name": f"place_{at}", "expr": f"min(down_{at}, {most})"})
    return made


def words(labels: Sequence[Label]) -> list[Spec]:
    """The labels as layers at the right of the plot. A line is a mark of its own: Arabic lines in one fall together."""
    made: list[Spec] = []
    for at, label in enumerate(upper_first(labels)):
        for line, text in enumerate(label.lines):
            down = LINE_HEIGHT * (line + 0.5) - label.half
            made.append({
                "data": {"values": [{}]},
                "mark": {"type": "text", "align": "left", "baseline": "middle", "x": "width", "dx": 8,
                         "y": {"expr": f"place_{at} + {down}"}, "text": text, "color": label.colour},
            })  # fmt: skip
    return made
