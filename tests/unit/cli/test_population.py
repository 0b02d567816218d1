"""`passerelle population project`: tables, JSON, CSV and files; what is told aside; what is refused, and how."""

import csv
import io
import json
from pathlib import Path

import pytest

from passerelle.cli import main
from passerelle.evidence.build import build

ASIDE = (
    "From 2020 on fertility and death rates go on falling",
    "residual balance:",
    "Participation in the labour force is not known",
)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["passerelle", "population", "project", *words])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_for_people_and_what_is_assumed_aside(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "Morocco", "Pays-Bas", "--to", "2030") == 0
    out, aside = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert lines[0][0] == "published:" and [line[:2] for line in lines[2:]] == [
        [place, str(year)] for place in ("MAR", "NLD") for year in (2020, 2025, 2030)
    ]
    assert lines[2][2] == "36,911" and "not known" in out
    assert all(told in aside for told in ASIDE)
    assert "residual world" not in aside  # two places are not the world


def test_the_whole_world_tells_both_identities(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "--scenario", "estimated", "--to", "2025", "--format", "csv") == 0
    out, aside = capsys.readouterr()
    rows = rows_of(out)
    assert len({row["place"] for row in rows}) == 201 and len(rows) == 402
    assert "residual world" in aside and "No flow is known of TWN, XCX" in aside
    assert sum(float(row["net_migration"] or 0) for row in rows) == pytest.approx(0, abs=201)


def test_csv_has_whole_persons_and_leaves_empty_what_is_not_known(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "DEU", "--to", "2025", "-f", "csv") == 0
    first, second = rows_of(capsys.readouterr().out)
    assert first["year"] == "2020" and first["births"] == first["net_migration"] == first["labour_force"] == ""
    parts = [int(second[name]) for name in ("under_15", "aged_15_64", "aged_65_and_over")]
    assert sum(parts) == pytest.approx(int(second["population"]), abs=2)
    change = int(second["births"]) - int(second["deaths"]) + int(second["net_migration"])
    assert int(second["population"]) - int(first["population"]) == pytest.approx(change, abs=2)
    assert float(second["dependency"]) == pytest.approx(
        float(second["youth_dependency"]) + float(second["old_age_dependency"]), abs=0.11
    )
    assert float(first["working_age_change"]) == 0


def test_without_migration_nobody_moves(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "DEU", "--scenario", "no-migration", "-f", "csv") == 0
    out, aside = capsys.readouterr()
    assert [row["net_migration"] for row in rows_of(out)] == ["", *["0"] * 6]
    assert "Nobody moves" in aside


def test_json_has_the_pyramid_the_assumptions_and_the_residuals(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "NER", "--format", "json", "--rates", "held") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scenario"] == "published" and told["vintage"] == "2019" and len(told["ages"]) == 21
    assert "are held" in told["assumptions"][0]
    assert told["residuals"]["balance"]["relative"] < 1e-12 and "world" not in told["residuals"]
    (place,) = told["places"]
    assert place["place"] == "NER" and len(place["years"]) == len(place["women"]) == 7
    for year, women, men in zip(place["years"], place["women"], place["men"], strict=True):
        assert sum(women) + sum(men) == pytest.approx(year["population"], abs=42)
        assert year["labour_force"] is None


