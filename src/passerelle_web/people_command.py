"""`passerelle people administrator EMAIL`: make the first person who runs the site.

Registered by an entry point, so that the library needs no Django. Who runs the machine runs the site: no permission is
asked. The roof of the site.
"""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from passerelle_web.config.environment import EnvironmentUnready
from passerelle_web.serve import open_tables


class Task(StrEnum):
    """What can be done with people from the command line."""

    ADMINISTRATOR = "administrator"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _one_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def make_administrator(email: str, *, password: str | None) -> str:
    """Let the person of an address run the site; with a password, make her account first. What was done, in words.

    Raises
    ------
    CannotBeDone : no account has the address, or one has it and a new one was asked for, or the password is too weak.
    """
    # Django is configured by now
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from passerelle_web.people import actions, queries  # noqa: PLC0415
    from passerelle_web.people.models import User  # noqa: PLC0415
    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415

    person = queries.person_of(email)
    if person is None and password is None:
        raise CannotBeDone(
            f'No account has the address "{email}". Sign up on the site first, or make the account now: '
            "passerelle people administrator EMAIL --new, with the password as one line on stdin."
        )
    if person is not None and password is not None:
        raise CannotBeDone(f'"{email}" has an account already. Leave --new away; the password stays as it is.')
    if password is not None:
        try:
            validate_password(password, User(email=email))
        except ValidationError as weak:
            raise CannotBeDone(" ".join(weak.messages)) from None
    with transaction.atomic():
        person = person or actions.add_person(email=email, password=password, by=None)
        EmailAddress.objects.update_or_create(
            user=person, email=person.email.lower(), defaults={"verified": True, "primary": True}
        )
        actions.make_administrator(person=person, by=None)
    return f"{person.email} runs this site from now on."


def people(
    task: Annotated[Task, typer.Argument(help="administrator: let a person run this site.")],
    email: Annotated[str, typer.Argument(help="Address of the person's account.")],
    new: Annotated[
        bool, typer.Option("--new", help="Make the account too; its password is one line on stdin.")
    ] = False,
) -> None:
    """Make the first person who runs the site; she then enters members and people."""
    try:
        open_tables()
    except EnvironmentUnready as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    _say(make_administrator(email.strip(), password=_one_line() if new else None))
