"""What a plan takes over from measures of the site: the finding of a run in words, the mitigations of a screening.

Stands on `measures`.
"""

from collections.abc import Mapping
from typing import Any

from passerelle.output.charts.measures import finding
from passerelle.plans.records import Measure as PlannedMeasure
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures.models import Measure


def finding_of(record: Mapping[str, Any] | None) -> str:
    """What a run found, in a sentence; in English, as a plan's own words may be in any language."""
    return finding(record, "en") if record is not None else ""


def mitigations_of(measure: PlannedMeasure) -> list[tuple[str, str]]:
    """What the screening on which a measure stands asks for, each with the question that it answers."""
    row = Measure.objects.filter(pk=measure.measure).first() if measure.measure else None
    standing = reading.standing_one(reading.screenings_of(row)) if row is not None else None
    if standing is None:
        return []
    try:
        form = reading.screening_of(standing)
    except reading.library.ScreeningError:
        return []
    return [(one.text, one.question) for one in form.mitigations]
