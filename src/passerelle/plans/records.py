"""What a plan is: objectives → measures → actions → steps, with money, people, indicators and risks.

Records only, in the form in which a plan is written to a file (docs/reference/plan.md); what must hold between them is
in `checking`. Stands on `base`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

FORM = 1  # the version of the form
Key = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="Small letters, digits, - and _; by it others refer to it"),
]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=8000)]
Iso3 = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217, such as EUR or XOF")]
Year = Annotated[int, Meta(ge=1990, le=2100)]
Grade = Literal["low", "medium", "high"]
Spread = Literal["even", "start", "end", "yearly"]
FundKind = Literal["own", "donor", "grant", "loan", "diaspora", "private"]


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A part of a plan; a field that nobody knows is refused, so that no slip of the pen is lost."""


class Range(Record, frozen=True):
    """A three-point estimate: the lowest, likeliest and highest that can be meant."""

    low: Decimal
    likely: Decimal
    high: Decimal


Quantity = Decimal | Range


def likeliest(value: Quantity) -> Decimal:
    """The value by which the forecast is made."""
    return value.likely if isinstance(value, Range) else value


class Where(Record, frozen=True):
    """What the plan is about: a country, a corridor (origin, destination), a route, or a region.

    `places` stand in order, origin first; `route` is the code of a known route, `grouping` that of a grouping.
    """

    places: tuple[Iso3, ...] = ()
    route: str = ""
    grouping: str = ""


class Period(Record, frozen=True):
    """From the first day to the last, both included."""

    start: date
    end: date


class Department(Record, frozen=True):
    """Who carries actions: an office of one of the owners, with its part in the plan."""

    key: Key
    name: Name
    member: str = ""
    part: Text = ""


class Stakeholder(Record, frozen=True):
    """Somebody beside the owners who takes part, and how."""

    key: Key
    name: Name
    kind: str = ""
    part: Text = ""


class Inflation(Record, frozen=True):
    """An assumption of how prices rise: `rate` a year, 0.02 for two per cent, and who says so."""

    key: Key
    rate: Decimal
    source: Name


class ExchangeRate(Record, frozen=True):
    """Units of `currency` for one unit of `base` on a day, and who published it."""

    base: Currency
    currency: Currency
    day: date
    units: Decimal
    source: Name


class Contingency(Record, frozen=True):
    """A reserve on top of costs: a share of them, and other shares for some categories."""

    rate: Decimal = Decimal(0)
    of: dict[str, Decimal] = {}


class Uncertainty(Record, frozen=True):
    """How costs vary together: `correlation` between actions, 0 to 1; within an action all lines move alike."""

    correlation: Decimal = Decimal("0.25")


class Source(Record, frozen=True):
    """Where money comes from: the budget of a department, a named donor or grant, or another."""

    key: Key
    name: Name
    kind: FundKind = "own"
    department: str = ""
    note: Text = ""


class Observation(Record, frozen=True):
    """A value of an indicator in a period, and where it stands."""

    value: Decimal
    period: str
    source: Text = ""


class Target(Record, frozen=True):
    """The value to be reached by a day."""

    value: Decimal
    on: date


class Indicator(Record, frozen=True):
    """What an action is judged by. `code` names an indicator of the evidence, from which the baseline is filled."""

    name: Name
    unit: str = ""
    code: str = ""
    places: tuple[Iso3, ...] = ()
    baseline: Observation | None = None
    target: Target | None = None
    source: Text = ""


class Need(Record, frozen=True):
    """An action that has to end before this one starts, and how many days later at least."""

    action: Key
    gap_days: Annotated[int, Meta(ge=0, le=3660)] = 0


class Step(Record, frozen=True):
    """A step of an action, with the day by which it is to be taken."""

    title: Name
    by: date | None = None


class Cost(Record, frozen=True):
    """A line of costs: how many of what, each at what price in prices of which year.

    `spread` says in which years it falls: evenly over the days of the action, all at its start or end, or the whole
    again for every twelve months begun. `inflation` names one of the plan's assumptions.
    """

    key: Key
    item: Name
    category: str
    quantity: Quantity
    unit_cost: Quantity
    unit: str = ""
    currency: Currency | None = None
    prices_of: Year | None = None
    inflation: str | None = None
    spread: Spread = "even"
    source: Text = ""
    to_check: bool = False


class Fund(Record, frozen=True):
    """What a source gives to an action: a share of its costs, or amounts by year in the plan's currency."""

    source: Key
    share: Decimal | None = None
    amounts: dict[Year, Decimal] = {}


class Risk(Record, frozen=True):
    """What may go wrong, how likely and how grave it is, what is done about it, by whom."""

    text: Text
    likelihood: Grade = "medium"
    effect: Grade = "medium"
    mitigation: Text = ""
    owner: str = ""


