"""The explorer's filters: what was typed, as it was understood, and the expression that it asks for.

Holds no words for rows and no drawing. Stands on `queries`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import ibis
import ibis.expr.types as ir
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext

from passerelle.base.groupings import Grouping, all_groupings
from passerelle.base.places import Place
from passerelle.evidence.cards import all_cards
from passerelle.evidence.indicators.registry import all_indicators
from passerelle.evidence.queries import explored as filtered
from passerelle.evidence.queries import observations_table, vintages_table
from passerelle.evidence.store import Store, open_store
from passerelle_web.evidence import queries

SEXES = ("", "_T", "F", "M")
EDITIONS = ("", "all")
# What the table may be put in order by, with the columns behind it.
ORDERS: dict[str, list[str]] = {
    "period": ["TIME_PERIOD"], "value": ["OBS_VALUE"], "origin": ["COUNTERPART_AREA"], "destination": ["REF_AREA"],
    "source": ["SOURCE", "VINTAGE"],
}  # fmt: skip
DOWN_FIRST = ("period", "value")  # what is largest or newest is wanted first
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Area:
    """What was typed for places: a place, a grouping by its code, or nothing that is known."""

    typed: queries.Typed
    grouping: Grouping | None = None

    @property
    def text(self) -> str:
        """As it was typed."""
        return self.typed.text

    @property
    def place(self) -> Place | None:
        """The one place meant."""
        return self.typed.place

    @property
    def is_wrong(self) -> bool:
        """Was something typed that means neither?"""
        return self.grouping is None and self.typed.is_wrong

    @property
    def codes(self) -> list[str]:
        """The alpha-3 codes meant: one, the grouping's members of today, or none."""
        if self.grouping is not None:
            return [place.iso3 for place in self.grouping.members_on(date.today())]  # noqa: DTZ011  the reader's day
        return [self.typed.place.iso3] if self.typed.place else []


def read_area(text: str) -> Area:
    """Read a place in any spelling, or a grouping by its code or its English name."""
    cleaned = text.strip()
    for grouping in all_groupings().values():
        if cleaned and cleaned.casefold() in (grouping.code.casefold(), grouping.name.casefold()):
            return Area(queries.Typed(cleaned, None), grouping)
    return Area(queries.read_place(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as typed and as understood; `faults` are sentences for the reader.

    `editions` is "" for the newest of each source, "all" for all side by side. `order` is a key of ORDERS, with "-"
    before it for the other way round.
    """

    indicator: str
    origin: Area
    destination: Area
    since: str
    until: str
    sex: str
    source: str
    editions: str
    order: str
    page: int
    faults: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Is nothing asked for yet?"""
        return not (self.indicator or self.origin.text or self.destination.text or self.source)

    @property
    def wrong_places(self) -> list[queries.Typed]:
        """What was typed for a place and means none."""
        return [one.typed for one in (self.origin, self.destination) if one.is_wrong]

    @property
    def is_refused(self) -> bool:
        """Is something asked for that cannot be read?"""
        return bool(self.faults or self.wrong_places)

    def address(self, page: int = 1, order: str | None = None) -> str:
        """The query of another page, or of another order, under the same filters."""
        parts = {
            "indicator": self.indicator, "origin": self.origin.text, "destination": self.destination.text,
            "since": self.since, "until": self.until, "sex": self.sex, "source": self.source,
            "editions": self.editions, "order": self.order if order is None else order,
            "page": str(page) if page > 1 else "",
        }  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def chosen(self) -> tuple[object, ...]:
        """What the filters let through, as they were understood: not how it was typed, in what order, on which page."""
        areas = (self.origin.codes, self.destination.codes)
        return (self.indicator, *areas, self.since, self.until, self.sex, self.source, self.editions)

    @property
    def key(self) -> str:
        """By what the table is in order: a key of ORDERS."""
        return self.order.removeprefix("-") or "period"

    @property
    def is_turned(self) -> bool:
        """Is it in the other order than the usual one of its key?"""
        return self.order.startswith("-")


def _code_of(name: str, known: set[str]) -> str:
    """The observed code of a name: itself, or the first that the indicator of that name is made from."""
    if name not in known and name in all_indicators():
        return next((code for code in all_indicators()[name].needs if code in known), name)
    return name


def _years(given: Mapping[str, str], faults: list[str]) -> tuple[str, str]:
    since, until = given.get("since", "").strip(), given.get("until", "").strip()
    for year in (since, until):
        if year and not _YEAR.fullmatch(year):
            faults.append(gettext("“{text}” is not a year. Write four digits, such as 2020.").format(text=year))
    if since and until and since > until and not faults:
        faults.append(gettext("The first year is after the last."))
    return since, until


def read_filters(given: Mapping[str, str] | QueryDict) -> Asked:
    """Read the filters of an address; what cannot be understood becomes a fault and filters nothing out."""
    faults: list[str] = []
    known = {held.indicator for held in queries.the_store().holdings}
    indicator = _code_of(given.get("indicator", "").strip(), known)
    if indicator and indicator not in known:
        faults.append(gettext("There is no observation called “{name}”.").format(name=indicator))
    source = given.get("source", "").strip()
    if source and source not in all_cards():
        faults.append(gettext("There is no source called “{name}”.").format(name=source))
    since, until = _years(given, faults)
    page, sex, editions, order = (given.get(name, "") for name in ("page", "sex", "editions", "order"))
    return Asked(
        indicator, read_area(given.get("origin", "")), read_area(given.get("destination", "")), since, until,
        sex if sex in SEXES else "", source, editions if editions in EDITIONS else "",
        order if order.removeprefix("-") in ORDERS else "",
        max(int(page), 1) if page.isdigit() and len(page) < 7 else 1, tuple(faults),
    )  # fmt: skip


def store_of(asked: Asked) -> Store:
    """The store of the editions asked for."""
    if asked.editions == "all":
        return open_store(tuple(settings.EVIDENCE_FOLDERS), "all", settings.EVIDENCE_NATIVE)
    return queries.the_store()


def expression_of(asked: Asked) -> ir.Table:
    """The observations under the filters, in no order."""
    return filtered(
        observations_table(),
        vintages_table(),
        indicator=asked.indicator,
        origins=asked.origin.codes,
        destinations=asked.destination.codes,
        periods=(asked.since or "0000", asked.until or "9999") if asked.since or asked.until else None,
        sex=asked.sex,
        source=asked.source,
    )


def order_of(asked: Asked) -> list[ibis.expr.types.Value]:
    """The order asked for, then one that leaves no two rows in doubt."""
    down = (asked.key in DOWN_FIRST) != asked.is_turned
    asked_for = ORDERS[asked.key]
    first = [ibis.desc(column) if down else ibis.asc(column) for column in asked_for]
    newest_largest = [ibis.desc(column) for column in ("TIME_PERIOD", "OBS_VALUE") if column not in asked_for]
    rest = ("COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN", "SOURCE", "VINTAGE")
    return [*first, *newest_largest, *(ibis.asc(column) for column in rest if column not in asked_for)]
