"""How this room lets mail go out: through the room of mail where there is one, else by Django at once.

The room of mail stands above this one, so it puts itself in here with `through`. Mail goes out after the commit, or
not at all. Ground of the site.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from passerelle_web.people.models import User


@dataclass(frozen=True, slots=True)
class Written:
    """A mail that is to go out: to a person, or to an address that has no account yet."""

    to: User | str
    kind: str
    subject: str
    text: str
    language: str
    about: tuple[str, str] = ("", "")

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.to.email if isinstance(self.to, User) else self.to


Sender = Callable[[Written], object]


def _at_once(letter: Written) -> None:
    message = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address])
    transaction.on_commit(message.send)


_SENDERS: list[Sender] = [_at_once]


def through(sender: Sender) -> None:
    """Let mail go out by another way from now on."""
    _SENDERS[:] = [sender]


def send(letter: Written) -> None:
    """Hand a mail over, in the caller's transaction."""
    _SENDERS[0](letter)
