"""The law as it can be asked: every rule turned into functions once, names and articles checked.

Holds no verdict. Stands on `reading`, `expressions` and the operators beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from passerelle.rules import groupings, pay, stretches
from passerelle.rules.expressions import LawUnsound, Node, Vocabulary, compiled
from passerelle.rules.national import gathered
from passerelle.rules.records import Act, Condition, Fact, Parameter, Route, Value
from passerelle.rules.yaml_given import FileUnsound

_OPERATORS_OF = (groupings, pay, stretches)  # all add theirs to those of `expressions` when they are read


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition with its rule as a node, and the rule that says of whom it is asked at all."""

    condition: Condition
    node: Node
    applies: Node | None
    option: Node | None

    @property
    def facts(self) -> frozenset[str]:
        """Facts that it looks at."""
        return self.node.facts | (self.applies.facts if self.applies is not None else frozenset())


@dataclass(frozen=True, eq=False)
class Way:
    """A route or right that can be asked."""

    route: Route
    act: Act
    scope: tuple[Asked, ...]
    conditions: tuple[Asked, ...]
    values: Mapping[str, Node | Any]

    @property
    def name(self) -> str:
        """Its name."""
        return self.route.name

    @cached_property
    def all_asked(self) -> tuple[Asked, ...]:
        """Scope and conditions, in order."""
        return (*self.scope, *self.conditions)

    @cached_property
    def facts(self) -> frozenset[str]:
        """Facts that it looks at."""
        return frozenset().union(*(one.facts for one in self.all_asked))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """What it leaves to the states, in order of name."""
        return tuple(sorted(set().union(*(one.node.parameters for one in self.all_asked))))


@dataclass(frozen=True)
class Law:
    """All acts, ready to be asked."""

    facts: Mapping[str, Fact]
    acts: Mapping[str, Act]
    ways: Mapping[str, Way]
    parameters: Mapping[str, Parameter]
    values: tuple[Value, ...]
    vocabulary: Vocabulary
    never: tuple[tuple[str, Node], ...] = ()

    @property
    def routes(self) -> list[Way]:
        """Ways in, without rights."""
        return [one for one in self.ways.values() if not one.route.is_right]

    @property
    def rights(self) -> list[Way]:
        """Rights."""
        return [one for one in self.ways.values() if one.route.is_right]


def law_of(
    facts: Mapping[str, Fact], derived: Mapping[str, Any], acts: Iterable[tuple[Act, Mapping[str, Parameter]]],
    values: Iterable[Value], never: Iterable[Mapping[str, Any]] = (), places: Mapping[str, str] | None = None,
) -> Law:  # fmt: skip
    """The law out of its parts.

    Parameters
    ----------
    places : of each derived value and of each thing that can never be, the file and line where it stands.

    Raises
    ------
    FileUnsound : an unknown name or operator, a value derived from itself, a name twice; act and condition are told.
    """
    held, parameters = list(acts), {}
    for act, own in held:
        for name, parameter in own.items():
            if name in parameters or name in facts or name in derived:
                raise FileUnsound(f'{act.celex}: "{name}" is the name of something else already.')
            parameters[name] = parameter
    rows = tuple(values)
    strange = sorted({row.parameter for row in rows} - set(parameters))
    if strange:
        raise FileUnsound(f"there are national values of what is no parameter: {', '.join(strange)}.")
    names = Vocabulary(facts, derived, parameters, gathered(rows))
    at = dict(places or {})
    for name in derived:
        _named(name, names, at.get(name, "derived"))
    ways: dict[str, Way] = {}
    for act, _ in held:
        for route in act.routes:
            if route.name in ways:
                there = ways[route.name].act.celex
                raise FileUnsound(f'{route.place or act.celex}: the route "{route.name}" stands in {there} already.')
            ways[route.name] = _way(route, act, names)
    apart = tuple(
        (says := str(one["says"]), _rule(one["expr"], names, at.get(says, f"never: {says}"))) for one in never
    )
    return Law(facts, {act.celex: act for act, _ in held}, ways, parameters, rows, names, apart)


def _named(name: str, names: Vocabulary, where: str) -> None:
    try:
        names.named(name)
    except LawUnsound as problem:
        raise FileUnsound(f'{where}, derived value "{name}": {problem}') from None


def _way(route: Route, act: Act, names: Vocabulary) -> Way:
    values = {
        key: value if is_spoken(value) else _rule(value, names, f"{route.place}, value {key}")
        for key, value in route.values.items()
    }
    return Way(
        route, act, tuple(_asked(one, act, names) for one in route.scope),
        tuple(_asked(one, act, names) for one in route.conditions), values,
    )  # fmt: skip


# What a value may be besides a number or a rule: what a condition needed, by how much it lacks, …
SPOKEN = ("needed", "shortfall", "known_from", "by_region", "range", "missing")


def is_spoken(value: Any) -> bool:
    """Is a value of a route a number, or one of the words of `SPOKEN` and a condition, and no rule?"""
    return isinstance(value, int | float | list) or (isinstance(value, str) and value.split()[0] in SPOKEN)


def _asked(condition: Condition, act: Act, names: Vocabulary) -> Asked:
    where = condition.place or f"{act.celex}, {condition.id}"
    node = _rule(condition.expr, names, where)
    if node.kind != "truth":
        raise FileUnsound(f"{where}: a condition holds or not; this is a {node.kind}.")
    applies = None if condition.applies is None else _rule(condition.applies, names, where)
    option = condition.option
    used = _rule(option, names, where) if option and option != "any" else None
    return Asked(condition, node, applies, used)


def _rule(rule: Any, names: Vocabulary, where: str) -> Node:
    try:
        return compiled(rule, names)
    except LawUnsound as problem:
        raise FileUnsound(f"{where}: {problem}") from None
