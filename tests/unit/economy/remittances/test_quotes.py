"""Quotes read from the World Bank's workbook, from a CSV of one's own, and from the store; both sides of refusals."""

from pathlib import Path

import pytest

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.economy.remittances.prices import corridor_prices
from passerelle.economy.remittances.quotes import SCHEMA, from_observations, of_store, read_quotes
from passerelle.evidence.store import open_store
from tests.makers import service, services_workbook
from tests.unit.economy.remittances.makers import csv
from tests.unit.evidence.indicators.makers import seen

HEAD = "origin,destination,survey,firm"


def test_the_workbook_gives_two_amounts_a_service(tmp_path: Path) -> None:
    table = read_quotes(services_workbook(tmp_path / "rpw_dataset_x.xlsx", [service()]))
    assert dict(table.schema) == SCHEMA
    small, large = table.sort("amount").to_dicts()
    assert (small["origin"], small["destination"], small["survey"]) == ("MEX", "USA", "2020-Q3")
    assert (small["amount"], small["cost"], small["fee"], small["margin"]) == (200.0, 3.0, 2.0, 1.0)
    assert (small["firm"], small["transparent"], small["days"], small["accessible"]) == ("village-money", True, 0, True)
    assert (large["amount"], large["cost"], large["fee"]) == (500.0, 2.2, None)


def test_a_csv_of_prices(tmp_path: Path) -> None:
    table = read_quotes(csv(tmp_path / "p.csv", f"{HEAD},cost,transparent,days,accessible,amount\n"
                            "SEN,FRA,2024-Q1,A,4.5,yes,1,no,500\nSEN,FRA,2024-Q1,B,6,,,,200\n"))  # fmt: skip
    first, second = table.to_dicts()
    assert (first["cost"], first["transparent"], first["days"], first["accessible"]) == (4.5, True, 1, False)
    assert (first["amount"], second["amount"]) == (500.0, 200.0)
    assert (second["transparent"], second["days"], second["accessible"]) == (None, None, None)


def test_a_csv_of_fees_and_rates_is_priced(tmp_path: Path) -> None:
    table = read_quotes(csv(tmp_path / "p.csv", f"{HEAD},amount,fee,rate,interbank_rate,amount_usd\n"
                            "SEN,FRA,2024-Q1,A,180,1.8,650,656,200\n"))  # fmt: skip
    row = table.to_dicts()[0]
    assert row["amount"] == 200.0
    assert row["fee"] == pytest.approx(1.0)
    assert row["margin"] == pytest.approx(100 * (1 - 650 / 656))
    assert row["cost"] == pytest.approx(row["fee"] + row["margin"])


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        (f"{HEAD}\nSEN,FRA,2024-Q1,A\n", SourceUnreadable, ["p.csv", "row 1", '"cost"', "interbank_rate"]),
        (f"{HEAD},fee,rate,interbank_rate\nSEN,FRA,2024-Q1,A,1,2,3\n", SourceUnreadable, ['"amount"']),
        (f"{HEAD},cost\nSenegal,FRA,2024-Q1,A,4\n", RowRefused, ['"Senegal"', "row 2", 'column "origin"']),
        (f"{HEAD},cost\nSEN,QQQ,2024-Q1,A,4\n", RowRefused, ['"QQQ"', 'column "destination"']),
        (f"{HEAD},cost\nSEN,FRA,spring,A,4\n", RowRefused, ['"spring"', "2020-Q3", 'column "survey"']),
        (f"{HEAD},cost\nSEN,FRA,2024-Q1,,4\n", RowRefused, ["firm is empty", "row 2"]),
        (f"{HEAD},cost\nSEN,FRA,2024-Q1,A,\n", RowRefused, ["price is empty", "row 2"]),
        (f"{HEAD},cost,transparent\nSEN,FRA,2024-Q1,A,4,perhaps\n", RowRefused, ['"perhaps"', "yes nor no"]),
        (f"{HEAD},amount,fee,rate,interbank_rate\nSEN,FRA,2024-Q1,A,180,1,0,656\n", RowRefused, ['column "rate"']),
        (f"{HEAD},amount,fee,rate,interbank_rate\nSEN,FRA,2024-Q1,A,180,-1,6,6\n", RowRefused, ['column "fee"']),
        (f"{HEAD},cost,days\nSEN,FRA,2024-Q1,A,4,-1\n", RowRefused, ['column "days"']),
        (f"{HEAD},cost\nSEN,FRA,2024-Q1,A,cheap\n", RowRefused, ["cheap", 'column "cost"']),
        (f"{HEAD},cost\nSEN,FRA,2024-Q1,A,4\nSEN,FRA,2024-Q1,A,5\n", RowRefused, ["row 2 already", "row 3"]),
        (f"{HEAD},cost\nSEN,SEN,2024-Q1,A,4\n", RowRefused, ["SEN to itself", "row 2"]),
        (f"{HEAD},cost,amount\nSEN,FRA,2024-Q1,A,4,333\n", RowRefused, ["333", "200 or 500"]),
        (f"{HEAD},cost,amount\nSEN,FRA,2024-Q1,A,4,\n", RowRefused, ["nothing is no amount"]),
        (
            f"{HEAD},amount,fee,rate,interbank_rate,cost\nSEN,FRA,2024-Q1,A,180,1.8,650,656,50\n",
            RowRefused,
            ["given as 50 %", "make 1.91 %"],
        ),
    ],
)
def test_bad_csv_is_refused_at_its_place(tmp_path: Path, text: str, error: type[Exception], words: list[str]) -> None:
    with pytest.raises(error) as told:
        read_quotes(csv(tmp_path / "p.csv", text))
    assert all(word in str(told.value) for word in words), str(told.value)


def test_a_fee_of_nothing_is_a_fee(tmp_path: Path) -> None:
    text = f"{HEAD},amount,fee,rate,interbank_rate\nSEN,FRA,2024-Q1,A,180,0,656,656\n"
    assert read_quotes(csv(tmp_path / "p.csv", text))["cost"].to_list() == [0.0]


def test_the_shipped_store_has_no_services_and_says_none() -> None:
    assert of_store(open_store()).is_empty()


def test_observations_of_the_store_become_quotes() -> None:
    at = {"origin": "MEX", "destination": "USA", "period": "2020-Q3", "breakdown": "a|cash.agent.cash", "unit": "PC"}
    comment = '{"accessible":true,"days":0,"transparent":true}'
    rows = [
        seen("service_price_200", value=3.0, comment=comment, **at),
        seen("service_fee_200", value=2.0, **at),
        seen("service_margin_200", value=1.0, **at),
    ]
    row = corridor_prices(from_observations(rows)).to_dicts()[0]
    assert (row["average"], row["smart"], row["margin_share"]) == (3.0, 3.0, pytest.approx(1 / 3))
