"""How figures are written in words: values with their units, names, methods, ages, in five languages.

Pages, briefs and the command line all write figures through here. Stands on `indicators` and `base.words`.
"""

import re

from passerelle.base.periods import read_period
from passerelle.base.words import compact, mark, number, percent, say, upright
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.corridors import is_old, source_pairs
from passerelle.evidence.figures import Figure, pairs_of
from passerelle.evidence.indicators.flows import OUR_METHODS
from passerelle.evidence.indicators.people import FLOW_METHODS
from passerelle.evidence.indicators.registry import corridor_names, indicator_of
from passerelle.evidence.remarks import remark_text

NOT_KNOWN = "not known"
_UNIT_BEHIND = {"%", "1", "persons", "crossings", "encounters", "services", "permits", "index"}
# A time as it stands inside a sentence, by the kind of period: languages have another word before each.
_INSIDE = {
    "year": mark("in {year}"), "span": mark("in {span}"), "quarter": mark("in {quarter}"), "month": mark("in {month}"),
    "day": mark("on {day}"),
}  # fmt: skip


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,]\d)")
FEW = 10  # people: of fewer, no percentage is said


def _digits(value: float) -> int:
    size = abs(value)
    return 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2


def value_text(figure: Figure, language: str = "en", *, short: bool = False) -> str:
    """A value as a person reads it: 10,853,105 · 4.2 % · 30.0 billion USD · yes.

    `short` writes large numbers in short words and leaves units out that the label says.
    """
    value = figure.value
    if value is None:
        return say(NOT_KNOWN, language)
    return upright(_written(figure, value, language, short), language)


def _written(figure: Figure, value: float, language: str, short: bool) -> str:
    show = indicator_of(figure.indicator).show
    if show == "flag":
        return say("yes" if value else "no", language)
    if show == "share":
        return percent(value, language, 1 if abs(value) >= 0.001 or value == 0 else 3)
    if show == "percent":
        return percent(value / 100, language, 2 if abs(value) < 10 else 1)
    if show == "money":
        if abs(value) >= 1e6:
            # in Spanish and French a large number in words takes "de" before what is counted
            return say("{number} {unit}", language).format(
                number=compact(value, language), unit=say(figure.unit, language)
            )
        return f"{number(value, language, 0)} {say(figure.unit, language)}"
    if show == "ratio":
        digits = 2 if abs(value) >= 0.1 else 3
        return number(value, language, digits)
    text = compact(value, language) if short and abs(value) >= 1e6 else number(value, language, _digits(value))
    if figure.unit in _UNIT_BEHIND or short:
        return text
    return f"{text} {say(figure.unit, language)}"


def interval_text(figure: Figure, language: str = "en") -> str:
    """The published interval, or "" where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    low = value_text(figure.about(value=figure.low), language)
    high = value_text(figure.about(value=figure.high), language)
    return f"{low} – {high}"


def name_text(name: str, language: str = "en") -> str:
    """The name of an indicator, without saying which end of the corridor it is about."""
    return say(indicator_of(name).name, language)


def end_of(name: str) -> str:
    """Which end of a corridor a name is about: "origin", "destination" or ""."""
    return corridor_names()[name][1] if name in corridor_names() else ""


def method_text(method: str, language: str = "en") -> str:
    """A method in words."""
    return say(FLOW_METHODS.get(method.upper()) or OUR_METHODS.get(method.upper(), method), language)


def period_text(figure: Figure, year: int, language: str = "en") -> str:
    """The period; "last known, 2020" where the figure is older than its indicator's maximum age."""
    if not figure.period:
        return ""
    if is_old(figure, year):
        return say("last known, {period}", language).format(period=period_label(figure.period, language))
    return period_label(figure.period, language)


def when_text(figure: Figure, year: int | None, language: str = "en", *, at_end: bool = False) -> str:
    """When a figure holds, as it stands inside a sentence: "in 2020"; "(last known, 2020)" where it is old in `year`.

    `at_end` says of a year that the figure is of its end. Without a `year` nothing is old.
    """
    if not figure.period:
        return ""
    if year is not None and is_old(figure, year):
        return f"({period_text(figure, year, language)})"
    return moment_text(figure.period, language, at_end=at_end)


