"""The handbook: ordered by principle, notes numbered once, set as tagged PDF in every language, whatever is written in it."""

import io
import re
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from passerelle.base.errors import PasserelleError
from passerelle.exchange.practices.records import Practice, changed
from passerelle.output.handbook.content import Chosen, Handbook, Tried, compose, paragraphs_of, size_text
from passerelle.output.handbook.paper import handbook_pdf
from tests.unit.exchange.test_practices import WELLS

DAY = date(2026, 11, 27)


def chosen(principle: int = 1, practice: Practice = WELLS, **more: Any) -> Chosen:
    """The wells, taken into an edition."""
    given = {
        "member": "Union of the Millers", "version": 2, "published": DAY, "reviewers": ("Weavers", "Fishers"),
        "address": "https://passerelle.example/en/practices/1/versions/2/", **more,
    }  # fmt: skip
    return Chosen(principle, practice, **given)


def book(*practices: Chosen, language: str = "en", **more: Any) -> Handbook:
    """An edition of these."""
    given = {"title": "Living together", "number": 3, "day": DAY, "introduction": "Read what failed first.", **more}
    return compose(language=language, chosen=practices or (chosen(),), **given)


def text_of(handbook: Handbook) -> str:
    reader = PdfReader(io.BytesIO(handbook_pdf(handbook)))
    return squeezed("".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    """Without spaces and marks of direction: lines are broken anywhere."""
    return re.sub(r"[\s\u00ad\u2060\u200b\u2066-\u2069]+", "", text)


# What it holds -----------------------------------------------------------------------------------------


def test_chapters_are_the_principles_that_have_practices_in_their_order() -> None:
    other = changed(WELLS, title="Second")
    handbook = book(chosen(7), chosen(1), chosen(7, other))
    assert [(one.number, [p.number for p in one.practices]) for one in handbook.chapters] == [
        (1, ["1.1"]), (7, ["7.1", "7.2"])
    ]  # fmt: skip
    assert [one.title for one in handbook.chapters[1].practices] == ["Wells that last", "Second"]
    assert size_text(handbook) == "3 practices" and size_text(book()) == "1 practice"
    assert handbook.edition == "Edition 3" and book(number=0).edition == ""


def test_a_source_has_one_number_however_often_it_is_cited() -> None:
    again = changed(WELLS, sources=[{"citation": "Village book"}, {"citation": "Law", "link": "https://a.example"}])
    handbook = book(chosen(1), chosen(2, again))
    assert handbook.notes == ("Book", "Talk", "Village book", "Law https://a.example")
    first, second = (chapter.practices[0] for chapter in handbook.chapters)
    assert [row.note for row in first.results] == [1, 2] == [row.note for row in second.results]
    assert first.notes == (3,) and second.notes == (3, 4)


def test_a_result_without_a_source_has_no_note() -> None:
    bare = changed(WELLS, results=[{"indicator": "Wells", "grade": 1}])
    assert book(chosen(1, bare)).chapters[0].practices[0].results[0].note == 0


def test_what_is_told_of_a_practice_is_all_there_and_what_is_empty_is_not() -> None:
    (chapter,) = book(chosen(reports=(Tried("Bakers", "Senegal", "partly", "With other stones."),))).chapters
    (one,) = chapter.practices
    assert [text.heading for text in one.texts] == [
        "The problem", "What was done", "By whom", "For whom", "What it takes elsewhere", "What failed",
        "Rights considered",
    ]  # fmt: skip
    assert dict(one.facts) == {
        "Told by": "Union of the Millers", "Where": "Burkina Faso", "When": "2019–2021",
        "Cost": "12,500.5\u00a0XOF, at prices of 2020", "Reviewed by": "Weavers, Fishers", "Ask": "Village",
    }  # fmt: skip
    assert one.tried == ("Bakers, Senegal: it worked in part. With other stones.",)
    assert one.remark.startswith("Version 2, published on 27 Nov 2026. https://")
    assert "translation" in book(chosen(translated="fr")).chapters[0].practices[0].remark
    unknown = changed(WELLS, cost=None)
    assert dict(book(chosen(1, unknown)).chapters[0].practices[0].facts)["Cost"] == "not told"


def test_paragraphs_are_lines_with_words() -> None:
    assert paragraphs_of(" a \n\n b\n \n") == ("a", "b") and paragraphs_of("") == ()


def test_the_scale_is_explained_with_its_source() -> None:
    handbook = book()
    assert [row[0] for row in handbook.scale] == list("1234567") and all(all(row) for row in handbook.scale)
    assert "14615/04" in handbook.sources[0] and "Maryland" in handbook.sources[1]


# On paper ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(handbook_pdf(book(chosen(1), chosen(7, changed(WELLS, title="Second"))))))


def test_it_is_tagged_says_its_language_and_has_a_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert "pdfuaid" in str(root["/Metadata"].get_data())
    assert reader.metadata and reader.metadata.title == "Living together"


def test_it_has_contents_running_heads_notes_and_the_scale(reader: PdfReader) -> None:
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    assert "Contents" in pages[0] and "Atwo-wayprocess" in pages[0] and f"Page1of{len(pages)}" in pages[0]
    assert all("Livingtogether" in page for page in pages)
    heads = [page for page in pages[1:] if "Atwo-wayprocess" in page[:120]]
    assert heads and "quasi-experiment" in pages[1] and "Bookofthevillage" not in pages[-1]
    assert "1.Book" in pages[-1] and "14615/04" in pages[-1]
    outline = [item.title for item in _flat(reader.outline)]
    assert any("Wells that last" in title for title in outline) and any("Sources" in title for title in outline)


def _flat(items: list[Any]) -> list[Any]:
    return [one for item in items for one in (_flat(item) if isinstance(item, list) else [item])]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Wat er mislukte"), ("fr", "Ce qui a échoué"), ("es", "Qué falló"), ("ar", None)],
)
def test_it_is_set_in_every_language_with_texts_in_their_own(language: str, words: str | None) -> None:
    handbook = book(language=language)
    told = text_of(handbook)
    assert "Pumpsbroke." in told and "Whatfailed" not in told
    assert words is None or squeezed(words) in told
    assert handbook.right_to_left == (language == "ar")


