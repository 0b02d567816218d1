"""Gather the texts of library and site, bring the message files up to date, compile them.

Run by `make messages`; `--check` only says what is missing, with exit 1. Needs no GNU gettext: babel reads and writes
the files, Django's own `templatize` turns templates into what babel can read.
"""

import ast
import io
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCES = Path(__file__).parents[1] / "src"
LIBRARY, SITE = SOURCES / "passerelle", SOURCES / "passerelle_web"
LANGUAGES = ("nl", "fr", "es", "ar")
CATALOGUES = {"passerelle": LIBRARY / "locale", "django": SITE / "theme" / "locale"}
# Modules in which every text of several words is said to a reader.
SPOKEN = ("output/briefs/summary", "output/briefs/parts", "output/briefs/contested", "output/briefs/questions",
          "output/briefs/compose", "output/briefs/options", "output/charts/corridor", "output/charts/beside")  # fmt: skip
# The header of a compiled file holds a date: a standing one, so that the bytes change only with the texts.
STANDING = datetime(2026, 1, 1, tzinfo=UTC)
SAYING = {"say", "sentence", "mark", "Posting"}
# Of these the first two texts are one and many of the same.
COUNTING = {"say_number", "counted", "figure_count"}


def _texts(node: ast.AST) -> Iterator[str]:
    """Texts that an expression may be: a constant, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def of_module(path: Path) -> Iterator[str | tuple[str, str, None]]:
    """Texts that a module of the library says, those that go with a number with their plural."""
    tree = ast.parse(path.read_text("utf-8"))
    counted: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SAYING and node.args:
                yield from _texts(node.args[0])
            if name in COUNTING:
                for one, many in zip(_texts(node.args[0]), _texts(node.args[1]), strict=True):
                    yield one, many, None
                counted.update(id(argument) for argument in node.args[:2])
    if str(path.relative_to(LIBRARY).with_suffix("")) in SPOKEN:
        silent = _docstrings(tree) | counted
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                text = node.value
                if (" " in text.strip() and any(letter.isalpha() for letter in text)) or text in WORDS_ALONE:
                    yield text


WORDS_ALONE = {"Brief", "Summary", "Sources", "Chart", "Figure", "Table", "Page", "of", "Contents", "Licence", "Origin",
               "Destination", "Lines to take", "Estimate", "Value", "Change", "Period", "Instrument", "Corridor",
               "Subject", "State", "Dialogues", "Funding", "Agreements in force", "Reference", "Quantity", "Why"}  # fmt: skip


def of_library() -> Iterator[str | tuple[str, str, None]]:
    """Texts of the library: said in code, and the names that its tables hold."""
    from passerelle.base import occupations
    from passerelle.base.corridors import named_routes
    from passerelle.base.groupings import all_groupings
    from passerelle.evidence.cards import all_cards
    from passerelle.evidence.figures import UNITS
    from passerelle.evidence.indicators.people import FLOW_METHODS
    from passerelle.evidence.indicators.registry import all_indicators
    from passerelle.evidence.readers.treaty_table import notes_of_table
    from passerelle.measures import templates
    from passerelle.measures.screening import instruments, questions
    from passerelle.measures.simulation.inputs import UNITS_OF_NEEDED
    from passerelle.plans import codes, starts
    from passerelle.plans.coherence import checklist
    from passerelle.plans.coherence.against_evidence import texts as of_evidence
    from passerelle.rules import goals, law

    for path in sorted(LIBRARY.rglob("*.py")):
        yield from of_module(path)
    for i in all_indicators().values():
        yield from (text for text in (i.name, i.formula, i.fills, i.absence) if text)
    for card in all_cards().values():
        yield from (card.means(code) for code in card.observes)
    yield from templates.texts()
    yield from (text for told in UNITS_OF_NEEDED.values() for text in told if text != "1")
    yield from UNITS.values()
    yield from FLOW_METHODS.values()
    yield from notes_of_table()
    yield from instruments.texts()
    yield from questions.texts()
    for texts in (codes.texts, starts.texts, checklist.texts, of_evidence, occupations.texts, goals.texts, law.texts):
        yield from (text for text in texts() if text)
    yield from (route.name for route in named_routes().values())
    for grouping in all_groupings().values():
        yield grouping.name
        yield grouping.kind


def of_site() -> Iterator[tuple[str, str | None, str | None]]:
    """Texts of the site, with their plural where they have one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle_web.config.settings")
    os.environ.setdefault("PASSERELLE_DEBUG", "1")
    import django
    from django.utils.translation.template import templatize

    django.setup()
    keywords = {"gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
                "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}  # fmt: skip
    for path in sorted(SITE.rglob("*")):
        if path.suffix == ".html":
            turned = templatize(path.read_text("utf-8"), origin=str(path))
            # what templatize leaves of the markup is indented at will, which Python's reader would refuse
            source = "\n".join(line.strip() for line in turned.splitlines())
        elif path.suffix == ".py":
            source = path.read_text("utf-8")
        else:
            continue
        for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=keywords):
            if isinstance(message, tuple):
                yield str(message[0]), str(message[1]), context
            elif message:
                yield message, None, context


