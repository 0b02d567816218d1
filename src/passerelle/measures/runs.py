"""Runs of templates on corridors, as files: all that is needed to make them again to the last digit.

Joins the catalogue and the model. Stands on `templates` and `simulation`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError, SettingRefused
from passerelle.evidence.store import Store
from passerelle.measures.simulation.assumptions import Assumption
from passerelle.measures.simulation.inputs import CorridorInputs, Peopled, corridor_inputs
from passerelle.measures.simulation.results import accounts_of, people_of, touched_win, triple_win, untouched
from passerelle.measures.simulation.runs import DISCOUNT, DRAWS, SEED, YEARS, simulated
from passerelle.measures.simulation.scenarios import Measure, Scenario, own_quantities, refuse_twice
from passerelle.measures.simulation.sensitivity import break_evens, sensitivity
from passerelle.measures.templates import CostLine, Pull, Template, template_of

MODEL = 2  # goes up when the same inputs give other numbers
Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: templates with values of their parameters, in the templates' units, on one corridor.

    chosen : template → parameter → (low, value, high). given : quantities of the corridor that the user supplies.
    """

    templates: tuple[Template, ...]
    corridor: Corridor
    chosen: Mapping[str, Mapping[str, Triple]]
    given: Mapping[str, Triple]
    transit: str = ""
    years: int = YEARS
    draws: int = DRAWS
    seed: int = SEED
    discount: float = DISCOUNT

    @property
    def name(self) -> str:
        """Its templates, as "a + b"."""
        return " + ".join(template.code for template in self.templates)


def asked(
    codes: Sequence[str], corridor: Corridor, settings: Mapping[str, Triple] | None = None, **sizes: Any
) -> Asked:
    """What a person asked for: each setting goes to the template that has such a parameter, else to the corridor.

    With several templates a setting is written `template.parameter`, or plainly where only one has it.

    Raises
    ------
    TemplateUnknown, ModelError : no such template; a template that is not simulated; a name that several have.
    """
    templates = tuple(template_of(code) for code in codes)
    for template in templates:
        refuse_unsimulated(template)
    chosen: dict[str, dict[str, Triple]] = {template.code: {} for template in templates}
    given: dict[str, Triple] = {}
    for name, triple in (settings or {}).items():
        holders = [t for t in templates if _bare(name, t) in {p.name for p in t.parameters}]
        if len(holders) > 1:
            both = " and ".join(f"{t.code}.{name}" for t in holders)
            raise SettingRefused(f'Several measures of the package have "{name}"; write {both}.')
        if holders:
            chosen[holders[0].code][_bare(name, holders[0])] = triple
        else:
            given[name] = triple
    return Asked(templates, corridor, chosen, given, **sizes)


def _bare(name: str, template: Template) -> str:
    return name.removeprefix(f"{template.code}.")


def refuse_unsimulated(template: Template) -> None:
    """Refuse to invent an effect.

    Raises
    ------
    ModelError : why the measure is not simulated.
    """
    if not template.is_simulated:
        raise ModelError(
            f'"{template.code}" is not simulated: {template.why_not_simulated} It can be planned and screened; it is '
            f"judged by {', '.join(template.followup[:3])}."
        )


def scenario_of(request: Asked) -> Scenario:
    """The measures of a request, ready for the model."""
    measures = tuple(
        Measure(t.code, t.pulls, t.costs, own_quantities(t.parameters, request.chosen.get(t.code, {})))
        for t in request.templates
    )
    refuse_twice(measures)
    return Scenario(request.name, measures)


def inputs_of(store: Store, request: Asked) -> CorridorInputs:
    """What is known of the corridor, with what the user gave.

    Raises
    ------
    ModelError : what the measures need and nobody knows.
    """
    inputs = corridor_inputs(store, request.corridor, transit=request.transit)
    for name, triple in request.given.items():
        inputs = inputs.given(name, *triple)
    inputs.must_have(sorted({need for template in request.templates for need in template.required}))
    return inputs


Progress = Callable[[float], None]


def run(store: Store, request: Asked, progress: Progress | None = None) -> dict[str, Any]:
    """Run a request; the record of all that went in and came out.

    `progress` is told the share done; an error that it raises ends the run with nothing half kept.

    Raises
    ------
    ModelError : as `inputs_of`, or sizes that cannot be meant.
    """
    return _record(inputs_of(store, request), scenario_of(request), _sizes(request), request, progress)


def _sizes(request: Asked) -> dict[str, Any]:
    return {"years": request.years, "draws": request.draws, "seed": request.seed, "discount": request.discount}


