"""The content of a plan on paper, made once: the writers of PDF and Word both print what stands here.

Stands on the other modules of this room but `paper` and `word`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from passerelle.base.words import language_of, listed
from passerelle.output.briefs.content import Table
from passerelle.output.plans.actions import actions_section
from passerelle.output.plans.blocks import (
    Block,
    Heading,
    PlanPaper,
    Points,
    Prose,
    Section,
    Sheet,
    Timetable,
    cell,
    said,
)
from passerelle.output.plans.charts import gap_text
from passerelle.output.plans.frame import clashes, frame_section, lacks_section, risks_section
from passerelle.output.plans.gantt import gantt_text
from passerelle.output.plans.money import assumptions_section, budget_section, gap_section, lines_section
from passerelle.output.plans.screenings import Screenings, screened_text, screening_section
from passerelle.output.plans.wording import days_text, isolated, where_text
from passerelle.output.plans.writer import Writer
from passerelle.plans.budget import Budget, budget
from passerelle.plans.draws import ranges as drawn_ranges
from passerelle.plans.records import Plan, Range

__all__ = ["PlanPaper", "compose"]


def compose(
    plan: Plan,
    *,
    language: str,
    day: date,
    ranges: Mapping[str, Any] | None = None,
    screenings: Screenings | None = None,
    adopted: date | None = None,
    made: Budget | None = None,
) -> PlanPaper:
    """All that is said of a plan on paper.

    Parameters
    ----------
    day : the day of printing, on which screenings are judged.
    ranges : how far costs may go, as `plans.draws.ranges` has it; drawn here where None and a cost is a range.
    screenings : texts of screenings by key of their measure: "sentence", and lists of lines under any other name.
    adopted : since when the plan is binding; None for a draft.
    made : the forecast, where it is there already.

    Raises
    ------
    PlanError : as `budget`.
    """
    spoken = language_of(language)
    forecast = made or budget(plan)
    if ranges is None:
        ranges = drawn_ranges(forecast) if _has_ranges(forecast) else {}
    w = Writer(plan, forecast, spoken, day, ranges)
    sections = tuple(section for section in _sections(w, screenings or {}) if section is not None)
    if w.sources:
        sections = (*sections, Section("sources", w.say("Sources"), ()))
    return PlanPaper(
        language=spoken, day=day, title=plan.title, kind=_kind(w), owners=plan.owners,
        where=where_text(plan, spoken), banner=w.say("Demonstration: invented actors") if plan.demonstration else "",
        cover=tuple(_cover(w, adopted)), sections=sections, sources=w.sources,
        words={"Contents": w.say("Contents"), "Sources": w.say("Sources"), "Figure": w.say("Figure"),
               "Table": w.say("Table"), "Page": w.say("Page"), "of": w.say("of")},
    )  # fmt: skip


def _has_ranges(forecast: Budget) -> bool:
    return any(
        isinstance(line.cost.unit_cost, Range) or isinstance(line.cost.quantity, Range) for line in forecast.lines
    )


def _sections(w: Writer, screenings: Screenings) -> Iterator[Section | None]:
    yield _summary(w)
    yield _aims(w)
    yield _people(w)
    yield frame_section(w)
    yield actions_section(w)
    yield _timetable(w)
    yield budget_section(w)
    yield gap_section(w)
    yield assumptions_section(w)
    yield risks_section(w)
    yield _following(w)
    yield screening_section(w, screenings)
    yield lacks_section(w)
    yield lines_section(w)


def _kind(w: Writer) -> str:
    return w.say("Joint action plan") if len(w.plan.owners) > 1 else w.say("Strategy and action plan")


def _cover(w: Writer, adopted: date | None) -> Iterator[tuple[str, str]]:
    plan = w.plan
    if plan.owners:
        owners = listed([isolated(owner, w.language) for owner in plan.owners], w.language)
        yield w.say("Owners") if len(plan.owners) > 1 else w.say("Owner"), owners
    where = where_text(plan, w.language)
    if where:
        yield w.say("Where"), where
    yield w.say("Period"), days_text(plan.period.start, plan.period.end, w.language)
    if adopted:
        yield w.say("Status"), w.say("Adopted on {day}").format(day=w.date(adopted))
    else:
        yield w.say("Status"), w.say("Draft of {day}").format(day=w.date(w.day))
    if w.forecast.total.any():
        yield (
            w.say("Costs"),
            w.say("{amount} with contingency, in prices from {year} on with inflation").format(
                amount=w.about(w.amount(w.forecast.total)), year=plan.price_year
            ),
        )


# The first sections -------------------------------------------------------------------------------------


def _summary(w: Writer) -> Section:
    blocks: list[Block] = [Prose(said(*_answers(w)), "lead")]
    if w.plan.summary:
        blocks.append(Prose(said(w.plan.summary)))
    return Section("summary", w.say("Summary"), tuple(blocks))


def _answers(w: Writer) -> Iterator[str]:
    """What is asked first: how much of what, what it costs, what is lacking, when it ends, what stands in the way."""
    measures = list(w.plan.measures())
    yield w.say("From {start} to {end} the plan has {objectives}, {measures} and {actions}.").format(
        start=w.date(w.plan.period.start), end=w.date(w.plan.period.end),
        objectives=w.counted("{number} objective", "{number} objectives", len(w.plan.objectives)),
        measures=w.counted("{number} measure", "{number} measures", len(measures)),
        actions=w.counted("{number} action", "{number} actions", len(w.timetable.timed)),
    )  # fmt: skip
    yield from _cost_answers(w)
    yield from _time_answers(w)
    if measures:
        yield screened_text(w, measures)


def _cost_answers(w: Writer) -> Iterator[str]:
    made = w.forecast
    if not made.total.any():
        yield w.say("No cost is written yet.")
        return
    whole = w.ranges.get("total")
    if whole and whole["p10"] != whole["p90"]:
        low, high = (w.about(Decimal(whole[level])) for level in ("p10", "p90"))
        yield w.say(
            "It costs {amount} with contingency; without it, costs lie between {low} and {high} in eight of ten draws."
        ).format(amount=w.about(w.amount(made.total)), low=low, high=high)
    else:
        yield w.say("It costs {amount} with contingency.").format(amount=w.about(w.amount(made.total)))
    yield f"{gap_text(made, w.language)}."
    if made.left_out:
        yield w.counted(
            "{number} line of costs is in no total, because no rate of exchange is known for it.",
            "{number} lines of costs are in no total, because no rate of exchange is known for them.",
            len(made.left_out),
        )


def _time_answers(w: Writer) -> Iterator[str]:
    end = w.timetable.end
    if end is None:
        return
    path = [isolated(f"“{w.timetable.by_key[key].title}”", w.language) for key in w.timetable.critical_path]
    yield w.say("The last action ends on {day}; that day is decided by {names}.").format(
        day=w.date(end), names=listed(path[-3:], w.language)
    )
    clashing = len({clash.key for clash in w.timetable.conflicts})
    if clashing:
        yield w.counted(
            "{number} action has days that cannot be kept.", "{number} actions have days that cannot be kept.", clashing
        )


def _aims(w: Writer) -> Section | None:
    blocks: list[Block] = []
    if w.plan.situation:
        blocks += [Heading(w.say("Situation"), 3), *_paragraphs(w.plan.situation)]
    if w.plan.aims:
        blocks += [Heading(w.say("Common aims"), 3), Points(said(*w.plan.aims))]
    return Section("aims", w.say("Situation and common aims"), tuple(blocks)) if blocks else None


def _paragraphs(text: str) -> list[Prose]:
    return [Prose(said(" ".join(part.split()))) for part in text.split("\n\n") if part.strip()]


def _people(w: Writer) -> Section | None:
    """Departments and stakeholders with their part, and how many actions each leads."""
    plan = w.plan
    if not plan.departments and not plan.stakeholders:
        return None
    leads: dict[str, int] = {}
    for action in plan.actions():
        leads[action.lead] = leads.get(action.lead, 0) + 1
    rows = [(one.key, one.name, one.member or w.say("department"), one.part) for one in plan.departments]
    rows += [(one.key, one.name, one.kind or w.say("stakeholder"), one.part) for one in plan.stakeholders]
    cells = tuple(
        (cell(name), cell(kind), cell(part or "–"),
         cell(w.counted("{number} action", "{number} actions", leads[key]) if key in leads else "–"))
        for key, name, kind, part in rows
    )  # fmt: skip
    head = (w.say("Name"), w.say("Of"), w.say("Part in the plan"), w.say("Leads"))
    return Section(
        "people", w.say("Who takes part"),
        (Sheet(Table(w.say("Departments and stakeholders"), head, cells, (1.6, 0.9, 1.6, 0.6))),),
    )  # fmt: skip


def _timetable(w: Writer) -> Section | None:
    if not w.timetable.timed:
        return None
    text = gantt_text(w.plan, w.timetable, w.language)
    title = w.say("What is done when, by objective and measure")
    blocks = (Prose(said(text), "lead"), Timetable(title, text), *clashes(w))
    return Section("timetable", w.say("Timetable"), blocks)


def _following(w: Writer) -> Section | None:
    if not w.plan.monitoring:
        return None
    return Section("following", w.say("Follow-up"), tuple(_paragraphs(w.plan.monitoring)))
