"""The sheet of costs: a row a line, exact by year, in whole cents by year, contingency by year; all by formula.

Amounts are worked out as in `plans.amounts`: what is rounded is the running total. Stands on `workbook_book`,
`workbook_rows`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from passerelle.output.plans.workbook_actions import ActionsAt
from passerelle.output.plans.workbook_assumptions import AssumptionsAt
from passerelle.output.plans.workbook_book import FIRST, HEAD, Book, down
from passerelle.output.plans.workbook_rows import (
    day_number,
    formula_cell,
    letters,
    number_cell,
    shared_formulas,
    text_cell,
)
from passerelle.plans.amounts import Line
from passerelle.plans.budget import lines_by_action
from passerelle.plans.records import Action, Cost, Range, likeliest

# columns by which others find their way, from 0; what the others hold is in `_heads`
ITEM, CATEGORY, LEAD, TOTAL, YEARS = 4, 5, 6, 25, 26
ROW = "\0"  # no text of a workbook holds it
WIDTHS = (6, 14, 30, 14, 34, 14, 14, 12, 12, 14, 9, 12, 9, 11, 9, 9, 11, 11, 11, 11, 11, 11, 11, 28, 9, 16)


@dataclass(frozen=True)
class CostsAt:
    """Where lines and years stand: rows counted from 0, columns too."""

    sheet: str
    years: tuple[int, ...]
    lines: int

    @property
    def last(self) -> int:
        """The last row of lines."""
        return FIRST + max(self.lines, 1) - 1

    def down(self, column: int) -> str:
        """A column of all lines, as other sheets name it."""
        return down(self.sheet, column, FIRST, self.last)

    def exact(self, year: int) -> int:
        """The column of exact amounts of a year, by its place."""
        return YEARS + year

    def cents(self, year: int) -> int:
        """The column of amounts in whole cents."""
        return YEARS + len(self.years) + year

    def kept(self, year: int) -> int:
        """The column of the contingency."""
        return YEARS + 2 * len(self.years) + year

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return YEARS + 3 * len(self.years)


def write_costs(book: Book, at: CostsAt, actions: ActionsAt, rates: AssumptionsAt) -> None:
    """Write the sheet."""
    sheet, say = book.sheets["costs"], book.say
    book.widths("costs", (*WIDTHS, *[14] * (at.columns - YEARS)))
    sheet.freeze_panes(FIRST, ITEM + 1)
    told = say(
        "In {currency}. A year's exact amount = quantity × unit cost × rate × inflation since the year of prices × "
        "share of days; what is rounded is the running total."
    )
    book.write_text(sheet, 2, 0, told.format(currency=book.made.currency))
    for column, name in (
        (at.exact(0), say("Exact")), (at.cents(0), say("Rounded")), (at.kept(0), say("Contingency, rounded")),
    ):  # fmt: skip
        book.write_text(sheet, HEAD - 1, column, name, book.strong)
    book.heads(sheet, HEAD, (*_heads(book), *at.years * 3))
    book.put_rows("costs", _Rows(book, at, actions, rates).all())


def _heads(book: Book) -> list[str]:
    say = book.say
    return [
        say("No."), say("Action"), say("Title"), say("Line"), say("Item"), say("Category of costs"), say("Department"),
        say("Quantity"), say("Unit"), say("Unit cost"), say("Currency"), say("Rate of exchange"), say("Prices of"),
        say("Inflation"), say("A year"), say("Spread"), say("Start"), say("End"), say("Contingency"),
        say("Quantity, low"), say("Quantity, high"), say("Unit cost, low"), say("Unit cost, high"), say("Source"),
        say("To check"), say("Total with contingency"),
    ]  # fmt: skip


class _Rows:
    """The rows of lines. Formulas that stay on the sheet are shared down their columns.

    What many rows have alike is put together once, with ROW in place of the row's number.
    """

    def __init__(self, book: Book, at: CostsAt, actions: ActionsAt, rates: AssumptionsAt) -> None:
        self.book, self.at, self.actions, self.rates = book, at, actions, rates
        self.place = {year: place for place, year in enumerate(at.years)}
        self.usual = book.plan.inflation[0].key if book.plan.inflation else ""
        self.grows = {one.key: one.rate for one in book.plan.inflation}
        self.plain, self.quoted = book.index(book.text), book.index(book.quoted)
        self.exact, self.number, self.share = book.index(book.exact), book.index(book.plain), book.index(book.share)
        self.factor, self.date, self.money = book.index(book.factor), book.index(book.date), book.index(book.money)
        self.scale = 10**book.made.digits
        self.yes = book.say("yes")
        self.parts: dict[tuple[object, ...], str] = {}

    def all(self) -> Iterator[str]:
        """A row a line."""
        lines = lines_by_action(self.book.made)
        first, others = self._templates()
        row, template = FIRST, first
        for number, action in enumerate(self.book.plan.actions(), start=1):
            who, leads, when = self._action(number, action)
            for line in lines.get(action.key, ()):
                row, cost = row + 1, line.cost
                found = "".join((
                    who, self._text("D", cost.key), self._text("E", cost.item), self._category(cost.category), leads,
                    self._amounts(cost), self._terms(line), when, self._ends(line), self._years(template, line),
                ))  # fmt: skip
                yield found.replace(ROW, str(row))
                template = others

    def _text(self, column: str, text: str) -> str:
        return text_cell(column + ROW, text, self.plain, self.quoted)

    def _action(self, number: int, action: Action) -> tuple[str, str, str]:
        """What all lines of an action say of it: its names, who leads it, its days."""
        timed = self.book.made.schedule.by_key[action.key]
        place = f'<row r="{ROW}">{number_cell(f"A{ROW}", number, self.number)}'
        who = place + self._text("B", action.key) + self._text("C", action.title)
        start = formula_cell(f"Q{ROW}", self.actions.start(number), day_number(timed.early_start), self.date)
        end = formula_cell(f"R{ROW}", self.actions.end(number), day_number(timed.early_end), self.date)
        return who, self._text("G", action.lead), start + end

    def _category(self, category: str) -> str:
        if (category,) not in self.parts:
            self.parts[category,] = self._text("F", category)
        return self.parts[category,]

    def _amounts(self, cost: Cost) -> str:
        quantity, unit_cost = likeliest(cost.quantity), likeliest(cost.unit_cost)
        return (
            f'<c r="H{ROW}" s="{self.exact}"><v>{quantity}</v></c>{self._text("I", cost.unit)}'
            f'<c r="J{ROW}" s="{self.exact}"><v>{unit_cost}</v></c>'
        )

    def _terms(self, line: Line) -> str:
        """The currency, the year of prices, inflation and spread; rates are looked up where they stand."""
        cost, terms = line.cost, line.terms
        assumption = self.usual if cost.inflation is None else cost.inflation
        key = (terms.currency, terms.prices_of, assumption, cost.spread)
        if key not in self.parts:
            growth = self.rates.rate("inflation", f"N{ROW}")
            self.parts[key] = "".join((
                self._text("K", terms.currency),
                formula_cell(f"L{ROW}", self.rates.rate("currency", f"K{ROW}"), terms.factor, self.factor),
                number_cell(f"M{ROW}", terms.prices_of, self.number), self._text("N", assumption),
                formula_cell(f"O{ROW}", growth, self.grows[assumption], self.share) if assumption
                else number_cell(f"O{ROW}", 0, self.share),
                self._text("P", cost.spread),
            ))  # fmt: skip
        return self.parts[key]

    def _ends(self, line: Line) -> str:
        """The contingency, the ends of three-point estimates, where the line is from, whether it is to be checked."""
        cost = line.cost
        key = (cost.category, line.terms.reserve)
        if key not in self.parts:
            share = self.rates.rate("category", f"F{ROW}")
            self.parts[key] = formula_cell(f"S{ROW}", share, line.terms.reserve, self.share)
        found = [self.parts[key]]
        for columns, value in (("TU", cost.quantity), ("VW", cost.unit_cost)):
            if isinstance(value, Range):
                found += [number_cell(columns[0] + ROW, value.low, self.exact)]
                found += [number_cell(columns[1] + ROW, value.high, self.exact)]
        found += [self._text("X", cost.source), self._text("Y", self.yes if cost.to_check else "")]
        return "".join(found)

    def _years(self, template: str, line: Line) -> str:
        """The amounts by year in the cells of a template, the total before them."""
        width = len(self.at.years)
        amounts: list[float] = [0] * (3 * width)
        first, whole, scale = self.place[line.terms.shares[0][0]], 0, self.scale  # the years of a line are a row
        for place, (exact, cents, kept) in enumerate(zip(line.exact, line.cents, line.contingency, strict=True), first):
            amounts[place] = float(exact)
            amounts[place + width], amounts[place + 2 * width] = cents / scale, kept / scale
            whole += cents + kept
        return template % (whole / scale, *amounts)

    def _templates(self) -> tuple[str, str]:
        """The cells of total and years: in the first row with the formulas, in all others with the mark of each."""
        first: list[str] = []
        others: list[str] = []
        for number, (column, formula) in enumerate(self._formulas()):
            name = letters(column)
            whole, shared = shared_formulas(formula, name, FIRST + 1, self.at.last + 1, number)
            style = self.exact if YEARS <= column < self.at.cents(0) else self.money
            for cells, found in ((first, whole), (others, shared)):
                cells.append(f'<c r="{name}{ROW}" s="{style}">{found.replace("%", "%%")}<v>%r</v></c>')
        return "".join((*first, "</row>")), "".join((*others, "</row>"))

    def _formulas(self) -> Iterator[tuple[int, str]]:
        """Columns with the formulas of their first row."""
        r, at, rounded = FIRST + 1, self.at, self.book.rounded
        places = range(len(at.years))
        names = [[letters(column(place)) for place in places] for column in (at.exact, at.cents, at.kept)]
        exact, cents, kept = names
        sums = [f"SUM({one[0]}{r}:{one[-1]}{r})" for one in (cents, kept)]
        yield TOTAL, rounded("+".join(sums))
        for place in places:
            yield at.exact(place), exact_formula(exact[place], r)
        for place in places:
            running = rounded(f"SUM(${exact[0]}{r}:{exact[place]}{r})")
            yield at.cents(place), _step(running, cents, place, r, rounded)
        for place in places:
            running = rounded(f"SUM(${exact[0]}{r}:{exact[place]}{r})*$S{r}")
            yield at.kept(place), _step(running, kept, place, r, rounded)


def _step(running: str, names: list[str], place: int, r: int, rounded: Callable[[str], str]) -> str:
    """What a rounded running total adds to those of the years before."""
    return rounded(f"{running}-SUM(${names[0]}{r}:{names[place - 1]}{r})") if place else running


def exact_formula(year: str, r: int) -> str:
    """What a line costs in the year whose number stands at the head of a column, before rounding."""
    head = f"{year}${HEAD + 1}"
    days = f"MAX(0,MIN($R{r},DATE({head},12,31))-MAX($Q{r},DATE({head},1,1))+1)/($R{r}-$Q{r}+1)"
    again = f"MONTH($R{r})*100+DAY($R{r})>=MONTH($Q{r})*100+DAY($Q{r})"  # another twelve months begin
    begun = f"MAX(1,YEAR($R{r})-YEAR($Q{r})+IF({again},1,0))"
    often = f'IF($P{r}="yearly",IF(AND(YEAR($Q{r})<={head},{head}<YEAR($Q{r})+{begun}),1,0),{days})'
    ends = f'IF($P{r}="end",IF(YEAR($R{r})={head},1,0),{often})'
    share = f'IF($P{r}="start",IF(YEAR($Q{r})={head},1,0),{ends})'
    return f"$H{r}*$J{r}*$L{r}*(1+$O{r})^({head}-$M{r})*{share}"
