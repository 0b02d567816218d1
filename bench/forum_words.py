"""Texts in five languages for the load test: words of our own messages as often as they stand there, and rare words.

Nothing means anything; frequencies, lengths and scripts are those of real texts. Knows no database.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from bench.measure import ROOT

LANGUAGES, SHARES = ("en", "fr", "es", "ar", "nl"), (0.4, 0.2, 0.15, 0.15, 0.1)
RARE, RARE_SHARE = 60_000, 0.06  # words that nobody has in his messages, and how often one of them is drawn
_WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)
_LATIN = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "zi", "kor", "lem", "dra", "sti")
_ARABIC = ("با", "دي", "فو", "لا", "مي", "نو", "را", "سي", "تا", "كو", "عا", "حي", "قا", "شو", "جا", "خي", "طا")


def _messages(language: str) -> list[str]:
    """What our interface says in a language, a message a line."""
    path = ROOT / f"src/passerelle_web/theme/locale/{language if language != 'en' else 'nl'}/LC_MESSAGES/django.po"
    field = "msgid" if language == "en" else "msgstr"
    text = path.read_text("utf-8")
    found = re.findall(rf'^{field}(?:\[\d\])? ((?:".*"\n)+)', text, re.MULTILINE)
    return ["".join(re.findall(r'"(.*)"', one)) for one in found]


class Speaker:
    """Draws texts of one language, always the same ones for a number."""

    def __init__(self, language: str, seed: int) -> None:
        counted = Counter(
            word.lower()
            for text in _messages(language)
            for word in _WORD.findall(re.sub(r"[%{]\(?\w+[)}]s?", "", text))
        )
        self.common = [word for word, _many in counted.most_common()]
        parts = _ARABIC if language == "ar" else _LATIN
        rare = ["".join(one) for one in itertools.islice(itertools.product(parts, repeat=4), RARE)]
        self.words = np.array([*self.common, *rare], dtype=object)
        shares = np.array([counted[word] for word in self.common], dtype=float)
        tail = 1.0 / np.arange(1, len(rare) + 1)
        both = np.concatenate([shares / shares.sum() * (1 - RARE_SHARE), tail / tail.sum() * RARE_SHARE])
        self.sums = np.cumsum(both)
        self.draw = np.random.default_rng(seed)

    def texts(self, lengths: Sequence[int]) -> list[str]:
        """Texts of so many words each, in sentences and paragraphs."""
        total = int(sum(lengths))
        drawn = self.words[np.searchsorted(self.sums, self.draw.random(total) * self.sums[-1])]
        found, at = [], 0
        for many in lengths:
            words = drawn[at : at + many]
            at += many
            sentences = [" ".join(words[k : k + 12]) for k in range(0, many, 12)]
            stops = ["\n\n" if (k + 1) % 5 == 0 else " " for k in range(len(sentences))]
            found.append(
                "".join(
                    f"{one[:1].upper()}{one[1:]}.{stop}" for one, stop in zip(sentences, stops, strict=True)
                ).strip()
            )
        return found


class Speakers:
    """All languages at once."""

    def __init__(self, seed: int = 2026) -> None:
        self.by_language = {code: Speaker(code, seed + k) for k, code in enumerate(LANGUAGES)}
        self.draw = np.random.default_rng(seed)

    def said(self, many: int, least: int = 20, most: int = 150) -> list[tuple[str, str]]:
        """Language and text, so many times, each of so many words."""
        spoken = self.draw.choice(len(LANGUAGES), size=many, p=SHARES)
        lengths = self.draw.integers(least, most + 1, many)
        found: list[tuple[str, str]] = [("", "")] * many
        for k, code in enumerate(LANGUAGES):
            mine = np.flatnonzero(spoken == k)
            for place, text in zip(mine, self.by_language[code].texts(lengths[mine].tolist()), strict=True):
                found[place] = (code, text)
        return found

    def titles(self, many: int) -> list[str]:
        """Short lines of English."""
        lengths = self.draw.integers(4, 10, many).tolist()
        return [text.rstrip(".").replace("\n", " ")[:180] for text in self.by_language["en"].texts(lengths)]
