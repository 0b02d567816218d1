"""What a plan may not say: keys twice, names of nobody, days that turn round, amounts that cannot be, circles.

All faults are told at once. What is merely worth a look is in `remarks`. Stands on `records` and `codes`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.numbers import list_currencies

from passerelle.base.corridors import named_routes
from passerelle.base.errors import PlanUnsound
from passerelle.base.groupings import named_grouping
from passerelle.base.places import all_places
from passerelle.base.words import mark
from passerelle.evidence.indicators.registry import all_indicators
from passerelle.plans import codes
from passerelle.plans.faults import Fault
from passerelle.plans.records import Action, Cost, Fund, Indicator, Measure, Plan, Quantity, Range
from passerelle.plans.schedule import Circle, TooLong, in_order, schedule

LARGEST = Decimal(10) ** 15
MOST_DIGITS = 12  # behind the point
LONGEST_YEARS = 60


def check(plan: Plan) -> None:
    """Refuse a plan that is not sound.

    Raises
    ------
    PlanUnsound : all faults, each with its place.
    """
    found = list(faults(plan))
    if found:
        raise PlanUnsound([str(fault) for fault in found])


def faults(plan: Plan) -> Iterator[Fault]:
    """All that stands in the way of saving a plan."""
    yield from _head(plan)
    yield from _keys(plan)
    names = _Names(plan)
    for o, objective in enumerate(plan.objectives, 1):
        place = f"objectives[{o}]"
        yield from _indicators(objective.indicators, place)
        for m, measure in enumerate(objective.measures, 1):
            inner = f"{place}.measures[{m}]"
            yield from _measure(measure, inner)
            for a, action in enumerate(measure.actions, 1):
                yield from names.action(action, f"{inner}.actions[{a}]")
    yield from _timetable(plan)


def _head(plan: Plan) -> Iterator[Fault]:
    period = plan.period
    if period.end < period.start:
        yield Fault("period", "period", mark("The plan ends before it starts."))
    elif period.end.year - period.start.year > LONGEST_YEARS:
        yield _too_long("period")
    yield from _currency(plan.currency, "currency")
    for n, rate in enumerate(plan.exchange_rates, 1):
        place = f"exchange_rates[{n}]"
        yield from (*_currency(rate.base, f"{place}.base"), *_currency(rate.currency, f"{place}.currency"))
        if rate.units.is_finite() and rate.units > 0:
            yield from _number(rate.units, place, "")
        else:
            yield Fault("rate", place, mark("A rate of exchange is above zero."))
    for n, assumption in enumerate(plan.inflation, 1):
        if not assumption.rate.is_finite() or not Decimal("-0.5") < assumption.rate < 10:
            yield Fault("inflation", f"inflation[{n}]", mark("Inflation is written as a share a year: 0.02 is 2 %."))
    for place, share in _shares_of_head(plan):
        if not share.is_finite() or not 0 <= share <= 1:
            yield Fault("share", place, mark("A share from 0 to 1 is expected here; 0.05 is 5 %."))
    for category in plan.contingency.of:
        yield from _category(category, f"contingency.of.{category}")
    departments = {one.key for one in plan.departments}
    for n, source in enumerate(plan.sources, 1):
        if source.department and source.department not in departments:
            yield _nobody(source.department, f"sources[{n}].department")
    yield from _where(plan)


def _too_long(place: str, key: str = "") -> Fault:
    return Fault("period", place, mark("The plan runs for more than {years} years."), {"years": LONGEST_YEARS}, key)


def _nobody(carrier: str, place: str, key: str = "") -> Fault:
    return Fault(
        "carrier", place, mark("“{key}” is no department and no stakeholder of the plan."), {"key": carrier}, key
    )


def _category(code: str, place: str, key: str = "") -> Iterator[Fault]:
    if code not in codes.categories():
        yield Fault(
            "category", place, mark("“{code}” is no category of costs; known are {known}."),
            {"code": code, "known": ", ".join(codes.categories())}, key,
        )  # fmt: skip


def _shares_of_head(plan: Plan) -> Iterator[tuple[str, Decimal]]:
    yield "contingency.rate", plan.contingency.rate
    yield from ((f"contingency.of.{name}", share) for name, share in plan.contingency.of.items())
    yield "uncertainty.correlation", plan.uncertainty.correlation


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, those of the past among them."""
    return frozenset(list_currencies())


def _currency(code: str, place: str) -> Iterator[Fault]:
    if code not in currencies():
        yield Fault("currency", place, mark("“{code}” is not a currency of ISO 4217."), {"code": code})


def _where(plan: Plan) -> Iterator[Fault]:
    yield from _places(plan.where.places, "where.places")
    if len(set(plan.where.places)) < len(plan.where.places):
        yield Fault("place", "where.places", mark("A place stands twice."))
    if plan.where.route and plan.where.route not in named_routes():
        yield Fault("route", "where.route", mark("No route is known as “{code}”."), {"code": plan.where.route})
    if plan.where.grouping and named_grouping(plan.where.grouping) is None:
        yield Fault(
            "grouping", "where.grouping", mark("No grouping is known as “{code}”."), {"code": plan.where.grouping}
        )


