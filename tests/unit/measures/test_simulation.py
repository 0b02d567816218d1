"""The model of measures: conserved, closed, neutral at rest, in step with its units."""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.base.errors import ModelError, SettingRefused
from passerelle.measures.simulation.accounts import PARTIES
from passerelle.measures.simulation.assumptions import drawn
from passerelle.measures.simulation.assumptions import likeliest as values_of
from passerelle.measures.simulation.changes import Flows
from passerelle.measures.simulation.inputs import CorridorInputs
from passerelle.measures.simulation.levers import LEVERS
from passerelle.measures.simulation.paths import path
from passerelle.measures.simulation.prepared import start_of
from passerelle.measures.simulation.runs import ACCOUNTS, Effect, Outcome, effects_of, simulated
from passerelle.measures.simulation.scenarios import Scenario
from tests.unit.measures.makers import INTENSE, alone, cost, intense, likeliest, measure, scaled, village

FEW = {"years": 8, "draws": 200}


def outcome(scenario: Scenario, inputs=None, **sizes) -> Outcome:  # type: ignore[no-untyped-def]
    return simulated(inputs or village(), [scenario], **{**FEW, **sizes})[0]


def effects(inputs: CorridorInputs, scenarios: list[Scenario], *, years: int, draws: int) -> list[Effect]:
    own = {name: given for scenario in scenarios for name, given in scenario.assumptions.items()}
    return effects_of(inputs, scenarios, drawn({**inputs.assumptions, **own}, 1, draws), years)


def test_every_lever_is_tested_here() -> None:
    assert set(INTENSE) == set(LEVERS)


# 1. Conservation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lever", LEVERS)
def test_people_are_conserved_and_cash_closes(lever: str) -> None:
    found = outcome(intense(lever))
    assert found.residual < 1e-12
    assert found.unclosed < 1e-10


def test_people_are_conserved_and_cash_closes_through_transit() -> None:
    found = outcome(intense("outflow"), village(transit=True))
    assert found.residual < 1e-12 and found.unclosed < 1e-10
    assert found.parties() == list(PARTIES)
    assert np.any(found.of("cash", "transit") != 0)


def test_a_package_of_all_levers_closes() -> None:
    everything = Scenario("all", tuple(measure(name, **INTENSE[name][0]) for name in LEVERS))
    found = outcome(everything, village(transit=True))
    assert found.residual < 1e-12 and found.unclosed < 1e-10


def test_costs_are_used_up_and_paid_by_whom_it_says() -> None:
    line = cost("teachers", "seats", 1_000.0, destination=0.75, origin="rest")
    scenario = alone("training", line, **INTENSE["training"][0])
    found = outcome(scenario)
    term = "costs: teachers"
    paid = {party: found.terms("cash", party).get(term) for party in ("destination", "origin")}
    assert np.allclose(paid["destination"], 3 * paid["origin"]) and (paid["origin"] < 0).all()
    assert found.unclosed < 1e-10


# 2. Limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lever", LEVERS)
def test_a_measure_at_no_intensity_gives_nothing_at_all(lever: str) -> None:
    found = outcome(intense(lever, 0.0), village(transfer_price=0.0618))
    for account in ACCOUNTS:
        for party in PARTIES[:3]:
            assert np.all(np.abs(found.of(account, party)) <= 1e-6), (account, party)


def test_where_sending_costs_nothing_all_that_is_sent_arrives() -> None:
    inputs = village(transfer_price=0.0, local_multiplier=1.0)
    effect = effects(inputs, [intense("channel")], **FEW)[0]
    sent, got = effect.terms["cash", "migrants", "sent home"], effect.terms["cash", "origin", "received from abroad"]
    assert np.allclose(-sent, got)


def test_where_both_places_pay_the_same_who_moves_gains_nothing() -> None:
    same = {
        "tax_origin": 0.2,
        "tax_destination": 0.2,
        "matched_skilled": 1.0,
        "matched_health": 1.0,
        "moving_cost": 0.0,
    }
    inputs = village(**same, place_premium=1.0, employed_home=0.6, employed_away=0.6)
    found = outcome(intense("channel"), inputs)
    gain = found.terms("welfare", "migrants")
    assert np.allclose(gain["pay abroad after tax"] + gain["pay at home given up"], 0, atol=1e-3)


# 3. Monotone and linear ------------------------------------------------------------------------------------


