"""Runs: scenarios on one corridor through all draws, the base beside each, in both accounts.

Scenarios share the draws, the base, and every path that they do not change. Stands on all of `simulation`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from passerelle.base.errors import SettingRefused
from passerelle.base.memory import keep_memory
from passerelle.base.threads import one_thread
from passerelle.measures.simulation.accounts import (
    MIGRANTS,
    PARTIES,
    Course,
    closing,
    course,
    growing,
    postings,
)
from passerelle.measures.simulation.assumptions import Array, drawn
from passerelle.measures.simulation.changes import HEALTH, Change, Flows, Posting
from passerelle.measures.simulation.inputs import CorridorInputs
from passerelle.measures.simulation.levers import Scene
from passerelle.measures.simulation.paths import Path, Start, path
from passerelle.measures.simulation.prepared import Pay, pay_of, start_of
from passerelle.measures.simulation.scenarios import Scenario, post_costs, pull

YEARS, DRAWS, SEED, DISCOUNT = 10, 10_000, 1, 0.03
LONGEST, MOST_DRAWS = 40, 200_000
ACCOUNTS = ("cash", "welfare")


@dataclass(frozen=True)
class Effect:
    """The difference that a scenario makes, in each draw.

    terms : (account, party, term) → (T, n) intl USD a year; totals : the same over the terms of a party. extra :
    persons who move beyond the base, (T, n). path, base : of people. unclosed : how far cash is from closing, relative
    to the largest term. is_by_head : may money be told by head of those who move more? Where returns change, who moves
    more is a side effect.
    """

    name: str
    terms: Mapping[tuple[str, str, str], Array]
    totals: Mapping[tuple[str, str], Array]
    extra: Array
    path: Path
    base: Path
    unclosed: float
    has_transit: bool
    is_by_head: bool

    def of(self, account: str, party: str) -> Array:
        """What a party gains a year, (T, n)."""
        total = self.totals.get((account, party))
        return np.zeros(self.extra.shape) if total is None else total

    def parties(self) -> tuple[str, ...]:
        """Migrants, origin and destination, and transit where there is one."""
        return PARTIES if self.has_transit else PARTIES[:3]


def weights(discount: float, years: int) -> Array:
    """What a dollar of each year is worth now, at mid-year, (T,)."""
    return np.asarray((1 + discount) ** -(np.arange(years) + 0.5))


def refuse_sizes(years: int, draws: int, discount: float) -> None:
    """Refuse runs of no years or draws, or of more than can be meant.

    Raises
    ------
    SettingRefused : what may be asked.
    """
    if not 1 <= years <= LONGEST:
        raise SettingRefused(f"A run covers 1 to {LONGEST} years, not {years}.")
    if not 100 <= draws <= MOST_DRAWS:
        raise SettingRefused(f"A run takes 100 to {MOST_DRAWS:,} draws, not {draws:,}.")
    if not 0 <= discount <= 0.15:
        raise SettingRefused(f"Money is discounted by 0 to 15 % a year (0 to 0.15), not {discount:g}.")


BLOCK = 2_000  # draws worked on at once: what they need stays in the processor's cache


@dataclass(frozen=True)
class Outcome:
    """What a scenario gives, in draws: present values of each term, (n,), and each party's years, (T, n); intl USD.

    present : (account, party, term) → (n,). yearly : (account, party) → (T, n). extra : persons who move beyond the
    base, all years, (n,). abroad : more migrants at work age than in the base, (T, n). nurses : nurses at home with the
    measure and without, (T, n) each. residual, unclosed : the worst relative errors of people and of cash.
    """

    name: str
    years: int
    discount: float
    present: Mapping[tuple[str, str, str], Array]
    yearly: Mapping[tuple[str, str], Array]
    extra: Array
    abroad: Array
    nurses: tuple[Array, Array]
    residual: float
    unclosed: float
    is_by_head: bool

    def parties(self) -> list[str]:
        """The parties: migrants, origin, destination, and transit where there is one."""
        return [party for party in PARTIES if party != PARTIES[3] or ("cash", party) in self.yearly]

    def of(self, account: str, party: str) -> Array:
        """The present value of a party, (n,)."""
        found = [values for (a, p, _), values in self.present.items() if (a, p) == (account, party)]
        return np.sum(found, axis=0) if found else np.zeros_like(self.extra)

    def terms(self, account: str, party: str) -> dict[str, Array]:
        """The present value of each of a party's terms, (n,)."""
        return {t: values for (a, p, t), values in self.present.items() if (a, p) == (account, party)}


