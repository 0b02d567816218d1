"""A plan out of a file and into one: YAML or JSON, strict, with the place of every fault.

What must hold between the parts is in `checking`. Stands on `records`, `values` and `writing`.
"""

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import yaml

from passerelle.base.errors import PlanUnreadable
from passerelle.plans.records import FORM, Plan
from passerelle.plans.values import NotPlain, plain_values
from passerelle.plans.writing import Bare, as_text

LARGEST = 64_000_000  # bytes; a plan of 20,000 cost lines has about 8


def read_plan(text: str) -> Plan:
    """The plan that a text holds, JSON where it begins with a brace, else YAML.

    Raises
    ------
    PlanUnreadable : no plan; the place is named, in YAML with its line.
    """
    if len(text) > LARGEST:
        raise PlanUnreadable(f"The file has more than {LARGEST // 1_000_000} million letters; a plan has fewer.")
    if text.lstrip()[:1] == "{":
        return _from_json(text)
    return _from_yaml(text)


def _from_json(text: str) -> Plan:
    try:
        return msgspec.json.decode(text, type=Plan)
    except msgspec.ValidationError as problem:
        raise PlanUnreadable(said(str(problem))) from None
    except (msgspec.DecodeError, RecursionError) as problem:
        raise PlanUnreadable(f"This is not JSON: {problem}.") from None


def _from_yaml(text: str) -> Plan:
    try:
        raw = plain_values(text)
    except NotPlain as problem:
        where = f"Line {problem.line}: " if problem.line else ""
        raise PlanUnreadable(f"{where}this is not YAML that can be read: {problem}.") from None
    if not isinstance(raw, dict):
        raise PlanUnreadable("The file holds no plan: fields with values are expected (title: …, period: …).")
    try:
        return plan_of(raw)
    except PlanUnreadable as problem:
        raise PlanUnreadable(f"{_line_of(text, str(problem))}{problem}") from None


def plan_of(raw: dict[str, Any]) -> Plan:
    """The plan of plain values, such as those that a page holds.

    Raises
    ------
    PlanUnreadable : what is not as the form has it, with its place.
    """
    try:
        return msgspec.convert(raw, Plan, str_keys=True)  # years are texts once a plan was JSON
    except msgspec.ValidationError as problem:
        raise PlanUnreadable(said(str(problem))) from None


