"""Cases: what is known of a person, where and when, read from a file or a form and made into columns.

A fact that nobody gave is not known. Stands on `yaml_given` and `compiling`.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from passerelle.rules import columns
from passerelle.rules.calendar import Span
from passerelle.rules.columns import Column, Context
from passerelle.rules.compiling import Law
from passerelle.rules.logic import MET
from passerelle.rules.national import REGIONS, day_after_all
from passerelle.rules.reading import Place
from passerelle.rules.records import Fact, Parameter
from passerelle.rules.yaml_given import read

# The Union writes two states otherwise than ISO 3166-1 alpha-2 (Interinstitutional Style Guide, 7.1.1).
OWN_CODES = {"EL": "GR", "UK": "GB"}
NOT_SAID = "unknown"
FIELDS = (
    "id", "title", "member_state", "region", "application_date", "knowledge_date", "facts", "given_parameters",
    "expect", "confidence", "note",
)  # fmt: skip
MOST_SPANS = 500
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of somebody. `facts` has columns of one row; `unsure` names what is said to be not known."""

    states: tuple[str, ...]
    day: date
    facts: Mapping[str, Column]
    said: Mapping[str, Any]
    region: str = ""
    known_at: date | None = None
    given: Mapping[str, Column] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    id: str = ""
    expect: tuple[Mapping[str, Any], ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)  # file and line of its fields

    def place(self, name: str) -> str:
        """Where in its file a field stands; its own name where it comes from elsewhere."""
        return self.lines.get(name, name)

    def context(self) -> Context:
        """The columns to be asked, a row for each state."""
        known = tuple(sorted(self.states))
        codes = np.array([known.index(state) for state in self.states], np.int32)
        regions = columns.words([self.region or None])
        return Context(
            dict(self.facts), np.array([self.day], "datetime64[D]"),
            np.array([self.known_at or day_after_all()], "datetime64[D]"),
            columns.Words(codes, known), regions, dict(self.given), self.unsure,
        )  # fmt: skip


def read_cases(text: str, name: str, law: Law) -> list[Case]:
    """One case, or the list `personas` of a file.

    Raises
    ------
    FileUnsound : an unknown field or fact, a day that is none, a number where a word is needed; file and line are told.
    """
    held = read(text, name)
    place = Place(name)
    if not isinstance(held, Mapping):
        raise place.refuse("a case is needed here: member_state, application_date, facts.")
    if "personas" not in held:
        return [case_of(held, place, law)]
    found = held["personas"]
    if not isinstance(found, list):
        raise place.into("personas", held).refuse("a list of cases is needed here.")
    return [case_of(one, place.into("personas", held).into(str(at + 1), found, at), law) for at, one in
            enumerate(found)]  # fmt: skip


def case_of(held: Any, place: Place, law: Law, states: Sequence[str] = ()) -> Case:
    """A case out of its fields."""
    if not isinstance(held, Mapping):
        raise place.refuse("a case is needed here: member_state, application_date, facts.")
    for name in held:
        if name not in FIELDS:
            raise place.into(name, held).refuse(f'there is no field "{name}".{_near(name, FIELDS)}')
    told, given = held.get("facts") or {}, held.get("given_parameters") or {}
    for name, part in (("facts", told), ("given_parameters", given)):
        if not isinstance(part, Mapping):
            raise place.into(name, held).refuse("names with values are needed here.")
    day = _day(held.get("application_date") or date.today(), place.into("application_date", held))  # noqa: DTZ011
    facts, unsure = facts_from(told, place.into("facts", held), law, day)
    known = held.get("knowledge_date")
    expect = held.get("expect") or ()
    state = "" if states else state_of(held.get("member_state"), place.into("member_state", held))
    if state:
        _refuse_silent_currency(told, state, place.into("facts", held), law)
    lines = {name: str(place.into(name, held)) for name in held}
    return Case(
        tuple(states) or (state,),
        day,
        facts,
        dict(told),
        _region(held.get("region"), told, place),
        None if known is None else _day(known, place.into("knowledge_date", held)),
        _given(given, place.into("given_parameters", held), law),
        unsure,
        str(held.get("id", "")),
        tuple(expect),
        lines,
    )


