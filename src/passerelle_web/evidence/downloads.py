"""Figures to take along: what the explorer found, or all that is known of a corridor, in five forms.

Each file carries the citations of its sources. The forms are the library's (`output.tables`). Stands on `queries`.
"""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.evidence.figures import Figure
from passerelle.output.tables import export, form_of
from passerelle_web.evidence import explorer_page, queries
from passerelle_web.evidence.explorer_filters import read_filters


def file_of(request: HttpRequest, figures: Sequence[Figure], title: str, name: str) -> HttpResponse:
    """Figures as one file in the form that is asked for, with the day in its name."""
    form = form_of(request.GET.get("form", "csv"))
    day = date.today()  # noqa: DTZ011  the day on which the reader took it
    language, most = get_language() or "en", explorer_page.MOST_FIGURES
    content = export(figures, form.name, title=title, language=language, day=day, most=most)
    response = HttpResponse(content, content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}{form.suffix}"'
    return response


@require_safe
def explored(request: HttpRequest) -> HttpResponse:
    """All observations under the explorer's filters as one file."""
    form_of(request.GET.get("form", "csv"))
    asked = read_filters(request.GET)
    if asked.is_empty or asked.is_refused:
        raise Http404
    return file_of(request, explorer_page.figures_of(asked), gettext("Observations"), "passerelle-observations")


@require_safe
def corridor(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """The newest figure of every name, sex and method of a corridor, unknown ones too, as one file."""
    found = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    if found is None:
        raise Http404
    return file_of(
        request, queries.corridor_known(found).newest, str(found), f"passerelle-{found.origin}-{found.destination}"
    )
