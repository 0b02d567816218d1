"""Joining and leaving the forum, its home, what is heard by mail, and what is held of a person and a member.

Covers `passerelle_web.forum.joining_actions`, `hearing`, `everything`, `told`, the home page.
"""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from passerelle.base.errors import PlaceUnknown
from passerelle_web.forum import assistance_actions, cycle_actions, hearing, joining_actions, theme_actions, told
from passerelle_web.forum.models import Application, Article, Holding, Withdrawal
from passerelle_web.people import actions, everything
from passerelle_web.people.models import DelegationFunction, Event, Kind, Member, Role
from passerelle_web.people.permissions import may
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.post import actions as post
from passerelle_web.post.models import Following, Item, Letter
from passerelle_web.post.topics import topic_for
from passerelle_web.texts.actions import translate
from tests.site.dialogues_makers import dialogue, party, session
from tests.site.forum_makers import (
    accepted,
    agreed,
    call,
    charter,
    decided,
    delegate,
    head,
    offered,
    seated,
    steerer,
    theme,
    year,
)
from tests.site.people_makers import member, person
from tests.site.test_dialogues_hearing import heard_by
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def founded(standing):
    """The charter that every test begins with."""
    charter()


TODAY = timezone.localdate()


def at(name: str, *given: object) -> str:
    return reverse(f"forum:{name}", args=given)


def applied(by, name: str = "Nurses", **more: object) -> Application:
    given = {"kind": Kind.SOCIAL_PARTNER, "what": "We organise nurses.", "why": "To speak.", "language": "en", **more}
    return joining_actions.apply(name=f"Union of {name}", short_name=name, by=by, **given)


# Asking and answering ----------------------------------------------------------------------------------


def test_an_organisation_joins_and_its_contact_speaks_for_it():
    eva = person("eva")
    made = applied(eva)
    of = joining_actions.accept(application=made, since=TODAY, answer="Welcome.", by=steerer()[0])
    assert of.since == TODAY and may(eva, "people.invite", of) and may(eva, "forum.withdraw_member", of)
    assert DelegationFunction.objects.get(member=of).function == "head"
    letter = Letter.objects.get(to_person=eva)
    assert (
        "takes part in the forum" in letter.subject
        and "Welcome." in letter.text
        and made.get_absolute_url() in letter.text
    )


def test_an_answer_is_written_in_the_language_of_who_asked():
    eva = person("eva")
    actions.change_person(person=eva, name="Eva", language="fr", by=eva)
    with translation.override("ar"):
        joining_actions.decline(application=applied(eva), answer="Plus tard.", by=None)
    assert "/fr/forum/joining/" in Letter.objects.get(to_person=eva).text


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"name": "Anas"}, CannotBeDone),
        ({"name": "ANAS"}, CannotBeDone),
        ({"kind": Kind.STATE}, CannotBeDone),
        ({"kind": Kind.STATE, "place": "SEN"}, CannotBeDone),
        ({"place": "MLI"}, CannotBeDone),
        ({"kind": Kind.STATE, "place": "ATL"}, PlaceUnknown),
        ({"kind": "empire"}, CannotBeDone),
        ({"why": "  "}, CannotBeDone),
        ({"what": "x" * 4_001}, CannotBeDone),
        ({"name": " "}, CannotBeDone),
    ],
)
def test_an_application_that_does_not_hold_is_refused_whole(given, fault):
    delegate("ana", Kind.STATE, place="SEN")
    with pytest.raises(fault):
        applied(person("eva"), **given)
    assert not Application.objects.exists()


def test_one_person_does_not_flood_the_group():
    eva = person("eva")
    for number in range(joining_actions.MOST_OPEN):
        applied(eva, f"Nurses {number}")
    with pytest.raises(CannotBeDone, match="Wait for these first"):
        applied(eva, "Nurses again")


