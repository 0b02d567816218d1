"""PDF files: their pages read, and each refusal with its other side."""

import pytest

from passerelle.base import pdf
from passerelle.base.errors import PlanError
from passerelle.plans.coherence.papers import paper_of_text
from passerelle.plans.coherence.pdf import text_of_pdf
from passerelle.plans.coherence.refusals import PaperUnreadable
from tests.unit.plans.coherence_texts import blank_pdf, pdf_of

TEXT = "Many nurses emigrate, and remittances support their families at home in the hills."


def test_pages_are_parted_by_form_feeds() -> None:
    text = text_of_pdf(pdf_of(TEXT, "The second page says that the diaspora returns in summer."))
    first, second = text.split("\f")
    assert "nurses emigrate" in first and "diaspora" in second
    paper = paper_of_text("T", text)
    assert [passage.page for passage in paper.passages] == [1, 2] and paper.language == "en"


def test_pictures_of_pages_are_refused_with_the_way_out() -> None:
    with pytest.raises(PaperUnreadable, match=r"3 pages and hardly any text \(0 letters\).*text recognition"):
        text_of_pdf(blank_pdf(3))


def test_a_few_pictures_among_pages_of_text_are_taken() -> None:
    assert "nurses" in text_of_pdf(pdf_of(TEXT, "", TEXT))


def test_a_file_with_a_password_is_refused() -> None:
    with pytest.raises(PaperUnreadable, match="password"):
        text_of_pdf(blank_pdf(1, "secret"))


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 a workbook"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(PaperUnreadable, match="no PDF"):
        text_of_pdf(content)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\nnonsense \x00\xff" * 50, pdf_of(TEXT)[:400]])
def test_a_damaged_file_is_refused(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PaperUnreadable):
        text_of_pdf(content)
    assert capfd.readouterr() == ("", ""), "the library says nothing by itself"


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf_of(TEXT)
    monkeypatch.setattr(pdf, "LARGEST", len(content))
    assert "nurses" in text_of_pdf(content)
    monkeypatch.setattr(pdf, "LARGEST", len(content) - 1)
    with pytest.raises(PaperUnreadable, match="at most"):
        text_of_pdf(content)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert text_of_pdf(pdf_of(TEXT, TEXT))
    with pytest.raises(PaperUnreadable, match="has 3 pages; a paper has at most 2"):
        text_of_pdf(pdf_of(TEXT, TEXT, TEXT))


def test_the_error_is_one_of_plans() -> None:
    assert issubclass(PaperUnreadable, PlanError)
