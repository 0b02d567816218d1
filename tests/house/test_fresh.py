"""What tools write from the code is up to date: compiled reads, reference pages, message files; and what ships."""

import hashlib
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from passerelle.evidence.cards import all_cards
from passerelle.evidence.catalogue import CATALOGUE, holdings
from passerelle.evidence.figures import UNITS
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.store import shipped_folder

ROOT = Path(__file__).parents[2]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_compiled_reads_are_those_of_the_queries() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in (ROOT / "src/passerelle/evidence/reads").glob("*.sql")}
    assert kept == tool("compile_reads").compiled(), "run `make reads`"


@pytest.mark.parametrize(
    "page", ["cli.md", "indicators.md", "sources.md", "settings.md", "plan.md", "plan.schema.json"]
)
def test_the_reference_follows_the_code(page: str) -> None:
    assert (ROOT / "docs/reference" / page).read_text("utf-8") == tool("reference").WRITTEN[page](), "run `make docs`"


def test_what_the_reference_says_of_fields_is_of_fields_that_there_are() -> None:
    reference = tool("reference")
    there = {f"{name}.{field}" for name, form in reference.schema()["$defs"].items() for field in form["properties"]}
    assert set(reference.FIELDS) <= there


def test_every_text_is_translated_and_compiled() -> None:
    assert tool("messages").main(True) == 0, "run `make messages` and fill in what lacks"


def test_every_source_has_a_card_and_a_reader() -> None:
    read = [reader.source for reader in READERS]
    assert len(read) == len(set(read))
    assert set(read) <= set(all_cards())
    # ESCO is a classification, read but without observations; our own flows are made, not read
    assert set(all_cards()) - set(read) <= {"esco", "passerelle_flows", "passerelle_remittances"}


def test_what_ships_is_small_may_ship_and_is_what_the_catalogue_says() -> None:
    folder = shipped_folder()
    tables = sorted(folder.glob("*.parquet"))
    assert sum(path.stat().st_size for path in folder.iterdir()) < 12_000_000
    catalogue = json.loads((folder / CATALOGUE).read_text("utf-8"))
    assert [path.stem for path in tables] == sorted(catalogue)
    for path in tables:
        assert all_cards()[path.stem].redistributable, path.stem
        assert hashlib.sha256(path.read_bytes()).hexdigest() == catalogue[path.stem]["sha256"]


def test_every_code_that_ships_stands_on_its_card_with_a_unit_that_has_a_word() -> None:
    for held in holdings(shipped_folder()):
        assert held.indicator in all_cards()[held.source].observes, (held.source, held.indicator)
        assert set(held.units) <= set(UNITS), (held.source, held.indicator, held.units)


def test_links_between_documents_lead_somewhere() -> None:
    lost = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                lost.append(f"{page.relative_to(ROOT)} → {target}")
    assert not lost