# How faults are said ------------------------------------------------------------------------------------

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at (?:`key` in )?`(?P<path>[^`]*)`)?$", re.DOTALL)
_TICKED = re.compile(r"`([^`]*)`")
_KINDS = {
    "decimal": "a number", "str": "a text", "int": "a whole number", "bool": "true or false", "array": "a list",
    "object": "fields with values", "date": "a day as in 2027-01-31", "null": "nothing", "float": "a number",
}  # fmt: skip
_FIELDS = re.compile(r"unknown field `([^`]*)`")


def said(problem: str) -> str:
    """A fault of a file as a sentence that begins with its place."""
    found = _PLACE.match(problem)
    assert found is not None
    what, path = found["what"], found["path"] or ""
    return f"{place_of_path(path)}: {_sentence(what)}"


def place_of_path(path: str) -> str:
    """`$.objectives[0].title` as people count: objectives[1].title."""
    counted = re.sub(r"\[(\d+)\]", lambda one: f"[{int(one[1]) + 1}]", path.replace("key in ", ""))
    return counted.removeprefix("$").removeprefix(".") or "The plan"


def _sentence(what: str) -> str:
    unknown = _FIELDS.search(what)
    if unknown:
        near = difflib.get_close_matches(unknown[1], _field_names(), n=1)
        return f'there is no field "{unknown[1]}".' + (f' Did you mean "{near[0]}"?' if near else "")
    if "missing required field" in what:
        return f'the field "{_TICKED.findall(what)[0]}" is lacking.'
    if "enum value" in what:
        return f"{what.rsplit(' ', 1)[-1]} is none of the words, or versions, that the form knows.".replace("'", '"')
    if "RFC3339" in what or "date" in what.lower():
        return "a day as in 2027-01-31 is expected here."
    if "matching regex" in what:
        return f"this is not written as it should be; the form is {what.split('regex ')[1].strip(chr(39))}."
    expected = re.match(r"Expected (`[^`]*`) ?(.*?)(?:, got (.*))?$", what)
    if expected:
        kinds = " or ".join(_KINDS.get(kind.strip(), kind.strip()) for kind in expected[1].strip("`").split("|"))
        bounds = f" {expected[2].strip()}" if expected[2].strip() else ""
        got = _TICKED.findall(expected[3] or "")
        here = f", not {_KINDS.get(got[0], got[0])}" if got else ""
        return f"{kinds}{bounds} {'are' if kinds.endswith('values') else 'is'} expected here{here}."
    if "decimal" in what:
        return "a number is expected here, with a point before its decimals."
    return f"{what[:1].lower()}{what[1:]}.".replace("`", '"')


def _field_names() -> list[str]:
    return sorted({name for one in msgspec.json.schema(Plan)["$defs"].values() for name in one.get("properties", {})})


_UNKNOWN = re.compile(r'there is no field "([^"]*)"')


def _line_of(text: str, problem: str) -> str:
    """Where in the text the place of a fault stands: "Line 12, "."""
    try:
        node: Any = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for part in _parts(problem.split(": ")[0]):
            if isinstance(part, int):
                node = node.value[part - 1]
            else:
                node = next((value for key, value in node.value if key.value == part), node)
        unknown = _UNKNOWN.search(problem)
        if unknown:
            node = next((key for key, _ in node.value if key.value == unknown[1]), node)
        return f"Line {node.start_mark.line + 1}, "
    except (yaml.YAMLError, AttributeError, IndexError, TypeError):
        return ""


def _parts(place: str) -> Iterator[str | int]:
    for part in re.findall(r"\[\d+\]|[^.\[\]]+", "" if place == "The plan" else place):
        yield int(part[1:-1]) if part.startswith("[") else part


# Writing ------------------------------------------------------------------------------------------------


def as_dict(plan: Plan) -> dict[str, Any]:
    """The plan as plain values in its own order: numbers as exact texts, days as 2027-01-31."""
    return {"plan": FORM, **msgspec.to_builtins(plan)}


def as_json(plan: Plan) -> str:
    """The plan as one JSON document."""
    return msgspec.json.format(msgspec.json.encode(as_dict(plan)), indent=1).decode() + "\n"


_NUMBER = re.compile(r"^-?\d+(\.\d+)?(E\+\d{1,2})?$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
_DAYS = {"start", "end", "by", "on", "day", "review_by", "rates_on"}
_NUMBERS = {"quantity", "unit_cost", "low", "likely", "high", "rate", "units", "share", "value", "correlation"}


def _bare(value: Any, name: str = "") -> Any:
    """Numbers and days that stand as texts, as such again; the reader takes numbers exactly."""
    if isinstance(value, dict):
        inner = {"amounts": "share", "of": "share", "parameters": "parameters"}.get(name, "")
        return {key: _bare(one, inner or str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(one, name) for one in value]
    if not isinstance(value, str):
        return value
    if name in _NUMBERS and _NUMBER.match(value):
        return Bare(f"{Decimal(value):f}")
    return Bare(value) if name in _DAYS and _DAY.match(value) else value


def as_yaml(plan: Plan) -> str:
    """The plan as YAML, for people."""
    return as_text(_bare(as_dict(plan)))


def schema() -> dict[str, Any]:
    """The form as JSON Schema (2020-12); numbers may stand as numbers or, exactly, as texts."""
    made = msgspec.json.schema(Plan)
    made = _with_numbers(made)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan of Passerelle",
        **made,
    }


def _with_numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_numbers(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("format") == "decimal":
        rest = {key: one for key, one in value.items() if key not in ("type", "format")}
        return {**rest, "type": ["number", "string"]}
    return {key: _with_numbers(one) for key, one in value.items()}
