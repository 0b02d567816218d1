"""What holds for the files of every plan: totals of workbooks, lines that go out and come in, titles of events."""

import csv
import io
from datetime import date
from decimal import Decimal

import icalendar
import msgspec
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.exchange.calendars import calendar_of
from passerelle.exchange.cost_columns import NAMES
from passerelle.exchange.costs import costs_template, read_costs
from passerelle.output.plans.flat import budget_csv
from passerelle.output.plans.workbook import plan_xlsx
from passerelle.plans import codes
from passerelle.plans.budget import budget
from passerelle.plans.checking import check
from passerelle.plans.reading import as_json, read_plan
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
    likeliest,
)
from passerelle.plans.schedule import schedule
from tests.conftest import MANY
from tests.unit.output.calculating import Calculated

DAY = date(2026, 12, 1)
FIRST, LAST = date(2027, 1, 1), date(2030, 12, 31)
replace = msgspec.structs.replace
# what a form or a cell can hold: no control characters, and no spaces at the ends, which no reader keeps
words = (
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=40).map(str.strip).filter(bool)
)
titles = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n,;\\:\"'"), min_size=1, max_size=120
)
amounts = st.decimals(0, 100_000, places=3)
days = st.dates(FIRST, LAST)
shares = st.decimals(0, "0.5", places=3)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, likely, high = sorted(draw(st.tuples(*[st.decimals("0.001", 1000, places=3)] * 3)))
    return Range(low, likely, high)


@st.composite
def costs(draw: st.DrawFn, key: str) -> Cost:
    return Cost(
        key=key, item=draw(words), category=draw(st.sampled_from(list(codes.categories()))),
        quantity=draw(amounts | ranges()), unit_cost=draw(amounts | ranges()), unit=draw(st.just("") | words),
        currency=draw(st.sampled_from([None, "EUR", "XOF", "MAD", "TND"])),
        prices_of=draw(st.none() | st.integers(2015, 2035)), inflation=draw(st.sampled_from([None, "", "low", "high"])),
        spread=draw(st.sampled_from(["even", "start", "end", "yearly"])), source=draw(st.just("") | words),
    )  # fmt: skip


@st.composite
def actions(draw: st.DrawFn, key: str) -> Action:
    funds = [
        Fund(source, share=draw(shares)) for source in draw(st.lists(st.sampled_from(["state", "bank"]), max_size=2))
    ]
    for source in draw(st.lists(st.sampled_from(["state", "bank", "gift"]), max_size=2)):
        funds.append(
            Fund(source, amounts=draw(st.dictionaries(st.integers(2026, 2031), amounts, min_size=1, max_size=3)))
        )
    lines = tuple(draw(costs(f"c{number}")) for number in range(draw(st.integers(0, 4))))
    return Action(
        key=key, title=draw(words), lead=draw(st.sampled_from(["", "water", "hill"])), start=draw(days),
        days=draw(st.integers(1, 900)), costs=lines, funds=tuple(draw(st.permutations(funds))),
    )  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    rate = st.decimals("-0.02", "0.12", places=3)
    found = tuple(draw(actions(f"a{number}")) for number in range(draw(st.integers(0, 3))))
    plan = Plan(
        title=draw(words), period=Period(FIRST, LAST), currency=draw(st.sampled_from(["EUR", "XOF", "TND"])),
        demonstration=draw(st.booleans()), departments=(Department("water", "Water"), Department("hill", "Hill")),
        inflation=(Inflation("low", draw(rate), "Bank"), Inflation("high", draw(rate), "Bank")),
        exchange_rates=(ExchangeRate("EUR", "TND", date(2026, 12, 1), Decimal("3.3127"), "Bank"),),
        contingency=Contingency(draw(shares), {"travel": draw(shares)}),
        sources=(Source("state", "State"), Source("bank", "Bank"), Source("gift", "Gift")),
        objectives=(Objective("o", "O", measures=(Measure("m", "M", actions=found),)),),
    )  # fmt: skip
    check(plan)
    return plan


def without_lines(plan: Plan) -> Plan:
    def emptied(measure: Measure) -> Measure:
        return replace(measure, actions=tuple(replace(action, costs=()) for action in measure.actions))

    objectives = (replace(one, measures=tuple(map(emptied, one.measures))) for one in plan.objectives)
    return replace(plan, objectives=tuple(objectives))


