"""Taxes on sending money: our own table, each row with its law; what has ended is listed."""

from pathlib import Path

from tests.makers_b import is_sound, left_out, value
from tests.makers_c import LAYOUTS, read

from passerelle.base.places import place_of

LAYOUT = next(layout for layout in LAYOUTS if layout.source == "transfer_taxes")


def test_the_table_that_ships_names_a_law_for_every_tax() -> None:
    rows, _ = read("transfer_taxes")
    is_sound(rows, "transfer_taxes")
    assert value(rows, REF_AREA="USA", COMP_BREAKDOWN="CASH", TIME_PERIOD="2026-01-01", UNIT_MEASURE="PC") == 1
    assert rows["COMMENT_OBS"].null_count() == 0 and "26 USC 4475" in rows["COMMENT_OBS"][0]
    assert [place_of(code).iso3 for code in rows["REF_AREA"]] == rows["REF_AREA"].to_list()


def test_a_tax_that_has_ended_is_listed_and_not_read(tmp_path: Path) -> None:
    rows, report = read("transfer_taxes", LAYOUT.write(tmp_path, LAYOUT.with_last("until", "2028-01-01")))
    assert rows["REF_AREA"].to_list() == ["USA"]
    assert left_out(report, "a tax that has ended") == 1 and report.left_out[0].examples == ["OMN, 2028-01-01"]
