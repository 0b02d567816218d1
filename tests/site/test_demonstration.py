"""The demonstration: filled in once, marked everywhere, and never among members that nobody invented.

Covers `passerelle_web.demonstration`.
"""

from datetime import date
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from typer.testing import CliRunner

from passerelle.measures.simulation.sensitivity import sensitivity
from passerelle.plans.checking import faults
from passerelle.plans.reading import read_plan
from passerelle_web import demo_command
from passerelle_web.demonstration import filling, members, plans
from passerelle_web.demonstration.example import example_text
from passerelle_web.people.models import Member, User
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.plans import queries
from passerelle_web.plans.gate import screened_today
from passerelle_web.plans.models import Paper, Plan, Pledge, Report
from tests.site.people_makers import member
from tests.site.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def filled(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
    monkeypatch.setattr(plans, "DRAWS", 200)
    assert filling.fill() is True


def test_it_is_filled_in_once(filled):
    counted = [model.objects.count() for model in (Member, User, Plan, Report, Pledge, Paper)]
    assert filling.fill() is False
    assert counted == [model.objects.count() for model in (Member, User, Plan, Report, Pledge, Paper)]
    assert all(counted)


def test_one_plan_is_adopted_by_both_and_the_other_waits_at_the_gate(filled):
    adopted, draft = Plan.objects.order_by("adopted")
    if adopted.adopted is None:
        adopted, draft = draft, adopted
    assert adopted.adopted == adopted.current and draft.adopted is None
    record = screened_today(queries.current_version(adopted).record)
    assert {one.screening.outcome for one in record.measures()} == {"no stop found"}
    assert draft.route == "central-mediterranean"


def test_everything_says_that_it_is_invented(filled, client):
    assert all(one.name.endswith("(invented)") for one in Member.objects.all())
    assert not User.objects.exclude(email__endswith="@demonstration.example").exists()
    assert all("invented" in one.text.lower() for one in [*Report.objects.all(), *Pledge.objects.all()])
    for plan in queries.seen_by(AnonymousUser()):
        assert plan.is_demonstration and queries.current_version(plan).record.demonstration
        assert "Demonstration" in words(client.get(plan.get_absolute_url()))
    assert "Demonstration" in words(client.get(Paper.objects.get().get_absolute_url()))


def test_nobody_signs_in_without_a_password_of_the_keepers_choice(filled):
    assert not any(one.has_usable_password() for one in User.objects.all())


def test_it_does_not_belong_among_members_that_nobody_invented(settings):
    member("Millers")
    with pytest.raises(CannotBeDone, match="does not belong"):
        filling.fill()
    assert not Plan.objects.exists() and not members.is_there()


@pytest.mark.parametrize("name", ["corridor", "route"])
def test_its_plans_are_sound_files(name):
    record = read_plan(example_text(name))
    assert not list(faults(record)) and record.demonstration


def test_its_years_are_moved_and_nothing_else():
    moved = read_plan(plans.shifted(example_text(), 2025))
    whole = read_plan(example_text())
    assert moved.period.start == date(2025, 1, 1) and whole.period.start == date(2027, 1, 1)
    assert [cost.item for a in moved.actions() for cost in a.costs] == [
        cost.item for a in whole.actions() for cost in a.costs
    ]
    assert "2020-Q3" in example_text() and moved.objectives[1].indicators[0].baseline.period == "2020-Q3"


def test_the_command_says_what_it_did(monkeypatch):
    import typer

    app = typer.Typer()
    app.command()(demo_command.demo)
    monkeypatch.setattr(demo_command, "open_tables", lambda: None)
    for made, said in ((True, "is filled in"), (False, "there already")):
        monkeypatch.setattr(filling, "fill", lambda password, made=made: made)
        told = CliRunner().invoke(app, [])
        assert told.exit_code == 0 and said in told.stderr


def test_the_command_ends_with_2_among_others(monkeypatch):
    import typer

    app = typer.Typer()
    app.command()(demo_command.demo)
    monkeypatch.setattr(demo_command, "open_tables", lambda: None)
    member("Millers")
    told = CliRunner().invoke(app, [])
    assert told.exit_code == 2 and "does not belong" in told.stderr
