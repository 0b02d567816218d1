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


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, under one word; it leads to the first of them."""

    label: str | Promise
    doors: tuple[Door, ...]

    @property
    def href(self) -> str:
        """Where it leads."""
        return self.doors[0].href

    @property
    def is_current(self) -> bool:
        """Is this page one of its pages?"""
        return any(door.is_current for door in self.doors)


_SECTIONS: tuple[tuple[str | Promise, tuple[tuple[str | Promise, str], ...]], ...] = (
    (_("Evidence"), (
        (_("Corridors"), "evidence:corridors"),
        (_("Countries"), "evidence:countries"),
        (_("Groupings"), "evidence:groupings"),
        (_("Routes"), "evidence:routes"),
        (_("Integration"), "evidence:integration"),
        (_("Explorer"), "evidence:explorer"),
        (_("Sources"), "evidence:sources"),
    )),
    (_("Ways in"), (
        (_("Which ways are open?"), "advice:start"),
        (_("Adviser"), "advice:adviser"),
        (_("Employer"), "advice:employer"),
        (_("Policy view"), "advice:policy"),
        (_("Law"), "advice:law"),
    )),
    (_("Policy"), (
        (_("Measures"), "measures:catalogue"),
        (_("Plans"), "plans:plans"),
        (_("Scoreboard"), "plans:scoreboard"),
        (_("Strategy papers"), "plans:papers"),
        (_("Practices"), "practices:practices"),
    )),
    (_("Forum"), (
        (_("Forum"), "forum:home"),
        (_("Dialogues"), "dialogues:dialogues"),
        (_("Members"), "people:members"),
    )),
    (_("Library"), ((_("Library"), "library:documents"), (_("Open data and feeds"), "openness:open-data"))),
)  # fmt: skip

# Doors of rooms whose other doors lie below them: current on their own page alone.
_ROOMS = ("advice:start",)
# Further addresses that belong to a door.
_FURTHER = {
    "advice:start": ("ways-in/check",), "plans:plans": ("commitments",), "practices:practices": ("handbook",),
    "library:documents": ("search",),
}  # fmt: skip


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


def _door(label: str | Promise, name: str, path: str) -> Door | None:
    try:
        href = reverse(name)
    except NoReverseMatch:  # a room that is not served at this address
        return None
    base = href.rstrip("/").rpartition("/")[0]
    further = tuple(f"{base}/{room}/" for room in _FURTHER.get(name, ()))
    here = path == href if name in _ROOMS else path.startswith(href)
    return Door(label, href, here or path.startswith(further))


def sections(path: str) -> list[Section]:
    """The navigation: an entry is current on its own page and those below."""
    found = []
    for label, entries in _SECTIONS:
        doors = tuple(door for word, name in entries if (door := _door(word, name, path)) is not None)
        if doors:
            found.append(Section(label, doors))
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
    ways = sections(request.path)
    return {
        "tongues": all_tongues,
        "here": here,
        "arrow": arrow,
        "site_sections": ways,
        "site_section": next((one for one in ways if one.is_current), None),
        # asked only where a page writes them: the page of a fault does not
        "person": partial(person_here, request),
        "told": partial(told, request),
    }
