"""Answers by mail: rooms register what they do with one; this room says where to answer.

Reading messages is `taking`. Stands on `addresses`.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from passerelle_web.people.models import User
from passerelle_web.post.addresses import answer_address

Handler = Callable[[User, str, str], object]
_HANDLERS: dict[str, Handler] = {}


def register(prefix: str, handler: Handler) -> None:
    """Let a room take answers to topics that begin so: `handler(person, topic, text)`.

    It asks its own permissions and raises a `SiteRefusal` with a sentence for the person, who then gets it by mail with
    all that she wrote.
    """
    _HANDLERS[prefix] = handler


def forget(prefix: str) -> None:
    """Take a room's handler back."""
    _HANDLERS.pop(prefix, None)


def handler_of(topic: str) -> Handler | None:
    """Who takes answers to a topic: the longest beginning that fits."""
    fitting = [prefix for prefix in _HANDLERS if topic.startswith(prefix)]
    return _HANDLERS[max(fitting, key=len)] if fitting else None


def address_for(person: User, topic: str) -> str | None:
    """Where a person answers to a topic; None where answers are not taken."""
    if not settings.ANSWERS_DOMAIN or handler_of(topic) is None:
        return None
    return answer_address(person, topic)


def above_this_line() -> str:
    """The line above which an answer is written; what stands below it is cut."""
    line = _("Write your answer above this line")
    return f"--- {line} ---"
