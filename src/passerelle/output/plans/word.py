"""A plan as DOCX, to be edited at the desk: real headings, captions, tables whose heads repeat, pictures with words.

Stands on `content` and `desk`.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from passerelle.output.briefs.content import Sentence
from passerelle.output.briefs.scripts import speak, turn
from passerelle.output.charts.drawing import png, svg_as_png
from passerelle.output.desk import INK, SOFT, field, running_head, set_letters, set_page
from passerelle.output.plans.blocks import (
    Block,
    Deed,
    Drawing,
    Facts,
    Heading,
    PlanPaper,
    Points,
    Prose,
    Section,
    Sheet,
)
from passerelle.output.plans.content import compose
from passerelle.output.plans.gantt import gantt_sheets
from passerelle.output.plans.letters import readable
from passerelle.output.plans.paper import GANTT_WIDTH, HEAD_LETTERS
from passerelle.output.plans.pen import cut
from passerelle.output.plans.screenings import Screenings
from passerelle.output.plans.word_tables import LANDSCAPE, PORTRAIT, runs, table_of
from passerelle.plans.budget import Budget, budget
from passerelle.plans.records import Plan

GANTT_HEIGHT = 800.0  # units of a picture that a page has room for
_KEPT, _ARABIC = re.compile("\u2068([^\u2069]*)"), re.compile("[\u0590-\u08ff]")
ALARM = RGBColor(0x8F, 0x2D, 0x2D)


def plan_docx(
    plan: Plan,
    *,
    language: str,
    day: date,
    ranges: Mapping[str, Any] | None = None,
    screenings: Screenings | None = None,
    adopted: date | None = None,
) -> bytes:
    """The plan as an editable document; parameters as in `content.compose`.

    Raises
    ------
    PlanError : the plan has no timetable or no budget.
    """
    plan = readable(plan)
    made = budget(plan)
    paper = compose(plan, language=language, day=day, ranges=ranges, screenings=screenings, adopted=adopted, made=made)
    document = Document()
    _prepare(document, paper)
    desk = _Desk(document, plan, made, paper)
    desk.cover()
    for section in paper.sections:
        desk.section(section)
    speak(document, paper.language)
    if paper.right_to_left:
        _tell_directions(document)
        turn(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _prepare(document: Any, paper: PlanPaper) -> None:
    set_page(document)
    set_letters(document, "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Subtitle", "Caption")
    document.styles["Title"].font.size = Pt(26)
    for name, size in (("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11.5), ("Heading 4", 10.5)):
        document.styles[name].font.size = Pt(size)
    document.styles["Heading 4"].font.italic = False
    for name, size, colour in (("Fact", 9.5, INK), ("Source", 8.5, SOFT), ("Lead", 11.5, INK)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.color.rgb = document.styles["Normal"], Pt(size), colour
    document.styles["Fact"].paragraph_format.space_after = Pt(2)
    core = document.core_properties
    core.title, core.language = paper.title, paper.language
    core.author = ", ".join(paper.owners)[:250] or "Passerelle"
    head = document.sections[0].header.paragraphs[0]
    if paper.banner:
        document.sections[0].top_margin = Mm(30)
        banner = head.insert_paragraph_before()
        run = banner.add_run(paper.banner)
        run.bold, run.font.color.rgb, run.font.size = True, ALARM, Pt(9)
    running_head(document, head, cut(paper.title, HEAD_LETTERS, 1), paper.words["Page"], paper.words["of"])


def _tell_directions(document: Any) -> None:
    """Say of texts that are kept together whether they run from right to left: Word does not look for itself."""
    for words in document.element.body.iter(qn("w:t")):
        if "\u2068" in (words.text or ""):
            words.text = _KEPT.sub(
                lambda kept: ("\u2067" if _ARABIC.search(kept[1]) else "\u2066") + kept[1], words.text
            )


class _Desk:
    """Sets the blocks of a plan into a document."""

    def __init__(self, document: Any, plan: Plan, made: Budget, paper: PlanPaper) -> None:
        self.document, self.plan, self.made, self.paper = document, plan, made, paper
        self.is_wide = False
        # looked up once: python-docx walks through all styles for every paragraph
        self.styles = {style.name: style.style_id for style in document.styles}
        self._count: dict[str, int] = {}

    def cover(self) -> None:
        """Kind, title, facts, contents."""
        self.document.add_paragraph(self.paper.kind, style="Subtitle")
        self.document.add_heading(self.paper.title, level=0)
        for label, text in self.paper.cover:
            self.fact(label, Sentence(text))
        self.document.add_paragraph(self.paper.words["Contents"]).runs[0].bold = True
        listed = " · ".join(section.title for section in self.paper.sections)
        field(self.document.add_paragraph(), 'TOC \\o "1-2" \\h \\z', listed)

    def section(self, section: Section) -> None:
        """A part of the plan, on pages on their side where it is wide."""
        if section.wide != self.is_wide:
            self.turn_page(section.wide)
        self.document.add_heading(section.title, level=1)
        if section.slug == "sources":
            self.sources()
        for block in section.blocks:
            self.block(block)

    def turn_page(self, wide: bool) -> None:
        """Go on with pages that stand, or that lie on their side."""
        page = self.document.add_section(WD_SECTION.NEW_PAGE)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        self.is_wide = wide

    def sources(self) -> None:
        """The numbered sources, each where its marks lead."""
        for number, source in enumerate(self.paper.sources, 1):
            paragraph = self.document.add_paragraph(style="Source")
            name = f"source-{number}"
            paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{1000 + number}" w:name="{name}"/>'))
            paragraph.add_run(f"{number}. {source}")
            paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{1000 + number}"/>'))

    def block(self, block: Block) -> None:
        """Any block."""
        match block:
            case Prose():
                self.write({"lead": "Lead", "quiet": "Source", "body": "Normal"}[block.kind], block.sentences)
            case Points():
                for item in block.items:
                    self.write("List Bullet", [item])
            case Heading():
                self.heading(block.number, block.text, block.level - 1)
            case Facts():
                for label, text in block.rows:
                    self.fact(label, text)
            case Deed():
                self.deed(block)
            case Sheet():
                self.sheet(block)
            case Drawing():
                chart = block.chart
                self.caption(chart.title, "Figure", chart.subtitle)
                self.picture(png(chart, language=self.paper.language), chart.description, chart.title)
            case _:
                self.timetable(block.title, block.text)

    def heading(self, number: str, text: str, level: int) -> None:
        """A heading with its number."""
        self.write(f"Heading {level}", [Sentence(f"{number} {text}".strip())])

    def deed(self, deed: Deed) -> None:
        """An action."""
        self.heading(deed.number, deed.title, 4)
        for label, text in deed.main:
            self.fact(label, Sentence(text))
        if deed.text:
            self.write("Normal", [Sentence(deed.text)])
        for step in deed.steps:
            self.write("List Bullet", [Sentence(step)])
        for label, text in deed.more:
            self.fact(label, Sentence(text))

    def write(self, style: str, sentences: Iterable[Sentence], before: str = "") -> None:
        """A paragraph of sentences with the marks of their sources; `before` are runs that stand first."""
        said = [replace(one, text=(" " if at else "") + one.text) for at, one in enumerate(sentences)]
        inside = "".join(run for one in said for run in runs(one))
        self.put(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{self.styles[style]}"/></w:pPr>{before}{inside}</w:p>')

    def put(self, element: Any) -> None:
        """An element at the end of the document."""
        made = parse_xml(element) if isinstance(element, str) else element
        self.document.element.body.insert_element_before(made, "w:sectPr")

    def fact(self, label: str, text: Sentence) -> None:
        """A label and what there is to say under it."""
        soft = f'<w:r><w:rPr><w:color w:val="{SOFT}"/></w:rPr><w:t xml:space="preserve">{escape(label)}: </w:t></w:r>'
        self.write("Fact", [text], soft)

    def caption(self, text: str, kind: str, aside: str = "") -> None:
        """A caption that Word counts by itself."""
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        word = self.paper.words[kind]
        paragraph.add_run(f"{word} ")
        self._count[kind] = self._count.get(kind, 0) + 1
        field(paragraph, f"SEQ {word} \\* ARABIC", str(self._count[kind]))
        paragraph.add_run(f". {text}")
        if aside:
            paragraph.add_run(f". {aside}").bold = False

    def sheet(self, sheet: Sheet) -> None:
        """A table with its caption."""
        if sheet.table.caption:
            self.caption(sheet.table.caption, "Table")
        made = table_of(sheet, LANDSCAPE if self.is_wide else PORTRAIT)
        self.put(made)
        self.write("Normal", [])

    def picture(self, drawn: bytes, description: str, title: str) -> None:
        """A picture over the whole measure, with its text for those who do not see it."""
        described = self.document.add_picture(io.BytesIO(drawn), width=Mm(162))._inline.docPr
        described.set("descr", description)
        described.set("title", title)

    def timetable(self, title: str, text: str) -> None:
        """The Gantt chart in as many pictures as its pages need."""
        language = self.paper.language
        sheets = gantt_sheets(self.plan, self.made.schedule, language=language, width=GANTT_WIDTH, most=GANTT_HEIGHT)
        for at, sheet in enumerate(sheets, 1):
            self.caption(title if len(sheets) == 1 else f"{title} ({at}/{len(sheets)})", "Figure")
            self.picture(svg_as_png(sheet, language=language, scale=2), text if at == 1 else title, title)
