"""Integration in words: names of measures and of what lies between two sides, values with their units, notes.

Pages, charts, files and the command line all write through here, in five languages. Stands on `measures` and `wording`.
"""

from typing import Final

from passerelle.base.words import mark, number, percent, say, upright
from passerelle.evidence.ages import age_text
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.skills import FROM_BOTH
from passerelle.evidence.integration.gaps import OURS, WIDEST, Gap
from passerelle.evidence.integration.host_side import HOST_SIDE
from passerelle.evidence.integration.hosts import MAY_DIFFER
from passerelle.evidence.integration.measures import MEASURES, Group, Measure
from passerelle.evidence.remarks import remark_text
from passerelle.evidence.wording import signed

# What stands behind a measure's name in a figure's, and its words.
PARTS: Final = {
    "_migrants": mark("{measure}: migrants"),
    "_others": mark("{measure}: those they are compared with"),
    "_gap": mark("{measure}: the gap"),
    "_ratio": mark("{measure}: the ratio"),
}
SEX_WORDS: Final = {"_T": mark("both sexes"), "F": mark("women"), "M": mark("men")}
UNSURE: Final = mark("too few were asked: low reliability")
_OWN: Final = frozenset({UNSURE, WIDEST, FROM_BOTH, MAY_DIFFER})


def figure_name(indicator: str, language: str = "en") -> str:
    """The name of a figure of integration in words; "" for one that is none."""
    if not indicator.startswith(OURS):
        return ""
    name = indicator.removeprefix(OURS)
    for end, text in PARTS.items():
        measure = MEASURES.get(name.removesuffix(end)) if name.endswith(end) else None
        if measure is not None:
            return say(text, language).format(measure=say(measure.name, language))
    return next((say(asked.name, language) for asked in HOST_SIDE if f"host_{asked.id}" == name), "")


def value_text(figure: Figure, language: str = "en", *, short: bool = False) -> str:
    """A value as a person reads it: 65.8 %, 21,976 EUR, −13.9 points, 0.76.

    `short` leaves out a unit that the head of a table says (`units_text`), but for the percent sign.
    """
    value = figure.value
    if value is None:
        return say("not known", language)
    if figure.unit == "%":
        return upright(percent(value / 100, language, 1), language)
    if figure.unit == "1":
        return number(value, language, 2)
    if figure.unit == "percentage points":
        points = signed(value, language, 1)
        return points if short else say("{points} points", language).format(points=points)
    if figure.indicator.endswith("_gap"):
        written = signed(value, language)
    else:
        written = number(value, language, 0 if abs(value) >= 10 else 1)
    return written if short or figure.unit == "index" else f"{written} {say(figure.unit, language)}"


def units_text(measure: Measure, language: str = "en") -> str:
    """The units that short values leave out, for the head of a table; "" where none is left out."""
    if not measure.has_gap:
        return ""
    if measure.unit == "%":
        return say("the gap in percentage points", language)
    return say("figures and the gap in {unit} a year", language).format(unit=say(measure.unit, language))


def interval_text(figure: Figure | None, language: str = "en") -> str:
    """The interval of a figure from end to end; "" where there is none."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    low, high = (value_text(figure.about(value=end), language) for end in (figure.low, figure.high))
    return say("{low} to {high}", language).format(low=low, high=high)


def notes_of(gap: Gap, language: str = "en") -> list[str]:
    """What must be said of a gap: reliability, breaks and definitions, how it was computed, its interval's kind."""
    sides = [side for side in (gap.migrants, gap.others) if side is not None]
    found = [UNSURE] if gap.is_unsure else []
    for side in sides:
        found += [part for part in side.note.split("; ") if part and part != "low reliability"]
        if side.status == "B" and "break in the series" not in side.note:
            found.append(mark("break in the series"))
        if side.status == "D" and "definition differs" not in side.note:
            found.append(mark("definition differs"))
        _, computed, how = side.method.partition("; ")
        found += [how] if computed else []
    if gap.points is not None and gap.has_interval:
        found.append(gap.points.note)
    return [remark_text(text, language) if text not in _OWN else say(text, language) for text in dict.fromkeys(found)]


def whom(group: Group, language: str = "en") -> str:
    """The group that is compared, and with whom: foreign citizens beside nationals."""
    if not group.others_name:
        return say(group.name, language)
    text = say("{migrants} beside {others}", language)
    return text.format(migrants=say(group.name, language), others=say(group.others_name, language))


def age_words(gap: Gap, language: str = "en") -> str:
    """The age that both sides are of: 15–64; "" for all ages."""
    return "" if gap.migrants.age == "_T" else age_text(gap.migrants.age, language)


def finding(gap: Gap, place: str, language: str = "en") -> str:
    """A gap in a sentence: both sides, where and when; `place` is its name as it stands inside a sentence."""
    given = {
        "measure": say(gap.measure.name, language), "place": place, "year": gap.period,
        "migrants": say(gap.group.name, language), "ours": value_text(gap.migrants, language),
    }  # fmt: skip
    if gap.others is None:
        said = say("{measure} in {place}, {year}: {migrants} {ours}.", language).format(**given)
    else:
        said = say("{measure} in {place}, {year}: {migrants} {ours}, {others} {theirs}.", language).format(
            **given, others=say(gap.group.others_name, language), theirs=value_text(gap.others, language)
        )
    return said[:1].upper() + said[1:]
