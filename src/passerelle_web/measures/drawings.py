"""The charts of a run as pictures of their own address.

What they show is in `passerelle.output.charts.measures`. Stands on `evidence.drawings`.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.measures import SLUGS, Account, chart_of_run
from passerelle_web.evidence.drawings import drawn, key_of
from passerelle_web.measures import queries
from passerelle_web.measures.models import Run


@require_safe
def chart(request: HttpRequest, key: str, chart: str) -> HttpResponse:
    """One chart of a run as SVG; 404 where there is nothing to draw."""
    run = get_object_or_404(Run, pk=key)
    record = run.record
    if record is None or chart not in SLUGS:
        raise Http404
    account: Account = "cash" if request.GET.get("account") == "cash" else "welfare"
    others = queries.done(queries.runs(request.GET.getlist("beside")))[: queries.MOST_COMPARED]

    def draw(language: str) -> Chart | None:
        beside = [held for one in others if (held := one.record) is not None]
        return chart_of_run(record, chart, account, language, beside)

    return drawn(
        request, key_of(request, chart, "run", run.pk, account, *sorted(str(one.pk) for one in others)), draw
    )  # fmt: skip
