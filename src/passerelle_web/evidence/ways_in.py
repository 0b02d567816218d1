"""What the room of ways in tells the page of a corridor: which legal ways there are, and the pay that is asked for.

Holds the registry alone; that room tells (`tell_ways`). Stands on nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Pay that the destination asks for, with what it is, since when, and its source."""

    amount: str
    what: str
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of legal ways along a corridor.

    `routes` has title and address; `notes` what has to be said beside them; `href` opens the interview.
    """

    routes: Sequence[tuple[str, str]] = ()
    pay: Sequence[Asked] = ()
    notes: Sequence[str] = ()
    href: str = ""
    day: str = ""
    is_of_union: bool = True


Teller = Callable[[str, str], Ways | None]
_TELLERS: list[Teller] = []


def tell_ways(teller: Teller) -> None:
    """Let the room of ways in tell."""
    _TELLERS[:] = [teller]


def ways_on(origin: str, destination: str) -> Ways | None:
    """The legal ways along a corridor; None where nothing is held of its destination."""
    return next((teller(origin, destination) for teller in _TELLERS), None)
