"""What every page knows: its language and direction, the other languages' addresses, the navigation, who is signed in.

A visitor has no session and no messages, and neither is asked for: her page depends on no cookie. Holds no figures.
Stands on `people`.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import User


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface, with this page's address in it."""

    code: str
    name: str
    direction: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation."""

    label: str | Promise
    href: str
    is_current: bool


_DOORS = (
    (_("Corridors"), "evidence:corridors"),
    (_("Countries"), "evidence:countries"),
    (_("Groupings"), "evidence:groupings"),
    (_("Routes"), "evidence:routes"),
    (_("Measures"), "measures:catalogue"),
    (_("Plans"), "plans:plans"),
    (_("Practices"), "practices:practices"),
    (_("Forum"), "forum:home"),
    (_("Dialogues"), "dialogues:dialogues"),
    (_("Library"), "library:documents"),
    (_("Explorer"), "evidence:explorer"),
    (_("Sources"), "evidence:sources"),
)


# Further addresses that belong to a door.
_FURTHER = {"plans:plans": ("scoreboard", "papers", "commitments"), "practices:practices": ("handbook",)}


def tongues(full_path: str) -> list[Tongue]:
    """Every language with the address of the same page in it.

    `full_path` starts with a language's prefix; an unknown address without one
    leads to the home page.
    """
    known = [code for code, _name in settings.LANGUAGES]
    head, _slash, tail = full_path.lstrip("/").partition("/")
    rest = tail if head in known else ""
    current = get_language()
    return [
        Tongue(
            code=code,
            name=name,
            direction="rtl" if get_language_info(code)["bidi"] else "ltr",
            href=f"/{code}/{rest}",
            is_current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


def doors(path: str) -> list[Door]:
    """The navigation; an entry is current on its own page and those below."""
    found = []
    for label, name in _DOORS:
        try:
            href = reverse(name)
        except NoReverseMatch:  # a room that is not served at this address
            continue
        base = href.rstrip("/").rpartition("/")[0]
        further = tuple(f"{base}/{room}/" for room in _FURTHER.get(name, ()))
        found.append(Door(label, href, path.startswith((href, *further))))
    return found


def person_here(request: HttpRequest) -> User | None:
    """Who is signed in; the session is only looked into where the browser has one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    somebody = getattr(request, "user", None)
    return somebody if isinstance(somebody, User) else None


def told(request: HttpRequest) -> list[str]:
    """What the step before tells, once."""
    has_some = "messages" in request.COOKIES or getattr(getattr(request, "_messages", None), "added_new", False)
    return [str(message) for message in get_messages(request)] if has_some else []


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    all_tongues = tongues(request.get_full_path())
    here = next((tongue for tongue in all_tongues if tongue.is_current), all_tongues[0])
    arrow = "←" if here.direction == "rtl" else "→"
    return {
        "tongues": all_tongues,
        "here": here,
        "arrow": arrow,
        "doors": doors(request.path),
        # asked only where a page writes them: the page of a fault does not
        "person": partial(person_here, request),
        "told": partial(told, request),
    }
