"""Every tutorial is followed: its files saved, its commands run in one folder, what it shows is what comes.

In a ```console block a line with `$ ` is a command, and what stands below it is what a terminal then shows, "..." standing
for anything. A command without anything below has only to end well. Lines that want the repository or a server
(`git`, `cd`, `make`, and the shell's own `.`) are passed over. A file is what follows "save this as `NAME`".
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/tutorial").glob("*.md"))
FILE = re.compile(r"[Ss]ave\s+this\s+as\s+`(?P<name>[^`]+)`(?:(?!```).)*?```csv\n(?P<text>.*?)```", re.DOTALL)
BLOCK = re.compile(r"```console\n(?P<block>.*?)```", re.DOTALL)
PASSED_OVER = ("git ", "cd ", "make ", ". ")
SAME = doctest.OutputChecker()
LOOSELY = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Step(NamedTuple):
    command: str
    shown: str


def steps(page: str) -> list[Step]:
    found = []
    for block in BLOCK.finditer(page):
        for part in re.split(r"^\$ ", block["block"], flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            while command.endswith("\\"):  # goes on in a line that the shell begins with >
                more, _, shown = shown.partition("\n")
                command = command[:-1] + more.removeprefix(">")
            found.append(Step(command, shown))
    return [step for step in found if not step.command.startswith(PASSED_OVER)]


def ran(command: str, folder: Path) -> tuple[str, int]:
    """What a terminal shows of a command: both streams, one after the other as they come."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, env={**clean, "PATH": path}, text=True, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    return done.stdout, done.returncode


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_can_be_followed(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    for file in FILE.finditer(text):
        (tmp_path / file["name"]).write_text(file["text"], "utf-8")
    todo = steps(text)
    assert todo
    for command, shown in todo:
        came, code = ran(command, tmp_path)
        if shown.strip():
            assert SAME.check_output(shown, came, LOOSELY), f"$ {command}\n{came}"
        else:
            assert code == 0, f"$ {command}\n{came}"


def test_files_and_commands_of_a_page_are_found() -> None:
    page = "Save this as `a.csv`:\n\n```csv\nx,y\n1,2\n```\n\n```console\n$ cd there\n$ cat \\\n> a.csv\nx,y\n...\n$ true\n```\n"
    assert [(file["name"], file["text"]) for file in FILE.finditer(page)] == [("a.csv", "x,y\n1,2\n")]
    assert steps(page) == [("cat  a.csv", "x,y\n...\n"), ("true", "")]


def test_what_differs_from_the_page_is_seen(tmp_path: Path) -> None:
    came, code = ran("printf 'one\\ntwo\\n'; false", tmp_path)
    assert code == 1 and SAME.check_output("one\n...\n", came, LOOSELY)
    assert not SAME.check_output("one\nthree\n", came, LOOSELY)
