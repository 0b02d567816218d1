"""Invitations by a link in a mail: sent, followed with and without an account, sent again, taken back, too old.

Covers `passerelle_web.people.invitation_actions`, its form and its pages.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle_web.people import actions, delegation_actions, invitation_actions, permissions, queries
from passerelle_web.people.models import Event, Invitation, Role, User
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.post import delivery
from tests.site.people_makers import PASSWORD, member, person, put

pytestmark = pytest.mark.django_db
ADDRESS = "new@village.example"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def millers():
    return member("Millers")


@pytest.fixture
def ana(millers):
    """Speaks for the Millers."""
    made = person("Ana")
    delegation_actions.set_function(membership=put(made, millers), function="head", by=None)
    return made


def invite(millers, by, address=ADDRESS, role="delegate", **more):
    return invitation_actions.invite(member=millers, address=address, role=role, by=by, **more)


def link():
    """The link of the newest mail, which goes out now."""
    delivery.push()
    (found,) = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    return found


def test_who_is_invited_makes_an_account_and_is_in_the_member(client, millers, ana):
    invite(millers, ana, language="fr")
    address = link()
    sent = mail.outbox[-1]
    assert sent.to == [ADDRESS] and address.startswith("/fr/invited/")
    page = client.get(address)
    assert "Union of the Millers" in page.text and ADDRESS in page.text
    assert "no-store" in page["Cache-Control"]
    weak = client.post(address, {"name": "Nora", "password": "short"})
    assert (
        weak.status_code == 422
        and 'value="Nora"' in weak.text
        and "short" not in re.findall('value="(.*?)"', weak.text)
    )
    done = client.post(address, {"name": "Nora", "password": PASSWORD}, follow=True)
    assert done.redirect_chain[0][0].endswith("/account/")
    nora = User.objects.get(email=ADDRESS)
    assert (nora.name, nora.language) == ("Nora", "fr")
    assert nora.emailaddress_set.get().verified
    assert permissions.acts_for(nora, millers)
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert client.get(address).status_code == 410  # used once


def test_who_has_an_account_signs_in_and_says_yes(client, millers, ana):
    ben = person("Ben")
    invite(millers, ana, ben.email, role="observer")
    address = link()
    page = client.get(address).text
    assert f"/en/account/login/?next={address}" in page
    client.post("/en/account/login/", {"login": ben.email, "password": PASSWORD, "next": address})
    assert not permissions.acts_for(ben, millers)  # looking is not yet saying yes
    assert "signed in as Ben" in client.get(address).text
    client.post(address)
    assert ben.memberships.get().role == "observer"


def test_nobody_learns_whether_an_address_has_an_account(client, millers, ana):
    ben = person("Ben")
    client.force_login(ana)
    answers = [
        client.post("/en/members/millers/invitations/new/", {"address": to, "role": "delegate", "language": "en"})
        for to in (ben.email, "nobody@village.example")
    ]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/en/members/millers/")}
    client.logout()
    delivery.push()
    texts = [re.sub(r"invited/\S+", "", sent.body) for sent in mail.outbox]
    assert texts[0] == texts[1]
    pages = [client.get(re.findall(r"http://testserver(/\S+)", sent.body)[0]).text for sent in mail.outbox]
    alike = [re.sub(r"ben@|nobody@", "", re.sub(r'value="[^"]*"|invited/[\w-]+', "", page)) for page in pages]
    assert alike[0] == alike[1]


def test_the_trail_names_no_address_and_the_link_is_kept_as_a_fingerprint(millers, ana):
    made = invite(millers, ana)
    token = link().split("/")[3]
    assert made.token_hash != token and token not in str(Invitation.objects.values())
    kept = " ".join(f"{event.subject_name} {event.details}" for event in Event.objects.all())
    assert ADDRESS not in kept and token not in kept
    invitation_actions.take_back(invitation=made, by=ana)
    assert Invitation.objects.get().address == ""


def test_a_link_is_sent_again_and_the_one_before_holds_no_more(client, millers, ana):
    made = invite(millers, ana)
    first = link()
    client.force_login(ana)
    client.post(f"/en/invitations/{made.pk}/again/")
    second = link()
    client.logout()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    client.force_login(ana)
    assert "holds until" in client.get("/en/members/millers/").text
    client.post(f"/en/invitations/{made.pk}/back/")
    assert client.get(second).status_code == 410
    with pytest.raises(CannotBeDone, match="taken back"):
        invitation_actions.send_again(invitation=made, by=ana)


def test_a_link_holds_fourteen_days(client, millers, ana):
    made = invite(millers, ana)
    address = link()
    assert timedelta(days=13, hours=23) < made.expires_at - timezone.now() <= timedelta(days=14)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 410
    made.refresh_from_db()
    with pytest.raises(CannotBeDone, match="too old"):
        invitation_actions.accept(invitation=made, by=person("Ben"))
    client.force_login(ana)
    assert "too old, not followed" in client.get("/en/members/millers/").text
    invitation_actions.send_again(invitation=made, by=ana)
    assert client.get(link()).status_code == 200


def test_a_link_is_of_no_use_when_the_member_has_left(client, millers, ana):
    invite(millers, ana)
    address = link()
    millers.until = timezone.localdate()
    millers.save()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("role", ["moderator", "chair", "steering_group", "secretariat", "administrator"])
def test_who_speaks_for_a_member_gives_no_role_of_the_forum(millers, ana, role):
    with pytest.raises(NotAllowed):
        invite(millers, ana, role=role)
    clerk = person("Clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    if role in permissions.GUARDED:
        with pytest.raises(NotAllowed, match="Only administrators"):
            invite(millers, clerk, role=role)
    else:
        invite(millers, clerk, role=role)
    assert not Invitation.objects.filter(role__in=permissions.GUARDED).exists()


def test_roles_offered_are_those_that_one_may_give(client, millers, ana):
    client.force_login(ana)
    page = client.get("/en/members/millers/invitations/new/").text
    assert 'value="observer"' in page and "secretariat" not in page.lower().split("<footer")[0].split("<form")[-1]
    assert client.get(f"/en/members/{member('Bakers').slug}/invitations/new/").status_code == 403


def test_function_department_and_theme_come_along(millers, ana):
    from passerelle_web.people.member_actions import add_department

    wheel = add_department(member=millers, name="Wheel", by=None)
    given = {"department": wheel, "function": "focal_point", "theme": "2.1-routes"}
    held = invitation_actions.accept(invitation=invite(millers, ana, **given), by=person("Ben"))
    assert held.department == wheel
    assert held.functions.get().theme == "2.1-routes"
    late = invite(millers, ana, "c@village.example", function="head")
    assert not invitation_actions.accept(invitation=late, by=person("Cleo")).functions.exists()
    assert queries.speaker_of(millers).membership.person == ana  # there was a head, and she stays


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": "observer", "function": "head"}, "observer speaks for nobody"),
        ({"function": "focal_point"}, "Choose the theme"),
        ({"address": "no address"}, "valid email"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(millers, ana, given, said):
    with pytest.raises(CannotBeDone, match=said):
        invite(millers, ana, **given)


def test_another_member_s_department_does_not_fit(millers, ana):
    from passerelle_web.people.member_actions import add_department

    oven = add_department(member=member("Bakers"), name="Oven", by=None)
    with pytest.raises(CannotBeDone, match="another member"):
        invite(millers, ana, department=oven)


def test_an_address_is_invited_once_at_a_time_by_the_database_too(millers, ana):
    invite(millers, ana)
    with pytest.raises(CannotBeDone, match="invited already"):
        invite(millers, ana, ADDRESS.upper())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(taken_back_at=timezone.now())  # the address has to go with it


def test_where_no_mail_goes_out_nobody_is_invited(millers, ana, settings):
    settings.SENDS_MAIL = False
    with pytest.raises(CannotBeDone, match="sends no mail"):
        invite(millers, ana)


def test_nothing_is_sent_when_the_transaction_is_taken_back(millers, ana):
    with pytest.raises(RuntimeError), transaction.atomic():
        invite(millers, ana)
        raise RuntimeError
    delivery.push()
    assert mail.outbox == []


def test_an_invitation_goes_when_its_person_has_her_account_deleted(millers, ana):
    ben = person("Ben")
    made = invite(millers, ana, ben.email)
    actions.forget(person=ben, by=ben)
    made.refresh_from_db()
    assert made.address == "" and not made.is_open


def test_who_is_in_already_stays_so_and_the_link_is_used(millers, ana):
    ben = person("Ben")
    put(ben, millers)
    made = invite(millers, ana, ben.email)
    invitation_actions.accept(invitation=made, by=ben)
    assert ben.memberships.count() == 1
    with pytest.raises(CannotBeDone, match="used already"):
        invitation_actions.accept(invitation=made, by=ben)


def test_an_address_that_has_an_account_is_told_to_its_owner_alone(client, millers, ana):
    ben = person("Ben")
    invite(millers, ana, ben.email)
    page = client.post(link(), {"name": "B", "password": PASSWORD})
    assert page.status_code == 422 and "You have an account with this address already" in page.text
    assert "_auth_user_id" not in client.session
