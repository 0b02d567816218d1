"""A screening ready for its page: the sentence, where it stopped, what is missing, who screened, what went before.

Never a score, never "passed". Stands on `screening_gate`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from passerelle.base.words import number, say
from passerelle.measures import screening as library
from passerelle.measures.screening import Result
from passerelle.measures.screening.judging import OUTCOMES
from passerelle.measures.screening.questions import STAGES
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.measures.screening_gate import (
    Bound,
    Instruments,
    Who,
    articles_said,
    bound_rights,
    instruments_of,
    who_said,
)
from passerelle_web.measures.screening_typed import usual_rows

# What the page says in places of their own: the second person, and what made the screening out of date.
_SAID_APART = ("screeners", "changed", "review_passed")


@dataclass(frozen=True, slots=True)
class Person:
    """Who screened or confirmed, for whom, when."""

    name: str
    place: str
    on: date


@dataclass(frozen=True, slots=True)
class Touching:
    """A right that is touched: by what, how, and the articles that bind."""

    bound: Bound
    effect: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One screening in the list of all: its row, what followed, whether it is the one shown and the one that stands."""

    row: Screening
    said: str
    who: str
    is_this: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """All that the page of a screening shows."""

    outcome: str
    sentence: str
    told: dict[str, Any]
    stop_articles: list[str]
    missing: list[str]
    is_out_of_date: bool
    waits: bool
    changed: list[tuple[str, str, str]]
    people: list[Person]
    touched: list[Touching]
    set_aside: list[Bound]
    parameters: list[tuple[str, str]]
    stages: list[tuple[str, list[dict[str, Any]]]]
    instruments: Instruments
    who: list[Who]
    rule: str
    all_of_it: list[Earlier]
    other: Earlier | None


def screening_page(row: Screening, language: str) -> ScreeningPage:
    """The page of a screening, as it is to be read today."""
    result = reading.result_of(row)
    told = result.as_dict(language)
    all_of_it = _all_of(row, language)
    return ScreeningPage(
        outcome=result.outcome.replace(" ", "-"),
        sentence=sentence_of(result, language),
        told=told,
        stop_articles=articles_said(result.stopped.articles, language) if result.stopped else [],
        missing=[lack.text(language) for lack in result.missing if lack.what not in _SAID_APART],
        is_out_of_date=result.is_out_of_date,
        waits=not row.confirmed_on,
        changed=_changed(result, row.measure, language),
        people=_people(row),
        touched=_touched(result, language),
        set_aside=_set_aside(result, row.measure, language),
        parameters=_parameters(result.screening.measure, row.measure, language),
        stages=_by_stage(told["questions"], language),
        instruments=instruments_of(result.binding, language),
        who=who_said(reading.who_gates(row.measure), language),
        rule=coercive_rule() if reading.is_coercive(row.measure) and result.outcome != "no stop found" else "",
        all_of_it=all_of_it,
        other=next((one for one in all_of_it if one.stands and not one.is_this), None),
    )


def coercive_rule() -> str:
    """What holds of a measure that can compel people."""
    return gettext(
        "This measure can compel people. It cannot enter a plan unless two persons have screened it and found no stop."
    )


def sentence_of(result: Result, language: str) -> str:
    """The result in a sentence; where the second person alone lacks, that is said in whole words."""
    if result.outcome == "incomplete" and [lack.what for lack in result.missing] == ["screeners"]:
        return gettext(
            "Incomplete: every question is answered, and a second person, of another department or member, has not "
            "confirmed yet."
        )
    return result.sentence(language)


def _people(row: Screening) -> list[Person]:
    days = (row.made_on, row.confirmed_on)
    return [
        Person(one.name, ", ".join(part for part in (one.department, one.member) if part), day)
        for one, day in zip(reading.screeners_of(row), days, strict=False)
        if day is not None
    ]


def _touched(result: Result, language: str) -> list[Touching]:
    from_library = result.screening.touched
    features = result.screening.measure.features
    bound = bound_rights([(t.right, features[t.feature]) for t in from_library], result.binding, language)
    words = [touched["effect_said"] for touched in result.as_dict(language)["rights"]]
    return [Touching(one, said) for one, said in zip(bound, words, strict=True)]


def _set_aside(result: Result, measure: Measure, language: str) -> list[Bound]:
    """Rights that such measures usually touch, and that this screening names nowhere."""
    named = {touched.right for touched in result.screening.touched}
    usual = [(right, text) for text, right, _ in usual_rows(reading.templates_of(measure)) if right not in named]
    return bound_rights(usual, result.binding, language)


