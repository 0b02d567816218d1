"""The reading of files in the background: each in a process of its own, with an end.

The row of the document tells how far it is. Stands on `models`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from passerelle.exchange.texts import DocumentUnreadable, read_apart
from passerelle_web.library import storing
from passerelle_web.library.models import Document, Part, State

SILENT = timedelta(seconds=180)  # a file that is being read for so long lost its reader
STRETCH = 12_000  # letters of a part, where a text knows no pages
_AFTER: list[Callable[[Document], None]] = []


def after_reading(told: Callable[[Document], None]) -> None:
    """Call something within the transaction that keeps a text."""
    _AFTER.append(told)


@task()
def read(key: str) -> None:
    """Read the file of one document, if it still waits; two workers never read the same."""
    taken = Document.objects.filter(pk=key, state=State.WAITING).update(state=State.READING, seen_at=timezone.now())
    if not taken:
        return
    document = Document.objects.get(pk=key)
    try:
        pages = read_apart(storing.path_of(document.stored), document.file_name)
    except DocumentUnreadable as refused:
        _end(document, State.FAILED, refused.reason)
    except Exception:
        _end(document, State.FAILED, "stopped")
        raise
    else:
        _keep(document, pages)


@transaction.atomic
def _keep(document: Document, pages: Sequence[str]) -> None:
    held = Document.objects.select_for_update().get(pk=document.pk)
    held.parts.all().delete()
    Part.objects.bulk_create(
        [Part(document=held, number=at, page=page, text=text) for at, (page, text) in enumerate(parts_of(pages), 1)],
        batch_size=500,
    )
    _end(held, State.READ, "")
    for told in _AFTER:
        told(held)


def _end(document: Document, state: str, reason: str) -> None:
    document.state, document.reason, document.seen_at = state, reason, timezone.now()
    document.save(update_fields=["state", "reason", "seen_at"])


def parts_of(pages: Sequence[str]) -> Iterator[tuple[int | None, str]]:
    """Page and text of each part: a page as it is, a text without pages in stretches that end with a paragraph."""
    if len(pages) > 1:
        yield from ((number, text) for number, text in enumerate(pages, 1))
        return
    left = pages[0] if pages else ""
    while left:
        end = len(left) if len(left) <= STRETCH else _end_of_stretch(left)
        yield None, left[:end].strip()
        left = left[end:].lstrip()


def _end_of_stretch(text: str) -> int:
    ends = (text.rfind(sign, STRETCH // 2, STRETCH) for sign in ("\n\n", "\n", " "))
    return next((end for end in ends if end > 0), STRETCH)