def _record(
    inputs: CorridorInputs,
    scenario: Scenario,
    sizes: Mapping[str, Any],
    request: Asked | None,
    progress: Progress | None,
) -> dict[str, Any]:
    outcome = simulated(inputs, [scenario], **sizes, progress=_share(progress, 0.0, 0.5))[0]
    few = {name: sizes[name] for name in ("years", "discount")}
    weights = sensitivity(inputs, scenario, **few, seed=sizes["seed"])
    if progress is not None:
        progress(0.95)
    evens = break_evens(inputs, scenario, **few)
    chance = triple_win(outcome)
    codes = [measure.code for measure in scenario.measures]
    record: dict[str, Any] = {
        "template": scenario.name,
        "templates": codes,
        "origin": inputs.corridor.origin,
        "destination": inputs.corridor.destination,
        "transit": inputs.transit or None,
        "parameters": _parameters(scenario, request),
        "years": sizes["years"],
        "draws": sizes["draws"],
        "discount": sizes["discount"],
        "unit": "intl USD",
        "assumptions": [a.as_dict() for a in {**inputs.assumptions, **scenario.assumptions}.values()],
        "accounts": accounts_of(outcome),
        "people": people_of(outcome),
        "triple_win_probability": None if weights.is_withheld else chance,
        "touched_win_probability": None if weights.is_withheld else touched_win(outcome),
        "untouched": untouched(outcome),
        "withheld": _why_withheld(weights.assumed) if weights.is_withheld else None,
        "sensitivity": {
            "assumed": weights.assumed,
            "outputs": {
                output: [
                    {"name": w.name, "title": w.title, "status": w.status, "first": w.first, "total": w.total}
                    for w in found
                ]
                for output, found in weights.weights.items()
            },
        },
        "break_even": [
            {
                "party": b.party,
                "name": b.name,
                "title": b.title,
                "unit": b.unit,
                "value": b.value,
                "likeliest": b.likeliest,
            }
            for b in evens
        ],
        "checks": {"people": outcome.residual, "cash": outcome.unclosed},
        "seed": sizes["seed"],
        "version": version("passerelle"),
        "model": MODEL,
        "inputs": _inputs_dict(inputs, scenario),
    }
    record["fingerprint"] = fingerprint(record)
    return record


def _share(progress: Progress | None, low: float, high: float) -> Progress | None:
    return None if progress is None else lambda done: progress(low + (high - low) * done)


def _why_withheld(assumed: float) -> str:
    return (
        f"{assumed:.0%} of what is uncertain for the party that gains least hangs on assumptions that nobody has "
        "measured; the values at which each party breaks even are shown in place of a chance."
    )


def _parameters(scenario: Scenario, request: Asked | None) -> dict[str, Any]:
    """Values in the model's units, by measure where there are several."""
    by_measure = {m.code: {name: a.value for name, a in m.own.items()} for m in scenario.measures}
    if request is not None:
        by_measure = {
            t.code: {
                p.name: request.chosen.get(t.code, {}).get(p.name, (p.low, p.default, p.high))[1] for p in t.parameters
            }
            for t in request.templates
        }
    return next(iter(by_measure.values())) if len(by_measure) == 1 else by_measure


def fingerprint(record: Mapping[str, Any]) -> str:
    """A short mark of a measure with its parameters and places: screenings and plans know by it that it changed."""
    kept = {name: record[name] for name in ("templates", "origin", "destination", "transit", "parameters")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


# A run made again ------------------------------------------------------------------------------------------


def _inputs_dict(inputs: CorridorInputs, scenario: Scenario) -> dict[str, Any]:
    peopled = inputs.peopled
    assert peopled is not None
    return {
        "people": {
            "bands": peopled.people.tolist(), "deaths": peopled.deaths.tolist(), "entrants": peopled.entrants,
            "figure": dict(peopled.figure),
        },
        "corridor": [_full(a) for a in inputs.assumptions.values()],
        "measures": [
            {
                "code": m.code,
                "own": [_full(a) for a in m.own.values()],
                "pulls": [{"lever": p.lever, "with": dict(p.feeds)} for p in m.pulls],
                "costs": [
                    {"item": c.item, "quantity": c.quantity, "unit_cost": c.unit_cost, "paid_by": dict(c.paid_by),
                     "years": c.years}
                    for c in m.costs
                ],
            }
            for m in scenario.measures
        ],
    }  # fmt: skip


def _full(a: Assumption) -> dict[str, Any]:
    return {**a.as_dict(), "symbol": a.symbol}


def _assumption(raw: Mapping[str, Any]) -> Assumption:
    return Assumption(
        raw["name"], raw["title"], raw["low"], raw["value"], raw["high"], raw["unit"], raw["source"], raw["status"],
        raw.get("symbol", ""), raw.get("figure"),
    )  # fmt: skip


def made_again(record: Mapping[str, Any]) -> dict[str, Any]:
    """The run of a record, worked out anew from the inputs that it holds.

    Raises
    ------
    ModelError : a record without its inputs, or of another model.
    """
    if record.get("model") != MODEL:
        raise ModelError(
            f"The run was made by model {record.get('model')}, this is model {MODEL}: other numbers would come out."
        )
    try:
        raw = record["inputs"]
        people = raw["people"]
        peopled = Peopled(np.array(people["bands"]), np.array(people["deaths"]), people["entrants"], people["figure"])
        corridor = Corridor(record["origin"], record["destination"])
        inputs = CorridorInputs(
            corridor, peopled, {a["name"]: _assumption(a) for a in raw["corridor"]}, {}, record["transit"] or ""
        )
        scenario = Scenario(record["template"], tuple(_measure(m) for m in raw["measures"]))
        sizes = {name: record[name] for name in ("years", "draws", "seed", "discount")}
    except (KeyError, TypeError, AttributeError) as lack:
        raise ModelError(f"The file is no record of a run: {lack} is missing or is not what it should be.") from lack
    again = _record(inputs, scenario, sizes, None, None)
    again["parameters"], again["fingerprint"] = record["parameters"], record["fingerprint"]
    return again


def _measure(raw: Mapping[str, Any]) -> Measure:
    return Measure(
        raw["code"],
        tuple(Pull(p["lever"], p["with"]) for p in raw["pulls"]),
        tuple(
            CostLine(c["item"], "", c["quantity"], c["unit_cost"], c["paid_by"], c["years"], "assumption", "")
            for c in raw["costs"]
        ),
        {a["name"]: _assumption(a) for a in raw["own"]},
    )