def _region(named: Any, told: Mapping[str, Any], place: Place) -> str:
    """The region, which may stand beside the facts or among them."""
    region = str(named or told.get("region") or "").upper()
    known = [one for held in REGIONS.values() for one in held]
    if region and region not in known:
        raise place.refuse(f'there is no region "{region}" with values of its own. Known are {", ".join(known)}.')
    return region


def _refuse_silent_currency(told: Mapping[str, Any], state: str, place: Place, law: Law) -> None:
    """Pay needs its currency where the state's threshold is not in euro; and a currency has three letters."""
    currency = told.get("currency")
    if currency not in (None, NOT_SAID) and not re.fullmatch(r"[A-Z]{3}", str(currency)):
        raise place.into("currency", told).refuse(f'"{currency}" is no currency of ISO 4217, such as EUR or PLN.')
    if not isinstance(told.get("salary"), int | float) or currency:
        return
    own = {value.currency for value in law.values if value.state == state} - {"EUR"}
    if own:
        wanted = " or ".join(sorted(own))
        raise place.into("salary", told).refuse(f"pay needs its currency in {state}: write currency: {wanted}, or EUR.")


def state_of(code: Any, place: Place) -> str:
    """A state by its two letters, as the Union or ISO writes them; the region, where one stands behind a hyphen."""
    if code is False:
        code = "NO"  # YAML reads the letters of Norway as a no
    if not isinstance(code, str) or len(code) != 2 or not code.isalpha():
        raise place.refuse(f"the two letters of a state are needed here, such as BE or EL, not {code!r}.")
    return OWN_CODES.get(code.upper(), code.upper())


