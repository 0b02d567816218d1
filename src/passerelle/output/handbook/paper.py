"""The handbook as PDF: Typst sets it, tagged for readers of screens (PDF/UA-1). Texts go in as data, never as markup.

Stands on `content`.
"""

import json
import re
from importlib.resources import files
from typing import Any

from passerelle.base.words import RIGHT_TO_LEFT
from passerelle.output.handbook.content import Chapter, Handbook, Told, size_text
from passerelle.output.plans.letters import UNSEEN, drawn
from passerelle.output.plans.wording import day_text
from passerelle.output.typesetting import typeset

HEAD_LETTERS = 70
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def handbook_pdf(handbook: Handbook) -> bytes:
    """The handbook as tagged PDF. A letter that no font of ours has stands as a box.

    Raises
    ------
    PasserelleError : Typst refused the document; its own words are given.
    """
    told = drawn(json.dumps(_readable(_plain(handbook)), ensure_ascii=False))
    return typeset(files(__package__).joinpath("handbook.typ"), lambda _folder: told, "The handbook")


def _readable(value: Any) -> Any:
    """The values without control characters, which no form can hold."""
    if isinstance(value, str):
        return UNSEEN.sub("", value)
    if isinstance(value, list):
        return [_readable(one) for one in value]
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    return value


def _plain(handbook: Handbook) -> dict[str, Any]:
    """The handbook as plain values for Typst."""
    head = handbook.title if len(handbook.title) <= HEAD_LETTERS else f"{handbook.title[:HEAD_LETTERS].rstrip()}…"
    return {
        "language": handbook.language, "rtl": handbook.right_to_left, "title": handbook.title, "head": head,
        "edition": handbook.edition, "day": day_text(handbook.day, handbook.language),
        "date": [handbook.day.year, handbook.day.month, handbook.day.day], "count": size_text(handbook),
        "introduction": list(handbook.introduction), "chapters": [_chapter(one) for one in handbook.chapters],
        "scale": [list(row) for row in handbook.scale], "notes": [_linked(text) for text in handbook.notes],
        "sources": [_linked(text) for text in handbook.sources], "words": handbook.words,
    }  # fmt: skip


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "number": chapter.number, "title": chapter.title, "practices": [_practice(one) for one in chapter.practices]
    }  # fmt: skip


def _practice(one: Told) -> dict[str, Any]:
    return {
        "number": one.number, "title": one.title, "language": one.language, "rtl": one.language in RIGHT_TO_LEFT,
        "lead": list(one.lead), "facts": [[label, _linked(text)] for label, text in one.facts],
        "texts": [{"heading": text.heading, "paragraphs": list(text.paragraphs)} for text in one.texts],
        "results": [[row.indicator, row.before, row.after, row.unit, row.grade, row.note] for row in one.results],
        "tried": list(one.tried), "notes": list(one.notes), "remark": _linked(one.remark),
    }  # fmt: skip


def _linked(text: str) -> list[list[str]]:
    """A text in pieces: words, and addresses that can be followed."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(text):
        if found.start() > at:
            pieces.append(["text", text[at : found.start()]])
        pieces.append(["link", found[0]])
        at = found.end()
    return [*pieces, ["text", text[at:]]] if at < len(text) else pieces
