"""The sheet of actions: their first and last days, on which all lines hang, and their days and costs by year.

Stands on `workbook_book`, `workbook_rows`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.output.plans.workbook_book import FIRST, HEAD, Book
from passerelle.output.plans.workbook_rows import (
    day_number,
    formula_cell,
    letters,
    number_cell,
    row_of,
    text_cell,
)
from passerelle.plans.amounts import days_in
from passerelle.plans.records import Action
from passerelle.plans.schedule import Timed

DAYS = 10  # the first column of days by year


@dataclass(frozen=True)
class ActionsAt:
    """Where actions and years stand on their sheet; actions are counted from 1."""

    sheet: str
    years: tuple[int, ...]
    actions: int

    def start(self, number: int) -> str:
        """The cell of an action's first day, as other sheets name it."""
        return f"{self.sheet}$F${FIRST + number}"

    def end(self, number: int) -> str:
        """That of its last day."""
        return f"{self.sheet}$G${FIRST + number}"

    def days(self, year: int) -> int:
        """The column of days in a year, by its place."""
        return DAYS + year

    def costs(self, year: int) -> int:
        """The column of costs with contingency in a year; behind the last year's stands the total."""
        return DAYS + len(self.years) + year

    def cost(self, number: int, year: int) -> str:
        """The cell of what an action costs in a year."""
        return f"{self.sheet}${letters(self.costs(year))}${FIRST + number}"


def write_actions(book: Book, at: ActionsAt, costs: Any) -> None:
    """Write the sheet of actions; `costs` says where lines stand."""
    sheet, say, width = book.sheets["actions"], book.say, len(at.years)
    book.widths("actions", (6, 14, 40, 14, 26, 12, 12, 8, 26, 26, *[8] * width, *[16] * (width + 1)))
    sheet.freeze_panes(FIRST, 3)
    book.write_text(
        sheet, 2, 0, say("Change a day here and all amounts follow; actions that wait do not move by themselves.")
    )
    book.write_text(sheet, HEAD - 1, at.days(0), say("Days"), book.strong)
    book.write_text(sheet, HEAD - 1, at.costs(0), say("Costs with contingency"), book.strong)
    words = (say("No."), say("Action"), say("Title"), say("Department"), say("Who leads"), say("Start"), say("End"),
             say("Days"), say("Measure"), say("Objective"))  # fmt: skip
    book.heads(sheet, HEAD, (*words, *at.years * 2, say("Total")))
    book.put_rows("actions", _Rows(book, at, costs).all())


class _Rows:
    """The rows of actions."""

    def __init__(self, book: Book, at: ActionsAt, costs: Any) -> None:
        self.book, self.at, self.costs = book, at, costs
        self.text, self.quoted, self.number = book.index(book.text), book.index(book.quoted), book.index(book.plain)
        self.date, self.money = book.index(book.date), book.index(book.money)
        self.names = book.plan.carriers()

    def all(self) -> Iterator[str]:
        """A row an action."""
        place = 0
        for objective in self.book.plan.objectives:
            for measure in objective.measures:
                for action in measure.actions:
                    place += 1
                    timed = self.book.made.schedule.by_key[action.key]
                    r = FIRST + place
                    yield row_of(r, (
                        number_cell(f"A{r}", place, self.number), *self._words(r, "BCDE", self._told(action)),
                        *self._span(r, timed), *self._words(r, "IJ", (measure.title, objective.title)),
                        *self._days(r, timed), *self._amounts(r, action),
                    ))  # fmt: skip

    def _told(self, action: Action) -> tuple[str, ...]:
        return action.key, action.title, action.lead, self.names.get(action.lead, "")

    def _words(self, r: int, columns: str, texts: Sequence[str]) -> list[str]:
        cells = zip(columns, texts, strict=True)
        return [text_cell(f"{column}{r}", text, self.text, self.quoted) for column, text in cells]

    def _span(self, r: int, timed: Timed) -> Iterator[str]:
        yield number_cell(f"F{r}", day_number(timed.early_start), self.date)
        yield number_cell(f"G{r}", day_number(timed.early_end), self.date)
        yield formula_cell(f"H{r}", f"G{r}-F{r}+1", timed.days, self.number)

    def _days(self, r: int, timed: Timed) -> Iterator[str]:
        for place, year in enumerate(self.at.years):
            column = letters(self.at.days(place))
            head = f"{column}${HEAD + 1}"
            days = f"MAX(0,MIN($G{r},DATE({head},12,31))-MAX($F{r},DATE({head},1,1))+1)"
            yield formula_cell(f"{column}{r}", days, days_in(year, timed.early_start, timed.early_end), self.number)

    def _amounts(self, r: int, action: Action) -> Iterator[str]:
        """Costs with contingency by year, gathered from the lines, and their total."""
        cents, costs, at = self.book.made.by_action[action.key], self.costs, self.at
        for year, amount in enumerate(cents):
            columns = (costs.cents(year), costs.kept(year))
            parts = (f"SUMIFS({costs.down(column)},{costs.down(0)},$A{r})" for column in columns)
            cell = f"{letters(at.costs(year))}{r}"
            yield formula_cell(cell, self.book.rounded("+".join(parts)), self.book.amount(amount), self.money)
        first, last, total = (letters(at.costs(year)) for year in (0, len(at.years) - 1, len(at.years)))
        whole = self.book.rounded(f"SUM({first}{r}:{last}{r})")
        yield formula_cell(f"{total}{r}", whole, self.book.amount(cents.sum()), self.money)
