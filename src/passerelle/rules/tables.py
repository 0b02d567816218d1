"""Tables of people: one row a person, one column a fact, read whole and asked at once.

Empty cells are not known. Stands on `cases` and polars.
"""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from passerelle.rules import columns
from passerelle.rules.cases import NOT_SAID, OWN_CODES
from passerelle.rules.columns import Column, Context, Words
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import VERDICT, Members, Outcome, bound_on, evaluated
from passerelle.rules.logic import FAILED, MET, UNKNOWN
from passerelle.rules.national import day_after_all
from passerelle.rules.records import Fact
from passerelle.rules.yaml_given import FileUnsound

_TRUE, _FALSE = {"true", "1", "yes"}, {"false", "0", "no"}
OWN = ("member_state", "region", "application_date")


def read_people(path: Path, law: Law) -> pl.DataFrame:
    """A CSV of people; every cell as text.

    Raises
    ------
    FileUnsound : no table, or a column that is no fact; a column may be of one's own where its name begins with "_".
    """
    try:
        found = pl.read_csv(path, infer_schema=False, null_values=["", NOT_SAID])
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise FileUnsound(f"{path}: this is no CSV with a line of names: {problem}") from None
    known = {*OWN, *law.facts}
    for name in found.columns:
        if name not in known and not name.startswith("_") and name != "id":
            near = difflib.get_close_matches(name, known, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ' Begin it with "_" where it is your own.'
            raise FileUnsound(f'{path}, line 1: there is no fact "{name}".{hint}')
    return found


def context_of(
    people: pl.DataFrame, law: Law, *, state: str, day: Any, known_at: Any = None, name: str = "table"
) -> Context:
    """The columns of a table.

    Parameters
    ----------
    state, day : of rows that have none of their own.

    Raises
    ------
    FileUnsound : a cell that is no value of its fact; column and line are told.
    """
    facts = {
        column: _column(people[column], law.facts[column], name) for column in people.columns
        if column in law.facts and law.facts[column].kind != "spans"
    }  # fmt: skip
    states = _places(people["member_state"].fill_null(state) if "member_state" in people.columns else None, state)
    days = (
        _days(people["application_date"], name).fill_null(day).to_numpy().astype("datetime64[D]")
        if "application_date" in people.columns
        else np.full(1, day, "datetime64[D]")
    )
    regions = _words(people["region"]) if "region" in people.columns else columns.words([None])
    known = np.array([known_at or day_after_all()], "datetime64[D]")
    held = {key: value for key, value in facts.items() if key != "region"}
    return Context(held, days, known, states, regions)


def _places(cells: pl.Series | None, state: str) -> Words:
    if cells is None:
        return Words(np.zeros(1, np.int32), (state,))
    return _words(cells.str.to_uppercase().replace(OWN_CODES))


def _column(cells: pl.Series, fact: Fact, name: str) -> Column:
    if fact.kind == "number":
        found = cells.cast(pl.Float64, strict=False)
        _refuse(cells, found, f"a number is needed in the column {fact.name}", name)
        return columns.exact(found.fill_null(float("nan")).to_numpy())
    if fact.kind == "truth":
        low = cells.str.to_lowercase()
        says = {**dict.fromkeys(_TRUE, int(MET)), **dict.fromkeys(_FALSE, int(FAILED))}
        found = low.replace_strict(says, default=None, return_dtype=pl.UInt8)
        _refuse(cells, found, f"true or false is needed in the column {fact.name}", name)
        return found.fill_null(int(UNKNOWN)).to_numpy()
    if fact.kind == "date":
        return _days(cells, name).to_numpy().astype("datetime64[D]")
    return _words(cells)


def _words(cells: pl.Series) -> Words:
    known = cells.drop_nulls().unique().sort()
    codes = cells.cast(pl.Enum(known)).to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
    return Words(codes, tuple(known.to_list()))


def _days(cells: pl.Series, name: str) -> pl.Series:
    found = cells.str.to_date("%Y-%m-%d", strict=False)
    _refuse(cells, found, f"a day as in 2026-11-27 is needed in the column {cells.name}", name)
    return found


def _refuse(cells: pl.Series, found: pl.Series, why: str, name: str) -> None:
    wrong = (cells.is_not_null() & found.is_null()).arg_true()
    if wrong.len():
        row = int(wrong[0])
        raise FileUnsound(f'{name}, line {row + 2}: {why}, not "{cells[row]}".')


def asked_of_all(way: Way, context: Context, members: Members) -> Outcome:
    """What a route says of every row."""
    return evaluated(way, context, bound_on(way.act, context, members))


def reasons(outcome: Outcome) -> Iterator[tuple[str, np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """Of each condition that fails somewhere: its id, the rows, and by how much each is off; NaN where by no number."""
    for place, one in enumerate(outcome.asked):
        rows = np.flatnonzero(outcome.states[place] == FAILED)
        if rows.size:
            yield one.condition.id, rows, _off(outcome, place, rows)


def _off(outcome: Outcome, place: int, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    side = outcome.asked[place].node.side
    if side is None:
        return np.full(rows.size, np.nan)
    observed, needed = outcome.run(side.observed), outcome.run(side.needed)
    if not isinstance(observed, columns.Numbers) or not isinstance(needed, columns.Numbers):
        return np.full(rows.size, np.nan)
    shape = outcome.verdicts.shape
    seen, least = np.broadcast_to(observed.low, shape)[rows], np.broadcast_to(needed.low, shape)[rows]
    off: np.ndarray[Any, Any] = least - seen if side.relation in ("ge", "gt") else seen - least
    return off


def result_of(people: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """The table with the verdict of each row, what decides it, and by how much the first of it is off."""
    many = people.height
    verdicts = np.broadcast_to(outcome.verdicts, many)
    failing = np.full(many, "", object)
    off = np.full(many, np.nan)
    for wanted in (FAILED, UNKNOWN, np.uint8(3)):
        for place, one in enumerate(outcome.asked):
            state = np.broadcast_to(outcome.states[place], many)
            here = (state == wanted) & np.isin(verdicts, _verdicts_of(int(wanted)))
            failing[here] = np.where(failing[here] == "", one.condition.id, failing[here] + " " + one.condition.id)
    for _, rows, by in reasons(outcome) if outcome.states.shape[1] == many else ():
        first = rows[np.isnan(off[rows])]
        off[first] = by[np.isnan(off[rows])]
    failing[np.broadcast_to(outcome.is_bound, many) == FAILED] = "not_bound"
    return people.with_columns(
        pl.Series("verdict", np.array(VERDICT, object)[verdicts], pl.String),
        pl.Series("failing", failing, pl.String),
        pl.Series("shortfall", off).fill_nan(None).round(2),
    )


def _verdicts_of(state: int) -> list[int]:
    return {0: [0, 4], 2: [2], 3: [3]}[state]


def shares(outcome: Outcome) -> Mapping[str, int]:
    """How many rows have each verdict."""
    found = np.bincount(outcome.verdicts, minlength=len(VERDICT))
    return {name: int(many) for name, many in zip(VERDICT, found, strict=True) if many}
