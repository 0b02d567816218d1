"""What holds for every world whose flows are estimated, and for every fit: slow equals fast, persons are conserved."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.demography.fitting import fitted, in_whole_numbers, maximised, with_net_totals
from passerelle.demography.flows.balancing import balanced
from passerelle.demography.flows.estimate import METHODS, Method, estimated
from passerelle.demography.flows.stocks import Stocks, read_stocks
from tests.conftest import MANY
from tests.unit.demography.flows import slow
from tests.unit.demography.flows.worlds import random_world

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(2, 7)
few = settings(max_examples=15 if MANY else 6, deadline=None)
many = settings(max_examples=60 if MANY else 25, deadline=None)
ACCOUNTS: tuple[Method, ...] = ("closed", "open", "open-dr", "independence", "pseudo-bayes")
CLOSED: tuple[Method, ...] = ("closed", "independence", "pseudo-bayes")


def world(seed: int, n: int, gap: bool = False) -> Stocks:
    """A world with fewer natives for each foreign-born than ours, so that plain fitting settles in the test's time."""
    stocks = random_world(seed, n, natives=(300, 900))
    if not gap:
        return stocks
    more = np.random.default_rng(seed).uniform(0, 60, n)
    return read_stocks(stocks.places, stocks.start, stocks.end + np.diag(more), stocks.births, stocks.deaths)


def cells(stocks: Stocks) -> tuple[Any, Any, Any, Any]:
    return stocks.start, stocks.end, stocks.births, stocks.deaths


@given(seeds, st.integers(2, 4), st.sampled_from(ACCOUNTS), st.booleans(), st.booleans())
@few
def test_slow_equals_fast_by_birthplace(seed: int, n: int, method: Method, seeded: bool, gap: bool) -> None:
    stocks = world(seed, n, gap)
    chances = np.random.default_rng(seed).uniform(0.2, 3, (n, n)) if seeded else None
    wanted = slow.estimated(*cells(stocks), method, chances)
    found = estimated(stocks, method, seed=chances)
    size = 1e-6 * stocks.start.max()
    for k, place in enumerate(stocks.places):
        np.testing.assert_allclose(found.of_birthplace(place), wanted[:, :, k], atol=size)
    np.testing.assert_allclose(found.flows, slow.without_diagonal(wanted.sum(2)), atol=size * n)


@given(seeds, st.integers(2, 4), st.sampled_from(["native", "proportion"]), st.sampled_from(["before", "after"]))
@few
@pytest.mark.slow
def test_slow_equals_fast_whatever_the_births_and_the_gap(seed: int, n: int, births: Any, rescale: Any) -> None:
    stocks = world(seed, n, gap=True)
    wanted = slow.estimated(*cells(stocks), "closed", born=births, world=rescale).sum(2)
    found = estimated(stocks, "closed", births=births, world=rescale)
    np.testing.assert_allclose(found.flows, slow.without_diagonal(wanted), atol=1e-6 * stocks.start.max())


@given(seeds, sizes)
@many
def test_slow_equals_fast_without_accounts(seed: int, n: int) -> None:
    stocks = world(seed, n, gap=True)
    start, end, births, deaths = cells(stocks)
    for method, wanted in (
        ("drop-negative", slow.dropped(start, end)), ("reverse-negative", slow.reversed_(start, end)),
        ("rate", slow.rate(start, end, births, deaths)), ("rogers", slow.rogers(start, end)),
    ):  # fmt: skip
        np.testing.assert_allclose(estimated(stocks, method).flows, wanted, rtol=1e-6, atol=1e-6)  # type: ignore[arg-type]


@given(seeds, sizes)
@many
def test_closed_accounts_conserve_persons_at_every_place_and_birthplace(seed: int, n: int) -> None:
    stocks = random_world(seed, n)
    for method in CLOSED:
        found = estimated(stocks, method)
        assert found.flows.min() >= 0 and (np.diag(found.flows) == 0).all()
        net = found.flows.sum(0) - found.flows.sum(1)
        np.testing.assert_allclose(net, stocks.net, atol=1e-9 * stocks.start.sum())
        assert all(r.relative < 1e-9 for r in found.residuals if r.name in ("start", "end"))


@given(seeds, sizes)
@many
def test_open_accounts_add_up_with_the_rest_of_the_world(seed: int, n: int) -> None:
    """Who lived here at the start died, left the world or is in the table; who lives here at the end was born, or came."""
    stocks = random_world(seed, n)
    for method in ("open", "open-dr"):
        account = estimated(stocks, method).account  # type: ignore[arg-type]
        assert account is not None
        np.testing.assert_allclose((account.start + account.left).sum(0), stocks.start.sum(0) - stocks.deaths)
        np.testing.assert_allclose((account.end + account.arrived).sum(0), stocks.end.sum(0) - stocks.births)
        np.testing.assert_allclose(account.start.sum(1), account.end.sum(1))
        assert ((account.arrived.sum(1) < 1e-9) | (account.left.sum(1) < 1e-9)).all()  # of a birthplace one of the two


@given(seeds, sizes)
@many
def test_no_account_needs_fewer_moves_than_the_fewest(seed: int, n: int) -> None:
    stocks = random_world(seed, n)
    least, most = estimated(stocks, "closed"), estimated(stocks, "independence")
    assert least.total <= most.total
    assert least.account is not None
    # whoever is missing from a cell must have left it: no table of moves can do with less
    np.testing.assert_allclose(least.total, np.maximum(least.account.start - least.account.end, 0).sum(), rtol=1e-6)


