"""Headings in the lines of a paper: numbered, in capitals, or a short line standing by itself; and how they nest.

Rules of thumb: what they miss is still read, only without its section. Stands alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?P<dot>\.?\)?)\s+(?P<title>\S.*)$")
_LETTERED = re.compile(r"^(?P<mark>[IVX]{1,5}|[A-Z])\.\s+(?P<title>\S.*)$")
_ENDS_A_SENTENCE = re.compile(r"[.;,!?،؛]$")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$|…\s*\d+$")
_LONGEST = 100  # letters of a numbered heading or one in capitals
_ALONE = 80  # of one that stands by itself
_PLAIN = 60  # of one whose number has no point behind it: footnotes look the same
_WORDS = 12
_SKIPPED = 2  # numbers that may lack between two headings


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, its style (num1, num2 …, lettered, capitals, alone) and its number where it has one."""

    text: str
    style: str
    number: tuple[int, ...] = ()


@dataclass(slots=True)
class Outline:
    """The headings above the line that is being read, outermost first.

    A style that stands there already closes its sections; a new one opens a section within. But within the first
    heading of a paper, unless it has a number, no section opens: it may be the paper's own title.
    """

    open: list[Heading] = field(default_factory=list)
    last: tuple[int, ...] = ()
    first: Heading | None = None

    def enter(self, heading: Heading) -> None:
        """Go into the section of a heading."""
        if self.first is None:
            self.first = heading
        elif self.open == [self.first] and not self.first.number:
            self.open = []
        self.open = [*self._above(heading), heading]
        if heading.number:
            self.last = heading.number
        elif heading.style == "capitals":
            self.last = ()

    def _above(self, heading: Heading) -> list[Heading]:
        for place, held in enumerate(self.open):
            deeper = held.number and heading.number and len(held.number) >= len(heading.number)
            if held.style == heading.style or deeper:
                return self.open[:place]
        return self.open

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the headings above, outermost first."""
        return tuple(heading.text for heading in self.open)

    def expects(self, number: tuple[int, ...]) -> bool:
        """May this number come next? Else it numbers a list, a footnote or a date."""
        if not self.last:
            return number[0] <= 1 + _SKIPPED
        depth = len(number)
        if depth > len(self.last):
            return number[: len(self.last)] == self.last and number[-1] <= 1 + _SKIPPED
        before = self.last[:depth]
        return number[:-1] == before[:-1] and before[-1] < number[-1] <= before[-1] + 1 + _SKIPPED


def is_of_contents(line: str) -> bool:
    """Is it a line of a table of contents, with dots that lead to a page?"""
    return bool(_LEADERS.search(line[-_LONGEST:]))


def heading_in(lines: Sequence[str], at: int, outline: Outline) -> tuple[Heading, int] | None:
    """The heading that starts on a line and how many lines it takes; None where the line is no heading.

    Parameters
    ----------
    lines : the lines of a page, stripped; an empty one is a blank line.
    """
    line = lines[at]
    if not line or is_of_contents(line):
        return None
    if found := _NUMBERED.match(line):
        number = tuple(int(part) for part in found["number"].split("."))
        text, taken = _whole(lines, at)
        longest = _LONGEST + _ALONE * (taken - 1) if found["dot"] or len(number) > 1 else _PLAIN
        fits = _is_title(found["title"]) and not _ENDS_A_SENTENCE.search(text) and len(text) <= longest
        return (Heading(text, f"num{len(number)}", number), taken) if fits and outline.expects(number) else None
    if len(line) > _LONGEST or len(line.split()) > _WORDS or _ENDS_A_SENTENCE.search(line):
        return None
    if (found := _LETTERED.match(line)) and _is_title(found["title"]):
        return Heading(line, "lettered"), 1
    if _is_in_capitals(line):
        return Heading(line, "capitals"), 1
    return (Heading(line, "alone"), 1) if _stands_alone(lines, at) and _is_title(line) else None


def _whole(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A numbered heading with the line on which it runs on, where that starts small and a blank line follows."""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    is_closed = at + 2 >= len(lines) or not lines[at + 2]
    if after and after[0].islower() and is_closed:
        return f"{lines[at]} {after}", 2
    return lines[at], 1


def _is_title(text: str) -> bool:
    """Does it start with a capital, or with a letter of a script that has none?"""
    return text[0].isalpha() and not text[0].islower()


def _is_in_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= 5 and line.isupper() and any(len(word) >= 4 for word in line.split())


def _stands_alone(lines: Sequence[str], at: int) -> bool:
    before = lines[at - 1] if at else ""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    is_worded = any(len(word) >= 4 for word in lines[at].split())
    return is_worded and not before and not after and len(lines[at]) <= _ALONE and lines[at][-1] != ":"
