"""The World Bank's income groups by year: letters as numbers, marks said, thresholds left out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, oghist_book, value, write_book
from tests.makers_c import read

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.report import SourceReport

FIRST = 7  # the row of the first country in the workbook


def made(folder: Path, *rows: Sequence[Any], **also: str) -> tuple[pl.DataFrame, SourceReport]:
    return read("income_groups", oghist_book(folder / "OGHIST_2023_07_01.xlsx", rows, **also))


@pytest.mark.parametrize(
    ("letters", "group", "name"),
    [
        ("L", 1, "low income"),
        ("LM", 2, "lower middle income"),
        ("UM", 3, "upper middle income"),
        ("H", 4, "high income"),
    ],
)
def test_four_groups(tmp_path: Path, letters: str, group: int, name: str) -> None:
    rows, _ = made(tmp_path, ("GHA", "Ghana", letters, ".."), ("MAR", "Morocco", "", "LM"))
    is_sound(rows, "income_groups")
    assert value(rows, REF_AREA="GHA", TIME_PERIOD="2021", UNIT_MEASURE="1", VINTAGE="2022") == group
    assert rows.filter(REF_AREA="GHA")["COMMENT_OBS"].to_list() == [name]
    assert rows.filter(REF_AREA="MAR")["TIME_PERIOD"].to_list() == ["2022"]


@pytest.mark.parametrize("letters", ["LM*", "LM *", " LM* "])
def test_a_mark_of_the_publisher_is_said(tmp_path: Path, letters: str) -> None:
    rows, _ = made(tmp_path, ("VEN", "Venezuela", letters, ".."))
    assert rows.select("OBS_VALUE", "COMMENT_OBS").rows() == [
        (2, "lower middle income; marked by the publisher: see the notes of the sheet")
    ]


def test_former_places_keep_theirs_and_what_is_no_place_is_listed(tmp_path: Path) -> None:
    rows, report = made(tmp_path, ("YUG", "Yugoslavia", "UM", ".."), ("CHI", "Channel Islands", "H", "H"),
                        ("QQQ", "Atlantis", "H", "H"))  # fmt: skip
    assert rows["REF_AREA"].unique().sort().to_list() == ["XCX", "YUG"]
    assert left_out(report, '"QQQ" is no place') == 2 and left_out(report, "thresholds and notes") == 3
    assert report.rows_read == 3


@pytest.mark.parametrize("letters", ["X", "High", "LMM", "2"])
def test_letters_that_are_no_group_are_refused_with_row_and_year(tmp_path: Path, letters: str) -> None:
    with pytest.raises(RowRefused) as refused:
        made(tmp_path, ("GHA", "Ghana", "LM", "LM"), ("MAR", "Morocco", "LM", letters))
    where = f'sheet "Country Analytical History", row {FIRST + 1}, column D ("2022"): "{letters}" is no income group'
    assert where in str(refused.value)


def test_a_sheet_renamed_lists_those_found(tmp_path: Path) -> None:
    with pytest.raises(
        SourceUnreadable, match='has no sheet "Country Analytical History"; its sheets are "Thresholds", "History"'
    ):
        made(tmp_path, ("GHA", "Ghana", "LM", "LM"), sheet="History")


def test_codes_or_years_that_were_moved_are_missed(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"row \d+: the first column holds no code of a country, such as MAR"):
        made(tmp_path, ("Ghana", "GHA", "LM", "LM"))
    path = write_book(tmp_path / "OGHIST.xlsx", {"Country Analytical History": [["", "FY23"], ["GHA", "Ghana", "LM"]]})
    with pytest.raises(SourceUnreadable, match="has no row of calendar years"):
        read("income_groups", path)
