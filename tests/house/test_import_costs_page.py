"""The page on taking in costs is followed: its files saved, its commands run, what it shows is what comes."""

import re
from pathlib import Path

from passerelle.exchange._contents import LARGEST
from passerelle.exchange._tables import MOST_ROWS
from passerelle.exchange.cost_columns import NAMES
from tests.house.test_tutorials import LOOSELY, SAME, ran, steps

PAGE = (Path(__file__).parents[2] / "docs/how-to/import-costs.md").read_text("utf-8")
FILES = re.compile(r"Save\s+this\s+as\s+`(?P<name>[^`]+)`:\n\n```(?:yaml|csv)\n(?P<text>.*?)```", re.DOTALL)


def test_costs_are_taken_in_as_the_page_shows(tmp_path: Path) -> None:
    saved = {file["name"]: file["text"] for file in FILES.finditer(PAGE)}
    assert set(saved) == {"plan.yaml", "costs.csv", "wrong.csv"}
    for name, text in saved.items():
        (tmp_path / name).write_text(text, "utf-8")
    todo = steps(PAGE)
    assert len(todo) == 3
    for command, shown in todo:
        came, _ = ran(command, tmp_path)
        assert SAME.check_output(shown, came, LOOSELY), f"$ {command}\n{came}"


def test_the_page_names_every_column_and_the_limits() -> None:
    named = re.findall(r"^\| (`[a-z_`, ]+) \|", PAGE, re.MULTILINE)
    assert [name for cell in named for name in re.findall(r"`([a-z_]+)`", cell)] == list(NAMES)
    assert f"{LARGEST // 1_000_000} MB" in PAGE and f"{MOST_ROWS:,} rows" in PAGE
