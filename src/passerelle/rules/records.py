"""What the law's files say, as records: acts, routes, rights, conditions, facts that are asked for, national values.

Holds no rule of any act. Stands on nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# How far a statement was checked: read in the law, read in a secondary source, to be checked, checked by arithmetic.
MARKS = {"V": "verified", "S": "secondary", "M": "unverified", "C": "calculated"}
KINDS = ("mandatory", "option", "derogation", "scope", "right", "loss", "procedure")
VERDICTS = ("met", "not_met", "undetermined", "national_option", "not_applicable", "national_law")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is laid down: an act by its CELEX number, and an article of it."""

    act: str
    article: str

    def __str__(self) -> str:
        """As a jurist writes it; what is no article (recitals, an annex) stands by its own word."""
        own_word = self.article[:1].isalpha()
        return f"{self.act} {self.article}" if own_word else f"{self.act} Art {self.article}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is asked of a person: its kind, its question, why it matters."""

    name: str
    kind: str  # truth, number, date, word, spans
    ask: str
    why: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False  # no word but those of `values`
    tries: tuple[str, ...] = ()  # words at which a rule may turn, where there is no list of them
    late: bool = False  # asked after all others, as nearly everybody answers alike
    beside: str = ""  # asked together with this other fact, in one question
    word: str = ""  # what each stretch of time is given besides its days: status, reason


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it asks, where it stands, how far that was checked.

    `expr` is the rule as the file has it. `option` names a parameter that says whether a state asks it, "any" where
    none does. `presumed` conditions are taken as met until somebody says otherwise. One of `after` is looked at only
    when those are met.
    """

    id: str
    says: str
    cites: tuple[Citation, ...]
    kind: str
    mark: str
    expr: Any
    option: str = ""
    applies: Any = None
    after: tuple[str, ...] = ()
    presumed: bool = False
    bring: str = ""
    note: str = ""
    place: str = ""  # file and line


@dataclass(frozen=True, slots=True)
class Route:
    """A way in, or a right: its scope, its conditions, what comes with it."""

    name: str
    act: str
    title: str
    is_right: bool
    scope: tuple[Condition, ...]
    conditions: tuple[Condition, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    cites: tuple[Citation, ...] = ()
    comes_with: tuple[str, ...] = ()
    verdict: str = ""  # where law alone decides: national_law
    note: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""  # file and line


@dataclass(frozen=True, slots=True)
class Bound:
    """Whom an act binds: every member but `outside`, or `inside` alone."""

    outside: tuple[str, ...]
    cites: Mapping[str, Citation]
    mark: str
    grouping: str = "EU"
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """An instrument: since when it is in force and is to be applied, whom it binds, its routes and rights."""

    celex: str
    title: str
    short: str
    in_force: date
    applies_from: date
    ends: date | None
    bound: Bound
    routes: tuple[Route, ...]
    transposed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    repeals: str = ""
    notes: tuple[str, ...] = ()
    open_points: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a state lays down, with the bounds that the Union sets."""

    name: str
    kind: str  # number, money, truth, word
    says: str
    cite: Citation | None
    least: float | None = None
    most: float | None = None
    mark: str = "M"


@dataclass(frozen=True, slots=True)
class Value:
    """A national value: where it holds, from when, since when it was known, from which sources."""

    parameter: str
    state: str
    region: str
    value: float | None
    currency: str
    per: str
    months: float
    valid_from: date
    valid_to: date | None
    known_from: date
    status: str
    sources: tuple[str, ...]
    formula: str = ""
    high: float | None = None
    conflicts: tuple[str, ...] = ()
    note: str = ""
    basis_date: str = "application"
    average: float | None = None  # the average pay that the value is a multiple of
    holiday_share: float = 0.0  # of pay, that the value leaves out