def test_an_application_is_answered_once_and_with_a_reason():
    eva = person("eva")
    made = applied(eva)
    with pytest.raises(CannotBeDone, match="Say why"):
        joining_actions.decline(application=made, answer=" ", by=None)
    joining_actions.decline(application=made, answer="It is a company.", by=None)
    for act in (
        lambda: joining_actions.accept(application=made, since=TODAY, by=None),
        lambda: joining_actions.decline(application=made, answer="x", by=None),
        lambda: joining_actions.withdraw_application(application=made, by=eva),
    ):
        with pytest.raises(CannotBeDone, match="answered already"):
            act()
    assert applied(eva).state == "open", "it may ask again"


def test_a_name_that_was_taken_meanwhile_keeps_the_application_open():
    made = applied(person("eva"))
    member("Nurses", Kind.SOCIAL_PARTNER)
    with pytest.raises(CannotBeDone, match="short name"):
        joining_actions.accept(application=made, since=TODAY, by=None)
    made.refresh_from_db()
    assert made.state == "open" and Member.objects.count() == 1


def test_who_has_her_account_deleted_is_forgotten_as_a_contact():
    eva = person("eva")
    waits, answered = applied(eva), applied(eva, "Doctors")
    joining_actions.decline(application=answered, answer="x", by=None)
    actions.forget(person=eva, by=eva)
    for one in (waits, answered):
        one.refresh_from_db()
    assert (waits.state, answered.state) == ("withdrawn", "declined") and waits.person is answered.person is None
    fresh = Application.objects.create(name="x", short_name="x", kind="academia", what="x", why="x", language="en")
    with pytest.raises(CannotBeDone, match="no account any more"):
        joining_actions.accept(application=fresh, since=TODAY, by=None)


@pytest.mark.parametrize(
    "row",
    [
        {"state": "accepted", "answered_on": TODAY},
        {"state": "declined", "answered_on": TODAY},
        {"answered_on": TODAY},
        {"why": ""},
        {"place": "SEN"},
    ],
)
def test_what_no_application_may_be_is_a_constraint(row):
    given = {"name": "x", "short_name": "x", "kind": "academia", "what": "x", "why": "x", "language": "en", **row}
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(**given)


# Leaving -----------------------------------------------------------------------------------------------


def test_a_member_withdraws_by_its_own_word_from_a_day_on():
    ana, of = head("ana")
    seat = seated(of)
    day = TODAY + timedelta(days=5)
    joining_actions.withdraw_member(member=of, on=day, reason="Elections.", language="en", by=ana)
    of.refresh_from_db()
    seat.refresh_from_db()
    assert of.until == day and seat.until == day and "withdrew" in seat.ended_for
    assert Withdrawal.objects.get().reason == "Elections." and may(ana, "people.act_for", of)
    with pytest.raises(CannotBeDone, match="withdrawn already"):
        joining_actions.withdraw_member(member=of, on=day, language="en", by=ana)


def test_a_member_does_not_withdraw_in_the_past():
    ana, of = head("ana")
    with pytest.raises(CannotBeDone, match="today or from a later day"):
        joining_actions.withdraw_member(member=of, on=TODAY - timedelta(days=1), language="en", by=ana)


def test_what_a_member_said_and_gave_stays_when_it_leaves(client):
    ana, of = head("ana")
    made = call(of)
    joining_actions.withdraw_member(member=of, on=TODAY, language="en", by=ana)
    assert not may(ana, "forum.change_help", made)
    assert client.get(made.get_absolute_url()).status_code == 200
    shown = client.get(at("joining")).content.decode()
    assert of.name in shown and "Withdrew" in shown


# Pages -------------------------------------------------------------------------------------------------


