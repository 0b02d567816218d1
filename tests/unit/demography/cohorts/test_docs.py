"""The page on projections runs: every block of Python, one after another, with what it prints beside it."""

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "docs/explanation/cohorts.md"
_FENCE = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Blocks of Python, each with the text that follows it, "" if none does."""
    found: list[tuple[str, str]] = []
    for kind, text in _FENCE.findall(PAGE.read_text("utf-8")):
        if kind == "python":
            found.append((text, ""))
        else:
            found[-1] = (found[-1][0], text)
    return found


def test_every_block_prints_what_the_page_says() -> None:
    known: dict[str, object] = {}
    for code, said in blocks():
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, str(PAGE), "exec"), known)
        assert out.getvalue() == said, code


def test_the_page_has_examples_of_all_that_it_claims() -> None:
    code = "".join(text for text, _ in blocks())
    for name in ("step(", "outlook(", "backcast(", "by_age_and_sex(", "failing(", "hindcast("):
        assert name in code, name
    assert len(blocks()) >= 6 and all(said for _, said in blocks())


@pytest.mark.parametrize("scenario", ["no-migration", "published", "estimated", "abel-cohen", "FILE.csv"])
def test_every_scenario_has_its_row(scenario: str) -> None:
    assert f"| `{scenario}` |" in PAGE.read_text("utf-8")
