"""Charts of two or three corridors on one pair of axes: migrants, moves, refugees, and what sending money costs.

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
from passerelle.output.charts.told import at_of, line_of, only_known, scale_of, subtitle_of

_COLOURS = ("@migrants", "@accent", "@transit")
SINCE, FEWEST = 1990, 100  # refugees are drawn since this year, where at least so many were counted once


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


def _beside(
    slug: str, knowns: Sequence[KnownCorridor], held: Sequence[Sequence[Figure]], measure: str, language: str,
    year: int | None,
) -> Chart | None:  # fmt: skip
    """A chart of counts with a line a corridor of which enough is known; None unless there are two, and somebody."""
    known = [(k, colour, f) for k, colour, f in zip(knowns, _COLOURS, held, strict=False) if len(f) > 1]
    every = [figure for _, _, figures in known for figure in figures]
    if len(known) < 2 or not any(figure.value for figure in every):
        return None
    by, word = scale_of(every, language)
    lines = [
        line_of(_name(one, language), colour, figures, by, dashed=slug == "flows-beside")
        for one, colour, figures in known
    ]
    told = _told([one for one, _, _ in known], [figures for _, _, figures in known], language, year)
    return Chart(slug, told, subtitle_of(measure, word, every), told, tuple(every), time_chart(lines))


def stock_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """Migrants of the corridors over time."""
    measure = say("Migrants at mid-year, estimates", language)
    return _beside("stock-beside", knowns, _held(knowns, "stock"), measure, language, year)


def flows_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """Moves in five years by our own estimate, with its intervals."""
    held = [only_known(known.all_of("flow_estimated", method="pseudo_bayes")) for known in knowns]
    measure = say("People who moved in five years, our own estimate", language)
    return _beside("flows-beside", knowns, held, measure, language, year)


def protection_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """Refugees of the corridors since 1990; None where there are next to none."""
    held = [[f for f in only_known(known.all_of("refugees")) if at_of(f.period) >= SINCE] for known in knowns]
    if max((f.value or 0 for figures in held for f in figures), default=0) < FEWEST:
        return None
    measure = say("Refugees at the end of the year", language)
    return _beside("protection-beside", knowns, held, measure, language, year)


def price_beside(knowns: Sequence[KnownCorridor], language: str, year: int | None = None) -> Chart | None:
    """What sending 200 USD costs on the corridors, with the two targets; None unless it is known of two."""
    pairs = [(known, figures) for known, figures in zip(knowns, _held(knowns, "price_200"), strict=True)
             if len(figures) > 1]  # fmt: skip
    if len(pairs) < 2:
        return None
    knowns, held = [known for known, _ in pairs], [figures for _, figures in pairs]
    levels = [
        Level(say("3% target", language), TARGET_AVERAGE),
        Level(say("5% ceiling", language), TARGET_CORRIDOR),
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
    "people": (
        ("stock-beside", stock_beside), ("flows-beside", flows_beside), ("protection-beside", protection_beside),
    ),
    "money": (("price-beside", price_beside),),
}  # fmt: skip


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
