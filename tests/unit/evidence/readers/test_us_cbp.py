"""US encounters: sectors added up, groups kept."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_b import is_sound, of, value, write_csv

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers.us_cbp import FILE, READER
from passerelle.evidence.report import SourceReport

HEADER = ("month", "month_fy", "component", "area", "authority", "type", "demog", "nat", "encounters")
PATROL = "U.S. Border Patrol"


def _line(area: str, nat: str, number: object, month: str = "2022-11") -> tuple[object, ...]:
    return month, "2023-11", PATROL, area, "Title 8", "Apprehensions", "Single Adults", nat, number


def _read(folder: Path, *rows: tuple[object, ...]) -> tuple[pl.DataFrame, SourceReport]:
    report = SourceReport("us_cbp")
    return READER.read([write_csv(folder / FILE, HEADER, rows)], report), report


def test_sectors_are_added_up(tmp_path: Path) -> None:
    rows, report = _read(tmp_path, _line("Yuma Sector", "VEN", "5.0"), _line("Tucson Sector", "VEN", "7.0"))
    is_sound(rows, "us_cbp")
    group = {"COMP_BREAKDOWN": "TITLE_8.USBP.SINGLE_ADULTS", "REF_AREA": "USA"}
    assert value(rows, COUNTERPART_AREA="VEN", TIME_PERIOD="2022-11", **group) == 12
    assert report.checks[0].passed


def test_months_without_nationality_stand_under_all_origins(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, _line("", "", 3155, month="2017-10"), _line("Yuma Sector", "OOO", 4))
    all_origins = of(rows, COUNTERPART_AREA="_T")
    assert all_origins["TIME_PERIOD"].to_list() == ["2017-10"]
    assert "all nationalities" in all_origins["COMMENT_OBS"][0]
    assert of(rows, COUNTERPART_AREA="_O")["OBS_VALUE"].to_list() == [4]


def test_a_negative_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match='row 2, column "encounters"'):
        _read(tmp_path, _line("Yuma Sector", "VEN", -5))
