"""Words and numbers in the five languages of the interface.

English texts are the keys of the message files; numbers, percentages and lists follow each language's own rules.
Lowest floor.
"""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from passerelle.base.places import LANGUAGES

LOCALES = Path(__file__).parents[1] / "locale"
DOMAIN = "passerelle"
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands", "fr": "Français", "es": "Español", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
# Latin digits in Arabic as well: tables mix figures with codes and years, and the UN's Arabic tables do so too.
_NUMBERS = {"en": "en", "nl": "nl", "fr": "fr", "es": "es", "ar": "ar_DZ"}


def language_of(text: str) -> str:
    """The interface language of a tag such as `fr-BE`; English where it is none of the five."""
    short = text.lower()[:2]
    return short if short in LANGUAGES else "en"


@cache
def _messages(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(LOCALES), languages=[language], fallback=True)


def say(text: str, language: str = "en") -> str:
    """The text in a language; the English text where there is no translation."""
    return _messages(language_of(language)).gettext(text) if text and language != "en" else text


def mark(text: str) -> str:
    """The text itself: says to the gatherer of messages that it is translated where it is used."""
    return text


def say_number(one: str, many: str, number: int, language: str = "en") -> str:
    """The form of a text that goes with a number, by the language's own plural rules."""
    return _messages(language_of(language)).ngettext(one, many, number)


def number(value: float, language: str = "en", digits: int = 0) -> str:
    """A number as the language writes it: 1,234.5 or 1 234,5. `digits` are decimals."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _real_minus(format_decimal(value, format=pattern, locale=_NUMBERS[language_of(language)]))


def _real_minus(text: str) -> str:
    """Numbers below zero with a minus, not a hyphen."""
    return text.replace("-", "−", 1)


def compact(value: float, language: str = "en", digits: int = 1) -> str:
    """A large number in short words: 10.9 million, 10,9 millions, 10,9 miljoen."""
    locale = _NUMBERS[language_of(language)]
    return _real_minus(format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=digits))


def percent(share: float, language: str = "en", digits: int = 1) -> str:
    """A share (0.123) as a percentage (12.3 %), spaced as the language does."""
    locale = Locale.parse(_NUMBERS[language_of(language)])
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))
    return _real_minus(format_percent(share, format=pattern, locale=locale))


def upright(text: str, language: str = "en") -> str:
    """A number or a span of years kept from left to right inside a text that runs from right to left.

    Without it "+3.8 %" and "2015–2020" turn around in Arabic. A text with Arabic letters in it is left alone.
    """
    if language_of(language) not in RIGHT_TO_LEFT or any("\u0600" <= letter <= "\u06ff" for letter in text):
        return text
    return f"\u2066{text}\u2069" if text else text


def arrow(language: str = "en") -> str:
    """The arrow from origin to destination, in the direction in which the language is read."""
    return "←" if language_of(language) in RIGHT_TO_LEFT else "→"


def listed(items: Sequence[str], language: str = "en") -> str:
    """A list in a sentence: a, b and c."""
    return format_list(list(items), locale=language_of(language))
