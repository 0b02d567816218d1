"""ESCO and ISCO-08: codes stay text, every group has its parent."""

from pathlib import Path

import pytest
from tests.makers_b import write_csv
from tests.shared import shared

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.readers.esco import ISCO_LEVELS, read_isco, read_occupations

ISCO, ESCO = ("ORIGINURI", "CODE", "PREFERREDLABEL"), ("ORIGINURI", "ISCOGROUPCODE", "CODE", "PREFERREDLABEL")
GROUPS = [
    ("0", "Armed forces occupations"),
    ("01", "Commissioned officers"),
    ("011", " Officers "),
    ("0110", "Officers"),
]


def isco(folder: Path, *groups: tuple[str, str]) -> Path:
    return write_csv(folder / "ISCOGroups.csv", ISCO, [("uri", *group) for group in groups])


def occupations(folder: Path, *rows: tuple[str, str]) -> Path:
    return write_csv(folder / "occupations.csv", ESCO, [("uri", code[:4], code, name) for code, name in rows])


def test_leading_zeros_stay_and_levels_follow_the_code(tmp_path: Path) -> None:
    table = read_isco(isco(tmp_path, *reversed(GROUPS)))
    assert table.rows() == [
        ("0", 1, "", "Armed forces occupations"), ("01", 2, "0", "Commissioned officers"), ("011", 3, "01", "Officers"),
        ("0110", 4, "011", "Officers"),
    ]  # fmt: skip
    assert set(table["LEVEL"]) == set(ISCO_LEVELS)


def test_a_group_without_its_parent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match='group "0110" has no parent "011"; the file is not whole'):
        read_isco(isco(tmp_path, GROUPS[0], GROUPS[1], GROUPS[3]))


@pytest.mark.parametrize("code", ["C0", "01100", "", "1.0"])
def test_a_group_whose_code_is_none_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(
        SourceUnreadable, match=rf'ISCOGroups\.csv, row 3, column "CODE": "{code}" is no code such as "2221"'
    ):
        read_isco(isco(tmp_path, GROUPS[0], (code, "x")))


def test_occupations_hang_below_their_unit_group_or_one_another(tmp_path: Path) -> None:
    table = read_occupations(occupations(tmp_path, ("2654.1.7", "technical director"), ("2221.3", "specialist nurse ")))
    assert table.rows() == [("2221.3", 5, "2221", "specialist nurse"), ("2654.1.7", 6, "2654.1", "technical director")]


@pytest.mark.parametrize("code", ["2221", "221.3", "2221.x", "2221."])
def test_an_occupation_whose_code_is_none_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(SourceUnreadable, match=rf'row 2, column "CODE": "{code}" is no code such as "2221\.3"'):
        read_occupations(occupations(tmp_path, (code, "x")))


@pytest.mark.shared
def test_every_occupation_hangs_below_a_group() -> None:
    groups = set(read_isco(shared("esco/ISCOGroups.csv"))["CODE"])
    table = read_occupations(shared("esco/occupations.csv"))
    assert set(table["PARENT"]) <= groups | set(table["CODE"])