def test_applying_in_a_form_loses_nothing_and_leads_to_its_page():
    eva = person("eva")
    page = signed_in(eva)
    data = {
        "name": "Union of Nurses",
        "short_name": "Nurses",
        "kind": "state",
        "place": "",
        "what": "We organise.",
        "why": "To speak.",
        "language": "en",
    }
    refused = page.post(at("apply"), data)
    assert (
        refused.status_code == 422
        and "A state needs its country" in refused.content.decode()
        and "We organise." in refused.content.decode()
    )
    answer = page.post(at("apply"), data | {"kind": "social_partner", "place": "Senegal"})
    made = Application.objects.get()
    assert answer["Location"] == made.get_absolute_url() and made.place == ""
    assert "Withdraw your application" in page.get(made.get_absolute_url()).content.decode()
    page.post(at("withdraw-application", made.pk))
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_applications_are_read_by_their_contact_and_the_group_alone(client):
    eva, (stella, _of) = person("eva"), steerer()
    made = applied(eva)
    others = (client, signed_in(person("stranger")), signed_in(delegate("ana")[0]))
    assert [one.get(made.get_absolute_url()).status_code for one in others] == [302, 404, 404]
    assert "Union of Nurses" not in client.get(at("joining")).content.decode()
    page = signed_in(stella)
    assert "Union of Nurses" in page.get(at("joining")).content.decode()
    assert page.post(at("decline-application", made.pk), {"answer": ""}).status_code == 422
    page.post(at("accept-application", made.pk), {"since": TODAY.isoformat(), "answer": ""})
    assert "Union of Nurses" in client.get(at("joining")).content.decode()
    other = applied(eva, "Doctors")
    page.post(at("decline-application", other.pk), {"answer": "Not yet."})
    assert "Not yet." in signed_in(eva).get(other.get_absolute_url()).content.decode()


def test_withdrawing_in_a_form_is_for_who_speaks_for_the_member():
    ana, of = head("ana")
    assert "Withdraw Anas" in signed_in(ana).get(at("joining")).content.decode()
    assert signed_in(delegate("ben")[0]).get(at("withdraw-member", of.slug)).status_code == 403
    assert signed_in(ana).get(at("withdraw-member", "nobody")).status_code == 404
    answer = signed_in(ana).post(
        at("withdraw-member", of.slug), {"on": TODAY.isoformat(), "reason": "", "language": "en"}
    )
    assert answer["Location"] == at("joining") and Member.objects.get(pk=of.pk).until == TODAY


def test_home_shows_a_newcomer_everything_at_once(client):
    assert "No year is open" in client.get(at("home")).content.decode()
    ana, of = head("ana")
    seated(of)
    held = year()
    cycle_actions.choose_chair(cycle=held, member=of, reason="By the rule.", by=None)
    theme_actions.answer_theme(proposal=theme(held, of, "Fees"), chosen=True, why="Asked.", by=None)
    talk = dialogue("Work in the season")
    session(talk, title="First meeting", starts_at=timezone.now() + timedelta(days=2))
    cycle_actions.add_dialogue(cycle=held, dialogue=talk, by=None)
    decided(of, title="Order of the year")
    decided(of, title="Moving", closed_for="A price.")
    call(of, "A register")
    shown = client.get(at("home")).content.decode()
    for words in ("Informal, voluntary, non-binding", "negotiates no treaty", of.name, "Fees", "First meeting", "Order of the year",
                  "Work in the season", "A register", "Ask to take part", "adopted no charter yet"):  # fmt: skip
        assert words in shown, words
    assert "Moving" not in shown and ana


@pytest.mark.parametrize(
    "page", ["home", "charter", "steering", "decisions", "years", "assistance", "joining", "compare"]
)
def test_every_page_stands_under_the_door_says_its_nature_and_sets_no_cookie(client, page):
    charter()
    answer = client.get(at(page))
    shown = answer.content.decode()
    assert "Informal, voluntary, non-binding" in shown and shown.count("<h1") == 1 and not answer.cookies
    assert f'<a href="{at("home")}" aria-current="page">Forum</a>' in shown


# Mail --------------------------------------------------------------------------------------------------


