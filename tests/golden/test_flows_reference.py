"""Flows against the outputs of the R package that people use (migest 2.0.5), and each of its defects, which we lack.

The package stops when no cell changes by more than 0.001 persons and rounds natives to whole persons, so that a person
of difference is allowed where it does either.
"""

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import fitted, maximised, with_net_totals
from passerelle.demography.flows.estimate import estimated, rounded_mixture
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
    stocks = example("ex4_science_bd")
    assert np.array_equal(rounded_mixture(estimated(stocks, "pseudo-bayes")),
                          rounded_mixture(estimated(stocks, "pseudo-bayes")))  # fmt: skip


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
