"""Rates: from published ones, refusals with place and value, and rules for periods nobody has published."""

from typing import Any

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.lifetables import life_table
from passerelle.demography.cohorts.rates import FADE, FEWEST_CHILDREN, carried_on, read_rates
from tests.unit.demography.cohorts.villages import PLACES, raw


@pytest.fixture
def published() -> dict[str, Any]:
    return raw(np.random.default_rng(5))


def test_rates_are_brought_to_what_projections_want(published) -> None:  # type: ignore[no-untyped-def]
    found = read_rates(PLACES, **published)
    assert found.periods == 4 and found.survival.shape == (4, 2, 3, 21)
    assert np.array_equal(found.survival, life_table(published["deaths"]).survival)
    # seven groups of five years give back the children of a whole life
    assert 5 * found.fertility.sum(-1) == pytest.approx(published["children"])
    assert found.fertility[0, 0, 2] == pytest.approx(published["children"][0, 0] * 0.27 / 5)
    assert found.old_from is not None and found.old_from.shape == (4, 2, 3)


def test_a_pattern_that_is_rounded_still_gives_all_children(published) -> None:  # type: ignore[no-untyped-def]
    published["pattern"][..., 0] += 0.7
    found = read_rates(PLACES, **published)
    assert 5 * found.fertility.sum(-1) == pytest.approx(published["children"])


@pytest.mark.parametrize(
    ("table", "at", "value", "said"),
    [
        ("deaths", (1, 0, 2, 5), -0.1, r"CCC: a death rate of -0\.1 was found; 0 to 10 deaths per person-year"),
        ("deaths", (0, 1, 1, 0), np.nan, "BBB: a death rate of nan"),
        ("children", (2, 0), 40, "AAA: a total fertility of 40 was found; 0 to 15 children a woman can be"),
        ("pattern", (0, 1, 3), -2, "BBB: a share of fertility of -2"),
        ("pattern", (0, 2, 3), 60, "CCC: a sum of the shares of fertility of 139"),
        ("sex_ratio", (3, 0), 105, "AAA: a sex ratio at birth of 105 was found; 0.5 to 2 boys for each girl can be"),
    ],
)
def test_what_cannot_be_is_refused_with_place_value_and_unit(published, table, at, value, said) -> None:  # type: ignore[no-untyped-def]
    published[table] = published[table].copy()
    published[table][at] = value
    with pytest.raises(ModelError, match=said):
        read_rates(PLACES, **published)


@pytest.mark.parametrize("table", ["deaths", "children", "pattern", "sex_ratio"])
def test_tables_of_other_places_are_refused(published, table) -> None:  # type: ignore[no-untyped-def]
    published[table] = np.concatenate([published[table], published[table]], axis=2 if table == "deaths" else 1)
    with pytest.raises(ModelError, match="is expected for 3 places"):
        read_rates(PLACES, **published)


def test_held_rates_stay(published) -> None:  # type: ignore[no-untyped-def]
    deaths, children = carried_on(published["deaths"], published["children"], 6, "held")
    assert deaths.shape == (6, 2, 3, 22) and (deaths == published["deaths"][-1]).all()
    assert children.shape == (6, 3) and (children == published["children"][-1]).all()


def falling() -> tuple[np.ndarray, np.ndarray]:
    """Deaths that fall by a tenth a period and children that fall by a fifth, from 6."""
    deaths = 0.05 * 0.9 ** np.arange(3)[:, None, None, None] * np.ones((3, 2, 1, 22))
    return deaths, 6.0 * 0.8 ** np.arange(3)[:, None]


def test_the_trend_goes_on_and_fades() -> None:
    deaths, children = falling()
    later, fewer = carried_on(deaths, children, 3)
    assert later[0, 0, 0, 3] == pytest.approx(deaths[-1, 0, 0, 3] * 0.9)
    assert later[1, 0, 0, 3] == pytest.approx(deaths[-1, 0, 0, 3] * 0.9 ** (1 + FADE))
    assert later[2, 1, 0, 9] == pytest.approx(deaths[-1, 1, 0, 9] * 0.9 ** (1 + FADE + FADE**2))
    assert fewer[0, 0] == pytest.approx(children[-1, 0] * 0.8)


def test_fertility_falls_to_the_least_and_no_further() -> None:
    deaths, children = falling()
    fewer = carried_on(deaths, children, 30)[1]
    assert fewer[-1, 0] == FEWEST_CHILDREN and (np.diff(fewer[:, 0]) <= 0).all()


def test_fertility_that_is_lower_already_stays() -> None:
    deaths, children = falling()
    fewer = carried_on(deaths, children / 4, 5)[1]
    assert (fewer == children[-1] / 4).all()


def test_a_rise_is_not_carried_on() -> None:
    deaths, children = falling()
    later, more = carried_on(deaths[::-1], children[::-1], 4)
    assert later == pytest.approx(np.broadcast_to(deaths[0], later.shape))
    assert more == pytest.approx(np.broadcast_to(children[0], more.shape))


def test_one_decline_holds_for_all_ages_of_a_sex() -> None:
    deaths, children = falling()
    deaths[-1, 0, 0, :11] *= 0.5  # the young of one sex gain, the old do not
    later, _ = carried_on(deaths, children, 1)
    factor = later[0] / deaths[-1]
    assert factor[0, 0] == pytest.approx(factor[0, 0, 0])
    assert factor[0, 0, 0] == pytest.approx(0.9 * 0.5 ** (0.5 / 2))
    assert factor[1, 0, 0] == pytest.approx(0.9)


def test_ages_without_deaths_neither_break_the_trend_nor_begin_to_die() -> None:
    deaths, children = falling()
    deaths[0, 0, 0, 4] = deaths[2, 0, 0, 6] = 0
    later, _ = carried_on(deaths, children, 2)
    assert np.isfinite(later).all() and (later[:, 0, 0, 6] == 0).all()
    assert later[0, 0, 0, 10] == pytest.approx(deaths[-1, 0, 0, 10] * 0.9)


def test_nobody_with_children_stays_without() -> None:
    deaths, children = falling()
    children[-1] = 0
    assert (carried_on(deaths, children, 2)[1] == 0).all()


def test_unknown_rules_and_short_records_are_refused() -> None:
    deaths, children = falling()
    with pytest.raises(ModelError, match='"rising" is neither'):
        carried_on(deaths, children, 2, "rising")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match=r'the record has 2 in all\. Use "held"'):
        carried_on(deaths[:2], children[:2], 2)
    assert len(carried_on(deaths[:1], children[:1], 2, "held")[1]) == 2
