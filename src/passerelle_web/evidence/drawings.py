"""Charts as pictures of their own address, drawn once and kept on disk as long as there is room.

A picture sees none of the page's fonts, so each carries its letters. What a chart shows is in
`passerelle.output.charts`. Stands on `queries`.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle import __version__
from passerelle.base.corridors import Corridor
from passerelle.evidence.connectors.cache import write_whole
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
MOST_KEPT = 40  # drawings in each of 256 folders, of some 50 kB: half a gigabyte
_ARABIC = re.compile("[\u0600-\u06ff]")
SLUGS = {"why", *(slug for makers in (*CHARTS.values(), *BESIDE.values()) for slug, _ in makers)}


def _asked(request: HttpRequest) -> tuple[Theme, int]:
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    width = request.GET.get("width", "")
    return theme, int(width) if width.isdigit() and int(width) in WIDTHS else WIDTHS[-1]


def key_of(request: HttpRequest, chart: str, *about: object) -> str:
    """A name for the drawing by all that it depends on: what it is `about`, as it was understood and not as typed."""
    told = (queries.the_store().stamp, __version__, chart, *about, get_language(), *_asked(request))
    return hashlib.sha256("\0".join(str(part) for part in told).encode()).hexdigest()[:32]


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


def _made(found: Corridor, beside: Sequence[Corridor], chart: str, language: str) -> Chart | None:
    """The chart of the corridor, or of it and those beside it."""
    known = queries.corridor_known(found)
    if chart == "why":
        explanation = queries.why(found)
        return why_chart(known, explanation, language) if explanation else None
    if chart.endswith("-beside"):
        knowns = [known, *(queries.corridor_known(one) for one in beside)]
        return chart_beside(knowns, chart, language) if beside else None
    return chart_of(known, chart, language)


@require_safe
def chart(request: HttpRequest, origin: str, destination: str, chart: str) -> HttpResponse:
    """One chart of a corridor as SVG; 404 where too little is known to draw it."""
    found = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    if found is None or chart not in SLUGS:
        raise Http404
    beside, _ = queries.all_beside(found, request.GET.getlist("beside") if chart.endswith("-beside") else ())
    return drawn(request, key_of(request, chart, found, *beside), lambda language: _made(
        found, beside, chart, language))  # fmt: skip


@require_safe
def place_chart(request: HttpRequest, place: str, chart: str) -> HttpResponse:
    """One chart of a country's outlook as SVG; 404 where its ages are not known."""
    typed = queries.read_place(place)
    outlook = queries.outlook_of(typed.place.iso3) if typed.place and chart in OUTLOOK else None
    if typed.place is None or outlook is None:
        raise Http404
    known = queries.place_known(typed.place.iso3)
    return drawn(request, key_of(request, chart, typed.place.iso3), lambda language: outlook_chart(
        known, outlook, chart, language))  # fmt: skip


@require_safe
def explored_chart(request: HttpRequest) -> HttpResponse:
    """The chart of the explorer's largest series as SVG; 404 where there is none."""
    asked = read_filters(request.GET)
    if asked.is_empty or asked.is_refused or not asked.indicator:
        raise Http404
    return drawn(request, key_of(request, "series", *asked.chosen), lambda language: series_chart_of(
        asked, language))  # fmt: skip


def drawn(request: HttpRequest, key: str, make: Callable[[str], Chart | None]) -> HttpResponse:
    """The drawing that is kept under the key, made when it is not there; 304 to who holds it already."""
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        path = Path(settings.DRAWINGS) / key[:2] / f"{key}.svg"
        try:
            drawing = path.read_bytes()
        except FileNotFoundError:
            drawing = _draw(request, make)
            _keep(drawing, path)
        response = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _draw(request: HttpRequest, make: Callable[[str], Chart | None]) -> bytes:
    theme, width = _asked(request)
    language = get_language() or "en"
    made = make(language)
    if made is None:
        raise Http404
    return with_letters(svg(made, theme=theme, width=width, language=language)).encode()


def _keep(drawing: bytes, path: Path) -> None:
    """Put a drawing on disk whole; where its folder is full the oldest go."""
    write_whole(path, drawing)
    with suppress(FileNotFoundError):  # another worker makes room as well
        held = sorted(path.parent.glob("*.svg"), key=lambda kept: kept.stat().st_mtime)
        for old in held[:-MOST_KEPT]:
            old.unlink()
