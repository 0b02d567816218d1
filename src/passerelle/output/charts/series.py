"""A chart of any series of figures over time, such as the explorer finds: a line a series, named at its end.

Stands on `told` and `marks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.base.words import number, say
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import period_label
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.marks import time_chart
from passerelle.output.charts.told import line_of, only_known, scale_of, subtitle_of

_COLOURS = ("@migrants", "@accent", "@destination", "@origin", "@transit")
MARKED = 40  # points of a line that are drawn one by one


@dataclass(frozen=True)
class Series:
    """Figures of one kind in time, with the name that tells them from the others."""

    name: str
    figures: Sequence[Figure]


def _value(figure: Figure, language: str) -> str:
    """A value with its unit; an observation is of no indicator, which would say how it is written."""
    value = figure.value or 0.0
    unit = "" if figure.unit == "1" else f" {say(figure.unit, language)}"
    return f"{number(value, language, 0 if float(value).is_integer() else 2)}{unit}"


def series_chart(series: Sequence[Series], measure: str, language: str) -> Chart | None:
    """Series on one pair of axes, at most five; None where none has two points.

    Figures of all series are of one unit.
    """
    held = [(one.name, only_known(one.figures)) for one in series[: len(_COLOURS)]]
    held = [(name, figures) for name, figures in held if len({f.period for f in figures}) > 1]
    if not held:
        return None
    every = [figure for _, figures in held for figure in figures]
    by, word = scale_of(every, language)
    first, figures = held[0]
    last = figures[-1]
    text = say("{series}: {value} in {period}", language)
    title = text.format(series=first, value=_value(last, language), period=period_label(last.period, language))
    lines = [line_of(name, colour, rows, by) for (name, rows), colour in zip(held, _COLOURS, strict=False)]
    told = "; ".join(f"{name} {_value(rows[-1], language)}" for name, rows in held)
    return Chart(
        "series", title, subtitle_of(measure, word, every), f"{title}. {told}.", tuple(every),
        time_chart(lines, quarters=max(len(rows) for _, rows in held) > MARKED),
    )  # fmt: skip