def test_the_lower_the_price_the_more_the_origin_gains() -> None:
    inputs = village(rent_share=0.0)
    gains = [
        np.median(outcome(alone("price", target=t), inputs).of("welfare", "origin")) for t in (0.05, 0.03, 0.01, 0.0)
    ]
    assert gains == sorted(gains)


def test_a_season_is_linear_in_its_workers() -> None:
    def of(workers: float) -> dict[str, np.ndarray]:
        found = outcome(alone("seasonal", workers=workers, months=6.0, saved=0.5, worth=0.4))
        return {party: found.of("cash", party) for party in PARTIES[:3]}

    one, two, four = of(500.0), of(1_000.0), of(2_000.0)
    for party in PARTIES[:3]:
        assert np.allclose(two[party] / one[party], 2.0, rtol=1e-12)
        assert np.allclose(four[party] / one[party], 4.0, rtol=1e-12)


def test_chances_of_gain_know_no_currency() -> None:
    scenario = intense("channel")
    here, there = outcome(scenario), outcome(scenario, scaled(village(), 7.0, "income_origin", "income_destination"))
    for party in PARTIES[:3]:
        assert np.array_equal(here.of("cash", party) > 0, there.of("cash", party) > 0)


# 4. Dimensions ---------------------------------------------------------------------------------------------

PEOPLE_ARGUMENTS = {"visas", "seats", "people", "workers", "volume", "places", "crossings"}
MONEY_ARGUMENTS = {"grant", "stipend", "volume", "saving"}


def times(lever: str, factor: float, names: set[str]) -> Scenario:
    feeds = INTENSE[lever][0]
    return alone(lever, **{name: value * (factor if name in names else 1) for name, value in feeds.items()})


@pytest.mark.parametrize("lever", LEVERS)
def test_ten_times_the_people_are_ten_times_the_money(lever: str) -> None:
    crowd = scaled(village(), 10.0, "migrants", "movers", "nurses_home", people=10.0)
    small, large = outcome(intense(lever)), outcome(times(lever, 10.0, PEOPLE_ARGUMENTS), crowd)
    _same_ratio(small, large, 10.0)


@pytest.mark.parametrize("lever", LEVERS)
def test_money_one_tenth_larger_is_one_tenth_more_money(lever: str) -> None:
    richer = scaled(village(), 1.1, "income_origin", "income_destination")
    here, there = outcome(intense(lever)), outcome(times(lever, 1.1, MONEY_ARGUMENTS), richer)
    _same_ratio(here, there, 1.1)


def _same_ratio(here: Outcome, there: Outcome, ratio: float) -> None:
    largest = max(np.abs(values).max() for values in here.present.values())
    assert largest > 0
    assert set(here.present) == set(there.present)
    for key, values in here.present.items():
        assert np.allclose(there.present[key], values * ratio, rtol=1e-8, atol=1e-10 * ratio * largest), key


# What each lever does --------------------------------------------------------------------------------------


def test_restraint_keeps_nurses_home_and_costs_who_would_have_gone() -> None:
    found = outcome(intense("restraint"), likeliest(village()), years=10)
    with_it, without = found.nurses
    assert (with_it[-1] > without[-1]).all()
    assert (found.of("welfare", "migrants") < 0).all() and (found.extra < 0).all()


def test_a_strong_answer_of_nursing_schools_turns_restraint_against_the_origin() -> None:
    found = outcome(intense("restraint"), likeliest(village(nurse_response=2.0)), years=10)
    with_it, without = found.nurses
    assert (with_it[-1] < without[-1]).all()


def test_training_for_home_and_away_gives_the_origin_more_nurses() -> None:
    found = outcome(intense("training"), likeliest(village()), years=10)
    with_it, without = found.nurses
    assert (with_it[-1] > without[-1]).all() and (found.abroad[-1] > 0).all()
    assert (found.of("welfare", "migrants") > 0).all()


def test_nobody_is_trained_out_of_nothing() -> None:
    effect = effects(likeliest(village()), [alone("training", seats=900.0, away=0.0, health=1.0)], **FEW)[0]
    assert np.allclose(effect.path.entries.sum(1)[0], effect.base.entries.sum(1)[0])


def test_schooling_answers_to_emigration_by_the_weight_of_the_corridor() -> None:
    scenario = alone("channel", visas=1_000.0, high=1.0)
    small, whole = (
        effects(likeliest(village(corridor_weight=w, brain_gain=0.1)), [scenario], **FEW)[0] for w in (0.1, 1.0)
    )
    assert np.allclose(10 * small.path.answered[0], whole.path.answered[0])


