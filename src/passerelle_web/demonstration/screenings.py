"""Screenings of the demonstration: answered in full by two invented persons, with a mitigation.

Stands on `measures`.
"""

from passerelle.measures import screening as library
from passerelle.measures.templates import all_templates
from passerelle_web.measures import screening_actions
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.measures.screening_reading import measure_of
from passerelle_web.people.models import User

NOTE = "Invented for the demonstration."
NOT_HERE = ("detention", "coercion", "non_refoulement")


def screened(row: Measure, first: User, second: User, *, mitigation: str) -> Screening:
    """A screening of a measure that finds no stop, confirmed by a second person."""
    made = screening_actions.screen_measure(
        measure=row, screening=_form(row, mitigation), department=None, by=first, member=row.member
    )
    return screening_actions.confirm(screening=made, by=second)


def _form(row: Measure, mitigation: str) -> library.Screening:
    template = all_templates().get(row.template)
    rights = [one for one in template.rights if one.right in library.all_rights()] if template else []
    features = {f"f{at}": one.feature for at, one in enumerate(rights)} or {"exchange": "Exchange of reports"}
    touched = tuple(
        library.Touched(one.right, f"f{at}", "limits" if at == 0 else "supports") for at, one in enumerate(rights)
    ) or (library.Touched("data_protection", "exchange", "supports"),)
    answers = tuple(_answer(code) for code in library.all_questions())
    base = measure_of(row)
    measure = library.Measure(base.template, base.origin, base.destination, base.transit, base.parameters, features)
    return library.Screening(
        measure=measure, touched=touched, answers=answers,
        mitigations=(library.Mitigation(mitigation, "proportionate"),) if mitigation else (),
    )  # fmt: skip


def _answer(code: str) -> library.Answer:
    if code in NOT_HERE:
        return library.Answer(code, "not_applicable", f"The measure does nothing of the kind. {NOTE}")
    other = library.Alternative("Do nothing of it", f"Then nobody gains. {NOTE}")
    return library.Answer(
        code, "yes", f"Looked at by both offices. {NOTE}", evidence=(f"Agreement of both offices. {NOTE}",),
        alternatives=(other,),
    )  # fmt: skip
