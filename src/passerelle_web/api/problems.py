"""Refusals as application/problem+json (RFC 9457): type, title, status, detail, instance, suggestions.

Holds the mapping from the family of errors to statuses; the statuses of most branches are the pages'. Stands on
`theme`.
"""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError

from passerelle.base.errors import IndicatorUnknown, ModelError, PasserelleError, PlaceUnknown, SettingRefused
from passerelle.base.groupings import GroupingUnknown
from passerelle.base.places import place_of
from passerelle.measures.templates import TemplateUnknown
from passerelle_web.theme.refusals import refusal_of

MEDIA_TYPE = "application/problem+json"
# Where each type of problem is explained: resolved against the address that was asked.
EXPLAINED = "/api/v1/docs/#"


class QueryRefused(PasserelleError):
    """What the query asks for cannot be answered as it is asked."""

    title = "Query refused"


class ParameterUnknown(QueryRefused):
    """The query names a parameter that this address does not have."""

    title = "Unknown parameter"


class ParameterUnreadable(QueryRefused):
    """A parameter has a value that cannot be read."""

    title = "Parameter not readable"


class SourceUnknown(PasserelleError):
    """No source of that name."""

    title = "Source not found"


_NOT_FOUND = (GroupingUnknown, ModelError, SourceUnknown, TemplateUnknown)

# What the page of documentation says of each type.
TYPES = {
    "place-unknown": "404. No place is known by that code or spelling, or it is unsure; suggestions are given.",
    "indicator-unknown": "404. No indicator has that name; names like it are suggested.",
    "choice-refused": "400. Integration has no such measure, group or sex; the detail lists those there are.",
    "grouping-unknown": "404. No grouping has that code.",
    "source-unknown": "404. No source has that name.",
    "corridor-error": "400. Both ends are the same place, or a route passes twice through one.",
    "period-unreadable": "400. A period is not a year, a span of years, a quarter, a month or a day.",
    "model-error": "404. A model does not cover what is asked, or lacks a figure: the detail says which.",
    "setting-refused": "400. A setting of a measure cannot be: its value, unit or name; the detail says which.",
    "template-unknown": "404. No measure has that name; names like it are suggested.",
    "parameter-unknown": "400. The query names parameters that the address does not have; it names those it has.",
    "parameter-unreadable": "400. A parameter has a value that cannot be read, or one that is needed is lacking.",
    "query-refused": "400. The query is sound but cannot be answered so: the detail says what to ask instead.",
    "export-refused": "400. More figures are asked for than one file may hold.",
    "about:blank": "Any other status, with the usual meaning of HTTP: 404 no such address, 405 only GET, HEAD and "
    "OPTIONS, 500 a fault of ours, 503 the evidence is being renewed.",
}


def _slug(error: Exception) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def problem(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str = "",
    *,
    kind: str = "about:blank",
    suggestions: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """An answer that refuses. `kind` is one of TYPES."""
    told: dict[str, Any] = {
        "type": kind if kind == "about:blank" else EXPLAINED + kind,
        "title": title,
        "status": status,
        "detail": detail or title,
        "instance": request.path,
    }
    if suggestions is not None:
        told["suggestions"] = suggestions
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    answer["Content-Language"] = "en"
    return answer


def status_of(error: PasserelleError) -> int:
    """The status of a refusal of the library: as on the pages, with 404 for what only the API names."""
    if isinstance(error, SettingRefused):
        return 400
    return 404 if isinstance(error, _NOT_FOUND) else refusal_of(error).status


def suggestions_of(error: PasserelleError) -> list[dict[str, str]] | None:
    """What may have been meant, best first; None where the branch suggests nothing."""
    if isinstance(error, PlaceUnknown):
        return [{"code": iso3, "name": place_of(iso3).name()} for iso3 in error.suggestions]
    if isinstance(error, IndicatorUnknown | TemplateUnknown):
        return [{"code": name, "name": name} for name in dict.fromkeys(error.suggestions)]
    return None


def refused(request: HttpRequest, error: PasserelleError) -> HttpResponse:
    """The library's sentence as a problem; a fault of the evidence itself is not told to the public."""
    status = status_of(error)
    if status >= 500:
        return problem(request, status, str(refusal_of(error).title))
    slug = _slug(error)
    return problem(
        request,
        status,
        error.title,
        str(error),
        kind=slug if slug in TYPES else "about:blank",
        suggestions=suggestions_of(error),
    )


def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that do not fit their description, each named with what is wrong."""
    faults = [f'"{fault["loc"][-1]}": {fault["msg"][:1].lower()}{fault["msg"][1:]}' for fault in error.errors]
    return refused(request, ParameterUnreadable("; ".join(faults) + "."))
