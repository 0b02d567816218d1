"""Charts as pictures of their own address, drawn once and kept on disk until the evidence changes.

A picture sees none of the page's fonts, so each carries its letters. What a chart shows is in
`passerelle.output.charts`. Stands on `queries`.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from passerelle import __version__
from passerelle.base.corridors import Corridor
from passerelle.output.charts.beside import BESIDE, chart_beside
from passerelle.output.charts.corridor import CHARTS, chart_of
from passerelle.output.charts.drawing import Chart, Theme, svg
from passerelle.output.charts.outlook import SLUGS as OUTLOOK
from passerelle.output.charts.outlook import outlook_chart
from passerelle.output.charts.why import why_chart
from passerelle_web.evidence import queries
from passerelle_web.evidence.explorer_filters import read_filters
from passerelle_web.evidence.explorer_series import series_chart_of

WIDTHS = (360, 640)  # pixels: a telephone's, a column's
_ARABIC = re.compile("[\u0600-\u06ff]")
SLUGS = {"why", *(slug for makers in (*CHARTS.values(), *BESIDE.values()) for slug, _ in makers)}


def _asked(request: HttpRequest) -> tuple[Theme, int]:
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    width = request.GET.get("width", "")
    return theme, int(width) if width.isdigit() and int(width) in WIDTHS else WIDTHS[-1]


def _key(request: HttpRequest, origin: str, destination: str, chart: str) -> str:
    """A name for the drawing by all that it depends on; a place's chart has no destination."""
    theme, width = _asked(request)
    stamp = queries.the_store().stamp
    beside = "+".join(request.GET.getlist("beside")[: queries.MOST_BESIDE]) if chart.endswith("-beside") else ""
    told = (stamp, __version__, origin, destination, chart, beside, get_language(), theme, str(width))
    return hashlib.sha256("\0".join(str(part) for part in told).encode()).hexdigest()[:32]


def _etag(request: HttpRequest, origin: str, destination: str, chart: str) -> str:
    return f'"{_key(request, origin, destination, chart)}"'


def _kept(key: str) -> Path:
    return Path(settings.DRAWINGS) / key[:2] / f"{key}.svg"


@cache
def _face(name: str, family: str) -> str:
    path = finders.find(f"theme/fonts/{name}.woff2")
    if not isinstance(path, str):  # without our letters the reader's own are used
        return ""
    letters = base64.b64encode(Path(path).read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:400 600;'
        f'src:url(data:font/woff2;base64,{letters}) format("woff2")}}'
    )


def with_letters(drawing: str) -> str:
    """The drawing with the fonts that its words need inside it."""
    faces = _face("chart-latin", "Source Sans 3")
    if _ARABIC.search(drawing):
        faces += _face("chart-arabic", "Noto Sans Arabic")
    return re.sub(r"(<svg [^>]*>)", lambda tag: f"{tag[1]}<style>{faces}</style>", drawing, count=1)


def _made(request: HttpRequest, found: Corridor, chart: str, language: str) -> Chart | None:
    """The chart of the corridor, or of it and those asked beside it as ORIGIN-DESTINATION."""
    known = queries.corridor_known(found)
    if chart == "why":
        explanation = queries.why(found)
        return why_chart(known, explanation, language) if explanation else None
    if not chart.endswith("-beside"):
        return chart_of(known, chart, language)
    beside, _ = queries.all_beside(found, request.GET.getlist("beside"))
    knowns = [known, *(queries.corridor_known(one) for one in beside)]
    return chart_beside(knowns, chart, language) if beside else None


@require_safe
@condition(etag_func=_etag)
def chart(request: HttpRequest, origin: str, destination: str, chart: str) -> HttpResponse:
    """One chart of a corridor as SVG; 404 where too little is known to draw it."""
    found = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    if found is None or chart not in SLUGS:
        raise Http404
    return _drawn(request, _key(request, origin, destination, chart), lambda language: _made(
        request, found, chart, language))  # fmt: skip


def _place_etag(request: HttpRequest, place: str, chart: str) -> str:
    return _etag(request, place, "", chart)


@require_safe
@condition(etag_func=_place_etag)
def place_chart(request: HttpRequest, place: str, chart: str) -> HttpResponse:
    """One chart of a country's outlook as SVG; 404 where its ages are not known."""
    typed = queries.read_place(place)
    outlook = queries.outlook_of(typed.place.iso3) if typed.place and chart in OUTLOOK else None
    if typed.place is None or outlook is None:
        raise Http404
    known = queries.place_known(typed.place.iso3)
    return _drawn(request, _key(request, place, "", chart), lambda language: outlook_chart(
        known, outlook, chart, language))  # fmt: skip


def _explored_etag(request: HttpRequest) -> str:
    return _etag(request, read_filters(request.GET).address(), "", "series")


@require_safe
@condition(etag_func=_explored_etag)
def explored_chart(request: HttpRequest) -> HttpResponse:
    """The chart of the explorer's largest series as SVG; 404 where there is none."""
    asked = read_filters(request.GET)
    if asked.is_empty or asked.is_refused or not asked.indicator:
        raise Http404
    return _drawn(request, _key(request, asked.address(), "", "series"), lambda language: series_chart_of(
        asked, language))  # fmt: skip


def _drawn(request: HttpRequest, key: str, make: Callable[[str], Chart | None]) -> HttpResponse:
    """The drawing that is kept under the key, made when it is not there."""
    path = _kept(key)
    if not path.exists():
        theme, width = _asked(request)
        language = get_language() or "en"
        made = make(language)
        if made is None:
            raise Http404
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{id(request):x}")
        fresh.write_text(with_letters(svg(made, theme=theme, width=width, language=language)), "utf-8")
        fresh.replace(path)
    response = HttpResponse(path.read_bytes(), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
