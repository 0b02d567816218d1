"""The worked page on screening is followed: its files saved, its commands run, what it shows is what comes."""

import re
from pathlib import Path

from passerelle.measures.screening import read_screening
from tests.house.test_tutorials import LOOSELY, SAME, ran, steps

PAGE = (Path(__file__).parents[2] / "docs/how-to/screen-a-measure.md").read_text("utf-8")
FILES = re.compile(r"[Ss]ave\s+this\s+as\s+`(?P<name>[^`]+)`(?:(?!```).)*?```yaml\n(?P<text>.*?)```", re.DOTALL)


def test_a_measure_is_screened_as_the_page_shows(tmp_path: Path) -> None:
    saved = {file["name"]: file["text"] for file in FILES.finditer(PAGE)}
    assert set(saved) == {"draft.yaml", "screening.yaml"}
    for name, text in saved.items():
        (tmp_path / name).write_text(text, "utf-8")
    todo = steps(PAGE)
    assert len(todo) == 4
    for command, shown in todo:
        came, code = ran(command, tmp_path)
        if shown.strip():
            assert SAME.check_output(shown, came, LOOSELY), f"$ {command}\n{came}"
        else:
            assert code == 0, came
    assert read_screening((tmp_path / "form.yaml").read_text("utf-8")).measure.destination == "ESP"
