"""The catalogue: every template is complete, keeps to what the model refuses, and gives numbers that can be meant."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.evidence.indicators.registry import all_indicators, corridor_names
from passerelle.measures.runs import Asked, asked, scenario_of
from passerelle.measures.screening.instruments import all_rights
from passerelle.measures.simulation.accounts import PARTIES
from passerelle.measures.simulation.assumptions import defaults
from passerelle.measures.simulation.inputs import CorridorInputs
from passerelle.measures.simulation.levers import LEVERS
from passerelle.measures.simulation.runs import ACCOUNTS, Outcome, simulated
from passerelle.measures.simulation.scenarios import Scenario
from passerelle.measures.templates import Template, all_templates, template_of, texts
from tests.unit.measures.makers import CORRIDOR, alone, likeliest, scaled, village

ALL = (
    "transfer-costs", "matched-funds", "diaspora-bond", "health-training", "skill-partnership",
    "recruitment-restraint", "temporary-return", "virtual-return", "return-reintegration", "seasonal", "circular",
    "admission-channel", "recognition", "pre-departure", "integration-course", "equal-treatment", "regularisation",
    "border-rescue", "readmission", "anti-trafficking", "administration", "labour-programme", "free-movement",
    "portability", "trade-adjustment", "residence-retention",
)  # fmt: skip
UNSIMULATED = (
    "equal-treatment", "regularisation", "border-rescue", "readmission", "anti-trafficking", "administration",
)  # fmt: skip
SIMULATED = tuple(code for code in ALL if code not in UNSIMULATED)
FEW = {"years": 8, "draws": 200}
Chosen = Mapping[str, float]


def scenario(code: str, **chosen: float) -> Scenario:
    """A template at its defaults, but for values in its own units."""
    held = {code: {name: (value, value, value) for name, value in chosen.items()}}
    return scenario_of(Asked((template_of(code),), CORRIDOR, held, {}))


def outcome(code: str, inputs: CorridorInputs | None = None, years: int = 8, **chosen: float) -> Outcome:
    return simulated(inputs or village(), [scenario(code, **chosen)], years=years, draws=200)[0]


def middle(values: np.ndarray) -> float:
    return float(np.median(values))


def texts_of(template: Template) -> list[str]:
    """All that a person reads of a template."""
    return [
        template.title, template.question, template.text, template.why_not_simulated, template.grade_why,
        *template.safeguards, *template.success, *template.failure,
        *(one for one in template.followup if " " in one), *(need.says for need in template.needs),
        *(text for p in template.parameters for text in (p.title, p.help, p.source)),
        *(text for cost in template.costs for text in (cost.item, cost.source)),
        *(right.feature for right in template.rights),
    ]  # fmt: skip


@pytest.fixture(params=ALL)
def template(request: pytest.FixtureRequest) -> Template:
    return template_of(request.param)


def test_what_is_ours_is_never_called_read_or_of_the_literature(template: Template) -> None:
    """A range that we chose is an assumption, also where its middle is a study's."""
    for one in (*template.parameters, *template.costs):
        if re.search(r"\bours\b", one.source):
            assert one.status in ("assumption", "choice"), one
    for line in template.costs:
        price = next((p for p in template.parameters if p.name == line.unit_cost), None)
        assert price is None or price.status == line.status, line.item


@pytest.mark.parametrize("name", defaults())
def test_so_it_is_with_what_the_model_assumes(name: str) -> None:
    one = defaults()[name]
    assert not re.search(r"\bours\b", one.source) or one.status == "assumption"


# Complete -------------------------------------------------------------------------------------------------


def test_the_catalogue_holds_these_in_this_order() -> None:
    assert tuple(all_templates()) == ALL


def test_a_template_says_what_it_is_in_a_few_sentences(template: Template) -> None:
    assert template.question.endswith("?")
    assert 2 <= len(re.findall(r"[.:?](?:\s|$)", template.text)) <= 5
    assert 20 < len(template.title + template.question) < 220 and len(template.text) < 520


def test_a_template_holds_all_that_a_plan_and_a_page_ask_for(template: Template) -> None:
    assert template.rights and template.costs and template.parameters and template.practices
    assert len(template.safeguards) >= 2 and len(template.followup) >= 2
    assert len(template.success) >= 1 and len(template.failure) >= 2
    assert len(template.grade_why) > 40 and re.search(r"\d{4}|known|cases|counted", template.grade_why)


