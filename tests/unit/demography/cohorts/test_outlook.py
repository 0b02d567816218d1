"""What a country page shows: with and without migration from the same start and rates, with its papers."""

import json
from itertools import pairwise

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.inputs import gathered
from passerelle.demography.cohorts.outlook import ASSUMED, NO_LABOUR_FORCE, Outlook, outlook
from passerelle.demography.cohorts.scenarios import Span, scenario
from passerelle.evidence.store import open_store


@pytest.fixture(scope="module")
def germany() -> Outlook:
    return outlook(open_store(), "DEU")


def test_it_begins_at_the_last_year_of_the_record(germany: Outlook) -> None:
    history = gathered(open_store(), ("DEU",), first=2015)
    assert germany.years == (2020, 2025, 2030, 2035, 2040, 2045, 2050)
    for course in (germany.with_migration, germany.without_migration):
        assert np.array_equal(course.population[0], history.population[-1][:, 0])
    assert germany.source == "wpp" and germany.vintage == "2019" and germany.held == "2000–2020"


def test_it_is_the_scenarios_of_the_same_names(germany: Outlook) -> None:
    for course, name in ((germany.with_migration, "published"), (germany.without_migration, "no-migration")):
        wanted = scenario(open_store(), name, places=("DEU",), span=Span()).project()
        assert course.population == pytest.approx(wanted.population[:, :, 0])
        assert course.net == pytest.approx(wanted.net.sum((1, 2)))
        assert course.total == pytest.approx(wanted.total[:, 0])


def test_each_course_balances(germany: Outlook) -> None:
    for course in (germany.with_migration, germany.without_migration):
        assert np.diff(course.total) == pytest.approx(course.births - course.deaths + course.net)
    assert (germany.without_migration.net == 0).all() and (germany.with_migration.net > 0).all()


def test_a_country_that_people_come_to_ages_faster_without_them(germany: Outlook) -> None:
    moving, still = germany.with_migration, germany.without_migration
    assert (moving.working_age[1:] > still.working_age[1:]).all()
    assert (moving.dependency.old_age[1:] < still.dependency.old_age[1:]).all()
    assert moving.working_age_change[0] == 0 and still.working_age_change[-1] < moving.working_age_change[-1] < 0


def test_a_country_that_people_leave_has_fewer_of_working_age() -> None:
    found = outlook(open_store(), "MAR")
    assert found.with_migration.working_age[-1] < found.without_migration.working_age[-1]


def test_pyramids_of_the_years_asked(germany: Outlook) -> None:
    rows = germany.with_migration.pyramid(2050)
    assert len(rows) == 21 and rows[0][0] == "Y0T4"
    assert sum(women + men for _, women, men in rows) == pytest.approx(germany.with_migration.total[-1])
    assert germany.with_migration.pyramid(2020) == germany.without_migration.pyramid(2020)


def test_an_earlier_end_tells_the_same_years(germany: Outlook) -> None:
    found = outlook(open_store(), "DEU", until=2035)
    assert found.years == (2020, 2025, 2030, 2035)
    assert found.with_migration.total == pytest.approx(germany.with_migration.total[:4])


def test_a_labour_force_is_not_known_and_never_made_up(germany: Outlook) -> None:
    assert np.isnan(germany.with_migration.labour_force).all()
    assert germany.as_dict()["with_migration"]["labour_force"] == [None] * 7


def test_it_is_written_as_plain_values(germany: Outlook) -> None:
    told = json.loads(json.dumps(germany.as_dict(), allow_nan=False))
    assert told["place"] == "DEU" and len(told["assumptions"]) == 5
    moving = told["with_migration"]
    assert moving["years"] == list(germany.years) and len(moving["ages"]) == 21
    assert len(moving["women"]) == len(moving["men"]) == 7 and len(moving["women"][0]) == 21
    for at, total in enumerate(moving["population"]):
        assert sum(moving["women"][at]) + sum(moving["men"][at]) == pytest.approx(total, abs=42)
    for at, (before, after) in enumerate(pairwise(moving["population"])):
        made = moving["births"][at] - moving["deaths"][at] + moving["net_migration"][at]
        assert after - before == pytest.approx(made, abs=3)
    assert moving["dependency"][0] == pytest.approx(
        moving["dependency_youth"][0] + moving["dependency_old_age"][0], abs=0.11
    )


def test_a_place_that_loses_people_is_not_emptied(germany: Outlook) -> None:
    """Puerto Rico's hurricane years, held as shares of those who can leave, leave somebody of every age."""
    assert (germany.with_migration.held_back == 0).all()
    island = outlook(open_store(), "PRI")
    assert (island.with_migration.held_back == 0).all() and (island.without_migration.held_back == 0).all()
    assert (island.with_migration.population > 0).all()
    assert (np.diff(-island.with_migration.net) < 0).all(), "fewer leave as fewer are there"


@pytest.mark.parametrize(("place", "until", "said"), [("MCO", 2050, "MCO: WPP 2019"), ("DEU", 2049, "not at 2049")])
def test_what_cannot_be_shown_is_refused(place: str, until: int, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        outlook(open_store(), place, until=until)


def test_what_is_assumed_is_said_in_sentences_that_can_be_translated(germany: Outlook) -> None:
    assert germany.told == (*ASSUMED, NO_LABOUR_FORCE)
