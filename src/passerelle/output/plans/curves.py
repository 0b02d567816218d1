"""The curve of an indicator: its way from baseline to target, dashed, and what was reported, solid.

Stands on `charts.marks`.
"""

from collections.abc import Sequence
from datetime import date

from passerelle.base.words import mark, number, say
from passerelle.followup.curves import TargetPath, compare
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.marks import Line, time_chart
from passerelle.plans.records import Indicator


def curve_chart(
    indicator: Indicator, begins: date, observed: Sequence[tuple[date, float]], language: str
) -> Chart | None:
    """An indicator against its target; None where it has no target, or its target lies before the beginning.

    Parameters
    ----------
    begins : the day of the baseline, the start of the action.
    observed : (day, value) as reported, in any order.
    """
    target, baseline = indicator.target, indicator.baseline
    if target is None or baseline is None or target.on <= begins:
        return None
    path = TargetPath(float(baseline.value), begins, float(target.value), target.on)
    seen = compare(path, observed)
    lines = [Line(say("target", language), "@soft", ((_year(begins), path.baseline, False), (_year(target.on),
             path.target, False)), dashed=True)]  # fmt: skip
    known = [(one.on, one.value) for one in seen if one.value is not None]
    if known:
        points = ((_year(begins), path.baseline, False), *((_year(day), value, False) for day, value in known))
        lines.append(Line(say("reported", language), "@accent", points))
    title = _title(indicator, seen[-1].lead if known else None, known, language)
    subtitle = say("{name}, {unit}; from baseline to target in a straight line", language).format(
        name=indicator.name, unit=indicator.unit or say("as reported", language)
    )
    told = "; ".join(f"{day.isoformat()}: {number(value, language, _digits(value))}" for day, value in known)
    text = say("{title}. Target {target} by {day}. {told}", language).format(
        title=title, target=number(path.target, language, _digits(path.target)), day=target.on.isoformat(), told=told
    )
    return Chart("curve", title, subtitle, text.strip(), (), time_chart(lines), height=240, paper_height=150)


def _title(
    indicator: Indicator, lead: float | None, known: Sequence[tuple[date, float]], language: str
) -> str:  # fmt: skip
    """What is to be seen: ahead, behind, or that nothing is reported."""
    if not known:
        return say("{name}: nothing is reported yet", language).format(name=indicator.name)
    value = number(known[-1][1], language, _digits(known[-1][1]))
    if lead is None or lead == 0:
        return say("{name}: {value}, as expected by then", language).format(name=indicator.name, value=value)
    said = mark("{name}: {value}, ahead of its way") if lead > 0 else mark("{name}: {value}, behind its way")
    return say(said, language).format(name=indicator.name, value=value)


def _year(day: date) -> float:
    """A day as a year with its fraction."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1 if abs(value) >= 10 else 2
