"""Pages that keep order: reporting, what waits for the moderation, dismissing, appealing, answering appeals.

Each gets, calls a query or an action, goes on. Stands on `exchange_views`.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from passerelle_web.dialogues import order_actions, queries, shown
from passerelle_web.dialogues.exchange_views import reads_and_posts, seen_contribution
from passerelle_web.dialogues.forms import AppealAnswerForm, ReasonForm
from passerelle_web.dialogues.mandates import person_of
from passerelle_web.dialogues.models import Appeal, Report
from passerelle_web.dialogues.views import about, posted, seen
from passerelle_web.people.permissions import require
from passerelle_web.people.steps import carried_out, form_page, go_on


@never_cache
@login_required
@require_safe
def order(request: HttpRequest, key: str) -> HttpResponse:
    """What waits for the moderation, and what it decided last."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.keep_order", dialogue)
    reports, appeals = queries.reports_of(dialogue), queries.appeals_of(dialogue)
    rows = {one.contribution_id: one.contribution for one in [*reports, *appeals]}
    told = shown.shown_all(dialogue, list(rows.values()), request.user)
    context = about(
        request, dialogue, at="order", reader=person_of(request).pk, items={item.row.pk: item for item in told},
        reports=[one for one in reports if one.decided_at is None],
        decided=[one for one in reports if one.decided_at],
        appeals=[one for one in appeals if one.is_upheld is None],
        answered=[one for one in appeals if one.is_upheld is not None],
    )  # fmt: skip
    return render(request, "dialogues/order.html", context)


@login_required
@reads_and_posts
def report(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Report a contribution."""
    found = seen_contribution(request, key, number)
    require(request.user, "dialogues.report", found)
    form = ReasonForm(posted(request))
    act = order_actions.report
    if carried_out(form, lambda given: act(contribution=found, by=person_of(request), **given)):
        return go_on(request, _("Reported. The moderation will answer on this page."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Report contribution {number}").format(number=number), button=_("Report it"),
        intro=_("The chair and the moderators read your report and your name; the speaker reads neither."),
        back=found.get_absolute_url(), back_to=found.dialogue.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def dismiss(request: HttpRequest, key: str, report: int) -> HttpResponse:
    """Dismiss a report."""
    dialogue = seen(request, key)
    rows = Report.objects.select_related("contribution__dialogue")
    held = get_object_or_404(rows, pk=report, contribution__dialogue=dialogue)
    require(request.user, "dialogues.keep_order", dialogue)
    form, there = ReasonForm(posted(request)), reverse("dialogues:order", args=[key])
    if carried_out(form, lambda given: order_actions.dismiss(report=held, by=request.user, **given)):
        return go_on(request, _("The report is dismissed; who reported reads why."), there)
    return form_page(
        request, form, title=_("Dismiss the report"), button=_("Dismiss it"), intro=held.reason, back=there,
        back_to=_("Moderation"),
    )  # fmt: skip


@login_required
@reads_and_posts
def appeal(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Appeal for a hidden contribution of one's own delegation."""
    found = seen_contribution(request, key, number)
    require(request.user, "dialogues.appeal", found)
    form, act = ReasonForm(posted(request)), order_actions.appeal
    if carried_out(form, lambda given: act(contribution=found, by=person_of(request), **given)):
        return go_on(request, _("The appeal waits for its answer."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Appeal for contribution {number}").format(number=number), button=_("Appeal"),
        intro=_("Somebody else answers than who hid it. You appeal once. Nobody learns from it who spoke."),
        back=found.get_absolute_url(), back_to=found.dialogue.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def answer(request: HttpRequest, key: str, appeal: int) -> HttpResponse:
    """Answer an appeal."""
    dialogue = seen(request, key)
    rows = Appeal.objects.select_related("contribution__dialogue", "hiding")
    held = get_object_or_404(rows, pk=appeal, contribution__dialogue=dialogue)
    require(request.user, "dialogues.keep_order", dialogue)
    form, there = AppealAnswerForm(posted(request)), reverse("dialogues:order", args=[key])
    done = carried_out(form, lambda given: order_actions.answer_appeal(
        appeal=held, is_upheld=given["decision"] == "show", answer=given["answer"], by=request.user
    ))  # fmt: skip
    if done:
        return go_on(request, _("The appeal is answered."), there)
    return form_page(
        request, form, title=_("Answer the appeal"), button=_("Answer"), intro=held.reason, back=there,
        back_to=_("Moderation"),
    )  # fmt: skip
