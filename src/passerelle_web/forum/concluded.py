"""What dialogues concluded: texts that were adopted, and whatever rooms above add, such as statements agreed by all.

A room adds its own with `also`: a function that is given dialogues which everybody reads. Stands on `dialogues`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Dialogue, Draft


@dataclass(frozen=True, slots=True)
class Concluded:
    """One thing that a dialogue concluded: its words, what it is, where it stands, when it came about."""

    title: str
    what: str | Promise
    address: str
    dialogue: str
    on: date | None = None
    language: str = ""


Source = Callable[[Sequence[Dialogue]], Iterable[Concluded]]


def _adopted(dialogues: Sequence[Dialogue]) -> Iterable[Concluded]:
    found = Draft.objects.filter(dialogue__in=dialogues, state="adopted", rule__lt=Rule.CLOSED)
    for one in found.select_related("dialogue").order_by("adopted_at"):
        day = one.adopted_at.date() if one.adopted_at else None
        yield Concluded(
            one.title, _("text adopted by silence"), one.get_absolute_url(), one.dialogue.title, day, one.language
        )


_SOURCES: list[Source] = [_adopted]


def also(source: Source) -> Source:
    """Let a room above add what it knows of conclusions: `also(agreed_statements)`."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def forget(source: Source) -> None:
    """Take a source back."""
    if source in _SOURCES:
        _SOURCES.remove(source)


def concluded_in(dialogues: Iterable[Dialogue]) -> list[Concluded]:
    """What dialogues concluded, those alone that everybody reads; the oldest first, what has no day last."""
    public = [one for one in dialogues if one.is_public]
    found = [row for source in _SOURCES for row in source(public)] if public else []
    return sorted(found, key=lambda row: (row.on is None, row.on or date.max, row.title))
