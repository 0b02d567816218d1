"""Files and functions stay small enough to be read."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "src").rglob("*.py"))


def lengths() -> dict[str, int]:
    return {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in CODE}


def functions() -> Iterator[tuple[str, int]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                yield f"{path.name}:{node.name}", node.end_lineno - node.lineno + 1


def test_no_file_is_too_long() -> None:
    assert not {name: size for name, size in lengths().items() if size > 600}


def test_files_are_short_as_a_rule() -> None:
    assert statistics.median(size for size in lengths().values() if size > 5) <= 130


def test_no_function_is_too_long() -> None:
    assert not {name: size for name, size in functions() if size > 80}


def test_functions_are_short_as_a_rule() -> None:
    sizes = [size for _, size in functions()]
    assert statistics.median(sizes) <= 12
    assert sum(size > 50 for size in sizes) / len(sizes) < 0.03
