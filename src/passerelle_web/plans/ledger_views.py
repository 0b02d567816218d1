"""The ledger of predictions: how a template's ranges have held, entering an outcome, deciding on other ranges.

Each gets, calls a query or an action, renders. Stands on `ledger`.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.base.words import say
from passerelle.measures.templates import template_of
from passerelle_web.measures.models import Run
from passerelle_web.people.acting import acted_for
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, go_on
from passerelle_web.plans import following_actions
from passerelle_web.plans.forms import OutcomeForm
from passerelle_web.plans.ledger import how_it_held, outcomes_of, proposed, quantities_of
from passerelle_web.plans.models import Revision
from passerelle_web.plans.views import language, reads_and_posts


def quantity_said(code: str) -> str:
    """A predicted quantity in words."""
    return {
        "cash-migrants": _("cash of migrants in a year"), "cash-origin": _("cash of the origin in a year"),
        "cash-destination": _("cash of the destination in a year"), "cash-transit": _("cash of transit in a year"),
        "people-abroad": _("people abroad beyond those without it"), "nurses-at-home": _("nurses at home with it"),
    }.get(code, code)  # fmt: skip


@require_safe
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """How well the ranges of a template have held, and what they would have to be."""
    template = template_of(code)
    held = how_it_held(code)
    found = proposed(template)
    context = {
        "template": template, "title": say(template.title, language()),
        "held": [(quantity_said(one.quantity), one, one.text(language())) for one in held],
        "proposals": [(quantity, quantity_said(quantity), one) for quantity, one in found.items()],
        "outcomes": [(quantity_said(row.quantity), row, row.p5 <= row.value <= row.p95) for row in outcomes_of(code)],
        "revisions": list(Revision.objects.filter(template=code).select_related("decided_by")),
        "may_decide": may(request.user, "plans.decide_revision"),
    }  # fmt: skip
    return render(request, "plans/ledger.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Approve or decline the ranges that the ledger proposes by one quantity; they are kept, and applied by nobody."""
    template = template_of(code)
    require(request.user, "plans.decide_revision")
    quantity = request.POST.get("quantity", "")
    found = proposed(template).get(quantity)
    if found is None:
        raise Http404
    approve = request.POST.get("what") == "approve"
    for change in found.changes:
        row = Revision.objects.create(
            template=code, parameter=change.name, old=change.as_dict()["old"], new=change.as_dict()["new"],
            why=f"{quantity}: {found.outcomes} outcomes, shift {found.shift:.3g}, factor {found.factor:.3g}",
            proposed_on=timezone.localdate(),
        )  # fmt: skip
        following_actions.decide_revision(revision=row, approve=approve, by=request.user)
    said = _("The ranges are approved; whoever keeps the catalogue takes them over.") if approve else _(
        "The ranges stay as they are; that you declined stands here."
    )  # fmt: skip
    return go_on(request, said, reverse("plans:ledger", args=[code]))


@login_required
@reads_and_posts
def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what came of a run in a year."""
    run = get_object_or_404(Run, pk=key)
    require(request.user, "plans.add_outcome")
    known = quantities_of(run)
    if not known:
        return redirect(run)
    form = OutcomeForm([(code, f"{quantity_said(code)}, {say(unit, language())}") for code, unit in known.items()],
                       request.POST or None)  # fmt: skip
    made = carried_out(form, lambda given: following_actions.enter_outcome(
        run=run, by=request.user, member=acted_for(request), **given))  # fmt: skip
    if made:
        return go_on(request, _("The outcome stands beside what the run said."),
                     reverse("plans:ledger", args=[run.templates[0]]))  # fmt: skip
    context = {
        "form": form, "title": _("What came of it"), "button": _("Enter"), "back": run.get_absolute_url(),
        "back_to": _("the run"),
        "intro": _("What was observed in a year of the run, with its source. It is never written over."),
    }  # fmt: skip
    return render(request, "people/one_form.html", context, status=422 if form.errors else 200)
