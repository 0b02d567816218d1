"""The index of everything: other rooms keep and forget their things here, inside their own transactions.

Finding is `searching`, making the whole index anew `rebuilding`. How words are kept is the business of `engines`.
Stands on `models`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from passerelle_web.library.engines import engine
from passerelle_web.library.engines.rows import marks_of
from passerelle_web.library.models import Entry

LONGEST = 600_000  # bytes of text that can be found; what PostgreSQL takes of the richest text, with room to spare
Address = tuple[str, Sequence[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What can be found of one thing; the fields are those of `keep`."""

    kind: str
    key: object
    title: str
    text: str
    language: str
    reach: str
    address: Address
    themes: Iterable[str] = ()
    places: Iterable[str] = ()
    day: date | None = None
    also: str = ""


@transaction.atomic
def keep(
    *,
    kind: str,
    key: object,
    title: str,
    text: str,
    language: str,
    reach: str,
    address: Address,
    themes: Iterable[str] = (),
    places: Iterable[str] = (),
    day: date | None = None,
    also: str = "",
) -> Entry:
    """Make a thing findable, or bring up to date what can be found of it.

    Parameters
    ----------
    kind, key : what it is and which; `kinds.name_kind` says what a kind is called.
    text : plain words, at most 600,000 bytes of which are looked into; `texts.cleaning.plain` takes Markdown off.
    language : of title and text, by ISO 639-1; "" where it is not known.
    reach : who may find it, and nobody else, neither in a hit nor in a count.
    address : name and arguments of the page on which it stands.
    also : words by which it is found as well, such as a symbol; shown where there is no text.
    themes : codes of the seed's themes. places : alpha-3 codes. day : what it is put in order by.
    """
    return keep_thing(Thing(
        kind=kind, key=key, title=title, text=text, language=language, reach=reach, address=address, themes=themes,
        places=places, day=day, also=also,
    ))  # fmt: skip


@transaction.atomic
def keep_thing(thing: Thing) -> Entry:
    """Make a thing findable, told as one."""
    held = _held(thing)
    entry, _made = Entry.objects.update_or_create(kind=thing.kind, key=str(thing.key), defaults=held)
    engine().write(entry, marks_of(entry))
    return entry


@transaction.atomic
def keep_all(things: Iterable[Thing]) -> None:
    """Make many things findable at once, each of them told once."""
    entries = [Entry(kind=one.kind, key=str(one.key), **_held(one)) for one in things]
    if entries:
        engine().write_all(entries, [marks_of(entry) for entry in entries])


def _held(thing: Thing) -> dict[str, Any]:
    """What an entry holds of a thing, beside its kind and key."""
    return {
        "title": _clean(thing.title)[:300] or str(thing.key), "also": _clean(thing.also)[:600],
        "text": _cut(thing.text), "language": thing.language, "reach": thing.reach, "day": thing.day,
        "address": [thing.address[0], [str(one) for one in thing.address[1]]],
        "themes": sorted(set(thing.themes)), "places": sorted(set(thing.places)),
    }  # fmt: skip


@transaction.atomic
def forget(kind: str, key: object) -> None:
    """Let a thing be found no more."""
    Entry.objects.filter(kind=kind, key=str(key)).delete()


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


def _cut(text: str) -> str:
    """The text as far as it can be found, never in the middle of a letter."""
    return _clean(text).encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore")
