"""A measure that has run becomes a practice filled from its own record, and practices near it show beside measures."""

from datetime import date
from decimal import Decimal
from functools import partial

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from passerelle.base.corridors import Corridor
from passerelle.measures.runs import asked
from passerelle.measures.simulation.sensitivity import sensitivity
from passerelle.measures.templates import template_of
from passerelle.plans.records import Corridor as Ends
from passerelle.plans.records import Indicator, Observation, Target
from passerelle.plans.records import Measure as Planned
from passerelle_web.evidence.practised import practised_about, practised_on
from passerelle_web.measures import actions as measure_actions
from passerelle_web.measures.measure_page import measure_page
from passerelle_web.measures.template_page import template_page
from passerelle_web.people.models import Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.plans import following_actions as acts
from passerelle_web.practices import from_measure, neighbours, writing_actions
from passerelle_web.practices.models import Practice
from passerelle_web.practices.running import carried_in, has_run
from tests.site.people_makers import member, person, put
from tests.site.plans_makers import PUMPS, WELLS, kept, measured, record, screened
from tests.site.practices_makers import desk, published

pytestmark = pytest.mark.django_db
QUESTION = "Would cheaper transfers leave more for the village?"
WATERED = Indicator(
    name="Families with water", unit="families", baseline=Observation(Decimal(10), "2026", "Village book"),
    target=Target(Decimal(40), date(2027, 12, 31)),
)  # fmt: skip


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


def in_a_plan(measure, ana, millers):
    """A plan with this measure in it: wells with an indicator that has a baseline, and pumps."""
    wells = msgspec.structs.replace(WELLS, text="By hand.", indicators=(WATERED, *WELLS.indicators))
    part = Planned(
        key="water", title="Water near by", corridor=Ends(measure.origin, measure.destination), actions=(wells, PUMPS),
        measure=str(measure.pk), template=measure.template,
    )  # fmt: skip
    whole = record()
    (objective,) = whole.objectives
    plan = kept(ana, millers, plan=msgspec.structs.replace(whole, objectives=(
        msgspec.structs.replace(objective, measures=(part,)),
    )))  # fmt: skip
    return plan


def told(plan, by, **more):
    shown = [acts.Attached("Book", "https://village.example/book")]
    given = {"action": "wells", "state": "running", "member": None, "evidence": shown, **more}
    return acts.report(plan=plan, by=by, **given)


@pytest.fixture
def measure(ana, millers):
    made = measured(ana, millers)
    made.question = QUESTION
    made.save()
    return made


# From a measure ----------------------------------------------------------------------------------------


def test_nothing_is_told_of_what_has_not_run(measure, ana, millers):
    assert not has_run(measure)
    in_a_plan(measure, ana, millers)
    assert [one.is_reported for one in carried_in(measure)] == [False]
    with pytest.raises(CannotBeDone, match="Nothing is reported"):
        from_measure.begin_from(measure=measure, member=millers, by=ana, language="en")
    assert not Practice.objects.exists()


@pytest.fixture
def ran(measure, ana, millers):
    """The measure screened by two, planned, reported on, spent for, committed to."""
    second = person("Second")
    put(second, member("Weavers"))
    screened(measure, ana, second)
    plan = in_a_plan(measure, ana, millers)
    told(plan, ana, spent=Decimal(900), observed={"Families with water": "12"}, on=date(2027, 3, 1))
    told(plan, ana, spent=Decimal(1500), observed={"Families with water": "25", "Wells with water": "3"},
         text="Three wells give water.", on=date(2027, 9, 1))  # fmt: skip
    acts.pledge(member=millers, text="Dig two more wells", due=None, by=ana, plan=plan, action="wells")
    gone = acts.pledge(member=millers, text="Pave the road", due=None, by=ana, plan=plan, action="pumps")
    acts.withdraw_pledge(pledge=gone, reason="No stones", by=ana)
    return measure


def test_every_part_of_its_record_fills_a_field_that_says_where_it_comes_from(ran, ana, millers):
    made = from_measure.begin_from(measure=ran, member=millers, by=ana, language="en")
    found = made.versions.get().record
    assert (found.title, found.problem, found.template) == (ran.title, QUESTION, "seasonal")
    assert (found.origin, found.destination) == ("BFA", "CIV")
    assert "2.2-circular-migration" in found.themes
    assert "Dig wells" in found.done and "By hand." in found.done and "Three wells give water." in found.done
    assert found.actors == "Union of the Millers and Water office"
    assert (found.cost, found.currency, found.price_year) == (Decimal(1500), "EUR", 2027)
    assert "the plan foresees" in found.cost_of and found.since == "2027-01-01" and found.until == ""
    assert "Dig two more wells (open)" in found.context and "Pave the road (withdrawn: No stones)" in found.context
    assert "What was known of the corridor" in found.context and "What the model expected" not in found.context
    assert "no stop found" in found.rights and "Look again each year" in found.rights and "Instruments" in found.rights
    assert "Ana" not in found.rights and "Second" not in found.rights
    results = {one.indicator: (one.before, one.after, one.unit, one.grade) for one in found.results}
    assert results == {
        "Families with water (target 40)": (Decimal(10), Decimal(25), "families", 3),
        "Wells with water (target 4)": (None, Decimal(3), "wells", 2),
    }
    assert found.results[0].source == "Report of Sept. 1, 2027 on “Dig wells”, Water for the village"
    assert any("Water for the village”, version 1" in one.citation for one in found.sources)
    assert found.failed == "" and found.gist == "" and found.contacts == ()
    filled = {name for name in found.__struct_fields__ if getattr(found, name) and name not in ("language", "whence")}
    assert filled == set(found.whence) and "whole" not in found.whence
    assert made.measure == ran


