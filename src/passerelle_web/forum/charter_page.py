"""The charter as a reader sees it: each article, and beside it a translation in the language that she chose.

Stands on `models`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from passerelle_web.forum.models import Article
from passerelle_web.texts.languages import name_of
from passerelle_web.texts.queries import Said, Translated


@dataclass(frozen=True, slots=True)
class Row:
    """An article with its text as it was adopted, and its translation where there is one."""

    article: Article
    text: Said
    heading: Said
    translation: Translated | None
    translated_heading: Translated | None


def rows_of(articles: Sequence[Article], said: Mapping[tuple[str, str], Said], beside: str) -> list[Row]:
    """Articles with their translations into one language."""
    found = []
    for one in articles:
        text, heading = said[str(one.pk), "text"], said[str(one.pk), "heading"]
        found.append(Row(one, text, heading, _in(text, beside), _in(heading, beside)))
    return found


def _in(said: Said, language: str) -> Translated | None:
    return next((one for one in said.translations if one.language == language), None)


def languages_of(said: Mapping[tuple[str, str], Said]) -> list[tuple[str, str]]:
    """Languages into which any of it was translated, by their names."""
    codes = {one.language for text in said.values() for one in text.translations}
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])
