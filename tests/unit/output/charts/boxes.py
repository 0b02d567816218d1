"""Where the words of a drawing stand, read from its SVG, so that tests can see whether they cover one another."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

_MOVED = re.compile(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)")
_WIDE = 0.5  # of the size, for a letter: about what Source Sans 3 and Noto Sans Arabic need on the mean


@dataclass(frozen=True)
class Box:
    """A stretch of the drawing in pixels, with what stands there."""

    left: float
    upper: float
    right: float
    lower: float
    text: str = ""

    def covers(self, other: "Box") -> bool:
        """Do the two share more than an edge?"""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.lower <= other.upper or other.lower <= self.upper)


def _walk(node: ET.Element, x: float, y: float) -> Iterator[tuple[ET.Element, float, float]]:
    moved = _MOVED.search(node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    yield node, x, y
    for child in node:
        yield from _walk(child, x, y)


def words_of(drawing: str) -> list[Box]:
    """A box for every text, of the height of its small letters and the ascent of its large ones."""
    found = []
    for node, x, y in _walk(ET.fromstring(drawing), 0, 0):
        # a label of the axis that would cover its neighbour is kept in the drawing, but not seen
        if not node.tag.endswith("}text") or not node.text or node.get("opacity") == "0":
            continue
        size = float(node.get("font-size", "14px").removesuffix("px"))
        text = node.text.strip("\u2066\u2067\u2069")
        wide = _WIDE * size * len(text)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
        found.append(Box(left, y - 0.7 * size, left + wide, y + 0.1 * size, text))
    return found


def rules_of(drawing: str) -> list[Box]:
    """A box for every line that a mark draws; the quiet lines of the grid and the axes are none."""
    found = []
    for group, x, y in _walk(ET.fromstring(drawing), 0, 0):
        if "mark-rule" not in group.get("class", "") or "role-mark" not in group.get("class", ""):
            continue
        for node, left, upper in _walk(group, x, y):
            if node.tag.endswith("}line"):
                across, down = float(node.get("x2", 0)), float(node.get("y2", 0))
                found.append(Box(min(left, left + across) - 0.5, min(upper, upper + down) - 0.5,
                                 max(left, left + across) + 0.5, max(upper, upper + down) + 0.5, "a line"))  # fmt: skip
    return found


def collisions(drawing: str) -> list[str]:
    """Pairs of words that cover one another, and words through which a line runs."""
    words = words_of(drawing)
    pairs = [*combinations(words, 2), *((word, rule) for word in words for rule in rules_of(drawing))]
    return [f"{a.text} / {b.text}" for a, b in pairs if a.covers(b)]


def outside(drawing: str) -> list[str]:
    """Words that stand above, below or before the drawing. On the right the engine leaves the room that it measured."""
    whole = ET.fromstring(drawing)
    height = float(whole.get("height", "0"))
    return [w.text for w in words_of(drawing) if w.upper < -1 or w.lower > height + 1 or w.left < -4]
