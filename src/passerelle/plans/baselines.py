"""Baselines of indicators from the evidence: the newest figure, with its period and source.

Stands on `evidence`.
"""

from decimal import Decimal

import msgspec

from passerelle.base.corridors import Corridor
from passerelle.base.errors import PasserelleError
from passerelle.evidence.corridors import known_corridor, known_place
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.store import Store
from passerelle.evidence.wording import publishers_text
from passerelle.plans.records import Indicator, Observation, Plan

DIGITS = 6  # a figure is kept to as many as its publisher can mean


def figure_for(store: Store, indicator: Indicator) -> Figure | None:
    """The newest figure of an indicator of the evidence on its corridor or place; None where nothing is known."""
    if not indicator.code or not indicator.places:
        return None
    try:
        if indicator_of(indicator.code).scope == "place":
            found = known_place(store, indicator.places[-1], [indicator.code]).latest(indicator.code, whole=True)
        elif len(indicator.places) > 1:
            corridor = Corridor(indicator.places[0], indicator.places[-1])
            found = known_corridor(store, corridor, [indicator.code]).latest(indicator.code, whole=True)
        else:
            return None
    except PasserelleError:
        return None
    return found if found.is_known else None


def with_baseline(store: Store, indicator: Indicator) -> Indicator:
    """The indicator with the newest figure as its baseline, unless it has one already."""
    figure = figure_for(store, indicator) if indicator.baseline is None else None
    if figure is None or figure.value is None:
        return indicator
    observed = Observation(
        value=Decimal(f"{figure.value:.{DIGITS}g}"), period=figure.period,
        source=publishers_text(figure.source, figure.vintage),
    )  # fmt: skip
    return msgspec.structs.replace(indicator, baseline=observed, unit=indicator.unit or figure.unit)


def with_baselines(store: Store, plan: Plan) -> Plan:
    """The plan with every baseline filled that the evidence knows and nobody gave."""
    replace = msgspec.structs.replace
    objectives = []
    for objective in plan.objectives:
        measures = tuple(
            replace(
                measure,
                actions=tuple(
                    replace(action, indicators=tuple(with_baseline(store, one) for one in action.indicators))
                    for action in measure.actions
                ),
            )
            for measure in objective.measures
        )
        own = tuple(with_baseline(store, one) for one in objective.indicators)
        objectives.append(replace(objective, indicators=own, measures=measures))
    return replace(plan, objectives=tuple(objectives))
