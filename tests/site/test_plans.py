"""Plans on the site: making, changing, two people at once, measures, the gate, adoption.

Covers `passerelle_web.plans` but for its pages, which are in `test_plans_pages`.
"""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle.base.errors import PlanUnsound
from passerelle.plans.gate import NotScreened
from passerelle.plans.records import Action, Mitigation, Screened
from passerelle_web.measures import actions as measure_actions
from passerelle_web.measures.models import Screening
from passerelle_web.people.models import Event, Role
from passerelle_web.people.permissions import WHO_MAY
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.plans import actions, queries, working
from passerelle_web.plans.gate import screened_today
from passerelle_web.plans.models import ActionLine, Adoption, Plan, Version
from tests.site.people_makers import member, person, put
from tests.site.plans_makers import PUMPS, WELLS, kept, measured, record, screened, with_action

pytestmark = pytest.mark.django_db
replace = msgspec.structs.replace


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def bo():
    return person("Bo")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


@pytest.fixture
def bakers(bo):
    made = member("Bakers")
    put(bo, made)
    return made


@pytest.fixture
def plan(ana, millers):
    return kept(ana, millers)


def newest(plan):
    plan.refresh_from_db()
    return queries.current_version(plan).record


def linked(plan, measure, by):
    """The plan with its measure linked to one of the site, parameters and all, and its mitigation an action."""
    there = newest(plan)
    held = next(there.measures())
    asked = Action(key="again", title="Look again", days=30, mitigates=Mitigation("Look again each year"))
    changed = replace(
        held, measure=str(measure.pk), template=measure.template, parameters=dict(measure.parameters),
        actions=(*held.actions, asked),
    )  # fmt: skip
    return actions.change_plan(plan=plan, base=plan.current, record=actions.with_part(there, changed), by=by)


# Making and changing ------------------------------------------------------------------------------------


def test_a_plan_is_kept_whole_with_its_timetable_and_budget_worked_out(plan, millers):
    version = queries.current_version(plan)
    assert version.number == plan.current == 1
    assert version.record == record(owners=("Union of the Millers",))
    told = working.of_version(version)
    assert told["budget"]["total"]["total"] == "4000.00" and told["budget"]["total"]["gap"] == "2000.00"
    assert [row[0] for row in told["timetable"]] == ["wells", "pumps"]
    assert Event.objects.filter(verb="plan.made").exists()


def test_what_was_not_worked_out_is_worked_out_when_it_is_read(plan):
    Version.objects.update(worked_out=None)
    version = queries.current_version(plan)
    assert working.of_version(version)["budget"]["total"]["costs"] == "4000.00"
    version.refresh_from_db()
    assert version.worked_out is not None


def test_a_plan_that_is_not_sound_is_not_kept(ana, millers):
    wrong = with_action(record(), replace(WELLS, needs=("pumps",)))
    with pytest.raises(PlanUnsound, match="wait for one another"):
        kept(ana, millers, plan=wrong)
    assert not Plan.objects.exists()


def test_who_acts_for_nobody_makes_no_plan_for_a_member(bo, millers):
    with pytest.raises(NotAllowed):
        kept(bo, millers)
    assert kept(bo).owners.count() == 0


def test_a_change_is_a_new_version_and_the_old_one_stays(plan, ana):
    changed = replace(newest(plan), title="Water for all")
    actions.change_plan(plan=plan, base=1, record=changed, by=ana)
    plan.refresh_from_db()
    assert (plan.title, plan.current) == ("Water for all", 2)
    assert queries.version(plan, 1).record.title == "Water for the village"


def test_what_changes_nothing_is_no_version(plan, ana):
    actions.change_plan(plan=plan, base=1, record=newest(plan), by=ana)
    assert Version.objects.count() == 1


def test_nobody_else_changes_a_plan(plan, bo, bakers):
    with pytest.raises(NotAllowed):
        actions.change_plan(plan=plan, base=1, record=replace(newest(plan), title="Mine"), by=bo)


def test_owner_and_demonstration_cannot_be_written_into_a_plan(plan, ana):
    forged = replace(newest(plan), owners=("The King",), demonstration=True, title="Else")
    assert actions.change_plan(plan=plan, base=1, record=forged, by=ana).record.owners == ("Union of the Millers",)


# Two people at once -------------------------------------------------------------------------------------


