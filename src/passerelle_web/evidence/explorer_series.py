"""The explorer's chart: the largest series under the filters over the years.

The drawing is the library's. Stands on `explorer_filters`.
"""

from typing import Any

import ibis

from passerelle.base.places import all_places
from passerelle.base.words import arrow, say
from passerelle.evidence.cards import card_of
from passerelle.evidence.figures import UNITS, Figure
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.series import Series, series_chart
from passerelle_web.evidence.explorer_filters import Asked, expression_of, store_of

MOST_SERIES = 5
MOST_POINTS = 4000  # of all series together; a daily register is no line over years
_KEYS = ("SOURCE", "VINTAGE", "COUNTERPART_AREA", "REF_AREA", "AGE", "COMP_BREAKDOWN", "UNIT_MEASURE")


def _of_one_sex(asked: Asked) -> Any:
    kept = expression_of(asked)
    return kept if asked.sex else kept.filter(kept.SEX == "_T")


def _named(row: dict[str, Any], language: str, *, tell: set[str]) -> str:
    """A series by its places, and by whatever else tells it from the others."""
    ends = [_place(row[side], language) for side in ("COUNTERPART_AREA", "REF_AREA")]
    name = f" {arrow(language)} ".join(end for end in ends if end)
    more = [row[key] for key in ("AGE", "COMP_BREAKDOWN", "VINTAGE") if key in tell and row[key] not in ("_T", "_Z")]
    return " ".join([name, *more]).strip()


def _place(code: str, language: str) -> str:
    place = all_places().get(code)
    if place:
        return place.name(language)
    return {"W0": say("world", language), "_T": say("all", language), "_O": say("other", language),
            "_U": say("unknown", language)}.get(code, "")  # fmt: skip


def series_chart_of(asked: Asked, language: str) -> Chart | None:
    """The chart; None where there is no series of two years at least."""
    store, kept = store_of(asked), _of_one_sex(asked)
    newest = kept.mutate(LAST=kept.TIME_PERIOD.max().over(ibis.window(group_by=["SOURCE", "VINTAGE"])))
    tops = newest.filter(newest.TIME_PERIOD == newest.LAST).order_by(ibis.desc("OBS_VALUE"), "COUNTERPART_AREA",
                                                                    "REF_AREA", "COMP_BREAKDOWN", "AGE")  # fmt: skip
    largest = store.ask(tops.select(*_KEYS).limit(MOST_SERIES)).to_pylist()
    if not largest or len({row["UNIT_MEASURE"] for row in largest}) > 1:
        return None
    rows = _points(store, kept, largest)
    if not rows or len(rows) > MOST_POINTS:
        return None
    tell = {key for key in _KEYS if len({row[key] for row in largest}) > 1}
    series = []
    for row in largest:
        figures = [_figure(asked, one) for one in rows if all(one[key] == row[key] for key in _KEYS)]
        series.append(Series(_named(row, language, tell=tell), figures))
    measure = say(card_of(largest[0]["SOURCE"]).means(asked.indicator), language)
    return series_chart(series, measure, language)


def _points(store: Any, kept: Any, largest: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All observations of the chosen series, in time."""
    conditions = [ibis.and_(*(kept[key] == row[key] for key in _KEYS)) for row in largest]
    chosen = kept.filter(ibis.or_(*conditions)).order_by("TIME_PERIOD").limit(MOST_POINTS + 1)
    rows: list[dict[str, Any]] = store.ask(chosen).to_pylist()
    return rows


def _figure(asked: Asked, row: dict[str, Any]) -> Figure:
    return Figure(
        asked.indicator, row["OBS_VALUE"], UNITS.get(row["UNIT_MEASURE"], row["UNIT_MEASURE"]), row["TIME_PERIOD"],
        row["SOURCE"], row["VINTAGE"], row["COUNTERPART_AREA"], row["REF_AREA"], status=row["OBS_STATUS"],
        low=row["LOWER"], high=row["UPPER"],
    )  # fmt: skip
