"""Parts of a plan from what is known: measures of the catalogue, runs, mitigations, another's plan."""

from dataclasses import replace as changed
from decimal import Decimal as D
from typing import Any

import pytest

from passerelle.base.corridors import Corridor as Places
from passerelle.evidence.store import open_store
from passerelle.measures.runs import asked, run
from passerelle.measures.templates import CostLine, Template, all_templates, template_of
from passerelle.plans.budget import budget
from passerelle.plans.building import (
    FROM_MODEL,
    FROM_TEMPLATE,
    MODEL_CURRENCY,
    MODEL_YEAR,
    copied,
    key_from,
    measure_from,
    mitigations_as_actions,
    with_measure,
)
from passerelle.plans.checking import faults
from passerelle.plans.gate import stops
from passerelle.plans.reading import as_yaml, read_plan
from passerelle.plans.records import Corridor, Expected, Measure, Mitigation, Range, Screened, Source, likeliest
from tests.unit.plans.makers import TODAY, action, cost, funded_by, measure, plan, replace, spread, year_long

MAR_BEL = Corridor("MAR", "BEL")


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    """A run of three years in which employers pay half of what training at home costs."""
    chosen = {"seats": (100, 100, 100), "home_paid": (50, 50, 50)}
    return run(open_store(()), asked(["health-training"], Places("MAR", "BEL"), chosen, draws=300, years=3))


def built(template: str, **changes: Any) -> tuple[Measure, tuple[Source, ...]]:
    given = {"title": "Train nurses", "corridor": MAR_BEL, "record": None, "years": 3} | changes
    return measure_from(template_of(template), **given)


# Keys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("Train the teachers", (), "train-the-teachers"),
        ("Train the teachers", ("train-the-teachers",), "train-the-teachers-2"),
        ("a", ("a", "a-2", "a-3"), "a-4"),
        ("  10 % more – who’s next? ", (), "10-more-whos-next"),
        ("Écoles d’été", (), "ecoles-dete"),
        ("مدرسة", (), "item"),
        ("", (), "item"),
        ("x" * 50, (), "x" * 32),
    ],
)
def test_a_key_resembles_its_text_and_is_free(text: str, taken: tuple[str, ...], key: str) -> None:
    assert key_from(text, taken) == key


def test_keys_keep_to_the_form() -> None:
    for text in ("-a-", "_b", "ß", "9 lives", "a" * 31 + " b", "A.B"):
        assert read_plan(as_yaml(plan(action(key_from(text)))))


# From a template ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", all_templates())
def test_every_measure_of_the_catalogue_makes_a_sound_plan(code: str) -> None:
    made, sources = built(code)
    assert made.template == code and made.corridor == MAR_BEL and made.text == template_of(code).question
    (act,) = made.actions
    assert act.days == 1096 and act.key == f"{made.key}-carry-out" and act.text == template_of(code).text
    whole = with_measure(plan(), "o", made, sources)
    assert list(faults(whole)) == [] and read_plan(as_yaml(whole)) == whole
    assert not budget(whole).left_out
    assert [stop.kind for stop in stops(whole, TODAY) if stop.key == made.key] == ["unscreened"]


@pytest.mark.parametrize("code", all_templates())
def test_what_stands_in_a_measure_comes_from_its_template(code: str) -> None:
    template, (made, sources) = template_of(code), built(code)
    (act,) = made.actions
    assert act.gcm == template.gcm and act.sdg == template.sdg and act.theme.startswith(f"{template.seed}-")
    assert len(act.costs) <= len(template.costs)
    assert all(one.to_check and one.source == FROM_TEMPLATE for one in act.costs)
    assert all((one.currency, one.prices_of) == (MODEL_CURRENCY, MODEL_YEAR) for one in act.costs)
    assert {fund.source for fund in act.funds} == {source.key for source in sources}
    assert not act.funds or sum(fund.share or D(0) for fund in act.funds) == 1
    assert all(one.code or " " in one.name for one in act.indicators)


def own(*lines: CostLine) -> Template:
    return changed(template_of("equal-treatment"), costs=lines)


