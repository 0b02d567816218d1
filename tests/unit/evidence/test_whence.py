"""Where rows were read, and marks at values: kept through filters, long tables and sums, said of the figure."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers import csv_file, workbook

from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import frontex, undesa_stock, wb_remittances
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.reading import column_letters, numbers, read_csv, read_sheet
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import FILE, MARK, ROW, first_row, gathered, marks_said, melt, told


def table(*cells: tuple[str, str, str]) -> pl.DataFrame:
    made = pl.DataFrame(cells, schema=["place", "a", "b"], orient="row")
    return numbers(made, ("a", "b"), file=Path("t.csv"))


def test_numbers_tell_file_and_row() -> None:
    read = table(("MAR", "1", "2"), ("NLD", "..", "3"))
    assert read.select(FILE, ROW).rows() == [("t.csv", 2), ("t.csv", 3)]
    assert read.filter(pl.col("a").is_null())[ROW].to_list() == [3]


def test_a_sheet_is_told_with_its_file() -> None:
    made = pl.DataFrame({"a": ["1"]})
    read = numbers(made, ("a",), file=Path("t.xlsx"), sheet="Table 1", first_row=9)
    assert read.row(0) == (1.0, 't.xlsx, sheet "Table 1"', 9)


def test_marks_stand_beside_their_values_and_only_where_there_are_any() -> None:
    read = table(("MAR", "1,234*", "2"), ("NLD", "55 (1)", "3"), ("BEL", "7", "4"))
    assert read["a"].to_list() == [1234, 55, 7]
    assert read.select(told(read, "a"))[MARK].to_list() == ["*", "(1)", None]
    assert MARK not in read.select(told(read, "b")).columns


def test_laid_long_each_value_keeps_its_row_and_mark() -> None:
    read = table(("MAR", "1*", "2"), ("NLD", "3", "4†"))
    long = melt(read, ["a", "b"], ["place"], variable_name="what", value_name="value")
    assert sorted(long.select("place", "what", "value", ROW, MARK).rows(), key=str) == [
        ("MAR", "a", 1.0, 2, "*"), ("MAR", "b", 2.0, 2, None), ("NLD", "a", 3.0, 3, None), ("NLD", "b", 4.0, 3, "†"),
    ]  # fmt: skip


def test_added_up_the_first_row_and_mark_stand() -> None:
    read = table(("MAR", "1", "0"), ("MAR", "2*", "0"))
    (row,) = read.group_by("place").agg(pl.col("a").sum(), *gathered(read, "a")).rows()
    assert row == ("MAR", 3.0, "t.csv", 2, "*")


def test_the_first_row_of_what_is_sought() -> None:
    read = table(("MAR", "1", "0"), ("QQQ", "2", "0"), ("QQQ", "3", "0"))
    assert first_row(read, pl.col("place") == "QQQ") == "row 3"
    assert first_row(read, pl.col("place") == "ZZZ") == first_row(read.drop(ROW), pl.col("place") == "QQQ") == ""


def test_marks_are_said_for_a_report() -> None:
    read = table(("MAR", "1", "0"), ("NLD", "2*", "0"))
    assert marks_said(read) == ['t.csv, row 3, column "a": marked *']


def test_a_mark_becomes_part_of_the_comment() -> None:
    rows = pl.DataFrame({
        "INDICATOR": ["x", "x"], "TIME_PERIOD": ["2020", "2021"], "OBS_VALUE": [1.0, 2.0], "UNIT_MEASURE": ["PS", "PS"],
        "VINTAGE": ["1", "1"], "COMMENT_OBS": ["imputed", None], MARK: ["*", None],
    })  # fmt: skip
    made = observations(rows)
    assert made["COMMENT_OBS"].to_list() == ["imputed; marked * in the publisher’s table", None]
    assert made.schema == SCHEMA and made[FILE].null_count() == 2


def test_letters_are_the_workbooks_own_also_behind_empty_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"A": [[None, None, "x", *["y"] * 26]]})
    assert column_letters(path, "A")[:2] == ["C", "D"] and column_letters(path, "A")[-1] == "AC"
    assert read_sheet(path, "A").columns[0] == "column_0"


@pytest.mark.parametrize("mark", ["*", " (1)", "†"])
def test_a_footnoted_stock_is_stored_with_its_mark(tmp_path: Path, mark: str) -> None:
    header = ("orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i")
    path = csv_file(tmp_path / undesa_stock.LONG, header, [("MAR", "NLD", 2020, 4, 3, f"7{mark}", 1, 0, 0, 0)])
    rows = undesa_stock.read([path], SourceReport("undesa_stock"))
    said = dict(rows.select("SEX", "COMMENT_OBS").iter_rows())
    assert said == {
        "_T": f"by country of birth; marked {mark.strip()} in the publisher’s table",
        "F": "by country of birth", "M": "by country of birth",
    }  # fmt: skip
    assert rows.filter(pl.col("SEX") == "_T")["OBS_VALUE"].to_list() == [7]


def test_a_mark_survives_a_sum(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / frontex.FILE, ("route", "type", "nationality", "month", "detections"),
        [("Western Balkan Route", "Land", "SYR", "2020-01", "5*")],
    )  # fmt: skip
    rows = frontex.read([path], SourceReport("frontex"))
    assert rows["COMMENT_OBS"].to_list() == ["marked * in the publisher’s table"]


def test_a_matrix_names_the_letter_and_the_country_of_a_bad_cell(tmp_path: Path) -> None:
    names = [f"{chr(65 + at // 26)}{at % 26}" for at in range(74)]
    sheet = [["title"], ["", *names, "Mexico", "World"], ["Ghana", *[1] * 74, "many", 74], ["World", *[1] * 74, 1, 75]]
    path = workbook(tmp_path / wb_remittances.FILE, {wb_remittances.SHEET: sheet})
    with pytest.raises(Exception, match=r'row 3, column BX \("Mexico"\): "many" is not a number'):
        wb_remittances.read([path], SourceReport("wb_remittances"))


def test_text_tables_gain_no_column_by_reading(tmp_path: Path) -> None:
    assert read_csv(csv_file(tmp_path / "t.csv", ("a",), [("1",)]), ("a",)).columns == ["a"]
    assert len(READERS) > 30
