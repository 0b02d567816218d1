"""Files of screenings as they are written: nothing empty, texts kept as texts, the form with all its words."""

from dataclasses import replace

import pytest
import yaml

from passerelle.base.corridors import Corridor
from passerelle.measures.screening import (
    Measure,
    Screening,
    all_questions,
    all_rights,
    as_yaml,
    empty_form,
    read_screening,
)
from passerelle.measures.screening.instruments import absolute_rights
from passerelle.measures.screening.questions import STAGES
from tests.unit.measures.screening.makers import MEASURE, screening

BARE = Screening(Measure("seasonal", "MAR", "ESP"))


def test_what_is_empty_is_not_written() -> None:
    assert as_yaml(BARE) == "screening: 1\nmeasure:\n  template: seasonal\n  origin: MAR\n  destination: ESP\n"


def test_fields_come_in_the_order_of_the_form() -> None:
    written = yaml.safe_load(as_yaml(screening().sealed()))
    assert list(written) == [
        "screening", "measure", "rights", "answers", "screeners", "screened_on", "review_by", "fingerprint",
    ]  # fmt: skip
    assert [answer["question"] for answer in written["answers"]] == list(all_questions())


@pytest.mark.parametrize("kept", ["3", "1e3", "true", "nan", "~", "", " yes", "a: b", "# no", "2026-11-27", "é\u2028"])
def test_a_text_among_the_parameters_stays_a_text(kept: str) -> None:
    form = replace(BARE, measure=replace(BARE.measure, parameters={"kind": kept}))
    assert read_screening(as_yaml(form)).measure.parameters == {"kind": kept.strip()}


@pytest.mark.parametrize("number", [0, -1, 0.1, 1e-9, 1e20, 123456789.123])
def test_a_number_among_the_parameters_stays_the_same(number: float) -> None:
    form = replace(BARE, measure=replace(BARE.measure, parameters={"size": number}))
    assert read_screening(as_yaml(form)).measure.parameters == {"size": number}


def test_letters_of_every_script_are_written_as_they_are() -> None:
    form = replace(BARE, measure=replace(MEASURE, features={"حجز": "احتجاز قبل الإبعاد"}))
    assert "احتجاز قبل الإبعاد" in as_yaml(form) and read_screening(as_yaml(form)) == form


def test_the_form_names_every_right_and_stars_the_absolute() -> None:
    form = empty_form(Corridor("BFA", "CIV"))
    for right, title in all_rights().items():
        assert f"#   {right}{' *' if right in absolute_rights() else ''}: {title}" in form.splitlines()
    assert all(f"  # {stage}" in form.splitlines() for stage in STAGES.values())
    assert form.count("alternatives: []") == 1 and max(map(len, form.splitlines())) <= 120


def test_the_form_can_be_filled_in_by_hand() -> None:
    form = empty_form(Corridor("BFA", "CIV"))
    filled = form.replace("template: name-of-the-measure", "template: seasonal", 1)
    filled = filled.replace(
        "question: essence\n    answer:\n    reason:", "question: essence\n    answer: no\n    reason: All gone."
    )
    (answer,) = read_screening(filled).answers
    assert (answer.question, answer.answer, answer.reason) == ("essence", "no", "All gone.")
