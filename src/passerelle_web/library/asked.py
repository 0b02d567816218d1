"""What was typed into the box, taken apart: words, phrases in quotation marks, either-or, and what shall not be there.

Whatever is typed can be read; nothing of it reaches a database as anything but a word. Stands on `words`.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from passerelle_web.library.words import PLAIN, STEMMED, stem, words_of

LONGEST = 200  # letters
MOST = 16  # words
Phrase = tuple[str, ...]
_PIECES = re.compile(r'-?"[^"]*"?|[^\s"]+')
_OR = {"or", "ou", "of", "o", "أو"}


@dataclass(frozen=True)
class Asked:
    """`groups` must all be met, each by one of its phrases; none of `without` may be there."""

    text: str = ""
    groups: tuple[tuple[Phrase, ...], ...] = ()
    without: tuple[Phrase, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.groups)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems that a hit may hold, in any language: what a snippet marks."""
        said = {word for group in self.groups for phrase in group for word in phrase}
        return frozenset(stem(word, language) for word in said for language in (*STEMMED, PLAIN))


def _pieces(text: str) -> list[str]:
    curly = text.replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"').replace("„", '"')
    return _PIECES.findall(curly)


def asked(text: str) -> Asked:
    """What a text asks for. "brain drain" in quotation marks is a phrase, OR between words takes either, a word with
    a minus before it shall not be there.

    >>> asked('nurses "brain drain" -Poland').without
    (('poland',),)
    """
    typed = text.replace("\x00", " ").strip()[:LONGEST]
    groups: list[tuple[Phrase, ...]] = []
    without: list[Phrase] = []
    joins, left = False, MOST
    for piece in _pieces(typed):
        if piece.casefold() in _OR and piece.isupper():
            joins = bool(groups)
            continue
        phrase = tuple(words_of(piece))[:left]
        left -= len(phrase)
        if not phrase:
            continue
        if piece.startswith("-"):
            without.append(phrase)
        elif joins:
            groups[-1] += (phrase,)
        else:
            groups.append((phrase,))
        joins = False
    return Asked(typed, tuple(groups), tuple(without))
