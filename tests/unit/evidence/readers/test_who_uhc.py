"""The index of service coverage, in the observatory's layout (from documentation)."""

from pathlib import Path

import pytest
from tests.makers_b import GHO, is_sound, value, write_csv

from passerelle.base.errors import RowRefused
from passerelle.evidence.cards import card_of
from passerelle.evidence.readers.who_uhc import READER
from passerelle.evidence.report import SourceReport


def _file(folder: Path, figure: float) -> Path:
    line = ("UHC_INDEX_REPORTED", "UHC", "Country", "NAM", "Namibia", 2021, figure, "2023-09-18T10:00:00Z")
    return write_csv(folder / "UHC_INDEX_REPORTED_2023.csv", GHO, [line])


def test_the_index_is_read(tmp_path: Path) -> None:
    rows = READER.read([_file(tmp_path, 63)], SourceReport("who_uhc"))
    is_sound(rows, "who_uhc")
    assert value(rows, INDICATOR="uhc_index", REF_AREA="NAM", TIME_PERIOD="2021", VINTAGE="2023-09") == 63


def test_an_index_above_100_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match=r'row 2, column "FactValueNumeric": 163 is above 100'):
        READER.read([_file(tmp_path, 163)], SourceReport("who_uhc"))


def test_the_card_says_where_the_layout_is_from() -> None:
    assert card_of("who_uhc").layout == "layout from documentation"
    assert not card_of("who_uhc").redistributable
