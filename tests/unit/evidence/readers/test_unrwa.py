"""UNRWA: Palestine refugees by field of operation, beside UNHCR's and never among them."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, left_out, value, write_csv
from tests.makers_c import read
from tests.shared import shared


def test_fields_are_places_and_origin_is_palestine(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "unrwa_refugees_x.csv", ("year", "coo_iso", "coa_iso", "total"), [
        (2023, "PSE", "JOR", 2000), (2023, "PSE", "PSE", 900), (2023, "PSE", "UNK", 3), (2023, "PSE", "QQQ", 4),
    ])  # fmt: skip
    rows, report = read("unrwa", path)
    is_sound(rows, "unrwa")
    assert dict(rows.select("REF_AREA", "OBS_VALUE").rows()) == {"JOR": 2000, "PSE": 900, "_X": 3}
    assert (
        value(rows, INDICATOR="palestine_refugees", COUNTERPART_AREA="PSE", REF_AREA="PSE", TIME_PERIOD="2023") == 900
    )
    assert left_out(report, '"QQQ" is no place') == 1


@pytest.mark.shared
def test_the_publishers_fields() -> None:
    rows, report = read("unrwa", shared("unhcr/unrwa_refugees_1952_2025.csv"))
    assert {"JOR", "LBN", "PSE", "SYR"} <= set(rows["REF_AREA"]) and not report.left_out
    assert value(rows, REF_AREA="LBN", TIME_PERIOD="1952") == 103_137
