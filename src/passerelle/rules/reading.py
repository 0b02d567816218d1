"""Files of the law into records: strict, with file and line of every fault.

What a rule says is looked at in `compiling`. Stands on `yaml_given` and `records`.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from passerelle.rules.records import KINDS, MARKS, Act, Bound, Citation, Condition, Fact, Parameter, Route, Value
from passerelle.rules.yaml_given import FileUnsound

_CELEX = re.compile(r"^[0-9]\d{4}[A-Z]{1,2}\d{4}(-\d{8})?$")
# what is no act of the Union has a name of its own: a grouping or state in capitals, then what tells it apart
_OWN_NAME = re.compile(r"^[A-Z]{2,10}(-[A-Za-z0-9.]+)+$")
FACT_KINDS = ("truth", "number", "date", "word", "spans")
STATUSES = ("official", "secondary", "unverified", "provisional")
_ACT = ("act", "title", "short", "in_force", "applies_from", "bound", "ends", "repeals", "source", "transposed",
        "notes", "open_points", "parameters", "routes", "rights", "scope")  # fmt: skip
_ROUTE = ("name", "title", "scope", "conditions", "values", "cite", "comes_with", "verdict", "note", "about")
_CONDITION = ("id", "says", "cite", "kind", "mark", "expr", "option", "applies", "after", "presumed", "bring", "note")
_VALUE = ("state", "region", "value", "high", "currency", "per", "months", "valid_from", "valid_to", "known_from",
          "status", "sources", "formula", "conflicts", "note", "basis_date", "holiday_share", "average")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands, for the message."""

    file: str
    path: str = ""
    line: int = 0

    def into(self, name: str, held: Any, key: Any = None) -> "Place":
        """The place of a part of it."""
        lines = getattr(held, "lines", None)
        try:
            line = lines[name if key is None else key] if lines else self.line
        except (KeyError, IndexError, TypeError):
            line = getattr(held, "line", self.line)
        return Place(self.file, f"{self.path}.{name}".lstrip("."), line)

    def __str__(self) -> str:
        """File, line, and the part of the file."""
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}, {self.path or 'the file'}"

    def refuse(self, why: str) -> FileUnsound:
        """The error that names the place."""
        return FileUnsound(f"{self}: {why}")


def _fields(held: Any, place: Place, known: Sequence[str], needed: Iterable[str] = ()) -> Mapping[str, Any]:
    if not isinstance(held, Mapping):
        raise place.refuse("fields with values are needed here.")
    for name in held:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(known)}."
            raise place.into(name, held).refuse(f'there is no field "{name}".{hint}')
    for name in needed:
        if held.get(name) in (None, "", [], {}):
            raise place.refuse(f'the field "{name}" is lacking.')
    return held


def is_act(name: str) -> bool:
    """Is it the number or name of an act?"""
    return bool(_CELEX.match(name) or _OWN_NAME.match(name))


def _list(held: Any, place: Place) -> list[tuple[Any, Place]]:
    if held is None:
        return []
    if not isinstance(held, list):
        raise place.refuse("a list is needed here.")
    return [
        (one, Place(place.file, f"{place.path}[{at + 1}]", _line_of(held, at, place))) for at, one in enumerate(held)
    ]


def _line_of(held: Any, at: int, place: Place) -> int:
    lines = getattr(held, "lines", None)
    return lines[at] if lines else place.line


def _day(value: Any, place: Place) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise place.refuse(f'"{value}" is not a day as in 2026-11-27.') from None


def _one_of(value: Any, known: Iterable[str], place: Place) -> str:
    if value not in known:
        raise place.refuse(f'"{value}" is none of {", ".join(known)}.')
    return str(value)


