import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from passerelle.base.errors import PlanError
from passerelle.base.words import say
from passerelle.output.plans.workbook import plan_xlsx
from passerelle.output.plans.workbook_book import SHEETS, sheet_names
from passerelle.output.plans.workbook_funding import funds_in_order
from passerelle.output.plans.workbook_rows import day_number, text_cell
from passerelle.plans.budget import Budget, budget
from passerelle.plans.draws import ranges
from passerelle.plans.reading import read_plan
from passerelle.plans.records import (
    Action,
    Contingency,
    Cost,
    Department,
    ExchangeRate,
    Fund,
    Inflation,
    Measure,
    Objective,
    Period,
    Plan,
    Range,
    Source,
)
from tests.unit.output.calculating import Calculated, same

pytestmark = pytest.mark.slow

DAY = date(2026, 12, 1)
EXAMPLE = Path(__file__).parents[3] / "examples/plan.yaml"
Replaced = msgspec.structs.replace


@cache
def example() -> Plan:
    return read_plan(EXAMPLE.read_text("utf-8"))


def one_action(*costs: Cost, funds: tuple[Fund, ...] = (), currency: str = "EUR", **more: Any) -> Plan:
    """The well of Tibnin: one action from November 2027 to February 2029."""
    action = Action(key="well", title="Dig a well in Tibnin", lead="water", start=date(2027, 11, 1),
                    end=date(2029, 2, 28), costs=costs, funds=funds)  # fmt: skip
    given: dict[str, Any] = {
        "title": "Water", "period": Period(date(2027, 1, 1), date(2029, 12, 31)), "currency": currency,
        "departments": (Department("water", "Water office"),), "sources": (Source("state", "State"), Source("bank", "Bank")),
        "objectives": (Objective("o", "Water for all", measures=(Measure("m", "Wells", actions=(action,)),)),),
    }  # fmt: skip
    return Plan(**{**given, **more})


def cost(key: str = "pipes", **given: Any) -> Cost:
    usual = {"item": "Pipes", "category": "equipment", "quantity": Decimal(3), "unit_cost": Decimal("33.335")}
    return Cost(key=key, **{**usual, **given})


def written(plan: Plan, language: str = "en", spread: Any = None) -> bytes:
    return plan_xlsx(plan, language=language, day=DAY, ranges=spread)


def opened(plan: Plan, language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(plan, language)), data_only=True)


def row_of(sheet: Any, name: str) -> list[Any]:
    """The cells of the row that begins with a name."""
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == name)


def held(made: Budget, cents: Any) -> list[Decimal]:
    return [made.money(int(one)) for one in (*cents, cents.sum())]


def as_money(values: list[Any], digits: int = 2) -> list[Decimal]:
    return [Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits)) for value in values]


# What readers that do not calculate see -----------------------------------------------------------------


def test_every_total_that_the_file_brings_is_the_forecasts() -> None:
    made, book = budget(example()), opened(example())
    width = len(made.years) + 1
    for name, cents in (("Costs", made.costs), ("Contingency", made.contingency), ("Total", made.total)):
        assert as_money(row_of(book["Totals"], name)[1 : width + 1]) == held(made, cents)
    for table in (made.by_department, made.by_source, made.by_category):
        for key, cents in table.items():
            assert as_money(row_of(book["Budget"], key)[2 : width + 2]) == held(made, cents), key
    for action, cents in made.by_action.items():
        row = next(row for row in book["Actions"].iter_rows(values_only=True) if row[1] == action)
        assert as_money(list(row[10 + len(made.years) :])) == held(made, cents)


def test_every_line_brings_its_cents_and_its_contingency() -> None:
    made, book = budget(example()), opened(example())
    rows = list(book["Costs"].iter_rows(min_row=7, values_only=True))
    assert len(rows) == len(made.lines)
    width = len(made.years)
    for row, line in zip(rows, made.lines, strict=True):
        assert (row[1], row[3], row[4]) == (line.action, line.cost.key, line.cost.item)
        years = dict(
            zip(made.years, zip(row[26 + width : 26 + 2 * width], row[26 + 2 * width :], strict=True), strict=True)
        )
        by_year = dict.fromkeys(made.years, (0, 0))
        by_year |= {
            year: (a, b) for (year, _), a, b in zip(line.terms.shares, line.cents, line.contingency, strict=True)
        }
        assert {year: tuple(round(one * 100) for one in amounts) for year, amounts in years.items()} == by_year


def test_the_checks_stand_in_the_file_and_are_zero() -> None:
    sheet = opened(example())["Totals"]
    names = [row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("Total less")]
    assert len(names) == 3
    assert all(value == 0 for name in names for value in row_of(sheet, name)[1:])
    assert row_of(sheet, "All differences are 0")[1] == "yes"


