"""What is read once and asked of again and again: memberships, parties, reaches, while one page is made.

Within `reading` it is kept, and outside of it nothing is; so who was removed loses access at the next request. A
request that only reads is within it as a whole. Holds no permissions. Ground of the site.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

Read = TypeVar("Read")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept_while_reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it what is `remembered` is read once. Within another it is the other's."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(key: Hashable, read: Callable[[], Read]) -> Read:
    """What is kept under a key; else what is read now."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: Read = kept[key]
    return found


def remember(key: Hashable, found: Any) -> None:
    """Keep what was read for many keys at once; outside of `reading` it is let go."""
    kept = _kept.get()
    if kept is not None:
        kept.setdefault(key, found)


class ReadOnce:
    """A request that only reads asks nothing twice. One that writes may change what it asked, and asks again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)
