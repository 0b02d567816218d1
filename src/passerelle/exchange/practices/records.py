"""What a practice is: problem, context, what was done, results with their evidence, what it takes elsewhere.

Records only, in the form in which a version is kept; what a complete one has is in `checking`. Contacts are
organisations, never people. Stands on `base`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from passerelle.base.corridors import named_routes
from passerelle.base.errors import PasserelleError

Line = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(max_length=20_000)]
Iso3 = Annotated[str, Meta(pattern=r"^([A-Z]{3})?$")]
Dated = Annotated[str, Meta(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
MOST_RESULTS, MOST_CONTACTS, MOST_SOURCES, MOST_PLACES = 12, 8, 30, 60
# What is said in words and can be translated beside the original.
TOLD = ("title", "gist", "problem", "context", "done", "actors", "for_whom", "transfer", "failed", "rights")


class PracticeError(PasserelleError):
    """A practice cannot be read, or says what cannot be."""

    title = "Practice not usable"


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A part of a practice; a field that nobody knows is refused."""


class Result(Record, frozen=True):
    """What came of it: an indicator with its value before and after, who says so, and by which grade of evidence.

    A value that was not measured is absent, never zero.
    """

    indicator: Line
    grade: Annotated[int, Meta(ge=1, le=7)]
    before: Decimal | None = None
    after: Decimal | None = None
    unit: Annotated[str, Meta(max_length=80)] = ""
    source: Annotated[str, Meta(max_length=600)] = ""


class Contact(Record, frozen=True):
    """An organisation that answers questions, and its address on the web."""

    organisation: Line
    link: Annotated[str, Meta(max_length=500)] = ""


class Source(Record, frozen=True):
    """What the practice rests on: how it is cited, where it is found."""

    citation: Annotated[str, Meta(max_length=600)]
    link: Annotated[str, Meta(max_length=500)] = ""


class Practice(Record, frozen=True, kw_only=True):
    """A practice as one version tells it. All may be empty in a draft.

    `since` and `until` are a day, a month or a year. `cost` is in `currency` at prices of `price_year`. `principles`
    are numbers of common basic principles. `whence` says of a field that was filled by the site from what it was.
    """

    title: Annotated[str, Meta(max_length=200)] = ""
    gist: Line = ""
    language: Annotated[str, Meta(max_length=2)] = "en"
    themes: tuple[Annotated[str, Meta(max_length=60)], ...] = ()
    principles: tuple[Annotated[int, Meta(ge=1, le=11)], ...] = ()
    template: Annotated[str, Meta(max_length=60)] = ""
    problem: Text = ""
    context: Text = ""
    done: Text = ""
    actors: Text = ""
    for_whom: Text = ""
    places: Annotated[tuple[Iso3, ...], Meta(max_length=MOST_PLACES)] = ()
    origin: Iso3 = ""
    destination: Iso3 = ""
    route: Annotated[str, Meta(max_length=40)] = ""
    region: Annotated[str, Meta(max_length=40)] = ""
    since: Dated = ""
    until: Dated = ""
    cost: Decimal | None = None
    currency: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$")] = ""
    price_year: Annotated[int, Meta(ge=1950, le=2100)] | None = None
    cost_of: Annotated[str, Meta(max_length=600)] = ""
    results: Annotated[tuple[Result, ...], Meta(max_length=MOST_RESULTS)] = ()
    transfer: Text = ""
    failed: Text = ""
    rights: Text = ""
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=MOST_CONTACTS)] = ()
    sources: Annotated[tuple[Source, ...], Meta(max_length=MOST_SOURCES)] = ()
    whence: dict[str, str] = {}

    @property
    def grade(self) -> int:
        """The highest grade of its results; 0 where none is told."""
        return max((one.grade for one in self.results), default=0)

    @property
    def best(self) -> Result | None:
        """The result that is shown best; the first of several."""
        return next((one for one in self.results if one.grade == self.grade), None)

    @property
    def all_places(self) -> tuple[str, ...]:
        """Every place that it names, the ends of its corridor first, those of its route last."""
        route = named_routes().get(self.route)
        named = (self.origin, self.destination, *self.places, *(route.stops if route else ()))
        return tuple(dict.fromkeys(one for one in named if one))


def as_plain(practice: Practice) -> dict[str, Any]:
    """A practice as plain values, as JSON holds them; amounts are exact, as texts."""
    return dict(msgspec.to_builtins(practice))


def read_practice(plain: Mapping[str, Any]) -> Practice:
    """A practice from plain values.

    Raises
    ------
    PracticeError : a field is unknown, of another kind, or too long; the message names it.
    """
    try:
        return msgspec.convert(dict(plain), Practice)
    except msgspec.ValidationError as refused:
        raise PracticeError(f"The practice cannot be read: {refused}.") from None


def changed(practice: Practice, **changes: Any) -> Practice:
    """The practice with other values of some fields, read anew so that they hold.

    Raises
    ------
    PracticeError : a value cannot be.
    """
    return read_practice(as_plain(msgspec.structs.replace(practice, **changes)))
