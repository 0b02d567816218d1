"""How the command line writes: tables for people, JSON and CSV for programs.

Stands on `evidence.figures`.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from passerelle.base.errors import EvidenceError
from passerelle.evidence.figures import Figure


class Format(StrEnum):
    """The forms in which results are written."""

    table = "table"
    json = "json"
    csv = "csv"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the result.")]
EvidenceOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        envvar="PASSERELLE_EVIDENCE",
        help="Folder of your own compiled evidence, read before what ships. May be given twice.",
    ),
]
VintageOption = Annotated[
    str, typer.Option("--vintage", help='"latest", "all", or the vintage as of which figures are wanted.')
]
FIGURE_COLUMNS = (
    "indicator", "origin", "destination", "value", "unit", "period", "sex", "age", "source", "vintage", "status",
    "method", "low", "high", "note",
)  # fmt: skip


def say_aside(text: str) -> None:
    """Progress and warnings: to stderr."""
    typer.echo(text, err=True)


def can_be_written(path: Path) -> None:
    """Refuse a file that cannot be written, before the work whose result it is to hold.

    Raises
    ------
    EvidenceError : its folder is not there or not writable, or it is a folder itself.
    """
    folder = path.resolve().parent
    if path.is_dir():
        raise EvidenceError(f'"{path}" is a folder; name a file in it.')
    if not folder.is_dir():
        raise EvidenceError(
            f'"{path}" cannot be written: there is no folder "{folder}". Make it, or name another file.'
        )
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise EvidenceError(f'"{path}" cannot be written: no permission. Name another file.')


def write_files(files: Mapping[Path, str | Iterable[str]]) -> None:
    """Write texts to files, each whole and all of them or none; a long text may come in parts.

    Raises
    ------
    EvidenceError : one of them cannot be written; what stood there stays.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            can_be_written(path)
            parts[path] = path.with_name(f".{path.name}.part")
            with parts[path].open("w", encoding="utf-8") as file:
                file.writelines([text] if isinstance(text, str) else text)
        for path, part in parts.items():
            part.replace(path)
    except OSError as problem:
        raise EvidenceError(f'"{path}" cannot be written: {problem.strerror}. Name another file.') from problem
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def json_text(value: Any) -> str:
    """One document for a file."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_json(value: Any) -> None:
    """One UTF-8 document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table with a header; what is missing is empty."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "", right: str = "") -> None:
    """A table for people. `right` names the columns that are set to the right, by their initial number."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, header_style="bold", box=None, pad_edge=False, title_justify="left")
    for at, column in enumerate(columns):
        table.add_column(column, justify="right" if str(at) in right.split() else "left", overflow="fold")
    for row in rows:
        table.add_row(*["" if cell is None else str(cell) for cell in row])
    console = Console(soft_wrap=False) if sys.stdout.isatty() else Console(width=160)
    console.print(table, highlight=False, markup=False)


def figure_row(figure: Figure) -> list[Any]:
    """The cells of a figure in the order of FIGURE_COLUMNS."""
    return [getattr(figure, column) for column in FIGURE_COLUMNS]


def plain_value(figure: Figure) -> str:
    """A value as a person reads it in a terminal, with its unit; "not known" where there is none."""
    from passerelle.evidence.wording import value_text

    return value_text(figure, "en")


@contextmanager
def share_bar(told: str) -> Iterator[Any]:
    """A progress bar on stderr that is told the share done; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(told, total=1.0)
        yield lambda done: bar.update(task, completed=done)
