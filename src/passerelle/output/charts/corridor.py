"""The charts of a corridor: which figures each draws, what it finds and how it says so.

A chart for which nothing is known is not drawn. Stands on `drawing` and `wording`.
"""

from collections.abc import Callable, Sequence

from passerelle.base.periods import read_period
from passerelle.base.words import mark, number, say
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Section
from passerelle.evidence.indicators.money import TARGET_AVERAGE, TARGET_CORRIDOR
from passerelle.evidence.indicators.skills import SAFEGUARDS
from passerelle.evidence.wording import period_label, value_text
from passerelle.output.charts.drawing import (
    Chart,
    Level,
    Line,
    Spec,
    bar_chart,
    profile_chart,
    stacked_bars,
    time_chart,
)

Maker = Callable[[KnownCorridor, str], Chart | None]


def _x(period: str) -> float:
    """Where a period stands on the axis: its year, with the quarter as a fraction; a span at its end."""
    read = read_period(period)
    return read.last + ((read.part - 1) / 4 if read.kind == "quarter" else 0)


def scale_of(figures: Sequence[Figure], language: str) -> tuple[float, str]:
    """By how much values are divided on the axis, and the word that says so."""
    top = max((abs(f.value) for f in figures if f.value is not None), default=0)
    for size, word in ((1e9, mark("billions")), (1e6, mark("millions")), (1e4, mark("thousands"))):
        if top >= size:
            return (1e3 if size == 1e4 else size), say(word, language)
    return 1.0, ""


def line_of(name: str, colour: str, figures: Sequence[Figure], by: float = 1.0, *, dashed: bool = False) -> Line:
    points = [(_x(f.period), f.value / by, f.is_estimate) for f in figures if f.value is not None]
    return Line(name, colour, tuple(sorted(points)), dashed)


def only_known(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.is_known]


def _years(figures: Sequence[Figure]) -> str:
    periods = sorted((f.period for f in figures), key=read_period)
    first, last = read_period(periods[0]), read_period(periods[-1])
    return str(first.first) if first.first == last.last else f"{first.first}–{last.last}"


def subtitle_of(measure: str, word: str, figures: Sequence[Figure]) -> str:
    return ", ".join(part for part in (measure, word, _years(figures)) if part)


def _places(known: KnownCorridor, language: str) -> dict[str, str]:
    origin, destination = known.corridor.places
    return {"origin": origin.in_text(language), "destination": destination.in_text(language)}


def _labels(known: KnownCorridor, language: str) -> dict[str, str]:
    """The bare names, for labels in a drawing."""
    origin, destination = known.corridor.places
    return {"origin": origin.name(language), "destination": destination.name(language)}


