"""The employer's view: what an offer has to hold, state by state and route by route, and whether one is enough.

Facts of the job alone are asked, none of a person. Stands on `shown`.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from passerelle.base.words import say
from passerelle.rules.answering import Answer, answers
from passerelle.rules.compiling import Asked as AskedCondition
from passerelle.rules.compiling import Law, Way
from passerelle.rules.law import members_on, the_law
from passerelle_web.advice.asking import Asked, asked_of
from passerelle_web.advice.fields import FactsForm
from passerelle_web.advice.shown import Article, Threshold, amount, articles, day_said, place_name, threshold
from passerelle_web.advice.views import keeps_nothing, language_here, occupations_offered

# What an employer offers and can show; the rest is asked of the person.
OFFERED = (
    "isco08",
    "salary",
    "salary_period",
    "currency",
    "holiday_allowance_included",
    "contract_months",
    "degree_date",
)
ANSWERED_BY_EMPLOYER = {
    *OFFERED,
    "contract_complete",
    "contract_elements_complete",
    "terms_respect_law",
    "accommodation_adequate",
    "sector_listed",
    "same_group",
    "prior_employment_months",
    "transfer_months",
    "role",
    "planned_stay_months",
    "hosting_agreement",
}
ROUTES = ("blue_card", "single_permit", "ict", "seasonal_worker", "researcher", "trainee")
PAY = "bc.salary"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a state says of the pay that is offered."""

    place: str
    standing: str
    word: str
    lacks: str
    thresholds: list[Threshold]


@dataclass(frozen=True, slots=True)
class Duty:
    """A route, and what of it an employer has to offer or show."""

    title: str
    celex: str
    act: str
    asks: list[tuple[str, list[Article]]]
    days: str


@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def employer(request: HttpRequest) -> HttpResponse:
    """What must I offer?"""
    law, posted = the_law(), request.POST.copy()
    asked = None
    if posted:
        posted["goal"] = "work"
        asked = asked_of(posted, law)
    form = FactsForm([law.facts[name] for name in OFFERED], posted or None)
    wrong = bool(asked and (asked.wrong or asked.clash))
    context = {
        "form": form,
        "clash": asked.clash if asked else "",
        "errors": [(form[field], form.errors[field]) for field in form.errors],
        "occupations": occupations_offered(),
        "offers": [] if wrong else _offers(asked, law),
        "has_offer": bool(asked),
        "duties": [_duty(law.ways[name], law) for name in ROUTES],
        "today": day_said(timezone.localdate()),
    }
    return render(request, "advice/employer.html", context, status=422 if wrong else 200)


_WORDS = {
    "met": gettext_lazy("enough"),
    "not_met": gettext_lazy("not enough"),
    "national_option": gettext_lazy("threshold not known here"),
    "undetermined": gettext_lazy("cannot tell yet"),
    "not_reached": gettext_lazy("depends on the region"),
}


def _offers(asked: Asked | None, law: Law) -> list[Offer]:
    """What each state says of the pay; without an offer, what each asks for."""
    held = asked or asked_of(_nothing(), law)
    found = answers(held.case(law), law, members_on, ["blue_card"])
    offers = [_offer(one, law) for one in found if one.verdict != "not_applicable"]
    return sorted(offers, key=lambda one: one.place)


def _nothing() -> Any:
    from django.http import QueryDict  # noqa: PLC0415

    return QueryDict("goal=work")


def _offer(answer: Answer, law: Law) -> Offer:
    language = language_here()
    pay = next(reason for reason in answer.conditions if reason.id == PAY)
    values = [value for value in answer.used if law.parameters[value.parameter].kind == "money"]
    lacks = ""
    if pay.shortfall and values:
        lacks = amount(replace(values[0], value=pay.shortfall, high=None), language)
    state = "national_option" if not values else pay.verdict
    return Offer(
        place_name(answer.state, language),
        state,
        str(_WORDS.get(state, _("cannot tell yet"))),
        lacks,
        [threshold(value, law, language) for value in values],
    )


def _duty(way: Way, law: Law) -> Duty:
    language = language_here()
    asks = [
        (say(one.condition.says, language), articles(one.condition.cites, law, language))
        for one in way.conditions
        if _is_the_employers(one, law)
    ]
    days = way.route.about.get("recognised_employer_days") or way.route.about.get("approved_host_days")
    said = (
        _("Decision within %(days)s days, within %(fewer)s for employers that the state has recognised.")
        % {"days": way.route.about.get("decision_days"), "fewer": days}
        if days
        else ""
    )
    return Duty(say(way.route.title, language), way.act.celex, say(way.act.short, language), asks, said)


def _is_the_employers(one: AskedCondition, law: Law) -> bool:
    facts = {name for name in one.facts if name in law.facts}
    return bool(facts & ANSWERED_BY_EMPLOYER) and "third_country_national" not in facts
