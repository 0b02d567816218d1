"""Words kept as tsvectors with a GIN index, by the stems of the entry's language.

What is sought is made a query in each language's stems at once, so that a French word finds French texts and a Dutch
word Dutch ones. Stands on `models`.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import OperationalError, models, transaction
from django.db.models.expressions import RawSQL

from passerelle_web.library.asked import Asked, Phrase
from passerelle_web.library.engines.rows import FETCHED, Filters, Row, reach_marks
from passerelle_web.library.models import Entry
from passerelle_web.library.words import PLAIN, STEMMED, words_of

_TITLE = "setweight(to_tsvector(%s::regconfig, %s), 'A')"
_WHOLE = f"{_TITLE} || setweight(to_tsvector(%s::regconfig, %s), 'B') || array_to_tsvector(%s::text[])"


def write(entry: Entry, marks: Sequence[str]) -> None:
    """Keep the words of an entry. A text too rich for one vector keeps the words of its beginning."""
    config, title, body = (
        STEMMED.get(entry.language, PLAIN),
        " ".join(words_of(entry.title)),
        words_of(f"{entry.also} {entry.text}"),
    )
    while True:
        try:
            with transaction.atomic():
                _update(entry, config, title, " ".join(body), list(marks))
            return
        except OperationalError as too_long:
            if "tsvector" not in str(too_long) or not body:
                raise
            body = body[: len(body) // 2]


def _update(entry: Entry, config: str, title: str, body: str, marks: list[str]) -> None:
    vector = SearchVectorField()
    Entry.objects.filter(pk=entry.pk).update(
        vector=RawSQL(_WHOLE, (config, title, config, body, marks), output_field=vector),  # noqa: S611  all of it as parameters
        title_vector=RawSQL(_TITLE, (config, title), output_field=vector),  # noqa: S611
    )


def _said(phrases: Iterable[Phrase]) -> str:
    """Phrases for websearch_to_tsquery: words alone, so that nothing in them is an operator."""
    return " or ".join(f'"{" ".join(phrase)}"' for phrase in phrases)


def query_of(asked: Asked, language: str = "") -> SearchQuery:
    """What is sought, by the stems of one language or of each."""
    configs = [STEMMED.get(language, PLAIN)] if language else [*STEMMED.values(), PLAIN]

    def sought(phrases: Iterable[Phrase]) -> list[SearchQuery]:
        return [SearchQuery(_said(phrases), config=config, search_type="websearch") for config in configs]

    by_language = zip(*(sought(group) for group in asked.groups), strict=True)
    wanted = reduce(or_, (reduce(and_, one) for one in by_language))
    for phrase in asked.without:
        wanted = reduce(and_, (~one for one in sought([phrase])), wanted)
    return wanted


def _marked(filters: Filters, reaches: Iterable[str]) -> SearchQuery:
    """Properties as a query on the same index: it is there that most entries are passed over."""
    said = [f"({' | '.join(reach_marks(reaches))})", *filters.marks()]
    return SearchQuery(" & ".join(said), config=PLAIN, search_type="raw")


def rows(asked: Asked, filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Hits, at most so many: those with the words in their titles where there are more than that."""
    wanted, marked = query_of(asked, filters.language), _marked(filters, reaches)
    held = Entry.objects.filter(reach__in=reaches)
    found = _fetched(held.filter(vector=wanted & marked), wanted, most)
    if len(found) >= most:
        first = _fetched(held.filter(title_vector=wanted).filter(vector=marked), wanted, most // 2)
        found = list({row.pk: row for row in (*first, *found)}.values())
    return found


def _fetched(held: "models.QuerySet[Entry]", wanted: SearchQuery, most: int) -> list[Row]:
    ranked = held.annotate(rank=SearchRank(models.F("vector"), wanted, normalization=1))
    values: Iterable[Any] = ranked.values_list(*FETCHED, "rank")[:most]
    return [Row(*row) for row in values]


def newest(filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Entries without any words asked for, the newest first."""
    held = Entry.objects.filter(reach__in=reaches)
    held = held.filter(kind=filters.kind) if filters.kind else held
    if [name for name, _value in filters.held() if name != "kind"]:
        held = held.filter(vector=_marked(filters, reaches))
    values: Iterable[Any] = held.order_by(models.F("day").desc(nulls_last=True), "-pk").values_list(*FETCHED)[:most]
    return [Row(*row, 0.0) for row in values]
