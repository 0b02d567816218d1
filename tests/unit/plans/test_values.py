"""YAML into plain values: exact numbers, words that stay words, and what is refused with its line."""

from decimal import Decimal as D
from typing import Any

import pytest

from passerelle.plans.values import DEEPEST, NotPlain, plain_values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.10", D("0.10")), ("-0.5", D("-0.5")), ("1.", D("1.")), (".5", D(".5")), ("+1.5", D("1.5")),
        ("0.1000000000000000000000001", D("0.1000000000000000000000001")), ("1_000.5", D("1000.5")),
        ("1.5e+3", D("1500")), ("1.5E-3", D("0.0015")),
        ("0", 0), ("12", 12), ("-7", -7), ("1_000", 1000), ("123456789012345678901234567890", 123456789012345678901234567890),
        ("true", True), ("false", False), ("~", None), ("null", None), ("", None),
        # what others take for something else stays what it looks like
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("True", "True"), ("010", "010"), ("0x1F", "0x1F"), ("1:30", "1:30"),
        ("1:30.5", "1:30.5"), ("2027-01-31", "2027-01-31"), (".inf", ".inf"), (".nan", ".nan"), ("1e3", "1e3"),
        ("+", "+"), ("-.", "-."), ("1.2.3", "1.2.3"), ("12 rue", "12 rue"), ("<<", "<<"), ("=", "="), ("nulls", "nulls"),
        ("'0.10'", "0.10"), ('"12"', "12"), ('"true"', "true"), ('"~"', "~"), ("|\n  12", "12"), (">-\n  a\n  b", "a b"),
    ],
)  # fmt: skip
def test_a_scalar_is_what_it_looks_like(written: str, value: Any) -> None:
    found = plain_values(f"x: {written}")["x"]
    assert found == value and type(found) is type(value)


def test_numbers_keep_their_decimals() -> None:
    assert str(plain_values("x: 1.500")["x"]) == "1.500"


def test_lists_and_fields_within_one_another() -> None:
    text = "a:\n  - b: [1, 2.5, x]\n    c: {d: }\n  - []\n  - {}\n"
    assert plain_values(text) == {"a": [{"b": [1, D("2.5"), "x"], "c": {"d": None}}, [], {}]}


def test_names_are_texts_whatever_they_look_like() -> None:
    assert plain_values("2027: 1\n1.5: 2\nyes: 3\n~: 4\n") == {"2027": 1, "1.5": 2, "yes": 3, "~": 4}


@pytest.mark.parametrize("text", ["", "# a remark\n", "---\n", "--- \n...\n"])
def test_a_text_without_values_is_nothing(text: str) -> None:
    assert plain_values(text) is None


@pytest.mark.parametrize(("text", "value"), [("x", "x"), ("- 1\n- 2\n", [1, 2]), ("%YAML 1.1\n---\na: 1\n", {"a": 1})])
def test_a_document_may_be_any_value(text: str, value: Any) -> None:
    assert plain_values(text) == value


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, '"a" stands here twice'),
        ("a: {b: 1, b: 2}\n", 1, '"b" stands here twice'),
        ("a: &x 1\nb: *x\n", 2, "aliases (*) are not used here; write it out"),
        ("a: &x [*x]\n", 1, "aliases (*)"),
        ("a: 1\n*x : 2\n", 2, "a list or fields cannot be a name"),
        ("a: !!int 3\n", 1, "tags (!) are not used here"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tags (!) are not used here"),
        ("a: !own {b: 1}\n", 1, "tags (!) are not used here"),
        ("? [a, b]\n: c\n", 1, "a list or fields cannot be a name"),
        ("{a: 1}: c\n", 1, "a list or fields cannot be a name"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here"),
        ("a: [1\nb: 2\n", 2, "did not find expected ',' or ']'"),
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: b: c\n", 1, "mapping values are not allowed"),
        ("a: '\n", 2, "unexpected end of stream"),
        ('a: "\\q"\n', 1, "unknown escape character"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(NotPlain) as refused:
        plain_values(text)
    assert refused.value.line == line and told in str(refused.value)


def test_a_letter_that_no_text_has_is_refused() -> None:
    with pytest.raises(NotPlain, match="control characters are not allowed"):
        plain_values("a: \x01\n")


def test_an_anchor_that_nobody_follows_does_no_harm() -> None:
    assert plain_values("a: &x 1\n") == {"a": 1}


def test_depth_has_an_end_on_either_side() -> None:
    inner = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert plain_values(f"a: {inner}")
    with pytest.raises(NotPlain, match="stands in more than 20 others"):
        plain_values(f"a: [{inner}]")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_brings_the_reader_down(opening: str) -> None:
    with pytest.raises(NotPlain):
        plain_values(opening * 200_000)


def test_a_short_text_cannot_stand_for_an_endless_one() -> None:
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    with pytest.raises(NotPlain, match="aliases"):
        plain_values(laughs)


def test_a_number_of_endless_length_is_a_text() -> None:
    assert plain_values("a: " + "9" * 5000)["a"] == "9" * 5000
