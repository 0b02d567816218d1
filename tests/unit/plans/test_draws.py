"""The range of costs: triangular quantiles against scipy, correlation against theory, the same seed the same numbers."""

from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest
from scipy import stats

from passerelle.base.errors import SettingRefused
from passerelle.plans.budget import Budget, budget
from passerelle.plans.draws import DRAWS, Spread, ranges, spread
from passerelle.plans.records import Action, Contingency, Range, Uncertainty
from tests.unit.plans import makers
from tests.unit.plans.makers import TWO_PER_CENT, cost, forecast, plan, replace, year_long

MANY = 100_000
LEVELS = (0.10, 0.50, 0.90)


def triangle(low: float, likely: float, high: float) -> stats.rv_continuous:
    return stats.triang((likely - low) / (high - low), loc=low, scale=high - low)


def drawn(*actions: Action, correlation: str = "0.25", draws: int = MANY, **changes: object) -> Spread:
    return spread(forecast(*actions, uncertainty=Uncertainty(D(correlation)), **changes), draws=draws)


def uncertain(key: str, ends: Range, many: int | Range = 1) -> Action:
    return year_long(key, costs=(cost(price=ends, many=many),))


SKEWED = makers.spread(60, 100, 220)


def near(found: float, level: float, law: stats.rv_continuous, draws: int = MANY) -> bool:
    """Within four standard errors of a drawn quantile, √(p(1−p)/n)/f, and the bend of the table between its points."""
    point = law.ppf(level)
    error = np.sqrt(level * (1 - level) / draws) / law.pdf(point)
    return bool(abs(found - point) < 4 * error + 1e-4 * point)


@pytest.mark.parametrize("ends", [(60, 100, 220), (90, 100, 101), (0, 100, 100), (100, 100, 400)])
def test_one_line_has_the_quantiles_of_its_triangle(ends: tuple[int, int, int]) -> None:
    found = drawn(uncertain("a", makers.spread(*ends))).total
    law = triangle(*ends)
    for level in (0.02, *LEVELS, 0.98):
        assert near(float(np.quantile(found, level)), level, law), level
    assert ends[0] <= found.min() and found.max() <= ends[2] * (1 + 1e-6)


def test_its_mean_and_variance_are_those_of_the_triangle() -> None:
    found, law = drawn(uncertain("a", SKEWED)).total, triangle(60, 100, 220)
    assert found.mean() == pytest.approx(law.mean(), rel=4 * law.std() / law.mean() / np.sqrt(MANY) + 1e-4)
    assert found.std() == pytest.approx(law.std(), rel=0.01)


def test_quantity_and_price_of_a_line_are_high_together() -> None:
    # both of one rank: the quantile of the product is the product of the quantiles
    found = drawn(uncertain("a", SKEWED, makers.spread(1, 2, 4))).total
    for level in LEVELS:
        product = triangle(60, 100, 220).ppf(level) * triangle(1, 2, 4).ppf(level)
        assert np.quantile(found, level) == pytest.approx(product, rel=0.01)


def test_lines_of_an_action_are_dear_together_whatever_the_correlation() -> None:
    act = year_long(costs=(cost("x", SKEWED), cost("y", makers.spread(10, 20, 90))))
    found = drawn(act, correlation="0").total
    for level in LEVELS:
        both = triangle(60, 100, 220).ppf(level) + triangle(10, 20, 90).ppf(level)
        assert np.quantile(found, level) == pytest.approx(both, rel=0.01)


def test_without_correlation_variances_of_actions_add_up() -> None:
    found = drawn(*(uncertain(f"a{n}", SKEWED) for n in range(16)), correlation="0").total
    # the standard error of a variance is about √(2/n) of it
    assert found.var() == pytest.approx(16 * triangle(60, 100, 220).var(), rel=4 * np.sqrt(2 / MANY) + 1e-3)


def test_with_full_correlation_quantiles_of_actions_add_up() -> None:
    found = drawn(*(uncertain(f"a{n}", SKEWED) for n in range(16)), correlation="1").total
    for level in LEVELS:
        assert np.quantile(found, level) == pytest.approx(16 * triangle(60, 100, 220).ppf(level), rel=0.01)


def test_more_correlation_is_a_wider_range() -> None:
    acts = [uncertain(f"a{n}", SKEWED) for n in range(9)]
    wide = [drawn(*acts, correlation=tied).total.std() for tied in ("0", "0.25", "0.5", "1")]
    assert wide == sorted(wide) and wide[0] < 0.5 * wide[-1]


def test_the_correlation_is_that_of_the_ranks() -> None:
    # one action in each of two years: the correlation of two normal deviates r gives ranks 6/π · asin(r/2)
    acts = [replace(uncertain(f"a{y}", SKEWED), **dates(y)) for y in (2027, 2028)]
    first, second = drawn(*acts, correlation="0.5").drawn[:2]
    ranked = stats.spearmanr(first, second).statistic
    assert ranked == pytest.approx(6 / np.pi * np.arcsin(0.25), abs=4 / np.sqrt(MANY))


def dates(year: int) -> dict[str, date]:
    return {"start": date(year, 1, 1), "end": date(year, 12, 31)}