def _places(places: Iterable[str], place: str) -> Iterator[Fault]:
    for iso3 in places:
        if iso3 not in all_places():
            yield Fault(
                "place", place, mark("“{code}” is no place; write its alpha-3 code, as in MAR."), {"code": iso3}
            )


def _keys(plan: Plan) -> Iterator[Fault]:
    kinds = {
        "departments": [*(one.key for one in plan.departments), *(one.key for one in plan.stakeholders)],
        "sources": [one.key for one in plan.sources],
        "inflation": [one.key for one in plan.inflation],
        "objectives": [one.key for one in plan.objectives],
        "measures": [one.key for one in plan.measures()],
        "actions": [one.key for one in plan.actions()],
    }
    for kind, keys in kinds.items():
        for key in _twice(keys):
            yield Fault("twice", kind, mark("The key “{key}” stands twice."), {"key": key})
    if "unfunded" in kinds["sources"]:
        yield Fault("reserved", "sources", mark("“unfunded” is the name of what nobody pays; choose another key."))


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _timetable(plan: Plan) -> Iterator[Fault]:
    """Circles, and a timetable that no calendar holds."""
    known = {action.key for action in plan.actions()}
    actions = tuple(plan.actions())
    if len(known) < len(actions) or any(n.action not in known for a in actions for n in a.all_needs):
        return  # told already
    try:
        in_order(actions)
    except Circle as circle:
        titles = {action.key: action.title for action in actions}
        named = " → ".join(f"“{titles[key]}”" for key in circle.keys)
        yield Fault(
            "circle", "actions",
            mark("These actions wait for one another, so that none can begin: {names}. Take one of the needs away."),
            {"names": named}, circle.keys[0],
        )  # fmt: skip
        return
    if any(True for action in actions for _ in _dates(action, "", plan.period.start)):
        return  # told already
    try:
        end = schedule(plan).end
        is_far = end is not None and _is_far(end, plan.period.start)
    except TooLong:
        is_far = True
    if is_far:
        yield _too_long("actions")


