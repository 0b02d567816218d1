"""What stands in the explorer: filters read from the address, a page of observations, a map of the newest.

Holds no drawing. Stands on `queries`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import ibis
import ibis.expr.types as ir
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from passerelle.base.places import NOT_PLACES, Place, all_places
from passerelle.base.words import number, say
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.figures import UNITS, Figure
from passerelle.evidence.queries import explored as filtered
from passerelle.evidence.queries import observations_table, vintages_table
from passerelle.evidence.wording import period_label
from passerelle.output.maps import Arc
from passerelle.output.tables import FORMS, MOST_FIGURES
from passerelle_web.evidence import pictures, queries

ON_A_PAGE = 50
ON_THE_MAP = 40
SEXES = ("", "_T", "F", "M")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as typed and as understood; `faults` are sentences for the reader."""

    indicator: str
    origin: queries.Typed
    destination: queries.Typed
    since: str
    until: str
    sex: str
    source: str
    page: int
    faults: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Is nothing asked for yet?"""
        return not (self.indicator or self.origin.text or self.destination.text or self.source)

    @property
    def wrong_places(self) -> list[queries.Typed]:
        """What was typed for a place and means none."""
        return [one for one in (self.origin, self.destination) if one.is_wrong]

    @property
    def is_refused(self) -> bool:
        """Is something asked for that cannot be read?"""
        return bool(self.faults or self.wrong_places)

    def address(self, page: int) -> str:
        """The query of another page under the same filters."""
        parts = {
            "indicator": self.indicator, "origin": self.origin.text, "destination": self.destination.text,
            "since": self.since, "until": self.until, "sex": self.sex, "source": self.source,
            "page": str(page) if page > 1 else "",
        }  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """An observed code that can be chosen, with what it means."""

    code: str
    means: str
    source: str
    rows: str
    span: str


def meaning(source: str, code: str, language: str) -> str:
    """What a code observes, by its source's card, without the unit and remarks that stand behind it there."""
    return say(card_of(source).means(code), language)


def choices(language: str) -> list[tuple[str, list[Choice]]]:
    """Every observed code by source, newest vintages."""
    store = queries.the_store()
    chosen = set(store.chosen)
    found: dict[str, list[Choice]] = {}
    for held in store.holdings:
        if (held.source, held.indicator, held.vintage) not in chosen:
            continue
        means = meaning(held.source, held.indicator, language)
        span = period_label(held.first, language)
        if held.last != held.first:
            span = f"{held.first[:4]}–{held.last[-4:] if '-' in held.last and len(held.last) == 9 else held.last[:4]}"
        found.setdefault(held.source, []).append(
            Choice(held.indicator, means, held.source, number(held.rows, language), span)
        )
    return [(card_of(source).title, listed) for source, listed in found.items()]


def read_filters(given: Mapping[str, str]) -> Asked:
    """Read the filters of an address; what cannot be understood becomes a fault and filters nothing out."""
    faults: list[str] = []
    known = {held.indicator for held in queries.the_store().holdings}
    indicator = given.get("indicator", "").strip()
    if indicator and indicator not in known:
        faults.append(gettext("There is no observation called “{name}”.").format(name=indicator))
    source = given.get("source", "").strip()
    if source and source not in all_cards():
        faults.append(gettext("There is no source called “{name}”.").format(name=source))
    origin, destination = (
        queries.read_place(given.get("origin", "")),
        queries.read_place(given.get("destination", "")),
    )
    since, until = given.get("since", "").strip(), given.get("until", "").strip()
    for year in (since, until):
        if year and not _YEAR.fullmatch(year):
            faults.append(gettext("“{text}” is not a year. Write four digits, such as 2020.").format(text=year))
    if since and until and since > until and not faults:
        faults.append(gettext("The first year is after the last."))
    page = given.get("page", "1")
    sex = given.get("sex", "")
    return Asked(
        indicator, origin, destination, since, until, sex if sex in SEXES else "", source,
        max(int(page), 1) if page.isdigit() and len(page) < 7 else 1, tuple(faults),
    )  # fmt: skip


def _expression(asked: Asked) -> ir.Table:
    return filtered(
        observations_table(),
        vintages_table(),
        indicator=asked.indicator,
        origins=[asked.origin.place.iso3] if asked.origin.place else [],
        destinations=[asked.destination.place.iso3] if asked.destination.place else [],
        periods=(asked.since or "0000", asked.until or "9999") if asked.since or asked.until else None,
        sex=asked.sex,
        source=asked.source,
    )


