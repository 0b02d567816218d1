"""Bad input: each fault has a message with file, sheet, row and column, and a next step."""

import csv
import math
import os
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makers import csv_file, text_file, workbook, zip_bomb

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.reading import numbers, read_csv, read_sheet, require_columns, sheet_names

HEADER = ("orig", "dest", "persons")
ROWS = [("NA", "MEX", "12"), ("MAR", "NLD", "..")]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return csv_file(tmp_path / "stock.csv", HEADER, ROWS)


def column(*cells: str | None) -> pl.DataFrame:
    return pl.DataFrame({"persons": cells}, schema={"persons": pl.String})


def values(*cells: str | None, **how: object) -> list[float | None]:
    return numbers(column(*cells), ["persons"], file=Path("stock.csv"), **how)["persons"].to_list()  # type: ignore[arg-type]


# --- text tables ---


def test_na_is_namibia_and_stays_a_text(table: Path) -> None:
    assert read_csv(table, HEADER)["orig"].to_list() == ["NA", "MAR"]


def test_only_the_wanted_columns(table: Path) -> None:
    assert read_csv(table, ("dest",), only=True).columns == ["dest"]
    assert read_csv(table, ("dest",)).columns == list(HEADER)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = csv_file(tmp_path / "t.csv", HEADER, ROWS, delimiter=delimiter)
    assert read_csv(path, HEADER).rows() == ROWS


def test_commas_in_a_quoted_header_are_no_delimiters(tmp_path: Path) -> None:
    path = text_file(tmp_path / "t.csv", 'place;"a, b, c, d";n\nMAR;x;1\n')
    assert read_csv(path, ("place", "n")).height == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = text_file(tmp_path / "t.csv", "name,n\nCôte d’Ivoire,1\nRéunion,2\n", encoding)
    assert read_csv(path, ("name", "n"))["name"].to_list() == ["Côte d’Ivoire", "Réunion"]


def test_a_letter_cut_by_a_block_is_no_other_encoding(tmp_path: Path) -> None:
    filler = "a" * ((1 << 22) - len("name\n") - 1)
    path = text_file(tmp_path / "t.csv", f"name\n{filler}é\nSénégal\n")
    assert read_csv(path, ("name",))["name"][1] == "Sénégal"


def test_a_fault_of_encoding_beyond_the_first_block_is_found(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"name\n" + b"a" * (1 << 22) + b"\nS\xe9n\xe9gal\n")
    assert read_csv(path, ("name",))["name"][1] == "Sénégal"


def test_header_further_down(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", HEADER, ROWS, before='"Data Source","WDI",\n\n')
    assert read_csv(path, HEADER, header_row=3).rows() == ROWS
    with pytest.raises(SourceUnreadable, match=r"t\.csv.*ends before its header in line 90"):
        read_csv(path, HEADER, header_row=90)


def test_a_missing_column_names_those_found(table: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r'stock\.csv, row 1: column "year" is missing; found "orig", "dest"'):
        read_csv(table, (*HEADER, "year"))


def test_a_moved_column_is_no_fault(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", ("persons", "orig", "dest"), [("12", "NA", "MEX")])
    assert read_csv(path, HEADER, only=True).row(0) == ("NA", "MEX", "12")


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", ("orig", "persons", "persons"), [("NA", "1", "2")])
    with pytest.raises(SourceUnreadable, match=r'row 1, column "persons": the header has the column 2 times'):
        read_csv(path, ("orig", "persons"))
    assert read_csv(path, ("orig",)).height == 1  # a column that is not asked for may


def test_a_row_with_a_stray_delimiter_is_named(tmp_path: Path) -> None:
    path = text_file(tmp_path / "t.csv", "name,n\nMorocco,1\nKorea, South,2\nMali,3\n")
    with pytest.raises(SourceUnreadable, match=r"t\.csv, row 3: the row has 3 cells, the header 2"):
        read_csv(path, ("name", "n"))


def test_a_stray_delimiter_among_quotes_is_refused_too(tmp_path: Path) -> None:
    path = text_file(tmp_path / "t.csv", '"name","n"\n"Morocco","1"\nKorea, South,2\n')
    with pytest.raises(SourceUnreadable, match="stray delimiter"):
        read_csv(path, ("name", "n"))


@pytest.mark.parametrize("text", ["name,n\nMorocco,1\nMal", '"name","n"\n"Morocco","1"\n"Mali"'])
def test_a_file_cut_off_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"t\.csv, row 3: the row has 1 cells.*cut off"):
        read_csv(text_file(tmp_path / "t.csv", text), ("name", "n"))


def test_a_last_line_without_its_end_is_whole(tmp_path: Path) -> None:
    assert read_csv(text_file(tmp_path / "t.csv", "name,n\nMorocco,1\nMali,2"), ("name", "n")).height == 2


def test_an_empty_file_and_a_header_alone(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"t\.csv: the file is empty"):
        read_csv(text_file(tmp_path / "t.csv", ""), ("name",))
    for header in ("name,n\n", "name,n", "name,n\n\n"):
        with pytest.raises(SourceUnreadable, match=r"t\.csv: holds a header and not one row"):
            read_csv(text_file(tmp_path / "t.csv", header), ("name",))


def test_a_quoted_empty_cell_is_as_empty_as_a_bare_one(tmp_path: Path) -> None:
    path = text_file(tmp_path / "t.csv", 'name,n\n"",1\n,2\n"a ""b""",""\n')
    assert read_csv(path, ("name", "n")).rows() == [(None, "1"), (None, "2"), ('a "b"', None)]


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"gone\.csv: cannot be opened"):
        read_csv(tmp_path / "gone.csv", ("name",))
    with pytest.raises(SourceUnreadable, match="is a folder where a file is expected"):
        read_csv(tmp_path, ("name",))


