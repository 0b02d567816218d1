"""Commands on ways in: which routes there are, what a case meets, tables of people, one condition, worked cases.

Stands on `rules` and `writing`.
"""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import (
    Format,
    FormatOption,
    can_be_written,
    say_aside,
    write_csv,
    write_files,
    write_json,
    write_table,
)

if TYPE_CHECKING:
    from passerelle.rules.answering import Answer
    from passerelle.rules.cases import Case
    from passerelle.rules.compiling import Law

admission = stage("Ways in: which legal routes are open, condition by condition, each with its article.")
ALL = "all"

StateOption = Annotated[str, typer.Option("--state", "-s", help="Two letters, EL for Greece; all for every member.")]
RouteOption = Annotated[str, typer.Option("--route", "-r", help="A route or right, or all.")]
DayOption = Annotated[str, typer.Option("--as-of", help="The day of the law in force, as in 2026-11-28.")]
KnownOption = Annotated[str, typer.Option("--known-at", help="Use only what had been published by that day.")]
LawOption = Annotated[
    list[Path] | None,
    typer.Option("--law", help="A file of your own with a route, facts or national values, beside what ships."),
]


def _day(text: str, option: str) -> date | None:
    from passerelle.rules.yaml_given import FileUnsound

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FileUnsound(f'{option}: "{text}" is not a day as in 2026-11-28.') from None


def _text(path: Path) -> str:
    from passerelle.rules.yaml_given import FileUnsound

    try:
        return path.read_text("utf-8")
    except OSError as problem:
        raise FileUnsound(f"{path} cannot be read: {problem.strerror}. Name another file.") from None
    except UnicodeDecodeError:
        raise FileUnsound(f"{path} is no text in UTF-8.") from None


def _law(own: list[Path] | None) -> "Law":
    from passerelle.rules.law import the_law, with_own

    return with_own({str(path): _text(path) for path in own}) if own else the_law()


def _states(wanted: str, day: date, law: "Law") -> tuple[str, ...]:
    """The states that are meant.

    Raises
    ------
    FileUnsound : no grouping whose rules are here has it as a member on that day.
    """
    from passerelle.rules.cases import Case, state_of
    from passerelle.rules.law import members_on
    from passerelle.rules.places import UNION, refuse_strangers
    from passerelle.rules.reading import Place

    if wanted.lower() == ALL:
        return tuple(sorted(members_on(UNION, day)))
    state = state_of(wanted, Place("--state"))
    refuse_strangers(Case((state,), day, {}, {}, lines={"member_state": "--state"}), law, members_on)
    return (state,)


def _names(wanted: str, states: Iterable[str], day: date, law: "Law") -> list[str]:
    from passerelle.rules.law import members_on
    from passerelle.rules.places import named_ways

    return named_ways(law, wanted, states, day, members_on, where="--route")


@admission.command()
def routes(
    state: StateOption = ALL, as_of: DayOption = "", law: LawOption = None, format: FormatOption = Format.table
) -> None:
    """List routes and rights: their act, since when it is applied, whom it does not bind, when it was taken over.

    Examples:  passerelle admission routes  ·  passerelle admission routes --state DK --as-of 2026-11-28
    """
    from passerelle.rules.law import members_on
    from passerelle.rules.standing import standing_of

    day = _day(as_of, "--as-of") or date.today()  # noqa: DTZ011
    held = _law(law)
    places = _states(state, day, held)
    rows = []
    for name in _routes_and_rights(held, places, day):
        way = held.ways[name]
        stands = [standing_of(way.act, one, day, members_on) for one in places]
        if not any(one.bound for one in stands):
            continue
        kind = "right" if way.route.is_right else "route"
        out = " ".join(way.act.bound.outside) or "–"
        transposed = stands[0].transposed if len(stands) == 1 else "by state: name one"
        since = way.act.applies_from.isoformat()
        rows.append((name, kind, way.route.title, way.act.celex, since, out, transposed))
    heads = ("name", "kind", "title", "act", "applies_from", "not_bound", "transposed")
    if format is Format.json:
        write_json([dict(zip(heads, row, strict=True)) for row in rows])
    elif format is Format.csv:
        write_csv(heads, rows)
    else:
        write_table([one.replace("_", " ") for one in heads], rows, title=f"Routes and rights on {day}")
        say_aside(_disclaimer())


