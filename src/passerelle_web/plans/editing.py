"""What was typed in forms, as parts of a plan: the head, carriers and money, objectives, measures, actions.

Each gives the whole plan with one part changed. Stands on `forms` and `rows`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from passerelle.base.errors import PlanUnreadable
from passerelle.plans.baselines import with_baseline
from passerelle.plans.building import key_from
from passerelle.plans.reading import said
from passerelle.plans.records import Action, Corridor, Measure, Objective, Plan
from passerelle_web.evidence.queries import the_store
from passerelle_web.plans.rows import Rows

replace = msgspec.structs.replace
HEAD_LISTS = ("departments", "stakeholders", "sources", "inflation", "exchange_rates")
ACTION_LISTS = ("steps", "needs", "indicators", "costs", "funds", "risks", "trade")


def _converted(raw: dict[str, Any], kind: Any) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as problem:
        raise PlanUnreadable(said(str(problem))) from None


def plain(part: Any) -> dict[str, Any]:
    """A part as plain values."""
    return dict(msgspec.to_builtins(part))


def new_head(values: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
    """The head of a new plan."""
    return {
        "title": values["title"],
        "period": {"start": values["start"], "end": values["end"]},
        "currency": values["currency"],
        "where": where,
    }


def with_head(plan: Plan, values: dict[str, Any], where: dict[str, Any]) -> Plan:
    """The plan with another head."""
    kept = {name: part for name, part in plain(plan).items() if name not in ("where", "prices_of", "rates_on")}
    given = new_head(values, {"grouping": plan.where.grouping, **where}) | {
        name: values.get(name) or "" for name in ("summary", "situation", "monitoring")
    }
    given["aims"] = [line.strip() for line in str(values.get("aims") or "").splitlines() if line.strip()]
    given["contingency"] = {
        **kept.get("contingency", {}), "rate": Decimal(values.get("contingency") or 0) / 100
    }  # fmt: skip
    correlation = values.get("correlation")
    given["uncertainty"] = {"correlation": Decimal("0.25") if correlation is None else correlation}
    given |= {name: values[name] for name in ("prices_of", "rates_on") if values.get(name)}
    found: Plan = _converted({**kept, **given}, Plan)
    return found


def with_lists(plan: Plan, rows: Iterable[Rows]) -> Plan:
    """The plan with other departments, sources, rates …"""
    raw = plain(plan) | {one.name: one.values() for one in rows}
    found: Plan = _converted(raw, Plan)
    return found


def objective_from(
    plan: Plan, key: str, values: dict[str, Any], rows: Sequence[Rows]
) -> tuple[Plan, Objective]:  # fmt: skip
    """The plan with an objective changed, or added where `key` is empty."""
    held = next((one for one in plan.objectives if one.key == key), None)
    raw = plain(held) if held else {"key": key_from(values["title"], {one.key for one in plan.objectives})}
    made: Objective = _converted(raw | {"title": values["title"], "text": values["text"]} | _lists(rows), Objective)
    made = replace(made, indicators=tuple(with_baseline(the_store(), one) for one in made.indicators))
    if held is None:
        return replace(plan, objectives=(*plan.objectives, made)), made
    return replace(plan, objectives=tuple(made if one.key == key else one for one in plan.objectives)), made


def _lists(rows: Sequence[Rows]) -> dict[str, Any]:
    found: dict[str, Any] = {one.name: one.values() for one in rows}
    if "needs" in found:  # an action alone where no days lie between
        found["needs"] = [one if one.get("gap_days") else one["action"] for one in found["needs"]]
    return found


def measure_from(plan: Plan, objective: str, key: str, values: dict[str, Any]) -> tuple[Plan, Measure]:
    """The plan with a measure changed, or added to an objective where `key` is empty."""
    held = next((one for one in plan.measures() if one.key == key), None)
    made = held or Measure(key=key_from(values["title"], {one.key for one in plan.measures()}), title=values["title"])
    corridor = None
    if values.get("origin"):
        through = (values["transit"],) if values.get("transit") else ()
        corridor = Corridor(values["origin"], values["destination"], through)
    made = replace(
        made, title=values["title"], text=values["text"], template=values["template"], corridor=corridor
    )  # fmt: skip
    if held is None:
        objectives = tuple(
            replace(one, measures=(*one.measures, made)) if one.key == objective else one for one in plan.objectives
        )
        return replace(plan, objectives=objectives), made
    return _with_measure(plan, made), made


def _with_measure(plan: Plan, made: Measure) -> Plan:
    objectives = tuple(
        replace(one, measures=tuple(made if held.key == made.key else held for held in one.measures))
        for one in plan.objectives
    )
    return replace(plan, objectives=objectives)


def action_from(
    plan: Plan, measure: Measure, key: str, values: dict[str, Any], rows: Sequence[Rows]
) -> tuple[Plan, Action]:
    """The plan with an action changed, or added to a measure where `key` is empty."""
    held = next((one for one in measure.actions if one.key == key), None)
    raw = plain(held) if held else {"key": key_from(values["title"], {one.key for one in plan.actions()})}
    simple = {name: values.get(name) or "" for name in ("title", "text", "lead", "theme", "phase")}
    simple |= {"helps": values.get("helps") or [], "gcm": [int(one) for one in values.get("gcm") or ()],
               "sdg": values.get("sdg") or []}  # fmt: skip
    for name in ("start", "end", "days"):
        raw.pop(name, None)
        if values.get(name):
            simple[name] = values[name]
    made: Action = _converted(raw | simple | _lists(rows), Action)
    made = replace(made, indicators=tuple(with_baseline(the_store(), one) for one in made.indicators))
    actions = tuple(made if one.key == key else one for one in measure.actions)
    actions = actions if held else (*measure.actions, made)
    return _with_measure(plan, replace(measure, actions=actions)), made


def without(plan: Plan, kind: str, key: str) -> Plan:
    """The plan without an objective, a measure or an action; what needed the action needs it no longer."""
    if kind == "objective":
        gone = {action.key for one in plan.objectives if one.key == key for m in one.measures for action in m.actions}
        left = replace(plan, objectives=tuple(one for one in plan.objectives if one.key != key))
    elif kind == "measure":
        gone = {action.key for one in plan.measures() if one.key == key for action in one.actions}
        left = replace(plan, objectives=tuple(
            replace(one, measures=tuple(held for held in one.measures if held.key != key)) for one in plan.objectives
        ))  # fmt: skip
    else:
        gone = {key}
        left = plan
    return _without_actions(left, gone)


def _without_actions(plan: Plan, gone: set[str]) -> Plan:
    def trimmed(action: Action) -> Action:
        needs = tuple(need for need in action.needs if (need if isinstance(need, str) else need.action) not in gone)
        return action if needs == action.needs else replace(action, needs=needs)

    objectives = tuple(
        replace(objective, measures=tuple(
            replace(measure, actions=tuple(trimmed(one) for one in measure.actions if one.key not in gone))
            for measure in objective.measures
        ))
        for objective in plan.objectives
    )  # fmt: skip
    return replace(plan, objectives=objectives)
