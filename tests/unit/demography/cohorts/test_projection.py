"""One period by hand, many periods, the identities, the timing of movers, and starts that are refused."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.migration import Bilateral, Net
from passerelle.demography.cohorts.projection import cohorts_of, project, step, walk
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.cohorts.schedules import chances, shares
from tests.unit.demography.cohorts.villages import PLACES, people, rates, still


def one(t: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found = rates()
    return found.survival[t], found.fertility[t], found.sex_ratio[t]


def slowly(start: np.ndarray, survival: np.ndarray, fertility: np.ndarray, sex_ratio: np.ndarray,
           net: np.ndarray, exposure: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """A period cell by cell, as a textbook tells it: people, births, deaths."""
    end, births, deaths = np.zeros_like(start), np.zeros(start.shape[:2]), np.zeros(start.shape[:2])
    for i in range(start.shape[1]):
        for s in range(2):
            for g in range(1, 21):
                before = start[s, i, g - 1] + (start[s, i, 20] if g == 20 else 0)
                dying = 1 - survival[s, i, g]
                died = before * dying + net[s, i, g] * exposure * dying
                end[s, i, g] = before + net[s, i, g] - died
                deaths[s, i] += died
        mothers = [(start[0, i, g] + end[0, i, g]) / 2 for g in range(3, 10)]
        born = 5 * sum(m * f for m, f in zip(mothers, fertility[i], strict=True))
        for s, share in enumerate((1 / (1 + sex_ratio[i]), sex_ratio[i] / (1 + sex_ratio[i]))):
            births[s, i] = born * share
            dying = 1 - survival[s, i, 0]
            died = births[s, i] * dying + net[s, i, 0] * exposure * dying
            end[s, i, 0] = births[s, i] + net[s, i, 0] - died
            deaths[s, i] += died
    return end, births, deaths


@pytest.mark.parametrize("exposure", [0.0, 0.5])
def test_a_period_is_what_a_textbook_tells_cell_by_cell(exposure: float) -> None:
    net = np.random.default_rng(6).uniform(-20, 20, (2, 3, 21)) * shares()[:, None, :] * 40
    now = step(people(), *one(), Net(net[None], exposure))
    end, births, deaths = slowly(people(), *one(), net, exposure)
    assert now.people == pytest.approx(end)
    assert now.births == pytest.approx(births) and now.deaths == pytest.approx(deaths)
    assert now.net == pytest.approx(net.sum(-1))


def test_a_period_without_migration_is_the_textbooks_too() -> None:
    now = step(people(), *one())
    end, births, deaths = slowly(people(), *one(), np.zeros((2, 3, 21)), 0.5)
    assert now.people == pytest.approx(end)
    assert now.births == pytest.approx(births) and now.deaths == pytest.approx(deaths)
    assert (now.net == 0).all()


def test_where_nobody_dies_or_is_born_people_only_grow_older() -> None:
    start = people(n=1)
    found = project(start, still())
    assert found.population[1, :, :, 1:20] == pytest.approx(start[:, :, :19])
    assert found.population[1, :, :, 20] == pytest.approx(start[:, :, 19] + start[:, :, 20])
    assert (found.population[1, :, :, 0] == 0).all()
    assert found.births.sum() == 0 and found.deaths.sum() == pytest.approx(0)


def test_movers_at_the_end_of_the_period_meet_no_death_there() -> None:
    net = np.zeros((1, 2, 3, 21))
    net[0, 1, 2, 6] = 100
    survival, fertility, sex_ratio = one()
    kept = {
        exposure: step(people(), survival, fertility, sex_ratio, Net(net, exposure)).people[1, 2, 6]
        - step(people(), survival, fertility, sex_ratio).people[1, 2, 6]
        for exposure in (0.0, 0.5)
    }
    assert kept[0.0] == pytest.approx(100)
    assert kept[0.5] == pytest.approx(100 * (1 + survival[1, 2, 6]) / 2)


def test_each_place_may_count_its_movers_at_its_own_time() -> None:
    net = np.broadcast_to(shares()[:, None, :] * 50, (1, 2, 3, 21))
    mixed = step(people(), *one(), Net(net, np.array([0.5, 0.0, 0.5]))).people
    for at, exposure in enumerate((0.5, 0.0, 0.5)):
        alone = step(people(), *one(), Net(net, exposure)).people
        assert mixed[:, at] == pytest.approx(alone[:, at])


def test_women_who_arrive_bear_half_of_their_children_of_the_period_there() -> None:
    net = np.zeros((1, 2, 3, 21))
    net[0, 0, 0, 5] = 80
    survival, fertility, sex_ratio = one()
    more = step(people(), survival, fertility, sex_ratio, Net(net, 0.0)).births
    less = step(people(), survival, fertility, sex_ratio).births
    assert (more - less)[:, 0].sum() == pytest.approx(5 * fertility[0, 2] * 80 / 2)
    assert (more - less)[:, 1:].sum() == pytest.approx(0)


def test_those_who_could_move_are_those_alive_at_the_start_and_the_births_expected() -> None:
    survival, fertility, sex_ratio = one()
    found = cohorts_of(people(), survival, fertility, sex_ratio)
    assert found[..., 1:20] == pytest.approx(people()[..., :19])
    assert found[..., 20] == pytest.approx(people()[..., 19] + people()[..., 20])
    assert found[..., 0] == pytest.approx(step(people(), survival, fertility, sex_ratio).births)


def test_a_projection_is_its_periods_one_after_another() -> None:
    known, here = rates(), people()
    found = project(here, known, first=2000)
    assert found.years == (2000, 2005, 2010, 2015, 2020) and found.population.shape == (5, 2, 3, 21)
    for t in range(4):
        now = step(here, known.survival[t], known.fertility[t], known.sex_ratio[t])
        assert np.array_equal(found.population[t + 1], now.people)
        assert np.array_equal(found.births[t], now.births)
        here = now.people
    assert found.arrivals is None and found.held_back is None


def test_walking_gives_the_same_as_projecting() -> None:
    steps = list(walk(people(), rates()))
    found = project(people(), rates())
    assert [np.array_equal(s.people, found.population[t + 1]) for t, s in enumerate(steps)] == [True] * 4


def bilateral(seed: int = 8) -> Bilateral:
    table = np.random.default_rng(seed).uniform(0, 0.02, (1, 2, 3, 3))
    table[..., np.arange(3), np.arange(3)] = 0
    return Bilateral(PLACES, table, chances())


def test_the_identities_are_met_and_told() -> None:
    found = project(people(), rates(), bilateral())
    balance, world = found.residuals
    assert balance.name == "balance" and balance.relative < 1e-14 and balance.place in PLACES
    assert world.name == "world" and world.largest < 1e-9
    assert found.arrivals is not None and found.departures is not None
    assert found.arrivals.shape == (4, 3)
    assert found.arrivals - found.departures == pytest.approx(found.net.sum(1))


def test_net_totals_that_do_not_sum_to_zero_are_told() -> None:
    net = np.broadcast_to(shares()[:, None, :] * np.array([30.0, -10, 5])[:, None], (1, 2, 3, 21))
    world = project(people(), rates(), Net(net)).residuals[1]
    assert world.largest == pytest.approx(25)
    assert world.relative == pytest.approx(25 / 45)


def test_an_identity_that_fails_is_told_where() -> None:
    found = project(people(), rates())
    births = found.births.copy()
    births[2, 0, 1] += 7
    balance = replace(found, births=births).residuals[0]
    assert balance.largest == pytest.approx(7) and balance.place == "BBB"


def test_scenarios_side_by_side_are_each_as_alone() -> None:
    several = people(lead=(3,))
    together = project(several, rates(), bilateral())
    for d in range(3):
        alone = project(several[d], rates(), bilateral())
        assert together.population[d] == pytest.approx(alone.population)
        assert together.deaths[d] == pytest.approx(alone.deaths)
        assert together.arrivals[d] == pytest.approx(alone.arrivals)


def test_rates_may_differ_between_draws_of_one_start() -> None:
    known = rates()
    drawn = replace(known, survival=np.stack([known.survival, known.survival**1.2]))
    together = project(people(), drawn)
    assert together.population.shape == (2, 5, 2, 3, 21)
    assert together.population[0] == pytest.approx(project(people(), known).population)
    assert (together.total[1, 1:] < together.total[0, 1:]).all()


def test_a_place_that_everybody_leaves_is_empty_and_never_less() -> None:
    net = np.full((1, 2, 3, 21), -1e9)
    net[:, :, 1:] = 0
    found = project(people(), rates(), Net(net))
    assert (found.population >= 0).all()
    # women of the start bear children before they go, and only as many of these as are sure can follow
    assert found.population[1, :, 0, 1:].sum() == pytest.approx(0, abs=1e-6)
    assert found.held_back is not None and found.held_back[0, 0] > 1e9
    assert found.residuals[0].relative < 1e-12


def test_the_last_period_of_moves_is_held_over_all_rates() -> None:
    found = project(people(), rates(), bilateral())
    assert (found.arrivals > 0).all()


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        ((1, 2, 3), -4.0, "CCC: -4 persons of sex M aged 15 and over"),
        ((0, 0, 20), np.nan, "AAA: nan persons of sex F aged 100 and over"),
        ((0, 1, 0), np.inf, "BBB: inf persons"),
    ],
)
def test_starts_that_cannot_be_are_refused_with_place_sex_and_age(at, value, said) -> None:  # type: ignore[no-untyped-def]
    start = people()
    start[at] = value
    with pytest.raises(ModelError, match=said):
        project(start, rates())


def test_starts_of_another_shape_and_rates_of_no_period_are_refused() -> None:
    with pytest.raises(ModelError, match="sexes, places, ages"):
        project(people(n=2), rates())
    none = Rates(PLACES, np.ones((0, 2, 3, 21)), np.zeros((0, 3, 7)), np.ones((0, 3)))
    with pytest.raises(ModelError, match="no period to project"):
        project(people(), none)


def moved_by_hand(ready: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Net migrants of a table of moves, cell by cell."""
    net = np.zeros_like(ready)
    for s in range(2):
        for i in range(3):
            for j in range(3):
                for g in range(21):
                    moved = rates[s, i, j] * chances()[g] * ready[s, i, g]
                    net[s, i, g] -= moved
                    net[s, j, g] += moved
    return net


