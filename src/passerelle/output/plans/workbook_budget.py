"""The sheets on which amounts are added up: by department, source and category, in total with checks, and in short.

Stands on `workbook_costs`, `workbook_funding`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from passerelle.output.plans.wording import category_text, days_text, source_name, where_text
from passerelle.output.plans.workbook_book import HEAD, Book
from passerelle.output.plans.workbook_costs import CATEGORY, LEAD, CostsAt
from passerelle.output.plans.workbook_funding import FundingAt
from passerelle.output.plans.workbook_rows import letters
from passerelle.plans.budget import CONTINGENCY
from passerelle.plans.draws import LEVELS
from passerelle.plans.funding import UNFUNDED, Cents

Formula = Callable[[str, int], str]  # of a row's key, as its cell, and the place of a year


@dataclass
class BudgetAt:
    """Where the sum of each part of the budget stands, and the row of what nobody funds; counted from 1."""

    sheet: str
    sums: dict[str, int] = field(default_factory=dict)
    gap: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the budget: its name, its rows by key with their names, and the formula of a cell."""

    role: str
    title: str
    rows: Mapping[str, Cents]
    name: Callable[[str], str]
    formula: Formula


def write_budget(book: Book, costs: CostsAt, funding: FundingAt) -> BudgetAt:
    """Write the budget by department, source and category, each with its sum."""
    book.widths("budget", (20, 44, *[16] * (len(costs.years) + 1)))
    book.sheets["budget"].freeze_panes(0, 2)
    book.write_text(book.sheets["budget"], 2, 0, f"{book.say('With contingency')}, {book.made.currency}")
    at, row = BudgetAt(book.ref("budget")), HEAD
    for part in _parts(book, costs, funding):
        row = _write_part(book, part, row, at) + 2
    return at


def _parts(book: Book, costs: CostsAt, funding: FundingAt) -> list[_Part]:
    made, names = book.made, book.plan.carriers()

    def by_lead(key: str, year: int) -> str:
        return (
            f"SUMPRODUCT(({costs.down(LEAD)}={key})*({costs.down(costs.cents(year))}+{costs.down(costs.kept(year))}))"
        )

    def by_source(key: str, year: int) -> str:
        return f"SUMPRODUCT(({funding.sources}={key})*{funding.paid(year)})"

    def by_category(key: str, year: int) -> str:
        return f"SUMPRODUCT(({costs.down(CATEGORY)}={key})*{costs.down(costs.cents(year))})"

    return [
        _Part("department", book.say("By department"), made.by_department,
              lambda key: names.get(key, key) or book.say("nobody leads it"), by_lead),
        _Part("source", book.say("By source"), made.by_source,
              lambda key: source_name(book.plan, key, book.language), by_source),
        _Part("category", book.say("By category"), made.by_category,
              lambda key: category_text(key, book.language), by_category),
    ]  # fmt: skip


def _write_part(book: Book, part: _Part, row: int, at: BudgetAt) -> int:
    """Write the rows of a part and their sum; the row of the sum."""
    sheet, years = book.sheets["budget"], book.made.years
    book.heads(sheet, row, (part.title, book.say("Name"), *years, book.say("Total")))
    first = row + 1
    for row, (key, cents) in enumerate(part.rows.items(), start=first):
        book.write_text(sheet, row, 0, key)
        book.write_text(sheet, row, 1, part.name(key))
        is_reserve = part.role == "category" and key == CONTINGENCY
        if key == UNFUNDED:
            at.gap = row + 1
        for year in range(len(years)):
            formula = f"{book.ref('totals')}{letters(year + 1)}${HEAD + 3}" if is_reserve else book.rounded(
                part.formula(f"$A{row + 1}", year)
            )  # fmt: skip
            sheet.write_formula(row, 2 + year, f"={formula}", book.money, book.amount(cents[year]))
        write_sum(book, row, 2, cents, sheet, book.sum)
    return _write_sum_row(book, part, first, row, at)


