"""Parts of a plan from what is known already: actions from measures and their runs, mitigations, another plan.

Each keeps its link to where it came from. Costs that the model knows in international dollars enter marked "to be
checked". Stands on `records` and the catalogue.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
import numpy as np

from passerelle.measures.simulation.runs import weights
from passerelle.measures.templates import CostLine, Template, all_templates
from passerelle.plans.records import (
    Action,
    Corridor,
    Cost,
    Expected,
    Fund,
    Indicator,
    Measure,
    Mitigation,
    Objective,
    Plan,
    Range,
    Source,
)

MODEL_CURRENCY, MODEL_YEAR = "USD", 2021
FROM_MODEL = "As the model has it, in international dollars of 2021 taken as US dollars: check against local prices"
FROM_TEMPLATE = (
    "As the catalogue has it, in international dollars of 2021 taken as US dollars: check against local prices"
)
PARTIES = ("origin", "destination", "migrants")
_COSTS = "costs: "


def key_from(text: str, taken: Collection[str] = ()) -> str:
    """A free key that resembles a text."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "")).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:32] or "item"
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 100_000))) if key not in taken)


def measure_from(
    template: Template | None,
    *,
    title: str,
    corridor: Corridor,
    record: Mapping[str, Any] | None,
    years: int,
    taken: Collection[str] = (),
    link: str = "",
    run: str = "",
    told: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> tuple[Measure, tuple[Source, ...]]:
    """A measure of the plan from one of the catalogue, with its run where it was simulated.

    Parameters
    ----------
    record : the run, as `measures.runs.run` gives it; costs and effect come from it.
    years : how long the action lasts, from the plan's first day on.
    taken : keys that the plan uses already.
    link, run, told : key of the measure and of its run on the site, the finding in a sentence.

    Returns
    -------
    Measure with one action that carries the costs, and the sources that pay them.
    """
    code = template.code if template else ""
    key = key_from(code or title, taken)
    costs, shares = _costs(template, record)
    sources = tuple(_source(party, corridor) for party in shares)
    action = Action(
        key=key_from(f"{key}-carry-out", taken), title=title, text=template.text if template else "",
        days=max(round(365.25 * years), 1), costs=tuple(costs),
        funds=tuple(Fund(source=f"by-{party}", share=share) for party, share in shares.items()),
        indicators=_followed(template, corridor), gcm=template.gcm if template else (),
        sdg=template.sdg if template else (), theme=_theme(template),
    )  # fmt: skip
    expected = None
    if record is not None:
        expected = Expected(text=told, run=run, fingerprint=str(record.get("fingerprint", "")))
    given = parameters if parameters is not None else record["parameters"] if record else {}
    made = Measure(
        key=key, title=title, text=template.question if template else "", template=code, corridor=corridor,
        parameters=dict(given), measure=link, expected=expected, actions=(action,),
    )  # fmt: skip
    return made, sources


def _source(party: str, corridor: Corridor) -> Source:
    place = {"origin": corridor.origin, "destination": corridor.destination}.get(party, "")
    name = f"{party.capitalize()} ({place})" if place else "Migrants themselves"
    return Source(key=f"by-{party}", name=name, kind="own" if place else "private",
                  note="Part that the measure foresees; who pays it is still to be named")  # fmt: skip


def _theme(template: Template | None) -> str:
    from passerelle.plans import codes  # noqa: PLC0415  a list that this module alone does not need

    if template is None:
        return ""
    mission = set(template.mission)
    of_section = [theme for code, theme in codes.themes().items() if code.startswith(f"{template.seed}-")]
    return next((theme.code for theme in of_section if mission & set(theme.systems)), "")


def _followed(template: Template | None, corridor: Corridor) -> tuple[Indicator, ...]:
    """What the measure is judged by: indicators of the evidence by their code, others in words."""
    from passerelle.evidence.indicators.registry import corridor_names  # noqa: PLC0415

    found = []
    for text in template.followup if template else ():
        if text in corridor_names():
            one, end = corridor_names()[text]
            both = (corridor.origin, corridor.destination)
            places = both if not end else both[:1] if end == "origin" else both[1:]
            found.append(Indicator(name=one.name, code=one.id, unit=one.unit, places=places))
        elif " " in text:
            found.append(Indicator(name=text))
    return tuple(found)


# Costs --------------------------------------------------------------------------------------------------


def _costs(
    template: Template | None, record: Mapping[str, Any] | None
) -> tuple[list[Cost], dict[str, Decimal]]:  # fmt: skip
    """Lines of costs, and the shares in which the parties pay them."""
    if record is not None:
        return _of_run(record)
    return _of_template(template) if template is not None else ([], {})


def _of_run(record: Mapping[str, Any]) -> tuple[list[Cost], dict[str, Decimal]]:
    """What the run spends on each line, as an even amount a year of the same present value."""
    a_year = 1 / float(np.sum(weights(record["discount"], record["years"])))
    by_item: dict[str, dict[str, float]] = {}
    paid: dict[str, float] = {}
    for party, account in record["accounts"]["cash"].items():
        for term, value in account["terms"].items():
            if term.startswith(_COSTS):
                ends = by_item.setdefault(term.removeprefix(_COSTS), {"p5": 0.0, "p50": 0.0, "p95": 0.0})
                for low, high in (("p5", "p95"), ("p50", "p50"), ("p95", "p5")):
                    ends[low] -= value[high] * a_year
                paid[party] = paid.get(party, 0.0) - value["p50"]
    categories = {line.item: line.category for code in record["templates"] if code in all_templates()
                  for line in all_templates()[code].costs}  # fmt: skip
    costs: list[Cost] = []
    for item, ends in by_item.items():
        if ends["p95"] > 0:
            key, price = key_from(item, {cost.key for cost in costs}), _triple(ends["p5"], ends["p50"], ends["p95"])
            costs.append(Cost(
                key=key, item=item, category=categories.get(item, "other"), quantity=Decimal(1), unit="year",
                unit_cost=price, currency=MODEL_CURRENCY, prices_of=MODEL_YEAR, spread="yearly", source=FROM_MODEL,
                to_check=True,
            ))  # fmt: skip
    return costs, _shares(paid)


def _shares(paid: Mapping[str, float]) -> dict[str, Decimal]:
    """Parts of the whole in hundredths of a per cent; the last takes what rounding leaves."""
    whole = sum(amount for amount in paid.values() if amount > 0)
    parties = [party for party in PARTIES if paid.get(party, 0.0) > 0]
    found = {party: Decimal(str(paid[party] / whole)).quantize(Decimal("0.0001")) for party in parties}
    if found:
        last = parties[-1]
        found[last] += 1 - sum(found.values())
    return found


def _triple(low: float, likely: float, high: float) -> Decimal | Range:
    ends = [_rounded(max(value, 0.0)) for value in (low, likely, high)]
    if not ends[2]:
        return Decimal(0)
    ends[1] = max(ends[1], Decimal("0.01"))  # a range without a likeliest has no multiple
    ends[2] = max(ends)
    return ends[1] if ends[0] == ends[2] else Range(low=ends[0], likely=ends[1], high=ends[2])


def _rounded(value: float) -> Decimal:
    """To four digits: more nobody knows."""
    if value == 0:
        return Decimal(0)
    exact = Decimal(str(value))
    step = Decimal(1).scaleb(max(exact.adjusted() - 3, 0))
    if step <= 1:
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Decimal(f"{(exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step:f}")


def _of_template(template: Template) -> tuple[list[Cost], dict[str, Decimal]]:
    """Lines of a template that is not simulated: its own parameters at their defaults."""
    costs: list[Cost] = []
    paid: dict[str, float] = {}
    for line in template.costs:
        quantity, price = (_known(value, template) for value in (line.quantity, line.unit_cost))
        if quantity is None or price is None:
            continue
        costs.append(Cost(
            key=key_from(line.item, {cost.key for cost in costs}), item=line.item, category=line.category,
            quantity=_triple(*quantity), unit_cost=_triple(*price), currency=MODEL_CURRENCY, prices_of=MODEL_YEAR,
            spread="yearly" if line.years is None else "start", source=FROM_TEMPLATE, to_check=True,
        ))  # fmt: skip
        for party, share in _paid_by(line, template):
            paid[party] = paid.get(party, 0.0) + share * quantity[1] * price[1]
    return costs, _shares(paid)


def _known(value: str | float, template: Template) -> tuple[float, float, float] | None:
    """A number, or a parameter's: choices at their default, assumptions with their range. None for a lever's."""
    if not isinstance(value, str):
        return (float(value),) * 3
    found = next((p for p in template.parameters if p.name == value), None)
    if found is None:
        return None
    return (found.default,) * 3 if found.role == "choice" else (found.low, found.default, found.high)


def _paid_by(line: CostLine, template: Template) -> Iterator[tuple[str, float]]:
    shares: dict[str, float] = {}
    for party, share in line.paid_by.items():
        if not isinstance(share, str):
            shares[party] = float(share)
        elif share != "rest":
            shares[party] = template.parameter(share).default * template.parameter(share).scale
    for party, share in line.paid_by.items():
        if share == "rest":
            shares[party] = max(1 - sum(shares.values()), 0.0)
    yield from shares.items()


# Mitigations and other plans ----------------------------------------------------------------------------


def mitigations_as_actions(
    measure: Measure, told: Iterable[tuple[str, str]], taken: Collection[str], *, days: int = 180
) -> tuple[Action, ...]:
    """An action for each mitigation of a measure's screening (text, question) that none carries out yet."""
    there = {action.mitigates.text for action in measure.actions if action.mitigates}
    keys = set(taken)
    made = []
    for text, question in told:
        if text in there:
            continue
        there.add(text)
        key = key_from(f"{measure.key}-safeguard", keys)
        keys.add(key)
        made.append(Action(
            key=key, title=_short(text), text=text, days=days, theme="2.4-rights-test",
            mitigates=Mitigation(text=text, question=question),
        ))  # fmt: skip
    return tuple(made)


def _short(text: str, most: int = 110) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def with_measure(plan: Plan, objective: str, measure: Measure, sources: Sequence[Source] = ()) -> Plan:
    """The plan with a measure at the end of an objective, and the sources that it names; a new objective where none."""
    known = {source.key for source in plan.sources}
    replace = msgspec.structs.replace
    there = plan.objectives
    if objective not in {one.key for one in there}:
        there = (*there, Objective(key=objective, title=measure.title))
    objectives = tuple(
        replace(one, measures=(*one.measures, measure)) if one.key == objective else one for one in there
    )
    return replace(
        plan, objectives=objectives, sources=(*plan.sources, *(one for one in sources if one.key not in known))
    )


def copied(plan: Plan, *, title: str, owners: tuple[str, ...]) -> Plan:
    """Another's plan as a beginning: aims, measures and costs, without its screenings, links and sources of funds.

    What was screened for one place says nothing for another.
    """
    replace = msgspec.structs.replace
    objectives = tuple(
        replace(objective, measures=tuple(_bare(measure) for measure in objective.measures))
        for objective in plan.objectives
    )
    return replace(plan, title=title, owners=owners, objectives=objectives, sources=(), demonstration=False)


def _bare(measure: Measure) -> Measure:
    replace = msgspec.structs.replace
    actions = tuple(
        replace(action, funds=(), costs=tuple(replace(cost, to_check=True) for cost in action.costs))
        for action in measure.actions
    )
    return replace(measure, screening=None, measure="", expected=None, actions=actions)
