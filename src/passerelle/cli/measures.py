"""Commands on measures: `screen`, and those of `measuring`.

Stands on `measures` and `writing`.
"""

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.cli import measuring
from passerelle.cli.stages import stage
from passerelle.cli.writing import EvidenceOption, say_aside, write_json

if TYPE_CHECKING:
    from passerelle.measures.screening import Result

measures = stage("Measures: what they would do, and what stands in their way.")


class Told(StrEnum):
    """The forms in which the result of a screening is written."""

    text = "text"
    json = "json"


@measures.command()
def screen(
    file: Annotated[Path | None, typer.Argument(help='The screening, answered as YAML; "-" reads from stdin.')] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day asked about; today where not given.")
    ] = None,
    format: Annotated[Told, typer.Option("--format", "-f", help="How to write the result.")] = Told.text,
    template: Annotated[
        tuple[str, str] | None,
        typer.Option("--template", metavar="ORIGIN DESTINATION", help="Write an empty form for a corridor and stop."),
    ] = None,
    evidence: EvidenceOption = None,
) -> None:
    """What stands in a measure's way, by the rights that bind the parties. Exit 3: stopped; 1: incomplete; 0: no stop
    found; 2: the file cannot be read.

    Examples:  passerelle measures screen --template Morocco Germany
    ·  passerelle measures screen screening.yaml --on 2026-11-27 --format json
    """
    from passerelle.base.corridors import find_corridor
    from passerelle.evidence.store import open_store
    from passerelle.measures import screening

    if template is not None:
        typer.echo(screening.empty_form(find_corridor(*template)), nl=False)
        return
    if file is None:
        raise typer.BadParameter("name a file, or --template ORIGIN DESTINATION for an empty form", param_hint="FILE")
    form = screening.read_screening(_text_of(file))
    day = on.date() if on else datetime.now(UTC).date()
    binding = screening.binding(open_store(tuple(evidence or ())), form.measure.where, day)
    result = screening.screen(form, binding)
    if format is Told.json:
        write_json(result.as_dict())
    else:
        _tell(result)
    raise typer.Exit({"no stop found": 0, "incomplete": 1, "stopped": 3}[result.outcome])


def _text_of(file: Path) -> str:
    """The text of a file that is not too large to be a screening."""
    from passerelle.measures.screening import ScreeningUnreadable
    from passerelle.measures.screening.nodes import MOST_BYTES

    try:
        if str(file) == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as stream:
                raw = stream.read(MOST_BYTES + 1)
        return raw.decode("utf-8-sig")
    except OSError as problem:
        raise ScreeningUnreadable(f'"{file}" cannot be read: {problem.strerror}.') from None
    except UnicodeDecodeError as problem:
        raise ScreeningUnreadable(f'"{file}" is not written in UTF-8 (byte {problem.start + 1}).') from None


def _tell(result: "Result") -> None:
    """The result for people: the sentence, the articles, what is missing, under which instruments, what is unknown."""
    typer.echo(result.sentence())
    if result.stopped:
        for article in result.stopped.articles:
            told = article.as_dict()
            typer.echo(f"  {told['instrument_title']}, article {told['article']}: {told['title']} ({told['kind']})")
    if result.missing:
        typer.echo("\nMissing:")
        for lack in result.missing:
            typer.echo(f"  {lack.text()}")
    typer.echo(f"\nInstruments on {result.binding.on.isoformat()}:")
    for iso3 in result.binding.places:
        bound = [s.instrument for s in result.binding.of(iso3) if s.binds]
        typer.echo(f"  {iso3}: {', '.join(bound) or 'none recorded'}")
    for standing in result.binding.unknown:
        typer.echo(f"  {standing.iso3}, {standing.instrument}: {standing.text()}")
    for mitigation in result.screening.mitigations:
        typer.echo(f"To do: {mitigation.text}" + (f" ({mitigation.by})" if mitigation.by else ""))
    for dissent in result.screening.dissent:
        typer.echo(f"Dissent, {dissent.by}: {dissent.text}")
    if result.is_out_of_date:
        say_aside("The screening is out of date.")


measures.command("list")(measuring.list_templates)
for verb in (measuring.show, measuring.check, measuring.run, measuring.compare):
    measures.command()(verb)
