"""Headings: what is one and what only looks like one, and how sections nest."""

import pytest

from passerelle.plans.coherence.headings import Heading, Outline, heading_in, is_of_contents


def found(*lines: str, at: int = 0, after: str = "") -> Heading | None:
    outline = Outline()
    if after:
        outline.last = tuple(int(part) for part in after.split("."))
    got = heading_in(lines, at, outline)
    return got[0] if got else None


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("1. Introduction", "num1"), ("2 Objectives", "num1"), ("1.1. Les enjeux", "num2"), ("2.1) Contexte", "num2"),
        ("II. Diagnóstico", "lettered"), ("B. Analyse", "lettered"), ("SITUATION ANALYSIS", "capitals"),
        ("Expected results", "alone"), ("الأهداف الاستراتيجية", "alone"), ("1. تحليل الوضع", "num1"),
    ],
)  # fmt: skip
def test_what_is_a_heading(line: str, style: str) -> None:
    heading = found(line, "", "The text goes on.")
    assert heading is not None and heading.style == style and heading.text == line


@pytest.mark.parametrize(
    "line",
    [
        "The text goes on.", "1. The government lowers the price.", "12 March 2005 in Rabat", "", "2.3 Migration ........ 14",
        "1 Conclusions of the Presidency, European Council, Tampere, 15 and 16 October, Brussels", "NL 4 NL", "EU:",
        "which has grown", "3. and then",
    ],
)  # fmt: skip
def test_what_is_none(line: str) -> None:
    assert found(line, "", "The text goes on.") is None


def test_a_short_line_within_a_paragraph_is_none() -> None:
    assert found("Text before", "Development of trade", "and more", at=1) is None
    assert found("Text before", "", "Development of trade", "", at=2) is not None


@pytest.mark.parametrize(
    ("after", "number", "expected"),
    [
        ("2", "3", True), ("2", "5", True), ("2", "6", False), ("2", "1", False), ("2", "2.1", True), ("2", "3.1", False),
        ("2.4", "2.5", True), ("2.4", "3", True), ("2.4", "2.4.1", True), ("2.4", "2.3", False),
    ],
)  # fmt: skip
def test_only_a_number_that_may_come_next_is_that_of_a_heading(after: str, number: str, expected: bool) -> None:
    assert (found(f"{number}. Title", "", after=after) is not None) is expected


def test_a_heading_over_two_lines_is_put_together() -> None:
    got = heading_in(["2. Managing migration in the interest of", "origin and destination", "", "Text."], 0, Outline())
    assert got == (Heading("2. Managing migration in the interest of origin and destination", "num1", (2,)), 2)
    one = heading_in(["2. Objectives", "the text starts small here", "and goes on."], 0, Outline())
    assert one is not None and one[1] == 1


def path_after(*headings: Heading) -> tuple[str, ...]:
    outline = Outline()
    for heading in headings:
        outline.enter(heading)
    return outline.path


def test_deeper_numbers_stand_within_and_equal_ones_close() -> None:
    two, deeper, three = Heading("2", "num1", (2,)), Heading("2.1", "num2", (2, 1)), Heading("3", "num1", (3,))
    assert path_after(two, deeper) == ("2", "2.1") and path_after(two, deeper, three) == ("3",)


def test_a_number_closes_deeper_ones_even_where_its_own_kind_is_not_open() -> None:
    assert path_after(Heading("1.1", "num2", (1, 1)), Heading("2", "num1", (2,))) == ("2",)


def test_within_the_first_heading_which_may_be_the_title_no_section_opens() -> None:
    title = Heading("BUDGET STRATEGY", "capitals")
    assert path_after(title) == ("BUDGET STRATEGY",)
    assert path_after(title, Heading("1", "num1", (1,))) == path_after(Heading("1", "num1", (1,))) == ("1",)
    numbered = Heading("1", "num1", (1,)), Heading("Health", "alone")
    assert path_after(*numbered) == ("1", "Health")


def test_a_style_within_another_keeps_its_place() -> None:
    title, goals, first = Heading("T", "capitals"), Heading("GOALS", "capitals"), Heading("Health", "alone")
    assert path_after(title, goals, first, Heading("Work", "alone")) == ("GOALS", "Work")
    assert path_after(title, goals, first, Heading("MONEY", "capitals")) == ("MONEY",)


def test_numbers_begin_anew_after_a_heading_in_capitals() -> None:
    outline = Outline()
    for heading in (Heading("4", "num1", (4,)), Heading("ANNEX", "capitals")):
        outline.enter(heading)
    assert outline.expects((1,)) and not outline.expects((9,))


@pytest.mark.parametrize("line", ["1. Introduction ........ 3", "Annex . . . . . 12", "Budget … 40"])
def test_lines_of_contents(line: str) -> None:
    assert is_of_contents(line)
    assert not is_of_contents("Work goes on ... and on")
