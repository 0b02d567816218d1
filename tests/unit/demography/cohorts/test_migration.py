"""Migration: net totals, moves between places, what is held, and that nobody leaves who is not there."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.migration import Bilateral, Net, Nobody, as_rates, without_stayers
from passerelle.demography.cohorts.schedules import chances, shares
from tests.unit.demography.cohorts.villages import people

PLACES = ("AAA", "BBB", "CCC")


def table(seed: int = 4, sexes: int = 2, periods: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    return without_stayers(random.uniform(0, 0.01, (periods, sexes, 3, 3)), PLACES)


def cohorts(lead: tuple[int, ...] = ()) -> np.ndarray:
    return people(9, 3, lead)


def by_hand(rates: np.ndarray, ready: np.ndarray) -> np.ndarray:
    """Net migrants cell by cell: the slow, obvious way."""
    net = np.zeros_like(ready)
    for s in range(2):
        for i in range(3):
            for j in range(3):
                if i != j:
                    moved = rates[s % len(rates), i, j] * ready[s, i]
                    net[s, i] -= moved
                    net[s, j] += moved
    return net


def test_nobody_moves() -> None:
    moves = Nobody().moves(0, cohorts(), cohorts())
    assert moves.net is None and moves.arrivals is None and moves.held_back is None


def test_net_totals_are_given_by_period_and_the_last_is_held() -> None:
    counts = np.stack([t * shares()[:, None, :] * np.ones((2, 3, 21)) for t in (10.0, -20.0)])
    moving = Net(counts)
    for period, wanted in ((0, 0), (1, 1), (7, 1)):
        assert np.array_equal(moving.moves(period, cohorts(), cohorts()).net, counts[wanted])


def test_losses_may_be_shares_and_gains_are_not() -> None:
    counts = np.zeros((1, 2, 3, 21))
    counts[0, 0, 1, 5], counts[0, 1, 2, 5] = -10.0, 40.0
    base = cohorts()
    moving = Net(counts, base=base, since=1)
    doubled = 2 * base
    assert moving.moves(0, doubled, doubled).net == pytest.approx(counts[0])  # of the record: as counted
    later = moving.moves(1, doubled, doubled).net
    assert later is not None
    assert later[0, 1, 5] == pytest.approx(-20) and later[1, 2, 5] == pytest.approx(40)
    assert np.count_nonzero(later) == 2


def test_a_place_cannot_lose_more_than_are_there() -> None:
    counts = np.zeros((1, 2, 3, 21))
    counts[0, 0, 1, 5] = -1e6
    counts[0, 1, 2, 5] = 40
    most = cohorts()
    moves = Net(counts).moves(0, most, most)
    assert moves.net is not None and moves.held_back is not None
    assert moves.net[0, 1, 5] == -most[0, 1, 5] and moves.net[1, 2, 5] == 40
    assert moves.held_back == pytest.approx([0, 1e6 - most[0, 1, 5], 0])


def test_net_totals_of_another_shape_are_refused() -> None:
    with pytest.raises(ModelError, match="periods, 2, places, 21"):
        Net(np.zeros((2, 3, 21)))


@pytest.mark.parametrize("sexes", [1, 2])
def test_rates_move_a_part_of_each_age_as_by_hand(sexes: int) -> None:
    rates, ready = table(sexes=sexes), cohorts() * chances()
    moves = Bilateral(PLACES, rates, chances()).moves(0, cohorts(), cohorts())
    assert moves.net == pytest.approx(by_hand(rates[0], ready))
    assert moves.departures is not None and moves.arrivals is not None
    assert moves.departures.sum() == pytest.approx(moves.arrivals.sum())
    assert moves.arrivals - moves.departures == pytest.approx(moves.net.sum((0, 2)))


@pytest.mark.parametrize("sexes", [1, 2])
def test_counts_move_as_many_as_are_said(sexes: int) -> None:
    flows = table(sexes=sexes) * 1000
    moves = Bilateral(PLACES, flows, chances(), "counts").moves(0, cohorts(), cohorts())
    assert moves.departures == pytest.approx(flows[0].sum((0, 2)))
    assert moves.arrivals == pytest.approx(flows[0].sum((0, 1)))


def test_counts_by_sex_keep_their_sex() -> None:
    flows = np.zeros((1, 2, 3, 3))
    flows[0, 1, 0, 2] = 30  # men alone
    net = Bilateral(PLACES, flows, chances(), "counts").moves(0, cohorts(), cohorts()).net
    assert net is not None and (net[0] == 0).all()
    assert net[1].sum(-1) == pytest.approx([-30, 0, 30])


def test_counts_of_both_sexes_fall_on_whoever_lives_there() -> None:
    here = cohorts()
    here[0, 0] = 0  # no women at the origin
    flows = np.zeros((1, 1, 3, 3))
    flows[0, 0, 0, 1] = 12
    net = Bilateral(PLACES, flows, chances(), "counts").moves(0, here, here).net
    assert net is not None and (net[0] == 0).all() and net[1, 1].sum() == pytest.approx(12)


def test_an_empty_place_sends_nobody() -> None:
    here = cohorts()
    here[:, 0] = 0
    moves = Bilateral(PLACES, table() * 1000, chances(), "counts").moves(0, here, here)
    assert moves.departures is not None and moves.departures[0] == 0
    assert np.isfinite(moves.net).all()


def test_rates_that_would_empty_a_group_are_cut_at_both_ends() -> None:
    most = cohorts() * 0.1
    moves = Bilateral(PLACES, table() * 60, chances()).moves(0, cohorts(), most)
    assert moves.net is not None and moves.held_back is not None
    assert (moves.net >= -most - 1e-9).all() and moves.net.sum((1, 2)) == pytest.approx([0, 0])
    leaving = (table()[0] * 60).sum(-1)[..., None] * chances() * cohorts()
    assert moves.held_back == pytest.approx(np.maximum(leaving - most, 0).sum((0, 2)))
    assert moves.held_back.sum() > 0
    assert moves.departures == pytest.approx(np.minimum(leaving, most).sum((0, 2)))


def test_push_and_pull_scale_departures_and_arrivals() -> None:
    rates = table()
    push, pull = np.array([[[1.5, 1, 1]]]), np.array([[[1.0, 2, 1]]])
    drawn = Bilateral(PLACES, rates, chances(), push=push, pull=pull)
    scaled = rates * np.array([1.5, 1, 1])[:, None] * np.array([1.0, 2, 1])
    for ready in (cohorts(), cohorts((4,))):
        found = drawn.moves(0, ready, ready)
        wanted = Bilateral(PLACES, scaled, chances()).moves(0, ready, ready)
        assert found.net == pytest.approx(np.broadcast_to(wanted.net, found.net.shape))
        assert found.net.sum((-2, -1)) == pytest.approx(0, abs=1e-9)


def test_periods_of_rates_follow_one_another_and_the_last_is_held() -> None:
    rates = table(periods=3)
    moving = Bilateral(PLACES, rates, chances())
    for period, wanted in ((0, 0), (2, 2), (9, 2)):
        assert moving.moves(period, cohorts(), cohorts()).net == pytest.approx(
            by_hand(rates[wanted], cohorts() * chances())
        )


def test_draws_move_as_each_alone() -> None:
    rates, many = table(), cohorts((5,))
    moving = Bilateral(PLACES, rates, chances())
    together = moving.moves(0, many, many)
    for d in range(5):
        assert together.net[d] == pytest.approx(moving.moves(0, many[d], many[d]).net)


def test_rates_found_from_flows_give_the_flows() -> None:
    flows = table(sexes=2, periods=3) * 1000
    ready = np.stack([cohorts() * (1 + t) for t in range(3)])
    rates = as_rates(flows, ready, chances())
    for t in range(3):
        moves = Bilateral(PLACES, rates, chances()).moves(t, ready[t], ready[t])
        assert moves.departures == pytest.approx(flows[t].sum((0, 2)))


def test_rates_found_from_flows_of_both_sexes_give_the_flows() -> None:
    flows = table(sexes=1) * 1000
    rates = as_rates(flows, cohorts()[None], chances())
    moves = Bilateral(PLACES, rates, chances()).moves(0, cohorts(), cohorts())
    assert moves.departures == pytest.approx(flows[0, 0].sum(1))


def test_flows_from_a_place_without_people_have_no_rate() -> None:
    here = cohorts()
    here[:, 1] = 0
    with pytest.raises(ModelError, match="where nobody lives"):
        as_rates(table() * 1000, here[None], chances())


@pytest.mark.parametrize(("value", "said"), [(-5.0, "-5 moves from AAA to CCC"), (np.nan, "nan moves from AAA to CCC")])
def test_moves_that_cannot_be_are_refused_with_both_places(value: float, said: str) -> None:
    bad = table()
    bad[0, 0, 0, 2] = value
    with pytest.raises(ModelError, match=said):
        Bilateral(PLACES, bad, chances())


def test_other_shapes_and_holds_are_refused() -> None:
    with pytest.raises(ModelError, match="periods, 1 or 2, 3, 3"):
        Bilateral(PLACES, np.zeros((2, 3, 3)), chances())
    with pytest.raises(ModelError, match='"persons" is neither'):
        Bilateral(PLACES, table(), chances(), "persons")  # type: ignore[arg-type]


def test_those_who_stay_do_not_move() -> None:
    given = np.ones((1, 1, 3, 3))
    assert (np.diagonal(without_stayers(given, PLACES), axis1=-2, axis2=-1) == 0).all()
    assert given.sum() == 9  # the caller's table is left as it was
