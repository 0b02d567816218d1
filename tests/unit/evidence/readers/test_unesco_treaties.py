"""UNESCO's list of states parties: the day of deposit, the kind of act, and what is none."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, left_out, write_csv
from tests.makers_c import read

from passerelle.base.errors import RowRefused, SourceUnreadable

HEADER = ("State", "Date of deposit of instrument", "Type of instrument")
NAME = "unesco_convention_2005_2025-11.csv"


def test_the_day_of_deposit_and_the_kind_of_act(tmp_path: Path) -> None:
    lines = [("Canada", "28/11/2005", "Acceptance"), ("Mauritius", "29/03/2006", "Ratification"),
             ("Montenegro", "24/06/2008", "Notification of succession")]  # fmt: skip
    rows, report = read("unesco_treaties", write_csv(tmp_path / NAME, HEADER, lines))
    is_sound(rows, "unesco_treaties")
    assert rows.select("REF_AREA", "TIME_PERIOD", "COMMENT_OBS").rows() == [
        ("CAN", "2005-11-28", "acceptance"), ("MUS", "2006-03-29", "ratification"), ("MNE", "2008-06-24", "succession"),
    ]  # fmt: skip
    assert set(rows["INDICATOR"]) == {"party_unesco_2005"} and set(rows["VINTAGE"]) == {"2025-11"}
    assert rows["FILE_ROW"].to_list() == [2, 3, 4] and not report.left_out


def test_the_european_union_and_other_acts_are_listed(tmp_path: Path) -> None:
    lines = [("European Union", "18/12/2006", "Accession"), ("Ghana", "16/01/2016", "Signature"),
             ("Kenya", "24/10/2007", "Ratification")]  # fmt: skip
    rows, report = read("unesco_treaties", write_csv(tmp_path / NAME, HEADER, lines))
    assert rows["REF_AREA"].to_list() == ["KEN"]
    assert left_out(report, '"European Union" is no place') == 1
    assert left_out(report, "an act that is none by which a state is bound") == 1


@pytest.mark.parametrize("day", ["2005-11-28", "31/02/2005", "", "soon"])
def test_what_is_no_day_is_refused_with_its_row(tmp_path: Path, day: str) -> None:
    path = write_csv(tmp_path / NAME, HEADER, [("Canada", day, "Acceptance")])
    with pytest.raises(RowRefused, match=r'row 2, column "Date of deposit of instrument": ".*" is not a day'):
        read("unesco_treaties", path)


@pytest.mark.parametrize("name", ["unesco_convention_2025-11.csv", "unesco_convention_1954_2025-11.csv"])
def test_a_name_that_does_not_tell_the_convention_is_refused(tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / name, HEADER, [("Canada", "28/11/2005", "Acceptance")])
    with pytest.raises(SourceUnreadable, match=r"write unesco_convention_2005_2025-11\.csv"):
        read("unesco_treaties", path)
