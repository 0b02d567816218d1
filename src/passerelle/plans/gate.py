"""The rights gate of a plan: no measure enters an adopted plan without a screening in date that found no stop.

A coercive measure is no exception and neither is one without a template. Judging answers is `measures.screening`'s;
here a plan is held against what a screening said. Stands on `records`.
"""

from collections.abc import Iterator
from datetime import date

from passerelle.base.errors import RuleError
from passerelle.base.words import mark
from passerelle.measures import screening
from passerelle.plans.faults import Fault
from passerelle.plans.records import Measure, Plan, Screened

FOUND_NO_STOP = "no stop found"
OWN = "own"  # what a screening calls a measure that is none of the catalogue
PHASES = "phases"  # the parameter that holds the phases of irregular migration of a measure's actions
KINDS = ("unscreened", "stopped", "unfinished", "review", "changed", "mitigations")  # of faults that close the gate


class NotScreened(RuleError):
    """A plan cannot be adopted: measures stand in it without a screening in date. `stops` say which and why."""

    title = "Stopped at the rights gate"

    def __init__(self, stops: tuple[Fault, ...]) -> None:
        self.stops = stops
        lines = (f"- {stop.values.get('title', '')}: {stop.text()}" for stop in stops)
        super().__init__("The plan cannot be adopted:\n" + "\n".join(lines))


def fingerprint(measure: Measure) -> str:
    """The mark of a measure as it is planned, by template, places and parameters; "" where it has no corridor."""
    if measure.corridor is None:
        return ""
    corridor = measure.corridor
    return screening.Measure(
        measure.template or OWN, corridor.origin, corridor.destination, corridor.transit, screened_parameters(measure)
    ).fingerprint


def screened_parameters(measure: Measure) -> dict[str, float | str | bool]:
    """What is screened of a measure: its parameters, and the phases of irregular migration that its actions touch.

    So an action of return or at the border cannot be put under a measure that was screened without it.
    """
    found: dict[str, float | str | bool] = {}
    for name, value in measure.parameters.items():
        if isinstance(value, dict):
            found |= {f"{name}.{part}": one for part, one in value.items()}
        else:
            found[name] = value
    phases = sorted({action.phase for action in measure.actions if action.phase})
    return found | ({PHASES: ", ".join(phases)} if phases else {})


def as_screened(form: screening.Screening, result: screening.Result, *, address: str = "") -> Screened:
    """What a screening says, as a plan keeps it: the outcome of today, the days, the mark of what was screened."""
    outcome = "out of date" if result.is_out_of_date else result.outcome
    return Screened(
        outcome=outcome, on=form.screened_on, review_by=form.review_by,
        fingerprint=form.fingerprint or form.measure.fingerprint, address=address,
        mitigations=tuple(dict.fromkeys(one.text for one in form.mitigations)),
    )  # fmt: skip


def stop_of(measure: Measure, place: str, on: date) -> Fault | None:
    """Why a measure cannot enter an adopted plan on a day; None where nothing stands against it."""
    values = {"title": measure.title}
    found = measure.screening
    if found is None or measure.corridor is None:  # without places nothing says which rights bind
        return Fault("unscreened", place, mark("It has no screening of rights."), values, measure.key)
    if found.outcome == "stopped":
        return Fault("stopped", place, mark("Its screening of rights stopped it."), values, measure.key)
    if found.on is not None and found.review_by is not None and found.review_by < on:
        return Fault(
            "review", place, mark("Its screening of rights was to be looked at again by {day}."),
            {**values, "day": found.review_by}, measure.key,
        )  # fmt: skip
    if found.fingerprint and found.fingerprint != fingerprint(measure):
        return Fault(
            "changed", place, mark("Its screening of rights is out of date: the measure changed since."), values,
            measure.key,
        )  # fmt: skip
    is_dated = found.on is not None and found.on <= on and found.review_by is not None
    if found.outcome != FOUND_NO_STOP or not is_dated or not found.fingerprint:
        return Fault("unfinished", place, mark("Its screening of rights is not finished."), values, measure.key)
    return _not_carried_out(measure, place)


def _not_carried_out(measure: Measure, place: str) -> Fault | None:
    """A mitigation that the screening asks for and that no action carries out; None where each has its action."""
    assert measure.screening is not None
    there = {action.mitigates.text for action in measure.actions if action.mitigates}
    lacking = [text for text in measure.screening.mitigations if text not in there]
    if not lacking:
        return None
    said = mark("Its screening asks for what no action carries out yet: {texts}.")
    values = {"title": measure.title, "texts": "; ".join(text.rstrip(" .") for text in lacking)}
    return Fault("mitigations", place, said, values, measure.key)


def stops(plan: Plan, on: date) -> Iterator[Fault]:
    """Why a plan cannot be adopted on a day, measure by measure.

    A measure without actions is of the plan as well: what it does is only not written yet.
    """
    for o, objective in enumerate(plan.objectives, 1):
        for m, measure in enumerate(objective.measures, 1):
            found = stop_of(measure, f"objectives[{o}].measures[{m}]", on)
            if found is not None:
                yield found


def require_screened(plan: Plan, on: date) -> None:
    """Refuse the adoption of a plan of which a measure is not screened.

    Raises
    ------
    NotScreened : with every measure that stands in the way.
    """
    found = tuple(stops(plan, on))
    if found:
        raise NotScreened(found)
