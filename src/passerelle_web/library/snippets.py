"""A few words around what was sought, with what was sought marked, safe to write into a page.

Only texts of hits that the reader may see come here. Stands on `words`.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from passerelle_web.library.words import stem, words_in_place

AROUND = 240  # letters
BEFORE = 70
AHEAD = 4_000  # letters that are looked through once a word like those sought was met
TRIES = 12
# A letter may carry marks of its own, or be one letter with its mark.
_MARKED = {
    "a": "aàáâãäåāăą", "c": "cçćč", "d": "dđď", "e": "eèéêëēęě", "g": "gğ", "i": "iìíîïīıİ", "l": "lł", "n": "nñńň",
    "o": "oòóôõöøō", "s": "sśşš", "u": "uùúûüūůű", "y": "yýÿ", "z": "zźżž", "ا": "اأإآٱ", "ي": "يىئ", "و": "وؤ",
}  # fmt: skip
_POINTS = r"[\u0300-\u036f\u064b-\u065f\u0670\u0640]*"


@lru_cache(maxsize=256)
def _like(stems: frozenset[str]) -> re.Pattern[str]:
    """What a word with one of these stems may begin with: quick to look for, and not sure."""
    begun = {
        "".join(
            f"[{_MARKED.get(letter, re.escape(letter))}]{_POINTS}" for letter in one[: max(2, min(4, len(one) - 1))]
        )
        for one in stems
        if one
    }
    # an article or a particle may be written onto an Arabic word
    return re.compile(rf"(?<![^\W_])[وفبكلا]{{0,3}}(?:{'|'.join(sorted(begun)) or '(?!)'})", re.IGNORECASE)


def marked(text: str, stems: Collection[str], language: str) -> SafeString:
    """A text with the words of these stems in `<mark>`, everything else escaped."""
    made, at = [], 0
    for start, end, word in words_in_place(text):
        if word in stems or stem(word, language) in stems:
            made += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return SafeString("".join([*made, escape(text[at:])]))


def _spot(text: str, stems: frozenset[str], language: str) -> int | None:
    """Where the first word of these stems stands; None where there is none near its first likenesses."""
    at = 0
    for _try in range(TRIES):
        found = _like(stems).search(text, at)
        if found is None:
            return None
        window = text[found.start() : found.start() + AHEAD]
        for start, end, word in words_in_place(window):
            if word in stems or stem(word, language) in stems:
                return found.start() + start
            at = found.start() + end
    return None


def _opened(text: str, at: int) -> int:
    """Where a window that shows what stands at `at` begins: at a word, and at the beginning where that is near."""
    start = max(at - BEFORE, 0)
    return start if start == 0 else text.find(" ", start, at) + 1 or start


def snippet(text: str, stems: frozenset[str], language: str) -> SafeString:
    """Some 240 letters around the first word that was sought; the beginning where the words stand in the title."""
    spot = _spot(text, stems, language) if stems else None
    start = _opened(text, spot or 0)
    window = text[start : start + AROUND]
    if start + AROUND < len(text):
        window = window.rpartition(" ")[0] or window
    said = " ".join(window.split())
    before, after = "… " if start else "", " …" if start + len(window) < len(text) else ""
    return SafeString(f"{before}{marked(said, stems, language)}{after}")
