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
    # Django is configured only now
    from passerelle_web.demonstration.filling import fill  # noqa: PLC0415
    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415

    word = sys.stdin.readline().rstrip("\r\n") if password else None
    try:
        made = fill(password=word or None)
    except CannotBeDone as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    _say("The demonstration is filled in." if made else "The demonstration is there already.")
    if made and word:
        _say("Its people sign in as NAME-policy@demonstration.example, such as skills-policy@demonstration.example.")
