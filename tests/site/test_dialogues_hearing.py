"""What is heard of dialogues by mail, and answered by mail: never who spoke, never what one may not read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import hearing, meeting_actions, silence_actions, speaking_actions
from passerelle_web.dialogues.models import Contribution
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.post import actions as post
from passerelle_web.post import answers, news
from passerelle_web.post.models import Following, Item, Letter
from passerelle_web.post.topics import topic_for
from tests.site.dialogues_makers import delegation, dialogue, draft, party, said, session
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


def heard_by(who, item: Item) -> str:
    """The letter that tells a person a piece of news at once; "" for none."""
    post.choose(person=who, rhythm="immediate", by=who)
    Letter.objects.all().delete()
    news.spread_item(str(item.key))
    letter = Letter.objects.filter(to_person=who).first()
    return letter.text if letter is not None else ""


def test_people_of_a_party_and_officers_follow_unless_they_chose_not_to(talk, ana):
    chair = person("chair")
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    zoe, of = person("zoe"), member("Zoes")
    put(zoe, of)
    post.unfollow(person=zoe, topic=hearing.topic_of(talk), by=zoe)
    party(talk, of)
    following = Following.objects.filter(topic=hearing.topic_of(talk), stopped_at=None)
    assert {one.person for one in following} == {ana[0], chair}


def test_news_gives_the_words_and_the_place_and_nobody(talk, ana):
    ben, _ = delegation(talk, "ben")
    row = said(talk, *ana, "We would **pay** for it.")
    text = heard_by(ben, Item.objects.get())
    assert "Contribution 1: We would pay for it." in text and row.get_absolute_url() in text
    assert ana[1].short_name not in text and ana[0].email not in text


def test_a_long_contribution_is_told_in_part(talk, ana):
    ben, _ = delegation(talk, "ben")
    said(talk, *ana, "word " * 500)
    text = heard_by(ben, Item.objects.get())
    assert "…" in text and len(text) < 1_500


@pytest.mark.parametrize("happens", ["hidden", "closed", "left"])
def test_what_one_may_no_longer_read_is_not_heard(talk, ana, happens):
    ben, of = delegation(talk, "ben")
    room = session(talk, Rule.MEMBER)
    row = said(talk, *ana, "We would pay for it.", session=room)
    if happens == "hidden":
        speaking_actions.hide(contribution=row, reason="Names somebody", by=None)
    elif happens == "closed":
        speaking_actions.tighten(session=room, rule=Rule.CLOSED, by=None)
        meeting_actions.leave(party=talk.parties.get(member=of), by=None)
    else:
        meeting_actions.change_dialogue(dialogue=talk, is_public=False, by=None)
        meeting_actions.leave(party=talk.parties.get(member=of), by=None)
    assert heard_by(ben, Item.objects.get(kind="contribution")) == ""


def test_parties_hear_of_a_text_under_silence_and_others_do_not(talk, ana):
    stranger = person("stranger")
    post.follow(person=stranger, topic=hearing.topic_of(talk), by=stranger)
    silence_actions.open_silence(draft=draft(talk), deadline=timezone.now() + timedelta(days=2), by=None)
    item = Item.objects.get(kind="silence")
    assert "under silence up to" in heard_by(ana[0], item)
    assert heard_by(stranger, item) == ""


def test_an_answer_by_mail_is_a_contribution_under_the_dialogues_rule(talk, ana):
    answers.handler_of(hearing.topic_of(talk))(ana[0], hearing.topic_of(talk), "By mail, from a slow line.")
    row = Contribution.objects.get()
    assert row.text == "By mail, from a slow line." and row.member == ana[1] and row.rule == talk.rule


@pytest.mark.parametrize("who", ["stranger", "of two", "gone"])
def test_an_answer_for_no_party_or_for_several_is_sent_back(talk, ana, who):
    sender, topic = ana[0], hearing.topic_of(talk)
    if who == "stranger":
        sender = person("stranger")
    elif who == "of two":
        of = member("Seconds")
        put(sender, of)
        party(talk, of)
    else:
        topic = f"{hearing.PREFIX}00000000-0000-0000-0000-000000000000"
    with pytest.raises(NotAllowed, match="only for one party"):
        answers.handler_of(topic)(sender, topic, "Hello")
    assert not Contribution.objects.exists()


def test_a_topic_is_named_to_who_may_read_it(talk):
    closed = dialogue(is_public=False)
    stranger = person("stranger")
    assert topic_for(stranger, hearing.topic_of(talk)).title == talk.title
    assert topic_for(stranger, hearing.topic_of(closed)) is None
