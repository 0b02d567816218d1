"""The world's estimates: inputs from the shipped evidence, every method, intervals, rows for the store, agreement."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from passerelle.base.corridors import find_corridor
from passerelle.base.errors import ModelError
from passerelle.demography.flows.estimate import FlowEstimate
from passerelle.demography.flows.world import WORLD_METHODS, World, estimate_world, gathered
from passerelle.demography.flows.world_draws import draw_world
from passerelle.demography.flows.world_table import (
    PUBLISHED_AS,
    SHIPPED,
    agreement,
    as_observations,
    by_sex,
    published_totals,
    report,
)
from passerelle.evidence.build import add
from passerelle.evidence.corridors import known_corridor
from passerelle.evidence.observations import STATUSES
from passerelle.evidence.report import SourceReport
from passerelle.evidence.store import Store, open_store

pytestmark = pytest.mark.slow

PERIOD = "2015-2020"


@pytest.fixture(scope="module")
def world() -> World:
    return gathered(open_store(), [PERIOD])


@pytest.fixture(scope="module")
def estimates(world: World) -> dict[str, FlowEstimate]:
    return estimate_world(world)  # type: ignore[return-value]


def test_inputs_are_the_publishers_figures(world: World) -> None:
    places = world.stocks.places
    assert len(places) == 200 and list(places) == sorted(places)
    mexico, states = places.index("MEX"), places.index("USA")
    both = world.stocks.end[0, :, mexico, states].sum()
    assert 10_853_105 <= both < 10_853_105 * 1.1  # with its part of the 4 million of unknown origin there
    assert world.populations[0].sum() == pytest.approx(7.43e9, rel=0.01)
    births = world.stocks.births[0].sum()
    assert 650e6 < births < 730e6  # about 138 million a year
    assert world.stocks.births[0, 1].sum() > world.stocks.births[0, 0].sum()  # more boys
    assert world.stocks.deaths[0, 1].sum() > world.stocks.deaths[0, 0].sum()  # more men
    inhabitants = world.stocks.end[0].sum((0, 1))
    assert inhabitants[places.index("NLD")] == pytest.approx(17.4e6, rel=0.02)


def test_what_is_left_out_is_said(world: World) -> None:
    assert "LIE" in world.left_out and "NLD" not in world.left_out
    assert world.unknown[2020] > 1e6
    assert world.quality.shape == (1, 200) and set(np.unique(world.quality)) <= {0, 1, 2, 3}


def test_a_period_that_the_tables_lack_is_refused() -> None:
    with pytest.raises(ModelError, match=r"no period 2016-2021; they have 1990-1995"):
        gathered(open_store(), ["2016-2021"])


def test_evidence_without_stocks_is_refused() -> None:
    with pytest.raises(ModelError, match="lacks what flows are estimated from"):
        gathered(open_store(vintage="1990"))


def test_every_method_estimates_women_and_men(estimates: dict[str, FlowEstimate]) -> None:
    assert tuple(estimates) == WORLD_METHODS
    totals = {method: found.flows.sum() / 1e6 for method, found in estimates.items()}
    assert totals["drop-negative"] < totals["reverse-negative"] < totals["closed"] < totals["pseudo-bayes"]
    assert totals["independence"] > 400
    for method in ("closed", "independence", "pseudo-bayes"):
        for residual in estimates[method].residuals:
            if residual.name in ("start", "end"):
                assert residual.relative < 1e-9


def test_the_closed_estimates_follow_the_published_ones(world: World, estimates: dict[str, FlowEstimate]) -> None:
    """Inputs differ by an edition of the population; the correlations are stated in the explanation of the methods."""
    scores = agreement(world, estimates, open_store())  # type: ignore[arg-type]
    assert scores["pseudo-bayes"][PERIOD].log_count > 0.97  # type: ignore[operator]
    assert scores["rate"][PERIOD].count > 0.99  # type: ignore[operator]
    assert scores["open-dr"][PERIOD].count > 0.98  # type: ignore[operator]
    assert scores["closed"][PERIOD].count > 0.85  # type: ignore[operator]
    assert scores["closed"][PERIOD].pairs > 30_000
    theirs = published_totals(open_store(), PERIOD)
    assert set(theirs) == set(PUBLISHED_AS.values()) and 90e6 < theirs["DA_PB_CLOSED"] < 110e6


def test_rows_keep_the_contract_and_the_small_table_what_ships(
    world: World, estimates: dict[str, FlowEstimate]
) -> None:
    intervals = draw_world(world, 2, random_seed=1)
    small = as_observations(world, estimates, intervals, small=True)  # type: ignore[arg-type]
    kept = small.select("COMP_BREAKDOWN", "SEX").unique().rows()
    assert sorted(kept) == sorted((m.upper().replace("-", "_"), sex) for m, sexes in SHIPPED for sex in sexes)
    flows = small.filter(pl.col("INDICATOR") == "migration_flow_estimate")
    assert flows["OBS_VALUE"].min() >= 1 and set(flows["OBS_STATUS"]) == {"E"} <= set(STATUSES)  # type: ignore[operator]
    inside = (pl.col("LOWER") <= pl.col("OBS_VALUE")) & (pl.col("OBS_VALUE") <= pl.col("UPPER"))
    assert flows.select(inside.all()).item()
    totals = small.filter((pl.col("INDICATOR") == "migration_flow_estimate_total") & (pl.col("SEX") == "_T"))
    out, into = (
        totals.filter(pl.col(c) == v)["OBS_VALUE"].sum() for c, v in (("REF_AREA", "W0"), ("COUNTERPART_AREA", "_T"))
    )
    assert out == pytest.approx(into, rel=1e-5)


def test_both_sexes_are_the_sum_of_women_and_men(estimates: dict[str, FlowEstimate]) -> None:
    found = estimates["pseudo-bayes"]
    assert np.allclose(by_sex(found, 0, "_T"), by_sex(found, 0, "F") + by_sex(found, 0, "M"))


def test_draws_are_the_same_for_the_same_seed_and_refusals_are_counted(world: World) -> None:
    first, again = (draw_world(world, 2, random_seed=5) for _ in range(2))
    key = ("closed", PERIOD, "F")
    assert np.array_equal(first[key].low, again[key].low)  # type: ignore[index]
    assert all(interval.made + interval.refused == 2 for interval in first.values())
    with pytest.raises(ModelError, match="no interval"):
        draw_world(world, 1)


def test_a_report_is_plain_and_complete(world: World, estimates: dict[str, FlowEstimate]) -> None:
    about = report(world, estimates, {}, {})  # type: ignore[arg-type]
    assert json.loads(json.dumps(about))["places"] == 200
    entry = about["methods"]["closed"]["periods"][PERIOD]
    assert entry["total"] == round(float(estimates["closed"].flows.sum()))
    assert sum(entry["by_type"].values()) == pytest.approx(entry["total"], rel=1e-4)
    assert (
        any("Taiwan" in sentence or "TWN" in sentence for sentence in about["told"]) or "TWN" not in world.stocks.places
    )


def test_a_made_source_joins_a_store_and_keeps_its_older_vintages(
    tmp_path: Path, world: World, estimates: dict[str, FlowEstimate]
) -> None:
    rows = as_observations(world, {"closed": estimates["closed"]}, {})  # type: ignore[dict-item]
    add(tmp_path, rows, SourceReport("passerelle_flows"))
    newer = rows.with_columns(VINTAGE=pl.lit("2027-01"))
    result = add(tmp_path, newer, SourceReport("passerelle_flows"))
    assert result.written == ["passerelle_flows"]
    store = Store([tmp_path], vintage="all")
    assert {held.vintage for held in store.holdings if held.source == "passerelle_flows"} == {"2026-11", "2027-01"}
    assert add(tmp_path, newer, SourceReport("passerelle_flows")).unchanged == ["passerelle_flows"]


def test_a_corridor_shows_ours_beside_the_published_ones() -> None:
    known = known_corridor(open_store(), find_corridor("BFA", "CIV"))
    ours = known.latest("flow_estimated", method="pseudo_bayes")
    assert ours.period == PERIOD and ours.source == "passerelle_flows" and ours.is_estimate
    assert ours.low < ours.value < ours.high  # type: ignore[operator]
    women, men = (known.latest("flow_estimated", sex=sex, method="pseudo_bayes").value for sex in ("F", "M"))
    assert women + men == pytest.approx(ours.value, abs=2)  # type: ignore[operator]
    theirs = known.latest("flow", method="da_pb_closed").value
    assert theirs / 2 < ours.value < theirs * 2  # type: ignore[operator]


def test_a_pair_next_to_nobody_is_known_to_be_so_and_one_outside_is_not() -> None:
    store = open_store()
    nobody = known_corridor(store, find_corridor("TKM", "FJI")).latest("flow_estimated", method="closed")
    assert nobody.is_known and nobody.value < 5 and (nobody.value or nobody.note)  # type: ignore[operator]
    outside = known_corridor(store, find_corridor("TUV", "NLD")).latest("flow_estimated")
    assert not outside.is_known and "flows world" in outside.note
