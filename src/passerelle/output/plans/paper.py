"""A plan as PDF: Typst sets it, tagged for readers of screens (PDF/UA-1). Plan texts go in as data, never as markup.

Stands on `content`.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from passerelle.base.errors import PasserelleError
from passerelle.base.words import say
from passerelle.output.briefs.content import Cell, Sentence
from passerelle.output.charts.drawing import PAPER_WIDTH, Chart, png, svg, svg_as_png
from passerelle.output.maps import DISCLAIMER, corridor_map, route_map
from passerelle.output.plans.blocks import Block, Deed, Drawing, Facts, Heading, PlanPaper, Points, Prose, Sheet
from passerelle.output.plans.content import compose
from passerelle.output.plans.gantt import gantt_sheets
from passerelle.output.plans.letters import STAND_IN, drawn, readable
from passerelle.output.plans.pen import cut
from passerelle.output.plans.screenings import Screenings
from passerelle.output.typesetting import typeset
from passerelle.plans.budget import Budget, budget
from passerelle.plans.records import Plan

GANTT_WIDTH, GANTT_HEIGHT = 760.0, 930.0  # units that a page of paper has room for
HEAD_LETTERS = 44  # widths of a letter M in the running head
# Typst shapes these inside an SVG into glyphs that it cannot tag, and PDF/UA refuses those
_SHAPED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u2066-\u2069]")

_LATIN = re.compile("[A-Za-z]{2}")
_NAMES = {"kind", "look", "slug", "file", "files", "map", "language"}  # not for readers


def plan_pdf(
    plan: Plan,
    *,
    language: str,
    day: date,
    ranges: Mapping[str, Any] | None = None,
    screenings: Screenings | None = None,
    adopted: date | None = None,
) -> bytes:
    """The plan as tagged PDF; parameters as in `content.compose`.

    Raises
    ------
    PlanError : the plan has no timetable or no budget.
    PasserelleError : Typst refused the document; its own words are given.
    """
    plan = readable(plan)
    made = budget(plan)
    paper = compose(plan, language=language, day=day, ranges=ranges, screenings=screenings, adopted=adopted, made=made)

    def told(folder: Path) -> str:
        content = _told(paper, _Draughts(plan, made, paper, folder))
        if paper.right_to_left:
            content["sections"] = _foreign_apart(content["sections"])
        return _printable(content, paper.language)

    return typeset(files(__package__).joinpath("plan.typ"), told, "The plan")


class _Draughts:
    """Puts drawings into the folder of the document and gives the names of their files."""

    def __init__(self, plan: Plan, made: Budget, paper: PlanPaper, folder: Path) -> None:
        self.plan, self.made, self.paper, self.folder = plan, made, paper, folder

    def _keep(self, name: str, drawing: str) -> str:
        """An SVG, or its picture where letters in it cannot be tagged."""
        if _SHAPED.search(drawing):
            (self.folder / f"{name}.png").write_bytes(svg_as_png(drawing, language=self.paper.language, scale=3))
            return f"{name}.png"
        # Typst takes the first font of a list alone
        drawing = re.sub(r'font-family="[^"]*"', 'font-family="Source Sans 3"', drawing)
        (self.folder / f"{name}.svg").write_text(drawn(drawing), "utf-8")
        return f"{name}.svg"

    def chart(self, chart: Chart) -> str:
        """A chart of the budget."""
        size: dict[str, Any] = {"width": PAPER_WIDTH * 2, "height": chart.paper_height, "language": self.paper.language}
        if self.paper.right_to_left:
            (self.folder / f"{chart.slug}.png").write_bytes(png(chart, scale=3, **size))
            return f"{chart.slug}.png"
        return self._keep(chart.slug, svg(chart, **size))

    def timetable(self) -> list[str]:
        """The Gantt chart in as many sheets as it needs."""
        sheets = gantt_sheets(
            self.plan, self.made.schedule, language=self.paper.language, width=GANTT_WIDTH, most=GANTT_HEIGHT
        )
        return [self._keep(f"timetable-{at}", sheet) for at, sheet in enumerate(sheets)]

    def map(self) -> str:
        """The map on the cover: a corridor or a route; "" where the plan is about neither."""
        places, title = self.plan.where.places, say("Map", self.paper.language)
        if len(places) < 2:
            return ""
        told: dict[str, Any] = {"title": title, "language": self.paper.language, "medium": "paper"}
        try:
            made = corridor_map(*places, ratio=2.6, **told) if len(places) == 2 else route_map(places, **told)
        except PasserelleError:  # the atlas lacks a place
            return ""
        return self._keep("map", made)


def _told(paper: PlanPaper, draughts: _Draughts) -> dict[str, Any]:
    """The plan as plain values for Typst."""
    status = dict(paper.cover).get(say("Status", paper.language), "")
    return {
        "language": paper.language, "rtl": paper.right_to_left, "title": paper.title, "type": paper.kind,
        "head": cut(paper.title, HEAD_LETTERS, 1), "status": status, "owners": list(paper.owners),
        "date": [paper.day.year, paper.day.month, paper.day.day], "banner": paper.banner, "map": draughts.map(),
        "map_text": paper.where, "disclaimer": say(DISCLAIMER, paper.language),
        "cover": [list(one) for one in paper.cover],
        "words": paper.words, "sources": list(paper.sources),
        "sections": [
            {"slug": one.slug, "title": one.title, "wide": one.wide,
             "blocks": [_block(block, draughts) for block in one.blocks]}
            for one in paper.sections
        ],
    }  # fmt: skip


def _printable(told: dict[str, Any], language: str) -> str:
    """The values as JSON; where letters had to be left out, the first section says so."""
    raw = json.dumps(told, ensure_ascii=False)
    made = drawn(raw)
    if made == raw:
        return raw
    note = say("Letters that the fonts of this paper lack stand as {sign}; the Word form has them.", language)
    told["sections"][0]["blocks"].append({"kind": "prose", "look": "quiet", "said": [note.format(sign=STAND_IN)]})
    return drawn(json.dumps(told, ensure_ascii=False))


def _one(said: Sentence | Cell) -> str | list[Any]:
    return [said.text, list(said.notes)] if said.notes else said.text


def _foreign_apart(value: Any) -> Any:
    """On a page from right to left: texts in Latin letters alone kept together, so that their stops stay behind."""
    if isinstance(value, str):
        alone = _LATIN.search(value) and not _SHAPED.search(value)
        return f"\u2066{value}\u2069" if alone else value
    if isinstance(value, list):
        return [_foreign_apart(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _NAMES else _foreign_apart(one) for key, one in value.items()}
    return value


def _block(block: Block, draughts: _Draughts) -> dict[str, Any]:
    match block:
        case Prose():
            return {"kind": "prose", "look": block.kind, "said": [_one(one) for one in block.sentences]}
        case Points():
            return {"kind": "points", "items": [_one(one) for one in block.items]}
        case Heading():
            return {"kind": "heading", "level": block.level, "number": block.number, "text": block.text}
        case Facts():
            return {"kind": "facts", "rows": [[label, _one(one)] for label, one in block.rows]}
        case Deed():
            return {"kind": "deed", "number": block.number, "title": block.title, "text": block.text,
                    "main": [list(one) for one in block.main], "more": [list(one) for one in block.more],
                    "steps": list(block.steps)}  # fmt: skip
        case Sheet():
            return _sheet(block)
        case Drawing():
            chart = block.chart
            return {"kind": "chart", "title": chart.title, "subtitle": chart.subtitle, "text": chart.description,
                    "file": draughts.chart(chart)}  # fmt: skip
        case _:
            return {"kind": "timetable", "title": block.title, "text": block.text, "files": draughts.timetable()}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    table = sheet.table
    return {
        "kind": "sheet", "caption": table.caption, "head": list(table.head), "shares": list(table.shares),
        "figures": [bool(table.rows) and table.rows[0][at].figure for at in range(len(table.head))],
        "rows": [[_one(one) for one in row] for row in table.rows], "totals": sheet.totals,
        "strong": sorted(sheet.strong), "small": sheet.small,
    }  # fmt: skip
