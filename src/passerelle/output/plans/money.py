"""The tables of a plan's money: by year, source, department, category, measure; how far costs may go; the gap; lines.

Every total is added up from whole cents of the rows above it. Stands on `writer` and `charts`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from passerelle.output.briefs.content import Cell, Table
from passerelle.output.plans.blocks import Block, Drawing, Heading, Points, Prose, Section, Sheet, cell, figure, said
from passerelle.output.plans.charts import budget_chart, category_chart, gap_text
from passerelle.output.plans.wording import (
    FUND_KINDS,
    SPREADS,
    category_text,
    exact,
    isolated,
    plain,
    quantity_text,
    share_text,
    source_name,
    years_text,
)
from passerelle.output.plans.writer import Cents, Writer
from passerelle.plans.amounts import LeftOut, Line
from passerelle.plans.funding import UNFUNDED
from passerelle.plans.records import Action
from passerelle.plans.remarks import remarks

YEARS_BESIDE = 5  # columns of years that a page has room for; more go on in a second table
MOST_GAPS = 20
MOST_MEASURES = 60  # in the table of costs
MOST_LINES = 300  # of costs; beyond these they are left to the plan's file


def budget_section(w: Writer) -> Section:
    """What the plan costs and who pays, in tables that agree to the cent."""
    title = w.say("Budget")
    if not w.forecast.total.any():
        return Section("budget", title, (Prose(said(w.say("Nothing in the plan has a cost yet."))), *_not_counted(w)))
    blocks: list[Block] = [Prose(said(_whole(w), _range_text(w)), "lead")]
    by_year, by_category = budget_chart(w.forecast, w.language, w.ranges), category_chart(w.forecast, w.language)
    if by_year:
        blocks.append(Drawing(by_year))
    blocks += [_by_year(w), *_far(w), *_by_source(w), *_sources_of_money(w), *_by_department(w)]
    if by_category:
        blocks.append(Drawing(by_category))
    blocks += [*_by_category(w), *_by_measure(w), *_not_counted(w)]
    return Section("budget", title, tuple(blocks))


def _whole(w: Writer) -> str:
    made = w.forecast
    return w.say("The plan costs {total}: {costs} and {contingency} of contingency.").format(
        total=w.money(made.total), costs=w.money(made.costs), contingency=w.money(made.contingency)
    )


def _range_text(w: Writer) -> str:
    whole = w.ranges.get("total")
    if not whole or whole["p10"] == whole["p90"]:
        return ""
    low, high = (w.about(Decimal(whole[level])) for level in ("p10", "p90"))
    return w.say("In eight of ten draws, costs without contingency lie between {low} and {high}.").format(
        low=low, high=high
    )


def _by_year(w: Writer) -> Sheet:
    made = w.forecast
    columns = (made.costs, made.contingency, made.total, made.total - made.gap, made.gap)
    head = (w.say("Year"), w.say("Costs"), w.say("Contingency"), w.say("Total"), w.say("With a source"),
            w.say("No source yet"))  # fmt: skip
    rows = [
        (cell(str(year)), *(figure(w.exact(column[at])) for column in columns)) for at, year in enumerate(made.years)
    ]
    rows.append((cell(w.say("Total")), *(figure(w.exact(column)) for column in columns)))
    caption = w.say("Costs and their funding by year, {currency}").format(currency=made.currency)
    return Sheet(Table(caption, head, tuple(rows)), totals=1)


def _far(w: Writer) -> Iterator[Block]:
    """How far costs may go; percentiles of years do not add up, and the table says so."""
    years, whole = w.ranges.get("years"), w.ranges.get("total")
    if not years or not whole or whole["p10"] == whole["p90"]:
        return
    digits = w.forecast.digits
    rows = [
        (cell(str(year)), *(figure(exact(Decimal(ends[level]), w.language, digits)) for level in ("p10", "p50", "p90")))
        for year, ends in years.items()
    ]
    ends = [figure(exact(Decimal(whole[level]), w.language, digits)) for level in ("p10", "p50", "p90")]
    rows.append((cell(w.say("All years together")), *ends))
    caption = w.say("How far costs without contingency may go, {currency}").format(currency=w.forecast.currency)
    head = (w.say("Year"), w.say("P10: nine of ten draws cost more"), w.say("P50: the middle"),
            w.say("P90: one of ten draws costs more"))  # fmt: skip
    yield Sheet(Table(caption, head, tuple(rows)), strong=frozenset({len(rows) - 1}))
    drawn = w.ranges["draws"]
    yield Prose(said(
        w.say("Three-point estimates, {number} draws, correlation between actions {correlation}.").format(
            number=plain(Decimal(drawn["number"]), w.language),
            correlation=plain(Decimal(drawn["correlation"]), w.language),
        ),
        w.say("The rows do not add up, since not every year is dear at once."),
        w.say("In {share} of the draws costs stay within the total with contingency.").format(
            share=share_text(Decimal(str(round(whole["within_total"], 2))), w.language)
        ),
    ), "quiet")  # fmt: skip


# Rows by year -------------------------------------------------------------------------------------------


def _by_source(w: Writer) -> Iterator[Sheet]:
    rows = [(source_name(w.plan, key, w.language), row) for key, row in w.forecast.by_source.items() if key != UNFUNDED]
    rows.append((source_name(w.plan, UNFUNDED, w.language), w.forecast.gap))
    return _by_years(w, w.say("Who pays, by year, {currency}"), w.say("Source"), rows)


def _by_department(w: Writer) -> Iterator[Sheet]:
    rows = [
        (w.carriers.get(key, key) if key else w.say("Nobody leads yet"), row)
        for key, row in w.forecast.by_department.items()
    ]
    return _by_years(w, w.say("Costs with contingency by who leads, {currency}"), w.say("Leads"), rows)


def _by_category(w: Writer) -> Iterator[Sheet]:
    rows = [(category_text(key, w.language), row) for key, row in w.forecast.by_category.items()]
    return _by_years(w, w.say("Costs by category, {currency}"), w.say("Category"), rows)


def _by_measure(w: Writer) -> Iterator[Sheet]:
    """By measure; by objective where there are many, since each measure's total stands with its actions."""
    measured = sum(1 for _ in w.plan.measures()) <= MOST_MEASURES
    rows = []
    for number, objective, measure, action in w.numbered:
        if action is not None or (measure is None) == measured:
            continue
        actions = measure.actions if measure else [one for each in objective.measures for one in each.actions]
        if actions:
            summed = np.sum([w.forecast.by_action[one.key] for one in actions], axis=0)
            rows.append((f"{number} {isolated((measure or objective).title, w.language)}", summed))
    if measured:
        return _by_years(w, w.say("Costs with contingency by measure, {currency}"), w.say("Measure"), rows)
    return _by_years(w, w.say("Costs with contingency by objective, {currency}"), w.say("Objective"), rows)


