"""News: following, hearing at once and by digest, in one's language, and nothing of what one may not know.

Covers `passerelle_web.post.news`, `digests`, `reach`, `topics`, and the pages of what one follows.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from passerelle_web.people import member_actions
from passerelle_web.people import permissions as ground
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.post import actions, delivery, digests, news, queries, reach, topics
from passerelle_web.post.addresses import no_more_address
from passerelle_web.post.models import Following, Habit, Item, Letter, Rhythm
from passerelle_web.post.topics import Topic
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db
FAIR = "village.fair:7"
CLOSED: set[str] = set()


def everybody(_person, _topic):
    """Reaches all."""
    return True


def not_closed_to(somebody, _topic):
    """Reaches who was not shut out."""
    return somebody.name not in CLOSED


@pytest.fixture(autouse=True)
def _village():
    topics.register("village.", lambda _who, topic: Topic(f"Fair {topic.rpartition(':')[2]}", "/en/fair/"))
    CLOSED.clear()
    yield
    topics.forget("village.")


@pytest.fixture
def ana():
    return person("Ana")


def hears(who, rhythm=Rhythm.IMMEDIATE, topic=FAIR, **more):
    actions.follow(person=who, topic=topic, by=who)
    return actions.choose(person=who, rhythm=rhythm, by=who, **more)


def tell(said="A stall was added.", topic=FAIR, **more):
    given = {"kind": "stall", "address": "/en/fair/7/", "reach": everybody, **more}
    return news.tell(topic=topic, said=said, **given)


def sent():
    delivery.push()
    return mail.outbox


# At once ----------------------------------------------------------------------------------------------


def test_who_follows_at_once_hears_at_once_in_her_language_and_once(ana):
    ana.language = "fr"
    ana.save()
    hears(ana)
    hears(person("Ben"), Rhythm.DAILY)
    item = tell(gettext_lazy("Members"))
    assert news.spread_item(str(item.key)) == 1
    assert news.spread_item(str(item.key)) == 0  # a second worker writes none
    (letter,) = sent()
    assert letter.subject == "Fair 7" and letter.to == ["ana@village.example"]
    assert "Membres" in letter.body and "http://testserver/en/fair/7/" in letter.body


def test_a_topic_is_one_thread_and_every_mail_offers_to_hear_no_more(ana):
    hears(ana)
    for item in (tell(), tell("Another stall.")):
        news.spread_item(str(item.key))
    one, other = sent()
    assert one.extra_headers["References"] == other.extra_headers["References"] == news.thread_of(FAIR)
    assert one.extra_headers["Message-ID"] != other.extra_headers["Message-ID"]
    address = re.fullmatch(r"<(.*)>", one.extra_headers["List-Unsubscribe"])[1]
    assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in one.body


def test_only_the_words_of_the_room_are_told_of_who_did_it(ana):
    hears(ana)
    item = tell(actor_shown=lambda: "A state of the region")
    assert set(Item.objects.values().get()) == {"id", "key", "at", "topic", "kind", "said", "actor", "address", "reach"}
    news.spread_item(str(item.key))
    news.spread_item(str(tell("Nobody is named.").key))
    named, unnamed = (letter.body for letter in sent())
    assert "A state of the region: A stall was added." in named
    assert unnamed.startswith("Nobody is named.\n\n")


def test_it_is_told_after_the_commit_alone(ana, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    hears(ana)
    with pytest.raises(RuntimeError), transaction.atomic():
        tell()
        raise RuntimeError
    assert not Item.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        tell()
    assert [letter.subject for letter in mail.outbox] == ["Fair 7"]


# Who may know -----------------------------------------------------------------------------------------


def test_who_lost_access_is_told_nothing_at_once_or_by_digest(ana):
    ben = person("Ben")
    hears(ana)
    hears(ben, Rhythm.DAILY)
    item = tell(reach=not_closed_to)
    CLOSED.update({"Ana", "Ben"})
    assert news.spread_item(str(item.key)) == 0
    assert digests.preview(ben) == []
    CLOSED.clear()
    assert [part.title for part in digests.preview(ben)] == ["Fair 7"]


def test_a_permission_with_its_subject_is_asked_when_the_mail_is_made(ana):
    millers = member("Millers")
    held = put(ana, millers)
    hears(ana)
    items = [tell(reach=("people.act_for", millers)) for _ in range(2)]
    assert news.spread_item(str(items[0].key)) == 1
    member_actions.end_membership(membership=held, by=None)
    assert news.spread_item(str(items[1].key)) == 0


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({"permission": "people.see_people"}, False),
        ({"permission": "gone.away"}, False),
        ({"permission": "people.act_for", "kind": "people.member", "key": "999"}, False),
        ({"permission": "people.act_for", "kind": "people.member", "key": "no key"}, False),
        ({"permission": "people.act_for", "kind": "gone.model", "key": "1"}, False),
        ({"function": "tests.site.test_post_news.everybody"}, True),
        ({"function": "tests.site.gone.away"}, False),
        ({}, False),
    ],
)
def test_what_cannot_be_found_any_more_reaches_nobody(ana, held, expected):
    assert reach.reaches(ana, FAIR, held) is expected
    ana.is_active = False
    assert not reach.reaches(ana, FAIR, held)


def test_a_reach_that_could_not_be_asked_again_is_refused_at_once():
    for wrong in (lambda *_given: True, "gone.away", ("gone.away", None)):
        with pytest.raises(ValueError, match=r"found again|no permission"):
            tell(reach=wrong)


def test_a_topic_that_no_room_names_to_her_is_told_to_nobody(ana):
    hears(ana, topic="town.fair:1")
    assert news.spread_item(str(tell(topic="town.fair:1").key)) == 0
    assert queries.followed_by(ana) == []


# Following --------------------------------------------------------------------------------------------


def test_a_room_makes_a_party_follow_and_leaves_alone_what_she_chose(ana):
    actions.follow(person=ana, topic=FAIR, by=None)
    assert queries.follows(ana, FAIR)
    actions.unfollow(person=ana, topic=FAIR, by=ana)
    actions.follow(person=ana, topic=FAIR, by=None)
    assert not queries.follows(ana, FAIR)
    actions.follow(person=ana, topic=FAIR, rhythm=Rhythm.WEEKLY, by=ana)
    assert queries.follows(ana, FAIR)
    for act in (actions.follow, actions.unfollow):
        with pytest.raises(NotAllowed, match="choose for yourself"):
            act(person=ana, topic=FAIR, by=person(f"Ben{act.__name__}"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Following.objects.create(person=ana, topic=FAIR)


def test_what_is_chosen_for_a_topic_goes_before_what_is_chosen_for_all(ana):
    hears(ana, Rhythm.NONE)
    assert news.spread_item(str(tell().key)) == 0
    actions.follow(person=ana, topic=FAIR, rhythm=Rhythm.IMMEDIATE, by=ana)
    assert news.spread_item(str(tell().key)) == 1


# Digests ----------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        ("daily", MONDAY + timedelta(hours=2), MONDAY),
        ("daily", MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=1)),
        ("weekly", MONDAY + timedelta(days=6, hours=1), MONDAY),
        ("weekly", MONDAY + timedelta(days=7), MONDAY + timedelta(days=7)),
        ("weekly", MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7)),
    ],
)
def test_a_digest_is_due_at_its_hour_in_utc(rhythm, now, due):
    assert digests.last_due(Habit(hour=6, weekday=0), rhythm, now) == due


def at(moment, said="A stall was added.", **more):
    item = tell(said, **more)
    Item.objects.filter(pk=item.pk).update(at=moment)


def test_digests_are_written_once_at_the_right_hour_and_empty_ones_not_at_all(ana):
    ana.language = "es"
    ana.save()
    ben, cleo = person("Ben"), person("Cleo")
    hears(ana, Rhythm.DAILY)
    hears(ben, Rhythm.WEEKLY, weekday=1)
    hears(cleo, Rhythm.DAILY, topic="village.fair:8")
    start = MONDAY - timedelta(days=1)
    Habit.objects.update(told_daily=start, told_weekly=start)
    at(MONDAY - timedelta(hours=3))
    at(MONDAY - timedelta(hours=2), "Another stall.")
    assert digests.make_digests(MONDAY - timedelta(minutes=1)) == 0
    assert digests.make_digests(MONDAY + timedelta(minutes=5)) == 1
    assert digests.make_digests(MONDAY + timedelta(minutes=6)) == 0
    letter = Letter.objects.get()
    assert letter.to_person == ana and letter.text.startswith("Buenos días")
    assert letter.text.index("A stall was added.") < letter.text.index("Another stall.")
    assert "List-Unsubscribe" in letter.headers
    assert digests.make_digests(MONDAY + timedelta(days=1, minutes=5)) == 1  # Ben's week ends on Tuesday
    assert Letter.objects.filter(to_person=ben).count() == 1 and not Letter.objects.filter(to_person=cleo).exists()
    assert digests.make_digests(MONDAY + timedelta(days=2, minutes=5)) == 0  # nothing new


def test_what_is_heard_at_once_is_not_told_again_in_a_digest(ana):
    hears(ana, Rhythm.IMMEDIATE)
    Habit.objects.update(told_daily=MONDAY - timedelta(days=1))
    at(MONDAY - timedelta(hours=3))
    assert digests.make_digests(MONDAY + timedelta(minutes=5)) == 0
    actions.choose(person=ana, rhythm=Rhythm.DAILY, by=ana)
    assert digests.make_digests(MONDAY + timedelta(minutes=6)) == 0
    at(MONDAY + timedelta(hours=3), "New.")
    assert digests.make_digests(MONDAY + timedelta(days=1, minutes=5)) == 1


def test_where_no_mail_goes_out_none_is_written(ana, settings):
    settings.SENDS_MAIL = False
    hears(ana)
    assert news.spread_item(str(tell().key)) == 0
    actions.choose(person=ana, rhythm=Rhythm.DAILY, by=ana)
    Habit.objects.update(told_daily=MONDAY - timedelta(days=1))
    at(MONDAY - timedelta(hours=3))
    assert digests.make_digests(MONDAY + timedelta(minutes=5)) == 0
    assert not Letter.objects.exists()


def test_of_much_news_the_rest_is_counted(ana):
    hears(ana, Rhythm.DAILY)
    for n in range(25):
        tell(f"Stall {n}.")
    (part,) = digests.preview(ana)
    assert len(part.lines) == 20 and part.further == 5
    letter = digests.write_digest(ana, Rhythm.DAILY, timezone.now() - timedelta(days=1), timezone.now())
    assert "and 5 more" in letter.text


def test_old_news_is_removed():
    at(timezone.now() - timedelta(days=91))
    tell()
    assert digests.clear_news(older_than=timedelta(days=90)) == 1 and Item.objects.count() == 1


# Pages ------------------------------------------------------------------------------------------------


def test_one_sees_what_one_follows_chooses_how_often_and_sees_what_a_mail_would_say(client, ana):
    client.force_login(ana)
    assert "no mail would be sent" in client.get("/en/account/news/").text
    hears(ana, Rhythm.DAILY)
    tell()
    page = client.get("/en/account/news/").text
    assert "You follow 1 topic." in page and "A stall was added." in page and "Fair 7" in page
    saved = client.post("/en/account/news/", {"rhythm": "weekly", "hour": "18", "weekday": "4"}, follow=True)
    assert "Your choice is saved." in saved.text
    habit = Habit.objects.get()
    assert (habit.rhythm, habit.hour, habit.weekday) == ("weekly", 18, 4)
    assert client.post("/en/account/news/", {"rhythm": "hourly", "hour": "99", "weekday": "4"}).status_code == 422
    held = Following.objects.get()
    assert "Fair 7" in client.get(f"/en/account/news/{held.pk}/").text
    client.post(f"/en/account/news/{held.pk}/", {"rhythm": "immediate"})
    held.refresh_from_db()
    assert held.rhythm == "immediate"
    client.post(f"/en/account/news/{held.pk}/stop/")
    assert not queries.follows(ana, FAIR)
    client.force_login(person("Ben"))
    assert client.get(f"/en/account/news/{held.pk}/").status_code == 404
    assert client.post(f"/en/account/news/{held.pk}/stop/").status_code == 404


def test_one_hears_no_more_without_signing_in(client, ana, django_assert_num_queries):
    from django.test import Client

    hears(ana)
    of_one, of_all = (no_more_address(ana, topic).removeprefix("http://testserver") for topic in (FAIR, ""))
    strict = Client(enforce_csrf_checks=True)
    assert "no more mail about “Fair 7”" in strict.get(of_one).text
    assert queries.follows(ana, FAIR)  # looking, as a mail scanner does, changes nothing
    done = strict.post(of_one, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and not queries.follows(ana, FAIR)
    strict.post(of_all)
    assert Habit.objects.get().rhythm == Rhythm.NONE
    assert strict.post(of_one[:-3] + "x/").status_code == 404
    with django_assert_num_queries(0):
        assert strict.get("/en/no-more-mail/nonsense/").status_code == 404


def test_the_ground_asks_many_people_with_few_queries(ana, django_assert_num_queries):
    millers = member("Millers")
    put(ana, millers)
    with django_assert_num_queries(1), ground.read_once():
        assert all(ground.may(ana, "people.act_for", millers) for _ in range(5))
