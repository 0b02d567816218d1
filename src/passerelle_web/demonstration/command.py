"""`passerelle demo`: fill in the demonstration, once; asking again does nothing.

Registered by an entry point, so that the library needs no Django. The roof of the site.
"""

import sys
from typing import Annotated

import typer

from passerelle_web.config.environment import EnvironmentUnready
from passerelle_web.serve import open_tables


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def fill(*, password: str | None = None) -> bool:
    """Fill the demonstration in; False where it is there already.

    Raises
    ------
    CannotBeDone : members are there that nobody invented.
    """
    # Django is configured by now
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from passerelle_web.demonstration import members, papers, plans  # noqa: PLC0415
    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415

    if members.is_there():
        return False
    if members.others_are_there():
        raise CannotBeDone("Members are entered here already; a demonstration does not belong among them.")
    with transaction.atomic():
        made = members.found(password)
        plans.corridor_plan(made, timezone.localdate())
        plans.route_plan(made)
        papers.register()
    return True


def demo(
    password: Annotated[
        bool, typer.Option("--password", help="Read one password for all invented people from stdin.")
    ] = False,
) -> None:
    """Fill in the demonstration: invented offices, plans, reports and papers; repeatable.

    Examples:  passerelle demo  ·  echo "a long password" | passerelle demo --password
    """
    try:
        open_tables()
    except EnvironmentUnready as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415  Django is configured only now

    word = sys.stdin.readline().rstrip("\r\n") if password else None
    try:
        made = fill(password=word or None)
    except CannotBeDone as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    _say("The demonstration is filled in." if made else "The demonstration is there already.")
    if made and word:
        _say("Its people sign in as NAME-policy@demonstration.example, such as skills-policy@demonstration.example.")
