"""Ways in on the command line: in its words, its exit codes, its two outputs."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

NURSE = """member_state: {state}
application_date: 2026-03-01
facts:
  third_country_national: true
  salary: {pay}
  salary_period: year
  contract_months: 24
  regulated_profession: false
  higher_qualification: degree
  degree_years: 3
  degree_date: 2012-07-01
  isco08: "2431"
  insurance: true
  travel_document: true
  threat: false
given_parameters: {{shortage_list_contains_isco: false}}
"""


@pytest.fixture
def nurse(tmp_path: Path) -> Path:
    path = tmp_path / "nurse.yaml"
    path.write_text(NURSE.format(state="DE", pay=46000))
    return path


def test_check_as_json(run: Run, nurse: Path) -> None:
    ran = run("admission", "check", str(nurse), "--route", "blue_card", "--format", "json")
    assert ran.code == 0, ran.err
    (one,) = json.loads(ran.out)
    assert {key: one[key] for key in ("state", "route", "verdict", "failing")} == {
        "state": "DE", "route": "blue_card", "verdict": "not_met", "failing": ["bc.salary"],
    }  # fmt: skip
    (salary,) = [row for row in one["conditions"] if row["id"] == "bc.salary"]
    assert (salary["observed"], salary["needed"], salary["shortfall"]) == (46000, 50700, 4700)
    assert one["would_change"][0] == {"fact": "salary", "from": 46000, "to": 50700, "verdict": "met"}
    assert one["ask_next"] == [] and "bc_right.family" in one["rights"] and one["as_of"] == "2026-03-01"


def test_check_of_all_states_as_a_table(run: Run, nurse: Path) -> None:
    ran = run("admission", "check", str(nurse), "--state", "all", "--route", "blue_card")
    assert ran.code == 0 and ran.out.count("blue_card") == 27
    assert "4700" in ran.out and "not_bound" in ran.out and "Information, not legal advice" in ran.err


def test_check_of_all_routes_leaves_out_other_groupings(run: Run, nurse: Path) -> None:
    ran = run("admission", "check", str(nurse), "--format", "csv")
    heads, *rows = ran.out.splitlines()
    assert heads.startswith("state,route,verdict") and len(rows) == 12 and "ecowas" not in ran.out


def test_another_day_and_what_was_known_then(run: Run, nurse: Path) -> None:
    asked = ("admission", "check", str(nurse), "--route", "blue_card", "--format", "json")
    assert json.loads(run(*asked, "--as-of", "2024-05-01").out)[0]["verdict"] == "met"
    nurse.write_text(NURSE.format(state="PL", pay=156000).replace("salary_period", "currency: PLN\n  salary_period"))
    assert json.loads(run(*asked, "--as-of", "2026-01-20").out)[0]["value"]["threshold"] == 13355.34
    known = json.loads(run(*asked, "--as-of", "2026-01-20", "--known-at", "2026-01-20").out)[0]
    assert known["value"]["threshold"] == 12272.58 and known["verdict"] == "met"
    nurse.write_text(nurse.read_text() + "knowledge_date: 2026-01-20\n")
    assert json.loads(run(*asked, "--as-of", "2026-01-20").out)[0]["verdict"] == "met"
    assert json.loads(run(*asked, "--as-of", "2026-01-20", "--known-at", "2026-03-01").out)[0]["verdict"] == "not_met"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--route", "blue_crad"), 'Did you mean "blue_card"?'), (("--state", "CH"), "--state: CH was no member of the Union"),
        (("--state", "Chile"), "two letters"), (("--as-of", "2026-02-30"), '--as-of: "2026-02-30" is not a day'),
        (("--known-at", "soon"), "--known-at"), (("--as-of", "2001-01-01", "--route", "blue_card"), "came into force on 2021-11-17"),
        (("--law", "absent.yaml"), "absent.yaml cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(run: Run, nurse: Path, words: tuple[str, ...], told: str) -> None:
    ran = run("admission", "check", str(nurse), *words)
    assert ran.code == 2 and told in ran.err and ran.out == "" and "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  salary: 46000", "  salery: 46000", 'nurse.yaml, line 5, facts.salery: there is no fact "salery". Did you mean'),
        ("2012-07-01", "2012-02-30", "nurse.yaml, line 11"), ("member_state: DE", "member_state: CH", "nurse.yaml, line 1, member_state: CH was no"),
        ("threat: false", "threat: !!python/name:os.system", "tag"), ("2026-03-01", "1999-03-01", "a degree is not obtained after"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be(run: Run, nurse: Path, old: str, new: str, told: str) -> None:
    nurse.write_text(nurse.read_text().replace(old, new))
    ran = run("admission", "check", str(nurse))
    assert ran.code == 2 and told in ran.err and "Traceback" not in ran.err


def test_a_file_that_is_absent_or_holds_several(run: Run, tmp_path: Path) -> None:
    assert "cannot be read: No such file" in run("admission", "check", str(tmp_path / "x.yaml")).err
    many = tmp_path / "many.yaml"
    many.write_text(
        "personas:\n- {member_state: DE, application_date: 2026-01-01}\n- {member_state: FR, application_date: 2026-01-01}\n"
    )
    assert "holds 2 cases" in run("admission", "check", str(many)).err


def test_routes_of_one_state(run: Run) -> None:
    rows = {
        row["name"]: row
        for row in json.loads(
            run("admission", "routes", "--state", "DK", "--as-of", "2026-11-28", "--format", "json").out
        )
    }
    assert "blue_card" not in rows and rows["equal_treatment_ethnic_origin"]["transposed"] == "not known"
    every = json.loads(run("admission", "routes", "--as-of", "2026-11-28", "--format", "json").out)
    assert {"blue_card", "job_search_stay", "talent_pool_profile"} <= {row["name"] for row in every}
    early = run("admission", "routes", "--state", "DE", "--as-of", "2010-01-01", "--format", "csv").out
    assert "long_term_resident" in early and "blue_card" not in early
    assert "ecowas_entry" in run("admission", "routes", "--state", "SN", "--as-of", "2026-05-01").out


def test_explain(run: Run) -> None:
    ran = run("admission", "explain", "32014L0036", "sw.max_stay")
    assert ran.code == 0 and "32014L0036 Art 14(1)" in ran.out and "5 to 9" in ran.out and "verified" in ran.out
    assert run("admission", "explain", "32014L0036", "sw.max").code == 2


def test_worked_cases_that_ship_and_those_of_ones_own(run: Run, tmp_path: Path, nurse: Path) -> None:
    ran = run("admission", "test")
    assert ran.code == 0 and ran.out == "" and "0 deviations" in ran.err
    own = tmp_path / "own.yaml"
    own.write_text(
        "personas:\n- {id: A1, member_state: DE, application_date: 2026-03-01, facts: {contract_months: 5}, "
        "expect: [{route: blue_card, verdict: met}]}\n"
    )
    ran = run("admission", "test", str(own))
    assert (
        ran.code == 1
        and ran.out == "A1 blue_card: verdict not_met, expected met\n"
        and "1 cases, 1 deviations" in ran.err
    )


def test_a_table_of_people(run: Run, tmp_path: Path) -> None:
    people, out = tmp_path / "jobs.csv", tmp_path / "result.csv"
    people.write_text("salary,salary_period,contract_months\n90000,year,12\n20000,year,5\n")
    ran = run(
        "admission",
        "table",
        str(people),
        "--route",
        "blue_card",
        "--state",
        "DE",
        "--out",
        str(out),
        "--as-of",
        "2026-03-01",
    )
    assert ran.code == 0, ran.err
    rows = out.read_text().splitlines()
    assert rows[0].endswith("verdict,failing,shortfall") and rows[1].startswith("90000,year,12,undetermined")
    assert rows[2].startswith("20000,year,5,not_met,bc.contract bc.salary,1") or "bc.contract" in rows[2]
    for words, told in [
        (("--route", "all", "--state", "DE"), "one route"),
        (("--route", "blue_card", "--state", "all"), "one route"),
    ]:
        ran = run("admission", "table", str(people), *words, "--out", str(out))
        assert ran.code == 2 and told in ran.err
    people.write_text("salery\n3\n")
    ran = run("admission", "table", str(people), "--route", "blue_card", "--state", "DE", "--out", str(out))
    assert ran.code == 2 and 'Did you mean "salary"' in ran.err


def test_a_law_of_ones_own(run: Run, tmp_path: Path) -> None:
    own, case = tmp_path / "toy.yaml", tmp_path / "case.yaml"
    own.write_text(
        "facts: {knits: {kind: truth, ask: Do you knit?}}\nact: TOY-knitters-2025\ntitle: Act on knitters\nshort: Knitters\n"
        "in_force: 2025-01-01\napplies_from: 2025-01-01\nbound: {inside: [ZZ], grouping: '', cite: own law, mark: V}\n"
        "routes: [{name: knitter, title: Knitting, conditions: [{id: k.knits, says: Knits, cite: '2', mark: V, expr: knits}]}]\n"
    )
    case.write_text("member_state: ZZ\napplication_date: 2026-01-01\nfacts: {knits: true}\n")
    ran = run("admission", "check", str(case), "--law", str(own), "--format", "csv")
    assert ran.code == 0 and ran.out.splitlines()[1].startswith("ZZ,knitter,met")
    own.write_text(own.read_text().replace("expr: knits", "expr: {gee: [1, 2]}"))
    ran = run("admission", "check", str(case), "--law", str(own))
    assert ran.code == 2 and "toy.yaml, line 8" in ran.err and 'no operator "gee"' in ran.err


@pytest.mark.parametrize("verb", ["routes", "check", "table", "explain", "test"])
def test_help_has_examples(run: Run, verb: str) -> None:
    ran = run("admission", verb, "--help")
    assert ran.code == 0 and f"passerelle admission {verb}" in ran.out and "Example" in ran.out


def test_thresholds_as_openfisca_reads_them(run: Run, tmp_path: Path) -> None:
    import yaml

    ran = run("admission", "export", "--out", str(tmp_path / "parameters"))
    assert ran.code == 0, ran.err
    germany = yaml.safe_load((tmp_path / "parameters/salary_standard/DE.yaml").read_text())
    assert {str(day): one["value"] for day, one in germany["values"].items()}["2026-01-01"] == 50700
    assert germany["metadata"] == {"unit": "currency-EUR", "period": "year", "reference": ["32021L1883 Art 5(3)"]}
    poland = yaml.safe_load((tmp_path / "parameters/salary_standard/PL.yaml").read_text())["values"]
    assert [str(one["metadata"]["known_from"]) for one in poland.values() if "known_from" in one["metadata"]][
        -1
    ] == "2026-02-09"
    luxembourg = yaml.safe_load((tmp_path / "parameters/salary_reduced/LU.yaml").read_text())["values"]
    assert list(luxembourg.values())[-1]["value"] is None
    assert (tmp_path / "parameters/salary_standard/BE/VLG.yaml").exists()


def test_the_example_that_the_readme_names(run: Run) -> None:
    nurse = Path(__file__).parents[3] / "examples/nurse.yaml"
    ran = run("admission", "check", str(nurse), "--state", "all", "--route", "blue_card", "--format", "json")
    found = {one["state"]: one for one in json.loads(ran.out)}
    assert ran.code == 0 and len(found) == 27
    assert (found["DE"]["verdict"], found["DE"]["failing"]) == ("national_option", ["bc.salary"])  # is it on the list?
    assert found["ES"]["verdict"] == "met" and found["IE"]["failing"] == ["not_bound"]
