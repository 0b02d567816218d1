"""Pages of plans: the list, a new one, one plan, its timetable, budget and versions, adoption.

Each gets, calls a query or an action, renders. Editing is in `editing_views`. Stands on `plan_page`.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.base.errors import PasserelleError
from passerelle.plans.gate import NotScreened
from passerelle.plans.reading import plan_of, read_plan
from passerelle.plans.records import Period
from passerelle.plans.starts import begun, empty
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.queries import members_to_act_for
from passerelle_web.people.steps import go_on
from passerelle_web.plans import actions, editing, queries, working
from passerelle_web.plans.changes_page import changes_page
from passerelle_web.plans.forms import CopyForm, FileForm, NewForm, ReasonForm
from passerelle_web.plans.models import Plan, Version
from passerelle_web.plans.money_page import budget_page
from passerelle_web.plans.plan_page import measure_alone, plan_page
from passerelle_web.plans.time_page import timetable_page

# The forms in which a plan is taken along: code, name, what it is for.
TAKEN_ALONG = (
    ("pdf", "PDF", gettext_lazy("printed, with logical framework and annexes")),
    ("docx", "DOCX", gettext_lazy("to be edited at the desk")),
    ("xlsx", "XLSX", gettext_lazy("the budget with live formulas")),
    ("csv", "CSV", gettext_lazy("every line of costs by year")),
    ("ics", "iCalendar", gettext_lazy("actions and steps in your calendar")),
    ("yaml", "YAML", gettext_lazy("the plan whole, to be read in again")),
    ("json", "JSON", gettext_lazy("the plan whole, to be read in again")),
)
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def seen_plan(request: HttpRequest, key: str) -> Plan:
    """A plan that this person may see."""
    found = get_object_or_404(Plan.objects.prefetch_related("owners"), pk=key)
    if not may(request.user, "plans.see_plan", found):
        raise Http404
    return found


def about(request: HttpRequest, plan: Plan, version: Version | None = None, **more: Any) -> dict[str, Any]:
    """What every page of a plan knows: the plan, its version, who may do what."""
    acting = acted_for(request) if isinstance(request.user, User) else None
    shown = version or queries.current_version(plan)
    return {
        "plan": plan,
        "version": shown,
        "is_newest": shown.number == plan.current,
        "acting": acting,
        "forms": TAKEN_ALONG,
        "owners": list(plan.owners.all()),
        "currency": working.of_version(shown)["budget"]["currency"],
        "may_change": may(request.user, "plans.change_plan", plan),
        **more,
    }


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Plans that a reader may see, by title."""
    found = queries.listed(request.user)
    page = Paginator(found, queries.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/plans.html", {"page": page, "rows": queries.score_rows(list(page))})


@login_required
@reads_and_posts
def new(request: HttpRequest) -> HttpResponse:
    """Make a plan: empty, or with the phases of a strategy or of a joint plan."""
    mine = list(members_to_act_for(request.user)[:50])
    form = NewForm(mine, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        given = {
            "title": values["title"],
            "currency": values["currency"],
            "period": Period(values["start"], values["end"]),
        }
        record = empty(**given) if values["begin"] == "empty" else begun(values["begin"], language=language(), **given)
        raw = editing.plain(record) | {"where": form.where()}
        try:
            made = actions.make_plan(record=plan_of(raw), by=request.user, owners=_first_mine(values["owners"], mine))
        except PasserelleError as refused:
            form.add_error(None, str(refused))
        else:
            return go_on(request, _("The plan is made. It is a draft: its owners alone see it."), made)
    return render(
        request,
        "plans/new.html",
        {"form": form, "file_form": FileForm(), "mine": mine},
        status=422 if form.errors else 200,
    )


def _first_mine(owners: Any, mine: list[Member]) -> list[Member]:
    """The owners with one that the person acts for in front."""
    return sorted(owners, key=lambda one: one not in mine)


@login_required
@require_POST
def from_file(request: HttpRequest) -> HttpResponse:
    """Make a plan of a file in the form of a plan; it is taken whole, or refused with the place of the fault."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "plans/new.html", {"form": NewForm([]), "file_form": form}, status=422)
    acting = acted_for(request)
    try:
        record = read_plan(form.cleaned_data["file"].read().decode("utf-8-sig"))
        made = actions.make_plan(record=record, by=request.user, owners=[acting] if acting else [])
    except UnicodeDecodeError:
        form.add_error("file", _("The file is not written in UTF-8."))
    except PasserelleError as refused:
        form.add_error("file", str(refused))
    else:
        return go_on(request, _("The plan is taken from the file."), made)
    mine = list(members_to_act_for(request.user)[:50])
    return render(request, "plans/new.html", {"form": NewForm(mine), "file_form": form, "mine": mine}, status=422)


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """A plan whole, as it stands today."""
    found = seen_plan(request, key)
    # what stands is shown first; who may change the plan sees what is being proposed
    number = found.adopted if found.adopted and not may(request.user, "plans.change_plan", found) else found.current
    return _plan(request, found, actions.version_of(found, number))


def _plan(request: HttpRequest, found: Plan, shown: Version) -> HttpResponse:
    acting = acted_for(request) if isinstance(request.user, User) else None
    adopted = {one.member_id: one for one in queries.adoptions(found) if one.until is None}
    mine = adopted.get(acting.pk) if acting else None
    context = about(
        request,
        found,
        shown,
        page=plan_page(found, shown, language()),
        adopted=list(adopted.values()),
        may_adopt=bool(acting) and may(request.user, "plans.adopt", acting) and acting in found.owners.all(),
        has_adopted=mine is not None and mine.number == shown.number,
        withdrawable=mine,
        at="plan",
    )
    return render(request, "plans/plan.html", context)


@require_safe
def actions_of_measure(request: HttpRequest, key: str, parent: str) -> HttpResponse:
    """The actions of one measure of a large plan."""
    found = seen_plan(request, key)
    newest = queries.current_version(found)
    shown = measure_alone(found, newest, parent, language())
    if shown is None:
        raise Http404
    return render(request, "plans/measure.html", about(request, found, newest, shown=shown, at="plan"))


@require_safe
def timetable(request: HttpRequest, key: str) -> HttpResponse:
    """The timetable: Gantt chart, early and late days, what moves when an action slips."""
    found = seen_plan(request, key)
    shown = queries.current_version(found)
    asked = (request.GET.get("slip", ""), request.GET.get("days", ""))
    context = about(request, found, shown, page=timetable_page(shown, language(), *asked), at="timetable")
    return render(request, "plans/timetable.html", context)


@require_safe
def budget(request: HttpRequest, key: str) -> HttpResponse:
    """The budget forecast."""
    found = seen_plan(request, key)
    shown = queries.current_version(found)
    context = about(request, found, shown, page=budget_page(shown, language()), at="budget")
    return render(request, "plans/budget.html", context)


@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Every version, who saved it, who adopted it."""
    found = seen_plan(request, key)
    rows = list(queries.versions(found))
    adopted: dict[int, list[Any]] = {}
    for one in queries.adoptions(found):
        adopted.setdefault(one.number, []).append(one)
    context = about(request, found, rows=[(row, adopted.get(row.number, [])) for row in rows], at="versions")
    return render(request, "plans/versions.html", context)


@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A plan as it was saved once."""
    found = seen_plan(request, key)
    shown = queries.version(found, number)
    if shown is None:
        raise Http404
    return _plan(request, found, shown)


@require_safe
def changes(request: HttpRequest, key: str, first: int, last: int) -> HttpResponse:
    """What changed from one version to another."""
    found = seen_plan(request, key)
    both = [queries.version(found, number) for number in (first, last)]
    if None in both:
        raise Http404
    page = changes_page(both[0], both[1], language())  # type: ignore[arg-type]
    return render(
        request, "plans/changes.html", about(request, found, both[1], page=page, before=both[0], at="versions")
    )


@login_required
@reads_and_posts
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a plan from this one."""
    found = seen_plan(request, key)
    form = CopyForm(request.POST or None, initial={"title": found.title})
    acting = acted_for(request)
    if request.method == "POST" and form.is_valid():
        owners = [acting] if acting else []
        made = actions.copy_plan(plan=found, by=request.user, owners=owners, **form.cleaned_data)
        return go_on(request, _("The plan is made from the other. Its costs are marked as still to be checked."), made)
    return one_form(
        request,
        found,
        form,
        _("Begin from this plan"),
        _("Begin"),
        intro=_(
            "Aims, measures, actions and costs are taken over; screenings and sources of funds are not: "
            "what was screened and paid for one place says nothing for another."
        ),
    )


def one_form(
    request: HttpRequest, plan: Plan, form: Any, title: str, button: str, *, intro: str = "", back: str = ""
) -> HttpResponse:
    """A page of a plan with one form."""
    context = about(
        request, plan, form=form, heading=title, button=button, intro=intro, back=back or plan.get_absolute_url()
    )
    return render(request, "plans/one_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt the version that was read for the member that one acts for."""
    found = seen_plan(request, key)
    acting = acted_for(request)
    if acting is None:
        raise Http404
    number = request.POST.get("version", "")
    try:
        actions.adopt(plan=found, number=int(number) if number.isdigit() else 0, member=acting, by=request.user)
    except NotScreened as held:
        messages.error(request, _("It cannot be adopted yet: the rights gate holds it, for what stands below."))
        for stop in held.stops[:6]:
            messages.error(request, f"{stop.values.get('title', '')}: {stop.text(language())}")
        return redirect(found)
    found.refresh_from_db()
    said = (
        _("The plan is adopted.")
        if found.is_adopted
        else gettext("Adopted for {member}. The plan stands once every owner adopts this version.").format(
            member=acting.short_name
        )
    )
    return go_on(request, said, found)


@login_required
@reads_and_posts
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an adoption back, with a reason."""
    found = seen_plan(request, key)
    acting = acted_for(request)
    if acting is None:
        raise Http404
    require(request.user, "plans.adopt", acting)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_adoption(plan=found, member=acting, by=request.user, **form.cleaned_data)
        return go_on(request, _("The adoption is taken back; it stays in the history."), found)
    return one_form(
        request,
        found,
        form,
        _("Take the adoption back"),
        _("Take it back"),
        intro=_("Adopting binds nobody, and so does taking it back. The reason stays with the plan."),
    )
