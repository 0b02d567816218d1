from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from passerelle.base.errors import RowsRefused
from passerelle.exchange.cost_columns import COLUMNS, NAMES
from passerelle.exchange.costs import MOST_TOLD, read_costs
from passerelle.plans.checking import check
from passerelle.plans.records import Range
from tests.unit.exchange.tables_made import HEADS, OLD, WELLS, as_csv, as_xlsx, lines

BUCKETS = ("dig", "buckets", "Buckets", "equipment", "12", "7.50")


def refused(content: bytes, name: str = "costs.csv") -> tuple[str, ...]:
    with pytest.raises(RowsRefused) as problem:
        read_costs(content, name, WELLS)
    return problem.value.faults


def with_cell(name: str, value: Any) -> bytes:
    """A sound row of all columns, one of whose cells is another."""
    row = {**dict.fromkeys(NAMES, ""), **dict(zip(HEADS, BUCKETS, strict=True)), name: value}
    return as_csv([[row[column] for column in NAMES]], NAMES)


# What is taken ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [
    as_csv([BUCKETS]), as_csv([BUCKETS], separator=";"), b"\xef\xbb\xbf" + as_csv([BUCKETS]),
    as_csv([BUCKETS]).replace(b"\n", b"\r\n"), b"\n,,\n" + as_csv([BUCKETS, ["", "", " "]]),
    as_xlsx([("dig", "buckets", "Buckets", "equipment", 12, 7.5)]),
    as_xlsx([("dig", "buckets", "Buckets", "equipment", 12, 7.5)], ["ACTION", " Key ", "Item", "Category", "Quantity", "Unit  cost"]),
], ids=["comma", "semicolon", "mark", "windows", "empty rows", "workbook", "heads"])  # fmt: skip
def test_a_line_is_added_to_its_action(content: bytes) -> None:
    found = lines(read_costs(content, "costs", WELLS))
    assert list(found) == ["pipes", "buckets"]
    line = found["buckets"]
    assert (line.item, line.category, line.quantity, line.unit_cost) == ("Buckets", "equipment", 12, Decimal("7.50"))
    assert (line.currency, line.prices_of, line.inflation, line.spread, line.to_check) == (
        None,
        None,
        None,
        "even",
        False,
    )
    assert found["pipes"] == OLD


def test_every_column_comes_through() -> None:
    row = {
        "action": "dig", "key": "b", "item": "Buckets, red", "category": "Equipment", "quantity": "12", "unit": "pieces",
        "unit_cost": "4000", "currency": "xof", "prices_of": "2026", "inflation": "low", "spread": "Yearly",
        "source": "A shop", "quantity_low": "10", "quantity_high": "20", "unit_cost_low": "3500.5", "unit_cost_high": "5e3",
        "on": "2027-01-01",
    }  # fmt: skip
    assert tuple(row) == NAMES
    line = lines(read_costs(as_csv([[f'"{row[name]}"' for name in NAMES]], NAMES), "costs.csv", WELLS))["b"]
    assert line.quantity == Range(Decimal(10), Decimal(12), Decimal(20))
    assert line.unit_cost == Range(Decimal("3500.5"), Decimal(4000), Decimal("5e3"))
    assert (line.item, line.category, line.unit, line.currency) == ("Buckets, red", "equipment", "pieces", "XOF")
    assert (line.prices_of, line.inflation, line.spread, line.source) == (2026, "low", "yearly", "A shop")


def test_none_says_that_prices_stay() -> None:
    assert lines(read_costs(with_cell("inflation", "none"), "costs.csv", WELLS))["buckets"].inflation == ""


def test_the_line_of_the_same_key_takes_the_place_of_the_old_one() -> None:
    found = lines(read_costs(as_csv([["dig", "pipes", "Iron pipes", "equipment", "4", "21"], BUCKETS]), "c", WELLS))
    assert list(found) == ["pipes", "buckets"]
    assert found["pipes"].item == "Iron pipes" and not found["pipes"].to_check


def test_a_line_that_says_the_same_is_still_to_be_checked() -> None:
    assert read_costs(as_csv([["dig", "pipes", "Pipes", "equipment", "3", "20.0"]]), "c", WELLS) == WELLS


def test_a_line_without_a_key_is_known_by_its_item() -> None:
    rows = [["dig", "", item, "equipment", "1", "2"] for item in ("Pipes", "Pipes", "Red buckets!", "دلاء", "Pipes ")]
    once = read_costs(as_csv(rows), "c", WELLS)
    assert list(lines(once)) == ["pipes", "pipes-2", "red-buckets", "line", "pipes-3"]
    assert lines(once)["pipes"].unit_cost == 2
    assert read_costs(as_csv(rows), "c", once) == once  # taken in twice, it is there once


def test_a_line_without_a_key_never_takes_the_place_of_another_item() -> None:
    found = lines(read_costs(as_csv([["dig", "", "PIPES", "equipment", "1", "2"]]), "c", WELLS))
    assert found["pipes"] == OLD and found["pipes-2"].item == "PIPES"