@cache
def _templates() -> frozenset[str]:
    """Codes of the catalogue, without reading it."""
    folder = files("passerelle.measures").joinpath("catalogue")
    return frozenset(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def _measure(measure: Measure, place: str) -> Iterator[Fault]:
    if measure.template and measure.template not in _templates():
        yield _unlisted(measure.template, "template", place, measure.key)
    corridor = measure.corridor
    if corridor is not None:
        stops = (corridor.origin, *corridor.transit, corridor.destination)
        yield from _places(stops, f"{place}.corridor")
        if len(set(stops)) < len(stops):
            yield Fault("place", f"{place}.corridor", mark("A place stands twice."), key=measure.key)


def _indicators(indicators: Iterable[Indicator], place: str) -> Iterator[Fault]:
    for n, one in enumerate(indicators, 1):
        at = f"{place}.indicators[{n}]"
        if one.code and one.code not in all_indicators():
            yield Fault("indicator", at, mark("The evidence has no indicator “{code}”."), {"code": one.code})
        yield from _places(one.places, at)
        for value in (one.baseline, one.target):
            if value is not None and not value.value.is_finite():
                yield Fault("number", at, mark("A number is expected here."))


class _Names:
    """What the parts of a plan may refer to, and the faults of an action by it."""

    def __init__(self, plan: Plan) -> None:
        self.begins = plan.period.start
        self.carriers = plan.carriers()
        self.actions = {action.key for action in plan.actions()}
        self.sources = {source.key for source in plan.sources}
        self.inflation = {one.key for one in plan.inflation}

    def action(self, action: Action, place: str) -> Iterator[Fault]:
        """The faults of an action."""
        for one in (*([action.lead] if action.lead else []), *action.helps):
            if one not in self.carriers:
                yield _nobody(one, place, action.key)
        for need in action.all_needs:
            if need.action not in self.actions:
                yield Fault(
                    "need", place, mark("It needs “{key}”, which is no action of the plan."), {"key": need.action},
                    action.key,
                )  # fmt: skip
        yield from _dates(action, place, self.begins)
        yield from _codes(action, place)
        yield from _indicators(action.indicators, place)
        for key in _twice(cost.key for cost in action.costs):
            yield Fault("twice", f"{place}.costs", mark("The key “{key}” stands twice."), {"key": key}, action.key)
        for n, cost in enumerate(action.costs, 1):
            yield from cost_faults(cost, f"{place}.costs[{n}]", self.inflation, action.key)
        yield from self._funds(action, place)

    def _funds(self, action: Action, place: str) -> Iterator[Fault]:
        for n, fund in enumerate(action.funds, 1):
            at = f"{place}.funds[{n}]"
            if fund.source not in self.sources:
                yield Fault("source", at, mark("“{key}” is no source of the plan."), {"key": fund.source}, action.key)
            yield from _fund(fund, at, action.key)
        whole = sum((fund.share for fund in action.funds if fund.share and fund.share.is_finite()), Decimal(0))
        if whole > 1:
            yield Fault("funds", f"{place}.funds", mark("The shares of its sources add up to more than 1."),
                        key=action.key)  # fmt: skip


def _fund(fund: Fund, place: str, key: str) -> Iterator[Fault]:
    if (fund.share is None) == (not fund.amounts):
        yield Fault("funds", place, mark("Give either a share or amounts by year."), key=key)
    if fund.share is not None and (not fund.share.is_finite() or not 0 <= fund.share <= 1):
        yield Fault("share", place, mark("A share from 0 to 1 is expected here; 0.05 is 5 %."), key=key)
    for amount in fund.amounts.values():
        yield from _number(amount, place, key)


def _dates(action: Action, place: str, begins: date) -> Iterator[Fault]:
    if any(day and _is_far(day, begins) for day in (action.start, action.end)):
        yield _too_long(place, action.key)
    if action.start and action.end:
        length = (action.end - action.start).days + 1
        if length < 1:
            yield Fault("dates", place, mark("It ends before it starts."), key=action.key)
        elif action.days is not None and action.days != length:
            yield Fault(
                "dates", place, mark("From start to end are {length} days, and “days” says {days}."),
                {"length": length, "days": action.days}, action.key,
            )  # fmt: skip
    elif action.days is None:
        yield Fault("dates", place, mark("It needs two of start, end and days, or days alone."), key=action.key)


def _is_far(day: date, begins: date) -> bool:
    return abs(day.year - begins.year) > LONGEST_YEARS


def _codes(action: Action, place: str) -> Iterator[Fault]:
    asked: list[tuple[str, Collection[str], list[str]]] = [
        ("theme", codes.themes(), [action.theme] if action.theme else []),
        ("gcm", codes.objectives(), [str(number) for number in action.gcm]),
        ("sdg", codes.targets(), list(action.sdg)),
        ("phase", codes.phases(), [action.phase] if action.phase else []),
        ("trade", codes.sectors(), [effect.sector for effect in action.trade]),
    ]
    for name, known, given in asked:
        for code in given:
            if code not in known:
                yield _unlisted(code, name, place, action.key)


def _unlisted(code: str, name: str, place: str, key: str) -> Fault:
    return Fault(
        "code", f"{place}.{name}", mark("“{code}” is not in the list of “{name}”."), {"code": code, "name": name}, key
    )


def cost_faults(cost: Cost, place: str, inflation: Collection[str], key: str = "") -> Iterator[Fault]:
    """The faults of a line of costs."""
    yield from _category(cost.category, place, key)
    if cost.currency:
        yield from _currency(cost.currency, place)
    if cost.inflation and cost.inflation not in inflation:
        yield Fault(
            "inflation", place, mark("“{key}” is no assumption of inflation of the plan."), {"key": cost.inflation}, key
        )
    wrong = [
        *_quantity(cost.quantity, f"{place}.quantity", key), *_quantity(cost.unit_cost, f"{place}.unit_cost", key)
    ]  # fmt: skip
    yield from wrong
    if not wrong:
        amount = _most(cost.quantity) * _most(cost.unit_cost)
        yield from _number(amount.to_integral_value(), place, key)


def _quantity(value: Quantity, place: str, key: str) -> Iterator[Fault]:
    if not isinstance(value, Range):
        yield from _number(value, place, key)
        return
    ends = (value.low, value.likely, value.high)
    wrong = [fault for end in ends for fault in _number(end, place, key)]
    yield from wrong[:1]
    if not wrong and not value.low <= value.likely <= value.high:
        yield Fault("range", place, mark("The three values are to rise: low, likely, high."), key=key)
    elif not wrong and value.likely == 0 < value.high:
        yield Fault("range", place, mark("The likeliest value of a range is above zero."), key=key)


def _most(value: Quantity) -> Decimal:
    return value.high if isinstance(value, Range) else value


def _number(value: Decimal, place: str, key: str) -> Iterator[Fault]:
    if not value.is_finite():
        yield Fault("number", place, mark("A number is expected here."), key=key)
    elif value < 0:
        yield Fault("negative", place, mark("{value} is below zero."), {"value": value}, key)
    elif value > LARGEST or -int(value.as_tuple().exponent) > MOST_DIGITS:
        yield Fault("number", place, mark("{value} is larger, or has more decimals, than can be meant."),
                    {"value": value}, key)  # fmt: skip


def said(found: Iterable[Fault], language: str = "en") -> list[str]:
    """Faults as sentences, each with its place."""
    return [f"{fault.place}: {fault.text(language)}" if fault.place else fault.text(language) for fault in found]


def by_key(found: Iterable[Fault]) -> Mapping[str, list[Fault]]:
    """Faults by the action or measure that they are about."""
    held: dict[str, list[Fault]] = {}
    for fault in found:
        held.setdefault(fault.key, []).append(fault)
    return held
