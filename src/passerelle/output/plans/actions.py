"""Objectives, measures and actions of a printed plan: who leads, when, what it costs, what it needs, its steps.

In a large plan the actions of a measure are a table. Stands on `writer`.
"""

from collections.abc import Iterator, Sequence

from passerelle.base.corridors import Route
from passerelle.base.places import place_of
from passerelle.base.words import arrow, listed, number, say_number
from passerelle.measures.templates import all_templates
from passerelle.output.briefs.content import Cell, Sentence, Table
from passerelle.output.plans.blocks import Block, Deed, Facts, Heading, Prose, Section, Sheet, cell, figure, said
from passerelle.output.plans.rows import grain
from passerelle.output.plans.screenings import state_text
from passerelle.output.plans.wording import days_text, isolated, plain, source_name
from passerelle.output.plans.writer import Writer
from passerelle.plans import codes
from passerelle.plans.funding import UNFUNDED
from passerelle.plans.records import Action, Corridor, Indicator, Measure, Need, Objective


def actions_section(w: Writer) -> Section:
    """All objectives with their measures and actions, in the plan's order."""
    title = w.say("Objectives, measures and actions")
    if not w.plan.objectives:
        return Section("actions", title, (Prose(said(w.say("The plan has no objective yet."))),))
    blocks: list[Block] = []
    whole = grain(w.plan) == "action"
    for number_, objective, measure, action in w.numbered:
        if action is not None:
            if whole:
                blocks.append(_deed(w, action))
        elif measure is not None:
            blocks += _measure(w, number_, measure)
            if not whole and measure.actions:
                blocks.append(_list(w, measure))
        else:
            blocks += _objective(w, number_, objective)
    return Section("actions", title, tuple(blocks))


def _objective(w: Writer, number_: str, objective: Objective) -> Iterator[Block]:
    yield Heading(objective.title, 3, number_)
    if objective.text:
        yield Prose(said(objective.text))
    told = [indicator_text(w, one) for one in objective.indicators]
    if told:
        yield Facts(tuple((w.say("Judged by"), one) for one in told))
    if not objective.measures:
        yield Prose(said(w.say("It has no measure yet.")), "quiet")


def indicator_text(w: Writer, one: Indicator) -> Sentence:
    """An indicator with baseline and target in a line."""
    unit = f" ({w.say(one.unit)})" if one.unit else ""
    parts = [f"{indicator_name(w, one)}{unit}"]
    if one.baseline:
        parts.append(f"{plain(one.baseline.value, w.language)} ({one.baseline.period})")
    else:
        parts.append(w.say("baseline not known yet"))
    if one.target:
        parts.append(f"{arrow(w.language)} {plain(one.target.value, w.language)} ({w.date(one.target.on)})")
    return w.cite(" ".join(parts), *([one.baseline.source] if one.baseline else []))


def indicator_name(w: Writer, one: Indicator) -> str:
    """The name of an indicator with the places it is about; one of the evidence in the language."""
    name = w.say(one.name) if one.code else isolated(one.name, w.language)
    places = listed([place_of(iso3).name(w.language) for iso3 in one.places], w.language) if one.places else ""
    return f"{name}, {places}" if places else name


def _measure(w: Writer, number_: str, measure: Measure) -> Iterator[Block]:
    yield Heading(measure.title, 4, number_)
    if measure.text:
        yield Prose(said(measure.text))
    rows = []
    if measure.corridor:
        rows.append((w.say("Where"), Sentence(corridor_text(w, measure.corridor))))
    template = all_templates().get(measure.template)
    if template:
        rows.append((w.say("From the catalogue"), Sentence(w.say(template.title))))
    if measure.expected and measure.expected.text:
        run = f" [{measure.expected.run}]" if measure.expected.run else ""
        rows.append((w.say("Expected by the model"), Sentence(measure.expected.text + run)))
    if measure.actions and grain(w.plan) == "action":  # in a large plan the total of its table says so
        rows.append((w.say("Cost with contingency"), Sentence(cost_text(w, measure.actions))))
    rows.append((w.say("Rights"), Sentence(state_text(w, measure))))
    yield Facts(tuple(rows))
    if not measure.actions:
        yield Prose(said(w.say("It has no action yet.")), "quiet")


