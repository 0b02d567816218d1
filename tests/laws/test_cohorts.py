"""What holds for every population projected: persons conserved, slow equals fast, order and unit of no account."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.demography.cohorts.ages import GROUPS
from passerelle.demography.cohorts.lifetables import life_table
from passerelle.demography.cohorts.migration import Bilateral, Net, Nobody
from passerelle.demography.cohorts.multiregional import project_regions, rates_matrix, survivorship
from passerelle.demography.cohorts.projection import project
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.cohorts.schedules import chances, shares
from passerelle.demography.cohorts.structure import dependency
from tests.conftest import MANY
from tests.unit.demography.cohorts.villages import death_rates, names, people, rates

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)
slow = settings(max_examples=40 if MANY else 15, deadline=None)


def moves(seed: int, n: int, largest: float = 0.05, hold: str = "rates") -> Bilateral:
    random = np.random.default_rng(seed)
    table = random.uniform(0, largest, (1, random.integers(1, 3), n, n))
    table[..., np.arange(n), np.arange(n)] = 0
    return Bilateral(names(n), table, chances(), hold)  # type: ignore[arg-type]


@given(seeds, sizes, st.sampled_from(["rates", "counts"]), st.sampled_from([0.05, 3.0, 200.0]))
@slow
def test_persons_are_conserved_between_places(seed: int, n: int, hold: str, largest: float) -> None:
    """Also where more are told to leave than there are."""
    found = project(people(seed, n), rates(seed, n), moves(seed, n, largest, hold))
    change = np.diff(found.total.sum(-1))
    np.testing.assert_allclose(change, found.births.sum((-2, -1)) - found.deaths.sum((-2, -1)), atol=1e-6)
    np.testing.assert_allclose(found.net.sum((-2, -1)), 0, atol=1e-7)
    assert (found.population >= 0).all()


@given(seeds, sizes, st.floats(-3, 3), st.floats(0, 1))
@slow
def test_change_is_births_less_deaths_and_net_migration(seed: int, n: int, size: float, exposure: float) -> None:
    random = np.random.default_rng(seed)
    net = size * random.uniform(-1, 1, (2, 2, n, GROUPS)) * 1000
    found = project(people(seed, n), rates(seed, n), Net(net, exposure))
    np.testing.assert_allclose(
        np.diff(found.total, axis=0), (found.births - found.deaths + found.net).sum(1), atol=1e-6
    )
    assert (found.population >= 0).all() and found.residuals[0].relative < 1e-9


@given(seeds, sizes)
@slow
def test_without_migration_places_do_not_know_of_each_other(seed: int, n: int) -> None:
    known, start = rates(seed, n), people(seed, n)
    together = project(start, known, Bilateral(names(n), np.zeros((1, 1, n, n)), chances()))
    np.testing.assert_array_equal(together.population, project(start, known, Nobody()).population)
    for at, place in enumerate(known.places):
        alone = Rates((place,), known.survival[:, :, [at]], known.fertility[:, [at]], known.sex_ratio[:, [at]])
        np.testing.assert_allclose(together.population[:, :, [at]], project(start[:, [at]], alone).population)


@given(seeds, st.integers(2, 6))
@slow
def test_the_order_of_places_is_irrelevant(seed: int, n: int) -> None:
    order = np.random.default_rng(seed).permutation(n)
    known, moving = rates(seed, n), moves(seed, n)
    turned = Rates(tuple(known.places[i] for i in order), known.survival[:, :, order], known.fertility[:, order],
                   known.sex_ratio[:, order])  # fmt: skip
    table = moving.table[:, :, order][..., order]
    found = project(people(seed, n)[:, order], turned, Bilateral(turned.places, table, chances()))
    wanted = project(people(seed, n), known, moving)
    np.testing.assert_allclose(found.population, wanted.population[:, :, order])


@given(seeds, sizes, st.floats(0.001, 1000))
@slow
def test_the_unit_in_which_people_are_counted_is_irrelevant(seed: int, n: int, unit: float) -> None:
    known, moving = rates(seed, n), moves(seed, n)
    found = project(people(seed, n) * unit, known, moving)
    np.testing.assert_allclose(found.population, project(people(seed, n), known, moving).population * unit)
    counts = replace(moving, table=moving.table * 1000, hold="counts")
    scaled = replace(counts, table=counts.table * unit)
    np.testing.assert_allclose(
        project(people(seed, n) * unit, known, scaled).population,
        project(people(seed, n), known, counts).population * unit,
        rtol=1e-7,
    )


@given(seeds, st.integers(2, 5))
@slow
def test_where_all_places_are_alike_moving_changes_no_total(seed: int, n: int) -> None:
    """Same deaths, same fertility everywhere: wherever people go, as many are alive and born."""
    one = rates(seed, 1)
    alike = Rates(
        names(n), np.repeat(one.survival, n, 2), np.repeat(one.fertility, n, 1), np.repeat(one.sex_ratio, n, 1)
    )
    moving, still = (project(people(seed, n), alike, m) for m in (moves(seed, n), Nobody()))
    np.testing.assert_allclose(moving.population.sum(2), still.population.sum(2))
    np.testing.assert_allclose(moving.births.sum(-1), still.births.sum(-1))


@given(seeds, sizes, st.integers(1, 4))
@slow
def test_draws_side_by_side_are_each_as_alone(seed: int, n: int, draws: int) -> None:
    start, known, moving = people(seed, n, (draws,)), rates(seed, n), moves(seed, n)
    together = project(start, known, moving)
    for d in range(draws):
        np.testing.assert_allclose(together.population[d], project(start[d], known, moving).population)


@given(st.floats(0.2, 0.9), st.floats(1.01, 1.4))
@slow
def test_higher_death_rates_let_fewer_live_and_shorter(level: float, factor: float) -> None:
    """Of rates that peoples have; those of catastrophe are held inside the table instead."""
    curve = np.broadcast_to(death_rates(level), (2, 1, 22))
    low, high = life_table(curve), life_table(curve * factor)
    assert (high.survival <= low.survival + 1e-12).all()
    assert (high.expectancy[..., 0] < low.expectancy[..., 0]).all()
    assert (high.old_from() <= low.old_from() + 1e-9).all()
    assert ((low.survival >= 0) & (low.survival <= 1)).all()


@given(seeds, sizes)
@slow
def test_dependants_are_never_negative_and_add_up(seed: int, n: int) -> None:
    found = dependency(people(seed, n))
    assert (found.youth >= 0).all() and (found.old_age >= 0).all()
    np.testing.assert_allclose(found.total, found.youth + found.old_age)
    np.testing.assert_allclose(dependency(people(seed, n) * 7).total, found.total)


@given(st.floats(0, 1))
def test_shares_of_a_net_total_are_all_of_it(women: float) -> None:
    found = shares(women=women)
    assert abs(found.sum() - 1) < 1e-12 and (found >= 0).all()


def region(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Deaths (2, n, 21) and moves (2, 21, n, n) a year."""
    random = np.random.default_rng(seed)
    curve = np.concatenate([[0.006], death_rates()[2:]])
    deaths = np.minimum(curve * random.uniform(0.3, 1, (2, n, 1)), 0.35)
    return deaths, random.uniform(0, 0.01, (2, GROUPS, n, n))


