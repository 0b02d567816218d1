"""The command on populations: `project`.

Stands on `demography.cohorts` and `writing`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import (
    EvidenceOption,
    Format,
    FormatOption,
    json_text,
    say_aside,
    write_csv,
    write_files,
    write_json,
    write_table,
)
from passerelle.demography.cohorts.kinds import Hold, Rule, Shape

if TYPE_CHECKING:
    from passerelle.demography.cohorts.labour import Participation
    from passerelle.demography.cohorts.projection import Projection
    from passerelle.demography.cohorts.scenarios import Scenario
    from passerelle.demography.cohorts.uncertainty import Draws
    from passerelle.demography.residuals import Residual

population = stage("Populations projected by age and sex, with and without migration.")
COLUMNS = (
    "place", "year", "population", "under_15", "aged_15_64", "aged_65_and_over", "youth_dependency",
    "old_age_dependency", "dependency", "prospective_old_age_dependency", "working_age_change", "labour_force",
    "births", "deaths", "net_migration",
)  # fmt: skip
INTERVALS = {"population": "total", "aged_15_64": "working", "old_age_dependency": "old_dependency"}
AGE_COLUMNS = ("place", "year", "sex", "age", "persons")
NOT_KNOWN = "not known"
_SHOWN = 6  # places named one by one before the rest are counted


@population.command()
def project(
    places: Annotated[
        list[str] | None, typer.Argument(help="Codes or names; all that WPP 2019 has by age, if none.")
    ] = None,
    scenario: Annotated[
        str,
        typer.Option("--scenario", help="no-migration, published, estimated, abel-cohen, or your own table FILE.csv."),
    ] = "published",
    first: Annotated[int, typer.Option("--from", help="The first year: 1950, 1955 … 2020.")] = 2020,
    last: Annotated[int, typer.Option("--to", help="The last year.")] = 2050,
    rates: Annotated[
        Rule, typer.Option("--rates", help='After 2020: the "trend" of the last ten years, fading, or "held".')
    ] = "trend",
    composition: Annotated[
        Shape | None,
        typer.Option("--composition", help='Sexes and ages of net migrants: the place\'s "own", or a "model".'),
    ] = None,
    hold: Annotated[
        Hold | None, typer.Option("--hold", help='Flows held as "rates" of leaving or as "counts" of persons.')
    ] = None,
    average: Annotated[
        int, typer.Option("--average", help="How many of the last five-year periods' mean migration is held.")
    ] = 4,
    participation: Annotated[
        Path | None,
        typer.Option("--participation", help="CSV `place,sex,age,rate` (%) of taking part in the labour force."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws of rates and migration for intervals; 0, none.")] = 0,
    random_seed: Annotated[int, typer.Option("--random-seed", help="Of the draws.")] = 0,
    by_age: Annotated[bool, typer.Option("--by-age", help="As CSV: persons by sex and age, not sums.")] = False,
    format: FormatOption = Format.table,
    out: Annotated[
        Path | None, typer.Option("--out", help="A file: JSON if its name ends so or --format says so, else CSV.")
    ] = None,
    evidence: EvidenceOption = None,
) -> None:
    """Project populations by five-year age and sex, with births, deaths, migration, dependants and working age.

    A table of migration has `origin,destination,value` or `place,net`: persons over five years, held. What is assumed
    and how well the accounts balance is told on stderr.

    Examples:  passerelle population project Morocco NLD --to 2040  ·  passerelle population project DEU --scenario
    no-migration --format json  ·  passerelle population project --scenario estimated --draws 200 --out world.csv
    """
    from passerelle.base.errors import ModelError
    from passerelle.demography.cohorts.labour import known_participation, read_participation
    from passerelle.evidence.store import open_store

    if by_age and (format is Format.json or (format is Format.table and out is None)):
        raise ModelError("--by-age goes with --format csv or --out FILE.csv; JSON has all ages without it.")
    store = open_store(tuple(evidence or ()))
    codes = _codes(places)
    span: dict[str, Any] = {"first": first, "last": last, "rule": rates, "averaged": average}
    planned = _scenario(store, scenario, codes, span, composition, hold)
    shown = codes or planned.places
    found = planned.project()
    if participation is not None:
        working = read_participation(participation, planned.places)
    else:
        working = known_participation(store, planned.places)
    intervals = _drawn(planned, draws, random_seed) if draws else None
    residuals = found.residuals if not codes or found.arrivals is not None else found.residuals[:1]
    _tell(planned, found, residuals, shown, working)
    rows = summary(found, shown, working, intervals)
    _give(planned, found, residuals, shown, rows, intervals, format, out, by_age)


def _give(
    planned: "Scenario",
    found: "Projection",
    residuals: "Sequence[Residual]",
    shown: tuple[str, ...],
    rows: list[list[Any]],
    intervals: "Draws | None",
    format: Format,
    out: Path | None,
    by_age: bool,
) -> None:
    """Write the result in the form asked for, to a file or to stdout."""
    table = (AGE_COLUMNS, ages(found, shown)) if by_age else (_columns(intervals), rows)
    if format is Format.json or (out is not None and out.suffix == ".json"):
        whole = document(planned, found, residuals, shown, rows)
        if out is None:
            write_json(whole)
        else:
            write_files({out: json_text(whole)})
    elif out is not None:
        write_files({out: _as_csv(*table)})
    elif format is Format.csv:
        write_csv(*table)
    else:
        _show(planned, rows, intervals)


def _codes(places: list[str] | None) -> tuple[str, ...]:
    from passerelle.base.names import find_place

    return tuple(dict.fromkeys(find_place(place).iso3 for place in places or ()))


def _scenario(
    store: Any, name: str, codes: tuple[str, ...], years: dict[str, Any], composition: Shape | None, hold: Hold | None
) -> "Scenario":
    from passerelle.demography.cohorts.scenarios import Span
    from passerelle.demography.cohorts.scenarios import scenario as scenario_of

    return scenario_of(store, name, places=codes, span=Span(**years), composition=composition, hold=hold)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int, int], None]]:
    """A bar that shows with the first draws, so that what is refused before is told alone."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("draws", total=total)

    def advance(done: int, _: int) -> None:
        bar.start()
        bar.update(task, completed=done)

    try:
        yield advance
    finally:
        bar.stop()


