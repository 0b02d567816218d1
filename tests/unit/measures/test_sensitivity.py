"""What an answer hangs on: indices against cases that can be worked out by hand, break-even values, what is withheld."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.measures.simulation.assumptions import Assumption, defaults, drawn, uniforms
from passerelle.measures.simulation.many import over_corridors, summaries
from passerelle.measures.simulation.results import chance_of_gain, ends, triple_win
from passerelle.measures.simulation.runs import simulated
from passerelle.measures.simulation.sensitivity import LEAST, break_evens, sensitivity
from tests.unit.measures.makers import alone, cost, intense, likeliest, village

SIZES = {"years": 5, "discount": 0.03}


def free(name: str, low: float, value: float, high: float, status: str = "assumption"):  # type: ignore[no-untyped-def]
    """The village with all at its likeliest but one quantity."""
    inputs = likeliest(village())
    one = replace(inputs.assumptions[name], low=low, value=value, high=high, status=status)
    return replace(inputs, assumptions={**inputs.assumptions, name: one})


def test_one_free_quantity_carries_all_of_what_it_touches() -> None:
    found = sensitivity(free("local_multiplier", 0.5, 1.0, 1.5), intense("channel"), **SIZES)
    (weight,) = found.weights["origin"]
    assert weight.first == pytest.approx(1, abs=0.05) and weight.total == pytest.approx(1, abs=0.05)
    assert found.weights["migrants"][0].total == pytest.approx(0, abs=1e-6)


def test_assumptions_that_carry_the_answer_withhold_the_chance() -> None:
    assumed = sensitivity(free("local_multiplier", 0.5, 1.0, 1.5), intense("jobs"), **SIZES)
    assert assumed.assumed == 0.0 and not assumed.is_withheld  # the multiplier does not touch work at home
    carried = sensitivity(
        free("wage_to_income", 0.5, 1.0, 1.5), alone("jobs", places=1e3, effect=0.1, lasting=3.0), **SIZES
    )
    assert carried.is_withheld and carried.assumed == pytest.approx(1.0)


def test_what_was_read_in_a_source_withholds_nothing() -> None:
    found = sensitivity(free("wage_to_income", 0.5, 1.0, 1.5, "read"), intense("jobs"), **SIZES)
    assert found.assumed == 0.0 and not found.is_withheld


def test_weights_stand_largest_first_and_include_the_party_that_gains_least() -> None:
    found = sensitivity(village(), intense("channel"), **SIZES, samples=32)
    assert set(found.weights) == {"migrants", "origin", "destination", LEAST}
    totals = [weight.total for weight in found.weights[LEAST]]
    assert totals == sorted(totals, reverse=True)


def test_nothing_free_hangs_on_nothing() -> None:
    found = sensitivity(likeliest(village()), intense("channel"), **SIZES)
    assert found.assumed == 0.0 and not any(found.weights.values())
    assert break_evens(likeliest(village()), intense("channel"), **SIZES) == []


def test_a_break_even_is_where_the_party_neither_gains_nor_loses() -> None:
    """Work at home gains places × effect × pay; its cost is as large where the wage is half the likeliest."""
    inputs = free("wage_to_income", 0.2, 1.0, 2.0)
    plain = alone("jobs", places=1_000.0, effect=0.1, lasting=1.0)
    gain = float(
        np.median(
            simulated(likeliest(village(wage_to_income=1.0)), [plain], years=5, draws=100)[0].of("welfare", "origin")
        )
    )
    worth = sum((1.03) ** -(t + 0.5) for t in range(5))
    priced = alone("jobs", cost("money", 1.0, gain / worth / 2, origin=1.0), places=1_000.0, effect=0.1, lasting=1.0)
    (even,) = [e for e in break_evens(inputs, priced, **SIZES) if e.party == "origin"]
    # pay grows over the years, so that the crossing is near a half
    assert even.value == pytest.approx(0.5, abs=0.02) and even.likeliest == 1.0


def test_a_party_that_always_gains_breaks_even_nowhere() -> None:
    assert not [e for e in break_evens(village(), intense("jobs"), **SIZES) if e.party == "origin"]


# Draws -----------------------------------------------------------------------------------------------------


def test_a_triangle_has_its_ends_its_mode_and_its_mean() -> None:
    given = Assumption("x", "x", 1.0, 2.0, 6.0, "1", "here", "assumption")
    values = given.at(np.linspace(0, 1, 100_001))
    assert values[0] == 1.0 and values[-1] == 6.0 and values.mean() == pytest.approx(3.0, abs=1e-3)
    assert given.at(np.array([0.2]))[0] == pytest.approx(2.0)  # a fifth of the probability lies below the mode


@pytest.mark.parametrize(("low", "value", "high"), [(2, 1, 3), (0, 4, 3), (0, float("inf"), 1)])
def test_a_triangle_that_is_none_is_refused(low, value, high) -> None:
    from passerelle.base.errors import ModelError

    with pytest.raises(ModelError):
        Assumption("x", "x", low, value, high, "1", "here", "assumption")


def test_draws_hang_on_seed_and_name_alone() -> None:
    few = {name: defaults()[name] for name in ("selection", "growth")}
    assert np.array_equal(drawn(few, 3, 50)["selection"], drawn(defaults(), 3, 50)["selection"])
    assert not np.array_equal(uniforms("a", 1, 50), uniforms("b", 1, 50))
    assert np.array_equal(uniforms("a", 1, 100)[:50], uniforms("a", 1, 50))


def test_a_chance_counts_gains_and_not_noise() -> None:
    assert chance_of_gain(np.array([1.0, -1.0, 2.0, 0.0])) == 0.5
    assert chance_of_gain(np.zeros(5)) == 0.0
    assert ends(np.arange(101.0)) == {"p5": 5.0, "p50": 50.0, "p95": 95.0, "mean": 50.0}


def test_all_gain_only_where_each_does() -> None:
    assert triple_win(simulated(village(), [intense("channel")], years=5, draws=200)[0]) > 0
    assert triple_win(simulated(village(), [intense("price")], years=5, draws=200)[0]) == 0  # firms lose
    assert triple_win(simulated(village(), [intense("jobs")], years=5, draws=200)[0]) == 0  # two are not touched


# Many corridors --------------------------------------------------------------------------------------------


def test_many_corridors_give_what_one_gives() -> None:
    scenarios = [intense("channel"), intense("price"), intense("seasonal"), intense("returns")]
    found = summaries(village(), scenarios=scenarios, years=6, draws=1_500, seed=1, discount=0.03)
    alone_ = simulated(village(), scenarios, years=6, draws=1_500)
    for short, whole in zip(found, alone_, strict=True):
        for account, parties in short.accounts.items():
            for party, told in parties.items():
                there = ends(whole.of(account, party))
                for level in ("p5", "p50", "p95"):
                    assert told["present_value"][level] == pytest.approx(there[level], rel=5e-3, abs=3e3), (
                        short.scenario,
                        party,
                    )


def test_the_numbers_are_those_however_many_workers() -> None:
    inputs = [village(migrants=float(n)) for n in (50_000, 90_000, 120_000)]
    scenarios = [intense("channel"), intense("price")]
    one = list(over_corridors(inputs, scenarios, years=4, draws=300, workers=1))
    two = list(over_corridors(inputs, scenarios, years=4, draws=300, workers=2))
    assert one == two and len(one) == 6


def test_another_pool_may_do_the_work() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        found = list(over_corridors([village()], [intense("price")], years=4, draws=300, executor=pool))
    assert found == list(over_corridors([village()], [intense("price")], years=4, draws=300))
