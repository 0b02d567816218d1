"""People and the trail: what can be done, what is refused, who may read.

Covers `passerelle_web.people`.
"""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from passerelle_web.people import actions, permissions, queries
from passerelle_web.people.models import Event, TrailIsFixed, User
from passerelle_web.people.refusals import NotAllowed
from tests.site import people_makers as makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return actions.add_person(email="Ana@Example.org", password="a long password", name="Ana", by=None)


def test_the_address_is_the_login_in_any_capitals(ana):
    assert authenticate(email="ana@example.ORG", password="a long password") == ana
    assert authenticate(email="ana@example.org", password="another") is None


def test_one_person_per_address(ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_person(email="ANA@example.org", by=None)
    assert User.objects.count() == 1


def test_an_address_is_required():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_without_a_password_nobody_signs_in_by_one():
    person = User.objects.create_user("b@example.org")
    assert not person.has_usable_password()


def test_superuser_runs_the_site():
    root = User.objects.create_superuser("root@example.org", "a long password")
    assert root.is_superuser
    assert permissions.runs_the_site(root)


def test_adding_and_letting_go_leave_a_trail(ana):
    actions.let_go(person=ana, by=ana)
    assert [event.verb for event in queries.trail_of(ana)] == ["person.let_go", "person.added"]
    assert [event.verb for event in queries.trail_by(ana)] == ["person.let_go"]
    ana.refresh_from_db()
    assert not ana.is_active
    assert authenticate(email=ana.email, password="a long password") is None


def test_an_event_keeps_its_details_and_reads_well(ana):
    event = actions.record("plan.adopted", ana, by=ana, article=3)
    event.refresh_from_db()
    assert event.details == {"article": 3}
    assert (event.subject_kind, event.subject_key) == ("people.user", str(ana.pk))
    assert str(event).endswith("plan.adopted")


def test_the_trail_names_no_person(ana):
    actions.change_person(person=ana, name="Ana Ananda", language="fr", by=ana)
    actions.let_go(person=ana, by=ana)
    kept = " ".join(f"{event.subject_name} {event.details}" for event in Event.objects.all())
    assert "Ana" not in kept and "example.org" not in kept


def test_an_event_without_a_subject():
    assert actions.record("evidence.built", by=None).subject_key == ""


def test_a_verb_names_its_room():
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record("adopted", by=None)


def test_events_are_neither_changed_nor_removed(ana):
    event = Event.objects.get()
    event.verb = "person.praised"
    with pytest.raises(TrailIsFixed):
        event.save()
    with pytest.raises(TrailIsFixed):
        event.delete()
    with pytest.raises(TrailIsFixed):
        Event.objects.all().delete()
    with pytest.raises(TrailIsFixed):
        Event.objects.update(verb="person.praised")
    assert Event.objects.get().verb == "person.added"


def test_the_database_refuses_too(ana):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_event SET verb = 'person.praised'")


def test_who_reads_whose_trail(ana):
    ben = User.objects.create_user("ben@example.org")
    root = User.objects.create_superuser("root@example.org")
    assert permissions.may(ana, "people.see_trail", ana)
    assert not permissions.may(ben, "people.see_trail", ana)
    assert not permissions.may(ana, "people.see_trail")
    assert permissions.may(root, "people.see_trail", ana)
    assert permissions.may(root, "people.see_trail")
    assert not permissions.may(AnonymousUser(), "people.see_trail", ana)
    root.is_active = False
    assert not permissions.may(root, "people.see_trail", ana)


def test_letting_go_is_for_oneself_and_administrators(ana):
    ben = User.objects.create_user("ben@example.org")
    with pytest.raises(NotAllowed, match="by the person herself or an administrator"):
        actions.let_go(person=ana, by=ben)
    assert actions.let_go(person=ana, by=User.objects.create_superuser("root@example.org")).is_active is False


def test_forgetting_erases_address_name_and_password_and_frees_the_address(ana):
    makers.put(ana, makers.member())
    actions.forget(person=ana, by=ana)
    ana.refresh_from_db()
    assert (ana.name, ana.email, ana.is_active) == ("", f"{ana.pk}@gone.invalid", False)
    assert ana.is_gone and not ana.has_usable_password() and not ana.emailaddress_set.exists()
    assert [held.until for held in ana.memberships.all()] == [timezone.localdate()]
    assert actions.add_person(email="ana@example.org", by=None).pk != ana.pk


def test_the_first_administrator_is_made_by_the_machine_and_others_by_administrators(ana):
    ben = User.objects.create_user("ben@example.org")
    with pytest.raises(NotAllowed):
        actions.make_administrator(person=ben, by=ben)
    actions.make_administrator(person=ana, by=None)
    actions.make_administrator(person=ben, by=ana)
    assert [event.verb for event in queries.trail_of(ben)] == ["person.made_administrator"]
    assert permissions.is_administrator(ben)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.rare
def test_addresses_written_with_capitals_are_brought_into_small_letters():
    executor = MigrationExecutor(connection)
    before = [("people", "0004_department_is_its_members")]
    executor.migrate(before)
    old = executor.loader.project_state(before).apps.get_model("people", "User")
    for address in ("Ana@Example.ORG", "ben@example.org"):
        old.objects.create(email=address, password="x")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert set(User.objects.values_list("email", flat=True)) == {"ana@example.org", "ben@example.org"}
    with pytest.raises(IntegrityError):
        User.objects.update(email="ANA@example.org")


def test_no_table_is_ahead_of_its_migrations():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
