"""The text of documents that people hand in: every form read, every hostile file refused with its reason.

Covers `passerelle.exchange.texts`, and that a reader in a process of its own ends by its limits.
"""

import gzip
import time
from pathlib import Path

import pytest

from passerelle.exchange.texts import DocumentUnreadable, Limits, apart, forms, packed, read_apart, text_of
from passerelle.exchange.texts.refusals import REASONS
from tests.unit.exchange.document_files import LAUGHS, OUTSIDE, bomb, docx, looping_pdf, odt, run
from tests.unit.exchange.document_files import packed as archive
from tests.unit.plans.coherence_texts import blank_pdf, pdf_of

TEXT = "Many nurses emigrate, and remittances support their families at home in the hills."


def refused(content: bytes, name: str) -> str:
    with pytest.raises(DocumentUnreadable) as said:
        text_of(content, name)
    assert said.value.reason in REASONS and str(said.value)
    return said.value.reason


# Forms --------------------------------------------------------------------------------------------------


def test_a_pdf_has_a_part_for_each_page() -> None:
    first, second = text_of(pdf_of(TEXT, "The second page."), "Report.PDF")
    assert "nurses emigrate" in first and "second" in second


def test_a_docx_is_read_with_its_tabs_breaks_and_footnotes_and_without_what_is_no_text() -> None:
    inside = run("One") + "<w:p><w:r><w:t>two</w:t><w:tab/><w:t>three</w:t><w:br/><w:t>four</w:t></w:r></w:p>"
    hidden = "<w:p><w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>"
    notes = f'<w:footnotes xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">{run("A note")}</w:footnotes>'
    (text,) = text_of(docx(inside + hidden, word__footnotes_xml=notes), "a.docx")
    assert text == "One\ntwo three\nfour\n\nA note"


def test_an_odt_is_read_without_what_was_struck_out_in_it() -> None:
    inside = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:h>Head</text:h><text:p>a<text:s text:c="3"/>b<text:tab/>c<text:span>d</text:span><text:line-break/>e</text:p>'
    )
    assert text_of(odt(inside), "a.odt") == ["Head\na b cd\ne"]


def test_html_is_what_a_reader_would_see() -> None:
    page = (
        '<!doctype html><meta charset="utf-8"><title>T</title><style>p{}</style><script>let a = "<p>no</p>"</script>'
        "<h1>Caf&eacute;</h1><p>one<b> two</b><br>three<table><tr><td>x<td>y</table><template>no</template>"
        "<svg><text>no</text></svg><p hidden>&#x1F33E; end"
    )
    (text,) = text_of(page.encode(), "a.html")
    assert "no" not in text.split() and "let" not in text
    assert text.split() == ["T", "Café", "one", "two", "three", "x", "y", "🌾", "end"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Élan d’été".encode(), "Élan d’été"),
        (b"\xef\xbb\xbfmark", "mark"),
        ("Geneva ☃".encode("utf-16"), "Geneva ☃"),
        ("élan vital".encode("cp1252"), "élan vital"),
        ("الهجرة والتنمية في العالم".encode("cp1256"), "الهجرة والتنمية في العالم"),
    ],
)
def test_plain_text_is_decoded_by_what_it_looks_like(content: bytes, expected: str) -> None:
    assert text_of(content, "a.txt") == [expected]


def test_a_form_feed_ends_a_page_and_signs_that_are_no_text_are_left_out() -> None:
    assert text_of(b"one\x07\x1b[2m\r\n\r\n\r\n\r\ntwo  \t three\x0cnext", "a.txt") == ["one[2m\n\ntwo three", "next"]


def test_a_page_says_in_which_letters_it_is_written_and_not_in_which_code() -> None:
    head = b"<meta charset=iso-8859-7><p>"
    assert text_of(head + "Αθήνα".encode("iso-8859-7"), "a.htm") == ["Αθήνα"]
    for strange in (b"rot13", b"zlib", b"no-such"):
        assert text_of(b"<meta charset=" + strange + b"><p>caf\xe9", "a.htm") == ["café"]


# Refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"anything", "a.exe", "unknown_form"),
        (b"anything", "nothing", "unknown_form"),
        (TEXT.encode(), "a.pdf", "not_what_it_says"),
        (pdf_of(TEXT), "a.docx", "not_what_it_says"),
        (pdf_of(TEXT), "a.txt", "not_what_it_says"),
        (docx(run("x")), "a.odt", "not_what_it_says"),
        (odt("<text:p>x</text:p>"), "a.docx", "not_what_it_says"),
        (archive(other=b"x"), "a.docx", "not_what_it_says"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "a.odt", "not_what_it_says"),
        (b"\x00\x01\x02\x03", "a.txt", "not_what_it_says"),
        (TEXT.encode(), "a.html", "not_what_it_says"),
        (b"%PDF-1.4\n", "a.pdf", "damaged"),
        (docx(run("x"))[:60], "a.docx", "damaged"),
        (docx("<w:p><w:r>"), "a.docx", "damaged"),
        (docx("<w:p>" * 2000 + "</w:p>" * 2000), "a.docx", "damaged"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "a.odt", "damaged"),
        (blank_pdf(1, "secret"), "a.pdf", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "encrypted"),
        (odt("<text:p>x</text:p>", **{"META-INF__manifest_xml": "<m:encryption-data/>"}), "a.odt", "encrypted"),
        (docx(run("&a9;"), LAUGHS), "a.docx", "has_entities"),
        (docx(run("&a9;"), OUTSIDE), "a.docx", "has_entities"),
        (odt("<text:p>&a9;</text:p>", LAUGHS), "a.odt", "has_entities"),
        (blank_pdf(3), "a.pdf", "no_text"),
        (b"", "a.txt", "no_text"),
        (docx(""), "a.docx", "no_text"),
        (b"<p>  <br></p>", "a.html", "no_text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, name: str, reason: str) -> None:
    assert refused(content, name) == reason


def test_a_bomb_is_let_go_before_it_unpacks() -> None:
    content, unpacked = bomb(size=40), 0
    assert refused(content, "a.docx") == "unpacks_too_far"
    with pytest.raises(DocumentUnreadable):
        for piece in packed.unpacked(packed.archive_of(content), "word/document.xml"):
            unpacked += len(piece)
    assert unpacked <= len(content) * packed.MOST_TIMES < 20_000_000


def test_members_and_sizes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    content = docx(run("x" * 5000), more=b"y")
    assert text_of(content, "a.docx")
    monkeypatch.setattr(packed, "MOST_UNPACKED", 5000)
    assert refused(content, "a.docx") == "unpacks_too_far"
    monkeypatch.setattr(packed, "MOST_MEMBERS", 1)
    assert refused(content, "a.docx") == "unpacks_too_far"


def test_a_text_that_is_packed_well_is_no_bomb() -> None:
    (text,) = text_of(docx(run("a" * 3_000_000)), "a.docx")
    assert len(text) == 3_000_000


def test_letters_are_kept_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LONGEST", 10)
    assert text_of(b"12345678\x0c12345678\x0c12345678", "a.txt") == ["12345678", "12"]


# In a process of its own --------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "unguessable"


def test_read_apart_it_says_the_same(file: Path) -> None:
    file.write_bytes(docx(run("Élan ☃")))
    assert read_apart(file, "a.docx") == ["Élan ☃"]


@pytest.mark.parametrize(
    ("content", "name", "limits", "reason"),
    [
        (looping_pdf(), "a.pdf", Limits(), {"damaged"}),
        (docx(run("&a9;"), LAUGHS), "a.docx", Limits(), {"has_entities"}),
        (b"<p>" + b"<a b=" * 3_000_000, "a.html", Limits(seconds=2), {"too_slow", "no_text"}),
        (b"x" * 60_000_000, "a.txt", Limits(memory=140), {"too_much_memory"}),
        (b"y " * 2_000_000, "a.txt", Limits(said=1), {"stopped"}),
    ],
)
def test_whatever_a_file_does_it_does_it_there_and_it_ends(
    file: Path, content: bytes, name: str, limits: Limits, reason: set[str]
) -> None:
    file.write_bytes(content)
    begun = time.monotonic()
    with pytest.raises(DocumentUnreadable) as said:
        read_apart(file, name, limits)
    assert said.value.reason in reason
    assert time.monotonic() - begun < 12


def test_a_reader_that_does_not_end_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lazy = tmp_path / "lazy.py"
    lazy.write_text("import time; time.sleep(60)")
    file.write_bytes(b"x")
    monkeypatch.setattr(apart, "__name__", "lazy")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DocumentUnreadable, match="too long"):
        read_apart(file, "a.txt", Limits(seconds=1))


def test_the_reader_knows_nothing_of_the_site(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import json, os; print(json.dumps({'parts': [' '.join(os.environ), os.getcwd()]}))")
    monkeypatch.setenv("PASSERELLE_SECRET_KEY", "not for readers")
    monkeypatch.setattr(apart, "__name__", "nosy")
    monkeypatch.syspath_prepend(str(tmp_path))
    file.write_bytes(b"x")
    names, folder = read_apart(file, "a.txt")
    assert set(names.split()) <= {"PYTHONPATH", "PYTHONIOENCODING", "LC_CTYPE"} and folder == "/"


def test_what_is_packed_twice_is_not_unpacked_twice() -> None:
    assert refused(gzip.compress(b"x" * 1000), "a.pdf") == "not_what_it_says"