def _titles(measure: Measure, language: str) -> dict[str, tuple[str, str]]:
    """Title and unit of every parameter by its name, as the screening calls it."""
    found = {}
    templates = reading.templates_of(measure)
    for template in templates:
        for p in template.parameters:
            named = (say(p.title, language), "" if p.unit == "1" else say(p.unit, language))
            found[f"{template.code}.{p.name}"] = named
            found.setdefault(p.name, named)
    return found


def _written(value: object, unit: str, language: str) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    digits = 0 if float(value).is_integer() else 3 if abs(value) < 1 else 1
    return f"{number(value, language, digits)} {unit}".strip()


def _parameters(screened: library.Measure, measure: Measure, language: str) -> list[tuple[str, str]]:
    titles = _titles(measure, language)
    found = [(titles.get(name, (name, "")), value) for name, value in screened.parameters.items()]
    return [(title, _written(value, unit, language)) for (title, unit), value in found]


def _changed(result: Result, measure: Measure, language: str) -> list[tuple[str, str, str]]:
    """What was screened and what is today, where they differ: title, then, now."""
    then, now = result.screening.measure.parameters, result.measure.parameters
    titles = _titles(measure, language)
    rows = []
    for name in dict.fromkeys((*then, *now)):
        title, unit = titles.get(name, (name, ""))
        if name not in then or name not in now or then[name] != now[name]:
            ends = [_written(side[name], unit, language) if name in side else "–" for side in (then, now)]
            rows.append((title, ends[0], ends[1]))
    return rows


def _by_stage(questions: Sequence[dict[str, Any]], language: str) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (say(title, language), [question for question in questions if question["kind"] == code])
        for code, title in STAGES.items()
    ]


def _all_of(shown: Screening, language: str) -> list[Earlier]:
    rows = reading.screenings_of(shown.measure)
    standing = reading.standing_one(rows)
    found = []
    for row in rows:
        who = ", ".join(one.name for one in reading.screeners_of(row))
        stands = row == standing and row.outcome in reading.SETTLED
        found.append(Earlier(row, _briefly(row, language), who, row == shown, stands))
    return found


def _briefly(row: Screening, language: str) -> str:
    """What follows from a screening today, in a word or two."""
    result = reading.result_or_none(row)
    if result is None:
        return gettext("cannot be read any more")
    if result.stopped:
        title = say(library.all_questions()[result.stopped.question].title, language)
        return gettext("stopped at “{question}”").format(question=title)
    if result.is_out_of_date:
        return gettext("out of date")
    return say(OUTCOMES[result.outcome], language)


# The stage on the measure's page ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GateState:
    """Where a measure stands at the gate: whether no stop was found, the sentence, further lines, the screening."""

    is_open: bool
    said: str
    lines: list[str]
    row: Screening | None


def gate_state(measure: Measure, language: str) -> GateState:
    """Where a measure stands at the rights gate today."""
    rows = reading.screenings_of(measure)
    row = reading.standing_one(rows)
    rule = [coercive_rule()] if reading.is_coercive(measure) else []
    if row is None:
        said = gettext("No screening yet: no measure enters a plan without one.")
        return GateState(False, said, rule, None)
    result = reading.result_or_none(row)
    if result is None:
        said = gettext("The last screening was written for other questions and cannot be read any more; screen anew.")
        return GateState(False, said, rule, row)
    is_open = result.outcome == "no stop found"
    lines = [] if is_open else rule
    lines += _of_others(rows, row, language)
    if is_open:
        day = date_format(row.review_on, "DATE_FORMAT")
        lines.append(gettext("To be looked at again by {day}.").format(day=day))
    return GateState(is_open, sentence_of(result, language), lines, row)


def _of_others(rows: list[Screening], standing: Screening, language: str) -> list[str]:
    """A later one that is unfinished, and earlier ones that stopped: neither is hidden."""
    lines = []
    if rows[0] != standing:
        lines.append(gettext("A later screening is unfinished; it changes nothing until a second person confirms it."))
    stopped = [row for row in rows if row != standing and row.outcome == "stopped"]
    for row in stopped[:3]:
        day = date_format(row.made_on, "DATE_FORMAT")
        lines.append(gettext("Another screening, of {day}: {said}.").format(day=day, said=_briefly(row, language)))
    return lines
