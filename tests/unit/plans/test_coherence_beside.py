"""Two papers side by side: both answers to every item, neither said to be better."""

from passerelle.plans.coherence.beside import side_by_side
from passerelle.plans.coherence.checklist import all_items
from passerelle.plans.coherence.judging import judge
from passerelle.plans.coherence.papers import paper_of_text, paper_of_texts
from tests.unit.plans.coherence_texts import ENGLISH, FRENCH

ONE, OTHER = paper_of_text("One", ENGLISH), paper_of_text("Other", FRENCH)


def test_every_item_has_both_answers_with_their_passages() -> None:
    pairs = side_by_side(ONE, OTHER)
    assert [pair.item.code for pair in pairs] == list(all_items())
    assert tuple(pair.one for pair in pairs) == judge(ONE) and tuple(pair.other for pair in pairs) == judge(OTHER)


def test_where_they_differ_is_told() -> None:
    differing = {pair.item.code for pair in side_by_side(ONE, OTHER) if pair.differs}
    assert "irregular" in differing and "displacement" not in differing


def test_turned_around_the_answers_change_sides() -> None:
    there, back = side_by_side(ONE, OTHER), side_by_side(OTHER, ONE)
    assert [(pair.one, pair.other) for pair in there] == [(pair.other, pair.one) for pair in back]
    assert not any(pair.differs for pair in side_by_side(ONE, ONE))


def test_a_plan_stands_beside_a_paper() -> None:
    plan = paper_of_texts("Plan", "MLI", [("objectives", "Goals", "Fight human trafficking.")], language="en")
    pairs = {pair.item.code: pair for pair in side_by_side(ONE, plan)}
    assert pairs["irregular"].other.given == "yes" and pairs["irregular"].one.given == "no"


def test_a_pair_as_plain_values_has_no_winner() -> None:
    plain = side_by_side(ONE, OTHER)[0].as_dict()
    assert set(plain) == {"item", "kind", "question", "judged", "one", "other", "differs"}
    assert plain["one"]["passages"] and plain["one"]["answer"] == "yes"
