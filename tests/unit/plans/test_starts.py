"""Plans to begin from: sound, with the phases of a strategy and of a joint plan, whatever country takes them."""

from datetime import date

import pytest

from passerelle.base.errors import PlanError
from passerelle.plans.checking import faults
from passerelle.plans.reading import as_yaml, read_plan
from passerelle.plans.records import Period, Plan
from passerelle.plans.schedule import schedule
from passerelle.plans.starts import all_starts, begun, empty

PERIOD = Period(date(2028, 7, 1), date(2033, 6, 30))


def test_there_are_two() -> None:
    assert list(all_starts()) == ["joint-plan", "national-strategy"]


@pytest.mark.parametrize("code", ["joint-plan", "national-strategy"])
def test_each_is_sound_fits_its_period_and_names_no_country(code: str) -> None:
    made = all_starts()[code]
    assert list(faults(made)) == [] and schedule(made).conflicts == ()
    assert made.where.places == () and made.owners == () and not made.demonstration
    assert all(measure.corridor is None and not measure.template for measure in made.measures())
    assert not [cost for action in made.actions() for cost in action.costs]
    assert read_plan(as_yaml(made)) == made


def test_a_strategy_goes_from_the_situation_to_monitoring() -> None:
    times = schedule(all_starts()["national-strategy"])
    # situation 120 days, aims 60, actions 90, budget 60, monitoring 180 = 510; the hearing of 90 has 30 days of slack
    assert times.critical_path == ("situation", "aims", "actions", "budget", "monitoring")
    assert sum(times.by_key[key].days for key in times.critical_path) == 510
    assert times.by_key["stakeholders"].slack == 30


def test_a_plan_begun_has_its_own_head_and_the_starts_body() -> None:
    made = begun("national-strategy", title="Strategy of Tamsna", period=PERIOD, currency="MAD", owners=("Tamsna",))
    start = all_starts()["national-strategy"]
    assert (made.title, made.period, made.currency, made.owners) == ("Strategy of Tamsna", PERIOD, "MAD", ("Tamsna",))
    assert made.objectives == start.objectives and made.departments == start.departments
    assert made.price_year == 2028 and list(faults(made)) == [] and schedule(made).timed[0].early_start == PERIOD.start
    assert all_starts()["national-strategy"].title == "National strategy on migration and development"


def test_there_is_no_other() -> None:
    with pytest.raises(PlanError, match='no start "x"; there are joint-plan, national-strategy'):
        begun("x", title="x", period=PERIOD, currency="EUR")


def test_an_empty_plan_is_empty_and_sound() -> None:
    made = empty(title="x", period=PERIOD, currency="EUR", owners=("Tamsna",))
    assert made == Plan(title="x", period=PERIOD, currency="EUR", owners=("Tamsna",))
    assert list(faults(made)) == []
