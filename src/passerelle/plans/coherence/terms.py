"""Terms of the field as patterns over folded text: stems, words in between, Arabic prefixes, false friends taken out.

Which terms there are is `checklist`. Stands on `languages`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.base.names import fold

# How many words may stand in between.
_GAPS = {".": 1, "..": 4}
# "and", "in", "by", "for", "like" and the article are written on to an Arabic word.
_ARABIC_PREFIX = "(?:[وفبكل]{0,2}(?:ال|ل)?)"
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms as patterns, each behind a piece of text without which it cannot stand: looking for that is faster."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def stand_in(self, text: str) -> bool:
        """Does one of them stand in a folded text?"""
        return any(piece in text and pattern.search(text) for piece, pattern in self.patterns)

    def taken_out(self, text: str) -> str:
        """The folded text with a bar in place of each of them."""
        for piece, pattern in self.patterns:
            if piece in text:
                text = pattern.sub("|", text)
        return text

    def possible_in(self, text: str) -> "Terms":
        """Those of them whose piece stands somewhere in a long folded text: the only ones worth looking for there."""
        return Terms(tuple((piece, pattern) for piece, pattern in self.patterns if piece in text))


def compiled(terms: Iterable[str]) -> Terms:
    """Terms as they stand in the checklist, as patterns over folded text.

    `*` at an end of a word stands for more letters, `|` parts alternatives, `_` is a blank inside one, `.` stands for
    at most one word and `..` for at most four. Case, accents, hyphens and apostrophes make no difference.

    >>> compiled(["loss .. nurse*|doctors"]).stand_in("the loss of trained nurses")
    True
    """
    return Terms(tuple(_pattern(term) for term in terms))


def _pattern(term: str) -> tuple[str, re.Pattern[str]]:
    pattern, pieces, gap = "", [""], ""
    for word in term.split():
        if word in _GAPS:
            gap = (gap or " ") + rf"(?:\w+ ){{0,{_GAPS[word]}}}"
            continue
        options = word.split("|")
        pattern += (gap if pattern else "") + "(?:" + "|".join(_word(option) for option in options) + ")"
        if len(options) == 1:
            pieces.append(_core(word))
        gap = " "
    return max(pieces, key=len), re.compile(pattern)


def _core(word: str) -> str:
    """The letters that must stand there. The Arabic article is left to the prefixes: it melts into some of them."""
    core = fold(word.replace("_", " "))
    return core[2:] if core.startswith("ال") and len(core) > 4 else core


def _word(word: str) -> str:
    core = _core(word)
    prefix = _ARABIC_PREFIX if _ARABIC.search(core) else ""
    before = r"\w*" if word.startswith("*") else prefix
    return r"(?<!\w)" + before + re.escape(core).replace(r"\ ", " ") + (r"\w*" if word.endswith("*") else r"(?!\w)")
