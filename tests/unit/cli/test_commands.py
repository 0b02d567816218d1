"""The command line: results to stdout, all else to stderr, exit codes, one JSON document."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from passerelle.demography.flows.estimate import METHODS
from passerelle.evidence.readers.undesa_stock import LONG
from tests.makers import csv_file


@pytest.mark.parametrize(
    ("text", "first"),
    [("Ivory Coast", "CIV Côte d’Ivoire"), ("NA", "NAM Namibia"), ("المغرب", "MAR Morocco"), ("504", "MAR Morocco"),
     ("Swaziland", "SWZ Eswatini"), ("turkey", "TUR Türkiye"), ("SCG", "SCG Serbia and Montenegro")],
)  # fmt: skip
def test_place_says_code_and_name_first(run, text: str, first: str) -> None:
    ran = run("place", text)
    assert ran.code == 0 and ran.out.splitlines()[0] == first and not ran.err


def test_an_unsure_place_gets_suggestions_and_exit_1(run) -> None:
    ran = run("place", "Marroc")
    assert ran.code == 1 and "? MAR Morocco" in ran.out and "Did you mean Morocco (MAR)" in ran.err


def test_a_code_that_is_mapped_says_so(run) -> None:
    ran = run("place", "736")
    assert ran.code == 0 and '"736" is read as this place: Sudan before the independence' in ran.out
    assert "is read as" not in run("place", "729").out


def test_a_divided_territory_gets_its_successors(run) -> None:
    ran = run("place", "Ruanda-Urundi")
    assert ran.code == 1 and ran.out.split("\n")[:2] == ["? BDI Burundi", "? RWA Rwanda"]
    assert "became several places" in ran.err


def test_a_corridor_as_json_is_one_document(run) -> None:
    ran = run("corridor", "Mexico", "usa", "--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 0 and not ran.err
    assert (told["origin"], told["destination"]) == ("MEX", "USA")
    fields = ["indicator", "value", "unit", "period", "sex", "age", "source", "vintage", "status", "method", "low",
              "high", "note"]  # fmt: skip
    assert all(list(figure) == fields for figure in told["figures"])
    stock = next(f for f in told["figures"] if f["indicator"] == "stock" and f["sex"] == "_T")
    assert stock["value"] == 10_853_105 and stock["unit"] == "persons"


def test_a_corridor_as_csv_has_origin_before_destination(run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("corridor", "BFA", "CIV", "--format", "csv").out)))
    assert list(rows[0])[:3] == ["indicator", "origin", "destination"]
    assert {row["origin"] for row in rows} == {"BFA"}
    assert any(row["value"] == "" and row["note"] for row in rows)


def test_a_corridor_as_a_table_says_how_much_is_not_known(run) -> None:
    ran = run("corridor", "MAR", "NLD")
    assert "174,914" in ran.out and "not known" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("corridor", "Marroc", "NLD"), 1, "Did you mean"),
        (("corridor", "NLD", "NLD"), 2, "stands at both ends"),
        (("corridor", "MEX", "USA", "--vintage", "all"), 2, "one vintage"),
        (("evidence", "get", "price"), 2, "price_200"),
        (("evidence", "get", "stock", "--period", "soon"), 2, "is not a period"),
        (("evidence", "get", "stock", "--sex", "x"), 2, "no sex"),
        (("evidence", "get", "smart", "--origin", "MEX", "--destination", "USA"), 1, "No figure is known"),
        (("evidence", "build", "no-such-folder"), 2, "is not a folder"),
        (("brief", "MEX", "USA", "--out", "b.odt"), 2, "no form of a brief"),
        (("route", "MEX"), 2, "at least an origin"),
        (("place", "EU"), 1, "is a grouping (European Union) and no place"),
        (("evidence", "get", "stock", "--format", "yaml"), 2, '--format takes table, json, csv, not "yaml".'),
        (("brief", "MEX", "USA", "--out", "b.pdf", "--lang", "xx"), 2, 'not "xx". `passerelle brief --help`'),
        (("evidence", "get"), 2, "Missing argument 'indicator'. `passerelle evidence get --help` shows"),
        (("evidence", "get", "stock", "--nope"), 2, "No such option: --nope."),
        (("serve", "--port", "x"), 2, "--port: a whole number is expected."),
    ],
)
def test_refusals_are_sentences_on_stderr(run, words: tuple[str, ...], code: int, told: str) -> None:
    ran = run(*words)
    assert ran.code == code and told in ran.err and "Traceback" not in ran.err and "Value error" not in ran.err


def test_get_lays_vintages_beside_one_another(run) -> None:
    ran = run("evidence", "get", "stock", "--origin", "MEX", "--destination", "USA", "--period", "2015", "--sex", "_T",
              "--vintage", "all", "--format", "json")  # fmt: skip
    assert {figure["vintage"] for figure in json.loads(ran.out)} == {"2017", "2020"}


def test_get_as_of_a_year_before_any_table_says_so(run) -> None:
    words = (
        "evidence",
        "get",
        "stock",
        "--origin",
        "MEX",
        "--destination",
        "USA",
        "--vintage",
        "1999",
        "--format",
        "json",
    )
    ran = run(*words)
    (figure,) = json.loads(ran.out)
    assert ran.code == 1 and figure["value"] is None
    assert figure["note"] == "no table published by 1999 is held; the oldest one here is of 2017"


def test_a_corridor_as_of_a_year_before_any_table_says_so(run) -> None:
    told = json.loads(run("corridor", "MEX", "USA", "--vintage", "1999", "--format", "json").out)
    stock = next(f for f in told["figures"] if f["indicator"] == "stock")
    assert stock["note"].startswith("no table published by 1999 is held")


def test_get_takes_a_place_at_either_end(run) -> None:
    by_origin = run("evidence", "get", "population", "--origin", "GHA", "--period", "2020", "--format", "json").out
    by_name = run("evidence", "get", "population_origin", "--origin", "GHA", "--period", "2020", "--format", "json").out
    assert json.loads(by_origin) == json.loads(by_name) != []


@pytest.mark.parametrize("what", ["sources", "indicators"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_lists_in_every_form(run, what: str, form: str) -> None:
    ran = run("evidence", what, "--format", form)
    assert ran.code == 0 and len(ran.out.splitlines()) > 20
    if form == "json":
        assert json.loads(ran.out)


def test_a_route_by_name_and_by_places(run) -> None:
    named = json.loads(run("route", "central-mediterranean", "--format", "json").out)
    assert named["stops"] == ["NGA", "NER", "LBY", "ITA"] and named["incidents"] > 1000
    chain = json.loads(run("route", "Ethiopia", "Djibouti", "Yemen", "Saudi Arabia", "--format", "json").out)
    assert chain["filed_under"] == ["EHOA_EASTERN"]


def test_a_brief_says_where_it_is(run, tmp_path: Path) -> None:
    ran = run("brief", "MEX", "USA", "--out", str(tmp_path / "b.json"))
    assert ran.code == 0 and not ran.out and "written" in ran.err
    again = run("brief", "MEX", "USA", "--out", str(tmp_path / "b.md"), "--since", str(tmp_path / "b.json"))
    assert again.code == 0 and "0 were revised" in (tmp_path / "b.md").read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("corridor",), ("brief",), ("route",), ("place",), ("evidence", "get"),
                                   ("evidence", "build"), ("evidence", "fetch"), ("serve",)])  # fmt: skip
def test_help_tells_and_shows(run, words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert ran.code == 0 and ("Examples" in ran.out or words in ((), ("serve",)))


@pytest.mark.parametrize(
    ("words", "option", "choices"),
    [
        (("flows", "estimate"), "--method", METHODS),
        (("flows", "estimate"), "--deaths", ("proportion", "accounting")),
        (("population", "project"), "--hold", ("rates", "counts")),
        (("drivers", "fit"), "--specification", ("pairs", "places", "both")),
        (("remittances", "price"), "--by", ("corridor", "world", "service")),
    ],
)
def test_help_and_completion_list_the_words_that_an_option_takes(
    run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], option: str, choices: tuple[str, ...]
) -> None:
    told = re.sub(r"[│\s]+", "", run(*words, "--help").out)
    assert all(choice in told for choice in choices)
    monkeypatch.setenv("_PASSERELLE_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"passerelle {' '.join(words)} {option} ")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    assert tuple(run().out.split()) == choices


def test_a_cold_start_loads_no_heavy_library() -> None:
    heavy = {"numpy", "polars", "duckdb", "rich.table"}
    code = f"import sys, passerelle.cli; print({heavy!r} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "set()"


HEADER = ("orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i")


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """A folder with one publisher's file, in which one code is no place's."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    csv_file(
        folder / LONG, HEADER, [("MAR", "NLD", 2020, 1, 2, 3, 1, 0, 0, 0), ("QQQ", "NLD", 2020, 1, 2, 3, 1, 0, 0, 0)]
    )
    return folder


