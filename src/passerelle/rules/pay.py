"""The operator on pay: is it as high as one of several thresholds, each in its own currency and period?

A year has as many monthly wages as the threshold says; holiday pay is left out where the threshold leaves it out. Pay
in another currency is not converted: whether it is enough is then not known. Stands on `expressions` and `national`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.rules import columns, logic
from passerelle.rules.columns import Context, Numbers, Words
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
from passerelle.rules.logic import FAILED, MET, UNKNOWN, Truths
from passerelle.rules.national import SEVERAL, Values

_CENT = 2  # thresholds are written to the cent at most


@dataclass(frozen=True, slots=True)
class Threshold:
    """One way to be paid enough: when it may be used, which values it is held against, by which article."""

    when: Node | None
    name: str
    values: Values | None
    cite: str


@dataclass(frozen=True, slots=True)
class Pay:
    """The facts that pay is made of."""

    amount: Node
    period: Node
    currency: Node
    with_holiday: Node


def reaches(given: Any, names: Vocabulary) -> Node:
    """A rule that pay reaches one of several thresholds."""
    held = fields_of(given, ["amount", "period", "currency", "holiday", "thresholds"])
    pay = Pay(
        as_kind("number", held["amount"], names), as_kind("word", held["period"], names),
        as_kind("word", held["currency"], names), as_kind("truth", held["holiday"], names),
    )  # fmt: skip
    thresholds = [_threshold(one, names) for one in list_of(held["thresholds"])]
    if thresholds[0].when is not None:
        raise LawUnsound("the first threshold is the one that always may be used; it has no `when`.")
    whens = [one.when for one in thresholds if one.when is not None]
    looks = looks_at(pay.amount, pay.period, pay.currency, pay.with_holiday, *whens)
    looks["parameters"] = looks["parameters"] | {one.name for one in thresholds}

    def run(context: Context) -> Truths:
        return logic.any_of(_reached(pay, one, context) for one in thresholds)

    branches = tuple(((one.cite,), _run_of(pay, one)) for one in thresholds)
    side = Side(
        lambda context: _compared(pay, thresholds[0], context)[0],
        lambda context: _lowest(thresholds, context),
        "ge",
    )
    return Node("truth", run, **looks, side=side, branches=branches)


def _run_of(pay: Pay, one: Threshold) -> Any:
    return lambda context: _reached(pay, one, context)


def _threshold(given: Any, names: Vocabulary) -> Threshold:
    held = fields_of(given, ["than", "cite"], ["when"])
    name = str(held["than"])
    if name not in names.parameters:
        raise LawUnsound(f'"{name}" is no parameter.')
    when = as_kind("truth", held["when"], names) if "when" in held else None
    return Threshold(when, name, names.values.get(name), str(held["cite"]))


def _reached(pay: Pay, one: Threshold, context: Context) -> Truths:
    earned, needed = _compared(pay, one, context)
    found = columns.at_least(earned, needed)
    if one.when is None:
        return found
    # a lower threshold that a state is not known to use opens nothing
    is_used = (~np.isnan(needed.low)).astype(np.uint8)
    return logic.both(logic.both(one.when.run(context), is_used), found)


def _asked(one: Threshold, context: Context) -> Numbers:
    held = context.given.get(one.name)
    if isinstance(held, Numbers):
        return held
    return columns.exact(np.nan) if one.values is None else one.values.numbers(context)


def _compared(pay: Pay, one: Threshold, context: Context) -> tuple[Numbers, Numbers]:
    """What is earned, in the threshold's own terms, beside the threshold; worked out once for all that name it."""
    key = f"pay:{one.name}"
    if key not in context.kept:
        context.kept[key] = _in_its_terms(pay, one, context)
    found: tuple[Numbers, Numbers] = context.kept[key]
    return found


def _in_its_terms(pay: Pay, one: Threshold, context: Context) -> tuple[Numbers, Numbers]:
    needed, amount = _asked(one, context), pay.amount.run(context)
    if one.values is None or one.name in context.given:
        return _by_year(pay, context), needed
    at = one.values.at(context)
    if (at == SEVERAL).any():
        at = np.where(at == SEVERAL, _of_any_region(one.values, context, at), at)
    low = _times(amount.low, _factor_of(pay, one.values, context, at))
    share = np.array([row.holiday_share for row in one.values.rows] + [0.0]).take(at, mode="wrap")
    if not share.any():
        return Numbers(low, low, UNKNOWN), needed
    included = pay.with_holiday.run(context)
    without = np.round(low / (1 + share), _CENT)
    high = np.where((share > 0) & (included == MET), without, low)
    low = np.where((share > 0) & (included != FAILED), without, low)
    return Numbers(low, low if np.array_equal(low, high, equal_nan=True) else high, UNKNOWN), needed


