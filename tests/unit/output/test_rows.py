"""Rows as JSON Lines and CSV: what a cell holds, what no spreadsheet takes for a formula, that rows are not held.

Covers `passerelle.output.tables.rows`.
"""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from passerelle.output.tables.rows import LOT, cell, csv_lines, in_lots, json_lines


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""), ("", ""), (0, "0"), (-3, "-3"), (0.5, "0.5"), (True, "true"), (False, "false"), ("-3.5", "-3.5"),
        ("+31", "+31"), ("=1+1", "'=1+1"), ("-cmd", "'-cmd"), ("+1+1", "'+1+1"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("＝1", "'＝1"), (["SEN", "ESP"], "SEN; ESP"), (["=1", "x"], "'=1; x"), ([], ""),
        ([{"name": "A", "agree": 7}], '[{"name": "A", "agree": 7}]'), ({"=": 1}, '{"=": 1}'),
        (date(2026, 11, 1), "2026-11-01"), (Decimal("412000.50"), "412000.50"),
    ],
)  # fmt: skip
def test_a_cell_holds_the_value_and_never_a_formula(value, told):
    assert cell(value) == told


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        cell(object())
    with pytest.raises(TypeError, match="set"):
        list(json_lines([{"a": {1}}]))
    with pytest.raises(ValueError, match="JSON"):
        list(json_lines([{"a": float("nan")}]))


def test_tables_have_a_head_their_columns_and_what_was_written_in_cells():
    rows = [{"a": 'He said "no",\nand went', "b": None, "c": "left out"}, {"a": "ب", "b": 2}]
    read = list(csv.reader(io.StringIO("".join(csv_lines(["a", "b", "lacks"], rows)))))
    assert read == [["a", "b", "lacks"], ['He said "no",\nand went', "", ""], ["ب", "2", ""]]
    assert [json.loads(line) for line in json_lines(rows)] == rows
    assert list(csv_lines(["a"], [])) == ["a\r\n"] and list(json_lines([])) == []


def test_rows_are_read_as_they_are_sent():
    read = 0

    def rows():
        nonlocal read
        for read in range(1, 100_001):  # noqa: B007  the number is looked at from outside
            yield {"text": "x" * 100}

    pieces = in_lots(json_lines(rows()))
    first = next(pieces)
    assert LOT <= len(first) < 2 * LOT and read < 1_000
    assert sum(piece.count("\n") for piece in pieces) + first.count("\n") == 100_000
