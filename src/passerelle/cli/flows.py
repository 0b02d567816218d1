"""Commands on flows: `estimate`, `world`, `score`.

Stands on `demography.flows` and `writing`.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import (
    EvidenceOption,
    Format,
    FormatOption,
    can_be_written,
    json_text,
    say_aside,
    write_csv,
    write_files,
    write_json,
    write_table,
)
from passerelle.demography.flows.kinds import Births, Deaths, Isolated, Method, World

if TYPE_CHECKING:
    from passerelle.demography.flows.calibration import Calibration
    from passerelle.demography.flows.estimate import FlowEstimate
    from passerelle.demography.flows.uncertainty import Draws

flows = stage("Flows estimated from stocks: your own tables, the whole world, and a score against reported flows.")
_SHOWN = 6  # cells named one by one before the rest are counted

StartOption = Annotated[Path, typer.Option("--start", help="Stocks at the start: wide CSV, first column `birth`.")]
EndOption = Annotated[Path, typer.Option("--end", help="Stocks at the end, of the same places.")]
VitalOption = Annotated[Path, typer.Option("--vital", help="CSV `code,births,deaths`, persons over the period.")]
# nine words would be too wide beside the others
MethodOption = Annotated[
    Method, typer.Option("--method", metavar="METHOD", help=f"One of {', '.join(get_args(Method))}.")
]
SeedOption = Annotated[
    Path | None, typer.Option("--seed-matrix", help="Relative chances of moves: wide CSV, first column `origin`.")
]
WeightOption = Annotated[
    float | None, typer.Option("--weight", help="Of the fewest moves in pseudo-bayes; 0.87 where it is not given.")
]
CalibrateOption = Annotated[
    Path | None,
    typer.Option("--calibrate", help="Reported flows from which the weight is taken: as REPORTED of `flows score`."),
]
NetOption = Annotated[
    str | None, typer.Option("--net-column", help="Column of --vital with net migration, for `rate`.")
]
BirthsOption = Annotated[
    Births, typer.Option("--births", help='Births taken out of the "native" or, by birthplace, in "proportion".')
]
DeathsOption = Annotated[
    Deaths, typer.Option("--deaths", help='Deaths by birthplace in "proportion" or by "accounting" (experimental).')
]
RescaleOption = Annotated[
    World,
    typer.Option("--rescale", help='World accounts closed "before" or "after" births and deaths are taken out.'),
]
IsolatedOption = Annotated[
    Isolated, typer.Option("--isolated", help='Places without moves whose totals differ: "refuse" or "leave" out.')
]
RoundOption = Annotated[bool, typer.Option("--round", help="Round pseudo-bayes to persons, as published.")]
DrawsOption = Annotated[int, typer.Option("--draws", help="Perturbed inputs for intervals; 0 for none.")]
SeedOfDrawsOption = Annotated[int, typer.Option("--random-seed", help="Of the draws.")]
LevelOption = Annotated[float, typer.Option("--level", help="Share of the draws inside the intervals.")]
QualityOption = Annotated[
    str | None,
    typer.Option("--quality-column", help="Column of --vital with the class of each place's stocks: 0 best to 3."),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Where the flows go; stdout where it is not given. Intervals beside it.")
]
ReportOption = Annotated[Path | None, typer.Option("--report", help="JSON with totals, residuals, steps, intervals.")]
TypeOption = Annotated[
    Path | None, typer.Option("--by-type", help="CSV of moves outward, back and in transit, for methods with accounts.")
]
BirthplaceOption = Annotated[
    Path | None, typer.Option("--by-birthplace", help="CSV of moves by birthplace, for methods with accounts.")
]


@flows.command()
def estimate(
    start: StartOption,
    end: EndOption,
    vital: VitalOption,
    method: MethodOption = "pseudo-bayes",
    seed_matrix: SeedOption = None,
    weight: WeightOption = None,
    calibrate: CalibrateOption = None,
    net_column: NetOption = None,
    births: BirthsOption = "native",
    deaths: DeathsOption = "proportion",
    rescale: RescaleOption = "before",
    isolated: IsolatedOption = "refuse",
    round_up: RoundOption = False,
    draws: DrawsOption = 0,
    random_seed: SeedOfDrawsOption = 0,
    level: LevelOption = 0.8,
    quality_column: QualityOption = None,
    out: OutOption = None,
    report: ReportOption = None,
    by_type: TypeOption = None,
    by_birthplace: BirthplaceOption = None,
) -> None:
    """Estimate flows between places from two tables of migrant stocks.

    Residuals of every identity, and all that was changed on the way, are said on stderr and stand in the report.

    Examples:  passerelle flows estimate --start 2015.csv --end 2020.csv --vital vital.csv --method closed --out od.csv
    ·  passerelle flows estimate --start S0.csv --end S1.csv --vital V.csv --draws 200 --report report.json
    ·  passerelle flows estimate --start S0.csv --end S1.csv --vital V.csv --calibrate reported.csv --by-type types.csv
    """
    from passerelle.demography.flows.estimate import estimated, rounded_mixture
    from passerelle.demography.flows.files import as_csv, as_rows, read_inputs, read_like
    from passerelle.demography.flows.reporting import report_of, rows_by_birthplace, rows_by_type

    _refuse_idle(method, births, deaths, rescale)
    _refuse_unused(method, weight=weight, calibrate=calibrate, rounds=round_up, quality=quality_column, draws=draws)
    for path in (out, report, by_type, by_birthplace):
        if path is not None:
            can_be_written(path)
    stocks, columns = read_inputs(start, end, vital, [name for name in (net_column, quality_column) if name])
    options: dict[str, Any] = {"births": births, "deaths": deaths, "world": rescale, "isolated": isolated}
    if seed_matrix:
        options["seed"] = read_like(seed_matrix, stocks.places)
    if net_column:
        options["net"] = columns[net_column]
    if weight is not None:
        options["weight"] = weight
    began, calibration = time.perf_counter(), None
    found = estimated(stocks, method, **options)
    if calibrate:
        calibration = _calibrated(found, calibrate)
        options["weight"] = calibration.weight
        found = estimated(stocks, method, **options)
    seconds = time.perf_counter() - began
    intervals = None
    if draws:
        quality = columns[quality_column] if quality_column else None
        intervals = _drawn(found, draws, options, random_seed=random_seed, level=level, quality=quality)
    _tell(found, intervals)
    table = rounded_mixture(found) if round_up else found.flows
    texts: list[_Text] = [(out, lambda: as_csv(stocks.places, table, "origin"))]
    if out is not None and intervals is not None:
        low, high = intervals.low, intervals.high
        texts.append((out.with_suffix(".low.csv"), lambda: as_csv(stocks.places, low, "origin")))
        texts.append((out.with_suffix(".high.csv"), lambda: as_csv(stocks.places, high, "origin")))
    if report is not None:
        texts.append((report, lambda: json_text(report_of(found, seconds, intervals, calibration))))
    if by_type is not None:
        texts.append((by_type, lambda: as_rows(_TYPE_COLUMNS, rows_by_type(found))))
    if by_birthplace is not None:
        texts.append((by_birthplace, lambda: as_rows(_BIRTHPLACE_COLUMNS, rows_by_birthplace(found))))
    _given(texts)


_Text = tuple[Path | None, Callable[[], str | Iterable[str]]]  # where to, stdout where nowhere, and what makes it
_TYPE_COLUMNS = ("origin", "destination", "outward", "return", "transit")
_BIRTHPLACE_COLUMNS = ("birth", "origin", "destination", "persons")


def _refuse_idle(method: Method, births: Births, deaths: Deaths, rescale: World) -> None:
    """Another way of taking out births and deaths, or of closing the world, where the method does neither."""
    from passerelle.base.errors import ModelError
    from passerelle.demography.flows.estimate import PLAIN

    ways = (("--births", births != "native", PLAIN), ("--deaths", deaths != "proportion", PLAIN),
            ("--rescale", rescale != "before", PLAIN | {"open", "open-dr"}))  # fmt: skip
    for option, changed, idle in ways:
        if changed and method in idle:
            raise ModelError(f"{option} changes nothing in the method {method}. Take it away.")


def _refuse_unused(
    method: Method, *, weight: float | None, calibrate: Path | None, rounds: bool, quality: str | None, draws: int
) -> None:
    """Options that would change nothing are said, those that a reader would rely on are refused."""
    from passerelle.base.errors import ModelError

    if method != "pseudo-bayes":
        for given, option in ((calibrate, "--calibrate"), (rounds, "--round")):
            if given:
                raise ModelError(f"{option} goes with --method pseudo-bayes alone.")
        if weight is not None:
            say_aside("--weight changes nothing here: it goes with --method pseudo-bayes alone.")
    if weight is not None and calibrate is not None:
        raise ModelError("--weight and --calibrate exclude one another: the weight is given, or it is calibrated.")
    if quality is not None and not draws:
        raise ModelError("--quality-column goes with --draws: classes of quality widen intervals.")


def _calibrated(found: "FlowEstimate", reported: Path) -> "Calibration":
    """The weight at which the mixture is nearest to the reports; the curve on which it lies is said."""
    from passerelle.demography.flows.calibration import calibrated
    from passerelle.demography.flows.files import read_pairs

    (_, least), (_, most) = found.moves
    calibration = calibrated(found.stocks.places, least.table(), most.table(), read_pairs(reported))
    say_aside(
        f"weight {calibration.weight:.3f} calibrated on {calibration.pairs} reported flows, {calibration.low:.3f} to "
        f"{calibration.high:.3f} with each destination left out in turn; error (root mean square of log ratios) "
        f"{calibration.error:.3f}"
    )
    say_aside("error at weights " + ", ".join(f"{w:.1f}: {error:.3f}" for w, error in calibration.curve[::5]))
    return calibration


def _given(texts: Iterable[_Text]) -> None:
    """Files first, all or none of them; then what goes to stdout."""
    from passerelle.base.errors import ModelError

    files: dict[Path, str | Iterable[str]] = {}
    aloud: list[str | Iterable[str]] = []
    for path, make in texts:
        if path is None:
            aloud.append(make())
        elif path in files:
            raise ModelError(f"{path} is named for two results. Give each a file of its own.")
        else:
            files[path] = make()
    write_files(files)
    for text in aloud:
        typer.echo(text if isinstance(text, str) else "".join(text), nl=False)


def _drawn(found: "FlowEstimate", draws: int, options: dict[str, Any], **settings: Any) -> "Draws":
    from rich.console import Console
    from rich.progress import track

    from passerelle.demography.flows.estimate import PLAIN
    from passerelle.demography.flows.uncertainty import drawn

    console = Console(stderr=True)
    steps = iter(track(range(draws), "draws", console=console, transient=True, disable=not console.is_terminal))
    if found.method in PLAIN:
        options = {name: value for name, value in options.items() if name == "net"}

    def advance(done: int, total: int) -> None:
        next(steps, None)

    return drawn(found.stocks, found.method, draws, progress=advance, **settings, **options)


def _tell(found: "FlowEstimate", intervals: "Draws | None") -> None:
    """What was changed on the way, what the method does not meet, and how sure it is: to stderr."""
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
    if intervals is not None:
        low, _, high = intervals.interval(intervals.total)
        left_out = f"; {intervals.refused} draws could not be closed and are left out" if intervals.refused else ""
        say_aside(
            f"{intervals.level:.0%} of {len(intervals.total)} draws have {low:,.0f} to {high:,.0f} moves in all, where "
            f"the estimate has {found.flows.sum():,.0f}{left_out}"
        )


@flows.command()
def world(
    periods: Annotated[
        list[str] | None,
        typer.Option("--periods", help="Such as 2015-2020, or several with commas; may be given again. All, if none."),
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

    if report is not None:
        can_be_written(report)
    store = open_store(tuple(evidence or ()))
    inputs = gathered(store, [period.strip() for words in periods or () for period in words.split(",")])
    estimates = estimate_world(inputs)
    scores = agreement(inputs, estimates, store)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
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
        write_files({report: json_text(about)})
    _tell_world(about)
    for sentence in about["told"]:
        say_aside(sentence)
    say_aside(
        f"{made.height:,} rows of {SOURCE} in {out}. Rogers and von Rabenau's method is left out: nearly half of "
        "its cells for the world are below zero."
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
    format: FormatOption = Format.table,
) -> None:
    """Score estimated flows against reported ones: correlations, errors, share within a factor of three.

    Examples:  passerelle flows score od.csv reported.csv  ·  passerelle flows score od.csv reported.csv --format json
    """
    from passerelle.demography.flows.files import read_pairs, read_people
    from passerelle.demography.flows.scoring import PUBLISHED, scored

    found = scored(
        read_pairs(estimated), read_pairs(reported), read_people(populations) if populations else None
    ).as_dict()
    if format is Format.json:
        write_json(found)
    elif format is Format.csv:
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