def test_every_indicator_and_right_is_there(template: Template) -> None:
    known = set(corridor_names()) | set(all_indicators())
    assert set(template.evidence) <= known
    assert {code for code in template.followup if " " not in code} <= known
    assert {need.indicator for need in template.needs} <= set(corridor_names())
    assert {right.right for right in template.rights} <= set(all_rights())


def test_what_shows_a_need_is_among_the_evidence_or_told_by_it(template: Template) -> None:
    for need in template.needs:
        assert need.says.endswith(".") and len(need.says) > 20
        assert (need.above is None) != (need.below is None)


def test_every_quantity_has_a_source_and_an_honest_status(template: Template) -> None:
    for p in template.parameters:
        assert p.source and p.low < p.high
        if p.role == "choice":
            assert p.status == "choice"
        else:
            assert p.status in {"read", "literature", "assumption"}
    for cost in template.costs:
        assert cost.source and cost.status in {"read", "literature", "assumption"}


def test_words_are_plain_and_rank_nobody(template: Template) -> None:
    for text in texts_of(template):
        assert not re.search(r"\billegal|\balien|\bbest country|\brank|\bflood|\bburden|\bclandestine", text, re.I), (
            text
        )
        assert not text.startswith(" ") and "  " not in text


def test_every_lever_serves_a_template() -> None:
    used = {pull.lever for template in all_templates().values() for pull in template.pulls}
    assert used == set(LEVERS)


def test_every_section_of_the_seed_and_every_kind_of_actor_has_a_measure() -> None:
    held = all_templates().values()
    assert {t.seed for t in held} == {"2.1", "2.2", "2.3", "2.4", "2.5"}
    assert {t.who_can_act for t in held} == {"origin", "destination", "both", "region"}


def test_all_that_a_reader_sees_of_a_template_is_gathered_for_translation(template: Template) -> None:
    gathered = set(texts())
    sources = {p.source for p in template.parameters} | {cost.source for cost in template.costs}
    assert set(texts_of(template)) - sources <= gathered
    assert all(quantity.title in gathered for quantity in defaults().values())


# What is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", UNSIMULATED)
def test_what_has_no_equations_never_gets_an_effect(code: str) -> None:
    found = template_of(code)
    assert not found.is_simulated and not found.pulls and not found.equations
    with pytest.raises(ModelError, match=f'"{code}" is not simulated: ') as caught:
        asked([code], Corridor("MAR", "DEU"))
    assert found.why_not_simulated in str(caught.value) and "planned and screened" in str(caught.value)


@pytest.mark.parametrize("code", UNSIMULATED)
def test_what_is_not_simulated_has_costs_that_a_plan_can_take(code: str) -> None:
    names = {p.name for p in template_of(code).parameters}
    for cost in template_of(code).costs:
        assert cost.unit_cost in names and (cost.quantity == 1 or cost.quantity in names)


def test_what_is_coercive_has_no_equations_and_is_never_suggested() -> None:
    coercive = {code for code, template in all_templates().items() if template.coercive}
    assert coercive == {"border-rescue", "readmission"}
    for code in coercive:
        assert not template_of(code).needs and not template_of(code).is_simulated
        assert {"non_refoulement", "collective_expulsion", "torture"} <= {r.right for r in template_of(code).rights}


@pytest.mark.parametrize("indicator", ["detections", "route_detections", "border_encounters"])
def test_no_measure_is_suggested_from_detections(indicator: str) -> None:
    assert not [t.code for t in all_templates().values() for need in t.needs if need.indicator.startswith(indicator)]


def test_no_template_limits_anybodys_leaving() -> None:
    for found in all_templates().values():
        for pull in found.pulls:
            if pull.lever == "outflow":
                fed = found.parameter(str(pull.feeds["change"]))
                assert fed.high > 0 and fed.default >= 0
    found = template_of("recruitment-restraint")
    assert {pull.lever for pull in found.pulls} == {"restraint"} and "own decision" in found.text


def test_measures_on_health_workers_say_so() -> None:
    told = {code for code, template in all_templates().items() if template.health}
    assert told == {"health-training", "recruitment-restraint", "temporary-return", "virtual-return"}
    for code in ("health-training", "recruitment-restraint"):
        assert "nurses_home" in template_of(code).required
        assert any(need.indicator == "health_workers_origin" and need.below == 49 for need in template_of(code).needs)


def test_programmes_at_home_assume_no_change_of_emigration() -> None:
    for code in ("labour-programme", "trade-adjustment"):
        response = template_of(code).parameter("emigration_response")
        assert (response.low, response.default) == (-response.high, 0)
        assert not np.any(outcome(code, emigration_response=0).extra)


