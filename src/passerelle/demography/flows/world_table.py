"""The world's estimates as observations of the evidence, and how they agree with the published ones.

Stands on `world`, `world_draws`, and the evidence's contract for rows.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from passerelle.demography.draws import LEVEL
from passerelle.demography.fitting import Array
from passerelle.demography.flows.estimate import FlowEstimate
from passerelle.demography.flows.kinds import Method
from passerelle.demography.flows.reporting import TYPES
from passerelle.demography.flows.scoring import Score, scored
from passerelle.demography.flows.world import SEXES, World
from passerelle.demography.flows.world_draws import Interval, Intervals
from passerelle.evidence.observations import observations
from passerelle.evidence.store import Store

SOURCE = "passerelle_flows"
VINTAGE = "2026-11"
FLOW, TOTAL = "migration_flow_estimate", "migration_flow_estimate_total"
# our methods and the columns of the published table that are made in the same way
PUBLISHED_AS: Mapping[Method, str] = {
    "drop-negative": "SD_DROP_NEG", "reverse-negative": "SD_REV_NEG", "rate": "MIG_RATE", "open-dr": "DA_MIN_OPEN",
    "closed": "DA_MIN_CLOSED", "pseudo-bayes": "DA_PB_CLOSED",
}  # fmt: skip
SHIPPED: tuple[tuple[Method, tuple[str, ...]], ...] = (
    ("pseudo-bayes", ("F", "M", "_T")), ("closed", ("_T",)), ("open-dr", ("_T",)), ("reverse-negative", ("_T",)),
)  # fmt: skip


def breakdown(method: Method) -> str:
    """The code under which a method's flows stand in the evidence."""
    return method.upper().replace("-", "_")


def by_sex(estimate: FlowEstimate, period: int, sex: str) -> Array:
    """(n, n) flows of one period: women, men, or their sum."""
    flows: Array = estimate.flows[period].sum(0) if sex == "_T" else estimate.flows[period, SEXES.index(sex)]
    return flows


def as_observations(
    world: World,
    estimates: Mapping[Method, FlowEstimate],
    intervals: Intervals,
    *,
    small: bool = False,
) -> pl.DataFrame:
    """Flows of at least half a person in whole persons, with their intervals, and totals by place.

    A place's totals are there for every method and period, so that a pair without a row between two such places is
    known to be below half a person. `small` keeps the methods and sexes that ship.
    """
    kept = dict(SHIPPED) if small else dict.fromkeys(estimates, ("F", "M", "_T"))
    frames = []
    for method, sexes in kept.items():
        for p, period in enumerate(world.periods):
            for sex in sexes:
                flows = by_sex(estimates[method], p, sex)
                frames.append(_pairs(world, method, period, sex, flows, intervals.get((method, period, sex))))
                frames.append(_totals(world, method, period, sex, flows))
    return observations(pl.concat(frames, how="diagonal").with_columns(VINTAGE=pl.lit(VINTAGE)))


def _shared(method: Method, period: str, sex: str) -> dict[str, Any]:
    return {
        "SEX": pl.lit(sex), "COMP_BREAKDOWN": pl.lit(breakdown(method)), "TIME_PERIOD": pl.lit(period),
        "UNIT_MEASURE": pl.lit("PS"), "OBS_STATUS": pl.lit("E"),
    }  # fmt: skip


def _pairs(
    world: World, method: Method, period: str, sex: str, flows: Array, interval: Interval | None
) -> pl.DataFrame:
    names = np.array(world.stocks.places)
    i, j = np.nonzero(np.abs(flows) >= 0.5)
    table: dict[str, Any] = {
        "COUNTERPART_AREA": names[i], "REF_AREA": names[j], "OBS_VALUE": np.rint(flows[i, j]),
    }  # fmt: skip
    if interval is not None:
        # errors add moves that nobody made, so that draws lie above the estimate: the interval always holds it
        table |= {
            "LOWER": np.rint(np.minimum(interval.low[i, j], flows[i, j])),
            "UPPER": np.rint(np.maximum(interval.high[i, j], flows[i, j])),
        }
    return pl.DataFrame(table).with_columns(INDICATOR=pl.lit(FLOW), **_shared(method, period, sex))


def _totals(world: World, method: Method, period: str, sex: str, flows: Array) -> pl.DataFrame:
    names = list(world.stocks.places)
    out = pl.DataFrame({"COUNTERPART_AREA": names, "REF_AREA": "W0", "OBS_VALUE": np.rint(flows.sum(1))})
    into = pl.DataFrame({"COUNTERPART_AREA": "_T", "REF_AREA": names, "OBS_VALUE": np.rint(flows.sum(0))})
    both = pl.concat([out, into.select(out.columns)])
    return both.with_columns(INDICATOR=pl.lit(TOTAL), **_shared(method, period, sex))