def moment_text(period: str, language: str = "en", *, at_end: bool = False) -> str:
    """A period as it stands inside a sentence, whatever its age: in 2020, in 2020 Q3, on 2026-01-01."""
    kind = read_period(period).kind
    text = mark("at the end of {year}") if at_end and kind == "year" else _INSIDE[kind]
    return say(text, language).format(**{kind: period_label(period, language)})


def period_label(period: str, language: str = "en") -> str:
    """A period as a person writes it: 2015–2020, third quarter as 2020 Q3."""
    read = read_period(period)
    if read.kind == "span":
        return upright(f"{read.first}–{read.last}", language)
    if read.kind == "quarter":
        return say("{year} Q{quarter}", language).format(year=read.first, quarter=read.part)
    return read.text


def source_text(figure: Figure) -> str:
    """Publisher, title and vintage of each source behind a figure."""
    return "; ".join(
        f"{card_of(source).publisher}, {card_of(source).title}, {vintage}" if vintage else card_of(source).title
        for source, vintage in source_pairs(figure)
    )


def publishers_text(source: str, vintage: str) -> str:
    """Who published what stands behind a figure, in short, with the vintage: for a line in a table."""
    cards = all_cards()
    told = (
        f"{cards[code].known_as if code in cards else code} {edition}".strip()
        for code, edition in pairs_of(source, vintage)
    )
    return ", ".join(dict.fromkeys(told))


def change_text(figure: Figure, before: Figure | None, language: str = "en") -> str:
    """The change since the figure before: in percent, in points for shares, in its own unit for an index.

    Nothing is said where there is none before, where the newest year is held in part only, or where either is
    marked as of low reliability: from the share of three decisions to that of two thousand nothing has changed that
    anybody knows of. What would be written as a change of 0.0 is said to be unchanged. Nor is a percentage said of
    what may be below zero, nor of a few people: from two to three is one more, not 50 % more.
    """
    if before is None or before.value is None or figure.value is None or figure.status == "P":
        return ""
    if "U" in (figure.status, before.status):
        return ""
    show = indicator_of(figure.indicator).show
    if show == "flag":
        return ""
    period = period_label(before.period, language)
    least = min(figure.value, before.value)
    if show in ("share", "percent"):
        points = (figure.value - before.value) * (100 if show == "share" else 1)
        text = say("{points} points", language).format(points=signed(points, language, 1))
    elif least < 0 or figure.unit == "index" or (figure.unit == "persons" and least < FEW):
        change = figure.value - before.value
        text = signed(change, language, _digits(change))
    elif before.value == 0:
        return ""
    else:
        change = figure.value / before.value - 1
        text = upright(f"{'+' if change >= 0 else '−'}{percent(abs(change), language, 1)}", language)
    if not re.search("[1-9]", text):
        return say("unchanged since {period}", language).format(period=period)
    return f"{text} {say('since {period}', language).format(period=period)}"


def signed(value: float, language: str = "en", digits: int = 0) -> str:
    """A number with its sign, the minus a real one."""
    return upright(("+" if value >= 0 else "−") + number(abs(value), language, digits), language)


def note_text(figure: Figure, language: str = "en") -> str:
    """Why a figure is not known, or what must be said of it, in the language.

    "None recorded by 2022-08" is made from its pattern anew, so that one translation serves every date.
    """
    i = indicator_of(figure.indicator)
    if not figure.is_known and i.absence and figure.note != i.fills:
        before, _, after = i.absence.partition("{vintage}")
        vintage = figure.note.removeprefix(before).removesuffix(after)
        return say(i.absence, language).format(vintage=vintage)
    said = remark_text(figure.note, language)
    return said if language == "en" else _GROUPED.sub(lambda found: _regrouped(found[0], language), said)


def _regrouped(text: str, language: str) -> str:
    """A whole number that a remark holds in English, such as 2,129, as the language writes it."""
    return number(int(text.replace(",", "")), language)
