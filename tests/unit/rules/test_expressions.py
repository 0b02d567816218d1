"""Operators on one person: what is known, what is not, and what a state decides."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from passerelle.rules import columns
from passerelle.rules.calendar import Span
from passerelle.rules.expressions import LawUnsound, Vocabulary, compiled
from passerelle.rules.records import Fact
from tests.unit.rules.makers import WORDS, context, number, truth

GIVEN = {"limit": columns.exact(7)}


@pytest.mark.parametrize(
    ("rule", "facts", "wanted"),
    [
        ({"ge": ["n", 6]}, {"n": 6}, 1), ({"ge": ["n", 6]}, {"n": 5.99}, 0), ({"ge": ["n", 6]}, {}, 2),
        ({"gt": ["n", 6]}, {"n": 6}, 0), ({"le": ["n", 6]}, {"n": 6}, 1), ({"lt": ["n", 6]}, {"n": 6}, 0),
        ({"eq": ["w", "a"]}, {"w": "a"}, 1), ({"in": ["w", ["a", "b"]]}, {"w": "c"}, 0), ({"in": ["w", ["a"]]}, {}, 2),
        ({"starts": ["w", ["25"]]}, {"w": "2512"}, 1), ({"starts": ["w", ["25"]]}, {"w": "5211"}, 0),
        ({"known": "n"}, {"n": 1}, 1), ({"known": "n"}, {}, 0), ({"known": "w"}, {}, 0), ({"known": "d"}, {}, 0),
        ({"known": "t"}, {"t": 0}, 1), ({"known": "s"}, {"s": ()}, 1), ({"known": "s"}, {}, 0),
        ({"not": "t"}, {"t": 0}, 1), ({"all": ["t", "u"]}, {"t": 1}, 2), ({"any": ["t", "u"]}, {"t": 1}, 1),
        ({"if": {"when": "t", "then": "u", "else": True}}, {"t": 0}, 1),
        ({"if": {"when": "t", "then": True, "else": False}}, {}, 2),
        (True, {}, 1), (False, {}, 0),
    ],
)  # fmt: skip
def test_truths(rule: Any, facts: dict[str, Any], wanted: int) -> None:
    assert truth(rule, **facts) == wanted


@pytest.mark.parametrize(("months", "wanted"), [(4, 1), (5, 1), (6, 3), (9, 3), (9.5, 0), (12, 0)])
def test_a_limit_that_a_state_sets_within_bounds_decides_only_beyond_them(months: float, wanted: int) -> None:
    assert truth({"le": ["n", "limit"]}, n=months) == wanted


def test_a_limit_that_is_given_decides() -> None:
    assert truth({"le": ["n", "limit"]}, GIVEN, n=7) == 1 and truth({"le": ["n", "limit"]}, GIVEN, n=7.5) == 0


def test_a_fact_that_lacks_comes_before_what_a_state_decides() -> None:
    assert truth({"le": ["n", "limit"]}) == 2
    assert truth({"all": ["used", "t"]}) == 2 and truth({"all": ["used", "t"]}, t=1) == 3


@pytest.mark.parametrize(
    ("rule", "facts", "wanted"),
    [
        ({"plus": ["n", 2]}, {"n": 3}, (5, 5)), ({"minus": ["n", "m"]}, {"n": 3, "m": 1}, (2, 2)),
        ({"times": ["n", 1.6]}, {"n": 10}, (16, 16)), ({"over": ["n", 4]}, {"n": 10}, (2.5, 2.5)),
        ({"least": ["n", 24]}, {"n": 9}, (9, 9)), ({"most": ["n", 24]}, {"n": 9}, (24, 24)),
        ({"first_known": ["n", "m"]}, {"m": 4}, (4, 4)), ({"first_known": ["n", "m"]}, {"n": 1, "m": 4}, (1, 1)),
        ({"up_to": {"of": "n", "more": 12}}, {"n": 5}, (5, 17)),
        ({"if": {"when": "t", "then": 6, "else": 3}}, {"t": 1}, (6, 6)),
        ({"if": {"when": "t", "then": 6, "else": 3}}, {}, (3, 6)),
        ({"months": ["d", "e"]}, {"d": "2026-01-01", "e": "2026-04-01"}, (3, 3)),
    ],
)  # fmt: skip
def test_numbers(rule: Any, facts: dict[str, Any], wanted: tuple[float, float]) -> None:
    assert number(rule, **facts) == pytest.approx(wanted)


def test_a_number_in_a_range_of_its_own_is_asked_for_before_a_state_decides() -> None:
    rule = {"le": [{"first_known": [{"plus": ["n", "m"]}, {"up_to": {"of": "n", "more": 12}}]}, "limit"]}
    assert truth(rule, n=6) == 2 and truth(rule, n=10) == 0
    assert truth(rule, n=6, m=0) == 3 and truth(rule, n=5, m=0) == 1


def test_no_later_than_some_months_after_for_one_and_for_many() -> None:
    rule = {"not_later": {"day": "e", "months": 36, "after": "d"}}
    assert truth(rule, d="2023-04-10", e="2026-04-10") == 1 and truth(rule, d="2023-04-09", e="2026-04-10") == 0
    assert truth(rule, e="2026-04-10") == 2
    asked = context(e="2026-04-10")
    asked.facts["d"] = np.array(["2023-04-10", "2023-04-09", "NaT"], "datetime64[D]")
    assert compiled(rule, WORDS).run(asked).tolist() == [1, 0, 2]


def spans(*stretches: tuple[str, str, str]) -> tuple[Span, ...]:
    return tuple(
        Span(date.fromisoformat(a), date.fromisoformat(b), (("status", word), ("reason", word)))
        for a, b, word in stretches
    )


def test_lists_of_stretches() -> None:
    held = spans(("2025-01-01", "2025-05-01", "x"), ("2025-07-01", "2026-01-01", "ill"))
    assert number({"longest": {"of": "s", "last": 60}}, s=held) == (6, 6)
    assert number({"longest": {"of": "s", "last": 60, "without": ["ill"]}}, s=held) == (4, 4)
    assert number({"total": {"of": "s", "last": 60}}, s=held) == (10, 10)
    assert number({"total": {"of": "s", "last": 12}}, s=held) == pytest.approx((8, 8))
    assert number({"most_in": {"of": ["s"], "months": 12}}, s=held) == (10, 10)
    assert np.isnan(number({"longest": {"of": "s", "last": 60}})[0])


def test_a_window_of_which_one_list_is_not_known_is_bounded() -> None:
    held = spans(("2026-01-01", "2026-04-11", "x"))  # a hundred days
    vocabulary = Vocabulary({**WORDS.facts, "other": Fact("other", "spans", "?")}, {}, {}, {})
    rule = {"most_in": {"of": ["s", "other"], "days": 180}}
    found = compiled(rule, vocabulary).run(context(s=held))
    assert (found.low[0], found.high[0]) == (100, 180)
    for limit, wanted in ((90, 0), (120, 2), (180, 1)):
        assert compiled({"le": [rule, limit]}, vocabulary).run(context(s=held))[0] == wanted
    whole = {"most_in": {"of": ["s", "other"], "days": 180, "whole": True}}
    assert np.isnan(compiled(whole, vocabulary).run(context(s=held)).low[0])


def test_words_in_lists_of_stretches() -> None:
    held = spans(("2025-01-01", "2025-05-01", "student"), ("2025-05-01", "2026-03-01", "employee"))
    said = {"of": "s", "name": "status"}
    assert truth({"said_only": {**said, "words": ["student"]}}, s=held) == 0
    assert truth({"said_only": {**said, "words": ["student", "employee"]}}, s=held) == 1
    assert truth({"said_only": {**said, "words": ["student"]}}, s=()) == 0
    assert truth({"has_word": {**said, "words": ["student"]}}, s=held) == 1
    assert truth({"has_word": {**said, "words": ["refugee"]}}, s=held) == 0
    assert truth({"has_word": {**said, "words": ["refugee"]}}) == 2
    assert number({"last_as": {**said, "words": ["employee"]}}, s=held) == (10, 10)
    assert number({"last_as": {**said, "words": ["student"]}}, s=held) == (0, 0)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("nn", 'nothing is called "nn"'), ({"gee": ["n", 6]}, 'there is no operator "gee". Did you mean "ge"?'),
        ({"ge": ["n"]}, "a list of 2 is needed"), ({"ge": ["t", 6]}, "'t' is a truth; a number is needed"),
        ({"not_later": {"day": "d", "months": 3}}, "that lack: ['after']"), ({"times": ["n", 0]}, "above zero"),
        ({"not_later": {"day": "d", "months": 1.5, "after": "e"}}, "a whole number of months"),
        ({"most_in": {"of": ["s"]}}, "so many months, or so many days"), (float("nan"), "no number"), ([1], "a rule is"),
        ({"if": {"when": "t", "then": 1, "else": True}}, "both are to be of one kind"),
        ({"up_to": {"of": "n", "more": -1}}, "zero or more"), ({"ge": ["n", 1], "le": ["n", 2]}, "one operator"),
        ({"citizen_of": {"of": "w", "grouping": "NOWHERE"}}, "NOWHERE"),
    ],
)  # fmt: skip
def test_what_no_rule_is_is_refused(rule: Any, told: str) -> None:
    with pytest.raises(LawUnsound) as problem:
        compiled(rule, WORDS)
    assert told in str(problem.value)
