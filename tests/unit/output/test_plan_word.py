"""A plan as DOCX: real headings, captions that count, heads that repeat, pictures with words, the same content."""

import io
import zipfile
from typing import Any

import msgspec
import pytest
from docx import Document
from lxml import etree

from passerelle.output.plans.blocks import Sheet
from passerelle.output.plans.content import compose
from passerelle.output.plans.word import plan_docx
from tests.unit.output.plans_made import DAY, HOSTILE, hostile, huge, single, small

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def docx() -> bytes:
    return plan_docx(small(), language="en", day=DAY)


@pytest.fixture(scope="module")
def document(docx: bytes) -> Any:
    return Document(io.BytesIO(docx))


def part(docx: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        return etree.fromstring(parts.read(name))


def said(document: Any) -> str:
    return "".join(document.element.body.itertext())


def test_headings_are_those_of_the_content(document: Any) -> None:
    made = compose(small(), language="en", day=DAY)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in made.sections]
    assert "1.1 Open two schools of nursing with a track for each labour market" in [
        p.text for p in document.paragraphs if p.style.name == "Heading 3"
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [small().title]


def test_tables_are_those_of_the_content_cell_by_cell(document: Any) -> None:
    made = compose(small(), language="en", day=DAY)
    wanted = [block for section in made.sections for block in section.blocks if isinstance(block, Sheet)]
    assert len(document.tables) == len(wanted)
    for table, sheet in zip(document.tables, wanted, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == list(sheet.table.head)
        for row, told in zip(rows[1:], sheet.table.rows, strict=True):
            assert row == [one.text + ",".join(map(str, one.notes)) for one in told]


def test_heads_repeat_and_captions_count(docx: bytes, document: Any) -> None:
    body = part(docx, "word/document.xml")
    assert len(list(body.iter(f"{{{W}}}tblHeader"))) == len(document.tables)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(document.tables) + 3 and all("SEQ" in p._p.xml for p in captions)
    assert captions[0].text.startswith("Table ") or "Table" in "".join(captions[0]._p.itertext())


def test_pictures_have_their_words(document: Any) -> None:
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(texts) == 3 and "7 actions run from" in texts[0] and "has no source yet" in texts[1]


def test_the_running_head_carries_the_mark_of_a_demonstration(docx: bytes) -> None:
    head = "".join(part(docx, "word/header1.xml").itertext())
    assert "Demonstration: invented actors" in head and small().title[:20] in head
    real = plan_docx(msgspec.structs.replace(small(), demonstration=False), language="en", day=DAY)
    assert "Demonstration" not in "".join(part(real, "word/header1.xml").itertext())


def test_the_framework_lies_on_its_side_and_the_rest_stands(document: Any) -> None:
    assert [s.page_width > s.page_height for s in document.sections] == [False, True, False]


def test_sources_can_be_followed(docx: bytes) -> None:
    body = part(docx, "word/document.xml")
    names = {one.get(f"{{{W}}}name") for one in body.iter(f"{{{W}}}bookmarkStart")}
    anchors = {one.get(f"{{{W}}}anchor") for one in body.iter(f"{{{W}}}hyperlink")}
    assert anchors and anchors <= names


def test_elements_stand_in_the_order_of_the_schema(docx: bytes) -> None:
    body = part(docx, "word/document.xml")
    order = ["pStyle", "keepNext", "bidi", "spacing", "jc"]
    for rules in body.iter(f"{{{W}}}pPr"):
        names = [etree.QName(one).localname for one in rules]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names


def test_markup_in_texts_appears_as_it_is() -> None:
    text = said(Document(io.BytesIO(plan_docx(hostile(), language="en", day=DAY))))
    assert all(f"{at} {HOSTILE}" in text for at in range(1, 11))


def test_right_to_left_is_said_of_every_paragraph_and_table() -> None:
    body = part(plan_docx(small(), language="ar", day=DAY), "word/document.xml")
    rules = [[etree.QName(one).localname for one in p] for p in body.iter(f"{{{W}}}pPr")]
    assert rules and all("bidi" in names for names in rules)
    tables = [[etree.QName(one).localname for one in p] for p in body.iter(f"{{{W}}}tblPr")]
    assert tables and all(names[:2] == ["tblStyle", "bidiVisual"] for names in tables)
    assert not set("\u2066\u2067\u2068\u2069") & set("".join(body.itertext()))


@pytest.mark.parametrize("language", ["nl", "fr", "es"])
def test_every_language_is_set(language: str) -> None:
    assert Document(io.BytesIO(plan_docx(small(), language=language, day=DAY))).core_properties.language == language


def test_one_action_and_letters_that_xml_cannot_hold() -> None:
    assert Document(io.BytesIO(plan_docx(single(), language="en", day=DAY))).tables
    odd = msgspec.structs.replace(single(), title="a\x00b", aims=("c\x07d",), owners=("e\x01f",))
    assert "cd" in said(Document(io.BytesIO(plan_docx(odd, language="en", day=DAY))))


def test_a_large_plan_is_whole() -> None:
    plan = huge(5, 5, 6, 1)
    text = said(Document(io.BytesIO(plan_docx(plan, language="en", day=DAY, ranges={}))))
    assert all(action.title in text for action in plan.actions())
