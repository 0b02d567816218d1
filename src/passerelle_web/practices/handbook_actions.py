"""What the secretariat does with the handbook: begin an edition, change it, choose practices, publish.

A published edition stays as it is (migration 0002). Stands on `permissions`.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.exchange.practices.principles import PRINCIPLES
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.practices.models import Edition, Entry, Practice, State

tell(**{
    "edition.begun": gettext_lazy("Edition of the handbook begun"),
    "edition.changed": gettext_lazy("Edition of the handbook changed"),
    "edition.published": gettext_lazy("Edition of the handbook published"),
})  # fmt: skip
CHANGEABLE = {"title", "language", "dated", "introduction"}


@transaction.atomic
def begin_edition(
    *, title: str, language: str, dated: date, by: User | None, introduction: str = ""
) -> Edition:  # fmt: skip
    """Begin an edition, without practices."""
    require(by, "practices.make_handbook")
    made = Edition(title=title.strip(), language=language, dated=dated, introduction=introduction.strip(), made_by=by)
    write(made)
    leave_trace("edition.begun", made, by=by)
    return made


def _open(edition: Edition, by: User | None) -> Edition:
    require(by, "practices.make_handbook")
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.is_published:
        raise CannotBeDone(_("This edition is published and stays as it is. Begin another one."))
    return held


@transaction.atomic
def change_edition(*, edition: Edition, by: User | None, **changes: Any) -> Edition:
    """Change what an edition says of itself."""
    held = _open(edition, by)
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise TypeError(f"an edition's {name} cannot be changed")
        setattr(held, name, value)
    write(held)
    leave_trace("edition.changed", held, by=by, what=sorted(changes))
    return held


@transaction.atomic
def take_in(*, edition: Edition, practice: Practice, principle: int, by: User | None) -> Entry:
    """Take the published version of a practice into an edition, last under its principle; or move it there."""
    held = _open(edition, by)
    if principle not in PRINCIPLES:
        raise CannotBeDone(_("Choose one of the eleven principles."))
    if not practice.stands:
        raise CannotBeDone(_("Only a practice that is published goes into the handbook."))
    version = practice.versions.get(number=practice.published, state=State.PUBLISHED)
    last = held.entries.filter(principle=principle).aggregate(last=Max("turn"))["last"] or 0
    entry = held.entries.filter(version__practice=practice).first() or Entry(edition=held)
    entry.version, entry.principle, entry.turn = version, principle, last + 1
    write(entry)
    return entry


@transaction.atomic
def leave_out(*, entry: Entry, by: User | None) -> None:
    """Leave a practice out of an edition that is not published."""
    _open(entry.edition, by)
    entry.delete()


@transaction.atomic
def move_up(*, entry: Entry, by: User | None) -> None:
    """Put a practice before the one that stands above it under its principle."""
    _open(entry.edition, by)
    listed = list(Entry.objects.filter(edition=entry.edition, principle=entry.principle))
    at = next(place for place, one in enumerate(listed) if one.pk == entry.pk)
    if at:
        listed[at - 1], listed[at] = listed[at], listed[at - 1]
    for turn, one in enumerate(listed, 1):
        Entry.objects.filter(pk=one.pk).update(turn=turn)


@transaction.atomic
def publish_edition(*, edition: Edition, by: User | None) -> Edition:
    """Publish an edition under the next number; from then on it stays."""
    held = _open(edition, by)
    if not held.entries.exists():
        raise CannotBeDone(_("An edition without practices is not published. Choose some first."))
    held.number = (Edition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    held.published_at = timezone.now()
    write(held)
    leave_trace("edition.published", held, by=by, number=held.number)
    return held
