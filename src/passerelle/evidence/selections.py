"""One indicator over many corridors or places: what `evidence get`, the explorer and the API read.

Stands on `corridors` and `indicators`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.base.periods import read_period
from passerelle.base.places import current_places
from passerelle.evidence.corridors import held
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import CorridorEvidence, Indicator, PlaceEvidence, by_code
from passerelle.evidence.indicators.registry import (
    corridor_names,
    figures_of_corridor,
    figures_of_place,
    indicator_of,
)
from passerelle.evidence.store import Store, open_store

_BOTH_WAYS = frozenset({"colonial_tie", "contiguity", "distance_km", "official_language_shared"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures of one indicator are wanted.

    `name` is an indicator's, with or without `_origin` or `_destination`; `origin` and `destination` are alpha-3
    or "" for all; `period` is a year, a span of years or another period, "" for all; `sex` is "_T", "F", "M" or
    "" for all.
    """

    name: str
    origin: str = ""
    destination: str = ""
    period: str = ""
    sex: str = ""


def select(store: Store, wanted: Wanted) -> list[Figure]:
    """The figures of one indicator, known ones only unless one corridor or place was asked for by name.

    Raises
    ------
    IndicatorUnknown : no such indicator. PeriodUnreadable : the period cannot be read.
    """
    i = indicator_of(wanted.name)
    within = read_period(wanted.period) if wanted.period else None
    found = _of_places(store, i, wanted) if i.scope == "place" else _of_corridors(store, i, wanted)
    kept = [
        figure
        for figure in found
        if not figure.is_known
        or (
            (not wanted.sex or figure.sex == wanted.sex)
            and (within is None or within.holds(read_period(figure.period)))
        )
    ]
    known = [figure for figure in kept if figure.is_known]
    asked_for_one = wanted.origin and wanted.destination if i.scope == "corridor" else _ends(wanted, i)
    return known or ([figure for figure in kept if not figure.is_known][:1] if asked_for_one else [])


def select_vintages(folders: tuple[Path, ...], vintage: str, wanted: Wanted) -> list[Figure]:
    """As `select`, for "latest", an "as of" vintage, or "all" vintages beside one another.

    Editions are never mixed: "all" computes the indicator anew as of each vintage of what it needs.
    """
    if vintage != "all":
        store = open_store(folders, vintage)
        return [said_of_vintage(store, figure) for figure in select(store, wanted)]
    needs = set(indicator_of(wanted.name).needs)
    vintages = sorted({h.vintage for h in open_store(folders, "all").holdings if h.indicator in needs})
    found: dict[tuple[Any, ...], Figure] = {}
    for as_of in vintages:
        for figure in select(open_store(folders, as_of), wanted):
            if figure.is_known:
                found[*figure.as_dict().values(), figure.origin, figure.destination] = figure
    return list(found.values()) or select(open_store(folders, "latest"), wanted)


def said_of_vintage(store: Store, figure: Figure) -> Figure:
    """A figure that is not known because no table was out by the store's vintage says so, and when the first was."""
    if figure.is_known or store.vintage in ("latest", "all"):
        return figure
    oldest: dict[str, str] = {}
    for h in store.holdings:
        oldest[h.indicator] = min(h.vintage, oldest.get(h.indicator, h.vintage))
    there = {indicator for _, indicator, _ in store.chosen}
    late = [oldest[code] for code in indicator_of(figure.indicator).needs if code in oldest and code not in there]
    if not late:
        return figure
    return figure.about(note=f"no table published by {store.vintage} is held; the oldest one here is of {max(late)}")


def _ends(wanted: Wanted, i: Indicator) -> list[str]:
    """The place, or places, for which an indicator of places is asked."""
    end = corridor_names()[wanted.name][1] if wanted.name in corridor_names() else ""
    if end:
        return [place for place in (wanted.origin if end == "origin" else wanted.destination,) if place]
    return [place for place in (wanted.origin, wanted.destination) if place]


def _of_places(store: Store, i: Indicator, wanted: Wanted) -> list[Figure]:
    asked = _ends(wanted, i)
    evidence = _places(store, i)
    codes = asked or [place.iso3 for place in current_places() if place.iso3 in evidence]
    empty = PlaceEvidence("", held=held(store))
    found: list[Figure] = []
    for iso3 in codes:
        about = evidence.get(iso3) or PlaceEvidence(iso3, held=empty.held)
        found += figures_of_place(i, about)
    return found


def _places(store: Store, i: Indicator) -> dict[str, PlaceEvidence]:
    """The evidence of every place under one indicator."""
    told = held(store)
    places: dict[str, PlaceEvidence] = {}

    def of(iso3: str) -> PlaceEvidence:
        if iso3 not in places:
            places[iso3] = PlaceEvidence(iso3, held=told)
        return places[iso3]

    for row in store.of_places(i.needs):
        if row.origin == "_Z" or row.origin == "_T":
            of(row.destination).observed.setdefault(row.indicator, []).append(row)
        elif row.destination in ("_X", "W0"):
            of(row.origin).observed.setdefault(row.indicator, []).append(row)
    if i.sums:
        for side, held_by in (("origin", "leaving"), ("destination", "arriving")):
            for iso3, total in store.summed_by_place(side, i.sums):
                getattr(of(iso3), held_by).setdefault(total.indicator, []).append(total)
    return places


def _of_corridors(store: Store, i: Indicator, wanted: Wanted) -> list[Figure]:
    places = _places(store, i)
    told = held(store)
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in store.of_codes(i.needs):
        for origin, destination in _directions(row):
            if _meets(wanted, origin, destination):
                rows[origin, destination].append(row)
    pairs: Iterable[tuple[str, str]] = sorted(rows)
    if wanted.origin and wanted.destination:
        pairs = [(wanted.origin, wanted.destination)]
    elif not rows:
        pairs = _all_pairs(wanted, places)
    name = i.id
    found: list[Figure] = []
    for origin, destination in pairs:
        evidence = CorridorEvidence(
            places.get(origin) or PlaceEvidence(origin, held=told),
            places.get(destination) or PlaceEvidence(destination, held=told),
            by_code(rows.get((origin, destination), [])),
        )
        found += figures_of_corridor(name, evidence)
    return found


def _directions(row: Any) -> list[tuple[str, str]]:
    if len(row.origin) != 3 or len(row.destination) != 3:
        return []
    if row.indicator in _BOTH_WAYS:
        return [(row.origin, row.destination), (row.destination, row.origin)]
    return [(row.origin, row.destination)]


def _meets(wanted: Wanted, origin: str, destination: str) -> bool:
    return wanted.origin in ("", origin) and wanted.destination in ("", destination)


def _all_pairs(wanted: Wanted, places: dict[str, PlaceEvidence]) -> list[tuple[str, str]]:
    """Pairs of places for indicators computed from both ends alone; one end must be named."""
    ends: Sequence[str] = [place.iso3 for place in current_places() if place.iso3 in places]
    if wanted.origin:
        return [(wanted.origin, other) for other in ends if other != wanted.origin]
    if wanted.destination:
        return [(other, wanted.destination) for other in ends if other != wanted.destination]
    return [(a, b) for a in ends for b in ends if a != b]