def line(quantity: str | float, price: str | float, *, years: int | None = 1, **paid: str | float) -> CostLine:
    return CostLine("A course", "training", quantity, price, paid, years, "assumption", "invented")


def costs_of(*lines: CostLine) -> tuple[Any, ...]:
    made, sources = measure_from(own(*lines), title="x", corridor=MAR_BEL, record=None, years=1)
    return made.actions[0].costs, {fund.source: fund.share for fund in made.actions[0].funds}, sources


def test_numbers_of_a_template_are_numbers_of_the_plan() -> None:
    (one,), shares, (payer,) = costs_of(line(12, 1234.56, destination=1))
    assert (one.quantity, one.spread, one.item, one.category) == (D(12), "start", "A course", "training")
    assert one.unit_cost == D("1234.56") and shares == {"by-destination": D(1)}
    assert payer.name == "Destination (BEL)" and payer.kind == "own"


def test_a_line_of_all_years_is_yearly() -> None:
    (one,), _, _ = costs_of(line(1, 5, years=None, origin=1))
    assert one.spread == "yearly"


def test_more_than_four_digits_nobody_knows() -> None:
    (one,), _, _ = costs_of(line(1, 123456.0, origin=1))
    assert one.unit_cost == D("123500")


def test_nothing_stays_nothing() -> None:
    (one,), shares, _ = costs_of(line(0, 5, origin=1))
    assert one.quantity == 0 and shares == {}


def test_a_quantity_that_only_a_run_knows_is_left_to_the_run() -> None:
    assert costs_of(line("people", 5, origin=1)) == ((), {}, ())


def test_who_pays_the_rest_pays_what_is_left() -> None:
    two = line(1, 300, origin=0.25, migrants="rest"), line(1, 100, destination=1)
    _, shares, sources = costs_of(*two)
    # 300 by 75 and 225, 100 by 100: of 400 in all 18.75 %, 25 % and 56.25 %
    assert shares == {"by-origin": D("0.1875"), "by-destination": D("0.25"), "by-migrants": D("0.5625")}
    assert [(one.key, one.name, one.kind) for one in sources][2] == ("by-migrants", "Migrants themselves", "private")


def test_thirds_are_the_whole_all_the_same() -> None:
    lines = (line(1, 1, origin=1), line(1, 1, destination=1), line(1, 1, migrants=1))
    _, shares, _ = costs_of(*lines)
    assert sum(shares.values()) == 1 and shares["by-origin"] == D("0.3333")


def test_two_lines_of_one_name_have_two_keys() -> None:
    lines, _, _ = costs_of(line(1, 1, origin=1), line(1, 2, origin=1))
    assert [one.key for one in lines] == ["a-course", "a-course-2"]


def test_a_measure_of_the_parties_own_has_neither_costs_nor_template() -> None:
    made, sources = measure_from(None, title="Meet twice a year", corridor=MAR_BEL, record=None, years=0.5)
    assert (made.key, made.template, sources, made.actions[0].days) == ("meet-twice-a-year", "", (), 183)
    assert list(faults(with_measure(plan(), "o", made))) == []


def test_keys_that_are_taken_are_not_taken_again() -> None:
    made, _ = built("seasonal", taken=["seasonal", "seasonal-2-carry-out"])
    assert made.key == "seasonal-2" and made.actions[0].key == "seasonal-2-carry-out-2"


# From a run ---------------------------------------------------------------------------------------------


def test_costs_of_a_run_are_what_it_spends_a_year_with_its_range(record: dict[str, Any]) -> None:
    made, sources = built("health-training", record=record, told="Both gain.", run="r1", link="m1")
    lines = made.actions[0].costs
    assert lines and all((one.spread, one.unit, one.source) == ("yearly", "year", FROM_MODEL) for one in lines)
    spent = -sum(
        value["p50"] for party in record["accounts"]["cash"].values()
        for term, value in party["terms"].items() if term.startswith("costs: ")
    )  # fmt: skip
    # an even amount a year for three years, discounted as the run discounts, is the present value again
    rate = record["discount"]
    factor = sum((1 + rate) ** -year for year in range(3))
    yearly = float(sum(likeliest(one.unit_cost) for one in lines))
    assert yearly * factor == pytest.approx(spent, rel=0.06)
    assert all(isinstance(one.unit_cost, Range) or one.unit_cost > 0 for one in lines)
    assert made.expected == Expected("Both gain.", "r1", record["fingerprint"]) and made.measure == "m1"
    assert made.parameters == dict(record["parameters"])
    whole = with_measure(plan(), "o", made, sources)
    assert list(faults(whole)) == [] and read_plan(as_yaml(whole)) == whole


