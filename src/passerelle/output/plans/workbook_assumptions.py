"""The sheet on which rates of exchange, inflation and contingency stand, once; all amounts refer to it.

Stands on `workbook_book`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from passerelle.output.plans.wording import category_text
from passerelle.output.plans.workbook_book import HEAD, Book, down
from passerelle.plans import codes


@dataclass(frozen=True, slots=True)
class AssumptionsAt:
    """Where the codes and the rates of each table stand, as formulas of other sheets name them."""

    currencies: str
    factors: str
    inflation: str
    growth: str
    categories: str
    reserves: str

    def rate(self, kind: str, cell: str) -> str:
        """The formula of the rate whose code stands in a cell."""
        keys, rates = {
            "currency": (self.currencies, self.factors),
            "inflation": (self.inflation, self.growth),
            "category": (self.categories, self.reserves),
        }[kind]
        return f"INDEX({rates},MATCH({cell},{keys},0))"


def write_assumptions(book: Book, ranges: Mapping[str, Any] | None) -> AssumptionsAt:
    """Write the sheet."""
    sheet = book.sheets["assumptions"]
    book.widths("assumptions", (42, 18, 44, 60, 14))
    told = book.say("Change a value here and all amounts follow.")
    book.write_text(sheet, 2, 0, told)
    row = _currencies(book, HEAD)
    factors = HEAD + 1, row - 1
    inflation = row + 2, _inflation(book, row + 1) - 1
    row = inflation[1] + 2
    reserves = row + 2, _reserves(book, row) - 1
    _others(book, reserves[1] + 2, ranges)
    ref = book.ref("assumptions")
    return AssumptionsAt(*(down(ref, column, *rows) for rows in (factors, inflation, reserves) for column in (0, 1)))


def _currencies(book: Book, row: int) -> int:
    """Units of the plan's currency for one of each that lines speak of; the row after the table."""
    made, sheet = book.made, book.sheets["assumptions"]
    say = book.say
    book.heads(
        sheet, row, (say("Currency"), say("Rate of exchange"), say("Worked out from"), say("Who says so"), say("Day"))
    )
    used = {made.currency: (1, ())} | {
        line.terms.currency: (line.terms.factor, line.terms.rates) for line in made.lines
    }
    for row, (currency, (factor, rates)) in enumerate(used.items(), start=row + 1):  # noqa: B020
        book.write_text(sheet, row, 0, currency)
        sheet.write_number(row, 1, factor, book.factor)
        book.write_text(sheet, row, 2, "; ".join(f"1 {one.base} = {one.units:f} {one.currency}" for one in rates))
        book.write_text(sheet, row, 3, "; ".join(one.source for one in rates))
        book.write_text(sheet, row, 4, "; ".join(one.day.isoformat() for one in rates))
    return row + 1


def _inflation(book: Book, row: int) -> int:
    sheet, say = book.sheets["assumptions"], book.say
    book.heads(sheet, row, (say("Inflation"), say("A year"), "", say("Who says so")))
    for row, one in enumerate(book.plan.inflation, start=row + 1):  # noqa: B020
        book.write_text(sheet, row, 0, one.key)
        sheet.write_number(row, 1, one.rate, book.share)
        book.write_text(sheet, row, 3, one.source)
    return row + 1 if book.plan.inflation else row + 2


def _reserves(book: Book, row: int) -> int:
    """The contingency in general, and of each category: the general one where it has none of its own."""
    sheet, kept = book.sheets["assumptions"], book.plan.contingency
    book.heads(sheet, row, (book.say("Contingency"), book.say("Share of costs"), book.say("Category of costs")))
    book.write_text(sheet, row + 1, 0, book.say("in general"))
    sheet.write_number(row + 1, 1, kept.rate, book.share)
    general = f"$B${row + 2}"
    used = (line.cost.category for line in book.made.lines)
    for row, category in enumerate(dict.fromkeys((*codes.categories(), *kept.of, *used)), start=row + 2):  # noqa: B020
        book.write_text(sheet, row, 0, category)
        if category in kept.of:
            sheet.write_number(row, 1, kept.of[category], book.share)
        else:
            sheet.write_formula(row, 1, f"={general}", book.share, kept.rate)
        book.write_text(sheet, row, 2, category_text(category, book.language))
    return row + 1


def _others(book: Book, row: int, ranges: Mapping[str, Any] | None) -> None:
    sheet, say, plan = book.sheets["assumptions"], book.say, book.plan
    draws: Mapping[str, Any] = (ranges or {}).get("draws", {})
    book.heads(sheet, row, (say("Further"), ""))
    told: list[tuple[str, Any]] = [
        (say("Currency of the plan"), plan.currency),
        (say("Prices of, where a line does not say"), plan.price_year),
        (say("Rates of exchange as of"), plan.rate_day.isoformat()),
        (say("Correlation of costs between actions"), plan.uncertainty.correlation),
        (say("Draws of the range of costs"), draws.get("number")),
        (say("Seed of the draws"), draws.get("seed")),
    ]
    known = [(name, value) for name, value in told if value is not None]
    for row, (name, value) in enumerate(known, start=row + 1):  # noqa: B020
        book.write_text(sheet, row, 0, name)
        if isinstance(value, str):
            book.write_text(sheet, row, 1, value)
        else:
            sheet.write_number(row, 1, value)
