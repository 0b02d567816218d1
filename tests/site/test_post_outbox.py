"""The outbox: letters that are never lost and never sent twice, before mail servers that take, refuse, hang and drop.

Covers `passerelle_web.post.delivery`, `actions.send`, `tasks.push`, and the page of administrators.
"""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle_web.people import actions as people_actions
from passerelle_web.people import everything, permissions
from passerelle_web.people.models import Event, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.post import actions, delivery, queries, rules, tasks
from passerelle_web.post.models import Letter, State
from tests.site.mail_servers import Smtp, running
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def smtp_running():
    with running(Smtp()) as server:
        yield server


@pytest.fixture
def smtp(smtp_running, settings):
    """The site speaks to a real server, which is well-behaved at first."""
    smtp_running.behaviour, smtp_running.refuses, smtp_running.taken = "accept", set(), []
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp_running.server_address
    settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = 0.3, False, ""
    return smtp_running


def send(to="ben@village.example", **more):
    given = {"kind": "test", "subject": "The fair", "body": "Come.\n\n.hidden dot\n", **more}
    return actions.send(to=to, **given)


def state(letter):
    letter.refresh_from_db()
    return letter.state, letter.tries


def due_again():
    Letter.objects.filter(state=State.WAITING).update(next_try_at=timezone.now())


def test_a_letter_goes_out_whole_and_its_words_are_erased(smtp):
    ana = person("Ana")
    letter = send(ana, html="<p>Come.</p>", language="ar", headers={"References": "<t@x>"}, subject="The\nfair إلى")
    assert delivery.push() == delivery.Sent(sent=1)
    (content,) = smtp.taken
    told = message_from_bytes(content, policy=policy.default)
    assert told["To"] == "ana@village.example" and told["Subject"] == "The fair إلى"
    assert told["Message-ID"].startswith(f"<{letter.key}@") and told["References"] == "<t@x>"
    assert told["Auto-Submitted"] == "auto-generated" and told["Content-Language"] == "ar"
    assert told.get_body(("plain",)).get_content().splitlines()[2] == ".hidden dot"
    assert "Come." in told.get_body(("html",)).get_content()
    letter.refresh_from_db()
    assert (letter.state, letter.text, letter.html, letter.headers) == (State.SENT, "", "", {})
    delivery.push()
    assert len(smtp.taken) == 1


def test_a_letter_is_part_of_the_transaction_that_writes_it(smtp):
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    delivery.push()
    assert not smtp.taken and not Letter.objects.exists()


@pytest.mark.parametrize("behaviour", ["hang", "drop", "full"])
def test_a_server_that_hangs_drops_or_is_full_gets_it_later_and_once(smtp, behaviour):
    letter = send()
    smtp.behaviour = behaviour
    assert delivery.push().put_off == 1
    assert state(letter) == (State.WAITING, 1) and letter.fault
    assert letter.next_try_at > timezone.now()
    assert delivery.push() == delivery.Sent()  # not before its time
    smtp.behaviour = "accept"
    due_again()
    delivery.push()
    assert state(letter) == (State.SENT, 1)
    assert len(smtp.taken) == 1


def test_a_server_that_is_away_loses_nothing_and_is_asked_once_for_all(smtp, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        letters = [send(f"p{n}@village.example") for n in range(5)]
        assert delivery.push().put_off == 5
    assert {state(letter) for letter in letters} == {(State.WAITING, 1)}
    settings.EMAIL_PORT = smtp.server_address[1]
    due_again()
    before = smtp.talks
    assert delivery.push().sent == 5
    assert smtp.talks == before + 1  # one conversation


def test_waits_grow_longer_and_end_after_some_three_days():
    now = timezone.now()
    waits = [rules.next_try(tries, now) - now for tries in range(1, len(rules.WAITS) + 1)]
    assert waits[:5] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
                         timedelta(hours=6)]  # fmt: skip
    assert waits == sorted(waits)
    assert timedelta(days=2, hours=12) < sum(waits, timedelta()) < timedelta(days=3, hours=12)
    assert rules.next_try(len(rules.WAITS) + 1, now) is None


def test_after_the_last_try_it_has_failed_and_says_why(smtp):
    letter = send()
    smtp.behaviour = "full"
    Letter.objects.update(tries=len(rules.WAITS))
    assert delivery.push().failed == 1
    assert state(letter)[0] == State.FAILED and "452 4.2.2 mailbox full" in letter.fault


def test_a_person_that_the_server_does_not_know_holds_up_nobody(smtp):
    smtp.refuses = {"gone@village.example"}
    lost, found = send("gone@village.example"), send()
    assert delivery.push() == delivery.Sent(sent=1, failed=1)
    assert state(lost)[0] == State.FAILED and state(found)[0] == State.SENT
    smtp.behaviour = "unwanted"
    refused = send()
    delivery.push()
    assert state(refused)[0] == State.FAILED and "554" in refused.fault


def test_who_broke_off_after_it_had_all_is_not_sent_it_again_by_itself(smtp):
    letter = send()
    smtp.behaviour = "drop after all"
    assert delivery.push() == delivery.Sent(unsure=1)
    smtp.behaviour = "accept"
    delivery.push()
    assert state(letter)[0] == State.UNSURE and len(smtp.taken) == 1
    root = person("Root", staff=True)
    actions.send_again(letter=letter, by=root)
    delivery.push()
    assert state(letter)[0] == State.SENT and len(smtp.taken) == 2


