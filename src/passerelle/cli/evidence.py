"""Commands on the evidence: `build`, `sources`, `indicators`, `get`; `fetch` and `integration` have own modules.

Stands on `evidence`, `fetching`, `integration` and `writing`.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from passerelle.cli.fetching import fetch
from passerelle.cli.integration import integration
from passerelle.cli.stages import stage
from passerelle.cli.writing import (
    FIGURE_COLUMNS,
    EvidenceOption,
    Format,
    FormatOption,
    VintageOption,
    can_be_written,
    figure_row,
    say_aside,
    write_csv,
    write_files,
    write_json,
    write_table,
)

evidence = stage("The evidence: compile it from publishers' files, list what it holds, get figures.")


evidence.command()(fetch)
evidence.command()(integration)


@evidence.command()
def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the publishers' files, at any depth.")],
    out: Annotated[Path, typer.Option("--out", help="Where the compiled evidence goes.")] = Path("evidence"),
    report: Annotated[Path | None, typer.Option("--report", help="Write the report to this JSON file too.")] = None,
    for_shipping: Annotated[
        bool, typer.Option("--for-shipping", help="Leave out sources whose licence forbids redistribution.")
    ] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Keep no older vintage: these files alone.")] = False,
) -> None:
    """Compile the evidence from a folder of publishers' files.

    One Parquet file a source; the same input gives the same bytes. A build that fails or is cut off leaves the
    store as it was, and the next one goes on where it stopped. Older vintages stay beside the new ones.

    Examples:  passerelle evidence build downloads/  ·  passerelle evidence build downloads/ --out my-evidence
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from passerelle.evidence.build import build as compile_evidence
    from passerelle.evidence.store import shipped_folder

    if report is not None:
        can_be_written(report)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def tell(source: str, done: int, total: int) -> None:
            bar.update(task, description=source, completed=done, total=total)

        base = None if out.resolve() == shipped_folder().resolve() else shipped_folder()
        result = compile_evidence(folder, out, for_shipping=for_shipping, base=base, anew=anew, progress=tell)
    if report is not None:
        import json

        write_files({report: json.dumps(result.as_dict(), indent=1, ensure_ascii=False) + "\n"})
    _tell_build(result, out)


def _tell_build(result: Any, out: Path) -> None:
    rows = [
        (r.source, r.rows_read, r.observations - r.kept, r.kept, sum(entry.rows for entry in r.left_out),
         r.duplicates_folded, sum(1 for c in r.checks if c.passed), sum(1 for c in r.checks if c.passed is False))
        for r in sorted(result.reports.values(), key=lambda r: r.source)
    ]  # fmt: skip
    columns = ("source", "rows read", "figures", "kept", "left out", "folded", "checks met", "differences")
    write_table(columns, rows, right="1 2 3 4 5 6 7")
    say_aside(f"{len(result.written)} tables written, {len(result.unchanged)} unchanged, in {out}.")
    left_out = {row[0]: row[4] for row in rows if row[4]}
    if left_out:
        most = ", ".join(f"{source} {n:,}" for source, n in sorted(left_out.items(), key=lambda one: -one[1])[:4])
        further = f" and {len(left_out) - 4} more" if len(left_out) > 4 else ""
        say_aside(
            f"{sum(left_out.values()):,} rows or cells were left out, of {len(left_out)} sources ({most}{further}): "
            f"{out / 'report.json'} says each reason with its first row."
        )
    nowhere = sum(entry.rows for r in result.reports.values() for entry in r.left_out if entry.names_no_place)
    if nowhere:
        say_aside(f"{nowhere:,} of these name a place that is none or is not known.")
    if any(row[3] for row in rows):
        say_aside("Kept: figures that stood in the store or ship, of older vintages or not in the files read now.")
    if result.not_shipped:
        say_aside(f"Not for redistribution, left out: {', '.join(result.not_shipped)}.")
    if result.classifications:
        say_aside(f"{len(result.classifications)} files are classifications and hold no figures.")
    if result.unread:
        say_aside(f"{len(result.unread)} files are known to no reader; the report lists them.")