def cost_text(w: Writer, actions: Sequence[Action]) -> str:
    """What actions cost, contingency included; what is not written is not zero."""
    return w.money(w.cost_of(*actions)) if any(one.costs for one in actions) else w.say("not written yet")


def corridor_text(w: Writer, corridor: Corridor) -> str:
    """Places in their order."""
    stops = (corridor.origin, *corridor.transit, corridor.destination)
    return f" {arrow(w.language)} ".join(place_of(iso3).name(w.language) for iso3 in Route(stops).stops)


def _deed(w: Writer, action: Action) -> Deed:
    timed = w.timetable.by_key[action.key]
    main = (
        (w.say("Leads"), isolated(w.carriers.get(action.lead, action.lead), w.language) or w.say("nobody yet")),
        (w.say("When"), days_text(timed.early_start, timed.early_end, w.language)),
        (w.say("Cost with contingency"), cost_text(w, [action])),
    )
    steps = tuple(
        f"{step.title} ({w.say('by {day}').format(day=w.date(step.by))})" if step.by else step.title
        for step in action.steps
    )
    more = tuple((label, text) for label, text in _more(w, action) if text)
    return Deed(w.numbers[action.key], action.title, main, action.text, more, steps)


def _more(w: Writer, action: Action) -> Iterator[tuple[str, str]]:
    timed = w.timetable.by_key[action.key]
    yield w.say("With"), listed([isolated(w.carriers.get(key, key), w.language) for key in action.helps], w.language)
    yield w.say("After"), "; ".join(_need(w, need) for need in action.all_needs)
    if timed.is_critical:
        yield w.say("Slack"), w.say("none: a day later, and the plan ends later")
    else:
        yield w.say("Slack"), _days(w, timed.slack)
    if action.costs:
        yield w.say("Paid by"), "; ".join(_payers(w, action))
    yield w.say("Carries out"), isolated(action.mitigates.text, w.language) if action.mitigates else ""
    yield w.say("Theme"), _code(w, codes.themes(), action.theme)
    yield w.say("Phase"), _code(w, codes.phases(), action.phase)
    yield (
        w.say("Global Compact"),
        "; ".join(f"{number_} {_code(w, codes.objectives(), str(number_))}" for number_ in action.gcm),
    )
    yield (
        w.say("Sustainable Development Goals"),
        "; ".join(f"{code} {_code(w, codes.targets(), code)}" for code in action.sdg),
    )


def _days(w: Writer, days: int) -> str:
    return say_number("{number} day", "{number} days", days, w.language).format(number=number(days, w.language))


def _need(w: Writer, need: Need) -> str:
    title = isolated(w.timetable.by_key[need.action].title, w.language)
    gap = f" + {_days(w, need.gap_days)}" if need.gap_days else ""
    return f"{w.numbers[need.action]} {title}{gap}"


def _payers(w: Writer, action: Action) -> Iterator[str]:
    for key, cents in w.forecast.funded_by[action.key].items():
        if cents.any():
            name = source_name(w.plan, key, w.language)
            yield f"{name if key == UNFUNDED else isolated(name, w.language)} {w.money(cents)}"


def _code(w: Writer, known: dict[str, codes.Code], code: str) -> str:
    return w.say(known[code].title) if code in known else code


def _list(w: Writer, measure: Measure) -> Sheet:
    """The actions of a measure in a large plan."""
    rows: list[tuple[Cell, ...]] = []
    for action in measure.actions:
        timed = w.timetable.by_key[action.key]
        lead = w.carriers.get(action.lead, action.lead)
        parts = [days_text(timed.early_start, timed.early_end, w.language), lead and isolated(lead, w.language)]
        parts.append(w.say("critical") if timed.is_critical else "")
        rows.append((
            cell(f"{w.numbers[action.key]} {isolated(action.title, w.language)}"),
            cell(" · ".join(part for part in parts if part)),
            figure(w.exact(w.forecast.by_action[action.key]) if action.costs else "–"),
        ))  # fmt: skip
    total = w.exact(w.cost_of(*measure.actions))
    rows.append((cell(w.say("Total")), cell(""), figure(total)))
    head = (w.say("Action"), w.say("When, and who leads"), w.forecast.currency)
    return Sheet(Table("", head, tuple(rows), (2, 2, 0.6)), totals=1, small=True)
