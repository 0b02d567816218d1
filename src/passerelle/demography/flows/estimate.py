"""One door to all methods: `estimated(stocks, method)` with the residuals of every identity beside the flows.

Identities: each table's totals by birthplace and place (start, end), net migration by place, the world's people. What a
method does not meet is told with its size, never mended in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.fitting import Array
from passerelle.demography.flows.accounts import Account, accounted
from passerelle.demography.flows.differences import by_rate, by_transition, negatives_dropped, negatives_reversed
from passerelle.demography.flows.kinds import Births, Closing, Deaths, Isolated, Method, World
from passerelle.demography.flows.moves import Moves, fewest, independent
from passerelle.demography.flows.stocks import Stocks
from passerelle.demography.residuals import Residual

METHODS: tuple[Method, ...] = get_args(Method)
PLAIN = frozenset({"drop-negative", "reverse-negative", "rate", "rogers"})  # without accounts
WEIGHT = 0.87  # of the fewest moves in the mixture: Azose and Raftery (2019), PNAS 116, calibrated on European counts


@dataclass(frozen=True)
class FlowEstimate:
    """Flows by one method, with their papers.

    flows : (…, n, n) persons over the period, origin by destination, diagonal zero. account, moves : what they come
    from, where the method has them; of a mixture the account of both parts and the moves of each. residuals : of the
    identities. negative : cells of flows or accounts below zero, named. steps : of all iterations.
    """

    method: Method
    stocks: Stocks
    flows: Array
    residuals: tuple[Residual, ...]
    account: Account | None = None
    moves: tuple[tuple[float, Moves], ...] = ()
    negative: tuple[str, ...] = ()
    steps: int = 0
    told: tuple[str, ...] = field(default=())

    @property
    def total(self) -> Array:
        """The world's moves, (…)."""
        summed: Array = self.flows.sum((-1, -2))
        return summed

    def by_type(self) -> Mapping[str, Array]:
        """Moves by type (outward, return, transit); only methods with birthplaces know them."""
        if not self.moves:
            raise ModelError(f'The method "{self.method}" does not tell moves by birthplace, so types are not known.')
        tables: dict[str, Array] = {}
        for weight, moves in self.moves:
            for kind, table in moves.by_type().items():
                tables[kind] = tables.get(kind, 0.0) + weight * table
        return tables

    def of_birthplace(self, place: str) -> Array:
        """Moves of those born in one place, (…, n, n), stayers on the diagonal."""
        if not self.moves:
            raise ModelError(f'The method "{self.method}" does not tell moves by birthplace.')
        if place not in self.stocks.places:
            raise ModelError(f"{place} is not among the places of the tables.")
        k = self.stocks.places.index(place)
        parts = [weight * moves.of_birthplace(k) for weight, moves in self.moves]
        summed: Array = np.sum(parts, axis=0)
        return summed


def rounded_mixture(found: FlowEstimate) -> Array:
    """The pseudo-Bayesian mixture in whole persons, as published: round(w · round(fewest) + (1 − w) · independent)."""
    (weight, least), (share, most) = found.moves
    table: Array = np.rint(weight * np.rint(least.table()) + share * most.table())
    return table


@one_thread()
def estimated(
    stocks: Stocks,
    method: Method,
    *,
    seed: Array | None = None,
    net: Array | None = None,
    weight: float = WEIGHT,
    world: World = "before",
    births: Births = "native",
    deaths: Deaths = "proportion",
    isolated: Isolated = "refuse",
) -> FlowEstimate:
    """Estimate flows by one method.

    Parameters
    ----------
    seed : (n, n) relative chances of each move, for the methods with accounts. net : (…, n) net migration for "rate".
    weight : of the fewest moves in "pseudo-bayes". The rest as in `accounted`.

    Raises
    ------
    ModelError : unknown method, a weight outside 0 to 1, a seed or net migration given to a method that has no use of
        it, or accounts that cannot be closed.
    """
    if method not in METHODS:
        raise ModelError(f'No method is called "{method}". Methods: {", ".join(METHODS)}.')
    if not 0 <= weight <= 1:
        raise ModelError(f"The weight is {weight:g}; it is a share from 0 to 1.")
    _refuse_unused(method, seed, net)
    simple = {"drop-negative": negatives_dropped, "reverse-negative": negatives_reversed, "rogers": by_transition}
    if method in simple:
        return _plain(stocks, method, simple[method](stocks))
    if method == "rate":
        return _plain(stocks, method, by_rate(stocks, net))
    closing: Closing = method if method in ("open", "open-dr") else "closed"
    account = accounted(stocks, closing, world=world, births=births, deaths=deaths, isolated=isolated)
    return _by_account(account, method, seed, weight)


