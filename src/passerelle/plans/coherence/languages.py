"""Which of the five languages a text is in, by its commonest words; and a text without case, accents and points.

Simple on purpose: a paper says its language, this only helps where it does not. Stands on `base`.
"""

import re

from passerelle.base.names import fold

# Words that stand in nearly every sentence of their language, and in few of the others'.
_COMMON = {
    "en": "the of and to in is for that with are by on this which from be will as",
    "fr": "le la les des du et une dans pour est que par sur au aux qui avec ce sont",
    "es": "el los las del y una para que por con se su como es al son esta sus",
    "nl": "het een van en voor dat met zijn op te aan door bij ook worden deze naar is",
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_FEWEST = 3  # common words by which a language is told
_READ = 20_000  # letters that are looked at: the opening of a paper is enough
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTER = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"(?<![.;:!?؟؛•])[.;:!?؟؛•]++(?:\s|$)|\n")


def language_in(text: str) -> str:
    """The language of a text, one of en, fr, es, nl, ar; "" where it cannot be told.

    >>> language_in("La fuite des cerveaux est une préoccupation pour les hôpitaux du pays.")
    'fr'
    """
    opening = text[:_READ]
    letters = len(_LETTER.findall(opening))
    if letters and len(_ARABIC.findall(opening)) > letters / 2:
        return "ar"
    words = re.findall(r"[^\W\d_]+", opening.casefold())
    counts = sorted(((sum(w in common for w in words), code) for code, common in _WORDS.items()), reverse=True)
    (most, code), (next_most, _) = counts[:2]
    return code if most >= _FEWEST and most > next_most else ""


def folded(text: str) -> str:
    """A text as terms are looked for in it: folded words with a space between, sentences parted by a bar.

    >>> folded("L’exode des compétences. Réduire")
    'l exode des competences | reduire'
    """
    return " | ".join(found for part in _STOP.split(text) if (found := fold(part)))