# Run ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SIMULATED)
def test_a_template_runs_at_its_defaults_closes_cash_and_keeps_people(code: str) -> None:
    found = outcome(code)
    assert found.unclosed < 1e-9 and found.residual < 1e-12
    assert any(np.any(found.of(account, party)) for account in ACCOUNTS for party in PARTIES[:3])
    for key, values in found.present.items():
        assert np.isfinite(values).all(), key


@pytest.mark.parametrize("code", SIMULATED)
def test_it_closes_also_through_a_place_of_transit(code: str) -> None:
    found = outcome(code, village(transit=True))
    assert found.unclosed < 1e-9 and found.residual < 1e-12


@pytest.mark.parametrize("code", SIMULATED)
def test_every_line_of_costs_costs_who_pays_it(code: str) -> None:
    found = outcome(code)
    for cost in template_of(code).costs:
        paid = [
            values
            for (account, _, term), values in found.present.items()
            if account == "cash" and term == f"costs: {cost.item}"
        ]
        assert paid and all((values <= 0).all() for values in paid), cost.item


@pytest.mark.parametrize("code", SIMULATED)
def test_every_parameter_moves_something(code: str) -> None:
    inputs = likeliest(village(migrants=400_000.0))  # as many as the largest returns ask for
    base = simulated(inputs, [_held(code)], **FEW)[0]
    for p in template_of(code).parameters:
        moved = [simulated(inputs, [_held(code, **{p.name: end})], **FEW)[0] for end in (p.low, p.high)]
        assert any(_differ(base, other) for other in moved), p.name


def _held(code: str, **chosen: float) -> Scenario:
    """All of a template's quantities at their likeliest."""
    held = {p.name: p.default for p in template_of(code).parameters}
    return scenario(code, **{**held, **chosen})


def _differ(one: Outcome, other: Outcome) -> bool:
    return set(one.present) != set(other.present) or any(
        not np.allclose(values, other.present[key], rtol=1e-9, atol=1e-6) for key, values in one.present.items()
    )


@pytest.mark.parametrize("code", SIMULATED)
def test_money_one_tenth_larger_is_one_tenth_more_money(code: str) -> None:
    start = scenario(code)
    (measure,) = start.measures
    own = {
        name: replace(a, low=1.1 * a.low, value=1.1 * a.value, high=1.1 * a.high) if "USD" in a.unit else a
        for name, a in measure.own.items()
    }
    richer = scaled(village(), 1.1, "income_origin", "income_destination")
    here = simulated(village(), [start], **FEW)[0]
    there = simulated(richer, [replace(start, measures=(replace(measure, own=own),))], **FEW)[0]
    for key, values in here.present.items():
        assert np.allclose(there.present[key], 1.1 * values, rtol=1e-8, atol=1.0), key


def test_what_costs_work_costs_less_where_pay_is_low() -> None:
    poor = scaled(village(), 0.25, "income_origin", "income_destination")
    term = "costs: Lessons, help to find work, care of children"
    here, there = (
        outcome("integration-course", inputs).terms("cash", "destination")[term] for inputs in (village(), poor)
    )
    assert np.allclose(there, 0.25 * here)


def test_who_moves_gains_some_times_what_is_paid_at_home_and_no_more() -> None:
    """A worker of the village earns about 9,600 at home and thrice that in the town; she stays for some years."""
    found = outcome("admission-channel", likeliest(village()), years=10, phase=1)
    gain = middle(found.of("welfare", "migrants") / found.extra)
    assert 9_600 < gain < 10 * 9_600


# What single templates say --------------------------------------------------------------------------------


def test_competition_takes_profit_and_cheaper_instruments_do_not() -> None:
    firms = "profits of transfer firms"
    lost = {
        part: middle(outcome("transfer-costs", competition=part).terms("cash", "destination")[firms])
        for part in (0, 70, 100)
    }
    assert lost[100] < lost[70] < lost[0] < 0
    gain = [middle(outcome("transfer-costs", competition=part).of("welfare", "migrants")) for part in (0, 100)]
    assert gain[0] == pytest.approx(gain[1])


def test_profit_by_competition_is_what_it_says_it_is() -> None:
    inputs = likeliest(village())
    (found,) = simulated(inputs, [alone("price", target=0.03, competition=1.0, profit_competition=1.0)], **FEW)
    cheaper = sum(found.terms("welfare", p)["cheaper transfers"] for p in ("migrants", "origin"))
    lost = sum(found.terms("welfare", p)["profits of transfer firms"] for p in ("origin", "destination"))
    # all of the fall was profit: households gain that, and half the triangle of what is sent in addition
    assert middle(-lost) < middle(cheaper) < 1.05 * middle(-lost)


