"""Practices as records: what they hold and refuse, what they lack, how they read; grades and principles."""

from decimal import Decimal

import pytest

from passerelle.base.words import LANGUAGE_NAMES
from passerelle.exchange.practices import grades, principles
from passerelle.exchange.practices.checking import clashes, lacks, names_a_person
from passerelle.exchange.practices.grades import MEANINGS, Grade
from passerelle.exchange.practices.records import (
    TOLD,
    Contact,
    Practice,
    PracticeError,
    Result,
    Source,
    as_plain,
    changed,
    read_practice,
)
from passerelle.exchange.practices.telling import (
    OUTCOMES,
    cost_text,
    opening,
    result_text,
    value_text,
    when_text,
    where_text,
)

WELLS = Practice(
    title="Wells that last", gist="Villages dug wells and kept them.", themes=("2.5-root-causes",), problem="Dry wells.",
    done="Dig.", actors="Villages", for_whom="Families", places=("BFA",), since="2019-03", until="2021",
    cost=Decimal("12500.50"), currency="XOF", price_year=2020,
    results=(
        Result(indicator="Wells with water", grade=3, before=Decimal(4), after=Decimal(9), unit="wells", source="Book"),
        Result(indicator="People say so", grade=1, source="Talk"),
    ),
    transfer="Stones.", failed="Pumps broke.", rights="Nobody had to move.", contacts=(Contact("Village"),),
    sources=(Source("Village book"),),
)  # fmt: skip


# Records -----------------------------------------------------------------------------------------------


def test_a_practice_comes_back_as_it_went() -> None:
    plain = as_plain(WELLS)
    assert plain["cost"] == "12500.50" and plain["results"][0]["before"] == "4"
    assert "language" not in plain and "context" not in plain
    assert read_practice(plain) == WELLS
    assert read_practice({}) == Practice() and as_plain(Practice()) == {}


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ({"titel": "Wells"}, "titel"), ({"title": 7}, "title"), ({"title": "x" * 201}, "title"),
        ({"places": ["Mali"]}, "places"), ({"since": "2019-3"}, "since"), ({"cost": "dear"}, "cost"),
        ({"currency": "eur"}, "currency"), ({"price_year": 1900}, "price_year"), ({"principles": [0]}, "principles"),
        ({"results": [{"indicator": "Wells"}]}, "grade"), ({"results": [{"indicator": "Wells", "grade": 0}]}, "grade"),
        ({"results": [{"indicator": "W", "grade": 1}] * 13}, "results"), ({"contacts": [{"name": "Ana"}]}, "contacts"),
        ({"sources": [{"citation": "x" * 601}]}, "citation"), ({"done": "x" * 20_001}, "done"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_name(plain: dict[str, object], named: str) -> None:
    with pytest.raises(PracticeError, match=named):
        read_practice(plain)


def test_changing_one_thing_is_read_anew_and_leaves_the_other_as_it_was() -> None:
    assert changed(WELLS, title="Wells").failed == WELLS.failed
    with pytest.raises(PracticeError):
        changed(WELLS, title="x" * 201)
    with pytest.raises(TypeError):
        changed(WELLS, titel="Wells")


def test_its_grade_is_that_of_the_result_that_is_shown_best() -> None:
    assert WELLS.grade == 3 and WELLS.best is WELLS.results[0]
    twice = changed(WELLS, results=[*WELLS.results, {"indicator": "Later", "grade": 3}])
    assert twice.best and twice.best.indicator == "Wells with water"
    assert Practice().grade == 0 and Practice().best is None


def test_it_names_the_ends_of_its_corridor_first_and_the_stops_of_its_route_last() -> None:
    found = changed(WELLS, origin="SEN", destination="ESP", places=["BFA", "ESP"], route="western-mediterranean")
    assert found.all_places[:3] == ("SEN", "ESP", "BFA")
    assert len(found.all_places) > 3 and len(set(found.all_places)) == len(found.all_places)
    assert changed(WELLS, route="unheard").all_places == ("BFA",)


# What lacks --------------------------------------------------------------------------------------------


def test_a_whole_practice_lacks_nothing_and_an_empty_one_nearly_everything() -> None:
    assert lacks(WELLS) == []
    assert lacks(Practice()) == [
        "title", "gist", "problem", "done", "actors", "for_whom", "transfer", "failed", "rights", "themes", "places",
        "since", "results", "contacts", "sources",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"failed": " \n"}, "failed"), ({"places": []}, "places"), ({"results": []}, "results"),
        ({"results": [{"indicator": "Wells", "grade": 2}]}, "result_sources"), ({"origin": "SEN"}, "corridor"),
        ({"origin": "SEN", "destination": "SEN"}, "corridor"), ({"until": "2018"}, "until"),
        ({"until": "2019-02"}, "until"), ({"currency": ""}, "currency"),
        ({"contacts": [{"organisation": "ana.diop@village.example"}]}, "contact_person"),
    ],
)  # fmt: skip
def test_one_lack_is_named_alone(changes: dict[str, object], lack: str) -> None:
    assert lacks(changed(WELLS, **changes)) == [lack]


@pytest.mark.parametrize(
    "changes",
    [
        {"places": [], "route": "western-mediterranean"}, {"places": [], "region": "ECOWAS"},
        {"places": [], "origin": "SEN", "destination": "ESP"}, {"cost": None, "currency": ""}, {"until": ""},
        {"until": "2019"}, {"until": "2019-03"}, {"context": ""}, {"since": "2019-03-31", "until": "2019"},
    ],
)  # fmt: skip
def test_what_may_stay_unknown_is_no_lack(changes: dict[str, object]) -> None:
    assert lacks(changed(WELLS, **changes)) == []