def agreement(world: World, estimates: Mapping[Method, FlowEstimate], store: Store) -> dict[Method, dict[str, Score]]:
    """How our estimates of both sexes agree with the published ones, by method and period, pair by pair.

    Pairs that both tables have places for are compared, a pair without a row counting as zero in either.
    """
    published = _published(store)
    at = {place: index for index, place in enumerate(world.stocks.places)}
    found: dict[Method, dict[str, Score]] = {}
    for method, code in PUBLISHED_AS.items():
        found[method] = {}
        for p, period in enumerate(world.periods):
            theirs = published.get((code, period), {})
            shared = sorted({place for pair in theirs for place in pair} & set(at))
            if len(shared) < 3:
                continue
            flows = by_sex(estimates[method], p, "_T")
            pairs = [(a, b) for a in shared for b in shared if a != b]
            people = dict(zip(world.stocks.places, world.populations[p], strict=True))
            found[method][period] = scored(
                {(a, b): float(flows[at[a], at[b]]) for a, b in pairs},
                {pair: theirs.get(pair, 0.0) for pair in pairs},
                people,
            )
    return found


def published_totals(store: Store, period: str) -> dict[str, float]:
    """The sum of the published flows of a period by each of its methods, under the published names."""
    return {code: sum(flows.values()) for (code, of), flows in _published(store).items() if of == period}


def _published(store: Store) -> dict[tuple[str, str], dict[tuple[str, str], float]]:
    from passerelle.evidence.queries import chosen, observations_table, vintages_table  # noqa: PLC0415  ibis is slow

    table = chosen(observations_table(), vintages_table())
    rows = pl.from_arrow(store.ask(table.filter(table["INDICATOR"] == "migration_flow")))
    found: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    if isinstance(rows, pl.DataFrame):
        wanted = rows.select("COMP_BREAKDOWN", "TIME_PERIOD", "COUNTERPART_AREA", "REF_AREA", "OBS_VALUE").rows()
        for code, period, origin, destination, value in wanted:
            found.setdefault((code, period), {})[origin, destination] = value
    return found


def report(
    world: World,
    estimates: Mapping[Method, FlowEstimate],
    intervals: Intervals,
    scores: Mapping[Method, Mapping[str, Score]],
) -> dict[str, Any]:
    """What a run says of itself: inputs, totals with intervals, residuals, types of move, agreement."""
    methods = {}
    for method, estimate in estimates.items():
        periods = {
            period: _told(world, estimate, p, intervals.get((method, period, "_T")), scores.get(method, {}).get(period))
            for p, period in enumerate(world.periods)
        }
        methods[method] = {
            "periods": periods,
            "residuals": {r.name: {"largest": r.largest, "relative": r.relative, "place": r.place}
                          for r in estimate.residuals},
            "negative_cells": len(estimate.negative),
        }  # fmt: skip
    told = dict.fromkeys(sentence for estimate in estimates.values() for sentence in estimate.told)
    return {
        "places": len(world.stocks.places), "periods": list(world.periods), "methods": methods,
        "left_out": {place: round(people) for place, people in sorted(world.left_out.items())},
        "unknown_origin": {str(year): round(people) for year, people in world.unknown.items()},
        "told": list(told),
    }  # fmt: skip


def _told(
    world: World, estimate: FlowEstimate, p: int, interval: Interval | None, score: Score | None
) -> dict[str, Any]:
    """One period of one method, both sexes together; an interval always holds the estimate."""
    total = float(estimate.flows[p].sum())
    rate = float(total / world.populations[p].sum() * 1000)
    entry: dict[str, Any] = {"total": round(total), "per_1000": rate}
    kinds: list[float] = []
    if estimate.moves:
        summed = np.sum([share * moves.type_totals() for share, moves in estimate.moves], axis=0)
        kinds = summed[:, p].sum(-1).tolist()
        entry["by_type"] = dict(zip(TYPES, map(round, kinds), strict=True))
    if interval is not None:
        entry["interval"] = {"level": LEVEL, "low": round(min(interval.total[0], total)),
                             "high": round(max(interval.total[1], total)),
                             "draws": interval.made, "refused": interval.refused,
                             "per_1000": [min(interval.rate[0], rate), max(interval.rate[1], rate)]}  # fmt: skip
        if interval.types:
            ends = zip(TYPES, interval.types, kinds, strict=True)
            entry["interval"]["by_type"] = {
                kind: [round(min(low, value)), round(max(high, value))] for kind, (low, high), value in ends
            }
    if score:
        entry["agreement_with_published"] = score.as_dict()
    return entry