def _by_years(w: Writer, caption: str, first: str, rows: Sequence[tuple[str, Cents]]) -> Iterator[Sheet]:
    """Rows by year with a total below and, in the last table, at the end of each row; what has no costs has dashes."""
    years = w.forecast.years
    caption = caption.format(currency=w.forecast.currency)
    count = -(-len(years) // YEARS_BESIDE)
    step = -(-len(years) // count)
    together = np.sum([row for _, row in rows], axis=0) if rows else np.zeros(len(years), np.int64)
    for start in range(0, len(years), step):
        part = range(start, min(start + step, len(years)))
        last = part[-1] == len(years) - 1
        head = (first, *(str(years[at]) for at in part), *([w.say("Total")] if last else []))
        body = [_year_row(w, name, row, part, last) for name, row in rows]
        body.append(_year_row(w, w.say("Total"), together, part, last))
        of = "" if count == 1 else f", {years_text(tuple(years[at] for at in part), w.language)}"
        yield Sheet(Table(caption + of, head, tuple(body)), totals=1, small=len(rows) > 40)


def _year_row(w: Writer, name: str, row: Cents, part: range, last: bool) -> tuple[Cell, ...]:
    amounts = [*(row[at] for at in part), *([row] if last else [])]
    return (cell(name), *(figure(w.exact(cents) if row.any() else "–") for cents in amounts))


def _sources_of_money(w: Writer) -> Iterator[Block]:
    """What is known of those who pay, beside amounts."""
    items = []
    for one in w.plan.sources:
        office = w.carriers.get(one.department, one.department)
        told = [w.say(FUND_KINDS[one.kind]), *([isolated(office, w.language)] if office else [])]
        note = f": {isolated(one.note, w.language)}" if one.note else ""
        items.append(f"{isolated(one.name, w.language)} ({', '.join(told)}){note}")
    if items:
        yield Heading(w.say("Sources of money"), 3)
        yield Points(said(*items))


def _not_counted(w: Writer) -> Iterator[Block]:
    """Lines that are in no total, and money that is given beyond the costs."""
    told = [
        one.text(w.language)
        for one in remarks(w.plan, w.timetable, w.forecast, w.day)
        if one.kind in ("left_out", "surplus")
    ] if w.forecast.left_out or w.forecast.surplus else []  # fmt: skip
    if told:
        yield Heading(w.say("In no total"), 3)
        yield Points(said(*told[:200]))
        if len(told) > 200:
            yield Prose(said(w.counted("And {number} more.", "And {number} more.", len(told) - 200)))


# The gap ------------------------------------------------------------------------------------------------


def gap_section(w: Writer) -> Section | None:
    """What nobody pays yet: by year, and in which actions."""
    made = w.forecast
    if not made.total.any():
        return None
    blocks: list[Block] = [Prose(said(f"{gap_text(made, w.language)}."), "lead")]
    if made.gap.any():
        blocks += [_gap_by_year(w), _gap_by_action(w)]
    return Section("gap", w.say("What nobody pays yet"), tuple(blocks))


def _gap_by_year(w: Writer) -> Sheet:
    made = w.forecast
    rows = [
        (cell(str(year)), figure(w.exact(made.total[at])), figure(w.exact(made.gap[at])),
         figure(_part(w, int(made.gap[at]), int(made.total[at]))))
        for at, year in enumerate(made.years)
    ]  # fmt: skip
    rows.append((cell(w.say("Total")), figure(w.exact(made.total)), figure(w.exact(made.gap)),
                 figure(_part(w, int(made.gap.sum()), int(made.total.sum())))))  # fmt: skip
    caption = w.say("The gap by year, {currency}").format(currency=made.currency)
    head = (w.say("Year"), w.say("Costs with contingency"), w.say("No source yet"), w.say("Share"))
    return Sheet(Table(caption, head, tuple(rows)), totals=1)


def _part(w: Writer, gap: int, whole: int) -> str:
    return share_text((Decimal(gap) / whole).quantize(Decimal("0.001")), w.language) if whole else "–"


def _gap_by_action(w: Writer) -> Sheet:
    gaps = [(action, int(w.forecast.funded_by[action.key][UNFUNDED].sum())) for action in w.plan.actions()]
    gaps = sorted((one for one in gaps if one[1]), key=lambda one: -one[1])
    shown = gaps if len(gaps) <= MOST_GAPS + 1 else gaps[:MOST_GAPS]
    rows = [_gap_row(w, action, gap) for action, gap in shown]
    rest = gaps[len(shown) :]
    if rest:
        others = w.counted("{number} other action", "{number} other actions", len(rest))
        rows.append((cell(""), cell(others), cell(""), figure(w.exact(sum(gap for _, gap in rest)))))
    rows.append((cell(""), cell(w.say("Total")), cell(""), figure(w.exact(sum(gap for _, gap in gaps)))))
    caption = w.say("Where money is lacking, the largest gaps first, {currency}").format(currency=w.forecast.currency)
    head = (w.say("No."), w.say("Action"), w.say("Leads"), w.say("No source yet"))
    return Sheet(Table(caption, head, tuple(rows), (0, 2, 1.3, 0)), totals=1)


def _gap_row(w: Writer, action: Action, gap: int) -> tuple[Cell, ...]:
    return (
        cell(w.numbers[action.key]), cell(action.title), cell(w.carriers.get(action.lead, action.lead)),
        figure(w.exact(gap)),
    )  # fmt: skip


# Line by line -------------------------------------------------------------------------------------------


def lines_section(w: Writer) -> Section | None:
    """Every line of costs with where its price is from, or that there are too many to be printed."""
    count = len(w.forecast.lines) + len(w.forecast.left_out)
    if not count:
        return None
    title = w.say("Costs line by line")
    if count > MOST_LINES:
        told = w.counted(
            "The plan has {number} line of costs. It is not printed here; it stands in the plan's file.",
            "The plan has {number} lines of costs. They are not printed here; they stand in the plan's file.", count,
        )  # fmt: skip
        return Section("lines", title, (Prose(said(told)),))
    lines = {(line.action, line.cost.key): line for line in w.forecast.lines}
    left = {(one.action, one.cost.key): one for one in w.forecast.left_out}
    rows = []
    for action in w.plan.actions():
        for cost in action.costs:
            key = (action.key, cost.key)
            rows.append(_line_row(w, lines[key] if key in lines else left[key]))
    total = (cell(""), cell(w.say("Total without contingency")), *([cell("")] * 4), figure(w.exact(w.forecast.costs)))
    rows.append(total)
    caption = w.say("Lines of costs; the last column in {currency}, with inflation").format(
        currency=w.forecast.currency
    )
    head = (w.say("No."), w.say("Item"), w.say("Quantity"), w.say("Unit cost"), w.say("Prices of"), w.say("When"),
            w.forecast.currency)  # fmt: skip
    table = Table(caption, head, tuple(rows), (0, 2, 1, 1.4, 0, 0.9, 0))
    return Section("lines", title, (Sheet(table, totals=1, small=True), *_to_check(w)))


def _line_row(w: Writer, line: Line | LeftOut) -> tuple[Cell, ...]:
    cost = line.cost
    item = f"{cost.item} *" if cost.to_check else cost.item
    currency = cost.currency or w.forecast.currency
    quantity = f"{quantity_text(cost.quantity, w.language)} {cost.unit}".strip()
    amount = w.exact(line.cents) if isinstance(line, Line) else w.say("in no total")
    return (
        cell(w.numbers[line.action]), w.cited(f"{item} ({category_text(cost.category, w.language)})", cost.source),
        cell(quantity), cell(f"{quantity_text(cost.unit_cost, w.language)} {currency}"),
        cell(str(cost.prices_of or w.plan.price_year)), cell(w.say(SPREADS[cost.spread])), figure(amount),
    )  # fmt: skip


def _to_check(w: Writer) -> Iterator[Prose]:
    if any(cost.to_check for action in w.plan.actions() for cost in action.costs):
        yield Prose(said(w.say("* still to be checked against local prices")), "quiet")


# What the forecast takes as given -----------------------------------------------------------------------


def assumptions_section(w: Writer) -> Section:
    """Prices, inflation, rates of exchange, contingency and correlation, each with who says so."""
    rows = [*_prices(w), *_inflation(w), *_rates(w), *_contingency(w)]
    correlation = plain(w.plan.uncertainty.correlation, w.language)
    stated = cell(w.say("Set by the authors of the plan"))
    rows.append((cell(w.say("Correlation of costs between actions")), cell(correlation), stated))
    caption = w.say("What the forecast takes as given")
    table = Table(caption, (w.say("Assumption"), w.say("Value"), w.say("Source")), tuple(rows), (1.4, 1.2, 1.6))
    return Section("assumptions", w.say("Assumptions"), (Sheet(table),))


def _prices(w: Writer) -> Iterator[tuple[Cell, ...]]:
    stated = w.say("Set by the authors of the plan") if w.plan.prices_of else w.say("The year in which the plan begins")
    yield cell(w.say("Prices where a line says nothing else")), cell(str(w.plan.price_year)), cell(stated)


def _inflation(w: Writer) -> Iterator[tuple[Cell, ...]]:
    for at, one in enumerate(w.plan.inflation):
        usual = f", {w.say('where a line says nothing else')}" if at == 0 else ""
        rate = w.say("{share} a year").format(share=share_text(one.rate, w.language))
        yield cell(f"{w.say('Inflation')}: {one.key}{usual}"), cell(rate), w.cited(one.source, one.source)
    if not w.plan.inflation:
        yield cell(w.say("Inflation")), cell(w.say("none")), cell(w.say("The plan assumes none"))


def _rates(w: Writer) -> Iterator[tuple[Cell, ...]]:
    own = {(one.base, one.currency, one.day, one.units, one.source) for one in w.plan.exchange_rates}
    terms = {id(line.terms): line.terms for line in w.forecast.lines}
    used = {(one.base, one.currency, one.day, one.units, one.source) for each in terms.values() for one in each.rates}
    for base, currency, day, units, source in sorted(own | used):
        rate = f"1 {base} = {plain(units, w.language)} {currency}"
        label = w.say("Rate of exchange of {day}").format(day=w.date(day))
        yield cell(label), cell(rate), w.cited(source, source)


def _contingency(w: Writer) -> Iterator[tuple[Cell, ...]]:
    held = w.plan.contingency
    stated = cell(w.say("Set by the authors of the plan"))
    yield cell(w.say("Contingency on costs")), cell(share_text(held.rate, w.language)), stated
    for code, rate in held.of.items():
        label = f"{w.say('Contingency')}: {category_text(code, w.language)}"
        yield cell(label), cell(share_text(rate, w.language)), stated
