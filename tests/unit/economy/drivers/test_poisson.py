"""The Poisson estimator: known truths, rows that tell nothing, separation, collinear columns, refusals."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.errors import ModelError
from passerelle.economy.drivers.poisson import PoissonFit, fit_poisson


def village(seed: int = 3, n: int = 12, years: int = 3) -> dict[str, Any]:
    """Moves among invented villages, with what made them: coefficients -1 and 0.5."""
    random = np.random.default_rng(seed)
    o, d, t = (index.ravel() for index in np.indices((n, n, years)))
    off = o != d
    o, d, t = o[off], d[off], t[off]
    columns = np.column_stack([random.normal(size=(n, n))[o, d], random.normal(size=o.size)])
    effects = random.normal(size=(n, years))[o, t] + random.normal(size=(n, years))[d, t]
    mean = np.exp(2 + columns @ [-1.0, 0.5] + effects)
    return {"mean": mean, "columns": columns, "first": o * years + t, "second": d * years + t, "pair": o * n + d}


def fit(made: dict[str, Any], counts: Any, **changes: Any) -> PoissonFit:
    asked = made | changes
    names = [f"x{k}" for k in range(asked["columns"].shape[1])]
    return fit_poisson(counts, asked["columns"], names, asked["first"], asked["second"], [asked["pair"]])


def test_counts_that_are_the_model_give_it_back_whole() -> None:
    made = village()
    found = fit(made, made["mean"])
    np.testing.assert_allclose(found.coefficients, [-1.0, 0.5], atol=1e-8)
    np.testing.assert_allclose(found.fitted, made["mean"], rtol=1e-7)
    assert found.deviance == pytest.approx(0, abs=1e-6)
    assert found.correlation == pytest.approx(1.0)


def test_effects_and_coefficients_add_up_to_the_fitted_counts() -> None:
    made = village()
    found = fit(made, np.floor(made["mean"]))
    at = (
        {level: k for k, level in enumerate(found.first_levels)},
        {level: k for k, level in enumerate(found.second_levels)},
    )
    first = [found.first_effects[at[0][level]] for level in made["first"][found.kept]]
    second = [found.second_effects[at[1][level]] for level in made["second"][found.kept]]
    eta = made["columns"][found.kept] @ found.coefficients + first + second
    np.testing.assert_allclose(np.exp(eta), found.fitted, rtol=1e-8)


def test_the_moments_that_define_the_estimate_hold() -> None:
    made = village()
    counts = np.floor(made["mean"] * np.random.default_rng(5).gamma(1, 1, len(made["mean"])))
    found = fit(made, counts)
    residual = counts[found.kept] - found.fitted
    scale = counts.sum()
    np.testing.assert_allclose(made["columns"][found.kept].T @ residual / scale, 0, atol=1e-7)
    for side in ("first", "second"):
        group = np.unique(made[side][found.kept], return_inverse=True)[1]
        np.testing.assert_allclose(np.bincount(group, residual) / scale, 0, atol=1e-7)


@given(st.floats(0.01, 1000), st.integers(0, 50))
@settings(max_examples=15, deadline=None)
def test_scaling_the_counts_changes_no_coefficient(factor: float, seed: int) -> None:
    made = village(seed)
    counts = made["mean"] * np.random.default_rng(seed).gamma(1, 1, len(made["mean"]))
    plain, scaled = fit(made, counts), fit(made, factor * counts)
    np.testing.assert_allclose(scaled.coefficients, plain.coefficients, atol=1e-6)
    np.testing.assert_allclose(scaled.errors, plain.errors, rtol=1e-4)


@given(st.permutations(range(40)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_is_irrelevant(start: list[int]) -> None:
    made = village()
    counts = np.floor(made["mean"])
    order = np.array([*start, *range(40, len(counts))])
    turned = {key: value[order] for key, value in made.items()}
    np.testing.assert_allclose(fit(turned, counts[order]).coefficients, fit(made, counts).coefficients, atol=1e-8)


def test_errors_shrink_when_every_cluster_is_there_twice() -> None:
    made = village()
    counts = np.floor(made["mean"] * np.random.default_rng(5).gamma(1, 1, len(made["mean"])))
    twice = {key: np.concatenate([value, value]) for key, value in made.items()}
    twice["pair"] = np.concatenate([made["pair"], made["pair"] + 10_000])
    twice["first"] = np.concatenate([made["first"], made["first"] + 10_000])
    twice["second"] = np.concatenate([made["second"], made["second"] + 10_000])
    single, double = fit(made, counts), fit(twice, np.concatenate([counts, counts]))
    np.testing.assert_allclose(double.coefficients, single.coefficients, atol=1e-8)
    np.testing.assert_allclose(double.errors * np.sqrt(2), single.errors, rtol=0.02)


def test_groups_that_tell_nothing_are_left_out_and_counted() -> None:
    made = village()
    counts = np.floor(made["mean"])
    silent = made["first"] == made["first"][0]
    found = fit(made, np.where(silent, 0.0, counts))
    assert found.dropped == {"no count above zero in a group": int(silent.sum())}
    assert not found.kept[silent].any()
    alone = made["first"].copy()
    alone[7] = 999
    assert fit(made, counts, first=alone).dropped == {"alone in a group": 1}


def test_rows_that_a_column_tells_apart_from_all_counts_are_separated() -> None:
    made = village()
    counts = np.floor(made["mean"]) + 1
    hit = np.zeros(len(counts), dtype=bool)
    hit[[3, 40, 77, 101]] = True
    columns = np.column_stack([made["columns"], hit])
    found = fit(made, np.where(hit, 0.0, counts), columns=columns)
    assert found.dropped == {"separated": 4}
    assert found.collinear == ("x2",)  # nothing of it is left once they are gone
    without = fit({key: value[~hit] for key, value in made.items()}, counts[~hit])
    np.testing.assert_allclose(found.coefficients, without.coefficients, atol=1e-8)


def test_zeros_that_no_column_tells_apart_stay() -> None:
    made = village()
    hit = np.zeros(len(made["mean"]), dtype=bool)
    hit[[3, 40, 77, 101]] = True
    columns = np.column_stack([made["columns"], hit])
    counts = np.where(hit, 0.0, np.floor(made["mean"]) + 1)
    counts[3] = 2.0  # one of the four is not zero
    found = fit(made, counts, columns=columns)
    assert found.dropped == {} and len(found.names) == 3


def test_columns_that_repeat_others_or_vary_with_a_group_alone_are_left_out() -> None:
    made = village()
    by_origin = np.random.default_rng(1).normal(size=made["first"].max() + 1)[made["first"]]
    columns = np.column_stack([made["columns"], made["columns"].sum(1), by_origin])
    found = fit(made, np.floor(made["mean"]), columns=columns)
    assert found.names == ("x0", "x1") and found.collinear == ("x2", "x3")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"counts": -1.0}, "count in row 5 is -1"),
        ({"counts": float("nan")}, "count in row 5 is nan"),
        ({"columns": float("nan")}, '"x1" is not a number in row 5'),
        ({"columns": float("inf")}, '"x1" is not a number in row 5'),
    ],
)
def test_what_is_no_count_or_no_number_is_refused_by_its_row(change: dict[str, float], words: str) -> None:
    made = village()
    counts, columns = np.floor(made["mean"]), made["columns"].copy()
    if "counts" in change:
        counts[5] = change["counts"]
    else:
        columns[5, 1] = change["columns"]
    with pytest.raises(ModelError, match=words):
        fit(made, counts, columns=columns)


def test_a_table_that_cannot_be_fitted_is_refused() -> None:
    made = village()
    counts = np.floor(made["mean"])
    with pytest.raises(ModelError, match="No row is left"):
        fit(made, np.zeros(len(counts)))
    with pytest.raises(ModelError, match="varies within"):
        fit(made, counts, columns=np.ones((len(counts), 1)))
    with pytest.raises(ModelError, match="one cluster"):
        fit(made, counts, pair=np.zeros(len(counts), dtype=int))
    with pytest.raises(ModelError, match="shape"):
        fit_poisson(counts, made["columns"], ["a"], made["first"], made["second"], [made["pair"]])


def test_a_fit_that_does_not_settle_says_how_far_it_came() -> None:
    made = village()
    with pytest.raises(ModelError, match=r"not settled after \d+ steps; the deviance still moves by"):
        fit_poisson(np.floor(made["mean"]), made["columns"], ["a", "b"], made["first"], made["second"], [made["pair"]],
                    tolerance=-1.0)  # fmt: skip
