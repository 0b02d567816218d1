"""Cells and rows of a sheet as the file has them, for sheets of many thousand rows.

xlsxwriter takes a cell a call; here a row is one text, and rows are put into the finished file. Formulas bring the
value that a reader without a calculator shows. Knows nothing of plans. Stands on `output.tables.columns`.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from passerelle.output.tables.columns import looks_like_formula

_LEVEL = 1  # packs a quarter faster than 4 for two hundredths more bytes
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')  # says how far a sheet reaches; need not be there
LONGEST = 32_000  # a cell holds 32,767 characters
FIRST_DAY = date(1900, 3, 1)  # spreadsheets believe in a 29 February 1900; from here on all count alike
_ZERO_DAY = date(1899, 12, 30).toordinal()
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile(r"[^\w !#$%'()*+,./:;?-]|_x|^[\W_]|\s$")  # what is written otherwise than it stands, or may be
_READ_AS_LETTER = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """The text without characters that no workbook can hold, cut where a cell ends."""
    return _ILLEGAL.sub("", text)[:LONGEST]


def escaped(text: str) -> str:
    """A text as XML writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """A column's letters; the first, 0, is A."""
    return str(xl_col_to_name(column))


def day_number(day: date) -> int:
    """A day as spreadsheets count it."""
    return day.toordinal() - _ZERO_DAY


@lru_cache(maxsize=65536)
def _inline(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST and not _SPECIAL.search(text):
        return f"<is><t>{text}</t></is></c>", False
    found = _READ_AS_LETTER.sub("_x005F_", escaped(clean(text)))
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<is><t{kept}>{found}</t></is></c>", looks_like_formula(text)


def text_cell(at: str, text: str, style: int, quoted: int) -> str:
    """A text as text; `quoted` is the style of those that would be taken for formulas. Nothing for an empty one."""
    if not text:
        return ""
    inner, formula = _inline(text)
    return f'<c r="{at}" s="{quoted if formula else style}" t="inlineStr">{inner}'


def number_cell(at: str, value: object, style: int) -> str:
    """A number, exact as it is written; nothing for None."""
    return "" if value is None else f'<c r="{at}" s="{style}"><v>{value}</v></c>'


def formula_cell(at: str, formula: str, value: object, style: int) -> str:
    """A formula, without its equals sign, and its value."""
    return f'<c r="{at}" s="{style}"><f>{escaped(formula)}</f><v>{value}</v></c>'


def shared_formulas(formula: str, column: str, first: int, last: int, number: int) -> tuple[str, str]:
    """A formula that stands in a whole column, written out in its first cell: that `<f>`, and that of all others.

    It refers to cells of its own sheet alone, as spreadsheets ask of such formulas.
    """
    share = f't="shared" si="{number}"'
    return f'<f {share} ref="{column}{first}:{column}{last}">{escaped(formula)}</f>', f"<f {share}/>"


def row_of(number: int, cells: Iterable[str]) -> str:
    """A row out of its cells, from left to right; `number` counts from 1."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def with_rows(content: bytes, rows: Mapping[str, Iterable[str]]) -> bytes:
    """A workbook some of whose sheets go on with rows beneath those that they have; sheets by their part's name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as made:
        for part in source.infolist():
            raw = source.read(part)
            info = zipfile.ZipInfo(part.filename, part.date_time)
            info.compress_type = zipfile.ZIP_DEFLATED
            if part.filename in rows:
                above, end, below = _DIMENSION.sub(b"", raw).rpartition(b"</sheetData>")
                raw = b"".join((above, "".join(rows[part.filename]).encode(), end, below))
            made.writestr(info, raw, compresslevel=_LEVEL)
    return out.getvalue()


def style_of(style: Any) -> int:
    """The number by which cells name a format."""
    return int(style._get_xf_index())