_ORDER = [ibis.desc("TIME_PERIOD"), ibis.desc("OBS_VALUE"), "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "VINTAGE"]


def figures_of(asked: Asked) -> list[Figure]:
    """All observations under the filters, in the explorer's order, one more at most than a file may hold.

    The breakdown of an observation (a route, a reason) stands as the figure's method.
    """
    table = queries.the_store().ask(_expression(asked).order_by(_ORDER).limit(MOST_FIGURES + 1))
    return [
        Figure(
            row["INDICATOR"],
            row["OBS_VALUE"],
            UNITS.get(row["UNIT_MEASURE"], row["UNIT_MEASURE"]),
            row["TIME_PERIOD"],
            row["SOURCE"],
            row["VINTAGE"],
            origin="" if row["COUNTERPART_AREA"] == "_Z" else row["COUNTERPART_AREA"],
            destination="" if row["REF_AREA"] == "_Z" else row["REF_AREA"],
            sex=row["SEX"],
            age=row["AGE"],
            status=row["OBS_STATUS"],
            method="" if row["COMP_BREAKDOWN"] == "_Z" else row["COMP_BREAKDOWN"],
            low=row["LOWER"],
            high=row["UPPER"],
            note=row["COMMENT_OBS"] or "",
        )
        for row in table.to_pylist()
    ]


def _area(code: str, language: str) -> str:
    """The name of an area; SDMX's codes for what is no place in words, nothing where none applies."""
    if code in NOT_PLACES:
        return say(_NO_PLACES[code], language)
    place: Place | None = all_places().get(code)
    return place.name(language) if place else code


_NO_PLACES = {
    "W0": "world", "_T": "all", "_O": "other", "_U": "unknown", "_X": "several or unspecified", "_Z": "",
}  # fmt: skip


def _page_rows(expression: ir.Table, page: int, language: str) -> list[dict[str, Any]]:
    table = queries.the_store().ask(expression.order_by(_ORDER).limit(ON_A_PAGE, offset=(page - 1) * ON_A_PAGE))
    return [
        {
            "means": meaning(row["SOURCE"], row["INDICATOR"], language),
            "origin": _area(row["COUNTERPART_AREA"], language),
            "destination": _area(row["REF_AREA"], language),
            "sex": {"F": gettext("women"), "M": gettext("men")}.get(row["SEX"], ""),
            "age": "" if row["AGE"] == "_T" else row["AGE"],
            "breakdown": "" if row["COMP_BREAKDOWN"] == "_Z" else row["COMP_BREAKDOWN"],
            "period": period_label(row["TIME_PERIOD"], language),
            "value": number(row["OBS_VALUE"], language, 0 if float(row["OBS_VALUE"]).is_integer() else 2),
            "unit": say(UNITS.get(row["UNIT_MEASURE"], row["UNIT_MEASURE"]), language),
            "status": row["OBS_STATUS"],
            "source": row["SOURCE"],
            "vintage": row["VINTAGE"],
        }
        for row in table.to_pylist()
    ]


def _map(expression: ir.Table, language: str) -> SafeString:
    """The largest pairs of the newest period, where the observations asked for are about pairs of places."""
    pairs = expression.filter(
        expression.COUNTERPART_AREA.length() == 3, expression.REF_AREA.length() == 3,
        expression.SEX == "_T", expression.AGE == "_T", expression.OBS_VALUE > 0,
    )  # fmt: skip
    newest = pairs.mutate(NEWEST=pairs.TIME_PERIOD.max().over(ibis.window()))
    newest = newest.filter(newest.TIME_PERIOD == newest.NEWEST)
    sums = newest.group_by(["COUNTERPART_AREA", "REF_AREA"]).agg(VALUE=newest.OBS_VALUE.max())
    table = queries.the_store().ask(sums.order_by(ibis.desc("VALUE"), "COUNTERPART_AREA").limit(ON_THE_MAP))
    arcs = [Arc(row["COUNTERPART_AREA"], row["REF_AREA"], row["VALUE"]) for row in table.to_pylist()]
    return pictures.pairs(arcs, language) if arcs else SafeString("")


def explored(given: Mapping[str, str], language: str) -> dict[str, Any]:
    """The context of the explorer: what was asked, a page of rows, how many there are, the map."""
    asked = read_filters(given)
    context: dict[str, Any] = {
        "asked": asked,
        "choices": choices(language),
        "cards": all_cards(),
        "rows": None,
    }
    if asked.is_empty or asked.is_refused:
        return context
    expression = _expression(asked)
    total = queries.the_store().ask(expression.agg(N=expression.count())).to_pylist()[0]["N"]
    last = max(-(-total // ON_A_PAGE), 1)
    page = min(asked.page, last)
    return context | {
        "rows": _page_rows(expression, page, language),
        "forms": tuple(FORMS),
        "total": number(total, language),
        "is_empty": total == 0,
        "page": page,
        "last": last,
        "before": asked.address(page - 1) if page > 1 else "",
        "after": asked.address(page + 1) if page < last else "",
        "query": asked.address(1),
        "map": _map(expression, language) if asked.indicator and total else "",
    }
