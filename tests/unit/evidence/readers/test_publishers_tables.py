"""The publishers' files that no total tells about, and workbooks that cannot be opened."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers import zip_bomb
from tests.makers_b import iab_book, is_sound, left_out, of, oghist_book, value
from tests.makers_c import consulates_book, read
from tests.shared import shared

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence._workbooks import OLE, workbook_is_sane

BOOKS = {
    "iab_brain_drain": lambda folder: iab_book(folder / "iabbd_8010_v1_gender.xlsx", ("Total",), [("Mexico", 1, 2)]),
    "income_groups": lambda folder: oghist_book(folder / "OGHIST.xlsx", [("GHA", "Ghana", "LM", "LM")]),
    "schengen_visas": lambda folder: consulates_book(folder / "Visa statistics for consulates 2022.xlsx",
                                                     [("FRANCE", "MALI", "BAMAKO", 5)]),
}  # fmt: skip


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])


def protected(path: Path) -> None:
    path.write_bytes(OLE + bytes(600))


def a_page(path: Path) -> None:
    path.write_text("<html>please log in</html>")


@pytest.mark.parametrize("source", BOOKS)
@pytest.mark.parametrize(
    ("spoil", "message"),
    [(cut_off, "is no workbook, or is cut off"), (protected, "is protected by a password, or an old"),
     (a_page, "is no workbook, or is cut off"), (lambda path: path.write_bytes(b""), "the file is empty"),
     (lambda path: zip_bomb(path, 60), "which no publisher's workbook does")],
    ids=["cut off", "password", "page", "empty", "bomb"],
)  # fmt: skip
def test_a_workbook_that_is_none_is_refused_by_name(source: str, spoil: object, message: str, tmp_path: Path) -> None:
    path = BOOKS[source](tmp_path)
    workbook_is_sane(path)
    assert not read(source, path)[0].is_empty()
    spoil(path)  # type: ignore[operator]
    with pytest.raises(SourceUnreadable, match=message) as refused:
        read(source, path)
    assert path.name in str(refused.value)


def test_an_old_workbook_is_one_under_its_own_name_only(tmp_path: Path) -> None:
    for name, sane in (("x.xls", True), ("x.XLS", True), ("x.xlsx", False)):
        path = tmp_path / name
        path.write_bytes(OLE + bytes(600))
        if sane:
            workbook_is_sane(path)
            continue
        with pytest.raises(SourceUnreadable, match="Open it and save it as"):
            workbook_is_sane(path)


@pytest.mark.shared
def test_flows_of_asia_and_the_pacific() -> None:
    rows, report = read("apmig", shared("apmig_flows/res_od.csv"))
    is_sound(rows, "apmig")
    assert [check.passed for check in report.checks] == [True]
    assert (
        rows.height + left_out(report, "neither end is a place") + left_out(report, "the same place")
        == report.rows_read
    )
    # four regions with the 53 populations of 20 years, both ways
    assert of(rows, COUNTERPART_AREA="_X").height == of(rows, REF_AREA="_X").height == 4 * 53 * 20


@pytest.mark.shared
def test_distances_of_cepii() -> None:
    rows, report = read("geodist", shared("cepii_geodist/dist_cepii.csv"))
    is_sound(rows, "geodist")
    assert {entry.reason for entry in report.left_out} == {"a place and itself"}
    assert value(rows, INDICATOR="distance_capitals_km", COUNTERPART_AREA="MEX", REF_AREA="USA") == pytest.approx(
        3037.9, abs=0.1
    )
    flags = rows.filter(pl.col("UNIT_MEASURE") == "1")["OBS_VALUE"].unique().sort().to_list()
    assert flags == [0, 1]


@pytest.mark.shared
def test_scores_of_mipex() -> None:
    rows, report = read("mipex", shared("mipex/mipex_av.csv"))
    assert rows.height == report.rows_read == 30 and rows["OBS_VALUE"].is_between(0, 100).all()
