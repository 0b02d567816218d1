"""Terms: stems, alternatives, words in between, and the prefixes that Arabic writes on to a word."""

import pytest

from passerelle.plans.coherence.languages import folded
from passerelle.plans.coherence.terms import compiled


def stands(term: str, text: str) -> bool:
    return compiled([term]).stand_in(folded(text))


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("remittance*", "Remittances rose", True),
        ("remittance*", "Unremittanced", False),
        ("war", "The war ended", True),
        ("war", "A warm welcome", False),
        ("war", "Aware of it", False),
        ("*migratie*", "Arbeidsmigratiebeleid", True),
        ("émigr*", "EMIGRATION", True),
        ("demand* d'asile", "les demandeurs d’asile", True),
        ("demand* d'asile", "les demandeurs d’emploi", False),
    ],
)
def test_stems_end_where_they_say(term: str, text: str, expected: bool) -> None:
    assert stands(term, text) is expected


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("loss of . nurses", "loss of nurses", True),
        ("loss of . nurses", "loss of trained nurses", True),
        ("loss of . nurses", "loss of very many nurses", False),
        ("rights .. migrant*", "rights of all those seasonal migrants", True),
        ("rights .. migrant*", "rights of all those who are seasonal migrants", False),
        ("rights .. migrant*", "They have rights. Migrants come", False),
        ("doctors|nurses leave", "nurses leave", True),
        ("doctors|nurses leave", "teachers leave", False),
        ("emigration of health_worker*|doctors", "the emigration of health workers", True),
    ],
)
def test_words_in_between_stay_within_a_sentence(term: str, text: str, expected: bool) -> None:
    assert stands(term, text) is expected


@pytest.mark.parametrize("word", ["مهاجرين", "المهاجرين", "والمهاجرين", "للمهاجرين", "بالمهاجرين", "كمهاجرين"])
def test_arabic_words_are_found_with_what_is_written_on_to_them(word: str) -> None:
    assert stands("المهاجرين", f"برنامج {word} الجدد") and stands("مهاجر*", f"برنامج {word} الجدد")


def test_an_arabic_stem_is_no_other_word() -> None:
    assert not stands("هجرة", "السنة الهجرية") and not stands("هجرة", "التقويم الهجري")


def test_false_friends_are_taken_out_whole() -> None:
    never = compiled(["migratory . bird*"])
    assert never.taken_out("migratory wild birds and migratory workers") == "| and migratory workers"
    assert never.taken_out("nothing here") == "nothing here"


def test_only_terms_whose_piece_stands_somewhere_are_kept() -> None:
    terms = compiled(["remittance*", "brain drain", "doctors|nurses"])
    assert len(terms.possible_in("the brain drain of nurses").patterns) == 2
    assert compiled([]).stand_in("anything") is False
