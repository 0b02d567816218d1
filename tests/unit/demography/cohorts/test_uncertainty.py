"""Draws: the same whatever their number, centred on the projection, wider with time, and none of the record."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.migration import Bilateral, Net, Nobody
from passerelle.demography.cohorts.scenarios import Scenario
from passerelle.demography.cohorts.schedules import chances, shares
from passerelle.demography.cohorts.uncertainty import AT_ONCE, MEASURES, Draws, Errors, drawn, perturbed
from tests.unit.demography.cohorts.villages import PLACES, people, rates

NONE = Errors(fertility=0, mortality=0, net=0, leaving=0, arriving=0)


def village(moving: str = "flows", known: int = 0, periods: int = 6) -> Scenario:
    table = np.random.default_rng(8).uniform(0, 0.02, (1, 2, 3, 3))
    table[..., np.arange(3), np.arange(3)] = 0
    migration = {
        "flows": Bilateral(PLACES, table, chances()),
        "net": Net(np.broadcast_to(40 * shares()[:, None, :], (1, 2, 3, 21))),
        "nobody": Nobody(),
    }[moving]
    return Scenario("village", PLACES, 2020, people(), rates(periods=periods), migration, known)


def streams(draws: int) -> list[np.random.SeedSequence]:
    return list(np.random.SeedSequence(1).spawn(draws))


@pytest.mark.parametrize("moving", ["flows", "net", "nobody"])
def test_without_errors_every_draw_is_the_projection(moving: str) -> None:
    here = village(moving)
    found = drawn(here, 3, errors=NONE)
    wanted = here.project()
    assert found.years == wanted.years and found.places == PLACES
    for end in found.interval("total"):
        assert end == pytest.approx(wanted.total)
    for end in found.pyramid_interval():
        assert end == pytest.approx(wanted.population[-1])


@pytest.mark.parametrize("moving", ["flows", "net", "nobody"])
def test_intervals_hold_the_projection_and_widen_with_time(moving: str) -> None:
    here = village(moving)
    found = drawn(here, 200, random_seed=3)
    low, median, high = found.interval("total")
    assert (low[1:] < high[1:]).all() and (low <= median).all() and (median <= high).all()
    assert low[0] == pytest.approx(high[0])
    width = (high - low) / median
    assert (width[6] > width[3]).all() and (width[3] > width[1]).all()
    total = here.project().total
    assert ((low[1:] < total[1:]) & (total[1:] < high[1:])).all()
    assert median == pytest.approx(total, rel=0.03)


def test_draw_seventeen_is_the_same_however_many_are_made() -> None:
    few, many = drawn(village(), 18, random_seed=5), drawn(village(), 40, random_seed=5)
    assert many.groups[:18] == pytest.approx(few.groups, rel=1e-12)
    assert not np.allclose(drawn(village(), 18, random_seed=6).groups[:, -1], few.groups[:, -1])


def test_draws_carried_together_are_each_as_alone() -> None:
    here = village()
    found = drawn(here, AT_ONCE + 3, random_seed=2)
    all_streams = np.random.SeedSequence(2).spawn(AT_ONCE + 3)
    for at in (0, AT_ONCE - 1, AT_ONCE + 2):
        fresh, moving = perturbed(here, Errors(), all_streams[at : at + 1])
        alone = replace(here, rates=fresh, migration=moving).project()
        assert found.groups[at].sum(-1) == pytest.approx(alone.total[0])
        assert found.pyramid[at] == pytest.approx(alone.population[0, -1])


def test_the_record_is_not_drawn() -> None:
    fresh, moving = perturbed(village(known=2), Errors(), streams(4))
    plain = rates(periods=6)
    assert fresh.survival[:, :2] == pytest.approx(np.broadcast_to(plain.survival[:2], (4, 2, 2, 3, 21)))
    assert not np.allclose(fresh.survival[:, 2], plain.survival[2])
    assert isinstance(moving, Bilateral) and moving.push is not None and moving.pull is not None
    assert (moving.push[:, :2] == 1).all() and (moving.push[:, 2] != 1).all()
    low, _, high = drawn(village(known=2), 50).interval("total")
    assert low[:3] == pytest.approx(high[:3])


def test_a_place_where_fewer_die_loses_fewer_at_every_age() -> None:
    fresh, _ = perturbed(village(), Errors(), streams(30))
    plain = rates(periods=6)
    ratio = np.log(fresh.survival) / np.log(plain.survival)
    assert ratio == pytest.approx(np.broadcast_to(ratio[..., :1, :, :1], ratio.shape))  # one factor, both sexes
    assert (fresh.survival <= 1).all() and (fresh.survival >= 0).all()


def test_errors_have_the_size_asked_and_persist() -> None:
    sizes = Errors(fertility=0.1, persistence=0.5, shared=0)
    fresh, _ = perturbed(village("nobody"), sizes, streams(3000))
    level = np.log(fresh.fertility[..., 0] / rates(periods=6).fertility[..., 0])
    assert level[:, 0].std() == pytest.approx(0.1, rel=0.05)
    # after two periods: a first change that went on by half, and a second
    assert level[:, 1].std() == pytest.approx(0.1 * np.sqrt(1.5**2 + 1), rel=0.05)
    assert np.median(level[:, 5]) == pytest.approx(0, abs=0.02)


def test_what_is_shared_moves_all_places_together() -> None:
    alike, _ = perturbed(village("nobody"), Errors(shared=1), streams(50))
    level = np.log(alike.fertility[:, 0, :, 0] / rates(periods=6).fertility[0, :, 0])
    assert level == pytest.approx(np.broadcast_to(level[:, :1], level.shape))
    own, _ = perturbed(village("nobody"), Errors(shared=0.3), streams(4000))
    level = np.log(own.fertility[:, 0, :, 0] / rates(periods=6).fertility[0, :, 0])
    assert np.corrcoef(level[:, 0], level[:, 1])[0, 1] == pytest.approx(0.3, abs=0.05)


def test_errors_of_net_totals_are_a_share_of_the_people() -> None:
    here = village("net")
    _, moving = perturbed(here, Errors(net=0.02, shared=0), streams(3000))
    assert isinstance(moving, Net)
    extra = (moving.counts - 40 * shares()[:, None, :]).sum((-3, -1))
    assert extra[:, 0].std(0) == pytest.approx(0.02 * here.start.sum((0, 2)), rel=0.06)
    assert extra[:, 3].std(0) == pytest.approx(2 * extra[:, 0].std(0), rel=0.08)  # a random walk: twice after four


def test_drawn_flows_still_lose_nobody() -> None:
    here = village()
    fresh, moving = perturbed(here, Errors(), streams(5))
    found = replace(here, rates=fresh, migration=moving).project()
    assert found.residuals[1].relative < 1e-12 and found.residuals[0].relative < 1e-12


def test_measures_are_what_they_are_called() -> None:
    groups = np.broadcast_to(np.array([300.0, 600, 90]), (4, 2, 1, 3))
    found = Draws(("AAA",), (2020, 2025), groups, np.zeros((4, 2, 1, 21)), 0.8)
    values = {measure: float(found.interval(measure)[1, 0, 0]) for measure in MEASURES}
    assert values == pytest.approx({
        "total": 990, "young": 300, "working": 600, "old": 90, "youth_dependency": 50, "old_dependency": 15,
        "dependency": 65,
    })  # fmt: skip
    with pytest.raises(ModelError, match='No measure is called "size"'):
        found.interval("size")


def test_the_level_is_the_share_of_draws_inside() -> None:
    groups = np.arange(1001.0)[:, None, None, None] * np.array([0, 1.0, 0])
    found = Draws(("AAA",), (2020,), groups, np.zeros((1001, 2, 1, 21)), 0.9)
    assert found.interval("working")[:, 0, 0] == pytest.approx([50, 500, 950])


def test_progress_is_told_up_to_the_last_draw() -> None:
    told: list[tuple[int, int]] = []
    drawn(village(), 2 * AT_ONCE + 1, progress=lambda done, total: told.append((done, total)))
    total = 2 * AT_ONCE + 1
    assert told == [(AT_ONCE, total), (2 * AT_ONCE, total), (total, total)]


@pytest.mark.parametrize(
    ("draws", "options", "said"),
    [
        (1, {}, "1 draws give no interval"),
        (9, {"level": 1.0}, "The level is 1"),
        (9, {"errors": Errors(fertility=-0.1)}, r"The error fertility is -0\.1"),
        (9, {"errors": Errors(shared=1.5)}, r"The error shared is 1\.5"),
        (9, {"errors": Errors(persistence=2)}, "The error persistence is 2"),
        (9, {"errors": Errors(net=float("nan"))}, "The error net is nan"),
    ],
)
def test_draws_that_mean_nothing_are_refused(draws, options, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        drawn(village(), draws, **options)