def test_a_workbook_or_a_picture_under_the_name_of_a_text(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="a workbook stands where a text table"):
        read_csv(workbook(tmp_path / "t.csv", {"A": [["x"]]}), ("name",))
    picture = tmp_path / "p.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(SourceUnreadable, match="bytes that no text has"):
        read_csv(picture, ("name",))


@pytest.mark.parametrize("name", ["large.csv", "large.xlsx"])
def test_a_file_of_two_gigabytes_is_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as out:
        os.truncate(out.fileno(), 2_000_000_000)
    with pytest.raises(SourceUnreadable, match=rf"{name}: the file has 2\.0 GB; at most 1\.5 GB"):
        read_csv(path, ("name",)) if name.endswith("csv") else read_sheet(path, "A")


# --- workbooks ---


def test_rows_of_a_sheet_keep_their_places(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"A": [[None], [None, None, "x"], [None, 5.5, None, 153011473]]})
    table = read_sheet(path, "A")
    assert table.columns == ["column_0", "column_1", "column_2"]  # the empty column A is not kept
    assert table.rows() == [(None, None, None), (None, "x", None), ("5.5", None, "153011473")]
    assert sheet_names(path) == ["A"]


def test_a_renamed_sheet_lists_those_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"Table 1 (2)": [["x"]], "Notes": [["y"]]})
    with pytest.raises(SourceUnreadable, match=r'w\.xlsx: has no sheet "Table 1"; its sheets are "Table 1 \(2\)"'):
        read_sheet(path, "Table 1")


def test_an_empty_sheet(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r'w\.xlsx, sheet "A": the sheet is empty'):
        read_sheet(workbook(tmp_path / "w.xlsx", {"A": []}), "A")


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_workbook(tmp_path: Path, kept: float) -> None:
    path = workbook(tmp_path / "w.xlsx", {"A": [["x", row] for row in range(500)]})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(SourceUnreadable, match=r"w\.xlsx: is no workbook, or is cut off\. Download it again"):
        read_sheet(path, "A")


def test_a_text_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="is no workbook, or is cut off"):
        read_sheet(text_file(tmp_path / "w.xlsx", "<html>Not found</html>"), "A")


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = zip_bomb(tmp_path / "w.xlsx", 1)
    path.write_bytes(path.read_bytes().replace(b"[Content_Types].xml", b"[Another__Part].xml"))
    with pytest.raises(SourceUnreadable, match="is a ZIP archive, but no workbook"):
        read_sheet(path, "A")


def test_a_workbook_protected_by_a_password(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))  # how Office wraps a protected workbook
    with pytest.raises(SourceUnreadable, match=r"w\.xlsx: the workbook is protected by a password"):
        read_sheet(path, "A")


def test_an_encrypted_archive(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"A": [["x"]]})
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1  # the flag of encryption in the directory
    path.write_bytes(bytes(raw))
    with pytest.raises(SourceUnreadable, match="protected by a password"):
        read_sheet(path, "A")


def test_a_damaged_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "w.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(SourceUnreadable, match=r"w\.xls: the workbook cannot be read"):
        read_sheet(path, "A")


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = zip_bomb(tmp_path / "bomb.xlsx", 60)
    with pytest.raises(SourceUnreadable, match=r"bomb\.xlsx: unpacks from 0\.1 MB to 60 MB or more"):
        read_sheet(path, "A")


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = zip_bomb(tmp_path / "bomb.xlsx", 60, said_bytes=1000)
    with pytest.raises(SourceUnreadable, match="no publisher's workbook does"):
        read_sheet(path, "A")


def test_a_sheet_with_one_stray_cell_far_away(tmp_path: Path) -> None:
    rows = [["x"], *([] for _ in range(19_998)), [None] * 16_000 + ["stray"]]
    path = workbook(tmp_path / "w.xlsx", {"A": rows})
    with pytest.raises(SourceUnreadable, match="reaches to column 16001 and row 20000, mostly empty"):
        read_sheet(path, "A")


