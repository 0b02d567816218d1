"""Tables of a Word document written as one piece: python-docx looks for every cell anew, which many rows do not bear.

Stands on python-docx and `blocks`.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from passerelle.output.briefs.content import Cell, Sentence
from passerelle.output.plans.blocks import Sheet
from passerelle.output.plans.pen import width_of

PORTRAIT, LANDSCAPE = 9184, 14116  # twentieths of a point between the margins
_AIR = 160  # of a cell, left and right together
_LEAST = 500


def table_of(sheet: Sheet, room: int) -> Any:
    """The table as an element: the head repeats, sums and heads of rows are bold, figures stand at the end."""
    table = sheet.table
    size = 15 if sheet.small else 17  # half points
    widths = _widths(sheet, room, size)
    count = len(table.rows)
    heavy = sheet.strong | set(range(count - sheet.totals, count))
    figures = [bool(table.rows) and table.rows[0][at].figure for at in range(len(table.head))]
    head = [Cell(text, figures[at]) for at, text in enumerate(table.head)]
    rows = [_row(head, widths, size, bold=True, head=True)]
    for at, row in enumerate(table.rows):
        rows.append(_row(row, widths, size, bold=at in heavy, sum_=at == count - sheet.totals))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblBorders><w:top w:val="single" w:sz="6" w:color="1D2433"/>'
        '<w:bottom w:val="single" w:sz="6" w:color="1D2433"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="C9C4B6"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _widths(sheet: Sheet, room: int, size: int) -> list[int]:
    """Columns of figures take what they need, columns of words share the rest by their parts."""
    table = sheet.table
    needed: dict[int, int] = {}
    parts: dict[int, float] = {}
    for at, head in enumerate(table.head):
        share = table.shares[at] if len(table.shares) > at else 0.0
        figure = bool(table.rows) and table.rows[0][at].figure
        if share or not (table.shares or figure):
            parts[at] = share or 1.0
        else:
            longest = max([head, *(row[at].text for row in table.rows)], key=lambda text: width_of(text, 1))
            needed[at] = int(width_of(longest, size * 10) * 1.05) + _AIR
    rest = max(room - sum(needed.values()), _LEAST * max(len(parts), 1))
    whole = sum(parts.values()) or 1.0
    return [needed[at] if at in needed else int(rest * parts[at] / whole) for at in range(len(table.head))]


def _row(
    row: Sequence[Cell], widths: Sequence[int], size: int, *, bold: bool = False, head: bool = False, sum_: bool = False
) -> str:
    rules = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    cells = "".join(_cell(one, width, size, bold, head, sum_) for one, width in zip(row, widths, strict=True))
    return f"<w:tr><w:trPr>{rules}</w:trPr>{cells}</w:tr>"


def _cell(one: Cell, width: int, size: int, bold: bool, head: bool, sum_: bool) -> str:
    edge = '<w:tcBorders><w:top w:val="single" w:sz="6" w:color="1D2433"/></w:tcBorders>' if sum_ else ""
    kept = "<w:keepNext/>" if head else ""
    end = '<w:jc w:val="right"/>' if one.figure else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}</w:tcPr><w:p><w:pPr>{kept}'
        f'<w:spacing w:before="20" w:after="20"/>{end}</w:pPr>{"".join(runs(one, size=size, bold=bold))}</w:p></w:tc>'
    )


def runs(one: Cell | Sentence, *, size: int = 0, bold: bool = False) -> Iterator[str]:
    """The runs of a text with the marks of its sources behind it."""
    rules = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    if one.text:
        yield f'<w:r><w:rPr>{rules}</w:rPr><w:t xml:space="preserve">{escape(one.text)}</w:t></w:r>'
    for at, number in enumerate(one.notes):
        comma = "," if at else ""
        yield (
            f'<w:hyperlink w:anchor="source-{number}"><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f"<w:t>{comma}{number}</w:t></w:r></w:hyperlink>"
        )