def _times(amount: Any, factor: Any) -> Any:
    """Pay in other terms; untouched where they are its own."""
    return amount if factor.size == 1 and factor[0] == 1 else np.round(amount * factor, _CENT + 2)


def _factor_of(pay: Pay, values: Values, context: Context, at: Any) -> Any:
    """By what pay is multiplied so that it stands in each row's terms; NaN where its period or currency is another."""
    rows = values.rows
    months = np.array([row.months for row in rows] + [12.0])
    by_month = np.array([row.per == "month" for row in rows] + [False])
    coin = np.array([row.currency for row in rows] + [""])
    period, currency = pay.period.run(context), pay.currency.run(context)
    if period.codes.size == 1 and currency.codes.size == 1:
        # one for all: by value, not by row
        factors = np.where(_is_in(currency, coin), _factor(period, by_month, months), np.nan)
        used = factors[np.unique(at)]
        return used[:1] if (used == used[0]).all() else factors.take(at, mode="wrap")
    factor = _factor(period, by_month[at], months[at])
    return np.where(_is_in(currency, coin[at]), factor, np.nan)


def _of_any_region(values: Values, context: Context, at: Any) -> Any:
    """Where regions have values of their own and none is named: the terms of the first."""
    codes = np.broadcast_to(context.states.codes, at.shape)
    by_code = np.array([values.first_of(state) for state in context.states.known])
    return by_code[codes]


def _factor(period: Words, by_month: Any, months: Any) -> Any:
    """By what pay is multiplied so that it stands in the threshold's period; NaN where its period is not said."""
    words = [*period.known, ""]
    is_month = np.array([word == "month" for word in words])[period.codes]
    is_said = np.array([word in ("month", "year") for word in words])[period.codes]
    factor = np.where(is_month == by_month, 1.0, np.where(by_month, 1 / months, months))
    return np.where(is_said, factor, np.nan)


def _by_year(pay: Pay, context: Context) -> Numbers:
    amount = pay.amount.run(context)
    factor = _factor(pay.period.run(context), np.array([False]), np.array([12.0]))
    return columns.exact(amount.low * factor)


def _is_in(currency: Words, wanted: Any) -> Any:
    """Is pay in the currency of the threshold? Where none is said it is taken to be, if that is the euro."""
    said = np.array([*currency.known, ""])[currency.codes]
    return (said == wanted) | (wanted == "") | ((said == "") & (wanted == "EUR"))


def _lowest(thresholds: Sequence[Threshold], context: Context) -> Numbers:
    """The lowest threshold that each may use; the first, that needs no more, where others may not be used."""
    found = _asked(thresholds[0], context)
    for one in thresholds[1:]:
        other = _asked(one, context)
        usable = np.zeros(1, bool) if one.when is None else one.when.run(context) == MET
        with np.errstate(invalid="ignore"):
            lower = usable & (other.low < found.low)
        if lower.any():
            low, high = np.where(lower, other.low, found.low), np.where(lower, other.high, found.high)
            exact = other.is_exact and found.is_exact
            found = Numbers(low, low if exact else high, found.between)
    return found


OPERATORS["pay_reaches"] = reaches


def _settled(given: Any, names: Vocabulary) -> Node:
    """Is the region known, or does it make no difference to a rule on pay?"""
    held = fields_of(given, ["rule", "values", "amount"])
    rule, amount = as_kind("truth", held["rule"], names), as_kind("number", held["amount"], names)
    values = [names.values[name] for name in list_of(held["values"]) if name in names.values]

    def run(context: Context) -> Truths:
        several = np.zeros(1, bool)
        for one in values:
            several = several | (one.at(context) == SEVERAL)
        if not several.any():
            return np.ones(several.shape, np.uint8)
        says, paid = rule.run(context), amount.run(context).low
        return np.where(several & (says == UNKNOWN) & ~np.isnan(paid), UNKNOWN, MET).astype(np.uint8)

    return Node("truth", run, rule.facts | {"region"}, rule.parameters)


OPERATORS["settled_in_all_regions"] = _settled
