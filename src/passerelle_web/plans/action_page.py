"""An action ready for its page: who, when, by what judged, for how much, and how it goes.

Stands on `plan_page` and `following_page`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from passerelle.base.words import percent, say
from passerelle.followup.lights import Planned, light
from passerelle.output.plans.wording import quantity_text
from passerelle.plans import codes
from passerelle.plans.records import Action, Measure, Objective
from passerelle.plans.records import Plan as Record
from passerelle_web.plans import working
from passerelle_web.plans.following_page import CurveRow, all_reports, curves_of
from passerelle_web.plans.models import Plan, Version
from passerelle_web.plans.plan_page import action_of, money


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of costs as a page shows it."""

    item: str
    category: str
    quantity: str
    unit: str
    unit_cost: str
    currency: str
    prices_of: int
    when: str
    source: str
    to_check: bool


@dataclass(frozen=True, slots=True)
class ActionPage:
    """All that the page of an action shows."""

    objective: Objective
    measure: Measure
    action: Action
    lead: str
    helps: list[str]
    start: date
    end: date
    slack: int
    is_critical: bool
    light: str
    light_said: str
    light_why: str
    needs: list[tuple[str, str, int]]
    followers: list[tuple[str, str]]
    costs: list[CostLine]
    currency: str
    total: str
    years: list[tuple[str, str]]
    funds: list[tuple[str, str]]
    codes: list[tuple[str, list[str]]]
    curves: list[CurveRow]
    grades: dict[str, str]
    trade: list[tuple[str, Any]]


def action_page(plan: Plan, version: Version, key: str, language: str) -> ActionPage | None:
    """The page of an action; None where the plan has none of that key."""
    record = version.record
    there = action_of(record, key)
    if there is None:
        return None
    objective, measure, action = there
    found = working.of_version(version)
    times = working.times_of(found)
    reports = all_reports(plan)
    newest = {name: held[0] for name, held in reports.items() if held}
    waits = working.waits_of(record, times, newest)[key]
    shown = light(Planned(*times[key]), working.progress_of(newest.get(key)), timezone.localdate(), waits)
    slack = next(row[3] for row in found["timetable"] if row[0] == key)
    titles = {one.key: one.title for one in record.actions()}
    carriers = record.carriers()
    return ActionPage(
        objective,
        measure,
        action,
        carriers.get(action.lead, ""),
        [carriers.get(one, one) for one in action.helps],
        *times[key],
        slack,
        slack == 0,
        shown.name,
        shown.text(language),
        shown.reason.text(language),
        [(need.action, titles[need.action], need.gap_days) for need in action.all_needs],
        [(one.key, one.title) for one in record.actions() if key in {need.action for need in one.all_needs}],
        [_cost(cost, record, language) for cost in action.costs],
        record.currency,
        money(found["by_action"][key], record.currency, language),
        [(year, money(amount, record.currency, language)) for year, amount in found["by_action_year"][key].items()],
        _funds(action, record, language),
        _codes(action, language),
        curves_of(action, times, reports, language),
        {"low": gettext("low"), "medium": gettext("medium"), "high": gettext("high")},
        [(say(codes.sectors()[one.sector].title, language), one) for one in action.trade],
    )


def _cost(cost: Any, record: Record, language: str) -> CostLine:
    code = codes.categories().get(cost.category)
    when = {
        "even": gettext("over the action’s days"),
        "start": gettext("at its start"),
        "end": gettext("at its end"),
        "yearly": gettext("again every twelve months"),
    }[cost.spread]
    return CostLine(
        cost.item,
        say(code.title, language) if code else cost.category,
        quantity_text(cost.quantity, language),
        cost.unit,
        quantity_text(cost.unit_cost, language),
        cost.currency or record.currency,
        cost.prices_of or record.price_year,
        when,
        cost.source,
        cost.to_check,
    )


def _funds(action: Action, record: Record, language: str) -> list[tuple[str, str]]:
    names = {source.key: source.name for source in record.sources}
    rows = []
    for fund in action.funds:
        if fund.share is not None:
            said = percent(float(fund.share), language, 1)
        else:
            said = "; ".join(
                f"{year}: {money(amount, record.currency, language)}" for year, amount in fund.amounts.items()
            )
        rows.append((names.get(fund.source, fund.source), said))
    return rows


def _codes(action: Action, language: str) -> list[tuple[str, list[str]]]:
    """Theme, objectives and targets with their titles."""
    asked: list[tuple[str, Mapping[str, codes.Code], list[str]]] = [
        (gettext("Theme that it serves"), codes.themes(), [action.theme] if action.theme else []),
        (gettext("Phase of irregular migration"), codes.phases(), [action.phase] if action.phase else []),
        (gettext("Global Compact"), codes.objectives(), [str(number) for number in action.gcm]),
        (gettext("Sustainable development"), codes.targets(), list(action.sdg)),
    ]
    found = []
    for name, known, given in asked:
        titles = [
            f"{'' if known in (codes.themes(), codes.phases()) else code + ' '}{say(known[code].title, language)}"
            for code in given
            if code in known
        ]
        if titles:
            found.append((name, titles))
    return found
