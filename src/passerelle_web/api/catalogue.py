"""Indicators and sources: what can be asked for, and whose figures they are.

Routes only: each gets, asks, answers. The roof of the site.
"""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from passerelle.evidence.cards import all_cards
from passerelle.evidence.indicators.registry import all_indicators
from passerelle_web.api import parameters as p
from passerelle_web.api import shapes
from passerelle_web.api.answers import answer, indicator_line, source_line, source_whole
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.api.problems import SourceUnknown
from passerelle_web.evidence.queries import the_store
from passerelle_web.evidence.source_page import build_report

router = Router(tags=["Indicators and sources"])


@router.get("/indicators", response=shapes.IndicatorPage, summary="Indicators")
def indicators(
    request: HttpRequest, section: p.Section = None, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE
) -> HttpResponse:
    """Every indicator: its name, formula, unit, maximum age, and what would fill it where it is not known."""
    found = [i for i in all_indicators().values() if section in (None, i.section)]
    part = Part(page, per_page)
    return answer(part.envelope(request, len(found), [indicator_line(i) for i in part.of(found)]))


@router.get("/sources", response=shapes.SourcePage, summary="Sources")
def sources(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Every source, held here or not, with its licence and how to cite it."""
    found = list(all_cards().values())
    part = Part(page, per_page)
    holdings = the_store().holdings
    return answer(part.envelope(request, len(found), [source_line(card, holdings) for card in part.of(found)]))


@router.get("/sources/{source}", response=shapes.SourceShape, summary="A source in full")
def source(
    request: HttpRequest,
    source: Annotated[str, Path(description="Name of a source.", example="undesa_stock", max_length=120)],
) -> HttpResponse:
    """The card, what is held of it, and the report of the build that made its table."""
    card = all_cards().get(source)
    if card is None:
        raise SourceUnknown(f'No source is called "{source}". /api/v1/sources lists them all.')
    return answer(source_whole(card, the_store().holdings, build_report(source)))