def test_the_same_key_may_stand_in_two_actions() -> None:
    made = read_costs(as_csv([BUCKETS, ["cover", *BUCKETS[1:]]]), "c", WELLS)
    assert lines(made)["buckets"] == lines(made, "cover")["buckets"]


def test_numbers_of_a_workbook_come_as_they_are_shown() -> None:
    rows = [
        ("dig", f"c{n}", "x", "other", number, 1) for n, number in enumerate((0.1, 0.1 + 0.2, 1e15, 1234.56, 1e-7, 7))
    ]
    found = lines(read_costs(as_xlsx(rows), "c.xlsx", WELLS))
    shown = [f"{found[f'c{n}'].quantity:f}" for n in range(6)]
    assert shown == ["0.1", "0.3", "1000000000000000", "1234.56", "0.0000001", "7"]


def test_na_is_a_text() -> None:
    row = ("dig", "na", "NA", "other", 1, 1, "NA", "N/A")
    line = lines(read_costs(as_xlsx([row], (*HEADS, "unit", "source")), "c.xlsx", WELLS))["na"]
    assert (line.item, line.unit, line.source) == ("NA", "NA", "N/A")
    assert "“NA” is no number" in refused(with_cell("quantity", "NA"))[0]


def test_a_day_of_a_workbook_is_a_day() -> None:
    row = ("dig", "a", "x", "other", 1, 1)
    for day in (date(2027, 3, 4), datetime.combine(date(2027, 3, 4), time()), "2027-03-04"):
        assert "a" in lines(read_costs(as_xlsx([(*row, day)], (*HEADS, "on")), "c.xlsx", WELLS))
    for day in (46000, datetime.combine(date(2027, 3, 4), time(12)), date(2026, 12, 31)):
        [fault] = refused(as_xlsx([(*row, day)], (*HEADS, "on")), "c.xlsx")
        assert "column “on”" in fault


# What is refused ----------------------------------------------------------------------------------------

REFUSED = {
    ("action", "digg"): "the plan has no action “digg”. Did you mean “dig”?",
    ("action", "Cover it"): "Did you mean “cover”?",
    ("action", ""): "nothing stands here",
    ("key", "Big Buckets"): "“Big Buckets” is no key",
    ("key", "k" * 41): "is no key",
    ("item", ""): "nothing stands here",
    ("item", "x" * 201): "201 letters",
    ("category", "gold"): "“gold” is no category",
    ("quantity", "-3"): "-3 is below zero",
    ("quantity", "many"): "“many” is no number",
    ("quantity", ""): "a number is expected here",
    ("quantity", "NaN"): "“NaN” is no number",
    ("quantity", "Infinity"): "“Infinity” is no number",
    ("quantity", "1e16"): "larger, or has more decimals",
    ("quantity", "1_000"): "is no number",
    ("unit_cost", ""): "a number is expected here",
    ("unit_cost", "-0.01"): "below zero",
    ("unit_cost", "=1+1"): "is no number",
    ("unit_cost", '"1,200.50"'): "has a comma",
    ("unit_cost", "0.1234567890123"): "more decimals",
    ("currency", "EURO"): "“EURO” is not a currency",
    ("currency", "AAA"): "“AAA” is not a currency",
    ("prices_of", "1789"): "a year from 1990 to 2100",
    ("prices_of", "2026.5"): "a year from 1990 to 2100",
    ("inflation", "high"): "“high” is no assumption of inflation",
    ("spread", "often"): "there are even, start, end, yearly",
    ("quantity_low", "3"): "a range has both ends",
    ("unit_cost_high", "30"): "a range has both ends",
    ("on", "2026-12-31"): "lies outside the plan, which runs from 2027-01-01 to 2028-12-31",
    ("on", "2029-01-01"): "lies outside the plan",
    ("on", "31/01/2027"): "is no day as in 2027-01-31",
    ("on", "2027-02-30"): "is no day",
}  # fmt: skip
TAKEN = {
    ("action", "DIG"), ("key", "k" * 40), ("key", ""), ("item", "x" * 200), ("category", "staff"), ("quantity", "0"),
    ("quantity", "133e12"), ("quantity", "+1.5"), ("unit_cost", ".5"), ("unit_cost", "0.123456789012"), ("currency", "EUR"),
    ("currency", "mad"), ("prices_of", "1990"), ("prices_of", "2100"), ("inflation", "low"), ("spread", "END"),
    ("on", "2027-01-01"), ("on", "2028-12-31"), ("source", "=HYPERLINK()"),
}  # fmt: skip


@pytest.mark.parametrize(("column", "value"), REFUSED)
def test_a_row_that_cannot_be_is_refused_with_its_place(column: str, value: str) -> None:
    [fault] = refused(with_cell(column, value))
    head = f"Row 2, column “{column}”: "
    other = {"quantity_low": "quantity_high", "unit_cost_high": "unit_cost_low"}.get(
        column, column
    )  # the end that lacks
    assert fault.startswith(head.replace(column, other)), fault
    assert REFUSED[column, value] in fault


