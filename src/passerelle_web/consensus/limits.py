"""How often one address or one voice may write here, so that nobody stuffs the urn.

Counts stand in the cache and nowhere else, under a hash: no table and no log knows from where somebody voted. Each
process of the server counts for itself. Stands on nothing of this room but `keys`.
"""

import hmac
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from passerelle_web.consensus.keys import keys_for

_PURPOSE = b"passerelle consensus limits"


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds."""

    name: str
    most: int
    seconds: int


# A school or an office stands behind one address: wide for those who come, narrow for what nobody does by hand.
VOICES_OF_AN_ADDRESS = Limit("voices", 60, 3600)
VOTES_OF_AN_ADDRESS = Limit("address-votes", 600, 60)
VOTES_OF_A_VOICE = Limit("votes", 60, 60)
STATEMENTS_OF_AN_ADDRESS = Limit("address-statements", 30, 3600)
STATEMENTS_OF_A_VOICE = Limit("statements", 10, 3600)


def address_of(request: HttpRequest) -> str:
    """The client's address, as the site's proxies tell it; empty where none is told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def within(limit: Limit, who: object) -> bool:
    """Count one more; False where it is one too many."""
    told = hmac.digest(keys_for(_PURPOSE)[0], f"{limit.name}/{who}".encode(), "sha256").hex()[:32]
    key = f"consensus-{limit.name}-{told}"
    cache.add(key, 0, limit.seconds)
    try:
        return cache.incr(key) <= limit.most
    except ValueError:  # it ran out between the two
        return cache.add(key, 1, limit.seconds) or cache.incr(key) <= limit.most