def test_a_matched_dollar_is_worth_what_both_give_and_its_care_is_paid() -> None:
    found = outcome("matched-funds", likeliest(village()), crowding=0, project_return=0, appraisal=8)
    cash = {party: found.terms("cash", party) for party in PARTIES[:3]}
    gifts, projects = cash["migrants"]["gifts to projects"], cash["origin"]["projects at home"]
    assert np.allclose(projects, -4 * gifts)
    care = sum(cash[p]["costs: Appraisal, supervision of works, audit"] for p in ("origin", "destination"))
    assert np.allclose(care, -0.08 * projects)


def test_a_bond_shares_between_saver_and_state_what_the_market_would_have_taken() -> None:
    found = outcome("diaspora-bond", market_interest=7, deposit_interest=1, default_loss=0, coupon=4)
    savers = found.terms("cash", "migrants")["interest beyond a deposit"]
    assert np.allclose(savers, found.terms("cash", "origin")["interest saved"])


def test_employers_pay_the_away_track_and_half_of_the_home_track() -> None:
    found = outcome("health-training")
    away, home = "costs: Training on the away track", "costs: Training on the home track"
    paid = {p: found.terms("cash", p) for p in ("origin", "destination")}
    assert away not in paid["origin"] and np.allclose(paid["origin"][home], paid["destination"][home])
    # of four equal parts employers pay three
    whole = paid["destination"][away] + paid["destination"][home] + paid["origin"][home]
    assert np.allclose(paid["destination"][away] + paid["destination"][home], 0.75 * whole)


def test_a_nurse_costs_about_what_is_read_where_pay_is_that_of_morocco() -> None:
    found = template_of("health-training").parameter("training_cost")
    month = 9_000 / 12  # pay of a worker without tertiary education there, intl USD, by the model
    euros = [months * month / 1.4 for months in (found.low, found.default, found.high)]
    assert euros == pytest.approx([6_000, 10_000, 16_000], rel=0.05)


def test_a_trade_pays_between_no_training_and_a_degree() -> None:
    def gain(reached: float) -> float:
        return middle(outcome("skill-partnership", likeliest(village()), reached=reached).of("welfare", "origin"))

    assert gain(15) < gain(35) < gain(60)


def test_restraint_touches_only_who_is_recruited() -> None:
    assert not np.any(outcome("recruitment-restraint", village(recruited_share=0.0)).extra)
    found = outcome("recruitment-restraint", likeliest(village()))
    assert (found.extra < 0).all() and (found.nurses[0][-1] > found.nurses[1][-1]).all()


def test_a_mission_from_afar_moves_nobody_and_one_on_the_spot_does() -> None:
    assert not np.any(outcome("virtual-return").extra)
    assert np.allclose(outcome("temporary-return", people=20).extra, 8 * 20)


def test_who_goes_on_a_mission_is_not_worse_off_by_choice() -> None:
    found = outcome("temporary-return", unpaid=100, stipend=10)
    assert "pay not earned" in found.terms("cash", "migrants")
    assert set(found.terms("welfare", "migrants")) == {"stipends"}
    assert (found.of("welfare", "migrants") > 0).all() and (found.of("cash", "migrants") < 0).all()


def test_a_season_gives_a_household_of_tonga_about_what_was_found_there() -> None:
    """Gibson and McKenzie (2014): income a head of households in the scheme up by 34 to 38 % in Tonga."""
    tonga = likeliest(village(income_origin=6_900.0, income_destination=48_600.0, growth=0.0, transfer_price=0.1))
    (found,) = simulated(
        tonga, [_held("seasonal", workers=1_000, phase=1, overstay=0, experience=0)], years=1, draws=100
    )
    terms = found.terms("cash", "origin")
    gain = middle(terms["seasonal pay brought home"] + terms["work at home not done"]) / 1_000 * 1.03**0.5
    # five and a half people, three fifths at work age, the employed share of these, half of the average low pay
    household = 5.5 * 0.6 * 0.55 * 0.5 * 7_020
    assert 0.25 < gain / household < 0.45


def test_what_a_season_costs_at_home_is_less_where_others_take_over() -> None:
    gains = [
        middle(outcome("seasonal", likeliest(village()), home_lost=lost).of("welfare", "origin")) for lost in (20, 100)
    ]
    assert gains[0] > gains[1]