@given(seeds, st.integers(1, 5), st.sampled_from(["linear", "constant"]))
@slow
def test_regions_lose_people_by_death_alone(seed: int, n: int, within: str) -> None:
    deaths, going = region(seed, n)
    survivors = survivorship(rates_matrix(deaths, going), within)  # type: ignore[arg-type]
    assert (survivors >= -1e-12).all() and (survivors.sum(-1) <= 1 + 1e-12).all()
    found = project_regions(people(seed, n), survivors, np.full((n, 7), 0.06), np.full(n, 1.05), 3)
    change = np.diff(found.population.sum((1, 2, 3)))
    np.testing.assert_allclose(change, (found.births.sum((1, 2)) - found.deaths.sum((1, 2))), atol=1e-6)


@given(seeds, st.integers(2, 5), st.sampled_from(["linear", "constant"]))
@slow
def test_regions_with_the_same_deaths_have_as_many_alive_as_one(seed: int, n: int, within: str) -> None:
    deaths, going = region(seed, n)
    alike = np.repeat(deaths[:, :1], n, 1)
    many = survivorship(rates_matrix(alike, going), within)  # type: ignore[arg-type]
    one = survivorship(rates_matrix(deaths[:, :1], np.zeros((2, 1, 1, 1))), within)  # type: ignore[arg-type]
    np.testing.assert_allclose(many.sum(-1), np.repeat(one[..., 0], n, -1), atol=1e-12)


@given(seeds, st.integers(2, 4))
@slow
def test_few_moves_are_nearly_alike_in_rogers_projection_and_in_ours(seed: int, n: int) -> None:
    """As moves grow rare, moving twice grows rarer still: the difference falls with the square."""
    deaths, going = region(seed, n)
    going = np.broadcast_to(going[:, :1], going.shape) * (1 - np.eye(n))
    start, fertility, boys = people(seed, n), np.full((n, 7), 0.06), np.full(n, 1.05)
    gaps = []
    for rare in (0.2, 0.02):
        survivors = survivorship(rates_matrix(deaths, going * rare), "constant")
        alone = survivorship(rates_matrix(deaths, np.zeros((2, 1, n, n))), "constant")
        survival = np.diagonal(alone, axis1=-2, axis2=-1).swapaxes(-1, -2)
        plain = Rates(names(n), survival[None], fertility[None], boys[None])
        # of those alive at the start, five years of moves; babies are exposed for half of them
        ages = np.concatenate([[0.5], np.ones(GROUPS - 1)])
        moving = Bilateral(names(n), 5 * rare * going[None, :, 0], ages)
        moved = (
            project_regions(start, survivors, fertility, boys, 1).population[1] - project(start, plain).population[1]
        )
        ours = project(start, plain, moving).population[1] - project(start, plain).population[1]
        closed = slice(1, 20)
        gaps.append(np.abs(moved - ours)[..., closed].sum() / np.abs(ours)[..., closed].sum())
    assert gaps[1] < 0.08 and gaps[1] <= gaps[0] + 0.02
