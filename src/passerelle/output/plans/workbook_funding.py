"""The sheet of who pays what of each action, year by year.

Sources pay as in `plans.funding`: amounts by year first, then shares, of which the running sum is rounded. Stands on
`workbook_actions`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import msgspec
import numpy as np

from passerelle.output.plans.workbook_actions import ActionsAt
from passerelle.output.plans.workbook_book import FIRST, HEAD, Book, down
from passerelle.output.plans.workbook_rows import formula_cell, letters, number_cell, row_of, text_cell
from passerelle.plans.budget import Budget
from passerelle.plans.funding import UNFUNDED, Cents, funded
from passerelle.plans.records import Action, Fund

replace = msgspec.structs.replace
OFFERED = 7  # the first column of amounts offered


@dataclass(frozen=True)
class FundingAt:
    """Where sources and what they pay stand: a row for each fund of each action and one for its rest."""

    sheet: str
    years: tuple[int, ...]
    rows: int

    @property
    def sources(self) -> str:
        """The column of sources, as other sheets name it."""
        return down(self.sheet, 2, FIRST, FIRST + self.rows - 1)

    def paid(self, year: int) -> str:
        """The column of what is paid in a year, by its place."""
        return down(self.sheet, self.column(year), FIRST, FIRST + self.rows - 1)

    def column(self, year: int) -> int:
        """Its place on the sheet."""
        return OFFERED + len(self.years) + year


def funds_in_order(action: Action) -> list[tuple[int, Fund]]:
    """Amounts by year first, then shares: as they pay, each with its place among the action's funds."""
    return sorted(enumerate(action.funds), key=lambda held: not held[1].amounts)


def write_funding(book: Book, at: FundingAt, actions: ActionsAt) -> None:
    """Write the sheet of who pays what."""
    sheet, say, width = book.sheets["funding"], book.say, len(at.years)
    book.widths("funding", (6, 14, 22, 30, 14, 10, 12, *[14] * (2 * width)))
    sheet.freeze_panes(FIRST, 4)
    told = say(
        "Amounts by year pay first, then shares; their running sum is rounded, and nobody pays more than is left."
    )
    book.write_text(sheet, 2, 0, told)
    book.write_text(sheet, HEAD - 1, OFFERED, say("Offered"), book.strong)
    book.write_text(sheet, HEAD - 1, at.column(0), say("Paid"), book.strong)
    words = (say("No."), say("Action"), say("Source"), say("Name"), say("How"), say("Share"), say("Running share"))
    book.heads(sheet, HEAD, (*words, *at.years * 2))
    book.put_rows("funding", _Rows(book, at, actions).all())


class _Rows:
    """A row for each fund of each action, as they pay, and one for what is left."""

    def __init__(self, book: Book, at: FundingAt, actions: ActionsAt) -> None:
        self.book, self.at, self.actions = book, at, actions
        self.text, self.quoted, self.number = book.index(book.text), book.index(book.quoted), book.index(book.plain)
        self.share, self.money = book.index(book.share), book.index(book.money)
        self.paid = _paid_by_fund(book.made)
        self.names = {source.key: source.name for source in book.plan.sources}
        self.ways = {True: book.say("amounts by year"), False: book.say("a share")}
        self.columns = [(letters(OFFERED + year), letters(at.column(year))) for year in range(len(at.years))]

    def all(self) -> Iterator[str]:
        """The rows of all actions."""
        row = FIRST + 1
        for number, action in enumerate(self.book.plan.actions(), start=1):
            first, running, paid = row, Decimal(0), self.paid[action.key]
            for place, fund in funds_in_order(action):
                way = self.ways[bool(fund.amounts)]
                told = (action.key, fund.source, self.names.get(fund.source, fund.source), way)
                turn = _Turn(number, first, row, fund, is_first=not running)
                running += fund.share or 0
                yield row_of(row, (
                    *self._words(row, number, told), *self._shares(turn, running), *self._offers(row, fund),
                    *self._payments(turn, paid[str(place)]),
                ))  # fmt: skip
                row += 1
            told = (action.key, UNFUNDED, self.book.say("No source yet"), self.book.say("what is left"))
            yield row_of(row, (*self._words(row, number, told), *self._rest(number, first, row, paid[UNFUNDED])))
            row += 1

    def _words(self, r: int, number: int, told: tuple[str, ...]) -> Iterator[str]:
        yield number_cell(f"A{r}", number, self.number)
        for column, text in zip("BCDE", told, strict=True):
            yield text_cell(f"{column}{r}", text, self.text, self.quoted)

    def _shares(self, turn: "_Turn", running: Decimal) -> Iterator[str]:
        if turn.fund.share is not None:
            r = turn.row
            yield number_cell(f"F{r}", turn.fund.share, self.share)
            yield formula_cell(f"G{r}", f"F{r}" if turn.is_first else f"G{r - 1}+F{r}", running, self.share)

    def _offers(self, r: int, fund: Fund) -> Iterator[str]:
        if fund.amounts:
            for year, (column, _) in zip(self.at.years, self.columns, strict=True):
                cents = fund.amounts.get(year, Decimal(0)).scaleb(self.book.made.digits).to_integral_value()
                yield number_cell(f"{column}{r}", self.book.amount(int(cents)), self.money)

    def _payments(self, turn: "_Turn", paid: Cents) -> Iterator[str]:
        """What is offered, or the step of the running share, and never more than what those above left."""
        rounded, r = self.book.rounded, turn.row
        for year, (offered, column) in enumerate(self.columns):
            cost = self.actions.cost(turn.number, year)
            left = cost if r == turn.first else rounded(f"{cost}-SUM({column}{turn.first}:{column}{r - 1})")
            if turn.fund.amounts:
                given = f"{offered}{r}"
            elif turn.is_first:
                given = rounded(f"{cost}*G{r}")
            else:
                given = rounded(f"{rounded(f'{cost}*G{r}')}-{rounded(f'{cost}*G{r - 1}')}")
            yield formula_cell(f"{column}{r}", f"MIN({given},MAX({left},0))", self.book.amount(paid[year]), self.money)

    def _rest(self, number: int, first: int, r: int, cents: Cents) -> Iterator[str]:
        for year, (_, column) in enumerate(self.columns):
            cost = self.actions.cost(number, year)
            left = self.book.rounded(f"{cost}-SUM({column}{first}:{column}{r - 1})") if r > first else cost
            yield formula_cell(f"{column}{r}", left, self.book.amount(cents[year]), self.money)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A fund in its turn: its action's number and first row, its own row; `is_first` among shares."""

    number: int
    first: int
    row: int
    fund: Fund
    is_first: bool


def _paid_by_fund(made: Budget) -> dict[str, dict[str, Cents]]:
    """What each fund pays of each action by year, under its place among the action's funds, and the rest.

    The forecast adds up what one source gives to an action twice, so they are told apart by other names here.
    """
    found: dict[str, dict[str, Cents]] = {}
    doubled: list[Action] = []
    for action in made.plan.actions():
        sources = [fund.source for fund in action.funds]
        if len(set(sources)) < len(sources):
            funds = tuple(replace(fund, source=str(place)) for place, fund in enumerate(action.funds))
            doubled.append(replace(action, funds=funds))
        else:
            paid = made.funded_by[action.key]
            found[action.key] = {str(place): paid[source] for place, source in enumerate(sources)}
            found[action.key][UNFUNDED] = paid[UNFUNDED]
    if doubled:
        costs = np.stack([made.by_action[action.key] for action in doubled])
        found |= funded(doubled, costs, made.years, made.digits)[0]
    return found
