"""Remarks and methods are said in the reader's language, numbers and years kept."""

import pytest

from passerelle.base.words import say
from passerelle.evidence.figures import unknown
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.remarks import _FORMS, METHODS, remark_text
from passerelle.evidence.wording import method_text, note_text

LANGUAGES = ("nl", "fr", "es", "ar")


def test_english_stays_as_it_is() -> None:
    assert remark_text("by country of birth; refugees added") == "by country of birth; refugees added"
    assert remark_text("", "fr") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_a_translation_with_the_same_names(language: str) -> None:
    for form in (*_FORMS, *METHODS):
        said = say(form, language)
        assert said
        assert sorted(part.split("}")[0] for part in said.split("{")[1:]) == sorted(
            part.split("}")[0] for part in form.split("{")[1:]
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_are_said_one_by_one(language: str) -> None:
    said = remark_text("by country of birth; refugees added", language)
    assert said == f"{say('by country of birth', language)}; {say('refugees added', language)}"
    assert said != "by country of birth; refugees added"


def test_numbers_months_and_codes_are_kept() -> None:
    said = remark_text("of which 1138 sub-Saharan nationals not told apart (code OOS of the table)", "fr")
    assert "1138" in said and "sub-Saharan" not in said
    assert "2025-04" in remark_text("until 2025-04 only", "nl")
    assert "until" not in remark_text("until 2025-04 only", "nl")
    assert "CHI" in remark_text("published under the code CHI", "es")


def test_a_form_whose_whole_holds_a_semicolon_is_not_parted_before_it_is_known() -> None:
    whole = "those whose nationality is known; many are not"
    assert remark_text(whole, "fr") == say(whole, "fr") != whole
    both = remark_text(f"until 2025-04 only; {whole}", "fr")
    assert "2025-04" in both


def test_nationalities_are_said_by_name_in_every_language() -> None:
    assert remark_text("drowning; nationalities MAR, UNK") == "drowning; nationalities: Morocco; others not known"
    assert remark_text("nationalities DZA, MAR") == "nationalities: Algeria and Morocco"
    said = remark_text("split incident; nationalities DZA, MAR", "fr")
    assert said.endswith("Algérie et Maroc") and "split" not in said and "nationalities" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_causes_that_stand_together_are_said_one_by_one(language: str) -> None:
    cause = "harsh environmental conditions / lack of adequate shelter, food, water"
    said = remark_text(f"drowning, {cause}", language)
    assert said.startswith(say("drowning", language)) and said.endswith(say(cause, language))
    assert remark_text("drowning, of which two", language) == "drowning, of which two"


def test_what_no_form_knows_stays_as_it_is_written() -> None:
    assert remark_text("NLD in SUR 1667-1975 (a treaty)", "fr") == "NLD in SUR 1667-1975 (a treaty)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_methods_and_gaps_are_said_in_the_language(language: str) -> None:
    assert method_text("sum over origins", language) != "sum over origins"
    gap = unknown("price_500", "%", indicator_of("price_500").fills, origin="MEX", destination="USA")
    assert note_text(gap, language) == say(indicator_of("price_500").fills, language) != gap.note