class TradeEffect(Record, frozen=True):
    """A sector exposed to trade in which jobs are at risk by this action, and what is done about it."""

    sector: str
    text: Text = ""
    jobs_at_risk: Annotated[int, Meta(ge=0)] | None = None
    mitigation: Text = ""
    source: Text = ""


class Mitigation(Record, frozen=True):
    """Says that an action carries out a mitigation of the screening of its measure."""

    text: Text
    question: str = ""


class Action(Record, frozen=True):
    """What is done, by whom, when, for how much. Two of `start`, `end` and `days` are enough; `days` may stand alone.

    `lead` and `helps` are keys of departments or stakeholders.
    """

    key: Key
    title: Name
    text: Text = ""
    lead: str = ""
    helps: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    days: Annotated[int, Meta(ge=1, le=36600)] | None = None
    needs: tuple[Key | Need, ...] = ()
    steps: tuple[Step, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    costs: tuple[Cost, ...] = ()
    funds: tuple[Fund, ...] = ()
    risks: tuple[Risk, ...] = ()
    theme: str = ""
    gcm: tuple[int, ...] = ()
    sdg: tuple[str, ...] = ()
    phase: str = ""
    trade: tuple[TradeEffect, ...] = ()
    mitigates: Mitigation | None = None

    @property
    def all_needs(self) -> tuple[Need, ...]:
        """What it depends on, the short form written out."""
        return tuple(Need(action=need) if isinstance(need, str) else need for need in self.needs)


class Corridor(Record, frozen=True):
    """Origin, destination and places of transit between them."""

    origin: Iso3
    destination: Iso3
    transit: tuple[Iso3, ...] = ()


class Screened(Record, frozen=True):
    """What a screening of rights said, when, until when, and of which measure (its fingerprint).

    `file` is the screening itself, beside the plan's file; `address` its page; `mitigations` what it asks for, each of
    which an action has to carry out.
    """

    outcome: str = ""
    on: date | None = None
    review_by: date | None = None
    fingerprint: str = ""
    file: str = ""
    address: str = ""
    mitigations: tuple[Text, ...] = ()


class Expected(Record, frozen=True):
    """What a run of the model says the measure gives: a sentence, and the run's mark."""

    text: Text = ""
    run: str = ""
    fingerprint: str = ""


class Measure(Record, frozen=True):
    """A measure of the plan. `template` is a code of the catalogue; without one nothing of it is screened by template.

    `measure` is the key of a measure on the site that it was taken from.
    """

    key: Key
    title: Name
    text: Text = ""
    template: str = ""
    corridor: Corridor | None = None
    parameters: dict[str, float | str | bool | dict[str, float]] = {}
    measure: str = ""
    expected: Expected | None = None
    screening: Screened | None = None
    actions: tuple[Action, ...] = ()


class Objective(Record, frozen=True):
    """What the plan wants to reach, with the indicators by which that is judged, and its measures."""

    key: Key
    title: Name
    text: Text = ""
    indicators: tuple[Indicator, ...] = ()
    measures: tuple[Measure, ...] = ()


class Plan(Record, frozen=True, kw_only=True):
    """A strategy or a joint action plan, whole."""

    plan: Literal[1] = 1
    title: Name
    period: Period
    currency: Currency
    demonstration: bool = False
    owners: tuple[Name, ...] = ()
    where: Where = Where()
    language: str = "en"
    summary: Text = ""
    situation: Text = ""
    monitoring: Text = ""
    aims: tuple[Text, ...] = ()
    departments: tuple[Department, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    prices_of: Year | None = None
    inflation: tuple[Inflation, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    rates_on: date | None = None
    contingency: Contingency = Contingency()
    uncertainty: Uncertainty = Uncertainty()
    sources: tuple[Source, ...] = ()
    objectives: tuple[Objective, ...] = ()

    def measures(self) -> Iterator[Measure]:
        """Every measure, in the plan's order."""
        return (measure for objective in self.objectives for measure in objective.measures)

    def actions(self) -> Iterator[Action]:
        """Every action, in the plan's order."""
        return (action for measure in self.measures() for action in measure.actions)

    def carriers(self) -> dict[str, str]:
        """Names of departments and stakeholders by key: who can lead and help."""
        named = {one.key: one.name for one in self.departments}
        return named | {one.key: one.name for one in self.stakeholders}

    @property
    def price_year(self) -> int:
        """The year of whose prices costs speak where a line does not say."""
        return self.prices_of or self.period.start.year

    @property
    def rate_day(self) -> date:
        """The day by whose exchange rates costs are converted."""
        return self.rates_on or self.period.start
