"""The work of this room in the background: sending, spreading news, making digests.

Each task may run twice, and at the same time as the command `passerelle post`, without anything happening twice.
Stands on `delivery` and `news`.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from passerelle_web.post import delivery


@task()
def push() -> None:
    """Send what is due, and come back when the next letter is."""
    delivery.push()
    _come_back()


def _come_back() -> None:
    following = delivery.next_due()
    if following is not None and push.get_backend().supports_defer:
        # never in a hurry: what is due this moment belongs to another sender
        at = max(following, timezone.now() + timedelta(seconds=20))
        push.using(run_after=at).enqueue()


def push_soon() -> None:
    """Let what waits go out after the commit, once for each transaction."""
    connection = transaction.get_connection()
    if any(function is _push_now for _savepoints, function, *_rest in connection.run_on_commit):
        return
    transaction.on_commit(_push_now)


def _push_now() -> None:
    push.enqueue()


@task()
def spread(key: str) -> None:
    """Write the letters to those who hear of a piece of news at once."""
    from passerelle_web.post.news import spread_item  # noqa: PLC0415  it enqueues this task

    spread_item(key)
