"""The rights gate of a plan on the site: its measures with what their screenings say today.

What a file claims of a screening is never believed here: only rows of `measures` count. Stands on `measures`.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext

from passerelle.plans.gate import as_screened
from passerelle.plans.records import Measure as PlannedMeasure
from passerelle.plans.records import Plan as Record
from passerelle.plans.records import Screened
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures.models import Measure
from passerelle_web.measures.screening_page import sentence_of


def rows_of(record: Record) -> dict[str, Measure]:
    """The measures of the site that a plan's measures are linked to, by the key of the link."""
    keys = [key for measure in record.measures() if (key := _uuid(measure.measure))]
    found = Measure.objects.filter(pk__in=keys).prefetch_related("screenings")
    return {str(row.pk): row for row in found}


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text)) if text else ""
    except ValueError:
        return ""


def screened_today(record: Record, on: date | None = None) -> Record:
    """The plan with each measure's screening as it stands on a day; unlinked measures have none."""
    rows = rows_of(record)
    day = on or timezone.localdate()
    replace = msgspec.structs.replace
    objectives = tuple(
        replace(
            objective,
            measures=tuple(replace(one, screening=_screened(one, rows, day)) for one in objective.measures),
        )
        for objective in record.objectives
    )
    return replace(record, objectives=objectives)


def _screened(measure: PlannedMeasure, rows: dict[str, Measure], day: date) -> Screened | None:
    row = rows.get(_uuid(measure.measure))
    standing = reading.standing_one(reading.screenings_of(row)) if row is not None else None
    if standing is None:
        return None
    try:
        form = reading.screening_of(standing)
        result = reading.judged(form, standing.measure, day)
    except reading.library.ScreeningError:
        return Screened(outcome="cannot be read any more", address=standing.get_absolute_url())
    return as_screened(form, result, address=standing.get_absolute_url())


def without_claims(record: Record) -> Record:
    """A plan from elsewhere without what it says of screenings and of links to this site."""
    replace = msgspec.structs.replace
    objectives = tuple(
        replace(objective, measures=tuple(replace(one, screening=None) for one in objective.measures))
        for objective in record.objectives
    )
    return replace(record, objectives=objectives)


def screenings_said(record: Record, language: str) -> dict[str, dict[str, object]]:
    """What the screening of each measure says today, as a printed plan's annex tells it, by the measure's key."""
    rows = rows_of(record)
    found: dict[str, dict[str, object]] = {}
    for measure in record.measures():
        row = rows.get(_uuid(measure.measure))
        standing = reading.standing_one(reading.screenings_of(row)) if row is not None else None
        result = reading.result_or_none(standing) if standing is not None else None
        if result is None:
            continue
        told = result.as_dict(language)
        lines: dict[str, object] = {"sentence": sentence_of(result, language)}
        for name, said in (
            (gettext("Rights touched"), [f"{one['title']}: {one['effect_said']}" for one in told["rights"]]),
            (gettext("The answers"), list(_answers(told["questions"]))),
            (gettext("What is to be done"), [one["text"] for one in told["mitigations"]]),
            (gettext("Dissent"), [one["text"] for one in told["dissent"]]),
        ):
            if said:
                lines[name] = said
        found[measure.key] = lines
    return found


def _answers(questions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Every question with its answers and reasons, a line each."""
    for question in questions:
        for one in question["answers"]:
            right = f" ({one['right_title']})" if one["right_title"] else ""
            reason = f": {one['reason']}" if one["reason"] else ""
            yield f"{question['title']}{right}: {one['answer_said']}{reason}"
