"""Keys that are derived from the site's own, one for each purpose, the newest first.

Stands on `cryptography` alone.
"""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def _derived(secrets: tuple[str, ...], purpose: bytes) -> tuple[bytes, ...]:
    return tuple(HKDF(SHA256(), 32, None, purpose).derive(secret.encode()) for secret in secrets)


def keys_for(purpose: bytes) -> tuple[bytes, ...]:
    """The keys of a purpose: of the site's key, then of those that it had before."""
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), purpose)