def test_a_wide_sheet_is_no_fault(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", {"A": [list(range(900)), [1]]})
    assert read_sheet(path, "A").width == 900


# --- numbers ---


def test_missing_marks_are_missing_and_never_zero() -> None:
    assert values("..", "0", None, "", "n/a", "–", ":", "5") == [None, 0, None, None, None, None, None, 5]


def test_a_publishers_own_mark_is_one_only_where_it_is_given() -> None:
    assert values("~", "1", marks=frozenset({"~"})) == [None, 1]
    with pytest.raises(RowRefused, match='"~" is not a number'):
        values("~", "1")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1234567), ("1,234.5", 1234.5), ("1 234", 1234), ("1\u00a0234\u202f567", 1234567),
        ("1'234", 1234), ("1’234", 1234), ("-12", -12), ("+3", 3), (".5", 0.5), ("1e6", 1e6), (" 7 ", 7),
        ("12*", 12), ("1,234 (a)", 1234), ("12[1]", 12), ("5†", 5), ("153¹²", 153), ("3.25 *", 3.25),
    ],
)  # fmt: skip
def test_separators_and_footnote_marks_are_passed_over(text: str, value: float) -> None:
    assert values("1", text) == [1, value]


@pytest.mark.parametrize("text", ["1.234,5", "3,5", "12,34", "1.234.567", "1.234.567,89"])
def test_decimal_commas_are_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(RowRefused, match="decimal comma or with points between thousands"):
        values("1", text)


@pytest.mark.parametrize("text", ["abc", "12a3", "1-2", "inf", "-inf", "0x10", "12 %", "1,23,456x"])
def test_what_is_no_number_is_named_with_its_place(text: str) -> None:
    with pytest.raises(RowRefused) as refused:
        numbers(column("1", "2", text), ["persons"], file=Path("/x/stock.csv"), sheet="Table 1", first_row=12)
    assert str(refused.value).startswith('stock.csv, sheet "Table 1", row 14, column "persons": ')
    assert "is not a number" in str(refused.value)
    assert refused.value.row == 14


def test_a_negative_stock_is_refused() -> None:
    with pytest.raises(RowRefused, match=r'stock\.csv, row 3, column "persons": -4 is below 0, the least'):
        values("5", "-4", lowest=0)
    assert values("5", "-4") == [5, -4]
    assert values("0", "..", lowest=0) == [0, None]


def test_a_fraction_of_a_person_is_refused_where_persons_are_counted() -> None:
    with pytest.raises(RowRefused, match=r"row 3.*1\.234 is not a whole number.*thousands marked by points"):
        values("12", "1.234", whole=True)
    assert values("12", "1,234", "..", whole=True) == [12, 1234, None]


def test_columns_beside_are_left_alone() -> None:
    table = pl.DataFrame({"code": ["NA", "01"], "n": ["1", "2"]})
    read = numbers(table, ["n"], file=Path("t.csv"))
    assert read["code"].to_list() == ["NA", "01"]
    assert read["n"].dtype == pl.Float64


def test_required_columns_of_a_sheet_are_named_with_it() -> None:
    with pytest.raises(SourceUnreadable, match=r'w\.xlsx, sheet "A", row 2: column "b", "c" is missing'):
        require_columns(["a"], ["a", "b", "c"], file=Path("w.xlsx"), sheet="A", row=2)
    require_columns(["a", "b"], ["b"], file=Path("w.xlsx"))


# --- laws ---

amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12).map(lambda x: round(x, 3)))


def written(amount: float | None, style: str) -> str:
    if amount is None:
        return ".."
    plain = format(amount, "f") if isinstance(amount, float) else str(amount)
    return {"plain": plain, "grouped": f"{amount:,}" if isinstance(amount, int) else plain, "marked": f"{plain}*"}[
        style
    ]


@given(st.lists(amounts, min_size=1, max_size=8), st.sampled_from(["plain", "grouped", "marked"]))
def test_a_number_is_read_alike_however_it_is_written(given_amounts: list[float | None], style: str) -> None:
    cells = [written(amount, style) for amount in given_amounts]
    assert values(*cells) == [None if amount is None else pytest.approx(amount, abs=1e-3) for amount in given_amounts]


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_missing_or_refused_with_its_row(text: str) -> None:
    try:
        found = values("1", text)
    except RowRefused as refused:
        assert refused.row == 3 and refused.column == "persons"
    else:
        assert found[0] == 1
        assert found[1] is None or math.isfinite(found[1])


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=6),
                      min_size=3, max_size=3), min_size=1, max_size=6)
)  # fmt: skip
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        rows = [*rows, ["x", "", ""]]  # a table of empty cells alone is refused
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADER, *rows])
        read = read_csv(path, HEADER).rows()
    assert [tuple(cell or "" for cell in row) for row in read] == [tuple(row) for row in rows]