def test_ratios_are_those_of_the_library_to_a_tenth(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    from passerelle.demography.cohorts.outlook import outlook
    from passerelle.evidence.store import open_store

    assert run(monkeypatch, "JPN", "-f", "csv") == 0
    rows = rows_of(capsys.readouterr().out)
    course = outlook(open_store(), "JPN").with_migration
    for at, row in enumerate(rows):
        assert int(row["population"]) == round(course.total[at])
        assert int(row["aged_15_64"]) == round(course.working_age[at])
        assert float(row["old_age_dependency"]) == pytest.approx(course.dependency.old_age[at], abs=0.05)
        assert float(row["youth_dependency"]) == pytest.approx(course.dependency.youth[at], abs=0.05)
        assert float(row["working_age_change"]) == pytest.approx(course.working_age_change[at], abs=0.05)


def test_a_year_is_told_alike_however_far_the_projection_goes(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    told = {}
    for last in ("2030", "2050"):
        assert run(monkeypatch, "JPN", "--to", last, "-f", "csv") == 0
        told[last] = capsys.readouterr().out.splitlines()
    assert told["2050"][: len(told["2030"])] == told["2030"]


def test_many_grow_old_later_than_at_65(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    """Where life is long, fewer have 15 years or fewer left than are over 65; where it is short, more than that."""
    assert run(monkeypatch, "JPN", "CAF", "--to", "2025", "-f", "csv") == 0
    rows = rows_of(capsys.readouterr().out)
    ahead = [float(row["prospective_old_age_dependency"]) for row in rows]
    behind = [float(row["old_age_dependency"]) for row in rows]
    assert ahead[0] < 0.7 * behind[0] and ahead[2] > behind[2]


def test_persons_by_sex_and_age(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "NLD", "--to", "2025", "-f", "csv", "--by-age") == 0
    rows = rows_of(capsys.readouterr().out)
    assert len(rows) == 2 * 2 * 21 and rows[0] == {
        "place": "NLD", "year": "2020", "sex": "F", "age": "Y0T4", "persons": "418520.0",
    }  # fmt: skip


def test_draws_give_intervals_that_a_seed_repeats(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("MAR", "--to", "2030", "-f", "csv", "--draws", "24", "--random-seed", "3")
    assert run(monkeypatch, *words) == 0
    first = capsys.readouterr().out
    for row in rows_of(first):
        low, high = float(row["population_low"]), float(row["population_high"])
        assert low <= float(row["population"]) <= high and (low < high) is (row["year"] != "2020")
        assert float(row["old_age_dependency_low"]) <= float(row["old_age_dependency_high"])
    assert run(monkeypatch, *words) == 0
    assert capsys.readouterr().out == first
    assert run(monkeypatch, "MAR", "--to", "2030", "--draws", "24") == 0
    assert "interval of 80 %" in capsys.readouterr().out


def test_files_are_written_whole_by_their_ending(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "MAR", "--to", "2025", "--out", "p.csv") == 0
    assert run(monkeypatch, "MAR", "--to", "2025", "--out", "ages.csv", "--by-age") == 0
    assert run(monkeypatch, "MAR", "--to", "2025", "--out", "p.json", "--draws", "8") == 0
    assert run(monkeypatch, "MAR", "--to", "2025", "--out", "p.txt", "--format", "json") == 0
    assert json.loads(Path("p.txt").read_text())["scenario"] == "published"
    assert capsys.readouterr().out == ""
    assert [row["year"] for row in rows_of(Path("p.csv").read_text())] == ["2020", "2025"]
    assert len(rows_of(Path("ages.csv").read_text())) == 84
    told = json.loads(Path("p.json").read_text())
    assert told["places"][0]["years"][1]["population_low"] < told["places"][0]["years"][1]["population_high"]


def test_your_own_tables(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("net.csv").write_text("place,net\nMAR,-500000\nNLD,150000\n")
    Path("od.csv").write_text("origin,destination,value\nMAR,NLD,20000\nNLD,MAR,5000\n")
    assert run(monkeypatch, "--scenario", "net.csv", "--to", "2025", "-f", "csv") == 0
    out, aside = capsys.readouterr()
    assert [row["net_migration"] for row in rows_of(out)] == ["", "-500000", "", "150000"]
    assert "residual world: 3.5e+05 persons" in aside
    assert run(monkeypatch, "--scenario", "od.csv", "--to", "2025", "-f", "csv", "--hold", "rates") == 0
    assert [row["net_migration"] for row in rows_of(capsys.readouterr().out)] == ["", "-15000", "", "15000"]


def test_those_who_cannot_leave_are_told(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("net.csv").write_text("place,net\nTON,-90000\n")
    assert run(monkeypatch, "--scenario", "net.csv", "--to", "2030") == 0
    aside = capsys.readouterr().err
    assert "persons could not leave, as nobody of their age was left (TON" in aside


def test_participation_makes_a_labour_force(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("part.csv").write_text("place,sex,age,rate\nMAR,F,15+,20\nMAR,M,15-64,80\nMAR,M,65+,30\n")
    assert run(monkeypatch, "MAR", "NLD", "--to", "2025", "-f", "csv", "--participation", "part.csv") == 0
    out, aside = capsys.readouterr()
    rows = rows_of(out)
    assert all(int(row["labour_force"]) > 10_000_000 for row in rows[:2]) and rows[2]["labour_force"] == ""
    assert "is not known of NLD:" in aside
    Path("part.csv").write_text("place,sex,age,rate\nMAR,F,15+,20\nMAR,M,15+,80\n")
    assert run(monkeypatch, "MAR", "--to", "2025", "--participation", "part.csv") == 0
    assert "Participation of MAR is one rate for all of 15 and over" in capsys.readouterr().err


def test_the_labour_force_of_evidence_of_your_own(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("given").mkdir()
    Path("given/EAP_2WAP_SEX_AGE_RT_A.csv").write_text(
        "ref_area,source,indicator,sex,classif1,time,obs_value,obs_status\n"
        "MAR,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_F,AGE_YTHADULT_YGE15,2019,20,\n"
        "MAR,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_M,AGE_YTHADULT_YGE15,2019,70,\n"
    )
    build(Path("given"), Path("mine"))
    assert run(monkeypatch, "MAR", "--to", "2025", "-f", "csv", "--evidence", "mine") == 0
    out, aside = capsys.readouterr()
    first = rows_of(out)[0]
    adults = int(first["aged_15_64"]) + int(first["aged_65_and_over"])
    assert 0.42 * adults < int(first["labour_force"]) < 0.48 * adults
    assert "Participation of MAR is one rate for all of 15 and over" in aside


def test_past_periods_are_the_record(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "FRA", "--from", "1950", "--to", "2020", "-f", "csv") == 0
    out, aside = capsys.readouterr()
    rows = rows_of(out)
    assert len(rows) == 15 and int(rows[-1]["population"]) == pytest.approx(65_273_512, rel=0.005)
    assert "Rates are WPP 2019's own, by period." in aside


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("MCO",), "MCO: WPP 2019 has no population and rates by age"),
        (("MAR", "--from", "2021"), "not at 2021"),
        (("MAR", "--to", "2020"), "not at 2020"),
        (("MAR", "--to", "2047"), "not at 2047"),
        (("MAR", "--scenario", "magic"), 'No scenario is called "magic"'),
        (("MAR", "--scenario", "none.csv"), "none.csv: cannot be opened"),
        (("MAR", "--scenario", "bad.csv"), 'bad.csv, row 3, column "net": "x" is not a number'),
        (("--scenario", "tiny.csv"), "MCO: WPP 2019 has no population"),
        (("MAR", "--scenario", "estimated", "--from", "1980"), "from 1990 on"),
        (("MAR", "--rates", "rising"), '--rates takes trend, held, not "rising".'),
        (("MAR", "--composition", "theirs"), '--composition takes own, model, not "theirs".'),
        (("MAR", "--scenario", "estimated", "--hold", "all"), '--hold takes rates, counts, not "all".'),
        (("MAR", "--average", "9"), "not 9"),
        (("MAR", "--draws", "1"), "1 draws give no interval"),
        (("MAR", "--by-age"), "--by-age goes with"),
        (("MAR", "--by-age", "--format", "json"), "JSON has all ages without it"),
        (("MAR", "--hold", "counts"), "published has no flows from place to place to hold as counts"),
        (("--scenario", "estimated", "--composition", "own"), "estimated has no net totals to compose"),
        (("MAR", "--scenario", "no-migration", "--composition", "model"), "no-migration has no net totals"),
        (("MAR", "--participation", "bad.csv"), "bad.csv"),
        (("MAR", "--evidence", "nowhere"), "holds no compiled evidence"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_no_file(room, monkeypatch, capsys, words, said) -> None:  # type: ignore[no-untyped-def]
    Path("bad.csv").write_text("place,net\nMAR,1\nNLD,x\n")
    Path("tiny.csv").write_text("place,net\nMCO,1\n")
    assert run(monkeypatch, *words, *(() if "--by-age" in words else ("--out", "p.csv"))) == 2
    out, aside = capsys.readouterr()
    assert out == "" and said in aside and aside.count("\n") == 1
    assert not Path("p.csv").exists()


def test_an_unsure_spelling_gets_suggestions(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "Marroc") == 1
    assert "MAR" in capsys.readouterr().err


def test_a_place_where_nothing_can_be_written_is_told(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    Path("file").write_text("")
    assert run(monkeypatch, "MAR", "--to", "2025", "--out", "file/p.csv") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_help_has_examples(room, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "--help") == 0
    out = capsys.readouterr().out
    assert "passerelle population project" in out.replace("\n", " ") and "--scenario" in out
