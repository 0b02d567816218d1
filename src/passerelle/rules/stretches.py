"""Operators on stretches of time: the longest, the total, the most in a window, years that count in full or in part.

Each list is looked at once, however many rows it stands for. Stands on `expressions`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from passerelle.rules import calendar, columns, logic
from passerelle.rules.calendar import Span
from passerelle.rules.columns import Context
from passerelle.rules.expressions import OPERATORS, LawUnsound, Node, Side, Vocabulary, as_kind, fields_of, list_of, looks_at

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
    begin = calendar.add_months(day, -last).item()
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
    """The most months, or days, of several lists together in any window."""
    held = fields_of(given, ["of"], ["months", "days"])
    nodes = [as_kind("spans", one, names) for one in list_of(held["of"])]
    months, days = held.get("months"), held.get("days")
    if (months is None) == (days is None):
        raise LawUnsound("a window is so many months, or so many days.")

    def look(*lists: Any) -> float:
        spans = [one for part in lists[:-1] for one in part]
        return calendar.most_months_in(spans, months) if months else calendar.most_days_in(spans, days)

    def run(context: Context) -> Any:
        return columns.exact(_each([one.run(context) for one in nodes], context.day, look))

    return Node("number", run, **looks_at(*nodes))


def _counted(given: Any, names: Vocabulary) -> Node:
    """Months of residence that count: by status in full, in part or not, less absences that do not.

    Where no history is known, all time since a day counts in full.
    """
    held = fields_of(given, ["history", "since", "weights"], ["absences", "less"])
    history, since = as_kind("spans", held["history"], names), as_kind("date", held["since"], names)
    absences = as_kind("spans", held.get("absences", "absences"), names)
    weights: Mapping[str, float] = held["weights"]
    less = tuple(held.get("less", ()))

    def months(spans: Iterable[Span], away: Sequence[Span], day: Any) -> float:
        counted = 0.0
        for one in spans:
            if (part := one.within(one.start, day)) is None:
                continue
            gone = calendar.merged(lost for gap in away if (lost := gap.within(part.start, part.end)) is not None)
            whole = calendar.months_of(part) - calendar.total_months(gone)
            counted += whole * weights.get(part.word("status"), 1.0)
        return round(counted, 6)

    def run(context: Context) -> Any:
        spans, begun, away = history.run(context), since.run(context), absences.run(context)
        shape = np.broadcast_shapes(spans.rows.shape, begun.shape, away.rows.shape, context.day.shape)
        rows = [np.broadcast_to(one, shape) for one in (spans.rows, begun, away.rows, context.day)]
        found = np.full(shape, np.nan)
        for at in range(found.size):
            stays, start, gaps, day = rows[0][at], rows[1][at].item(), rows[2][at], rows[3][at].item()
            if stays is None and start is not None and start < day:
                stays = (Span(start, day),)
            if stays is not None:
                found[at] = months(stays, [one for one in gaps or () if one.word("reason") in less], day)
        return columns.exact(found)

    return Node("number", run, **looks_at(history, since, absences))


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
    """Months up to the day during which every stretch, without a gap, was one of some words."""
    held = fields_of(given, ["of", "name", "words"])
    node, name, words = as_kind("spans", held["of"], names), str(held["name"]), frozenset(list_of(held["words"]))

    def look(spans: Sequence[Span], day: Any) -> float:
        end = day
        for one in sorted(spans, key=lambda span: span.start, reverse=True):
            if one.end < end or one.word(name) not in words:
                break
            end = min(end, one.start)
        return float(calendar.months_between(end, day))

    def run(context: Context) -> Any:
        return columns.exact(_each([node.run(context)], context.day, look))

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
    "counted": _counted, "said_only": _said_only, "last_as": _last_as, "has_word": _has_word,
})  # fmt: skip