def test_the_draft_is_in_the_language_of_who_begins_it(ran, ana, millers):
    made = from_measure.begin_from(measure=ran, member=millers, by=ana, language="fr")
    found = made.versions.get().record
    assert found.language == "fr" and found.problem == QUESTION
    assert found.whence["cost"] != "reports on spending and the plan’s budget"


def test_what_was_planned_stands_for_the_cost_where_nobody_reported_spending(measure, ana, millers):
    plan = in_a_plan(measure, ana, millers)
    told(plan, ana, state="done", reason="")
    told(plan, ana, action="pumps", state="dropped", reason="No money")
    found = from_measure.record_of(measure, ana, "en")
    assert found.cost and found.cost > 1500 and "nothing is reported as spent" in found.cost_of
    assert found.until == "2028-03-30" and found.rights == ""


def test_a_plan_that_she_does_not_see_tells_her_nothing(ran, ana, millers):
    eva, fishers = desk("eva")
    found = from_measure.record_of(ran, eva, "en")
    assert found.done == "" and found.cost is None and found.problem == QUESTION
    private = measured(ana, None)
    with pytest.raises(NotAllowed):
        from_measure.begin_from(measure=private, member=fishers, by=eva, language="en")
    with pytest.raises(NotAllowed):
        from_measure.begin_from(measure=ran, member=millers, by=eva, language="en")


