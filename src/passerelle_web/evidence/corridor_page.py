"""What stands on the page of a corridor, in order: the sentence, the glance, five sections, gaps, sources.

Holds the choice of figures; words are made in `rows`. Stands on `rows`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import Corridor
from passerelle.base.places import place_of
from passerelle.base.words import say
from passerelle.evidence.ages import age_text
from passerelle.evidence.cards import Card, card_of
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Section as SectionName
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.wording import name_text
from passerelle.output.charts.beside import charts_beside
from passerelle.output.charts.corridor import Chart, charts_of
from passerelle.output.charts.why import why_chart
from passerelle_web.evidence import queries
from passerelle_web.evidence.model_blocks import SavingBlock, WhyBlock, saving_block, why_block
from passerelle_web.evidence.rows import Cell, Gap, Papers, Row, cell_known, cell_of, end_rows, own_rows, split
from passerelle_web.evidence.sentences import sentences

GLANCE = (
    "stock", "flow", "remittances_bilateral", "price_200", "income_gap", "refugees", "asylum_recognition",
    "deaths_of_nationals_origin",
)  # fmt: skip


# What people earn at both ends, beside the pay that a legal way asks for.
WAGES = ("monthly_earnings", "gdp_per_head")
TALL = 400  # pixels


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its address on the page, its name, what it answers, its figures."""

    slug: SectionName
    title: str | Promise
    asks: str | Promise
    own: tuple[str, ...]
    ends: tuple[str, ...]


