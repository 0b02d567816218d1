"""The questions: in the order of the law, each with its rule, in five languages."""

import pytest

from passerelle.base.words import say
from passerelle.measures.screening import all_questions, all_rights
from passerelle.measures.screening.questions import STAGES, texts

ORDER = (
    "rights", "absolute", "law", "essence", "aim", "suitable", "necessary", "proportionate", "procedure",
    "family_unity", "child", "detention", "coercion", "non_refoulement", "data", "non_discrimination", "health",
    "victims",
)  # fmt: skip
THE_SAME = {"Non-refoulement", "Non-discrimination"}  # in French and Dutch


def test_they_come_in_the_order_of_article_52_and_then_the_safeguards() -> None:
    assert tuple(all_questions()) == ORDER
    kinds = [question.kind for question in all_questions().values()]
    assert kinds == sorted(kinds, key=list(STAGES).index)


def test_only_what_is_absolute_can_never_be_passed_over() -> None:
    assert [code for code, question in all_questions().items() if question.never_passed] == ["absolute"]


def test_a_law_brings_its_text_and_necessity_its_alternatives() -> None:
    needs = {code: set(question.needs) for code, question in all_questions().items() if question.needs}
    assert needs == {"law": {"evidence"}, "necessary": {"alternatives"}}


def test_every_safeguard_is_tied_to_rights_that_are_known() -> None:
    for question in all_questions().values():
        assert question.asked_with <= set(all_rights())
        assert bool(question.asked_with) == (question.kind == "safeguard")


def test_every_question_ends_as_one_and_names_its_rule() -> None:
    assert all(q.ask.endswith("?") and q.basis and q.title for q in all_questions().values())


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_every_question_is_asked_in_every_language(language: str) -> None:
    assert not [text for text in texts() if say(text, language) == text and text not in THE_SAME]
    told = all_questions()["detention"].as_dict(language)
    assert told["question"] == "detention" and told["ask"][-1] in "?؟" and told["kind"] == "safeguard"
