"""The command `evidence integration`: gaps in one place, or one measure of all places in the order of their names.

Stands on `evidence.integration` and `writing`.
"""

from typing import Annotated, Any

import typer

from passerelle.cli.writing import (
    EvidenceOption,
    Format,
    FormatOption,
    VintageOption,
    say_aside,
    write_csv,
    write_json,
    write_table,
)


def integration(
    place: Annotated[
        str | None, typer.Argument(help="A code or name in any spelling; left out, one measure of all places.")
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", help="employment_rate, median_income …; all where left out.")
    ] = "",
    group: Annotated[str, typer.Option("--group", help="CITIZEN_FOR, CITIZEN_NEU27, BORN_FOR …")] = "",
    sex: Annotated[str, typer.Option("--sex", help="F, M or _T for both.")] = "",
    year: Annotated[str, typer.Option("--year", help="One year; the newest of each where left out.")] = "",
    vintage: VintageOption = "latest",
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Migrants beside those they live with: both sides of each measure, the gap in points and the ratio.

    With --format json a place has all its years, its policies by MIPEX and its own side; states stand in the order of
    their names and are never ranked. Exit 1 where nothing is known.

    Examples:  passerelle evidence integration Germany  ·  passerelle evidence integration --measure unemployment_rate
    --sex F --format csv
    """
    from passerelle.base.names import find_place
    from passerelle.evidence.integration import hosts, records
    from passerelle.evidence.integration.measures import group_of, measure_of, sex_of
    from passerelle.evidence.store import open_store

    chosen = {
        "measure": measure_of(measure).id if measure else "", "group": group_of(group).code if group else "",
        "sex": sex_of(sex) if sex else "", "year": year,
    }  # fmt: skip
    store = open_store(tuple(evidence or ()), vintage)
    if place is None:
        found = _of_all(store, chosen)
    else:
        one = hosts.host(store, find_place(place).iso3)
        found = records.gaps_asked(one, **chosen)
        if format is Format.json:
            write_json(records.host_record(one, found))
        elif not year:
            found = _newest(found)
    if place is None and format is Format.json:
        write_json([records.gap_record(gap) for gap in found])
    elif format is Format.csv:
        rows = [records.gap_record(gap) | {"notes": "; ".join(records.gap_record(gap)["notes"])} for gap in found]
        write_csv(records.GAP_COLUMNS, ([row[name] for name in records.GAP_COLUMNS] for row in rows))
    elif format is Format.table:
        _table(found)
    if not found:
        say_aside("No gap is known for that; --format json says what would fill each measure.")
        raise typer.Exit(1)


def _of_all(store: Any, chosen: dict[str, str]) -> list[Any]:
    """One measure of every place, employment of foreign citizens and both sexes unless others are chosen."""
    from passerelle.evidence.integration import hosts, records
    from passerelle.evidence.integration.measures import group_of, measure_of

    measure, group = measure_of(chosen["measure"] or "employment_rate"), group_of(chosen["group"] or "CITIZEN_FOR")
    known = hosts.all_hosts(store).values()
    found = hosts.beside(known, measure, group, sex=chosen["sex"] or "_T", year=chosen["year"])
    return [gap for _, gap in records.by_name(found)]


def _newest(gaps: list[Any]) -> list[Any]:
    """The last gap of each measure, group, source and sex."""
    last = {(gap.measure.id, gap.group.code, gap.migrants.source, gap.sex): gap for gap in gaps}
    return list(last.values())


def _table(gaps: list[Any]) -> None:
    from passerelle.base.places import place_of
    from passerelle.evidence.integration.wording import SEX_WORDS, notes_of, value_text, whom

    rows = [
        (
            place_of(gap.migrants.destination).name(), gap.measure.name, whom(gap.group), SEX_WORDS[gap.sex],
            gap.period, value_text(gap.migrants), value_text(gap.others) if gap.others else "not known",
            value_text(gap.points) if gap.points else "", value_text(gap.ratio) if gap.ratio else "",
            gap.migrants.source, "; ".join(notes_of(gap)),
        )
        for gap in gaps
    ]  # fmt: skip
    columns = ("place", "measure", "whom", "sex", "year", "migrants", "others", "gap", "ratio", "source", "notes")
    write_table(columns, rows, right="5 6 7 8")