def sentence(text: str) -> str:
    """The text with its first letter large, as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def _described(title: str, lines: Sequence[Figure], language: str) -> str:
    """The drawing in words: where each series begins and ends."""
    first, last = lines[0], lines[-1]
    text = say("{title} From {first} in {start} to {last} in {end}.", language)
    return text.format(
        title=title, first=value_text(first, language), start=period_label(first.period, language),
        last=value_text(last, language), end=period_label(last.period, language),
    )  # fmt: skip


def _trend(language: str, first: Figure, last: Figure, **names: str) -> str:
    """A sentence on how a value moved between two figures, and nothing that the two do not carry."""
    before, after = first.value or 0.0, last.value or 0.0
    if before and abs(after / before - 1) < 0.02:
        text = say("{what} hardly changed between {start} and {end}.", language)
    elif after > before:
        text = say("{what} rose from {first} in {start} to {last} in {end}.", language)
    else:
        text = say("{what} fell from {first} in {start} to {last} in {end}.", language)
    return text.format(
        first=value_text(first, language, short=True), last=value_text(last, language, short=True),
        start=period_label(first.period, language), end=period_label(last.period, language), **names,
    )  # fmt: skip


def stock_chart(known: KnownCorridor, language: str) -> Chart | None:
    """The stock and its women and men over time."""
    both, women, men = (only_known(known.all_of("stock", sex=sex)) for sex in ("_T", "F", "M"))
    if len(both) < 2:
        return None
    by, word = scale_of(both, language)
    what = say("The number of migrants from {origin} in {destination}", language).format(**_places(known, language))
    title = _trend(language, both[0], both[-1], what=what)
    lines = [line_of(say("all", language), "@migrants", both, by)]
    if women and men:
        lines.append(line_of(say("women", language), "@transit", women, by))
        lines.append(line_of(say("men", language), "@accent", men, by))
    return Chart(
        "stock", title, subtitle_of(say("Migrants at mid-year, estimates", language), word, both),
        _described(title, both, language), tuple(both + women + men), time_chart(lines),
    )  # fmt: skip


def flow_chart(known: KnownCorridor, language: str) -> Chart | None:
    """Moves in five years: the pseudo-Bayesian estimate, and the range of the six methods as bars."""
    best = only_known(known.all_of("flow", method="da_pb_closed"))
    every = only_known(known.all_of("flow"))
    if not best or not any(f.value for f in every):
        return None
    by, word = scale_of(every, language)
    bands = []
    for period in sorted({f.period for f in every}, key=read_period):
        values = [f.value or 0.0 for f in every if f.period == period]
        bands.append((_x(period), min(values) / by, max(values) / by))
    last = best[-1]
    title = say(
        "Between {low} and {high} people moved in {period}, depending on the method of estimation.", language
    ).format(
        low=value_text(last.about(value=bands[-1][1] * by), language, short=True),
        high=value_text(last.about(value=bands[-1][2] * by), language, short=True),
        period=period_label(last.period, language),
    )  # fmt: skip
    lines = [line_of(say("pseudo-Bayesian", language), "@migrants", best, by, dashed=True)]
    ours = only_known(known.all_of("flow_estimated", method="pseudo_bayes"))
    if ours:
        lines.append(line_of(say("our estimate", language), "@accent", ours, by, dashed=True))
    return Chart(
        "flows", title,
        subtitle_of(say("People who moved in five years, six methods; bars show their range", language), word, every),
        _described(title, best, language), tuple(every + ours), time_chart(lines, bands=bands),
    )  # fmt: skip


def protection_chart(known: KnownCorridor, language: str) -> Chart | None:
    """Refugees and asylum-seekers of the corridor over time."""
    refugees = [f for f in only_known(known.all_of("refugees")) if _x(f.period) >= 1990]
    seekers = [f for f in only_known(known.all_of("asylum_seekers")) if _x(f.period) >= 1990]
    main = refugees if len(refugees) > 1 else seekers
    if len(main) < 2 or max(f.value or 0 for f in [*refugees, *seekers]) < 100:
        return None
    by, word = scale_of([*refugees, *seekers], language)
    subject = (
        "The number of refugees from {origin} in {destination}"
        if main is refugees
        else "The number of asylum-seekers from {origin} in {destination}"
    )
    what = say(subject, language).format(**_places(known, language))
    top = max(main, key=lambda f: f.value or 0)
    title = _trend(language, top if top is not main[-1] else main[0], main[-1], what=what)
    lines = [
        line_of(say(name, language), colour, figures, by)
        for name, colour, figures in (
            (mark("refugees"), "@migrants", refugees),
            (mark("asylum-seekers"), "@accent", seekers),
        )
        if len(figures) > 1
    ]
    return Chart(
        "protection", title, subtitle_of(say("People at the end of the year", language), word, main),
        _described(title, main, language), tuple(refugees + seekers), time_chart(lines, quarters=True),
    )  # fmt: skip


def price_chart(known: KnownCorridor, language: str) -> Chart | None:
    """The average price of sending 200 USD, quarter by quarter, with the two targets."""
    prices = only_known(known.all_of("price_200"))
    if len(prices) < 2:
        return None
    what = say("Sending 200 USD from {destination} to {origin}", language).format(**_places(known, language))
    last = prices[-1]
    text = say("{what} cost {price} on average in {period}, {first} in {start}.", language)
    title = text.format(
        what=what, price=value_text(last, language), period=period_label(last.period, language),
        first=value_text(prices[0], language), start=period_label(prices[0].period, language),
    )  # fmt: skip
    levels = [
        Level(say("3 % target", language), TARGET_AVERAGE),
        Level(say("5 % ceiling", language), TARGET_CORRIDOR),
    ]
    line = line_of(say("average price", language), "@migrants", prices)
    return Chart(
        "price", title, subtitle_of(say("Price in % of the amount, average of services quoted", language), "", prices),
        _described(title, prices, language), tuple(prices), time_chart([line], levels=levels, quarters=True),
    )  # fmt: skip


def remittances_chart(known: KnownCorridor, language: str) -> Chart | None:
    """What the origin receives from everywhere, as a share of its economy."""
    name = "remittances_received_share_gdp_origin"
    shares = [f for f in only_known(known.all_of(name)) if _x(f.period) >= 1990]
    if len(shares) < 2:
        return None
    what = say("Remittances received by {origin}, as a share of its economy,", language)
    title = _trend(language, shares[0], shares[-1], what=what.format(**_places(known, language)))
    line = line_of(_labels(known, language)["origin"], "@origin", [f.about(value=(f.value or 0) * 100) for f in shares])
    measure = say("Remittances received from all countries, % of GDP", language)
    return Chart(
        "remittances", title, subtitle_of(measure, "", shares), _described(title, shares, language), tuple(shares),
        time_chart([line], quarters=True),
    )  # fmt: skip


def health_chart(known: KnownCorridor, language: str) -> Chart | None:
    """Physicians, nurses and midwives of both places beside the WHO's global median."""
    names, labels = _places(known, language), _labels(known, language)
    rows: list[tuple[str, str, float, str]] = []
    figures: list[Figure] = []
    totals: dict[str, float] = {}
    for end in ("origin", "destination"):
        parts = [known.latest(f"{what}_{end}") for what in ("nurses_midwives", "physicians")]
        if not all(part.is_known for part in parts):
            continue
        for part, label in zip(parts, (mark("nurses and midwives"), mark("physicians")), strict=True):
            text = f"{say(label, language)} {number(part.value or 0, language, 1)} ({part.period})"
            rows.append((labels[end], text, part.value or 0.0, f"@{end}"))
        figures += parts
        totals[end] = sum(part.value or 0.0 for part in parts)
    if len(totals) < 2:
        return None
    median = SAFEGUARDS["2023"][0]
    text = say(
        "{destination} has {there} physicians, nurses and midwives for every 10,000 people; {origin} has {here}.",
        language,
    )
    title = text.format(
        there=number(totals["destination"], language), here=number(totals["origin"], language), **names
    )  # fmt: skip
    title = sentence(title)
    level = Level(say("global median {median} (WHO 2023)", language).format(median=f"{median:g}"), median)
    return Chart(
        "health", title, say("Health workers for every 10,000 people, last count of each", language), title,
        tuple(figures), stacked_bars(rows, levels=[level]), height=290,
    )  # fmt: skip