@evidence.command()
def sources(format: FormatOption = Format.table, evidence: EvidenceOption = None) -> None:
    """Every source with its card: publisher, licence, vintages held, known faults.

    Examples:  passerelle evidence sources  ·  passerelle evidence sources --format json
    """
    from passerelle.evidence.cards import all_cards
    from passerelle.evidence.store import open_store

    store = open_store(tuple(evidence or ()))
    for told in store.passed_over:
        say_aside(told)
    held: dict[str, list[str]] = {}
    for h in store.holdings:
        held.setdefault(h.source, []).append(h.vintage)
    rows = [(card, sorted(set(held.get(card.id, [])))) for card in all_cards().values()]
    if format is Format.json:
        write_json(
            [
                {
                    "source": card.id, "title": card.title, "publisher": card.publisher, "licence": card.licence,
                    "redistributable": card.redistributable, "vintages": vintages, "address": card.address,
                    "date_read": card.date_read, "layout": card.layout, "files": list(card.files),
                    "observes": card.observes, "checks": list(card.checks),
                    "known_faults": list(card.known_faults), "citation": card.citation,
                }
                for card, vintages in rows
            ]
        )  # fmt: skip
        return
    columns = ("source", "publisher", "title", "vintages here", "licence", "ships")
    cells = [
        (c.id, c.publisher, c.title, ", ".join(v) or "none", c.licence, "yes" if c.redistributable else "no")
        for c, v in rows
    ]
    write_csv(columns, cells) if format is Format.csv else write_table(columns, cells)


@evidence.command()
def indicators(format: FormatOption = Format.table) -> None:
    """Every indicator: its name, unit, formula, sources and maximum age.

    In a corridor an indicator of places stands twice, as NAME_origin and NAME_destination, unless one end is named; one
    of routes stands in routes alone. With --format json "in_a_corridor" lists the names of each.

    Examples:  passerelle evidence indicators  ·  passerelle evidence indicators --format csv
    """
    from passerelle.evidence.figures import UNITS
    from passerelle.evidence.indicators.registry import all_indicators, corridor_names

    listed = all_indicators().values()
    if format is Format.json:
        write_json(
            [
                {
                    "indicator": i.id, "name": i.name, "section": i.section, "scope": i.scope,
                    "unit": UNITS.get(i.unit, i.unit), "formula": i.formula, "needs": list(i.needs),
                    "reference": i.reference, "maximum_age_years": i.max_age, "filled_by": i.fills,
                    "in_a_corridor": [name for name, (of, _) in corridor_names().items() if of is i],
                }
                for i in listed
            ]
        )  # fmt: skip
        return
    columns = ("indicator", "section", "of a", "unit", "name", "formula")
    cells = [(i.id, i.section, i.scope, UNITS.get(i.unit, i.unit), i.name, i.formula) for i in listed]
    write_csv(columns, cells) if format is Format.csv else write_table(columns, cells)


@evidence.command()
def get(
    indicator: Annotated[str, typer.Argument(help="`passerelle evidence indicators` lists them.")],
    origin: Annotated[str | None, typer.Option("--origin", help="Where migrants come from.")] = None,
    destination: Annotated[str | None, typer.Option("--destination", help="Where they live.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="2020, 2010-2020, 2020-Q3.")] = None,
    sex: Annotated[str | None, typer.Option("--sex", help="F, M or _T for both.")] = None,
    vintage: VintageOption = "latest",
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Figures of one indicator, all periods, with their papers. Exit 1 where none is known.

    An indicator of places takes the place as origin or destination. "all" vintages stand beside one another.

    Examples:  passerelle evidence get stock --origin MEX --destination USA  ·  passerelle evidence get
    price_200 --destination "United States" --period 2020-Q3 --format csv
    """
    from passerelle.base.errors import PasserelleError
    from passerelle.base.names import find_place
    from passerelle.evidence.selections import Wanted, select_vintages

    chosen_sex = {"both": "_T", "t": "_T", "_t": "_T", "female": "F", "male": "M", "f": "F", "m": "M"}.get(
        (sex or "").lower(), sex or ""
    )
    if chosen_sex not in ("", "_T", "F", "M"):
        raise PasserelleError(f'"{sex}" is no sex of the evidence: write F, M or _T for both.')
    wanted = Wanted(
        indicator,
        find_place(origin).iso3 if origin else "",
        find_place(destination).iso3 if destination else "",
        period or "",
        chosen_sex,
    )
    figures = select_vintages(tuple(evidence or ()), vintage, wanted)
    if format is Format.json:
        write_json([{"origin": f.origin, "destination": f.destination} | f.as_dict() for f in figures])
    elif format is Format.csv:
        write_csv(FIGURE_COLUMNS, (figure_row(f) for f in figures))
    else:
        write_table(FIGURE_COLUMNS, (figure_row(f) for f in figures), right="3")
    if not any(f.is_known for f in figures):
        say_aside("No figure is known for that; the note, where there is one, says what would fill it.")
        raise typer.Exit(1)