@one_thread()
def simulated(
    inputs: CorridorInputs, scenarios: Sequence[Scenario], *, years: int = YEARS, draws: int = DRAWS, seed: int = SEED,
    discount: float = DISCOUNT, progress: Callable[[float], None] | None = None,
) -> list[Outcome]:  # fmt: skip
    """What each scenario gives on one corridor, in every draw; base and measures share the draws.

    Parameters
    ----------
    years : 1 to 40. draws : 100 to 200,000. discount : a year, 0 to 0.15. progress : told the share done; what it
        raises ends the run.

    Raises
    ------
    ModelError : sizes that cannot be meant, or people that there are not.
    """
    refuse_sizes(years, draws, discount)
    keep_memory()
    own = {name: given for scenario in scenarios for name, given in scenario.assumptions.items()}
    values = drawn({**inputs.assumptions, **own}, seed, draws)
    gathered = [_Gathered(draws, discount) for _ in scenarios]
    for first in range(0, draws, BLOCK):
        block = slice(first, min(first + BLOCK, draws))
        part = {name: v if v.shape == (1,) else v[block] for name, v in values.items()}
        # that people are conserved and cash closes is checked on the first block
        for into, effect in zip(gathered, effects_of(inputs, scenarios, part, years, check=first == 0), strict=True):
            into.take(effect, block)
        if progress is not None:
            progress(block.stop / draws)
    return [one.outcome() for one in gathered]


class _Gathered:
    """Effects of blocks of draws, written where they belong among all draws."""

    def __init__(self, draws: int, discount: float) -> None:
        self.draws, self.discount = draws, discount
        self.present: dict[tuple[str, str, str], Array] = {}
        self.yearly: dict[tuple[str, str], Array] = {}
        self.people: dict[str, Array] = {}
        self.first: Effect | None = None

    def take(self, effect: Effect, block: slice) -> None:
        """Write a block; a term that is nothing in a block stays zero there."""
        self.first = self.first or effect
        worth = weights(self.discount, effect.path.away.shape[0])
        for key, values in effect.terms.items():
            self._put(self.present, key, worth @ values, block)
        for account in ACCOUNTS:
            for party in effect.parties():
                self._put(self.yearly, (account, party), effect.of(account, party), block)
        more = (effect.path.away - effect.base.away).sum(1)
        for name, people in (
            ("extra", effect.extra.sum(0)), ("abroad", more), ("with", effect.path.home[:, HEALTH]),
            ("without", effect.base.home[:, HEALTH]),
        ):  # fmt: skip
            self._put(self.people, name, people, block)

    def _put(self, into: dict[Any, Array], key: Any, values: Array, block: slice) -> None:
        if key not in into:
            into[key] = np.zeros((*values.shape[:-1], self.draws))
        into[key][..., block] = values

    def outcome(self) -> Outcome:
        """All draws together."""
        effect, people = self.first, self.people
        assert effect is not None
        present = {key: values for key, values in self.present.items() if np.any(values)}
        return Outcome(
            effect.name, effect.path.away.shape[0], self.discount, present, self.yearly, people["extra"],
            people["abroad"], (people["with"], people["without"]), float(effect.path.residual.max()), effect.unclosed,
            effect.is_by_head,
        )  # fmt: skip


def effects_of(
    inputs: CorridorInputs,
    scenarios: Sequence[Scenario],
    values: Mapping[str, Array],
    years: int,
    *,
    check: bool = True,
) -> list[Effect]:
    """The effect of each scenario for given values of every quantity, each (n,) or (1,).

    `check` works out whether cash closes, a quarter of the time.
    """
    ways = followed(inputs, scenarios, values, years, check=check)
    return [_effect(found, scenario.name, check) for scenario, found in ways]


@dataclass(frozen=True)
class Followed:
    """A scenario followed through the model: pay, growth, the base, the course of the measure, what it changed.

    chosen : the course without the moves and returns that people choose: pay given up by choice is no loss of welfare.
    """

    pay: Pay
    grown: Array
    base: Course
    then: Course
    chosen: Course
    change: Change

    def entries(self) -> Iterator[tuple[str, str, str, Array]]:
        """Account, party, term and the money of each year, (T, n) or what broadcasts to it."""
        for p in postings(self.pay, self.base, self.then, self.change, self.grown):
            if p.cash is not None:
                yield "cash", p.party, p.term, p.cash
            if p.welfare is not None and (self.chosen is self.then or not _is_choice(p)):
                yield "welfare", p.party, p.term, p.welfare
        if self.chosen is not self.then:
            for p in postings(self.pay, self.base, self.chosen, Change(), self.grown):
                if _is_choice(p) and p.welfare is not None:
                    yield "welfare", p.party, p.term, p.welfare


