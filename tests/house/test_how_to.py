"""The worked pages on screening and planning are followed: files saved, commands run, what a page shows is what comes."""

import re
import shutil
from pathlib import Path

import pytest

from passerelle.measures.screening import read_screening
from passerelle.plans.reading import read_plan
from tests.house.test_tutorials import LOOSELY, SAME, ran, steps

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/screen-a-measure.md").read_text("utf-8")
PLANNING = (ROOT / "docs/how-to/plan-a-strategy.md").read_text("utf-8")
FILES = re.compile(r"[Ss]ave\s+this\s+as\s+`(?P<name>[^`]+)`(?:(?!```).)*?```yaml\n(?P<text>.*?)```", re.DOTALL)


def test_a_measure_is_screened_as_the_page_shows(tmp_path: Path) -> None:
    saved = {file["name"]: file["text"] for file in FILES.finditer(PAGE)}
    assert set(saved) == {"draft.yaml", "screening.yaml"}
    for name, text in saved.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert followed(PAGE, tmp_path) == 4
    assert read_screening((tmp_path / "form.yaml").read_text("utf-8")).measure.destination == "ESP"


def test_a_strategy_is_planned_as_the_page_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    assert followed(PLANNING, tmp_path) >= 10
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    (objective,) = read_plan((tmp_path / "strategy.yaml").read_text("utf-8")).objectives
    assert len(objective.measures) == 1


def followed(page: str, folder: Path) -> int:
    """Run the commands of a page in a folder; how many there were."""
    todo = steps(page)
    for command, shown in todo:
        came, code = ran(command, folder)
        if shown.strip():
            assert SAME.check_output(shown, came, LOOSELY), f"$ {command}\n{came}"
        else:
            assert code == 0, came
    return len(todo)