def test_three_point_estimates_show_their_ends() -> None:
    line = cost(
        quantity=Range(Decimal(2), Decimal(3), Decimal(9)), unit_cost=Range(Decimal(1), Decimal("2.5"), Decimal(4))
    )
    row = next(opened(one_action(line))["Costs"].iter_rows(min_row=7, values_only=True))
    assert (row[7], row[9]) == (3, 2.5)
    assert row[19:23] == (2, 9, 1, 4)
    assert next(opened(one_action(cost()))["Costs"].iter_rows(min_row=7, values_only=True))[19:23] == (None,) * 4


# What spreadsheets work out -----------------------------------------------------------------------------

AWKWARD = {
    "every spread": one_action(*(cost(spread, spread=spread) for spread in ("even", "start", "end", "yearly"))),
    "a category's own contingency": one_action(
        cost(), cost("hole", category="construction"),
        contingency=Contingency(Decimal("0.05"), {"construction": Decimal("0.125")}),
    ),
    "inflation back and forth": one_action(
        cost(prices_of=2032), cost("b", prices_of=2020, inflation="high"), cost("c", inflation=""),
        inflation=(Inflation("low", Decimal("0.019"), "Bank"), Inflation("high", Decimal("-0.05"), "Others")),
    ),
    "other currencies": one_action(
        cost(currency="XOF", unit_cost=Decimal(65596)), cost("b", currency="MAD"), cost("c", currency="EUR"),
        exchange_rates=(ExchangeRate("EUR", "MAD", date(2026, 12, 20), Decimal("10.7231"), "Bank"),),
    ),
    "a currency without decimals": one_action(cost(unit_cost=Decimal("1000.5")), currency="XOF"),
    "a currency with three": one_action(cost(unit_cost=Decimal("0.3335")), currency="TND"),
    "half cents": one_action(*(
        cost(f"{spread}{n}", quantity=Decimal(n), unit_cost=Decimal("1.005"), spread=spread)
        for n in range(1, 12) for spread in ("even", "start", "yearly")
    )),
    "sources in every way": one_action(
        cost(unit_cost=Decimal("1000.05")),
        funds=(
            Fund("state", share=Decimal("0.335")), Fund("bank", amounts={2027: Decimal(100), 2028: Decimal(99999)}),
            Fund("bank", share=Decimal("0.1")), Fund("state", share=Decimal("0.5")), Fund("state", amounts={2029: Decimal("7.5")}),
        ),
    ),
    "nothing but an action": one_action(),
    "nothing at all": one_action(objectives=()),
    "nobody leads": one_action(cost(), objectives=(Objective("o", "O", measures=(Measure("m", "M", actions=(
        Action("a", "A", days=400, costs=(cost(),)), Action("2", "B", days=3, lead="water", costs=(cost("02"),)),
        Action("002", "C", days=3, costs=(cost("2"),)),
    )),)),)),
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_formulas_come_to_what_the_file_brings(name: str) -> None:
    assert not Calculated(written(AWKWARD[name])).wrong()


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_formulas_find_their_sheets_in_every_language(language: str) -> None:
    assert not Calculated(written(example(), language, ranges(budget(example()), draws=100))).wrong()


def test_a_changed_assumption_changes_the_totals() -> None:
    book = Calculated(written(AWKWARD["other currencies"]))
    before = book.value("Totals", "E9")
    rates = book.book["Assumptions"]
    rate = next(row[1] for row in rates.iter_rows() if row[0].value == "MAD")
    rate.value *= 2
    book.found.clear()
    assert book.value("Totals", "E9") > before
    assert book.value("Totals", "E13") == book.value("Totals", "E14") == book.value("Totals", "E15") == 0


def test_a_changed_day_moves_the_years() -> None:
    book = Calculated(written(one_action(cost())))
    assert book.value("Totals", "B7") > 0
    book.book["Actions"]["F7"].value = day_number(date(2028, 1, 1))
    book.found.clear()
    assert book.value("Totals", "B7") == 0
    assert book.value("Totals", "E7") == book.cached("Totals", "E7")  # the whole stays the whole


def test_a_sheet_that_others_name_wants_its_own_quotes() -> None:
    assert all(
        len(name) <= 31 and "'" not in name
        for language in ("en", "fr", "ar")
        for name in sheet_names(language).values()
    )
    assert len(set(sheet_names("fr").values())) == len(SHEETS)


def without_values(content: bytes) -> bytes:
    """The workbook as if nobody had worked out its formulas."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            raw = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                raw = re.sub(rb"(<f[^>]*/>|</f>)<v>[^<]*</v>", rb"\1", raw)
            made.writestr(part.filename, raw)
    return out.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    "plan", [example(), AWKWARD["sources in every way"], AWKWARD["half cents"]], ids=["example", "sources", "halves"]
)
def test_libreoffice_comes_to_the_same(plan: Plan, tmp_path: Path) -> None:
    content = written(plan)
    (tmp_path / "plan.xlsx").write_bytes(without_values(content))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "out",
        tmp_path / "plan.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    book, theirs = Calculated(content), Calculated((tmp_path / "out/plan.xlsx").read_bytes())
    for sheet, cell, formula in book.formulas():
        assert same(book.cached(sheet, cell), theirs.cached(sheet, cell)), (sheet, cell, formula)


# What people read ---------------------------------------------------------------------------------------


def test_what_looks_like_a_formula_is_a_text() -> None:
    line = cost(item="=1+1", unit="+44", source="@SUM(A1)")
    plan = one_action(line, title="-2+3", departments=(Department("water", "=cmd|' /C calc'!A0"),))
    book = openpyxl.load_workbook(io.BytesIO(written(plan)))
    cells = {cell.coordinate: cell for row in book["Costs"].iter_rows(min_row=7) for cell in row}
    assert [(cells[at].value, cells[at].data_type) for at in ("E7", "I7", "X7")] == [
        ("=1+1", "s"), ("+44", "s"), ("@SUM(A1)", "s"),
    ]  # fmt: skip
    assert all(cells[at].quotePrefix for at in ("E7", "I7", "X7"))
    assert not cells["D7"].quotePrefix
    assert book["Actions"]["E7"].data_type == "s"


def test_texts_come_through_whatever_they_hold() -> None:
    items = [
        "a < b & \"c\" > 'd'",
        "مياه للجميع",
        "two\nlines",
        " led by a space",
        "50 % of \x00it\x07",
        "😀",
    ]
    lines = [cost(f"c{n}", item=item, unit="100 %") for n, item in enumerate(items)]
    found = [row[4] for row in opened(one_action(*lines))["Costs"].iter_rows(min_row=7, values_only=True)]
    assert found == [*items[:4], "50 % of it", "😀"]


def test_a_text_that_spells_a_letter_stays_as_it_is_written() -> None:
    assert text_cell("A1", "_x0041_", 1, 2) == '<c r="A1" s="1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invented_plan_says_so_on_every_sheet(language: str) -> None:
    mark = say("demonstration: invented", language)
    for sheet in opened(example(), language):
        assert sheet["A2"].value == mark
    for sheet in opened(Replaced(example(), demonstration=False), language):
        assert sheet["A2"].value != mark


def test_sheets_run_from_right_to_left_in_arabic_alone() -> None:
    assert all(sheet.sheet_view.rightToLeft for sheet in opened(example(), "ar"))
    assert not any(sheet.sheet_view.rightToLeft for sheet in opened(example(), "fr"))


def test_lines_in_no_total_and_what_is_given_too_much_are_told() -> None:
    plan = one_action(cost(currency="MAD"), cost("b"), funds=(Fund("state", amounts={2031: Decimal(50)}),))
    book = opened(plan)
    texts = {str(cell.value) for row in book["Sources"].iter_rows() for cell in row}
    assert "No rate of exchange from MAD to EUR is known on that day." in texts
    assert {"2031", "50"} <= texts
    assert row_of(book["Summary"], "Lines in no total")[1] == "1"
    assert len(list(book["Costs"].iter_rows(min_row=7))) == 1
    assert "Lines in no total" not in {row[0].value for row in opened(one_action(cost()))["Summary"].iter_rows()}


def test_assumptions_say_who_says_so_and_when() -> None:
    book = opened(example())
    rows = list(book["Assumptions"].iter_rows(values_only=True))
    assert any(row[0] == "MAD" and row[3] == "Invented for this example" and row[4] == "2026-11-02" for row in rows)
    assert any(row[0] == "dirham" and row[1] == 0.025 and row[3] == "An assumption of the authors" for row in rows)
    assert any(row[0] == "construction" and row[1] == 0.1 for row in rows)


def test_the_timetable_has_days_as_days_and_what_clashes() -> None:
    late = Action("late", "Too late", start=date(2029, 12, 1), days=90, needs=("well",))
    plan = one_action(cost())
    [objective] = plan.objectives
    [measure] = objective.measures
    both = Replaced(objective, measures=(Replaced(measure, actions=(*measure.actions, late)),))
    sheet = opened(Replaced(plan, objectives=(both,)))["Timetable"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "late")
    assert row[2].date() == date(2029, 12, 1) and row[10] == "well"
    assert any("after the plan does" in str(cell.value) for cell in sheet["A"])


def test_the_range_of_costs_stands_beside_the_years() -> None:
    spread = ranges(budget(example()), draws=200)
    book = openpyxl.load_workbook(io.BytesIO(written(example(), spread=spread)), data_only=True)
    row = row_of(book["Summary"], 2028)
    assert row[6:9] == [float(spread["years"][2028][level]) for level in ("p10", "p50", "p90")]
    assert row_of(book["Summary"], "Total")[8] == float(spread["total"]["p90"])


def test_the_same_plan_and_day_give_the_same_bytes() -> None:
    assert written(example()) == written(example())
    assert written(example()) != plan_xlsx(example(), language="en", day=date(2026, 12, 2))


def test_days_before_spreadsheets_are_refused() -> None:
    with pytest.raises(PlanError, match="1900-03-01"):
        written(one_action(period=Period(date(1899, 1, 1), date(1999, 1, 1))))


def test_sources_pay_amounts_first_and_then_shares() -> None:
    action = next(AWKWARD["sources in every way"].actions())
    assert [place for place, _ in funds_in_order(action)] == [1, 4, 0, 2, 3]