@given(plan=plans())
@settings(deadline=None)
def test_totals_that_a_workbook_brings_are_the_forecasts(plan: Plan) -> None:
    made = budget(plan)
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(plan, language="en", day=DAY)), data_only=True)
    rows = {row[0]: row[1:] for row in book["Totals"].iter_rows(min_row=7, values_only=True)}
    scale = 10**made.digits
    for name, cents in (("Costs", made.costs), ("Contingency", made.contingency), ("Total", made.total)):
        assert [round(value * scale) for value in rows[name][: len(cents)]] == cents.tolist()
        assert round(rows[name][len(cents)] * scale) == cents.sum()
    parts = {row[0]: row[2:] for row in book["Budget"].iter_rows(values_only=True) if row[0]}
    for key, cents in (*made.by_source.items(), *made.by_category.items()):
        assert [round(value * scale) for value in parts[key][: len(cents)]] == cents.tolist()


@given(plan=plans())
@settings(deadline=None, max_examples=25 if MANY else 8)
def test_formulas_come_to_the_forecast_within_a_cent_a_line(plan: Plan) -> None:
    # a spreadsheet counts in 15 digits: what lies that near to half a cent may fall to the other side
    made = budget(plan)
    book = Calculated(plan_xlsx(plan, language="en", day=DAY))
    nearly = 1.001 * len(made.lines) * 2 / 10**made.digits
    for sheet, cell, formula in book.formulas():
        theirs, ours = book.value(sheet, cell), book.cached(sheet, cell)
        assert theirs == ours if isinstance(ours, str) else abs(theirs - ours) <= max(nearly, 1e-9 * abs(ours)), (
            sheet,
            cell,
            formula,
            theirs,
            ours,
        )


@given(plan=plans())
@settings(deadline=None)
def test_rows_of_the_long_table_add_up_to_the_forecast(plan: Plan) -> None:
    made = budget(plan)
    rows = list(csv.DictReader(io.StringIO(budget_csv(made, language="en"), newline="")))
    assert sum((Decimal(row["amount"]) for row in rows), Decimal(0)) == made.money(int(made.total.sum()))


@given(plan=plans())
@settings(deadline=None)
def test_lines_that_go_out_as_a_form_come_in_the_same(plan: Plan) -> None:
    assert read_costs(costs_template(plan), "costs.xlsx", without_lines(plan)) == plan if _has_lines(plan) else True


@given(plan=plans(), separator=st.sampled_from([",", ";"]))
@settings(deadline=None)
def test_lines_that_go_out_as_csv_come_in_the_same(plan: Plan, separator: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(NAMES)
    for action in plan.actions():
        writer.writerows(_cells(action, cost) for cost in action.costs)
    if _has_lines(plan):
        taken = read_costs(out.getvalue().encode(), "costs.csv", without_lines(plan))
        assert taken == plan
        assert read_plan(as_json(taken)) == taken  # and the plan can be written and read again


def _has_lines(plan: Plan) -> bool:
    return any(action.costs for action in plan.actions())


def _cells(action: Action, cost: Cost) -> list[str]:
    ends = [
        str(end) for value in (cost.quantity, cost.unit_cost)
        for end in ((value.low, value.high) if isinstance(value, Range) else ("", ""))
    ]  # fmt: skip
    return [
        action.key, cost.key, cost.item, cost.category, str(likeliest(cost.quantity)), cost.unit,
        str(likeliest(cost.unit_cost)), cost.currency or "", str(cost.prices_of or ""),
        "none" if cost.inflation == "" else cost.inflation or "", cost.spread, cost.source, *ends, "",
    ]  # fmt: skip


@given(title=titles, step=titles)
def test_titles_of_events_come_back(title: str, step: str) -> None:
    action = {
        "key": "a",
        "title": title,
        "start": "2027-02-01",
        "days": 3,
        "steps": [{"title": step, "by": "2027-02-02"}],
    }
    raw = {"key": "m", "title": title, "actions": [action]}
    plan = msgspec.convert(
        {"title": "P", "currency": "EUR", "period": {"start": FIRST, "end": LAST},
         "objectives": [{"key": "o", "title": "O", "measures": [raw]}]}, Plan,
    )  # fmt: skip
    text = calendar_of(plan, schedule(plan))
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert [str(event["summary"]) for event in events[:2]] == [title, step]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
