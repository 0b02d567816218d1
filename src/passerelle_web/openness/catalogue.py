"""Every set of open data by its name, and the catalogue as a program reads it.

Holds no rows. Stands on `of_dialogues` and `of_others`.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from passerelle.base.words import number
from passerelle_web.openness import of_dialogues, of_others
from passerelle_web.openness.sets import FORMS, Form, OpenSet
from passerelle_web.theme.feeds import LICENCE, LICENCE_ADDRESS

SETS: dict[str, OpenSet] = {one.name: one for one in (*of_dialogues.SETS, *of_others.SETS)}


@dataclass(frozen=True, slots=True)
class Listed:
    """A set as the page lists it: with how many rows it has now, and where its files are."""

    held: OpenSet
    rows: int
    files: list[tuple[Form, str]]

    @property
    def rows_said(self) -> str:
        """The number of rows as the reader's language writes it."""
        return number(self.rows, get_language() or "en")


def listed() -> list[Listed]:
    """Every set, counted."""
    return [
        Listed(
            one, one.count(),
            [(form, reverse("openness:file", args=[one.name, form.name])) for form in FORMS.values()],
        )
        for one in SETS.values()
    ]  # fmt: skip


def as_catalogue(address: str) -> dict[str, Any]:
    """The catalogue, with addresses that are whole: `address` is the site's."""
    return {
        "day": timezone.localdate().isoformat(), "licence": LICENCE, "licence_address": LICENCE_ADDRESS,
        "sets": [
            {
                "name": one.held.name, "title": str(one.held.title), "about": str(one.held.about), "rows": one.rows,
                "fields": [{"name": name, "means": str(means)} for name, means in one.held.fields.items()],
                "files": [
                    {"form": form.name, "media_type": form.media_type, "address": f"{address}{path}"}
                    for form, path in one.files
                ],
            }
            for one in listed()
        ],
    }  # fmt: skip
