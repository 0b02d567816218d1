"""The page of open data, its files, its catalogue.

Each gets, asks, answers. Stands on `catalogue`.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle.base.words import number
from passerelle_web.openness import catalogue
from passerelle_web.openness.feeds import all_feeds
from passerelle_web.openness.sets import FORMS, written
from passerelle_web.theme.feeds import LICENCE, LICENCE_ADDRESS


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Every set with its rows, fields, forms, licence and day; and every feed."""
    sets = catalogue.listed()
    rows = sum(one.rows for one in sets)
    context = {
        "sets": sets, "rows": rows, "rows_said": number(rows, get_language() or "en"), "day": timezone.localdate(),
        "feeds": all_feeds(),
        "licence": LICENCE, "licence_address": LICENCE_ADDRESS,
    }  # fmt: skip
    return render(request, "openness/open_data.html", context)


@require_safe
def as_file(request: HttpRequest, name: str, form: str) -> StreamingHttpResponse:
    """A set as a file, sent as it is read."""
    held = catalogue.SETS.get(name)
    if held is None or form not in FORMS:
        raise Http404
    pieces = written(held, form) if request.method == "GET" else iter(())
    answer = StreamingHttpResponse(pieces, content_type=FORMS[form].media_type)
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="passerelle-{name}-{day}.{form}"'
    answer["Link"], answer["Cache-Control"] = f'<{LICENCE_ADDRESS}>; rel="license"', "no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """The catalogue for programs, in the language of the address."""
    told = catalogue.as_catalogue(request.build_absolute_uri("/").rstrip("/"))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