def work_chart(known: KnownCorridor, language: str) -> Chart | None:
    """Employment of foreign citizens and nationals in the destination."""
    foreign = only_known(known.all_of("employment_rate_foreign_destination"))
    national = only_known(known.all_of("employment_rate_nationals_destination"))
    if len(foreign) < 2 or len(national) < 2:
        return None
    names = _places(known, language)
    text = say(
        "In {destination} {foreign} of foreign citizens and {national} of nationals had work in {year}.", language
    )
    title = text.format(
        foreign=value_text(foreign[-1], language), national=value_text(national[-1], language),
        year=foreign[-1].period, **names,
    )  # fmt: skip
    lines = [
        line_of(say("nationals", language), "@destination", national),
        line_of(say("foreign citizens", language), "@migrants", foreign),
    ]
    return Chart(
        "work", title, subtitle_of(say("Employment rate, age 15 to 64, %", language), "", foreign),
        _described(title, foreign, language), tuple(foreign + national), time_chart(lines, quarters=True),
    )  # fmt: skip


def border_chart(known: KnownCorridor, language: str) -> Chart | None:
    """Crossings or encounters of the origin's nationals by year."""
    rows = only_known(known.all_of("border_encounters"))
    measure = "Encounters at the United States’ southwest border; events, not persons"
    what = "Encounters of nationals of {origin} at the southwest border of the United States"
    if len(rows) < 2:
        rows = only_known(known.all_of("detections_origin"))
        measure = "Irregular crossings detected at the EU’s external borders; events, not persons"
        what = "Detected irregular crossings of nationals of {origin} into the EU"
    whole = [f for f in rows if f.status != "P"]
    if len(whole) < 2:
        return None
    by, word = scale_of(rows, language)
    title = _trend(language, whole[-2], whole[-1], what=say(what, language).format(**_places(known, language)))
    bars = [(f.period, (f.value or 0) / by, f.status == "P") for f in rows]
    return Chart(
        "borders", title, subtitle_of(say(measure, language), word, rows), _described(title, whole, language),
        tuple(rows), bar_chart(bars, colour="@transit"), height=220,
    )  # fmt: skip


