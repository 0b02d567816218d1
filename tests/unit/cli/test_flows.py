"""`passerelle flows`: results to stdout or files, all else to stderr, exits, and nothing half done."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from passerelle.base.errors import EvidenceError, ModelError, PasserelleError
from passerelle.cli import app
from passerelle.cli.writing import write_files
from passerelle.demography.flows.estimate import METHODS
from passerelle.demography.flows.files import as_csv, read_square
from tests.unit.cli.running import ran
from tests.unit.demography.flows.test_accounts import isolated
from tests.unit.demography.flows.worlds import END, PLACES, START

pytestmark = pytest.mark.slow

VITAL = "code,births,deaths,net\nA,0,0,10\nB,0,0,-10\nC,0,0,3\nD,0,0,-3\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("S0.csv").write_text(as_csv(PLACES, START, "birth"))
    Path("S1.csv").write_text(as_csv(PLACES, END, "birth"))
    Path("V.csv").write_text(VITAL)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    return ran(monkeypatch, "flows", *words)


FILES = ("estimate", "--start", "S0.csv", "--end", "S1.csv", "--vital", "V.csv")


def test_flows_go_to_stdout_and_residuals_to_stderr(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--method", "closed") == 0
    out, aside = capsys.readouterr()
    assert out.startswith("origin,A,B,C,D\nA,0,")
    assert "residual net" in aside and "residual start" in aside


def test_flows_report_and_intervals_go_to_files(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--draws", "12", "--out", "od.csv", "--report", "r.json", "--random-seed", "4") == 0
    assert capsys.readouterr().out == ""
    od, low, high = (read_square(Path(name), "origin").values for name in ("od.csv", "od.low.csv", "od.high.csv"))
    assert (np.diag(od) == 0).all() and (low <= high + 1e-3).all()
    report = json.loads(Path("r.json").read_text())
    assert report["method"] == "pseudo-bayes" and report["total"] == pytest.approx(od.sum())
    assert {"start", "end", "net", "world"} == set(report["residuals"])
    assert report["interval"]["draws"] + report["interval"]["refused"] == 12
    assert report["iterations"] >= 0 and report["seconds"] >= 0 and report["cells_made_zero"] == 0


def test_rounding_net_column_seed_and_weight(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--round") == 0
    rounded = capsys.readouterr().out
    assert "." not in rounded
    assert run(monkeypatch, *FILES, "--method", "rate", "--net-column", "net") == 0
    table = [line.split(",")[1:] for line in capsys.readouterr().out.splitlines()[1:]]
    assert sum(float(cell) for row in table for cell in row) == pytest.approx(26)
    Path("M.csv").write_text(as_csv(PLACES, np.arange(1.0, 17).reshape(4, 4), "origin"))
    assert run(monkeypatch, *FILES, "--seed-matrix", "M.csv", "--weight", "0.5") == 0


def test_open_is_written_with_a_warning_that_names_the_cells(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    start = START.copy()
    start[2, 2] = -20
    end = END.copy()
    end[2, 2] = 30
    Path("S0.csv").write_text(as_csv(PLACES, start, "birth"))
    Path("S1.csv").write_text(as_csv(PLACES, end, "birth"))
    assert run(monkeypatch, *FILES, "--method", "open", "--out", "od.csv", "--report", "r.json") == 0
    aside = capsys.readouterr().err
    assert "-20 natives in C" in aside
    assert "below zero (end account, born in D living in C" in aside
    report = json.loads(Path("r.json").read_text())
    assert report["cells_made_zero"] == 1 and report["negative_cells"]
    assert report["rest_of_world"]["arrived"] > 0


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("S0.csv", "A,1000,100", "A,1000,-100", "-100 for A in B"),
        ("S1.csv", "A,950,100", "A,950,x", 'column "B": the cell of A: "x" is not a number. Write persons as'),
        ("S1.csv", "A,950,100", "A,950,inf", '"inf" is not a number'),
        ("S1.csv", "A,950,100", "A,950,", "the cell of A is empty. Write 0"),
        ("S1.csv", "D", "E", "D is not in S1.csv. Both tables must hold the same places"),
        ("S1.csv", "\nD,", "\nC,", "C stands in row 4 already"),
        ("S1.csv", "birth,A,B,C,D", "birth,A,B,C,C", "C has two columns"),
        ("S1.csv", "birth,A,B,C,D", "birth,A,B,C,E", "D has a row and no column"),
        ("V.csv", "D,0,0", "D,0,99999", "D has 99,999 deaths among 245 inhabitants"),
        ("V.csv", "D,0,0", "D,999,0", "D has 999 births and only 225 inhabitants"),
        ("V.csv", "D,0,0", "D,-1,0", "the cell of D: -1 is below 0"),
        ("V.csv", "D,0,0", "E,0,0", "E is not in the tables of stocks"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_no_file(room, monkeypatch, capsys, name, old, new, said) -> None:  # type: ignore[no-untyped-def]
    Path(name).write_text(Path(name).read_text().replace(old, new))
    assert run(monkeypatch, *FILES, "--out", "od.csv", "--report", "r.json") == 2
    out, aside = capsys.readouterr()
    assert out == "" and said in aside and aside.count("\n") == 1
    assert not list(room.glob("od*")) and not Path("r.json").exists()


def test_margins_that_disagree_are_refused_and_may_be_left_out(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    start, end = isolated()
    Path("S0.csv").write_text(as_csv(PLACES, start, "birth"))
    Path("S1.csv").write_text(as_csv(PLACES, end, "birth"))
    Path("V.csv").write_text("code,births,deaths\nA,80,70\nB,20,30\nC,40,50\nD,60,10\n")
    assert run(monkeypatch, *FILES, "--method", "closed", "--out", "od.csv") == 2
    assert "Margins disagree for D" in capsys.readouterr().err and not Path("od.csv").exists()
    assert run(monkeypatch, *FILES, "--method", "closed", "--out", "od.csv", "--isolated", "leave") == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--round", "--method", "closed"),
        ("--weight", "2"),
        ("--draws", "1"),
        ("--draws", "5", "--level", "1"),
        ("--rescale", "after", "--method", "open-dr"),
        ("--rescale", "after", "--method", "rate"),
        ("--births", "proportion", "--method", "rate"),
        ("--deaths", "accounting", "--method", "rogers"),
        ("--quality-column", "net"),
        ("--quality-column", "net", "--draws", "5"),
        ("--calibrate", "S0.csv", "--method", "closed"),
        ("--calibrate", "S0.csv", "--weight", "0.5"),
        ("--seed-matrix", "M.csv", "--method", "rate"),
        ("--net-column", "net", "--method", "closed"),
        ("--net-column", "none", "--method", "rate"),
        ("--by-type", "t.csv", "--method", "rate"),
        ("--by-birthplace", "t.csv", "--method", "drop-negative"),
        ("--report", "od.csv"),
        ("--report", "."),
    ],
)
def test_options_that_mean_nothing_are_refused(room, monkeypatch, capsys, words) -> None:  # type: ignore[no-untyped-def]
    Path("M.csv").write_text(as_csv(PLACES, np.ones((4, 4)), "origin"))
    assert run(monkeypatch, *FILES, *words, "--out", "od.csv") == 2
    refusal = capsys.readouterr().err.splitlines()[-1]
    assert refusal.endswith(".") and "Traceback" not in refusal
    assert not list(room.glob("od*")) and not list(room.glob(".*")) and not Path("t.csv").exists()


@pytest.mark.parametrize(
    ("option", "word", "takes"),
    [
        ("--method", "magic", ", ".join(METHODS)),
        ("--isolated", "maybe", "refuse, leave"),
        ("--births", "some", "native, proportion"),
        ("--deaths", "none", "proportion, accounting"),
        ("--rescale", "never", "before, after"),
    ],
)
def test_another_word_is_refused_with_those_that_an_option_takes(
    room, monkeypatch, capsys, option, word, takes
) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, option, word, "--out", "od.csv") == 2
    assert capsys.readouterr().err.startswith(f'{option} takes {takes}, not "{word}". ')
    assert not Path("od.csv").exists()


def test_a_weight_where_there_is_none_is_said(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--method", "closed", "--weight", "0.87") == 0
    assert "--weight changes nothing here" in capsys.readouterr().err


def test_moves_by_type_and_by_birthplace_go_to_files(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("--by-type", "t.csv", "--by-birthplace", "b.csv", "--out", "od.csv")
    assert run(monkeypatch, *FILES, *words) == 0
    flows = read_square(Path("od.csv"), "origin").values
    types, births = pl.read_csv("t.csv"), pl.read_csv("b.csv")
    assert types.columns == ["origin", "destination", "outward", "return", "transit"]
    assert births.columns == ["birth", "origin", "destination", "persons"]
    assert types.select(pl.sum_horizontal("outward", "return", "transit")).sum().item() == pytest.approx(flows.sum())
    assert births["persons"].sum() == pytest.approx(flows.sum())
    back = births.filter(pl.col("birth") == pl.col("destination"))["persons"].sum()
    assert back == pytest.approx(types["return"].sum()) and back > 0
    assert births.filter(pl.col("origin") == pl.col("destination")).is_empty()


def test_the_weight_is_calibrated_on_reports_and_the_calibration_is_shown(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--weight", "0.6", "--out", "reported.csv") == 0
    capsys.readouterr()
    assert run(monkeypatch, *FILES, "--calibrate", "reported.csv", "--out", "od.csv", "--report", "r.json") == 0
    aside = capsys.readouterr().err
    assert "weight 0.600 calibrated on 12 reported flows" in aside and "error at weights 0.0: " in aside
    report = json.loads(Path("r.json").read_text())
    assert report["weight"] == pytest.approx(0.6, abs=1e-3) == report["calibration"]["weight"]
    assert len(report["calibration"]["curve"]) == 51 and report["calibration"]["reports"] == 12
    flows, reported = (read_square(Path(name), "origin").values for name in ("od.csv", "reported.csv"))
    assert np.allclose(flows, reported, rtol=1e-3)


def test_reports_of_other_places_calibrate_nothing(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("x.csv").write_text("origin,destination,value\nX,Y,5\n")
    assert run(monkeypatch, *FILES, "--calibrate", "x.csv", "--out", "od.csv") == 2
    assert "at least 10 are needed" in capsys.readouterr().err and not Path("od.csv").exists()


def test_draws_have_intervals_of_rates_types_and_places_by_quality(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("V.csv").write_text("code,births,deaths,class\nA,0,0,0\nB,0,0,3\nC,0,0,3\nD,0,0,1\n")
    words = ("--draws", "20", "--level", "0.5", "--out", "od.csv", "--report", "r.json")
    assert run(monkeypatch, *FILES, *words) == 0
    aside = capsys.readouterr().err
    assert "50% of 20 draws have" in aside and "\n\n" not in aside
    best = json.loads(Path("r.json").read_text())["interval"]
    assert run(monkeypatch, *FILES, *words, "--quality-column", "class") == 0
    worse = json.loads(Path("r.json").read_text())["interval"]
    for interval in (best, worse):
        assert interval["level"] == 0.5 and set(interval["by_type"]) == {"outward", "return", "transit"}
        assert interval["per_1000"]["low"] < interval["per_1000"]["high"]
        assert list(interval["places"]) == list(PLACES)
        assert interval["places"]["B"]["out_per_1000"]["low"] < interval["places"]["B"]["out_per_1000"]["high"]
    width = [i["total"]["high"] - i["total"]["low"] for i in (best, worse)]
    assert width[1] > width[0]


def test_intervals_of_the_rate_follow_the_net_migration_given(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("--method", "rate", "--net-column", "net", "--draws", "30", "--report", "r.json")
    assert run(monkeypatch, *FILES, *words) == 0
    report = json.loads(Path("r.json").read_text())
    assert report["total"] == pytest.approx(26)
    own = json.loads(Path("r.json").read_text())["interval"]["total"]
    assert run(monkeypatch, *FILES, "--method", "rate", "--draws", "30", "--report", "r.json") == 0
    assert own != json.loads(Path("r.json").read_text())["interval"]["total"]


def test_births_deaths_and_the_gap_can_be_taken_otherwise(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("V.csv").write_text("code,births,deaths\nA,60,20\nB,20,30\nC,40,50\nD,30,10\n")
    told = set()
    for words in ((), ("--births", "proportion"), ("--rescale", "after")):
        assert run(monkeypatch, *FILES, "--method", "closed", *words) == 0
        out, aside = capsys.readouterr()
        told.add(out)
        assert "people differ by 40: half of it" in aside
    assert len(told) == 3


def test_a_place_where_nothing_can_be_written_is_told(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--out", "S0.csv/od.csv") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_scores_in_three_forms(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, *FILES, "--out", "od.csv") == 0
    Path("p.csv").write_text("code,population\nA,1110\nB,665\nC,960\nD,265\n")
    capsys.readouterr()
    assert run(monkeypatch, "score", "od.csv", "od.csv", "--populations", "p.csv", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pairs"] == 12 and found["count"] == pytest.approx(1) and found["rate"] == pytest.approx(1)
    assert run(monkeypatch, "score", "od.csv", "od.csv", "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("statistic,value\npairs,12")
    assert run(monkeypatch, "score", "od.csv", "od.csv") == 0
    assert "published for 1990–2020" in capsys.readouterr().out
    assert run(monkeypatch, "score", "od.csv", "od.csv", "--format", "yaml") == 2
    assert '--format takes table, json, csv, not "yaml".' in capsys.readouterr().err


def test_errors_have_exit_codes_of_their_family() -> None:
    assert PasserelleError.exit_code == 2
    assert any(group.name == "flows" for group in app.registered_groups)


def test_the_world_goes_into_a_folder_of_evidence(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("world", "--periods", "2015-2020", "--draws", "2", "--small", "--out", "mine", "--report", "w.json")
    assert run(monkeypatch, *words) == 0
    out, aside = capsys.readouterr()
    assert "pseudo-bayes" in out and "2015-2020" in out
    assert "Rogers and von Rabenau's method is left out" in aside
    assert (room / "mine/passerelle_flows.parquet").exists() and (room / "mine/catalogue.json").exists()
    report = json.loads(Path("w.json").read_text())
    interval = report["methods"]["closed"]["periods"]["2015-2020"]["interval"]
    assert interval["per_1000"][0] < interval["per_1000"][1]
    assert set(interval["by_type"]) == {"outward", "return", "transit"}
    assert report["methods"]["pseudo-bayes"]["periods"]["2015-2020"]["agreement_with_published"]["pairs"] > 30_000


def test_a_period_of_no_table_is_refused(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "world", "--periods", "2015-2020,2020-2025", "--out", "mine") == 2
    assert "have no period 2020-2025" in capsys.readouterr().err and not (room / "mine").exists()


def test_files_are_written_all_or_none_and_what_stood_there_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("old")

    def breaking() -> Iterator[str]:
        yield "new"
        raise ModelError("no further")

    with pytest.raises(ModelError, match="no further"):
        write_files({kept: "new", tmp_path / "other.csv": breaking()})
    with pytest.raises(EvidenceError, match="there is no folder"):
        write_files({kept: "new", tmp_path / "nowhere/other.csv": "x"})
    assert [path.name for path in tmp_path.iterdir()] == ["kept.csv"] and kept.read_text() == "old"
    write_files({kept: iter(["n", "ew"]), tmp_path / "other.csv": "x"})
    assert kept.read_text() == "new" and sorted(path.name for path in tmp_path.iterdir()) == ["kept.csv", "other.csv"]
