"""What Word wants to be told of languages and of writing from right to left, in the order that its schema asks for.

Stands on python-docx alone.
"""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TAGS = {"en": "en-GB", "nl": "nl-NL", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}
_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0600-\u06ff]")
# Older releases show the isolates as boxes; between two marks from left to right a number stays upright as well.
_MARKS = {0x2066: "\u200e", 0x2067: "\u200f", 0x2069: "\u200e"}
_ARABIC_FONT = "Arial"  # has Arabic on every desk; Calibri has none
# What stands behind an element inside its parent (ECMA-376, part 1, 17.3.1.26, 17.3.2.28 and 17.4.60).
_BEHIND_BIDI = tuple(
    f"w:{name}"
    for name in ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
                 "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
                 "cnfStyle", "rPr", "sectPr", "pPrChange")
)  # fmt: skip
_BEHIND_RTL = tuple(f"w:{name}" for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))
_BEHIND_VISUAL = tuple(
    f"w:{name}"
    for name in ("tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders",
                 "shd", "tblLayout", "tblCellMar", "tblLook")
)  # fmt: skip


def speak(document: Any, language: str) -> None:
    """Say the language of the document where Word looks for it: spelling and hyphens follow it."""
    tag = TAGS[language]
    roots = (document.styles.element, document.settings.element)
    for named in (one for root in roots for kind in ("w:lang", "w:themeFontLang") for one in root.iter(qn(kind))):
        named.set(qn("w:val"), tag)
        if language == "ar":
            named.set(qn("w:bidi"), tag)


def turn(document: Any) -> None:
    """Set every paragraph, table and run from right to left, those of the running head too."""
    body, head = document.element.body, document.sections[0].header._element
    for paragraph in (p for root in (body, head) for p in root.iter(qn("w:p"))):
        paragraph.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_BEHIND_BIDI)
    for table in body.iter(qn("w:tblPr")):
        table.insert_element_before(OxmlElement("w:bidiVisual"), *_BEHIND_VISUAL)
    for run in (r for root in (body, head) for r in root.iter(qn("w:r"))):
        if not _is_foreign(run.text):
            run.get_or_add_rPr().insert_element_before(OxmlElement("w:rtl"), *_BEHIND_RTL)
    for root in (body, head, document.styles.element):
        _for_arabic_letters(root)
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.pop(qn("w:cstheme"), None)
        fonts.set(qn("w:cs"), _ARABIC_FONT)
    for words in body.iter(qn("w:t")):
        words.text = (words.text or "").translate(_MARKS)


def _is_foreign(text: str) -> bool:
    """Is the text in Latin letters alone, such as a citation, whose stops would fall on the wrong side?"""
    return bool(_LATIN.search(text)) and not _ARABIC.search(text)


def _for_arabic_letters(root: Any) -> None:
    """Say sizes and weights once more: Word reads those of Arabic letters from elements of their own."""
    for kind in ("w:sz", "w:b"):
        for told in list(root.iter(qn(kind))):
            rules = told.getparent()
            if rules is None or rules.tag != qn("w:rPr"):
                continue
            for old in rules.findall(qn(f"{kind}Cs")):
                rules.remove(old)
            again = OxmlElement(f"{kind}Cs")
            for name, value in told.attrib.items():
                again.set(name, value)
            told.addnext(again)
