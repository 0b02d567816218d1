"""The checklist: complete, in five languages, with patterns that can stand, and told whole on its page."""

import re
from pathlib import Path

import pytest
import yaml

from passerelle.base.places import LANGUAGES
from passerelle.plans.coherence import checklist
from passerelle.plans.coherence.against_evidence import all_large
from passerelle.plans.coherence.checklist import all_items, patterns_of, texts, version
from passerelle.plans.coherence.languages import folded
from passerelle.plans.coherence.papers import KINDS

ROOT = Path(__file__).parents[3]
LINES = (ROOT / "docs/explanation/coherence.md").read_text("utf-8").splitlines()
PAGE = " ".join(" ".join(line.removeprefix("> ") for line in LINES).split())
RAW = yaml.safe_load((Path(checklist.__file__).parent / "checklist.yaml").read_text("utf-8"))


def test_every_item_of_the_mission_is_asked() -> None:
    assert list(all_items()) == [
        "analysis", "objectives", "indicators", "budget", "remittances", "skilled_emigration", "diaspora", "root_jobs",
        "root_conflict", "root_environment", "root_governance", "rights", "south_south", "integration", "irregular",
        "displacement",
    ]  # fmt: skip
    assert [item.section for item in all_items().values() if item.section] == list(KINDS)
    assert re.fullmatch(r"\d{4}-\d+", version())


@pytest.mark.parametrize("code", list(all_items()))
def test_the_page_tells_every_question_and_how_it_is_judged(code: str) -> None:
    item = all_items()[code]
    assert item.question in PAGE and " ".join(item.judged.split()) in PAGE


def test_the_page_tells_every_threshold_and_its_reason() -> None:
    rows = [line for line in LINES if line.startswith("| `")]
    assert len(rows) == len(all_large())
    for row, large in zip(rows, all_large(), strict=True):
        assert row.startswith(f"| `{large.topic}` |") and large.reason in row
        assert ("above" in row.split("|")[3]) == (large.above is not None)


def test_the_page_names_the_version() -> None:
    assert version() in PAGE


def groups() -> list[tuple[str, dict[str, list[str]]]]:
    of_items = [(item["code"], item["terms"]) for item in RAW["items"] if "terms" in item]
    return [("migration", RAW["migration"]), ("cause", RAW["cause"]), *RAW["sections"].items(), *of_items]


@pytest.mark.parametrize(("name", "terms"), groups(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_group_has_terms_in_five_languages(name: str, terms: dict[str, list[str]]) -> None:
    assert set(terms) == set(LANGUAGES) and all(terms.values())


def test_false_friends_are_of_languages_that_are_read() -> None:
    for friends in [RAW["never"], *(item.get("never", {}) for item in RAW["items"])]:
        assert set(friends) <= set(LANGUAGES)


def every_term() -> list[str]:
    parts = [terms for _, terms in groups()] + [RAW["never"], *(item.get("never", {}) for item in RAW["items"])]
    return sorted({term for part in parts for listed in part.values() for term in listed})


@pytest.mark.parametrize("term", every_term())
def test_every_term_can_stand_and_is_found_in_itself(term: str) -> None:
    words = [re.sub(r"[*]", "", word.split("|")[0]).replace("_", " ") for word in term.split() if word.strip(".")]
    assert checklist.compiled([term]).stand_in(folded(" ".join(words))), "the first of its alternatives is not found"


def test_no_term_is_taken_for_a_false_friend_of_its_own_item() -> None:
    for item in RAW["items"]:
        for language, terms in item.get("terms", {}).items():
            never = checklist.compiled(item.get("never", {}).get(language, []))
            for term in terms:
                words = [re.sub(r"[*]", "", w.split("|")[0]).replace("_", " ") for w in term.split() if w.strip(".")]
                text = folded(" ".join(words))
                assert checklist.compiled([term]).stand_in(never.taken_out(text)), (item["code"], term)


def test_without_a_language_the_terms_of_all_are_taken() -> None:
    counts = [len(patterns_of(language).migration.patterns) for language in LANGUAGES]
    assert len(patterns_of("").migration.patterns) == sum(counts) and min(counts) > 0


def test_rules_of_sections_and_topics_differ() -> None:
    items = all_items()
    assert items["analysis"].enough == 2 and items["budget"].enough == 1
    assert {code for code, item in items.items() if item.as_cause} == {
        "root_jobs", "root_conflict", "root_environment", "root_governance",
    }  # fmt: skip
    assert items["budget"].as_dict()["kind"] == "section" and items["rights"].as_dict()["kind"] == "topic"


def test_all_that_is_said_can_be_gathered() -> None:
    said = set(texts())
    assert all(item.question in said and item.judged in said for item in all_items().values())
