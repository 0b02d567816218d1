"""Pages of measures: what could be done, try, a run, runs beside one another, the catalogue.

Each gets, calls a query or an action, renders. Stands on `evidence` and `people`.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.base.corridors import Corridor
from passerelle.measures.runs import refuse_unsimulated
from passerelle.measures.templates import template_of
from passerelle.output.runs import RUN_FORMS
from passerelle_web.evidence.queries import corridor_of, read_place, unknown
from passerelle_web.measures import actions, queries
from passerelle_web.measures.forms import KeepForm, TryForm, values_of
from passerelle_web.measures.listing import could_be_done, whole_catalogue
from passerelle_web.measures.models import Kept, Run
from passerelle_web.measures.run_page import compared, run_page, title_of
from passerelle_web.measures.template_page import template_page
from passerelle_web.people.models import User
from passerelle_web.people.refusals import NotAllowed


def _language() -> str:
    return get_language() or "en"


def corridor_at(origin: str, destination: str) -> Corridor:
    """The corridor of an address, in any spelling."""
    typed = read_place(origin), read_place(destination)
    found = corridor_of(*typed)
    if found is None:
        raise unknown(next((one for one in typed if one.place is None), typed[0]))
    return found


def query_of(corridor: Corridor) -> str:
    """A corridor as the end of an address."""
    return f"?origin={corridor.origin}&destination={corridor.destination}"


def template_there(code: str, corridor: Corridor) -> str:
    """The address of a template that was opened on a corridor."""
    return reverse("measures:template", args=[code]) + query_of(corridor)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All templates, by the section of the source that they answer to."""
    return render(request, "measures/catalogue.html", {"groups": whole_catalogue(_language())})


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """One template whole."""
    found = template_of(code)
    typed = {name: read_place(request.GET.get(name, "")) for name in ("origin", "destination")}
    corridor = corridor_of(typed["origin"], typed["destination"])
    context: dict[str, object] = {"page": template_page(found, _language()), "typed": typed if corridor else {}}
    if corridor is not None:
        context |= {"corridor": corridor, "ends": corridor.places}
    return render(request, "measures/template.html", context)


@require_safe
def go(request: HttpRequest, code: str) -> HttpResponse:
    """The answer of a template's picker: on to the form of that corridor, or the picker again with what to mend."""
    found = template_of(code)
    typed = {name: read_place(request.GET.get(name, "")) for name in ("origin", "destination")}
    corridor = corridor_of(typed["origin"], typed["destination"])
    if corridor is not None and found.is_simulated:
        return redirect("measures:try", corridor.origin, corridor.destination, code)
    if corridor is not None:
        return redirect(template_there(code, corridor))
    return render(
        request, "measures/template.html", {"page": template_page(found, _language()), "typed": typed}, status=404
    )


@require_safe
def options(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """What could be done on a corridor, with the figures that say so."""
    corridor = corridor_at(origin, destination)
    context = {
        "corridor": corridor,
        "ends": corridor.places,
        "there": query_of(corridor),
        "page": could_be_done(corridor, _language()),
        "kept": queries.kept_runs(request.user, corridor),
        "measures": queries.measures_of(corridor, request.user),
    }
    return render(request, "measures/options.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, origin: str, destination: str, codes: str) -> HttpResponse:
    """The form of one or several measures on a corridor; sent, a run is asked for."""
    corridor = corridor_at(origin, destination)
    chosen = [template_of(code) for code in codes.split("+")]
    for one in chosen:
        if not one.is_simulated and len(chosen) > 1:
            refuse_unsimulated(one)
    if not chosen[0].is_simulated:
        return redirect(template_there(chosen[0].code, corridor))
    form = TryForm(chosen, queries.inputs(corridor), request.POST or None, initial=_earlier(request, codes))
    if request.method == "POST" and form.is_valid() and form.asked is not None:
        row = actions.ask(asked=form.asked)
        return redirect(f"{row.get_absolute_url()}?{urlencode({'mine': _mark(row)})}" if row.is_open else row)
    others = [t for t in queries.templates() if t.is_simulated and t not in chosen]
    context = {
        "corridor": corridor,
        "ends": corridor.places,
        "form": form,
        "codes": codes,
        "chosen": chosen,
        "others": others,
    }
    return render(request, "measures/try.html", context, status=422 if form.errors else 200)


def _earlier(request: HttpRequest, codes: str) -> dict[str, object]:
    """The values of an earlier run, to start from."""
    found = queries.runs([request.GET.get("from", "")])
    return values_of(found[0]) if found and found[0].templates == codes.split("+") else {}


def _mark(row: Run) -> str:
    """What the address of her own run carries, so that who asked may end it and nothing of her is kept."""
    return salted_hmac("measures.cancel", str(row.pk)).hexdigest()[:20]


def _again(row: Run) -> str:
    address = reverse("measures:try", args=[row.origin, row.destination, "+".join(row.templates)])
    return f"{address}?from={row.pk}"


@require_safe
def run(request: HttpRequest, key: str) -> HttpResponse:
    """A run: how far it is, or what it says."""
    row = actions.revive(run=get_object_or_404(Run, pk=key))
    if row.record is None:
        title = " + ".join(title_of(code, _language()) for code in row.templates)
        context = {"run": row, "before": queries.runs_before(row), "ends": row.corridor.places, "title": title,
                   "again": _again(row), "mine": request.GET.get("mine", "")}  # fmt: skip
        response = render(request, "measures/waiting.html", context)
        if row.is_open:
            response["Refresh"] = "2"
        return response
    account = "cash" if request.GET.get("account") == "cash" else "welfare"
    kept = Kept.objects.filter(run=row, person=request.user).first() if isinstance(request.user, User) else None
    context = {
        "run": row, "ends": row.corridor.places, "page": run_page(row, account, _language()), "kept": kept,
        "forms": tuple(RUN_FORMS), "again": _again(row),
        "login": f"{reverse('account_login')}?next={row.get_absolute_url()}",
        "keep": KeepForm(initial={"name": kept.name if kept else str(row)}),
    }  # fmt: skip
    return render(request, "measures/run.html", context)


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """End a run that waits or works; only who asked for it may."""
    row = get_object_or_404(Run, pk=key)
    if request.POST.get("mine") != _mark(row):
        raise NotAllowed(gettext("Only who asked for a run may end it."))
    return redirect(actions.cancel(run=row))


@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a run under a name."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    form = KeepForm(request.POST)
    row = get_object_or_404(Run, pk=key)
    if form.is_valid():
        actions.keep(run=row, name=form.cleaned_data["name"], by=request.user)
    return redirect(row)


@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a run no longer."""
    if not isinstance(request.user, User):
        raise Http404
    actions.forget(kept=get_object_or_404(Kept, run=key, person=request.user), by=request.user)
    return redirect("measures:kept")


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The runs that a person keeps, to lay beside one another."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    return render(request, "measures/kept.html", {"kept": queries.kept_runs(request.user)})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to five runs beside one another, party by party; no total and no rank."""
    keys, unread = queries.keys_in(request.GET.getlist("run"))
    found = queries.done(queries.runs(keys))
    shown = found[: queries.MOST_COMPARED]
    context = {
        "page": compared(shown, _language()), "runs": shown, "kept": queries.kept_runs(request.user),
        "left": len(found) - len(shown), "absent": len(keys) - len(found), "unread": unread,
    }  # fmt: skip
    return render(request, "measures/compare.html", context)
