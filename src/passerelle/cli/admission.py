"""Commands on ways in: which routes there are, what a case meets, tables of people, one condition, worked cases.

Stands on `rules` and `writing`.
"""

import sys
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


def _day(text: str, option: str) -> date | None:
    from passerelle.rules.yaml_given import FileUnsound

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FileUnsound(f'{option}: "{text}" is not a day as in 2026-11-28.') from None


def _states(wanted: str, day: date) -> list[str]:
    """The states that are meant.

    Raises
    ------
    FileUnsound : it is no member of the Union on that day, nor another state that an act binds.
    """
    from passerelle.rules.cases import state_of
    from passerelle.rules.law import members_on
    from passerelle.rules.reading import Place
    from passerelle.rules.yaml_given import FileUnsound

    members = members_on("EU", day)
    if wanted.lower() == ALL:
        return sorted(members)
    state = state_of(wanted, Place("--state"))
    if state not in members:
        known = ", ".join(sorted(members))
        raise FileUnsound(f"--state: {wanted} was no member of the Union on {day}. Members were {known}.")
    return [state]


def _names(wanted: str, law: "Law") -> list[str]:
    import difflib

    from passerelle.rules.yaml_given import FileUnsound

    if wanted.lower() == ALL:
        return [one.name for one in law.routes]
    if wanted not in law.ways:
        near = difflib.get_close_matches(wanted, law.ways, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(law.ways)}."
        raise FileUnsound(f'--route: there is no route or right "{wanted}".{hint}')
    return [wanted]


@admission.command()
def routes(state: StateOption = ALL, as_of: DayOption = "", format: FormatOption = Format.table) -> None:
    """List routes and rights, with their act, the states that it does not bind, and since when it applies.

    Examples:  passerelle admission routes  ·  passerelle admission routes --state DK
    """
    from passerelle.rules.law import members_on, the_law

    day = _day(as_of, "--as-of") or date.today()  # noqa: DTZ011
    law, places = the_law(), _states(state, day)
    rows = []
    for way in law.ways.values():
        act = way.act
        bound = [one for one in places if one not in act.bound.outside and one in members_on(act.bound.grouping, day)]
        if bound:
            kind = "right" if way.route.is_right else "route"
            out = " ".join(act.bound.outside) or "–"
            rows.append((way.name, kind, way.route.title, act.celex, act.applies_from.isoformat(), out))
    heads = ("name", "kind", "title", "act", "applies from", "not bound")
    if format is Format.json:
        write_json([dict(zip(("name", "kind", "title", "act", "applies_from", "not_bound"), row, strict=True)) for row in rows])
    elif format is Format.csv:
        write_csv(heads, rows)
    else:
        write_table(heads, rows, title=f"Routes and rights on {day}")
        say_aside(_disclaimer())


@admission.command()
def check(
    case: Annotated[Path, typer.Argument(help="YAML: member_state, application_date, facts.")],
    state: Annotated[str, typer.Option("--state", "-s", help="Another state than the case's; all for every member.")] = "",
    route: RouteOption = ALL,
    as_of: DayOption = "",
    known_at: KnownOption = "",
    format: FormatOption = Format.table,
) -> None:
    """Say what a case meets, route by route, with every condition that fails and by how much.

    Exit 1 where no route is open.

    Examples:  passerelle admission check nurse.yaml --state all  ·  passerelle admission check nurse.yaml --route
    blue_card --format json
    """
    from passerelle.rules.answering import answers
    from passerelle.rules.law import members_on, the_law

    law = the_law()
    held = _one_case(case, law, state, as_of, known_at)
    names = _names(route, law)
    found = answers(held, law, members_on, names)
    if format is Format.json:
        write_json(_as_values(found, held, law))
    elif format is Format.csv:
        write_csv(_HEADS, [_row(one) for one in found])
    else:
        _show(found, held)
    if not any(one.verdict in ("met", "national_law") for one in found):
        raise typer.Exit(1)


def _one_case(path: Path, law: "Law", state: str, as_of: str, known_at: str) -> "Case":
    import dataclasses

    from passerelle.rules.cases import read_cases
    from passerelle.rules.yaml_given import FileUnsound

    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileUnsound(f"{path} cannot be read: {problem}.") from None
    held = read_cases(text, path.name, law)
    if len(held) != 1:
        raise FileUnsound(f"{path.name} holds {len(held)} cases; `passerelle admission test` runs several.")
    case = held[0]
    day = _day(as_of, "--as-of") or case.day
    known = _day(known_at, "--known-at") or case.known_at
    states = tuple(_states(state, day)) if state else tuple(_states(case.states[0], day))
    return dataclasses.replace(case, day=day, known_at=known, states=states)