PAY_TERMS = {"pay abroad after tax", "pay at home given up", "costs of moving", "spending in transit"}


def _is_choice(posting: Posting) -> bool:
    """Is it a term that who moves or returns by her own choice has weighed herself?"""
    return posting.party == MIGRANTS and posting.term in PAY_TERMS


def followed(
    inputs: CorridorInputs,
    scenarios: Sequence[Scenario],
    values: Mapping[str, Array],
    years: int,
    *,
    check: bool = True,
) -> Iterator[tuple[Scenario, Followed]]:
    """Each scenario followed; scenarios that change the same flows share the path. `check` as in `path`."""
    start = start_of(inputs, values)
    pay = pay_of(inputs, values, start)
    grown = growing(pay, years)
    base = course(pay, path(start, Flows(), years, check=check), None, grown)
    paths: dict[Any, Path] = {}
    for scenario in scenarios:
        change, scene = Change(), Scene(pay, base, years, grown)
        for turn in ("flows", "earnings", "transfers"):
            pull(scenario, turn, scene, change, values)
        then = base
        if change.flows.touched or change.earnings.touched or change.transfers.price is not None:
            key = scenario.flows_key if change.flows.touched else None
            if key not in paths:
                paths[key] = path(start, change.flows, years, check=check) if change.flows.touched else base.path
            then = course(pay, paths[key], change, grown, base)
        ended = Scene(pay, base, years, grown, then, counted=scene.counted)
        pull(scenario, "pools", ended, change, values)
        post_costs(scenario, ended, change, values)
        chosen = _without_returns(start, pay, base, change, grown, years, then)
        yield scenario, Followed(pay, grown, base, then, chosen, change)


def _without_returns(
    start: Start, pay: Pay, base: Course, change: Change, grown: Array, years: int, then: Course
) -> Course:
    f = change.flows
    neutral = Flows()
    if not np.any(f.returns > 0) and np.all(f.return_factor == 1) and np.all(f.chosen == 1):
        return then
    others = replace(f, returns=neutral.returns, return_factor=neutral.return_factor, chosen=neutral.chosen)
    alone = not (np.any(f.restraint) or np.any(f.factor != 1) or np.any(f.channel) or np.any(f.graduates))
    return course(pay, base.path if alone else path(start, others, years), change, grown, base)


def _effect(found: Followed, name: str, check: bool) -> Effect:
    terms: dict[tuple[str, str, str], Array] = {}
    totals: dict[tuple[str, str], Array] = {}
    people, before = found.then.path, found.base.path
    for account, party, term, values in found.entries():
        for held, key in ((terms, (account, party, term)), (totals, (account, party))):
            held[key] = held[key] + values if key in held else values  # type: ignore[index]
    extra = (people.outflow - before.outflow).sum(1) + sum(found.change.moved, start=0 * found.grown[:, :1])
    unclosed = 0.0
    if check:
        unclosed = _unclosed(terms, closing(found.pay, found.base, found.then, found.change, found.grown))
    return Effect(
        name, terms, totals, extra, people, before, unclosed, found.pay.transit_spending is not None, _is_by_head(found)
    )


def _is_by_head(found: Followed) -> bool:
    flows = found.change.flows
    return not np.any(flows.returns > 0) and bool(np.all(flows.return_factor == 1) and np.all(flows.chosen == 1))


def _unclosed(terms: Mapping[tuple[str, str, str], Array], closed: tuple[Array, Array]) -> float:
    cash = [values for (account, _, _), values in terms.items() if account == "cash"]
    if not cash:
        return 0.0
    largest = max(float(np.abs(values).max()) for values in cash)
    off = float(np.abs(sum(cash[1:], start=cash[0]) - (closed[0] - closed[1])).max())
    return off / largest if largest else 0.0


def present_sums(
    inputs: CorridorInputs, scenarios: Sequence[Scenario], values: Mapping[str, Array], years: int, discount: float
) -> list[dict[tuple[str, str], Array]]:
    """The present value of each (account, party) for each scenario, (n,) or (1,); without terms and years.

    A fifth of the work of `effects_of`, for runs over many corridors.
    """
    worth = weights(discount, years).astype(values["growth"].dtype)
    sums = []
    for _, found in followed(inputs, scenarios, values, years, check=False):
        total: dict[tuple[str, str], Array] = {}
        before: Array | None = None
        for account, party, _, money in found.entries():
            if money is not before:  # what counts the same in both accounts is summed once
                before, present = money, worth @ money
            key = (account, party)
            total[key] = total[key] + present if key in total else present
        sums.append(total)
    return sums
