"""Which letters our fonts have, so that one without a shape does not lose a whole paper; and signs no form can hold.

Reads the table of characters of the fonts that ship (OpenType 1.9, "cmap", formats 4 and 12). Stands on `plans`.
"""

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from passerelle.output.charts.drawing import FONTS
from passerelle.plans.records import Plan

STAND_IN = "□"
# drawn by nobody, but what the writers of forms know: breaks, joiners, marks of direction
_SILENT = {*range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x202F, *range(0x205F, 0x2065), *range(0x2066, 0x206A),
           0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xAD, 0xFEFF}  # fmt: skip
# neither XML nor PDF/UA can hold these
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff]")


def readable(plan: Plan) -> Plan:
    """The plan without control characters; nearly always the plan itself."""
    raw = msgspec.json.encode(plan).decode("utf-8")
    if not UNSEEN.search(raw) and not re.search(r"\\u00[01]", raw):
        return plan
    return msgspec.json.decode(UNSEEN.sub("", re.sub(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]", r"\1", raw)), type=Plan)


@cache
def drawable() -> frozenset[int]:
    """Every character that one of the fonts of running text has, and those that need no shape."""
    found = set(_SILENT)
    for name in ("SourceSans3-Regular.ttf", "NotoSansArabic-Regular.ttf"):
        found |= set(_characters(FONTS / name))
    return frozenset(found)


def drawn(text: str) -> str:
    """The text with a box for each letter that no font has."""
    if text.isascii():
        return text
    lacking = set(map(ord, set(text))) - drawable()
    return text.translate(dict.fromkeys(lacking, STAND_IN)) if lacking else text


def _characters(path: Path) -> Iterator[int]:
    data = path.read_bytes()
    tables = struct.unpack(">H", data[4:6])[0]
    for at in range(12, 12 + 16 * tables, 16):
        name, _, offset, _ = struct.unpack(">4sIII", data[at : at + 16])
        if name == b"cmap":
            for part in range(struct.unpack(">H", data[offset + 2 : offset + 4])[0]):
                start = offset + 4 + 8 * part
                yield from _subtable(data, offset + struct.unpack(">I", data[start + 4 : start + 8])[0])


def _subtable(data: bytes, at: int) -> Iterator[int]:
    """Characters of one subtable that lead to a glyph."""
    form = struct.unpack(">H", data[at : at + 2])[0]
    if form == 12:
        for group in range(struct.unpack(">I", data[at + 12 : at + 16])[0]):
            first, last, _ = struct.unpack(">III", data[at + 16 + 12 * group : at + 28 + 12 * group])
            yield from range(first, last + 1)
    elif form == 4:
        count = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
        ends = struct.unpack(f">{count}H", data[at + 14 : at + 14 + 2 * count])
        starts = struct.unpack(f">{count}H", data[at + 16 + 2 * count : at + 16 + 4 * count])
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
