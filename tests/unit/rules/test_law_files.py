"""Files of the law that cannot be: refused with file, line and reason; and what may be, read as it stands."""

import pytest

from passerelle.rules.law import law_from
from passerelle.rules.yaml_given import MOST_NODES, FileUnsound, read
from tests.unit.rules.makers import ACT, FACTS, answer, small_law


def refused(act: str = ACT, facts: str = FACTS, **more: str) -> str:
    with pytest.raises(FileUnsound) as problem:
        small_law(act, facts, **more)
    return str(problem.value)


def test_a_small_law_answers() -> None:
    law = small_law()
    assert answer("bees", "hives: 3", law=law).verdict == "met"
    assert answer("bees", "hives: 2", law=law).verdict == "not_met"
    assert answer("bees", "", law=law).verdict == "undetermined"
    assert answer("bees", "hives: 3", "DK", law=law).verdict == "not_applicable"


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("{ge: [hives, 3]}", "{gee: [hives, 3]}", 11, 'no operator "gee". Did you mean "ge"?'),
        ("{ge: [hives, 3]}", "{ge: [hvies, 3]}", 11, 'nothing is called "hvies". Did you mean "hives"?'),
        ("{ge: [hives, 3]}", "hives", 11, "a condition holds or not; this is a number"),
        ('cite: "4(1)", mark: V, expr: {ge', "mark: V, expr: {ge", 11, 'the field "cite" is lacking'),
        ('cite: "4(1)"', 'cite: ""', 11, 'the field "cite" is lacking'),
        ("says: Three hives at least, ", "", 11, 'the field "says" is lacking'),
        ("mark: V, expr", "mark: Z, expr", 11, '"Z" is none of V, S, M, C'),
        ("expr: {ge: [hives, 3]}", "note: no rule", 11, 'the field "expr" is lacking'),
        ("id: b.hives", "id: b.hives, colour: red", 11, 'no field "colour"'),
        ("act: 39999L0001", "act: bees", 1, "no CELEX number"),
        ("in_force: 2020-01-01", "in_force: 2020-02-30", 4, "2020-02-30"),
        ("in_force: 2020-01-01\n", "", 0, 'the field "in_force" is lacking'),
        ("bound: {outside: [DK], cite: recital on Denmark, mark: V}\n", "", 0, 'the field "bound" is lacking'),
        ("title: Keeping bees", "titel: Keeping bees", 9, 'no field "titel". Did you mean "title"?'),
        ("short: Beekeepers", "short: !!python/object/apply:os.system [ls]", 3, "tag"),
        ("short: Beekeepers", "short: Beekeepers\nshort: Twice", 4, "twice"),
        ("    title: Keeping bees\n", "    title: [", 0, "not YAML"),
        ("conditions:", "scope: none\n    conditions:", 10, "a list is needed"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, told: str) -> None:
    assert old in ACT
    said = refused(ACT.replace(old, new))
    assert said.startswith("act.yaml") and told in said
    assert not line or f"line {line}," in said or f"line {line}:" in said, said


def test_a_condition_twice_and_a_route_twice() -> None:
    twice = ACT + '      - {id: b.hives, says: Again, cite: "5", mark: V, expr: {ge: [hives, 4]}}\n'
    assert 'the condition "b.hives" stands twice' in refused(twice)
    other = ACT.replace("39999L0001", "39999L0002")
    assert "stands in 39999L0001 already" in refused(**{"second.yaml": other})


def test_what_is_derived_from_itself_is_refused_with_its_line() -> None:
    circle = FACTS + "derived:\n  one: {plus: [two, 1]}\n  two: {plus: [one, 1]}\n"
    said = refused(facts=circle)
    assert said.startswith("facts.yaml, line 8") and "one → two → one" in said


def test_a_parameter_and_a_fact_of_one_name() -> None:
    act = ACT + "parameters:\n  hives: {kind: number, says: Hives, cite: '3', least: 1, most: 9}\n"
    assert '"hives" is the name of something else already' in refused(act)
    unknown = (
        ACT
        + "values:\n  hvies:\n    - {state: DE, value: 3, valid_from: 2020-01-01, status: secondary, sources: [x]}\n"
    )
    assert "what is no parameter: hvies" in refused(unknown)


VALUES = "values:\n  least_hives:\n    - {state: DE, value: 4, valid_from: 2024-01-01, status: secondary, sources: [gazette]}\n"
WITH = ACT.replace("{ge: [hives, 3]}", "{ge: [hives, least_hives]}") + (
    "parameters:\n  least_hives: {kind: number, says: Hives, cite: '3', least: 1, most: 9}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sources: [gazette]", "sources: []", 'the field "sources" is lacking'),
        ("status: secondary", "status: heard", '"heard" is none of official'),
        ("valid_from: 2024-01-01", "valid_from: 2024-01-01, valid_to: 2023-01-01", "it ends on 2023-01-01, before it begins"),
        ("value: 4", "value: four", "a number is needed"),
        ("value: 4", "value: 4, per: week", '"week" is none of year, month'),
        ("valid_from: 2024-01-01", "valid_from: soon", '"soon" is not a day'),
    ],
)  # fmt: skip
def test_national_values_that_cannot_be(old: str, new: str, told: str) -> None:
    said = refused(WITH + VALUES.replace(old, new))
    assert told in said and "line 16" in said


