"""`passerelle plan`: every verb with its exits, what it writes where, and the rights gate over files."""

import io
import json
import re
import shutil
import sys
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from passerelle.exchange.cost_form import costs_template
from passerelle.measures.screening import Answer, Screening, as_yaml, read_screening
from passerelle.measures.screening import Measure as Asked
from passerelle.measures.templates import all_templates
from passerelle.plans.gate import OWN, fingerprint
from passerelle.plans.reading import as_json, read_plan
from passerelle.plans.reading import as_yaml as plan_yaml
from passerelle.plans.records import Corridor, Measure, Plan, Screened
from passerelle.plans.starts import all_starts
from tests.unit.cli.conftest import Run
from tests.unit.measures.screening.makers import FEATURES, answers, screening
from tests.unit.plans.makers import PER_EURO, action, cost, funded_by, measure, plan, replace, spread, year_long

EXAMPLES = Path(__file__).parents[3] / "examples"
EXAMPLE = str(EXAMPLES / "plan.yaml")
DAY = ("--on", "2026-11-27")
PLACES = Corridor("MAR", "DEU")
COERCIVE = [code for code, template in all_templates().items() if template.coercive]


def file(tmp_path: Path, made: Plan | str, name: str = "plan.yaml") -> str:
    path = tmp_path / name
    path.write_text(made if isinstance(made, str) else plan_yaml(made), "utf-8")
    return str(path)


def small() -> Plan:
    """Two actions, the second after the first, with a range, a source and a line that has no rate."""
    first = year_long(
        "first", costs=(cost("x", spread(60, 100, 220), category="training"),), funds=funded_by(("state", "0.5"))
    )
    second = action("second", 100, ["first"], costs=(cost("y", 1000, currency="MAD"),))
    return plan(first, second, exchange_rates=PER_EURO[1:], title="Small")


# new ------------------------------------------------------------------------------------------------------


def test_a_new_plan_is_one_that_can_be_read_and_is_sound(run: Run, tmp_path: Path) -> None:
    for start in all_starts():
        ran = run("plan", "new", start)
        assert ran.code == 0 and ran.err == "" and read_plan(ran.out) == all_starts()[start]
        assert run("plan", "check", file(tmp_path, ran.out), "--draft", *DAY).code == 0
    assert run("plan", "new").out == run("plan", "new", "national-strategy").out


def test_a_new_plan_may_have_its_title(run: Run) -> None:
    made = read_plan(run("plan", "new", "joint-plan", "--title", "Along: the “route” #1").out)
    assert made.title == "Along: the “route” #1"


@pytest.mark.parametrize(
    ("words", "told"),
    [(("holiday",), 'no start "holiday"; there are joint-plan, national-strategy'),
     (("joint-plan", "--title", "x" * 201), "title: a text of length <= 200 is expected here")],
)  # fmt: skip
def test_there_is_no_other_start_and_no_endless_title(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run("plan", "new", *words)
    assert ran.code == 2 and told in ran.err and ran.out == ""


# check ----------------------------------------------------------------------------------------------------


def test_the_example_is_sound_and_its_measures_are_screened(run: Run) -> None:
    ran = run("plan", "check", EXAMPLE, *DAY)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "“Work, skills and transfers between Morocco and Belgium” is sound: 3 objectives, 4 measures, 10 actions.",
        "Nothing stands against its adoption.",
    ]


def test_the_examples_screenings_are_of_its_measures_and_run_out(run: Run) -> None:
    ran = run("plan", "check", EXAMPLE, "--on", "2027-11-17")
    assert ran.code == 3 and ran.err.count("was to be looked at again by 2027-11-16") == 8  # remarks and the refusal
    assert run("plan", "check", EXAMPLE, "--on", "2027-11-16").code == 0
    forms = sorted((EXAMPLES / "screenings").glob("*.yaml"))
    marks = {fingerprint(one) for one in read_plan(Path(EXAMPLE).read_text("utf-8")).measures()}
    assert {read_screening(form.read_text("utf-8")).measure.fingerprint for form in forms} == marks


