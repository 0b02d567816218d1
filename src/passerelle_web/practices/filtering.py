"""The filters of the list of practices: as they stand in an address, in a form without script, as links to take away.

Finding is in `queries`. Stands on `queries`.
"""

from dataclasses import dataclass, fields

from django.http import QueryDict
from django.utils.translation import gettext

from passerelle.base.words import arrow
from passerelle.exchange.practices.grades import MEANINGS, Grade, title_of
from passerelle.exchange.practices.principles import PRINCIPLES, principle_of
from passerelle_web.library.told import place_said
from passerelle_web.people.themes import theme_choices, theme_name
from passerelle_web.practices.models import Mark
from passerelle_web.practices.neighbours import template_said
from passerelle_web.practices.queries import Filters, standing
from passerelle_web.practices.shown import spoken
from passerelle_web.texts.languages import name_of

MOST = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on: what it says, and the address without it."""

    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form: its name in the address, its label, its values with the chosen one."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def filters_of(given: QueryDict) -> Filters:
    """The filters of an address; what is too long or no number counts for none."""
    found = {one.name: given.get(one.name, "").strip()[:60] for one in fields(Filters) if one.name != "grade"}
    for name in ("country", "origin", "destination", "tried"):
        found[name] = found[name].upper()[:3]
    grade = given.get("grade", "")
    return Filters(**found, grade=int(grade) if grade.isdigit() and int(grade) in set(Grade) else 0)


def address_of(filters: Filters) -> str:
    """The end of an address with these filters."""
    query = QueryDict(mutable=True)
    for one in fields(Filters):
        if value := getattr(filters, one.name):
            query[one.name] = str(value)
    return f"?{query.urlencode()}" if query else ""


def said(name: str, filters: Filters) -> str:
    """A filter in words."""
    value, language = getattr(filters, name), spoken()
    return {
        "theme": lambda: theme_name(value),
        "country": lambda: place_said(value),
        "origin": lambda: gettext("from {place}").format(place=place_said(value)),
        "destination": lambda: gettext("to {place}").format(place=place_said(value)),
        "grade": lambda: gettext("evidence: {grade} or more").format(grade=title_of(value, language)),
        "language": lambda: name_of(value),
        "tried": lambda: gettext("tried in {place}").format(place=place_said(value)),
        "template": lambda: template_said(value),
        "principle": lambda: _principle(value, language),
        "member": lambda: gettext("told by {member}").format(member=value),
    }[name]()


def _principle(value: str, language: str) -> str:
    known = value.isdigit() and int(value) in PRINCIPLES
    return principle_of(int(value), language) if known else value


def chosen(filters: Filters, path: str) -> list[Chosen]:
    """The filters that are on, each with the address without it."""
    return [
        Chosen(said(one.name, filters), address_of(filters.without(one.name)) or path)
        for one in fields(Filters)
        if getattr(filters, one.name)
    ]


def choices(filters: Filters) -> list[Choice]:
    """The fields of the form; places and languages that there are, themes and grades all of them."""
    every = [("", gettext("any"))]
    grades = [(str(int(one)), title_of(one, spoken())) for one in MEANINGS]
    found = [
        ("theme", gettext("Theme"), theme_choices()),
        ("country", gettext("Country"), _places(Mark.What.PLACE)),
        ("grade", gettext("Evidence at least"), grades),
        ("language", gettext("Language"), _languages()),
        ("tried", gettext("Tried in"), _places(Mark.What.TRIED)),
    ]
    return [
        Choice(name, label, str(getattr(filters, name) or ""), every + _with(listed, name, filters))
        for name, label, listed in found
    ]


def _with(listed: list[tuple[str, str]], name: str, filters: Filters) -> list[tuple[str, str]]:
    """The values, and the chosen one if it is none of them."""
    value = str(getattr(filters, name) or "")
    return listed if not value or value in dict(listed) else [*listed, (value, said(name, filters))]


def _places(what: str) -> list[tuple[str, str]]:
    held = Mark.objects.filter(what=what, practice__published__isnull=False, practice__withdrawn_on=None)
    found = held.values_list("value", flat=True).distinct().order_by()[:MOST]
    return sorted(((iso3, place_said(iso3)) for iso3 in found), key=lambda pair: pair[1])


def _languages() -> list[tuple[str, str]]:
    found = standing().values_list("language", flat=True).distinct().order_by()
    return sorted(((code, name_of(code)) for code in found), key=lambda pair: pair[1])


def heading(filters: Filters) -> str:
    """What the list is of, where one corridor is asked for; else ""."""
    if filters.origin and filters.destination:
        return f"{place_said(filters.origin)} {arrow(spoken())} {place_said(filters.destination)}"
    return ""


def topic_of(filters: Filters) -> str:
    """The theme that a reader of this list may follow; "" where none is chosen."""
    return filters.theme if filters.theme in dict(theme_choices()) else ""
