"""The record told again: villages whose record is known exactly, and villages whose accounts do not close."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.demography.cohorts.backcast import backcast, hindcast, spread_of
from passerelle.demography.cohorts.leftover import all_left_over, best_exposure
from passerelle.demography.cohorts.migration import Net
from passerelle.demography.cohorts.projection import step
from tests.unit.demography.cohorts.villages import death_rates, history


def test_a_record_is_told_again_exactly_with_its_own_composition() -> None:
    found = backcast(history(), "own")
    assert found.errors == pytest.approx(0, abs=1e-12) and found.within == 1.0 and found.failing() == []
    assert found.stepwise.shape == (4, 3) and found.stepwise == pytest.approx(0, abs=1e-12)
    assert found.closing == pytest.approx(0, abs=1e-10)
    assert found.projection.population == pytest.approx(history().population)


def test_villages_that_follow_the_model_need_no_look_at_their_people() -> None:
    for composition in ("model", "before", "held-out"):
        assert backcast(history(), composition).errors == pytest.approx(0, abs=1e-9)


def test_held_out_is_told_the_same_whatever_the_last_population_is() -> None:
    """Neither the composition nor the time at which movers are counted may follow from it."""
    made = history()
    rates = made.rates
    # a last population that closes the accounts only if movers are counted at the end
    late = all_left_over(made, rates, 0.0)
    last = step(
        made.population[-2], rates.survival[-1], rates.fertility[-1], rates.sex_ratio[-1],
        Net(late[-1:] * made.net[-1, :, None] / late[-1].sum((0, 2))[:, None] * 1e3, 0.0),
    ).people  # fmt: skip
    other = replace(made, population=np.concatenate([made.population[:-1], last[None]]), net=made.net * 1.0)
    assert not np.array_equal(other.population[-1], made.population[-1])
    found, again = backcast(made, "held-out"), backcast(other, "held-out")
    assert np.array_equal(found.projection.population, again.projection.population)
    assert not np.array_equal(found.errors, again.errors)
    assert not np.array_equal(best_exposure(other, other.rates), best_exposure(made, rates))


def test_errors_by_age_and_sex_are_those_of_the_last_year() -> None:
    made = history()
    found = backcast(made, "own")
    off = replace(found, projection=replace(found.projection, population=found.projection.population * 1.1))
    rows = off.by_age_and_sex()
    assert len(rows) == 42 and rows[0][:2] == ("F", "Y0T4") and rows[-1][:2] == ("M", "Y_GE100")
    for _, _, median, ninety, whole in rows:
        assert (median, ninety, whole) == pytest.approx((0.1, 0.1, 0.1))


def test_a_group_that_nobody_is_in_is_passed_over() -> None:
    made = history()
    empty = made.population.copy()
    empty[:, 0, 0, 20] = 0
    rows = backcast(replace(made, population=empty), "own").by_age_and_sex()
    assert all(np.isfinite(row[2:]).all() for row in rows)


def test_what_fails_is_named_with_its_reason_the_worst_first() -> None:
    made = history()
    people = made.population[-1].sum((0, 2))
    net = made.net.copy()
    net[1, 0] += 0.08 * people[0]  # a total that the village's people do not bear out
    net[1, 2] -= 0.03 * people[2]
    found = backcast(replace(made, net=net), "own")
    failing = found.failing()
    assert [place for place, _, _ in failing] == ["AAA", "CCC"]
    assert failing[0][1] > 0.05 and failing[1][1] < -0.005
    assert all(reason == "the record's accounts do not close" for _, _, reason in failing)
    assert found.within == pytest.approx(1 / 3)


def test_migrants_of_another_age_are_named_as_the_reason() -> None:
    """A village that children leave and grown men come to: the total closes, the model's ages do not fit."""
    made = history()
    population = made.population.copy()
    for t in range(1, 5):
        population[t, :, 1, 1:3] *= 0.5**t
        population[t, 1, 1, 6:9] *= 1.3**t
    changed = replace(made, population=population)
    own = backcast(changed, "own")
    total = own.closing * population[1:].sum((1, 3)) + made.net  # what is left over, taken as published
    consistent = replace(changed, net=total)
    assert backcast(consistent, "own").within == 1.0
    assert [row[0::2] for row in backcast(consistent, "model").failing()] == [("BBB", "sexes and ages of the migrants")]


def falling() -> object:
    """A record in which deaths and fertility fall evenly."""
    made = history(periods=8, first=1980)
    pace = 0.9 ** np.arange(8)
    deaths = death_rates() * np.broadcast_to(2 * pace[:, None, None, None], (8, 2, 3, 22))
    children = np.broadcast_to(6 * pace[:, None], (8, 3))
    return replace(made, deaths=deaths, children=children)


def test_the_rule_is_tested_on_rates_it_has_not_seen() -> None:
    made = falling()
    trend, held = (np.abs(hindcast(made, 2000, rule)) for rule in ("trend", "held"))  # type: ignore[arg-type]
    assert trend.shape == (3,) and (trend > 0).all()
    changed = replace(made, children=np.concatenate([made.children[:4], made.children[4:] * 2]))  # type: ignore
    again = hindcast(changed, 2000, "held")
    assert not np.allclose(again, held)  # what it is held against has changed
    assert spread_of(held)[0] == pytest.approx(np.median(held))


def test_rates_that_stay_are_foretold_exactly_by_holding_them() -> None:
    steady = history(periods=8, first=1980, steady=True)
    assert hindcast(steady, 2000, "held") == pytest.approx(0, abs=1e-9)
    assert hindcast(steady, 2000, "trend") == pytest.approx(0, abs=1e-9)
