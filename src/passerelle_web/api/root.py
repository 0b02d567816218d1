"""The API itself: its rooms, its refusals, its OpenAPI document.

Holds no routes. The roof of the site.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_args, get_type_hints

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from passerelle import __version__
from passerelle.base.errors import PasserelleError
from passerelle.output.tables import FORMS
from passerelle_web.api import (
    admission,
    catalogue,
    consultations,
    corridors,
    dialogue_outcomes,
    dialogue_texts,
    dialogue_writing,
    dialogues,
    forum,
    integration,
    library,
    measures,
    models,
    places,
    plans,
    practices,
)
from passerelle_web.api.middleware import ASKED, OF_PEOPLE
from passerelle_web.api.problems import MEDIA_TYPE, ParameterUnknown, problem, refused, unreadable
from passerelle_web.api.shapes import Problem

_DESCRIPTION = """Sourced figures on migration and development, corridor by corridor. No key and no cookies are needed
to read; what is open to some members alone is read, and a reference, a draft of a practice or a report handed in, by
who is signed in on this site. In dialogues people speak, and in consultations they vote, under their own rights; who
spoke is told as the rule of attribution lets, and not otherwise.

Origin and destination are the migrants' everywhere, also where money runs the other way. A figure that is not known
has `null` as its value, never zero. Lists come in pages with `total`, `next` and `previous`. Every answer has an
`ETag`; send it back as `If-None-Match`. Pages of any origin may read this API (`Access-Control-Allow-Origin: *`).
Refusals are `application/problem+json` (RFC 9457). The licence of each figure is that of its source."""
_PROBLEMS = {
    "400": "The query cannot be read, names an unknown parameter, or asks for too much.",
    "404": "No such place, indicator, grouping, route or source; suggestions where there are any.",
    "503": "The evidence is being renewed.",
}
_HANDING_IN = {
    "400": "What was handed in cannot be read.",
    "401": "Nobody is signed in.",
    "403": "The person may not, or the request does not come from a page of this site.",
    "404": "What it belongs to is not there, or not for this person.",
    "409": "It cannot be done so: the detail says why.",
}
_REFUSAL = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_OF_PEOPLE = {
    "400": _PROBLEMS["400"],
    "403": "Not for this caller, or the request was forged.",
    "404": "No such consultation or statement, or not for this caller.",
    "409": "It cannot be done so: the detail says why.",
    "429": "Too often.",
}
_HEADERS = {
    "ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
    "Access-Control-Allow-Origin": {"schema": {"type": "string", "const": "*"}},
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


def _asked_as(name: str, hint: Any) -> str:
    """The name of a parameter in the address: its alias where it has one."""
    aliases = [alias for part in get_args(hint) if isinstance(alias := getattr(part, "alias", None), str)]
    return aliases[0] if aliases else name


def only_known(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse parameters that the address does not have: a misspelt one would silently widen the answer."""
    hints = get_type_hints(view, include_extras=True)
    declared = [_asked_as(name, hints.get(name)) for name in inspect.signature(view).parameters if name != "request"]

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        in_path = set(request.resolver_match.kwargs) if request.resolver_match else set()
        allowed = [name for name in declared if name not in in_path]
        strange = [name for name in request.GET if name not in allowed]
        if strange:
            known = f"It has {', '.join(allowed)}." if allowed else "It has none."
            named = ", ".join(f'"{name[:60]}"' for name in strange[:10])
            raise ParameterUnknown(f"This address has no parameter {named}. {known}")
        return view(request, *args, **more)

    return checked


class Api(NinjaAPI):
    """The API, whose document says what every address has in common."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The OpenAPI document, with headers, problems and forms of files added."""
        document = super().get_openapi_schema(**more)
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"]["Problem"].pop("$defs", None)
        for path, methods in document["paths"].items():
            for operation in methods.values():
                _complete(path, operation)
        return document


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Say of one operation what holds for all: headers, 304, problems, and the media types of files."""
    responses = {str(status): told for status, told in operation["responses"].items()}
    if path.startswith(OF_PEOPLE):
        _complete_of_people(operation, responses)
        return
    if ASKED.fullmatch(path):  # a case is answered and not kept
        responses["200"] |= {
            "headers": {"Cache-Control": {"schema": {"type": "string"}}},
            "description": operation["summary"],
        }
        responses |= {status: {"description": text, "content": _REFUSAL} for status, text in _PROBLEMS.items()}
        operation["responses"] = responses
        return
    if "200" not in responses:  # something is handed in: no headers of what is kept, and refusals of its own
        operation["responses"] = responses | {
            status: {"description": said, "content": _REFUSAL} for status, said in _HANDING_IN.items()
        }
        return
    responses["200"] |= {"headers": _HEADERS, "description": operation["summary"]}
    if path.endswith("/figures"):
        files = {form.media_type: _BINARY for form in FORMS.values() if form.name != "json"}
        # a file of JSON is no page of figures: it has no shape but its own
        as_json = {"application/json": {"schema": {"type": "object"}}}
        responses["200"]["content"] = responses["200"].get("content", as_json) | files
    if path.endswith("/brief"):
        responses["200"]["content"] = dict.fromkeys(corridors.BRIEF_TYPES.values(), _BINARY) | {
            "application/json": {"schema": {"type": "object"}}
        }
    responses["304"] = {"description": "Not changed since the ETag sent as If-None-Match."}
    responses |= {status: {"description": text, "content": _REFUSAL} for status, text in _PROBLEMS.items()}
    operation["responses"] = responses


def _complete_of_people(operation: dict[str, Any], responses: dict[str, Any]) -> None:
    """The same for what people see and do under their own rights."""
    responses["200"] |= {
        "headers": {"Cache-Control": {"schema": {"type": "string"}}},
        "description": operation["summary"],
    }
    refusal = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses |= {status: {"description": text, "content": refusal} for status, text in _OF_PEOPLE.items()}
    operation["responses"] = responses


def _no_address(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "No such address")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    title = {401: "Not signed in", 403: "Forbidden"}.get(error.status_code, "Bad request")
    return problem(request, error.status_code, title, error.message)


api = Api(
    title="Passerelle",
    version=__version__,
    description=_DESCRIPTION,
    docs_url=None,  # its page loads scripts from another host; ours is made from the document
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_decorator(only_known)
for room in (
    corridors, places, catalogue, integration, admission, models, measures, plans, library, dialogues, dialogue_texts,
    dialogue_writing, dialogue_outcomes, consultations, practices, forum,
):  # fmt: skip
    api.add_router("", room.router)
_HANDLERS: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    (PasserelleError, refused),
    (ValidationError, unreadable),
    (Http404, _no_address),
    (HttpError, _http_error),
)
for kind, handler in _HANDLERS:
    api.add_exception_handler(kind, handler)
