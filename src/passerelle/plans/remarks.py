"""What is worth a look in a plan that is sound: days that clash, nobody who leads, nothing to judge by, no money.

None of it stands in the way of saving. Stands on `schedule`, `budget` and `gate`.
"""

from collections.abc import Iterator
from datetime import date

from passerelle.base.words import mark
from passerelle.plans import gate
from passerelle.plans.budget import Budget
from passerelle.plans.faults import Fault
from passerelle.plans.records import Action, Plan
from passerelle.plans.schedule import Conflict, Schedule


def remarks(plan: Plan, timetable: Schedule, forecast: Budget, on: date) -> Iterator[Fault]:
    """All remarks, the clashes of the timetable first."""
    yield from conflicts_said(timetable)
    yield from gate.stops(plan, on)
    yield from _money(forecast)
    for o, objective in enumerate(plan.objectives, 1):
        for m, measure in enumerate(objective.measures, 1):
            place = f"objectives[{o}].measures[{m}]"
            if not measure.actions:
                yield Fault("empty", place, mark("“{title}” has no action yet."), {"title": measure.title}, measure.key)
            for a, action in enumerate(measure.actions, 1):
                yield from _action(action, f"{place}.actions[{a}]")


def conflicts_said(timetable: Schedule) -> Iterator[Fault]:
    """The clashes of the timetable as sentences."""
    titles = {one.key: one for one in timetable.timed}
    for clash in timetable.conflicts:
        yield _clash(clash, titles[clash.key].title, titles[clash.other].title if clash.other else "")


def _clash(clash: Conflict, title: str, other: str) -> Fault:
    said = {
        "needs": mark("“{title}” begins {days} days before “{other}”, which it needs, lets it."),
        "before_plan": mark("“{title}” begins {days} days before the plan does."),
        "after_plan": mark("“{title}” ends {days} days after the plan does."),
    }[clash.kind]
    return Fault(clash.kind, "", said, {"title": title, "other": other, "days": clash.days}, clash.key)


def _money(forecast: Budget) -> Iterator[Fault]:
    titles = {action.key: action.title for action in forecast.plan.actions()}
    for one in forecast.left_out:
        yield Fault(
            "left_out", "",
            mark("“{item}” of “{title}” is in no total: no rate of exchange from {currency} is known on {day}."),
            {"item": one.cost.item, "title": titles[one.action], "currency": one.currency, "day": one.day}, one.action,
        )  # fmt: skip
    for more in forecast.surplus:
        yield Fault(
            "surplus", "",
            mark("“{title}” is given more in {year} than it costs; {amount} {currency} is in no total."),
            {"title": titles[more.action], "year": more.year, "amount": forecast.money(more.cents),
             "currency": forecast.currency}, more.action,
        )  # fmt: skip


def _action(action: Action, place: str) -> Iterator[Fault]:
    values = {"title": action.title}
    if not action.lead:
        yield Fault("no_lead", place, mark("Nobody leads “{title}”."), values, action.key)
    if not action.indicators:
        yield Fault("no_indicator", place, mark("Nothing says by what “{title}” is judged."), values, action.key)
    if not action.costs:
        yield Fault("no_costs", place, mark("“{title}” has no costs yet."), values, action.key)
    if any(cost.to_check for cost in action.costs):
        yield Fault("to_check", place, mark("Costs of “{title}” are still to be checked."), values, action.key)
    for effect in action.trade:
        if not effect.mitigation:
            yield Fault(
                "trade", place, mark("“{title}” puts jobs at risk, and nothing is said of what is done about it."),
                values, action.key,
            )  # fmt: skip
