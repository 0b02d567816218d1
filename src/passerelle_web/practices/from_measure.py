"""A measure that has run as a draft practice, filled from its own record; every field says where it comes from.

What nobody wrote down stays empty: above all what failed, which its own people tell. Stands on `running`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from passerelle.base.words import listed, say
from passerelle.evidence.cards import all_cards
from passerelle.evidence.corridors import source_pairs
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import name_text, period_label, publishers_text, value_text
from passerelle.exchange.practices.grades import Grade
from passerelle.exchange.practices.records import (
    MOST_RESULTS,
    MOST_SOURCES,
    Practice,
    Result,
    Source,
    read_practice,
)
from passerelle.measures import screening as library
from passerelle.measures.screening.judging import OUTCOMES
from passerelle.output.charts.measures import finding
from passerelle.plans.records import Action, Indicator
from passerelle_web.measures import queries as measures
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures.models import Measure
from passerelle_web.measures.run_page import parties_of
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.plans.models import Report
from passerelle_web.plans.working import of_version, times_of, total
from passerelle_web.practices import writing_actions
from passerelle_web.practices.models import Practice as Row
from passerelle_web.practices.neighbours import themes_of
from passerelle_web.practices.running import Carried, carried_in, has_run, outcomes_of

TITLE, GIST, TEXT = 200, 300, 20_000
Filled = tuple[str, Any, str]  # a field, its value, where it comes from


@dataclass(frozen=True, slots=True)
class Told:
    """The record of a measure as the parts below read it."""

    measure: Measure
    carried: Sequence[Carried]
    language: str

    @property
    def actions(self) -> list[tuple[Carried, Action]]:
        """Every action of it, plan by plan."""
        return [(one, action) for one in self.carried for action in one.actions]


def begin_from(*, measure: Measure, member: Member, by: User, language: str) -> Row:
    """Begin a practice from a measure that has run.

    Raises
    ------
    NotAllowed : `by` does not see the measure or does not write for the member.
    CannotBeDone : nothing is reported of it yet.
    """
    require(by, "measures.see_measure", measure)
    if not has_run(measure):
        raise CannotBeDone(
            gettext(
                "Nothing is reported of this measure yet. Report on its actions in a plan, or enter what came of it."
            )
        )
    record = record_of(measure, by, language)
    return writing_actions.begin(member=member, by=by, record=record, measure=measure)


def record_of(measure: Measure, person: User, language: str) -> Practice:
    """The practice as the record of a measure tells it, from the plans that a person may see, in one language."""
    seen = [one for one in carried_in(measure) if may(person, "plans.see_plan", one.plan)]
    with override(language):
        told = Told(measure, seen, language)
        values: dict[str, Any] = {"language": language}
        whence: dict[str, str] = {}
        for name, value, source in _filled(told):
            if value:
                values[name], whence[name] = value, source
    return read_practice(_plain(values) | {"whence": whence})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [one if isinstance(one, str | int) else _struct(one) for one in value]
        if isinstance(value, list)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for name, value in values.items()
    }  # fmt: skip


def _struct(one: Any) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in one.__struct_fields__}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _filled(told: Told) -> Iterator[Filled]:
    measure = told.measure
    template = measures.template_or_none(measure.template)
    page = gettext("the page of the measure")
    yield "title", measure.title[:TITLE], page
    yield "themes", themes_of(template)[:2], gettext("the catalogue’s template")
    yield "template", measure.template if template else "", page
    yield "origin", measure.origin, page
    yield "destination", measure.destination, page
    yield "route", measure.route, page
    yield "problem", measure.question[:TEXT], gettext("the parties’ question on the page of the measure")
    yield from _context(told)
    yield from _done(told)
    yield from _days(told)
    yield from _money(told)
    yield "results", list(_results(told))[:MOST_RESULTS], gettext("reports on its actions, and what came of its run")
    if template is not None:
        factors = "\n".join(f"- {say(text, told.language)}" for text in template.success)
        yield "transfer", factors, gettext("the catalogue’s template: what such a measure works with; write your own")
    yield from _rights(told)
    yield "sources", list(_sources(told))[:MOST_SOURCES], gettext("evidence, run, screening and plans of the measure")


# Evidence, run, commitments ----------------------------------------------------------------------------


def _figures(told: Told) -> list[Figure]:
    """The figures that its template needs and that are known."""
    template = measures.template_or_none(told.measure.template)
    if template is None:
        return []
    known = measures.known(told.measure.corridor)
    found = [known.latest(code) for code in template.evidence if code in known.series]
    return [figure for figure in found if figure.is_known]


def _context(told: Told) -> Iterator[Filled]:
    parts = [part for part in (_evidence_said(told), _expected_said(told), _committed_said(told)) if part]
    whence = gettext("figures of the corridor, the run of the model, commitments on its actions")
    yield "context", "\n\n".join(parts)[:TEXT], whence


def _evidence_said(told: Told) -> str:
    lines = [
        gettext("- {name}: {value} ({when}, {source})").format(
            name=name_text(figure.indicator, told.language), value=value_text(figure, told.language),
            when=period_label(figure.period, told.language), source=publishers_text(figure.source, ""),
        )
        for figure in _figures(told)
    ]  # fmt: skip
    return "\n".join([gettext("What was known of the corridor:"), "", *lines]) if lines else ""


def _expected_said(told: Told) -> str:
    """What the model expected, party by party, with its ranges."""
    run = told.measure.run
    record = run.record if run is not None else None
    if run is None or record is None:
        return ""
    lines = [
        gettext("- {party}: {middle} ({low} to {high})").format(
            party=one.name, middle=one.middle, low=one.low, high=one.high
        )
        for one in parties_of(record, "welfare", told.language)
    ]
    head = gettext(
        "What the model expected, as present value over {years} years in international USD of 2021, with the range of "
        "90 per cent of its draws: {finding}"
    ).format(years=record["years"], finding=finding(record, told.language))
    return "\n".join([head, "", *lines])


def _committed_said(told: Told) -> str:
    lines = []
    for one in told.carried:
        keys = [action.key for action in one.actions]
        for pledge in one.plan.pledges.filter(action__in=keys).select_related("member"):
            state = (
                gettext("withdrawn: {reason}").format(reason=pledge.reason) if pledge.withdrawn_on
                else gettext("kept on {day}").format(day=_day(pledge.kept_on)) if pledge.kept_on
                else gettext("open")
            )  # fmt: skip
            lines.append(f"- {pledge.member.name}: {pledge.text} ({state})")
    return "\n".join([gettext("Commitments of members:"), "", *lines]) if lines else ""


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


# Plans, reports, money ---------------------------------------------------------------------------------


def _done(told: Told) -> Iterator[Filled]:
    lines, actors = [], []
    for one, action in told.actions:
        report = one.reports.get(action.key)
        start, end = times_of(of_version(one.version))[action.key]
        line = gettext("- {title}, {start} to {end}").format(title=action.title, start=_day(start), end=_day(end))
        texts = [text.strip() for text in (action.text, report.text if report else "") if text.strip()]
        lines.append(". ".join((f"{line} ({report.get_state_display()})" if report else line, *texts)))
        actors.append(one.record.carriers().get(action.lead, ""))
    owners = [owner.name for one in told.carried for owner in one.plan.owners.all()]
    named = list(dict.fromkeys(name for name in (*owners, *actors) if name))
    yield "done", "\n".join(lines)[:TEXT], gettext("actions of the plan and the newest report on each")
    yield (
        "actors",
        listed(named, told.language) if named else "",
        gettext("owners of the plan and who leads its actions"),
    )


def _days(told: Told) -> Iterator[Filled]:
    days = [times_of(of_version(one.version))[action.key] for one, action in told.actions]
    if not days:
        return
    source = gettext("the timetable of the plan")
    yield "since", min(start for start, _end in days).isoformat(), source
    newest = [one.reports.get(action.key) for one, action in told.actions]
    if all(report is not None and report.state in ("done", "dropped") for report in newest):
        yield "until", max(end for _start, end in days).isoformat(), source


def _money(told: Told) -> Iterator[Filled]:
    """What was spent where that was reported, else what the plan foresees; of one plan, in its currency."""
    for one in told.carried:
        planned = total(of_version(one.version)["by_action"][action.key] for action in one.actions)
        if one.spent is None and not planned:
            continue
        currency = one.record.currency
        spent = gettext(
            "spent so far as reported; the plan foresees {planned} {currency}, contingency included"
        ).format(planned=planned, currency=currency)
        foreseen = gettext("as the plan foresees it, contingency included; nothing is reported as spent")
        yield (
            "cost",
            one.spent if one.spent is not None else planned,
            gettext("reports on spending and the plan’s budget"),
        )
        yield "currency", currency, gettext("the plan’s budget")
        yield "price_year", one.record.price_year, gettext("the plan’s budget")
        yield "cost_of", spent if one.spent is not None else foreseen, gettext("the plan’s budget")
        return


def _results(told: Told) -> Iterator[Result]:
    for one, action in told.actions:
        report = one.reports.get(action.key)
        if report is not None:
            yield from _observed(one, action, report)
    for outcome in outcomes_of(told.measure):
        name = gettext("{quantity} in year {year} (the model expected {low} to {high})").format(
            quantity=outcome.quantity, year=outcome.year, low=f"{outcome.p5:,.0f}", high=f"{outcome.p95:,.0f}"
        )
        yield Result(
            indicator=name[:300], grade=Grade.DESCRIPTIVE, after=Decimal(str(outcome.value)), unit=outcome.unit,
            source=outcome.source,
        )  # fmt: skip


def _observed(one: Carried, action: Action, report: Report) -> Iterator[Result]:
    for indicator in action.indicators:
        value = report.observed.get(indicator.name)
        if value is None:
            continue
        before = indicator.baseline.value if indicator.baseline else None
        yield Result(
            indicator=_with_target(indicator), before=before, after=Decimal(str(value)), unit=indicator.unit[:80],
            grade=Grade.BEFORE_AFTER if before is not None else Grade.DESCRIPTIVE,
            source=gettext("Report of {day} on “{action}”, {plan}").format(
                day=_day(report.on), action=action.title, plan=one.plan.title
            )[:600],
        )  # fmt: skip


def _with_target(indicator: Indicator) -> str:
    if indicator.target is None:
        return indicator.name
    return gettext("{name} (target {target})").format(name=indicator.name, target=indicator.target.value)[:300]


# Rights and sources ------------------------------------------------------------------------------------


def _rights(told: Told) -> Iterator[Filled]:
    row = reading.standing_one(reading.screenings_of(told.measure))
    result = reading.result_or_none(row) if row is not None else None
    if row is None or result is None:
        return
    instruments = [say(library.all_instruments()[code].title, told.language) for code in result.binding.instruments]
    said = [
        gettext("Screened on {day}: {outcome}.").format(
            day=_day(row.made_on), outcome=say(OUTCOMES[result.outcome], told.language)
        )
    ]
    if instruments:
        said.append(gettext("Instruments that bind: {instruments}.").format(
            instruments=listed(instruments, told.language)
        ))  # fmt: skip
    asked = [f"- {one.text}" for one in result.screening.mitigations]
    if asked:
        said.append("\n".join([gettext("What the screening asks for:"), "", *asked]))
    yield "rights", "\n\n".join(said)[:TEXT], gettext("the screening on which the measure stands")


def _sources(told: Told) -> Iterator[Source]:
    cards = all_cards()
    codes: Iterable[str] = (code for figure in _figures(told) for code, _vintage in source_pairs(figure))
    for code in dict.fromkeys(codes):
        if code in cards:
            yield Source(cards[code].cite()[:600], _address(cards[code].address))
    if told.measure.run is not None:
        yield Source(gettext("Run {key} of the model of Passerelle").format(key=told.measure.run_id))
    for one in told.carried:
        yield Source(
            gettext("Plan “{title}”, version {number}").format(title=one.plan.title, number=one.version.number)[:600]
        )


def _address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) and len(text) <= 500 else ""
