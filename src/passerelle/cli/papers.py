"""The command `brief`: a sourced brief on a corridor, in five languages and five forms.

Stands on `output` and `evidence`.
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from passerelle.cli.writing import EvidenceOption, say_aside


class Language(StrEnum):
    """The languages of the brief."""

    en = "en"
    nl = "nl"
    fr = "fr"
    es = "es"
    ar = "ar"


def brief(
    origin: Annotated[str, typer.Argument(help="Where migrants come from.")],
    destination: Annotated[str, typer.Argument(help="Where they live.")],
    out: Annotated[Path, typer.Option("--out", help="FILE.pdf, .docx, .html, .md or .json.")],
    since: Annotated[
        Path | None, typer.Option("--since", help="Your last brief's .json: the new one says what changed.")
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option("--run", help="A run that `measures run --out` wrote: the brief tells of options tried."),
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of the brief.")] = Language.en,
    evidence: EvidenceOption = None,
) -> None:
    """Write a brief on a corridor: every sentence made from figures, every figure with its source.

    Keep the .json of a brief: given with --since next time, it tells what changed.

    Examples:  passerelle brief MAR NLD --out brief.pdf  ·  passerelle brief Syria Türkiye --out note.docx --lang fr
    ·  passerelle brief ZWE ZAF --out brief.pdf --run costs.json
    """
    from passerelle.base.corridors import find_corridor
    from passerelle.evidence.store import open_store
    from passerelle.output.briefs import write_brief

    store = open_store(tuple(evidence or ()))
    corridor = find_corridor(origin, destination)
    today = date.today()  # noqa: DTZ011  the day that stands on the cover is the reader's own
    write_brief(store, corridor, out, language=language.value, since=since, today=today, tried=run or ())
    say_aside(f"{out} written.")
