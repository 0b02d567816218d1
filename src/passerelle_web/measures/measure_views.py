"""Pages of a measure: make, see, change, agree.

Each gets, calls an action, renders. Stands on `views`.
"""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.measures.templates import template_of
from passerelle_web.measures import actions, queries
from passerelle_web.measures.forms import MeasureForm
from passerelle_web.measures.measure_page import measure_page
from passerelle_web.measures.models import Measure
from passerelle_web.measures.run_page import titles_of
from passerelle_web.measures.views import corridor_at
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may


def _language() -> str:
    return get_language() or "en"


def seen_measure(request: HttpRequest, key: str) -> Measure:
    """A measure that this person may see: of a member, or her own."""
    found = get_object_or_404(Measure.objects.select_related("member", "run", "made_by"), pk=key)
    if not may(request.user, "measures.see_measure", found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a measure of a run, or of a template that is not simulated on a corridor."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    given = request.POST or request.GET
    run = next(iter(queries.runs([given.get("run", "")])), None)
    template = run.templates[0] if run else template_of(given.get("template", "")).code
    corridor = run.corridor if run else corridor_at(given.get("origin", ""), given.get("destination", ""))
    record = run.record if run else None
    title = titles_of(record, _language()) if record else template_of(template).title
    form = MeasureForm(request.POST or None, initial={"title": title})
    if request.method == "POST" and form.is_valid():
        made = actions.add_measure(
            template=template, corridor=corridor, run=run, member=acted_for(request), by=request.user,
            transit=run.request["transit"] if run else "", **form.cleaned_data,
        )  # fmt: skip
        return redirect(made)
    hidden = (
        [("run", run.pk)]
        if run
        else [("template", template), ("origin", corridor.origin), ("destination", corridor.destination)]
    )
    context = {
        "form": form,
        "corridor": corridor,
        "ends": corridor.places,
        "hidden": hidden,
        "heading": gettext("Make a measure"),
    }
    return render(request, "measures/measure_form.html", context)


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponse:
    """A measure with its stages."""
    found = seen_measure(request, key)
    acting = acted_for(request) if isinstance(request.user, User) else None
    agreements = list(found.agreements.select_related("member").order_by("on", "pk"))
    context = {
        "measure": found, "ends": found.corridor.places, "page": measure_page(found, _language(), request.user),
        "acting": acting, "agreements": agreements, "has_agreed": any(one.member == acting for one in agreements),
        "may_change": may(request.user, "measures.change_measure", found),
    }  # fmt: skip
    return render(request, "measures/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a measure's title and question."""
    found = seen_measure(request, key)
    form = MeasureForm(request.POST or None, initial={"title": found.title, "question": found.question})
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        actions.change_measure(measure=found, by=request.user, run=found.run, **form.cleaned_data)
        return redirect(found)
    context = {
        "form": form,
        "corridor": found.corridor,
        "ends": found.corridor.places,
        "heading": gettext("Change the measure"),
    }
    return render(request, "measures/measure_form.html", context)


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """On to the room of plans with this measure; the room alone knows which plans a person may change."""
    found = seen_measure(request, key)
    return redirect(f"{reverse('plans:into')}?measure={found.pk}")


@require_POST
def agree(request: HttpRequest, key: str) -> HttpResponse:
    """Agree for the member that one acts for to try a measure, or withdraw."""
    found = seen_measure(request, key)
    acting = acted_for(request) if isinstance(request.user, User) else None
    if acting is None or not isinstance(request.user, User):
        raise Http404
    act = actions.withdraw if request.POST.get("what") == "withdraw" else actions.agree
    act(measure=found, member=acting, by=request.user)
    return redirect(found)