def _number(value: Any, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.refuse(f"a number is needed here, not {value!r}.")
    return float(value)


def _cites(value: Any, act: str, place: Place) -> tuple[Citation, ...]:
    """Articles of the act at hand, or of another that is named before a space and its article."""
    given = value if isinstance(value, list) else [value]
    found = []
    for one in given:
        text = str(one or "").strip()
        if not text:
            raise place.refuse("every statement names its article.")
        head, _, tail = text.partition(" ")
        found.append(Citation(head, tail) if is_act(head) and tail else Citation(act, text))
    return tuple(found)


# Facts ----------------------------------------------------------------------------------------------------


def facts_of(held: Any, file: str) -> dict[str, Fact]:
    """What is asked of people, by name."""
    place, found = Place(file), {}
    known = (
        "kind",
        "ask",
        "why",
        "unit",
        "values",
        "least",
        "most",
        "labels",
        "closed",
        "tries",
        "late",
        "beside",
        "word",
    )
    for name, told in _fields(held, place, tuple(held)).items():
        here = place.into(name, held)
        one = _fields(told, here, known, ("kind", "ask"))
        _one_of(one["kind"], FACT_KINDS, here)
        values = tuple(str(word) for word in one.get("values", ()))
        found[name] = Fact(
            name, one["kind"], one["ask"], one.get("why", ""), one.get("unit", ""), values, one.get("least"),
            one.get("most"), dict(one.get("labels", {})), bool(one.get("closed", False)),
            tuple(str(word) for word in one.get("tries", ())), bool(one.get("late", False)), one.get("beside", ""),
            one.get("word", ""),
        )  # fmt: skip
    return found


# Acts -----------------------------------------------------------------------------------------------------


def act_of(held: Any, file: str) -> tuple[Act, dict[str, Parameter]]:
    """An act with its routes and rights, and the parameters that it leaves to the states.

    Raises
    ------
    FileUnsound : a field that lacks or is unknown, no "in force" or "bound", no article, a mark that is none.
    """
    place = Place(file)
    top = _fields(held, place, _ACT, ("act", "title", "short", "in_force", "applies_from", "bound"))
    celex = str(top["act"])
    if not is_act(celex):
        why = f'"{celex}" is no CELEX number, such as 32021L1883, and no name such as ECOWAS-protocol-1979.'
        raise place.into("act", top).refuse(why)
    shared = [_condition(one, celex, where) for one, where in _list(top.get("scope"), place.into("scope", top))]
    routes = [
        _route(one, celex, shared, kind == "rights", where)
        for kind in ("routes", "rights")
        for one, where in _list(top.get(kind), place.into(kind, top))
    ]
    parameters = {
        name: _parameter(name, told, celex, place.into("parameters", top).into(name, top["parameters"]))
        for name, told in (top.get("parameters") or {}).items()
    }
    act = Act(
        celex, top["title"], top["short"], _day(top["in_force"], place.into("in_force", top)),
        _day(top["applies_from"], place.into("applies_from", top)),
        _day(top["ends"], place.into("ends", top)) if top.get("ends") else None,
        _bound(top["bound"], celex, place.into("bound", top)), tuple(routes), dict(top.get("transposed", {})),
        str(top.get("repeals", "")), tuple(top.get("notes", ())), tuple(top.get("open_points", ())),
        str(top.get("source", "")),
    )  # fmt: skip
    return act, parameters


def _bound(held: Any, celex: str, place: Place) -> Bound:
    one = _fields(held, place, ("outside", "inside", "cite", "mark", "grouping"), ("cite", "mark"))
    _one_of(one["mark"], MARKS, place.into("mark", one))
    cites = one["cite"]
    outside = tuple(one.get("outside", ()))
    by_state = cites if isinstance(cites, Mapping) else dict.fromkeys(outside, cites)
    return Bound(
        outside, {state: _cites(text, celex, place)[0] for state, text in by_state.items()}, one["mark"],
        str(one.get("grouping", "EU")), tuple(one.get("inside", ())),
    )  # fmt: skip


def _route(held: Any, celex: str, shared: Sequence[Condition], is_right: bool, place: Place) -> Route:
    one = _fields(held, place, _ROUTE, ("name", "title"))
    scope = [
        _condition(part, celex, where, "scope") for part, where in _list(one.get("scope"), place.into("scope", one))
    ]
    conditions = [
        _condition(part, celex, where) for part, where in _list(one.get("conditions"), place.into("conditions", one))
    ]
    seen: set[str] = set()
    for part in (*scope, *conditions):
        if part.id in seen:
            raise place.refuse(f'the condition "{part.id}" stands twice.')
        seen.add(part.id)
    verdict = one.get("verdict", "")
    if not conditions and not scope and not verdict:
        raise place.refuse("a route has conditions, or says that national law decides.")
    cites = _cites(one["cite"], celex, place) if one.get("cite") else ()
    return Route(
        str(one["name"]), celex, one["title"], is_right, (*shared, *scope), tuple(conditions),
        dict(one.get("values", {})), cites, tuple(one.get("comes_with", ())), verdict, one.get("note", ""),
        dict(one.get("about", {})), str(place),
    )  # fmt: skip


def _condition(held: Any, celex: str, place: Place, kind: str = "mandatory") -> Condition:
    one = _fields(held, place, _CONDITION, ("id", "says", "cite", "mark"))
    if "expr" not in one:
        raise place.refuse('the field "expr" is lacking: what is asked?')
    here = Place(place.file, f"{place.path} ({one['id']})", place.line)
    return Condition(
        str(one["id"]), one["says"], _cites(one["cite"], celex, here), _one_of(one.get("kind", kind), KINDS, here),
        _one_of(one["mark"], MARKS, here), one["expr"], str(one.get("option", "")), one.get("applies"),
        tuple(one.get("after", ())), bool(one.get("presumed", False)), one.get("bring", ""), one.get("note", ""),
        str(here),
    )  # fmt: skip


def _parameter(name: str, held: Any, celex: str, place: Place) -> Parameter:
    one = _fields(held, place, ("kind", "says", "cite", "least", "most", "mark"), ("kind", "says", "cite"))
    _one_of(one["kind"], ("number", "money", "truth", "word"), place)
    least, most = (None if one.get(key) is None else _number(one[key], place) for key in ("least", "most"))
    return Parameter(name, one["kind"], one["says"], _cites(one["cite"], celex, place)[0], least, most,
                     _one_of(one.get("mark", "M"), MARKS, place))  # fmt: skip


# National values ------------------------------------------------------------------------------------------


def values_of(held: Any, file: str) -> list[Value]:
    """National values: one parameter a file section, a list of dated rows each.

    Raises
    ------
    FileUnsound : no source, no day, a status that is none, an end before its beginning, two rows for one day.
    """
    place, found = Place(file), []
    for name, rows in _fields(held, place, tuple(held)).items():
        seen: dict[tuple[str, str, date], int] = {}
        for told, where in _list(rows, place.into(name, held)):
            row = _value(name, told, where)
            key = row.state, row.region, row.valid_from
            if key in seen:
                raise where.refuse(f"a value of {row.state} from {row.valid_from} stands in line {seen[key]} already.")
            seen[key] = where.line
            found.append(row)
    return found


def _value(name: str, held: Any, place: Place) -> Value:
    one = _fields(held, place, _VALUE, ("state", "valid_from", "status", "sources"))
    begins = _day(one["valid_from"], place)
    ends = _day(one["valid_to"], place) if one.get("valid_to") else None
    if ends is not None and ends <= begins:
        raise place.refuse(f"it ends on {ends}, before it begins on {begins}.")
    value = None if one.get("value") is None else _number(one["value"], place)
    return Value(
        name, str(one["state"]), str(one.get("region", "")), value, str(one.get("currency", "EUR")),
        _one_of(one.get("per", "year"), ("year", "month"), place), float(one.get("months", 12)), begins, ends,
        _day(one.get("known_from", begins), place), _one_of(one["status"], STATUSES, place),
        tuple(str(source) for source in one["sources"]), str(one.get("formula", "")),
        None if one.get("high") is None else _number(one["high"], place), tuple(one.get("conflicts", ())),
        str(one.get("note", "")), _one_of(one.get("basis_date", "application"), ("application", "decision"), place),
        None if one.get("average") is None else _number(one["average"], place), float(one.get("holiday_share", 0)),
    )  # fmt: skip