def test_posts_filled_by_turns_count_posts_and_departures() -> None:
    short, long = (outcome("circular", contract=years, overstay=0, again=0) for years in (1, 4))
    travel = "costs: Travel, recruitment, visa"
    assert np.allclose(short.terms("cash", "migrants")[travel], 4 * long.terms("cash", "migrants")[travel])
    pay = "contract pay brought home"
    assert np.allclose(short.terms("cash", "origin")[pay], long.terms("cash", "origin")[pay])
    assert not np.any(short.abroad)


def test_admissions_of_who_would_have_come_cost_and_move_nobody() -> None:
    half, none = (outcome("admission-channel", likeliest(village()), replaced=share) for share in (50, 0))
    assert np.allclose(half.extra, none.extra / 2, rtol=0.02)
    line = "costs: Visa, matching, checks of employers"
    assert np.allclose(half.terms("cash", "destination")[line], none.terms("cash", "destination")[line])


def test_what_was_learned_before_leaving_fades() -> None:
    kept, lost = (
        middle(outcome("pre-departure", likeliest(village()), fading=rate).of("welfare", "migrants"))
        for rate in (5, 30)
    )
    assert 0 < lost < kept


def test_payments_no_longer_taken_at_the_border_are_lost_by_who_took_them() -> None:
    found = outcome("free-movement", flow_change=0, paid_part=50)
    saved = found.terms("cash", "migrants")["time and fees saved at the border"]
    lost = [found.terms("cash", p)["payments no longer taken at the border"] for p in ("origin", "destination")]
    assert np.allclose(sum(lost), -0.5 * saved) and np.allclose(*lost)


def test_contributions_kept_are_no_gain_of_all_together() -> None:
    found = outcome("portability")
    kept = "contributions kept"
    assert np.allclose(found.terms("cash", "migrants")[kept], -found.terms("cash", "destination")[kept])


def test_a_response_of_emigration_is_by_head_of_the_programme() -> None:
    less, more = (
        outcome("labour-programme", likeliest(village()), emigration_response=sign * 2.0, places=1_000)
        for sign in (-1, 1)
    )
    # twenty movers a year of a thousand places, and what follows from fewer people at home
    assert np.allclose(more.extra, 8 * 20, rtol=0.02) and np.allclose(less.extra, -more.extra, rtol=0.01)


def test_a_response_cannot_take_away_more_movers_than_there_are() -> None:
    found = outcome("labour-programme", emigration_response=-2, places=1_000_000)
    assert found.unclosed < 1e-9 and (found.extra > -8 * 6_000).all()


def test_the_right_to_come_back_is_worth_welfare_and_no_cash() -> None:
    found = outcome("residence-retention", return_change=0)
    assert "the right to come back" in found.terms("welfare", "migrants")
    assert not np.any(found.of("cash", "migrants"))


# Together -------------------------------------------------------------------------------------------------


def test_two_partnerships_place_each_its_own_share() -> None:
    def extra(*codes: str) -> np.ndarray:
        chosen = {"health-training": {"away": (100, 100, 100)}, "skill-partnership": {"away": (0, 0, 0)}}
        request = Asked(tuple(template_of(code) for code in codes), CORRIDOR, chosen, {})
        return simulated(likeliest(village()), [scenario_of(request)], **FEW)[0].extra

    both = extra("health-training", "skill-partnership")
    assert np.allclose(both, extra("health-training"), rtol=0.01)
    assert np.allclose(both, extra("skill-partnership", "health-training"))


@pytest.mark.parametrize(
    "codes",
    [
        ("transfer-costs", "matched-funds", "diaspora-bond"),
        ("admission-channel", "pre-departure", "integration-course", "recognition"),
        ("seasonal", "circular", "portability", "residence-retention"),
        ("temporary-return", "virtual-return", "return-reintegration"),
    ],
)
def test_measures_that_go_together_close_together(codes: tuple[str, ...]) -> None:
    request = Asked(tuple(template_of(code) for code in codes), CORRIDOR, {}, {})
    found = simulated(village(), [scenario_of(request)], **FEW)[0]
    assert found.unclosed < 1e-9 and found.residual < 1e-12


def test_all_simulated_measures_at_once_close() -> None:
    request = Asked(tuple(template_of(code) for code in SIMULATED), CORRIDOR, {}, {})
    found = simulated(village(transit=True), [scenario_of(request)], **FEW)[0]
    assert found.unclosed < 1e-9 and found.residual < 1e-12
