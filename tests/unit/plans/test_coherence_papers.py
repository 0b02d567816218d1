"""Papers: passages with number, page and section; both sides of what is refused; plans as papers."""

from decimal import Decimal

import pytest

from passerelle.base.errors import PasserelleError, PlaceUnknown
from passerelle.plans.coherence import papers
from passerelle.plans.coherence.papers import Allocation, paper_of_text, paper_of_texts
from passerelle.plans.coherence.refusals import PaperError
from tests.unit.plans.coherence_texts import BY_LANGUAGE, ENGLISH


def test_passages_are_numbered_from_one_and_know_their_section() -> None:
    paper = paper_of_text(" Programme ", ENGLISH, iso3="MLI", period="2026–2030")
    assert [passage.number for passage in paper.passages] == list(range(1, len(paper.passages) + 1))
    (schools,) = [passage for passage in paper.passages if passage.text.startswith("Primary schools")]
    assert schools.path == ("2. Objectives", "2.1 Education") and schools.section == "2.1 Education"
    assert (paper.title, paper.iso3, paper.language, paper.period) == ("Programme", "MLI", "en", "2026–2030")


def test_a_passage_as_plain_values() -> None:
    paper = paper_of_text("T", "1. Goals\n\nOne.\fTwo.")
    assert paper.passages[-1].as_dict() == {"number": 3, "page": 2, "section": "1. Goals", "text": "Two."}
    assert paper.pages == 2 and paper_of_text("T", "One.").pages == 0
    assert paper_of_text("T", "One.").passages[0].section == ""


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_language_is_told_where_it_is_left_out(language: str) -> None:
    assert paper_of_text("T", BY_LANGUAGE[language]).language == language


def test_the_language_that_is_given_stands() -> None:
    assert paper_of_text("T", ENGLISH, language="fr").language == "fr"


def test_money_by_sector_becomes_passages_of_the_budget() -> None:
    given = [Allocation("Migration management", Decimal(12_000_000), "EUR")]
    last = paper_of_text("T", ENGLISH, allocations=given).passages[-1]
    assert last.text == "Migration management: 12,000,000 EUR" and last.kinds == ("budget",)
    assert last.section == "Sector allocations"


def test_a_plan_s_fields_are_a_paper() -> None:
    paper = paper_of_texts(
        "Plan",
        "MLI",
        [("objectives", "Goals", "Lower prices.\n\nTrain nurses."), ("", "", "Note."), ("budget", "B", " ")],
    )
    assert [(p.number, p.text, p.section, p.kinds) for p in paper.passages] == [
        (1, "Lower prices.", "Goals", ("objectives",)), (2, "Train nurses.", "Goals", ("objectives",)), (3, "Note.", "", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n\f "])
def test_a_paper_without_text_is_refused(text: str) -> None:
    with pytest.raises(PaperError, match="has no text"):
        paper_of_text("T", text)
    with pytest.raises(PaperError, match="has no text"):
        paper_of_texts("T", "MLI", [("objectives", "Goals", text)])


def test_too_long_a_text_is_refused_and_one_just_short_enough_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "LONGEST", 10)
    assert paper_of_text("T", "a" * 10).passages
    with pytest.raises(PaperError, match="11 letters; at most 10"):
        paper_of_text("T", "a" * 11)


def test_another_language_is_refused() -> None:
    with pytest.raises(PaperError, match='"de" is not read here'):
        paper_of_text("T", ENGLISH, language="de")


def test_an_unknown_place_or_grouping_is_refused_and_known_ones_taken() -> None:
    assert paper_of_text("T", ENGLISH, iso3="SEN").iso3 == "SEN"
    assert paper_of_text("T", ENGLISH, grouping="ECOWAS").grouping == "ECOWAS"
    with pytest.raises(PlaceUnknown):
        paper_of_text("T", ENGLISH, iso3="QQQ")
    with pytest.raises(PasserelleError):
        paper_of_text("T", ENGLISH, grouping="NOBODY")


def test_another_kind_of_section_is_refused() -> None:
    with pytest.raises(PaperError, match='"annex" is no kind of section'):
        paper_of_texts("T", "MLI", [("annex", "A", "Text.")])  # type: ignore[list-item]
