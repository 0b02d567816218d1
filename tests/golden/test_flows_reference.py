"""Flows against the outputs of the R package that people use (migest 2.0.5), and each of its defects, which we lack.

The package stops when no cell changes by more than 0.001 persons and rounds natives to whole persons, so that a person
of difference is allowed where it does either.
"""

import gzip
import inspect
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from passerelle.base.errors import ModelError, SourceUnreadable
from passerelle.demography.fitting import fitted, in_whole_numbers, maximised, with_fixed_diagonal, with_net_totals
from passerelle.demography.flows.accounts import accounted
from passerelle.demography.flows.estimate import METHODS, PLAIN, estimated, rounded_mixture
from passerelle.demography.flows.files import read_inputs
from passerelle.demography.flows.stocks import Stocks, read_stocks
from tests.shared import reference

EXAMPLES = ("ex1_dr2013_science", "ex2_imr2018", "ex3_dr2013_bd", "ex4_science_bd", "ex5_imr2018_bd",
            "ex6_scidata2019", "ex7_ffsdiff_doc", "ex8_toomany_births", "ex9_zero_foreign_born_D",
            "ex10_negative_native_C")  # fmt: skip
EXACT = (("diff_zero", "drop-negative", {}), ("diff_return", "reverse-negative", {}), ("rates_dennett", "rate", {}),
         ("rates_rogers", "rogers", {}), ("min_open_od", "open", {}), ("min_open_dr_od", "open-dr", {}))  # fmt: skip
CLOSED = (("min_closed_od", "closed", {}), ("indep_closed_od", "independence", {}),
          ("min_closed_after_od", "closed", {"world": "after"}),
          ("min_closed_birthprop_od", "closed", {"births": "proportion"}),
          ("min_closed_deathacct_od", "closed", {"deaths": "accounting"}))  # fmt: skip


def table(path: Path, names: list[str]) -> np.ndarray:
    rows = pl.read_csv(path)
    out = np.zeros((len(names), len(names)))
    for a, b, value in rows.select(rows.columns[:3]).rows():
        if a in names and b in names:
            out[names.index(a), names.index(b)] = value
    return out


def example(name: str) -> Stocks:
    folder = reference("flows/small")
    names = ["A", "B", "C", "D"]
    vital = pl.read_csv(folder / f"{name}__in_vital.csv")
    return read_stocks(
        names, table(folder / f"{name}__in_stock_start.csv", names), table(folder / f"{name}__in_stock_end.csv", names),
        vital["births"].to_numpy(), vital["deaths"].to_numpy(),
    )  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("file", "method", "options"), EXACT)
def test_methods_without_rescaling_agree_to_a_millionth(name, file, method, options) -> None:  # type: ignore[no-untyped-def]
    expected = table(reference(f"flows/small/{name}__{file}.csv"), ["A", "B", "C", "D"])
    assert np.abs(estimated(example(name), method, **options).flows - expected).max() < 1e-6


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.startswith("ex9")])
@pytest.mark.parametrize(("file", "method", "options"), CLOSED)
def test_closed_methods_agree_to_a_person(name, file, method, options) -> None:  # type: ignore[no-untyped-def]
    path = reference("flows/small") / f"{name}__{file}.csv"
    if not path.exists() and name == "ex10_negative_native_C":  # a birthplace grew by more than its births
        with pytest.raises(ModelError, match="Deaths cannot be accounted"):
            estimated(example(name), method, **options)
        return
    found = estimated(example(name), method, **options)
    if not path.exists():  # the package stops where births exceed natives; the accounts can be closed all the same
        assert all(residual.relative < 1e-9 for residual in found.residuals)
        return
    assert np.abs(found.flows - table(path, ["A", "B", "C", "D"])).max() < 1
    assert all(residual.relative < 1e-9 for residual in found.residuals if residual.name in ("start", "end"))


def test_a_world_of_one_person_is_refused_with_both_totals() -> None:
    """Where margins disagree the package shifts to probabilities, and its flows sum to one person."""
    with pytest.raises(ModelError, match=r"those born there number .* those living there"):
        estimated(example("ex9_zero_foreign_born_D"), "closed")
    left = estimated(example("ex9_zero_foreign_born_D"), "closed", isolated="leave")
    assert left.total > 20


def test_the_seed_of_the_user_is_used() -> None:
    """The package ignores it with stayers; the papers' example with distances cannot be made with it."""
    stocks, distance = wide_world(), wide("distance")[1]
    plain, seeded = (estimated(stocks, "closed", seed=seed).flows for seed in (None, 1 / distance))
    assert np.abs(plain - seeded).max() > 1000
    near = distance < np.median(distance)
    assert seeded[near].sum() > plain[near].sum()


