"""The charts of a corridor: which figures each draws, what it finds and how it says so.

A chart for which nothing is known is not drawn. Stands on `drawing` and `wording`.
"""

from collections.abc import Callable

from passerelle.base.periods import read_period
from passerelle.base.words import mark, number, say
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Section
from passerelle.evidence.indicators.money import TARGET_AVERAGE, TARGET_CORRIDOR
from passerelle.evidence.indicators.skills import SAFEGUARDS
from passerelle.evidence.wording import moment_text, period_label, period_text, value_text, when_text
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.marks import (
    Level,
    bar_chart,
    profile_chart,
    stacked_bars,
    stacked_height,
    time_chart,
)
from passerelle.output.charts.told import (
    at_of,
    described,
    labels_of,
    line_of,
    only_known,
    places_of,
    scale_of,
    subtitle_of,
    trend,
    upper_first,
)

# What is known of a corridor, the language, and the year in which titles judge what is old (None: nothing is).
Maker = Callable[[KnownCorridor, str, int | None], Chart | None]


def stock_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """The stock and its women and men over time."""
    both, women, men = (only_known(known.all_of("stock", sex=sex)) for sex in ("_T", "F", "M"))
    if len(both) < 2:
        return None
    by, word = scale_of(both, language)
    what = say("The number of migrants from {origin} in {destination}", language).format(**places_of(known, language))
    title = trend(language, year, both[0], both[-1], what=what)
    lines = [line_of(say("all", language), "@migrants", both, by)]
    if women and men:
        lines.append(line_of(say("women", language), "@transit", women, by))
        lines.append(line_of(say("men", language), "@accent", men, by))
    return Chart(
        "stock", title, subtitle_of(say("Migrants at mid-year, estimates", language), word, both),
        described(title, both, language), tuple(both + women + men), time_chart(lines),
    )  # fmt: skip


def flow_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """Moves in five years: the pseudo-Bayesian estimate, and the range of the six methods as bars."""
    best = only_known(known.all_of("flow", method="da_pb_closed"))
    every = only_known(known.all_of("flow"))
    if not best or not any(f.value for f in every):
        return None
    by, word = scale_of(every, language)
    bands = []
    for period in sorted({f.period for f in every}, key=read_period):
        values = [f.value or 0.0 for f in every if f.period == period]
        bands.append((at_of(period), min(values) / by, max(values) / by))
    last = best[-1]
    title = say(
        "Between {low} and {high} people moved {when}, depending on the method of estimation.", language
    ).format(
        low=value_text(last.about(value=bands[-1][1] * by), language, short=True),
        high=value_text(last.about(value=bands[-1][2] * by), language, short=True),
        when=when_text(last, year, language),
    )  # fmt: skip
    lines = [line_of(say("pseudo-Bayesian", language), "@migrants", best, by, dashed=True)]
    ours = only_known(known.all_of("flow_estimated", method="pseudo_bayes"))
    measure = say("People who moved in five years; bars: range of six methods", language)
    if ours:
        lines.append(line_of(say("our estimate", language), "@accent", ours, by, dashed=True))
        measure = say(
            "People who moved in five years; bars: range of six methods; whiskers: 80 % of our estimates", language
        )
    return Chart(
        "flows", title, subtitle_of(measure, word, every), described(title, best, language), tuple(every + ours),
        time_chart(lines, bands=bands),
    )  # fmt: skip


def protection_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """Refugees and asylum-seekers of the corridor over time."""
    refugees = [f for f in only_known(known.all_of("refugees")) if at_of(f.period) >= 1990]
    seekers = [f for f in only_known(known.all_of("asylum_seekers")) if at_of(f.period) >= 1990]
    main = refugees if len(refugees) > 1 else seekers
    if len(main) < 2 or max(f.value or 0 for f in [*refugees, *seekers]) < 100:
        return None
    by, word = scale_of([*refugees, *seekers], language)
    subject = (
        "The number of refugees from {origin} in {destination}"
        if main is refugees
        else "The number of asylum-seekers from {origin} in {destination}"
    )
    what = say(subject, language).format(**places_of(known, language))
    top = max(main, key=lambda f: f.value or 0)
    title = trend(language, year, top if top is not main[-1] else main[0], main[-1], what=what)
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
        described(title, main, language), tuple(refugees + seekers), time_chart(lines, quarters=True),
    )  # fmt: skip


