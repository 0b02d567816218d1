"""Instruments as data: complete, sound, and with every absolute stop of the definitions."""

from datetime import date
from importlib.resources import files

import pytest

from passerelle.base.own_files import read_yaml
from passerelle.base.words import say
from passerelle.evidence.cards import all_cards
from passerelle.evidence.indicators.rights import TREATIES
from passerelle.measures.screening import all_instruments, all_rights, right_text
from passerelle.measures.screening.instruments import KINDS, absolute_rights, texts

# the stops of the definitions: the Charter's numbers and their counterparts
STOPS = {
    "EU_CHARTER": ["1", "4", "5(1)", "5(2)", "19(1)", "19(2)"],
    "ICCPR": ["7", "8(1)-(2)", "8(3)"],
    "CAT": ["3"],
    "ECHR": ["3", "4(1)"],
    "ECHR_P4": ["4"],
    "REFUGEE_CONVENTION": ["33"],
    "AFRICAN_CHARTER": ["5", "12(5)"],
    "AMERICAN_CONVENTION": ["5(2)", "6", "22(8)", "22(9)"],
    "ICRMW": ["10", "11", "22(1)"],
    "OAU_REFUGEE": ["II(3)"],
}
QUALIFIED = (
    "liberty", "private_life", "family_unity", "child", "data_protection", "asylum", "remedy", "non_discrimination",
    "health", "education", "property", "leave", "work", "social_security", "association",
)  # fmt: skip


@pytest.mark.parametrize(("code", "number"), [(code, number) for code, numbers in STOPS.items() for number in numbers])
def test_what_the_definitions_call_a_stop_is_absolute(code: str, number: str) -> None:
    found = [article for article in all_instruments()[code].articles if article.number == number]
    assert found and all(article.is_absolute for article in found)


@pytest.mark.parametrize("right", QUALIFIED)
def test_what_may_be_limited_is_nowhere_absolute(right: str) -> None:
    assert right not in absolute_rights()
    kinds = {article.kind for i in all_instruments().values() for article in i.articles if article.right == right}
    assert kinds == {"qualified"}


def test_every_article_is_of_a_known_right_and_kind_and_stands_once() -> None:
    for code, instrument in all_instruments().items():
        articles = [(article.number, article.right, article.title) for article in instrument.articles]
        assert articles and len(articles) == len(set(articles)), code
        assert {article.right for article in instrument.articles} <= set(all_rights())
        assert {article.kind for article in instrument.articles} <= set(KINDS)
        assert {article.instrument for article in instrument.articles} == {code}


def test_every_right_is_guaranteed_by_some_instrument() -> None:
    assert {a.right for i in all_instruments().values() for a in i.articles} == set(all_rights())


def test_parties_follow_from_a_treaty_whose_ratifications_are_read_or_from_a_grouping() -> None:
    observed = {code for card in all_cards().values() for code in card.observes}
    for code, instrument in all_instruments().items():
        assert bool(instrument.treaty) != bool(instrument.members), code
        if instrument.treaty:
            assert instrument.treaty in TREATIES and f"party_{instrument.treaty.lower()}" in observed
            assert instrument.title == TREATIES[instrument.treaty]


def test_the_charter_binds_members_of_the_union_since_lisbon_and_says_when() -> None:
    charter = all_instruments()["EU_CHARTER"]
    assert (charter.members, charter.in_force) == ("EU", date(2009, 12, 1))
    assert "implement Union law" in charter.scope and "return" in charter.scope


@pytest.mark.parametrize(
    ("code", "open_to", "closed_to"),
    [("EU_CHARTER", "CYP", "MAR"), ("ECHR", "TUR", "KAZ"), ("ECHR_P4", "GEO", "USA"), ("AFRICAN_CHARTER", "MAR", "DEU"),
     ("KAMPALA", "EGY", "YEM"), ("AMERICAN_CONVENTION", "CAN", "ESP"), ("OAU_REFUGEE", "ZAF", "BRA")],
)  # fmt: skip
def test_a_regional_instrument_is_open_to_its_region(code: str, open_to: str, closed_to: str) -> None:
    instrument = all_instruments()[code]
    assert instrument.is_open_to(open_to) and not instrument.is_open_to(closed_to)


def test_a_universal_instrument_is_open_to_all() -> None:
    universal = [i for i in all_instruments().values() if not i.region]
    assert {"ICCPR", "CAT", "CRC", "REFUGEE_CONVENTION"} <= {i.code for i in universal}
    assert all(i.is_open_to("TUV") for i in universal)


def test_an_article_is_told_with_its_instrument_and_in_a_language() -> None:
    (article,) = all_instruments()["EU_CHARTER"].absolute("collective_expulsion")
    told = article.as_dict("fr")
    assert (told["article"], told["right"], told["kind"]) == ("19(1)", "collective_expulsion", "absolute")
    assert told["title"] == right_text("collective_expulsion", "fr") != article.title
    assert told["instrument_title"].startswith("Charte des droits fondamentaux")


def test_the_absolute_articles_of_a_right_leave_out_those_that_admit_limits() -> None:
    assert [a.number for a in all_instruments()["ECHR"].absolute("slavery")] == ["4(1)"]
    assert all_instruments()["ECHR"].absolute("liberty") == ()


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_every_title_is_said_in_every_language(language: str) -> None:
    same = {text for text in texts() if say(text, language) == text}
    assert not same


def test_every_text_of_the_two_files_stands_whole() -> None:
    # in a list of YAML a comma without quotes would cut a title in two
    raw = read_yaml(files("passerelle.measures.screening").joinpath("reference/instruments.yaml"))
    assert {len(entry) for i in raw["instruments"].values() for entry in i["articles"]} == {3, 4}
