"""The opinion map: whole, named, inside its frame, and nothing from outside gets through."""

import re
import xml.etree.ElementTree as ET

import pytest

from passerelle.dialogue.gridding import Cell, Ellipse
from passerelle.output.charts.opinions import Mark, Stand, opinion_map

SVG = "{http://www.w3.org/2000/svg}"
CELLS = [Cell(-1, 0, 12), Cell(-0.8, 0.5, 5), Cell(1.1, 0.2, 20)]
GROUPS = [Stand("A · 17", Ellipse(-0.9, 0.2, 0.8, 0.4, 30)), Stand("B · 20", Ellipse(1.1, 0.2, 0.5, 0.3, 0))]
MARKS = [Mark("3", "Statement 3: <b>wages</b>", 2.0, -7.0, "#s3"), Mark("4", "Statement 4: rest", -1.0, 3.0, None)]


def drawn(cells=CELLS, groups=GROUPS, statements=MARKS, **more):
    given = {"title": "Opinion map", "description": "Two groups.", **more}
    return ET.fromstring(opinion_map(cells, groups, statements, **given))


@pytest.mark.parametrize("medium", ["screen", "paper"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_named_and_described_in_each_medium_and_direction(medium, language):
    root = drawn(medium=medium, language=language)
    ids = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert ids[root.get("aria-labelledby")] == "Opinion map" and ids[root.get("aria-describedby")] == "Two groups."
    words = {one.text for one in root.iter(f"{SVG}text")}
    assert {"A · 17", "B · 20", "3", "4"} <= words
    colours = medium == "paper"
    assert all(bool(one.get("fill")) == colours for one in root.iter(f"{SVG}ellipse"))


def test_dots_are_by_area_and_statements_lead_to_their_rows():
    root = drawn()
    dots = {
        one.find(f"{SVG}title").text: float(one.get("r"))
        for one in root.iter(f"{SVG}circle")
        if one.get("class") == "person"
    }
    assert (dots["5"] / dots["20"]) ** 2 == pytest.approx(5 / 20, rel=0.01)
    links = {one.get("href"): one.get("aria-label") for one in root.iter(f"{SVG}a")}
    assert links == {"#s3": "Statement 3: <b>wages</b>"}


def test_nothing_from_outside_is_markup():
    said = opinion_map(
        CELLS,
        [Stand("<script>", GROUPS[0].where)],
        [Mark("<i>", '"><x', 1, 1, 'j" onload="')],
        title="<t>",
        description="</desc>",
    )
    assert "<script>" not in said and "<i>" not in said and 'onload="' not in said and "<t>" not in said
    ET.fromstring(said)


@pytest.mark.parametrize(
    ("cells", "groups", "marks"),
    [(CELLS, GROUPS, MARKS), (CELLS, [], MARKS), ([], [], []), ([Cell(0, 0, 9)], [], [Mark("1", "one", 0, 0)]),
     ([Cell(1e-15, 0, 9), Cell(0, 1e9, 9)], GROUPS, [Mark("1", "one", -1e6, 1e-9)])],
)  # fmt: skip
def test_all_marks_stay_in_the_frame(cells, groups, marks):
    root = drawn(cells, groups, marks)
    width, height = (float(root.get(name)) for name in ("width", "height"))
    for one in root.iter(f"{SVG}circle"):
        assert 0 <= float(one.get("cx")) <= width and 0 <= float(one.get("cy")) <= height
    numbers = [float(n) for one in root.iter(f"{SVG}path") for n in re.findall(r"-?[\d.]+", one.get("d"))]
    assert all(-1 <= n <= max(width, height) + 1 for n in numbers)


def test_no_two_names_lie_on_one_another():
    crowd = [Mark(str(n), str(n), 0.5 + n / 100, 0.5) for n in range(14)]
    words = [one for one in drawn(statements=crowd).iter(f"{SVG}text") if one.get("aria-hidden") is None]
    at = [(one.get("x"), one.get("y")) for one in words]
    assert len(at) == len(set(at)) and len(words) < 16
