"""Members, departments and memberships: what can be done, what the house refuses, what the database refuses.

Covers `passerelle_web.people.member_actions`, `queries` and the constraints behind them.
"""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle.base.errors import PlaceUnknown
from passerelle_web.people import actions, member_actions, queries
from passerelle_web.people.models import Department, Kind, Member, Membership, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.people_makers import LONG_AGO, member, person, put

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW, YESTERDAY = TODAY + timedelta(1), TODAY - timedelta(1)


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers():
    return member("Millers")


def verbs(subject):
    return [event.verb for event in queries.trail_of(subject)]


# Members ----------------------------------------------------------------------------------------------


def test_a_state_is_entered_with_its_place_and_a_trail():
    morocco = member("Morocco", Kind.STATE, place="MAR", name="Kingdom of Morocco")
    assert (morocco.slug, morocco.place_name, str(morocco)) == ("morocco", "Morocco", "Morocco")
    assert verbs(morocco) == ["member.founded"]
    assert morocco.get_absolute_url() == "/en/members/morocco/"


def test_addresses_take_any_letters_and_are_never_shared():
    assert member("العراق").slug == "العراق"
    assert [member(name).slug for name in ("A B", "A-B", "new", "!")] == ["a-b", "a-b-2", "new-2", "member"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": Kind.STATE}, "needs its country"),
        ({"kind": Kind.ACADEMIA, "place": "MAR"}, "only a state has one"),
        ({"short_name": "MILLERS"}, "short name"),
        ({"until": LONG_AGO}, "has to come after"),
        ({"name": " "}, "name: "),
        ({"kind": "guild"}, "kind: "),
    ],
)
def test_a_member_that_does_not_fit_is_refused_in_words(millers, given, said):
    given = {"name": "X", "short_name": "X", "kind": Kind.ACADEMIA, "since": LONG_AGO, "by": None, **given}
    with pytest.raises(CannotBeDone, match=said):
        member_actions.found_member(**given)
    assert Member.objects.count() == 1


def test_an_unknown_place_is_named():
    with pytest.raises(PlaceUnknown):
        member("Atlantis", Kind.STATE, place="ATL")


def test_a_state_is_a_member_once_at_a_time():
    first = member("Morocco", Kind.STATE, place="MAR")
    with pytest.raises(CannotBeDone, match="a member already"):
        member("Maroc", Kind.STATE, place="MAR")
    member_actions.change_member(member=first, until=YESTERDAY, by=None)
    assert member("Maroc", Kind.STATE, place="MAR").slug == "maroc"