@pytest.mark.parametrize(("column", "value"), sorted(TAKEN))
def test_its_neighbours_are_taken(column: str, value: str) -> None:
    check(read_costs(with_cell(column, value), "costs.csv", WELLS))


def test_a_product_that_cannot_be_is_about_no_column() -> None:
    [fault] = refused(with_cell("quantity", "1e15"))
    assert fault.startswith("Row 2: ") and "larger" in fault


def test_a_range_has_to_rise() -> None:
    heads = (*HEADS, "quantity_low", "quantity_high")
    assert "are to rise" in refused(as_csv([(*BUCKETS, "13", "14")], heads))[0]
    assert "are to rise" in refused(as_csv([(*BUCKETS, "3", "11.9")], heads))[0]
    assert lines(read_costs(as_csv([(*BUCKETS, "12", "12")], heads), "c", WELLS))["buckets"]


def test_every_fault_of_every_row_is_told_and_nothing_is_taken() -> None:
    rows = [BUCKETS, ("dig", "a", "", "gold", "-1", "x"), BUCKETS, ("nobody", "", "y", "other", "1", "1")]
    faults = refused(as_csv(rows))
    assert [fault.split(":")[0] for fault in faults] == [
        "Row 3, column “item”", "Row 3, column “unit_cost”", "Row 3, column “category”", "Row 3, column “quantity”",
        "Row 4, column “key”", "Row 5, column “action”",
    ]  # fmt: skip
    assert "stands already in row 2" in faults[4]


def test_rows_are_counted_as_the_sheet_counts_them() -> None:
    bad = ("dig", "b", '"two\nlines"', "gold", "1", "1")
    content = b"\n" + as_csv([BUCKETS, ["", "", "", "", "", ""], bad])
    assert refused(content)[0].startswith("Row 5, ")
    rows: list[Any] = [(None,) * 6, ("dig", "b", "x", "gold", 1, 1)]
    assert refused(as_xlsx(rows), "c.xlsx")[0].startswith("Row 3, ")


@pytest.mark.parametrize(("value", "reason"), [
    ("12", "“12” stands as a text"), ("#REF!", "holds an error (#REF"), (True, "“true” is no number"),
    (date(2027, 1, 1), "is no number"), ("1,5", "has a comma"), (-1, "below zero"), (None, "a number is expected"),
])  # fmt: skip
def test_cells_of_a_workbook_that_are_no_numbers(value: Any, reason: str) -> None:
    [fault] = refused(as_xlsx([("dig", "a", "x", "other", value, 1)]), "c.xlsx")
    assert reason in fault and fault.startswith("Row 2, column “quantity”")


def test_an_error_is_no_text_either() -> None:
    assert "holds an error (#NAME" in refused(as_xlsx([("dig", "a", "#NAME?", "other", 1, 1)]), "c.xlsx")[0]


def test_decimal_commas_are_explained_once() -> None:
    first, *rows = refused(
        as_csv([["dig", "a", "x", "other", "1,5", "1"], ["dig", "b", "x", "other", "1", "1.234,5"]], separator=";")
    )
    assert "separates columns with semicolons and writes decimals with a comma" in first
    assert [row.split(":")[0] for row in rows] == ["Row 2, column “quantity”", "Row 3, column “unit_cost”"]
    assert "semicolons" not in refused(as_csv([["dig", "a", "x", "other", "many", "1"]], separator=";"))[0]


HEADED: list[tuple[Callable[[list[str]], list[str]], str]] = [
    (lambda heads: [*heads, "currenzy"], "there is no column “currenzy”. Did you mean “currency”?"),
    (lambda heads: [*heads, "zzz"], "there is no column “zzz”."),
    (lambda heads: [*heads, "Unit_Cost"], "the column “unit_cost” stands twice."),
    (lambda heads: heads[:-1], "these columns are lacking: unit_cost."),
]


@pytest.mark.parametrize(("change", "reason"), HEADED)
def test_heads_that_cannot_be(change: Callable[[list[str]], list[str]], reason: str) -> None:
    [fault] = refused(as_csv([BUCKETS], change(list(HEADS))))
    assert fault == f"Row 1: {reason}"


def test_a_file_full_of_faults_tells_the_first_thousand() -> None:
    faults = refused(as_csv([["dig", "", "x", "gold", "1", "1"]] * (MOST_TOLD + 5)))
    assert len(faults) == MOST_TOLD + 1 and faults[-1] == "… and 5 more."


def test_every_column_says_what_it_means() -> None:
    assert all(column.means for column in COLUMNS)
    assert [column.name for column in COLUMNS if column.required] == [
        "action",
        "item",
        "category",
        "quantity",
        "unit_cost",
    ]
