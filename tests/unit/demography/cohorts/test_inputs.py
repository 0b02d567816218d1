"""What is gathered from the evidence: WPP's record of a few places and of all, flows, and what is refused."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.inputs import FEW, History, flows_of, gathered
from passerelle.evidence.build import add
from passerelle.evidence.observations import observations
from passerelle.evidence.report import SourceReport
from passerelle.evidence.store import Store, open_store


@pytest.fixture(scope="module")
def world() -> History:
    return gathered(open_store())


def test_all_places_that_wpp_has_by_age_are_there(world: History) -> None:
    assert len(world.places) == 201 and list(world.places) == sorted(world.places)
    assert {"MAR", "XKX", "TWN"} - set(world.places) == {"XKX"}  # 2019 counts Kosovo within Serbia
    assert world.years == tuple(range(1950, 2021, 5))
    assert world.population.shape == (15, 2, 201, 21) and world.deaths.shape == (14, 2, 201, 22)
    assert world.children.shape == (14, 201) and world.pattern.shape == (14, 201, 7)
    assert world.net.shape == world.sex_ratio.shape == (14, 201)


def test_the_worlds_people_are_those_published(world: History) -> None:
    """WPP 2019: 7,794.8 million in 2020, of whom 331 million in the United States; Germany gained 1.94 million.

    A million live where the edition has no ages.
    """
    assert 7_794.8e6 - world.population[-1].sum() == pytest.approx(1.1e6, abs=0.1e6)
    at = world.places.index("USA")
    assert world.population[-1, :, at].sum() == pytest.approx(331.0e6, rel=1e-3)
    assert world.net[-2, world.places.index("DEU")] == pytest.approx(1.94e6, rel=5e-3)


def test_a_few_places_are_read_alike(world: History) -> None:
    some = gathered(open_store(), ("MAR", "NLD", "BFA"))
    assert some.places == ("MAR", "NLD", "BFA")  # in the order asked
    same = world.of(("MAR", "NLD", "BFA"))
    for name in ("population", "deaths", "children", "pattern", "sex_ratio", "net"):
        assert np.array_equal(getattr(some, name), getattr(same, name)), name


def test_more_than_a_few_are_read_by_one_query_and_cut(world: History) -> None:
    wanted = world.places[: FEW + 2]
    some = gathered(open_store(), wanted)
    assert some.places == wanted and np.array_equal(some.population, world.of(wanted).population)


def test_a_later_first_year_cuts_the_record(world: History) -> None:
    some = gathered(open_store(), ("MAR",), first=2005)
    assert some.years == (2005, 2010, 2015, 2020) and some.children.shape == (3, 1)
    at = world.places.index("MAR")
    assert some.net[:, 0].tolist() == world.net[-3:, at].tolist()


@pytest.mark.parametrize("first", [1949, 2003, 2020])
def test_years_outside_the_record_are_refused(first: int) -> None:
    with pytest.raises(ModelError, match=f"not at {first}"):
        gathered(open_store(), ("MAR",), first=first)


@pytest.mark.parametrize("places", [("MCO",), ("MAR", "MCO"), ("MAR", "NLD", "BFA", "FRA", "ESP", "DEU", "ITA", "MCO")])
def test_places_without_people_by_age_are_named(places: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=r"MCO: WPP 2019 has no population and rates by age.*Leave MCO out"):
        gathered(open_store(), places)


def test_the_record_between_two_years(world: History) -> None:
    some = world.between(1990, 2010)
    assert some.years == (1990, 1995, 2000, 2005, 2010)
    assert np.array_equal(some.population[0], world.population[8])
    assert np.array_equal(some.net, world.net[8:12])
    assert some.rates.periods == 4


def test_rates_of_the_record_are_those_published(world: History) -> None:
    at = world.places.index("NER")
    assert 5 * world.rates.fertility[-1, at].sum() == pytest.approx(world.children[-1, at])
    assert world.children[-1, at] == pytest.approx(6.95, abs=0.05)


def partial(tmp_path: Path, without: str, cell: str = "") -> Store:
    """WPP of one place as a folder of evidence, an indicator or a cell of it missing."""
    rows = pl.DataFrame(
        [
            (row.indicator, row.destination, row.sex, row.age, row.period, row.value, row.unit, row.status, row.vintage)
            for row in open_store().of_place("MAR", [
                "population_by_age", "death_rate", "total_fertility", "fertility_share", "sex_ratio_at_birth",
                "net_migration_period"])
            if row.indicator != without and f"{row.indicator} {row.sex} {row.age} {row.period}" != cell
        ],
        schema=["INDICATOR", "REF_AREA", "SEX", "AGE", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS",
                "VINTAGE"],
        orient="row",
    )  # fmt: skip
    add(tmp_path, observations(rows), SourceReport("wpp"))
    return Store((tmp_path,))


def test_a_folder_of_evidence_without_ages_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no population by age.*must hold its files by age"):
        gathered(partial(tmp_path, "population_by_age"))


def test_a_cell_that_lacks_is_named(tmp_path: Path) -> None:
    store = partial(tmp_path, "", "death_rate F Y20T24 1975-1980")
    with pytest.raises(ModelError, match="MAR: WPP 2019 has no death_rate of 1975-1980 for sex F, age Y20T24"):
        gathered(store, ("MAR",))
    assert gathered(store, ("MAR",), first=1980).years[0] == 1980  # where it is not wanted it does not lack


def test_our_flows_by_sex(world: History) -> None:
    flows = flows_of(open_store(), "passerelle_flows", world.places)
    assert flows.periods[0] == "1990-1995" and flows.periods[-1] == "2015-2020"
    assert flows.table.shape == (6, 2, 201, 201)
    assert (np.diagonal(flows.table, axis1=-2, axis2=-1) == 0).all()
    assert flows.table[-1].sum() == pytest.approx(112.8e6, rel=1e-3)
    assert flows.absent == ("TWN", "XCX") and flows.left_out == 0


def test_published_flows_of_both_sexes_and_what_is_left_out(world: History) -> None:
    flows = flows_of(open_store(), "abel_cohen", world.places)
    assert flows.table.shape == (6, 1, 201, 201)
    at = [world.places.index(place) for place in ("MEX", "USA")]
    assert flows.table[3, 0, at[0], at[1]] == 2_911_347  # 2005–2010
    assert flows.left_out > 0


def test_flows_that_are_not_there_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        __import__("passerelle.demography.cohorts.inputs", fromlist=["FLOW_TABLES"]).FLOW_TABLES,
        "passerelle_flows", ("migration_flow_estimate", "BY_GUESS", ("F", "M")),
    )  # fmt: skip
    with pytest.raises(ModelError, match=r"holds no flows of passerelle_flows\. `passerelle flows world`"):
        flows_of(open_store(), "passerelle_flows", ("MAR", "NLD"))
