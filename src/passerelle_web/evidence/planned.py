"""What other rooms tell the pages of corridors and routes: the plans of their parties.

Holds the registry alone; the room of plans tells (`tell_plans`). Stands on `theme`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as a line: its title, address, years, whose it is, and whether it is invented."""

    title: str
    href: str
    years: str
    owners: str
    is_adopted: bool
    is_demonstration: bool


# (request, origin, destination, code of a route) → plans that the reader may see
Teller = Callable[[HttpRequest, str, str, str], list[Planned]]
_TELLERS: list[Teller] = []


def tell_plans(teller: Teller) -> None:
    """Let the room of plans tell."""
    _TELLERS[:] = [teller]


def planned_on(request: HttpRequest, *, origin: str = "", destination: str = "", route: str = "") -> list[Planned]:
    """The plans of a corridor or of a route."""
    return [one for teller in _TELLERS for one in teller(request, origin, destination, route)]
