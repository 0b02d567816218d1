"""What may never stand in the project: addresses of registries, paths of a machine, unfinished work, inline style."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# written in two parts, so that this file does not name them either
FORBIDDEN = re.compile("|".join([
    "pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/",
]))  # fmt: skip
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|raise NotImplemented" + "Error")


def tracked(*endings: str) -> list[Path]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / line for line in told.splitlines()]
    return [path for path in paths if path.exists() and (not endings or path.suffix in endings)]


TEXTS = (".py", ".md", ".toml", ".yaml", ".txt", ".html", ".css", ".js", ".mjs", ".json", ".sh", ".typ", ".csv", "")


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    found = []
    for path in tracked(*TEXTS):
        if path.name == "places.json" or path.stat().st_size > 2_000_000:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="ignore").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


def test_locks_have_hashes_and_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text and "--index-url" not in text
        pins = re.findall(r"^[a-zA-Z0-9_.\[\]-]+==\S+", text, re.M)
        assert pins and text.count("--hash=sha256:") >= len(pins)


def test_nothing_is_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked(".py", ".html", ".js", ".css", ".sh", ".typ")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found


@pytest.mark.parametrize("path", tracked(".html"), ids=lambda path: path.stem)
def test_templates_hold_no_style_no_script_and_no_silent_picture(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|\son[a-z]+\s*=", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert all("alt=" in tag for tag in re.findall(r"<img[^>]*>", text))


@pytest.mark.parametrize("path", tracked(".html"), ids=lambda path: path.stem)
def test_every_word_of_a_template_is_marked_for_translation(path: Path) -> None:
    text = path.read_text("utf-8")
    text = re.sub(r"{%-?\s*blocktrans(late)?.*?endblocktrans(late)?\s*%}", " ", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<script.*?</script>|<[^>]*>", " ", text, flags=re.S)
    text = re.sub(r"&[a-z]+;|\bPasserelle\b|\bAPI\b|\bGET\b", " ", text)
    assert not re.findall(r"[A-Za-z]{3,}", text)


def test_no_file_of_a_publisher_is_kept() -> None:
    assert not list(tracked(".xlsx", ".xls", ".rda", ".dta"))
