"""Charts of two corridors on one pair of axes: migrants, and what sending money costs.

Each line is a corridor, named by both ends. What one corridor lacks is left out of the drawing and said to lack
nowhere else. Stands on `told`, `marks` and `drawing`.
"""

from collections.abc import Callable, Sequence

from passerelle.base.words import arrow, say
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Section
from passerelle.evidence.indicators.money import TARGET_AVERAGE, TARGET_CORRIDOR
from passerelle.evidence.wording import value_text, when_text
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.marks import Level, time_chart
from passerelle.output.charts.told import line_of, only_known, scale_of, subtitle_of

_COLOURS = ("@migrants", "@accent")


def _name(known: KnownCorridor, language: str) -> str:
    origin, destination = known.corridor.places
    return f"{origin.name(language)} {arrow(language)} {destination.name(language)}"


def _held(knowns: Sequence[KnownCorridor], name: str) -> list[list[Figure]]:
    return [only_known(known.all_of(name)) for known in knowns]


def _told(knowns: Sequence[KnownCorridor], held: Sequence[Sequence[Figure]], language: str, year: int | None) -> str:
    """Each corridor with its newest figure, one behind the other."""
    text = say("{corridor}: {value} {when}", language)
    return "; ".join(
        text.format(
            corridor=_name(known, language),
            value=value_text(figures[-1], language, short=True),
            when=when_text(figures[-1], year, language),
        )
        for known, figures in zip(knowns, held, strict=True)
    )


def stock_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """Migrants of two corridors over time; None unless both are known."""
    held = _held(knowns, "stock")
    if any(len(figures) < 2 for figures in held):
        return None
    every = [figure for figures in held for figure in figures]
    by, word = scale_of(every, language)
    lines = [
        line_of(_name(known, language), colour, figures, by)
        for known, colour, figures in zip(knowns, _COLOURS, held, strict=False)
    ]
    told = _told(knowns, held, language, year)
    return Chart(
        "stock-beside", told, subtitle_of(say("Migrants at mid-year, estimates", language), word, every), told,
        tuple(every), time_chart(lines),
    )  # fmt: skip


def price_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """What sending 200 USD costs on two corridors, with the two targets; None unless both are known."""
    held = _held(knowns, "price_200")
    if any(len(figures) < 2 for figures in held):
        return None
    levels = [
        Level(say("3 % target", language), TARGET_AVERAGE),
        Level(say("5 % ceiling", language), TARGET_CORRIDOR),
    ]
    every = [figure for figures in held for figure in figures]
    lines = [
        line_of(_name(known, language), colour, figures)
        for known, colour, figures in zip(knowns, _COLOURS, held, strict=False)
    ]
    told = _told(knowns, held, language, year)
    measure = say("Price in % of the amount, average of services quoted", language)
    return Chart(
        "price-beside", told, subtitle_of(measure, "", every), told, tuple(every),
        time_chart(lines, levels=levels, quarters=True),
    )  # fmt: skip


Maker = Callable[[Sequence[KnownCorridor], str, int | None], Chart | None]
BESIDE: dict[Section, tuple[tuple[str, Maker], ...]] = {
    "people": (("stock-beside", stock_beside),),
    "money": (("price-beside", price_beside),),
}


def charts_beside(
    knowns: Sequence[KnownCorridor], section: Section, language: str, year: int | None = None
) -> list[Chart]:
    """The shared charts of one section of which enough is known on both sides; in `year` titles say what is old."""
    made = [maker(knowns, language, year) for _, maker in BESIDE.get(section, ())]
    return [chart for chart in made if chart is not None]


def chart_beside(knowns: Sequence[KnownCorridor], slug: str, language: str, year: int | None = None) -> Chart | None:
    """One shared chart by its slug; None where there is no such chart or too little is known."""
    for makers in BESIDE.values():
        for name, maker in makers:
            if name == slug:
                return maker(knowns, language, year)
    return None
