"""Age bands in words, and in order."""

import pytest

from passerelle.base.words import LANGUAGES
from passerelle.evidence.ages import age_text, first_age


@pytest.mark.parametrize(
    ("code", "said", "first"),
    [("Y5T9", "5 to 9 years", 5), ("Y_GE100", "100 years and over", 100), ("Y_GE15", "15 years and over", 15),
     ("Y_LT25", "under 25 years", -1), ("Y0", "0 years", 0), ("_T", "", -1), ("", "", -1)],
)  # fmt: skip
def test_a_band_is_said_and_has_its_place(code: str, said: str, first: int) -> None:
    assert age_text(code) == said and first_age(code) == first


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_language_has_words_of_its_own(language: str) -> None:
    for code in ("Y5T9", "Y_GE100", "Y_LT25"):
        told = age_text(code, language)
        assert told != age_text(code) and all(digit in told for digit in code if digit.isdigit())


def test_an_unknown_code_stays_as_it_is() -> None:
    assert age_text("TEENS", "fr") == "TEENS"
