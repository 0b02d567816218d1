"""Words as they are kept and sought: without case, accents and points, by their stem.

Used for both databases; PostgreSQL finds the stems itself. Holds no storage. Stands on nothing.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

# Languages with stems, by the name that both PostgreSQL and Snowball give them.
STEMMED = {"en": "english", "nl": "dutch", "fr": "french", "es": "spanish", "ar": "arabic"}
PLAIN = "simple"
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Arabic letters that are written one way or the other, and the stroke that only stretches a word
_ALIKE = str.maketrans({"ى": "ي", "ٱ": "ا", "ـ": "", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "œ": "oe", "æ": "ae"})
# "and the", "so the", "by the", "like the", "to the", "the", written onto a word, which keeps three letters
_WRITTEN_ON = ("وال", "فال", "بال", "كال", "لل", "ال")
SHORTEST = 3
_stemmers = threading.local()  # a stemmer holds the word that it is at


def folded(text: str) -> str:
    """A text without case, accents and vowel points.

    >>> folded("L’Été à Genève")
    'l’ete a geneve'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_ALIKE)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _alone(word: str) -> str:
    """An Arabic word without article and particle, which are written onto it: "and the nurses" is "nurses"."""
    for written in _WRITTEN_ON:
        if word.startswith(written) and len(word) - len(written) >= SHORTEST:
            return word[len(written) :]
    return word


def words_of(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [_alone(word) for word in _WORD.findall(folded(text))]


def words_in_place(text: str) -> list[tuple[int, int, str]]:
    """Each word of a text with where it begins and ends, folded."""
    return [(found.start(), found.end(), _alone(folded(found[0]))) for found in _SPOKEN.finditer(text)]


# a word with its vowel points and accents, which may be letters of their own
_SPOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*", re.UNICODE)


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without stems.

    >>> stem("migrations", "en") == stem("migration", "en")
    True
    """
    if language not in STEMMED:
        return word
    held: dict[str, object] = _stemmers.__dict__
    if language not in held:
        held[language] = snowballstemmer.stemmer(STEMMED[language])
    return str(held[language].stemWord(word))  # type: ignore[attr-defined]


def stems_of(text: str, language: str) -> str:
    """The stems of a text with spaces between, as the index of SQLite holds them."""
    return " ".join(stem(word, language) for word in words_of(text))


def mark(what: str, value: str) -> str:
    """A word of the index that stands for a property and is no word of any language, such as `xplacesen`."""
    return f"x{what}{''.join(letter for letter in value.casefold() if letter.isalnum())}"
