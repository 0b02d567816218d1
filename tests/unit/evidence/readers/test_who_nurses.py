"""Nurses and midwives: four codes of the observatory, and codes that are not read."""

from pathlib import Path

from tests.makers_b import GHO, is_sound, left_out, value, write_csv

from passerelle.evidence.readers.who_nurses import FILE, READER
from passerelle.evidence.report import SourceReport

DAY = "2024-05-19T14:00:00.000Z"


def _line(code: str, place: str, year: int, figure: object, kind: str = "Country") -> tuple[object, ...]:
    return code, "words", kind, place, place, year, figure, DAY


def _read(folder: Path, *lines: tuple[object, ...]) -> tuple[object, SourceReport]:
    report = SourceReport("who_nurses")
    return READER.read([write_csv(folder / FILE, GHO, lines)], report), report


def test_codes_become_figures_with_units(tmp_path: Path) -> None:
    rows, report = _read(
        tmp_path,
        _line("HWF_0006", "GHA", 2022, 37.89),
        _line("HWF_0007", "GHA", 2022, 120),
        _line("HWF_0008", "GHA", 2022, 100),
        _line("HWF_0009", "GHA", 2022, 20),
    )
    is_sound(rows, "who_nurses")
    assert value(rows, INDICATOR="nurses_midwives_per_10000", UNIT_MEASURE="PER_10000") == 37.89
    assert value(rows, INDICATOR="midwives", UNIT_MEASURE="PS") == 20
    assert set(rows["VINTAGE"]) == {"2024-05"}
    assert report.checks[0].found == 0


def test_parts_that_miss_the_whole_are_told_and_kept(tmp_path: Path) -> None:
    rows, report = _read(
        tmp_path,
        _line("HWF_0007", "GHA", 2022, 130),
        _line("HWF_0008", "GHA", 2022, 100),
        _line("HWF_0009", "GHA", 2022, 20),
    )
    assert report.checks[0].found == 1
    assert report.checks[0].passed is None
    assert rows.height == 3


def test_other_codes_and_regions_are_listed(tmp_path: Path) -> None:
    rows, report = _read(
        tmp_path,
        _line("HWF_0006", "GHA", 2022, 1),
        _line("HWF_0006", "AFR", 2022, 1, kind="Region"),
        _line("HWF_0001", "GHA", 2022, 1),
    )
    assert rows["REF_AREA"].to_list() == ["GHA"]
    assert left_out(report, "HWF_0001") == 1
    assert left_out(report, "a grouping") == 1