def test_a_seed_that_lets_nobody_stay_is_refused_where_the_package_returns_what_meets_no_margin() -> None:
    """Of 100 natives of A only 50 can leave: the package gives flows whose net migration is 100 persons off."""
    names = ["A", "B", "C", "D"]
    seed = table(reference("flows/small/ex2_imr2018__in_seed_distance.csv"), names)
    stocks = example("ex2_imr2018")
    theirs = table(reference("flows/small/ex2_imr2018__indep_closed_seed_od.csv"), names)
    assert np.abs(theirs.sum(0) - theirs.sum(1) - stocks.net).max() > 50
    with pytest.raises(ModelError, match="did not settle on the seed"):
        estimated(stocks, "independence", seed=seed)
    staying = seed + np.diag([100.0, 100, 100, 100])
    settled = estimated(stocks, "independence", seed=staying)
    assert all(residual.relative < 1e-8 for residual in settled.residuals)


def test_negative_cells_of_the_open_method_are_named() -> None:
    found = estimated(wide_world(), "open")
    assert found.negative and found.account is not None
    assert (found.account.start < 0).any() or (found.account.end < 0).any()
    assert not estimated(wide_world(), "open-dr").negative


def test_rounding_needs_no_random_numbers() -> None:
    """The package rounds by drawing lots, and puts the rest on a place that depends on them."""
    net = [-172.3404, -25.85106, -4.308511, 0, 11.91176, 23.82353, 71.47059, 95.29412]
    assert in_whole_numbers(net).tolist() == [-172, -26, -4, 0, 12, 24, 71, 95]
    stocks = example("ex4_science_bd")
    found = estimated(stocks, "pseudo-bayes")
    assert np.abs(rounded_mixture(found) - found.flows).max() < 1


def account(name: str, kind: str) -> np.ndarray:
    """(6, 6, 4): origin (and birth, outside), destination (and death, outside), birthplace, as the package labels them."""
    names, at = ["A", "B", "C", "D"], {"birth": 4, "death": 4, "outside": 5}
    at |= {place: index for index, place in enumerate(names)}
    cells = np.zeros((6, 6, 4))
    for origin, destination, birth, value in pl.read_csv(reference(f"flows/small/{name}__{kind}_account.csv")).rows():
        cells[at[origin], at[destination], names.index(birth)] = value
    return cells


@pytest.mark.parametrize("name", ["ex3_dr2013_bd", "ex4_science_bd", "ex6_scidata2019"])
def test_who_left_the_world_is_not_taken_for_who_arrived(name: str) -> None:
    """The package keeps arrivals in the slot of departures and the reverse; ours close with each in its own."""
    stocks, theirs = example(name), account(name, "min_open_dr")
    ours = estimated(stocks, "open-dr").account
    assert ours is not None
    start = theirs[:4].sum(1).T  # everyone who lived somewhere at the start, by birthplace
    off = np.abs(start - stocks.start).max()
    swapped = start - theirs[:4, 5].T + theirs[5, :4].T
    np.testing.assert_allclose(swapped, stocks.start, atol=1e-6)
    if np.abs(theirs[5, :4] - theirs[:4, 5]).max() > 1:
        assert off > 1
    np.testing.assert_allclose(ours.left, theirs[5, :4].T, atol=1e-6)
    np.testing.assert_allclose(ours.arrived, theirs[:4, 5].T, atol=1e-6)
    dead = theirs[:4, 4].T
    np.testing.assert_allclose(ours.start + ours.left + dead, stocks.start, atol=1e-6)
    np.testing.assert_allclose(ours.end + ours.arrived + np.diag(stocks.births), stocks.end, atol=1e-6)


@pytest.mark.parametrize("kind", ["min_closed", "indep_closed", "min_open", "min_open_dr"])
@pytest.mark.parametrize("name", ["ex1_dr2013_science", "ex3_dr2013_bd", "ex6_scidata2019", "ex10_negative_native_C"])
def test_moves_of_every_birthplace_agree_to_a_person(name: str, kind: str) -> None:
    method = {"min_closed": "closed", "indep_closed": "independence", "min_open": "open", "min_open_dr": "open-dr"}[
        kind
    ]
    found, theirs = estimated(example(name), method), account(name, kind)  # type: ignore[arg-type]
    for k, place in enumerate("ABCD"):
        assert np.abs(found.of_birthplace(place) - theirs[:4, :4, k]).max() < 1


@pytest.mark.parametrize("method", sorted(PLAIN))
def test_a_seed_is_used_or_refused_and_never_passed_over(method) -> None:  # type: ignore[no-untyped-def]
    stocks, seed = example("ex3_dr2013_bd"), np.exp(-np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0))))
    with pytest.raises(ModelError, match="has no seed"):
        estimated(stocks, method, seed=seed)
    for used in set(METHODS) - PLAIN:
        plain, seeded = (estimated(stocks, used, seed=given).flows for given in (None, seed))
        assert np.abs(plain - seeded).max() > 1, used


