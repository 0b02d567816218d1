"""Lines of costs as exact amounts by year: quantity, price, inflation, exchange, rounding.

Money is decimals and whole cents, never floats. Sums over lines are in `budget`. Stands on `schedule`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision
from msgspec import Struct

from passerelle.base.errors import MoneyError
from passerelle.base.money import Rate, Rates
from passerelle.plans.records import Cost, Plan, likeliest
from passerelle.plans.schedule import Timed

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)
FACTOR_DIGITS = 12  # a rate of exchange is worked with and printed in as many, so that a reader can do the sum again
_SHARE = Decimal("1E-24")  # as far as a year's part is worked out
YearShare = tuple[int, Decimal]


class Line(Struct, frozen=True, gc=False):
    """A line of costs worked out: whole cents by year, costs and contingency apart.

    `exact` are the amounts before rounding in the plan's currency, by the years of `terms`.
    """

    action: str
    cost: Cost
    terms: "Terms"
    exact: tuple[Decimal, ...]
    cents: tuple[int, ...]
    contingency: tuple[int, ...]


class Terms(Struct, frozen=True, gc=False):
    """What lines of an action may share: rates of exchange, years, prices, reserve.

    `factor` is the rate of exchange into the plan's currency and `rates` those it is made of; `shares` says which part
    falls in which year, `inflation` by how much prices have risen by then; `weights` are all three multiplied.
    """

    currency: str
    prices_of: int
    factor: Decimal
    rates: tuple[Rate, ...]
    shares: tuple[YearShare, ...]
    inflation: tuple[Decimal, ...]
    weights: tuple[Decimal, ...]
    reserve: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is in no total, and why: no rate of exchange is known for its currency."""

    action: str
    cost: Cost
    currency: str
    day: date


def digits_of(currency: str) -> int:
    """Decimals of a currency: two of the euro, none of the CFA franc, three of the Tunisian dinar."""
    return int(get_currency_precision(currency))


@lru_cache(maxsize=65536)
def year_shares(spread: str, start: date, end: date) -> tuple[YearShare, ...]:
    """In which calendar years a line falls, and which part of it.

    "yearly" is the whole again for every twelve months begun, in the calendar year in which they begin.
    """
    if spread == "start":
        return ((start.year, Decimal(1)),)
    if spread == "end":
        return ((end.year, Decimal(1)),)
    if spread == "yearly":
        begun = end.year - start.year + ((end.month, end.day) >= (start.month, start.day))
        return tuple((year, Decimal(1)) for year in range(start.year, start.year + max(begun, 1)))
    whole = Decimal((end - start).days + 1)
    before = [EXACT.quantize(days_in(year, start, end) / whole, _SHARE) for year in range(start.year, end.year)]
    # the last year has what is left, so that the parts are the whole to the last digit
    return tuple(enumerate((*before, 1 - sum(before, Decimal(0))), start.year))


def days_in(year: int, start: date, end: date) -> int:
    """How many days of a year lie between two days, both included."""
    first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    return max((last - first).days + 1, 0)


def rates_of(plan: Plan) -> Rates:
    """The plan's own rates of exchange beside those fixed by law; how old one may be is for its authors to say."""
    own = [Rate(one.base, one.currency, one.day, one.units, one.source) for one in plan.exchange_rates]
    return Rates(own, days_old=366)


class Pricer:
    """Works out lines of a plan; what many lines share is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.digits = digits_of(plan.currency)
        self._rates = rates_of(plan)
        self._factors: dict[str, tuple[Decimal, tuple[Rate, ...]] | None] = {}
        self._inflation = {one.key: one.rate for one in plan.inflation}
        self._grown: dict[tuple[str, int], Decimal] = {}
        self._terms: dict[tuple[object, ...], Terms | None] = {}
        self._reserves = plan.contingency.of
        self._usual = plan.inflation[0].key if plan.inflation else ""

    def line(self, action: str, cost: Cost, timed: Timed) -> Line | LeftOut:
        """One line, or that it is left out."""
        days, said = (timed.early_start, timed.early_end), (cost.currency, cost.prices_of, cost.inflation)
        key = (*days, cost.spread, *said, self._reserves.get(cost.category))
        if key not in self._terms:
            self._terms[key] = self._terms_of(cost, timed)
        terms = self._terms[key]
        if terms is None:
            return LeftOut(action, cost, cost.currency or self.plan.currency, self.plan.rate_day)
        base = EXACT.multiply(likeliest(cost.quantity), likeliest(cost.unit_cost))
        exact = tuple([EXACT.multiply(base, weight) for weight in terms.weights])
        cents = self.whole(exact)
        if not terms.reserve:
            return Line(action, cost, terms, exact, cents, (0,) * len(cents))
        kept = self.whole([EXACT.multiply(part, terms.reserve) for part in exact])
        return Line(action, cost, terms, exact, cents, kept)

    def _terms_of(self, cost: Cost, timed: Timed) -> Terms | None:
        currency = cost.currency or self.plan.currency
        found = self._factor(currency)
        if found is None:
            return None
        factor, rates = found
        prices_of = cost.prices_of or self.plan.price_year
        shares = year_shares(cost.spread, timed.early_start, timed.early_end)
        assumption = self._usual if cost.inflation is None else cost.inflation
        grown = tuple(self._growth(assumption, year - prices_of) for year, _ in shares)
        weights = tuple(
            EXACT.multiply(EXACT.multiply(factor, share), growth)
            for (_, share), growth in zip(shares, grown, strict=True)
        )
        reserve = self._reserves.get(cost.category, self.plan.contingency.rate)
        return Terms(currency, prices_of, factor, rates, shares, grown, weights, reserve)

    def whole(self, exact: Sequence[Decimal]) -> tuple[int, ...]:
        """Amounts in whole cents that add up to their sum in whole cents: what is rounded is the running total."""
        if len(exact) == 1:
            return (self.cents(exact[0]),)
        running, before, found = Decimal(0), 0, []
        for part in exact:
            running = EXACT.add(running, part)
            now = self.cents(running)
            found.append(now - before)
            before = now
        return tuple(found)

    def cents(self, amount: Decimal) -> int:
        """An amount in whole units of the currency's smallest part, half upwards."""
        return int(amount.scaleb(self.digits, EXACT).to_integral_value(ROUND_HALF_UP))

    def _factor(self, currency: str) -> tuple[Decimal, tuple[Rate, ...]] | None:
        if currency not in self._factors:
            try:
                factor, rates = self._rates.factor(currency, self.plan.currency, self.plan.rate_day)
                self._factors[currency] = +factor.normalize(Context(prec=FACTOR_DIGITS)), rates
            except MoneyError:
                self._factors[currency] = None
        return self._factors[currency]

    def _growth(self, assumption: str, years: int) -> Decimal:
        if not assumption or not years:
            return Decimal(1)
        key = (assumption, years)
        if key not in self._grown:
            self._grown[key] = EXACT.power(1 + self._inflation[assumption], Decimal(years))
        return self._grown[key]


def lines_of(plan: Plan, timed: Mapping[str, Timed]) -> tuple[list[Line], list[LeftOut]]:
    """Every line of costs of a plan, in its order, and those that are in no total."""
    pricer = Pricer(plan)
    taken: list[Line] = []
    left: list[LeftOut] = []
    for action in plan.actions():
        for cost in action.costs:
            one = pricer.line(action.key, cost, timed[action.key])
            taken.append(one) if isinstance(one, Line) else left.append(one)
    return taken, left
