"""What can be read of translations: those of many things at once, versions, and a text ready for a page.

Holds no writing. Who may see a thing is asked of its room before. Stands on `people`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from passerelle_web.people.permissions import Somebody, may
from passerelle_web.texts.cleaning import rendered
from passerelle_web.texts.kinds import Kind, kind_of
from passerelle_web.texts.languages import direction, name_of
from passerelle_web.texts.models import Translation


def translations_of(kind: str, keys: Iterable[object]) -> dict[str, list[Translation]]:
    """The translations that stand, by the key of their thing, in one query for all of them."""
    found: dict[str, list[Translation]] = defaultdict(list)
    wanted = [str(key) for key in keys]
    if wanted:
        rows = Translation.objects.filter(subject_kind=kind, subject_key__in=wanted, is_standing=True)
        for row in rows.select_related("by", "member").order_by("language"):
            found[row.subject_key].append(row)
    return dict(found)


def versions_of(kind: str, key: str, field: str) -> "QuerySet[Translation]":
    """Every version of every language, the newest first within each."""
    held = Translation.objects.filter(subject_kind=kind, subject_key=key, field=field)
    return held.select_related("by", "member").order_by("language", "-number")


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation as a reader sees it."""

    html: SafeString
    text: str
    language: str
    language_name: str
    direction: str
    who: str
    is_behind: bool
    change: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text as a reader sees it: the original, what was translated of it, and where to add and to compare."""

    html: SafeString
    text: str
    language: str
    language_name: str
    direction: str
    translations: tuple[Translated, ...]
    add: str
    versions: str


def called(row: Translation, thing: Any, kind: Kind, somebody: Somebody) -> str:
    """For whom it was translated, and by whom where the reader may know people; "" where the room does not tell."""
    if not kind.names_for(thing, somebody):
        return ""
    if row.by_id is None and row.member_id is None:  # it came with the software, as that of the first charter
        return _("the makers of this software")
    person = str(row.by) if row.by is not None and not row.by.is_gone and row.by.name else ""
    member = row.member.name if row.member is not None else ""
    if member and not may(somebody, "people.see_people"):
        return member
    return ", ".join(part for part in (person, member) if part)


def said_of(
    kind: str, things: Sequence[tuple[object, Any]], somebody: Somebody | None = None
) -> dict[tuple[str, str], Said]:
    """Texts of many things, with their translations, for `texts/said.html`: by key and field, in one query.

    Parameters
    ----------
    things : (key, thing) of what the reader may see; whether she may, the room has asked.
    """
    known, reader = kind_of(kind), somebody or AnonymousUser()
    if known is None:
        return {}
    held = translations_of(kind, [key for key, _thing in things])
    return {
        (str(key), field): _said(known, str(key), thing, field, held.get(str(key), []), reader)
        for key, thing in things
        for field in known.fields
    }


def _said(kind: Kind, key: str, thing: Any, field: str, rows: Iterable[Translation], reader: Somebody) -> Said:
    text, language = kind.original(thing, field)
    place = (kind.name, key, field)
    add = reverse("texts:translate", args=place) if may(reader, kind.translate, thing) else ""
    translations = tuple(
        Translated(
            rendered(row.text, language=row.language), row.text, row.language, row.language_name, row.direction,
            called(row, thing, kind, reader), row.is_behind(text), f"{add}?language={row.language}" if add else "",
        )
        for row in rows
        if row.field == field
    )  # fmt: skip
    return Said(
        rendered(text, language=language), text, language, name_of(language), direction(language), translations, add,
        reverse("texts:versions", args=place) if translations else "",
    )  # fmt: skip
