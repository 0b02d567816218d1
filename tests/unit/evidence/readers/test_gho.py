"""Exports of WHO's observatory: what is read, what is listed, which edition it is."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import GHO, left_out, write_csv

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers._gho import read_export
from passerelle.evidence.report import SourceReport

CODES = {"A_1": ("uhc_index", "INDEX_0_100")}


def row(
    code: str = "A_1", place: str = "GHA", figure: Any = 48, kind: str = "Country", day: str = "2023-09-18"
) -> list[Any]:
    return [code, "…", kind, place, f"name of {place}", 2021, figure, day]


def export(folder: Path, *rows: list[Any]) -> tuple[pl.DataFrame, SourceReport]:
    report = SourceReport("who_uhc")
    return read_export(write_csv(folder / "x.csv", GHO, rows), CODES, report), report


def test_one_export_is_one_edition_the_newest_change_it_names(tmp_path: Path) -> None:
    rows, _ = export(tmp_path, row(day="2023-09-18T10:00:00Z"), row(place="NAM", day="2024-05-19T14:00:00.000Z"))
    assert rows["VINTAGE"].unique().to_list() == ["2024-05"]
    assert rows.select("REF_AREA", "OBS_VALUE", "UNIT_MEASURE").rows() == [
        ("GHA", 48, "INDEX_0_100"), ("NAM", 48, "INDEX_0_100"),
    ]  # fmt: skip


def test_an_export_without_days_has_its_newest_year_for_a_vintage(tmp_path: Path) -> None:
    assert export(tmp_path, row(day=""))[0]["VINTAGE"].to_list() == ["2021"]


def test_regions_other_codes_and_blanks_are_listed(tmp_path: Path) -> None:
    rows, report = export(tmp_path, row(), row(place="AFR", kind="Region"), row(place="SSD", kind=""), row(code="B_2"),
                          row(code=""), row(place=""))  # fmt: skip
    assert rows["REF_AREA"].to_list() == ["GHA"]
    assert left_out(report, "a grouping, not a place") == 2
    assert left_out(report, 'indicator "B_2" is not read here') == left_out(report, 'indicator "" is not read') == 1
    assert left_out(report, '"" is no place') == 1


def test_a_fault_is_named_by_the_row_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match=r'x\.csv, row 4, column "FactValueNumeric": -1 is below 0'):
        export(tmp_path, row(code="B_2"), row(kind="Region"), row(figure=-1))
