"""`passerelle remittances`: prices, allocation, saving; results to stdout, sentences to stderr, exits."""

import csv
import io
import json
from pathlib import Path

import pytest

from passerelle.economy.remittances.matrix import SOURCE
from passerelle.evidence.store import Store
from tests.makers import service, services_workbook
from tests.unit.cli.running import ran


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    return ran(monkeypatch, "remittances", *words)


@pytest.fixture
def book(tmp_path: Path) -> str:
    old = service(id=3, period="2020_2Q", **{"cc1 total cost %": 8.0})
    hidden = service(id=2, firm="Bank", transparent="no", **{"cc1 total cost %": 9.0})
    return str(services_workbook(tmp_path / "rpw_dataset_x.xlsx", [service(), hidden, old]))


def test_prices_of_the_newest_survey_by_corridor(book, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "price", book, "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["origin"], row["destination"], row["survey"]) == ("MEX", "USA", "2020-Q3")
    assert (row["average"], row["smart"], row["smart_services"]) == (6.0, 3.0, 1)
    assert row["reasons"] == "exchange rate not disclosed: 1"


def test_the_tests_of_the_target_in_time(book, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "price", book, "--by", "world", "--survey", "all", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["survey"], r["average"]) for r in rows] == [("2020-Q2", "8.0"), ("2020-Q3", "6.0")]
    assert [r["every_smart_within_5"] for r in rows] == ["False", "True"]


def test_every_service_with_its_reasons(book, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "price", book, "--by", "service") == 0
    assert "exchange rate not disclosed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--by", "town"], '--by takes corridor, world, service, not "town".'), (["--survey", "1999-Q1"], "no prices of 200 USD in the survey 1999-Q1"),
     (["--amount", "300"], "200 or 500, not 300")],
)  # fmt: skip
def test_what_cannot_be_priced_is_said_in_a_line(book, monkeypatch, capsys, words, told) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "price", book, *words) == 2
    out, aside = capsys.readouterr()
    assert out == "" and told in aside and aside.count("\n") == 1


def test_three_rules_side_by_side(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    words = ("allocate", "--year", "2020", "--origin", "Marokko", "--destination", "FRA", "--format", "json")
    assert run(monkeypatch, *words) == 0
    out, aside = capsys.readouterr()
    found = json.loads(out)
    (row,) = found["corridors"]
    rules = [row[name] for name in ("migrants", "migrants-and-income", "both-incomes")]
    assert (row["origin"], row["destination"], found["unit"], found["year"]) == ("MAR", "FRA", "USD", 2020)
    assert (row["lowest"], row["highest"]) == (min(rules), max(rules))
    assert found["told"] and "do not agree for the world" in aside
    assert found["agreement_with_world_bank"] == []


def test_the_world_banks_matrix_beside_ours(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "allocate", "--year", "2017", "--stocks", "world-bank", "--most", "2") == 0
    out = capsys.readouterr().out
    assert "r with the World Bank's matrix" in out and "32,180.8" in out
    assert run(monkeypatch, "allocate", "--most", "3", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 3 and rows[0]["unit"] == "USD" and float(rows[0]["highest"]) >= float(rows[1]["highest"])


def test_estimates_go_into_a_folder_of_evidence(tmp_path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "allocate", "--into", str(tmp_path / "mine")) == 0
    assert SOURCE in capsys.readouterr().err
    assert any(h.source == SOURCE for h in Store([tmp_path / "mine"]).holdings)


def test_what_a_cut_saves_on_a_corridor(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "saving", "Mexico", "USA", "--format", "json") == 0
    out, aside = capsys.readouterr()
    found = json.loads(out)
    assert found["price"] == pytest.approx(4.18, abs=0.01)
    assert [cut["reading"] for cut in found["readings"]] == ["sent", "received"]
    assert found["readings"][0]["saved"] == pytest.approx(found["volume"] * (found["price"] - 3) / 100)
    assert {figure["indicator"] for figure in found["figures"]} == {"remittances_estimate", "price_200"}
    assert "passerelle_remittances" in aside and "rpw" in aside


def test_what_a_cut_saves_the_world(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "saving", "--volume", "590e9", "--price", "6") == 0
    out = capsys.readouterr().out
    assert "17,700.0" in out and "18,829.8" in out
    assert run(monkeypatch, "saving", "--volume", "590e9", "--price", "6", "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("reading,price,target")


@pytest.mark.parametrize(
    ("words", "told"),
    [(["MEX"], "both ends"), (["--volume", "1"], "price of sending money is not known"), (["--price", "6"], "volume of money sent is not known"),
     (["CHE", "LIE"], "price of sending money from LIE to CHE is not known"), (["CUB", "USA"], "volume of money sent from USA to CUB is not known"), (["--volume", "1", "--price", "-2"], "price is -2")],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_in_a_line(monkeypatch, capsys, words, told) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "saving", *words) == 2
    out, aside = capsys.readouterr()
    assert out == "" and told in aside


def test_a_rule_for_stocks_must_be_known(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run(monkeypatch, "allocate", "--stocks", "mine") == 2
    assert '--stocks takes undesa, world-bank, not "mine".' in capsys.readouterr().err
