"""`passerelle open-data`: which sets there are, and one of them as a file, without the site being served.

Registered by an entry point, so that the library needs no Django. It writes what everybody may read, and nothing else.
The roof of the site.
"""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from passerelle_web.config.environment import EnvironmentUnready
from passerelle_web.serve import open_tables


class FormName(StrEnum):
    """The form of the file."""

    CSV = "csv"
    JSON_LINES = "jsonl"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _list() -> None:
    """One set a line: its name, its rows, what it holds."""
    from passerelle_web.openness.catalogue import SETS  # noqa: PLC0415  Django is configured by now

    for one in SETS.values():
        sys.stdout.write(f"{one.name}\t{one.count()}\t{one.about}\n")


def _describe(name: str) -> None:
    from passerelle_web.openness.catalogue import SETS  # noqa: PLC0415

    told = {field: str(means) for field, means in SETS[name].fields.items()}
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def _write(name: str, form: str, out: str) -> None:
    from passerelle_web.openness.catalogue import SETS  # noqa: PLC0415
    from passerelle_web.openness.sets import written  # noqa: PLC0415

    pieces = written(SETS[name], form)
    if out == "-":
        sys.stdout.writelines(pieces)
        return
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def open_data(
    name: Annotated[str, typer.Argument(help="Name of a set; without one, all are listed with their rows.")] = "",
    form: Annotated[FormName, typer.Option("--format", help="csv or jsonl.")] = FormName.CSV,
    out: Annotated[str, typer.Option("--out", help="The file to write; - for stdout.")] = "-",
    fields: Annotated[bool, typer.Option("--fields", help="What each field means, instead of the rows.")] = False,
) -> None:
    """Write a set of open data as a file; it holds what everybody may read on the site."""
    try:
        open_tables()
    except EnvironmentUnready as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    from passerelle_web.openness.catalogue import SETS  # noqa: PLC0415

    if not name:
        _list()
    elif name not in SETS:
        _say(f'There is no set "{name}". Known are {", ".join(SETS)}.')
        raise typer.Exit(2)
    elif fields:
        _describe(name)
    else:
        _write(name, form.value, out)
