"""Commands on plans: `new`, `check`, `schedule`, `budget`, `slip`, `changes`, `print`, `schema`.

Stands on `plans` and `writing`.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import EvidenceOption, can_be_written, say_aside, write_json, write_table

if TYPE_CHECKING:
    from passerelle.plans.records import Plan

plan = stage("Plans: strategies and joint action plans, with timetable, budget and rights gate.")
FileArgument = Annotated[Path, typer.Argument(help='The plan, YAML or JSON; "-" reads from stdin.')]


class Shown(StrEnum):
    """The forms of a timetable."""

    table = "table"
    json = "json"
    ics = "ics"


class Told(StrEnum):
    """The forms of a budget."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


def _read(file: Path) -> "Plan":
    """A plan that is sound."""
    from passerelle.base.errors import PlanUnreadable
    from passerelle.plans.checking import check as refuse_unsound
    from passerelle.plans.reading import LARGEST, read_plan

    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else file.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as problem:
        raise PlanUnreadable(f'"{file}" cannot be read: {problem.strerror}.') from None
    except UnicodeDecodeError as problem:
        raise PlanUnreadable(f'"{file}" is not written in UTF-8 (byte {problem.start + 1}).') from None
    found = read_plan(text)
    refuse_unsound(found)
    return found


def _today() -> date:
    return datetime.now(UTC).date()


@plan.command()
def new(
    start: Annotated[str, typer.Argument(help="national-strategy or joint-plan.")] = "national-strategy",
    title: Annotated[str, typer.Option("--title", help="What it is called.")] = "",
) -> None:
    """Write a plan to begin from to stdout, with the phases of a strategy or of a joint plan along a route.

    Examples:  passerelle plan new > strategy.yaml  ·  passerelle plan new joint-plan --title "Along the route"
    """
    import msgspec

    from passerelle.base.errors import PlanError
    from passerelle.plans.reading import as_dict, as_yaml, plan_of
    from passerelle.plans.starts import all_starts

    if start not in all_starts():
        raise PlanError(f'There is no start "{start}"; there are {", ".join(all_starts())}.')
    made = all_starts()[start]
    if title:
        made = plan_of(as_dict(msgspec.structs.replace(made, title=title)))  # refuses one that is too long
    typer.echo(as_yaml(made), nl=False)


@plan.command()
def check(
    file: FileArgument,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day asked about; today where not given.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Leave the rights gate out.")] = False,
    evidence: EvidenceOption = None,
) -> None:
    """Is a plan sound, and may it be adopted? Exit 0: yes; 2: it is not sound; 3: a measure has no screening in date.

    A measure's screening is judged anew where it names a `file` beside the plan. What is worth a look goes to stderr.

    Examples:  passerelle plan check strategy.yaml  ·  passerelle plan check draft.yaml --draft
    """
    from passerelle.plans import gate
    from passerelle.plans.budget import budget as forecast_of
    from passerelle.plans.remarks import remarks
    from passerelle.plans.schedule import schedule as times_of

    day = on.date() if on else _today()
    found = _judged(_read(file), file, day, evidence)
    times = times_of(found)
    for remark in remarks(found, times, forecast_of(found, times), day):
        say_aside(str(remark))
    counted = (len(found.objectives), len(list(found.measures())), len(list(found.actions())))
    typer.echo("“{}” is sound: {} objectives, {} measures, {} actions.".format(found.title, *counted))
    if not draft:
        gate.require_screened(found, day)
        typer.echo("Nothing stands against its adoption.")