def price_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """The average price of sending 200 USD, quarter by quarter, with the two targets."""
    prices = only_known(known.all_of("price_200"))
    if len(prices) < 2:
        return None
    what = say("Sending 200 USD from {destination} to {origin}", language).format(**places_of(known, language))
    last = prices[-1]
    text = say("{what} cost {price} on average {when}, {first} {start}.", language)
    title = text.format(
        what=what, price=value_text(last, language), when=when_text(last, year, language),
        first=value_text(prices[0], language), start=moment_text(prices[0].period, language),
    )  # fmt: skip
    levels = [
        Level(say("3% target", language), TARGET_AVERAGE),
        Level(say("5% ceiling", language), TARGET_CORRIDOR),
    ]
    line = line_of(say("average price", language), "@migrants", prices)
    return Chart(
        "price", title, subtitle_of(say("Price in % of the amount, average of services quoted", language), "", prices),
        described(title, prices, language), tuple(prices), time_chart([line], levels=levels, quarters=True),
    )  # fmt: skip


def remittances_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """What the origin receives from everywhere, as a share of its economy."""
    name = "remittances_received_share_gdp_origin"
    shares = [f for f in only_known(known.all_of(name)) if at_of(f.period) >= 1990]
    if len(shares) < 2:
        return None
    what = say("Remittances received by {origin}, as a share of its economy,", language)
    title = trend(language, year, shares[0], shares[-1], what=what.format(**places_of(known, language)))
    line = line_of(
        labels_of(known, language)["origin"], "@origin", [f.about(value=(f.value or 0) * 100) for f in shares]
    )
    measure = say("Remittances received from all countries, % of GDP", language)
    return Chart(
        "remittances", title, subtitle_of(measure, "", shares), described(title, shares, language), tuple(shares),
        time_chart([line], quarters=True),
    )  # fmt: skip


def health_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """Physicians, nurses and midwives of both places beside the WHO's global median."""
    names, labels = places_of(known, language), labels_of(known, language)
    rows: list[tuple[str, str, float, str]] = []
    figures: list[Figure] = []
    totals: dict[str, float] = {}
    for end in ("origin", "destination"):
        parts = [known.latest(f"{what}_{end}") for what in ("nurses_midwives", "physicians")]
        if not all(part.is_known for part in parts):
            continue
        for part, label in zip(parts, (mark("nurses and midwives"), mark("physicians")), strict=True):
            text = f"{say(label, language)} {number(part.value or 0, language, 1)} ({_aged(part, year, language)})"
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
    title = upper_first(title)
    level = Level(say("global median {median} (WHO 2023)", language).format(median=f"{median:g}"), median)
    height = stacked_height(rows, [level])
    return Chart(
        "health", title, say("Health workers for every 10,000 people, last count of each", language), title,
        tuple(figures), stacked_bars(rows, levels=[level]), height, height,
    )  # fmt: skip


def work_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """Employment of foreign citizens and nationals in the destination."""
    foreign = only_known(known.all_of("employment_rate_foreign_destination"))
    national = only_known(known.all_of("employment_rate_nationals_destination"))
    if len(foreign) < 2 or len(national) < 2:
        return None
    names = places_of(known, language)
    text = say("In {destination} {foreign} of foreign citizens and {national} of nationals had work {when}.", language)
    title = text.format(
        foreign=value_text(foreign[-1], language), national=value_text(national[-1], language),
        when=when_text(foreign[-1], year, language), **names,
    )  # fmt: skip
    lines = [
        line_of(say("nationals", language), "@destination", national),
        line_of(say("foreign citizens", language), "@migrants", foreign),
    ]
    return Chart(
        "work", title, subtitle_of(say("Employment rate, age 15 to 64, %", language), "", foreign),
        described(title, foreign, language), tuple(foreign + national), time_chart(lines, quarters=True),
    )  # fmt: skip


