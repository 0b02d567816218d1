"""The work programmes as data: each line has its deadline, its outcome, and a public source for it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

SOURCES = Path(__file__).parents[3] / "src/passerelle"
FILES = sorted((SOURCES / "followup/programmes").glob("*.yaml"))
THEMES = set(yaml.safe_load((SOURCES / "plans/codes/themes.yaml").read_text("utf-8"))["codes"])
STATES = {"done", "late_done", "not_done", "partly", "unknown"}
SIZES = {"tampere": (12, 18), "the_hague": (15, 20), "priority_actions_2005": (10, 14)}

by_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def lines() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in FILES:
        programme = read(path)
        for line in programme["commitments"]:
            yield f"{path.stem}:{line['key']}", programme["programme"], line


LINES = list(lines())
by_line = pytest.mark.parametrize(("programme", "line"), [one[1:] for one in LINES], ids=[one[0] for one in LINES])


def test_the_three_programmes_are_there() -> None:
    assert {path.stem for path in FILES} == set(SIZES)


@by_file
def test_a_programme_says_who_adopted_it_when_and_where_to_read_it(path: Path) -> None:
    programme = read(path)["programme"]
    assert list(programme) == ["code", "title", "adopted_on", "adopted_by", "source", "source_url"]
    assert programme["code"] == path.stem
    assert isinstance(programme["adopted_on"], date)
    assert programme["source_url"].startswith("https://")


@by_file
def test_keys_are_unique_and_lines_as_many_as_a_page_holds(path: Path) -> None:
    keys = [line["key"] for line in read(path)["commitments"]]
    assert len(keys) == len(set(keys)) and all(re.fullmatch(r"[a-z][a-z0-9-]*", key) for key in keys)
    least, most = SIZES[path.stem]
    assert least <= len(keys) <= most


@by_line
def test_a_line_has_its_form(programme: dict[str, Any], line: dict[str, Any]) -> None:
    assert list(line) == ["key", "text", "theme", "deadline", "deadline_source", "outcome", "checked"]
    assert list(line["outcome"]) == ["state", "on", "what", "source", "source_url"]
    assert line["theme"] in THEMES and line["outcome"]["state"] in STATES and isinstance(line["checked"], bool)
    assert line["text"].endswith(".") and line["text"].count(". ") == 0
    assert line["deadline_source"] and line["outcome"]["what"] and not line["outcome"]["what"].endswith(".")


@by_line
def test_a_line_without_deadline_says_so(programme: dict[str, Any], line: dict[str, Any]) -> None:
    assert (line["deadline"] is None) == line["deadline_source"].startswith("None")


@by_line
def test_dates_stand_in_order(programme: dict[str, Any], line: dict[str, Any]) -> None:
    for day in (line["deadline"], line["outcome"]["on"]):
        assert day is None or (type(day) is date and day >= programme["adopted_on"])


@by_line
def test_the_state_follows_from_the_dates(programme: dict[str, Any], line: dict[str, Any]) -> None:
    state, on, deadline = line["outcome"]["state"], line["outcome"]["on"], line["deadline"]
    if state == "late_done":
        assert deadline and on and on > deadline
    if state == "done" and deadline:
        assert on and on <= deadline
    if state in {"not_done", "unknown"}:
        assert on is None


@by_line
def test_every_known_outcome_has_a_public_source(programme: dict[str, Any], line: dict[str, Any]) -> None:
    outcome = line["outcome"]
    if outcome["state"] == "unknown":
        assert not line["checked"] and not outcome["source"] and not outcome["source_url"]
    else:
        assert outcome["source"] and outcome["source_url"].startswith("https://")


@by_line
def test_an_act_named_by_its_number_is_linked_by_it(programme: dict[str, Any], line: dict[str, Any]) -> None:
    """The year and number of the identifier stand in the text or source, so that no link goes to another act."""
    outcome = line["outcome"]
    found = re.search(r"CELEX:([35])(\d{4})(?:[A-Z]+)(\d{4})$", outcome["source_url"])
    if found is None:
        return
    year, number = found[2], str(int(found[3]))
    told = outcome["what"] + " " + outcome["source"]
    if found[1] == "3":
        assert f"{year}/{number}" in told or f"{number}/{year}" in told
    else:
        assert f"COM({year}) {number}" in told


@by_line
def test_a_reference_to_the_journal_is_whole(programme: dict[str, Any], line: dict[str, Any]) -> None:
    for reference in re.findall(r"OJ [^;]*", line["outcome"]["source"]):
        assert re.fullmatch(r"OJ [LC] \d+( E)?, \d{1,2}\.\d{1,2}\.\d{4}, p\. \d+( and p\. \d+)?", reference.strip())


@by_line
def test_words_blame_nobody_and_call_nobody_illegal(programme: dict[str, Any], line: dict[str, Any]) -> None:
    told = f"{line['text']} {line['outcome']['what']}".lower()
    assert not re.search(r"illegal|fail|refus|neglect|broke", told)


def test_most_lines_were_checked_in_a_text() -> None:
    checked = [line["checked"] for _, _, line in LINES]
    assert sum(checked) / len(checked) > 0.5