def _near(name: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def _day(value: Any, place: Place) -> date:
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(str(value))
        except ValueError:
            raise place.refuse(f'"{value}" is not a day as in 2026-11-27.') from None
    found: date = value
    if not EARLIEST <= found < LATEST:
        raise place.refuse(f"{found} lies outside {EARLIEST.year} to {LATEST.year}.")
    return found


# Facts ----------------------------------------------------------------------------------------------------


def facts_from(
    told: Mapping[str, Any], place: Place, law: Law, day: date | None = None
) -> tuple[dict[str, Column], frozenset[str]]:
    """Facts as columns of one row, and the names of those that are said to be not known.

    Raises
    ------
    FileUnsound : an unknown fact, a value of the wrong kind, or facts that contradict each other.
    """
    found, unsure = {}, set()
    for name, value in told.items():
        here = place.into(name, told)
        fact = law.facts.get(name)
        if fact is None:
            raise here.refuse(f'there is no fact "{name}".{_near(name, law.facts)}')
        if value is None or value == NOT_SAID:
            unsure.add(name)
            continue
        found[name] = column_of(fact, value, here)
    _refuse_contradictions(told, place)
    _refuse_never(found, told, place, law, day)
    return found, frozenset(unsure)


def column_of(fact: Fact, value: Any, place: Place) -> Column:
    """One value as a column of one row."""
    if fact.kind == "truth":
        if not isinstance(value, bool):
            raise place.refuse(f"true or false is needed here, not {value!r}.")
        return np.full(1, value, np.uint8)
    if fact.kind == "number":
        return columns.exact(_number(fact, value, place))
    if fact.kind == "date":
        return np.array([_day(value, place)], "datetime64[D]")
    if fact.kind == "word":
        return columns.words([_word(fact, value, place)])
    return columns.spans([_spans(value, place)])


def _number(fact: Fact, value: Any, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise place.refuse(f"a number is needed here, not {value!r}.")
    if fact.least is not None and value < fact.least:
        raise place.refuse(f"{value} is less than can be ({fact.least:g}).")
    if fact.most is not None and value > fact.most:
        raise place.refuse(f"{value} is more than can be ({fact.most:g}).")
    return float(value)


def _word(fact: Fact, value: Any, place: Place) -> str:
    word = str(value).strip()
    if isinstance(value, bool | list | dict):
        raise place.refuse(f"a word is needed here, not {value!r}.")
    if fact.closed and word not in fact.values:
        raise place.refuse(f'"{word}" is none of {", ".join(fact.values)}.{_near(word, fact.values)}')
    return word


def _spans(value: Any, place: Place) -> tuple[Span, ...]:
    given = [value] if isinstance(value, Mapping) else value
    if not isinstance(given, list) or len(given) > MOST_SPANS:
        raise place.refuse("a list of stretches with from and to is needed here, or of words.")
    return tuple(_span(one, place.into(str(at + 1), given, at)) for at, one in enumerate(given))


def _span(one: Any, place: Place) -> Span:
    if isinstance(one, str):  # a list of words: of no length
        return Span(EARLIEST, EARLIEST, (("word", one),))
    if not isinstance(one, Mapping) or "from" not in one:
        raise place.refuse("a stretch has from, and to unless it goes on.")
    begins = _day(one["from"], place.into("from", one))
    ends = _day(one["to"], place.into("to", one)) if one.get("to") not in (None, "now") else LATEST
    if ends < begins:
        raise place.refuse(f"it ends on {ends}, before it begins on {begins}.")
    return Span(begins, ends, tuple((str(key), str(said)) for key, said in one.items() if key not in ("from", "to")))


def _refuse_contradictions(told: Mapping[str, Any], place: Place) -> None:
    """What cannot be at the same time."""
    if isinstance(told.get("salary"), int | float) and not told.get("salary_period"):
        raise place.into("salary", told).refuse("pay needs its period: write salary_period: year or month.")
    history, begun = told.get("status_history"), told.get("legal_residence_from")
    if isinstance(history, list) and isinstance(begun, date):
        _refuse_earlier(history, begun, place.into("status_history", told))
    _refuse_overlaps(history, place.into("status_history", told))


def _refuse_earlier(history: list[Any], begun: date, place: Place) -> None:
    """A status that began before lawful residence did and goes on into it; an earlier stay that has ended may be."""
    for at, one in enumerate(history):
        if not isinstance(one, Mapping) or not isinstance(one.get("from"), date) or one.get("state"):
            continue
        until = one.get("to")
        ends: date = until if isinstance(until, date) else LATEST
        if one["from"] < begun < ends:
            told = f"a status begins on {one['from']} and goes on, while legal residence began on {begun} only"
            raise place.into(str(at + 1), history, at).refuse(f"{told} (legal_residence_from).")


def _refuse_never(
    found: Mapping[str, Column], told: Mapping[str, Any], place: Place, law: Law, day: date | None
) -> None:
    """What the law's own file says can never be together."""
    nobody = columns.words([None])
    today = np.array([np.datetime64("NaT") if day is None else day], "datetime64[D]")
    context = Context(dict(found), today, today, nobody, nobody)
    for says, node in law.never:
        if (node.run(context) == MET).any():
            named = [name for name in told if name in node.facts]
            raise place.into(named[-1], told).refuse(f"{says} ({', '.join(sorted(named))}).")


def _refuse_overlaps(history: Any, place: Place) -> None:
    if not isinstance(history, list):
        return
    held = sorted(
        (one["from"], one.get("to") or LATEST) for one in history
        if isinstance(one, Mapping) and isinstance(one.get("from"), date) and isinstance(one.get("to", LATEST), date)
    )  # fmt: skip
    for (_, ends), (begins, _) in pairwise(held):
        if begins < ends:
            raise place.refuse(f"two statuses hold at once: one begins on {begins}, while one ends on {ends} only.")


# What states lay down -------------------------------------------------------------------------------------


def _given(told: Mapping[str, Any], place: Place, law: Law) -> dict[str, Column]:
    """National values that a case fixes."""
    found: dict[str, Column] = {}
    for name, value in told.items():
        here = place.into(name, told)
        parameter = law.parameters.get(name)
        if parameter is None:
            raise here.refuse(f'there is no parameter "{name}".{_near(name, law.parameters)}')
        if value is not None and value != NOT_SAID:
            found[name] = _given_column(parameter, value, here)
    return found


def _given_column(parameter: Parameter, value: Any, place: Place) -> Column:
    kind = "number" if parameter.kind == "money" else parameter.kind
    fact = Fact(parameter.name, kind, "", least=parameter.least, most=parameter.most)
    if kind == "number":
        _refuse_outside(parameter, value, place)
    return column_of(fact, value, place)


def _refuse_outside(parameter: Parameter, value: Any, place: Place) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    least = -np.inf if parameter.least is None else parameter.least
    most = np.inf if parameter.most is None else parameter.most
    if not least <= value <= most:
        told = f"{value} lies outside what {parameter.cite} allows a state to lay down ({least:g} to {most:g})."
        raise place.refuse(told)
