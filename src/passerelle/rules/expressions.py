"""Rules as they are written, turned into functions of columns: names, operators, and what they look at.

Every name is known and every operator is one of `OPERATORS` before anything is asked. Stands on `columns`.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from passerelle.base.errors import PasserelleError
from passerelle.rules import calendar, columns, logic
from passerelle.rules.columns import Context, Numbers, Spans, Words
from passerelle.rules.logic import OPTION, UNKNOWN
from passerelle.rules.national import Values
from passerelle.rules.records import Fact, Parameter

Run = Callable[[Context], Any]


class LawUnsound(PasserelleError):
    """A file of the law says what cannot be: where, and why."""

    title = "Law not readable"


@dataclass(frozen=True, slots=True)
class Side:
    """What a comparison looked at and what it needed: functions of the context, and how they compare."""

    observed: Run
    needed: Run
    relation: str  # ge, gt, le, lt, eq


@dataclass(frozen=True, slots=True)
class Node:
    """A rule that can be asked: what it gives, the facts and parameters that it looks at."""

    kind: str  # truth, number, date, word, spans
    run: Run
    facts: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    side: Side | None = None
    branches: tuple[tuple[tuple[str, ...], Run], ...] = ()  # articles, and where the rule holds by them


@dataclass(slots=True)
class Vocabulary:
    """The names that a rule may use: facts, derived values, parameters with their national values."""

    facts: Mapping[str, Fact]
    derived: Mapping[str, Any]
    parameters: Mapping[str, Parameter]
    values: Mapping[str, Values]
    _made: dict[str, Node] = field(default_factory=dict)
    _making: list[str] = field(default_factory=list)

    def all_names(self) -> list[str]:
        """Everything that can be named."""
        return [*self.facts, *self.derived, *self.parameters, "application_date"]

    def named(self, name: str) -> Node:
        """The node of a name.

        Raises
        ------
        LawUnsound : nothing has this name, or a derived value needs itself.
        """
        if name in self._made:
            return self._made[name]
        if name in self._making:
            circle = " → ".join([*self._making[self._making.index(name) :], name])
            raise LawUnsound(f'"{name}" is derived from itself: {circle}.')
        self._making.append(name)
        try:
            made = self._make(name)
        finally:
            self._making.pop()
        self._made[name] = made
        return made

    def _make(self, name: str) -> Node:
        if name in self.facts:
            return _of_fact(self.facts[name])
        if name in self.derived:
            return _kept(name, compiled(self.derived[name], self))
        if name in self.parameters:
            return _of_parameter(self.parameters[name], self.values.get(name))
        if name == "application_date":
            return Node("date", lambda context: context.day)
        near = difflib.get_close_matches(name, self.all_names(), n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise LawUnsound(f'nothing is called "{name}".{hint}')


_LACKING: Mapping[str, Run] = {
    "truth": lambda _: np.full(1, UNKNOWN),
    "number": lambda _: columns.exact(np.nan),
    "date": lambda _: np.full(1, np.datetime64("NaT", "D")),
    "word": lambda _: columns.words([None]),
    "spans": lambda _: columns.spans([None]),
}


def _of_fact(fact: Fact) -> Node:
    lacking = _LACKING[fact.kind]

    def run(context: Context) -> Any:
        held = context.facts.get(fact.name)
        return lacking(context) if held is None else held

    return Node(fact.kind, run, frozenset({fact.name}))


def _kept(name: str, node: Node) -> Node:
    """The same, worked out once for all rules that name it."""
    key = f"derived:{name}"

    def run(context: Context) -> Any:
        if key not in context.kept:
            context.kept[key] = node.run(context)
        return context.kept[key]

    return Node(node.kind, run, node.facts, node.parameters, node.side, node.branches)


def _of_parameter(parameter: Parameter, values: Values | None) -> Node:
    kind = "number" if parameter.kind == "money" else parameter.kind

    def run(context: Context) -> Any:
        if parameter.name in context.given:
            return context.given[parameter.name]
        if kind == "truth":
            return np.full(1, OPTION)
        if kind == "word":
            return columns.words([None])
        bounds = columns.ranged(
            np.nan if parameter.least is None else parameter.least,
            np.nan if parameter.most is None else parameter.most,
        )
        return bounds if values is None else _within(values.numbers(context), bounds)

    return Node(kind, run, frozenset(), frozenset({parameter.name}))


def _within(found: Numbers, bounds: Numbers) -> Numbers:
    """National values, and where there is none the bounds between which it has to lie."""
    lacks = np.isnan(found.low)
    if not lacks.any():
        return found
    if np.isnan(bounds.low).all():
        return found
    low, high = np.where(lacks, bounds.low, found.low), np.where(lacks, bounds.high, found.high)
    return Numbers(low, high, OPTION)


# Operators ------------------------------------------------------------------------------------------------


def compiled(rule: Any, names: Vocabulary) -> Node:
    """A rule as a node.

    Raises
    ------
    LawUnsound : an unknown name or operator, or an operator on what it cannot be asked of.
    """
    if isinstance(rule, bool):
        return _always("truth", np.full(1, rule, np.uint8))
    if isinstance(rule, int | float):
        if rule != rule or rule in (float("inf"), float("-inf")):
            raise LawUnsound(f"{rule} is no number that a rule can be held against.")
        return _always("number", columns.exact(rule))
    if isinstance(rule, str):
        return names.named(rule)
    if not isinstance(rule, Mapping) or len(rule) != 1:
        raise LawUnsound(f"a rule is a name, a number or one operator with what it is asked of, not {rule!r}.")
    ((word, given),) = rule.items()
    make = OPERATORS.get(word)
    if make is None:
        near = difflib.get_close_matches(str(word), OPERATORS, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(sorted(OPERATORS))}."
        raise LawUnsound(f'there is no operator "{word}".{hint}')
    return make(given, names)


def _always(kind: str, held: Any) -> Node:
    return Node(kind, lambda _: held)


def as_kind(kind: str, rule: Any, names: Vocabulary) -> Node:
    node = compiled(rule, names)
    if node.kind != kind:
        raise LawUnsound(f"{rule!r} is a {node.kind}; a {kind} is needed here.")
    return node


def list_of(given: Any, least: int = 1, most: int = 100) -> Sequence[Any]:
    if not isinstance(given, list | tuple) or not least <= len(given) <= most:
        many = f"{least}" if least == most else f"{least} or more"
        raise LawUnsound(f"a list of {many} is needed here, not {given!r}.")
    return given


def fields_of(given: Any, needed: Sequence[str], others: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise LawUnsound(f"fields are needed here ({', '.join(needed)}), not {given!r}.")
    lacking = [name for name in needed if name not in given]
    strange = [name for name in given if name not in {*needed, *others}]
    if lacking or strange:
        raise LawUnsound(f"fields that lack: {lacking or 'none'}; that are not known: {strange or 'none'}.")
    return given


def looks_at(*nodes: Node) -> dict[str, Any]:
    return {
        "facts": frozenset().union(*(one.facts for one in nodes)),
        "parameters": frozenset().union(*(one.parameters for one in nodes)),
    }


def _joined(join: Callable[[Sequence[Any]], Any]) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        parts = [_branch(one, names) for one in list_of(given)]
        nodes = [node for node, _ in parts]
        branches = tuple((cite, node.run) for node, cite in parts if cite)
        return Node("truth", lambda context: join([one.run(context) for one in nodes]), **looks_at(*nodes),
                    branches=branches)  # fmt: skip

    return make


def _branch(rule: Any, names: Vocabulary) -> tuple[Node, tuple[str, ...]]:
    """A part of a rule, and the articles by which it holds where some are named."""
    if isinstance(rule, Mapping) and "cite" in rule:
        held = fields_of(rule, ["cite", "expr"])
        return as_kind("truth", held["expr"], names), articles(held["cite"])
    return as_kind("truth", rule, names), ()


def articles(given: Any) -> tuple[str, ...]:
    """One article or a list of them, as texts."""
    return tuple(str(one) for one in given) if isinstance(given, list) else (str(given),)


def _not(given: Any, names: Vocabulary) -> Node:
    node = as_kind("truth", given, names)
    return Node("truth", lambda context: logic.contrary(node.run(context)), **looks_at(node))


def _if(given: Any, names: Vocabulary) -> Node:
    held = fields_of(given, ["when", "then", "else"])
    when = as_kind("truth", held["when"], names)
    then, other = compiled(held["then"], names), compiled(held["else"], names)
    if then.kind != other.kind or then.kind not in ("truth", "number"):
        raise LawUnsound(f"what follows is a {then.kind}, and else a {other.kind}; both are to be of one kind.")
    join = logic.chosen if then.kind == "truth" else _number_chosen

    def run(context: Context) -> Any:
        return join(when.run(context), then.run(context), other.run(context))

    return Node(then.kind, run, **looks_at(when, then, other))


def _number_chosen(when: Any, then: Numbers, other: Numbers) -> Numbers:
    low = np.where(when == 1, then.low, np.where(when == 0, other.low, np.fmin(then.low, other.low)))
    high = np.where(when == 1, then.high, np.where(when == 0, other.high, np.fmax(then.high, other.high)))
    if np.array_equal(low, high, equal_nan=True):
        return Numbers(low, low, then.between)
    open_here = when[(when >= 2) & (low != high)] if np.shape(when) == np.shape(low) else when[when >= 2]
    return Numbers(low, high, open_here.flat[0] if open_here.size else columns.wider(then, other))


def _compared(relation: str) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        one, other = (as_kind("number", part, names) for part in list_of(given, 2, 2))

        def run(context: Context) -> Any:
            left, right = one.run(context), other.run(context)
            if relation == "ge":
                return columns.at_least(left, right)
            if relation == "gt":
                return columns.above(left, right)
            if relation == "lt":
                return logic.contrary(columns.at_least(left, right))
            return logic.contrary(columns.above(left, right))

        return Node("truth", run, **looks_at(one, other), side=Side(one.run, other.run, relation))

    return make


def _eq(given: Any, names: Vocabulary) -> Node:
    name, wanted = list_of(given, 2, 2)
    return _in([name, [wanted]], names)


def _in(given: Any, names: Vocabulary) -> Node:
    name, wanted = list_of(given, 2, 2)
    node, words = as_kind("word", name, names), tuple(str(one) for one in list_of(wanted))
    _refuse_unknown_words(name, words, names)
    return Node(
        "truth", lambda context: columns.is_one_of(node.run(context), words.__contains__), **looks_at(node),
        side=Side(node.run, lambda _: columns.words([" / ".join(words)]), "eq"),
    )  # fmt: skip


def _refuse_unknown_words(name: Any, words: Sequence[str], names: Vocabulary) -> None:
    fact = names.facts.get(name) if isinstance(name, str) else None
    for word in words if fact is not None and fact.closed else ():
        if fact is not None and word not in fact.values:
            near = difflib.get_close_matches(word, fact.values, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise LawUnsound(f'"{word}" is no value of {name}.{hint}')


def _starts(given: Any, names: Vocabulary) -> Node:
    name, wanted = list_of(given, 2, 2)
    node, heads = as_kind("word", name, names), tuple(str(one) for one in list_of(wanted))
    return Node("truth", lambda context: columns.is_one_of(node.run(context), lambda word: word.startswith(heads)),
                **looks_at(node), side=Side(node.run, lambda _: columns.words([" / ".join(heads)]), "eq"))  # fmt: skip


def _known(given: Any, names: Vocabulary) -> Node:
    node = compiled(given, names)
    return Node("truth", lambda context: _is_known(node.run(context)).astype(np.uint8), **looks_at(node))


def _is_known(held: Any) -> Any:
    if isinstance(held, Numbers):
        return ~np.isnan(held.low)
    if isinstance(held, Words):
        return held.codes >= 0
    if isinstance(held, Spans):
        return np.array([one is not None for one in held.rows])
    return ~np.isnat(held) if held.dtype.kind == "M" else held < UNKNOWN


def _sum(sign: int) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        one, other = (as_kind("number", part, names) for part in list_of(given, 2, 2))

        def run(context: Context) -> Numbers:
            left, right = one.run(context), other.run(context)
            near, far = (right.low, right.high) if sign > 0 else (right.high, right.low)
            low, high = left.low + sign * near, left.high + sign * far
            exact = left.is_exact and right.is_exact
            return Numbers(low, low if exact else high, columns.wider(left, right))

        return Node("number", run, **looks_at(one, other))

    return make


def _scaled(divide: bool) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        part, by = list_of(given, 2, 2)
        if isinstance(by, bool) or not isinstance(by, int | float) or by <= 0:
            raise LawUnsound(f"a number above zero is needed here, not {by!r}.")
        node, times = as_kind("number", part, names), 1 / by if divide else by

        def run(context: Context) -> Numbers:
            held = node.run(context)
            low = held.low * times
            return Numbers(low, low if held.is_exact else held.high * times, held.between)

        return Node("number", run, **looks_at(node))

    return make


def _extreme(pick: Any) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        nodes = [as_kind("number", part, names) for part in list_of(given, 2)]

        def run(context: Context) -> Numbers:
            held = [one.run(context) for one in nodes]
            low = pick.reduce(np.broadcast_arrays(*(one.low for one in held)))
            exact = all(one.is_exact for one in held)
            high = low if exact else pick.reduce(np.broadcast_arrays(*(one.high for one in held)))
            return Numbers(low, high, columns.wider(*held))

        return Node("number", run, **looks_at(*nodes))

    return make


def _months(given: Any, names: Vocabulary) -> Node:
    start, end = (as_kind("date", part, names) for part in list_of(given, 2, 2))
    return Node("number", lambda context: columns.exact(calendar.months_between(start.run(context), end.run(context))),
                **looks_at(start, end))  # fmt: skip


def _not_later(given: Any, names: Vocabulary) -> Node:
    """Is the first day no later than so many months after the second? Months are counted from the second."""
    held = fields_of(given, ["day", "months", "after"])
    day, after, months = as_kind("date", held["day"], names), as_kind("date", held["after"], names), held["months"]
    if not isinstance(months, int):
        raise LawUnsound(f"a whole number of months is needed here, not {months!r}.")

    def run(context: Context) -> Any:
        first, second = day.run(context), after.run(context)
        if first.size == 1 and second.size > 1 and not np.isnat(first[0]):
            found = (second >= calendar.earliest_within(first[0], months)).view(np.uint8)
        else:
            found = (first <= calendar.add_months(second, months)).view(np.uint8)
        lacks = np.isnat(first) | np.isnat(second)
        return np.where(lacks, UNKNOWN, found) if lacks.any() else found

    def passed(context: Context) -> Numbers:
        return columns.exact(calendar.months_between(after.run(context), day.run(context)))

    return Node("truth", run, **looks_at(day, after), side=Side(passed, lambda _: columns.exact(months), "le"))


OPERATORS: dict[str, Callable[[Any, Vocabulary], Node]] = {
    "all": _joined(logic.all_of), "any": _joined(logic.any_of), "not": _not, "if": _if,
    "ge": _compared("ge"), "gt": _compared("gt"), "le": _compared("le"), "lt": _compared("lt"),
    "eq": _eq, "in": _in, "starts": _starts, "known": _known,
    "plus": _sum(1), "minus": _sum(-1), "times": _scaled(False), "over": _scaled(True),
    "least": _extreme(np.minimum), "most": _extreme(np.maximum),
    "months": _months, "not_later": _not_later,
}  # fmt: skip


def day_of(value: date) -> Any:
    """A day as a column."""
    return np.array([value], "datetime64[D]")


def _first_known(given: Any, names: Vocabulary) -> Node:
    """The first number of several that is known."""
    nodes = [as_kind("number", part, names) for part in list_of(given, 2)]

    def run(context: Context) -> Numbers:
        held = [one.run(context) for one in nodes]
        low, high = np.broadcast_arrays(held[0].low, held[0].high)
        for one in held[1:]:
            lacks = np.isnan(low)
            low, high = np.where(lacks, one.low, low), np.where(lacks, one.high, high)
        exact = all(one.is_exact for one in held) or np.array_equal(low, high, equal_nan=True)
        return Numbers(low, low if exact else high, columns.wider(*held))

    return Node("number", run, **looks_at(*nodes))


def _up_to(given: Any, names: Vocabulary) -> Node:
    """A number that is not known to the last: it lies between one and that one and some more."""
    held = fields_of(given, ["of", "more"])
    node, more = as_kind("number", held["of"], names), held["more"]
    if isinstance(more, bool) or not isinstance(more, int | float) or more < 0:
        raise LawUnsound(f"a number of zero or more is needed here, not {more!r}.")

    def run(context: Context) -> Numbers:
        found = node.run(context)
        return Numbers(found.low, found.high + more, UNKNOWN)

    return Node("number", run, **looks_at(node))


def _presumed_if_unsure(given: Any, names: Vocabulary) -> Node:
    """A rule that holds where somebody says that the fact is not sure; where nobody was asked, it is open."""
    held = fields_of(given, ["of", "fact"])
    node, fact = as_kind("truth", held["of"], names), str(held["fact"])

    def run(context: Context) -> Any:
        return np.ones(1, np.uint8) if fact in context.unsure else node.run(context)

    return Node("truth", run, **looks_at(node), side=node.side)


OPERATORS |= {"first_known": _first_known, "up_to": _up_to, "presumed_if_unsure": _presumed_if_unsure}
