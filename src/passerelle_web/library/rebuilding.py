"""The whole index made anew from what the rooms hold: after a restore, a change of stems, or a load past the actions.

It runs while people work: each batch holds the rows that it reads, so that nothing which is hidden or closed meanwhile
becomes findable again. What can be found of a thing is told by its room, here as when it is written. Stands on `index`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from passerelle_web.library.engines import engine
from passerelle_web.library.index import Thing, keep_all
from passerelle_web.library.models import Entry

BATCH = 500
Rows = Callable[[], "QuerySet[Any]"]
Things = Callable[[Sequence[Any]], Iterable[Thing]]


@dataclass(frozen=True, slots=True)
class Source:
    """What a room lets be found of one kind."""

    kind: str
    rows: Rows
    things: Things
    key: Callable[[Any], str]
    locked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index of one kind is: rows read of how many, entries that stood for nothing and were removed."""

    kind: str
    done: int
    of: int
    removed: int = 0


_SOURCES: dict[str, Source] = {}


def _own_key(row: Any) -> str:
    return str(row.pk)


def register(
    kind: str, rows: Rows, things: Things, *, key: Callable[[Any], str] = _own_key, locked: tuple[str, ...] = ("self",)
) -> None:
    """Let a room have its part of the index made anew.

    Parameters
    ----------
    rows : all that can be found of a kind, in any order. things : what can be found of some of them.
    key : the key under which a row is found. locked : the rows on which it depends how far one reaches, as
        `select_for_update` names them: they stay as they are while a batch is written.
    """
    _SOURCES[kind] = Source(kind, rows, things, key, locked)


def kinds() -> list[str]:
    """The kinds that can be made anew."""
    return sorted(_SOURCES)


def rebuild(only: Collection[str] = (), *, batch: int = BATCH) -> Iterator[Progress]:
    """Make the index anew, of some kinds or of all; telling after each batch how far it is.

    It may be stopped and begun again at any time: what is written stays, and what is read twice is the same.
    """
    for kind in only or kinds():
        yield from _rebuilt(_SOURCES[kind], batch)
    engine().settle()


def _rebuilt(source: Source, batch: int) -> Iterator[Progress]:
    many, done, last = source.rows().count(), 0, None
    met: set[str] = set()
    while rows := _one_batch(source, last, batch):
        last, done = rows[-1].pk, done + len(rows)
        met.update(map(source.key, rows))
        yield Progress(source.kind, done, max(many, done))
    yield Progress(source.kind, done, done, _forget_all_but(source, met, batch))


@transaction.atomic
def _one_batch(source: Source, last: object, batch: int) -> list[Any]:
    held = source.rows() if last is None else source.rows().filter(pk__gt=last)
    # others may go on to point at these rows, and wait only to change them
    rows = list(held.order_by("pk").select_for_update(of=source.locked, no_key=True)[:batch])
    keep_all(source.things(rows))
    return rows


def _forget_all_but(source: Source, met: Collection[str], batch: int) -> int:
    """Remove the entries of a kind that stand for nothing; what was added in the meantime stays."""
    held = Entry.objects.filter(kind=source.kind).values_list("key", flat=True)
    strange = [key for key in held.iterator(chunk_size=20_000) if key not in met]
    return sum(_forget(source, strange[at : at + batch]) for at in range(0, len(strange), batch))


@transaction.atomic
def _forget(source: Source, keys: Sequence[str]) -> int:
    """Of these entries remove those that stand for nothing; it is asked within the transaction that removes them."""
    there = {source.key(row) for row in source.rows().filter(pk__in=_like_keys(source, keys))}
    _all, by_table = Entry.objects.filter(kind=source.kind, key__in=set(keys) - there).delete()
    return by_table.get(Entry._meta.label, 0)


def _like_keys(source: Source, keys: Sequence[str]) -> list[Any]:
    """Those of the keys that can be keys of rows."""
    field = source.rows().model._meta.pk
    found = []
    for key in keys:
        try:
            found.append(field.to_python(key))
        except ValidationError:
            continue
    return found
