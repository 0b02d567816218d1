"""Values into YAML: as a person would write them, and read back by ours and by any other reader."""

from typing import Any

import pytest
import yaml

from passerelle.plans.values import plain_values
from passerelle.plans.writing import WIDTH, Bare, as_text

LONG = "Three years in which both sides train nurses for both, " * 5


def lines(value: dict[Any, Any]) -> list[str]:
    return as_text(value).splitlines()


def test_fields_stand_in_their_order_and_lists_are_set_in() -> None:
    made = as_text({"b": "x", "a": {"c": 1, "d": [{"e": True, "f": [{"g": None}]}, {"e": False}]}})
    assert made == (
        "b: x\na:\n  c: 1\n  d:\n    - e: true\n      f:\n        - g: null\n    - e: false\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([1, 2], "[1, 2]"), (["MAR", "BEL"], "[MAR, BEL]"), (["3.c", "4.3"], '["3.c", "4.3"]'), (["no"], '["no"]'),
        ([], "[]"), ({}, "{}"), ([[], {}], "\n  - []\n  - {}"), (["two words"], "\n  - two words"),
        ([["a"], ["b"]], "\n  - [a]\n  - [b]"),
    ],
)  # fmt: skip
def test_short_lists_stand_on_one_line(value: Any, written: str) -> None:
    assert as_text({"x": value}).removeprefix("x:").strip(" ") == f"{written}\n"


def test_a_list_that_is_too_long_for_a_line_is_set_in() -> None:
    made = lines({"x": ["word"] * 40})
    assert made == ["x:", *["  - word"] * 40]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "a ", " a", "no", "No", "ON", "y", "null", "~", "true", "12", "1.5", "-1", "2027-01-01", "1e3", "0x1F", ".5",
        "a: b", "a:", "a #b", "#a", "- a", "? a", "*a", "&a", "!a", "%a", "@a", "`a`", "[a]", "{a}", "|", ">", "'a'", '"a"',
        "a, b", "a\\b", "tab\tin", "line\rreturn", "bell\x07", "nel\x85", "sep\u2028", "bom\ufeff", "astral \U0001f600", "nbsp\xa0",
        "--- a", "...", "é", "مرحبا", "Œuvre: dix", "100 %", "a  b", "=", "<<", "-", "--", "x: ", "50", "007", "1_0", "+1",
    ],
)  # fmt: skip
def test_every_text_is_read_back_by_ours_and_by_any_reader(text: str) -> None:
    for value in ({"x": text}, {"x": [text, text]}, {"x": [{"y": text}]}, {text or "k": "v"}):
        assert plain_values(as_text(value)) == value
        if text not in ("nel\x85", "sep\u2028", "bom\ufeff"):
            assert yaml.safe_load(as_text(value)) == value


@pytest.mark.parametrize("text", ["Work and skills", "Émigrés d’ici", "two-speed work (invented), 2nd", "50-50", "a,b"])
def test_plain_words_need_no_quotes(text: str) -> None:
    assert lines({"x": text}) == [f"x: {text}" if text[0].isalpha() else f'x: "{text}"']


@pytest.mark.parametrize(
    "text",
    [
        "a\nb", "a\nb\n", "a\n\n\nb", "a\nb\n\n", "a\n", "a\n\n\n", "# no remark\n- no item: here", "\na", "\n", "\n\n",
        "a\n b", "a \nb", "a\n\tb", LONG.strip(), LONG, f"  {LONG}", LONG.strip() + "\nb\n", f"{LONG.strip()}: #", "x" * 300,
        ("y" * 50 + " ") * 9 + "z", LONG.strip().replace(", ", ",  "), LONG.strip() + "\x07", "word: " * 60 + "end",
    ],
)  # fmt: skip
def test_texts_of_several_lines_and_long_ones_are_read_back(text: str) -> None:
    for value in ({"x": text}, {"a": {"b": [{"c": text}, text]}}):
        assert plain_values(as_text(value)) == value and yaml.safe_load(as_text(value)) == value


def test_lines_stand_as_they_are_and_long_texts_are_folded() -> None:
    assert lines({"x": "a\n\nb\n"}) == ["x: |", "  a", "", "  b"]
    assert lines({"x": "a\nb"}) == ["x: |-", "  a", "  b"]
    made = lines({"x": LONG.strip()})
    assert made[0] == "x: >-" and len(made) == 4 and max(map(len, made)) <= WIDTH


@pytest.mark.parametrize("number", [0.1, 120.0, 1e-07, 1.5e300, -2.5, 1e16, 3])
def test_a_float_stays_a_number(number: float) -> None:
    found = plain_values(as_text({"x": number}))["x"]
    assert not isinstance(found, str) and float(found) == number


def test_exact_numbers_and_days_stand_without_quotes_and_texts_that_look_so_with() -> None:
    made = lines({"a": Bare("0.10"), "b": Bare("2027-01-31"), "c": "0.10", "d": [Bare("1.5"), "1.5"]})
    assert made == ["a: 0.10", "b: 2027-01-31", 'c: "0.10"', 'd: [1.5, "1.5"]']


def test_names_are_quoted_where_they_want_it() -> None:
    assert lines({2027: 1, "on": 2, "two words": 3, "a: b": 4}) == ["2027: 1", '"on": 2', "two words: 3", '"a: b": 4']
