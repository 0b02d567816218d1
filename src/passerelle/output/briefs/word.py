"""The brief as DOCX, to be edited at the desk: real headings, captions, tables and footnotes with the sources.

Stands on `content`.
"""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from passerelle.output.briefs.content import Brief, Part, Sentence, Table
from passerelle.output.briefs.footnotes import Footnotes
from passerelle.output.charts.drawing import png

_INK, _SOFT = RGBColor(0x1D, 0x24, 0x33), RGBColor(0x4A, 0x53, 0x66)


def to_docx(brief: Brief) -> bytes:
    """The brief as an editable document; a source is a footnote where it is first cited."""
    document = Document()
    _prepare(document, brief)
    texts = {source.number: f"{source.citation} {source.licence}. {source.address}" for source in brief.sources}
    desk = _Desk(document, brief, Footnotes(document, texts, right_to_left=brief.right_to_left))
    document.add_paragraph(brief.subtitle, style="Subtitle")
    document.add_heading(brief.title, level=0)
    document.add_paragraph(f"{brief.day.isoformat()} · {brief.years}")
    document.add_heading(brief.words["Summary"], level=1)
    desk.sentences(brief.summary)
    document.add_heading(brief.words["Lines to take"], level=1)
    document.add_paragraph(
        brief.words["Draft for editing at the desk: lines to take are yours and are never kept on a server."],
        style="Quote",
    )
    desk.table(brief.key_table)
    for part in brief.parts:
        desk.part(part)
    document.add_heading(brief.words["Sources"], level=1)
    for text in texts.values():
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph(brief.disclaimer)
    if brief.right_to_left:
        _turn(document)
    desk.notes.attach()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _prepare(document: Any, brief: Brief) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin = page.bottom_margin = Mm(24)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Calibri", Pt(10.5), _INK
    for name in ("Title", "Heading 1", "Heading 2", "Subtitle"):
        style = document.styles[name]
        style.font.color.rgb, style.font.name = _INK, "Calibri"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts.get(qn(kind)) is not None:
                del fonts.attrib[qn(kind)]
    note = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    note.font.superscript = True
    document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(8.5)
    core = document.core_properties
    core.title, core.author, core.language = f"{brief.title}: {brief.subtitle}", "Passerelle", brief.language
    header = page.header.paragraphs[0]
    header.text = f"{brief.title} · {brief.day.isoformat()}"
    for run in header.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), _SOFT


class _Desk:
    """Sets the pieces of a brief into a document, with one count of footnotes."""

    def __init__(self, document: Any, brief: Brief, notes: Footnotes) -> None:
        self.document, self.brief, self.notes = document, brief, notes
        self._count: dict[str, int] = {}

    def say(self, paragraph: Any, text: str, notes: Iterable[int] = ()) -> None:
        """Text with its marks behind it."""
        paragraph.add_run(text)
        for at, number in enumerate(notes):
            if at:
                paragraph.add_run(", ").font.superscript = True
            self.notes.cite(paragraph, number)

    def sentences(self, sentences: Iterable[Sentence]) -> None:
        """Sentences as one paragraph."""
        paragraph = self.document.add_paragraph()
        for at, sentence in enumerate(sentences):
            self.say(paragraph, (" " if at else "") + sentence.text, sentence.notes)

    def part(self, part: Part) -> None:
        """A part with its heading, sentences, charts, questions and tables."""
        self.document.add_heading(part.title, level=1)
        if part.sentences:
            self.sentences(part.sentences)
        for chart in part.charts:
            self.caption(f"{chart.title} ", self.brief.words["Chart"], chart.subtitle)
            drawn = io.BytesIO(png(chart, language=self.brief.language))
            described = self.document.add_picture(drawn, width=Cm(15.5))._inline.docPr
            described.set("descr", chart.description)
            described.set("title", chart.title)
        for question, sentences in part.answers:
            self.document.add_heading(question, level=2)
            self.sentences(sentences)
        for table in part.tables:
            self.table(table)

    def caption(self, text: str, kind: str, aside: str = "") -> None:
        """A caption that Word counts by itself: "Figure 1. …" with a SEQ field."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{kind} ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {kind} \\* ARABIC ")
        self._count[kind] = self._count.get(kind, 0) + 1
        run = paragraph.add_run(str(self._count[kind]))
        run._r.addprevious(field)
        field.append(run._r)
        paragraph.add_run(f". {text}")
        if aside:
            paragraph.add_run(aside).italic = True

    def table(self, table: Table) -> None:
        """A table with its caption and a head that repeats on each page."""
        self.caption(table.caption, self.brief.words["Table"])
        made = self.document.add_table(rows=1, cols=len(table.head), style="Light List")
        for cell, text in zip(made.rows[0].cells, table.head, strict=True):
            cell.text = text
        _repeat_head(made.rows[0])
        for row in table.rows:
            for cell, told in zip(made.add_row().cells, row, strict=True):
                paragraph = cell.paragraphs[0]
                self.say(paragraph, told.text, told.notes)
                if told.figure:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for paragraph in (p for row in made.rows for cell in row.cells for p in cell.paragraphs):
            for run in paragraph.runs:
                run.font.size = Pt(9)
        self.document.add_paragraph()


def _repeat_head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _turn(document: Any) -> None:
    """Set every paragraph, table and run from right to left."""
    for paragraph in document.element.body.iter(qn("w:p")):
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for table in document.element.body.iter(qn("w:tblPr")):
        table.append(OxmlElement("w:bidiVisual"))
    for run in document.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
