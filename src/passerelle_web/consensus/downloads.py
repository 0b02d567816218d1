"""Results to take along: the file of the result, open data, and the votes for the chair.

What they hold is in `data`. Stands on `visiting`.
"""

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.consensus import data
from passerelle_web.consensus.models import Consultation, Picture
from passerelle_web.consensus.visiting import seen
from passerelle_web.people.permissions import require

OPEN_FORMS = {
    "csv": ("text/csv; charset=utf-8", data.as_csv),
    "jsonl": ("application/jsonl; charset=utf-8", data.as_lines),
}


def _file(consultation: Consultation, content: str | bytes, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = slugify(consultation.title) or "consultation"
    name = f"demonstration-{name}" if consultation.is_demonstration else name
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def result(request: HttpRequest, key: str) -> HttpResponse:
    """The last picture whole, as JSON: what may be shown of it, with the fingerprint of its votes."""
    found = seen(request, key)
    record = Picture.objects.get(pk=found.consultation.pk).record
    if record is None:
        raise Http404
    told = json.dumps(data.result_of(found.consultation, record), ensure_ascii=False, allow_nan=False)
    return _file(found.consultation, told, "application/json", "json")


@require_safe
def open_data(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Statements and what may be shown of the votes, under an open licence, once a public consultation has closed."""
    found = seen(request, key)
    if form not in OPEN_FORMS:
        raise Http404
    require(request.user, "consensus.take_data", found)
    kind, made = OPEN_FORMS[form]
    picture = Picture.objects.defer("packed").get(pk=found.consultation.pk)
    answer = _file(found.consultation, made(found.consultation, picture), kind, form)
    answer["Link"] = f'<{data.LICENCE_ADDRESS}>; rel="license"'
    return answer


@login_required
@require_POST
def votes(request: HttpRequest, key: str) -> HttpResponse:
    """The votes under drawn numbers, for the chair alone; the trail keeps that they were taken."""
    found = seen(request, key)
    content = data.take_votes(consultation=found.consultation, by=request.user)
    return _file(found.consultation, content, "application/zip", "zip")
