"""What stands in the explorer: a page of observations, a chart and a map of the largest.

Holds no drawing. Stands on `explorer_filters`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from passerelle.base.places import NOT_PLACES, Place, all_places
from passerelle.base.words import number, say
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.figures import UNITS, Figure
from passerelle.evidence.wording import period_label
from passerelle.output.maps import Arc
from passerelle.output.tables import FORMS, MOST_FIGURES
from passerelle_web.evidence import pictures, queries
from passerelle_web.evidence.explorer_filters import (
    DOWN_FIRST,
    Asked,
    expression_of,
    order_of,
    read_filters,
    store_of,
)
from passerelle_web.evidence.explorer_series import series_chart_of

ON_A_PAGE = 50
ON_THE_MAP = 40


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


def figures_of(asked: Asked) -> list[Figure]:
    """All observations under the filters, in the explorer's order, one more at most than a file may hold.

    The breakdown of an observation (a route, a reason) stands as the figure's method.
    """
    table = store_of(asked).ask(expression_of(asked).order_by(order_of(asked)).limit(MOST_FIGURES + 1))
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


def _page_rows(asked: Asked, page: int, language: str) -> list[dict[str, Any]]:
    ordered = expression_of(asked).order_by(order_of(asked))
    table = store_of(asked).ask(ordered.limit(ON_A_PAGE, offset=(page - 1) * ON_A_PAGE))
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
            "title": card_of(row["SOURCE"]).title,
            "vintage": row["VINTAGE"],
        }
        for row in table.to_pylist()
    ]


def _heads(asked: Asked) -> list[dict[str, str]]:
    """The columns that put the table in order: each with its address, and how it stands now."""
    names = {
        "origin": gettext("Origin"), "destination": gettext("Destination or place"), "period": gettext("Period"),
        "value": gettext("Value"), "source": gettext("Source"),
    }  # fmt: skip
    heads = []
    for key, name in names.items():
        here = asked.key == key
        down = (key in DOWN_FIRST) != (asked.is_turned if here else False)
        # the head in force turns the order round; another begins with its usual one
        order = f"-{key}" if here and not asked.is_turned else key
        sort = ("descending" if down else "ascending") if here else ""
        heads.append({"key": key, "name": name, "address": asked.address(order=order), "sort": sort})
    return heads


def _map(asked: Asked, language: str) -> SafeString:
    """The largest pairs of the newest period, where the observations asked for are about pairs of places."""
    expression = expression_of(asked)
    pairs = expression.filter(
        expression.COUNTERPART_AREA.length() == 3, expression.REF_AREA.length() == 3,
        expression.SEX == "_T", expression.AGE == "_T", expression.OBS_VALUE > 0,
    )  # fmt: skip
    newest = pairs.mutate(NEWEST=pairs.TIME_PERIOD.max().over(ibis.window()))
    newest = newest.filter(newest.TIME_PERIOD == newest.NEWEST)
    sums = newest.group_by(["COUNTERPART_AREA", "REF_AREA"]).agg(VALUE=newest.OBS_VALUE.max())
    table = store_of(asked).ask(sums.order_by(ibis.desc("VALUE"), "COUNTERPART_AREA").limit(ON_THE_MAP))
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
    expression = expression_of(asked)
    total = store_of(asked).ask(expression.agg(N=expression.count())).to_pylist()[0]["N"]
    last = max(-(-total // ON_A_PAGE), 1)
    page = min(asked.page, last)
    chart = series_chart_of(asked, language) if asked.indicator and total else None
    rows = _page_rows(asked, page, language)
    subjects = {row["means"] for row in rows} if asked.indicator else set()
    return context | {
        "rows": rows,
        # what all rows observe stands above them once
        "subject": subjects.pop() if len(subjects) == 1 else "",
        "heads": _heads(asked),
        "forms": tuple(FORMS),
        "total": number(total, language),
        "is_empty": total == 0,
        "page": page,
        "last": last,
        "before": asked.address(page - 1) if page > 1 else "",
        "after": asked.address(page + 1) if page < last else "",
        "query": asked.address(),
        "map": _map(asked, language) if asked.indicator and total else "",
        "chart": chart,
    }
