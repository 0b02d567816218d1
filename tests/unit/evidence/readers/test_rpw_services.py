"""Service-level remittance prices: generated workbooks in the dataset's columns."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import report, said, service, services_workbook, workbook

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers import rpw_services


def read(folder: Path, *new: dict[str, Any], old: tuple[dict[str, Any], ...] = ()) -> pl.DataFrame:
    return rpw_services.read([services_workbook(folder / "rpw_dataset_x.xlsx", new, old)], report())


def of(table: pl.DataFrame, code: str) -> list[dict[str, Any]]:
    return table.filter(INDICATOR=code).to_dicts()


def told(folder: Path, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(of(read(folder, service(**given)), "service_price_200")[0]["COMMENT_OBS"])
    return found


def test_four_figures_a_service_in_the_migrants_direction(tmp_path: Path) -> None:
    table = read(tmp_path, service())
    assert dict(table.select("INDICATOR", "OBS_VALUE").iter_rows()) == {
        "service_price_200": 3.0, "service_price_500": 2.2, "service_fee_200": 2.0, "service_margin_200": 1.0,
    }  # fmt: skip
    row = of(table, "service_price_200")[0]
    assert (row["COUNTERPART_AREA"], row["REF_AREA"], row["TIME_PERIOD"]) == ("MEX", "USA", "2020-Q3")
    assert row["COMP_BREAKDOWN"] == "village-money|cash.agent.cash"
    assert (row["VINTAGE"], row["OBS_STATUS"], row["UNIT_MEASURE"]) == ("2020-Q3", "A", "PC")
    assert of(table, "service_fee_200")[0]["COMMENT_OBS"] is None


def test_what_smart_asks_is_told_as_json(tmp_path: Path) -> None:
    assert told(tmp_path, **{"access point": "Agent, Internet", "speed actual": "3-5 days"}) == {
        "access": ["agent", "internet"], "accessible": True, "coverage": "high", "days": 5,
        "firm_type": "Money Transfer Operator", "instrument": ["cash"], "pickup": ["cash"], "transparent": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("speed", "days"),
    [("Less than one hour", 0), ("Same day", 0), ("Next Day", 1), ("2 days", 2), ("6 days or more", 6), (None, None)],
)
def test_days_are_the_upper_end_of_the_speed(tmp_path: Path, speed: str | None, days: int | None) -> None:
    assert told(tmp_path, **{"speed actual": speed})["days"] == days


@pytest.mark.parametrize(
    ("pickup", "coverage", "accessible"),
    [("Cash", "High", True), ("Cash", "low", False), ("Cash", None, None), ("Bank account", "low", True),
     ("Mobile wallet", None, True), (None, "High", None), ("Cash", "Rural only", None)],
)  # fmt: skip
def test_a_counter_must_be_near(
    tmp_path: Path, pickup: str | None, coverage: str | None, accessible: bool | None
) -> None:
    said_of = told(tmp_path, **{"pickup method": pickup, "receiving network coverage": coverage})
    assert said_of["accessible"] is accessible


def test_an_undisclosed_margin_is_no_zero(tmp_path: Path) -> None:
    table = read(tmp_path, service(transparent="no", **{"cc1 fx margin": 0, "cc1 total cost %": 2.0}))
    assert of(table, "service_margin_200") == []
    price = of(table, "service_price_200")[0]
    assert (price["OBS_STATUS"], json.loads(price["COMMENT_OBS"])["transparent"]) == ("U", False)
    measured = read(tmp_path, service(transparent="Yes", **{"cc1 fx margin": 0}))
    assert of(measured, "service_margin_200")[0]["OBS_VALUE"] == 0


def test_services_alike_are_told_apart_by_their_number(tmp_path: Path) -> None:
    table = read(tmp_path, service(id=7), service(id=8, **{"cc1 total cost %": 4}), service(id=9, firm="Öther & Co."))
    names = [row["COMP_BREAKDOWN"] for row in of(table, "service_price_200")]
    assert names == [
        "village-money|cash.agent.cash|7",
        "village-money|cash.agent.cash|8",
        "other-and-co|cash.agent.cash",
    ]


def test_the_sheet_up_to_2016_has_other_names(tmp_path: Path) -> None:
    old = service(period="2015_4Q", **{"receiving network coverage": "Nationwide"})
    table = read(tmp_path, service(), old=(old,))
    assert sorted(table["TIME_PERIOD"].unique()) == ["2015-Q4", "2020-Q3"]
    assert table["VINTAGE"].unique().to_list() == ["2020-Q3"]
    assert json.loads(table.filter(TIME_PERIOD="2015-Q4")["COMMENT_OBS"][0])["coverage"] == "nationwide"


def test_a_negative_price_is_kept(tmp_path: Path) -> None:
    row = service(**{"cc1 fx margin": -3, "cc1 total cost %": -1})
    assert of(read(tmp_path, row), "service_price_200")[0]["OBS_VALUE"] == -1


def test_missing_cells_are_missing(tmp_path: Path) -> None:
    table = read(tmp_path, service(**{"cc2 total cost %": None, "cc1 lcu amount": 0}))
    assert {row["INDICATOR"] for row in table.to_dicts()} == {"service_price_200", "service_margin_200"}


def test_namibia_kosovo_and_codes_that_are_none(tmp_path: Path) -> None:
    path = services_workbook(tmp_path / "rpw_dataset_x.xlsx", [
        service(destination_code="NAM"), service(destination_code="KSV"), service(destination_code="QQQ"),
    ])  # fmt: skip
    found = report()
    table = rpw_services.read([path], found)
    assert sorted(table["COUNTERPART_AREA"].unique()) == ["NAM", "XKX"]
    assert '"QQQ"' in said(found)


def test_totals_that_are_not_fee_and_margin_are_counted(tmp_path: Path) -> None:
    path = services_workbook(tmp_path / "rpw_dataset_x.xlsx", [service(), service(id=2, **{"cc1 total cost %": 9})])
    found = report()
    rpw_services.read([path], found)
    assert [(check.found, check.passed) for check in found.checks] == [(1, None)]


def test_an_unknown_speed_is_remarked(tmp_path: Path) -> None:
    path = services_workbook(tmp_path / "rpw_dataset_x.xlsx", [service(**{"speed actual": "By camel"})])
    found = report()
    rpw_services.read([path], found)
    assert 'speed "By camel" is not known' in said(found)


def test_a_survey_in_another_form_names_its_row(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match=r'row 3, column "period": "2020Q3" is not a survey'):
        read(tmp_path, service(), service(period="2020Q3"))


def test_sheets_renamed_and_columns_missing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "rpw_dataset_x.xlsx", {"Data": [["id"]]})
    with pytest.raises(SourceUnreadable, match=r'has neither sheet .* its sheets are "Data"'):
        rpw_services.read([path], report())
    path = workbook(tmp_path / "rpw_dataset_x.xlsx", {rpw_services.SHEETS[1]: [["id", "period"], [1, "2020_3Q"]]})
    with pytest.raises(SourceUnreadable, match=r'sheet "Dataset \(from Q2 2016\)", row 1: column "source_code"'):
        rpw_services.read([path], report())
