"""`passerelle evidence integration`: a place, a measure of all places, three forms, refusals."""

import csv
import io
import json

from passerelle.base.places import place_of


def test_a_place_as_a_table_has_the_newest_of_each(run) -> None:
    ran = run("evidence", "integration", "Germany", "--measure", "employment_rate")
    assert ran.code == 0 and "−14.0 points" in ran.out and ran.out.count("2024") == 3
    assert "2023" not in ran.out


def test_a_year_is_that_year_alone(run) -> None:
    ran = run("evidence", "integration", "DEU", "--measure", "employment_rate", "--year", "2023", "--sex", "both")
    assert ran.code == 0 and "65.8%" in ran.out and "−13.9 points" in ran.out


def test_json_of_a_place_holds_all_and_what_is_not_known(run) -> None:
    told = json.loads(run("evidence", "integration", "SEN", "--format", "json").out)
    assert told["place"] == "SEN" and told["gaps"]
    assert all(one["filled_by"] for one in [*told["not_known"], *told["host_side"]])


def test_a_measure_of_all_places_is_in_the_order_of_their_names(run) -> None:
    ran = run("evidence", "integration", "--measure", "unemployment_rate", "--sex", "F", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    names = [place_of(row["place"]).name() for row in rows]
    assert ran.code == 0 and len(names) > 20 and names == sorted(names)
    assert {(row["measure"], row["sex"], row["group"]) for row in rows} == {("unemployment_rate", "F", "CITIZEN_FOR")}
    listed = json.loads(run("evidence", "integration", "--year", "2019", "--format", "json").out)
    assert {one["period"] for one in listed} == {"2019"}


def test_nothing_known_is_exit_1_and_says_where_to_look(run) -> None:
    ran = run("evidence", "integration", "Tuvalu")
    assert ran.code == 1 and "--format json says what would fill each measure" in ran.err


def test_what_cannot_be_read_is_refused_in_a_sentence(run) -> None:
    for words, said in ((("--measure", "luck"), "no measure of integration"), (("--group", "all"), "no group"),
                        (("--sex", "z"), "no sex")):  # fmt: skip
        ran = run("evidence", "integration", "DEU", *words)
        assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err
    assert "editions are never mixed" in run("evidence", "integration", "DEU", "--vintage", "all").err
