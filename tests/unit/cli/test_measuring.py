"""`passerelle measures`: lists and runs to stdout or files, all else to stderr, exits, and nothing half done."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.running import ran

FEW = ("--draws", "200", "--years", "4")


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    return ran(monkeypatch, "measures", *words)


def test_the_list_as_json_begins_with_the_cost_of_transfers(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "list", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told[0]["template"] == "transfer-costs" and len(told) >= 26
    assert {one["effect"] for one in told} == {"simulated", "indicators_only"}
    assert set(told[0]) == {"template", "title", "question", "mission", "sdg", "evidence", "rights", "effect"}


@pytest.mark.parametrize("form", ["table", "csv"])
def test_the_list_for_people_and_for_sheets(monkeypatch, capsys, form) -> None:
    assert run(monkeypatch, "list", "--format", form) == 0
    out = capsys.readouterr().out
    assert "transfer-costs" in out and "indicators only" in out


def test_a_template_is_shown_with_units_ranges_rights_and_what_is_known(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "show", "transfer-costs") == 0
    out = capsys.readouterr().out
    for word in ("target_price", "Rights that it usually touches", "What is known of its effect: moderate", "SDG 10.c"):
        assert word in out
    assert run(monkeypatch, "show", "transfer-costs", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["parameter"] == "target_price" and rows[0]["unit"] == "%"
    assert run(monkeypatch, "show", "transfer-costs", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["code"] == "transfer-costs"


def test_a_run_goes_to_stdout_with_both_accounts(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "run", "transfer-costs", "Zimbabwe", "South Africa", *FEW, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["origin"], told["destination"], told["years"], told["draws"]) == ("ZWE", "ZAF", 4, 200)
    assert set(told["accounts"]) == {"cash", "welfare"}


def test_a_run_for_people_says_unit_years_and_where_it_breaks_even(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "run", "transfer-costs", "ZWE", "ZAF", *FEW) == 0
    out = capsys.readouterr().out
    assert "ZWE → ZAF, present value of 4 years at 3%, million international USD of 2021" in out
    assert "hangs on assumptions" in out or "gain, in welfare" in out


def test_a_run_as_csv_has_a_row_a_party_and_account(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "run", "seasonal", "TON", "NZL", *FEW, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {(row["account"], row["party"]) for row in rows} == {
        (account, party) for account in ("cash", "welfare") for party in ("migrants", "origin", "destination")
    }
    assert all(float(row["p5"]) <= float(row["p50"]) <= float(row["p95"]) for row in rows)


def test_the_seed_makes_the_numbers_and_settings_reach_the_model(monkeypatch, capsys) -> None:
    def told(*more: str) -> dict:
        assert run(monkeypatch, "run", "transfer-costs", "ZWE", "ZAF", *FEW, "--format", "json", *more) == 0
        return json.loads(capsys.readouterr().out)

    first = told()
    assert first == told() and first["accounts"] != told("--random-seed", "2")["accounts"]
    other = told("--set", "target_price=5%", "--set", "employed_away=0.5:0.6:0.7")
    assert other["parameters"]["target_price"] == 5
    given = next(a for a in other["assumptions"] if a["name"] == "employed_away")
    assert (given["low"], given["value"], given["high"], given["status"]) == (0.5, 0.6, 0.7, "yours")


def test_runs_are_written_whole_and_compared(monkeypatch, capsys) -> None:
    for code, out in (("transfer-costs", "a.json"), ("recognition", "b.json")):
        assert run(monkeypatch, "run", code, "ZWE", "ZAF", *FEW, "--out", out) == 0
    capsys.readouterr()
    assert run(monkeypatch, "compare", "a.json", "b.json", "--format", "csv") == 0
    out, aside = capsys.readouterr()
    assert {row["measure"] for row in csv.DictReader(io.StringIO(out))} == {"transfer-costs", "recognition"}
    assert aside == ""


def test_what_does_not_compare_is_said_aside(monkeypatch, capsys) -> None:
    run(monkeypatch, "run", "transfer-costs", "ZWE", "ZAF", *FEW, "--out", "a.json")
    run(monkeypatch, "run", "transfer-costs", "MEX", "USA", "--draws", "200", "--years", "5", "--out", "b.json")
    capsys.readouterr()
    assert run(monkeypatch, "compare", "a.json", "b.json") == 0
    aside = capsys.readouterr().err
    assert "different origins" in aside and "different numbers of years" in aside


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "transfer-cots", "ZWE", "ZAF"), "Did you mean transfer-costs"),
        (("run", "transfer-costs", "ZWE", "ZWE"), "stands at both ends"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--years", "0"), "1 to 40 years"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--draws", "5"), "100 to 200,000 draws"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--set", "target_price=99"), "between 0 and 15 %"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--set", "target_price=3 months"), "is in %, not in months"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--set", "migrants=-3"), "cannot be below zero"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--set", "target_prise=3"), "Did you mean target_price"),
        (("run", "readmission", "MAR", "ESP"), "is not simulated"),
        (("run", "transfer-costs", "BTN", "SLV"), "--set "),
        (("run", "transfer-costs", "ZWE", "ZAF", "--transit", "ZAF"), "is an end of"),
        (("run", "transfer-costs", "ZWE", "ZAF", "--out", "no/where.json"), "cannot be written"),
        (("show", "nothing-like-it"), "No measure is called"),
        (("compare", "a.json", "b.json"), "cannot be read"),
    ],
)
def test_what_cannot_be_ends_with_two_and_a_sentence(monkeypatch, capsys, words, said) -> None:
    assert run(monkeypatch, *words) == 2
    out, aside = capsys.readouterr()
    assert out == "" and said in aside and "Traceback" not in aside


def test_a_file_that_is_no_run_is_refused(monkeypatch, capsys) -> None:
    Path("a.json").write_text('{"accounts": 3}')
    Path("b.json").write_text("no JSON")
    for name in ("a.json", "b.json"):
        assert run(monkeypatch, "compare", name, name) == 2
        assert "is no run of a measure" in capsys.readouterr().err
    assert run(monkeypatch, "compare", "a.json") == 2
    assert "Two to 5 runs" in capsys.readouterr().err


def test_a_template_of_one_s_own_is_checked_and_every_fault_told(monkeypatch, capsys) -> None:
    Path("mine.yaml").write_text("title: Mine\n")
    assert run(monkeypatch, "check", "mine.yaml") == 2
    aside = capsys.readouterr().err
    assert '"question" is missing' in aside and '"failure" is missing' in aside
    shipped = Path(__file__).parents[3] / "src/passerelle/measures/catalogue/transfer-costs.yaml"
    Path("copy.yaml").write_text(shipped.read_text("utf-8"), "utf-8")
    assert run(monkeypatch, "check", "copy.yaml") == 0
    assert "is complete" in capsys.readouterr().out


def test_a_brief_tells_of_runs_on_its_corridor_alone(monkeypatch, capsys) -> None:
    run(monkeypatch, "run", "transfer-costs", "ZWE", "ZAF", *FEW, "--out", "a.json")
    assert ran(monkeypatch, "brief", "ZWE", "ZAF", "--out", "b.md", "--run", "a.json") == 0
    text = Path("b.md").read_text("utf-8")
    assert "Options tried" in text and "no forecast" in text
    assert ran(monkeypatch, "brief", "MEX", "USA", "--out", "c.md", "--run", "a.json") == 2
    assert "is a run on ZWE → ZAF" in capsys.readouterr().err and not Path("c.md").exists()
