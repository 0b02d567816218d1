"""A member's own data as JSON Lines in a zip: at once where it is small, in the background where it is large.

What the rows are is `everything`; who may is asked here and again at the download. Ground of the site.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from passerelle_web.people.actions import record
from passerelle_web.people.everything import rows_of
from passerelle_web.people.models import ExportState, Member, MemberExport, User
from passerelle_web.people.permissions import require

# So many rows are written while the person waits; more of them in the background.
AT_ONCE = 2_000
KEPT_FOR = timedelta(days=7)


class TooLarge(Exception):
    """More rows than are written while somebody waits."""


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"


def write_copy(member: Member, into: IO[bytes], *, at_most: int | None = None) -> int:
    """Write the zip, one file a part; how many rows there were.

    Raises
    ------
    TooLarge : more than `at_most` rows.
    """
    count = 0
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in rows_of(member):
            with packed.open(f"{name}.jsonl", "w") as part:
                for line in _lines(rows):
                    count += 1
                    if at_most is not None and count > at_most:
                        raise TooLarge
                    part.write(line)
    return count


def path_of(export: MemberExport) -> Path:
    """Where the copy lies."""
    return Path(settings.EXPORTS) / f"{export.key}.zip"


def _sweep() -> None:
    """Remove copies that were kept long enough."""
    for old in MemberExport.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR):
        path_of(old).unlink(missing_ok=True)
        old.delete()


def take_away(*, member: Member, by: User | None) -> bytes | MemberExport:
    """A copy of all that is held of a member: the zip itself where it is small, else the row that waits for it.

    Raises
    ------
    NotAllowed : `by` does not speak for the member.
    """
    require(by, "people.take_away_member", member)
    _sweep()
    packed = BytesIO()
    try:
        write_copy(member, packed, at_most=AT_ONCE)
    except TooLarge:
        return _ask(member=member, by=by)
    record("member.taken_away", member, by=by)
    return packed.getvalue()


@transaction.atomic
def _ask(*, member: Member, by: User | None) -> MemberExport:
    # the task imports this module
    from passerelle_web.people.tasks import make_copy  # noqa: PLC0415

    waiting = MemberExport.objects.filter(member=member, state=ExportState.WAITING).first()
    if waiting is not None:
        return waiting
    made = MemberExport.objects.create(member=member, asked_by=by)
    record("member.taken_away", member, by=by)
    transaction.on_commit(lambda: make_copy.enqueue(str(made.key)))
    return made


def newest_copy(member: Member) -> MemberExport | None:
    """The newest copy that waits or lies ready."""
    held = member.exports.filter(asked_at__gte=timezone.now() - KEPT_FOR)
    return held.exclude(state=ExportState.FAILED).first()
