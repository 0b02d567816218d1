"""Footnotes of a Word document, which python-docx does not write: a part of its own, made at the end.

The first citation of a source is a footnote, later ones refer back to its number. Stands on python-docx alone.
"""

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# Word wants these two before all others: the line above the notes, and the one where they go on overleaf.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Footnotes:
    """The footnotes of one document: cite sources in paragraphs, then attach the part.

    Parameters
    ----------
    texts : the text of each source by its number.
    """

    def __init__(self, document: Any, texts: dict[int, str], *, right_to_left: bool = False) -> None:
        self._document, self._texts, self._rtl = document, texts, right_to_left
        self._cited: dict[int, int] = {}

    def cite(self, paragraph: Any, source: int) -> None:
        """Put the mark of a source behind what the paragraph holds so far."""
        if source in self._cited:
            self._refer_back(paragraph, self._cited[source])
            return
        note = self._cited[source] = len(self._cited) + 1
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(note))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for edge in (start, end):
            edge.set(qn("w:id"), str(1000 + note))
        start.set(qn("w:name"), f"_note{note}")
        run = paragraph.add_run()
        run.style = "Footnote Reference"
        run._r.append(mark)
        run._r.addprevious(start)
        run._r.addnext(end)

    def _refer_back(self, paragraph: Any, note: int) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" NOTEREF _note{note} \\f \\h ")
        run = paragraph.add_run(str(note))
        run.style = "Footnote Reference"
        run._r.addprevious(field)
        field.append(run._r)

    def attach(self) -> None:
        """Write the part and tie it to the document."""
        numbered = sorted(self._cited.items(), key=lambda pair: pair[1])
        notes = "".join(self._note(number, self._texts[source]) for source, number in numbered)
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}{notes}</w:footnotes>'
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode("utf-8"), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, number: int, text: str) -> str:
        turned = "<w:bidi/>" if self._rtl else ""
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{turned}</w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        )