def _write_sum_row(book: Book, part: _Part, first: int, last: int, at: BudgetAt) -> int:
    sheet, row = book.sheets["budget"], last + 1
    at.sums[part.role] = row + 1
    book.write_text(sheet, row, 0, book.say("Total"), book.strong)
    table = list(part.rows.values())
    for year in range(len(book.made.years)):
        name = letters(2 + year)
        whole = book.rounded(f"SUM({name}{first + 1}:{name}{row})") if table else "0"
        sheet.write_formula(row, 2 + year, f"={whole}", book.total, book.amount(sum(int(one[year]) for one in table)))
    write_sum(book, row, 2, sum(table, start=book.made.total * 0), sheet, book.total)
    return row


def write_sum(book: Book, row: int, first: int, cents: Cents, sheet: Any, style: Any) -> None:
    """Behind the years of a row their sum."""
    end = first + len(cents)
    whole = book.rounded(f"SUM({letters(first)}{row + 1}:{letters(end - 1)}{row + 1})")
    sheet.write_formula(row, end, f"={whole}", style, book.amount(cents.sum()))


# Totals -------------------------------------------------------------------------------------------------

COSTS, RESERVE, TOTAL, DEPARTMENTS, SOURCES, CATEGORIES = range(HEAD + 2, HEAD + 8)  # rows, counted from 1
PARTS = {"department": DEPARTMENTS, "source": SOURCES, "category": CATEGORIES}


def write_totals(book: Book, costs: CostsAt, budget: BudgetAt) -> None:
    """Write costs, contingency and total by year, and that every part adds up to the same."""
    sheet, say, made = book.sheets["totals"], book.say, book.made
    book.widths("totals", (44, *[16] * (len(made.years) + 1)))
    sheet.freeze_panes(HEAD + 1, 1)
    book.write_text(sheet, 2, 0, made.currency)
    book.heads(sheet, HEAD, ("", *made.years, say("Total")))
    rows: list[tuple[str, Cents, Callable[[int], str]]] = [
        (say("Costs"), made.costs, lambda year: book.rounded(f"SUM({costs.down(costs.cents(year))})")),
        (say("Contingency"), made.contingency, lambda year: book.rounded(f"SUM({costs.down(costs.kept(year))})")),
        (
            say("Total"),
            made.total,
            lambda year: book.rounded(f"{letters(1 + year)}{COSTS}+{letters(1 + year)}{RESERVE}"),
        ),
    ]
    named = {
        "department": say("Sum of departments"),
        "source": say("Sum of sources"),
        "category": say("Sum of categories"),
    }
    for role, name in named.items():

        def part(year: int, role: str = role) -> str:
            return f"{budget.sheet}{letters(2 + year)}${budget.sums[role]}"

        rows.append((name, made.total, part))
    for row, (name, cents, formula) in enumerate(rows, start=HEAD + 1):
        book.write_text(sheet, row, 0, name)
        for year in range(len(made.years)):
            sheet.write_formula(row, 1 + year, f"={formula(year)}", book.money, book.amount(cents[year]))
        write_sum(book, row, 1, cents, sheet, book.sum)
    _write_checks(book, CATEGORIES)


def _write_checks(book: Book, row: int) -> None:
    """Total less the sum of parts, which is 0 in every year, and whether all are."""
    sheet, say, width = book.sheets["totals"], book.say, len(book.made.years) + 1
    told = (
        say("Total less the sum of departments"),
        say("Total less the sum of sources"),
        say("Total less the sum of categories"),
    )
    for row, (name, part) in enumerate(zip(told, PARTS.values(), strict=True), start=row):  # noqa: B020
        book.write_text(sheet, row, 0, name)
        for column in range(1, width + 1):
            name = letters(column)
            sheet.write_formula(row, column, f"={book.rounded(f'{name}{TOTAL}-{name}{part}')}", book.money, 0)
    book.write_text(sheet, row + 1, 0, say("All differences are 0"), book.strong)
    first, last = f"B{CATEGORIES + 1}", f"{letters(width)}{row + 1}"
    asked = f'=IF(SUMPRODUCT(ABS({first}:{last}))=0,"{say("yes")}","{say("no")}")'
    sheet.write_formula(row + 1, 1, asked, book.sum, say("yes"))


