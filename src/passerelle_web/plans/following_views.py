"""Pages of a plan's course: an action with its reports, reporting, commenting, commitments.

Each gets, calls a query or an action, renders. Stands on `following_page`.
"""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, go_on
from passerelle_web.plans import actions, following_actions, queries
from passerelle_web.plans.action_page import action_page
from passerelle_web.plans.arising import with_sources
from passerelle_web.plans.following_page import following_page
from passerelle_web.plans.forms import CommentForm, PledgeForm, ReasonForm, ReportForm
from passerelle_web.plans.models import Plan, Pledge, Report, Version
from passerelle_web.plans.plan_page import action_of
from passerelle_web.plans.views import about, language, one_form, reads_and_posts, seen_plan


def shown_version(plan: Plan) -> Version:
    """The version that is followed: the adopted one, else the newest."""
    return actions.version_of(plan, plan.adopted or plan.current)


@require_safe
def action(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """An action whole: who, when, by what judged, costs and sources, risks, reports."""
    plan = seen_plan(request, key)
    version = queries.current_version(plan)
    page = action_page(plan, version, part, language())
    if page is None:
        raise Http404
    context = about(
        request,
        plan,
        version,
        page=page,
        reports=queries.reports_of(plan, part),
        comment_form=CommentForm(),
        may_report=may(request.user, "plans.report", plan),
        may_comment=may(request.user, "plans.comment"),
        at="plan",
    )
    return render(request, "plans/action.html", context)


@login_required
@reads_and_posts
def report(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Report on an action."""
    plan = seen_plan(request, key)
    require(request.user, "plans.report", plan)
    record = shown_version(plan).record
    found = action_of(record, part)
    if found is None:
        raise Http404
    held = found[2]
    form = ReportForm(held, record.currency, request.POST or None, request.FILES or None, initial={"state": "running"})
    made = carried_out(form, lambda given: _report(request, plan, part, form, given))
    if made:
        return go_on(request, _("The report stands."), reverse("plans:action", args=[plan.pk, part]))
    return one_form(
        request,
        plan,
        form,
        _("Report on “{title}”").format(title=held.title),
        _("Report"),
        back=reverse("plans:action", args=[plan.pk, part]),
        intro=_("A report is never changed; a later one stands beside it. What is left empty is not known."),
    )


def _report(request: HttpRequest, plan: Plan, part: str, form: ReportForm, given: dict[str, Any]) -> Report:
    file = given["file"]
    attached = []
    if file or given["address"]:
        attached = [
            following_actions.Attached(
                given["title"],
                given["address"] if not file else "",
                file.name if file else "",
                file.read() if file else b"",
            )
        ]
    share = given["share"]
    return following_actions.report(
        plan=plan,
        action=part,
        state=given["state"],
        by=request.user,
        member=acted_for(request),
        share=share / Decimal(100) if share is not None else None,
        expected_end=given["expected_end"],
        spent=given["spent"],
        observed=form.observed(),
        text=given["text"],
        reason=given["reason"],
        evidence=attached,
    )


@login_required
@require_POST
def comment(request: HttpRequest, key: int) -> HttpResponse:
    """Comment on a report as a peer."""
    held = get_object_or_404(Report.objects.select_related("plan"), pk=key)
    plan = seen_plan(request, str(held.plan_id))
    form = CommentForm(request.POST)
    there = reverse("plans:action", args=[plan.pk, held.action])
    if form.is_valid():
        following_actions.comment(
            report=held, text=form.cleaned_data["text"], by=request.user, member=acted_for(request)
        )
        return go_on(request, _("Your comment stands."), there)
    return one_form(request, plan, form, _("Comment on a report"), _("Comment"), back=there)


@require_safe
def following(request: HttpRequest, key: str) -> HttpResponse:
    """How the plan goes: lights, indicators, spending, commitments."""
    plan = seen_plan(request, key)
    version = shown_version(plan)
    context = about(
        request,
        plan,
        version,
        page=following_page(plan, version, language()),
        pledges=with_sources(list(queries.pledges(request.user, plan=plan)), request.user),
        at="following",
    )
    return render(request, "plans/following.html", context)


@login_required
@reads_and_posts
def pledge(request: HttpRequest, key: str) -> HttpResponse:
    """Make a commitment for the member that one acts for."""
    plan = seen_plan(request, key)
    acting = acted_for(request)
    if acting is None:
        raise Http404
    form = PledgeForm(request.POST or None)
    made = carried_out(
        form,
        lambda given: following_actions.pledge(
            plan=plan, member=acting, by=request.user, action=request.GET.get("action", "")[:40], **given
        ),
    )
    there = reverse("plans:following", args=[plan.pk])
    if made:
        return go_on(request, _("The commitment stands."), there)
    return one_form(
        request,
        plan,
        form,
        _("Make a commitment for {member}").format(member=acting.name),
        _("Commit"),
        back=there,
        intro=_("It binds nobody. It can be withdrawn with a reason, and the history stays."),
    )


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """All commitments, by member and by the day that each set itself."""
    page = Paginator(queries.pledges(request.user), 100).get_page(request.GET.get("page"))
    mine = acted_for(request) if isinstance(request.user, User) else None
    told = with_sources(list(page), request.user)
    return render(request, "plans/pledges.html", {"page": page, "pledges": told, "acting": mine})


@login_required
@reads_and_posts
def end_pledge(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Say that a commitment was kept, or withdraw it with a reason."""
    held = get_object_or_404(Pledge.objects.select_related("member", "plan"), pk=key)
    require(request.user, "plans.end_pledge", held)
    if what not in ("keep", "withdraw"):
        raise Http404
    form = ReasonForm(request.POST or None)
    if what == "keep":
        form.fields["reason"].label = _("How it was kept")
    act = following_actions.keep_pledge if what == "keep" else following_actions.withdraw_pledge
    name = "text" if what == "keep" else "reason"
    made = carried_out(form, lambda given: act(pledge=held, by=request.user, **{name: given["reason"]}))
    source = with_sources([held], request.user)[0].arose_from
    there = reverse("plans:following", args=[held.plan_id]) if held.plan_id else reverse("plans:pledges")
    there = source[1] if source else there
    if made:
        return go_on(request, _("That stands with the commitment."), there)
    title = _("Say that it was kept") if what == "keep" else _("Withdraw the commitment")
    context = {
        "form": form,
        "title": title,
        "button": title,
        "intro": held.text,
        "back": there,
        "back_to": _("the commitments"),
    }
    return render(request, "people/one_form.html", context, status=422 if form.errors else 200)
