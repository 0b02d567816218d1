"""A plan ready for its page: the sentences that answer, objectives with measures and actions, what is worth a look.

Stands on `queries` and `working`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from passerelle.base.corridors import named_routes
from passerelle.base.places import place_of
from passerelle.base.words import arrow, compact, percent, say
from passerelle.followup.lights import Planned, light
from passerelle.measures.templates import all_templates
from passerelle.plans import gate as library_gate
from passerelle.plans.amounts import digits_of
from passerelle.plans.faults import Fault
from passerelle.plans.records import Action, Measure, Objective
from passerelle.plans.records import Plan as Record
from passerelle_web.plans import working
from passerelle_web.plans.gate import screened_today
from passerelle_web.plans.models import Plan, Report, Version

FEW = 150  # actions of which a page shows each; of more it shows measures
MOST_REMARKS = 12
_NUMBERS = {"en": "en", "nl": "nl", "fr": "fr", "es": "es", "ar": "ar_DZ"}  # Latin digits in Arabic as well


def money(amount: str | Decimal, currency: str, language: str) -> str:
    """An exact amount as the language writes it, with the currency's own decimals."""
    digits = digits_of(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    written: str = format_decimal(Decimal(amount), format=pattern, locale=_NUMBERS.get(language, "en"))
    return written.replace("-", "−")


def rounded(amount: str | Decimal, currency: str, language: str) -> str:
    """An amount in a sentence: 1.3 million EUR."""
    value = Decimal(amount)
    return f"{compact(float(value), language) if value >= 10_000 else money(value, currency, language)} {currency}"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as a line of a plan."""

    key: str
    title: str
    lead: str
    start: date
    end: date
    cost: str
    is_critical: bool
    pushed: int
    light: str
    light_said: str
    light_why: str


@dataclass(frozen=True, slots=True)
class MeasureBlock:
    """A measure with its actions and where it stands at the rights gate."""

    measure: Measure
    places: str
    template: str
    href: str
    gate: str
    gate_href: str
    is_open: bool
    may_mitigate: bool
    may_screen: bool
    cost: str
    currency: str
    count: int
    start: date | None
    end: date | None
    rows: list[ActionRow]


@dataclass(frozen=True, slots=True)
class ObjectiveBlock:
    """An objective with its measures."""

    objective: Objective
    measures: list[MeasureBlock]
    cost: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that the page of a plan shows."""

    record: Record
    sentences: list[str]
    glance: list[tuple[str, str, str]]
    objectives: list[ObjectiveBlock]
    remarks: list[str]
    more_remarks: int
    stops: list[tuple[str, str]]
    places: str
    people: list[tuple[str, str, str, int]]


def places_text(record: Record, language: str) -> str:
    """What a plan is about: a corridor, a route, a country."""
    if record.where.route:
        route = named_routes().get(record.where.route)
        return say(route.name, language) if route else record.where.route
    return f" {arrow(language)} ".join(place_of(iso3).name(language) for iso3 in record.where.places)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the parts of a page have in common: the plan as screened today, what was worked out, the rows of actions."""

    record: Record
    found: Mapping[str, Any]
    times: Mapping[str, tuple[date, date]]
    rows: Mapping[str, ActionRow]
    stops: Mapping[str, Fault]
    language: str

    def money(self, actions: Iterable[Action]) -> str:
        """What some actions cost together."""
        whole = working.total(self.found["by_action"][action.key] for action in actions)
        return money(whole, self.record.currency, self.language)


def _shown(plan: Plan, version: Version, language: str, *, with_rows: bool | None = None) -> _Shown:
    """A version as of today; without rows where the plan is large and they are not asked for."""
    found = working.of_version(version)
    record = screened_today(version.record)
    today = timezone.localdate()
    wanted = len(found["timetable"]) <= FEW if with_rows is None else with_rows
    rows = _rows(record, found, working.newest_reports(plan), today, language) if wanted else {}
    stops = {stop.key: stop for stop in library_gate.stops(record, today)}
    return _Shown(record, found, working.times_of(found), rows, stops, language)


def plan_page(plan: Plan, version: Version, language: str) -> PlanPage:
    """The page of a version of a plan, as of today."""
    shown = _shown(plan, version, language)
    record, found = shown.record, shown.found
    remarked = working.remarks_of(found, language)
    return PlanPage(
        record=record, sentences=list(_sentences(record, found, shown.stops, language)),
        glance=_glance(record, found, language), objectives=[_objective(one, shown) for one in record.objectives],
        remarks=remarked[:MOST_REMARKS], more_remarks=max(len(remarked) - MOST_REMARKS, 0),
        stops=[(str(stop.values["title"]), stop.text(language)) for stop in shown.stops.values()],
        places=places_text(record, language), people=_people(record),
    )  # fmt: skip


def _people(record: Record) -> list[tuple[str, str, str, int]]:
    """Departments and stakeholders: name, whose or of what kind, their part, how many actions they lead."""
    leads = Counter(action.lead for action in record.actions())
    found = [(one.name, one.member if one.member != one.name else "", one.part, leads[one.key])
             for one in record.departments]  # fmt: skip
    return [*found, *((one.name, one.kind, one.part, leads[one.key]) for one in record.stakeholders)]


def _rows(
    record: Record, found: Mapping[str, Any], reports: Mapping[str, Report], today: date, language: str
) -> dict[str, ActionRow]:
    times = {key: (date.fromisoformat(start), date.fromisoformat(end), slack, pushed)
             for key, start, end, slack, pushed in found["timetable"]}  # fmt: skip
    carriers = record.carriers()
    waits = working.waits_of(record, {key: (start, end) for key, (start, end, _, _) in times.items()}, reports)
    rows = {}
    for action in record.actions():
        start, end, slack, pushed = times[action.key]
        shown = light(Planned(start, end), working.progress_of(reports.get(action.key)), today, waits[action.key])
        rows[action.key] = ActionRow(
            action.key, action.title, carriers.get(action.lead, ""), start, end,
            money(found["by_action"][action.key], record.currency, language), slack == 0, pushed, shown.name,
            shown.text(language), shown.reason.text(language),
        )  # fmt: skip
    return rows


def _objective(objective: Objective, shown: _Shown) -> ObjectiveBlock:
    measures = [_measure(one, shown) for one in objective.measures]
    return ObjectiveBlock(objective, measures, shown.money(a for one in objective.measures for a in one.actions))


def _measure(measure: Measure, shown: _Shown) -> MeasureBlock:
    template = all_templates().get(measure.template)
    stop = shown.stops.get(measure.key)
    said, href = _gate_said(measure, stop, shown.language)
    days = [shown.times[action.key] for action in measure.actions]
    return MeasureBlock(
        measure=measure, places=_places(measure, shown.language),
        template=say(template.title, shown.language) if template else "",
        href=reverse("measures:measure", args=[measure.measure]) if measure.measure else "", gate=said, gate_href=href,
        is_open=stop is None, may_mitigate=stop is not None and stop.kind == "mitigations",
        may_screen=stop is not None and stop.kind in ("unscreened", "changed"), cost=shown.money(measure.actions),
        currency=shown.record.currency, count=len(days), start=min((start for start, _ in days), default=None),
        end=max((end for _, end in days), default=None),
        rows=[shown.rows[action.key] for action in measure.actions if action.key in shown.rows],
    )  # fmt: skip


def _places(measure: Measure, language: str) -> str:
    if measure.corridor is None:
        return ""
    stops = (measure.corridor.origin, *measure.corridor.transit, measure.corridor.destination)
    return f" {arrow(language)} ".join(place_of(iso3).name(language) for iso3 in stops)


def _gate_said(measure: Measure, stop: Fault | None, language: str) -> tuple[str, str]:
    if measure.screening is not None and stop is None:
        day = date_format(measure.screening.review_by, "DATE_FORMAT") if measure.screening.review_by else "–"
        said = gettext("Screened, no stop found; to be looked at again by {day}.").format(day=day)
        return said, measure.screening.address
    href = measure.screening.address if measure.screening is not None else ""
    if not href and measure.measure:
        href = reverse("measures:screen", args=[measure.measure])
    return (stop.text(language) if stop else ""), href


def _sentences(record: Record, found: Mapping[str, Any], stops: Mapping[str, Fault], language: str) -> list[str]:
    measures, actions = list(record.measures()), list(record.actions())
    first = gettext("{objectives}, {measures} and {actions}, from {start} to {end}.").format(
        objectives=ngettext("{n} objective", "{n} objectives", len(record.objectives)).format(n=len(record.objectives)),
        measures=ngettext("{n} measure", "{n} measures", len(measures)).format(n=len(measures)),
        actions=ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions)),
        start=date_format(record.period.start, "DATE_FORMAT"), end=date_format(record.period.end, "DATE_FORMAT"),
    )  # fmt: skip
    return [first, *_money_said(record, found, language), *_gate_sentence(measures, stops)]


def _money_said(record: Record, found: Mapping[str, Any], language: str) -> list[str]:
    total, left_out = found["budget"]["total"], found["budget"]["left_out"]
    lacking = []
    if left_out:
        currencies = ", ".join(sorted({one["currency"] for one in left_out}))
        lacking = [
            ngettext(
                "{n} line of costs is in no total: no rate of exchange from {currencies} is known.",
                "{n} lines of costs are in no total: no rate of exchange from {currencies} is known.", len(left_out),
            ).format(n=len(left_out), currencies=currencies)
        ]  # fmt: skip
    if not Decimal(total["total"]):
        return lacking or [gettext("Nothing is costed yet.")]
    gap = Decimal(total["gap"])
    text = gettext(
        "It costs {total} with contingency; eight times in ten the costs themselves lie between {low} and {high}."
    )
    whole, low, high = (rounded(total[part], record.currency, language) for part in ("total", "p10", "p90"))
    said = [text.format(total=whole, low=low, high=high)]
    if gap > 0:
        share = percent(float(gap / Decimal(total["total"])), language, 0)
        said.append(
            gettext("{gap} of it, {share}, has no source yet.").format(
                gap=rounded(gap, record.currency, language), share=share
            )
        )
    else:
        said.append(gettext("Every part of it has a source."))
    return [*lacking, *said]


def _gate_sentence(measures: list[Measure], stops: Mapping[str, Fault]) -> list[str]:
    if not measures:
        return []
    if not stops:
        return [gettext("Every measure has a screening of rights in date that found no stop.")]
    return [
        ngettext(
            "{n} of {all} measures stands before the rights gate; the plan cannot be adopted until it is open.",
            "{n} of {all} measures stand before the rights gate; the plan cannot be adopted until it is open.",
            len(stops),
        ).format(n=len(stops), all=len(measures))
    ]


def _glance(record: Record, found: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
    total = found["budget"]["total"]
    end = date.fromisoformat(found["end"]) if found["end"] else None
    spread = gettext("costs from {low} to {high} (P10 to P90)").format(
        low=rounded(total["p10"], record.currency, language), high=rounded(total["p90"], record.currency, language)
    )
    plan_end = gettext("the plan ends on {day}").format(day=date_format(record.period.end, "DATE_FORMAT"))
    rows = [
        (
            gettext("Costs with contingency"),
            rounded(total["total"], record.currency, language),
            spread if Decimal(total["total"]) else "",
        ),
        (gettext("Without a source"), rounded(total["gap"], record.currency, language), ""),
        (gettext("Last action ends"), date_format(end, "DATE_FORMAT") if end else "–", plan_end),
    ]
    return rows


def action_of(record: Record, key: str) -> tuple[Objective, Measure, Action] | None:
    """An action with the measure and the objective that it stands under."""
    for objective in record.objectives:
        for measure in objective.measures:
            for action in measure.actions:
                if action.key == key:
                    return objective, measure, action
    return None


def measure_alone(plan: Plan, version: Version, key: str, language: str) -> MeasureBlock | None:
    """One measure with all its actions, for plans that are too large for one page."""
    shown = _shown(plan, version, language, with_rows=True)
    measure = next((one for one in shown.record.measures() if one.key == key), None)
    return None if measure is None else _measure(measure, shown)
