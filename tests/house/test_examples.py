"""Every example on a page of the documentation is run: what a page shows is what the library answers."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page for page in (ROOT / "docs").rglob("*.md") if "```pycon" in page.read_text("utf-8") and "site" not in page.parts
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_give_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the closing fence of a block is no output
    text = page.read_text("utf-8").replace("\n```\n", "\n\n")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)
    assert examples.examples
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


def test_there_are_pages_with_examples() -> None:
    assert {"remittances", "drivers", "flows"} <= {page.stem for page in PAGES}


def test_every_page_on_a_method_of_flows_has_an_example() -> None:
    methods = set((ROOT / "docs/explanation/flows").glob("*.md"))
    assert len(methods) == 8 and methods <= set(PAGES)
