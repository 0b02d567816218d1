"""What other rooms tell the pages of corridors, templates and integration: practices near them.

Holds the registry alone; the room of practices tells (`tell_practices`). Stands on `theme`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Practised:
    """A practice as a line: title, address, what was done in a sentence, its language, why it is near, its grade."""

    title: str
    href: str
    gist: str
    language: str
    why: str
    grade: str


# (request, origin, destination) → practices near a corridor
Teller = Callable[[HttpRequest, str, str], list[Practised]]
_TELLERS: list[Teller] = []


def tell_practices(teller: Teller) -> None:
    """Let the room of practices tell."""
    _TELLERS[:] = [teller]


def practised_on(request: HttpRequest, *, origin: str, destination: str) -> list[Practised]:
    """Practices on or near a corridor."""
    return [one for teller in _TELLERS for one in teller(request, origin, destination)]


# (request, themes of the seed) → practices of one of them
Themed = Callable[[HttpRequest, Sequence[str]], list[Practised]]
_THEMED: list[Themed] = []


def tell_themed(teller: Themed) -> None:
    """Let the room of practices tell those of a theme."""
    _THEMED[:] = [teller]


def practised_about(request: HttpRequest, themes: Sequence[str]) -> list[Practised]:
    """Practices of one of these themes."""
    return [one for teller in _THEMED for one in teller(request, themes)]