def test_decisions_are_heard_by_who_follows_and_closed_ones_by_the_group_alone():
    stella, of = steerer()
    ana, _ = delegate("ana")
    post.follow(person=ana, topic=hearing.DECISIONS, by=ana)
    decided(of, title="Order of the year")
    assert "Order of the year" in heard_by(ana, Item.objects.get(kind="decision"))
    Item.objects.all().delete()
    decided(of, title="Moving", closed_for="A price.")
    item = Item.objects.get(kind="decision")
    assert heard_by(ana, item) == "" and "Moving" in heard_by(stella, item)


def test_people_of_a_seat_a_chair_and_a_call_follow_unless_they_chose_not_to():
    ana, of = head("ana")
    post.unfollow(person=ana, topic=hearing.DECISIONS, by=ana)
    seated(of)
    cycle_actions.choose_chair(cycle=year(), member=of, reason="x", by=None)
    made = call(of)
    ben, other = delegate("ben")
    offered(made, other)
    standing = set(Following.objects.filter(stopped_at=None).values_list("topic", "person__name"))
    assert (
        standing == {(hearing.YEARS, "ana"), (hearing.topic_of(made), "ana"), (hearing.topic_of(made), "ben")} and ben
    )


def test_a_year_is_heard_of_without_persons():
    ana, of = head("ana")
    post.follow(person=ana, topic=hearing.YEARS, by=ana)
    held = year(TODAY.year - 1)
    cycle_actions.choose_chair(cycle=held, member=of, reason="By the rule.", by=None)
    cycle_actions.set_deadline(cycle=held, day=held.ends, title="Comments", language="en", by=ana)
    made = theme(held, of, "Fees", by=ana)
    theme_actions.answer_theme(proposal=made, chosen=False, why="x", by=None)
    cycle_actions.hand_over(cycle=held, note="x", language="en", by=ana)
    cycle_actions.close_year(cycle=held, by=None)
    texts = [heard_by(ana, item) for item in Item.objects.filter(topic=hearing.YEARS).order_by("pk")]
    for words, text in zip(
        (f"chairs the year {held.year}", "Comments", "proposes the theme “Fees”", "was not chosen", "is closed"),
        texts,
        strict=True,
    ):
        assert words in text and ana.email not in text


def test_a_call_for_members_is_heard_by_members_alone():
    ana, of = delegate("ana")
    ben, _ = delegate("ben")
    stranger = person("stranger")
    for who in (ben, stranger):
        post.follow(person=who, topic=hearing.DESK, by=who)
    call(of, "A shelter", is_public=False)
    item = Item.objects.get(kind="request")
    assert "A shelter" in heard_by(ben, item) and heard_by(stranger, item) == "" and ana


