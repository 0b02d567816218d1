"""What our Word documents share: page, styles, running head, fields, heads of tables that repeat.

How Word is told of languages and directions is in `briefs.scripts`. Stands on python-docx alone.
"""

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

INK, SOFT = RGBColor(0x1D, 0x24, 0x33), RGBColor(0x4A, 0x53, 0x66)
MARGIN, MEASURE = Mm(24), Mm(162)


def set_page(document: Any) -> None:
    """A4 with our margins."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = MARGIN
    page.top_margin = page.bottom_margin = MARGIN


def set_letters(document: Any, *headings: str) -> None:
    """One family and ink for running text and headings, whatever the template's theme says."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Calibri", Pt(10.5), INK
    for name in headings:
        style = document.styles[name]
        style.font.color.rgb, style.font.name = INK, "Calibri"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts.get(qn(kind)) is not None:
                del fonts.attrib[qn(kind)]


def running_head(document: Any, paragraph: Any, text: str, page: str, of: str) -> None:
    """A text on one side, the page and how many there are on the other."""
    stops = document.styles["Header"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\t{page} ")
    field(paragraph, "PAGE")
    paragraph.add_run(f" {of} ")
    field(paragraph, "NUMPAGES")
    for run in paragraph._p.iter(qn("w:r")):
        rules = run.get_or_add_rPr()
        size, colour = OxmlElement("w:sz"), OxmlElement("w:color")
        size.set(qn("w:val"), "17")
        colour.set(qn("w:val"), str(SOFT))
        rules.extend([colour, size])


def field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """A field that Word works out; until then it reads `shown`."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), f" {instruction} ")
    run = paragraph.add_run(shown)
    run._r.addprevious(made)
    made.append(run._r)


def repeat_head(row: Any) -> None:
    """The row stands again at the top of each page that the table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
