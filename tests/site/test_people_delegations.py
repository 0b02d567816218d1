"""Delegations: who is head, alternate and focal point from when to when, who speaks, and succession.

Covers `passerelle_web.people.delegation_actions`, its predicates, its triggers and its pages.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from passerelle_web.people import actions, delegation_actions, member_actions, permissions, queries
from passerelle_web.people.models import DelegationFunction, Event, Function, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.people_makers import LONG_AGO, member, person, put

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=3)  # so far that midnight may pass while tests run


def give(held, function, **more):
    return delegation_actions.set_function(membership=held, function=function, by=None, **more)


@pytest.fixture
def millers():
    return member("Millers")


@pytest.fixture
def ana(millers):
    """Head of the Millers' delegation."""
    made = person("Ana")
    give(put(made, millers), Function.HEAD)
    return made


def speaker(of):
    held = queries.speaker_of(of)
    return held.membership.person.name if held else None


# Who speaks -------------------------------------------------------------------------------------------


def test_the_head_speaks_and_without_one_the_alternates_in_their_order(millers, ana):
    ben, cleo, dan = (person(name) for name in ("Ben", "Cleo", "Dan"))
    seats = {who.name: put(who, millers) for who in (ben, cleo, dan)}
    give(seats["Cleo"], Function.ALTERNATE)
    give(seats["Ben"], Function.ALTERNATE)
    give(seats["Dan"], Function.FOCAL_POINT, theme="2.1-routes")
    assert [held.turn for held in queries.delegation_of(millers)] == [None, 1, 2, None]
    assert speaker(millers) == "Ana"
    assert permissions.speaks_for(ana, millers) and not permissions.speaks_for(cleo, millers)
    delegation_actions.end_function(held=queries.speaker_of(millers), by=ana)
    assert speaker(millers) == "Cleo"
    assert permissions.speaks_for(cleo, millers) and not permissions.speaks_for(ana, millers)
    actions.let_go(person=cleo, by=cleo)
    assert speaker(millers) == "Ben"
    actions.let_go(person=ben, by=ben)
    assert speaker(millers) is None
    assert not permissions.speaks_for(dan, millers)


def test_speaking_is_for_one_s_own_member_and_while_it_is_one(millers, ana):
    bakers = member("Bakers")
    assert not permissions.speaks_for(ana, bakers) and not permissions.speaks_for.test(ana)
    member_actions.change_member(member=millers, until=TODAY, by=None)
    assert not permissions.speaks_for(ana, millers)


def test_many_members_are_asked_at_the_price_of_one(millers, ana, django_assert_num_queries):
    members = [millers, member("Bakers"), member("Weavers")]
    with django_assert_num_queries(1):
        asked = permissions.may_each(ana, "people.ask_to_join", members)
    assert [told for _member, told in asked] == [True, False, False]


# What is refused --------------------------------------------------------------------------------------


def test_a_delegation_has_one_head_at_a_time(millers, ana):
    seat = put(person("Ben"), millers)
    with pytest.raises(CannotBeDone, match="has a head on that day"):
        give(seat, Function.HEAD)
    assert speaker(millers) == "Ana"