def _routes_and_rights(law: "Law", states: Iterable[str], day: date) -> list[str]:
    from passerelle.rules.law import members_on
    from passerelle.rules.places import ways_of

    return [one for one in ways_of(law, states, day, members_on, rights=True) if law.ways[one].act.in_force <= day]


@admission.command()
def check(
    case: Annotated[Path, typer.Argument(help="YAML: member_state, application_date, facts.")],
    state: Annotated[str, typer.Option("--state", "-s", help="Another state than the case's, or all.")] = "",
    route: RouteOption = ALL,
    as_of: DayOption = "",
    known_at: KnownOption = "",
    law: LawOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say what a case meets, route by route, with every condition that fails and by how much.

    Examples:  passerelle admission check nurse.yaml --state all
    ·  passerelle admission check nurse.yaml --route blue_card --format json
    """
    from passerelle.rules.answering import answers
    from passerelle.rules.law import members_on
    from passerelle.rules.places import refuse_before

    rules = _law(law)
    held = _one_case(case, rules, state, as_of, known_at)
    names = _names(route, held.states, held.day, rules)
    refuse_before(held, rules, names)
    found = answers(held, rules, members_on, names)
    if format is Format.json:
        write_json(_as_values(found, held, rules))
    elif format is Format.csv:
        write_csv(_HEADS, [_row(one) for one in found])
    else:
        _show(found, held)


def _one_case(path: Path, law: "Law", state: str, as_of: str, known_at: str) -> "Case":
    import dataclasses

    from passerelle.rules.cases import read_cases
    from passerelle.rules.law import members_on
    from passerelle.rules.places import refuse_strangers
    from passerelle.rules.yaml_given import FileUnsound

    held = read_cases(_text(path), path.name, law)
    if len(held) != 1:
        raise FileUnsound(f"{path.name} holds {len(held)} cases; `passerelle admission test` runs several.")
    day = _day(as_of, "--as-of") or held[0].day
    case = dataclasses.replace(held[0], day=day, known_at=_day(known_at, "--known-at") or held[0].known_at)
    if state:
        return dataclasses.replace(case, states=_states(state, day, law))
    refuse_strangers(case, law, members_on)
    return case


def _as_values(found: "list[Answer]", case: "Case", law: "Law") -> list[dict[str, Any]]:
    from passerelle.rules.law import members_on
    from passerelle.rules.telling import all_values

    return all_values(found, case, law, members_on)


_HEADS = ("state", "route", "verdict", "decides", "articles", "short by")


def _row(one: "Answer") -> tuple[object, ...]:
    short = next((reason.shortfall for reason in one.conditions if reason.id in one.failing and reason.shortfall), "")
    articles = "; ".join(str(cite) for cite in one.deciding[:3]) if one.failing else ""
    return one.state, one.name, one.verdict, " ".join(one.failing), articles, short


_ORDER = ("met", "national_law", "not_met", "national_option", "undetermined", "not_applicable")
_MOST_NOTES = 8


def _show(found: "list[Answer]", case: "Case") -> None:
    rows = [_row(one) for one in sorted(found, key=lambda one: (_ORDER.index(one.verdict), one.name, one.state))]
    write_table(_HEADS, rows, title=f"{case.id or 'Case'} on {case.day}", right="5")
    notes = {note: None for one in found if one.verdict != "not_applicable" for note in one.notes}
    for note in list(notes)[:_MOST_NOTES]:
        say_aside(note)
    say_aside(_disclaimer())


def _disclaimer() -> str:
    from passerelle.rules.telling import DISCLAIMER

    return DISCLAIMER


@admission.command()
def table(
    people: Annotated[Path, typer.Argument(help="CSV: a row a person, columns named as facts.")],
    route: Annotated[str, typer.Option("--route", "-r", help="A route or right.")],
    state: Annotated[str, typer.Option("--state", "-s", help="Of rows that have no member_state.")],
    out: Annotated[Path, typer.Option("--out", help="CSV with verdict, failing and shortfall of each row.")],
    as_of: DayOption = "",
    known_at: KnownOption = "",
    law: LawOption = None,
) -> None:
    """Ask a route of every row of a table, such as jobs of a labour force survey.

    Examples:  passerelle admission table jobs.csv --route blue_card --state DE --out result.csv
    """
    from passerelle.rules.law import members_on
    from passerelle.rules.tables import asked_of_all, context_of, read_people, result_of, shares

    can_be_written(out)
    rules = _law(law)
    day = _day(as_of, "--as-of") or date.today()  # noqa: DTZ011
    (one,) = _one(_states(state, day, rules))
    (name,) = _one(_names(route, [one], day, rules))
    rows = read_people(people, rules)
    known = _day(known_at, "--known-at")
    context = context_of(rows, rules, state=one, day=day, known_at=known, name=people.name)
    outcome = asked_of_all(rules.ways[name], context, members_on)
    result = result_of(rows, outcome)
    write_files({out: result.write_csv()})
    counted = [(verdict, many, f"{many / max(rows.height, 1):.1%}") for verdict, many in shares(outcome).items()]
    write_table(("verdict", "rows", "share"), counted, title=f"{name}, {rows.height:,} rows", right="1 2")


def _one(held: Iterable[str]) -> tuple[str]:
    """The only one.

    Raises
    ------
    FileUnsound : there are several, as of "all".
    """
    from passerelle.rules.yaml_given import FileUnsound

    found = tuple(held)
    if len(found) != 1:
        raise FileUnsound(
            "A table is asked about one route, and one state for rows without member_state; not about all."
        )
    return found


@admission.command()
def explain(
    act: Annotated[str, typer.Argument(help="CELEX number, such as 32021L1883.")],
    condition: Annotated[str, typer.Argument(help="A condition, such as bc.salary.")],
    law: LawOption = None,
) -> None:
    """Say what a condition asks, where it stands, how far that was checked, and what is asked for it.

    Examples:  passerelle admission explain 32021L1883 bc.salary
    """
    from passerelle.rules.explaining import explained

    for name, told in explained(_law(law), act, condition):
        typer.echo(f"{name + ':':<15}{told}")


@admission.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="Folder; a file for each parameter and place is written into it.")],
    law: LawOption = None,
) -> None:
    """Write the national values as parameter files of OpenFisca, each with its day, its sources and what disagrees.

    Examples:  passerelle admission export --out parameters
    """
    from passerelle.rules.exporting import openfisca_files

    texts = {out / path: text for path, text in openfisca_files(_law(law)).items()}
    for folder in sorted({path.parent for path in texts}):
        folder.mkdir(parents=True, exist_ok=True)
    write_files(texts)
    say_aside(f"{len(texts)} files in {out}.")


@admission.command()
def test(
    cases: Annotated[
        list[Path] | None, typer.Argument(help="YAML with personas; those that ship where none is named.")
    ] = None,
    law: LawOption = None,
) -> None:
    """Run worked cases against the law's files; each deviation is one line. Exit 1 where there is any.

    Examples:  passerelle admission test  ·  passerelle admission test personas.yaml
    """
    from passerelle.rules.cases import read_cases
    from passerelle.rules.law import members_on, own_cases
    from passerelle.rules.personas import deviations
    from passerelle.rules.places import refuse_strangers

    rules, many, told = _law(law), 0, 0
    for name, text in [(path.name, _text(path)) for path in cases] if cases else own_cases().items():
        held = read_cases(text, name, rules)
        many += len(held)
        for case in held:
            refuse_strangers(case, rules, members_on)
        for line in deviations(held, rules, members_on):
            told += 1
            sys.stdout.write(line + "\n")
    say_aside(f"{many} cases, {told} deviations.")
    if told:
        raise typer.Exit(1)