def test_deaths_of_other_places_are_not_taken_in_their_order(tmp_path: Path) -> None:
    """The package never reads the names of births and deaths: those of B would be taken for those of A."""
    (tmp_path / "s.csv").write_text("birth,A,B\nA,100,5\nB,5,900\n")
    (tmp_path / "v.csv").write_text("code,births,deaths\nB,90,80\nA,1,2\n")
    (tmp_path / "x.csv").write_text("code,births,deaths\nA,1,2\nX,90,80\n")
    stocks, _ = read_inputs(tmp_path / "s.csv", tmp_path / "s.csv", tmp_path / "v.csv")
    assert stocks.deaths.tolist() == [2, 80] and stocks.births.tolist() == [1, 90]
    with pytest.raises(SourceUnreadable, match="X is not in the tables of stocks"):
        read_inputs(tmp_path / "s.csv", tmp_path / "s.csv", tmp_path / "x.csv")


def test_what_is_said_of_the_gap_of_the_world_is_what_is_done() -> None:
    """The package's manual names one default and its code takes the other."""
    assert inspect.signature(accounted).parameters["world"].default == "before"
    stocks = example("ex3_dr2013_bd")
    more = read_stocks(stocks.places, stocks.start, stocks.end + np.diag([9.0, 0, 0, 0]), stocks.births, stocks.deaths)
    plain, before, after = (
        accounted(more, **how)
        for how in ({}, {"world": "before"}, {"world": "after"})  # type: ignore[arg-type]
    )
    np.testing.assert_array_equal(plain.start, before.start)
    assert np.abs(before.start - after.start).max() > 1e-3
    assert any("differ by" in sentence for sentence in plain.told)


def test_net_totals_are_met_near_the_seed_and_never_below_zero() -> None:
    """One of the package's ways to net totals shrinks all moves instead of changing them least, and goes below zero."""
    seed, net = square("m4__in_m"), np.array([30.0, 40, -15, -55])
    found = with_net_totals(seed, net).table
    assert np.allclose(found, square("m4__net_matrix_ipf_30.40.-15.-55"), atol=1e-6)
    assert found.min() >= 0 and found.sum() > 0.8 * seed.sum()


def wide(name: str) -> tuple[list[str], np.ndarray]:
    rows = pl.read_csv(gzip.decompress((reference("flows/synthetic_200") / f"{name}.csv.gz").read_bytes()))
    return rows.columns[1:], rows.select(rows.columns[1:]).to_numpy().astype(float)


def wide_world() -> Stocks:
    places, start = wide("stock_start")
    vital = pl.read_csv(gzip.decompress((reference("flows/synthetic_200") / "vital.csv.gz").read_bytes()))
    return read_stocks(places, start, wide("stock_end")[1], vital["births"].to_numpy(), vital["deaths"].to_numpy())


@pytest.mark.parametrize(
    ("file", "method", "within"),
    [("diff_zero", "drop-negative", 1e-6), ("diff_return", "reverse-negative", 1e-6), ("rates_dennett", "rate", 1e-3),
     ("min_open", "open", 1e-3), ("min_open_dr", "open-dr", 1e-3), ("min_closed", "closed", 1),
     ("indep_closed", "independence", 1), ("pb_closed", "pseudo-bayes", 1)],
)  # fmt: skip
def test_a_world_of_200_places_agrees(file: str, method, within: float) -> None:  # type: ignore[no-untyped-def]
    found = estimated(wide_world(), method)
    assert np.abs(found.flows - wide(f"ref_{file}_od")[1]).max() < within


def test_a_seed_of_distances_agrees_on_200_places() -> None:
    found = estimated(wide_world(), "independence", seed=1 / wide("distance")[1])
    assert np.abs(found.flows - wide("ref_indep_closed_seed_od")[1]).max() < 1


def test_our_margins_are_met_where_the_package_leaves_a_tenth_of_a_person() -> None:
    found = estimated(wide_world(), "closed")
    net = next(residual for residual in found.residuals if residual.name == "net")
    assert net.largest < 1e-4 and net.relative < 1e-10


def test_estimates_are_nearer_the_truth_than_chance() -> None:
    """The true flows of that world are known: the mixture follows them better than stock differences do."""
    truth = np.log1p(wide("true_od")[1]).ravel()
    r = {m: np.corrcoef(np.log1p(estimated(wide_world(), m).flows).ravel(), truth)[0, 1]
         for m in ("drop-negative", "closed", "pseudo-bayes")}  # type: ignore[arg-type]  # fmt: skip
    assert r["pseudo-bayes"] > r["drop-negative"] > 0.3
    assert r["pseudo-bayes"] > 0.8


