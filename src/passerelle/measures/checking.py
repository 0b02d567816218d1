"""A template held against what every template must have: what is missing, what cannot be, all at once.

Stands on `templates` and the levers of `simulation`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

from passerelle.base.errors import PasserelleError
from passerelle.evidence.indicators.registry import all_indicators, corridor_names
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
_OF_PARAMETER = ("name", "title", "role", "unit", "low", "default", "high", "source", "status")
_LISTS = ("mission", "gcm", "sdg", "evidence", "safeguards", "followup", "success", "failure")
_TEXTS = ("title", "question", "text", "seed")
_KNOWN = {
    *_TEXTS, *_LISTS, "order", "required", "needs", "effect", "why_not_simulated", "coercive", "health", "who_can_act",
    "agreed_by", "parameters", "changes", "equations", "costs", "rights", "grade", "practices",
}  # fmt: skip


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
    lists: dict[str, Any] = {n: tuple(raw.get(n, ())) for n in (*_LISTS, "required", "agreed_by", "practices")}
    return Template(
        code=code,
        order=int(raw.get("order", 1000)),
        **texts,
        **lists,
        needs=tuple(Need(n["indicator"], n.get("above"), n.get("below"), n["says"]) for n in raw.get("needs", ())),
        effect=raw["effect"],
        why_not_simulated=str(raw.get("why_not_simulated", "")).strip(),
        coercive=bool(raw.get("coercive")),
        health=bool(raw.get("health")),
        who_can_act=raw["who_can_act"],
        parameters=tuple(_parameter(p) for p in raw.get("parameters", ())),
        pulls=tuple(Pull(c["lever"], dict(c.get("with", {}))) for c in raw.get("changes", ())),
        equations=tuple(str(e) for e in raw.get("equations", ())),
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
    yield from (f'"{name}" is missing or empty' for name in _TEXTS if not str(raw.get(name) or "").strip())
    for name in _LISTS:
        if not isinstance(raw.get(name), list) or not raw[name]:
            yield f'"{name}" is missing or empty; it is a list'
    yield from _words(raw, "effect", get_args(Effect))
    yield from _words(raw, "who_can_act", get_args(Actor))
    yield from _known_indicators(raw)
    yield from _parameters(raw)
    yield from _needs(raw)
    yield from _each(raw, "rights", ("right", "feature"))
    yield from _costs(raw)
    grade = raw.get("grade")
    if not isinstance(grade, Mapping) or not grade.get("why"):
        yield '"grade" says a level and why'
    else:
        yield from _words(grade, "level", get_args(Grade))
    yield from _model(raw)


def _words(raw: Mapping[str, Any], name: str, words: tuple[str, ...]) -> Iterator[str]:
    if raw.get(name) not in words:
        yield f'"{name}" is one of {", ".join(words)}, not "{raw.get(name)}"'


def _each(raw: Mapping[str, Any], name: str, fields: tuple[str, ...]) -> Iterator[str]:
    rows = raw.get(name)
    if not isinstance(rows, list) or not rows:
        yield f'"{name}" is missing or empty; it is a list'
        return
    for number, row in enumerate(rows, 1):
        for wanted in fields:
            if not isinstance(row, Mapping) or row.get(wanted) in (None, ""):
                yield f'"{name}", number {number}: "{wanted}" is missing'


def _known_indicators(raw: Mapping[str, Any]) -> Iterator[str]:
    known = set(corridor_names()) | set(all_indicators())
    for name in ("evidence", "followup"):
        for code in raw.get(name) or ():
            if code not in known and not (name == "followup" and " " in str(code)):
                yield f'"{name}": no indicator is called "{code}"; `passerelle evidence indicators` lists them'
    for code in raw.get("required", ()):
        if code not in UNITS_OF_NEEDED:
            yield f'"required": "{code}" is none of {", ".join(UNITS_OF_NEEDED)}'


def _needs(raw: Mapping[str, Any]) -> Iterator[str]:
    known = set(corridor_names())
    for number, need in enumerate(raw.get("needs", ()), 1):
        if need.get("indicator") not in known:
            yield f'"needs", number {number}: no indicator of a corridor is called "{need.get("indicator")}"'
        if (need.get("above") is None) == (need.get("below") is None):
            yield f'"needs", number {number}: give "above" or "below", one of them'
        if not need.get("says"):
            yield f'"needs", number {number}: "says" is missing'
    if raw.get("coercive") and raw.get("needs"):
        yield 'a coercive measure is never suggested: it has no "needs"'


def _parameters(raw: Mapping[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for number, p in enumerate(raw.get("parameters", ()), 1):
        where = f'parameter {number} ("{p.get("name", "?")}")' if isinstance(p, Mapping) else f"parameter {number}"
        if not isinstance(p, Mapping):
            yield f"{where} holds no fields"
            continue
        lacking = [name for name in _OF_PARAMETER if p.get(name) in (None, "")]
        yield from (f'{where}: "{name}" is missing' for name in lacking)
        if lacking:
            continue
        yield from (f"{where}: {fault}" for fault in _words(p, "role", get_args(Role)))
        yield from (f"{where}: {fault}" for fault in _words(p, "unit", tuple(UNITS)))
        yield from (f"{where}: {fault}" for fault in _words(p, "status", get_args(Status)))
        if not all(isinstance(p[end], int | float) for end in ("low", "default", "high")):
            yield f"{where}: low, default and high are numbers"
        elif not p["low"] <= p["default"] <= p["high"]:
            yield f"{where}: the default {p['default']} lies outside {p['low']} to {p['high']}"
        if p["name"] in seen or p["name"] in defaults() or p["name"] in UNITS_OF_NEEDED:
            yield f"{where}: that name is taken"
        seen.add(p["name"])


def _names(raw: Mapping[str, Any]) -> set[str]:
    return {p.get("name", "") for p in raw.get("parameters", ()) if isinstance(p, Mapping)} | set(defaults())


def _is_fed(value: Any, names: set[str]) -> bool:
    return isinstance(value, int | float) or value in names


def _costs(raw: Mapping[str, Any]) -> Iterator[str]:
    fields = ("item", "category", "quantity", "unit_cost", "paid_by", "status", "source")
    yield from _each(raw, "costs", fields)
    names = _names(raw)
    counted = {q for c in raw.get("changes", ()) for q in LEVERS.get(c.get("lever"), _NOTHING).quantities}
    for number, row in enumerate(raw.get("costs") or (), 1):
        if not isinstance(row, Mapping) or any(row.get(field) in (None, "") for field in fields):
            continue
        where = f'"costs", number {number}'
        if not _is_fed(row["quantity"], names | counted):
            yield f'{where}: nothing is counted by "{row["quantity"]}"'
        if not _is_fed(row["unit_cost"], names):
            yield f'{where}: no parameter is called "{row["unit_cost"]}"'
        paid = row["paid_by"] if isinstance(row["paid_by"], Mapping) else {row["paid_by"]: 1.0}
        yield from (f'{where}: "{payer}" does not pay; {", ".join(PAYERS)} do' for payer in paid if payer not in PAYERS)
        yield from (
            f'{where}: no parameter is called "{share}"'
            for share in paid.values()
            if not _is_fed(share, names | {"rest"})
        )
        yield from (f"{where}: {fault}" for fault in _words(row, "status", get_args(Status)))


class _Nothing:
    quantities: tuple[str, ...] = ()


_NOTHING: Any = _Nothing()


def _model(raw: Mapping[str, Any]) -> Iterator[str]:
    if raw.get("effect") == "indicators_only":
        if raw.get("changes"):
            yield "a measure that is not simulated changes nothing in the model"
        if not raw.get("why_not_simulated"):
            yield '"why_not_simulated" is missing'
        return
    if raw.get("coercive"):
        yield "a coercive measure is never simulated"
    if not raw.get("changes"):
        yield '"changes" is missing: a simulated measure moves at least one lever'
    if not raw.get("equations"):
        yield '"equations" is missing'
    names = _names(raw)
    for change in raw.get("changes", ()):
        found = LEVERS.get(change.get("lever"))
        if found is None:
            yield f'no lever is called "{change.get("lever")}"; there are {", ".join(LEVERS)}'
            continue
        given = change.get("with", {})
        yield from (f'lever "{found.name}" takes no "{name}"' for name in given if name not in found.arguments)
        for name, must in found.arguments.items():
            if must and name not in given:
                yield f'lever "{found.name}" needs "{name}"'
        yield from (f'lever "{found.name}", "{name}": no parameter is called "{value}"'
                    for name, value in given.items() if not _is_fed(value, names))  # fmt: skip
