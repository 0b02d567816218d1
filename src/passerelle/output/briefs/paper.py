"""The brief as PDF: Typst sets it, tagged for readers of screens (PDF/UA-1), which refuses a picture without text.

Stands on `content`.
"""

import json
import re
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from passerelle.base.errors import PasserelleError
from passerelle.output.briefs.content import Brief, Cell, Part, Sentence, Table
from passerelle.output.charts.drawing import FONTS, PAPER_WIDTH, Chart, png, svg, svg_as_png

FEWEST_PAGES, MOST_PAGES = 4, 6
LEAST_FOOT = 0.3  # of its height that the last page should be filled, margins included
# in the order in which they are tried; brief.typ says what each is
DENSITIES = ("normal", "dense", "densest", "airy", "wide")


def _said(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "notes": list(sentence.notes)}


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "figure": cell.figure, "notes": list(cell.notes)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "head": list(table.head),
        "shares": list(table.shares),
        "figures": [bool(table.rows) and table.rows[0][at].figure for at in range(len(table.head))],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _part(part: Part, folder: Path, brief: Brief) -> dict[str, Any]:
    charts = []
    for picture in part.pictures:
        chart = picture.chart
        name = _draw(chart, folder / f"{part.slug}-{chart.slug}", brief)
        charts.append({
            "file": name, "title": chart.title, "subtitle": chart.subtitle, "text": chart.description,
            "source": _said(picture.source),
        })  # fmt: skip
    return {
        "slug": part.slug,
        "title": part.title,
        "sentences": [_said(s) for s in part.sentences],
        "charts": charts,
        "tables": [_table(table) for table in part.tables if table.rows],
        "answers": [{"question": q, "sentences": [_said(s) for s in said]} for q, said in part.answers],
    }


def _draw(chart: Chart, path: Path, brief: Brief) -> str:
    """Put a chart into the folder; returns the name of its file."""
    if brief.right_to_left:
        # Typst shapes Arabic inside an SVG into glyphs that it cannot tag, and PDF/UA refuses those
        picture = path.with_suffix(".png")
        picture.write_bytes(png(chart, width=PAPER_WIDTH, height=chart.paper_height, language=brief.language, scale=3))
    else:
        picture = path.with_suffix(".svg")
        drawn = svg(chart, width=PAPER_WIDTH, height=chart.paper_height, language=brief.language)
        picture.write_text(_for_paper(drawn), "utf-8")
    return picture.name


def _draw_map(brief: Brief, folder: Path) -> str:
    if brief.right_to_left:
        (folder / "map.png").write_bytes(svg_as_png(brief.map_svg, language=brief.language, scale=3))
        return "map.png"
    (folder / "map.svg").write_text(_for_paper(brief.map_svg), "utf-8")
    return "map.svg"


def _for_paper(drawing: str) -> str:
    """Typst takes the first font of a list alone."""
    return re.sub(r'font-family="[^"]*"', 'font-family="Source Sans 3"', drawing)


def to_pdf(brief: Brief, *, fewest: int = FEWEST_PAGES, most: int = MOST_PAGES) -> bytes:
    """The brief as tagged PDF, of `fewest` to `most` pages where that can be had.

    Raises
    ------
    PasserelleError : Typst refused the document; its own words are given.
    """
    with tempfile.TemporaryDirectory(prefix="passerelle-") as room:
        folder = Path(room)
        told = {
            "language": brief.language,
            "rtl": brief.right_to_left,
            "title": brief.title,
            "subtitle": brief.subtitle,
            "day": brief.day.isoformat(),
            "date": [brief.day.year, brief.day.month, brief.day.day],
            "years": brief.years,
            "map": _draw_map(brief, folder),
            "map_text": brief.map_text,
            "disclaimer": brief.disclaimer,
            "summary": [_said(s) for s in brief.summary],
            "key": _table(brief.key_table),
            "parts": [_part(part, folder, brief) for part in brief.parts],
            "sources": [
                {"number": s.number, "text": s.text, "address": s.address, "link": s.link} for s in brief.sources
            ],
            "words": brief.words,
        }
        (folder / "brief.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        source = folder / "brief.typ"
        source.write_text(files(__package__).joinpath("brief.typ").read_text("utf-8"), "utf-8")
        try:
            return _set(source, room, fewest, most)
        except Exception as problem:  # typst raises its own error, which has no public name in every release
            raise PasserelleError(f"The brief could not be set as PDF: {problem}") from problem


def _set(source: Path, room: str, fewest: int, most: int) -> bytes:
    """The document as PDF, in the first density in which it has the pages wanted and no remnant on the last."""
    import typst  # noqa: PLC0415  only who prints pays for it

    told: dict[str, Any] = {"root": room, "font_paths": [str(FONTS)], "ignore_system_fonts": True}
    right: list[str] = []
    for density in DENSITIES:
        inputs = {"density": density}
        end = json.loads(typst.query(str(source), "<end>", field="value", one=True, sys_inputs=inputs, **told))
        if fewest <= end["page"] <= most:
            right.append(density)
            if end["down"] >= LEAST_FOOT:
                chosen = density
                break
    else:
        chosen = right[0] if right else "densest"
    made: bytes = typst.compile(str(source), pdf_standards="ua-1", sys_inputs={"density": chosen}, **told)
    return made