def test_years_of_one_action_are_the_parts_of_one_draw() -> None:
    act = replace(uncertain("a", SKEWED), start=date(2027, 7, 1), end=date(2028, 6, 30))
    found = drawn(act, inflation=(TWO_PER_CENT,))
    # 184 and 182 of 366 days, the second year two per cent dearer
    assert np.allclose(found.drawn[1], found.drawn[0] * 182 / 184 * 1.02, rtol=1e-5)
    assert not found.drawn[2:].any()


def test_lines_in_different_years_are_still_of_one_rank() -> None:
    act = year_long(
        end=date(2028, 12, 31), costs=(cost("x", SKEWED, spread="start"), cost("y", SKEWED, many=2, spread="end"))
    )
    found = drawn(act)
    assert np.allclose(2 * found.drawn[0], found.drawn[1], rtol=1e-5)


def test_what_is_certain_has_no_range() -> None:
    found = drawn(year_long(costs=(cost(price="1234.56"),)), correlation="0.9")
    assert (found.total == 1234.56).all()
    assert found.chance_within(1234.56) == 1 and found.chance_within(1234.55) == 0


def test_ends_that_are_one_are_certain() -> None:
    found = drawn(uncertain("a", makers.spread(100, 100, 100))).total
    assert found.min() == found.max() == pytest.approx(100)
    assert not drawn(uncertain("a", makers.spread(0, 0, 0))).total.any()


def test_certain_and_uncertain_stand_in_one_total() -> None:
    act = year_long(costs=(cost("x", 1000), cost("y", SKEWED)))
    found = drawn(act).total
    assert 1060 <= found.min() and found.max() <= 1220
    assert np.median(found) == pytest.approx(1000 + triangle(60, 100, 220).ppf(0.5), rel=1e-3)


def test_the_rate_of_exchange_and_inflation_scale_the_range() -> None:
    one = cost(price=SKEWED, currency="MAD", prices_of=2026)
    found = drawn(year_long(costs=(one,)), inflation=(TWO_PER_CENT,)).total
    assert np.median(found) == pytest.approx(triangle(60, 100, 220).ppf(0.5) / 10.72 * 1.02, rel=0.005)


def test_contingency_is_not_drawn() -> None:
    act = uncertain("a", SKEWED)
    assert (drawn(act).drawn == drawn(act, contingency=Contingency(D("0.2"))).drawn).all()


def test_what_is_left_out_of_totals_is_left_out_here() -> None:
    act = year_long(costs=(cost("x", SKEWED, currency="MAD"), cost("y", 5)))
    assert (drawn(act, exchange_rates=()).total == 5).all()


def test_nothing_at_all_is_nothing() -> None:
    assert not drawn().total.any() and drawn().drawn.shape == (4, MANY)


def test_the_same_seed_gives_the_same_numbers_and_another_others() -> None:
    made = forecast(*(uncertain(f"a{n}", SKEWED) for n in range(70)))
    first, again, other = (spread(made, draws=500, seed=seed).drawn for seed in (7, 7, 8))
    assert (first == again).all() and not (first == other).all()


def test_an_action_more_leaves_the_draws_of_those_before_it() -> None:
    acts = [replace(uncertain(f"a{y}", SKEWED), **dates(y)) for y in (2027, 2028)]
    assert (drawn(*acts).drawn[0] == drawn(acts[0]).drawn[0]).all()


@pytest.mark.parametrize("draws", [99, 0, -5, 1_000_001])
def test_too_few_and_too_many_draws_are_refused(draws: int) -> None:
    with pytest.raises(SettingRefused, match=f"{draws} draws cannot be meant; take 100 to 1,000,000"):
        spread(forecast(), draws=draws)


@pytest.fixture(scope="module")
def made() -> Budget:
    acts = [uncertain(f"a{n}", SKEWED) for n in range(3)]
    return budget(plan(*acts, contingency=Contingency(D("0.2"))))


def test_ranges_are_texts_in_the_plans_decimals_by_year_and_in_total(made: Budget) -> None:
    told = ranges(made)
    assert list(told["years"]) == [2027, 2028, 2029, 2030]
    first = told["years"][2027]
    assert [D(first[level]).as_tuple().exponent for level in ("p10", "p50", "p90")] == [-2, -2, -2]
    assert D(first["p10"]) < D(first["p50"]) < D(first["p90"]) and told["years"][2030]["p90"] == "0.00"
    assert {name: told["total"][name] for name in first} == first
    assert told["draws"] == {"number": DRAWS, "seed": 1, "correlation": "0.25"}


def test_how_often_the_reserve_is_enough(made: Budget) -> None:
    # the total is 360 with its reserve; the mean of the draws is 3 · 380/3 = 380
    told = ranges(made, draws=20_000)
    found = spread(made, draws=20_000)
    assert told["total"]["within_total"] == round(float((found.total <= 360).mean()), 4)
    assert 0.2 < told["total"]["within_total"] < 0.5


def test_a_certain_plan_is_within_its_total_however_its_years_add_up() -> None:
    # a third of a large odd amount in each of many years: the floats' sum is not the total's float
    act = year_long(end=date(2046, 12, 31), costs=(cost(price="987654321.07"),))
    told = ranges(forecast(act), draws=100)
    assert told["total"]["within_total"] == 1
    assert told["total"]["p10"] == told["total"]["p90"] == "987654321.07"


def test_a_currency_without_cents() -> None:
    act = year_long(costs=(cost(price=1000, currency="XOF"),))
    assert ranges(forecast(act, currency="XOF"), draws=100)["total"]["p50"] == "1000"
