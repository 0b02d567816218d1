"""Stretches of time in a form: rows of from and to, each with a word where it has one; or words alone, to be ticked.

A row that is empty counts for nothing. Stands on Django's forms.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

ROWS, MOST = 3, 60
GOES_ON = "…"
NONE = "none"
Span = dict[str, Any]


class SpansWidget(forms.Widget):
    """Rows of dates; what was typed comes back as it was typed, with room for more."""

    template_name = "advice/_spans.html"
    use_fieldset = True

    def __init__(self, word: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.word, self.words = word, choices

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The rows as typed; or the one text by which they are carried on from page to page."""
        if name in data:
            return data[name]
        columns = [
            data.getlist(f"{name}_{part}") if isinstance(data, MultiValueDict) else []
            for part in ("from", "to", "word")
        ]
        most = max((len(column) for column in columns), default=0)
        rows = [tuple(column[at] if at < len(column) else "" for column in columns) for at in range(min(most, MOST))]
        return [row for row in rows if row[0] or row[1]]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Was it not asked at all?"""
        return name not in data and f"{name}_from" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Rows with what is known, and some empty ones."""
        rows = unpacked(value) if isinstance(value, str) else list(value or [])
        context = super().get_context(name, None, attrs)
        filled = [{"from": row[0], "to": row[1], "word": row[2]} for row in rows]
        empty = [{"from": "", "to": "", "word": ""} for _row in range(max(ROWS - len(filled), 1))]
        context["widget"] |= {"rows": filled + empty, "words": self.words}
        return context


def unpacked(text: str) -> list[tuple[str, str, str]]:
    """Rows out of the one text: `word from/to;from/to`."""
    rows = []
    for part in text.split(";"):
        word, _space, days = part.strip().rpartition(" ")
        begins, slash, ends = days.partition("/")
        if begins and slash:
            rows.append((begins, "" if ends == GOES_ON else ends, word))
    return rows


def packed(spans: Sequence[Span], word: str) -> str:
    """The one text by which stretches are carried on."""
    return ";".join([] if spans else [NONE]) or ";".join(
        f"{one.get(word, '')} {one['from'].isoformat()}/{one['to'].isoformat() if 'to' in one else GOES_ON}".strip()
        for one in spans
    )


class SpansField(forms.Field):
    """Stretches as the library takes them: from, to unless it goes on, and a word."""

    def __init__(self, word: str, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        self.word, self.known = word, {value for value, _label in choices}
        super().__init__(widget=SpansWidget(word, choices), **more)

    def to_python(self, value: Any) -> list[Span] | None:
        """The rows as days."""
        if value == NONE:
            return []
        rows = unpacked(value) if isinstance(value, str) else value
        return [self._span(at + 1, *row) for at, row in enumerate(rows)] if rows else None

    def _span(self, at: int, begins: str, ends: str, word: str) -> Span:
        try:
            found: Span = {"from": date.fromisoformat(begins)}
            if ends:
                found["to"] = date.fromisoformat(ends)
        except ValueError:
            raise ValidationError(_("Row %(row)s: a day is needed, as in 2026-11-28.") % {"row": at}) from None
        if ends and found["to"] < found["from"]:
            raise ValidationError(_("Row %(row)s: it ends before it begins.") % {"row": at})
        if self.word and word in self.known:
            found[self.word] = word
        return found