def test_a_build_says_what_was_read_kept_and_left_out(run, downloads: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    ran = run("evidence", "build", str(downloads), "--out", str(tmp_path / "out"), "--report", str(report))
    assert ran.code == 0
    (line,) = [line.split() for line in ran.out.splitlines() if line.startswith("undesa_stock")]
    source, read, figures, kept, left_out = line[:5]
    assert (source, read, figures, left_out) == ("undesa_stock", "2", "3", "1") and int(kept) > 100_000
    assert "1 rows or cells were left out, of 1 sources (undesa_stock 1)" in ran.err
    assert "1 of these name a place that is none or is not known" in ran.err
    told = next(s for s in json.loads(report.read_text("utf-8"))["sources"] if s["source"] == "undesa_stock")
    assert told["left_out"][0]["examples"] == ['"QQQ", first in row 3']


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere/r.json", "there is no folder"), ("downloads", "is a folder; name a file in it")]
)
def test_a_report_that_cannot_be_written_stops_before_the_build(
    run, downloads: Path, tmp_path: Path, name: str, said: str
) -> None:
    out = tmp_path / "out"
    ran = run("evidence", "build", str(downloads), "--out", str(out), "--report", str(tmp_path / name))
    assert ran.code == 2 and said in ran.err and not out.exists()


