"""Small laws and cases for tests: an invented act with one route, and ways to ask it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from passerelle.rules import columns
from passerelle.rules.answering import Answer, answers
from passerelle.rules.cases import Case, read_cases
from passerelle.rules.columns import Context
from passerelle.rules.compiling import Law
from passerelle.rules.expressions import Vocabulary, compiled
from passerelle.rules.law import law_from, members_on, the_law
from passerelle.rules.records import Fact, Parameter
from passerelle.rules.yaml_given import read

ACT = """act: 39999L0001
title: Directive on beekeepers
short: Beekeepers
in_force: 2020-01-01
applies_from: 2022-01-01
bound: {outside: [DK], cite: recital on Denmark, mark: V}
routes:
  - name: bees
    title: Keeping bees
    conditions:
      - {id: b.hives, says: Three hives at least, cite: "4(1)", mark: V, expr: {ge: [hives, 3]}}
"""
FACTS = """facts:
  hives: {kind: number, ask: How many hives?, least: 0}
  gloves: {kind: truth, ask: Have you gloves?}
  flower: {kind: word, ask: Which flower?, closed: true, values: [clover, heather]}
  began: {kind: date, ask: Since when?}
  away: {kind: spans, ask: When were you away?}
"""


def small_law(act: str = ACT, facts: str = FACTS, **more: str) -> Law:
    """A law of one act, out of the texts of its files."""
    texts = {"facts.yaml": facts, "act.yaml": act, **more}
    return law_from({name: read(text, name) for name, text in texts.items()})


def case(facts: str, state: str = "DE", day: str = "2026-03-01", law: Law | None = None, more: str = "") -> Case:
    """A case of one person; `facts` as they stand between braces."""
    text = f"member_state: {state}\napplication_date: {day}\nfacts: {{{facts}}}\n{more}"
    return read_cases(text, "case.yaml", law or the_law())[0]


def answer(name: str, facts: str, state: str = "DE", day: str = "2026-03-01", law: Law | None = None,
           more: str = "") -> Answer:  # fmt: skip
    """What a route says of one person."""
    held = law or the_law()
    return answers(case(facts, state, day, held, more), held, members_on, [name])[0]


FACT_KINDS = {
    "n": "number",
    "m": "number",
    "t": "truth",
    "u": "truth",
    "w": "word",
    "d": "date",
    "e": "date",
    "s": "spans",
}
WORDS = Vocabulary(
    {name: Fact(name, kind, "?") for name, kind in FACT_KINDS.items()}, {},
    {"limit": Parameter("limit", "number", "?", None, 5, 9), "used": Parameter("used", "truth", "?", None)}, {},
)  # fmt: skip


def context(day: str = "2026-03-01", given: Mapping[str, Any] | None = None, **facts: Any) -> Context:
    """Columns of one row."""
    made: dict[str, Any] = {}
    for name, value in facts.items():
        kind = FACT_KINDS[name]
        if kind == "number":
            made[name] = columns.exact(value)
        elif kind == "truth":
            made[name] = np.full(1, value, np.uint8)
        elif kind == "word":
            made[name] = columns.words([value])
        elif kind == "date":
            made[name] = np.array([value], "datetime64[D]")
        else:
            made[name] = columns.spans([value])
    days = np.array([day], "datetime64[D]")
    return Context(made, days, np.array(["2100-01-01"], "datetime64[D]"), columns.words(["DE"]), columns.words([None]),
                   dict(given or {}))  # fmt: skip


def truth(rule: Any, given: Mapping[str, Any] | None = None, **facts: Any) -> int:
    """What a rule says of one person: 0 not, 1 met, 2 not known, 3 up to the state."""
    return int(compiled(rule, WORDS).run(context(given=given, **facts))[0])


def number(rule: Any, **facts: Any) -> tuple[float, float]:
    """What a rule counts for one person: from and to."""
    found = compiled(rule, WORDS).run(context(**facts))
    return float(found.low[0]), float(found.high[0])