@pytest.mark.parametrize("exposure", [0.0, 0.5])
def test_a_period_with_moves_between_places_is_the_textbooks_too(exposure: float) -> None:
    survival, fertility, sex_ratio = one()
    moving = replace(bilateral(), exposure=exposure)
    ready = cohorts_of(people(), survival, fertility, sex_ratio)
    net = moved_by_hand(ready, moving.table[0])
    now = step(people(), survival, fertility, sex_ratio, moving)
    end, births, deaths = slowly(people(), survival, fertility, sex_ratio, net, exposure)
    assert now.people == pytest.approx(end)
    assert now.births == pytest.approx(births) and now.deaths == pytest.approx(deaths)
    left = (moving.table[0].sum(-1)[..., None] * chances() * ready).sum((0, 2))
    assert now.moves.departures == pytest.approx(left)


def unchanging(children: float = 2.4, periods: int = 150) -> Rates:
    """One village whose rates stay as they are, with so many children a woman."""
    known = rates(n=1, periods=1)
    fertility = known.fertility * children / (5 * known.fertility.sum(-1, keepdims=True))
    return Rates(("AAA",), *(np.repeat(table, periods, 0) for table in (known.survival, fertility, known.sex_ratio)))


def leslie(known: Rates) -> np.ndarray:
    """The women's Leslie matrix of a village, 21 × 21, with births to the mean of the women at both ends."""
    survival, fertility = known.survival[0, 0, 0], np.zeros(21)
    fertility[3:10] = known.fertility[0, 0]
    matrix = np.zeros((21, 21))
    for g in range(1, 21):
        matrix[g, g - 1] = survival[g]
    matrix[20, 20] = survival[20]
    later = np.zeros(21)
    later[:-1] = survival[1:] * fertility[1:]  # a woman of g bears at g and, if she lives, at g + 1
    girls = 1 / (1 + known.sex_ratio[0, 0])
    matrix[0] = 2.5 * (fertility + later) * girls * survival[0]
    return matrix


