"""`passerelle drivers`: fit and explain; results to stdout, what cannot be said to stderr, exits."""

import csv
import io
import json
from pathlib import Path

import pytest

from passerelle.economy.drivers.explaining import UNSAID
from tests.unit.cli.running import ran

pytestmark = pytest.mark.slow


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    return ran(monkeypatch, "drivers", *words)


def test_a_corridor_is_explained_with_what_cannot_be_said(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "explain", "Marokko", "Frankrijk") == 0
    out, aside = capsys.readouterr()
    assert "MAR to FRA, 2015-2020" in out and "People from the origin already there" in out and "× 1.81" in out
    assert all(sentence in aside for sentence in UNSAID)


def test_as_json_and_csv(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "explain", "BFA", "CIV", "--period", "2010-2015", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["corridor"] == {"origin": "BFA", "destination": "CIV"} and told["period"] == "2010-2015"
    assert {"name", "value", "average", "points", "low", "high", "factor"} == set(told["parts"][0])
    assert told["level"] == 0.95 and told["unsaid"]
    assert run(monkeypatch, "explain", "BFA", "CIV", "--format", "csv", "--specification", "places") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"income_origin", "distance"} <= {row["driver"] for row in rows}


def test_a_fit_without_a_file_is_told_as_csv_and_json(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("fit", "--flows", "published", "--specification", "pairs", "--periods", "2010-2015")
    assert run(monkeypatch, *words, "--format", "csv") == 0
    rows = {row["driver"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    distance = rows["distance"]
    ratio = float(distance["coefficient"]) / float(distance["error"])
    assert float(distance["coefficient"]) < 0 and float(distance["coefficient / error"]) == pytest.approx(ratio)
    assert run(monkeypatch, *words, "--format", "json") == 0
    (told,) = json.loads(capsys.readouterr().out).values()
    assert told["coefficients"][told["names"].index("distance")] == pytest.approx(float(distance["coefficient"]))


def test_a_model_of_ones_own_is_fitted_kept_and_read(tmp_path: Path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    kept = tmp_path / "mine.json"
    words = ("fit", "--flows", "published", "--specification", "pairs", "--periods", "2010-2015", "--out", str(kept))
    assert run(monkeypatch, *words, "--cluster", "pair") == 0
    out, aside = capsys.readouterr()
    assert "distance" in out and "Left out" in aside
    assert run(monkeypatch, "explain", "MAR", "FRA", "--model", str(kept), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["period"] == "2010-2015" and told["moved"] is not None
    assert run(monkeypatch, "explain", "MAR", "FRA", "--model", str(kept), "--specification", "places") == 2
    assert 'holds no model "places"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["explain", "MAR", "FRA", "--specification", "all"], '--specification takes pairs, places, not "all".'),
        (["explain", "MAR", "FRA", "--model", "nowhere.json"], "nowhere.json cannot be read"),
        (["explain", "MAR", "FRA", "--period", "1900-1905"], "1900-1905"),
        (["fit", "--flows", "mine"], '--flows takes ours, published, not "mine".'),
        (["fit", "--specification", "x"], '--specification takes pairs, places, both, not "x".'),
        (["fit", "--cluster", "year", "--periods", "2010-2015"], '--cluster takes ends, pair, not "year".'),
        (["fit", "--periods", "2010-2015", "--specification", "pairs", "--out", "no/where.json"], "cannot be written"),
    ],
)
def test_bad_questions_are_one_line_and_exit_2(words, told, monkeypatch, capsys, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *words) == 2
    out, aside = capsys.readouterr()
    assert out == "" and told in aside


def test_a_place_that_is_not_found_is_a_negative_answer(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "explain", "Marroc", "FRA") == 1
    assert "MAR" in capsys.readouterr().err
