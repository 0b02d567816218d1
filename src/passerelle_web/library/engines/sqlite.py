"""Words kept as stems in an FTS5 table beside the entries, within the same transaction.

Stems are found here, in the entry's language; what is sought is written as phrases in quotation marks, so that no sign
of it is an operator. Stands on `models`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from passerelle_web.library.asked import Asked, Phrase
from passerelle_web.library.engines.rows import FETCHED, HELD, KEYS, Filters, Row, reach_marks
from passerelle_web.library.models import Entry, Words
from passerelle_web.library.words import PLAIN, STEMMED, stem, stems_of


class Matches(models.Func):
    """FTS5's own operator on the whole table."""

    template = '"library_words" MATCH %(expressions)s'
    output_field = models.BooleanField()


class Rank(models.Func):
    """How well a row fits: FTS5's bm25 with the weights of migration 0002; the less the better."""

    template = '"library_words"."rank"'
    output_field = models.FloatField()


def write(entry: Entry, marks: Sequence[str]) -> None:
    """Keep the words of an entry."""
    _write_words([entry], [marks])


def write_all(entries: Sequence[Entry], marks: Sequence[Sequence[str]]) -> None:
    """Keep many entries with their words; those that there are already are brought up to date."""
    Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=KEYS, update_fields=HELD)
    _write_words(entries, marks)


def settle() -> None:
    """After many entries: nothing that SQLite would not do by itself."""


def _write_words(entries: Sequence[Entry], marks: Sequence[Sequence[str]]) -> None:
    Words.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    Words.objects.bulk_create([
        Words(
            entry=entry, title=stems_of(entry.title, entry.language),
            body=stems_of(f"{entry.also} {entry.text}", entry.language), marks=" ".join(one),
        )
        for entry, one in zip(entries, marks, strict=True)
    ])  # fmt: skip


def _either(said: Iterable[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(said))})"


def _phrase(phrase: Phrase, language: str) -> str:
    return f'"{" ".join(stem(word, language) for word in phrase)}"'


def match_of(asked: Asked, filters: Filters, reaches: Iterable[str]) -> str:
    """What is sought, as FTS5 reads it."""
    languages = [filters.language] if filters.language else [*STEMMED, PLAIN]
    said = []
    if asked:
        by_language = [
            f"({' AND '.join(_either(_phrase(phrase, spoken) for phrase in group) for group in asked.groups)})"
            for spoken in languages
        ]
        words = f"{{title body}} : {_either(by_language)}"
        for phrase in asked.without:
            words = f"({words}) NOT {{title body}} : {_either(_phrase(phrase, spoken) for spoken in languages)}"
        said.append(f"({words})")
    said.append(f"marks : {_either(reach_marks(reaches))}")
    said += [f"marks : {one}" for one in filters.marks()]
    return " AND ".join(said)


def _held(asked: Asked, filters: Filters, reaches: frozenset[str]) -> "models.QuerySet[Words]":
    return Words.objects.filter(Matches(models.Value(match_of(asked, filters, reaches))), entry__reach__in=reaches)


_FETCHED = [f"entry__{name}" if name != "pk" else "entry_id" for name in FETCHED]


def rows(asked: Asked, filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Hits, at most so many, the best first."""
    found: Iterable[Any] = _held(asked, filters, reaches).order_by(Rank()).values_list(*_FETCHED, Rank())[:most]
    return [Row(*row[:-1], -row[-1]) for row in found]


def newest(filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Entries without any words asked for, the newest first."""
    order = models.F("entry__day").desc(nulls_last=True), "-entry_id"
    found: Iterable[Any] = _held(Asked(), filters, reaches).order_by(*order).values_list(*_FETCHED)[:most]
    return [Row(*row, 0.0) for row in found]