@pytest.mark.parametrize(("since", "until"), [(date(2021, 1, 1), date(2021, 3, 1)), (date(2020, 6, 1), None)])
def test_the_database_refuses_two_heads_whose_days_overlap(millers, since, until):
    one, other = put(person("Ana"), millers), put(person("Ben"), millers)
    given = {"member": millers, "function": "head"}
    DelegationFunction.objects.create(membership=one, since=LONG_AGO, until=date(2022, 1, 1), **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationFunction.objects.create(membership=other, since=since, until=until, **given)
    DelegationFunction.objects.create(
        membership=other, since=date(2022, 1, 1), until=until and date(2023, 1, 1), **given
    )


def test_the_database_refuses_a_function_of_another_member(millers):
    bakers, seat = member("Bakers"), put(person("Ana"), millers)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationFunction.objects.create(membership=seat, member=bakers, function="head", since=LONG_AGO)
    held = give(seat, Function.HEAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationFunction.objects.filter(pk=held.pk).update(member=bakers)


def test_who_observes_speaks_for_nobody_and_a_focal_point_has_a_theme(millers):
    seat = put(person("Ana"), millers, Role.OBSERVER)
    for function in (Function.HEAD, Function.ALTERNATE):
        with pytest.raises(CannotBeDone, match="observer"):
            give(seat, function)
    for theme in ("", "no theme"):
        with pytest.raises(CannotBeDone, match="Choose the theme"):
            give(seat, Function.FOCAL_POINT, theme=theme)
    give(seat, Function.FOCAL_POINT, theme="2.1-routes")
    with pytest.raises(CannotBeDone, match="that function already"):
        give(seat, Function.FOCAL_POINT, theme="2.1-routes")


def test_a_function_lies_within_its_membership(millers):
    seat = put(person("Ana"), millers, since=TODAY)
    with pytest.raises(CannotBeDone, match="On that day"):
        give(seat, Function.HEAD, since=TODAY - timedelta(days=1))


def test_only_who_speaks_or_runs_the_forum_gives_functions(millers, ana):
    ben = person("Ben")
    seat = put(ben, millers)
    with pytest.raises(NotAllowed, match="say who is what"):
        delegation_actions.set_function(membership=seat, function="alternate", by=ben)
    delegation_actions.set_function(membership=seat, function="alternate", by=ana)
    other = put(ana, member("Bakers"))
    with pytest.raises(NotAllowed):
        delegation_actions.set_function(membership=other, function="head", by=ana)


# Succession -------------------------------------------------------------------------------------------


def test_a_function_is_handed_over_on_a_day_in_one_step(millers, ana):
    ben = person("Ben")
    give(put(ben, millers), Function.ALTERNATE)
    head = queries.speaker_of(millers)
    made = delegation_actions.hand_over(held=head, to=ben, on=LATER, by=ana)
    assert speaker(millers) == "Ana"  # until then
    assert (made.function, made.since) == ("head", LATER)
    head.refresh_from_db()
    assert head.until == LATER
    then = DelegationFunction.objects.active_on(LATER)
    assert [(held.membership.person.name, held.function) for held in then] == [("Ben", "head")]
    assert ana.memberships.get().until is None
    verbs = list(Event.objects.filter(verb__startswith="function.").order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["function.ended", "function.ended", "function.handed_over"]


def test_the_membership_goes_along_if_wished(millers, ana):
    ben = person("Ben")
    put(ben, millers, Role.OBSERVER)
    held = queries.speaker_of(millers)
    with pytest.raises(CannotBeDone, match="in a role that can carry"):
        delegation_actions.hand_over(held=held, to=ben, by=ana)
    delegation_actions.hand_over(held=held, to=ben, with_membership=True, by=ana)
    assert speaker(millers) == "Ben"
    assert set(ben.memberships.values_list("role", flat=True)) == {"observer", "delegate"}
    assert not permissions.acts_for(ana, millers)


def test_handing_over_is_refused_to_strangers_oneself_and_by_others(millers, ana):
    ben, cleo = person("Ben"), person("Cleo")
    put(ben, millers)
    head = queries.speaker_of(millers)
    with pytest.raises(NotAllowed, match="by who holds it"):
        delegation_actions.hand_over(held=head, to=ben, by=ben)
    with pytest.raises(CannotBeDone, match="Invite this person"):
        delegation_actions.hand_over(held=head, to=cleo, by=ana)
    with pytest.raises(CannotBeDone, match="somebody else"):
        delegation_actions.hand_over(held=head, to=ana, by=ana)
    delegation_actions.hand_over(held=head, to=ben, by=ana)
    with pytest.raises(CannotBeDone, match="has ended already"):
        delegation_actions.hand_over(held=head, to=ben, by=ana)


def test_a_guarded_role_is_not_handed_on(millers):
    ana, ben = person("Ana"), person("Ben")
    held = give(put(ana, millers, Role.SECRETARIAT), Function.HEAD)
    put(ben, millers)
    with pytest.raises(NotAllowed, match="Only administrators give"):
        delegation_actions.hand_over(held=held, to=ben, with_membership=True, by=ana)
    assert ben.memberships.get().role == "delegate"


def test_who_leaves_the_member_leaves_her_function_and_another_head_can_come(millers, ana):
    ben = person("Ben")
    seat = put(ben, millers)
    member_actions.end_membership(membership=ana.memberships.get(), by=ana)
    assert queries.delegation_of(millers) == []
    give(seat, Function.HEAD)
    assert speaker(millers) == "Ben"


# Pages ------------------------------------------------------------------------------------------------


def test_the_page_says_who_speaks_and_when_the_head_left_without_successor(client, millers, ana):
    give(put(person("Ben"), millers), Function.ALTERNATE)
    client.force_login(ana)
    assert "Ana speaks for Millers, as head of delegation." in client.get("/en/members/millers/").text
    held = queries.speaker_of(millers)
    asked = client.get(f"/en/delegations/{held.pk}/lay-down/").text
    assert "the first alternate speaks" in asked
    client.post(f"/en/delegations/{held.pk}/lay-down/")
    assert "has no head at the moment: Ben speaks for it" in client.get("/en/members/millers/").text


def test_functions_are_given_and_handed_over_by_form_and_nothing_typed_is_lost(client, millers, ana):
    ben = person("Ben")
    seat = put(ben, millers)
    client.force_login(ana)
    page = client.get("/en/members/millers/delegation/new/").text
    assert "Ben, Delegate" in page and "Places along one migration route" in page
    given = {"membership": seat.pk, "function": "focal_point", "theme": "", "since": TODAY}
    refused = client.post("/en/members/millers/delegation/new/", given)
    assert refused.status_code == 422 and "Choose the theme" in refused.text
    assert '<option value="focal_point" selected>' in refused.text
    client.post("/en/members/millers/delegation/new/", {**given, "function": "alternate"})
    held = queries.speaker_of(millers)
    form = client.get(f"/en/delegations/{held.pk}/hand-over/").text
    assert "Ben" in form and f'<option value="{ana.pk}">' not in form
    client.post(f"/en/delegations/{held.pk}/hand-over/", {"to": ben.pk, "on": TODAY})
    assert speaker(millers) == "Ben"
    assert client.get("/en/members/millers/delegation/new/").status_code == 403


def test_a_visitor_sees_no_delegation(client, millers, ana):
    page = client.get("/en/members/millers/").text
    assert "Ana" not in page and "speaks for" not in page


def test_a_person_removed_from_a_member_loses_access_at_the_next_request(client, millers, ana):
    client.force_login(ana)
    assert client.get("/en/members/millers/invitations/new/").status_code == 200
    assert "Ana" in client.get("/en/members/millers/").text
    member_actions.end_membership(membership=ana.memberships.get(), by=None)
    assert client.get("/en/members/millers/invitations/new/").status_code == 403
    assert "Ana" not in client.get("/en/members/millers/").text


@pytest.mark.slow
@pytest.mark.rare
def test_migrations_can_be_taken_back_and_done_again(transactional_db):
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate([("people", "0006_delegations_and_joint_statements")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    millers = member("Millers")
    seats = [put(person(name), millers) for name in ("Ana", "Ben")]
    given = {"member": millers, "function": "head", "since": LONG_AGO, "until": TODAY}
    DelegationFunction.objects.create(membership=seats[0], **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationFunction.objects.create(membership=seats[1], **given)
