"""The logical framework, and what may go wrong: risks, trade, what the plan still lacks.

Stands on `writer`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from passerelle.base.words import number
from passerelle.output.briefs.content import Cell, Table
from passerelle.output.plans.actions import indicator_name
from passerelle.output.plans.blocks import Block, Heading, Points, Prose, Section, Sheet, cell, figure, said
from passerelle.output.plans.rows import grain
from passerelle.output.plans.wording import GRADES, plain
from passerelle.output.plans.writer import Writer
from passerelle.plans import codes
from passerelle.plans.records import Action, Indicator, Measure, Risk
from passerelle.plans.remarks import remarks

FEW_ROWS = 6  # of the framework, for which no page is laid on its side
MOST_RISKS = 100
MOST_REMARKS = 40
_WEIGHT = {"low": 1, "medium": 2, "high": 3}


def frame_section(w: Writer) -> Section | None:
    """Objective, measure and action with indicator, baseline, target, verification, risks; a large one by measure."""
    if not w.plan.objectives:
        return None
    whole = grain(w.plan) == "action"
    rows: list[tuple[Cell, ...]] = []
    strong = set()
    for number_, objective, measure, action in w.numbered:
        if action is not None:
            if whole:
                rows += _rows(w, f"{number_} {action.title}", action.indicators, _risks_in_short(w, action.risks))
        elif measure is not None:
            rows.append(_measure_row(w, number_, measure, whole))
        else:
            strong.add(len(rows))
            rows += _rows(w, f"{number_} {objective.title}", objective.indicators, "")
    caption = w.say("Logical framework")
    head = (w.say("Objective, measure, action"), w.say("Indicator"), w.say("Baseline"), w.say("Target"),
            w.say("Means of verification"), w.say("Risks and assumptions"))  # fmt: skip
    table = Table(caption, head, tuple(rows), (1.7, 1.2, 0.8, 0.8, 1.1, 1.5))
    blocks: list[Block] = [Sheet(table, strong=frozenset(strong), small=True)]
    if not whole:
        told = w.say("The plan is large: objectives and measures stand here, not every action with its indicators.")
        blocks.insert(0, Prose(said(told), "quiet"))
    return Section("frame", w.say("Logical framework"), tuple(blocks), wide=len(rows) > FEW_ROWS)


def _rows(w: Writer, name: str, indicators: Sequence[Indicator], risks: str) -> list[tuple[Cell, ...]]:
    """A row for each indicator; where there is none that is said."""
    if not indicators:
        return [(cell(name), cell(w.say("no indicator yet")), cell("–"), cell("–"), cell("–"), cell(risks))]
    rows: list[tuple[Cell, ...]] = []
    for at, one in enumerate(indicators):
        unit = f" ({w.say(one.unit)})" if one.unit else ""
        rows.append((
            cell(name if at == 0 else ""), cell(f"{indicator_name(w, one)}{unit}"), _baseline(w, one), _target(w, one),
            cell(one.source or w.say("not said yet")), cell(risks if at == 0 else ""),
        ))  # fmt: skip
    return rows


def _baseline(w: Writer, one: Indicator) -> Cell:
    if one.baseline is None:
        return cell(w.say("not known yet"))
    return w.cited(f"{plain(one.baseline.value, w.language)} ({one.baseline.period})", one.baseline.source)


def _target(w: Writer, one: Indicator) -> Cell:
    if one.target is None:
        return cell(w.say("no target yet"))
    by = w.say("by {day}").format(day=w.date(one.target.on))
    return cell(f"{plain(one.target.value, w.language)} {by}")


def _measure_row(w: Writer, number_: str, measure: Measure, whole: bool) -> tuple[Cell, ...]:
    """A measure is judged by its actions, and by what the model expects of it where it was tried."""
    expected = measure.expected.text if measure.expected else ""
    run = measure.expected.run if measure.expected else ""
    verified = w.say("Run of the model {run}").format(run=run) if run else "–"
    risks = ""
    if not whole:
        indicators = sum(len(action.indicators) for action in measure.actions)
        counted = w.counted("{number} indicator", "{number} indicators", indicators)
        actions = w.counted("{number} action", "{number} actions", len(measure.actions))
        expected = expected or w.say("{indicators} in {actions}").format(indicators=counted, actions=actions)
        most = sorted((one for action in measure.actions for one in action.risks), key=lambda one: -weight(one))
        risks = _risks_in_short(w, most[:2])
    judged = expected or (w.say("by its actions") if measure.actions else w.say("no action yet"))
    return (cell(f"{number_} {measure.title}"), cell(judged), cell("–"), cell("–"), cell(verified), cell(risks))


def _risks_in_short(w: Writer, risks: Sequence[Risk]) -> str:
    told = (f"{one.text} ({w.say(GRADES[one.likelihood])} × {w.say(GRADES[one.effect])})" for one in risks)
    return "; ".join(dict.fromkeys(told))


def weight(risk: Risk) -> int:
    """Likelihood times effect, 1 to 9: the order in which risks are read."""
    return _WEIGHT[risk.likelihood] * _WEIGHT[risk.effect]


# What may go wrong --------------------------------------------------------------------------------------


def risks_section(w: Writer) -> Section | None:
    """All risks, the gravest first, and sectors in which jobs are at risk."""
    found = [(action, risk) for action in w.plan.actions() for risk in action.risks]
    trade = list(_trade(w))
    if not found and not trade:
        return None
    blocks: list[Block] = []
    if found:
        found.sort(key=lambda pair: -weight(pair[1]))
        blocks.append(_risk_table(w, found[:MOST_RISKS]))
        if len(found) > MOST_RISKS:
            told = w.say("Of {number} risks the {shown} gravest stand here; all are in the plan's file.")
            blocks.append(Prose(said(told.format(
                number=number(len(found), w.language), shown=number(MOST_RISKS, w.language))), "quiet"))  # fmt: skip
    return Section("risks", w.say("Risks"), (*blocks, *trade))


def _risk_table(w: Writer, found: Sequence[tuple[Action, Risk]]) -> Sheet:
    rows = tuple(
        (
            cell(w.numbers[action.key]), cell(risk.text), cell(w.say(GRADES[risk.likelihood])),
            cell(w.say(GRADES[risk.effect])), cell(risk.mitigation or w.say("nothing said yet")),
            cell(w.carriers.get(risk.owner, risk.owner) or w.carriers.get(action.lead, action.lead) or "–"),
        )
        for action, risk in found
    )  # fmt: skip
    head = (w.say("No."), w.say("Risk"), w.say("Likelihood"), w.say("Effect"), w.say("What is done about it"),
            w.say("Who watches"))  # fmt: skip
    table = Table(w.say("Risks, the gravest first"), head, rows, (0, 1.7, 0, 0, 1.7, 1.1))
    return Sheet(table, small=len(rows) > 40)


def _trade(w: Writer) -> Iterator[Block]:
    rows = []
    for action in w.plan.actions():
        for one in action.trade:
            sector = codes.sectors().get(one.sector)
            jobs = w.say("not known yet") if one.jobs_at_risk is None else number(one.jobs_at_risk, w.language)
            rows.append((
                cell(w.numbers[action.key]), cell(w.say(sector.title) if sector else one.sector),
                w.cited(one.text, one.source), figure(jobs), cell(one.mitigation or w.say("nothing said yet")),
            ))  # fmt: skip
    if rows:
        head = (w.say("No."), w.say("Sector"), w.say("What happens"), w.say("Jobs at risk"),
                w.say("What is done about it"))  # fmt: skip
        caption = w.say("Sectors exposed to trade in which jobs are at risk")
        yield Sheet(Table(caption, head, tuple(rows), (0, 1, 1.5, 0, 1.5)))


# What is still to be done -------------------------------------------------------------------------------


def lacks_section(w: Writer) -> Section | None:
    """What is worth a look in the plan, but money and screenings, which are told elsewhere."""
    elsewhere = {"left_out", "surplus", "unscreened", "stopped", "unfinished", "review", "changed", *_CLASHES}
    found = [one for one in remarks(w.plan, w.timetable, w.forecast, w.day) if one.kind not in elsewhere]
    if not found:
        return None
    title = w.say("What the plan still lacks")
    if len(found) <= MOST_REMARKS:
        return Section("lacks", title, (Points(said(*(one.text(w.language) for one in found))),))
    counted = Counter(one.kind for one in found)
    items = [text for kind in counted if (text := _counted(w, kind, counted[kind]))]
    return Section("lacks", title, (Points(said(*items)),))


_CLASHES = ("needs", "before_plan", "after_plan")


def _counted(w: Writer, kind: str, count: int) -> str:
    return {
        "empty": w.counted("{number} measure has no action yet.", "{number} measures have no action yet.", count),
        "no_lead": w.counted("Nobody leads {number} action.", "Nobody leads {number} actions.", count),
        "no_indicator": w.counted(
            "Nothing says by what {number} action is judged.", "Nothing says by what {number} actions are judged.",
            count,
        ),
        "no_costs": w.counted("{number} action has no costs yet.", "{number} actions have no costs yet.", count),
        "to_check": w.counted(
            "Costs of {number} action are still to be checked.", "Costs of {number} actions are still to be checked.",
            count,
        ),
        "trade": w.counted(
            "{number} action puts jobs at risk, and nothing is said of what is done about it.",
            "{number} actions put jobs at risk, and nothing is said of what is done about it.", count,
        ),
    }.get(kind, "")  # fmt: skip


def clashes(w: Writer) -> Iterator[Block]:
    """Days that cannot be kept, in words."""
    found = [one for one in remarks(w.plan, w.timetable, w.forecast, w.day) if one.kind in _CLASHES]
    if found:
        yield Heading(w.say("Days that cannot be kept"), 3)
        yield Points(said(*(one.text(w.language) for one in found[:MOST_REMARKS])))
        if len(found) > MOST_REMARKS:
            yield Prose(said(w.counted("And {number} more.", "And {number} more.", len(found) - MOST_REMARKS)))
