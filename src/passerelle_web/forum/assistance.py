"""What rooms above make of the result of help, such as a draft practice: they say it here with `on_result`.

Holds the register only. Stands on `models`.
"""

from collections.abc import Callable

from passerelle_web.forum.models import Result
from passerelle_web.people.models import User

Maker = Callable[[Result, User | None], str]
_MAKERS: list[Maker] = []


def on_result(make: Maker) -> Maker:
    """Let a room make something of a result.

    `make(result, by)` is called once, in the transaction in which one of the two members asks for it; it answers with
    the address of what it made, without a language's prefix being needed. What it refuses (`CannotBeDone`,
    `NotAllowed`) is told to the person and nothing is kept.
    """
    if make not in _MAKERS:
        _MAKERS.append(make)
    return make


def forget(make: Maker) -> None:
    """Take a maker back."""
    if make in _MAKERS:
        _MAKERS.remove(make)


def maker() -> Maker | None:
    """The room that makes drafts of results; None where none does."""
    return _MAKERS[-1] if _MAKERS else None