def _refuse_unused(method: Method, seed: Array | None, net: Array | None) -> None:
    """What a user gives is used, or refused; a seed passed over in silence would be believed."""
    if seed is not None and method in PLAIN:
        raise ModelError(f'The method "{method}" has no seed. Take it away, or use "closed" or "independence".')
    if net is not None and method != "rate":
        raise ModelError(f'Net migration is given to the method "rate" alone, not to "{method}". Take it away.')


@one_thread()
def all_closed(account: Account, *, seed: Array | None = None, weight: float = WEIGHT) -> dict[Method, FlowEstimate]:
    """The three closed estimates that share one account: fewest moves, independence, and their mixture."""
    return {method: _by_account(account, method, seed, weight) for method in ("closed", "independence", "pseudo-bayes")}


def parts_of(account: Account, method: Method, seed: Array | None, weight: float) -> tuple[tuple[float, Moves], ...]:
    """The moves that a method mixes, each with its weight."""
    places, parts = account.stocks.places, []
    if method != "independence":
        share = weight if method == "pseudo-bayes" else 1.0
        parts.append((share, fewest(account.start, account.end, seed, places=places)))
    if method in ("independence", "pseudo-bayes"):
        share = 1 - weight if method == "pseudo-bayes" else 1.0
        parts.append((share, independent(account.start, account.end, seed, places=places)))
    return tuple(parts)


def mixed(parts: tuple[tuple[float, Moves], ...]) -> Array:
    """Moves by origin and destination of a mixture."""
    flows = parts[0][0] * parts[0][1].table()
    for share, moves in parts[1:]:
        flows = flows + share * moves.table()
    return flows


def _by_account(account: Account, method: Method, seed: Array | None, weight: float) -> FlowEstimate:
    places, parts = account.stocks.places, parts_of(account, method, seed, weight)
    flows = mixed(parts)
    steps = account.steps + max(moves.steps for _, moves in parts)
    residuals = (*_identities(account, parts), *_net_and_world(account.stocks, flows))
    negative = _negative(places, account.start, "start account", "born in {0} living in {1}")
    negative += _negative(places, account.end, "end account", "born in {0} living in {1}")
    negative += _negative(places, flows, "flows", "from {0} to {1}")
    return FlowEstimate(method, account.stocks, flows, residuals, account, parts, tuple(negative), steps, account.told)


def _plain(stocks: Stocks, method: Method, flows: Array) -> FlowEstimate:
    negative = tuple(_negative(stocks.places, flows, "flows", "from {0} to {1}"))
    return FlowEstimate(method, stocks, flows, _net_and_world(stocks, flows), negative=negative)


def _negative(places: tuple[str, ...], table: Array, what: str, where: str) -> list[str]:
    size = float(np.abs(table).max(initial=0.0))
    found = np.argwhere(table < -1e-9 * max(size, 1.0))
    return [f"{what}, {where.format(places[at[-2]], places[at[-1]])}: {table[tuple(at)]:,.1f}" for at in found]


def _residual(name: str, error: Array, side: Array, places: tuple[str, ...], people: float) -> Residual:
    """The largest error; relative to the largest cell of the side, or a millionth of the people where that is less."""
    size = np.abs(error)
    if not size.size:
        return Residual(name, 0.0, 0.0, "")
    at = np.unravel_index(int(size.argmax()), size.shape)
    where = ", ".join(places[i] for i in at[-2:]) if name in ("start", "end") else places[int(at[-1])]
    scale = max(float(np.abs(side).max(initial=0.0)), people * 1e-6, 1e-300)
    return Residual(name, float(size[at]), float(size[at]) / scale, where)


def _identities(account: Account, parts: tuple[tuple[float, Moves], ...]) -> list[Residual]:
    """Moves and stayers of each birthplace sum to the accounts' cells, at the start and at the end."""
    start, end = np.zeros_like(account.start), np.zeros_like(account.end)
    for share, moves in parts:
        weights = np.ones(moves.out.shape[-2:]) if moves.seed is None else moves.seed
        gone = moves.out * (moves.into @ weights.T)
        come = moves.into * (moves.out @ weights)
        start, end = start + share * (gone + moves.stayers), end + share * (come + moves.stayers)
    places, people = account.stocks.places, _people(account.stocks)
    return [
        _residual("start", start - account.start, account.start, places, people),
        _residual("end", end - account.end, account.end, places, people),
    ]


def _people(stocks: Stocks) -> float:
    """Of the largest pair of tables, at the start."""
    return float(stocks.start.sum((-1, -2)).max(initial=0.0))


def _net_and_world(stocks: Stocks, flows: Array) -> tuple[Residual, Residual]:
    """Net migration by the flows against the accounts'; the world's change against births less deaths."""
    net = flows.sum(-2) - flows.sum(-1)
    error = net - stocks.net
    gap = stocks.net.sum(-1)
    share = np.abs(gap) / np.maximum(stocks.start.sum((-1, -2)), 1e-300)
    world = Residual("world", float(np.abs(gap).max()), float(share.max()), "world")
    return _residual("net", error, stocks.net, stocks.places, _people(stocks)), world
