"""Commands on flows: `estimate`, `world`, `score`.

Stands on `demography.flows` and `writing`.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.writing import EvidenceOption, say_aside, write_csv, write_json, write_table

if TYPE_CHECKING:
    from passerelle.demography.flows.estimate import FlowEstimate
    from passerelle.demography.flows.uncertainty import Draws

flows = typer.Typer(
    help="Flows estimated from stocks: your own tables, the whole world, and a score against reported flows.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_METHODS = "drop-negative, reverse-negative, rate, rogers, closed, open, open-dr, independence or pseudo-bayes"
_SHOWN = 6  # cells named one by one before the rest are counted


@flows.command()
def estimate(
    start: Annotated[Path, typer.Option("--start", help="Stocks at the start: wide CSV, first column `birth`.")],
    end: Annotated[Path, typer.Option("--end", help="Stocks at the end, of the same places.")],
    vital: Annotated[Path, typer.Option("--vital", help="CSV `code,births,deaths`, persons over the period.")],
    method: Annotated[str, typer.Option("--method", help=f"One of {_METHODS}.")] = "pseudo-bayes",
    seed_matrix: Annotated[
        Path | None,
        typer.Option("--seed-matrix", help="Relative chances of moves: wide CSV, first column `origin`."),
    ] = None,
    weight: Annotated[float, typer.Option("--weight", help="Of the fewest moves in pseudo-bayes.")] = 0.87,
    net_column: Annotated[
        str | None, typer.Option("--net-column", help="Column of --vital with net migration, for `rate`.")
    ] = None,
    isolated: Annotated[
        str, typer.Option("--isolated", help='Places without moves whose totals differ: "refuse" or "leave" out.')
    ] = "refuse",
    round_up: Annotated[bool, typer.Option("--round", help="Round pseudo-bayes to persons, as published.")] = False,
    draws: Annotated[int, typer.Option("--draws", help="Perturbed inputs for intervals; 0 for none.")] = 0,
    random_seed: Annotated[int, typer.Option("--random-seed", help="Of the draws.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", help="Where the flows go; stdout where it is not given.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="JSON with totals, residuals, steps.")] = None,
) -> None:
    """Estimate flows between places from two tables of migrant stocks.

    Examples:  passerelle flows estimate --start 2015.csv --end 2020.csv --vital vital.csv --method closed --out od.csv
    ·  passerelle flows estimate --start S0.csv --end S1.csv --vital V.csv --draws 200 --report report.json
    """
    from passerelle.base.errors import ModelError
    from passerelle.demography.flows.estimate import METHODS, estimated, rounded_mixture
    from passerelle.demography.flows.files import as_csv, read_inputs, read_like

    if method not in METHODS:
        raise ModelError(f'No method is called "{method}". Methods: {", ".join(METHODS)}.')
    if isolated not in ("refuse", "leave"):
        raise ModelError(f'--isolated is "refuse" or "leave", not "{isolated}".')
    if round_up and method != "pseudo-bayes":
        raise ModelError("--round goes with --method pseudo-bayes alone.")
    stocks, net = read_inputs(start, end, vital, net_column)
    seed = read_like(seed_matrix, "origin", stocks.places) if seed_matrix else None
    began = time.perf_counter()
    found = estimated(stocks, method, seed=seed, net=net, weight=weight, isolated=isolated)  # type: ignore[arg-type]
    table = rounded_mixture(found) if round_up else found.flows
    intervals = None
    if draws:
        intervals = _drawn(found, draws, random_seed, {"seed": seed, "weight": weight, "isolated": isolated})
    seconds = time.perf_counter() - began
    _tell(found)
    text = as_csv(stocks.places, table, "origin")
    about = report_of(found, seconds, intervals)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _written(out, text)
        if intervals is not None:
            for name, values in (("low", intervals.low), ("high", intervals.high)):
                _written(out.with_suffix(f".{name}.csv"), as_csv(stocks.places, values, "origin"))
    if report is not None:
        _written(report, json.dumps(about, indent=1, ensure_ascii=False) + "\n")


def _written(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    from passerelle.base.errors import EvidenceError

    fresh = path.with_name(f".{path.name}.part")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(path)
    except OSError as problem:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise EvidenceError(f"{path} cannot be written: {problem.strerror}.") from problem


def _drawn(found: "FlowEstimate", draws: int, random_seed: int, options: dict[str, Any]) -> "Draws":
    from rich.console import Console
    from rich.progress import track

    from passerelle.demography.flows.estimate import PLAIN
    from passerelle.demography.flows.uncertainty import drawn

    steps = iter(track(range(draws), description="draws", console=Console(stderr=True), transient=True))
    options = {} if found.method in PLAIN else options

    def advance(done: int, total: int) -> None:
        next(steps, None)

    return drawn(found.stocks, found.method, draws, random_seed=random_seed, progress=advance, **options)


def _tell(found: "FlowEstimate") -> None:
    """What was changed on the way and what the method does not meet: to stderr."""
    for sentence in found.told:
        say_aside(sentence)
    if found.negative:
        more = len(found.negative) - _SHOWN
        say_aside(
            f"Warning: {len(found.negative)} cells are below zero ({'; '.join(found.negative[:_SHOWN])}"
            + (f"; and {more} more" if more > 0 else "")
            + '). "open-dr" and "closed" avoid them.'
        )
    for residual in found.residuals:
        where = f", largest at {residual.place}" if residual.place else ""
        say_aside(f"residual {residual.name}: {residual.largest:,.3g} persons ({residual.relative:.1e}){where}")


def report_of(found: "FlowEstimate", seconds: float, intervals: "Draws | None" = None) -> dict[str, Any]:
    """The report of an estimate: method, totals, residuals, steps, seconds, what was changed, and intervals."""
    about: dict[str, Any] = {
        "method": found.method,
        "places": len(found.stocks.places),
        "total": float(found.flows.sum()),
        "population_start": float(found.stocks.start.sum()),
        "population_end": float(found.stocks.end.sum()),
        "births": float(found.stocks.births.sum()),
        "deaths": float(found.stocks.deaths.sum()),
        "residuals": {
            r.name: {"largest": r.largest, "relative": r.relative, "place": r.place} for r in found.residuals
        },
        "iterations": found.steps,
        "seconds": round(seconds, 4),
        "cells_made_zero": found.account.zeroed if found.account is not None else 0,
        "negative_cells": list(found.negative),
        "told": list(found.told),
    }
    if found.account is not None:
        about["rest_of_world"] = {
            "arrived": float(found.account.arrived.sum()), "left": float(found.account.left.sum()),
        }  # fmt: skip
        about["by_type"] = {kind: float(table.sum()) for kind, table in found.by_type().items()}
    if intervals is not None:
        from numpy import quantile

        tail = (1 - intervals.level) / 2
        low, median, high = (float(v) for v in quantile(intervals.total, (tail, 0.5, 1 - tail)))
        about["interval"] = {
            "level": intervals.level, "draws": len(intervals.total), "refused": intervals.refused,
            "total": {"low": low, "median": median, "high": high},
        }  # fmt: skip
    return about


@flows.command()
def world(
    periods: Annotated[
        list[str] | None,
        typer.Option("--periods", help="Such as 2015-2020; may be given again. All, if none."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The folder of evidence that gains the estimates.")] = Path(
        "evidence"
    ),
    draws: Annotated[int, typer.Option("--draws", help="Perturbed inputs for intervals; 0 for none.")] = 200,
    random_seed: Annotated[int, typer.Option("--random-seed", help="Of the draws.")] = 2026,
    report: Annotated[Path | None, typer.Option("--report", help="JSON with totals, residuals and agreement.")] = None,
    small: Annotated[bool, typer.Option("--small", help="Only the methods and sexes that ship.")] = False,
    evidence: EvidenceOption = None,
) -> None:
    """Estimate the flows of the world by eight methods, period and sex, with intervals, into a folder of evidence.

    The estimates become a source of their own, `passerelle_flows`; pages and `passerelle corridor` show them beside the
    published ones when the folder is given to them.

    Examples:  passerelle flows world --out my-evidence  ·  passerelle flows world --periods 2015-2020 --draws 50
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from passerelle.demography.flows.world import estimate_world, gathered
    from passerelle.demography.flows.world_draws import draw_world
    from passerelle.demography.flows.world_table import SOURCE, agreement, as_observations
    from passerelle.demography.flows.world_table import report as report_of_world
    from passerelle.evidence.build import add
    from passerelle.evidence.report import SourceReport
    from passerelle.evidence.store import open_store

    store = open_store(tuple(evidence or ()))
    inputs = gathered(store, tuple(periods or ()))
    estimates = estimate_world(inputs)
    scores = agreement(inputs, estimates, store)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("draws", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        intervals = draw_world(inputs, draws, random_seed=random_seed, progress=tell) if draws else {}
    made = as_observations(inputs, estimates, intervals, small=small)
    about = report_of_world(inputs, estimates, intervals, scores)
    paper = SourceReport(SOURCE)
    for method, told in about["methods"].items():
        for name, residual in told["residuals"].items():
            paper.tell(f"{method}: largest error of the identity {name}", 0.0, residual["largest"], residual["place"])
    add(out, made, paper)
    if report is not None:
        _written(report, json.dumps(about, indent=1, ensure_ascii=False) + "\n")
    _tell_world(about)
    for sentence in about["told"]:
        say_aside(sentence)
    say_aside(
        f"{made.height:,} rows of {SOURCE} in {out}. Rogers and von Rabenau's method is left out: most of its "
        "for the world are below zero."
    )


def _tell_world(about: dict[str, Any]) -> None:
    rows = []
    for method, told in about["methods"].items():
        for period, entry in told["periods"].items():
            span, score = entry.get("interval"), entry.get("agreement_with_published") or {}
            rows.append(
                (
                    method,
                    period,
                    f"{entry['total']:,}",
                    f"{span['low']:,} – {span['high']:,}" if span else "",
                    f"{entry['per_1000']:.1f}",
                    *(f"{score[name]:.3f}" if score.get(name) is not None else "" for name in ("count", "log_count")),
                )
            )
    write_table(
        ("method", "period", "moved", "interval of 80 %", "per 1,000", "r published", "r of logs"),
        rows,
        right="2 3 4 5 6",
    )


@flows.command()
def score(
    estimated: Annotated[Path, typer.Argument(metavar="OD", help="Estimated flows, as `estimate` writes them.")],
    reported: Annotated[
        Path, typer.Argument(metavar="REPORTED", help="Reported flows: wide as OD, or long `origin,destination,value`.")
    ],
    populations: Annotated[
        Path | None, typer.Option("--populations", help="CSV `code,population` of the origins, for rates.")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, json or csv.")] = "table",
) -> None:
    """Score estimated flows against reported ones: correlations, errors, share within a factor of three.

    Examples:  passerelle flows score od.csv reported.csv  ·  passerelle flows score od.csv reported.csv --format json
    """
    from passerelle.demography.flows.files import read_pairs, read_people
    from passerelle.demography.flows.scoring import PUBLISHED, scored

    found = scored(
        read_pairs(estimated), read_pairs(reported), read_people(populations) if populations else None
    ).as_dict()
    if format == "json":
        write_json(found)
    elif format == "csv":
        write_csv(("statistic", "value"), found.items())
    else:
        write_table(("statistic", "value"), [(k, f"{v:,.4g}" if v is not None else "") for k, v in found.items()],
                    right="1")  # fmt: skip
        rows = [
            (method, collection, *(f"{r:.2f}" for r in values), *[""] * (4 - len(values)))
            for method, table in PUBLISHED.items()
            for collection, values in table.items()
        ]
        write_table(("published for 1990–2020", "reports", "count", "log", "proportion", "rate"), rows, right="2 3 4 5")