def border_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
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
    title = trend(language, year, whole[-2], whole[-1], what=say(what, language).format(**places_of(known, language)))
    bars = [(f.period, (f.value or 0) / by, f.status == "P") for f in rows]
    return Chart(
        "borders", title, subtitle_of(say(measure, language), word, rows), described(title, whole, language),
        tuple(rows), bar_chart(bars, colour="@transit"), height=220, paper_height=150,
    )  # fmt: skip


def income_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """GDP per head of both places at purchasing-power parity."""
    here = only_known(known.all_of("gdp_per_head_ppp_origin"))
    there = only_known(known.all_of("gdp_per_head_ppp_destination"))
    if len(here) < 2 or len(there) < 2:
        return None
    names, labels = places_of(known, language), labels_of(known, language)
    gap = known.latest("income_gap")
    by, word = scale_of([*here, *there], language)
    if gap.is_known and (gap.value or 0) >= 1:
        text = say(
            "Income per head at purchasing power in {destination} was {times} times that of {origin} {when}.", language
        )
        title = text.format(times=number(gap.value or 0, language, 1), when=when_text(gap, year, language), **names)
    else:
        text = say(
            "Income per head at purchasing power: {origin} {here} ({here_period}), {destination} {there} "
            "({there_period}).",
            language,
        )
        title = text.format(
            here=value_text(here[-1], language), here_period=_aged(here[-1], year, language),
            there=value_text(there[-1], language), there_period=_aged(there[-1], year, language), **names,
        )  # fmt: skip
    lines = [
        line_of(labels["origin"], "@origin", here, by),
        line_of(labels["destination"], "@destination", there, by),
    ]
    measure = say("GDP per head at purchasing power, international USD of 2021", language)
    return Chart(
        "income", title, subtitle_of(measure, word, here), described(title, here, language), tuple(here + there),
        time_chart(lines, quarters=True),
    )  # fmt: skip


def age_chart(known: KnownCorridor, language: str, year: int | None = None) -> Chart | None:
    """The age of both populations, band by band."""
    profiles: list[tuple[str, str, list[tuple[str, float]]]] = []
    figures: list[Figure] = []
    names, labels = places_of(known, language), labels_of(known, language)
    for end in ("origin", "destination"):
        bands = only_known(known.series.get(f"age_profile_{end}", []))
        if not bands:
            return None
        profiles.append((labels[end], f"@{end}", [(_band(f.age), f.value or 0.0) for f in reversed(bands)]))
        figures += bands
    young = [known.latest(f"youth_share_{end}") for end in ("origin", "destination")]
    text = say(
        "People of 15 to 24 are {here} of the population of {origin} and {there} of that of {destination} ({period}).",
        language,
    )
    title = text.format(
        here=value_text(young[0], language), there=value_text(young[1], language),
        period=_aged(young[0], year, language), **names,
    )  # fmt: skip
    measure = say("Share of each five-year age band in the population", language)
    return Chart(
        "ages", title, subtitle_of(measure, "", figures), title, tuple(figures), profile_chart(profiles), height=340,
        paper_height=200,
    )  # fmt: skip


def _aged(figure: Figure, year: int | None, language: str) -> str:
    """The period for use in brackets; "last known" where it is old."""
    return period_text(figure, year, language) if year is not None else period_label(figure.period, language)


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


def charts_of(known: KnownCorridor, section: Section, language: str, year: int | None = None) -> list[Chart]:
    """The charts of one section for which enough is known; in `year` titles say what is old."""
    made = [maker(known, language, year) for _, maker in CHARTS[section]]
    return [chart for chart in made if chart is not None]


def chart_of(known: KnownCorridor, slug: str, language: str, year: int | None = None) -> Chart | None:
    """One chart by its slug; None where there is no such chart or too little is known."""
    for makers in CHARTS.values():
        for name, maker in makers:
            if name == slug:
                return maker(known, language, year)
    return None


__all__ = ["CHARTS", "Chart", "chart_of", "charts_of"]
