"""The chart of a corridor's drivers: each one's part in its difference from the average corridor, with intervals.

Factors stand on a logarithmic axis around one: to the right more moves go along with the driver, to the left fewer.
Stands on `drawing` and `economy.drivers`.
"""

from collections.abc import Sequence
from math import ceil, exp, floor, log

from passerelle.base.words import number, say
from passerelle.economy.drivers.explaining import NAMES, Explanation, Part, largest_first
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import period_label
from passerelle.output.charts.drawing import Chart, Spec

MOST = 9  # drivers drawn; the table has all
SMALLEST = 1.02  # a factor nearer to one than this is no part worth drawing
_SEEN = ("stock", "distance_km", "contiguity", "official_language_shared", "colonial_tie")
ROW = 36  # pixels a driver


def factor_text(factor: float, language: str) -> str:
    """A factor as it is read: × 2.7, × 240."""
    places = 0 if factor >= 20 else (1 if factor >= 1.95 else 2)
    return f"× {number(factor, language, places)}"


def shown_parts(explanation: Explanation) -> list[Part]:
    """The parts that are drawn, the largest first."""
    parts = [part for part in largest_first(explanation.parts) if max(part.factor, 1 / part.factor) >= SMALLEST]
    return parts[:MOST]


def why_chart(known: KnownCorridor, explanation: Explanation, language: str) -> Chart | None:
    """Parts of the drivers; None where no driver stands out."""
    parts = shown_parts(explanation)
    if not parts:
        return None
    origin, destination = (place.in_text(language) for place in known.corridor.places)
    first = parts[0]
    text = say("What stands out most in moves from {origin} to {destination}: {driver}.", language)
    title = text.format(driver=say(NAMES[first.name], language), origin=origin, destination=destination)
    measure = say(
        "Times the moves of a typical corridor (geometric mean) that go along with each driver, {period}; "
        "associations, no causes; intervals of {level}%",
        language,
    ).format(period=period_label(explanation.period, language), level=f"{explanation.level * 100:.0f}")
    told = "; ".join(f"{say(NAMES[part.name], language)} {factor_text(part.factor, language)}" for part in parts)
    return Chart(
        "why", title, measure, f"{title} {told}.", _figures(known), _spec(parts, language),
        height=56 + ROW * len(parts),
    )  # fmt: skip


def _marks(low: float, high: float) -> list[float]:
    """Where the axis is marked: powers of ten, or of two where the span is small."""
    base = 10 if high / low > 50 else 2
    first, last = ceil(log(low, base) - 1e-9), floor(log(high, base) + 1e-9)
    return [float(base**power) for power in range(first, last + 1)]


def _figures(known: KnownCorridor) -> tuple[Figure, ...]:
    """What the parts rest on, for the sources."""
    flow = known.latest("flow_estimated", method="pseudo_bayes")
    return tuple(f for f in (flow, *(known.latest(name) for name in _SEEN)) if f.is_known)


def _rows(parts: Sequence[Part], language: str) -> list[Spec]:
    return [
        {
            "name": say(NAMES[part.name], language),
            "factor": part.factor,
            "low": exp(part.low) if part.low is not None else part.factor,
            "high": exp(part.high) if part.high is not None else part.factor,
            "more": part.points > 0,
            "text": factor_text(part.factor, language),
            "sure": part.low is not None,
        }
        for part in parts
    ]


def _domain(rows: Sequence[Spec]) -> tuple[float, float]:
    ends = [1.0, *(float(row["low"]) for row in rows), *(float(row["high"]) for row in rows)]
    room = (max(ends) / min(ends)) ** 0.08
    return min(ends) / room, max(ends) * room


def _spec(parts: Sequence[Part], language: str) -> Spec:
    rows = _rows(parts, language)
    domain = _domain(rows)
    scale = {"type": "log", "domain": list(domain), "nice": False}
    x = {"field": "factor", "type": "quantitative", "scale": scale,
         "axis": {"format": "~g", "values": _marks(*domain), "domain": False, "ticks": False}}  # fmt: skip
    y = {"field": "name", "type": "ordinal", "sort": None, "axis": None,
         "scale": {"paddingInner": 0.2, "paddingOuter": 0.35}}  # fmt: skip
    shade = {"condition": {"test": "datum.more", "value": "@accent"}, "value": "@migrants"}
    line = {"data": {"values": [{"factor": 1}]}, "mark": {"type": "rule", "color": "@soft"}, "encoding": {"x": x}}
    bars = {"mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.32},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "color": shade}}  # fmt: skip
    # an estimate is hollow; what has no interval is a diamond, so that nobody takes it for a certain one
    dots = {"mark": {"type": "point", "filled": True, "size": 70, "strokeWidth": 2, "opacity": 1, "fill": "@paper"},
            "encoding": {"x": x, "y": y, "stroke": shade,
                         "shape": {"condition": {"test": "datum.sure", "value": "circle"}, "value": "diamond"}},
            }  # fmt: skip
    names = {"mark": {"type": "text", "align": "left", "dy": -15, "fontSize": 13},
             "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}}}  # fmt: skip
    # the line of one passes behind the words
    halo = {**names, "mark": {**names["mark"], "stroke": "@paper", "strokeWidth": 4}}
    values = {"mark": {"type": "text", "align": "right", "dy": -15, "fontSize": 13, "fontWeight": 600},
              "encoding": {"x": {"value": "width"}, "y": y, "text": {"field": "text"}}}  # fmt: skip
    return {"data": {"values": rows}, "layer": [line, bars, dots, halo, names, values]}
