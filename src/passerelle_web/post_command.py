"""`passerelle post`: what a timer runs for mail, and what a mail server pipes messages into.

Registered by an entry point, so that the library needs no Django. Who runs the machine runs the site: no permission is
asked. The roof of the site.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from passerelle_web.config.environment import EnvironmentUnready
from passerelle_web.serve import open_tables

# What mail servers read from a program: try again later, rather than send the message back.
TRY_AGAIN = 75


class Task(StrEnum):
    """What can be done with mail from the command line."""

    SEND = "send"
    DIGESTS = "digests"
    TAKE = "take"
    POLL = "poll"
    ALL = "all"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _send() -> None:
    from passerelle_web.post import delivery  # noqa: PLC0415  Django is configured by now

    done = delivery.push()
    _say(f"Letters: {done.sent} sent, {done.put_off} put off, {done.failed} failed, {done.unsure} perhaps sent.")


def _digests() -> None:
    from passerelle_web.post import actions, digests, taking  # noqa: PLC0415
    from passerelle_web.post.rules import KEPT_FOR  # noqa: PLC0415

    _say(f"Digests: {digests.make_digests()} written.")
    actions.settle(older_than=KEPT_FOR)
    digests.clear_news(older_than=KEPT_FOR)
    taking.clear_received(older_than=KEPT_FOR)


def read_message(source: str) -> bytes:
    """A message from a file or stdin; of an endless one not more than is needed to refuse it."""
    from passerelle_web.post.rules import LARGEST  # noqa: PLC0415

    if source == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(source).open("rb") as stream:
        return stream.read(LARGEST + 1)


def _take(source: str) -> None:
    from passerelle_web.post.taking import take  # noqa: PLC0415

    taken = take(read_message(source))
    _say(f"Message {taken.outcome}{': ' + taken.why if taken.why else ''}.")


def _poll() -> None:
    from django.conf import settings  # noqa: PLC0415

    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415
    from passerelle_web.post.mailbox import poll  # noqa: PLC0415

    if not settings.ANSWERS_MAILBOX:
        raise CannotBeDone("PASSERELLE_ANSWERS_MAILBOX is not set; write imaps://user:password@host:port/INBOX.")
    outcomes = poll(settings.ANSWERS_MAILBOX)
    _say("Messages: " + (", ".join(f"{number} {what}" for what, number in sorted(outcomes.items())) or "none") + ".")


def _all() -> None:
    from django.conf import settings  # noqa: PLC0415

    if settings.ANSWERS_MAILBOX:
        _poll()
    _digests()
    _send()


def post(
    task: Annotated[
        Task,
        typer.Argument(help="send what waits, write digests, take one message, poll the mailbox, or all for a timer."),
    ] = Task.ALL,
    source: Annotated[str, typer.Argument(help="take: a file with one message, or - for stdin.")] = "-",
) -> None:
    """Send and take mail: what a timer runs every minute, and what a mail server pipes messages into."""
    try:
        open_tables()
        if task is Task.TAKE:
            _take(source)
        else:
            {Task.SEND: _send, Task.DIGESTS: _digests, Task.POLL: _poll, Task.ALL: _all}[task]()
    except EnvironmentUnready as refused:
        _say(str(refused))
        raise typer.Exit(TRY_AGAIN if task is Task.TAKE else 2) from None
    except Exception as fault:
        if task is not Task.TAKE:
            raise
        # the mail server keeps the message and comes again
        _say(f"{type(fault).__name__}: {fault}")
        raise typer.Exit(TRY_AGAIN) from None
