"""What lists, search and filters hold of a practice, copied from the version that stands.

One place writes it, so that nothing drifts apart. Stands on `models` and `told`.
"""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from passerelle.exchange.practices.records import Practice as Record
from passerelle_web.people.writing import write
from passerelle_web.practices.models import Mark, Practice
from passerelle_web.practices.told import find


def settle(practice: Practice) -> Practice:
    """Copy from the version that stands, write the marks, let it be found as far as it may be."""
    record = practice.versions.get(number=practice.published or practice.newest).record
    for name in ("title", "gist", "language", "template", "origin", "destination", "grade"):
        setattr(practice, name, getattr(record, name))
    practice.changed_at = timezone.now()
    write(practice)
    mark(practice, _wanted(practice, record))
    find(practice, record)
    return practice


def _wanted(practice: Practice, record: Record) -> Iterator[tuple[str, str]]:
    yield from ((Mark.What.THEME, one) for one in record.themes)
    yield from ((Mark.What.PLACE, one) for one in record.all_places)
    yield from ((Mark.What.PRINCIPLE, str(one)) for one in record.principles)
    for place in practice.reports.filter(is_hidden=False).values_list("place", flat=True).distinct():
        yield Mark.What.TRIED, place


def mark(practice: Practice, wanted: Iterable[tuple[str, str]]) -> None:
    """Make the marks of a practice these and no others."""
    asked = {(str(what), value) for what, value in wanted}
    held = {(one.what, one.value): one.pk for one in practice.marks.all()}
    Mark.objects.filter(pk__in=[key for pair, key in held.items() if pair not in asked]).delete()
    Mark.objects.bulk_create(
        [Mark(practice=practice, what=what, value=value) for what, value in sorted(asked - set(held))]
    )
