"""Imports run one way: every contract of import-linter, and no room reaches where it may not."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY, SITE = ROOT / "src/passerelle", ROOT / "src/passerelle_web"


def test_every_contract_is_kept() -> None:
    ran = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout


# all but the roof: the command line prints
SILENT = sorted(path for path in LIBRARY.rglob("*.py") if LIBRARY / "cli" not in path.parents)


@pytest.mark.parametrize("path", SILENT, ids=lambda path: path.stem)
def test_the_library_reads_no_environment_and_prints_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "print", f"{path.name}:{node.lineno} prints"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("environ", "getenv"), f"{path.name}:{node.lineno} reads the environment"


def test_only_the_settings_read_the_environment_of_the_site() -> None:
    readers = [
        path.relative_to(SITE).as_posix() for path in SITE.rglob("*.py") if "os.environ" in path.read_text("utf-8")
    ]
    # the others only name Django's settings before it starts
    assert set(readers) <= {"config/environment.py", "config/wsgi.py", "serve.py", "__main__.py"}


def test_sql_stands_in_the_room_of_evidence_only() -> None:
    speaks = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b .*\bFROM\b|\bSELECT \*")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in [*LIBRARY.rglob("*.py"), *SITE.rglob("*.py")]
        if LIBRARY / "evidence" not in path.parents and speaks.search(path.read_text("utf-8"))
    ]
    assert not found
