"""Net migration left over: found again where it was put in, timing recovered, totals kept."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.leftover import (
    all_left_over,
    best_exposure,
    brought_to,
    closing_errors,
    composed,
    left_over,
)
from passerelle.demography.cohorts.migration import Net
from passerelle.demography.cohorts.projection import project, step
from passerelle.demography.cohorts.schedules import shares
from tests.unit.demography.cohorts.villages import history, people, rates


@pytest.mark.parametrize("exposure", [0.0, 0.5])
def test_what_was_put_in_is_left_over(exposure: float) -> None:
    known = rates()
    net = np.random.default_rng(7).uniform(-3, 3, (1, 2, 3, 21))
    after = step(people(), known.survival[0], known.fertility[0], known.sex_ratio[0], Net(net, exposure)).people
    assert left_over(people(), after, known, 0, exposure) == pytest.approx(net[0])


def test_nothing_is_left_over_where_nobody_moved() -> None:
    known = rates()
    after = step(people(), known.survival[1], known.fertility[1], known.sex_ratio[1]).people
    assert left_over(people(), after, known, 1) == pytest.approx(0, abs=1e-9)


def test_a_record_with_known_moves_closes() -> None:
    made = history()
    assert closing_errors(made, made.rates) == pytest.approx(0, abs=1e-8)
    seen = all_left_over(made, made.rates)
    assert seen.shape == (4, 2, 3, 21)
    assert seen.sum((1, 3)) == pytest.approx(made.net)


def test_the_time_at_which_movers_are_counted_is_recovered() -> None:
    """One village counts through the period as made; another's record is told as if at its end."""
    made = history()
    known = made.rates
    late = all_left_over(made, known, 0.0).sum((1, 3))
    net = made.net.copy()
    net[:, 1] = late[:, 1]
    assert best_exposure(replace(made, net=net), known).tolist() == [0.5, 0.0, 0.5]


def test_own_composition_tells_the_record_again() -> None:
    made = history()
    known = made.rates
    found = project(made.population[0], known, Net(composed(made, known, "own")))
    assert found.population == pytest.approx(made.population)


@pytest.mark.parametrize("composition", ["own", "model", "before", "held-out"])
def test_every_composition_keeps_the_published_totals(composition) -> None:  # type: ignore[no-untyped-def]
    made = replace(history(), net=np.random.default_rng(1).uniform(-500, 500, (4, 3)))
    found = composed(made, made.rates, composition)
    assert found.shape == (4, 2, 3, 21)
    assert found.sum((1, 3)) == pytest.approx(made.net)


def test_the_model_looks_at_no_population() -> None:
    made = history()
    other = replace(made, population=made.population * 2)
    assert np.array_equal(composed(made, made.rates, "model"), composed(other, made.rates, "model"))
    by_hand = made.net[2, 1] * shares()
    assert composed(made, made.rates, "model")[2, :, 1] == pytest.approx(by_hand)


def test_held_out_never_looks_at_the_last_population() -> None:
    made = history()
    changed = made.population.copy()
    changed[-1] *= np.linspace(0.5, 2, 21)
    other = replace(made, population=changed)
    assert np.array_equal(composed(made, made.rates, "held-out"), composed(other, made.rates, "held-out"))
    assert not np.array_equal(composed(made, made.rates, "own"), composed(other, made.rates, "own"))


def test_before_takes_the_composition_of_the_period_before() -> None:
    made = history()
    seen = all_left_over(made, made.rates)
    found = composed(made, made.rates, "before")
    assert found[0, :, 0] == pytest.approx(made.net[0, 0] * shares())
    assert found[2] == pytest.approx(brought_to(seen[1], made.net[2]))


def test_totals_are_met_by_adding_the_models_schedule() -> None:
    seen = np.zeros((2, 1, 21))
    seen[0, 0, 5], seen[1, 0, 5] = 30, -20
    found = brought_to(seen, np.array([110.0]))
    assert found.sum() == pytest.approx(110)
    assert found - seen == pytest.approx(100 * shares()[:, None, :])


def test_unknown_compositions_and_short_records_are_refused() -> None:
    made = history()
    with pytest.raises(ModelError, match='"residual"; there are own, model, before, held-out'):
        composed(made, made.rates, "residual")  # type: ignore[arg-type]
    short = made.between(2000, 2005)
    with pytest.raises(ModelError, match="none before it"):
        composed(short, short.rates, "held-out")
