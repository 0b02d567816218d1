"""Every method on small worlds: identities, types of move, detail by birthplace, and what each refuses."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.flows.estimate import METHODS, all_closed, estimated, rounded_mixture
from passerelle.demography.flows.stocks import read_stocks
from tests.unit.demography.flows.worlds import END, PLACES, START, four, four_with_vital, random_world

WITH_BIRTHPLACES = ("closed", "open", "open-dr", "independence", "pseudo-bayes")


def residual(found, name: str) -> float:  # type: ignore[no-untyped-def]
    return next(r.largest for r in found.residuals if r.name == name)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_a_table_without_diagonal(method) -> None:  # type: ignore[no-untyped-def]
    found = estimated(four_with_vital(), method)
    assert found.flows.shape == (4, 4)
    assert (np.diag(found.flows) == 0).all()
    assert np.isfinite(found.flows).all()
    assert {r.name for r in found.residuals} >= {"net", "world"}


def test_dropped_and_reversed_negatives_by_hand() -> None:
    dropped = estimated(four(), "drop-negative").flows
    reversed_ = estimated(four(), "reverse-negative").flows
    change = END - START
    assert dropped[0, 2] == 50 == change[0, 2]
    assert dropped[3, 2] == 0 and change[3, 2] == -20
    assert reversed_[2, 3] == 20  # the fall of those born in D who live in C: back from C to D
    assert reversed_.sum() == np.abs(change - np.diag(np.diag(change))).sum()


def test_the_rate_spreads_half_of_nothing_else_than_net_migration() -> None:
    stocks = four_with_vital()
    found = estimated(stocks, "rate")
    assert found.flows.sum() == pytest.approx(np.abs(stocks.net).sum())
    off = START - np.diag(np.diag(START))
    assert np.allclose(found.flows / found.flows.sum(), off / off.sum())


def test_the_rate_takes_net_migration_from_elsewhere() -> None:
    found = estimated(four(), "rate", net=np.array([10.0, -10, 5, -5]))
    assert found.flows.sum() == pytest.approx(30)


def test_rogers_solves_its_transition() -> None:
    stocks = four()
    found = estimated(stocks, "rogers")
    transition = np.linalg.solve(START, END)
    assert found.flows[0, 1] == pytest.approx(transition[0, 1] * START[:, 0].sum())
    assert found.negative  # this world has some, and they are named
    assert "from " in found.negative[0]


@pytest.mark.parametrize("method", ["closed", "independence", "pseudo-bayes"])
def test_closed_methods_meet_every_identity(method) -> None:  # type: ignore[no-untyped-def]
    stocks = random_world(5)
    found = estimated(stocks, method)
    size = stocks.start.sum()
    assert residual(found, "world") < 1e-6
    assert residual(found, "start") < 1e-9 * size
    assert residual(found, "end") < 1e-9 * size
    assert residual(found, "net") < 1e-9 * size
    assert found.flows.min() >= 0 and not found.negative


@pytest.mark.parametrize("method", ["open", "open-dr"])
def test_open_methods_meet_stocks_and_miss_net_migration(method) -> None:  # type: ignore[no-untyped-def]
    found = estimated(four_with_vital(), method)
    assert residual(found, "start") < 1e-9
    assert found.account is not None
    outside = found.account.arrived.sum() - found.account.left.sum()
    assert outside == pytest.approx(found.stocks.net.sum() + 0, abs=1e-6)
    assert (found.account.arrived >= 0).all() and (found.account.left >= 0).all()


@pytest.mark.parametrize("method", WITH_BIRTHPLACES)
def test_types_of_move_sum_to_the_flows(method) -> None:  # type: ignore[no-untyped-def]
    found = estimated(random_world(6), method)
    kinds = found.by_type()
    assert list(kinds) == ["outward", "return", "transit"]
    assert np.allclose(sum(kinds.values()), found.flows)
    totals = sum(share * moves.type_totals() for share, moves in found.moves)
    assert np.allclose(totals, [table.sum() for table in kinds.values()])


@pytest.mark.parametrize("method", WITH_BIRTHPLACES)
def test_birthplaces_sum_to_the_flows_and_meet_the_accounts(method) -> None:  # type: ignore[no-untyped-def]
    stocks = random_world(7, n=5)
    found = estimated(stocks, method)
    slices = [found.of_birthplace(place) for place in stocks.places]
    summed = np.sum(slices, axis=0)
    off = ~np.eye(5, dtype=bool)
    assert np.allclose(summed[off], found.flows[off])
    assert found.account is not None
    for k, table in enumerate(slices):
        assert np.allclose(table.sum(1), found.account.start[k], rtol=1e-6)
        assert np.allclose(table.sum(0), found.account.end[k], rtol=1e-6)


def test_the_whole_table_by_birthplace_is_made_only_on_request() -> None:
    stocks = random_world(7, n=5)
    ((_, moves),) = estimated(stocks, "closed").moves
    whole = moves.by_birthplace()
    assert whole.shape == (5, 5, 5)
    assert np.allclose(whole[..., 2], moves.of_birthplace(2))


def test_types_are_refused_where_the_method_does_not_know_them() -> None:
    found = estimated(four(), "drop-negative")
    with pytest.raises(ModelError, match="types are not known"):
        found.by_type()
    with pytest.raises(ModelError, match="by birthplace"):
        found.of_birthplace("A")
    with pytest.raises(ModelError, match="E is not among"):
        estimated(four(), "closed").of_birthplace("E")


def test_the_mixture_is_the_weighted_sum_and_can_be_rounded_as_published() -> None:
    stocks = random_world(8)
    found = estimated(stocks, "pseudo-bayes", weight=0.6)
    least, most = estimated(stocks, "closed").flows, estimated(stocks, "independence").flows
    assert np.allclose(found.flows, 0.6 * least + 0.4 * most)
    assert np.array_equal(rounded_mixture(found), np.rint(0.6 * np.rint(least) + 0.4 * most))
    assert least.sum() < found.flows.sum() < most.sum()


def test_all_closed_estimates_of_one_account_equal_those_made_alone() -> None:
    stocks = random_world(9)
    account = estimated(stocks, "closed").account
    assert account is not None
    for method, found in all_closed(account).items():
        assert np.allclose(found.flows, estimated(stocks, method).flows)


def test_leading_dimensions_are_estimated_as_each_alone() -> None:
    stocks = random_world(10, n=5, lead=(2, 3))
    for method in METHODS:
        found = estimated(stocks, method)
        assert found.flows.shape == (2, 3, 5, 5)
        for at in np.ndindex(2, 3):
            alone = read_stocks(stocks.places, stocks.start[at], stocks.end[at], stocks.births[at], stocks.deaths[at])
            assert np.allclose(found.flows[at], estimated(alone, method).flows)


@pytest.mark.parametrize("method", ["closed", "independence", "pseudo-bayes", "open-dr"])
def test_a_seed_of_ones_changes_nothing_and_another_one_does(method) -> None:  # type: ignore[no-untyped-def]
    stocks = random_world(11, n=6)
    plain = estimated(stocks, method)
    assert np.allclose(estimated(stocks, method, seed=np.ones((6, 6))).flows, plain.flows, rtol=1e-6)
    near = np.exp(-np.abs(np.subtract.outer(np.arange(6), np.arange(6))) / 2.0)
    seeded = estimated(stocks, method, seed=near)
    assert np.abs(seeded.flows - plain.flows).max() > 1  # a user's seed is used, stayers or not
    assert residual(seeded, "start") < 1e-6 * stocks.start.sum()


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        (np.ones((3, 3)), "shape"),
        (np.full((4, 4), -1.0), "holds -1 from A to A; a chance cannot be below zero"),
        (np.full((4, 4), np.nan), "missing"),
        (np.zeros((4, 4)), "must leave"),
    ],
)
def test_seeds_that_cannot_be_used_are_refused(seed, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        estimated(four(), "closed", seed=seed)


def test_what_a_method_has_no_use_of_is_refused() -> None:
    with pytest.raises(ModelError, match='The method "rate" has no seed'):
        estimated(four(), "rate", seed=np.ones((4, 4)))
    with pytest.raises(ModelError, match='"rate" alone, not to "closed"'):
        estimated(four(), "closed", net=np.ones(4))


@pytest.mark.parametrize(("place", "said"), [(2, "nobody born in C lives anywhere"), (None, "spread in the same way")])
def test_a_table_without_inverse_is_refused_by_place(place, said) -> None:  # type: ignore[no-untyped-def]
    start = START.copy()
    start[2] = 0 if place is not None else start[1] * 2
    with pytest.raises(ModelError, match=said):
        estimated(read_stocks(PLACES, start, END), "rogers")
    with pytest.raises(ModelError, match="nobody lives in B"):
        estimated(read_stocks(PLACES, START * (np.arange(4) != 1), END), "rogers")


def test_residuals_are_relative_to_people_where_nobody_nets() -> None:
    """Where every place's net migration is nothing, rounding is not to be divided by it."""
    found = estimated(read_stocks(PLACES, START, START), "independence")
    assert next(r for r in found.residuals if r.name == "net").relative < 1e-9


def test_unknown_methods_and_weights_are_refused() -> None:
    with pytest.raises(ModelError, match="Methods: drop-negative"):
        estimated(four(), "magic")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="share from 0 to 1"):
        estimated(four(), "pseudo-bayes", weight=1.5)


def test_places_keep_their_order() -> None:
    turned = [2, 0, 3, 1]
    stocks = read_stocks([PLACES[i] for i in turned], START[np.ix_(turned, turned)], END[np.ix_(turned, turned)])
    for method in METHODS:
        here, there = estimated(stocks, method).flows, estimated(four(), method).flows
        assert np.allclose(here, there[np.ix_(turned, turned)])
