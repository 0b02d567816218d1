"""Commands that show what is known: `corridor`, `route`, `place`.

Stands on `evidence` and `writing`.
"""

from datetime import date
from typing import Annotated, Any

import typer

from passerelle.cli.writing import (
    FIGURE_COLUMNS,
    EvidenceOption,
    Format,
    FormatOption,
    VintageOption,
    figure_row,
    say_aside,
    write_csv,
    write_json,
    write_table,
)

_PLACE = "A place: code or name, in any spelling (MAR, Morocco, Maroc, المغرب)."


def _store(folders: Any, vintage: str = "latest") -> Any:
    from passerelle.evidence.store import open_store

    store = open_store(tuple(folders or ()), vintage)
    for told in store.passed_over:
        say_aside(told)
    return store


def corridor(
    origin: Annotated[str, typer.Argument(help="Where migrants come from. " + _PLACE)],
    destination: Annotated[str, typer.Argument(help="Where they live. " + _PLACE)],
    format: FormatOption = Format.table,
    vintage: VintageOption = "latest",
    evidence: EvidenceOption = None,
) -> None:
    """Everything known of a corridor, the newest figure of each indicator.

    Origin and destination are the migrants', also where money runs the other way.

    Examples:  passerelle corridor Morocco NLD  ·  passerelle corridor BFA CIV --format json
    """
    from passerelle.base.corridors import find_corridor
    from passerelle.evidence.corridors import known_corridor
    from passerelle.evidence.selections import said_of_vintage

    found = find_corridor(origin, destination)
    store = _store(evidence, vintage)
    known = known_corridor(store, found)
    newest = [said_of_vintage(store, figure) for figure in known.newest]
    if format is Format.json:
        write_json(
            {
                "origin": found.origin,
                "destination": found.destination,
                "figures": [figure.as_dict() for figure in newest],
            }
        )
    elif format is Format.csv:
        write_csv(FIGURE_COLUMNS, (figure_row(figure) for figure in newest))
    else:
        _corridor_table(known)


def _corridor_table(known: Any) -> None:
    from passerelle.evidence.ages import age_text
    from passerelle.evidence.indicators.basis import SECTIONS
    from passerelle.evidence.wording import end_of, method_text, name_text, period_text, value_text

    year = date.today().year  # noqa: DTZ011  the reader's own day
    origin, destination = known.corridor.places
    ends = {"origin": origin.name(), "destination": destination.name(), "": ""}
    unknown = 0
    for section in SECTIONS:
        rows = []
        for name in known.section(section):
            for figure in [f for f in known.newest if f.indicator == name]:
                if not figure.is_known:
                    unknown += 1
                    continue
                label = name_text(name) + {"F": ", women", "M": ", men"}.get(figure.sex, "")
                if figure.indicator.startswith("age_profile"):
                    label += f": {age_text(figure.age)}"
                if figure.method in _SHOWN_METHODS:
                    label += f" ({method_text(figure.method)})"
                rows.append((label, ends[end_of(name)], value_text(figure), period_text(figure, year), figure.source))
        title = f"\n{origin.name()} → {destination.name()}: {section}"
        write_table(("figure", "of", "value", "period", "source"), rows, title=title, right="2")
    typer.echo(f"\n{unknown} figures are not known; --format json says what would fill each.", err=True)


_SHOWN_METHODS = frozenset({"da_pb_closed", "da_min_closed", "da_min_open", "mig_rate", "sd_rev_neg", "sd_drop_neg"})


def route(
    stops: Annotated[list[str], typer.Argument(help="Places in order, or one named route (darien).")],
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """The legs of a route with their stocks, and detections and deaths where registers file them under it.

    Examples:  passerelle route Nigeria Niger Libya Italy  ·  passerelle route darien --format json
    """
    from passerelle.base.corridors import find_route
    from passerelle.evidence.routes import known_route

    known = known_route(_store(evidence), find_route(stops))
    if format is Format.json:
        write_json(known.as_dict())
    elif format is Format.csv:
        write_csv(FIGURE_COLUMNS, (figure_row(figure) for figure in known.figures))
    else:
        from passerelle.evidence.wording import name_text, value_text

        rows = [
            (f"{f.origin} → {f.destination}" if f.origin else f.destination or "route", name_text(f.indicator),
             value_text(f), f.period, f.source)
            for f in known.figures
        ]  # fmt: skip
        write_table(("where", "figure", "value", "period", "source"), rows, title=str(known.route), right="2")


def place(
    text: Annotated[str, typer.Argument(help="A code or name in any spelling and any of the five languages.")],
    language: Annotated[str, typer.Option("--lang", help="Language of the name shown: en, nl, fr, es, ar.")] = "en",
) -> None:
    """Find a place. The first line is its alpha-3 code and name; an unsure spelling gets suggestions, exit 1.

    Examples:  passerelle place "Ivory Coast"  ·  passerelle place Marroc
    """
    from passerelle.base.errors import PlaceUnknown
    from passerelle.base.groupings import groupings_of
    from passerelle.base.names import find_place
    from passerelle.base.places import mapping_of, place_of

    try:
        found = find_place(text)
    except PlaceUnknown as problem:
        for code in problem.suggestions:
            typer.echo(f"? {code} {place_of(code).name(language)}")
        raise
    typer.echo(f"{found.iso3} {found.name(language)}")
    if mapping := mapping_of(text):
        typer.echo(f'"{text.strip()}" is read as this place: {mapping}')
    typer.echo(f"ISO 3166-1 alpha-2 {found.iso2 or 'none'}, UN M49 {found.m49}, {found.kind}")
    if found.successors:
        typer.echo(f"since then: {', '.join(found.successors)}")
    today = date.today()  # noqa: DTZ011
    groups = [g.code for g in groupings_of(found.iso3, today) if g.kind != "UN region"]
    typer.echo(f"member of {', '.join(groups)}" if groups else "member of none of the groupings known")
