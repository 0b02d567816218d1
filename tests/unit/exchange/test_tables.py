import io
import struct
import zipfile

import pytest

from passerelle.base.errors import PlanUnreadable
from passerelle.exchange import _contents, _tables
from passerelle.exchange._tables import as_shown, day_of, read_table
from tests.unit.exchange.tables_made import HEADS, as_csv, as_xlsx

ROW = ("dig", "a", "x", "other", "1", "1")


def told(content: bytes, name: str = "costs") -> str:
    with pytest.raises(PlanUnreadable) as problem:
        read_table(content, name)
    assert name in str(problem.value)
    return str(problem.value)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), raw)
    return out.getvalue()


def sheet_of(cells: bytes) -> bytes:
    """A workbook whose sheet is replaced."""
    source, out = zipfile.ZipFile(io.BytesIO(as_xlsx([ROW]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            made.writestr(part.filename, cells if part.filename == "xl/worksheets/sheet1.xml" else source.read(part))
    return out.getvalue()


def test_rows_keep_their_numbers_and_empty_ones_go() -> None:
    for content in (as_csv([ROW, [""] * 6, ROW]), as_xlsx([ROW, (None,) * 6, ROW])):
        sheet = read_table(content, "costs")
        assert sheet.head == 1 and sheet.heads == HEADS
        assert [row.number for row in sheet.rows] == [2, 4]


def test_a_workbook_whose_table_begins_elsewhere() -> None:
    blank = (None,) * 3
    content = as_xlsx([(None, *HEADS), blank, (None, *ROW)], blank)
    sheet = read_table(content, "costs.xlsx")
    assert [name for name in sheet.heads if name] == list(HEADS)
    assert (sheet.head, [row.number for row in sheet.rows]) == (2, [4])


def test_the_sheet_of_costs_is_preferred_to_the_first() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([ROW], sheet=" costs")))
    book.create_sheet("First", 0).append(["nothing"])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue(), "costs.xlsx").heads == HEADS


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "is empty"), (b" \n ", "is empty"), (b",,\n,,\n", "has no"), (b"action,item\n", "heads and no rows"),
    (b"just words\nand more", "no columns that a comma or a semicolon separates"),
    ("action,é\na,b".encode("latin-1"), "not written in UTF-8 (byte 8)"),
    ("action,item\na,b".encode("utf-16"), "not written in UTF-8"), (b"a,b\n\0,c", "not written in UTF-8"),
    (b'action,item\n"a,b\n', "no CSV that can be read: line 2"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password, or an old .xls"),
    (b"%PDF-1.7 ...", "is no table"), (b"PK\x05\x06" + b"\0" * 18, "is no table"), (b"PK\x03\x04 and then nothing", "cut off"),
    (zipped(word__document_xml=b"<w/>"), "is no Excel workbook"),
    (as_xlsx([ROW])[:2000], "cut off"),
    (sheet_of(b"<worksheet><sheetData><row r="), "is broken"),
])  # fmt: skip
def test_what_is_no_table_is_told(content: bytes, reason: str) -> None:
    assert reason in told(content)


def test_too_large_a_file_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = as_csv([ROW])
    monkeypatch.setattr(_contents, "LARGEST", len(content))
    assert read_table(content, "costs")
    monkeypatch.setattr(_contents, "LARGEST", len(content) - 1)
    assert "at most" in told(content)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_tables, "MOST_ROWS", 3)
    assert len(read_table(as_csv([ROW] * 3), "costs").rows) == 3
    assert "more than 3 rows" in told(as_csv([ROW] * 4))


def test_too_many_columns_are_refused() -> None:
    assert "201 columns" in told(as_csv([["1"] * 201], ["a"] * 201))


def test_a_workbook_that_unpacks_without_end_is_not_opened() -> None:
    bomb = sheet_of(b" " * (_contents.LARGEST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    assert "unpacks to more than 250 MB" in told(bomb)


def test_a_directory_that_lies_about_sizes_helps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_contents, "LARGEST_UNPACKED", 5_000_000)
    raw = bytearray(sheet_of(b" " * 6_000_000))
    size = struct.pack("<I", 6_000_000)
    assert raw.count(size) == 2
    lying = bytes(raw).replace(size, struct.pack("<I", 100))
    assert "unpacks to more than" in told(lying)


def test_a_stray_cell_at_the_edge_is_told() -> None:
    far = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert "reaches to row 1048576 and column 16384" in told(sheet_of(far))


def test_parts_that_are_only_stored_are_looked_at_too() -> None:
    source, out = zipfile.ZipFile(io.BytesIO(as_xlsx([ROW]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for part in source.infolist():
            made.writestr(part.filename, source.read(part))
    assert read_table(out.getvalue(), "costs").heads == HEADS
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("xl/workbook.xml", b"<a/>")
    assert "no workbook that can be read" in told(out.getvalue())


def test_a_stream_that_is_broken_is_told() -> None:
    raw = as_xlsx([ROW])
    assert "no workbook that can be read" in told(raw[:60] + b"\xff" * 400 + raw[460:])


def test_days_and_numbers_of_cells() -> None:
    assert str(day_of("2027-01-31")) == str(day_of(" 2027-01-31 00:00:00")) == "2027-01-31"
    assert not any(map(day_of, ("", "20270131", "2027-1-31", "2027-02-30", "2027-01-31 10:00:00", "2027")))
    assert [as_shown(number) for number in (0.1, 1e20, 5.0, 1 / 3)] == ["0.1", "1" + "0" * 20, "5", "0.333333333333333"]
