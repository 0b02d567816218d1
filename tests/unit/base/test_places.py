"""Places: every ISO place with its codes and names, and codes that publishers use otherwise."""

import pycountry
import pytest

from passerelle.base.errors import PlaceUnknown
from passerelle.base.places import (
    LANGUAGES,
    MAPPED_CODES,
    NOT_PLACES,
    all_places,
    current_places,
    mapping_of,
    place_of,
    place_of_code,
)


@pytest.mark.parametrize("country", pycountry.countries, ids=lambda country: country.alpha_3)
def test_every_iso_place_is_found_by_its_three_codes(country: pycountry.db.Data) -> None:
    for code in (country.alpha_2, country.alpha_3, country.numeric, int(country.numeric)):
        found = place_of_code(code)
        assert found is not None, code
        assert found.iso3 == country.alpha_3


def test_beside_iso_stand_only_what_is_said_to_be_user_assigned() -> None:
    iso = {country.alpha_3 for country in pycountry.countries}
    assert {place.iso3 for place in current_places()} - iso == {"XKX", "XCX"}
    assert place_of("XKX").kind == place_of("XCX").kind == "user-assigned"


def test_every_place_has_a_name_in_the_five_languages() -> None:
    for place in all_places().values():
        assert set(place.names) == set(LANGUAGES), place.iso3
        assert all(name.strip() == name and name for name in place.names.values()), place.iso3


def test_no_two_of_todays_places_share_a_code_or_a_name() -> None:
    for of in (lambda p: p.iso2, lambda p: p.m49, *(lambda p, way=way: p.name(way) for way in LANGUAGES)):
        told = [of(place) for place in current_places() if of(place)]
        assert len(told) == len(set(told))


def test_places_stand_in_the_order_of_their_codes() -> None:
    assert list(all_places()) == sorted(all_places())


@pytest.mark.parametrize("text", ["NA", "na", " NA ", "NAM", "516", 516])
def test_na_is_namibia(text: str | int) -> None:
    found = place_of_code(text)
    assert found is not None
    assert found.iso3 == "NAM"


@pytest.mark.parametrize(("code", "iso3"), [(4, "AFG"), ("4", "AFG"), ("004", "AFG"), ("032", "ARG"), (32, "ARG")])
def test_m49_codes_may_come_without_their_zeros(code: str | int, iso3: str) -> None:
    found = place_of_code(code)
    assert found is not None
    assert found.iso3 == iso3


@pytest.mark.parametrize(("code", "iso3"), [(code, iso3) for code, (iso3, _) in MAPPED_CODES.items()])
def test_a_publishers_own_code_is_mapped_and_the_card_can_say_so(code: str, iso3: str) -> None:
    found = place_of_code(code)
    assert found is not None
    assert found.iso3 == iso3
    assert code not in all_places()
    assert MAPPED_CODES[code][1]


@pytest.mark.parametrize(
    ("code", "said"),
    [("736", "South Sudan in 2011"), (230, "Eritrea in 1993"), ("ymd", "union of 1990"), (" BUR ", "code BUR"),
     ("504", ""), ("MAR", ""), ("", "")],
)  # fmt: skip
def test_a_mapped_code_says_so_and_no_other_does(code: str | int, said: str) -> None:
    assert said in mapping_of(code) and bool(mapping_of(code)) == bool(said)


def test_sudan_before_2011_is_filed_under_sudan() -> None:
    before = place_of_code("736")
    assert before is not None
    assert before.iso3 == "SDN"


@pytest.mark.parametrize(
    ("iso3", "until", "successor"),
    [("SCG", "2006-06-03", "MNE"), ("ANT", "2010-10-10", "CUW"), ("SUN", "1991-12-26", "UZB"),
     ("CSK", "1993-01-01", "SVK"), ("DDR", "1990-10-03", "DEU"), ("YUG", "2003-02-04", "HRV")],
)  # fmt: skip
def test_former_places_say_until_when_and_what_came_after(iso3: str, until: str, successor: str) -> None:
    former = place_of(iso3)
    assert former.kind == "former"
    assert former.until is not None
    assert former.until.isoformat() == until
    assert successor in former.successors
    assert former not in current_places()


def test_successors_are_places_of_today() -> None:
    today = {place.iso3 for place in current_places()}
    for place in all_places().values():
        assert set(place.successors) <= today, place.iso3


@pytest.mark.parametrize("code", ["ZZZ", "XX", "000", "999", "", "W0", "_T", "OOO", "UNK"])
def test_a_code_that_is_no_place_is_none(code: str) -> None:
    assert place_of_code(code) is None


def test_codes_for_what_is_no_place_are_no_places() -> None:
    assert not NOT_PLACES & set(all_places())


def test_place_of_refuses_what_is_not_alpha_3() -> None:
    with pytest.raises(PlaceUnknown) as refused:
        place_of("MA")
    assert refused.value.text == "MA"
    assert place_of("MAR").name() == "Morocco"


def test_regions_are_codes_of_m49() -> None:
    morocco = place_of("MAR")
    assert (morocco.region, morocco.subregion) == ("002", "015")
    ivory_coast = place_of("CIV")
    assert (ivory_coast.region, ivory_coast.subregion, ivory_coast.intermediate) == ("002", "202", "011")


@pytest.mark.parametrize(
    ("iso3", "language", "text"),
    [("NLD", "en", "the Netherlands"), ("USA", "nl", "de Verenigde Staten"), ("GBR", "nl", "het Verenigd Koninkrijk"),
     ("MAR", "en", "Morocco"), ("NLD", "nl", "Nederland"), ("NLD", "fr", "Pays-Bas"), ("USA", "en-GB", "the United States")],
)  # fmt: skip
def test_names_stand_in_sentences_with_their_article(iso3: str, language: str, text: str) -> None:
    assert place_of(iso3).in_text(language) == text


def test_another_language_gets_the_english_name() -> None:
    assert place_of("DEU").name("ja") == "Germany"
    assert place_of("DEU").name("fr-BE") == "Allemagne"
    assert str(place_of("DEU")) == "Germany"