def test_steps_of_a_call_are_told_to_who_follows_it_in_their_language():
    ana, of = delegate("ana")
    ben, other = delegate("ben")
    made = accepted(call(of), other)
    agreed(made, by_asker=ana, by_helper=ben)
    assistance_actions.close_help(request=made.request, reason="Helped.", by=ana)
    kinds = list(
        Item.objects.filter(topic=hearing.topic_of(made.request)).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["offered", "accepted", "terms", "agreed", "closed"]
    assert all(ben.email not in str(item.said) for item in Item.objects.all())
    assert set(Item.objects.get(kind="accepted").said) == {"en", "nl", "fr", "es", "ar"}


def test_topics_are_named_to_who_may_know():
    ana, of = delegate("ana")
    hidden = call(of, "A shelter", is_public=False)
    stranger = person("stranger")
    assert topic_for(ana, hearing.topic_of(hidden)).title == "A shelter"
    assert topic_for(stranger, hearing.topic_of(hidden)) is None
    assert topic_for(stranger, f"{hearing.PREFIX}nonsense") is None
    assert {topic_for(stranger, one).title for one in hearing.FOLLOWED} >= {"Decisions of the steering group"}


def test_following_is_one_button_and_only_for_what_one_may_know(client):
    ana, of = delegate("ana")
    made = call(of, is_public=False)
    page = signed_in(person("stranger"))
    assert page.post(at("follow"), {"topic": hearing.DECISIONS})["Location"] == at("decisions")
    for topic in (hearing.topic_of(made), "dialogues.dialogue:1", "forum.nothing", ""):
        assert page.post(at("follow"), {"topic": topic}).status_code == 404
    assert client.post(at("follow"), {"topic": hearing.DECISIONS}).status_code == 302
    assert Following.objects.filter(topic=hearing.DECISIONS).count() == 1 and ana and not mail.outbox


def test_the_group_hears_of_applications_and_others_do_not():
    stella, _ = steerer()
    ana, of = head("ana")
    for who in (stella, ana):
        post.follow(person=who, topic=hearing.JOINING, by=who)
    applied(person("eva"))
    item = Item.objects.get(kind="application")
    assert "Union of Nurses asks to take part" in heard_by(stella, item) and heard_by(ana, item) == ""
    joining_actions.withdraw_member(member=of, on=TODAY, language="en", by=ana)
    assert "withdraws from the forum" in heard_by(stella, Item.objects.get(kind="withdrawal"))


# Copies, translations ----------------------------------------------------------------------------------


def test_a_person_and_a_member_take_away_what_is_held_of_them():
    ana, of = head("ana")
    seated(of, email=ana.email)
    decided(of)
    held = year()
    theme(held, of)
    cycle_actions.choose_chair(cycle=held, member=of, reason="x", by=None)
    call(of)
    assistance_actions.offer_ability(member=of, theme="2.1-routes", what="Maps", language="en", by=None)
    applied(ana)
    hers = everything.everything_about(ana)["forum"]
    assert (
        hers["applications"][0]["name"] == "Union of Nurses"
        and hers["seats"][0]["for"] == of.name
        and hers["missions"] == []
    )
    rows = {name: list(part) for name, part in everything.rows_of(of)}
    assert {"chaired": held.year, "reason": "x"} in rows["forum"] and rows["forum"][1]["present_at"].endswith("/1")
    assert rows["forum_themes"][0]["proposed"] == "Fees that migrants pay"
    assert [next(iter(row)) for row in rows["forum_assistance"]] == ["asked", "can_help_with"]


def test_articles_decisions_and_calls_are_translated_beside_the_original(client):
    ana, of = head("ana")
    seated(of)
    made, asked = decided(of), call(of)
    article = Article.objects.get(key="nature")
    for kind, key, field in (
        (told.DECISION, made.pk, "text"),
        (told.HELP, asked.pk, "need"),
        (told.ARTICLE, article.pk, "text"),
    ):
        translate(kind=kind, key=str(key), field=field, language="pt", text="Em português.", by=ana, member=of)
    for page in (made, asked):
        assert "Em português." in client.get(page.get_absolute_url()).content.decode()
    assert "Em português." in client.get(at("charter"), {"beside": "pt"}).content.decode()
    with pytest.raises(CannotBeDone):
        translate(kind=told.HELP, key="nonsense", field="need", language="pt", text="x", by=ana)


def test_the_trail_names_members_and_things_and_never_a_person():
    ana, of = head("ana")
    seated(of, email=ana.email)
    made = call(of, by=ana)
    accepted(made, delegate("ben")[1])
    applied(ana)
    events = Event.objects.exclude(verb__startswith="person.")
    assert all(ana.email not in f"{one.subject_name}{one.details}" for one in events) and events.count() > 8


def test_a_party_that_is_there_and_a_seat_are_two_things():
    """Holding a seat opens no dialogue, and taking part in one gives no seat."""
    ana, of = head("ana")
    talk = dialogue(is_public=False)
    seated(of)
    assert not may(ana, "dialogues.see", talk)
    party(talk, member("Bakers"))
    assert Holding.objects.count() == 1 and Role.STEERING_GROUP and date.min
