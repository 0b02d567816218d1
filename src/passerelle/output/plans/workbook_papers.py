"""The sheets of words: the timetable with its clashes, and the sources of money, figures and gaps.

Stands on `workbook_book`, `workbook_rows`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from passerelle.output.plans.wording import FUND_KINDS
from passerelle.output.plans.workbook_book import FIRST, HEAD, Book
from passerelle.output.plans.workbook_rows import (
    FIRST_DAY,
    day_number,
    letters,
    number_cell,
    row_of,
    text_cell,
)
from passerelle.plans.records import Action
from passerelle.plans.remarks import conflicts_said
from passerelle.plans.schedule import Timed


def write_timetable(book: Book) -> None:
    """Write the timetable: planned, early and late days, slack, needs, steps; what clashes beneath."""
    sheet, say = book.sheets["timetable"], book.say
    book.widths("timetable", (14, 40, 12, 12, 12, 12, 12, 12, 9, 10, 30, 60))
    sheet.freeze_panes(FIRST, 2)
    if book.made.schedule.end:
        last = say("The last action ends on {day}.").format(day=book.made.schedule.end.isoformat())
        book.write_text(sheet, 2, 0, last)
    book.heads(sheet, HEAD, (
        say("Action"), say("Title"), say("Planned start"), say("Planned end"), say("Early start"), say("Early end"),
        say("Late start"), say("Late end"), say("Slack, days"), say("Critical"), say("Needs"), say("Steps"),
    ))  # fmt: skip
    book.put_rows("timetable", chain(_timetable_rows(book), _clash_rows(book)))


def _timetable_rows(book: Book) -> Iterator[str]:
    text, quoted = book.index(book.text), book.index(book.quoted)
    number, style = book.index(book.plain), book.index(book.date)
    for row, action in enumerate(book.plan.actions(), start=FIRST + 1):
        timed = book.made.schedule.by_key[action.key]
        cells = []
        for at, value in enumerate(_timed_cells(book, action, timed)):
            cell = f"{letters(at)}{row}"
            if isinstance(value, date) and value >= FIRST_DAY:
                cells.append(number_cell(cell, day_number(value), style))
            elif isinstance(value, int):
                cells.append(number_cell(cell, value, number))
            elif value is not None:
                cells.append(text_cell(cell, str(value), text, quoted))
        yield row_of(row, cells)


def _clash_rows(book: Book) -> Iterator[str]:
    first = FIRST + len(book.made.schedule.timed) + 2
    for row, clash in enumerate(conflicts_said(book.made.schedule), start=first):
        yield row_of(
            row, (text_cell(f"A{row}", clash.text(book.language), book.index(book.text), book.index(book.quoted)),)
        )


def _timed_cells(book: Book, action: Action, timed: Timed) -> Sequence[str | date | int | None]:
    steps = (f"{step.by.isoformat()}: {step.title}" if step.by else step.title for step in action.steps)
    needs = (f"{need.action} +{need.gap_days}" if need.gap_days else need.action for need in action.all_needs)
    return (
        timed.key, timed.title, timed.start, timed.end, timed.early_start, timed.early_end, timed.late_start,
        timed.late_end, timed.slack, book.say("yes") if timed.is_critical else "", ", ".join(needs), "; ".join(steps),
    )  # fmt: skip


def write_sources(book: Book) -> None:
    """Write who pays, who says what, where figures are from, and what is in no total."""
    sheet, say = book.sheets["sources"], book.say
    book.widths("sources", (30, 44, 18, 18, 60))
    row = HEAD
    for heads, rows in _tables(book):
        found = list(rows)
        if not found:
            continue
        book.heads(sheet, row, heads)
        for row, cells in enumerate(found, start=row + 1):  # noqa: B020
            _write_cells(book, sheet, row, cells)
        row += 2
    if row == HEAD:
        book.write_text(sheet, row, 0, say("The plan names no source yet, and nothing is left out."))


def _write_cells(book: Book, sheet: Any, row: int, cells: Iterable[object]) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, date):
            book.write_day(sheet, row, at, cell)
        elif isinstance(cell, float):
            sheet.write_number(row, at, cell, book.money)
        elif isinstance(cell, str):
            book.write_text(sheet, row, at, cell)


def _tables(book: Book) -> Iterator[tuple[tuple[str, ...], Iterable[Sequence[object]]]]:
    """Heads and rows of each table."""
    say, plan, made = book.say, book.plan, book.made
    departments = {one.key: one.name for one in plan.departments}
    yield (
        (say("Source of money"), say("Name"), say("Kind"), say("Department"), say("Note")),
        (
            (one.key, one.name, say(FUND_KINDS[one.kind]), departments.get(one.department, one.department), one.note)
            for one in plan.sources
        ),
    )
    yield (
        (say("Rate of exchange"), say("Who says so"), say("Units"), say("Day")),
        ((f"1 {one.base} → {one.currency}", one.source, f"{one.units:f}", one.day) for one in plan.exchange_rates),
    )
    yield (
        (say("Inflation"), say("Who says so"), say("A year")),
        ((one.key, one.source, f"{one.rate:f}") for one in plan.inflation),
    )
    yield (say("Indicator"), say("Who says so"), say("Value"), say("Period")), _baselines(book)
    titles = {action.key: action.title for action in plan.actions()}
    yield (say("In no total: a line of"), say("Item"), say("Currency"), say("Day"), say("Why")), (
        (titles[one.action], one.cost.item, one.currency, one.day,
         say("No rate of exchange from {currency} to {target} is known on that day.").format(
             currency=one.currency, target=made.currency))
        for one in made.left_out
    )  # fmt: skip
    names = {source.key: source.name for source in plan.sources}
    yield (
        (say("In no total: more than it costs"), say("Source"), say("Year"), say("Amount")),
        (
            (titles[one.action], names.get(one.source, one.source), str(one.year), book.amount(one.cents))
            for one in made.surplus
        ),
    )


def _baselines(book: Book) -> Iterator[Sequence[object]]:
    """Baselines of indicators, with where they stand."""
    of_objectives = (one for objective in book.plan.objectives for one in objective.indicators)
    of_actions = (one for action in book.plan.actions() for one in action.indicators)
    for one in (*of_objectives, *of_actions):
        if one.baseline is not None:
            said = one.baseline.source or one.source
            yield one.name, said, f"{one.baseline.value:f} {one.unit}".strip(), one.baseline.period
