"""Pages of the rights gate: the form of a screening, its result, the second person, files to take along.

Each gets, calls an action, renders. Stands on `measure_views`.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.measures.screening import ScreeningError, as_yaml
from passerelle_web.measures import screening_actions as actions
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures import screening_typed as typed
from passerelle_web.measures.measure_views import seen_measure
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.measures.screening_forms import ScreeningForm
from passerelle_web.measures.screening_gate import gate_of
from passerelle_web.measures.screening_page import coercive_rule, screening_page
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed

MOST_TYPED = 200_000  # letters that wait in a session for somebody to sign in


def _language() -> str:
    return get_language() or "en"


def _waiting(measure: Measure) -> str:
    return f"screening-{measure.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a screening; sent, it is kept, complete or not."""
    measure = seen_measure(request, key)
    if not isinstance(request.user, User):
        return _sign_in_first(request, measure)
    if request.method != "POST":
        require(request.user, "measures.screen")
        return _form_page(request, measure, _form(request, measure, request.user, first=_first(request, measure)))
    if "more" in request.POST:
        more = typed.with_more(request.POST)
        return _form_page(request, measure, _form(request, measure, request.user, first=more))
    form = _form(request, measure, request.user, data=request.POST)
    made = _kept(form, measure, request.user) if form.is_valid() else None
    if made is None:
        return _form_page(request, measure, form, status=422)
    request.session.pop(_waiting(measure), None)
    messages.success(request, gettext("The screening is kept."))
    return redirect(made)


def _kept(form: ScreeningForm, measure: Measure, by: User) -> Screening | None:
    """The screening that is kept; None where it is refused, which then stands in the form."""
    desks = {str(one.pk): one for one in actions.desks_of(by)}
    desk = desks.get(str(form.cleaned_data.get("desk"))) or next(iter(desks.values()), None)
    assert form.screening is not None
    try:
        return actions.screen_measure(
            measure=measure, screening=form.screening, by=by, department=desk.department if desk else None,
            member=desk.member if desk else None,
        )  # fmt: skip
    except (NotAllowed, CannotBeDone, ScreeningError) as refused:
        form.add_error(None, str(refused))
        return None


def _form(request: HttpRequest, measure: Measure, by: User, *, data: Any = None, first: Any = None) -> ScreeningForm:
    desks = actions.desks_of(by)
    acting = acted_for(request)
    desk = next((str(one.pk) for one in desks if one.member == acting), "")
    today = timezone.localdate()
    days = (today, actions.a_year_after(today))
    return ScreeningForm(reading.templates_of(measure), desks, days, data, initial={"desk": desk, **(first or {})})


def _first(request: HttpRequest, measure: Measure) -> dict[str, Any]:
    """What stands in the form: what waited for the person to sign in, an earlier screening, or the usual rights."""
    waited: dict[str, Any] | None = request.session.get(_waiting(measure))
    if waited is not None:
        return waited
    templates, last = reading.templates_of(measure), actions.a_year_after(timezone.localdate())
    key = request.GET.get("from", "")
    earlier = measure.screenings.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if earlier is None:
        return typed.first_values(templates, last)
    try:
        return typed.values_of(reading.screening_of(earlier, with_second=False), templates, last)
    except ScreeningError:
        return typed.first_values(templates, last)


def _sign_in_first(request: HttpRequest, measure: Measure) -> HttpResponse:
    """To the door; what was typed waits in the session and stands in the form afterwards."""
    if request.method == "POST" and sum(map(len, request.POST.values())) <= MOST_TYPED:  # type: ignore[arg-type]
        request.session[_waiting(measure)] = {n: v for n, v in request.POST.items() if n != "csrfmiddlewaretoken"}
    here = reverse("measures:screen", args=[measure.pk])
    return redirect(f"{reverse('account_login')}?next={here}")


def _form_page(request: HttpRequest, measure: Measure, form: ScreeningForm, status: int = 200) -> HttpResponse:
    templates, language = reading.templates_of(measure), _language()
    gate = gate_of(templates, measure.origin, measure.destination, measure.transit, language)
    context = {
        "measure": measure, "ends": measure.corridor.places, "form": form, "gate": gate,
        "rule": coercive_rule() if reading.is_coercive(measure) else "", "is_private": measure.member_id is None,
        "safeguards": [text for one in templates for text in one.safeguards],
    }  # fmt: skip
    return render(request, "measures/screening_form.html", context, status=status)


def _row(request: HttpRequest, key: str, number: int) -> Screening:
    """A screening of a measure that this person may see."""
    measure = seen_measure(request, key)
    found = measure.screenings.select_related(
        "measure__member", "by", "member", "department", "confirmed_by", "confirmed_for", "confirmed_in"
    )  # fmt: skip
    return get_object_or_404(found, pk=number)


@require_safe
def screening(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A screening as it is to be read today; printed it is the annex."""
    row = _row(request, key, number)
    context = {
        "row": row, "measure": row.measure, "ends": row.measure.corridor.places,
        "may_screen": may(request.user, "measures.screen"), "today": timezone.localdate(),
        "login": reverse("account_login"), "forms": ("json", "yaml"),
    }  # fmt: skip
    try:
        page = screening_page(row, _language())
    except ScreeningError as fault:
        return render(request, "measures/screening_unread.html", {**context, "fault": str(fault)})
    may_confirm = row.confirmed_on is None and may(request.user, "measures.confirm_screening", row)
    return render(request, "measures/screening.html", {**context, "page": page, "may_confirm": may_confirm})


@require_POST
def confirm(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Stand behind a screening as the second person."""
    row = _row(request, key, number)
    if not isinstance(request.user, User):
        return redirect(f"{reverse('account_login')}?next={row.get_absolute_url()}")
    actions.confirm(screening=row, by=request.user, dissent=request.POST.get("dissent", ""))
    messages.success(request, gettext("You stand behind this screening as the second person."))
    return redirect(row)


@require_safe
def take(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The screening as YAML, which `passerelle measures screen` reads, or its whole result as JSON."""
    row = _row(request, key, number)
    form = "yaml" if request.GET.get("form") == "yaml" else "json"
    if form == "yaml":
        content, kind = as_yaml(reading.screening_of(row)), "application/yaml"
    else:
        told = reading.result_of(row).as_dict(_language())
        content, kind = json.dumps(told, ensure_ascii=False, indent=1), "application/json"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    name = f"passerelle-screening-{row.measure.template}-{row.measure.origin}-{row.measure.destination}-{row.made_on}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
