"""MIPEX: the score of 2010, and the workbook of later years with its policy areas."""

from pathlib import Path

import pytest
from tests.makers import workbook
from tests.makers_b import is_sound, left_out, value, write_csv

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers.mipex import AREAS, FILE, READER
from passerelle.evidence.report import SourceReport

HEADER = ("Country", "Year", "Overall score (with health)", "Family reunion", "Anti-discrimination")


def _file(folder: Path, *rows: tuple[str, object]) -> Path:
    return write_csv(folder / FILE, ("short", "mipex10", "loggdp"), [(*row, 12.1) for row in rows])


def _book(folder: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    return workbook(folder / "MIPEX 2020 scores.xlsx", {"Scores": [["MIPEX"], list(header), *map(list, rows)]})


def test_scores_are_read(tmp_path: Path) -> None:
    report = SourceReport("mipex")
    rows = READER.read([_file(tmp_path, ("SWE", 83), ("EUR", 50))], report)
    is_sound(rows, "mipex")
    assert value(rows, REF_AREA="SWE", TIME_PERIOD="2010") == 83
    assert left_out(report, '"EUR" is no place') == 1


@pytest.mark.parametrize("score", [101, -1])
def test_a_score_off_the_scale_is_refused(tmp_path: Path, score: int) -> None:
    with pytest.raises(RowRefused, match='row 3, column "mipex10"'):
        READER.read([_file(tmp_path, ("SWE", 83), ("NOR", score))], SourceReport("mipex"))


def test_the_workbook_gives_every_area_that_it_has_by_year(tmp_path: Path) -> None:
    report = SourceReport("mipex")
    rows = READER.read([_book(tmp_path, ("Sweden", 2014, 80, 75, ".."), ("Sweden", 2019, 86, 71, 100))], report)
    is_sound(rows, "mipex")
    assert value(rows, INDICATOR="mipex_overall", REF_AREA="SWE", TIME_PERIOD="2019", VINTAGE="2019") == 86
    assert value(rows, INDICATOR="mipex_family_reunion", TIME_PERIOD="2014") == 75
    assert rows["INDICATOR"].to_list().count("mipex_anti_discrimination") == 1 and report.rows_read == 2


def test_columns_are_found_by_their_titles_in_any_order(tmp_path: Path) -> None:
    book = _book(tmp_path, (71, 2019, 86, "Sweden"), header=("Family reunion", "Year", "Overall score", "Country"))
    rows = READER.read([book], SourceReport("mipex"))
    assert dict(rows.select("INDICATOR", "OBS_VALUE").rows()) == {"mipex_overall": 86, "mipex_family_reunion": 71}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Sweden", 2019, 101, 1, 1), r'row 3, column C \("Overall score \(with health\)"\): 101 is above 100'),
        (("Sweden", 2019, 50, -1, 1), r'row 3, column D \("Family reunion"\): -1 is below 0'),
        (("Sweden", "soon", 50, 1, 1), r'row 3, column B \("Year"\): "soon" is no year'),
    ],
)
def test_a_cell_that_cannot_be_is_named(tmp_path: Path, row: tuple[object, ...], said: str) -> None:
    with pytest.raises(RowRefused, match=said):
        READER.read([_book(tmp_path, row)], SourceReport("mipex"))


@pytest.mark.parametrize(
    ("header", "said"),
    [(("Country", "Year", "Score", "x", "y"), 'no column "Overall score"'),
     (("Land", "Jahr", "Overall score", "x", "y"), 'no header with "Country" and "Year"')],
)  # fmt: skip
def test_a_sheet_of_another_kind_is_refused(tmp_path: Path, header: tuple[str, ...], said: str) -> None:
    with pytest.raises(SourceUnreadable, match=said):
        READER.read([_book(tmp_path, ("Sweden", 2019, 1, 1, 1), header=header)], SourceReport("mipex"))


def test_a_country_that_is_none_is_listed(tmp_path: Path) -> None:
    report = SourceReport("mipex")
    rows = READER.read([_book(tmp_path, ("EU 28", 2019, 50, 1, 1), ("Norway", 2019, 69, 1, 1))], report)
    assert set(rows["REF_AREA"]) == {"NOR"} and left_out(report, '"EU 28" is no place') == 1


def test_every_area_has_a_code_of_its_own() -> None:
    assert len(set(AREAS.values())) == len(AREAS) == 9