def test_a_file_with_a_header_alone_stops_the_build(run, downloads: Path, tmp_path: Path) -> None:
    csv_file(downloads / LONG, HEADER, [])
    ran = run("evidence", "build", str(downloads), "--out", str(tmp_path / "out"))
    assert ran.code == 2 and f"{LONG}: holds a header and not one row" in ran.err


def test_a_table_that_nobody_knows_stops_no_corridor(run, downloads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("evidence", "build", str(downloads), "--out", str(out))
    catalogue = json.loads((out / "catalogue.json").read_text("utf-8"))
    catalogue["of_a_later_edition"] = catalogue["undesa_stock"]
    (out / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    ran = run("corridor", "MAR", "NLD", "--evidence", str(out), "--format", "json")
    assert ran.code == 0 and json.loads(ran.out)["figures"]
    assert '"of_a_later_edition"' in ran.err and "passed over" in ran.err


def test_indicators_say_under_which_names_they_stand_in_a_corridor(run) -> None:
    listed = json.loads(run("evidence", "indicators", "--format", "json").out)
    names = {one["indicator"]: one["in_a_corridor"] for one in listed}
    assert names["stock"] == ["stock"] and names["population"] == ["population_origin", "population_destination"]
    assert names["first_permits"] == ["first_permits_destination"] and names["detections"] == ["detections_origin"]
    corridor = json.loads(run("corridor", "BFA", "CIV", "--format", "json").out)
    assert {figure["indicator"] for figure in corridor["figures"]} == {name for many in names.values() for name in many}
