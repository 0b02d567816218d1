"""The forms of answers, for the OpenAPI document; a test holds every answer against them.

Answers themselves are made in `answers`: what the library writes is passed on as it is. The roof of the site.
"""

from typing import Any

from ninja import Field, Schema


class FigureShape(Schema):
    """One figure with its papers. `value` is null where it is not known; `note` then says what would fill it."""

    indicator: str
    value: float | None = Field(description="null where it is not known, which is never zero")
    unit: str = Field(description='"1" for shares and flags')
    period: str
    sex: str
    age: str
    source: str
    vintage: str
    status: str = Field(description="SDMX: A observed, E estimated, I imputed, P provisional, …")
    method: str
    low: float | None
    high: float | None
    note: str


class PlacedFigure(FigureShape):
    """A figure with its places; "" where it is about one place only, which then is the destination."""

    origin: str
    destination: str


class Corridor(Schema):
    """A corridor with the newest figure of each indicator, exactly as `passerelle corridor --format json`."""

    origin: str
    destination: str
    figures: list[FigureShape]


class Paged(Schema):
    """A page of a longer list; `next` and `previous` are addresses."""

    total: int
    page: int
    per_page: int
    next: str | None
    previous: str | None


class CorridorLine(Schema):
    """A corridor and its stock in the newest year."""

    origin: str
    destination: str
    stock: float
    unit: str
    period: str
    source: str
    vintage: str
    status: str
    href: str


class CorridorPage(Paged):
    """Corridors, the largest first."""

    items: list[CorridorLine]


class PapersShape(Schema):
    """The papers of one source in one vintage."""

    source: str
    vintage: str
    publisher: str
    title: str
    citation: str
    licence: str
    licence_url: str
    address: str
    date_read: str


class FigurePage(Paged):
    """Figures of one indicator, and the papers of their sources."""

    indicator: str
    sources: list[PapersShape]
    items: list[PlacedFigure]


class PlaceLine(Schema):
    """A place with its codes and names. `until` is the first day on which a former place no longer was."""

    code: str = Field(description="ISO 3166-1 alpha-3, or the user-assigned code that the field uses")
    iso2: str | None
    m49: str
    kind: str
    name: str
    names: dict[str, str]
    since: str | None
    until: str | None
    successors: list[str]


class PlacePage(Paged):
    """Places, in the order of their codes."""

    items: list[PlaceLine]


class Suggestion(Schema):
    """What may have been meant."""

    code: str
    name: str


class Found(Schema):
    """The place that a text means, or null and what it may mean: never a guess."""

    text: str
    place: PlaceLine | None
    suggestions: list[Suggestion]


class Member(Schema):
    """A member on the day, and since when."""

    code: str
    name: str
    since: str | None = Field(description="null for UN regions, which have no dates")


class GroupingLine(Schema):
    """A grouping and how many members it has on the day."""

    code: str
    name: str
    kind: str
    free_movement: bool
    members: int


class GroupingPage(Paged):
    """Groupings."""

    items: list[GroupingLine]


class GroupingShape(Schema):
    """A grouping and its members on a day, with the source of the dates."""

    code: str
    name: str
    kind: str
    free_movement: bool
    source: str
    on: str
    members: list[Member]


class PlaceShape(PlaceLine):
    """A place, the groupings of which it is a member on the day, and the newest figure of each indicator."""

    groupings: list[str]
    figures: list[FigureShape]


class RouteLine(Schema):
    """A named route with one example chain of places."""

    code: str
    name: str
    stops: list[str]
    source: str
    href: str


class RoutePage(Paged):
    """Named routes."""

    items: list[RouteLine]


class Leg(Schema):
    """One leg of a route with its newest figures."""

    origin: str
    destination: str
    figures: list[FigureShape]


class Nationality(FigureShape):
    """Detections of one nationality."""

    origin: str


class RouteShape(Schema):
    """What is known of a route, exactly as `passerelle route --format json`."""

    stops: list[str]
    name: str
    filed_under: list[str]
    legs: list[Leg]
    figures: list[FigureShape]
    nationalities: list[Nationality]
    incidents: int


class IndicatorLine(Schema):
    """An indicator: its name, formula, unit and how old its figures may be."""

    indicator: str
    name: str
    section: str
    scope: str
    unit: str
    formula: str
    needs: list[str]
    reference: str
    maximum_age_years: int
    filled_by: str
    in_a_corridor: list[str]


class IndicatorPage(Paged):
    """Indicators, by section."""

    items: list[IndicatorLine]


class SourceLine(Schema):
    """The card of a source and which vintages are held here; none where its licence does not allow shipping it."""

    source: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    redistributable: bool
    vintages: list[str]
    address: str
    date_read: str
    citation: dict[str, str]


class SourcePage(Paged):
    """Sources, in the order of their names."""

    items: list[SourceLine]


class HoldingShape(Schema):
    """What is held of one code that the source observes."""

    code: str
    vintage: str
    units: list[str]
    rows: int
    first: str
    last: str


