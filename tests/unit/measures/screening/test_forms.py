"""The record of a screening: what cannot be is refused, two persons are two, the fingerprint sees every change."""

from dataclasses import replace

import pytest

from passerelle.base.corridors import Corridor, CorridorError, Route
from passerelle.measures.screening import (
    Answer,
    Dissent,
    Measure,
    Mitigation,
    Screener,
    ScreeningError,
    Touched,
    are_independent,
)
from tests.unit.measures.screening.makers import AMINA, JONAS, LIBERTY, MEASURE, answers, screening


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"touched": (Touched("freedom", "detention", "limits"),)}, '"freedom" is no right'),
        ({"touched": (Touched("liberty", "walls", "limits"),)}, '"walls" is no feature of the measure'),
        ({"touched": (LIBERTY, LIBERTY)}, 'The right "liberty" "detention" stands twice'),
        ({"answers": (Answer("fairness", "yes"),)}, '"fairness" is no question'),
        ({"answers": (Answer("law", "yes", right="freedom"),)}, '"freedom" is no right'),
        ({"answers": (Answer("child", "yes", right="child"),)}, "is asked of the whole measure, not of the right"),
        ({"answers": (Answer("law", "yes"), Answer("law", "no"))}, 'The question "law" is answered twice'),
        ({"mitigations": (Mitigation("Train staff", "training"),)}, '"training" is no question'),
        ({"dissent": (Dissent("Amina", "No", "everything"),)}, '"everything" is no question'),
        ({"screeners": (AMINA, replace(AMINA, name="AMINA  bahri"))}, "stands twice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ScreeningError) as refused:
        screening(**changes)
    assert told in str(refused.value) and refused.value.exit_code == 2


def test_an_answer_about_a_right_stands_beside_the_one_about_all_and_is_preferred() -> None:
    about = Answer("law", "unknown", "Not yet enacted.", right="liberty")
    form = screening(answers=(*answers(), about))
    assert form.answer_to("law", "liberty") is about
    assert form.answer_to("law", "asylum") == form.answer_to("law") == answers()[2]
    assert screening(answers=()).answer_to("law", "liberty") is None


def test_what_is_limited_stands_once_and_what_is_supported_not() -> None:
    touched = (
        LIBERTY, Touched("liberty", "data", "both"), Touched("education", "courses", "supports"),
        Touched("data_protection", "data", "both"),
    )  # fmt: skip
    assert screening(touched=touched).limited == ("liberty", "data_protection")


def test_a_measure_is_on_a_corridor_or_with_transit_on_a_route() -> None:
    assert MEASURE.where == Corridor("MAR", "DEU")
    assert replace(MEASURE, transit=("ESP", "FRA")).where == Route(("MAR", "ESP", "FRA", "DEU"))
    with pytest.raises(CorridorError):
        screening(measure=replace(MEASURE, transit=("DEU",)))


JUSTICE, INTERIOR = Screener("A", "Morocco", "Justice"), Screener("B", "Morocco", "Interior")


@pytest.mark.parametrize(
    ("people", "are_two"),
    [
        ([AMINA, JONAS], True),
        ([JUSTICE, INTERIOR], True),
        ([replace(JUSTICE, department=""), replace(JONAS, department="")], True),
        ([AMINA], False),
        ([], False),
        ([JUSTICE, replace(INTERIOR, department="justice ")], False),
        ([JUSTICE, replace(INTERIOR, department="")], False),
        ([JUSTICE, replace(JUSTICE, member="Germany")], False),
        ([JUSTICE, replace(JUSTICE, name=" a", department="Interior")], False),
        ([JUSTICE, replace(JUSTICE, name="C"), INTERIOR], True),
    ],
)
def test_two_persons_of_different_members_or_departments(people: list[Screener], are_two: bool) -> None:
    assert are_independent(people) is are_two and are_independent(people[::-1]) is are_two


@pytest.mark.parametrize(
    "changed",
    [
        replace(MEASURE, template="seasonal-scheme"), replace(MEASURE, origin="TUN"),
        replace(MEASURE, destination="NLD"), replace(MEASURE, transit=("ESP",)),
        replace(MEASURE, parameters={"days": 31, "monitored": True}),
        replace(MEASURE, parameters={"days": 30, "monitored": False}), replace(MEASURE, parameters={"days": 30}),
        replace(MEASURE, parameters={"days": "30", "monitored": True}),
        replace(MEASURE, parameters={"days": 30, "monitored": 1}),
    ],
)  # fmt: skip
def test_the_fingerprint_sees_every_change_of_template_places_and_parameters(changed: Measure) -> None:
    assert changed.fingerprint != MEASURE.fingerprint


def test_the_fingerprint_sees_neither_order_nor_the_way_a_number_is_written_nor_a_remark() -> None:
    same = replace(MEASURE, parameters={"monitored": True, "days": 30.0}, features={})
    assert same.fingerprint == MEASURE.fingerprint and len(same.fingerprint) == 32
    assert screening().sealed().fingerprint == MEASURE.fingerprint and screening().fingerprint == ""
