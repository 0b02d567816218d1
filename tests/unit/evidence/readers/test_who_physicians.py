"""Physicians: places without a usual code, groupings, refusals."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, left_out, value, write_csv

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers.who_physicians import FILE, READER
from passerelle.evidence.report import SourceReport

HEADER = ("indicator", "country", "iso3", "year", "physicians_per_1000")


def _file(folder: Path, *rows: tuple[object, ...]) -> Path:
    return write_csv(folder / FILE, HEADER, [("Physician per 1000", *row) for row in rows])


def test_places_are_kept_and_groupings_listed(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        ("Namibia", "NAM", 2018, 0.6),
        ("Channel Islands", "OWID_CIS", 2018, 2.4),
        ("World", "OWID_WRL", 2018, 1.7),
        ("Low-income countries", "", 2018, 0.3),
    )
    report = SourceReport("who_physicians")
    rows = READER.read([path], report)
    is_sound(rows, "who_physicians")
    assert sorted(rows["REF_AREA"]) == ["NAM", "XCX"]
    assert value(rows, REF_AREA="NAM") == 0.6
    assert left_out(report, "a grouping") == 2
    assert report.rows_read == 4


def test_a_gap_is_no_row(tmp_path: Path) -> None:
    rows = READER.read([_file(tmp_path, ("Ghana", "GHA", 2019, ""), ("Ghana", "GHA", 2020, 0))], SourceReport("x"))
    assert rows["TIME_PERIOD"].to_list() == ["2020"]
    assert rows["OBS_VALUE"].to_list() == [0]


def test_a_negative_density_is_refused_with_its_place(tmp_path: Path) -> None:
    path = _file(tmp_path, ("Ghana", "GHA", 2019, 0.1), ("Ghana", "GHA", 2020, -0.1))
    with pytest.raises(RowRefused, match=r'row 3, column "physicians_per_1000"'):
        READER.read([path], SourceReport("who_physicians"))


def test_a_column_renamed_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / FILE, ("country", "code", "year", "physicians_per_1000"), [("Ghana", "GHA", 2019, 1)])
    with pytest.raises(SourceUnreadable, match='column "iso3" is missing; found "country", "code"'):
        READER.read([path], SourceReport("who_physicians"))