class SourceShape(SourceLine):
    """A source in full: its card, what is held, what the build that made its table reported."""

    why_not_shipped: str
    layout: str
    files: list[str]
    observes: dict[str, str]
    columns: dict[str, str]
    checks: list[str]
    known_faults: list[str]
    notes: str
    holds: list[HoldingShape]
    report: dict[str, Any] | None


class Problem(Schema):
    """RFC 9457: why there is no answer, in a sentence for the person who can mend it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    suggestions: list[Suggestion] | None = None


class Ends(Schema):
    """A corridor's two ends, alpha-3."""

    origin: str
    destination: str


class DriverPart(Schema):
    """One driver's part: `factor` times the average corridor, `points` on the logarithm, with its interval."""

    name: str
    value: float | None = Field(description="of the driver, in its unit; null for all that is common to an end")
    average: float | None
    points: float
    low: float | None
    high: float | None
    factor: float


class Drivers(Schema):
    """A corridor in one period by the gravity model: associations over all corridors, no causes."""

    corridor: Ends
    period: str
    specification: str
    fitted: float = Field(description="persons in five years")
    average: float = Field(description="persons in five years, geometric mean of the fits")
    moved: float | None
    parts: list[DriverPart]
    unsaid: list[str] = Field(description="what the model cannot say")
    shared: list[str] = Field(description="groupings with free movement of which both are members")
    level: float


class CutShape(Schema):
    """A cut under one reading of the volume; USD a year, percent."""

    reading: str
    price: float
    target: float
    principal: float
    saved: float
    received_before: float
    received_after: float


class ResponseShape(Schema):
    """How recorded money may answer, by one elasticity; null where it is not carried so far."""

    elasticity: str
    value: float
    rise: float | None
    from_other_channels: float | None
    new_at_least: float | None
    surplus: float | None
    note: str


class ElasticityShape(Schema):
    """How money answers its price, from one paper."""

    id: str
    kind: str
    low: float | None
    point: float | None
    high: float | None
    farthest: float | None
    of: str
    short: str
    citation: str
    status: str
    note: str


class SavingShape(Schema):
    """What a cut of the price saves on a corridor."""

    unit: str
    volume: float
    price: float
    target: float
    readings: list[CutShape]
    responses: list[ResponseShape]
    elasticities: list[ElasticityShape]
    figures: list[FigureShape]


class CourseShape(Schema):
    """One projection: lists by year; women and men by year and age."""

    years: list[int]
    population: list[int]
    working_age: list[int]
    working_age_change: list[float]
    labour_force: list[int | None]
    dependency_youth: list[float]
    dependency_old_age: list[float]
    dependency: list[float]
    births: list[int]
    deaths: list[int]
    net_migration: list[int]
    held_back: list[int]
    ages: list[str]
    women: list[list[int]]
    men: list[list[int]]


class OutlookShape(Schema):
    """A place's people to come, with migration as of late and without."""

    place: str
    source: str
    vintage: str
    assumptions: list[str]
    with_migration: CourseShape
    without_migration: CourseShape


class MeasureLine(Schema):
    """A template of a measure, exactly as `passerelle measures list --format json`."""

    template: str
    title: str
    question: str
    mission: list[str]
    sdg: list[str]
    evidence: list[str]
    rights: list[str]
    effect: str = Field(description='"simulated" or "indicators_only"')


class MeasureWhole(Schema):
    """A template whole; docs/how-to/add-a-measure.md says what each field holds."""

    code: str
    title: str
    question: str
    text: str
    seed: str
    mission: list[str]
    gcm: list[int]
    sdg: list[str]
    evidence: list[str]
    required: list[str]
    effect: str
    why_not_simulated: str
    coercive: bool
    health: bool
    who_can_act: str
    parameters: list[dict[str, Any]]
    costs: list[dict[str, Any]]
    rights: list[dict[str, Any]]
    safeguards: list[str]
    followup: list[str]
    success: list[str]
    failure: list[str]
    grade: str
    grade_why: str


class ReasonShape(Schema):
    """A figure that shows a need."""

    says: str
    figure: FigureShape


class SuggestedShape(Schema):
    """A template with the figures that show a need, and those that would were they not too old."""

    template: str
    reasons: list[ReasonShape]
    too_old: list[ReasonShape]


class RunShape(Schema):
    """A run of the model: all that went in and came out. `triple_win_probability` is null where it is withheld."""

    template: str
    templates: list[str]
    origin: str
    destination: str
    transit: str | None
    parameters: dict[str, Any]
    years: int
    draws: int
    discount: float
    unit: str
    assumptions: list[dict[str, Any]]
    accounts: dict[str, dict[str, Any]]
    people: dict[str, Any]
    triple_win_probability: float | None
    touched_win_probability: float | None = Field(description="that all gain whom the measure touches at all")
    untouched: list[str]
    withheld: str | None
    sensitivity: dict[str, Any]
    break_even: list[dict[str, Any]]
    checks: dict[str, float]
    seed: int
    version: str
    model: int
    inputs: dict[str, Any]
    fingerprint: str
