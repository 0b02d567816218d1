"""A user's table of migration: both layouts read, every fault told."""

from pathlib import Path

import pytest

from passerelle.base.errors import EvidenceError
from passerelle.demography.cohorts.files import MovesTable, NetTable, read_migration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def test_long_moves(path: Path) -> None:
    path.write_text("origin,destination,value\nNLD,MAR,5\nMAR,NLD,20.5\nMAR,FRA,7\n")
    found = read_migration(path)
    assert isinstance(found, MovesTable) and found.places == ("FRA", "MAR", "NLD")
    assert found.values.tolist() == [[0, 0, 0], [7, 0, 20.5], [0, 5, 0]]


def test_wide_moves_as_flows_are_written(path: Path) -> None:
    path.write_text("origin,MAR,NLD\nMAR,0,20\nNLD,5,0\n")
    found = read_migration(path)
    assert isinstance(found, MovesTable)
    assert found.places == ("MAR", "NLD") and found.values.tolist() == [[0, 20], [5, 0]]


def test_a_wide_diagonal_may_be_empty_or_hold_stayers(path: Path) -> None:
    path.write_text("origin,MAR,NLD\nMAR,,20\nNLD,5,99\n")
    found = read_migration(path)
    assert isinstance(found, MovesTable) and found.values.tolist() == [[0, 20], [5, 0]]


def test_net_totals_that_are_held(path: Path) -> None:
    path.write_text("place,net,remark\nNLD,150000,x\nMAR,-500000,y\n")
    found = read_migration(path)
    assert isinstance(found, NetTable)
    assert found.places == ("MAR", "NLD") and found.firsts == (0,)
    assert found.values.tolist() == [[-500000, 150000]]


def test_net_totals_by_period(path: Path) -> None:
    path.write_text("place,period,net\nNLD,2025-2030,2\nNLD,2020-2025,1\nMAR,2020-2025,-1\nMAR,2025-2030,-2\n")
    found = read_migration(path)
    assert isinstance(found, NetTable) and found.firsts == (2020, 2025)
    assert found.values.tolist() == [[-1, 1], [-2, 2]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from,to\nMAR,NLD\n", "columns from, to were found"),
        ("place,value\nMAR,3\n", 'or "place,net"'),
        ("origin,destination,value\nMAR,NLD,-3\n", "-3"),
        ("origin,destination,value\nMAR,NLD,many\n", '"many" is not a number'),
        ("origin,destination,value\nMAR,NLD,3\nMAR,NLD,4\n", "MAR → NLD stands twice"),
        ("origin,destination,value\nMAR,MAR,3\n", "no move between two places"),
        ("origin,MAR,NLD\nMAR,0,\nNLD,5,0\n", 'row 2, column "NLD": the cell is empty'),
        ("origin,MAR,NLD\nMAR,0,-2\nNLD,5,0\n", "-2 moves from MAR to NLD"),
        ("place,net\n", "holds "),
        ("place,net\nMAR,\n", "net migration of MAR is empty; write 0"),
        ("place,net\nMAR,x\n", '"x" is not a number'),
        ("place,net\nMAR,1\nMAR,2\n", "MAR stands there twice"),
        ("place,period,net\nMAR,2020,1\n", '"2020" is not a period; write 2020-2025'),
        ("place,period,net\nMAR,2020-2030,1\n", '"2020-2030" is not a period'),
        ("place,period,net\nMAR,2021-2026,1\n", '"2021-2026" is not a period'),
        ("place,period,net\nMAR,2020-2025,1\nMAR,2030-2035,1\n", "periods go from 2020 to 2030"),
        ("place,period,net\nMAR,2020-2025,1\nNLD,2020-2025,1\nMAR,2025-2030,1\n", "NLD has no row for 2025-2030"),
    ],
)  # fmt: skip
def test_faults_are_told_in_a_sentence_with_the_file(path: Path, text: str, said: str) -> None:
    path.write_text(text)
    with pytest.raises(EvidenceError) as told:
        read_migration(path)
    assert said in str(told.value) and "mine.csv" in str(told.value) and "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"none\.csv"):
        read_migration(tmp_path / "none.csv")
