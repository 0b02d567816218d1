"""All indicators by name, and the figures of a place or a corridor under them.

Stands on the modules of the sections.
"""

import difflib
from collections.abc import Iterable
from functools import cache

from passerelle.base.errors import IndicatorUnknown
from passerelle.evidence.figures import UNITS, Figure, unknown
from passerelle.evidence.indicators import drivers, flows, money, people, rights, skills
from passerelle.evidence.indicators.basis import (
    REGISTERED,
    SECTIONS,
    CorridorEvidence,
    Held,
    Indicator,
    PlaceEvidence,
)

_LOADED = (people, flows, money, skills, rights, drivers)
ENDS = ("origin", "destination")


@cache
def all_indicators() -> dict[str, Indicator]:
    """Every indicator by its name, by section and then in the order of their modules."""
    ordered = sorted(REGISTERED.values(), key=lambda i: SECTIONS.index(i.section))
    return {i.id: i for i in ordered}


@cache
def corridor_names() -> dict[str, tuple[Indicator, str]]:
    """Names as they stand in a corridor: the indicator, and the end it is about ("" for the corridor itself)."""
    names: dict[str, tuple[Indicator, str]] = {}
    for i in all_indicators().values():
        if i.scope == "corridor":
            names[i.id] = (i, "")
        if i.scope != "place":
            continue
        for end in ENDS:
            if i.at in ("both", end):
                names[f"{i.id}_{end}"] = (i, end)
    return names


def indicator_of(name: str) -> Indicator:
    """The indicator of a name, with or without `_origin` or `_destination` behind it.

    Raises
    ------
    IndicatorUnknown : no such indicator; carries names like it.
    """
    known = all_indicators()
    if name in known:
        return known[name]
    if name in corridor_names():
        return corridor_names()[name][0]
    raise IndicatorUnknown(name, difflib.get_close_matches(name, [*known, *corridor_names()], n=3))


@cache
def needed_codes() -> tuple[str, ...]:
    """Every observed code that some indicator needs."""
    return tuple(sorted({code for i in all_indicators().values() for code in i.needs}))


@cache
def summed_codes() -> tuple[str, ...]:
    """Every observed code that some indicator needs summed over partners."""
    return tuple(sorted({code for i in all_indicators().values() for code in i.sums}))


def _not_known(i: Indicator, name: str, held: Held, *, origin: str, destination: str) -> Figure:
    """No figure: what would fill it, or, where the store holds the table, that the table records none."""
    vintage = held.vintages.get(i.needs[0])
    note = i.absence.format(vintage=vintage) if i.absence and vintage else i.fills
    return unknown(name, UNITS.get(i.unit, i.unit), note, origin=origin, destination=destination)


def figures_of_place(i: Indicator, evidence: PlaceEvidence) -> list[Figure]:
    """All figures of one place under one indicator, in time; one that is not known where there is none."""
    iso3 = evidence.iso3
    made = [figure.named(i.id, "", iso3) for figure in i.compute(evidence)]
    return made or [_not_known(i, i.id, evidence.held, origin="", destination=iso3)]


def figures_of_corridor(name: str, evidence: CorridorEvidence) -> list[Figure]:
    """All figures of a corridor under one name of `corridor_names`, in time; one that is not known where none."""
    i, end = corridor_names()[name]
    if end:
        about = evidence.origin if end == "origin" else evidence.destination
        made: Iterable[Figure] = i.compute(about)
    else:
        made = i.compute(evidence)
    ends = {"origin": evidence.origin.iso3, "destination": evidence.destination.iso3}
    found = [figure.named(name, ends["origin"], ends["destination"]) for figure in made]
    return found or [_not_known(i, name, evidence.held, **ends)]