def catalogue(domain: str, messages: Iterable[str | tuple[str, str | None, str | None]]) -> Catalog:
    """The texts of a domain as a template, without dates, so that the files change only with the texts."""
    template = Catalog(domain=domain, charset="utf-8", fuzzy=False)
    for message in messages:
        one, many, context = (message, None, None) if isinstance(message, str) else message
        if one.strip():
            template.add((one, many) if many else one, context=context)
    return template


def brought_up_to_date(template: Catalog, path: Path, language: str) -> Catalog:
    """The held translations of a language under the texts of today; what is no longer said is dropped."""
    held: dict[tuple[object, object], object] = {}
    if path.exists():
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id:
                    key = message.id[0] if isinstance(message.id, tuple) else message.id
                    held[key, message.context] = message.string
    fresh = Catalog(locale=language, domain=template.domain, charset="utf-8", fuzzy=False,
                    creation_date=STANDING, revision_date=STANDING)  # fmt: skip
    for message in sorted((m for m in template if m.id), key=lambda m: (str(m.id), m.context or "")):
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        string = held.get((key, message.context), "")
        if isinstance(message.id, tuple):
            string = string if isinstance(string, tuple | list) else ("",) * fresh.num_plurals
        fresh.add(message.id, string, context=message.context)
    return fresh


def missing(held: Catalog) -> list[str]:
    """Texts that have no translation."""
    lacking = []
    for message in held:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(strings):
            lacking.append(message.id[0] if isinstance(message.id, tuple) else str(message.id))
    return lacking


HEAD = 'msgid ""\nmsgstr ""\n'


def written(held: Catalog) -> bytes:
    """A message file without the lines that change by themselves."""
    out = io.BytesIO()
    write_po(out, held, width=110, no_location=True, omit_header=True, sort_output=True)
    forms = held.plural_forms
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {held.locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {forms};\\n"\n\n'
    )
    return head.replace(";;", ";").encode() + out.getvalue()


def main(check: bool) -> int:
    """Bring all files up to date; the number of texts without translation."""
    lacking = 0
    stale = []
    for domain, folder in CATALOGUES.items():
        messages = list(of_library()) if domain == "passerelle" else list(of_site())
        template = catalogue(domain, messages)
        for language in LANGUAGES:
            path = folder / language / "LC_MESSAGES" / f"{domain}.po"
            fresh = brought_up_to_date(template, path, language)
            absent = missing(fresh)
            lacking += len(absent)
            if absent:
                print(f"{domain} {language}: {len(absent)} texts without translation, such as {absent[0]!r}",
                      file=sys.stderr)  # fmt: skip
            compiled = io.BytesIO()
            write_mo(compiled, fresh)
            for target, content in ((path, written(fresh)), (path.with_suffix(".mo"), compiled.getvalue())):
                if not target.exists() or target.read_bytes() != content:
                    stale.append(target.name)
                    if not check:
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(content)
    if check and stale:
        print(f"{len(stale)} message files are not up to date: run `make messages`", file=sys.stderr)
    return lacking + (len(stale) if check else 0)


if __name__ == "__main__":
    left = main("--check" in sys.argv)
    sys.exit(1 if left and "--check" in sys.argv else 0)