def _drawn(planned: "Scenario", draws: int, random_seed: int) -> "Draws":
    from passerelle.demography.cohorts.uncertainty import drawn

    with _bar(draws) as advance:
        return drawn(planned, draws, random_seed=random_seed, progress=advance)


def _tell(
    planned: "Scenario",
    found: "Projection",
    residuals: "Sequence[Residual]",
    shown: tuple[str, ...],
    working: "Participation",
) -> None:
    """What is assumed, what does not balance, what is not known: to stderr."""
    from passerelle.demography.cohorts.labour import not_known, of_one_rate

    for sentence in planned.told:
        say_aside(sentence)
    for told in residuals:
        say_aside(f"residual {told.name}: {told.largest:,.3g} persons ({told.relative:.1e}), largest at {told.place}")
    if found.held_back is not None and found.held_back.sum() >= 1:
        lost = found.held_back.sum(0)
        order = sorted(range(len(lost)), key=lambda at: -lost[at])
        worst = "; ".join(f"{planned.places[at]} {lost[at]:,.0f}" for at in order[:_SHOWN] if lost[at] >= 1)
        say_aside(f"Warning: {lost.sum():,.0f} persons could not leave, as nobody of their age was left ({worst}).")
    unknown = [place for place in not_known(working) if place in shown]
    if unknown:
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        say_aside(
            f"Participation in the labour force is not known of {', '.join(unknown[:_SHOWN])}{more}: --participation "
            "gives it, or a folder of --evidence with ILOSTAT's files."
        )
    crude = [place for place in of_one_rate(working) if place in shown]
    if crude:
        say_aside(f"Participation of {', '.join(crude[:_SHOWN])} is one rate for all of 15 and over: ageing is missed.")


def summary(
    found: "Projection", shown: tuple[str, ...], working: "Participation", intervals: "Draws | None"
) -> list[list[Any]]:
    """One row a place and year, in the order of `COLUMNS`, then low and high of each of `INTERVALS`.

    Births, deaths and net migration are those of the five years before; None at the first year. Ratios to a tenth,
    persons whole; None is not known.
    """
    import numpy as np

    from passerelle.demography.cohorts.ages import OLD, WORKING, YOUNG
    from passerelle.demography.cohorts.labour import labour_force
    from passerelle.demography.cohorts.structure import aged, dependency, prospective_old_age, working_age_change

    people = found.population
    ratios, force = dependency(people), labour_force(people, working)
    old_from = found.rates.old_from
    ahead = np.full(ratios.total.shape, np.nan)
    if old_from is not None:  # a year's life table is that of the period that it ends; the first year's, of the first
        ahead = prospective_old_age(people, np.concatenate([old_from[:1], old_from]))
    events = [np.concatenate([np.full((1, len(found.places)), np.nan), table.sum(1)]) for table in
              (found.births, found.deaths, found.net)]  # fmt: skip
    columns = [
        *((table, 0) for table in (found.total, *(aged(people, group) for group in (YOUNG, WORKING, OLD)))),
        *((table, 1) for table in (ratios.youth, ratios.old_age, ratios.total, ahead, working_age_change(people))),
        (force, 0),
        *((table, 0) for table in events),
    ]
    if intervals is not None:
        for measure in INTERVALS.values():
            low, _, high = intervals.interval(measure)
            digits = 1 if measure.endswith("dependency") else 0
            columns += [(low, digits), (high, digits)]
    rows = []
    for place in shown:
        at = found.places.index(place)
        for t, year in enumerate(found.years):
            rows.append([place, year, *(_cell(float(table[t, at]), digits) for table, digits in columns)])
    return rows


