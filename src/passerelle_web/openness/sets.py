"""What a set of open data is: its rows one by one, how many there are, and what each of its fields means.

Holds no set. Stands on `output.tables`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from passerelle.output.tables.rows import csv_lines, in_lots, json_lines
from passerelle_web.theme.feeds import LICENCE

Words = str | Promise
Row = dict[str, Any]
AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A set of open data. Its last fields are the same in each: is the row invented, and under which licence is it."""

    name: str
    title: Words
    about: Words
    fields: Mapping[str, Words]
    rows: Callable[[], Iterator[Row]]
    count: Callable[[], int]

    def whole_rows(self) -> Iterator[Row]:
        """Its rows with every field, in the order of the fields."""
        for row in self.rows():
            told = row | {"licence": LICENCE}
            yield {name: told[name] for name in self.fields}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a file."""

    name: str
    label: str
    media_type: str
    lines: Callable[[OpenSet], Iterator[str]]


FORMS = {
    form.name: form
    for form in (
        Form("csv", "CSV", "text/csv; charset=utf-8", lambda held: csv_lines(list(held.fields), held.whole_rows())),
        Form("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", lambda held: json_lines(held.whole_rows())),
    )
}


def written(held: OpenSet, form: str) -> Iterator[str]:
    """A set as a file, in pieces: no more than one of them is held at a time."""
    return in_lots(FORMS[form].lines(held))


def each(found: "QuerySet[Any]", told: Callable[[Any], Row]) -> Iterator[Row]:
    """Rows of the database as rows of a set, read some at a time."""
    return (told(one) for one in found.iterator(chunk_size=AT_A_TIME))


def chosen(row: Mapping[str, Any], names: Iterable[str]) -> Row:
    """Some fields of a row."""
    return {name: row[name] for name in names}