@given(seeds, sizes, st.floats(0.001, 1000), st.sampled_from(METHODS))
@many
def test_the_unit_in_which_people_are_counted_is_irrelevant(seed: int, n: int, unit: float, method: Method) -> None:
    stocks = random_world(seed, n)
    scaled = read_stocks(stocks.places, *(table * unit for table in cells(stocks)))
    wanted = estimated(stocks, method).flows * unit
    np.testing.assert_allclose(
        estimated(scaled, method).flows, wanted, rtol=1e-5, atol=1e-9 * unit * stocks.start.sum()
    )


@given(seeds, st.integers(2, 6), st.sampled_from(METHODS))
@many
def test_the_order_of_places_is_irrelevant(seed: int, n: int, method: Method) -> None:
    stocks = random_world(seed, n)
    order = np.random.default_rng(seed).permutation(n)
    both = np.ix_(order, order)
    turned = read_stocks([stocks.places[i] for i in order], stocks.start[both], stocks.end[both],
                         stocks.births[order], stocks.deaths[order])  # fmt: skip
    np.testing.assert_allclose(
        estimated(turned, method).flows, estimated(stocks, method).flows[both], rtol=1e-5, atol=1e-6 * n
    )


@given(seeds, st.integers(2, 5), st.sampled_from(ACCOUNTS))
@many
def test_types_of_move_are_never_negative_and_sum_to_the_flows(seed: int, n: int, method: Method) -> None:
    found = estimated(random_world(seed, n), method)
    kinds = found.by_type()
    assert all((table >= 0).all() for table in kinds.values())
    np.testing.assert_allclose(sum(kinds.values()), found.flows, atol=1e-9 * max(found.total, 1))
    if n == 2:
        assert kinds["transit"].sum() < 1e-9 * max(found.total, 1)  # between two places there is no third


@given(seeds, st.integers(2, 4), st.integers(1, 3), st.sampled_from(METHODS))
@few
def test_tables_side_by_side_are_each_as_alone(seed: int, n: int, many_tables: int, method: Method) -> None:
    stocks = random_world(seed, n, (many_tables,))
    together = estimated(stocks, method).flows
    for at in range(many_tables):
        alone = read_stocks(stocks.places, *(table[at] for table in cells(stocks)))
        np.testing.assert_allclose(together[at], estimated(alone, method).flows, rtol=1e-6, atol=1e-6)


@given(seeds, st.integers(2, 12), st.floats(0.1, 30_000))
@many
def test_newton_gives_what_plain_fitting_gives(seed: int, n: int, natives: float) -> None:
    random = np.random.default_rng(seed)
    table = random.gamma(0.5, 50, (n, n)) + 1e-3 + np.diag(natives * random.uniform(1, 3, n))
    wanted = table * random.uniform(0.9, 1.1, (n, n))
    result = balanced(table, wanted.sum(1), wanted.sum(0))
    np.testing.assert_allclose(result.table.sum(1), wanted.sum(1), rtol=1e-9)
    np.testing.assert_allclose(result.table.sum(0), wanted.sum(0), rtol=1e-9)
    # a fit is known by its interactions, which stay those of the table
    ratio = np.log(result.table / table)
    np.testing.assert_allclose(ratio - ratio.mean(0) - ratio.mean(1, keepdims=True) + ratio.mean(), 0, atol=1e-6)


SETS = (((0,), (1,)), ((0,),), ((0, 1), (1, 2)), ((0, 2), (1, 2)), ((0,), (1,), (2,)), ((0, 1), (0, 2), (1, 2)), ((),))


@given(seeds, st.sampled_from(SETS))
@many
def test_any_margins_of_three_dimensions_are_met_in_both_ways(seed: int, kept: tuple[tuple[int, ...], ...]) -> None:
    random = np.random.default_rng(seed)
    table = random.gamma(1.0, 5, (3, 4, 2)) + 0.1
    truth = table * random.uniform(0.5, 2, table.shape)
    margins = {axes: truth.sum(tuple({0, 1, 2} - set(axes))) for axes in kept}
    found, again = fitted(table, margins), maximised(table, margins)
    for fit in (found, again):
        assert fit.settled
        for axes, target in margins.items():
            np.testing.assert_allclose(fit.table.sum(tuple({0, 1, 2} - set(axes))), target, rtol=1e-7)
    np.testing.assert_allclose(found.table, again.table, rtol=1e-6)


@given(seeds, st.integers(2, 6), st.booleans())
@many
def test_net_totals_keep_the_product_of_both_ways(seed: int, n: int, fixed: bool) -> None:
    random = np.random.default_rng(seed)
    table = random.uniform(1, 50, (n, n)) * (1 - np.eye(n))
    net = random.uniform(-20, 20, n)
    net -= net.mean()
    total = table.sum() * 1.2 + np.abs(net).sum() if fixed else None
    fit = with_net_totals(table, net, total=total)
    assert fit.settled and (fit.table >= 0).all()
    np.testing.assert_allclose(fit.table.sum(0) - fit.table.sum(1), net, atol=1e-7)
    both = (fit.table * fit.table.T)[~np.eye(n, dtype=bool)] / (table * table.T)[~np.eye(n, dtype=bool)]
    np.testing.assert_allclose(both, both[0], rtol=1e-6)  # one factor squared for all pairs, 1 where no total is asked
    assert fit.table.sum() == pytest.approx(total) if fixed else both[0] == pytest.approx(1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
@many
def test_whole_numbers_are_near_and_keep_the_sum(values: list[float]) -> None:
    whole = in_whole_numbers(values)
    assert (whole == np.rint(whole)).all()
    assert (np.abs(whole - values) < 1 + 1e-9).all()
    assert abs(whole.sum() - sum(values)) <= 0.5 + 1e-6
    np.testing.assert_array_equal(whole, in_whole_numbers(values))