def square(name: str) -> np.ndarray:
    rows = pl.read_csv(reference(f"flows/small/{name}.csv"))
    names = sorted(set(rows["orig"]))
    return table(reference(f"flows/small/{name}.csv"), names)


def test_fits_of_two_dimensions_agree() -> None:
    seed = square("ipf_w1999__in_m")
    margins = {(0,): [18.0, 20], (1,): [16.0, 22]}
    assert np.allclose(fitted(seed, margins).table, square("ipf_w1999__ipf2_row18.20_col16.22"), atol=1e-8)
    assert np.allclose(maximised(seed, margins).table, square("ipf_w1999__cm2"), atol=1e-5)
    assert np.allclose(fitted(seed, {(0,): [18.0, 20]}).table, square("ipf_w1999__ipf2_rowonly"))
    m4 = square("m4__in_m")
    fit = maximised(m4, {(0,): [250.0, 100, 140, 110], (1,): [150.0, 150, 180, 120]})
    assert np.allclose(fit.table, square("m4__cm2_row250.100.140.110_col150.150.180.120"), atol=1e-3)


def test_a_fit_of_three_places_agrees() -> None:
    margins = {(0,): [170.0, 120, 410], (1,): [500.0, 140, 60]}
    expected = square("ipf_3x3__ipf2_row170.120.410_col500.140.60")
    for way in (fitted, maximised):
        assert np.allclose(way(square("ipf_3x3__in_m"), margins).table, expected, atol=1e-6)


def cube(name: str) -> np.ndarray:
    """(origin, destination, birthplace) of places A to D."""
    cells = np.zeros((4, 4, 4))
    for *places, value in pl.read_csv(reference(f"flows/small/{name}.csv")).rows():
        cells[tuple("ABCD".index(place) for place in places)] = value
    return cells


@pytest.mark.parametrize(("file", "seeded"), [("ipf3", False), ("ipf3_seed", True)])
def test_fits_by_birthplace_agree(file: str, seeded: bool) -> None:
    stocks = example("ex1_dr2013_science")
    seed = cube("ex1__in_seed_dis") if seeded else np.ones((4, 4, 4))
    margins = {(0, 2): stocks.start.T, (1, 2): stocks.end.T}
    for way in (fitted, maximised):
        assert np.allclose(way(seed, margins).table, cube(f"ex1__{file}_mu"), atol=1e-6)


@pytest.mark.parametrize(("file", "seeded"), [("ipf3_qi", False), ("ipf3_qi_seed", True)])
def test_fits_beside_a_fixed_diagonal_agree(file: str, seeded: bool) -> None:
    stocks = example("ex1_dr2013_science")
    seed = cube("ex1__in_seed_dis") if seeded else np.ones((4, 4, 4))
    staying = np.minimum(stocks.start, stocks.end).T  # [residence, birthplace]
    fit = with_fixed_diagonal(seed, {(0, 2): stocks.start.T, (1, 2): stocks.end.T}, staying)
    assert np.allclose(fit.table, cube(f"ex1__{file}_mu"), atol=1e-6)
    assert np.allclose(estimated(stocks, "closed", seed=seed[:, :, 0] if seeded else None).flows,
                       fit.table.sum(2) * (1 - np.eye(4)), atol=1e-6)  # fmt: skip


def test_fits_to_net_totals_agree() -> None:
    seed, net = square("m4__in_m"), np.array([-100.0, 125, -75, 50])
    assert np.allclose(with_net_totals(seed, net).table, square("m4__cm_net_-100.125.-75.50"), atol=1e-3)
    assert np.allclose(
        with_net_totals(seed, net, total=600.0).table, square("m4__cm_net_tot_-100.125.-75.50_tot600"), atol=1e-2
    )


def test_fits_of_three_dimensions_agree() -> None:
    rows = pl.read_csv(reference("flows/small/cm3__in_m.csv"))
    names, kinds = sorted(set(rows["orig"])), sorted(set(rows["type"]))
    seed = np.zeros((len(names), len(names), len(kinds)))
    expected = np.zeros_like(seed)
    for target, file in ((seed, "cm3__in_m"), (expected, "cm3__row36.40_col32.44")):
        for a, b, kind, value in pl.read_csv(reference(f"flows/small/{file}.csv")).rows():
            target[names.index(a), names.index(b), kinds.index(kind)] = value
    fit = maximised(seed, {(0,): [36.0, 40], (1,): [32.0, 44]})
    assert np.allclose(fit.table, expected, atol=1e-3)
