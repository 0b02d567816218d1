"""Pages that list: countries, groupings, routes, sources, and the explorer.

Each gets, calls a query, renders. Holds no figures. Stands on `theme`.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle_web.evidence import explorer_page, queries, source_page


def _language() -> str:
    return get_language() or "en"


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Every place by region; one typed leads to its page."""
    typed = queries.read_place(request.GET.get("place", ""))
    if typed.place is not None:
        return redirect("evidence:country", typed.place.iso3)
    context = {
        "typed": typed,
        "regions": queries.places_by_region(_language()),
    }
    return render(request, "evidence/countries.html", context)


@require_safe
def groupings(request: HttpRequest) -> HttpResponse:
    """Every grouping with how many members it has today."""
    context = {"kinds": queries.groupings_by_kind(date.today(), _language())}  # noqa: DTZ011
    return render(request, "evidence/groupings.html", context)


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """The named routes; a chain of places typed leads to its own page."""
    typed = [queries.read_place(text) for text in request.GET.getlist("stop")][:8]
    chain = [one.place.iso3 for one in typed if one.place is not None]
    if len(chain) >= 2 and not any(one.is_wrong for one in typed) and len(set(chain)) == len(chain):
        return redirect("evidence:route", "-".join(chain))
    context = {
        "routes": queries.named_routes_in(_language()),
        "typed": [*typed, *[queries.Typed("", None)] * (5 - len(typed))],
        "is_short": len([one for one in typed if one.text]) == 1,
        "is_twice": len(set(chain)) != len(chain),
    }
    return render(request, "evidence/routes.html", context)


@require_safe
def explorer(request: HttpRequest) -> HttpResponse:
    """Observations under filters, a page at a time."""
    return render(request, "evidence/explorer.html", explorer_page.explored(request.GET, _language()))


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source card."""
    return render(request, "evidence/sources.html", {"sources": source_page.all_sources()})


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source: its card, what it holds here, what its build reported."""
    context = source_page.one_source(source)
    if context is None:
        raise Http404
    return render(request, "evidence/source.html", context)