PARTS = (
    Part(
        "people", _("People"), _("Who lives where, who moved, who was granted protection."),
        ("stock", "stock_change", "stock_female_share", "share_of_emigrants", "share_of_immigrants", "flow",
         "flow_estimated", "flow_return", "refugees", "asylum_seekers", "asylum_applicants", "asylum_recognition",
         "temporary_protection"),
        ("emigrants", "emigrants_share", "immigrants", "immigrants_share", "net_migration",
         "refugees_hosted_per_1000"),
    ),
    Part(
        "money", _("Money"), _("What migrants send home and what sending costs them."),
        ("remittances_estimate", "remittances_bilateral", "remittances_bilateral_share", "remittances_per_migrant",
         "price_200", "price_above_3", "price_500", "smart", "price_above_5", "price_competition", "transfer_tax",
         "income_gap"),
        ("remittances_received", "remittances_received_share_gdp", "remittances_paid", "gdp_per_head"),
    ),
    Part(
        "skills", _("Skills"), _("Whose skills leave and arrive, and how they are used."),
        ("born_abroad_oecd", "doctors_abroad", "nurses_abroad", "health_density_gap"),
        ("tertiary_emigration_rate", "physicians", "nurses_midwives", "health_workers", "safeguards_2020",
         "safeguards_2023", "employment_rate_gap", "unemployment_rate_gap", "income_ratio_foreign", "vacancy_rate",
         "monthly_earnings"),
    ),
    Part(
        "rights", _("Rights and risks"), _("Which instruments bind the parties, and what people risk on the way."),
        ("border_encounters",),
        ("party_icrmw", "party_refugee_convention", "party_refugee_protocol", "party_trafficking_protocol",
         "party_smuggling_protocol", "party_cedaw", "detections", "deaths_of_nationals", "deaths_here",
         "refused_entry", "returns", "mipex"),
    ),
    Part(
        "drivers", _("Drivers"), _("What stands behind moving: people, work, distance, ties."),
        ("distance_km", "contiguity", "official_language_shared", "colonial_tie", "unemployment_gap"),
        ("population", "population_growth", "youth_share", "old_age_dependency", "life_expectancy",
         "total_fertility", "unemployment", "inflation", "political_stability"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glance:
    """One of the few figures that matter, with one cell a corridor laid side by side."""

    name: str
    label: str
    cells: tuple[Cell, ...]
    corridors: tuple[Corridor, ...] = ()

    @property
    def laid(self) -> list[tuple[Corridor, Cell]]:
        """Each corridor with its cell."""
        return list(zip(self.corridors, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its words and the numbers of its sources; the drawing is fetched by itself."""

    chart: Chart
    numbers: list[int]

    @property
    def is_tall(self) -> bool:
        """Does it take the room of two?"""
        return self.chart.height > TALL


@dataclass(frozen=True, slots=True)
class Section:
    """A section ready for the template."""

    part: Part
    charts: list[Picture]
    own: list[Row]
    ends: list[Row]
    gaps: list[Gap]
    numbers: list[int]
    saving: SavingBlock | None = None
    why: WhyBlock | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source at the foot of the page."""

    number: int
    card: Card
    vintage: str

    @property
    def citation(self) -> str:
        """How its publisher wants it cited."""
        return self.card.cite(self.vintage)


@dataclass(frozen=True, slots=True)
class CorridorPage:
    """All that the template needs, in words of one language."""

    sentences: list[str]
    glance: list[Glance]
    sections: list[Section]
    sources: list[Source]
    years: tuple[int, int] | None
    wages: list[Row]


def opening(known: KnownCorridor, *, year: int, language: str) -> list[str]:
    """The opening: what the figures carry, and nothing else. Empty where nothing is known."""
    origin, destination = (place.in_text(language) for place in known.corridor.places)
    templates = [
        ("stock", gettext("{value} people from {origin} lived in {destination} {when}.")),
        ("remittances_bilateral", gettext("They sent home an estimated {value} {when}.")),
        ("price_200", gettext("Sending 200 US dollars to {origin} cost {value} of the amount {when}.")),
    ]
    return sentences(known, templates, {"origin": origin, "destination": destination}, year=year, language=language)


def _charts(part: Part, knowns: Sequence[KnownCorridor], year: int, language: str) -> list[Chart]:
    """The section's charts; of two corridors first those that show both, which then need no drawing alone."""
    shared = charts_beside(knowns, part.slug, language, year) if len(knowns) > 1 else []
    shown = {chart.slug.removesuffix("-beside") for chart in shared}
    return shared + [chart for chart in charts_of(knowns[0], part.slug, language, year) if chart.slug not in shown]


def _section(part: Part, knowns: Sequence[KnownCorridor], papers: Papers, year: int, language: str) -> Section:
    own, own_gaps = split(own_rows(knowns, part.own, papers, year=year, language=language))
    ends, end_gaps = split(end_rows(knowns[0], part.ends, papers, year=year, language=language))
    numbers = sorted({n for row in own + ends for cell in row.cells for n in cell.numbers})
    explanation = queries.why(knowns[0].corridor) if part.slug == "drivers" else None
    drawn = _charts(part, knowns, year, language)
    if explanation and (chart := why_chart(knowns[0], explanation, language)):
        drawn = [chart, *drawn]
    charts = [
        Picture(chart, sorted({n for figure in chart.figures if figure.is_known for n in papers.of(figure)}))
        for chart in drawn
    ]
    return Section(
        part, charts, own, ends, own_gaps + end_gaps, numbers,
        saving_block(knowns[0], papers, year=year, language=language) if part.slug == "money" else None,
        why_block(explanation, language) if explanation else None,
    )  # fmt: skip


def sources_of(papers: Papers) -> list[Source]:
    """The sources that a page's figures called for, by number."""
    return [Source(number, card_of(source), vintage) for number, source, vintage in papers.listed()]


def corridor_page(knowns: Sequence[KnownCorridor], *, year: int, language: str) -> CorridorPage:
    """The page of one corridor, or of two laid side by side; the first is the page's own."""
    papers = Papers()
    glance = [
        Glance(
            name,
            _glance_label(name, knowns[0], language),
            tuple(cell_known(k, name, papers, year=year, language=language, short=True) for k in knowns),
            tuple(k.corridor for k in knowns),
        )
        for name in GLANCE
    ]
    sections = [_section(part, knowns, papers, year, language) for part in PARTS]
    wages, _unknown = split(end_rows(knowns[0], WAGES, papers, year=year, language=language))
    return CorridorPage(
        opening(knowns[0], year=year, language=language),
        [item for item in glance if any(cell.is_known for cell in item.cells)],
        sections,
        sources_of(papers),
        papers.years,
        wages,
    )


def _glance_label(name: str, known: KnownCorridor, language: str) -> str:
    """The name of a figure; one about an end of the corridor says which."""
    for end, iso3 in (("origin", known.corridor.origin), ("destination", known.corridor.destination)):
        if name.endswith(f"_{end}"):
            return f"{name_text(name, language)}: {place_of(iso3).name(language)}"
    return name_text(name, language)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in full, for the table one link away."""

    name: str
    label: str
    sex: str
    cell: Cell
    formula: str


_SEXES = {"_T": "", "F": _("women"), "M": _("men")}


def _aged(label: str, figure: Figure, language: str) -> str:
    """The label with the age that the figure is of, where it is of one."""
    return label if figure.age == "_T" else f"{label}: {age_text(figure.age, language)}"


def all_lines(known: KnownCorridor, part: Part, *, year: int, language: str) -> tuple[list[Line], list[Source]]:
    """The newest figure of every name, sex and method of a section, unknown ones too, and their sources."""
    papers = Papers()
    names = set(known.section(part.slug))
    lines = [
        Line(
            figure.indicator,
            _aged(_glance_label(figure.indicator, known, language), figure, language),
            str(_SEXES.get(figure.sex, figure.sex)),
            cell_of(figure, known.before(figure), papers, year=year, language=language),
            say(indicator_of(figure.indicator).formula, language),
        )
        for figure in known.newest
        if figure.indicator in names
    ]
    return lines, sources_of(papers)
