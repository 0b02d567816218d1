"""The jurists' page of each act follows from the data, and every page is there."""

from pathlib import Path

from passerelle.rules.law import the_law
from tests.house.test_fresh import tool

FOLDER = Path(__file__).parents[2] / "docs/reference/law"


def test_the_page_of_each_act_is_what_the_law_s_files_say() -> None:
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert kept == tool("acts").pages(the_law()), "run `make law`"


def test_a_page_tells_conditions_national_values_and_what_is_open() -> None:
    page = (FOLDER / "32021L1883.md").read_text("utf-8")
    for told in (
        "`bc.salary`",
        "32021L1883 Art 5(3)",
        "13 355.34 PLN a month",
        "2026-02-09",
        "## What is open",
        "not known",
    ):
        assert told in page, told
