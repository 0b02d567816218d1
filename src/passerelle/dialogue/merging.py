"""Two changes of one paragraph brought together: what each changed where the other did not is kept from both.

Words and the spaces between them are what is compared. Stands on nothing of the house.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of both; or none, and the words of the base that both changed otherwise, as `clash`."""

    text: str
    clash: str = ""

    @property
    def is_whole(self) -> bool:
        """Is nothing lost?"""
        return not self.clash


@dataclass(frozen=True, slots=True)
class _Change:
    """Words `start` up to `end` of the base become `words`."""

    start: int
    end: int
    words: tuple[str, ...]

    def meets(self, other: "_Change") -> bool:
        """Do both touch the same words, or put something at the same place?"""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


def merged(base: str, ours: str, theirs: str) -> Merged:
    """Both changes of a base in one text.

    Changes alike on both sides count once. Where both changed the same words otherwise nothing is chosen: the text is
    empty and `clash` names the words.
    """
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    words = _WORDS.findall(base)
    mine, others = _changes(words, _WORDS.findall(ours)), _changes(words, _WORDS.findall(theirs))
    others = [one for one in others if one not in mine]
    for one in others:
        met = next((change for change in mine if change.meets(one)), None)
        if met is not None:
            low, high = min(met.start, one.start), max(met.end, one.end)
            return Merged("", "".join(words[low:high]).strip() or base.strip() or "…")
    return Merged(_applied(words, sorted([*mine, *others], key=lambda one: (one.start, one.end))))


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    steps = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [_Change(a, b, tuple(other[c:d])) for kind, a, b, c, d in steps if kind != "equal"]


def _applied(words: Sequence[str], changes: Sequence[_Change]) -> str:
    told: list[str] = []
    at = 0
    for change in changes:
        told += [*words[at : change.start], *change.words]
        at = change.end
    return "".join([*told, *words[at:]])