def test_parameters_that_are_given_count_before_the_runs(record: dict[str, Any]) -> None:
    made, _ = built("health-training", record=record, parameters={"seats": 7.0})
    assert made.parameters == {"seats": 7.0}


def test_shares_of_a_run_are_those_who_pay(record: dict[str, Any]) -> None:
    made, _ = built("health-training", record=record)
    shares = {fund.source: fund.share for fund in made.actions[0].funds}
    assert sum(share or 0 for share in shares.values()) == 1
    assert set(shares) <= {"by-origin", "by-destination", "by-migrants"}


# Mitigations --------------------------------------------------------------------------------------------


def test_each_mitigation_becomes_an_action_once() -> None:
    done = action("x", mitigates=Mitigation("Translate every contract"))
    told = [
        ("Translate every contract", ""),
        ("Inspect lodging", "coercion"),
        ("Inspect lodging", "coercion"),
        ("Pay", ""),
    ]
    made = mitigations_as_actions(measure(done), told, ["m-safeguard"], days=90)
    assert [(one.key, one.title, one.days) for one in made] == [
        ("m-safeguard-2", "Inspect lodging", 90), ("m-safeguard-3", "Pay", 90),
    ]  # fmt: skip
    assert made[0].mitigates == Mitigation("Inspect lodging", "coercion") and made[0].theme == "2.4-rights-test"
    again = measure(done, *made)
    assert mitigations_as_actions(again, told, ()) == ()
    assert list(faults(plan(measures=[again]))) == []


def test_a_long_mitigation_has_a_short_title_and_its_whole_text() -> None:
    text = "Say to everyone,  in her own language, " * 9
    (made,) = mitigations_as_actions(measure(), [(text, "")], ())
    assert len(made.title) <= 110 and made.title.endswith("…") and "  " not in made.title and made.text == text


# Other plans --------------------------------------------------------------------------------------------


def test_a_measure_goes_to_the_end_of_its_objective() -> None:
    made = with_measure(plan(action("a")), "o", measure(key="n"), [Source("state", "again"), Source("new", "New")])
    assert [one.key for one in made.measures()] == ["m", "n"]
    assert [(one.key, one.name) for one in made.sources] == [
        ("state", "Budget of the state"), ("fund", "A fund"), ("new", "New"),
    ]  # fmt: skip


def test_where_the_objective_is_not_there_it_is_made() -> None:
    made = with_measure(plan(objectives=()), "work", measure(key="n"))
    assert [(one.key, one.title) for one in made.objectives] == [("work", "Measure n")]
    assert [one.key for one in made.measures()] == ["n"] and list(faults(made)) == []


def test_a_copy_leaves_behind_what_was_the_others() -> None:
    act = year_long(costs=(cost(price=spread(1, 2, 3)),), funds=funded_by(("state", "0.5")), lead="labour")
    one = measure(
        act, screening=Screened("no stop found"), measure="link", expected=Expected("Both gain."), template="seasonal"
    )
    made = copied(plan(measures=[one], demonstration=True, aims=("x",)), title="Ours", owners=("Tamsna",))
    (bare,), (done,) = made.measures(), made.actions()
    assert (made.title, made.owners, made.sources, made.demonstration) == ("Ours", ("Tamsna",), (), False)
    assert (bare.screening, bare.measure, bare.expected, bare.template) == (None, "", None, "seasonal")
    assert done.funds == () and done.costs == (replace(act.costs[0], to_check=True),) and done.lead == "labour"
    assert made.aims == ("x",) and list(faults(made)) == []