def test_two_national_values_of_one_day() -> None:
    row = VALUES.splitlines()[-1]
    assert "stands in line 16 already" in refused(WITH + VALUES + row + "\n")


def test_national_values_hold_from_their_day_and_bounds_elsewhere() -> None:
    law = small_law(WITH + VALUES)
    assert answer("bees", "hives: 4", law=law).verdict == "met"
    assert answer("bees", "hives: 3", law=law).verdict == "not_met"
    assert answer("bees", "hives: 3", day="2023-05-01", law=law).verdict == "national_option"
    assert answer("bees", "hives: 3", "FR", law=law).verdict == "national_option"
    assert answer("bees", "hives: 9", "FR", law=law).verdict == "met"
    assert answer("bees", "hives: 0", "FR", law=law).verdict == "not_met"
    assert [value.sources for value in answer("bees", "hives: 3", law=law).used] == [("gazette",)]


def test_facts_that_are_none() -> None:
    assert '"colour" is none of truth' in refused(facts=FACTS.replace("kind: truth", "kind: colour"))
    assert 'no field "asks". Did you mean "ask"?' in refused(facts=FACTS.replace("ask: Have", "asks: Have"))


# Files that would harm -------------------------------------------------------------------------------------


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(FileUnsound, match=r"bomb\.yaml, line .*larger or deeper"):
        read("\n".join(lines), "bomb.yaml")


def test_a_file_that_is_too_deep_too_large_or_no_yaml() -> None:
    for text, told in [("[" * 60 + "]" * 60, "deeper"), ("x" * 2_100_000, "larger than 2 MB"), ("a: [", "not YAML"),
                       ("{[1]: 2}", "a name is needed here"), ("a: 2026-02-30", "no day"), ("- a\n" * (MOST_NODES + 1), "larger")]:  # fmt: skip
        with pytest.raises(FileUnsound, match=told):
            read(text, "x.yaml")


@pytest.mark.parametrize("tag", ["!!python/name:os.system", "!!python/object/new:os.system", "!thing", "!!set"])
def test_tags_build_nothing(tag: str) -> None:
    with pytest.raises(FileUnsound, match=r"line 2.*tag"):
        read(f"a: 1\nb: {tag} {{}}", "x.yaml")


def test_small_aliases_are_read_and_empty_files_say_nothing() -> None:
    assert read("a: &x [1, 2]\nb: *x", "x.yaml") == {"a": [1, 2], "b": [1, 2]} and read("", "x.yaml") is None
    with pytest.raises(FileUnsound, match="fields are needed"):
        law_from({"facts.yaml": read(FACTS, "facts.yaml"), "odd.yaml": ["x"]})


# A toy state's own route, by data alone --------------------------------------------------------------------

TOY = """facts:
  knits: {kind: truth, ask: "Do you knit?"}
act: TOY-knitters-2025
title: Act on knitters of an invented state
short: Knitters
in_force: 2025-01-01
applies_from: 2025-01-01
bound: {outside: [], inside: [ZZ], grouping: "", cite: law of the invented state, mark: V}
parameters:
  least_pay: {kind: money, says: Least pay, cite: "3"}
derived:
  paid: {pay_reaches: {amount: salary, period: salary_period, currency: currency, holiday: holiday_allowance_included, thresholds: [{than: least_pay, cite: "3"}]}}
values:
  least_pay:
    - {state: ZZ, value: 1000, currency: ZZD, per: month, valid_from: 2025-01-01, status: official, sources: [its gazette]}
routes:
  - name: knitter
    title: Knitting
    conditions:
      - {id: k.knits, says: Knits, cite: "2", mark: V, expr: knits}
      - {id: k.paid, says: Is paid enough, cite: "3", mark: V, expr: paid}
    values: {threshold: needed k.paid, shortfall: shortfall k.paid}
"""


def test_a_state_and_its_route_come_in_by_a_file() -> None:
    from passerelle.rules.law import members_on, with_own
    from passerelle.rules.places import states_on, ways_of

    law = with_own({"toy.yaml": TOY})
    facts = "knits: true, salary: 11988, salary_period: year, currency: ZZD"
    found = answer("knitter", facts, "ZZ", law=law)
    assert (found.verdict, found.failing, found.values) == ("not_met", ("k.paid",), {"threshold": 1000, "shortfall": 1})
    assert answer("knitter", facts.replace("11988", "12000"), "ZZ", law=law).verdict == "met"
    assert answer("knitter", facts, "DE", law=law).verdict == "not_applicable"
    day = found.day
    assert "ZZ" in states_on(law, day, members_on) and ways_of(law, ["ZZ"], day, members_on) == ["knitter"]
