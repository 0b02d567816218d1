"""The drawn pictures of the documents: each is there, speaks, keeps inside its sheet, and is what its tool draws."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house.test_fresh import tool

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs/pictures/flows").glob("*.svg"))
PAGES = [ROOT / "docs/explanation/flows.md", *sorted((ROOT / "docs/explanation/flows").glob("*.md"))]
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = tool("figures").DRAWN


def test_every_picture_has_its_tool_and_every_tool_its_picture() -> None:
    assert sorted(path.stem for path in PICTURES) == sorted(DRAWN)


@pytest.mark.parametrize("name", [name for name, (_, wants_evidence) in DRAWN.items() if not wants_evidence])
def test_pictures_of_examples_are_up_to_date(name: str) -> None:
    """Those of the world change with the evidence, and are drawn again when it does."""
    kept = (ROOT / f"docs/pictures/flows/{name}.svg").read_text("utf-8")
    assert kept == DRAWN[name][0](), "run `python tools/figures.py`"


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_speaks_and_keeps_inside_its_sheet(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text("utf-8"))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert all((root.findtext(f"{SVG}{part}") or "").strip() for part in ("title", "desc"))
    for mark in root.iter(f"{SVG}text"):
        x, words = float(mark.attrib["x"]), mark.text or ""
        assert 0 <= x <= width and 0 <= float(mark.attrib["y"]) <= height - 10, words
        # letters of the widest family in the list are some half as wide as high, bold ones more
        letter = float(mark.attrib["font-size"]) * (0.56 if mark.attrib["font-weight"] == "600" else 0.5)
        end = x + {"start": 1, "middle": 0.5, "end": 0}[mark.attrib["text-anchor"]] * letter * len(words)
        assert end <= width, f"{words} may run over the edge in other letters"
    paper = next(root.iter(f"{SVG}rect"))  # so that it reads on a page of any colour
    assert (float(paper.attrib["width"]), float(paper.attrib["height"])) == (width, height)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_on_flows_has_a_picture_with_words_for_who_does_not_see_it(page: Path) -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8"))
    assert shown
    for words, target in shown:
        assert len(words) > 60 and (page.parent / target).exists()
