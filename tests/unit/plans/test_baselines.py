"""Baselines from the evidence: the newest figure of the place or the corridor, and nothing where nothing is known."""

from datetime import date
from decimal import Decimal as D

import pytest

from passerelle.evidence.store import Store, open_store
from passerelle.plans.baselines import figure_for, with_baseline, with_baselines
from passerelle.plans.records import Indicator, Objective, Observation
from tests.unit.plans.makers import measure, plan, replace, year_long

NURSES = Indicator("Nurses and midwives in Morocco", code="nurses_midwives", places=("MAR",))
STOCK = Indicator("People born in Morocco in Belgium", code="stock", places=("MAR", "BEL"))


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


def test_an_indicator_of_a_place_gets_its_newest_figure_with_period_source_and_unit(store: Store) -> None:
    figure = figure_for(store, NURSES)
    found = with_baseline(store, NURSES).baseline
    assert figure and figure.value is not None and found
    assert float(found.value) == pytest.approx(figure.value, rel=1e-5) and found.period == figure.period
    assert "WHO" in found.source or "World Health" in found.source
    assert with_baseline(store, NURSES).unit == figure.unit
    assert with_baseline(store, replace(NURSES, unit="per 10,000")).unit == "per 10,000"


def test_an_indicator_of_a_corridor_gets_the_corridors(store: Store) -> None:
    found = with_baseline(store, STOCK).baseline
    other = with_baseline(store, replace(STOCK, places=("BEL", "MAR"))).baseline
    assert found and other and found.value > 100_000 > other.value and found.value == int(found.value)


def test_of_several_places_an_indicator_of_a_place_is_the_last_ones(store: Store) -> None:
    assert with_baseline(store, replace(NURSES, places=("BEL", "MAR"))) == replace(
        with_baseline(store, NURSES), places=("BEL", "MAR")
    )


@pytest.mark.parametrize(
    "indicator",
    [
        Indicator("in words"),
        Indicator("of nowhere", code="nurses_midwives"),
        Indicator("of a corridor, with one place", code="stock", places=("MAR",)),
        Indicator("unknown", code="ghost", places=("MAR",)),
        Indicator("of no place", code="nurses_midwives", places=("ZZZ",)),
        Indicator("of one place twice", code="stock", places=("MAR", "MAR")),
        Indicator("never observed", code="stock", places=("TUV", "SMR")),
    ],
    ids=lambda one: one.name,
)
def test_where_nothing_is_known_nothing_is_filled_in(store: Store, indicator: Indicator) -> None:
    assert figure_for(store, indicator) is None and with_baseline(store, indicator) == indicator


def test_what_somebody_gave_stays(store: Store) -> None:
    given = replace(NURSES, baseline=Observation(D("1.5"), "2026", "Own count"))
    assert with_baseline(store, given) == given


def test_a_plans_objectives_and_actions_are_filled_alike(store: Store) -> None:
    act = year_long(indicators=(NURSES, Indicator("in words")))
    made = plan(objectives=(Objective("o", "O", indicators=(STOCK,), measures=(measure(act),)),))
    filled = with_baselines(store, made)
    (done,) = filled.actions()
    assert done.indicators == (with_baseline(store, NURSES), Indicator("in words"))
    assert filled.objectives[0].indicators == (with_baseline(store, STOCK),)
    assert with_baselines(store, filled) == filled
    assert replace(filled, objectives=made.objectives) == made and filled.period.start == date(2027, 1, 1)
