"""Pages on which a plan is changed: head, carriers and money, objectives, measures, actions, text, costs.

Every save names the version from which it was made; what others changed meanwhile is kept, and where both changed the
same, both are shown. Stands on `editing`.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.base.errors import PasserelleError
from passerelle.exchange.costs import read_costs
from passerelle.plans.building import MODEL_CURRENCY
from passerelle.plans.changes import merged, resolved
from passerelle.plans.reading import as_yaml, read_plan
from passerelle.plans.records import Action, Objective
from passerelle.plans.records import Plan as Record
from passerelle_web.measures.models import Measure
from passerelle_web.people.acting import acted_for
from passerelle_web.people.permissions import active_memberships, require
from passerelle_web.people.steps import go_on
from passerelle_web.plans import actions, editing, queries, working
from passerelle_web.plans.changes_page import clash_rows
from passerelle_web.plans.forms import ActionForm, FileForm, HeadForm, MeasureForm, PartForm, TakeForm, TextForm
from passerelle_web.plans.models import Plan, packed_record, record_of
from passerelle_web.plans.plan_page import action_of
from passerelle_web.plans.rows import Rows, rows_of
from passerelle_web.plans.views import about, language, one_form, reads_and_posts, seen_plan

SALT = "plans.mine"


def _changeable(request: HttpRequest, key: str) -> tuple[Plan, int, Record]:
    """A plan that this person may change, the version from which the form was made, and that version."""
    plan = seen_plan(request, key)
    require(request.user, "plans.change_plan", plan)
    typed = request.POST.get("base", "")
    base = int(typed) if typed.isdigit() else plan.current
    return plan, base, actions.version_of(plan, base).record


def _saved(
    request: HttpRequest, plan: Plan, base: int, record: Record, form: Any, said: str, to: str = ""
) -> HttpResponse | None:
    """Save, and go on; None where the plan is refused, which then stands in the form."""
    try:
        actions.change_plan(plan=plan, base=base, record=record, by=request.user, member=acted_for(request))
    except actions.Clashed as clash:
        return _clash(request, plan, clash)
    except PasserelleError as refused:
        for fault in getattr(refused, "faults", None) or [str(refused)]:
            form.add_error(None, fault)
        return None
    plan.refresh_from_db()
    if plan.current > base + 1:
        said = said + " " + _("Others changed other parts meanwhile; both are kept.")
    return go_on(request, said, to or plan)


def _clash(request: HttpRequest, plan: Plan, clash: actions.Clashed) -> HttpResponse:
    """Both versions of what clashes, side by side, with nothing lost."""
    mine = signing.dumps({"packed": packed_record(clash.mine).hex(), "base": clash.base}, salt=SALT, compress=True)
    context = about(request, plan, rows=clash_rows(clash.merge, language()), mine=mine, current=clash.current)
    return render(request, "plans/clash.html", context, status=409)


@login_required
@require_POST
def resolve(request: HttpRequest, key: str) -> HttpResponse:
    """Save what was chosen of two people's changes."""
    plan, _base, _record = _changeable(request, key)
    try:
        held = signing.loads(request.POST.get("mine", ""), salt=SALT, max_age=7 * 24 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    mine = record_of(bytes.fromhex(held["packed"]))
    current = plan.current
    merge = merged(actions.version_of(plan, held["base"]).record, mine, actions.version_of(plan, current).record)
    chosen = {clash.path: clash.mine for at, clash in enumerate(merge.clashes) if request.POST.get(f"c{at}") == "mine"}
    record = resolved(merge, chosen)
    actions.change_plan(plan=plan, base=current, record=record, by=request.user, member=acted_for(request))
    return go_on(request, _("Both changes are saved as you chose."), plan)


def _page(
    request: HttpRequest, plan: Plan, base: int, form: Any, heading: str, rows: Sequence[Rows] = (), **more: Any
) -> HttpResponse:
    faults = [fault for one in rows for fault in one.faults]
    context = about(request, plan, form=form, rows=rows, heading=heading, base=base, row_faults=faults, **more)
    return render(request, "plans/form.html", context, status=422 if form.errors or faults else 200)


def _is_save(request: HttpRequest) -> bool:
    """Was the form sent to be saved, and not for further rows?"""
    return request.method == "POST" and not request.POST.get("more")


def _edit(
    request: HttpRequest,
    plan: Plan,
    base: int,
    form: Any,
    rows: Sequence[Rows],
    heading: str,
    change: Callable[[], Record],
    said: str,
    **more: Any,
) -> HttpResponse:
    """Show a form with its rows, or save what was typed."""
    if _is_save(request) and all([form.is_valid(), *(one.is_valid() for one in rows)]):
        try:
            answer = _saved(request, plan, base, change(), form, said, more.get("to", ""))
        except PasserelleError as refused:
            form.add_error(None, str(refused))
        else:
            if answer is not None:
                return answer
    elif request.method == "POST" and not _is_save(request):
        # further rows were asked for: what was typed stays, and nothing is complained of yet
        form.is_valid()
        form.errors.clear()
        for one in rows:
            one.is_given = False
    return _page(request, plan, base, form, heading, rows, **more)


@login_required
@reads_and_posts
def head(request: HttpRequest, key: str) -> HttpResponse:
    """Change the head of a plan."""
    plan, base, record = _changeable(request, key)
    form = HeadForm(request.POST or None, initial=HeadForm.values_of(record))
    return _edit(
        request,
        plan,
        base,
        form,
        (),
        _("Title, period, aims"),
        lambda: editing.with_head(record, form.cleaned_data, form.where()),
        _("The plan is saved."),
    )


@login_required
@reads_and_posts
def lists(request: HttpRequest, key: str) -> HttpResponse:
    """Change who carries and pays the plan, and what its money is worked out with."""
    plan, base, record = _changeable(request, key)
    rows = rows_of(editing.HEAD_LISTS, record, record, request.POST if request.method == "POST" else None)
    form = forms.Form(request.POST or None)
    return _edit(
        request,
        plan,
        base,
        form,
        rows,
        _("Departments and money"),
        lambda: editing.with_lists(record, rows),
        _("The plan is saved."),
    )


@login_required
@reads_and_posts
def objective(request: HttpRequest, key: str, part: str = "") -> HttpResponse:
    """Add or change an objective."""
    plan, base, record = _changeable(request, key)
    held = next((one for one in record.objectives if one.key == part), None)
    if part and held is None:
        raise Http404
    holder = held or Objective(key="new", title="")
    form = PartForm(request.POST or None, initial={"title": holder.title, "text": holder.text})
    rows = rows_of(("indicators",), record, holder, request.POST if request.method == "POST" else None)
    return _edit(
        request,
        plan,
        base,
        form,
        rows,
        _("Change the objective") if held else _("Add an objective"),
        lambda: editing.objective_from(record, part, form.cleaned_data, rows)[0],
        _("The objective is saved."),
        removes=("objective", part) if held else None,
    )


@login_required
@reads_and_posts
def measure(request: HttpRequest, key: str, part: str = "", parent: str = "") -> HttpResponse:
    """Add or change a measure of the plan."""
    plan, base, record = _changeable(request, key)
    held = next((one for one in record.measures() if one.key == part), None)
    if (part and held is None) or (parent and parent not in {one.key for one in record.objectives}):
        raise Http404
    initial: dict[str, Any] = {}
    if held is not None:
        initial = {"title": held.title, "text": held.text, "template": held.template}
    corridor = held.corridor if held is not None else None
    places = [corridor.origin, *corridor.transit[:1], corridor.destination] if corridor else list(record.where.places)
    if places:
        initial |= {"origin": places[0], "destination": places[-1] if len(places) > 1 else ""}
        initial["transit"] = places[1] if corridor is not None and len(places) > 2 else ""
    form = MeasureForm(request.POST or None, initial=initial)
    return _edit(
        request,
        plan,
        base,
        form,
        (),
        _("Change the measure") if held else _("Add a measure"),
        lambda: editing.measure_from(record, parent, part, form.cleaned_data)[0],
        _("The measure is saved."),
        removes=("measure", part) if held else None,
    )


@login_required
@reads_and_posts
def action(request: HttpRequest, key: str, part: str = "", parent: str = "") -> HttpResponse:
    """Add or change an action with its rows."""
    plan, base, record = _changeable(request, key)
    found = action_of(record, part) if part else None
    holder_measure = found[1] if found else next((one for one in record.measures() if one.key == parent), None)
    if holder_measure is None or (part and found is None):
        raise Http404
    held = found[2] if found else None
    holder = held or Action(key="new", title="")
    form = ActionForm(record, request.POST or None, initial=ActionForm.values_of(holder))
    rows = rows_of(editing.ACTION_LISTS, record, holder, request.POST if request.method == "POST" else None)
    return _edit(
        request,
        plan,
        base,
        form,
        rows,
        _("Change the action") if held else _("Add an action"),
        lambda: editing.action_from(record, holder_measure, part, form.cleaned_data, rows)[0],
        _("The action is saved."),
        removes=("action", part) if held else None,
        to=reverse("plans:action", args=[plan.pk, part]) if held else "",
    )


@login_required
@reads_and_posts
def remove(request: HttpRequest, key: str, kind: str, part: str) -> HttpResponse:
    """Take an objective, a measure or an action out of the plan; earlier versions keep it."""
    plan, base, record = _changeable(request, key)
    keys = {
        "objective": {one.key: one.title for one in record.objectives},
        "measure": {one.key: one.title for one in record.measures()},
        "action": {one.key: one.title for one in record.actions()},
    }.get(kind, {})
    if part not in keys:
        raise Http404
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        answer = _saved(request, plan, base, editing.without(record, kind, part), form, _("It is taken out."))
        if answer is not None:
            return answer
    return one_form(
        request,
        plan,
        form,
        _("Take “{title}” out of the plan?").format(title=keys[part]),
        _("Take it out"),
        intro=_("All beneath it goes as well. Earlier versions of the plan keep it."),
    )


@login_required
@reads_and_posts
def text(request: HttpRequest, key: str) -> HttpResponse:
    """Change a plan as text."""
    plan, base, record = _changeable(request, key)
    form = TextForm(request.POST or None, initial={"text": as_yaml(record)})
    return _edit(
        request,
        plan,
        base,
        form,
        (),
        _("The plan as text"),
        lambda: read_plan(form.cleaned_data["text"]),
        _("The plan is saved."),
        wide=True,
    )


@login_required
@reads_and_posts
def costs(request: HttpRequest, key: str) -> HttpResponse:
    """Take lines of costs from a workbook: all of them, or none with what is wrong in which row."""
    plan, base, record = _changeable(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    faults: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = read_costs(file.read(), file.name, record)
        except PasserelleError as refused:
            faults = getattr(refused, "faults", None) or [str(refused)]
            form.add_error("file", _("Nothing was taken over. What is wrong stands below, row by row."))
        else:
            answer = _saved(request, plan, base, made, form, _("The costs are taken over."))
            if answer is not None:
                return answer
    context = about(request, plan, form=form, faults=faults, base=base, heading=_("Costs from a workbook"))
    return render(request, "plans/costs.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_posts
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take measures of the site into the plan."""
    plan, _base, record = _changeable(request, key)
    held = {one.measure for one in record.measures() if one.measure}
    offered = Measure.objects.filter(pk__in=[one.pk for one in _measures_for(request, plan) if str(one.pk) not in held])
    asked = request.GET.getlist("measure")
    form = TakeForm(record, offered, request.POST or None, initial={"measures": asked, "years": _years_of(record)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.take_measures(
            plan=plan,
            measures=values["measures"],
            objective=values["objective"] or "measures",
            years=values["years"],
            by=request.user,
            member=acted_for(request),
        )
        said = _("The measures are in the plan, each with an action and its costs.")
        plan.refresh_from_db()
        left_out = working.of_version(queries.current_version(plan))["budget"]["left_out"]
        if any(one["currency"] == MODEL_CURRENCY for one in left_out):
            said += " " + _("They are in US dollars: give a rate of exchange, so that they count.")
            return go_on(request, said, "plans:lists", plan.pk)
        return go_on(request, said, plan)
    return one_form(
        request,
        plan,
        form,
        _("Take measures into the plan"),
        _("Take them in"),
        intro=_(
            "Each becomes an action with the costs and the effect that the model gave, and keeps its link. The "
            "costs are in dollars of 2021 of equal purchasing power: they are marked as still to be checked."
        ),
    )


def _years_of(record: Record) -> int:
    """Whole years of the plan, one at least."""
    return max(round((record.period.end - record.period.start).days / 365.25), 1)


def _measures_for(request: HttpRequest, plan: Plan) -> list[Measure]:
    """Measures that a person may see, those of the plan's corridor first."""
    mine = Measure.objects.filter(made_by=request.user) | Measure.objects.filter(
        member__in=active_memberships(request.user).values("member")
    )
    found = list(mine.distinct().order_by("-changed_at")[:200])
    if plan.origin:
        there = Measure.objects.filter(origin=plan.origin, destination=plan.destination).exclude(member=None)
        found += [one for one in there[:100] if one not in found]
    return sorted(found, key=lambda one: (one.origin, one.destination) != (plan.origin, plan.destination))


@login_required
@require_POST
def link(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Make a measure of the site of one in the plan, so that it can be screened."""
    plan, _base, _record = _changeable(request, key)
    row = actions.link_measure(plan=plan, key=part, by=request.user, member=acted_for(request))
    return redirect("measures:screen", row.pk)


@login_required
@require_POST
def mitigations(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Make actions of what a screening asks for."""
    plan, _base, _record = _changeable(request, key)
    actions.take_mitigations(plan=plan, key=part, by=request.user, member=acted_for(request))
    return go_on(request, _("Each mitigation is an action now. Give it a lead, days and costs."), plan)


@login_required
@require_safe
def into(request: HttpRequest) -> HttpResponse:
    """Choose the plan into which a measure is taken."""
    row = get_object_or_404(Measure, pk=_key(request.GET.get("measure", "")))
    require(request.user, "measures.see_measure", row)
    plans = queries.changeable_by(request.user)
    return render(request, "plans/into.html", {"measure": row, "plans": plans})


def _key(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise Http404 from None
