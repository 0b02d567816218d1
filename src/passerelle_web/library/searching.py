"""Finding: hits in the order of how well they fit, counts and filters, all of them only of what the reader reaches.

Hits are bounded, so that no question takes longer than a page may; snippets are made for the page that is shown. Stands
on `engines`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.safestring import SafeString

from passerelle_web.library.asked import Asked, asked
from passerelle_web.library.engines import engine
from passerelle_web.library.engines.rows import Filters, Row
from passerelle_web.library.models import Entry
from passerelle_web.library.reach import reaches_of
from passerelle_web.library.snippets import marked, snippet
from passerelle_web.people.permissions import Somebody

MOST = 1_000  # hits that are counted
ON_A_PAGE = 20
PROPERTIES = ("kind", "theme", "place", "language", "year")


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a question: rows, best first, and whether there are more than are counted."""

    asked: Asked
    filters: Filters
    rows: tuple[Row, ...]
    is_bounded: bool
    reaches: frozenset[str]

    def counts(self, name: str) -> list[tuple[str, int]]:
        """How many of the hits have each value of a property, the most frequent first."""
        counted = Counter(chain.from_iterable(row.values(name) for row in self.rows))
        return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit as a page shows it."""

    kind: str
    key: str
    title: SafeString
    plain_title: str
    snippet: SafeString
    language: str
    day: date | None
    href: str


def find(text: str, somebody: Somebody | None, filters: Filters = Filters()) -> Found:  # noqa: B008  frozen
    """What a person finds for what she typed; without words, what there is, the newest first."""
    sought, reaches = asked(text), reaches_of(somebody)
    if sought:
        found = engine().rows(sought, filters, reaches, MOST + 1)
        found.sort(key=lambda row: (-row.rank, -(row.day or date.min).toordinal(), -row.pk))
    else:  # signs alone ask for nothing
        found = [] if sought.text else engine().newest(filters, reaches, MOST + 1)
    return Found(sought, filters, tuple(found[:MOST]), len(found) > MOST, reaches)


def hits(found: Found, rows: Sequence[Row]) -> list[Hit]:
    """Some of the hits with their titles and snippets. That they reach the reader is asked once more."""
    held = Entry.objects.defer("vector", "title_vector").filter(reach__in=found.reaches)
    entries = held.in_bulk([row.pk for row in rows])
    return [_hit(entries[row.pk], found.asked.stems) for row in rows if row.pk in entries]


def _hit(entry: Entry, stems: frozenset[str]) -> Hit:
    return Hit(
        entry.kind, entry.key, marked(entry.title, stems, entry.language), entry.title,
        snippet(entry.text or entry.also, stems, entry.language), entry.language, entry.day, entry.get_absolute_url(),
    )  # fmt: skip
