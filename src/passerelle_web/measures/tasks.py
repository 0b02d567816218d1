"""The work that runs do in the background: the model, with progress, and an end when somebody cancels.

The row of the run tells how far it is; a worker that stops in mid-run leaves a row that nobody sees to, which
`actions.revive` puts back in the queue. Stands on `models`.
"""

import time

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from passerelle.base.corridors import Corridor
from passerelle.base.errors import PasserelleError
from passerelle.measures.runs import Asked, asked, run
from passerelle_web.evidence.queries import the_store
from passerelle_web.measures.models import Run, State, pack

BETWEEN = 0.3  # seconds between two looks at the row


class Cancelled(Exception):
    """Somebody does not want the run any more."""


def asked_of(request: dict[str, object]) -> Asked:
    """The request of a row, for the library."""
    raw: dict[str, list[float]] = request["settings"]  # type: ignore[assignment]
    settings = {name: (low, value, high) for name, (low, value, high) in raw.items()}
    return asked(
        list(request["templates"]),  # type: ignore[call-overload]
        Corridor(str(request["origin"]), str(request["destination"])),
        settings,
        **{name: request[name] for name in ("transit", "years", "draws", "seed", "discount")},
    )


class Watch:
    """Told the share done: writes it to the row now and then, and stops the run when it was cancelled."""

    def __init__(self, row: Run) -> None:
        self.row, self.next = row, 0.0

    def __call__(self, done: float) -> None:
        """Tell, at most every so many seconds."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + BETWEEN
        there = Run.objects.filter(pk=self.row.pk, state=State.RUNNING)
        if not there.update(progress=done, seen_at=timezone.now()):
            raise Cancelled


@task()
def work(key: str) -> None:
    """Do one run, if it still waits; two workers never do the same."""
    taken = Run.objects.filter(pk=key, state=State.QUEUED).update(state=State.RUNNING, seen_at=timezone.now())
    if not taken:
        return
    row = Run.objects.get(pk=key)
    try:
        record = run(the_store(), asked_of(row.request), Watch(row))
    except Cancelled:
        return
    except PasserelleError as fault:
        _end(row, state=State.FAILED, fault=str(fault))
    except Exception:
        _end(row, state=State.FAILED, fault="")
        raise
    else:
        _end(row, state=State.DONE, progress=1.0, packed=pack(record))


def _end(row: Run, **fields: object) -> None:
    with transaction.atomic():
        Run.objects.filter(pk=row.pk, state=State.RUNNING).update(seen_at=timezone.now(), **fields)
