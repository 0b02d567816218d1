"""Words kept as tsvectors with a GIN index, by the stems of the entry's language.

What is sought is made a query in each language's stems at once, so that a French word finds French texts and a Dutch
word Dutch ones. Stands on `models`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import OperationalError, connection, models, transaction
from django.db.models.expressions import RawSQL

from passerelle_web.library.asked import Asked, Phrase
from passerelle_web.library.engines.rows import FETCHED, HELD, KEYS, Filters, Row, reach_marks
from passerelle_web.library.models import Entry
from passerelle_web.library.words import PLAIN, STEMMED, words_of

FEW_REACHES = 6
VECTORS = ("vector", "title_vector")
_TITLE = "setweight(to_tsvector(%s::regconfig, %s), 'A')"
_WHOLE = f"{_TITLE} || setweight(to_tsvector(%s::regconfig, %s), 'B') || array_to_tsvector(%s::text[])"


def write(entry: Entry, marks: Sequence[str]) -> None:
    """Keep the words of an entry. A text too rich for one vector keeps the words of its beginning."""
    body = _body(entry)
    while True:
        try:
            with transaction.atomic():
                Entry.objects.filter(pk=entry.pk).update(**_vectors(entry, body, marks))
            return
        except OperationalError as refused:
            if not _is_too_rich(refused) or not body:
                raise
            body = body[: len(body) // 2]


def write_all(entries: Sequence[Entry], marks: Sequence[Sequence[str]]) -> None:
    """Keep many entries with their words in one statement; those that there are already are brought up to date."""
    told = list(zip(entries, marks, strict=True))
    for entry, one in told:
        for name, vector in _vectors(entry, _body(entry), one).items():
            setattr(entry, name, vector)
    try:
        with transaction.atomic():
            _upsert(entries, (*HELD, *VECTORS))
    except OperationalError as refused:  # one of them is too rich: each for itself
        if not _is_too_rich(refused):
            raise
        for entry in entries:
            entry.vector = entry.title_vector = None
        _upsert(entries, HELD)
        for entry, one in told:
            write(entry, one)


def settle() -> None:
    """After many entries: put what waits into the GIN indexes, and let the planner know how many there are."""
    with connection.cursor() as cursor:
        for name in ("entries_by_words", "entries_by_title_words"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
        cursor.execute("ANALYZE library_entry")


def _upsert(entries: Sequence[Entry], fields: Sequence[str]) -> None:
    Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=KEYS, update_fields=fields)


def _is_too_rich(refused: OperationalError) -> bool:
    return "tsvector" in str(refused)


def _body(entry: Entry) -> list[str]:
    return words_of(f"{entry.also} {entry.text}")


def _vectors(entry: Entry, body: Sequence[str], marks: Sequence[str]) -> dict[str, RawSQL]:
    """The words of an entry as PostgreSQL works them out."""
    config, title, vector = STEMMED.get(entry.language, PLAIN), " ".join(words_of(entry.title)), SearchVectorField()
    whole = (config, title, config, " ".join(body), list(marks))
    return {
        "vector": RawSQL(_WHOLE, whole, output_field=vector),  # noqa: S611  all of it as parameters
        "title_vector": RawSQL(_TITLE, (config, title), output_field=vector),  # noqa: S611
    }


def _said(phrases: Iterable[Phrase]) -> str:
    """Phrases for websearch_to_tsquery: words alone, so that nothing in them is an operator."""
    return " or ".join(f'"{" ".join(phrase)}"' for phrase in phrases)


class Stemmed(SearchQuery):
    """A query whose words are stems already, as PostgreSQL writes it."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written

    def as_sql(self, *_args: Any, **_named: Any) -> tuple[str, list[str]]:
        """Read as it is, or its contrary."""
        return ("!!(%s::tsquery)" if self.invert else "%s::tsquery"), [self.written]


def query_of(asked: Asked, language: str = "") -> SearchQuery:
    """What is sought, by the stems of one language or of each. Languages that find the same stems count once."""
    configs = [STEMMED.get(language, PLAIN)] if language else [*STEMMED.values(), PLAIN]
    groups = [_said(group) for group in asked.groups]
    left_out = [_said([phrase]) for phrase in asked.without]
    wanted = reduce(or_, _stemmed(groups, configs))
    for said in left_out:
        wanted = reduce(and_, (~one for one in _stemmed([said], configs)), wanted)
    return wanted


def _stemmed(groups: Sequence[str], configs: Sequence[str]) -> list[SearchQuery]:
    """All of these groups at once, in the stems of each language: one query a language, none of them twice."""
    one = " && ".join("websearch_to_tsquery(%s::regconfig, %s)" for _said in groups)
    every = ", ".join(f"({one})::text" for _config in configs)
    given = [part for config in configs for said in groups for part in (config, said)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ARRAY[{every}]", given)
        found = sorted(set(cursor.fetchone()[0]))
    # words that no language takes for words ask for nothing, and so they do beside others
    return [Stemmed(written) for written in found if written] or [Stemmed("")]


def _marked(filters: Filters, reaches: frozenset[str]) -> SearchQuery | None:
    """Properties as a query on the same index: it is there that most entries are passed over. None where all may be.

    Many reaches are asked of the rows alone: each of them makes the index slower than it makes the rows fewer.
    """
    said = filters.marks()
    if len(reaches) <= FEW_REACHES:
        said.append(f"({' | '.join(reach_marks(reaches))})")
    return SearchQuery(" & ".join(said), config=PLAIN, search_type="raw") if said else None


def rows(asked: Asked, filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Hits, at most so many: those with the words in their titles where there are more than that."""
    wanted, marked = query_of(asked, filters.language), _marked(filters, reaches)
    held = Entry.objects.filter(reach__in=reaches)
    in_titles = held.filter(title_vector=wanted)
    with _by_index():
        found = _fetched(held.filter(vector=wanted if marked is None else wanted & marked), wanted, most)
        if len(found) >= most:
            first = _fetched(in_titles if marked is None else in_titles.filter(vector=marked), wanted, most // 2)
            found = list({row.pk: row for row in (*first, *found)}.values())
    return found


@contextmanager
def _by_index() -> Iterator[None]:
    """Without reading the whole table.

    That looks cheap for a word that stands everywhere; but entries with the same words lie side by side, and those that
    are wanted may be the last.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def _fetched(held: "models.QuerySet[Entry]", wanted: SearchQuery, most: int) -> list[Row]:
    ranked = held.annotate(rank=SearchRank(models.F("vector"), wanted, normalization=1))
    values: Iterable[Any] = ranked.values_list(*FETCHED, "rank")[:most]
    return [Row(*row) for row in values]


def newest(filters: Filters, reaches: frozenset[str], most: int) -> list[Row]:
    """Entries without any words asked for, the newest first."""
    held = Entry.objects.filter(reach__in=reaches)
    held = held.filter(kind=filters.kind) if filters.kind else held
    marked = _marked(filters, reaches)
    if marked is not None and [name for name, _value in filters.held() if name != "kind"]:
        held = held.filter(vector=marked)
    values: Iterable[Any] = held.order_by(models.F("day").desc(nulls_last=True), "-pk").values_list(*FETCHED)[:most]
    return [Row(*row, 0.0) for row in values]