RAW = {"name": "X", "short_name": "X", "slug": "x", "kind": Kind.ACADEMIA, "place": "", "since": LONG_AGO}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.STATE},
        {"place": "MAR"},
        {"short_name": "millers"},
        {"slug": "millers"},
        {"until": LONG_AGO},
        {"kind": "guild"},
    ],
)
def test_the_database_refuses_a_wrong_member_too(millers, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(**{**RAW, **wrong})


def test_a_change_keeps_what_stood_there_and_the_address(millers):
    member_actions.change_member(member=millers, name="Guild of Millers", short_name="Guild", by=None)
    assert millers.slug == "millers"
    (changed, _founded) = queries.trail_of(millers)
    assert changed.details == {"name": ["Union of the Millers", "Guild of Millers"], "short_name": ["Millers", "Guild"]}


def test_a_change_of_nothing_leaves_no_trace(millers):
    member_actions.change_member(member=millers, name=millers.name, by=None)
    assert verbs(millers) == ["member.founded"]


def test_a_state_that_becomes_something_else_loses_its_place():
    one = member("Rodrigues", Kind.STATE, place="MUS")
    member_actions.change_member(member=one, kind=Kind.REGIONAL, by=None)
    one.refresh_from_db()
    assert (one.kind, one.place) == ("regional", "")


def test_a_member_tells_on_which_days_it_holds():
    one = member(since=LONG_AGO, until=TODAY)
    assert not one.holds_on(LONG_AGO - timedelta(1))
    assert one.holds_on(LONG_AGO) and one.holds_on(YESTERDAY)
    assert not one.holds_on(TODAY)


def test_members_are_listed_by_kind_and_alphabet_and_the_former_by_themselves():
    for name, kind in (("Weavers", Kind.CIVIL_SOCIETY), ("Bakers", Kind.CIVIL_SOCIETY), ("Lyceum", Kind.ACADEMIA)):
        member(name, kind)
    gone = member("Cobblers", until=YESTERDAY)
    member("Carters", since=TOMORROW)
    told = [(title, [one.short_name for one in listed]) for title, listed in queries.members_by_kind()]
    assert told == [("Civil society", ["Bakers", "Weavers"]), ("Academia", ["Lyceum"])]
    assert [title for title, _listed in queries.members_by_kind(kind="academia")] == ["Academia"]
    assert list(queries.former_members()) == [gone]
    assert list(queries.former_members(kind="academia")) == []
    assert gone in queries.members(on=LONG_AGO)


# Departments ------------------------------------------------------------------------------------------


def test_departments_have_names_of_their_own_within_a_member(millers):
    member_actions.add_department(member=millers, name=" Wheel ", by=None)
    member_actions.add_department(member=member("Bakers"), name="Wheel", by=None)
    with pytest.raises(CannotBeDone, match="a department of that name"):
        member_actions.add_department(member=millers, name="WHEEL", by=None)
    assert [one.name for one in queries.departments_of(millers)] == ["Wheel"]
    assert queries.trail_of(millers)[0].details == {"department": "Wheel"}


def test_a_department_of_another_member_is_refused_by_action_and_database(ana, millers):
    strange = member_actions.add_department(member=member("Bakers"), name="Oven", by=None)
    with pytest.raises(CannotBeDone, match="another member"):
        put(ana, millers, department=strange)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=ana, member=millers, department=strange, role="delegate", since=TODAY)
    own = member_actions.add_department(member=millers, name="Wheel", by=None)
    held = put(ana, millers, department=own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=held.pk).update(department=strange)
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(pk=own.pk).update(member=strange.member)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_membership SET department_id = %s", [strange.pk])


# Memberships ------------------------------------------------------------------------------------------


def test_a_person_is_put_into_a_member_by_address_and_a_trail_without_it(ana, millers):
    held = member_actions.add_membership(member=millers, email=" ANA@village.example ", role=Role.CHAIR, by=None)
    assert (held.person, held.since, str(held)) == (ana, TODAY, "Chair in Millers")
    (event,) = queries.trail_of(held)
    assert event.details == {"person": ana.pk, "role": "chair", "since": str(TODAY)}
    assert event.subject_name == "Millers"


def test_who_has_no_account_or_lost_it_cannot_be_added(ana, millers):
    for address in ("nobody@village.example", ana.email):
        actions.let_go(person=ana, by=None)
        with pytest.raises(CannotBeDone, match="No account has this address"):
            member_actions.add_membership(member=millers, email=address, role=Role.DELEGATE, by=None)


def test_one_role_in_one_member_at_a_time(ana, millers):
    first = put(ana, millers)
    put(ana, millers, Role.CHAIR)
    put(ana, member("Bakers"))
    with pytest.raises(CannotBeDone, match="has that role"):
        put(ana, millers)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=ana, member=millers, role=Role.DELEGATE, since=TODAY)
    member_actions.end_membership(membership=first, on=TOMORROW, by=None)
    with pytest.raises(CannotBeDone, match="has that role"):
        put(ana, millers, since=TODAY)
    assert put(ana, millers, since=TOMORROW).since == TOMORROW
    assert put(ana, millers, since=date(2019, 1, 1), until=LONG_AGO).until == LONG_AGO