def _judged(found: "Plan", file: Path, day: date, evidence: list[Path] | None) -> "Plan":
    """The plan with the screenings that stand in files beside it judged as of a day; a mere claim counts nothing."""
    import msgspec

    from passerelle.evidence.store import open_store
    from passerelle.measures import screening
    from passerelle.plans import gate

    replace = msgspec.structs.replace
    folder = Path() if str(file) == "-" else file.parent
    owned: dict[str, str] = {}  # of measures of the parties' own nothing but the file tells one from another

    def judge(measure: Any) -> Any:
        if measure.screening is None:
            return measure
        name = measure.screening.file
        if not name or (not measure.template and owned.setdefault(name, measure.key) != measure.key):
            why = "is that of another measure" if name else "stands in no file, so it cannot be judged; name its file"
            say_aside(f"The screening of “{measure.title}” {why}.")
            return replace(measure, screening=replace(measure.screening, outcome=""))
        path = folder / name
        try:
            form = screening.read_screening(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as problem:
            raise screening.ScreeningUnreadable(f'"{path}" cannot be read: {problem}.') from None
        bound = screening.binding(open_store(tuple(evidence or ())), form.measure.where, day)
        result = screening.screen(form, bound)
        return replace(measure, screening=replace(gate.as_screened(form, result), file=name))

    objectives = tuple(
        replace(one, measures=tuple(judge(measure) for measure in one.measures)) for one in found.objectives
    )
    return replace(found, objectives=objectives)


@plan.command()
def schedule(
    file: FileArgument,
    format: Annotated[Shown, typer.Option("--format", "-f", help="How to write the result.")] = Shown.table,
) -> None:
    """The timetable: early and late days of each action, slack, the critical path, clashes (to stderr).

    Examples:  passerelle plan schedule strategy.yaml  ·  passerelle plan schedule strategy.yaml --format json
    """
    from passerelle.plans.remarks import conflicts_said
    from passerelle.plans.schedule import as_dict
    from passerelle.plans.schedule import schedule as times_of

    found = _read(file)
    times = times_of(found)
    for remark in conflicts_said(times):
        say_aside(str(remark))
    if format is Shown.json:
        write_json(as_dict(found, times))
    elif format is Shown.ics:
        from passerelle.exchange.calendars import calendar_of

        typer.echo(calendar_of(found, times), nl=False)
    else:
        rows = [
            (one.key, one.title, one.early_start, one.early_end, one.days, one.slack, "critical" * one.is_critical)
            for one in times.timed
        ]
        write_table(("action", "title", "start", "end", "days", "slack", ""), rows, title=found.title, right="4 5")


@plan.command()
def budget(
    file: FileArgument,
    draws: Annotated[int, typer.Option("--draws", help="100 to 1,000,000.")] = 10_000,
    random_seed: Annotated[int, typer.Option("--random-seed", min=0, help="The same seed gives the same numbers.")] = 1,
    format: Annotated[Told, typer.Option("--format", "-f", help="How to write the result.")] = Told.table,
    out: Annotated[Path | None, typer.Option("--out", help="A file in place of stdout; xlsx wants one.")] = None,
) -> None:
    """The budget forecast by year and source: exact amounts, the range of costs, and what nobody funds yet.

    Examples:  passerelle plan budget strategy.yaml  ·  passerelle plan budget strategy.yaml --format xlsx --out b.xlsx
    """
    from passerelle.plans.budget import as_dict
    from passerelle.plans.budget import budget as forecast_of
    from passerelle.plans.draws import ranges

    if out is not None and format is Told.table:
        raise typer.BadParameter("a table is for the screen; add --format json, csv or xlsx", param_hint="--out")
    if out is not None:
        can_be_written(out)
    elif format is Told.xlsx and sys.stdout.isatty():
        raise typer.BadParameter("a workbook is not for the screen; name a file with --out", param_hint="--format")
    made = forecast_of(_read(file))
    spread = ranges(made, draws=draws, seed=random_seed)
    told = as_dict(made, spread)
    # a table says itself what it leaves out: it may go elsewhere without what stands on stderr
    beside = [*_beside(told)]
    if format is not Told.table:
        for line in beside:
            say_aside(line)
    if format is Told.xlsx:
        from passerelle.output.plans.workbook import plan_xlsx

        _write_bytes(plan_xlsx(made.plan, language="en", day=_today(), ranges=spread), out)
    elif format is Told.csv:
        from passerelle.output.plans.flat import budget_csv

        _write_bytes(budget_csv(made, language="en").encode(), out)
    elif format is Told.json and out is None:
        write_json(told)
    elif format is Told.json and out is not None:
        from passerelle.cli.writing import json_text, write_files

        write_files({out: json_text(told)})
    else:
        _tell_budget(told)
        for line in beside:
            typer.echo(line)


def _beside(told: dict[str, Any]) -> Iterator[str]:
    """What is in no total, as sentences."""
    for left in told["left_out"]:
        yield f"In no total: “{left['item']}” of {left['action']}. {left['why']}"
    for more in told["surplus"]:
        yield f"{more['action']} is given {more['amount']} {told['currency']} more in {more['year']} than it costs."


def _write_bytes(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    part = out.with_name(f".{out.name}.part")
    part.write_bytes(content)
    part.replace(out)
    say_aside(f"{out}: written.")


def _tell_budget(told: dict[str, Any]) -> None:
    sources = list(told["total"]["sources"])
    columns = ("year", "costs", "contingency", "total", *sources, "gap", "p10", "p50", "p90")
    rows = [
        (name, row["costs"], row["contingency"], row["total"], *(row["sources"][one] for one in sources), row["gap"],
         row.get("p10"), row.get("p50"), row.get("p90"))
        for name, row in [*((str(year["year"]), year) for year in told["years"]), ("total", told["total"])]
    ]  # fmt: skip
    mark = ", demonstration: invented" if told["demonstration"] else ""
    title = f"{told['plan']}{mark}, {told['currency']}, rates of {told['prices']['rates_on']}"
    write_table(columns, rows, title=title, right=" ".join(str(at) for at in range(1, len(columns))))
    enough = told["total"].get("within_total")
    if enough is not None:
        typer.echo(f"With the contingency the total is enough in {enough:.0%} of the draws.")


@plan.command()
def slip(
    file: FileArgument,
    action: Annotated[str, typer.Argument(help="The key of the action.")],
    days: Annotated[int, typer.Argument(help="By how many days it begins later.")],
) -> None:
    """What moves when an action begins later: every action that is pushed, and how the years' costs change.

    Examples:  passerelle plan slip strategy.yaml aims 60
    """
    from passerelle.plans.budget import budget as forecast_of
    from passerelle.plans.schedule import slip as slipped

    found = _read(file)
    after, moved = slipped(found, action, days)
    rows = [(one.key, one.title, one.days) for one in moved]
    write_table(("action", "title", "days later"), rows, title=found.title, right="2")
    before, now = forecast_of(found), forecast_of(found, after)
    years = sorted({*before.years, *now.years})
    totals = [{year: made.money(cents) for year, cents in zip(made.years, made.total, strict=True)}
              for made in (before, now)]  # fmt: skip
    costs = [(year, totals[0].get(year, 0), totals[1].get(year, 0)) for year in years]
    write_table(("year", "planned", "then"), costs, title=f"With contingency, {found.currency}", right="1 2")
    typer.echo(f"The plan ends on {after.end}.")


@plan.command()
def changes(before: FileArgument, after: FileArgument) -> None:
    """What changed from one version of a plan to another, as JSON. Exit 1 where something did.

    Examples:  passerelle plan changes adopted.yaml today.yaml
    """
    from passerelle.plans.changes import changes as between

    found = between(_read(before), _read(after))
    write_json([change.as_dict() for change in found])
    raise typer.Exit(1 if found else 0)


@plan.command("print")
def print_plan(
    file: FileArgument,
    out: Annotated[Path, typer.Option("--out", help="A file that ends in .pdf or .docx.")],
    language: Annotated[str, typer.Option("--language", help="en, nl, fr, es or ar.")] = "en",
    draws: Annotated[int, typer.Option("--draws", help="Of the range of costs.")] = 10_000,
) -> None:
    """Print a plan: summary, logical framework, Gantt chart, budget, screening annex, sources.

    Examples:  passerelle plan print strategy.yaml --out strategy.pdf
    """
    from passerelle.plans.budget import budget as forecast_of
    from passerelle.plans.draws import ranges

    if out.suffix.lower() not in (".pdf", ".docx"):
        raise typer.BadParameter(f'"{out}" ends neither in .pdf nor in .docx', param_hint="--out")
    can_be_written(out)
    found = _judged(_read(file), file, _today(), None)
    spread = ranges(forecast_of(found), draws=draws)
    if out.suffix.lower() == ".docx":
        from passerelle.output.plans.word import plan_docx

        _write_bytes(plan_docx(found, language=language, day=_today(), ranges=spread), out)
    else:
        from passerelle.output.plans.paper import plan_pdf

        _write_bytes(plan_pdf(found, language=language, day=_today(), ranges=spread), out)


@plan.command()
def schema() -> None:
    """The form of a plan as JSON Schema.

    Examples:  passerelle plan schema > plan.schema.json
    """
    from passerelle.plans.reading import schema as form

    write_json(form())


@plan.command("import-costs")
def import_costs(
    file: FileArgument,
    table: Annotated[Path, typer.Argument(help="Lines of costs, XLSX or CSV.")],
    out: Annotated[Path | None, typer.Option("--out", help="The plan with the lines, YAML; else to stdout.")] = None,
) -> None:
    """Take lines of costs from a table into a plan: all of them, or none with every row that cannot be.

    Examples:  passerelle plan import-costs strategy.yaml costs.xlsx --out with-costs.yaml
    """
    from passerelle.cli.writing import write_files
    from passerelle.exchange.costs import read_costs
    from passerelle.plans.reading import as_yaml

    made = read_costs(table.read_bytes(), table.name, _read(file))
    if out is None:
        typer.echo(as_yaml(made), nl=False)
    else:
        write_files({out: as_yaml(made)})
        say_aside(f"{out}: written.")
