"""How many rows of a table would pass a route in each state, and how that moves with the pay that is asked for.

Holds no table: one is given, such as jobs of a labour force survey. Stands on `tables`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from passerelle.rules import columns
from passerelle.rules.columns import Context, Numbers
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import Members, Outcome
from passerelle.rules.tables import asked_of_all, context_of, shares

FACTORS = (0.8, 0.9, 1.0, 1.1, 1.2)


@dataclass(frozen=True, slots=True)
class Passing:
    """What a route says of the rows of a table in one state: rows by verdict, and the share that is met at each factor.

    `moved` has pairs of a factor on the pay that the state asks for, and the share of all rows that then are met; it is
    empty where no pay is asked for or none is known.
    """

    state: str
    rows: int
    verdicts: dict[str, int]
    moved: tuple[tuple[float, float], ...] = ()

    @property
    def share(self) -> float:
        """The share of rows that are met."""
        return self.verdicts.get("met", 0) / max(self.rows, 1)

    @property
    def undecided(self) -> float:
        """The share of rows of which it cannot be said."""
        open_rows = sum(self.verdicts.get(name, 0) for name in ("undetermined", "national_option"))
        return open_rows / max(self.rows, 1)


def passing(
    people: pl.DataFrame,
    way: Way,
    law: Law,
    members: Members,
    *,
    states: Iterable[str],
    day: date,
    factors: Sequence[float] = FACTORS,
    name: str = "table",
) -> list[Passing]:
    """What a route says of a table in each of several states, whatever state its rows have.

    Raises
    ------
    FileUnsound : a cell that is no value of its fact; column and line are told.
    """
    held = people.drop([column for column in ("member_state", "region") if column in people.columns])
    return [_in_state(held, way, law, members, state, day, factors, name) for state in states]


def _in_state(
    people: pl.DataFrame,
    way: Way,
    law: Law,
    members: Members,
    state: str,
    day: date,
    factors: Sequence[float],
    name: str,
) -> Passing:
    context = context_of(people, law, state=state, day=day, name=name)
    found = shares(_of_rows(way, context, members, people.height))
    moved = [
        (
            factor,
            shares(_of_rows(way, _as_if(context, law, factor), members, people.height)).get("met", 0)
            / max(people.height, 1),
        )
        for factor in (factors if _asks_for_pay(way, law, context) else ())
    ]
    return Passing(state, people.height, dict(found), tuple(moved))


def _of_rows(way: Way, context: Context, members: Members, many: int) -> Outcome:
    outcome = asked_of_all(way, context, members)
    return replace(outcome, verdicts=np.broadcast_to(outcome.verdicts, many))


def _as_if(context: Context, law: Law, factor: float) -> Context:
    """Pay as it would stand if the state asked for so many times as much: divided here, not multiplied there."""
    facts = {
        name: columns.exact(held.low / factor)
        if law.facts[name].unit == "money" and isinstance(held, Numbers)
        else held
        for name, held in context.facts.items()
    }
    return replace(context, facts=facts, kept={})


def _asks_for_pay(way: Way, law: Law, context: Context) -> bool:
    """Does the state of a table ask for pay that is known?"""
    names = set().union(*(one.node.parameters for one in way.all_asked))
    values = [
        law.vocabulary.values[name]
        for name in names
        if law.parameters[name].kind == "money" and name in law.vocabulary.values
    ]
    return any((np.ravel(one.at(context)) != -1).any() for one in values)