def test_two_people_change_different_parts_and_both_are_kept(plan, ana):
    read = newest(plan)
    actions.change_plan(plan=plan, base=1, record=replace(read, summary="By the first."), by=ana)
    actions.change_plan(plan=plan, base=1, record=with_action(read, replace(WELLS, title="Dig deep wells")), by=ana)
    both = newest(plan)
    assert both.summary == "By the first." and next(both.actions()).title == "Dig deep wells"


def test_two_people_change_the_same_and_the_second_is_shown_both(plan, ana):
    read = newest(plan)
    actions.change_plan(plan=plan, base=1, record=replace(read, summary="By the first."), by=ana)
    with pytest.raises(actions.Clashed) as held:
        actions.change_plan(plan=plan, base=1, record=replace(read, summary="By the second."), by=ana)
    (clash,) = held.value.merge.clashes
    assert (clash.mine, clash.theirs) == ("By the second.", "By the first.")
    assert newest(plan).summary == "By the first."


def test_changes_that_are_sound_alone_and_not_together_are_refused(plan, ana):
    read = newest(plan)
    actions.change_plan(plan=plan, base=1, record=with_action(read, replace(WELLS, needs=())), by=ana)
    without = replace(read, objectives=tuple(
        replace(o, measures=tuple(replace(m, actions=(WELLS,)) for m in o.measures)) for o in read.objectives
    ))  # fmt: skip
    actions.change_plan(plan=plan, base=plan.current, record=without, by=ana)
    plan.refresh_from_db()
    new = with_action(read, replace(PUMPS, needs=("wells",), title="Set more pumps"))
    with pytest.raises((actions.Clashed, PlanUnsound)):
        actions.change_plan(plan=plan, base=1, record=new, by=ana)


# Measures -----------------------------------------------------------------------------------------------


def test_a_measure_becomes_an_action_and_keeps_its_link(plan, ana, millers):
    row = measured(ana, millers, "readmission", title="Readmission as agreed")
    actions.take_measures(plan=plan, measures=[row], objective="near", years=2, by=ana)
    taken = list(newest(plan).measures())[-1]
    assert taken.measure == str(row.pk) and taken.template == "readmission"
    assert [action.title for action in taken.actions] == ["Readmission as agreed"]
    assert all(cost.to_check for cost in taken.actions[0].costs) and taken.actions[0].costs
    assert list(plan.measures.all()) == [row] and list(queries.plans_with(row, ana)) == [plan]


def test_a_measure_is_taken_once(plan, ana, millers):
    row = measured(ana, millers)
    for _ in range(2):
        plan.refresh_from_db()
        actions.take_measures(plan=plan, measures=[row], objective="other", years=2, by=ana)
    assert [one.measure for one in newest(plan).measures()].count(str(row.pk)) == 1


def test_a_measure_that_one_may_not_see_is_not_taken(plan, ana, bo):
    row = measure_actions.add_measure(template="seasonal", title="Bo’s own", corridor=measured_corridor(), by=bo)
    with pytest.raises(NotAllowed):
        actions.take_measures(plan=plan, measures=[row], objective="near", years=2, by=ana)


def measured_corridor():
    from passerelle.base.corridors import Corridor

    return Corridor("BFA", "CIV")


def test_a_measure_of_the_plan_alone_is_made_one_of_the_site_to_be_screened(plan, ana, millers):
    row = actions.link_measure(plan=plan, key="water", by=ana, member=millers)
    assert next(newest(plan).measures()).measure == str(row.pk)
    assert (row.origin, row.destination, row.member) == ("BFA", "CIV", millers)
    assert actions.link_measure(plan=plan, key="water", by=ana) == row


def test_a_measure_without_places_cannot_be_screened(plan, ana):
    there = newest(plan)
    bare = replace(next(there.measures()), corridor=None)
    actions.change_plan(plan=plan, base=1, record=actions.with_part(there, bare), by=ana)
    plan.refresh_from_db()
    with pytest.raises(CannotBeDone, match="on which corridor"):
        actions.link_measure(plan=plan, key="water", by=ana)


def test_mitigations_of_a_screening_become_actions_once(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo, mitigation="Inspect the lodging")
    linked(plan, row, ana)
    plan.refresh_from_db()
    actions.take_mitigations(plan=plan, key="water", by=ana)
    made = [action for action in newest(plan).actions() if action.mitigates]
    assert [action.title for action in made] == ["Look again", "Inspect the lodging"]
    assert made[1].start == max(timezone.localdate(), plan.start)
    with pytest.raises(CannotBeDone, match="has its action already"):
        actions.take_mitigations(plan=plan, key="water", by=ana)


