"""The charts of a plan's budget: by year and source with what nobody pays, and by category of cost.

Amounts are drawn as floats of the exact sums and never added here. Stands on `charts.drawing` and `plans.budget`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from passerelle.base.words import listed, mark, percent, say
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.labels import LINE_HEIGHT, Label, Spec, lines_of, places, upper_first
from passerelle.output.plans.pen import cut
from passerelle.output.plans.wording import about, category_text, source_name, years_text
from passerelle.plans.budget import CONTINGENCY, Budget
from passerelle.plans.funding import UNFUNDED

MOST_SOURCES = 4  # beyond these the smallest are one
MOST_CATEGORIES = 8
LONGEST_NAME = 26  # widths of a letter M: two lines of a name beside the bars
OTHERS = "·others"
_TINTS = (1.0, 0.66, 0.42, 0.24, 0.12)
# Shares that people have a word for; a title says them where the share is as near as this.
NEAR = 0.015
_GAPS: tuple[tuple[float, str], ...] = (
    (1 / 4, mark("A quarter of the {amount} has no source yet")),
    (1 / 3, mark("A third of the {amount} has no source yet")),
    (1 / 2, mark("Half of the {amount} has no source yet")),
    (2 / 3, mark("Two thirds of the {amount} have no source yet")),
    (3 / 4, mark("Three quarters of the {amount} have no source yet")),
)


def gap_text(made: Budget, language: str) -> str:
    """What part of the whole nobody pays yet, as a finding without a full stop."""
    whole, gap = made.money(int(made.total.sum())), made.money(int(made.gap.sum()))
    amount = about(whole, made.currency, language)
    if gap == 0:
        return say("The whole of the {amount} has its sources", language).format(amount=amount)
    if gap == whole:
        return say("None of the {amount} has a source yet", language).format(amount=amount)
    share = float(gap / whole)
    text = next((said for value, said in _GAPS if abs(share - value) <= NEAR), "")
    if text:
        return say(text, language).format(amount=amount)
    said = say("less than 1%", language) if share < 0.01 else percent(min(share, 0.99), language, 0)
    return say("{share} of the {amount} has no source yet", language).format(share=said, amount=amount)


def budget_chart(made: Budget, language: str, ranges: Mapping[str, Any] | None = None) -> Chart | None:
    """Costs with contingency by year, stacked by source, what nobody pays hollow; None where nothing costs.

    Parameters
    ----------
    ranges : as `draws.ranges` gives them; costs without contingency, P10 to P90, are drawn as whiskers.
    """
    if not made.total.any():
        return None
    by, unit = _unit(made, int(made.total.max()), language)
    rows = _stack(made, language)
    spread = _whiskers(made, ranges, by)
    subtitle = say(
        "{unit} a year, {years}; costs and contingency, with inflation from prices of {price_year}", language
    )
    subtitle = subtitle.format(unit=unit, years=years_text(made.years, language), price_year=made.plan.price_year)
    if spread:
        subtitle += say("; whiskers: costs without contingency, from P10 to P90", language)
    said = [f"{name} {about(made.money(sum(cents)), made.currency, language)}" for name, cents, _ in rows if any(cents)]
    title = gap_text(made, language)
    return Chart(
        "budget-years", title, subtitle, f"{title}. {listed(said, language)}.", (),
        _years_spec(made, rows, spread, by), height=max(300, _name_room(rows)), paper_height=max(210, _name_room(rows)),
    )  # fmt: skip


def _unit(made: Budget, most: int, language: str) -> tuple[float, str]:
    """By what amounts are divided so that the largest, in cents, is short; and how that is called."""
    top = float(made.money(most))
    if top >= 2e9:
        return 1e9, say("billions of {currency}", language).format(currency=made.currency)
    if top >= 2e6:
        return 1e6, say("millions of {currency}", language).format(currency=made.currency)
    if top >= 2e4:
        return 1e3, say("thousands of {currency}", language).format(currency=made.currency)
    return 1.0, made.currency


def _name_room(rows: Sequence["_Stacked"]) -> int:
    """Pixels that the names at the right need below one another, axis included."""
    return sum(LINE_HEIGHT * len(lines_of(name)) for name, _, _ in rows) + 44


_Stacked = tuple[str, list[int], str]


def _stack(made: Budget, language: str) -> list[_Stacked]:
    """Sources from the ground up, the largest first, the small ones as one, and what nobody pays on top."""
    paying = [(key, row) for key, row in made.by_source.items() if key != UNFUNDED and row.any()]
    paying.sort(key=lambda item: -int(item[1].sum()))
    rows: list[_Stacked] = []
    first = paying if len(paying) <= MOST_SOURCES + 1 else paying[:MOST_SOURCES]
    for key, row in first:
        name = cut(source_name(made.plan, key, language), LONGEST_NAME, 1)
        rows.append((name, [int(cents) for cents in row], key))
    rest = paying[len(first) :]
    if rest:
        summed = [int(sum(int(row[at]) for _, row in rest)) for at in range(len(made.years))]
        rows.append((say("{number} other sources", language).format(number=len(rest)), summed, OTHERS))
    if made.gap.any():
        rows.append((source_name(made.plan, UNFUNDED, language), [int(cents) for cents in made.gap], UNFUNDED))
    return rows


def _whiskers(made: Budget, ranges: Mapping[str, Any] | None, by: float) -> list[Spec]:
    by_year: Mapping[int, Mapping[str, str]] = (ranges or {}).get("years", {})
    found = []
    for year, ends in by_year.items():
        low, high = (float(Decimal(ends[level])) / by for level in ("p10", "p90"))
        if high > low:
            found.append({"x": str(year), "low": low, "high": high})
    return found


def _years_spec(made: Budget, rows: Sequence[_Stacked], spread: Sequence[Spec], by: float) -> Spec:
    scale = by * 10**made.digits
    data: list[Spec] = []
    tops = [0.0] * len(made.years)
    for at, (_, cents, key) in enumerate(rows):
        for place, year in enumerate(made.years):
            low, tops[place] = tops[place], tops[place] + cents[place] / scale
            if cents[place]:
                data.append({"x": str(year), "low": low, "high": tops[place], "tint": _tint(at, key)})
    top = max([*tops, *(one["high"] for one in spread)]) * 1.05 or 1.0
    x = {"field": "x", "type": "ordinal", "sort": None,
         "scale": {"domain": [str(year) for year in made.years], "paddingInner": 0.3, "paddingOuter": 0.15},
         "axis": {"labelAngle": 0, "ticks": False, "labelOverlap": True}}  # fmt: skip
    y = {"field": "low", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
         "axis": {"format": ",~f", "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    solid = [row for row in data if row["tint"] > 0]
    hollow = [row for row in data if row["tint"] == 0]
    layers = [_bars(solid, x, y, {"color": "@accent", "stroke": "@paper", "strokeWidth": 1})] if solid else []
    if hollow:
        look = {"color": "@paper", "stroke": "@ink", "strokeWidth": 1.2, "strokeDash": [4, 3]}
        layers.append(_bars(hollow, x, y, look))
    layers += _spread(spread, x, y)
    labels, keys = _names(rows, tops.index(max(tops)), scale)
    return {"params": places(labels, 0, top), "layer": [*layers, *keys]}


def _tint(at: int, key: str) -> float:
    return 0.0 if key == UNFUNDED else _TINTS[min(at, len(_TINTS) - 1)]


def _bars(rows: Sequence[Spec], x: Spec, y: Spec, look: Spec) -> Spec:
    encoding: Spec = {"x": x, "y": y, "y2": {"field": "high"}}
    if "strokeDash" not in look:
        encoding["fillOpacity"] = {"field": "tint", "type": "quantitative", "scale": None, "legend": None}
    return {"data": {"values": list(rows)}, "mark": {"type": "bar", **look}, "encoding": encoding}


def _spread(spread: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    """Whiskers with feet, over a halo so that they are seen on a bar as well."""
    if not spread:
        return []
    data = {"values": list(spread)}
    upright: Spec = {"x": x, "y": y, "y2": {"field": "high"}}
    made: list[Spec] = [
        {"data": data, "mark": {"type": "rule", **look}, "encoding": upright}
        for look in ({"color": "@paper", "strokeWidth": 4}, {"color": "@ink", "strokeWidth": 1.5})
    ]
    foot: Spec = {"type": "tick", "color": "@ink", "thickness": 1.5, "size": 11, "opacity": 1}
    for end in ("low", "high"):
        made.append({"data": data, "mark": foot, "encoding": {"x": x, "y": {**y, "field": end}}})
    return made


def _names(rows: Sequence[_Stacked], bar: int, scale: float) -> tuple[list[Label], list[Spec]]:
    """The names of the parts at the right, at the height that each has in the highest bar, behind its own colour."""
    labels: list[Label] = []
    marks: dict[Label, Spec] = {}
    low = 0.0
    for at, (name, cents, key) in enumerate(rows):
        high = low + cents[bar] / scale
        # of parts at one height the upper stands higher: a hair keeps the order of the stack
        label = Label(name, (low + high) / 2 + 1e-9 * at, "@ink")
        labels.append(label)
        marks[label] = {"fill": "@paper", "stroke": "@ink", "strokeDash": [3, 2]} if key == UNFUNDED else {
            "fill": "@accent", "fillOpacity": _tint(at, key), "stroke": "@accent"}  # fmt: skip
        low = high
    drawn: list[Spec] = []
    for place, label in enumerate(upper_first(labels)):
        first = LINE_HEIGHT * 0.5 - label.half
        mark = {"type": "point", "shape": "square", "size": 90, "strokeWidth": 1.1, "opacity": 1, "filled": True,
                "x": {"expr": "width + 14"}, "y": {"expr": f"place_{place} + {first}"}, **marks[label]}  # fmt: skip
        drawn.append({"data": {"values": [{}]}, "mark": mark})
        for line, text in enumerate(label.lines):
            down = LINE_HEIGHT * (line + 0.5) - label.half
            word = {"type": "text", "align": "left", "baseline": "middle", "x": "width", "dx": 25,
                    "y": {"expr": f"place_{place} + {down}"}, "text": text, "color": "@ink"}  # fmt: skip
            drawn.append({"data": {"values": [{}]}, "mark": word})
    return labels, drawn


# By category --------------------------------------------------------------------------------------------


def category_chart(made: Budget, language: str) -> Chart | None:
    """Costs by category with contingency, the largest first; None where nothing costs."""
    if not made.total.any():
        return None
    rows = [(key, int(row.sum())) for key, row in made.by_category.items() if row.any()]
    rows.sort(key=lambda item: (item[0] == CONTINGENCY, -item[1]))
    rows = _merged(rows)
    named = [(_category(key, language), cents) for key, cents in rows]
    whole = sum(cents for _, cents in named)
    key, most = max(rows, key=lambda row: row[1])
    title = say("{category} takes the largest part: {share} of the {amount}", language).format(
        category=_category(key, language), share=percent(most / whole, language, 0),
        amount=about(made.money(whole), made.currency, language),
    )  # fmt: skip
    by, unit = _unit(made, max(cents for _, cents in named), language)
    subtitle = say("{unit}, {years} together; with inflation from prices of {price_year}", language).format(
        unit=unit, years=years_text(made.years, language), price_year=made.plan.price_year
    )
    said = [f"{name} {about(made.money(cents), made.currency, language)}" for name, cents in named]
    return Chart(
        "budget-categories", title, subtitle, f"{title}. {listed(said, language)}.", (),
        _categories_spec(made, named, by, language, {_category(CONTINGENCY, language)}),
        height=_ROW * len(named) + 34, paper_height=_ROW * len(named) + 34,
    )  # fmt: skip


def _merged(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    if len(rows) <= MOST_CATEGORIES:
        return rows
    reserve = [row for row in rows if row[0] == CONTINGENCY]
    costs = [row for row in rows if row[0] != CONTINGENCY]
    kept = costs[: MOST_CATEGORIES - 1 - len(reserve)]
    return [*kept, (OTHERS, sum(cents for _, cents in costs[len(kept) :])), *reserve]


def _category(key: str, language: str) -> str:
    return say("Other categories", language) if key == OTHERS else category_text(key, language)


_ROW = 38  # pixels: the words of a bar and the bar


def _categories_spec(made: Budget, rows: Sequence[tuple[str, int]], by: float, language: str, hollow: set[str]) -> Spec:
    scale = by * 10**made.digits
    top = max(cents for _, cents in rows) / scale * 1.02
    x = {"field": "start", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
         "axis": {"format": ",~f", "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    layers: list[Spec] = []
    for at, (name, cents) in enumerate(rows):
        down = at * _ROW
        look = (
            {"color": "@paper", "stroke": "@accent", "strokeDash": [4, 3]} if name in hollow else {"color": "@accent"}
        )
        layers.append({
            "data": {"values": [{"start": 0, "end": cents / scale}]},
            "mark": {"type": "rect", "strokeWidth": 1.2, **look},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": down + 17}, "y2": {"value": down + 31}},
        })  # fmt: skip
        for text, side in ((name, "left"), (about(made.money(cents), made.currency, language), "right")):
            layers.append({
                "data": {"values": [{}]},
                "mark": {"type": "text", "align": side, "baseline": "middle", "y": down + 8, "text": text,
                         "x": 0 if side == "left" else "width", "fontSize": 13,
                         "fontWeight": 400 if side == "left" else 600},
            })  # fmt: skip
    return {"layer": layers}