def test_a_draft_clashes_only_where_two_values_cannot_stand_together() -> None:
    assert list(clashes(Practice())) == []
    assert list(clashes(changed(WELLS, destination="SEN", until="2001", currency=""))) == [
        "corridor",
        "until",
        "currency",
    ]


@pytest.mark.parametrize(
    ("text", "is_person"),
    [("Town hall", False), ("info@town.example", True), ("Write to a.b@c.org today", True), ("Twitter @town", False)],
)
def test_an_address_for_mail_is_taken_for_a_person(text: str, is_person: bool) -> None:
    assert names_a_person(text) == is_person


# How it reads ------------------------------------------------------------------------------------------


def test_it_opens_with_what_was_done_where_when_with_what_result_and_how_sure() -> None:
    assert opening(WELLS) == [
        "Villages dug wells and kept them.",
        "Burkina Faso · 2019–2021.",
        "Wells with water: from 4 to 9\u00a0wells, by a comparison of before and after.",
    ]
    assert opening(Practice()) == ["No result is told yet."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": ""}, "since 2019"),
        ({"until": "2019-12"}, "2019"),
        ({"since": "", "until": "2021"}, ""),
        ({"since": "2019-03-31", "until": "2021-01"}, "2019–2021"),
    ],
)
def test_when(changes: dict[str, object], said: str) -> None:
    assert when_text(changed(WELLS, **changes)) == said


def test_where_names_the_corridor_the_route_the_region_and_few_countries() -> None:
    assert where_text(Practice()) == ""
    assert where_text(changed(WELLS, origin="SEN", destination="ESP", places=["SEN", "BFA"])) == (
        "Senegal → Spain · Burkina Faso"
    )
    many = changed(WELLS, places=["BFA", "SEN", "MLI", "NER", "TCD", "GHA", "TGO", "BEN"])
    assert where_text(many).endswith("Ghana, and 2 more")
    assert "Mediterranean" in where_text(changed(WELLS, route="western-mediterranean"))
    assert " ← " in where_text(changed(WELLS, origin="SEN", destination="ESP"), "ar")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result("Wells", 1), "Wells"), (Result("Wells", 1, before=Decimal(4)), "Wells"),
        (Result("Wells", 1, after=Decimal("9.50")), "Wells: 9.5"),
        (Result("Wells", 1, Decimal(0), Decimal(1200), "of them"), "Wells: from 0 to 1,200\u00a0of them"),
        (Result("Loss", 1, Decimal("-0.25"), Decimal("-1")), "Loss: from −0.25 to −1"),
    ],
)  # fmt: skip
def test_a_result_in_a_line(result: Result, said: str) -> None:
    assert result_text(result) == said


def test_an_absent_value_is_a_dash_and_never_nothing() -> None:
    assert value_text(None) == "–" and value_text(Decimal(0)) == "0" and value_text(Decimal("100")) == "100"
    assert value_text(Decimal("1E+3")) == "1,000"


def test_a_cost_says_its_currency_and_prices_and_none_is_not_zero() -> None:
    assert cost_text(WELLS) == "12,500.5\u00a0XOF, at prices of 2020"
    assert cost_text(changed(WELLS, price_year=None)) == "12,500.5\u00a0XOF"
    assert cost_text(changed(WELLS, cost=None)) == "" and cost_text(changed(WELLS, cost="0")).startswith("0\u00a0XOF")


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_sentences_are_in_every_language_around_what_the_author_wrote(language: str) -> None:
    said = " ".join(opening(WELLS, language))
    assert "Villages dug wells" in said and "wells" in said
    if language != "en":
        assert "by a comparison" not in said and "from 4" not in said
    assert ("\u2068Villages dug wells and kept them.\u2069" in said) == (language == "ar")


# The scale and the principles --------------------------------------------------------------------------


def test_every_grade_says_what_it_takes_and_what_it_leaves_open() -> None:
    assert list(MEANINGS) == list(Grade) and [int(one) for one in Grade] == [1, 2, 3, 4, 5, 6, 7]
    for one in MEANINGS.values():
        assert one.title and one.takes.endswith(".") and one.leaves.endswith(".") and one.shown_by
    assert "Maryland" in grades.SOURCE and "Oxford" in grades.SOURCE
    with pytest.raises(ValueError, match="8"):
        grades.title_of(8)


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_grades_and_principles_are_said_in_every_language(language: str) -> None:
    for grade in Grade:
        assert grades.title_of(grade, language) != grades.title_of(grade)
        assert grades.shown_by(grade, language) != grades.shown_by(grade)
    for number in principles.PRINCIPLES:
        assert principles.principle_of(number, language) != principles.principle_of(number)


def test_there_are_eleven_principles_with_their_source() -> None:
    assert list(principles.PRINCIPLES) == list(range(1, 12)) and len(set(principles.PRINCIPLES.values())) == 11
    assert "14615/04" in principles.SOURCE and "19 November 2004" in principles.SOURCE


def test_what_can_be_translated_are_words_of_the_record() -> None:
    assert all(isinstance(getattr(Practice(), name), str) for name in TOLD)
    assert set(OUTCOMES) == {"worked", "partly", "not"}