def test_pay_given_up_by_choice_is_cash_but_no_loss_of_welfare() -> None:
    found = outcome(intense("returns"), likeliest(village()))
    assert (found.of("cash", "migrants") < 0).all()
    assert set(found.terms("welfare", "migrants")) == {"support for who returns"}
    assert (found.of("welfare", "migrants") > 0).all()


def test_cheaper_transfers_cost_migrants_cash_and_give_them_welfare() -> None:
    found = outcome(intense("price"), likeliest(village()))
    assert (found.of("cash", "migrants") < 0).all() and (found.of("welfare", "migrants") > 0).all()
    assert (found.of("cash", "destination") < 0).all()


def test_a_price_that_is_met_already_changes_nothing() -> None:
    found = outcome(alone("price", target=0.2))
    assert all(not np.any(found.of(account, party)) for account in ACCOUNTS for party in PARTIES[:3])


def test_a_root_cause_programme_assumes_no_change_of_emigration() -> None:
    found = outcome(intense("jobs"))
    assert not np.any(found.extra) and not np.any(found.of("welfare", "migrants"))
    assert (found.of("welfare", "origin") > 0).all()


def test_seasonal_workers_who_stay_join_the_migrants() -> None:
    some = outcome(intense("seasonal"), likeliest(village()))
    none = outcome(alone("seasonal", workers=800.0, months=6.0, saved=0.5, worth=0.4), likeliest(village()))
    assert (some.abroad[-1] > 0).all() and not np.any(none.abroad)


def test_contributions_that_can_be_taken_along_move_from_fund_to_owner() -> None:
    found = outcome(intense("portability"))
    assert np.allclose(found.of("cash", "migrants"), -found.of("cash", "destination"))


# Draws -----------------------------------------------------------------------------------------------------


def test_base_and_measure_share_draws_and_measures_do_not_disturb_one_another() -> None:
    together = simulated(village(), [intense("channel"), intense("price")], **FEW)
    apart = [outcome(intense("channel")), outcome(intense("price"))]
    for a, b in zip(together, apart, strict=True):
        for key, values in b.present.items():
            assert np.array_equal(a.present[key], values)


