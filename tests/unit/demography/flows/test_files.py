"""Tables in and out: what is read is what was written, and every fault is named with its place."""

from pathlib import Path

import numpy as np
import pytest

from passerelle.base.errors import ModelError, SourceUnreadable
from passerelle.demography.flows.files import (
    as_csv,
    as_rows,
    read_inputs,
    read_like,
    read_pairs,
    read_people,
    read_square,
)
from tests.unit.demography.flows.worlds import END, PLACES, START

VITAL = "code,births,deaths,net,remark\nA,40,20,-5,x\nB,20,10,5,y\nC,30,30,0,\nD,10,10,0,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "S0.csv").write_text(as_csv(PLACES, START, "birth"))
    (tmp_path / "S1.csv").write_text(as_csv(PLACES, END, "birth"))
    (tmp_path / "V.csv").write_text(VITAL)
    return tmp_path


def inputs(folder: Path, *more: str):  # type: ignore[no-untyped-def]
    return read_inputs(folder / "S0.csv", folder / "S1.csv", folder / "V.csv", more)


def test_inputs_come_in_one_order_whatever_that_of_the_files(folder: Path) -> None:
    turned = [3, 1, 0, 2]
    (folder / "S1.csv").write_text(as_csv([PLACES[i] for i in turned], END[np.ix_(turned, turned)], "birth"))
    lines = VITAL.splitlines()
    (folder / "V.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    stocks, columns = inputs(folder)
    assert stocks.places == PLACES and set(columns) == {"births", "deaths"}
    assert np.array_equal(stocks.start, START) and np.array_equal(stocks.end, END)
    assert list(stocks.births) == [40, 20, 30, 10] and list(stocks.deaths) == [20, 10, 30, 10]


def test_net_migration_is_read_from_the_column_named(folder: Path) -> None:
    _, columns = inputs(folder, "net")
    assert list(columns["net"]) == [-5, 5, 0, 0]
    with pytest.raises(SourceUnreadable, match='"nothing" is missing'):
        inputs(folder, "nothing")


def test_namibia_is_a_place(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("birth,NA,ZA\nNA,10,2\nZA,3,20\n")
    assert read_square(tmp_path / "s.csv", "birth").places == ("NA", "ZA")


def test_full_precision_survives_a_round_trip(tmp_path: Path) -> None:
    values = np.array([[0.0, 1 / 3], [1e-17, 12345678.0]])
    text = as_csv(("A", "B"), values, "origin")
    assert text.splitlines()[0] == "origin,A,B" and "12345678" in text and "12345678.0" not in text
    (tmp_path / "od.csv").write_text(text)
    assert np.array_equal(read_square(tmp_path / "od.csv", "origin").values, values)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("S0.csv", "A,1000,100", "A,1000,-100", r"S0.csv, row 2, column \"B\": -100 for A in B is below 0"),
        (
            "S0.csv",
            "A,1000,100",
            "A,1000,many",
            r"S0.csv, row 2, column \"B\": the cell of A: \"many\" is not a number. Write persons",
        ),
        ("S0.csv", "A,1000,100", "A,1000,", r"S0.csv, row 2, column \"B\": the cell of A is empty. Write 0"),
        ("S0.csv", "A,1000,100", "A,1000,..", "cell of A is empty"),
        ("S0.csv", "A,1000,100", "A,1000,inf", "not a number"),
        ("S0.csv", "A,1000,100", "A,1000,100,5", "row has 6 cells"),
        ("S0.csv", "birth,A,B,C,D", "birth,A,B,C,E", "D has a row and no column"),
        ("S0.csv", "birth,A,B,C,D", "birth,A,B,C,C", "C has two columns"),
        ("S0.csv", "birth,A,B,C,D", "place,A,B,C,D", '"birth" is missing'),
        ("S0.csv", "\nB,", "\nA,", "A stands in row 2 already"),
        ("S0.csv", "\nB,", "\n,", "code of the row is empty"),
        ("S1.csv", "D", "E", "D is not in S1.csv"),
        ("V.csv", "D,10", "E,10", "E is not in the tables"),
        ("V.csv", "D,10,10,0,\n", "", "D has no row"),
        ("V.csv", "B,20", "B,-20", r"row 3, column \"births\": the cell of B: -20 is below 0"),
        ("V.csv", "B,20", "A,20", "A stands in row 2 already"),
        ("V.csv", "B,20", "B,", "cell of B is empty"),
        ("V.csv", "births", "born", '"births" is missing'),
    ],
)
def test_each_fault_is_named(folder: Path, name: str, old: str, new: str, said: str) -> None:
    path = folder / name
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(SourceUnreadable, match=said):
        inputs(folder)


def test_deaths_above_the_stock_are_refused_by_place(folder: Path) -> None:
    (folder / "V.csv").write_text(VITAL.replace("D,10,10", "D,10,9000"))
    with pytest.raises(ModelError, match=r"D has 9,000 deaths"):
        inputs(folder)


def test_natives_below_zero_pass_the_reader(folder: Path) -> None:
    path = folder / "S0.csv"
    path.write_text(path.read_text().replace("C,80,40,800,40", "C,80,40,-20,40"))
    stocks, _ = inputs(folder)
    assert stocks.start[2, 2] == -20


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "S1.csv").unlink()
    with pytest.raises(SourceUnreadable, match=r"S1.csv: cannot be opened"):
        inputs(folder)


def test_a_seed_may_hold_more_places_but_not_fewer(tmp_path: Path) -> None:
    seed = np.arange(1.0, 26).reshape(5, 5)
    (tmp_path / "M.csv").write_text(as_csv((*PLACES, "E"), seed, "origin"))
    assert np.array_equal(read_like(tmp_path / "M.csv", PLACES), seed[:4, :4])
    (tmp_path / "N.csv").write_text(as_csv((*PLACES, "E"), seed, "from"))
    assert np.array_equal(read_like(tmp_path / "N.csv", PLACES), seed[:4, :4])  # whatever its first column is called
    with pytest.raises(SourceUnreadable, match="F has no row and column"):
        read_like(tmp_path / "M.csv", ("A", "F"))


def test_pairs_are_read_from_wide_and_long_tables(tmp_path: Path) -> None:
    wide, long = tmp_path / "wide.csv", tmp_path / "long.csv"
    wide.write_text("origin,A,B\nA,0,5\nB,..,0\n")
    long.write_text("origin,destination,value\nA,B,5\nB,A,\nA,A,0\n")
    assert read_pairs(wide)[("A", "B")] == 5 == read_pairs(long)[("A", "B")]
    assert ("B", "A") not in read_pairs(wide)  # what is missing is not zero
    assert ("B", "A") not in read_pairs(long)
    long.write_text("origin,destination,value\nA,B,5\nA,B,6\n")
    with pytest.raises(SourceUnreadable, match="A → B stands twice"):
        read_pairs(long)


def test_populations_and_long_tables(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("code,population\nA,1000\nB,..\n")
    assert read_people(tmp_path / "p.csv") == {"A": 1000.0}
    rows = as_rows(("origin", "persons"), [("A", 1 / 3), ("B", 2.0)])
    assert "".join(rows) == f"origin,persons\nA,{1 / 3!r}\nB,2.0\n"
    assert "".join(as_rows(("a",), [])) == "a\n"
    many = list(as_rows(("n",), ((float(i),) for i in range(120_000))))
    assert len(many) == 4 and "".join(many).count("\n") == 120_001
