"""Languages told by their commonest words, and texts folded so that spellings and sentences can be compared."""

import pytest

from passerelle.plans.coherence.languages import folded, language_in
from tests.unit.plans.coherence_texts import BY_LANGUAGE


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_language_of_a_paper_is_told(language: str) -> None:
    assert language_in(BY_LANGUAGE[language]) == language


@pytest.mark.parametrize("text", ["", "1990 – 2020", "Budget 2026", "Die Strategie wurde im Jahr 2020 verabschiedet."])
def test_of_too_little_or_another_language_none_is_told(text: str) -> None:
    assert language_in(text) == ""


def test_a_quotation_does_not_turn_the_language() -> None:
    assert (
        language_in("Le programme « Investing in people » est mis en œuvre par les ministères et les régions.") == "fr"
    )
    assert language_in("تعتمد الحكومة على برنامج MIDA في وزارة الصحة لتنظيم عودة الأطباء") == "ar"


def test_case_accents_apostrophes_and_hyphens_make_no_difference() -> None:
    assert folded("L’ÉMIGRATION Sud-Sud") == folded("l'emigration sud sud") == "l emigration sud sud"
    assert folded("مُهاجرون") == folded("مهاجرون") and folded("الأُسر") == folded("الاسر")


def test_sentences_are_parted() -> None:
    assert folded("Fewer birds. Migration grows!\nData: none") == "fewer birds | migration grows | data | none"
    assert folded("Version 2.5 of the plan") == "version 2 5 of the plan"
    assert folded(" … ") == ""


def test_a_long_run_of_points_is_read_at_once() -> None:
    assert folded("." * 200_000 + "x") == "x"
    assert folded("One... two") == "one | two"
