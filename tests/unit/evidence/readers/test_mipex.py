"""MIPEX 2010: one score a country."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, left_out, value, write_csv

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers.mipex import FILE, READER
from passerelle.evidence.report import SourceReport


def _file(folder: Path, *rows: tuple[str, object]) -> Path:
    return write_csv(folder / FILE, ("short", "mipex10", "loggdp"), [(*row, 12.1) for row in rows])


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