# The gate and adoption ----------------------------------------------------------------------------------


def test_a_plan_with_an_unscreened_measure_is_not_adopted(plan, ana, millers):
    with pytest.raises(NotScreened, match="no screening"):
        actions.adopt(plan=plan, number=1, member=millers, by=ana)
    assert not Adoption.objects.exists()


def test_a_screening_that_a_file_claims_is_not_believed(ana, millers):
    claimed = Screened(outcome="no stop found", on=date(2026, 1, 1), review_by=date(2030, 1, 1), fingerprint="x")
    there = record()
    forged = actions.with_part(there, replace(next(there.measures()), screening=claimed))
    plan = kept(ana, millers, plan=forged)
    assert next(newest(plan).measures()).screening is None
    with pytest.raises(NotScreened):
        actions.adopt(plan=plan, number=1, member=millers, by=ana)


def test_a_screened_plan_is_adopted_and_changes_after_it_are_proposals(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    actions.adopt(plan=plan, number=plan.current, member=millers, by=ana)
    plan.refresh_from_db()
    adopted = plan.adopted
    assert adopted == 2
    actions.change_plan(plan=plan, base=2, record=replace(newest(plan), title="Another title"), by=ana)
    plan.refresh_from_db()
    assert (plan.adopted, plan.current) == (2, 3)
    assert queries.version(plan, 2).record.title == "Water for the village"
    assert set(ActionLine.objects.values_list("title", flat=True)) == {"Dig wells", "Set pumps", "Look again"}


def test_a_joint_plan_stands_once_every_owner_adopted_the_same_version(ana, bo, millers, bakers):
    plan = kept(ana, millers, bakers)
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    actions.adopt(plan=plan, number=2, member=millers, by=ana)
    plan.refresh_from_db()
    assert plan.adopted is None
    actions.adopt(plan=plan, number=2, member=bakers, by=bo)
    plan.refresh_from_db()
    assert plan.adopted == 2
    actions.withdraw_adoption(plan=plan, member=bakers, reason="The flour ran out", by=bo)
    plan.refresh_from_db()
    assert plan.adopted is None
    held = Adoption.objects.get(member=bakers)
    assert (held.until, held.reason) == (timezone.localdate(), "The flour ran out")


def test_adoption_is_withdrawn_with_a_reason_alone(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    actions.adopt(plan=plan, number=2, member=millers, by=ana)
    with pytest.raises(CannotBeDone, match="reason"):
        actions.withdraw_adoption(plan=plan, member=millers, reason="  ", by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.update(until=timezone.localdate())


@pytest.mark.parametrize("number", [0, 7])
def test_a_version_that_is_not_the_newest_is_not_adopted(plan, ana, millers, number):
    with pytest.raises(CannotBeDone, match="newest"):
        actions.adopt(plan=plan, number=number, member=millers, by=ana)


def test_only_delegates_of_an_owner_adopt(plan, bo, millers, bakers):
    with pytest.raises(NotAllowed):
        actions.adopt(plan=plan, number=1, member=millers, by=bo)
    with pytest.raises(CannotBeDone, match="own members"):
        actions.adopt(plan=plan, number=1, member=bakers, by=bo)
    observer = person("Cy")
    put(observer, millers, Role.OBSERVER)
    with pytest.raises(NotAllowed):
        actions.adopt(plan=plan, number=1, member=millers, by=observer)


def test_when_the_measure_changes_afterwards_its_screening_is_out_of_date(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    assert next(screened_today(newest(plan)).measures()).screening.outcome == "no stop found"
    row.parameters = {"workers": 9000}
    row.save()
    assert next(screened_today(newest(plan)).measures()).screening.outcome == "out of date"
    with pytest.raises(NotScreened, match=r"not finished|out of date|changed since"):
        actions.adopt(plan=plan, number=2, member=millers, by=ana)


def test_when_the_plan_changes_the_measure_its_screening_is_out_of_date(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    there = newest(plan)
    other = replace(next(there.measures()), parameters={"workers": 5})
    actions.change_plan(plan=plan, base=2, record=actions.with_part(there, other), by=ana)
    plan.refresh_from_db()
    with pytest.raises(NotScreened, match="changed since"):
        actions.adopt(plan=plan, number=3, member=millers, by=ana)


def test_an_action_of_return_under_a_measure_screened_without_it_shuts_the_gate(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    there = newest(plan)
    held = next(there.measures())
    flights = Action(key="flights", title="Return people on flights", days=30, phase="readmission-and-return")
    forced = replace(held, actions=(*held.actions, flights))
    actions.change_plan(plan=plan, base=plan.current, record=actions.with_part(there, forced), by=ana)
    plan.refresh_from_db()
    with pytest.raises(NotScreened, match="changed since"):
        actions.adopt(plan=plan, number=plan.current, member=millers, by=ana)
    # the measure takes over what is planned, and is then screened with it
    actions.link_measure(plan=plan, key="water", by=ana)
    row.refresh_from_db()
    assert row.parameters["phases"] == "readmission-and-return"
    screened(row, ana, bo)
    actions.adopt(plan=plan, number=plan.current, member=millers, by=ana)


def test_a_plan_without_an_action_is_not_adopted(ana, millers):
    bare = kept(ana, millers, plan=record(objectives=()))
    with pytest.raises(CannotBeDone, match="without an action"):
        actions.adopt(plan=bare, number=1, member=millers, by=ana)


@pytest.mark.parametrize("template", ["readmission", "border-rescue"])
@pytest.mark.parametrize("how", ["none", "stopped", "one person", "old", "cannot be read"])
def test_no_coercive_measure_slips_past_the_gate(plan, ana, bo, millers, bakers, template, how):
    row = measured(ana, millers, template, title="Force")
    if how != "none":
        from passerelle_web.measures import screening_actions
        from tests.site.plans_makers import form

        answer = "no" if how == "stopped" else "yes"
        made = screening_actions.screen_measure(
            measure=row, screening=form(row, answer=answer), department=None, by=ana, member=millers
        )
        if how in ("old", "cannot be read"):
            screening_actions.confirm(screening=made, by=bo)
        if how == "old":
            day = timezone.localdate() - timedelta(days=800)
            Screening.objects.filter(pk=made.pk).update(made_on=day, review_on=day + timedelta(days=300))
        if how == "cannot be read":
            Screening.objects.filter(pk=made.pk).update(answers={"yaml": "screening: 1"})
    linked(plan, row, ana)
    plan.refresh_from_db()
    with pytest.raises(NotScreened):
        actions.adopt(plan=plan, number=plan.current, member=millers, by=ana)
    assert not Adoption.objects.exists()


# Who sees -----------------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_its_owners_and_its_maker_alone(plan, ana, bo, bakers, millers):
    from django.contrib.auth.models import AnonymousUser

    other = person("Cy")
    put(other, millers)
    assert set(queries.seen_by(ana)) == set(queries.seen_by(other)) == {plan}
    assert not queries.seen_by(bo).exists() and not queries.seen_by(AnonymousUser()).exists()
    assert plan in queries.seen_by(person("Root", staff=True))


def test_the_demonstration_is_open_to_all(ana, millers):
    from django.contrib.auth.models import AnonymousUser

    shown = kept(ana, millers, is_demonstration=True)
    assert list(queries.seen_by(AnonymousUser())) == [shown] and newest(shown).demonstration


def test_a_plan_begun_from_another_has_neither_its_screenings_nor_its_money(plan, ana, bo, millers, bakers):
    row = measured(ana, millers)
    screened(row, ana, bo)
    linked(plan, row, ana)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.copy_plan(plan=plan, title="Ours", by=bo, owners=[bakers])
    actions.adopt(plan=plan, number=2, member=millers, by=ana)
    plan.refresh_from_db()
    copy = actions.copy_plan(plan=plan, title="Ours", by=bo, owners=[bakers])
    there = newest(copy)
    assert copy.taken_from == plan and there.owners == ("Union of the Bakers",)
    assert not there.sources and next(there.measures()).measure == "" and not copy.measures.exists()
    assert all(cost.to_check for action in there.actions() for cost in action.costs)


def test_every_permission_of_the_room_has_its_sentence():
    of_plans = [str(said) for name, said in WHO_MAY.items() if name.startswith("plans.")]
    assert all(of_plans) and len(of_plans) == 12
    assert working.total(["0.10", "0.20"]) == Decimal("0.30")
