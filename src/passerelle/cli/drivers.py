"""Commands on drivers: `fit`, `explain`.

Stands on `economy.drivers` and `writing`.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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
from passerelle.economy.drivers.kinds import Cluster, Flows, Specification

if TYPE_CHECKING:
    from passerelle.economy.drivers.gravity import Gravity

drivers = stage("Drivers: why people move, by a gravity model; associations over the world's corridors, no causes.")


@drivers.command()
def fit(
    specification: Annotated[
        Literal[Specification, "both"],
        typer.Option("--specification", help="pairs (origin and destination absorbed), places, or both."),
    ] = "both",
    flows: Annotated[Flows, typer.Option("--flows", help="ours, or published (Abel and Cohen).")] = "ours",
    periods: Annotated[
        list[str] | None, typer.Option("--periods", help="Such as 2015-2020; may be given again. All, if none.")
    ] = None,
    cluster: Annotated[Cluster, typer.Option("--cluster", help="ends (both), or pair.")] = "ends",
    out: Annotated[Path | None, typer.Option("--out", help="JSON that `explain --model` reads.")] = None,
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Fit the gravity model to the world's flows, by Poisson pseudo-maximum likelihood with clustered errors.

    Examples:  passerelle drivers fit  ·  passerelle drivers fit --flows published --specification pairs --format json
    ·  passerelle drivers fit --out fitted.json
    """
    from passerelle.economy.drivers.gravity import SPECIFICATIONS, fit_gravity
    from passerelle.economy.drivers.panel import PERIODS, gathered
    from passerelle.evidence.store import open_store

    store = open_store(tuple(evidence or ()))
    panel = gathered(store, tuple(periods or PERIODS), flows)
    wanted = [one for one in SPECIFICATIONS if specification in (one, "both")]
    found = {one: fit_gravity(panel, one, cluster=cluster, stamp=store.stamp) for one in wanted}
    for name, model in found.items():
        told = "; ".join(f"{count:,} rows: {why}" for why, count in model.left_out.items())
        say_aside(
            f"{name}: {model.rows:,} rows, {model.pairs:,} pairs, {model.steps} steps. Left out: {told or 'none'}."
        )
    if out is not None:
        whole = {name: model.as_dict() for name, model in found.items()}
        write_files({out: json_text(whole)})
    if format is Format.json:
        write_json({name: model.as_dict() for name, model in found.items()})
        return
    rows = [
        (name, driver, beta, error, beta / error)
        for name, model in found.items()
        for driver, beta, error in zip(model.names, model.coefficients.tolist(), model.errors.tolist(), strict=True)
    ]
    columns = ("specification", "driver", "coefficient", "error", "coefficient / error")
    if format is Format.csv:
        write_csv(columns, rows)
    else:
        shown = [(*row[:2], f"{row[2]:.3f}", f"{row[3]:.3f}", f"{row[4]:.1f}") for row in rows]
        write_table(columns, shown, title="Associations with the logarithm of flows in five years", right="2 3 4")


@drivers.command()
def explain(
    origin: Annotated[str, typer.Argument(help="Any spelling or code.")],
    destination: Annotated[str, typer.Argument(help="Any spelling or code.")],
    period: Annotated[str | None, typer.Option("--period", help="Such as 2010-2015; the newest, if none.")] = None,
    specification: Annotated[Specification, typer.Option("--specification", help="pairs or places.")] = "pairs",
    model: Annotated[Path | None, typer.Option("--model", help="What `fit --out` wrote; what ships, if none.")] = None,
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Each driver's part in the difference of a corridor from the average corridor, and what the model cannot say.

    Examples:  passerelle drivers explain Morocco France  ·  passerelle drivers explain BFA CIV --format json
    """
    from passerelle.base.corridors import Corridor
    from passerelle.base.names import find_place
    from passerelle.economy.drivers.explaining import NAMES, explained, largest_first
    from passerelle.evidence.store import open_store

    chosen = _model(model, specification)
    corridor = Corridor(find_place(origin).iso3, find_place(destination).iso3)
    found = explained(chosen, open_store(tuple(evidence or ())), corridor, period)
    for sentence in found.unsaid:
        say_aside(sentence)
    if format is Format.json:
        write_json(found.as_dict())
        return
    columns = ("driver", "times the average corridor", "low", "high", "log points")
    if format is Format.csv:
        rows = [(p.name, p.factor, p.low, p.high, p.points) for p in found.parts]
        write_csv(("driver", "factor", "low", "high", "points"), rows)
        return
    from math import exp

    shown = [
        (NAMES[p.name], f"× {p.factor:,.2f}", *(f"× {exp(v):,.2f}" if v is not None else "" for v in (p.low, p.high)),
         f"{p.points:+.2f}")
        for p in largest_first(found.parts)
    ]  # fmt: skip
    title = (
        f"{corridor.origin} to {corridor.destination}, {found.period}: fitted {found.fitted:,.0f} persons in five "
        f"years, average corridor {found.average:,.0f}; intervals of {found.level:.0%}"
    )
    write_table(columns, shown, title=title, right="1 2 3 4")


def _model(path: Path | None, specification: Specification) -> "Gravity":
    from passerelle.base.errors import ModelError
    from passerelle.economy.drivers.gravity import read_gravity, shipped

    if path is None:
        return shipped(specification)
    try:
        raw = json.loads(path.read_text("utf-8"))
        return read_gravity(raw[specification])
    except OSError as problem:
        raise ModelError(f"{path} cannot be read: {problem.strerror}.") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise ModelError(
            f'{path} holds no model "{specification}" as `passerelle drivers fit --out` writes it.'
        ) from problem
