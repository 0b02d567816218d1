"""Where commitments arose, as rooms above tell it: title and address, for who may read it there.

Holds the register alone. Stands on `models`.
"""

from collections.abc import Callable, Mapping, Sequence

from passerelle_web.people.permissions import Somebody
from passerelle_web.plans.models import Pledge

# (keys of commitments, who reads) → by key, the title and the address of what a commitment arose from
Teller = Callable[[Sequence[int], Somebody], Mapping[int, tuple[str, str]]]
_TELLERS: list[Teller] = []


def tell_sources(teller: Teller) -> None:
    """Let a room above tell."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def with_sources(pledges: Sequence[Pledge], somebody: Somebody) -> list[Pledge]:
    """The same commitments, each with what it arose from as far as the reader may know."""
    keys = [one.pk for one in pledges]
    for teller in _TELLERS:
        found = teller(keys, somebody)
        for one in pledges:
            one.arose_from = found.get(one.pk, one.arose_from)
    return list(pledges)