def income_chart(known: KnownCorridor, language: str) -> Chart | None:
    """GDP per head of both places at purchasing-power parity."""
    here = only_known(known.all_of("gdp_per_head_ppp_origin"))
    there = only_known(known.all_of("gdp_per_head_ppp_destination"))
    if len(here) < 2 or len(there) < 2:
        return None
    names, labels = _places(known, language), _labels(known, language)
    gap = known.latest("income_gap")
    by, word = scale_of([*here, *there], language)
    if gap.is_known and (gap.value or 0) >= 1:
        text = say("Income per head in {destination} is {times} times that of {origin}.", language)
        title = text.format(times=number(gap.value or 0, language, 1), **names)
    else:
        text = say("Income per head: {origin} {here}, {destination} {there}.", language)
        title = text.format(
            here=value_text(here[-1], language), there=value_text(there[-1], language), **names
        )  # fmt: skip
    lines = [
        line_of(labels["origin"], "@origin", here, by),
        line_of(labels["destination"], "@destination", there, by),
    ]
    measure = say("GDP per head, international USD of 2021", language)
    return Chart(
        "income", title, subtitle_of(measure, word, here), _described(title, here, language), tuple(here + there),
        time_chart(lines, quarters=True),
    )  # fmt: skip


def age_chart(known: KnownCorridor, language: str) -> Chart | None:
    """The age of both populations, band by band."""
    profiles: list[tuple[str, str, list[tuple[str, float]]]] = []
    figures: list[Figure] = []
    names, labels = _places(known, language), _labels(known, language)
    for end in ("origin", "destination"):
        bands = only_known(known.series.get(f"age_profile_{end}", []))
        if not bands:
            return None
        profiles.append((labels[end], f"@{end}", [(_band(f.age), f.value or 0.0) for f in reversed(bands)]))
        figures += bands
    young = [known.latest(f"youth_share_{end}") for end in ("origin", "destination")]
    text = say(
        "People of 15 to 24 are {here} of the population of {origin} and {there} of that of {destination}.", language
    )
    title = text.format(here=value_text(young[0], language), there=value_text(young[1], language), **names)
    measure = say("Share of each five-year age band in the population", language)
    return Chart(
        "ages", title, subtitle_of(measure, "", figures), title, tuple(figures), profile_chart(profiles), height=340
    )  # fmt: skip


def _band(age: str) -> str:
    """Y15T19 as 15–19, Y_GE100 as 100+."""
    if age.startswith("Y_GE"):
        return f"{age[4:]}+"
    low, high = age[1:].split("T")
    return f"{low}–{high}"


CHARTS: dict[Section, tuple[tuple[str, Maker], ...]] = {
    "people": (("stock", stock_chart), ("flows", flow_chart), ("protection", protection_chart)),
    "money": (("price", price_chart), ("remittances", remittances_chart)),
    "skills": (("health", health_chart), ("work", work_chart)),
    "rights": (("borders", border_chart),),
    "drivers": (("income", income_chart), ("ages", age_chart)),
}


def charts_of(known: KnownCorridor, section: Section, language: str) -> list[Chart]:
    """The charts of one section for which enough is known."""
    made = [maker(known, language) for _, maker in CHARTS[section]]
    return [chart for chart in made if chart is not None]


def chart_of(known: KnownCorridor, slug: str, language: str) -> Chart | None:
    """One chart by its slug; None where there is no such chart or too little is known."""
    for makers in CHARTS.values():
        for name, maker in makers:
            if name == slug:
                return maker(known, language)
    return None


__all__ = ["CHARTS", "Chart", "Spec", "chart_of", "charts_of"]
