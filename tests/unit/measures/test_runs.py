"""Runs as records: asked, worked out, made again to the last digit; what is missing is named."""

import json

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.evidence.store import open_store
from passerelle.measures.runs import asked, fingerprint, made_again, refuse_unsimulated, run, scenario_of
from passerelle.measures.templates import TemplateUnknown, all_templates, template_of

ZIM = Corridor("ZWE", "ZAF")


@pytest.fixture(scope="module")
def record() -> dict:
    return run(open_store(()), asked(["transfer-costs"], ZIM, {"target_price": (3, 3, 3)}, draws=500, years=6))


def test_a_record_has_the_shape_that_others_read(record) -> None:
    assert record["template"] == "transfer-costs" and (record["origin"], record["destination"]) == ("ZWE", "ZAF")
    for account in ("cash", "welfare"):
        assert list(record["accounts"][account]) == ["migrants", "origin", "destination"]
        for party in record["accounts"][account].values():
            assert set(party["present_value"]) >= {"p5", "p50", "p95"} and 0 <= party["probability_gain"] <= 1
            assert [year["year"] for year in party["path"]] == [1, 2, 3, 4, 5, 6]
    assert {"name", "value", "unit", "low", "high", "source", "status"} <= set(record["assumptions"][0])
    assert (
        record["seed"] == 1
        and record["version"]
        and record["triple_win_probability"] in (None, pytest.approx(0, abs=1))
    )
    json.dumps(record, allow_nan=False)


def test_terms_add_up_to_their_party_on_average(record) -> None:
    for parties in record["accounts"].values():
        for party in parties.values():
            whole = sum(term["mean"] for term in party["terms"].values())
            assert whole == pytest.approx(party["present_value"]["mean"], rel=1e-9, abs=1e-3)


def test_short_and_long_term_are_the_whole(record) -> None:
    party = record["accounts"]["cash"]["origin"]
    assert party["short_term"]["mean"] + party["long_term"]["mean"] == pytest.approx(party["present_value"]["mean"])


def test_every_quantity_says_where_it_is_from(record) -> None:
    for given in record["assumptions"]:
        assert given["source"] and given["unit"] and given["status"]
    observed = {given["name"]: given for given in record["assumptions"] if given["figure"]}
    assert observed["migrants"]["figure"]["source"] == "undesa_stock"
    assert observed["transfer_price"]["figure"]["period"].startswith("2020")


def test_a_run_is_made_again_from_its_file_to_the_last_digit(record) -> None:
    read = json.loads(json.dumps(record))
    assert json.dumps(made_again(read), sort_keys=True) == json.dumps(record, sort_keys=True)


def test_a_record_of_another_model_or_of_nothing_is_refused(record) -> None:
    with pytest.raises(ModelError, match="made by model 99"):
        made_again({**record, "model": 99})
    with pytest.raises(ModelError, match="no record of a run"):
        made_again({name: value for name, value in record.items() if name != "inputs"})
    with pytest.raises(ModelError, match="no record of a run"):
        made_again({**record, "inputs": {"people": None}})


def test_no_chance_is_shown_where_assumptions_carry_over_half(record) -> None:
    assumed = record["sensitivity"]["assumed"]
    assert (record["triple_win_probability"] is None) == (assumed > 0.5) == (record["withheld"] is not None)


def test_a_fingerprint_changes_with_parameters_and_places_alone(record) -> None:
    assert fingerprint({**record, "seed": 9, "draws": 1}) == record["fingerprint"]
    assert fingerprint({**record, "parameters": {"target_price": 2}}) != record["fingerprint"]
    assert fingerprint({**record, "destination": "BWA"}) != record["fingerprint"]


def test_progress_of_a_run_rises() -> None:
    told: list[float] = []
    run(open_store(()), asked(["transfer-costs"], ZIM, draws=100), told.append)
    assert told == sorted(told) and told


# Asking ----------------------------------------------------------------------------------------------------


def test_settings_go_to_the_template_that_has_them_else_to_the_corridor() -> None:
    request = asked(["transfer-costs"], ZIM, {"target_price": (2, 2, 2), "employed_away": (0.5, 0.6, 0.7)})
    assert request.chosen["transfer-costs"] == {"target_price": (2, 2, 2)}
    assert request.given == {"employed_away": (0.5, 0.6, 0.7)}


def test_what_the_user_gives_is_marked_as_hers() -> None:
    found = run(open_store(()), asked(["transfer-costs"], ZIM, {"migrants": (5e5, 5e5, 5e5)}, draws=100))
    mine = next(a for a in found["assumptions"] if a["name"] == "migrants")
    assert (mine["value"], mine["status"], mine["source"]) == (5e5, "yours", "given by the user")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"migrants": (-1, -1, -1)}, "cannot be below zero"),
        ({"employed_away": (1.2, 1.2, 1.2)}, "cannot pass 1"),
        ({"nonsense": (1, 1, 1)}, "No quantity is called"),
        ({"migrants": (float("nan"),) * 3}, "must be a number"),
        ({"target_price": (99, 99, 99)}, "between 0 and 15 %"),
        ({"movers": (9e7, 9e7, 9e7)}, "more than a fifth"),
    ],
)
def test_what_cannot_be_is_refused_by_name(settings, said) -> None:
    with pytest.raises(ModelError, match=said):
        run(open_store(()), asked(["transfer-costs"], ZIM, settings, draws=100))


def test_a_corridor_without_evidence_names_all_that_is_missing_and_how_to_give_it() -> None:
    with pytest.raises(ModelError, match=r"needs what is not known: .*--set "):
        run(open_store(()), asked(["transfer-costs"], Corridor("BTN", "SLV"), draws=100))


def test_what_is_missing_can_be_given() -> None:
    with pytest.raises(ModelError) as refused:
        run(open_store(()), asked(["transfer-costs"], Corridor("BTN", "SLV"), draws=100))
    names = [word.removeprefix("--set ").split("=")[0] for word in str(refused.value).split("--set ")[1:]]
    given = {name.strip(): (100.0, 100.0, 100.0) for name in names}
    found = run(open_store(()), asked(["transfer-costs"], Corridor("BTN", "SLV"), given, draws=100))
    assert {a["name"] for a in found["assumptions"] if a["status"] == "yours"} == set(given)


def test_a_place_without_people_by_age_is_refused() -> None:
    with pytest.raises(ModelError, match="no population by age"):
        run(open_store(()), asked(["transfer-costs"], Corridor("TUV", "NZL"), {"movers": (9, 9, 9)}, draws=100))


def test_a_place_of_transit_is_a_party(record) -> None:
    found = run(open_store(()), asked(["transfer-costs"], Corridor("BFA", "ITA"), transit="NER", draws=100))
    assert list(found["accounts"]["cash"]) == ["migrants", "origin", "destination", "transit"]
    with pytest.raises(ModelError, match="is an end of"):
        run(open_store(()), asked(["transfer-costs"], ZIM, transit="ZAF", draws=100))


def test_a_template_that_there_is_not_is_refused_with_near_names() -> None:
    with pytest.raises(TemplateUnknown, match="transfer-costs"):
        template_of("transfer-cots")


def test_a_measure_without_equations_gets_no_effect() -> None:
    for template in all_templates().values():
        if template.is_simulated:
            refuse_unsimulated(template)
        else:
            with pytest.raises(ModelError, match="is not simulated"):
                asked([template.code], ZIM)


def test_a_package_holds_each_measure_once() -> None:
    with pytest.raises(ModelError, match="stands twice"):
        scenario_of(asked(["transfer-costs", "transfer-costs"], ZIM))
