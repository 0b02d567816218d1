"""Write the reference pages that follow from the code: command line, indicators, sources, settings.

Run by `make docs`; a test fails when a page is not up to date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from passerelle.cli import app
from passerelle.evidence.cards import all_cards
from passerelle.evidence.figures import UNITS
from passerelle.evidence.indicators.basis import SECTIONS
from passerelle.evidence.indicators.registry import all_indicators

PAGES = Path(__file__).parents[1] / "docs/reference"
PLUGINS = {"serve", "people"}
MADE = "<!-- Written by tools/reference.py from the code. Do not edit. -->\n"


def _commands(command: object, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    inside = getattr(command, "commands", None)
    if inside:
        for name, sub in inside.items():
            if name in PLUGINS:  # there only once the command line has run; described below
                continue
            yield from _commands(sub, (*words, name))
    else:
        yield words, command


def _parameter(parameter: object) -> str:
    names = ", ".join(f"`{option}`" for option in getattr(parameter, "opts", []) if option.startswith("-"))
    told = (getattr(parameter, "help", None) or "").replace("\n", " ")
    metavar = getattr(parameter, "metavar", None) or str(getattr(parameter, "name", "")).upper()
    return f"| {names or f'`{metavar}`'} | {told} |"


def cli() -> str:
    lines = [
        "# Command line", "", MADE,
        "Results go to stdout, all else to stderr. Exit 0: done; 1: a negative answer; 2: bad input; "
        "3: stopped by a rule.",
        "With `--format json` stdout is one UTF-8 document. `passerelle --install-completion` adds completion to your shell.",
    ]  # fmt: skip
    for words, command in _commands(typer.main.get_command(app), ("passerelle",)):
        told = (command.help or "").strip()  # type: ignore[attr-defined]
        text, _, examples = told.partition("Examples:")
        lines += ["", f"## {' '.join(words)}", "", " ".join(text.split())]
        if examples:
            shown = [" ".join(one.split()) for one in examples.split("·")]
            lines += ["", "```console", *[f"$ {one}" for one in shown], "```"]
        rows = [_parameter(p) for p in command.params if p.name not in ("help",)]  # type: ignore[attr-defined]
        if rows:
            lines += ["", "| argument | meaning |", "|---|---|", *rows]
    lines += [
        "", "## passerelle serve", "",
        "Serve the site on this machine. Registered by the site through an entry point that is loaded only when called.",
        "", "```console", "$ passerelle serve --port 8000", "```", "",
        "| argument | meaning |", "|---|---|", "| `--port` | Port to listen on (default 8000). |",
        "| `--host` | Address to listen on (default 127.0.0.1). |",
        "| `--reload` | In debug: start again when a file changes. |",
        "", "## passerelle people administrator", "",
        "Make the first person who runs the site; she then enters members and people. Registered by the site like `serve`.",
        "", "```console", "$ passerelle people administrator ana@example.org",
        "$ passerelle people administrator ana@example.org --new < password.txt", "```", "",
        "| argument | meaning |", "|---|---|", "| `EMAIL` | Address of the person's account. |",
        "| `--new` | Make the account too, its address confirmed; its password is one line on stdin. |",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def indicators() -> str:
    lines = [
        "# Indicators", "", MADE,
        "In a corridor an indicator of places stands twice, as `NAME_origin` and `NAME_destination`, unless one end is named. "
        "Older than the maximum age, a figure reads “last known”.",
    ]  # fmt: skip
    for section in SECTIONS:
        lines += ["", f"## {section.capitalize()}", "", "| indicator | of a | name | unit | formula | needs | reference | "
                  "maximum age |", "|---|---|---|---|---|---|---|---|"]  # fmt: skip
        for i in all_indicators().values():
            if i.section == section:
                of = i.scope if i.at == "both" else f"{i.scope}, {i.at}"
                age = f"{i.max_age} years" if i.max_age < 100 else "none"
                needs = ", ".join(f"`{code}`" for code in i.needs)
                lines.append(
                    f"| `{i.id}` | {of} | {i.name} | {UNITS.get(i.unit, i.unit)} | {i.formula} | {needs} | {i.reference} | "
                    f"{age} |"
                )
    return "\n".join(lines) + "\n"


def sources() -> str:
    lines = ["# Sources", "", MADE, "Every source with its card. Those that do not ship are read by your own build."]
    for card in all_cards().values():
        lines += [
            "", f"## {card.id}", "", f"**{card.title}.** {card.publisher}.", "",
            f"- Licence: {card.licence}", f"- Ships: {'yes' if card.redistributable else 'no'}"
            + (f". {card.why_not_shipped}" if card.why_not_shipped else ""),
            f"- Address: <{card.address}>", f"- Read: {card.date_read}; {card.layout}",
            *[f"- Cite ({vintage}): {text}" for vintage, text in card.citation.items()],
        ]  # fmt: skip
        if card.observes:
            lines += ["", "| code | what is observed |", "|---|---|"]
            lines += [f"| `{code}` | {' '.join(text.split())} |" for code, text in card.observes.items()]
        if card.known_faults:
            lines += ["", "Known faults:", "", *[f"- {' '.join(str(fault).split())}" for fault in card.known_faults]]
    return "\n".join(lines) + "\n"


def settings() -> str:
    from passerelle_web.config.environment import NAMES

    rows = [f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()]
    return "\n".join(["# Settings", "", MADE, "What the site reads from the environment, and nothing else does.", "",
                      "| name | meaning |", "|---|---|", *rows]) + "\n"  # fmt: skip


WRITTEN = {"cli.md": cli, "indicators.md": indicators, "sources.md": sources, "settings.md": settings}


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in WRITTEN.items():
        (PAGES / name).write_text(make(), "utf-8")
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main()