def _cell(value: float, digits: int) -> float | int | None:
    if value != value:
        return None
    # the sum of what nobody did is no minus nothing
    return round(value) if digits == 0 else round(value, digits) + 0.0


def _columns(intervals: "Draws | None") -> list[str]:
    more = [f"{name}_{end}" for name in INTERVALS for end in ("low", "high")] if intervals is not None else []
    return [*COLUMNS, *more]


def ages(found: "Projection", shown: tuple[str, ...]) -> Iterator[list[Any]]:
    """Persons by place, year, sex and age code, in the order of `AGE_COLUMNS`; as computed, not rounded."""
    from passerelle.demography.cohorts.ages import AGE_CODES, SEXES

    for place in shown:
        at = found.places.index(place)
        for t, year in enumerate(found.years):
            for s, sex in enumerate(SEXES):
                for age, persons in zip(AGE_CODES, found.population[t, s, at], strict=True):
                    yield [place, year, sex, age, float(persons)]


def document(
    planned: "Scenario",
    found: "Projection",
    residuals: "Sequence[Residual]",
    shown: tuple[str, ...],
    rows: list[list[Any]],
) -> dict[str, Any]:
    """The whole as one document: scenario, assumptions, residuals, and by place the sums and the pyramid."""
    from passerelle.demography.cohorts.ages import AGE_CODES
    from passerelle.demography.cohorts.inputs import SOURCE, VINTAGE

    extra = len(rows[0]) > len(COLUMNS)
    names = [*COLUMNS, *(f"{name}_{end}" for name in INTERVALS for end in ("low", "high"))] if extra else COLUMNS
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return {
        "scenario": planned.name,
        "source": SOURCE,
        "vintage": VINTAGE,
        "first": planned.first,
        "assumptions": list(planned.told),
        "residuals": {r.name: {"largest": r.largest, "relative": r.relative} for r in residuals},
        "ages": list(AGE_CODES),
        "places": [
            {
                "place": place,
                "years": [{k: v for k, v in row.items() if k != "place"} for row in told if row["place"] == place],
                "women": _whole(found, place, 0),
                "men": _whole(found, place, 1),
            }
            for place in shown
        ],
    }


def _whole(found: "Projection", place: str, sex: int) -> list[list[int]]:
    people = found.population[:, sex, found.places.index(place)]
    return [[round(float(persons)) for persons in year] for year in people]


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    import csv
    import io

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return table.getvalue()


def _show(planned: "Scenario", rows: list[list[Any]], intervals: "Draws | None") -> None:
    """A table for people: thousands, ratios, and the interval of the population where there are draws."""

    def thousands(value: Any) -> str:
        return "" if value is None else f"{value / 1000:,.0f}"

    shown = []
    for row in rows:
        cell = dict(zip(_columns(intervals), row, strict=True))
        span = [f"{thousands(cell['population_low'])} – {thousands(cell['population_high'])}"] if intervals else []
        force = NOT_KNOWN if cell["labour_force"] is None else thousands(cell["labour_force"])
        shown.append((
            cell["place"], cell["year"], thousands(cell["population"]), *span, thousands(cell["aged_15_64"]),
            *("" if cell[name] is None else f"{cell[name]:.1f}" for name in (
                "working_age_change", "youth_dependency", "old_age_dependency", "prospective_old_age_dependency")),
            force, *(thousands(cell[name]) for name in ("births", "deaths", "net_migration")),
        ))  # fmt: skip
    level = [f"interval of {intervals.level * 100:.0f} %"] if intervals else []
    write_table(
        ("place", "year", "people", *level, "15–64", "change, %", "youth", "old age", "prospective", "labour force",
         "births", "deaths", "net migration"),
        shown, title=f"{planned.name}: thousands; dependants for each 100 aged 15–64", right=" ".join(
            str(column) for column in range(1, 12 + len(level))),
    )  # fmt: skip
