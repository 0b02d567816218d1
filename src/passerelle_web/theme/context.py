"""What every page knows: its language and direction, the other languages' addresses, the navigation.

Holds no figures. Stands on `people`.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _


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
    (_("Explorer"), "evidence:explorer"),
    (_("Sources"), "evidence:sources"),
)


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
        found.append(Door(label, href, path.startswith(href)))
    return found


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    all_tongues = tongues(request.get_full_path())
    here = next((tongue for tongue in all_tongues if tongue.is_current), all_tongues[0])
    arrow = "←" if here.direction == "rtl" else "→"
    return {"tongues": all_tongues, "here": here, "arrow": arrow, "doors": doors(request.path)}
