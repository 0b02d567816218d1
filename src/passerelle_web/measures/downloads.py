"""A run to take along: its whole record as JSON, its table as CSV or XLSX, its report as PDF.

The forms are the library's (`output.runs`). Stands on `queries`.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle.output.runs import export_run, run_form_of
from passerelle_web.measures.models import Run


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """The run in the form asked for."""
    form = run_form_of(request.GET.get("form", "json"))
    run = get_object_or_404(Run, pk=key)
    record = run.record
    if record is None:
        raise Http404
    content = export_run(record, form.name, language=get_language() or "en", day=timezone.localdate())
    response = HttpResponse(content, content_type=form.media_type)
    name = f"passerelle-{'-'.join(run.templates)}-{run.origin}-{run.destination}"
    response["Content-Disposition"] = f'attachment; filename="{name}{form.suffix}"'
    return response
