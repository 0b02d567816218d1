"""What the pages of hits show: hits, filters as links and as a form, pages.

Holds no words of its own but labels; finding is `searching`. Stands on `searching`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle_web.library import kinds
from passerelle_web.library.engines.rows import Filters
from passerelle_web.library.searching import ON_A_PAGE, PROPERTIES, Found, Hit, find, hits
from passerelle_web.library.told import place_said, theme_said
from passerelle_web.people.permissions import Somebody
from passerelle_web.texts.languages import direction, name_of

LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "theme": _("Theme"),
    "place": _("Country"),
    "language": _("Language"),
    "year": _("Year"),
}
# As they stand in an address.
ASKED_AS = {"kind": "kind", "theme": "theme", "place": "country", "language": "language", "year": "year"}
MOST_CHOICES = 200
_HERE = "here0goes0the0value0of0a0filter"  # a word that an address keeps as it is, and that nobody asks for
MOST_LINKS = 6
_SAID = {"kind": kinds.named, "theme": theme_said, "place": place_said, "language": name_of, "year": str}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a property: how many hits have it, and the address with it or, where it is chosen, without it."""

    value: str
    label: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A property with its values among the hits: all of them for the form, the most frequent as links."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    links: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with what the page says of it in words."""

    hit: Hit
    kind: str
    language_name: str
    direction: str


def filters_of(given: QueryDict, kind: str = "") -> Filters:
    """The filters of an address; what is too long to be one counts for none."""
    found = {name: given.get(asked, "").strip()[:60] for name, asked in ASKED_AS.items()}
    found["place"], found["year"] = found["place"].upper(), found["year"] if found["year"].isdigit() else ""
    filters = Filters(**found)
    return replace(filters, kind=kind) if kind else filters


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    said = "&".join(part for part in query.urlencode().split("&") if part and not part.endswith("="))
    return f"?{said}" if said else request.path


def _facet(request: HttpRequest, found: Found, name: str) -> Facet:
    chosen = getattr(found.filters, name)
    counted = found.counts(name)
    if chosen and chosen not in dict(counted):
        counted.append((chosen, 0))
    if name == "year":
        counted.sort(reverse=True)
    # of hundreds of addresses only the value differs
    before, _mark, after = _address(request, **{ASKED_AS[name]: _HERE}).partition(_HERE)
    without = _address(request, **{ASKED_AS[name]: ""})
    choices = tuple(
        Choice(
            value, _SAID[name](value), count, without if value == chosen else f"{before}{quote_plus(value)}{after}",
            value == chosen,
        )
        for value, count in counted[:MOST_CHOICES]
    )  # fmt: skip
    links = [choice for choice in choices if choice.is_chosen] or choices[:MOST_LINKS]
    return Facet(ASKED_AS[name], str(LABELS[name]), choices, tuple(links))


def facets_of(request: HttpRequest, found: Found, without: Iterable[str] = ()) -> list[Facet]:
    """The filters that tell hits apart, or are chosen."""
    listed = [_facet(request, found, name) for name in PROPERTIES if name not in without]
    return [one for one in listed if len(one.choices) > 1 or any(choice.is_chosen for choice in one.choices)]


def shown(found: Found, page: "Page[Any]") -> list[Shown]:
    """The hits of a page."""
    return [
        Shown(hit, kinds.named(hit.kind), name_of(hit.language), direction(hit.language))
        for hit in hits(found, list(page))
    ]


def results(request: HttpRequest, somebody: Somebody, *, kind: str = "") -> dict[str, Any]:
    """All that a page of hits needs: of one kind, or of all."""
    text = request.GET.get("q", "")[:400]
    found = find(text, somebody, filters_of(request.GET, kind))
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    facets = facets_of(request, found, ("kind",) if kind else ())
    chosen = [choice for facet in facets for choice in facet.choices if choice.is_chosen]
    return {
        "q": found.asked.text, "found": found, "total": len(found.rows), "page": page, "hits": shown(found, page),
        "facets": facets, "chosen": chosen, "without": _address(request, **dict.fromkeys(ASKED_AS.values(), "")),
        "before": _address(request) + _page(request, page.number - 1),
        "after": _address(request) + _page(request, page.number + 1),
    }  # fmt: skip


def _page(request: HttpRequest, number: int) -> str:
    address = _address(request)
    return f"&page={number}" if address.startswith("?") else f"?page={number}"