@pytest.mark.parametrize("children", [1.4, 2.4, 6.0])
def test_rates_that_stay_lead_to_the_stable_population_of_their_matrix(children: float) -> None:
    """Lotka: growth is the matrix' largest root, the shape its vector, whatever people began with."""
    known = unchanging(children)
    values, vectors = np.linalg.eig(leslie(known))
    at = int(np.argmax(values.real))
    shape = np.abs(vectors[:, at].real)
    for seed in (1, 2):
        found = project(people(seed, 1), known)
        women = found.population[:, 0, 0]
        assert women[-1].sum() / women[-2].sum() == pytest.approx(values[at].real, rel=1e-9)
        assert women[-1] / women[-1].sum() == pytest.approx(shape / shape.sum(), abs=1e-9)


def test_a_woman_who_is_replaced_by_one_daughter_keeps_the_village_as_it_is() -> None:
    known = unchanging(1.0)
    lived = np.cumprod(known.survival[0, 0, 0])[3:10] * 5  # years a girl born lives in each fertile group
    daughters = (lived * known.fertility[0, 0]).sum() / (1 + known.sex_ratio[0, 0])
    found = project(people(n=1), unchanging(1 / daughters))
    assert found.total[-1] == pytest.approx(found.total[-2], rel=1e-6)
    assert found.births[-1].sum() == pytest.approx(found.deaths[-1].sum(), rel=1e-6)


def test_survivors_of_a_single_birth_cohort_follow_the_life_table() -> None:
    known = unchanging(0.0, 20)
    start = np.zeros((2, 1, 21))
    start[0, 0, 0] = 1000
    found = project(start, known)
    wanted = 1000 * np.cumprod(known.survival[0, 0, 0, 1:20])
    for t in range(1, 20):
        assert found.population[t, 0, 0, t] == pytest.approx(wanted[t - 1])
        assert found.total[t, 0] == pytest.approx(wanted[t - 1])
