"""Measures and packages made ready for the model: which parameters, which levers in which turn, which costs.

Stands on `levers`; knows templates by their pulls, parameters and cost lines only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from passerelle.base.errors import SettingRefused
from passerelle.measures.simulation.accounts import DESTINATION, MIGRANTS, ORIGIN
from passerelle.measures.simulation.assumptions import Array, Assumption
from passerelle.measures.simulation.changes import Change, Posting
from passerelle.measures.simulation.levers import LEVERS, Scene


class Pulling(Protocol):
    """A lever with what feeds it."""

    @property
    def lever(self) -> str: ...
    @property
    def feeds(self) -> Mapping[str, str | float]: ...


class Costing(Protocol):
    """A line of costs."""

    @property
    def item(self) -> str: ...
    @property
    def quantity(self) -> str | float: ...
    @property
    def unit_cost(self) -> str | float: ...
    @property
    def paid_by(self) -> Mapping[str, str | float]: ...
    @property
    def years(self) -> int | None: ...


@dataclass(frozen=True)
class Measure:
    """A measure as the model sees it: `code`, levers, costs, and its own quantities by name.

    Names of its own quantities are prefixed with `key` where two measures of a package could share them.
    """

    code: str
    pulls: tuple[Pulling, ...]
    costs: tuple[Costing, ...]
    own: Mapping[str, Assumption] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """One or more measures at once, under a name."""

    name: str
    measures: tuple[Measure, ...]

    @property
    def assumptions(self) -> dict[str, Assumption]:
        """The own quantities of its measures, as `measure.quantity`."""
        return {f"{m.code}.{name}": given for m in self.measures for name, given in m.own.items()}

    @property
    def flows_key(self) -> tuple[Any, ...]:
        """What its levers of flows are fed with: scenarios with the same move the same people."""
        return tuple(
            (
                pull.lever,
                name,
                value if isinstance(value, int | float) else f"{measure.code}.{value}",
                measure.own.get(str(value)),
            )
            for measure in self.measures
            for pull in measure.pulls
            if "flows" in LEVERS[pull.lever].moves
            for name, value in pull.feeds.items()
        )


def pull(scenario: Scenario, turn: str, scene: Scene, change: Change, drawn: Mapping[str, Array]) -> None:
    """Move all levers of one turn, in the order of the measures."""
    for measure in scenario.measures:
        own = replace(scene, quantities=scene.counted.setdefault(measure.code, {}))
        for pulling in measure.pulls:
            move = LEVERS[pulling.lever].moves.get(turn)
            if move is not None:
                move(own, change, **{name: _fed(value, measure, drawn) for name, value in pulling.feeds.items()})


def _fed(value: str | float, measure: Measure, drawn: Mapping[str, Array]) -> Array:
    if isinstance(value, int | float):
        return np.array([value], drawn["growth"].dtype)
    own = drawn.get(f"{measure.code}.{value}")
    return own if own is not None else drawn[value]


def post_costs(scenario: Scenario, scene: Scene, change: Change, drawn: Mapping[str, Array]) -> None:
    """Enter every line of costs: who pays loses it, and it is used up."""
    for measure in scenario.measures:
        for line in measure.costs:
            spent = _spent(line, measure, scene, drawn)
            change.used.append(spent)
            for party, share in _shares(line, measure, drawn):
                paid = -spent * share
                change.postings.append(Posting(f"costs: {line.item}", _PARTY[party], paid, paid))


_PARTY = {"migrants": MIGRANTS, "origin": ORIGIN, "destination": DESTINATION}


def _spent(line: Costing, measure: Measure, scene: Scene, drawn: Mapping[str, Array]) -> Array:
    found = scene.counted.get(measure.code, {})
    counted = scene.counted_by(found, line.quantity) if isinstance(line.quantity, str) else None
    quantity = counted if counted is not None else _fed(line.quantity, measure, drawn) * scene.ones
    spent = quantity * _fed(line.unit_cost, measure, drawn)
    if line.years is not None:
        spent = spent * (scene.t < line.years)
    return np.asarray(spent)


def _shares(line: Costing, measure: Measure, drawn: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    given = {party: _fed(share, measure, drawn) for party, share in line.paid_by.items() if share != "rest"}
    rest = 1 - sum(given.values(), start=drawn["growth"][:1] * 0)
    for party, share in line.paid_by.items():
        yield party, rest if share == "rest" else given[party]


def refuse_twice(measures: Sequence[Measure]) -> None:
    """A package holds each measure once.

    Raises
    ------
    SettingRefused : which one stands twice.
    """
    codes = [measure.code for measure in measures]
    for code in codes:
        if codes.count(code) > 1:
            raise SettingRefused(f'"{code}" stands twice in one package; give it once, with the parameters of both.')


def own_quantities(
    parameters: Sequence[Any], values: Mapping[str, tuple[float, float, float]]
) -> dict[str, Assumption]:
    """The own quantities of a template, at the values chosen (in the template's units) or at its defaults.

    Raises
    ------
    SettingRefused : no parameter of that name, or a value out of its range.
    """
    found: dict[str, Assumption] = {}
    for p in parameters:
        if p.name in values:
            low, value, high = values[p.name]
            if low < p.low or high > p.high:
                raise SettingRefused(
                    f'"{p.name}" is {low if low < p.low else high:g} {p.unit}; it may lie between {p.low:g} and '
                    f"{p.high:g} {p.unit}."
                )
            status = "choice" if p.role == "choice" else "yours"
            found[p.name] = p.as_assumption(
                low, value, high, status, "chosen" if p.role == "choice" else "given by the user"
            )
        elif p.role == "choice":
            found[p.name] = p.as_assumption(p.default, p.default, p.default, "choice", p.source)
        else:
            found[p.name] = p.as_assumption(p.low, p.default, p.high, p.status, p.source)
    return found