@pytest.fixture
def run(settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
    with django_capture_on_commit_callbacks(execute=True):
        made = measure_actions.ask(asked=asked(["transfer-costs"], Corridor("MEX", "USA"), {}, draws=200))
    made.refresh_from_db()
    return made


def test_what_the_model_expected_stands_with_its_ranges_beside_what_came(run, ana, millers):
    measure = measure_actions.add_measure(
        template="transfer-costs", title="Cheaper transfers", corridor=run.corridor, run=run, member=millers, by=ana
    )
    assert not has_run(measure)
    acts.enter_outcome(
        run=run, quantity="cash-origin", year=1, value=1234.5, on=date(2028, 1, 1), source="Central bank", by=ana
    )
    found = from_measure.begin_from(measure=measure, member=millers, by=ana, language="en").versions.get().record
    assert "What the model expected" in found.context and "present value over" in found.context
    assert found.context.count("- ") >= 3 and " to " in found.context
    (result,) = found.results
    assert "cash-origin in year 1 (the model expected" in result.indicator and result.source == "Central bank"
    assert result.after == Decimal("1234.5") and any(f"Run {run.pk}" in one.citation for one in found.sources)
    assert found.transfer.startswith("- ") and any("World Bank" in one.citation for one in found.sources)


def test_its_page_leads_there_and_back(ran, ana, millers):
    client = Client()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("practices:begin-from", args=[ran.pk])
    assert address in client.get(ran.get_absolute_url()).content.decode()
    assert "It has run" not in Client().get(ran.get_absolute_url()).content.decode()
    answer = client.post(address, {"member": millers.pk}, follow=True)
    told_ = answer.content.decode()
    assert (
        "Each field says where it comes from" in told_ and "the parties’ question on the page of the measure" in told_
    )
    made = Practice.objects.get()
    page = client.get(ran.get_absolute_url()).content.decode()
    assert f"It is being told as “{made.title}”" in page and made.get_absolute_url() in page and address not in page
    assert made.title not in Client().get(ran.get_absolute_url()).content.decode().partition("Practice</h2>")[2]
    own = client.get(made.get_absolute_url()).content.decode()
    assert ran.get_absolute_url() in own and "Filled from" in own


def test_before_it_begins_the_page_says_what_will_fill_the_draft(ran, ana):
    client = Client()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("practices:begin-from", args=[ran.pk])
    told_ = client.get(address).content.decode()
    assert f"Tell “{ran.title}” as a practice" in told_ and "commitments fill the draft" in told_
    assert client.post(address, {"member": "0"}).status_code == 422 and not Practice.objects.exists()
    other = measured(person("other"), None)
    assert client.get(reverse("practices:begin-from", args=[other.pk])).status_code == 404


def test_a_measure_without_a_template_and_a_plan_without_costs_fill_what_they_have(ana, millers):
    own = measured(ana, millers, title="Own way")
    own.template = "own"
    own.save()
    pumps = msgspec.structs.replace(PUMPS, needs=(), indicators=(Indicator(name="Pumps", unit="pumps"),))
    part = Planned(key="own", title="Own", corridor=Ends("BFA", "CIV"), actions=(pumps,), measure=str(own.pk))
    whole = record()
    (objective,) = whole.objectives
    only = msgspec.structs.replace(objective, measures=(part,))
    plan = kept(ana, millers, plan=msgspec.structs.replace(whole, objectives=(only,)))
    told(plan, ana, action="pumps", observed={"Pumps": "2"})
    found = from_measure.record_of(own, ana, "en")
    assert found.cost is None and found.themes == () and found.template == "" and found.transfer == ""
    assert [(one.indicator, one.after) for one in found.results] == [("Pumps", Decimal(2))]
    plan.versions.all().delete()
    assert carried_in(own) == []


def test_an_address_without_a_measure_or_for_who_writes_for_nobody_leads_nowhere(ran, ana):
    client = Client()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    absent = reverse("practices:begin-from", args=["00000000-0000-4000-8000-000000000000"])
    assert client.get(absent).status_code == 404
    watcher = Client()
    who = desk("watcher", Role.OBSERVER)[0]
    watcher.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert watcher.get(reverse("practices:begin-from", args=[ran.pk])).status_code == 403


# Practices near something ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known(standing):
    """One practice of each nearness to a seasonal measure from Burkina Faso to Côte d’Ivoire, and one of none."""
    ana, eva, ida = desk("one"), desk("two"), desk("three")
    far = {"themes": ["2.5-remittances"], "principles": [], "places": ["JPN"], "origin": "PHL", "destination": "JPN"}
    given = {
        "none": far,
        "end": {**far, "origin": "BFA", "destination": "JPN"},
        "corridor": {**far, "origin": "BFA", "destination": "CIV"},
        "theme": {**far, "themes": ["2.2-circular-migration"]},
        "template": {**far, "template": "seasonal"},
    }
    return {name: published(*ana, eva, ida, title=name, **one) for name, one in given.items()}


def test_near_is_of_the_template_then_the_theme_the_corridor_an_end(known, measure, ana):
    found = neighbours.of_measure(measure, ana)
    assert [(title, why) for title, _href, why in found.like] == [
        ("template", "the same kind of measure"), ("theme", "the same theme"), ("corridor", "the same corridor"),
        ("end", "the same origin or destination"),
    ]  # fmt: skip
    stage = next(one for one in measure_page(measure, "en", ana).stages if one.name == "Practices like it")
    assert stage.state == "done" and [title for title, _, _ in stage.links] == [title for title, _, _ in found.like]


def test_what_is_withdrawn_or_a_draft_is_near_to_nothing(known, measure, ana):
    writing_actions.withdraw(practice=known["template"], reason="Wrong", by=None)
    assert neighbours.of_measure(measure, ana).like[0][0] == "theme"


def test_a_template_and_a_corridor_show_theirs_and_say_so_where_there_is_none(known, client):
    lines, address = neighbours.of_template(template_of("seasonal"))
    assert [one.title for one in lines] == ["template", "theme"] and address.endswith("?template=seasonal")
    assert [one.title for one in template_page(template_of("seasonal"), "en").practised] == ["template", "theme"]
    assert [one.title for one in practised_on(None, origin="BFA", destination="CIV")] == ["corridor", "end"]
    page = client.get("/en/corridors/BFA/CIV/").content.decode()
    assert known["corridor"].get_absolute_url() in page and "the same origin or destination" in page
    assert "comparison group" in page
    page = client.get("/en/measures/seasonal/").content.decode()
    assert known["template"].get_absolute_url() in page and "/en/practices/?template=seasonal" in page
    assert "No practice near this one is published yet" in client.get("/en/corridors/TON/FJI/").content.decode()


def test_a_page_of_integration_shows_those_of_its_themes(client):
    told = published(*desk("seven"), desk("eight"), desk("nine"), title="Mentors", themes=["2.3-integration"])
    published(*desk("ten"), desk("eleven"), desk("twelve"), title="Water", themes=["2.5-aid"])
    assert [one.title for one in practised_about(None, ["2.3-integration", "2.3-equal-treatment"])] == ["Mentors"]
    page = client.get("/en/integration/DEU/").content.decode()
    assert told.get_absolute_url() in page and "Water" not in page
    assert "/en/practices/?theme=2.3-integration" in page


def test_within_a_nearness_the_newest_stands_first_and_never_the_most_tried(known, measure, ana):
    ana_, eva, ida = desk("four"), desk("five"), desk("six")
    newer = published(*ana_, eva, ida, title="newer", template="seasonal", themes=["2.5-aid"])
    assert [title for title, _, _ in neighbours.of_measure(measure, ana).like][:2] == [newer.title, "template"]
    assert len(neighbours.of_measure(measure, ana).like) == neighbours.MOST


def test_a_measure_of_its_parties_own_has_practices_by_its_corridor(known, ana, millers):
    own = measured(ana, millers)
    own.template = "own"
    own.save()
    assert [title for title, _, _ in neighbours.of_measure(own, ana).like] == ["corridor", "end"]
    assert neighbours.template_said("gone") == "gone"
