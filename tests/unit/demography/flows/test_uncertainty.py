"""Draws, calibration and scores."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.flows.calibration import calibrated
from passerelle.demography.flows.estimate import METHODS, estimated
from passerelle.demography.flows.scoring import PUBLISHED, scored
from passerelle.demography.flows.stocks import read_stocks
from passerelle.demography.flows.uncertainty import CITIZENS, COUNTED, IMPUTED, MIXED, Errors, drawn, quality_of
from tests.unit.demography.flows.worlds import four, random_world

SURE = Errors(stock=(0.0,) * 4, definition=(0.0,) * 4, population=0.0, births=0.0, deaths=0.0)


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_the_median_and_the_estimate_is_of_their_size(method) -> None:  # type: ignore[no-untyped-def]
    stocks = random_world(3, n=6)
    draws = drawn(stocks, method, 40, random_seed=1)
    assert (draws.low <= draws.median + 1e-3).all() and (draws.median <= draws.high + 1e-3).all()
    assert len(draws.total) + draws.refused == 40
    assert draws.total.std() > 0
    assert (draws.types is not None) == (method in ("closed", "open", "open-dr", "independence", "pseudo-bayes"))
    if draws.types is not None:
        assert np.allclose(draws.types.sum(1), draws.total, rtol=1e-4)


def test_rates_have_intervals_of_their_own() -> None:
    stocks = random_world(3, n=6)
    draws = drawn(stocks, "pseudo-bayes", 30, level=0.6)
    assert draws.rate.shape == (30,) and draws.out_rate.shape == (30, 6) == draws.in_rate.shape
    low, median, high = draws.interval(draws.out_rate)
    assert (low <= median).all() and (median <= high).all() and (low < high).all()
    flows = estimated(stocks, "pseudo-bayes").flows
    sure = drawn(stocks, "pseudo-bayes", 2, errors=SURE)
    np.testing.assert_allclose(sure.out_rate[0], flows.sum(1) / stocks.start.sum(0) * 1000, rtol=1e-5)
    np.testing.assert_allclose(sure.in_rate[0], flows.sum(0) / stocks.start.sum(0) * 1000, rtol=1e-5)
    np.testing.assert_allclose(sure.rate, flows.sum() / stocks.start.sum() * 1000, rtol=1e-5)


def test_a_place_where_nobody_lived_has_no_rate() -> None:
    start = np.array([[900.0, 30, 0], [20, 800, 0], [5, 4, 0]])
    draws = drawn(read_stocks("ABC", start, start + 5), "drop-negative", 5)
    assert np.isnan(draws.in_rate[:, 2]).all() and np.isfinite(draws.in_rate[:, :2]).all()


def test_net_migration_of_the_user_is_drawn_with_the_errors_of_the_accounts() -> None:
    stocks, given = random_world(3, n=5), np.array([500.0, -300, -200, 0, 0])
    draws = drawn(stocks, "rate", 30, net=given)
    assert draws.total.std() > 0
    sure = drawn(stocks, "rate", 2, net=given, errors=SURE)
    np.testing.assert_allclose(sure.total, 1000, rtol=1e-6)


def test_without_errors_every_draw_is_the_estimate() -> None:
    stocks = random_world(4, n=6)
    draws = drawn(stocks, "closed", 3, errors=SURE)
    flows = estimated(stocks, "closed").flows
    assert np.allclose(draws.low, flows, rtol=1e-4, atol=0.5) and np.allclose(draws.high, flows, rtol=1e-4, atol=0.5)


def test_the_same_seed_gives_the_same_draws_and_more_draws_begin_alike() -> None:
    stocks = random_world(4, n=5)
    few, many = drawn(stocks, "open-dr", 5, random_seed=9), drawn(stocks, "open-dr", 9, random_seed=9)
    assert np.array_equal(few.total, many.total[:5])
    assert not np.array_equal(few.total, drawn(stocks, "open-dr", 5, random_seed=10).total)


def test_weaker_sources_give_wider_intervals() -> None:
    stocks = random_world(4, n=6)
    best = drawn(stocks, "pseudo-bayes", 60, quality=[0] * 6)
    worst = drawn(stocks, "pseudo-bayes", 60, quality=[3] * 6)
    assert (worst.high - worst.low).sum() > 1.5 * (best.high - best.low).sum()


def test_an_interval_at_a_higher_level_holds_the_lower_one() -> None:
    stocks = random_world(4, n=5)
    narrow, wide = (drawn(stocks, "closed", 50, level=level) for level in (0.5, 0.9))
    assert (wide.low <= narrow.low).all() and (wide.high >= narrow.high).all()


def test_progress_is_told_draw_by_draw() -> None:
    seen: list[tuple[int, int]] = []
    drawn(four(), "open-dr", 4, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"draws": 1}, "no interval"),
        ({"draws": 5, "level": 1.0}, "between 0 and 1"),
        ({"draws": 5, "quality": [0, 1]}, "one a place"),
        ({"draws": 5, "quality": [0, 1, 2, 9]}, "from 0 to 3"),
        ({"draws": 5, "quality": [0, 1, 2, 1.5]}, "whole numbers"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        drawn(four(), "closed", **arguments)


def test_leading_dimensions_are_drawn_one_by_one() -> None:
    with pytest.raises(ModelError, match="one pair"):
        drawn(random_world(1, n=4, lead=(2,)), "closed", 5)


def test_classes_follow_the_remarks_of_the_table() -> None:
    assert quality_of("by country of birth") == COUNTED
    assert quality_of("by country of birth; refugees added") == COUNTED
    assert quality_of("by citizenship; refugees added") == CITIZENS
    assert quality_of("by country of birth; by citizenship; refugees added") == MIXED
    assert quality_of("refugees added; imputed") == IMPUTED
    assert quality_of("") == MIXED


def test_the_weight_that_made_the_reports_is_found_again() -> None:
    stocks = random_world(5)
    least, most = estimated(stocks, "closed").flows, estimated(stocks, "independence").flows
    truth = 0.8 * least + 0.2 * most
    names = stocks.places
    reports = {(a, b): truth[i, j] for i, a in enumerate(names) for j, b in enumerate(names) if i != j}
    found = calibrated(names, least, most, reports)
    assert found.weight == pytest.approx(0.8, abs=1e-3) and found.error < 1e-3
    assert found.low <= found.weight + 1e-3 and found.high >= found.weight - 1e-3
    assert len(found.curve) == 51 and found.pairs == len(reports)
    assert min(found.curve, key=lambda point: point[1])[0] == pytest.approx(0.8, abs=0.021)


def test_too_few_reports_calibrate_nothing() -> None:
    with pytest.raises(ModelError, match="at least 10"):
        calibrated(("A", "B"), np.ones((2, 2)), np.ones((2, 2)), {("A", "B"): 5.0, ("A", "X"): 3.0})


REPORTED = {("A", "B"): 100.0, ("A", "C"): 50.0, ("B", "A"): 10.0, ("B", "C"): 0.0, ("C", "A"): 30.0}


def test_perfect_estimates_score_one() -> None:
    score = scored(REPORTED, REPORTED, {"A": 1000, "B": 500, "C": 100})
    for name in ("count", "log_count", "proportion", "rate"):
        assert getattr(score, name) == pytest.approx(1)
    assert score.pairs == 5 and score.mean_absolute == 0 == score.root_mean_square
    assert score.median_ratio == 1 and score.within_three == 1


def test_scores_by_hand() -> None:
    estimates = {
        ("A", "B"): 200.0,
        ("A", "C"): 100.0,
        ("B", "A"): 50.0,
        ("B", "C"): 5.0,
        ("C", "A"): 60.0,
        ("C", "B"): 1.0,
    }
    score = scored(estimates, REPORTED)
    assert score.pairs == 5  # what is not reported is not compared, which is not the same as zero
    assert score.mean_absolute == pytest.approx((100 + 50 + 40 + 5 + 30) / 5)
    assert score.median_ratio == pytest.approx(2) and score.within_three == pytest.approx(3 / 4)
    assert score.rate is None
    pairs = [(200, 100), (100, 50), (50, 10), (5, 0), (60, 30)]
    assert score.count == pytest.approx(np.corrcoef(*zip(*pairs, strict=True))[0, 1])
    shares = [(2 / 3, 2 / 3), (1 / 3, 1 / 3), (50 / 55, 1), (5 / 55, 0), (1, 1)]
    assert score.proportion == pytest.approx(np.corrcoef(*zip(*shares, strict=True))[0, 1])


def test_scores_that_mean_nothing_are_refused_or_left_out() -> None:
    with pytest.raises(ModelError, match="Only 1 pairs"):
        scored({("A", "B"): 1.0}, {("A", "B"): 1.0, ("B", "A"): 2.0})
    with pytest.raises(ModelError, match="A → B is -5"):
        scored(REPORTED, {**REPORTED, ("A", "B"): -5.0})
    same = dict.fromkeys(REPORTED, 7.0)
    assert scored(same, REPORTED).count is None
    assert set(scored(REPORTED, REPORTED).as_dict()) >= {"pairs", "within_three"}


def test_the_published_table_has_every_method_and_collection() -> None:
    assert set(PUBLISHED) == {
        "drop-negative", "reverse-negative", "rate", "open-dr", "closed", "pseudo-bayes", "neural network"
    }  # fmt: skip
    for table in PUBLISHED.values():
        assert list(table) == ["DEMIG", "Eurostat", "UN", "ASEAN", "WPP 2024 net"]
    assert PUBLISHED["pseudo-bayes"]["Eurostat"] == (0.69, 0.88, 0.79, 0.41)
