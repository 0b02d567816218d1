"""What charts share in telling their figures: places on the axis, units, years, findings in words.

Holds no drawing. Stands on `wording` and `marks`.
"""

from collections.abc import Sequence

from passerelle.base.periods import read_period
from passerelle.base.words import mark, say
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import moment_text, period_label, value_text, when_text
from passerelle.output.charts.marks import Line


def at_of(period: str) -> float:
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
    """Figures as a line, values divided by `by`; published intervals are its whiskers."""
    points = [(at_of(f.period), f.value / by, f.is_estimate) for f in figures if f.value is not None]
    whiskers = [(at_of(f.period), f.low / by, f.high / by) for f in figures if f.low is not None and f.high is not None]
    return Line(name, colour, tuple(sorted(points)), dashed, tuple(sorted(whiskers)))


def only_known(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that have a value."""
    return [figure for figure in figures if figure.is_known]


def _years(figures: Sequence[Figure]) -> str:
    periods = sorted((f.period for f in figures), key=read_period)
    first, last = read_period(periods[0]), read_period(periods[-1])
    return str(first.first) if first.first == last.last else f"{first.first}–{last.last}"


def subtitle_of(measure: str, word: str, figures: Sequence[Figure]) -> str:
    """Measure, size of the unit and years, one behind the other."""
    return ", ".join(part for part in (measure, word, _years(figures)) if part)


def places_of(known: KnownCorridor, language: str) -> dict[str, str]:
    """The names of both ends as they stand inside a sentence."""
    origin, destination = known.corridor.places
    return {"origin": origin.in_text(language), "destination": destination.in_text(language)}


def labels_of(known: KnownCorridor, language: str) -> dict[str, str]:
    """The bare names, for labels in a drawing."""
    origin, destination = known.corridor.places
    return {"origin": origin.name(language), "destination": destination.name(language)}


def upper_first(text: str) -> str:
    """The text with its first letter large, as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def described(title: str, figures: Sequence[Figure], language: str) -> str:
    """The drawing in words: the finding, and between which values the series moves."""
    low, high = (pick(figures, key=lambda f: f.value or 0.0) for pick in (min, max))
    text = say("{title} Lowest: {low} ({low_period}); highest: {high} ({high_period}).", language)
    return text.format(
        title=title, low=value_text(low, language), low_period=period_label(low.period, language),
        high=value_text(high, language), high_period=period_label(high.period, language),
    )  # fmt: skip


def trend(language: str, year: int | None, first: Figure, last: Figure, *, what: str) -> str:
    """A sentence on how a value moved between two figures, and nothing that the two do not carry."""
    before, after = first.value or 0.0, last.value or 0.0
    if before and abs(after / before - 1) < 0.02:
        text = say("{what} hardly changed: {first} {start}, {last} {when}.", language)
    elif after > before:
        text = say("{what} rose from {first} {start} to {last} {when}.", language)
    else:
        text = say("{what} fell from {first} {start} to {last} {when}.", language)
    return text.format(
        what=what, first=value_text(first, language, short=True), start=moment_text(first.period, language),
        last=value_text(last, language, short=True), when=when_text(last, year, language),
    )  # fmt: skip
