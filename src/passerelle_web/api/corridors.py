"""Corridors and figures: /corridors, /corridors/{origin}/{destination}, its brief, /figures.

Routes only: each gets, asks, answers. The roof of the site.
"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Router

from passerelle.base.corridors import find_corridor
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.selections import Wanted
from passerelle.evidence.wording import name_text
from passerelle.output.tables import export, form_of
from passerelle.output.tables.columns import all_papers
from passerelle.output.tables.document import placed
from passerelle_web.api import parameters as p
from passerelle_web.api import queries, shapes
from passerelle_web.api.answers import answer, asked_from, attachment, corridor_line, written
from passerelle_web.api.paging import ON_A_PAGE, Part

router = Router(tags=["Corridors and figures"])
BRIEF_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def today() -> date:
    """The day that stands on briefs and files."""
    return date.today()  # noqa: DTZ011  the site's own calendar day


@router.get("/corridors", response=shapes.CorridorPage, summary="Corridors by size")
def list_corridors(
    request: HttpRequest,
    origin: p.Origin = "",
    destination: p.Destination = "",
    page: p.Page = 1,
    per_page: p.PerPage = ON_A_PAGE,
) -> HttpResponse:
    """Every corridor with a known stock in the newest year of the newest edition, the largest first."""
    found = queries.corridors_by_size(p.iso3_of(origin), p.iso3_of(destination))
    part = Part(page, per_page)
    return answer(part.envelope(request, len(found), [corridor_line(figure) for figure in part.of(found)]))


@router.get("/corridors/{origin}/{destination}", response=shapes.Corridor, summary="What is known of a corridor")
def corridor(
    request: HttpRequest,
    origin: p.OriginPath,
    destination: p.DestinationPath,
    vintage: p.Vintage = "latest",
    indicator: p.Names = [],  # noqa: B006  the parser makes a new list for each request
    section: p.Section = None,
) -> HttpResponse:
    """The newest figure of each indicator; one that is not known has no value and says what would fill it.

    Origin and destination are the migrants', also where money runs the other way.
    """
    found = find_corridor(origin, destination)
    figures = queries.corridor_as_of(found, vintage).newest
    if indicator:
        names = queries.names_in_corridor(indicator)
        figures = [figure for figure in figures if figure.indicator in names]
    if section:
        figures = [figure for figure in figures if indicator_of(figure.indicator).section == section]
    return answer({"origin": found.origin, "destination": found.destination, "figures": written(figures)})


@router.get("/corridors/{origin}/{destination}/brief", summary="A brief on a corridor")
def brief(
    request: HttpRequest,
    origin: p.OriginPath,
    destination: p.DestinationPath,
    format: p.BriefForm = "pdf",
    lang: p.Language = "en",
) -> HttpResponse:
    """A sourced brief: every sentence made from figures, every figure with its source."""
    found = find_corridor(origin, destination)
    raw = queries.brief_of(found, f".{format}", lang, today())
    # to be kept in every form: as HTML it has its styles inside, which the policy of our own pages forbids
    name = f"passerelle-{found.origin}-{found.destination}-{lang}.{format}"
    return attachment(raw, BRIEF_TYPES[format], name, lang)


@router.get("/figures", response=shapes.FigurePage, summary="Figures of one indicator")
def figures(
    request: HttpRequest,
    indicator: p.Name,
    origin: p.Origin = "",
    destination: p.Destination = "",
    period: p.PeriodText = "",
    sex: p.Sex = "",
    vintage: p.AnyVintage = "latest",
    page: p.Page = 1,
    per_page: p.PerPage = ON_A_PAGE,
    format: p.Form = "json",
    lang: p.Language = "en",
) -> HttpResponse:
    """All periods of one indicator, with their papers.

    An indicator of places takes the place as origin or destination. Known figures only, unless one corridor or one
    place was asked for: then one without a value says what would fill it. `lang` is for the words in files.
    """
    wanted = Wanted(indicator, p.iso3_of(origin), p.iso3_of(destination), period, sex)
    found = queries.figures_of(wanted, vintage)
    part = Part(page, per_page)
    if format == "json":
        here = part.of(found)
        sources = [papers.as_dict() for papers in all_papers(here)]
        items = [placed(figure) for figure in here]
        return answer(part.envelope(request, len(found), items, indicator=indicator, sources=sources))
    paged = asked_from(request, "page", "per_page")
    form = form_of(format)
    title = " · ".join(filter(None, (name_text(indicator, lang), wanted.origin, wanted.destination, period)))
    raw = export(part.of(found) if paged else found, format, title=title, language=lang, day=today())
    name = "-".join(filter(None, ("passerelle", indicator, wanted.origin, wanted.destination))) + form.suffix
    said = attachment(raw, form.media_type, name, lang)
    links = part.header(request, len(found)) if paged else ""
    if links:
        said["Link"] = links
    return said
