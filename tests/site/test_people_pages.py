"""The pages of accounts and members: what they show to whom, what their forms do, how they refuse.

Covers `passerelle_web.people.views`, `member_views`, `forms`, `trail_words`, `everything` and `acting`.
"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passerelle_web.people import everything, member_actions, queries, trail_words
from passerelle_web.people.actions import record
from passerelle_web.people.models import Kind, Member, Membership, Role, User
from tests.site.people_makers import LONG_AGO, PASSWORD, member, person, put

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def ana(client):
    """Signed in, in no member."""
    made = person("Ana")
    client.force_login(made)
    return made


@pytest.fixture
def root(client):
    """Signed in, runs the site."""
    made = person("Root", staff=True)
    client.force_login(made)
    return made


def got(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.text


# The head of every page -------------------------------------------------------------------------------


def test_a_visitor_is_offered_to_sign_in_and_a_person_her_account(client):
    assert 'href="/en/account/login/">Sign in' in got(client, "/en/")
    client.force_login(person("Ana"))
    assert 'href="/en/account/">Your account' in got(client, "/en/")


def test_the_page_of_a_fault_asks_nobody_who_is_there(client, ana, monkeypatch):
    from passerelle_web.evidence import views

    def broken(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr(views, "render", broken)
    client.raise_request_exception = False
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get("/en/")
    assert answer.status_code == 500 and "Sign in" in answer.text
    assert not asked.captured_queries


# One's own account ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "account/",
        "account/trail/",
        "account/everything.json",
        "account/delete/",
        "trail/",
        "members/new/",
        "memberships/1/end/",
    ],
)
def test_what_is_one_s_own_asks_to_sign_in(client, address):
    answer = client.get(f"/en/{address}")
    assert answer["Location"] == f"/en/account/login/?next=/en/{address}"


@pytest.mark.parametrize("address", ["account/about/", "account/acting/"])
def test_forms_alone_are_posted(client, ana, address):
    assert client.get(f"/en/{address}").status_code == 405


def test_who_is_in_no_member_is_told_what_to_do(client, ana):
    page = got(client, "/en/account/")
    assert "You are signed in as Ana and act for yourself." in page
    assert "give the secretariat the address of your account" in page
    assert "ana@village.example" in page
    assert "no-cache" in client.get("/en/account/")["Cache-Control"]


def test_one_member_is_acted_for_without_asking(client, ana):
    put(ana, member("Millers"))
    page = got(client, "/en/account/")
    assert "act for Union of the Millers." in page
    assert 'name="member"' not in page


def test_of_several_members_one_is_chosen_and_kept(client, ana):
    millers, bakers = member("Millers"), member("Bakers")
    put(ana, millers)
    held = put(ana, bakers)
    assert "Choose below" in got(client, "/en/account/")
    answer = client.post("/en/account/acting/", {"member": bakers.pk}, follow=True)
    assert "You now act for Union of the Bakers." in answer.text
    assert f'<option value="{bakers.pk}" selected>' in answer.text
    put(ana, member("Weavers"))
    member_actions.end_membership(membership=held, by=None)
    assert "Choose below" in got(client, "/en/account/")


def test_a_member_that_one_is_not_in_cannot_be_chosen(client, ana):
    put(ana, member("Millers"))
    answer = client.post("/en/account/acting/", {"member": member("Bakers").pk})
    assert answer.status_code == 422
    assert "acts_for" not in client.session


def test_the_language_is_kept_and_the_next_pages_are_in_it(client, ana):
    answer = client.post("/en/account/about/", {"name": "Ana Ananda", "language": "fr"}, follow=True)
    assert answer.redirect_chain == [("/fr/account/", 302)]
    assert "Votre nom et votre langue sont enregistrés." in answer.text
    ana.refresh_from_db()
    assert (ana.name, ana.language) == ("Ana Ananda", "fr")
    assert client.get("/")["Location"] == "/fr/"


def test_a_language_that_is_none_is_refused_beside_its_field(client, ana):
    answer = client.post("/en/account/about/", {"name": "Ana", "language": "xx"})
    assert answer.status_code == 422
    assert 'id="id_language_error"' in answer.text


def test_one_takes_away_all_that_is_held(client, ana):
    put(ana, member("Millers"), Role.CHAIR)
    answer = client.get("/en/account/everything.json")
    assert "attachment" in answer["Content-Disposition"]
    told = json.loads(answer.content)
    assert told["account"]["email"] == "ana@village.example"
    assert told["addresses"] == [{"email": "ana@village.example", "verified": True, "primary": True}]
    assert told["memberships"] == [
        {
            "member": "Union of the Millers",
            "department": None,
            "role": "chair",
            "since": str(LONG_AGO),
            "until": None,
            "functions": [],
        }
    ]
    assert told["signing_in"] == {"password": True, "second_factors": [], "identity_providers": []}
    assert [event["verb"] for event in told["trail"]] == ["person.added"]
    assert ana.password not in answer.text


def test_other_rooms_add_what_they_hold(client, ana, monkeypatch):
    monkeypatch.setattr(everything, "_PARTS", dict(everything._PARTS))
    everything.add_part("votes", lambda who: [who.name])
    assert json.loads(client.get("/en/account/everything.json").content)["votes"] == ["Ana"]


def test_an_account_is_deleted_after_the_password_once_more(client, ana):
    put(ana, member("Millers"))
    assert client.get("/en/account/delete/")["Location"].startswith("/en/account/reauthenticate/")
    assert client.post("/en/account/delete/")["Location"].startswith("/en/account/reauthenticate/")
    assert User.objects.get(pk=ana.pk).is_active
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    assert "This cannot be taken back" in got(client, "/en/account/delete/")
    answer = client.post("/en/account/delete/", follow=True)
    assert "Your account is deleted." in answer.text
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=ana.pk).is_gone


# The trail --------------------------------------------------------------------------------------------


def test_one_s_own_trail_in_words_and_nobody_else_s(client, ana):
    put(ana, member("Millers"))
    member_actions.add_department(member=Member.objects.get(), name="Wheel", by=ana)
    page = got(client, "/en/account/trail/")
    assert "2 acts, newest first" in page
    assert "Department added" in page and "Account made" in page
    assert "Member entered" not in page


def test_the_whole_trail_is_for_the_secretariat_and_administrators(client, ana):
    assert "You see your own trail" in got(client, "/en/trail/", 403)
    put(ana, member("Office"), Role.SECRETARIAT)
    page = got(client, "/en/trail/")
    assert "Secretariat in Office" in page and "the site itself" in page
    assert 'href="/en/trail/"' in got(client, "/en/account/")


def test_a_long_trail_has_pages(client, root):
    for number in range(120):
        record("evidence.built", by=root, number=number)
    assert "Page 1 of 3" in got(client, "/en/trail/")
    assert "Page 3 of 3" in got(client, "/en/trail/?page=9")


def test_who_left_reads_as_a_former_participant(client, root):
    from passerelle_web.people.actions import forget

    ana = person("Ana")
    record("letter.sent", member("Millers"), by=ana)
    forget(person=ana, by=ana)
    page = got(client, "/en/trail/")
    assert "former participant" in page and "letter.sent" in page
    assert "Ana" not in page


def test_a_room_gives_words_to_its_verbs(monkeypatch):
    monkeypatch.setattr(trail_words, "VERBS", dict(trail_words.VERBS))
    trail_words.tell(**{"plan.adopted": "Plan adopted"})
    (row,) = trail_words.trail_rows([record("plan.adopted", by=None)])
    assert (row.what, row.who, row.subject) == ("Plan adopted", "the site itself", "")


# Members ----------------------------------------------------------------------------------------------


def test_the_list_is_by_kind_and_open_to_all(client):
    member("Millers")
    member("Morocco", Kind.STATE, place="MAR", name="Kingdom of Morocco")
    page = got(client, "/en/members/")
    assert page.index("Kingdom of Morocco") < page.index("Union of the Millers")
    assert "Enter a member" not in page
    filtered = got(client, "/en/members/?kind=state")
    assert "Morocco" in filtered and "Millers" not in filtered
    assert "No member of this kind yet" in got(client, "/en/members/?kind=academia")
    assert "Millers" in got(client, "/en/members/?kind=nonsense")


def test_an_empty_list_says_who_fills_it(client):
    assert "The secretariat enters members" in got(client, "/en/members/")


def test_a_former_member_says_from_when_to_when(client):
    one = member("Millers", until=TODAY)
    assert "Former members" in got(client, "/en/members/")
    assert "and no longer from" in got(client, one.get_absolute_url())


def test_a_member_s_page_shows_its_people_to_people_of_members_alone(client):
    morocco = member("Morocco", Kind.STATE, place="MAR")
    member_actions.add_department(member=morocco, name="Ministry of Health", by=None)
    put(person("Ben"), morocco)
    page = got(client, "/en/members/morocco/")
    assert "Ministry of Health" in page and 'href="/en/countries/MAR/"' in page
    assert "Only people of members see" in page and "Ben" not in page
    ana = person("Ana")
    client.force_login(ana)
    assert "Ben" not in got(client, "/en/members/morocco/")
    put(ana, member("Millers"), Role.OBSERVER)
    page = got(client, "/en/members/morocco/")
    assert "Ben" in page and "ben@village.example" not in page
    assert "Change this member" not in page and "Add a person" not in page


def test_an_unknown_member_is_no_page(client):
    got(client, "/en/members/atlantis/", 404)


def test_a_member_is_entered(client, root):
    given = {
        "name": "Kingdom of Morocco",
        "short_name": "Morocco",
        "kind": "state",
        "place": "MAR",
        "since": "2024-03-01",
    }
    answer = client.post("/en/members/new/", given, follow=True)
    assert answer.redirect_chain == [("/en/members/morocco/", 302)]
    assert "Kingdom of Morocco is a member." in answer.text
    assert queries.trail_by(root)[0].verb == "member.founded"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": ""}, "Choose the country or territory of this state."),
        ({"short_name": "millers"}, "Another member has this short name."),
        ({"name": ""}, "This field is required."),
        ({"since": "soon"}, "Enter a valid date."),
        ({"kind": "guild"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_with_a_member_is_told_once_and_nothing_typed_is_lost(client, root, wrong, said):
    member("Millers")
    given = {"name": "Realm", "short_name": "Realm", "kind": "state", "place": "MAR", "since": "2024-03-01", **wrong}
    answer = client.post("/en/members/new/", given)
    assert answer.status_code == 422
    assert answer.text.count(said) in (1, 2)  # at the top, and beside the field where it is one field's
    assert Member.objects.count() == 1
    assert f'value="{given["short_name"]}"' in answer.text


def test_a_place_chosen_for_another_kind_is_a_slip(client, root):
    given = {"name": "Lyceum", "short_name": "Lyceum", "kind": "academia", "place": "MAR", "since": "2024-03-01"}
    client.post("/en/members/new/", given)
    assert Member.objects.get().place == ""


def test_a_delegate_changes_names_and_cannot_slip_in_more(client, ana):
    millers = member("Millers")
    put(ana, millers)
    page = got(client, "/en/members/millers/change/")
    assert page.count(" disabled") == 4
    given = {"name": "Guild of Millers", "short_name": "Guild", "kind": "academia", "since": "2000-01-01"}
    answer = client.post("/en/members/millers/change/", given, follow=True)
    assert "The change is saved." in answer.text
    millers.refresh_from_db()
    assert (millers.name, millers.kind, millers.since) == ("Guild of Millers", "civil_society", LONG_AGO)


def test_a_department_is_added_once(client, ana):
    put(ana, member("Millers"))
    assert (
        "The department is added."
        in client.post("/en/members/millers/departments/new/", {"name": "Wheel"}, follow=True).text
    )
    again = client.post("/en/members/millers/departments/new/", {"name": "wheel"})
    assert again.status_code == 422 and "This member has a department of that name." in again.text
    assert 'value="wheel"' in again.text


@pytest.mark.parametrize("address", ["new/", "millers/change/", "millers/departments/new/", "millers/people/new/"])
def test_forms_are_refused_to_who_may_not(client, ana, address):
    member("Millers")
    page = client.get(f"/nl/members/{address}")
    assert page.status_code == 403
    assert "Dit staat niet voor u open" in page.text and "Alleen" in page.text
    assert 'class="sentence">' in page.text  # said in the reader's language, and not marked as English


# People of a member -----------------------------------------------------------------------------------


def test_a_person_is_added_by_address(client, root):
    millers = member("Millers")
    wheel = member_actions.add_department(member=millers, name="Wheel", by=None)
    person("Ana")
    given = {"email": "Ana@Village.example", "role": "delegate", "department": wheel.pk, "since": str(TODAY)}
    answer = client.post("/en/members/millers/people/new/", given, follow=True)
    assert "Ana is added." in answer.text and "Wheel" in answer.text
    again = client.post("/en/members/millers/people/new/", given)
    assert again.status_code == 422 and "has that role in this member already" in again.text
    unknown = client.post("/en/members/millers/people/new/", {**given, "email": "no@village.example"})
    assert "No account has this address." in unknown.text and 'value="no@village.example"' in unknown.text


def test_the_secretariat_is_not_offered_guarded_roles(client, ana):
    put(ana, member("Office"), Role.SECRETARIAT)
    page = got(client, "/en/members/office/people/new/")
    assert 'value="chair"' in page and 'value="administrator"' not in page
    given = {"email": "ana@village.example", "role": "administrator", "since": str(TODAY)}
    assert client.post("/en/members/office/people/new/", given).status_code == 422


def test_a_membership_is_ended_after_a_question(client, root):
    held = put(person("Ana"), member("Millers"))
    assert "Ana is in Union of the Millers as: Delegate." in got(client, f"/en/memberships/{held.pk}/end/")
    answer = client.post(f"/en/memberships/{held.pk}/end/", follow=True)
    assert "The membership has ended." in answer.text
    assert Membership.objects.get().until == TODAY
    again = client.post(f"/en/memberships/{held.pk}/end/")
    assert again.status_code == 409 and "has ended already" in again.text


def test_one_leaves_by_oneself_and_not_for_others(client, ana):
    held, hers = put(ana, member("Millers")), put(person("Ben"), member("Bakers"))
    answer = client.post(f"/en/memberships/{held.pk}/end/", follow=True)
    assert "You are no longer in Union of the Millers." in answer.text
    assert client.post(f"/en/memberships/{hers.pk}/end/").status_code == 403
    got(client, "/en/memberships/999/end/", 404)


def test_who_was_removed_loses_access_at_the_next_request(client, ana):
    held = put(ana, member("Millers"))
    got(client, "/en/members/millers/change/")
    member_actions.end_membership(membership=held, by=None)
    got(client, "/en/members/millers/change/", 403)


# How much a page asks of the database -----------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/members/", "/en/members/millers/", "/en/account/", "/en/account/trail/"])
@pytest.mark.parametrize("is_staff", [True, False])
def test_pages_ask_a_bounded_number_of_queries(client, ana, address, is_staff):
    User.objects.filter(pk=ana.pk).update(is_staff=is_staff)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            got(client, address)
        return len(seen)

    millers = member("Millers")
    put(person("P"), millers)
    put(ana, millers)
    few = asked()
    for number in range(12):
        put(person(f"P{number}"), millers)
        put(ana, member(f"M{number}"), since=TODAY - timedelta(number))
    assert asked() <= few + 2