@pytest.mark.parametrize("wrong", [{"role": "friend"}, {"until": LONG_AGO - timedelta(1)}])
def test_the_database_refuses_a_wrong_membership(ana, millers, wrong):
    given = {"person": ana, "member": millers, "role": Role.DELEGATE, "since": LONG_AGO, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(**given)


def test_an_end_counts_from_its_day_and_comes_once(ana, millers):
    held = put(ana, millers)
    assert list(queries.members_to_act_for(ana)) == [millers]
    member_actions.end_membership(membership=held, by=None)
    assert held.until == TODAY
    assert list(queries.members_to_act_for(ana)) == []
    assert verbs(held) == ["membership.ended", "membership.added"]
    with pytest.raises(CannotBeDone, match="ended already"):
        member_actions.end_membership(membership=held, by=None)


def test_one_that_is_taken_back_before_it_began_held_on_no_day(ana, millers):
    held = put(ana, millers, since=TOMORROW)
    member_actions.end_membership(membership=held, by=None)
    assert held.until == held.since == TOMORROW
    assert put(ana, millers, since=TODAY).until is None


@pytest.mark.parametrize("ends", ["membership", "member", "account"])
def test_nobody_acts_for_a_member_when_membership_member_or_account_ended(ana, millers, ends):
    held = put(ana, millers)
    if ends == "membership":
        member_actions.end_membership(membership=held, by=None)
    elif ends == "member":
        member_actions.change_member(member=millers, until=TODAY, by=None)
    else:
        actions.let_go(person=ana, by=None)
    assert not queries.members_to_act_for(ana).exists()
    assert not queries.people_of(millers).exists()


def test_memberships_are_told_newest_and_open_first(ana, millers):
    old = put(ana, millers, since=date(2018, 1, 1), until=LONG_AGO)
    open_one = put(ana, millers, since=LONG_AGO)
    newer = put(ana, member("Bakers"), since=YESTERDAY)
    assert list(queries.memberships_of(ana)) == [newer, open_one, old]


def test_choosing_for_whom_one_acts_is_kept_and_told(ana, millers):
    put(ana, millers)
    session = {}
    assert member_actions.act_for(member=millers, session=session, by=ana) == millers
    assert session == {"acts_for": millers.pk}
    assert queries.trail_by(ana)[0].verb == "person.acts_for"
    with pytest.raises(NotAllowed, match="only for members that you are in"):
        member_actions.act_for(member=member("Bakers"), session=session, by=ana)


def test_a_refusal_undoes_all_of_an_action(ana, millers):
    before = queries.whole_trail().count()
    with pytest.raises(CannotBeDone):
        member_actions.change_member(member=millers, until=LONG_AGO, by=None)
    millers.refresh_from_db()
    assert millers.until is None
    assert queries.whole_trail().count() == before


# Invented ones -----------------------------------------------------------------------------------------


def test_members_of_an_earlier_demonstration_are_told_by_their_names_once():
    migration = import_module("passerelle_web.people.migrations.0008_members_of_the_demonstration")
    real, invented = member("Bakers"), member("Millers", name="Office of the Route (invented)")
    assert not real.is_demonstration and not invented.is_demonstration and not queries.has_invented()
    migration.tell(apps, SimpleNamespace(connection=connection))
    assert [one.short_name for one in Member.objects.filter(is_demonstration=True)] == [
        "Millers"
    ] and queries.has_invented()


def test_pages_of_a_forum_and_of_a_member_say_who_is_invented(client):
    real, made = member("Bakers"), member("Millers", is_demonstration=True)
    assert "This member is invented" in client.get(made.get_absolute_url()).text
    assert "This member is invented" not in client.get(real.get_absolute_url()).text
    assert "Members of this forum are invented" in client.get(reverse("forum:home")).text
    Member.objects.update(is_demonstration=False)
    assert "Members of this forum are invented" not in client.get(reverse("forum:home")).text