def _as_values(found: "list[Answer]", case: "Case", law: "Law") -> list[dict[str, Any]]:
    import dataclasses

    from passerelle.rules.evaluating import bound_on, evaluated
    from passerelle.rules.following import ask_next, would_change
    from passerelle.rules.law import members_on
    from passerelle.rules.telling import as_values

    told = []
    for one in found:
        way, here = law.ways[one.name], dataclasses.replace(case, states=(one.state,))
        context = here.context()
        outcome = evaluated(way, context, bound_on(way.act, context, members_on))
        asked = ask_next(here, [way], law, members_on) if one.verdict == "undetermined" else []
        told.append(as_values(one, asked, would_change(here, way, outcome, 0, law, members_on)))
    return told


_HEADS = ("state", "route", "verdict", "decides", "articles", "short by")


def _row(one: "Answer") -> tuple[object, ...]:
    short = next((reason.shortfall for reason in one.conditions if reason.id in one.failing and reason.shortfall), "")
    articles = "; ".join(str(cite) for cite in one.deciding[:3]) if one.failing else ""
    return one.state, one.name, one.verdict, " ".join(one.failing), articles, short


def _show(found: "list[Answer]", case: "Case") -> None:
    order = ("met", "national_law", "not_met", "national_option", "undetermined", "not_applicable")
    rows = [_row(one) for one in sorted(found, key=lambda one: (order.index(one.verdict), one.name, one.state))]
    write_table(_HEADS, rows, title=f"{case.id or 'Case'} on {case.day}", right="5")
    for note in sorted({note for one in found if one.verdict != "not_applicable" for note in one.notes})[:8]:
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
) -> None:
    """Ask a route of every row of a table, such as jobs of a labour force survey.

    Example:  passerelle admission table jobs.csv --route blue_card --state DE --out result.csv
    """
    from passerelle.rules.law import members_on, the_law
    from passerelle.rules.tables import asked_of_all, context_of, read_people, result_of, shares

    can_be_written(out)
    law = the_law()
    day = _day(as_of, "--as-of") or date.today()  # noqa: DTZ011
    rows = read_people(people, law)
    context = context_of(rows, law, state=_states(state, day)[0], day=day, known_at=_day(known_at, "--known-at"),
                         name=people.name)  # fmt: skip
    outcome = asked_of_all(law.ways[_names(route, law)[0]], context, members_on)
    result = result_of(rows, outcome)
    write_files({out: result.write_csv()})
    write_table(("verdict", "rows", "share"), [
        (name, many, f"{many / max(rows.height, 1):.1%}") for name, many in shares(outcome).items()
    ], title=f"{route}, {rows.height:,} rows", right="1 2")  # fmt: skip


@admission.command()
def explain(
    act: Annotated[str, typer.Argument(help="CELEX number, such as 32021L1883.")],
    condition: Annotated[str, typer.Argument(help="A condition, such as bc.salary.")],
) -> None:
    """Say what a condition asks, where it stands, how far that was checked, and what is asked for it.

    Example:  passerelle admission explain 32021L1883 bc.salary
    """
    from passerelle.rules.explaining import explained
    from passerelle.rules.law import the_law

    for name, told in explained(the_law(), act, condition):
        typer.echo(f"{name + ':':<14}{told}")


@admission.command()
def test(
    cases: Annotated[list[Path] | None, typer.Argument(help="YAML with personas; those that ship where none is named.")] = None,
) -> None:
    """Run worked cases against the law's files; each deviation is one line. Exit 1 where there is any.

    Examples:  passerelle admission test  ·  passerelle admission test personas.yaml
    """
    from passerelle.rules.cases import read_cases
    from passerelle.rules.law import members_on, own_cases, the_law
    from passerelle.rules.personas import deviations
    from passerelle.rules.yaml_given import FileUnsound

    law, many, told = the_law(), 0, 0
    texts = own_cases() if not cases else {}
    for path in cases or ():
        try:
            texts[path.name] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise FileUnsound(f"{path} cannot be read: {problem}.") from None
    for name, text in texts.items():
        held = read_cases(text, name, law)
        many += len(held)
        for line in deviations(held, law, members_on):
            told += 1
            sys.stdout.write(line + "\n")
    say_aside(f"{many} cases, {told} deviations.")
    if told:
        raise typer.Exit(1)