def test_json_and_stdin_are_read_as_well(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    path.write_text("\ufeff" + as_json(small()), "utf-8")
    assert run("plan", "check", str(path), "--draft").code == 0
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(plan_yaml(small()).encode())))
    ran = run("plan", "check", "-", "--draft")
    assert ran.code == 0 and ran.out == "“Small” is sound: 1 objectives, 1 measures, 2 actions.\n"


def test_from_stdin_screenings_stand_in_the_folder_one_is_in(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(EXAMPLES / "screenings", tmp_path / "screenings")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(Path(EXAMPLE).read_bytes())))
    assert run("plan", "check", "-", *DAY).code == 0


def test_what_is_worth_a_look_goes_to_stderr(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "check", file(tmp_path, small()), "--draft", *DAY)
    assert ran.code == 0
    assert "“Item y” of “Do second” is in no total: no rate of exchange from MAD is known on 2026-11-02." in ran.err
    assert "objectives[1].measures[1].actions[1]: Nobody leads “Do first”." in ran.err


def test_a_plan_that_is_not_sound_is_bad_input_with_all_its_faults(run: Run, tmp_path: Path) -> None:
    made = plan(action("a", needs=["b"]), action("b", needs=["a"]), currency="XXY")
    for verb in (("check",), ("schedule",), ("budget",)):
        ran = run("plan", *verb, file(tmp_path, made))
        assert ran.code == 2 and ran.out == ""
        assert "- currency: “XXY” is not a currency of ISO 4217." in ran.err
        assert "so that none can begin: “Do a” → “Do b” → “Do a”." in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "is not written in UTF-8 (byte 1)"),
        (b"", "The file holds no plan"),
        (b"{", "This is not JSON"),
        (b"title: x\n", 'Line 1, The plan: the field "period" is lacking.'),
        (b"title: [\n", "Line 2: this is not YAML that can be read"),
        (b"title: &a x\nsummary: *a\n", "aliases (*) are not used here"),
    ],
)
def test_what_is_no_plan_is_bad_input(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    for verb in (
        ("check",),
        ("schedule",),
        ("budget",),
        ("slip",),
    ):
        more = ("a", "1") if verb == ("slip",) else ()
        ran = run("plan", *verb, str(path), *more)
        assert ran.code == 2 and told in ran.err and ran.out == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "nowhere.yaml"), '"nowhere.yaml" cannot be read: No such file'),
        (("schedule", "."), '"." cannot be read: Is a directory'),
        (("check", EXAMPLE, "--on", "soon"), "--on: 'soon' does not match"),
        (("check",), "Missing argument 'file'"),
        (("schedule", EXAMPLE, "--format", "csv"), "table, json, ics"),
        (("budget", EXAMPLE, "--format", "ics"), "table, json, csv, xlsx"),
        (("budget", EXAMPLE, "--draws", "99"), "99 draws cannot be meant; take 100 to 1,000,000."),
        (("budget", EXAMPLE, "--random-seed", "-1"), "--random-seed"),
        (("budget", EXAMPLE, "--out", "b.txt"), "--out: a table is for the screen; add --format json, csv or xlsx"),
        (("budget", EXAMPLE, "-f", "json", "--out", "nowhere/b.json"), "there is no folder"),
        (("slip", EXAMPLE, "ghost", "5"), 'There is no action "ghost" in the plan.'),
        (("slip", EXAMPLE, "school", "0"), "An action slips by 1 to 3,660 days, not by 0."),
        (("slip", EXAMPLE, "school", "x"), "days: a whole number is expected"),
        (("print", EXAMPLE, "--out", "plan.txt"), "ends neither in .pdf nor in .docx"),
        (("print", EXAMPLE), "--out"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_said_in_a_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run("plan", *words)
    assert ran.code == 2 and told in ran.err and ran.out == ""


# The gate over files --------------------------------------------------------------------------------------


def form_of(one: Measure, **changes: Any) -> Screening:
    asked = Asked(one.template or OWN, "MAR", "DEU", parameters={"days": 30}, features=FEATURES)
    return screening(**({"measure": asked} | changes))


def planned(template: str, **changes: Any) -> Measure:
    whole = measure(
        action("act"), template=template, corridor=PLACES, parameters={"days": 30.0}, screening=Screened(file="s.yaml")
    )
    return replace(whole, **changes)


def gate(run: Run, tmp_path: Path, one: Measure, form: Screening | str | None, *more: Measure) -> Any:
    if form is not None:
        (tmp_path / "s.yaml").write_text(form if isinstance(form, str) else as_yaml(form), "utf-8")
    return run("plan", "check", file(tmp_path, plan(measures=[one, *more])), *DAY)


@pytest.mark.parametrize("template", [*COERCIVE, "seasonal", ""])
def test_a_screening_beside_the_plan_lets_a_measure_pass(run: Run, tmp_path: Path, template: str) -> None:
    one = planned(template)
    ran = gate(run, tmp_path, one, form_of(one))
    assert ran.code == 0 and "Nothing stands against its adoption." in ran.out


FORGED = Screened("no stop found", screening().screened_on, screening().review_by)
STOPS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "none": ({"screening": None}, {}, "It has no screening of rights."),
    "stopped": ({}, {"answers": answers(but={"coercion": Answer("coercion", "no", "No law.")})}, "stopped it"),
    "unfinished": ({}, {"answers": answers(but={"child": None})}, "is not finished"),
    "by one person": ({}, {"screeners": ()}, "is not finished"),
    "old": ({}, {"review_by": date(2026, 11, 26)}, "looked at again by 2026-11-26"),
    "changed": ({"parameters": {"days": 31.0}}, {}, "the measure changed since"),
    "another corridor": ({"corridor": Corridor("MAR", "FRA")}, {}, "the measure changed since"),
    "no corridor": ({"corridor": None}, {}, "It has no screening of rights."),
    "another template": ({"template": "matched-funds"}, {}, "the measure changed since"),
    "claimed, no file": ({"screening": FORGED}, {}, "is not finished"),
    "claimed over a file": (
        {"screening": replace(FORGED, file="s.yaml")}, {"answers": ()}, "is not finished",
    ),
    "a mark forged in the file": (
        {"parameters": {"days": 31.0}}, {"fingerprint": fingerprint(planned("readmission", parameters={"days": 31.0}))},
        "Its screening of rights is ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", STOPS)
@pytest.mark.parametrize("template", COERCIVE)
def test_no_coercive_measure_slips_past_the_command(run: Run, tmp_path: Path, template: str, kind: str) -> None:
    of_measure, of_form, told = STOPS[kind]
    one = planned(template)
    if kind == "claimed, no file":
        of_measure = {"screening": replace(FORGED, fingerprint=fingerprint(one))}
    ran = gate(run, tmp_path, replace(one, **of_measure), form_of(one, **of_form))
    assert ran.code == 3 and "The plan cannot be adopted:\n- Measure m: " in ran.err and told in ran.err
    assert "Nothing stands against" not in ran.out and "is sound" in ran.out


def test_a_claim_without_a_file_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    ran = gate(run, tmp_path, planned("seasonal", screening=FORGED), None)
    assert ran.code == 3
    assert "The screening of “Measure m” stands in no file, so it cannot be judged; name its file." in ran.err


def test_one_file_serves_one_measure_of_the_parties_own(run: Run, tmp_path: Path) -> None:
    one, other = planned(""), planned("", key="n", title="Hold everyone", actions=())
    ran = gate(run, tmp_path, one, form_of(one), other)
    assert ran.code == 3 and "The screening of “Hold everyone” is that of another measure." in ran.err
    assert "- Measure m" not in ran.err


def test_the_gate_can_be_left_out_of_a_draft(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "check", file(tmp_path, plan(measures=[planned("readmission", screening=None)])), "--draft", *DAY)
    assert ran.code == 0 and "Nothing stands" not in ran.out and "It has no screening of rights." in ran.err


@pytest.mark.parametrize(("form", "told"), [(None, "No such file"), ("screening: 1\n", "s.yaml"), ("{", "s.yaml")])
def test_a_screening_that_cannot_be_read_is_bad_input(run: Run, tmp_path: Path, form: str | None, told: str) -> None:
    ran = gate(run, tmp_path, planned("seasonal"), form)
    assert ran.code == 2 and (told in ran.err or "line" in ran.err) and ran.out == ""


# schedule and slip ----------------------------------------------------------------------------------------


def test_the_timetable_as_json(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "schedule", file(tmp_path, small()), "--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 0 and ran.err == ""
    assert told["critical_path"] == ["first", "second"] and told["end"] == "2028-04-09" and told["conflicts"] == []
    assert told["actions"][0] == {
        "action": "first", "title": "Do first", "early_start": "2027-01-01", "early_end": "2027-12-31",
        "late_start": "2027-01-01", "late_end": "2027-12-31", "slack": 0, "critical": True, "pushed": 0,
    }  # fmt: skip


def test_the_timetable_for_people_with_clashes_to_stderr(run: Run, tmp_path: Path) -> None:
    made = plan(action("a", 10), action("b", 5, ["a"], start=small().period.start))
    ran = run("plan", "schedule", file(tmp_path, made))
    assert ran.code == 0 and ran.err == "“Do b” begins 10 days before “Do a”, which it needs, lets it.\n"
    assert re.search(r"^b +Do b +2027-01-11 +2027-01-15 +5 +0 +critical$", ran.out, re.MULTILINE)


def test_the_timetable_as_a_calendar(run: Run) -> None:
    ran = run("plan", "schedule", EXAMPLE, "--format", "ics")
    assert ran.code == 0 and ran.out.startswith("BEGIN:VCALENDAR") and ran.out.count("BEGIN:VEVENT") >= 10


def test_a_slip_tells_what_moves_and_what_it_costs_when(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "slip", file(tmp_path, small()), "first", "73")
    assert ran.code == 0
    assert re.search(r"^first +Do first +73$", ran.out, re.MULTILINE)
    assert re.search(r"^second +Do second +73$", ran.out, re.MULTILINE)
    # 73 of 365 days fall into the next year
    assert re.search(r"^2027 +100\.00 +80\.00$", ran.out, re.MULTILINE)
    assert re.search(r"^2028 +0\.00 +20\.00$", ran.out, re.MULTILINE)
    assert ran.out.endswith("The plan ends on 2028-06-21.\n")


# budget ---------------------------------------------------------------------------------------------------


def test_the_budget_as_json_by_year_and_source_with_ranges_and_gap(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "budget", file(tmp_path, small()), "--format", "json", "--draws", "2000")
    told = json.loads(ran.out)
    assert ran.code == 0 and told["currency"] == "EUR" and told["draws"] == {
        "number": 2000, "seed": 1, "correlation": "0.25",
    }  # fmt: skip
    year = told["years"][0]
    assert (year["year"], year["total"], year["sources"], year["gap"]) == (
        2027, "100.00", {"state": "50.00", "fund": "0.00"}, "50.00",
    )  # fmt: skip
    assert D(year["p10"]) < D(year["p50"]) < D(year["p90"]) and 0 < told["total"]["within_total"] < 1
    assert {row["key"]: row["total"] for row in told["by_category"]} == {"training": "100.00"}


def test_what_is_left_out_is_in_the_json_and_on_stderr(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "budget", file(tmp_path, small()), "--format", "json", "--draws", "100")
    assert [line["item"] for line in json.loads(ran.out)["left_out"]] == ["Item y"]
    said = "In no total: “Item y” of second. No rate of exchange from MAD to EUR is known.\n"
    assert ran.err == said
    ran = run("plan", "budget", file(tmp_path, small()), "--draws", "100")
    assert ran.err == "" and ran.out.endswith(said)


def test_surplus_is_said_too(run: Run, tmp_path: Path) -> None:
    made = plan(year_long(costs=(cost(),), funds=funded_by(("fund", {2027: "130.25"}))))
    assert (
        run("plan", "budget", file(tmp_path, made), "-f", "json").err
        == "a is given 30.25 EUR more in 2027 than it costs.\n"
    )


def test_in_every_year_of_the_example_sources_and_gap_are_the_total(run: Run) -> None:
    told = json.loads(run("plan", "budget", EXAMPLE, "--format", "json", "--draws", "100").out)
    for year in (*told["years"], told["total"]):
        assert sum(map(D, year["sources"].values())) + D(year["gap"]) == D(year["total"])
        assert D(year["costs"]) + D(year["contingency"]) == D(year["total"])
    for table in ("by_department", "by_source", "by_category"):
        for year in told["years"]:
            assert sum(D(row["years"][str(year["year"])]) for row in told[table]) == D(year["total"]), table


def test_the_same_seed_tells_the_same_and_another_another(run: Run) -> None:
    def told(seed: str) -> str:
        return run("plan", "budget", EXAMPLE, "-f", "json", "--draws", "500", "--random-seed", seed).out

    assert told("1") == told("1") != told("2")


def test_the_budget_for_people(run: Run) -> None:
    ran = run("plan", "budget", EXAMPLE, "--draws", "1000")
    assert ran.code == 0 and "demonstration: invented, EUR, rates of 2026-11-02" in ran.out
    head = next(line for line in ran.out.splitlines() if line.startswith("year"))
    assert head.split() == [
        "year", "costs", "contingency", "total", "state-mar", "state-bel", "fund", "employers", "gap", "p10", "p50", "p90",
    ]  # fmt: skip
    assert re.search(r"^With the contingency the total is enough in \d+% of the draws\.$", ran.out, re.MULTILINE)


def test_the_budget_into_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "b.json"
    ran = run("plan", "budget", EXAMPLE, "-f", "json", "--draws", "100", "--out", str(out))
    assert ran.code == 0 and ran.out == "" and json.loads(out.read_text("utf-8"))["currency"] == "EUR"


def test_the_budget_as_csv_and_as_a_workbook(run: Run, tmp_path: Path) -> None:
    csv, book = tmp_path / "b.csv", tmp_path / "b.xlsx"
    for form, out in (("csv", csv), ("xlsx", book)):
        assert run("plan", "budget", EXAMPLE, "-f", form, "--draws", "100", "--out", str(out)).code == 0
    assert csv.read_text("utf-8-sig").count("\n") > 10 and book.read_bytes()[:2] == b"PK"


# changes, schema, print, import-costs ----------------------------------------------------------------------


def test_changes_end_with_1_where_there_are_some_and_0_where_there_are_none(run: Run, tmp_path: Path) -> None:
    before = file(tmp_path, small(), "before.yaml")
    after = file(tmp_path, replace(small(), title="Other"), "after.yaml")
    assert (run("plan", "changes", before, before).code, run("plan", "changes", before, before).out) == (0, "[]\n")
    ran = run("plan", "changes", before, after)
    assert ran.code == 1 and json.loads(ran.out) == [
        {"kind": "changed", "path": ["title"], "title": "Other", "before": "Small", "after": "Other"}
    ]


def test_json_and_yaml_of_one_plan_are_no_change(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(as_json(small()), "utf-8")
    assert run("plan", "changes", file(tmp_path, small()), str(tmp_path / "p.json")).code == 0


def test_the_schema_is_one_document(run: Run) -> None:
    ran = run("plan", "schema")
    assert ran.code == 0 and json.loads(ran.out)["title"] == "A plan of Passerelle"


@pytest.mark.parametrize(("name", "begins"), [("plan.pdf", b"%PDF"), ("plan.docx", b"PK")])
def test_a_plan_is_printed(run: Run, tmp_path: Path, name: str, begins: bytes) -> None:
    out = tmp_path / name
    ran = run("plan", "print", file(tmp_path, small()), "--out", str(out), "--draws", "100")
    assert ran.code == 0 and ran.err == f"{out}: written.\n" and out.read_bytes().startswith(begins)


def test_lines_of_costs_come_in_from_a_table_and_refused_rows_leave_all_out(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "costs.xlsx"
    table.write_bytes(costs_template(small()))
    ran = run("plan", "import-costs", file(tmp_path, small()), str(table))
    assert ran.code == 0 and read_plan(ran.out) == small()
    out = tmp_path / "out.yaml"
    assert run("plan", "import-costs", file(tmp_path, small()), str(table), "--out", str(out)).code == 0
    assert read_plan(out.read_text("utf-8")) == small()
    other = tmp_path / "costs.csv"
    other.write_text("nothing,of,the,kind\n1,2,3,4\n", "utf-8")
    ran = run("plan", "import-costs", file(tmp_path, small()), str(other))
    assert ran.code == 2 and ran.out == ""
