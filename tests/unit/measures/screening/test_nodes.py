"""The strict reader of YAML, function by function: what it takes, what it refuses, and where it says that."""

from datetime import date

import pytest
import yaml

from passerelle.measures.screening import nodes
from passerelle.measures.screening.forms import ScreeningError
from passerelle.measures.screening.nodes import ScreeningUnreadable


def node(text: str) -> yaml.Node:
    return nodes.compose(text)


def value(text: str) -> yaml.Node:
    """The node of a value, as it stands behind a name in the second line."""
    return nodes.fields(nodes.compose(f"a: 1\nb: {text}"), "", ("a", "b")).get("b") or node("''")


def refusal(call: object, *words: object) -> str:
    with pytest.raises(ScreeningUnreadable) as refused:
        call(*words)  # type: ignore[operator]
    return str(refused.value)


def test_a_refusal_is_bad_input_of_a_screening() -> None:
    assert issubclass(ScreeningUnreadable, ScreeningError) and ScreeningUnreadable.exit_code == 2
    assert str(nodes.refuse(node("a"), "x.y", "no.")) == "line 1, x.y: no."
    assert str(nodes.refuse(node("\n\na"), "", "no.")) == "line 3, the file: no."


@pytest.mark.parametrize("empty", ["", "~", "null", "[]", "{}", "Null"])
def test_a_field_that_is_empty_is_not_there(empty: str) -> None:
    assert nodes.fields(node(f"a: {empty}\nb: 1"), "", ("a", "b")).keys() == {"b"}
    assert 'the field "a" is lacking or empty' in refusal(
        nodes.fields, node(f"a: {empty}\nb: 1"), "", ("a", "b"), ("a",)
    )


@pytest.mark.parametrize("filled", ["''", '"~"', "'null'", "0", "no", "[1]", "{x: 1}"])
def test_a_field_with_anything_in_it_is_there(filled: str) -> None:
    assert nodes.fields(node(f"a: {filled}"), "", ("a",), ("a",)).keys() == {"a"}


@pytest.mark.parametrize(
    ("written", "read"),
    [("word", "word"), ("' spaced '", "spaced"), ("yes", "yes"), ("2026-11-27", "2026-11-27"), ("007", "007"),
     ("|\n  two\n  lines\n", "two\nlines"), (">-\n  one\n  line", "one line"), ('"\\u00e9"', "é"), ("''", "")],
)  # fmt: skip
def test_a_text_is_taken_as_it_is_written(written: str, read: str) -> None:
    assert nodes.text(value(written), "b") == read


def test_a_text_has_an_end() -> None:
    assert nodes.text(value("a" * nodes.MOST_LETTERS), "b") and nodes.text(None, "b") == ""
    assert "line 2, b: longer than 4000 letters" in refusal(nodes.text, value("a" * (nodes.MOST_LETTERS + 1)), "b")
    assert "line 2, b: longer than 3 letters" in refusal(nodes.text, value("abcd"), "b", 3)
    assert "not a list or fields" in refusal(nodes.text, value("[1]"), "b")


def test_a_text_that_must_be_there() -> None:
    assert nodes.filled_text(value("x"), "b") == "x"
    assert refusal(nodes.filled_text, value("''"), "b").endswith("b: a text is expected here.")


@pytest.mark.parametrize(("written", "read"), [("yes", "yes"), ("YES", "yes"), ("Own", "Own"), ("' no '", "no")])
def test_a_choice_is_one_of_the_words_known(written: str, read: str) -> None:
    assert nodes.choice(value(written), "b", ("yes", "no", "Own"), "answer") == read


def test_another_word_is_refused_with_one_like_it() -> None:
    assert nodes.choice(None, "b", ("yes",), "answer") == ""
    told = refusal(nodes.choice, value("libertee"), "b", ("liberty", "health"), "right")
    assert told == 'line 2, b: "libertee" is no right; write liberty, health. Did you mean "liberty"?'
    assert "Did you mean" not in refusal(nodes.choice, value("zzz"), "b", ("liberty",), "right")


@pytest.mark.parametrize("written", ["2026-11-27", "'2026-11-27'", "2024-02-29"])
def test_a_day(written: str) -> None:
    assert nodes.day(value(written), "b") == date.fromisoformat(written.strip("'"))
    assert nodes.day(None, "b") is None


@pytest.mark.parametrize("written", ["2023-02-29", "2026-W48-5", "27-11-2026", "2026-11", "20261127", "soon", "[1]"])
def test_what_is_no_day_is_refused(written: str) -> None:
    assert refusal(nodes.day, value(written), "b").startswith("line 2, b: ")


@pytest.mark.parametrize(
    ("written", "known"), [("MAR", True), ("XKX", True), ("mar", False), ("MA", False), ("W0", False)]
)
def test_a_place_is_an_alpha_3_code(written: str, known: bool) -> None:
    if known:
        assert nodes.place(value(written), "b") == written
    else:
        assert f'"{written}" is no place' in refusal(nodes.place, value(written), "b")


def test_the_entries_of_a_list_know_where_they_stand() -> None:
    assert [path for _, path in nodes.items(value("[1, 2]"), "b")] == ["b[1]", "b[2]"]
    assert nodes.items(None, "b") == () and len(nodes.items(value("[1, 2]"), "b", 2)) == 2
    assert "more than 1 entries" in refusal(nodes.items, value("[1, 2]"), "b", 1)
    assert "a list is expected here" in refusal(nodes.items, value("{x: 1}"), "b")


@pytest.mark.parametrize("written", ["inf", "-inf", ".inf", "-.INF", "nan", ".nan", "Infinity", "9e999"])
def test_a_number_without_end_is_none(written: str) -> None:
    assert "is not a number that a parameter can have" in refusal(nodes.scalar, value(written), "b")
    assert nodes.scalar(value(f'"{written}"'), "b") == written


@pytest.mark.parametrize("written", ["5", "+5", "-5", "5.", ".5", "5e0", "5E+2", "-0.5e-3"])
def test_numbers_as_they_are_written(written: str) -> None:
    assert nodes.scalar(value(written), "b") == float(written)


@pytest.mark.parametrize("written", ["5 %", "1,000", "0b1", "5e", "e5", "--5", "5.5.5", "½", "٥"])
def test_what_only_looks_like_a_number_is_a_text(written: str) -> None:
    assert nodes.scalar(value(f"{written}"), "b") == written


@pytest.mark.parametrize("depth", [nodes.DEEPEST, nodes.DEEPEST + 1])
def test_depth_has_an_end(depth: int) -> None:
    text = "[" * depth + "1" + "]" * depth
    if depth <= nodes.DEEPEST:
        assert nodes.compose(text)
    else:
        assert "larger or deeper" in refusal(nodes.compose, text)


def test_size_is_counted_in_bytes() -> None:
    most = "é" * (nodes.MOST_BYTES // 2 - 1)
    assert nodes.compose(most)
    assert "larger than 200 kB" in refusal(nodes.compose, most + "éé")


def test_a_fault_of_yaml_is_told_with_its_line_and_without_its_words() -> None:
    told = refusal(nodes.compose, 'a: 1\nb: "open\n')
    assert told.startswith("line 3: this is not YAML: ") and "\n" not in told
