"""Operators on stretches of time: the longest, the total, the most in a window, years that count in full or in part.

Each list is looked at once, however many rows it stands for. Stands on `expressions`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.rules import calendar, columns, logic
from passerelle.rules.calendar import Span
from passerelle.rules.columns import Context
from passerelle.rules.expressions import (
    OPERATORS,
    LawUnsound,
    Node,
    Side,
    Vocabulary,
    as_kind,
    fields_of,
    list_of,
    looks_at,
)

Looked = Callable[[tuple[Span, ...], Any], float]


def _each(lists: Sequence[Any], days: Any, look: Callable[..., float]) -> Any:
    """`look` of each row: its lists, its day. NaN where a list is not known."""
    rows = np.broadcast_arrays(*(one.rows for one in lists), days)
    found = np.full(rows[0].shape, np.nan)
    for at in range(rows[0].size):
        held = [one[at] for one in rows[:-1]]
        if all(one is not None for one in held):
            found[at] = look(*held, rows[-1][at].item())
    return found


def _told(spans: Iterable[Span], without: Sequence[str]) -> list[Span]:
    """Those whose reason is not one of some."""
    return [one for one in spans if one.word("reason") not in without]


def _lately(spans: Iterable[Span], day: Any, last: int) -> list[Span]:
    """What of them lies in the last so many months before a day."""
    begin: Any = calendar.add_months(day, -last).item()
    return [part for one in spans if (part := one.within(begin, day)) is not None]


def _measured(measure: Callable[[Iterable[Span]], float]) -> Callable[[Any, Vocabulary], Node]:
    def make(given: Any, names: Vocabulary) -> Node:
        held = fields_of(given, ["of", "last"], ["without"])
        node, last, without = as_kind("spans", held["of"], names), int(held["last"]), tuple(held.get("without", ()))

        def run(context: Context) -> Any:
            return columns.exact(_each([node.run(context)], context.day, lambda spans, day: measure(
                _lately(_told(spans, without), day, last))))  # fmt: skip

        return Node("number", run, **looks_at(node))

    return make


def _most_in(given: Any, names: Vocabulary) -> Node:
    """The most months, or days, of several lists together in any window.

    Where one of the lists is not known it is as much as the others say at least, and the whole window at most; with
    `whole` it is then not known at all.
    """
    held = fields_of(given, ["of"], ["months", "days", "whole"])
    nodes = [as_kind("spans", one, names) for one in list_of(held["of"])]
    window = held.get("months") or held.get("days")
    if ("months" in held) == ("days" in held) or not isinstance(window, int):
        raise LawUnsound("a window is so many months, or so many days.")
    most = calendar.most_months_in if "months" in held else calendar.most_days_in

    def run(context: Context) -> Any:
        lists = np.broadcast_arrays(*(node.run(context).rows for node in nodes), context.day)[:-1]
        low, high = np.full(lists[0].shape, np.nan), np.full(lists[0].shape, np.nan)
        for at in range(low.size):
            known = [one[at] for one in lists if one[at] is not None]
            if len(known) == len(lists) or (known and not held.get("whole")):
                low[at] = most([span for part in known for span in part], window)
                high[at] = low[at] if len(known) == len(lists) else window
        return columns.exact(low) if np.array_equal(low, high, equal_nan=True) else columns.Numbers(low, high)

    return Node("number", run, **looks_at(*nodes))


@dataclass(frozen=True, slots=True)
class Weighing:
    """How months of residence count: by status, and which status counts that was held in another state."""

    weights: Mapping[str, float]
    full_beyond: Mapping[str, float]  # a status that counts in full once it lasted for more months than these
    elsewhere: frozenset[str]
    less: frozenset[str]
    longer_than: float

    def months(self, stays: Iterable[Span], gaps: Iterable[Span], day: Any, state: str, moves: bool) -> float:
        """The months that count, from the day back to the first break."""
        away = [one for one in gaps if one.word("reason") in self.less and calendar.months_of(one) >= self.longer_than]
        counting = [one for one in stays if not is_other(one, state) or (moves and self._comes_along(one))]
        counted = 0.0
        for one in _unbroken(counting, day):
            gone = calendar.merged(lost for gap in away if (lost := gap.within(one.start, one.end)) is not None)
            counted += (calendar.months_of(one) - calendar.total_months(gone)) * self._weight(one)
        return round(counted, 6)

    def _comes_along(self, one: Span) -> bool:
        return one.word("status") in self.elsewhere

    def _weight(self, one: Span) -> float:
        status = one.word("status")
        if status in self.full_beyond and calendar.months_of(one) > self.full_beyond[status]:
            return 1.0
        return self.weights.get(status, 1.0)


# who writes the last day of one permit and the first of the next leaves a day between them that is none
_NO_BREAK = 1


def _unbroken(stays: Iterable[Span], day: Any) -> list[Span]:
    """The stretches up to a day that follow on one another, from the day back; none where the last ended before it."""
    found: list[Span] = []
    begun = day
    for one in sorted(stays, key=lambda span: span.start, reverse=True):
        part = one.within(one.start, day)
        if part is None:
            continue
        if (begun - part.end).days > _NO_BREAK:
            break
        found.append(part)
        begun = min(begun, part.start)
    return found


def is_other(stretch: Span, state: str) -> bool:
    """Is a stretch said to have been spent in another state? The Union writes Greece EL, ISO 3166-1 GR."""
    where = stretch.word("state") or stretch.word("member_state")
    return bool(where) and where.upper().replace("EL", "GR") != state


def _counted(given: Any, names: Vocabulary) -> Node:
    """Months of residence that count: by status in full, in part or not, less long absences that do not.

    Where no history is known, all time since a day counts in full. Time in another state counts for those alone whom
    `moves` holds for.
    """
    held = fields_of(
        given, ["history", "since", "weights", "absences", "less", "longer_than", "moves", "elsewhere"], ["full_beyond"]
    )
    history, since = as_kind("spans", held["history"], names), as_kind("date", held["since"], names)
    absences, moves = as_kind("spans", held["absences"], names), as_kind("truth", held["moves"], names)
    weighing = Weighing(
        dict(held["weights"]),
        dict(held.get("full_beyond", {})),
        frozenset(held["elsewhere"]),
        frozenset(held["less"]),
        float(held["longer_than"]),
    )

    def run(context: Context) -> Any:
        parts = (history.run(context).rows, since.run(context), absences.run(context).rows, context.day,
                 context.states.codes, moves.run(context))  # fmt: skip
        rows = np.broadcast_arrays(*parts)
        found = np.full(rows[0].shape, np.nan)
        for at in range(found.size):
            stays, start, gaps, day = rows[0][at], rows[1][at].item(), rows[2][at], rows[3][at].item()
            if stays is None and start is not None and start < day:
                stays = (Span(start, day),)
            if stays is not None:
                state = context.states.known[rows[4][at]]
                found[at] = weighing.months(stays, gaps or (), day, state, bool(rows[5][at] == logic.MET))
        return columns.exact(found)

    return Node("number", run, **looks_at(history, since, absences, moves))


def _has_elsewhere(given: Any, names: Vocabulary) -> Node:
    """Was any stretch of a list, with one of some statuses, spent in another state?"""
    held = fields_of(given, ["of", "words"])
    node, words = as_kind("spans", held["of"], names), frozenset(list_of(held["words"]))

    def run(context: Context) -> Any:
        rows, codes = np.broadcast_arrays(node.run(context).rows, context.states.codes)
        found = np.full(rows.shape, logic.UNKNOWN)
        for at in range(rows.size):
            if rows[at] is not None:
                state = context.states.known[codes[at]]
                found[at] = any(one.word("status") in words and is_other(one, state) for one in rows[at])
        return found

    return Node("truth", run, **looks_at(node))


def _said_only(given: Any, names: Vocabulary) -> Node:
    """Is every stretch of a list one of some words? Not where the list is empty."""
    held = fields_of(given, ["of", "name", "words"])
    node, name, words = as_kind("spans", held["of"], names), str(held["name"]), frozenset(list_of(held["words"]))

    def run(context: Context) -> Any:
        found = _each([node.run(context)], context.day, lambda spans, _: float(
            bool(spans) and all(one.word(name) in words for one in spans)))  # fmt: skip
        return np.where(np.isnan(found), logic.UNKNOWN, found).astype(np.uint8)

    return Node("truth", run, **looks_at(node))


def _last_as(given: Any, names: Vocabulary) -> Node:
    """Months up to the day during which every stretch, without a gap and in this state, was one of some words."""
    held = fields_of(given, ["of", "name", "words"])
    node, name, words = as_kind("spans", held["of"], names), str(held["name"]), frozenset(list_of(held["words"]))

    def look(spans: Sequence[Span], day: Any, state: str) -> float:
        end = day
        for one in sorted(spans, key=lambda span: span.start, reverse=True):
            if one.end < end or one.word(name) not in words or is_other(one, state):
                break
            end = min(end, one.start)
        return float(calendar.months_between(end, day))

    def run(context: Context) -> Any:
        rows, days, codes = np.broadcast_arrays(node.run(context).rows, context.day, context.states.codes)
        found = np.full(rows.shape, np.nan)
        for at in range(rows.size):
            if rows[at] is not None:
                found[at] = look(rows[at], days[at].item(), context.states.known[codes[at]])
        return columns.exact(found)

    return Node("number", run, **looks_at(node))


def _has_word(given: Any, names: Vocabulary) -> Node:
    """Does any stretch of a list, or any entry of a list of words, say one of some words?"""
    held = fields_of(given, ["of", "name", "words"])
    node, name, words = as_kind("spans", held["of"], names), str(held["name"]), frozenset(list_of(held["words"]))

    def run(context: Context) -> Any:
        found = _each([node.run(context)], context.day, lambda spans, _: float(
            any(one.word(name) in words for one in spans)))  # fmt: skip
        return np.where(np.isnan(found), logic.UNKNOWN, found).astype(np.uint8)

    return Node("truth", run, **looks_at(node), side=Side(node.run, lambda _: columns.words([" / ".join(words)]), "eq"))


OPERATORS.update({
    "longest": _measured(calendar.longest_months), "total": _measured(calendar.total_months), "most_in": _most_in,
    "counted": _counted, "has_elsewhere": _has_elsewhere, "said_only": _said_only, "last_as": _last_as,
    "has_word": _has_word,
})  # fmt: skip
