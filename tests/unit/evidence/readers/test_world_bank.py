"""The World Bank's matrices, corridor prices and indicators, from small files in their layouts."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import bank_csv, bank_matrix, csv_file, report, said, text_file, workbook

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers import rpw, wb_migration, wb_remittances, wdi

NAMES = ("Mexico", "Namibia", "United States")


def remittances(folder: Path, cells: list[list[Any]], names: tuple[str, ...] = NAMES) -> Path:
    return bank_matrix(folder / wb_remittances.FILE, wb_remittances.SHEET, names, cells)


def pairs(table: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {(a, b): value for a, b, value in table.select("COUNTERPART_AREA", "REF_AREA", "OBS_VALUE").iter_rows()}


# --- bilateral remittances ---


def test_money_is_turned_to_the_migrants_direction(tmp_path: Path) -> None:
    found = report()
    table = wb_remittances.read([remittances(tmp_path, [[0, 1, 2.5], [0, 0, 0], [30019.25, 4, 0]])], found)
    assert pairs(table)["MEX", "USA"] == 30_019_250_000  # the United States send, Mexico receives
    assert pairs(table)["USA", "MEX"] == 2_500_000
    assert pairs(table)["MEX", "NAM"] == 0  # a published zero
    assert len(pairs(table)) == 6
    assert all(check.passed for check in found.checks)
    assert "the same place: 3" in said(found)


def test_blank_cells_are_missing(tmp_path: Path) -> None:
    table = wb_remittances.read([remittances(tmp_path, [[0, None, 2], [0, 0, 0], [1, 1, 0]])], report())
    assert ("NAM", "MEX") not in pairs(table)


def test_totals_that_disagree_are_told(tmp_path: Path) -> None:
    rows = [["title"], ["", *NAMES, "WORLD"], ["Mexico", 0, 1, 2, 3], ["Namibia", 0, 0, 0, 0],
            ["United States", 5, 0, 0, 9], ["WORLD", 5, 1, 2, 12]]  # fmt: skip
    found = report()
    wb_remittances.read([workbook(tmp_path / wb_remittances.FILE, {wb_remittances.SHEET: rows})], found)
    told = {check.name: (check.expected, check.found, check.passed) for check in found.checks}
    assert told["remittances 2017, million USD: rows that do not sum to the publisher's total"] == (0, 1, False)
    assert told["remittances 2017, million USD: United States (rows)"] == (9, 5, None)
    assert told["remittances 2017, million USD: columns that do not sum to the publisher's total"][2] is True
    assert told["remittances 2017, million USD: sum of all cells"][:2] == (12, 8)


def test_an_unknown_name_is_listed_and_a_diagonal_told(tmp_path: Path) -> None:
    found = report()
    path = remittances(tmp_path, [[7, 1, 2], [1, 0, 1], [1, 1, 0]], ("Mexico", "Atlantis", "United States"))
    table = wb_remittances.read([path], found)
    assert set(pairs(table)) == {("MEX", "USA"), ("USA", "MEX")}
    assert f'sheet "{wb_remittances.SHEET}", row "Atlantis"' in said(found)
    assert f'sheet "{wb_remittances.SHEET}", column "Atlantis"' in said(found)
    assert "Mexico to itself has 7, left out" in said(found)


def test_a_negative_or_odd_cell_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match=r'sheet "Bilateral_Remittances_2017", row 5, column .*-4 is below 0'):
        wb_remittances.read([remittances(tmp_path, [[0, 1, 2], [0, 0, 0], [-4, 4, 0]])], report())


def test_a_matrix_without_its_edges_is_refused(tmp_path: Path) -> None:
    path = tmp_path / wb_remittances.FILE
    workbook(path, {wb_remittances.SHEET: [["title"], ["", "Mexico"], ["Mexico", 0]]})
    with pytest.raises(SourceUnreadable, match='no row of names that ends with "World"'):
        wb_remittances.read([path], report())
    workbook(path, {wb_remittances.SHEET: [["title"], ["", "Mexico", "WORLD"], ["Mexico", 0, 0]]})
    with pytest.raises(SourceUnreadable, match='no row "World" below the names; the file may be cut off'):
        wb_remittances.read([path], report())
    workbook(path, {"Remittances": [["title"]]})
    with pytest.raises(
        SourceUnreadable, match='has no sheet "Bilateral_Remittances_2017"; its sheets are "Remittances"'
    ):
        wb_remittances.read([path], report())


# --- bilateral migration ---


def test_migration_matrix_has_origins_down_and_others_apart(tmp_path: Path) -> None:
    names = (*NAMES, "Other North", "Other South")
    cells = [[0, 1, 12, 3, 0], [0, 0, 2, 0, 0], [5, 6, 0, 0, 0], [7, 0, 0, 1, 1], [0, 0, 8, 1, 1]]
    path = bank_matrix(tmp_path / wb_migration.FILE, wb_migration.SHEET, names, cells, "World")
    found = report()
    table = wb_migration.read([path], found)
    assert pairs(table.filter(COMP_BREAKDOWN="_Z"))["MEX", "USA"] == 12
    others = table.filter(pl.col("COMP_BREAKDOWN") != "_Z", pl.col("OBS_VALUE") > 0)
    assert sorted(others.select("COUNTERPART_AREA", "REF_AREA", "COMP_BREAKDOWN", "OBS_VALUE").rows()) == [
        ("MEX", "_O", "OTHER_NORTH", 3), ("_O", "MEX", "OTHER_NORTH", 7), ("_O", "USA", "OTHER_SOUTH", 8),
    ]  # fmt: skip
    assert "neither origin nor destination is named: 4" in said(found)
    assert all(check.passed for check in found.checks)


# --- prices by corridor ---

RPW_HEADER = ("Sending Countries Name", rpw.SENDING, "Series Name", rpw.SERIES, "Receiving Countries  Name",
              rpw.RECEIVING, "2020Q1 [YR2020Q1]", "2020Q3 [YR2020Q3]")  # fmt: skip
NOTES = [[""] * 8, ["Data from database: Remittance Prices Worldwide (Corridors)", *[""] * 7]]


def price_rows(*prices: tuple[str, str, Any, Any], series: str = "ATCR.CORR") -> list[list[Any]]:
    return [["", sender, "Average", series, "", receiver, *figures] for sender, receiver, *figures in prices]


def prices(folder: Path, rows: list[list[Any]], updated: str | None = "Last Updated: 12/07/2020") -> Path:
    notes = [*NOTES, [updated, *[""] * 7]] if updated else NOTES
    return csv_file(folder / "rpw_corridors_average_total_cost_x.csv", RPW_HEADER, rows + notes)


def test_prices_stand_under_the_migrants_origin(tmp_path: Path) -> None:
    found = report()
    table = rpw.read([prices(tmp_path, price_rows(("USA", "MEX", "..", 4.18), ("USA", "KSV", 6, "..")))], found)
    assert table.height == 2
    row = table.filter(COUNTERPART_AREA="MEX").row(0, named=True)
    assert (row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"]) == ("USA", "2020-Q3", 4.18)
    assert (row["VINTAGE"], row["UNIT_MEASURE"]) == ("2020-12-07", "PC")
    assert "KSV" in table.filter(COUNTERPART_AREA="XKX")["COMMENT_OBS"][0]
    assert "2 corridors have a price" in said(found)
    assert found.rows_read == 2  # the notes are no rows


def test_other_series_and_unknown_codes_are_listed(tmp_path: Path) -> None:
    rows = [*price_rows(("USA", "QQQ", 1, 1)), *price_rows(("USA", "MEX", 1, -2)),
            *price_rows(("USA", "MEX", 1, 1), series="OTHER")]  # fmt: skip
    found = report()
    assert rpw.read([prices(tmp_path, rows)], found).height == 2
    assert '"QQQ"' in said(found) and '"OTHER"' in said(found) and "1 corridor averages are below zero" in said(found)


@pytest.mark.parametrize("note", [None, "Last Updated: 31/12/2020"])
def test_an_export_without_its_date_is_refused(tmp_path: Path, note: str | None) -> None:
    with pytest.raises(SourceUnreadable, match='no note "Last Updated: month/day/year"'):
        rpw.read([prices(tmp_path, price_rows(("USA", "MEX", 1, 1)), note)], report())


def test_an_export_without_surveys_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "p.csv", RPW_HEADER[:6], [["Last Updated: 12/07/2020", "", "", "", "", ""]])
    with pytest.raises(SourceUnreadable, match="no column of a survey"):
        rpw.read([path], report())


# --- development indicators ---


def test_official_layout_dates_itself(tmp_path: Path) -> None:
    rows = [("Mexico", "MEX", "", "13826.5"), ("World", "WLD", "12000", ""), ("Euro area", "EMU", "1", "2"),
            ("Channel Islands", "CHI", "3", ""), ("Nowhere", "QQQ", "1", "1")]  # fmt: skip
    found = report()
    path = bank_csv(tmp_path / "API_NY.csv", "NY.GDP.PCAP.CD", rows, ("2022", "2023"), "2025-07-01")
    table = wdi.read([path], found)
    assert table.select("REF_AREA", "TIME_PERIOD", "OBS_VALUE").rows() == [
        ("W0", "2022", 12000), ("XCX", "2022", 3), ("MEX", "2023", 13826.5),
    ]  # fmt: skip
    assert table["INDICATOR"].unique().to_list() == ["gdp_per_head"]
    assert table["VINTAGE"].unique().to_list() == ["2025-07-01"]
    assert "EMU" in said(found) and '"QQQ"' in said(found)


def test_an_unknown_indicator_is_reported(tmp_path: Path) -> None:
    found = report()
    path = bank_csv(tmp_path / "API_X.csv", "XX.YYY", [("Mexico", "MEX", "1")], ("2022",), "2025-07-01")
    assert wdi.read([path], found).is_empty()
    assert '"XX.YYY"' in said(found)


def test_what_cannot_be_negative_is_refused_and_the_rest_is_not(tmp_path: Path) -> None:
    rows = [("Mexico", "MEX", "-5")]
    path = bank_csv(tmp_path / "API_A.csv", "BM.TRF.PWKR.CD.DT", rows, ("2022",), "2025-07-01")
    with pytest.raises(SourceUnreadable, match=r'API_A\.csv, column "2022": remittances_paid of MEX in 2022 is -5'):
        wdi.read([path], report())
    path = bank_csv(tmp_path / "API_B.csv", "FP.CPI.TOTL.ZG", rows, ("2022",), "2025-07-01")
    assert wdi.read([path], report())["OBS_VALUE"].to_list() == [-5]


def test_a_file_without_its_papers_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "API_C.csv", '"Country Name","Country Code"\n"Mexico","MEX"\n')
    with pytest.raises(SourceUnreadable, match='no "Last Updated Date" above the table'):
        wdi.read([path], report())


def test_long_table_is_a_vintage_of_its_own(tmp_path: Path) -> None:
    rows = [("NAM", "remout", 2019, 71.5), ("NAM", "unem", 2023, 19.5), ("CHI", "depend", 2023, 50),
            ("MEX", "shoes", 2023, 1), ("MEX", "inf", 2023, "")]  # fmt: skip
    found = report()
    path = csv_file(tmp_path / wdi.LONG, ("iso3", "indicator", "year", "value"), rows)
    table = wdi.read([path], found)
    assert table.select("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE").rows() == [
        ("remittances_paid", "NAM", "2019", 71.5, "USD"), ("unemployment", "NAM", "2023", 19.5, "PC"),
        ("dependency_ratio", "XCX", "2023", 50, "PER_100"),
    ]  # fmt: skip
    assert table["VINTAGE"].unique().to_list() == ["2024"]
    assert '"shoes"' in said(found)


def test_every_name_of_the_long_table_has_a_meaning() -> None:
    assert set(wdi.LONG_NAMES.values()) <= set(wdi.INDICATORS)
    codes = [code for code, _ in wdi.INDICATORS.values()]
    assert len(codes) == len(set(codes))


def test_a_zero_of_remittances_is_left_out_and_listed(tmp_path: Path) -> None:
    path = tmp_path / wdi.LONG
    path.write_text("iso3,indicator,year,value\nSYR,remin,2012,0.0\nMAR,remin,2012,6.5e9\nSYR,unem,2012,0.0\n")
    found = report()
    table = wdi.read([path], found)
    assert table.filter(INDICATOR="remittances_received")["REF_AREA"].to_list() == ["MAR"]
    assert table.filter(INDICATOR="unemployment")["OBS_VALUE"].to_list() == [0.0]
    assert [(entry.rows, entry.examples) for entry in found.left_out] == [(1, ["SYR"])]
