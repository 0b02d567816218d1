"""Emigrants by education and age on arrival, in our own layout."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, left_out, value, write_csv
from tests.makers_c import read

from passerelle.base.errors import RowRefused

HEADER = ("origin", "destination", "year", "entry_age", "education", "persons")
NAME = "emigrants_by_entry_2025-11.csv"


def test_each_age_on_arrival_is_a_breakdown_of_its_own(tmp_path: Path) -> None:
    lines = [
        ("GHA", "USA", 2000, 12, "high", 900),
        ("GHA", "USA", 2000, 22, "high", 600),
        ("GHA", "", 2000, 18, "low", 5),
    ]
    rows, report = read("emigrants_by_entry", write_csv(tmp_path / NAME, HEADER, lines))
    is_sound(rows, "emigrants_by_entry")
    about = {"INDICATOR": "emigrants_by_education", "COUNTERPART_AREA": "GHA", "AGE": "Y_GE25", "OBS_STATUS": "E"}
    assert value(rows, REF_AREA="USA", COMP_BREAKDOWN="ISCED_HIGH_ENTRY_GE12", **about) == 900
    assert value(rows, REF_AREA="USA", COMP_BREAKDOWN="ISCED_HIGH_ENTRY_GE22", **about) == 600
    assert value(rows, REF_AREA="_X", COMP_BREAKDOWN="ISCED_LOW_ENTRY_GE18", **about) == 5
    assert set(rows["VINTAGE"]) == {"2025-11"} and not report.left_out


def test_without_an_edition_in_the_name_the_newest_year_is_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "emigrants_by_entry.csv", HEADER, [("GHA", "USA", 2000, 12, "high", 900)])
    assert set(read("emigrants_by_entry", path)[0]["VINTAGE"]) == {"2000"}


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [("entry_age", "15", '"15" is none of 12, 18, 22'), ("education", "tertiary", '"tertiary" is none of low, medium, high'),
     ("persons", "-1", "-1 is below 0"), ("year", "about 2000", "is no year")],
)  # fmt: skip
def test_a_cell_that_is_not_of_the_layout_is_named(tmp_path: Path, column: str, text: str, said: str) -> None:
    told = dict(zip(HEADER, ("GHA", "USA", "2000", "12", "high", "900"), strict=True)) | {column: text}
    path = write_csv(tmp_path / NAME, HEADER, [("GHA", "DEU", 2000, 12, "high", 1), tuple(told.values())])
    with pytest.raises(RowRefused, match=rf'row 3, column "{column}": .*{said}'):
        read("emigrants_by_entry", path)


def test_places_that_are_none_and_empty_numbers_are_listed(tmp_path: Path) -> None:
    lines = [
        ("GHA", "USA", 2000, 12, "high", 1),
        ("QQQ", "USA", 2000, 12, "high", 1),
        ("GHA", "DEU", 2000, 12, "high", ".."),
    ]
    rows, report = read("emigrants_by_entry", write_csv(tmp_path / NAME, HEADER, lines))
    assert rows.height == 1 and left_out(report, '"QQQ" is no place') == left_out(report, "no number of persons") == 1
