"""The Gantt chart: well-formed, named, with every title, told by more than colour, coarser where there is much."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import msgspec
import pytest

from passerelle.output.plans.axis import Axis
from passerelle.output.plans.gantt import gantt, gantt_sheets, gantt_text
from passerelle.output.plans.pen import broken, cut, width_of
from passerelle.output.plans.rows import rows_of, sheets_of
from passerelle.plans.records import Action, Measure, Need, Objective, Period, Plan
from passerelle.plans.schedule import schedule
from tests.unit.output.plans_made import HOSTILE, hostile, huge, single, small

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plan: Plan, **how: object) -> ET.Element:
    return ET.fromstring(gantt(plan, schedule(plan), **how))  # type: ignore[arg-type]


def titles(root: ET.Element) -> str:
    return "\n".join(one.text or "" for one in root.iter(f"{SVG}title"))


@pytest.mark.parametrize("how", [{}, {"narrow": True}, {"paper": True}, {"language": "ar"}, {"width": 1200}])
def test_it_is_a_picture_with_a_name_a_description_and_every_title(how: dict[str, object]) -> None:
    root = drawn(small(), **how)
    assert root.attrib["role"] == "img"
    ids = {one.attrib.get("id") for one in root.iter()}
    assert {root.attrib["aria-labelledby"], root.attrib["aria-describedby"]} <= ids
    assert (root.findtext(f"{SVG}desc") or "").strip()
    for action in small().actions():
        assert action.title in titles(root)
    for measure in small().measures():
        assert measure.title in titles(root)


@pytest.mark.parametrize("how", [{}, {"narrow": True}, {"paper": True}])
def test_it_has_neither_script_nor_style_and_keeps_inside_its_sheet(how: dict[str, object]) -> None:
    drawing = gantt(small(), schedule(small()), today=date(2027, 10, 1), **how)  # type: ignore[arg-type]
    assert "<script" not in drawing and "style=" not in drawing and "<style" not in drawing
    root = ET.fromstring(drawing)
    wide, high = (float(size) for size in root.attrib["viewBox"].split()[2:])
    assert not how.get("narrow") or wide == 360
    for mark in root.iter(f"{SVG}text"):
        x, words, size = float(mark.attrib["x"]), mark.text or "", float(mark.attrib["font-size"])
        long = width_of(words, size)
        left = {"start": x, "middle": x - long / 2, "end": x - long}[mark.attrib["text-anchor"]]
        assert left >= -1 and left + long <= wide + 1, words
        assert 0 < float(mark.attrib["y"]) < high
    for box in root.iter(f"{SVG}rect"):
        assert float(box.attrib.get("x", 0)) >= 0 and float(box.attrib["width"]) <= wide


def test_the_screen_has_tokens_and_paper_fixed_colours() -> None:
    screen, paper = gantt(small(), schedule(small())), gantt(small(), schedule(small()), paper=True)
    assert "var(--accent" in screen and 'class="g-bar"' in screen
    assert "var(" not in paper and "#0b6e75" in paper


def test_what_is_critical_is_told_by_hatch_outline_and_word() -> None:
    drawing = gantt(small(), schedule(small()))
    hatched = re.findall(r'<rect fill="url\(#gantt-\w+-hatch\)"', drawing)
    critical = [one for one in schedule(small()).timed if one.is_critical]
    assert len(hatched) == len(critical) + 1  # and one in the legend
    assert drawing.count('class="g-critical"') == len(hatched)
    assert "Critical: a day later, and the plan ends later" in drawing
    assert len(critical) == 2 and drawing.count("· critical") == 2


def test_slack_needs_today_and_period_are_drawn() -> None:
    drawing = gantt(small(), schedule(small()), today=date(2027, 10, 1))
    needs = sum(len(action.needs) for action in small().actions())
    assert drawing.count('class="g-head"') == needs + 1
    assert drawing.count('class="g-slack"') == sum(not one.is_critical for one in schedule(small()).timed) + 1
    assert ">today<" in drawing and 'class="g-period"' in drawing and ">Q1<" in drawing and ">2028<" in drawing
    assert ">today<" not in gantt(small(), schedule(small()), today=date(2040, 1, 1))


def clashing() -> Plan:
    first = Action(key="a", title="First", start=date(2027, 1, 1), days=100)
    then = Action(key="b", title="Then", start=date(2027, 2, 1), days=400, needs=(Need(action="a"),))
    return Plan(title="Clash", period=Period(date(2027, 1, 1), date(2027, 12, 31)), currency="EUR",
                objectives=(Objective("o", "O", measures=(Measure("a", "M", actions=(first, then)),)),))  # fmt: skip


def test_days_that_cannot_be_kept_are_marked_with_a_sign_and_words() -> None:
    drawing = gantt(clashing(), schedule(clashing()))
    assert drawing.count('class="g-mark"') == 2 and "Its days cannot be kept" in drawing
    assert "its days cannot be kept" in titles(ET.fromstring(drawing))
    assert "1 action has days that cannot be kept" in gantt_text(clashing(), schedule(clashing()))


def test_markup_in_a_title_is_text() -> None:
    root = drawn(hostile())
    assert HOSTILE in titles(root)
    assert not list(root.iter(f"{SVG}b"))


def test_right_to_left_words_are_isolated_and_time_runs_on() -> None:
    root = drawn(small(), language="ar")
    assert root.attrib["direction"] == "ltr"
    words = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert words and all(one.startswith("\u2067") and one.endswith("\u2069") for one in words)


def test_a_large_plan_has_a_bar_a_measure_and_a_huge_one_a_bar_an_objective() -> None:
    large, vast = huge(4, 10, 5, 0), huge(2, 130, 1, 0)
    assert {row.kind for row in rows_of(large, schedule(large)) if row.bar} == {"measure"}
    assert "(5 actions)" in gantt(large, schedule(large))
    assert {row.kind for row in rows_of(vast, schedule(vast))} == {"objective"}
    assert 'class="g-head"' not in gantt(large, schedule(large))


def test_paper_gets_sheets_that_fit_and_leave_no_row_out() -> None:
    plan = huge(4, 10, 5, 0)
    sheets = gantt_sheets(plan, schedule(plan), most=400)
    assert len(sheets) > 1
    assert all(float(ET.fromstring(one).attrib["height"]) <= 410 for one in sheets)
    said = "\n".join(titles(ET.fromstring(one)) for one in sheets)
    assert all(measure.title in said for measure in plan.measures())
    assert len({ET.fromstring(one).attrib["aria-labelledby"] for one in sheets}) == len(sheets)


def test_no_sheet_ends_with_a_heading() -> None:
    plan = huge(5, 4, 5, 0)
    rows = rows_of(plan, schedule(plan))
    for most in (6, 7, 9, 20):
        sheets = sheets_of(rows, lambda row: 1.0, most)
        assert all(sheet[-1].bar for sheet in sheets)
        assert [row for sheet in sheets for row in sheet if row.bar] == [row for row in rows if row.bar]
        assert all(not sheet[0].bar for sheet in sheets)


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_the_description_says_when_and_what_decides(language: str) -> None:
    text = gantt_text(small(), schedule(small()), language)
    assert "First year of both tracks" in text and "2028" in text


def test_a_plan_without_actions_has_a_picture_and_says_so() -> None:
    bare = msgspec.structs.replace(single(), objectives=())
    assert ET.fromstring(gantt(bare, schedule(bare))).attrib["role"] == "img"
    assert gantt_text(bare, schedule(bare)) == "No action is in the timetable yet."


@pytest.mark.parametrize(
    ("last", "named", "parts"),
    [(date(2027, 6, 30), "Jan", True), (date(2028, 12, 31), "Q4", True), (date(2036, 12, 31), "2036", False)],
)
def test_the_axis_names_what_there_is_room_for(last: date, named: str, parts: bool) -> None:
    axis = Axis(date(2027, 1, 1), last, 0, 600)
    assert named in [tick.label for tick in axis.ticks] and axis.has_parts == parts
    assert axis.at(date(2027, 1, 1)) == 0 and axis.after(last) == pytest.approx(600)


def test_words_are_cut_and_broken_to_the_room() -> None:
    text = "Agree on curricula with both chambers of nurses and midwives"
    assert cut(text, 1000, 12) == text and cut(text, 100, 12).endswith("…")
    lines = broken(text, 150, 12)
    assert len(lines) == 2 and all(width_of(line, 12) <= 150 for line in lines)
    assert broken("", 100, 12) == [""]
