"""The brief of a corridor on the site: read here, or taken along in five forms.

An earlier brief's record may be sent along to learn what changed; nothing of it is kept. Stands on `queries`.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.output.briefs import FORMS, render_known
from passerelle.output.briefs.page import body_html
from passerelle.output.briefs.record import LARGEST_RECORD, parse_record
from passerelle.output.briefs import composed
from passerelle_web.evidence import queries

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def _corridor(origin: str, destination: str) -> Corridor:
    found = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    if found is None:
        raise Http404
    return found


def _earlier(request: HttpRequest, corridor: Corridor):  # type: ignore[no-untyped-def]
    sent = request.FILES.get("since")
    if sent is None:
        return None
    if sent.size > LARGEST_RECORD:
        raise EvidenceError(f'"{sent.name}" is too large to be the record of a brief.')
    return parse_record(sent.read(), corridor, sent.name)