def test_a_sender_that_died_on_the_way_leaves_a_letter_that_nobody_sends_by_itself(smtp):
    letter = send()
    assert delivery.take_up() == letter
    assert delivery.take_up() is None  # two senders never take the same
    assert delivery.push() == delivery.Sent()
    Letter.objects.update(taken_at=timezone.now() - rules.LOST_AFTER - timedelta(seconds=1))
    assert delivery.push() == delivery.Sent(unsure=1)
    assert state(letter)[0] == State.UNSURE and not smtp.taken


def test_a_letter_that_cannot_be_written_holds_up_nobody(smtp):
    broken, found = send(headers={"X-Broken": "a\nb"}), send()
    assert delivery.push() == delivery.Sent(sent=1, failed=1)
    assert state(broken)[0] == State.FAILED and "Header" in broken.fault
    assert state(found)[0] == State.SENT


def test_what_is_said_once_is_written_once():
    assert send(once="fair:7") and send(once="fair:7") is None
    assert Letter.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(kind="x", once="fair:7")


def test_the_database_keeps_no_words_of_what_was_sent():
    letter = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=timezone.now())


def test_the_task_comes_back_when_the_next_letter_is_due(smtp, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        send()
        send()
    assert DBTaskResult.objects.count() == 1  # one for the transaction
    smtp.behaviour = "full"
    tasks.push.func()
    later = DBTaskResult.objects.exclude(run_after=None).order_by("-run_after").first()
    assert later.run_after > timezone.now() + timedelta(seconds=15)
    smtp.behaviour = "accept"
    due_again()
    DBTaskResult.objects.all().delete()
    tasks.push.func()
    assert not DBTaskResult.objects.exists()


def test_nobody_writes_to_who_has_left_and_nothing_is_kept_of_her(smtp):
    ana = person("Ana")
    sent, waiting = send(ana), None
    delivery.push()
    waiting = send(ana)
    actions.follow(person=ana, topic="x:1", by=ana)
    told = everything.everything_about(ana)["mail"]
    assert [one["kind"] for one in told["letters"]] == ["test", "test"] and told["follows"][0]["topic"] == "x:1"
    people_actions.forget(person=ana, by=ana)
    assert not Letter.objects.filter(pk=waiting.pk).exists()
    sent.refresh_from_db()
    assert sent.to_person is None and sent.subject == ""
    assert not ana.followings.exists()
    ben = person("Ben")
    send(ben)
    people_actions.let_go(person=ben, by=ben)
    delivery.push()
    assert len(smtp.taken) == 1


def test_old_letters_are_removed():
    letter = send()
    delivery.push()
    Letter.objects.update(sent_at=timezone.now() - timedelta(days=91))
    send()
    assert actions.settle(older_than=rules.KEPT_FOR) == 1
    assert not Letter.objects.filter(pk=letter.pk).exists() and Letter.objects.count() == 1


# The page of administrators ---------------------------------------------------------------------------

WHO = ["a visitor", "in no member", *Role.values, "runs the site"]


@pytest.mark.parametrize("who", WHO)
def test_the_outbox_is_the_administrators(client, who):
    somebody = None if who == "a visitor" else person("Ana", staff=who == "runs the site")
    if who in Role.values:
        put(somebody, member("Office"), who)
    letter = send()
    may = who in ("administrator", "runs the site")
    if somebody:
        client.force_login(somebody)
        assert (
            permissions.may(somebody, "post.see_outbox") is may is permissions.may(somebody, "post.send_again", letter)
        )
        assert permissions.may(somebody, "post.follow", somebody)
        assert not permissions.may(somebody, "post.follow", person("Ben"))
    page = client.get("/en/outbox/")
    assert page.status_code == (302 if somebody is None else 200 if may else 403)
    answer = client.post(f"/en/outbox/{letter.key}/again/")
    assert answer.status_code == (302 if may or somebody is None else 403)
    if somebody and not may:
        with pytest.raises(NotAllowed, match="Only administrators"):
            actions.send_again(letter=letter, by=somebody)


def test_the_page_says_what_waits_what_failed_and_why_and_sends_again(client, smtp):
    client.force_login(person("Root", staff=True))
    assert "Nothing waits" in client.get("/en/outbox/").text
    smtp.refuses = {"gone@village.example"}
    lost = send("gone@village.example", body="the secret link")
    delivery.push()
    page = client.get("/en/outbox/").text
    assert "550 5.1.1 no such person" in page and "gone@village.example" in page and "the secret link" not in page
    smtp.refuses = set()
    done = client.post(f"/en/outbox/{lost.key}/again/", follow=True)
    assert "on its way again" in done.text
    delivery.push()
    assert state(lost)[0] == State.SENT
    assert Event.objects.filter(verb="letter.sent_again").exists()
    with pytest.raises(CannotBeDone):
        actions.send_again(letter=lost, by=None)
    assert "gone@village.example" not in client.get("/en/outbox/?state=sent").text
    assert client.get("/en/outbox/?state=nonsense&page=x").status_code == 200
    assert queries.counts()["sent"] == 1


def test_where_the_site_sends_no_mail_everything_waits(settings):
    settings.SENDS_MAIL = False
    letter = send()
    assert delivery.push() == delivery.Sent()
    assert state(letter) == (State.WAITING, 0) and not mail.outbox


def test_in_debug_and_tests_a_letter_goes_through_django():
    send()
    delivery.push()
    assert mail.outbox[0].subject == "The fair"