# Summary ------------------------------------------------------------------------------------------------


def write_summary(book: Book, budget: BudgetAt, ranges: Mapping[str, Any] | None) -> None:
    """Write what the plan is and what it costs by year, in short."""
    sheet, say, plan = book.sheets["summary"], book.say, book.plan
    book.widths("summary", (34, *[18] * (7)))
    row = 3
    for name, text in _told(book):
        book.write_text(sheet, row, 0, name, book.strong)
        book.write_text(sheet, row, 1, text)
        row += 1
    levels = [level for level in LEVELS if ranges]
    words = (say("Year"), say("Costs"), say("Contingency"), say("Total"), say("Funded"), say("No source yet"))
    book.heads(sheet, row + 1, (*words, *(level.upper() for level in levels)), 1)
    row = _summary_rows(book, budget, row + 2, ranges)
    notes = [
        say("Amounts are in {currency}. Formulas are live: change an assumption, a line or a day, and all follow.")
    ]
    if levels:
        notes.append(say("P10, P50 and P90 are drawn from the ranges of costs without contingency and do not follow."))
    if book.made.left_out:
        notes.append(say("Lines without a rate of exchange are in no total; they stand on the last sheet."))
    for row, note in enumerate(notes, start=row + 1):  # noqa: B020
        book.write_text(sheet, row, 0, note.format(currency=plan.currency))


def _told(book: Book) -> Sequence[tuple[str, str]]:
    say, plan, made = book.say, book.plan, book.made
    told = [
        (say("Owners"), "; ".join(plan.owners)),
        (say("Where"), where_text(plan, book.language)),
        (say("Period"), days_text(plan.period.start, plan.period.end, book.language)),
        (say("Measures"), str(sum(1 for _ in plan.measures()))),
        (say("Actions"), str(len(made.by_action))),
        (say("Lines of costs"), str(len(made.lines))),
        (say("Lines in no total"), str(len(made.left_out)) if made.left_out else ""),
        (say("Made on"), book.day.isoformat()),
    ]
    return [(name, text) for name, text in told if text]


def _summary_rows(book: Book, budget: BudgetAt, row: int, ranges: Mapping[str, Any] | None) -> int:
    """A row a year and one in total; the row after them."""
    sheet, made, totals = book.sheets["summary"], book.made, book.ref("totals")
    drawn: Mapping[Any, Any] = (ranges or {}).get("years", {})
    width = len(made.years)
    sums = [(made.costs, COSTS), (made.contingency, RESERVE), (made.total, TOTAL)]
    heads: list[int | str] = [*made.years, book.say("Total")]
    for place, head in enumerate(heads):

        def cents(table: Cents, place: int = place) -> int:
            return int(table[place] if place < width else table.sum())

        style = book.money if place < width else book.total
        if isinstance(head, int):
            sheet.write_number(row, 0, head, book.name)
        else:
            book.write_text(sheet, row, 0, head, book.strong)
        for column, (table, at) in enumerate(sums, start=1):
            sheet.write_formula(row, column, f"={totals}{letters(1 + place)}{at}", style, book.amount(cents(table)))
        gap = f"{budget.sheet}{letters(2 + place)}{budget.gap}"
        funded = book.amount(cents(made.total) - cents(made.gap))
        sheet.write_formula(row, 4, f"={book.rounded(f'D{row + 1}-F{row + 1}')}", style, funded)
        sheet.write_formula(row, 5, f"={gap}", style, book.amount(cents(made.gap)))
        levels = drawn.get(head, {}) if place < width else (ranges or {}).get("total", {})
        for column, level in enumerate(LEVELS, start=6):
            if level in levels:
                sheet.write_number(row, column, float(levels[level]), style)
        row += 1
    return row
