"""What an engine is asked for and what it answers with: properties that must hold, rows without their text.

Holds no database. Stands on `words`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol

from passerelle_web.library.words import mark

# What is fetched of each row, in this order; the rank follows.
FETCHED = ("pk", "kind", "themes", "places", "language", "day")
# By what an entry is known, and what it holds beside that.
KEYS = ("kind", "key")
HELD = ("title", "also", "text", "language", "address", "themes", "places", "day", "reach")


@dataclass(frozen=True, slots=True)
class Filters:
    """Properties that hits must have; "" for any."""

    kind: str = ""
    theme: str = ""
    place: str = ""
    language: str = ""
    year: str = ""

    def held(self) -> Iterator[tuple[str, str]]:
        """Name and value of those that are set."""
        for one in fields(self):
            if value := getattr(self, one.name):
                yield one.name, value

    def marks(self) -> list[str]:
        """The words of the index that stand for them."""
        return [mark(name, value) for name, value in self.held()]


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as the engine finds it."""

    pk: int
    kind: str
    themes: list[str]
    places: list[str]
    language: str
    day: date | None
    rank: float

    def values(self, name: str) -> list[str]:
        """What it has of a property."""
        if name == "year":
            return [str(self.day.year)] if self.day is not None else []
        found = getattr(self, {"theme": "themes", "place": "places"}.get(name, name))
        return found if isinstance(found, list) else [found] if found else []


def reach_marks(reaches: Iterable[str]) -> list[str]:
    """The words of the index that stand for reaches."""
    return sorted(mark("reach", one) for one in reaches)


class Marked(Protocol):
    """What marks are made of: an entry."""

    kind: str
    language: str
    themes: list[str]
    places: list[str]
    day: date | None
    reach: str


def marks_of(entry: Marked) -> list[str]:
    """The words that stand for an entry's own properties."""
    found = [mark("kind", entry.kind), mark("reach", entry.reach)]
    found += [mark("language", entry.language)] if entry.language else []
    found += [mark("year", str(entry.day.year))] if entry.day is not None else []
    found += [mark("theme", one) for one in entry.themes] + [mark("place", one) for one in entry.places]
    return sorted(set(found))
