"""What stands on the pages of a country and of a grouping.

Holds the choice of figures; words are made in `rows`. Stands on `rows`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from passerelle.base.groupings import Grouping, Membership, groupings_of
from passerelle.base.places import Place, place_of
from passerelle.base.words import say
from passerelle.evidence.corridors import KnownPlace
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import name_text
from passerelle_web.evidence import pictures, queries
from passerelle_web.evidence.corridor_page import PARTS, Part, sources_of
from passerelle_web.evidence.outlook_block import outlook_block
from passerelle_web.evidence.rows import Cell, Gap, Papers, Row, cell_known, cell_of, own_rows, ranked, split
from passerelle_web.evidence.sentences import sentences
from passerelle_web.evidence.transit_block import transit_block

GLANCE = (
    "emigrants", "immigrants", "net_migration", "remittances_received_share_gdp", "population", "gdp_per_head",
    "refugees_hosted", "health_workers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceSection:
    """A section of a country's page: its figures, and what is not known."""

    part: Part
    rows: list[Row]
    gaps: list[Gap]
    numbers: list[int]


def _sections(known: KnownPlace, papers: Papers, year: int, language: str) -> list[PlaceSection]:
    made = []
    for part in PARTS:
        # one band of a whole profile says nothing by itself: the pyramid shows them all
        names = [name for name in known.section(part.slug) if name != "age_profile"]
        rows, gaps = split(own_rows([known], names, papers, year=year, language=language))
        numbers = sorted({number for row in rows for cell in row.cells for number in cell.numbers})
        made.append(PlaceSection(part, rows, gaps, numbers))
    return made


def _opening(known: KnownPlace, place: Place, year: int, language: str) -> list[str]:
    templates = [
        ("emigrants", gettext("{value} people from {place} lived abroad {when}.")),
        ("immigrants", gettext("{value} people from elsewhere lived in {place} {when}.")),
        ("remittances_received_share_gdp", gettext("Remittances came to {value} of its income (GDP) {when}.")),
    ]
    return sentences(known, templates, {"place": place.in_text(language)}, year=year, language=language)


def country_page(place: Place, *, year: int, language: str) -> dict[str, Any]:
    """The context of a country's page: as origin, as destination, in its groupings."""
    known = queries.place_known(place.iso3)
    papers = Papers()
    glance: list[tuple[str, Cell]] = [
        (name_text(name, language), cell_known(known, name, papers, year=year, language=language, short=True))
        for name in GLANCE
    ]
    sides = []
    for side, title in (
        ("origin", gettext("Where people from {place} live")),
        ("destination", gettext("Where people in {place} are from")),
    ):
        figures = queries.partners_of(place.iso3, side)
        sides.append(
            {
                "side": side,
                "title": title.format(place=place.in_text(language)),
                "ranked": ranked(figures, language),
                "numbers": sorted({number for figure in figures for number in papers.of(figure)}),
                "map": pictures.place(place.iso3, tuple(figures), side, language) if figures else "",
            }
        )
    outlook = queries.outlook_of(place.iso3)
    return {
        "place": place,
        "outlook": outlook_block(known, outlook, papers, language) if outlook else None,
        "transit": transit_block(place, known, papers, year=year, language=language),
        "name": place.name(language),
        "sentences": _opening(known, place, year, language),
        "glance": [(label, cell) for label, cell in glance if cell.is_known],
        "sides": sides,
        "sections": _sections(known, papers, year, language),
        "groupings": [g for g in groupings_of(place.iso3, date(year, 1, 1)) if g.kind != "UN region"],
        "sources": sources_of(papers),
        "years": known.years,
        "successors": [place_of(iso3) for iso3 in place.successors],
    }


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a grouping with the figures by which members are seen side by side."""

    place: Place
    name: str
    since: date | None
    cells: tuple[Cell, ...]


MEMBER_NAMES = ("population", "emigrants", "immigrants", "immigrants_share", "remittances_received_share_gdp")


def _since(stretches: Sequence[Membership], day: date) -> date | None:
    """From when the present stretch runs; None for conventions without dates."""
    return next((m.since for m in stretches if m.holds_on(day) and m.since.year > 1), None)


def _member(place: Place, found: Grouping, papers: Papers, day: date, year: int, language: str) -> Member:
    from_table: list[Cell] = []
    for name in MEMBER_NAMES:
        figure = queries.newest_by_place(name).get(place.iso3)
        from_table.append(_member_cell(figure, papers, year, language))
    return Member(place, place.name(language), _since(found.membership_of(place.iso3), day), tuple(from_table))


def _member_cell(figure: Figure | None, papers: Papers, year: int, language: str) -> Cell:
    if figure is None:
        return Cell(say("not known", language), is_known=False)
    return cell_of(figure, None, papers, year=year, language=language)


def grouping_page(found: Grouping, day: date, *, year: int, language: str) -> dict[str, Any]:
    """The context of a grouping's page: members with their figures, those who left, a map of shares."""
    papers = Papers()
    places = sorted(queries.members(found, day), key=lambda place: place.name(language))
    members = [_member(place, found, papers, day, year, language) for place in places]
    codes = {place.iso3 for place in places}
    former = [
        (place_of(m.iso3).name(language), m)
        for m in found.memberships
        if m.until is not None and m.until <= day and m.iso3 not in codes
    ]
    shares = queries.newest_by_place("immigrants_share")
    inside = queries.stock_inside(tuple(sorted(codes)))
    values = {iso3: shares[iso3].value if iso3 in shares else None for iso3 in codes}
    return {
        "grouping": found,
        "name": say(found.name, language),
        "members": members,
        "columns": [name_text(name, language) for name in MEMBER_NAMES],
        "former": former,
        "inside": inside.words(language) if inside else None,
        "largest": ranked(inside.largest, language) if inside else [],
        "map": pictures.shares(values, gettext("Immigrants in the population of the members"), language),
        "sources": sources_of(papers),
    }