def test_an_author_who_writes_arabic_in_an_english_edition_keeps_her_letters() -> None:
    arabic = changed(WELLS, title="آبار تدوم", language="ar", failed="تعطلت المضخات")
    pdf = PdfReader(io.BytesIO(handbook_pdf(book(chosen(1, arabic)))))
    assert any("\u0600" <= letter <= "\u06ff" or "\ufe70" <= letter <= "\ufefc"
               for page in pdf.pages for letter in page.extract_text())  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    ['#import "x.typ"; $ x $ *b* `c` @d <e> \\ //', "]#panic()[", "\u0000\u0007\ue000\ufffe", "𓀀 字 ⟦", "x" * 300],
)
def test_hostile_texts_are_words_and_break_nothing(hostile: str) -> None:
    odd = changed(WELLS, title=hostile[:200], gist=hostile, failed=hostile, actors=hostile,
                  results=[{"indicator": hostile, "grade": 1, "unit": hostile[:80], "source": hostile}])  # fmt: skip
    told = text_of(book(chosen(1, odd, reports=(Tried(hostile, "Senegal", "not", hostile),)), introduction=hostile))
    if "import" in hostile:
        assert squeezed('#import"x.typ";$x$*b*`c`@d<e>') in told
    if "𓀀" in hostile:
        assert "□" in told


def test_what_the_setter_refuses_is_told_with_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> bytes:
        raise RuntimeError("no such font")

    monkeypatch.setattr("typst.compile", refuse)
    with pytest.raises(PasserelleError, match="could not be set as PDF: no such font"):
        handbook_pdf(book())


def test_addresses_can_be_followed() -> None:
    linked = changed(WELLS, contacts=[{"organisation": "Village", "link": "https://village.example/wells"}])
    pdf = PdfReader(io.BytesIO(handbook_pdf(book(chosen(1, linked)))))
    found = {str(note.get_object()["/A"]["/URI"]) for page in pdf.pages for note in page.get("/Annots", [])
             if "/A" in note.get_object() and "/URI" in note.get_object()["/A"]}  # fmt: skip
    assert "https://village.example/wells" in found
