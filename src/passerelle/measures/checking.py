"""A template held against what every template must have: what is missing, what cannot be, all at once.

Stands on `templates`, the levers of `simulation` and the rights of `screening`.
"""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

from passerelle.base.errors import PasserelleError
from passerelle.evidence.indicators.registry import all_indicators, corridor_names
from passerelle.measures.screening.instruments import all_rights
from passerelle.measures.simulation.assumptions import Status, defaults
from passerelle.measures.simulation.inputs import UNITS_OF_NEEDED
from passerelle.measures.simulation.levers import LEVERS
from passerelle.measures.templates import (
    UNITS,
    Actor,
    CostLine,
    Effect,
    Grade,
    Need,
    Parameter,
    Pull,
    Right,
    Role,
    Template,
    TemplateIncomplete,
)

PAYERS = ("origin", "destination", "migrants")
LARGEST_FILE = 200_000  # bytes
EQUATIONS = tuple(str(number) for number in range(1, 22))  # of docs/explanation/measures.md
_OF_PARAMETER = ("name", "title", "role", "unit", "low", "default", "high", "source", "status")
_OF_COST = ("item", "category", "quantity", "unit_cost", "paid_by", "status", "source")
_LISTS = ("mission", "gcm", "sdg", "evidence", "safeguards", "followup", "success", "failure")
_MAY_BE_EMPTY = ("required", "agreed_by", "practices", "equations")
# Records by name, with the fields that each may have; those that are texts.
_RECORDS = {
    "needs": ("indicator", "above", "below", "says"),
    "parameters": (*_OF_PARAMETER, "help"),
    "changes": ("lever", "with"),
    "costs": (*_OF_COST, "years"),
    "rights": ("right", "feature"),
}
_SAID = {
    "indicator", "says", "name", "title", "role", "unit", "source", "status", "help", "lever", "item", "category",
    "right", "feature",
}  # fmt: skip
_TEXTS = ("title", "question", "text", "seed")
_KNOWN = {
    *_TEXTS, *_LISTS, *_MAY_BE_EMPTY, *_RECORDS, "order", "effect", "why_not_simulated", "coercive", "health",
    "who_can_act", "grade",
}  # fmt: skip
# What the numbers of a list look like: seed section, system of the mission, objective, target.
_SHAPES = {
    "mission": (re.compile(r"M([1-9]|1\d|2[0-5])"), "a system of the mission, M1 to M25"),
    "gcm": (re.compile(r"[1-9]|1\d|2[0-3]"), "an objective of the Global Compact, 1 to 23"),
    "sdg": (re.compile(r"([1-9]|1[0-7])\.([1-9]\d?|[a-d])"), "a target such as 10.c or 8.8"),
}
_SEED = ("1", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "4")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_user_yaml(path: Path) -> Any:
    """A YAML file that somebody gave, read by the safe loader.

    Raises
    ------
    PasserelleError : not there, too large, or no YAML, with the line.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PasserelleError(f"{path.name} is larger than a template can be (200 kB).")
        return yaml.safe_load(path.read_text("utf-8"))
    except OSError as fault:
        raise PasserelleError(f"{path}: {fault.strerror or fault}.") from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise PasserelleError(f"{path.name} is no YAML that can be read: {fault}") from fault


def read_template(raw: Any, code: str) -> Template:
    """A template from what its file holds.

    Raises
    ------
    TemplateIncomplete : every fault that was found.
    """
    if not isinstance(raw, Mapping):
        raise TemplateIncomplete(code, ["the file holds no fields; see docs/how-to/add-a-measure.md"])
    faults = list(_faults(raw))
    if faults:
        raise TemplateIncomplete(code, faults)
    grade = raw["grade"]
    texts: dict[str, Any] = {name: str(raw[name]).strip() for name in _TEXTS}
    lists: dict[str, Any] = {n: tuple(raw.get(n) or ()) for n in (*_LISTS, "required", "agreed_by", "practices")}
    return Template(
        code=code,
        order=int(raw.get("order", 1000)),
        **texts,
        **lists,
        needs=tuple(Need(n["indicator"], n.get("above"), n.get("below"), n["says"]) for n in raw.get("needs") or ()),
        effect=raw["effect"],
        why_not_simulated=str(raw.get("why_not_simulated", "")).strip(),
        coercive=bool(raw.get("coercive")),
        health=bool(raw.get("health")),
        who_can_act=raw["who_can_act"],
        parameters=tuple(_parameter(p) for p in raw.get("parameters") or ()),
        pulls=tuple(Pull(c["lever"], dict(c.get("with", {}))) for c in raw.get("changes") or ()),
        equations=tuple(str(e) for e in raw.get("equations") or ()),
        costs=tuple(_cost(c) for c in raw["costs"]),
        rights=tuple(Right(r["right"], r["feature"]) for r in raw["rights"]),
        grade=grade["level"],
        grade_why=str(grade["why"]).strip(),
    )


def _parameter(p: Mapping[str, Any]) -> Parameter:
    return Parameter(
        p["name"], p["title"], p["role"], p["unit"], float(p["low"]), float(p["default"]), float(p["high"]),
        p["source"], p["status"], p.get("help", ""),
    )  # fmt: skip


def _cost(c: Mapping[str, Any]) -> CostLine:
    paid = c["paid_by"] if isinstance(c["paid_by"], Mapping) else {c["paid_by"]: 1.0}
    return CostLine(
        c["item"], c["category"], c["quantity"], c["unit_cost"], dict(paid), c.get("years"), c["status"], c["source"]
    )


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from (f'"{name}" is no field of a template' for name in raw if name not in _KNOWN)
    shape = list(_shape(raw))
    yield from shape
    if shape:  # what follows reads lists of records
        return
    yield from _words(raw, "seed", _SEED)
    yield from _words(raw, "effect", get_args(Effect))
    yield from _words(raw, "who_can_act", get_args(Actor))
    yield from _numbers(raw)
    yield from _known_indicators(raw)
    yield from _parameters(raw)
    yield from _needs(raw)
    yield from _rights(raw)
    yield from _costs(raw)
    grade = raw.get("grade")
    if not isinstance(grade, Mapping) or not grade.get("why"):
        yield '"grade" says a level and why'
    else:
        yield from _words(grade, "level", get_args(Grade))
    yield from _model(raw)
    yield from _unused(raw)


def _shape(raw: Mapping[str, Any]) -> Iterator[str]:
    """Texts that are texts, lists that are lists, of what they should hold."""
    for name in _TEXTS:
        if not str(raw.get(name) or "").strip():
            yield f'"{name}" is missing or empty'
        elif isinstance(raw[name], list | dict):
            yield f'"{name}" is a text'
    for name in _LISTS:
        if not isinstance(raw.get(name), list) or not raw[name]:
            yield f'"{name}" is missing or empty; it is a list'
    for name in (*_MAY_BE_EMPTY, *_RECORDS):
        if not isinstance(raw.get(name) or [], list):
            yield f'"{name}" is a list'
    for name in (*_LISTS, *_MAY_BE_EMPTY):
        if any(isinstance(one, list | dict) or one is None for one in _listed(raw, name)):
            yield f'"{name}" is a list of words; put words with a colon between quotes'
    for name, fields in _RECORDS.items():
        for number, row in enumerate(_listed(raw, name), 1):
            yield from (f'"{name}", number {number}: {fault}' for fault in _record(row, fields))
    for name in ("coercive", "health"):
        if not isinstance(raw.get(name, False), bool):
            yield f'"{name}" is true or false'
    if not _is_number(raw.get("order", 0)):
        yield '"order" is a number'


def _record(row: Any, fields: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield "it holds no fields"
        return
    yield from (f'"{field}" is none of its fields, {", ".join(fields)}' for field in row if field not in fields)
    yield from (f'"{field}" is a text' for field in row if field in _SAID and isinstance(row[field], list | dict))


def _listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name)
    return found if isinstance(found, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _words(raw: Mapping[str, Any], name: str, words: tuple[str, ...]) -> Iterator[str]:
    if str(raw.get(name)) not in words:
        yield f'"{name}" is one of {", ".join(words)}, not "{raw.get(name)}"'


def _numbers(raw: Mapping[str, Any]) -> Iterator[str]:
    for name, (shape, what) in _SHAPES.items():
        yield from (f'"{name}": "{one}" is not {what}' for one in raw[name] if not shape.fullmatch(str(one)))
    yield from (
        f'"equations": there is no ({one}); docs/explanation/measures.md has (1) to ({EQUATIONS[-1]})'
        for one in _listed(raw, "equations")
        if str(one) not in EQUATIONS
    )


def _each(raw: Mapping[str, Any], name: str, fields: tuple[str, ...]) -> Iterator[str]:
    rows = _listed(raw, name)
    if not rows:
        yield f'"{name}" is missing or empty; it is a list'
    for number, row in enumerate(rows, 1):
        yield from (f'"{name}", number {number}: "{lack}" is missing' for lack in fields if row.get(lack) in (None, ""))


def _known_indicators(raw: Mapping[str, Any]) -> Iterator[str]:
    known = set(corridor_names()) | set(all_indicators())
    for name in ("evidence", "followup"):
        for code in raw[name]:
            if code not in known and not (name == "followup" and " " in str(code)):
                yield f'"{name}": no indicator is called "{code}"; `passerelle evidence indicators` lists them'
    for code in _listed(raw, "required"):
        if code not in UNITS_OF_NEEDED:
            yield f'"required": "{code}" is none of {", ".join(UNITS_OF_NEEDED)}'


def _needs(raw: Mapping[str, Any]) -> Iterator[str]:
    known = set(corridor_names())
    for number, need in enumerate(_listed(raw, "needs"), 1):
        where = f'"needs", number {number}'
        if str(need.get("indicator")) not in known:
            yield f'{where}: no indicator of a corridor is called "{need.get("indicator")}"'
        if (need.get("above") is None) == (need.get("below") is None):
            yield f'{where}: give "above" or "below", one of them'
        elif not _is_number(need["above"] if need.get("above") is not None else need["below"]):
            yield f'{where}: "above" or "below" is a number, in the unit of the indicator'
        if not need.get("says"):
            yield f'{where}: "says" is missing'
    if raw.get("coercive") and raw.get("needs"):
        yield 'a coercive measure is never suggested: it has no "needs"'


def _rights(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from _each(raw, "rights", ("right", "feature"))
    for number, row in enumerate(_listed(raw, "rights"), 1):
        if row.get("right") and str(row["right"]) not in all_rights():
            yield f'"rights", number {number}: "{row["right"]}" is none of {", ".join(all_rights())}'


def _parameters(raw: Mapping[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for number, p in enumerate(_listed(raw, "parameters"), 1):
        where = f'parameter {number} ("{p.get("name", "?")}")'
        lacking = [name for name in _OF_PARAMETER if p.get(name) in (None, "")]
        yield from (f'{where}: "{name}" is missing' for name in lacking)
        if lacking:
            continue
        yield from (f"{where}: {fault}" for fault in _words(p, "role", get_args(Role)))
        yield from (f"{where}: {fault}" for fault in _words(p, "unit", tuple(UNITS)))
        yield from (f"{where}: {fault}" for fault in _words(p, "status", get_args(Status)))
        if not all(_is_number(p[end]) for end in ("low", "default", "high")):
            yield f"{where}: low, default and high are numbers"
        elif not p["low"] <= p["default"] <= p["high"]:
            yield f"{where}: the default {p['default']} lies outside {p['low']} to {p['high']}"
        name = str(p["name"])
        if not _NAME.fullmatch(name):
            yield f"{where}: a name has small letters, figures and _ only, as in target_price"
        if name in seen or name in defaults() or name in UNITS_OF_NEEDED:
            yield f"{where}: that name is taken"
        seen.add(name)


def _names(raw: Mapping[str, Any]) -> set[str]:
    return {str(p.get("name", "")) for p in _listed(raw, "parameters")} | set(defaults())


def _is_fed(value: Any, names: set[str]) -> bool:
    return _is_number(value) or (isinstance(value, str) and value in names)


def _costs(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from _each(raw, "costs", _OF_COST)
    names = _names(raw)
    counted = {q for c in _listed(raw, "changes") for q in _quantities(c)}
    for number, row in enumerate(_listed(raw, "costs"), 1):
        if any(row.get(field) in (None, "") for field in _OF_COST):
            continue
        where = f'"costs", number {number}'
        if not _is_fed(row["quantity"], names | counted):
            yield f'{where}: nothing is counted by "{row["quantity"]}"'
        if not _is_fed(row["unit_cost"], names):
            yield f'{where}: no parameter is called "{row["unit_cost"]}"'
        yield from (f'{where}: "{field}" is below zero' for field in ("quantity", "unit_cost")
                    if _is_number(row[field]) and row[field] < 0)  # fmt: skip
        years = row.get("years")
        if years is not None and not (isinstance(years, int) and years >= 1):
            yield f'{where}: "years" is a whole number from 1 on, or left out for every year'
        yield from (f"{where}: {fault}" for fault in _paid(row["paid_by"], names))
        yield from (f"{where}: {fault}" for fault in _words(row, "status", get_args(Status)))


def _quantities(change: Mapping[str, Any]) -> tuple[str, ...]:
    found = LEVERS.get(str(change.get("lever")))
    return found.quantities if found is not None else ()


def _paid(given: Any, names: set[str]) -> Iterator[str]:
    """Faults of who pays: a party, or shares of parties, of which one may be "rest", that make one together."""
    paid = given if isinstance(given, Mapping) else {str(given): 1.0}
    yield from (f'"{payer}" does not pay; {", ".join(PAYERS)} do' for payer in paid if str(payer) not in PAYERS)
    shares = list(paid.values())
    yield from (
        f'no parameter is called "{share}"' for share in shares if share != "rest" and not _is_fed(share, names)
    )
    fixed = [share for share in shares if _is_number(share)]
    rest = shares.count("rest")
    if rest > 1:
        yield 'only one party can pay the "rest"'
    elif any(share < 0 for share in fixed) or sum(fixed) > 1 + 1e-9:
        yield "shares lie between 0 and 1, and are no more than 1 together"
    elif not rest and (len(fixed) < len(shares) or abs(sum(fixed) - 1) > 1e-9):
        yield 'the shares are not 1 together; let one party pay the "rest"'


def _model(raw: Mapping[str, Any]) -> Iterator[str]:
    changes = _listed(raw, "changes")
    if raw.get("effect") == "indicators_only":
        if changes:
            yield "a measure that is not simulated changes nothing in the model"
        if not raw.get("why_not_simulated"):
            yield '"why_not_simulated" is missing'
        return
    if raw.get("coercive"):
        yield "a coercive measure is never simulated"
    if not changes:
        yield '"changes" is missing: a simulated measure moves at least one lever'
    if not raw.get("equations"):
        yield '"equations" is missing'
    names = _names(raw)
    for change in changes:
        yield from _pull(change, names)


def _pull(change: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    found = LEVERS.get(str(change.get("lever")))
    if found is None:
        yield f'no lever is called "{change.get("lever")}"; there are {", ".join(LEVERS)}'
        return
    given = change.get("with") or {}
    if not isinstance(given, Mapping):
        yield f'lever "{found.name}": "with" holds what feeds each argument'
        return
    yield from (f'lever "{found.name}" takes no "{name}"' for name in given if name not in found.arguments)
    for name, must in found.arguments.items():
        if must and name not in given:
            yield f'lever "{found.name}" needs "{name}"'
    yield from (f'lever "{found.name}", "{name}": no parameter is called "{value}"'
                for name, value in given.items() if not _is_fed(value, names))  # fmt: skip


def _unused(raw: Mapping[str, Any]) -> Iterator[str]:
    """A parameter that moves nothing and pays nothing would let a person turn a screw without a thread."""
    used: set[str] = set()
    for change in _listed(raw, "changes"):
        fed = change.get("with")
        used |= {str(value) for value in fed.values()} if isinstance(fed, Mapping) else set()
    for row in _listed(raw, "costs"):
        paid = row.get("paid_by")
        used |= {str(row.get("quantity")), str(row.get("unit_cost"))}
        used |= {str(share) for share in paid.values()} if isinstance(paid, Mapping) else set()
    for p in _listed(raw, "parameters"):
        if p.get("name") and str(p["name"]) not in used:
            yield f'nothing uses the parameter "{p["name"]}"'
