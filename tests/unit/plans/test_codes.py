"""The lists of codes are whole, and know every code that the catalogue names."""

import re
from dataclasses import FrozenInstanceError
from importlib.resources import files

import pytest
import yaml

from passerelle.measures.templates import all_templates
from passerelle.plans import codes
from passerelle.plans.codes import Code, categories, objectives, phases, sectors, targets, themes

SYSTEMS = {f"M{number}" for number in range(1, 26)}


def unique_keys(name: str) -> bool:
    """Does the file name every code once? A reader of YAML keeps the last of two silently."""
    text = files("passerelle.plans.codes").joinpath(f"{name}.yaml").read_text("utf-8")
    keys = re.findall(r'^  ("?[^\s:"]+"?):', text, re.M)
    return len(keys) == len(set(keys)) == len(yaml.safe_load(text)["codes"])


@pytest.mark.parametrize("name", ["gcm", "sdg", "themes", "phases", "categories", "sectors"])
def test_every_code_stands_once(name: str) -> None:
    assert unique_keys(name)


@pytest.mark.parametrize("read", codes.LISTS)
def test_every_code_has_a_title_of_its_own_and_a_source(read) -> None:
    found = read()
    assert all(code == one.code and isinstance(code, str) for code, one in found.items())
    titles = [one.title for one in found.values()]
    assert len(set(titles)) == len(titles) and all(title == title.strip() and title for title in titles)
    assert all(one.source and not one.title.endswith(".") for one in found.values())


def test_the_compact_has_its_twenty_three_objectives_in_order() -> None:
    assert list(objectives()) == [str(number) for number in range(1, 24)]


def test_every_objective_of_the_catalogue_is_known() -> None:
    assert {str(number) for t in all_templates().values() for number in t.gcm} <= set(objectives())


def test_every_target_of_the_catalogue_is_known() -> None:
    assert {code for t in all_templates().values() for code in t.sdg} <= set(targets())


def test_targets_are_numbers_of_the_goals_in_order() -> None:
    assert all(re.fullmatch(r"([1-9]|1[0-7])\.([1-9]|1[0-9]|[a-d])", code) for code in targets())
    goals = [int(code.split(".")[0]) for code in targets()]
    assert goals == sorted(goals)


def test_every_category_of_the_catalogues_costs_is_known_and_explained() -> None:
    assert {cost.category for t in all_templates().values() for cost in t.costs} <= set(categories())
    assert all(category.meaning for category in categories().values())


def test_every_system_of_the_mission_has_a_theme_and_every_theme_a_system() -> None:
    assert all(theme.systems for theme in themes().values())
    assert {system for theme in themes().values() for system in theme.systems} == SYSTEMS


def test_a_theme_begins_with_its_section() -> None:
    for code, theme in themes().items():
        assert theme.more["seed"] == "all" or code.startswith(f"{theme.more['seed']}-")


def test_every_section_of_the_catalogue_has_a_theme_of_the_same_system() -> None:
    for t in all_templates().values():
        of_section = {system for theme in themes().values() if theme.more["seed"] == t.seed for system in theme.systems}
        assert of_section & set(t.mission), t.code


def test_phases_stand_in_the_order_in_which_they_are_lived() -> None:
    assert list(phases()) == ["origin-and-transit", "border", "after-entry", "readmission-and-return"]
    assert all(phase.meaning for phase in phases().values())


def test_sectors_are_sections_of_the_classification() -> None:
    assert list(sectors()) == sorted(sectors())
    assert all(re.fullmatch("[A-U]", code) for code in sectors())
    assert {"A", "B", "C"} <= set(sectors())


def test_what_a_list_does_not_say_is_empty() -> None:
    objective = objectives()["1"]
    assert objective.meaning == "" and objective.systems == ()
    assert phases()["border"].systems == () and themes()["3-forum"].systems == ("M1",)


def test_a_code_stays_as_it_is_and_can_be_gathered() -> None:
    one = Code("x", "A title", "A source")
    with pytest.raises(FrozenInstanceError):
        one.title = "Another"  # type: ignore[misc]
    assert len({*themes().values(), *targets().values()}) == len(themes()) + len(targets())


def test_lists_are_read_once() -> None:
    assert themes() is themes()


def test_texts_hold_every_title_and_meaning() -> None:
    said = list(codes.texts())
    assert {one.title for read in codes.LISTS for one in read().values()} <= set(said)
    assert {category.meaning for category in categories().values()} <= set(said)
    assert all(said)


def test_no_text_calls_a_person_or_a_move_illegal() -> None:
    assert not [text for text in codes.texts() if "illegal" in text.lower()]
