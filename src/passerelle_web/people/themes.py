"""The themes that focal points answer for: those of the document that Passerelle starts from.

Holds no list of its own; the library has it. Ground of the site.
"""

from django.utils.translation import get_language

from passerelle.base.words import say
from passerelle.plans.codes import themes


def theme_choices() -> list[tuple[str, str]]:
    """Every theme by its code, in the reader's language."""
    language = get_language() or "en"
    return [(code, say(theme.title, language)) for code, theme in themes().items()]


def theme_name(code: str) -> str:
    """A theme in the reader's language; the code itself where the list no longer has it."""
    theme = themes().get(code)
    return say(theme.title, get_language() or "en") if theme else code


def is_theme(code: str) -> bool:
    """Is it a code of the list?"""
    return code in themes()
