"""The forms of the brief: tagged PDF, Word with footnotes, a page that stands by itself, Markdown."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from passerelle.base.corridors import Corridor
from passerelle.base.errors import PasserelleError
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.store import Store
from passerelle.output.briefs import FORMS, render, write_brief
from passerelle.output.briefs.compose import compose
from passerelle.output.briefs.content import Brief, Cell, Sentence
from passerelle.output.briefs.page import to_html
from passerelle.output.briefs.paper import to_pdf
from passerelle.output.briefs.plain import to_markdown
from passerelle.output.briefs.word import to_docx
from tests.unit.output.conftest import TODAY

pytestmark = pytest.mark.slow

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def pdf(brief: Brief) -> bytes:
    return to_pdf(brief)


@pytest.fixture(scope="module")
def docx(brief: Brief) -> bytes:
    return to_docx(brief)


def test_the_pdf_has_four_to_six_pages(pdf: bytes) -> None:
    assert 4 <= len(PdfReader(io.BytesIO(pdf)).pages) <= 6


@pytest.mark.parametrize(
    ("origin", "destination", "language"),
    [("PCN", "NIU", "en"), ("PCN", "NIU", "fr"), ("MEX", "USA", "nl"), ("IND", "ARE", "es"), ("BFA", "CIV", "ar")],
)
def test_however_much_is_known_a_brief_has_four_to_six_pages(
    store: Store, origin: str, destination: str, language: str
) -> None:
    """The shortest and the longest that were found; the golden ring holds more of them."""
    made = render(store, Corridor(origin, destination), ".pdf", language=language, today=TODAY)
    assert 4 <= len(PdfReader(io.BytesIO(made)).pages) <= 6


def test_the_pdf_is_tagged_and_says_its_language(pdf: bytes) -> None:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in pdf or "pdfuaid" in str(root["/Metadata"].get_data())


def test_the_pdf_holds_the_words_and_the_running_head(pdf: bytes, brief: Brief) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert "174,914" in pages[0] and "Summary" in pages[0]
    assert all(brief.title in page and "2026-11-24" in page for page in pages[1:])
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1].replace("\n", " ")


def test_the_pdf_embeds_its_fonts(pdf: bytes) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("SourceSans3" in name.replace("-", "") for name in fonts)


def test_an_arabic_brief_is_set_from_right_to_left(store: Store, burkina: KnownCorridor) -> None:
    made = to_pdf(compose(store, burkina, language="ar", today=TODAY))
    reader = PdfReader(io.BytesIO(made))
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    fonts = {str(f.get_object()["/BaseFont"]) for f in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("NotoSansArabic" in name for name in fonts)


def test_word_has_real_headings_tables_and_captions(docx: bytes, brief: Brief) -> None:
    document = Document(io.BytesIO(docx))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Summary" and "Lines to take" in headings and headings[-1] == "Sources"
    assert len(document.tables) == 1 + sum(len(part.tables) for part in brief.parts)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(document.tables) + sum(len(part.pictures) for part in brief.parts)
    assert all("SEQ" in p._p.xml for p in captions)


def test_word_has_a_footnote_for_each_source_cited(docx: bytes, brief: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        notes = parts.read("word/footnotes.xml").decode()
        body = parts.read("word/document.xml").decode()
        assert "footnotes+xml" in parts.read("[Content_Types].xml").decode()
    written = re.findall(r'<w:footnote w:id="(\d+)"', notes)
    referred = re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    assert written == referred == [str(n + 1) for n in range(len(written))]
    assert "International Migrant Stock 2020" in notes
    assert "NOTEREF" in body


def test_word_pictures_have_their_text(docx: bytes, brief: Brief) -> None:
    document = Document(io.BytesIO(docx))
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert texts[0] == brief.map_text
    assert texts[1:] == [picture.chart.description for part in brief.parts for picture in part.pictures]


def test_word_has_a_line_of_sources_under_each_chart(docx: bytes, brief: Brief) -> None:
    document = Document(io.BytesIO(docx))
    lines = [p for p in document.paragraphs if p.style.name == "Source" and p.text.startswith("Source")]
    assert len(lines) == sum(len(part.pictures) for part in brief.parts)
    assert all("footnoteReference" in p._p.xml or "NOTEREF" in p._p.xml for p in lines)


def test_word_counts_its_pages_in_the_running_head(docx: bytes, brief: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        head = parts.read("word/header1.xml").decode()
    assert brief.title in head and 'w:instr=" PAGE "' in head and 'w:instr=" NUMPAGES "' in head


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en-GB"), ("nl", "nl-NL"), ("fr", "fr-FR"), ("es", "es-ES"), ("ar", "ar-SA")]
)
def test_word_is_told_the_language(brief: Brief, language: str, tag: str) -> None:
    made = to_docx(replace(brief, language=language, parts=()))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        told = [found for name in ("word/styles.xml", "word/settings.xml")
                for found in re.findall(r"<w:(?:lang|themeFontLang) [^>]*>", parts.read(name).decode())]  # fmt: skip
    assert told and all(f'w:val="{tag}"' in one for one in told)


def children(root: etree._Element, kind: str) -> list[list[str]]:
    return [[etree.QName(child).localname for child in one] for one in root.iter(f"{{{W}}}{kind}")]


def test_word_is_turned_for_arabic_in_the_order_of_the_schema(store: Store, burkina: KnownCorridor) -> None:
    made = to_docx(compose(store, burkina, language="ar", today=TODAY))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
        head = etree.fromstring(parts.read("word/header1.xml"))
    paragraphs = children(body, "pPr") + children(head, "pPr")
    assert len(paragraphs) > 20 and all("bidi" in names for names in paragraphs)
    for names in paragraphs:
        assert not {"jc", "spacing", "ind"} & set(names[: names.index("bidi")])
    tables = children(body, "tblPr")
    assert tables and all(names[:2] == ["tblStyle", "bidiVisual"] for names in tables)
    runs = children(body, "rPr") + children(head, "rPr")
    assert sum("rtl" in names for names in runs) > 100
    foreign = [run for run in body.iter(f"{{{W}}}r") if (run.findtext(f"{{{W}}}t") or "").startswith("United Nations")]
    assert foreign and all(run.find(f".//{{{W}}}rtl") is None for run in foreign)
    assert all("szCs" in names for names in runs if "sz" in names)
    said = "".join(body.itertext())
    assert "\u200e1.376.350\u200e" in said and not set("\u2066\u2067\u2069") & set(said)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_stands_by_itself(brief: Brief) -> None:
    tags = _Tags()
    tags.feed(to_html(brief))
    names = [name for name, _ in tags.seen]
    assert names.count("h1") == 1 and "script" not in names and "link" not in names
    assert not any("style" in attributes for _, attributes in tags.seen)
    fetched = [a.get("src") or "" for _, a in tags.seen if a.get("src")]
    assert not any(address.startswith("http") for address in fetched)
    targets = {a["id"] for _, a in tags.seen if a.get("id")}
    notes = {a["href"][1:] for name, a in tags.seen if name == "a" and (a.get("href") or "").startswith("#")}
    assert notes <= targets


def test_markup_in_a_text_is_escaped(brief: Brief) -> None:
    hostile = replace(brief, summary=(Sentence('<script>alert("x")</script> & more', (1,)),), title="<b>x</b>")
    page = to_html(hostile)
    assert "<script>" not in page and "&lt;script&gt;" in page and "<b>x</b>" not in page


def test_hostile_text_is_only_text_on_paper(brief: Brief) -> None:
    hostile = replace(brief, summary=(Sentence("#panic() $x$ *bold* @label <tag>", ()),))
    text = PdfReader(io.BytesIO(to_pdf(hostile))).pages[0].extract_text()
    assert "#panic() $x$ *bold* @label <tag>" in text


def test_markdown_has_footnotes_and_tables(brief: Brief) -> None:
    text = to_markdown(brief)
    assert text.startswith("# Morocco → Netherlands")
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert "| --- | ---: |" in text


def test_markdown_says_the_finding_of_a_chart_once(brief: Brief) -> None:
    text = to_markdown(brief)
    for picture in (picture for part in brief.parts for picture in part.pictures):
        assert text.count(picture.chart.title) == 1


def test_what_has_no_address_on_the_web_is_no_link(brief: Brief) -> None:
    own = [source for source in brief.sources if source.citation.startswith("Passerelle (2026). Flows")]
    assert [source.address for source in own] == ["In Passerelle, among the sources: passerelle_flows."]
    assert "docs/" not in to_markdown(brief)
    links = re.findall(r'<a href="([^#"][^"]*)"', to_html(brief))
    assert links and all(link.startswith("http") for link in links)


def test_a_bare_brief_has_no_empty_tables_or_bare_headings(store: Store) -> None:
    bare = compose(store, known_corridor(store, Corridor("PCN", "NIU")), language="en", today=TODAY)
    assert all(part.sentences or part.pictures or part.answers or part.tables for part in bare.parts)
    text, page = to_markdown(bare), to_html(bare)
    assert "Key figures" not in text and "<tbody></tbody>" not in page
    assert not re.search(r"^## .+\n\n##", text, re.M)
    assert not re.search(r"</h2></section>", page)


def test_a_bar_in_a_cell_does_not_break_the_table(brief: Brief) -> None:
    table = replace(brief.key_table, rows=((Cell("a|b"), Cell("1", True), Cell(""), Cell("")),))
    assert "| a\\|b | 1 |" in to_markdown(replace(brief, key_table=table))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_written(store: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"brief{form}"
    write_brief(store, Corridor("SYR", "TUR"), path, language="fr", today=TODAY)
    assert path.stat().st_size > 5_000


def test_an_ending_that_is_no_form_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(PasserelleError, match=r"brief\.odt.*\.pdf, \.docx"):
        write_brief(store, Corridor("SYR", "TUR"), tmp_path / "brief.odt", language="en", today=TODAY)
    assert not (tmp_path / "brief.odt").exists()


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(PasserelleError, match="cannot be written"):
        write_brief(store, Corridor("SYR", "TUR"), tmp_path / "no" / "b.json", language="en", today=TODAY)


def test_the_same_day_gives_the_same_pdf(store: Store) -> None:
    made = [render(store, Corridor("MEX", "USA"), ".pdf", language="en", today=date(2026, 1, 2)) for _ in range(2)]
    assert made[0] == made[1]
