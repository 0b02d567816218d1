"""Sending what waits: one letter after another over one connection, each taken up once, tried again with longer waits.

A letter is sent twice never: where the server broke off after it had everything, nobody knows whether it took the
letter, and an administrator decides. Writing letters is `actions`. Stands on `models`.
"""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from passerelle_web.post.models import Letter, State
from passerelle_web.post.rules import LOST_AFTER, next_try


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round of sending came to."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    unsure: int = 0


class Refused(Exception):
    """The server does not take this letter, and will not later."""


class Later(Exception):
    """The server does not take this letter now."""


class Away(Exception):
    """There is no server to talk to at all."""


class Unsure(Exception):
    """The server had all of the letter and broke off before it said what became of it."""


def domain() -> str:
    """The domain that our mails come from, which names of mails end with."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The letter as a mail. Its name is made of its key, so it is the same at every try."""
    headers = {
        "Message-ID": f"<{letter.key}@{domain()}>",
        "Date": formatdate(letter.made_at.timestamp()),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
    to = letter.to_person.email if letter.to_person is not None else letter.to_address
    reply_to = [headers.pop("Reply-To")] if "Reply-To" in headers else None
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers, reply_to=reply_to
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _told(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]


def _speak(server: smtplib.SMTP, message: EmailMultiAlternatives) -> None:
    """One letter in the words of SMTP, so that we know how far it came when the line breaks."""
    source = message.from_email.rpartition("<")[2].rstrip("> ")
    code, said = server.mail(source)
    if code != 250:
        raise Later(_told(code, said))
    code, said = server.rcpt(message.to[0])
    if code not in (250, 251):
        server.rset()
        raise (Refused if 500 <= code < 600 else Later)(_told(code, said))
    content = message.message().as_bytes(linesep="\r\n")
    server.putcmd("data")
    code, said = server.getreply()
    if code != 354:
        raise (Refused if 500 <= code < 600 else Later)(_told(code, said))
    _hand_over(server, content)


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    """The words themselves. From the closing dot on, only the server's answer tells what became of them."""
    dotted = content.replace(b"\r\n.", b"\r\n..")
    dotted = b"." + dotted if dotted.startswith(b".") else dotted
    server.send(dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n")
    try:
        server.send(b".\r\n")
        code, said = server.getreply()
    except OSError as broken:
        raise Unsure(f"{type(broken).__name__}"[:300]) from None
    if code != 250:
        raise (Refused if 500 <= code < 600 else Later)(_told(code, said))


class Line:
    """A connection that is opened when it is needed, and anew when it broke."""

    def __init__(self) -> None:
        self.backend: Any = get_connection()

    def post(self, message: EmailMultiAlternatives) -> None:
        """Send one mail.

        Raises
        ------
        Refused, Later, Away, Unsure : what became of it instead.
        """
        if not isinstance(self.backend, EmailBackend):
            # the console, the memory of a test, or none: there is no conversation that could break
            self.backend.send_messages([message])
            return
        self._open()
        try:
            _speak(self.backend.connection, message)
        except smtplib.SMTPException as broken:
            self.close()
            raise Later(f"{type(broken).__name__}: {broken}"[:300]) from None
        except OSError as broken:
            self.close()
            raise Later(f"{type(broken).__name__}"[:300]) from None
        except Unsure:
            self.close()
            raise

    def _open(self) -> None:
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as broken:
            self.close()
            raise Away(f"{type(broken).__name__}: {broken}"[:300]) from None

    def close(self) -> None:
        """End the conversation, or leave it as it broke."""
        backend = self.backend
        if isinstance(backend, EmailBackend) and backend.connection is not None:
            backend.connection.close()
            backend.connection = None

    def leave(self) -> None:
        """Say goodbye."""
        self.backend.close()


def take_up() -> Letter | None:
    """The letter that waits longest and is due, marked as being sent; two senders never take the same."""
    now = timezone.now()
    due = Letter.objects.filter(state=State.WAITING, next_try_at__lte=now).order_by("next_try_at", "made_at")
    for key in due.values_list("key", flat=True)[:20]:
        taken = Letter.objects.filter(key=key, state=State.WAITING).update(state=State.SENDING, taken_at=now)
        if taken:
            return Letter.objects.select_related("to_person").get(key=key)
    return None


def _still_wanted(letter: Letter) -> bool:
    """A letter to somebody whose account ended meanwhile is not sent."""
    return letter.to_person is None or letter.to_person.is_active


def _settle(letter: Letter, **fields: Any) -> None:
    Letter.objects.filter(key=letter.key, state=State.SENDING).update(**fields)


def _is_sent(letter: Letter) -> None:
    _settle(letter, state=State.SENT, sent_at=timezone.now(), text="", html="", to_address="", headers={}, fault="")


def _put_off(letter: Letter, why: str, now: datetime) -> str:
    """Try again later, or say that it has failed; which of both."""
    tries = letter.tries + 1
    following = next_try(tries, now)
    state = State.WAITING if following else State.FAILED
    _settle(letter, state=state, tries=tries, fault=why, next_try_at=following or now)
    return "put_off" if following else "failed"


def _server_is_away(why: str, now: datetime) -> int:
    """Every letter that is due waits as if it had been tried; how many."""
    count = 0
    due = Letter.objects.filter(state=State.WAITING, next_try_at__lte=now)
    with transaction.atomic():
        for tries in list(due.values_list("tries", flat=True).distinct().order_by()):
            following = next_try(tries + 1, now)
            count += due.filter(tries=tries).update(
                tries=tries + 1,
                fault=why,
                state=State.WAITING if following else State.FAILED,
                next_try_at=following or now,
            )
    return count


def _lost() -> int:
    """Letters whose sender died on the way: perhaps sent, so never sent again by itself."""
    old = Letter.objects.filter(state=State.SENDING, taken_at__lt=timezone.now() - LOST_AFTER)
    return old.update(state=State.UNSURE, fault="The sender was stopped while it sent this.")


def _rounds(line: Line) -> Iterator[str]:
    while (letter := take_up()) is not None:
        now = timezone.now()
        if not _still_wanted(letter):
            letter.delete()
            continue
        try:
            line.post(message_of(letter))
        except Refused as refused:
            _settle(letter, state=State.FAILED, tries=letter.tries + 1, fault=str(refused))
            yield "failed"
        except Later as later:
            yield _put_off(letter, str(later), now)
        except Unsure as unsure:
            _settle(letter, state=State.UNSURE, tries=letter.tries + 1, fault=str(unsure))
            yield "unsure"
        except Away as away:
            yield _put_off(letter, str(away), now)
            yield from ["put_off"] * _server_is_away(str(away), now)
            return
        except Exception as fault:
            # a letter that cannot even be written must not hold up the others
            _settle(letter, state=State.FAILED, tries=letter.tries + 1, fault=f"{type(fault).__name__}: {fault}"[:300])
            yield "failed"
        else:
            _is_sent(letter)
            yield "sent"


def push() -> Sent:
    """Send all that is due; what it came to. Where the site sends no mail, everything waits."""
    if not settings.SENDS_MAIL:
        return Sent()
    counts = {"sent": 0, "put_off": 0, "failed": 0, "unsure": _lost()}
    line = Line()
    try:
        for outcome in _rounds(line):
            counts[outcome] += 1
    finally:
        line.leave()
    return Sent(**counts)


def next_due() -> datetime | None:
    """When the next letter that waits is due."""
    return (
        Letter.objects.filter(state=State.WAITING).order_by("next_try_at").values_list("next_try_at", flat=True).first()
    )