def test_the_seed_makes_the_numbers() -> None:
    a, b, c = (outcome(intense("channel"), seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(a.of("cash", "origin"), b.of("cash", "origin"))
    assert not np.array_equal(a.of("cash", "origin"), c.of("cash", "origin"))


def test_blocks_of_draws_are_those_of_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = outcome(intense("channel"))
    monkeypatch.setattr("passerelle.measures.simulation.runs.BLOCK", 64)
    parts = outcome(intense("channel"))
    assert np.allclose(whole.of("cash", "origin"), parts.of("cash", "origin"), rtol=1e-12)
    assert whole.abroad.shape == parts.abroad.shape == (8, 200)


def test_progress_is_told_and_may_stop_a_run() -> None:
    told: list[float] = []
    outcome(intense("price"), draws=5_000, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) == 3

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outcome(intense("price"), progress=stop)


# What is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"years": 0}, "1 to 40 years, not 0"),
        ({"years": 41}, "not 41"),
        ({"draws": 99}, "100 to 200,000 draws, not 99"),
        ({"draws": 200_001}, "200,001"),
        ({"discount": -0.01}, "0 to 15 %"),
        ({"discount": 0.16}, "0.16"),
    ],
)
def test_sizes_that_cannot_be_meant_are_refused(sizes: dict[str, float], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        outcome(intense("price"), **sizes)


@pytest.mark.parametrize("sizes", [{"years": 1}, {"years": 40}, {"draws": 100}, {"discount": 0.0}, {"discount": 0.15}])
def test_the_ends_of_what_may_be_asked_are_taken(sizes: dict[str, float]) -> None:
    assert outcome(intense("price"), **sizes).years == sizes.get("years", 8)


def test_more_movers_than_the_origin_has_people_are_refused() -> None:
    with pytest.raises(ModelError, match="more than a fifth of the 6,500,000 people"):
        outcome(intense("price"), village(movers=2e6))


def test_rates_that_empty_a_stock_are_refused() -> None:
    inputs = likeliest(village())
    start = start_of(inputs, values_of(inputs.assumptions))
    with pytest.raises(ModelError, match="take everybody out"):
        path(replace(start, returning=start.returning + 0.95), Flows(), 2)
    with pytest.raises(SettingRefused, match=r"more than 0\.6 would soon leave nobody"):
        village().given("return_rate_low", 0.1, 0.2, 0.7)
    assert village().given("return_rate_low", 0.1, 0.2, 0.6).assumptions["return_rate_low"].high == 0.6


@pytest.mark.parametrize(
    ("lever", "key", "said"),
    [
        ("channel", "visas", "5,000,000 visas a year are more than 20% of the 6,500,000 people"),
        ("training", "seats", "more than 50% of the 160,000 young people"),
        ("returns", "people", "more than 20% of the 76,000 migrants"),
        ("seasonal", "workers", "5,000,000 seasonal workers"),
        ("circular", "places", "5,000,000 places"),
        ("missions", "people", "5,000,000 missions a year are more than the 76,000 migrants"),
        ("jobs", "places", "5,000,000 places a year"),
    ],
)
def test_a_measure_for_more_people_than_there_are_is_refused(lever: str, key: str, said: str) -> None:
    with pytest.raises(SettingRefused, match=said):
        outcome(alone(lever, **{**INTENSE[lever][0], key: 5e6}))


def test_as_many_as_there_can_be_are_taken() -> None:
    effect = effects(likeliest(village()), [alone("channel", visas=1.2e6, low=1.0)], **FEW)[0]
    assert (effect.path.outflow <= 0.2 * effect.path.home * (1 + 1e-6)).all()
    assert (effect.path.home >= 0).all()


def test_no_age_is_emptied_however_few_there_are() -> None:
    inputs = likeliest(village(nurses_home=150.0))
    found = outcome(alone("channel", visas=1e4, health=1.0), inputs, years=12)
    assert (found.nurses[0] >= 0).all() and (found.nurses[1] >= 0).all()


def test_more_migrants_than_the_destination_has_people_are_refused() -> None:
    inputs = replace(village(), most={"migrants": 400_000.0})
    with pytest.raises(SettingRefused, match="LIE has 400,000 people"):
        inputs.given("migrants", 5e5, 5e5, 5e5)


def test_who_leaves_takes_no_child_s_schooling_along() -> None:
    """Without an answer of schools, entries stay what they were: no false drain, no false gain."""
    inputs = likeliest(village(brain_gain=0.0, nurse_response=0.0))
    effect = effects(inputs, [alone("channel", visas=1_000.0, high=1.0)], years=10, draws=100)[0]
    assert np.allclose(effect.path.entries, effect.base.entries)


def test_staying_by_one_s_own_choice_is_no_loss_of_welfare() -> None:
    stays = outcome(alone("outflow", change=-0.1, people=1_000.0), likeliest(village()))
    assert np.any(stays.of("cash", "migrants")) and not np.any(stays.of("welfare", "migrants"))
    barred = outcome(alone("outflow", change=0.1), likeliest(village()))
    assert (barred.of("welfare", "migrants") > 0).all()


def test_arranged_moves_wait_in_no_place_of_transit() -> None:
    straight = outcome(intense("channel"), likeliest(village()))
    through = outcome(intense("channel"), likeliest(village(transit=True)))
    assert np.allclose(straight.abroad, through.abroad, rtol=1e-3)
    usual = outcome(intense("outflow"), likeliest(village(transit=True)))
    assert (usual.terms("cash", "transit")["spending in transit"] > 0).all()


def test_who_waits_in_transit_and_not_the_origin_gives_up_pay_at_home() -> None:
    found = outcome(alone("outflow", change=0.5), likeliest(village(transit=True, brain_gain=0.0, nurse_response=0.0)))
    given_up = np.abs(found.terms("cash", "migrants")["pay at home given up"])
    # who waits does not die or age there, which is all that is left of it
    assert (np.abs(found.terms("cash", "origin").get("skills formed", 0.0 * given_up)) < 0.02 * given_up).all()
    assert (found.terms("cash", "migrants")["spending in transit"] < 0).all()


def test_default_gives_a_bond_s_issuer_nothing() -> None:
    def issuer(default: float) -> np.ndarray:
        bond = {**INTENSE["bond"][0], "default": default}
        return outcome(alone("bond", **bond), likeliest(village())).terms("cash", "origin")["interest saved"]

    assert np.allclose(issuer(0.0), issuer(0.05))


def test_the_gain_of_a_grant_has_a_range() -> None:
    found = outcome(intense("returns"), village())
    gain = found.of("welfare", "migrants")
    assert gain.std() > 0 and (gain <= -found.terms("cash", "destination")["support for who returns"] + 1e-6).all()
