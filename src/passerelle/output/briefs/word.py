"""The brief as DOCX, to be edited at the desk: real headings, captions, tables and footnotes with the sources.

Stands on `content`; how Word is told of languages and directions is in `scripts`.
"""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from passerelle.output.briefs.content import Brief, Part, Sentence, Table
from passerelle.output.briefs.footnotes import Footnotes
from passerelle.output.briefs.scripts import speak, turn
from passerelle.output.charts.drawing import png, svg_as_png
from passerelle.output.desk import MEASURE, SOFT, field, repeat_head, running_head, set_letters, set_page


def to_docx(brief: Brief) -> bytes:
    """The brief as an editable document; a source is a footnote where it is first cited."""
    document = Document()
    _prepare(document, brief)
    texts = {source.number: f"{source.text} {source.address}" for source in brief.sources}
    desk = _Desk(document, brief, Footnotes(document, texts, right_to_left=brief.right_to_left))
    desk.cover()
    document.add_heading(brief.words["Summary"], level=1)
    desk.sentences(brief.summary)
    document.add_heading(brief.words["Lines to take"], level=1)
    document.add_paragraph(
        brief.words["Draft for editing at the desk: lines to take are yours and are never kept on a server."],
        style="Quote",
    )
    if brief.key_table.rows:
        desk.table(brief.key_table)
    for part in brief.parts:
        desk.part(part)
    document.add_heading(brief.words["Sources"], level=1)
    for text in texts.values():
        document.add_paragraph(text, style="List Bullet")
    speak(document, brief.language)
    if brief.right_to_left:
        turn(document)
    desk.notes.attach()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _prepare(document: Any, brief: Brief) -> None:
    set_page(document)
    set_letters(document, "Title", "Heading 1", "Heading 2", "Subtitle")
    note = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    note.font.superscript = True
    for name in ("Footnote Text", "Source"):
        small = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size, small.font.color.rgb = document.styles["Normal"], Pt(8.5), SOFT
    core = document.core_properties
    core.title, core.author, core.language = f"{brief.title}: {brief.subtitle}", "Passerelle", brief.language
    # corridor and day on one side, the page and how many there are on the other
    head = f"{brief.title} · {brief.day.isoformat()}"
    running_head(document, document.sections[0].header.paragraphs[0], head, brief.words["Page"], brief.words["of"])


class _Desk:
    """Sets the pieces of a brief into a document, with one count of footnotes."""

    def __init__(self, document: Any, brief: Brief, notes: Footnotes) -> None:
        self.document, self.brief, self.notes = document, brief, notes
        self._count: dict[str, int] = {}

    def cover(self) -> None:
        """Title, day, years, and the map of the corridor."""
        self.document.add_paragraph(self.brief.subtitle, style="Subtitle")
        self.document.add_heading(self.brief.title, level=0)
        self.document.add_paragraph(" · ".join(filter(None, (self.brief.day.isoformat(), self.brief.years))))
        self.picture(
            svg_as_png(self.brief.map_svg, language=self.brief.language), self.brief.map_text, self.brief.title
        )
        self.document.add_paragraph(self.brief.disclaimer, style="Source")

    def picture(self, drawn: bytes, description: str, title: str) -> None:
        """A picture over the whole measure, with its text for those who do not see it."""
        described = self.document.add_picture(io.BytesIO(drawn), width=MEASURE)._inline.docPr
        described.set("descr", description)
        described.set("title", title)

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
        for picture in part.pictures:
            chart = picture.chart
            self.caption(f"{chart.title} ", self.brief.words["Chart"], chart.subtitle)
            self.picture(png(chart, language=self.brief.language), chart.description, chart.title)
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
            self.say(self.document.add_paragraph(style="Source"), picture.source.text, picture.source.notes)
        for question, sentences in part.answers:
            self.document.add_heading(question, level=2)
            self.sentences(sentences)
        for table in part.tables:
            if table.rows:
                self.table(table)

    def caption(self, text: str, kind: str, aside: str = "") -> None:
        """A caption that Word counts by itself: "Figure 1. …" with a SEQ field."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{kind} ")
        self._count[kind] = self._count.get(kind, 0) + 1
        field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._count[kind]))
        paragraph.add_run(f". {text}")
        if aside:
            paragraph.add_run(aside).italic = True

    def table(self, table: Table) -> None:
        """A table with its caption and a head that repeats on each page."""
        self.caption(table.caption, self.brief.words["Table"])
        made = self.document.add_table(rows=1, cols=len(table.head), style="Light List")
        for cell, text in zip(made.rows[0].cells, table.head, strict=True):
            cell.text = text
        repeat_head(made.rows[0])
        for row in table.rows:
            for cell, told in zip(made.add_row().cells, row, strict=True):
                paragraph = cell.paragraphs[0]
                self.say(paragraph, told.text, told.notes)
                if told.figure:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _widen(made, table.shares)
        for paragraph in (p for row in made.rows for cell in row.cells for p in cell.paragraphs):
            for run in paragraph.runs:
                run.font.size = Pt(9)
        self.document.add_paragraph()


_CONTENT = 0.9  # the share of a column that needs as much as its content: Word is told lengths


def _widen(table: Any, shares: tuple[float, ...]) -> None:
    """Give columns their parts of the measure."""
    if not shares:
        return
    table.autofit = False
    parts = [share or _CONTENT for share in shares]
    for column, part in zip(table.columns, parts, strict=True):
        column.width = int(MEASURE * part / sum(parts))
        for cell in column.cells:
            cell.width = column.width
