"""Who may be named beside what was said."""

import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.attribution import Named, Rule, nameable_constituencies, named, tightened

SAID = {"person": "Ana", "member": "Millers", "constituency": "Pacific"}


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (Rule.RECORD, Named("Ana", "Millers", "")),
        (Rule.MEMBER, Named("", "Millers", "")),
        (Rule.CHATHAM, Named("", "", "Pacific")),
        (Rule.CLOSED, Named("", "", "Pacific")),
    ],
)
def test_each_rule_names_what_it_may(rule, may):
    assert named(rule, **SAID, nameable=frozenset({"Pacific"})) == may


@pytest.mark.parametrize("rule", [Rule.CHATHAM, Rule.CLOSED])
def test_a_small_constituency_is_not_named(rule):
    assert named(rule, **SAID, nameable=frozenset()) == Named()


@pytest.mark.parametrize("before", Rule)
@pytest.mark.parametrize("after", Rule)
def test_a_rule_is_tightened_and_never_loosened(before, after):
    if after >= before:
        assert tightened(before, after) == after
    else:
        with pytest.raises(DialogueError, match="never loosened"):
            tightened(before, after)


def parties(**sizes: int) -> dict[str, str]:
    return {f"{name} {number}": name for name, size in sizes.items() for number in range(size)}


def test_large_constituencies_may_be_named():
    assert nameable_constituencies(parties(Africa=6, Europe=5)) == {"Africa", "Europe"}


def test_the_only_pacific_state_is_not_named_nor_to_be_inferred():
    """What bears no name would be hers, were all others named: so the next smallest goes without name too."""
    assert nameable_constituencies(parties(Africa=7, Europe=6, Pacific=1)) == {"Africa"}


def test_enough_small_ones_hide_one_another():
    assert nameable_constituencies(parties(Africa=7, Europe=6, Pacific=2, Asia=3)) == {"Africa", "Europe"}


def test_few_parties_are_not_named_at_all():
    assert nameable_constituencies(parties(Africa=2, Europe=2)) == frozenset()


def test_a_member_without_constituency_is_of_none_that_is_named():
    assert nameable_constituencies({"one": "", **parties(Africa=9)}) == frozenset()
    assert nameable_constituencies({f"none {n}": "" for n in range(6)} | parties(Africa=9)) == {"Africa"}


def test_where_nobody_takes_part_nothing_is_named():
    assert nameable_constituencies({}) == frozenset()


def test_the_least_may_be_set():
    assert nameable_constituencies(parties(Africa=3, Europe=3), least=3) == {"Africa", "Europe"}
