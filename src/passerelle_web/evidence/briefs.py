"""The brief of a corridor on the site: read here, or taken along in five forms.

An earlier brief's record may be sent along to learn what changed; nothing of it is kept. Stands on `queries`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.output.briefs import set_as
from passerelle.output.briefs.agreed import LookedAt
from passerelle.output.briefs.compose import compose
from passerelle.output.briefs.page import body_html
from passerelle.output.briefs.record import LARGEST_RECORD, parse_record, record_of
from passerelle.output.charts.drawing import Chart
from passerelle_web.evidence import queries

# What was tried on a corridor, by who looks: the room of measures tells it (`tell_options`).
Tried = Callable[[HttpRequest, Corridor], list[dict[str, Any]]]
_TELLERS: list[Tried] = []


def tell_options(teller: Tried) -> None:
    """Let another room tell of options that were tried on a corridor."""
    _TELLERS.append(teller)


# What parties of a dialogue say of its figures: the room of dialogues tells it (`tell_looked_at`).
Looked = Callable[[HttpRequest, Corridor], list[LookedAt]]
_LOOKERS: list[Looked] = []


def tell_looked_at(teller: Looked) -> None:
    """Let the room of dialogues tell which figures its parties looked at."""
    _LOOKERS[:] = [teller]


TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def _earlier(request: HttpRequest, corridor: Corridor) -> dict[Any, dict[str, Any]] | None:
    """The figures of the record that the reader sent along, or None."""
    sent = request.FILES.get("since")
    if sent is None:
        return None
    if (sent.size or 0) > LARGEST_RECORD:
        raise EvidenceError(f'"{sent.name}" is too large to be the record of a brief.')
    return parse_record(sent.read(), corridor, sent.name or "file")


def _picture(corridor: Corridor) -> Any:
    def draw(chart: Chart) -> SafeString:
        address = reverse("evidence:chart", args=[corridor.origin, corridor.destination, chart.slug])
        return format_html(
            '<picture><source srcset="{0}?theme=dark" media="(prefers-color-scheme: dark)">'
            '<img src="{0}" width="640" height="{1}" alt="{2}"></picture>',
            address, chart.height, chart.description,
        )  # fmt: skip

    return draw


# Reading a file that is not kept changes nothing, needs no session, and so wants no token and no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """The brief as a page, or as a file when a form is named; with a record, what changed since it."""
    corridor = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    if corridor is None:
        raise Http404
    language, today = get_language() or "en", date.today()  # noqa: DTZ011  the day on the cover is the reader's
    form = request.POST.get("form") or request.GET.get("form", "")
    if form and form not in TYPES:
        raise Http404
    known = queries.corridor_known(corridor)
    if form == "json":
        return _file(record_of(known, today), form, corridor, today)
    composed = compose(queries.the_store(), known, language=language, today=today, earlier=_earlier(request, corridor),
                       tried=[record for teller in _TELLERS for record in teller(request, corridor)],
                       looked_at=[one for teller in _LOOKERS for one in teller(request, corridor)])  # fmt: skip
    if form:
        return _file(set_as(composed, f".{form}"), form, corridor, today)
    context = {
        "corridor": corridor,
        "ends": corridor.places,
        "brief": composed,
        "body": mark_safe(body_html(composed, _picture(corridor))),  # noqa: S308  every text in it is escaped
        "forms": tuple(TYPES),
    }
    return render(request, "evidence/brief.html", context)


def _file(content: bytes, form: str, corridor: Corridor, today: date) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"passerelle-{corridor.origin}-{corridor.destination}-{today.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
