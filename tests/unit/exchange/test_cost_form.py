import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from passerelle.base.errors import PlanUnreadable, RowsRefused
from passerelle.base.words import say
from passerelle.exchange.cost_columns import NAMES
from passerelle.exchange.costs import costs_template, read_costs
from passerelle.plans.reading import read_plan
from passerelle.plans.records import Cost, Period, Plan
from tests.unit.exchange.tables_made import WELLS

EXAMPLE = read_plan((Path(__file__).parents[3] / "examples/plan.yaml").read_text("utf-8"))
replace = msgspec.structs.replace


def opened(plan: Plan) -> Any:
    return openpyxl.load_workbook(io.BytesIO(costs_template(plan)))


def with_line(line: Cost) -> Plan:
    [objective] = WELLS.objectives
    [measure] = objective.measures
    dig, cover = measure.actions
    actions = (replace(dig, costs=(line,)), cover)
    return replace(WELLS, objectives=(replace(objective, measures=(replace(measure, actions=actions),)),))


@pytest.mark.parametrize("plan", [EXAMPLE, WELLS], ids=["example", "wells"])
def test_a_form_that_is_handed_in_as_it_is_changes_nothing(plan: Plan) -> None:
    assert read_costs(costs_template(plan), "costs.xlsx", plan) == plan


def test_the_form_has_the_columns_the_actions_and_what_they_mean() -> None:
    book = opened(EXAMPLE)
    assert book.sheetnames == ["Costs", "Actions", "Notes"]
    assert tuple(cell.value for cell in book["Costs"][1]) == NAMES
    actions = [row[0] for row in book["Actions"].iter_rows(min_row=2, values_only=True)]
    assert actions == [action.key for action in EXAMPLE.actions()]
    assert [row[0] for row in book["Notes"].iter_rows(min_row=2, max_row=len(NAMES) + 1, values_only=True)] == list(
        NAMES
    )


def test_cells_offer_actions_and_codes() -> None:
    choices = {
        str(one.sqref).split("2")[0]: one.formula1 for one in opened(EXAMPLE)["Costs"].data_validations.dataValidation
    }
    actions = sum(1 for _ in EXAMPLE.actions())
    assert choices["A"] == f"Actions!$A$2:$A${actions + 1}"
    assert "construction" in choices["D"] and choices["K"] == '"even,start,end,yearly"'
    assert choices["J"] == "Notes!$D$2:$D$4"  # euro, dirham, none


def test_a_plan_without_anything_gives_an_empty_form() -> None:
    bare = Plan(title="Bare", period=WELLS.period, currency="EUR")
    book = opened(bare)
    assert book["Costs"].max_row == 1
    with pytest.raises(PlanUnreadable, match="no rows beneath"):
        read_costs(costs_template(bare), "costs.xlsx", bare)


def test_more_digits_than_a_workbook_keeps_are_not_rounded_unseen() -> None:
    plan = with_line(Cost("a", "x", "other", Decimal("1234567.123456789"), Decimal(1)))
    with pytest.raises(RowsRefused, match=r"“1234567\.123456789” stands as a text"):
        read_costs(costs_template(plan), "costs.xlsx", plan)
    sound = with_line(Cost("a", "x", "other", Decimal("1234567.12345678"), Decimal("0.000000000001")))
    assert read_costs(costs_template(sound), "costs.xlsx", sound) == sound


def test_what_looks_like_a_formula_is_a_text() -> None:
    plan = with_line(Cost("a", "=1+1", "other", Decimal(1), Decimal(1)))
    assert opened(plan)["Costs"]["C2"].data_type == "s"
    assert read_costs(costs_template(plan), "costs.xlsx", plan) == plan


def test_prices_that_stay_are_written_as_none() -> None:
    plan = with_line(Cost("a", "x", "other", Decimal(1), Decimal(1), inflation=""))
    assert opened(plan)["Costs"]["J2"].value == "none"
    assert read_costs(costs_template(plan), "costs.xlsx", plan) == plan


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_speaks_the_plans_language_and_says_that_it_is_invented(language: str) -> None:
    book = opened(replace(EXAMPLE, language=language))
    assert book["Notes"]["B2"].value == say("The key of the action that the line belongs to", language)
    assert bool(book["Notes"].sheet_view.rightToLeft) == (language == "ar")
    mark = say("demonstration: invented", language)
    assert all(sheet.oddHeader.center.text == mark for sheet in book)
    assert not opened(WELLS)["Costs"].oddHeader.center.text


def test_an_early_plan_has_a_form_too() -> None:
    assert costs_template(replace(WELLS, period=Period(date(1890, 1, 1), date(1895, 1, 1))))
