"""Answers by mail: whose, to what, once; hostile messages harm nothing, and nothing typed is lost.

Covers `passerelle_web.post.addresses`, `answers`, `taking`, `mailbox` and the command.
"""

import base64
import os
import subprocess
import sys
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import typer
from django.utils import timezone
from typer.testing import CliRunner

from passerelle_web import post_command
from passerelle_web.config.environment import EnvironmentUnready, read_mailbox
from passerelle_web.people.models import User
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.post import addresses, answers, mailbox, news, rules, taking, topics
from passerelle_web.post.actions import send
from passerelle_web.post.models import Letter, Received
from passerelle_web.post.topics import Topic
from tests.site.mail_servers import Imap, running
from tests.site.people_makers import person

pytestmark = pytest.mark.django_db
FAIR = "village.fair:7"
HEARD: list[tuple[str, str, str]] = []


def hear(who, topic, text):
    """What a room does with an answer."""
    if text == "Refuse me.":
        raise CannotBeDone("The fair is over.")
    if text == "Break.":
        raise RuntimeError
    HEARD.append((who.name, topic, text))


@pytest.fixture(autouse=True)
def _village(settings):
    settings.ANSWERS_DOMAIN = "answers.example"
    HEARD.clear()
    answers.register("village.", hear)
    topics.register("village.", lambda _who, _topic: Topic("The fair", "/en/fair/"))
    yield
    answers.forget("village.")
    topics.forget("village.")


@pytest.fixture
def ana():
    return person("Ana")


def message(ana, text="I come.\n", *, to=None, sender=None, **heads):
    made = EmailMessage()
    made["From"] = sender or f"Ana <{ana.email.upper()}>"
    made["To"] = to or f"Passerelle <{addresses.answer_address(ana, FAIR)}>"
    made["Subject"] = "Re: The fair"
    made["Message-ID"] = heads.pop("name", "<one@village.example>")
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def take(made):
    return taking.take(made if isinstance(made, bytes) else made.as_bytes())


# Addresses --------------------------------------------------------------------------------------------


def test_an_address_is_bound_to_person_and_topic_and_fits_into_a_mail(ana):
    address = addresses.answer_address(ana, FAIR)
    local, domain = address.split("@")
    assert domain == "answers.example" and len(local) <= 64 and local == local.lower()
    row, holds = addresses.read_answer_address(address.upper())
    assert (row.person, row.topic, holds) == (ana, FAIR, True)
    assert addresses.answer_address(ana, FAIR) == address  # the mails of a day share it
    assert addresses.answer_address(person("Ben"), FAIR) != address
    assert not addresses.read_answer_address(address, now=timezone.now() + timedelta(days=62))[1]


def test_an_address_that_was_changed_or_made_up_is_none(ana, settings):
    address = addresses.answer_address(ana, FAIR)
    token = address.split("@")[0].removeprefix("reply+")
    raw = bytearray(base64.b32decode(token.upper() + "=" * (-len(token) % 8)))
    raw[9] ^= 1  # another day
    later = base64.b32encode(bytes(raw)).decode().rstrip("=").lower()
    wrong = ["", "reply+@answers.example", "ana@answers.example", f"reply+{token}@elsewhere.example",
             f"reply+{later}@answers.example", f"reply+{token[:-4]}@answers.example", "reply+ééé@answers.example",
             f"reply+{'a' * 5000}@answers.example"]  # fmt: skip
    for one in wrong:
        with pytest.raises(addresses.AddressUnknown):
            addresses.read_answer_address(one)
    settings.SECRET_KEY = "another key, " + "y" * 40
    with pytest.raises(addresses.AddressUnknown):
        addresses.read_answer_address(address)


def test_mails_offer_to_be_answered_only_where_a_room_takes_answers(ana, settings):
    topic = Topic("The fair", "")
    item = news.tell(topic=FAIR, kind="x", said="New.", reach="people.see_people")
    text, heads = news._immediate(ana, topic, item)
    assert heads["Reply-To"] == addresses.answer_address(ana, FAIR)
    assert text.startswith("--- Write your answer above this line ---")
    answers.forget("village.")
    assert "Reply-To" not in news._immediate(ana, topic, item)[1]
    answers.register("village.", hear)
    settings.ANSWERS_DOMAIN = ""
    assert "Reply-To" not in news._immediate(ana, topic, item)[1]


# Taking -----------------------------------------------------------------------------------------------


def test_an_answer_reaches_the_room_once(ana):
    made = message(ana, "I come.\r\n\r\nWith bread.\r\n\r\nOn Friday Ben wrote:\r\n> Do you come?\r\n-- \r\nAna\r\n")
    assert take(made).outcome == "handed"
    assert take(made).outcome == "twice"
    made.replace_header("Subject", "Re: Re: The fair")
    assert take(made).outcome == "twice"
    assert HEARD == [("Ana", FAIR, "I come.\n\nWith bread.")]
    assert not Letter.objects.exists()
    assert "bread" not in str(Received.objects.values())


def test_without_a_name_a_message_is_known_by_its_words(ana):
    one, other = message(ana), message(ana, "I stay.\n")
    for made in (one, other):
        del made["Message-ID"]
    assert [take(made).outcome for made in (one, one, other)] == ["handed", "twice", "handed"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"to": "someone@answers.example"}, "no address of ours"),
        ({"sender": "ben@village.example"}, "not from the person"),
        ({"sender": "Ana <ana@village.example>, ben@village.example"}, "not from the person"),
        ({"sender": '"ana@village.example" <evil@elsewhere.example>'}, "not from the person"),
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"Return_Path": "<>"}, "report"),
    ],
)
def test_what_is_not_surely_hers_leads_to_nothing_at_all(ana, change, why):
    taken = take(message(ana, **change))
    assert taken.outcome == "ignored" and why in taken.why
    assert not HEARD and not Letter.objects.exists() and not Received.objects.exists()


def test_who_has_left_answers_nothing(ana):
    made = message(ana)
    User.objects.update(is_active=False)
    assert take(made).outcome == "ignored"


def test_an_address_that_she_confirmed_besides_is_hers_too(ana):
    from allauth.account.models import EmailAddress

    given = {"sender": "Ana@Town.Example", "name": "<2@x>"}
    EmailAddress.objects.create(user=ana, email="ana@town.example", verified=False)
    assert take(message(ana, **given)).outcome == "ignored"
    EmailAddress.objects.update(verified=True)
    assert take(message(ana, **given)).outcome == "handed"


def test_where_a_server_hands_it_over_by_another_head_it_is_found(ana):
    address = addresses.answer_address(ana, FAIR)
    assert take(message(ana, to="undisclosed@village.example", Delivered_To=address)).outcome == "handed"


def told():
    (letter,) = Letter.objects.all()
    return letter


def test_what_the_room_refuses_comes_back_with_all_that_was_written(ana):
    ana.language = "nl"
    ana.save()
    taken = take(message(ana, "Refuse me.\n"))
    assert taken.outcome == "refused" and not HEARD
    letter = told()
    assert letter.to_person == ana and letter.subject == "Re: The fair" and letter.text.startswith("Goedendag,")
    assert "The fair is over." in letter.text and "> Refuse me." in letter.text
    assert letter.headers["In-Reply-To"] == "<one@village.example>"
    assert take(message(ana, "Refuse me.\n")).outcome == "twice"  # and is told once


def test_files_are_not_taken_and_she_is_told_so_kindly(ana):
    made = message(ana, "I come.\n")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="list.pdf")
    assert take(made).outcome == "handed"
    assert HEARD == [("Ana", FAIR, "I come.")]
    assert "files that you attached were not taken" in told().text


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda ana: message(ana, "\n> Do you come?\n"), "no words of yours"),
        (lambda ana: message(ana, "word " * 6000), "too long"),
        (lambda ana: message(ana, "x" * (6 * 1024 * 1024)), "too large"),
    ],
)
def test_what_cannot_be_taken_is_told(ana, make, said):
    assert take(make(ana)).outcome == "refused"
    assert said in told().text and not HEARD


def test_an_address_that_is_too_old_is_told(ana):
    old = addresses.answer_address(ana, FAIR, now=timezone.now() - timedelta(days=70))
    assert take(message(ana, to=old)).outcome == "refused"
    assert "takes no answers any more" in told().text


def test_a_fault_of_the_room_leaves_the_message_to_be_taken_again(ana):
    with pytest.raises(RuntimeError):
        take(message(ana, "Break.\n"))
    assert not Received.objects.exists() and not Letter.objects.exists()


def nested(depth, ana):
    head = message(ana).as_bytes().split(b"\n\n")[0].replace(b"Content-Type: text/plain", b"X-Was: text/plain")
    body = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return head + b"\n" + body + b"Content-Type: text/plain\n\nDeep.\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda _ana: b"",
        lambda _ana: b"\x00\xff" * 1000,
        lambda _ana: b"To: \n" * 100_000,
        lambda _ana: b"From: =?utf-8?b?//////?= <a@b>\nTo: reply+a@answers.example\n\nx",
        lambda ana: nested(3000, ana),
        lambda ana: message(ana).as_bytes().replace(b"utf-8", b"no-such-charset"),
        lambda ana: message(ana).as_bytes().replace(b"I come.", b"\xff\xfe\x00" * 10),
        lambda ana: message(ana).as_bytes() + b"a@" * 300_000,
        lambda ana: message(ana, "On " + "wrote " * 50_000 + "\n").as_bytes(),
        lambda ana: message(ana, "<" * 100_000).as_bytes().replace(b"text/plain", b"text/html"),
        lambda ana: message(ana, "<div>" * 50_000 + "x").as_bytes().replace(b"text/plain", b"text/html"),
    ],
    ids=[
        "nothing",
        "noise",
        "many heads",
        "broken words",
        "nested",
        "no charset",
        "bytes",
        "signs",
        "wrote",
        "open",
        "div",
    ],
)
def test_hostile_messages_harm_nothing(ana, make):
    before = timezone.now()
    taken = take(make(ana))
    assert taken.outcome in ("ignored", "refused", "handed")
    assert timezone.now() - before < timedelta(seconds=8)


def test_many_parts_are_refused(ana):
    made = message(ana)
    made.make_mixed()
    for _ in range(rules.MOST_PARTS + 10):
        part = EmailMessage()
        part.set_content("x")
        made.attach(part)
    assert take(made).outcome == "refused" and "too many parts" in told().text


# The mailbox ------------------------------------------------------------------------------------------


def test_a_mailbox_is_emptied_and_every_message_counts_once(ana):
    with running(Imap()) as server:
        server.messages = {4: message(ana).as_bytes(), 9: b"noise", 12: message(ana).as_bytes()}
        where = {"secure": False, "host": "127.0.0.1", "port": server.server_address[1], "user": "ana",
                 "password": "secret", "folder": "INBOX"}  # fmt: skip
        assert mailbox.poll(where) == {"handed": 1, "ignored": 1, "twice": 1}
        assert server.messages == {}
        assert not mailbox.poll(where)
        with pytest.raises(CannotBeDone, match="wrong password"):
            mailbox.poll({**where, "password": "another"})
    with pytest.raises(CannotBeDone, match="cannot be opened"):
        mailbox.poll({**where, "port": 9})
    assert len(HEARD) == 1


def test_what_breaks_stays_in_the_mailbox(ana):
    with running(Imap()) as server:
        server.messages = {4: message(ana, "Break.\n").as_bytes()}
        where = {"secure": False, "host": "127.0.0.1", "port": server.server_address[1], "user": "ana",
                 "password": "secret", "folder": "INBOX"}  # fmt: skip
        with pytest.raises(RuntimeError):
            mailbox.poll(where)
        assert 4 in server.messages


def test_the_mailbox_is_named_by_the_environment():
    told = read_mailbox("imaps://ana%40x:p%2Fw@mail.example/Answers")
    assert told == {"secure": True, "host": "mail.example", "port": 993, "user": "ana@x", "password": "p/w",
                    "folder": "Answers"}  # fmt: skip
    assert read_mailbox("imap://a:b@localhost:1143")["folder"] == "INBOX"
    for wrong in ("pop://a:geheim@x", "imaps://mail.example"):
        with pytest.raises(EnvironmentUnready) as refused:
            read_mailbox(wrong)
        assert "geheim" not in str(refused.value)


# The command ------------------------------------------------------------------------------------------

RUN = "import typer; from passerelle_web.post_command import post; typer.run(post)"


@pytest.mark.slow
def test_a_mail_server_pipes_a_message_into_the_command(tmp_path: Path):
    root = Path(__file__).parents[2]
    given = {**os.environ, "PASSERELLE_DEBUG": "1", "PASSERELLE_VAR": str(tmp_path), "PASSERELLE_DATABASE": "",
             "PYTHONPATH": str(root / "src"), "PASSERELLE_ANSWERS_DOMAIN": "answers.example"}  # fmt: skip
    piped = b"From: x@y.example\nTo: reply+abc@answers.example\n\nHello\n"
    command = [sys.executable, "-c", RUN, "take", "-"]
    taken = subprocess.run(command, env=given, capture_output=True, timeout=90, input=piped)
    assert (taken.returncode, taken.stdout) == (0, b"") and b"Message ignored: no address of ours." in taken.stderr


@pytest.fixture
def command(monkeypatch):
    """The command over the tables of the test."""
    monkeypatch.setattr(post_command, "open_tables", lambda: None)
    app = typer.Typer()
    app.command()(post_command.post)
    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_timer_runs_all_of_it(command, ana, settings):
    send(to=ana, kind="x", subject="x", body="x")
    done = command()
    assert done.exit_code == 0 and "Letters: 1 sent" in done.stderr and "Digests: 0 written." in done.stderr
    assert "Letters: 0 sent" in command("send").stderr
    assert isinstance(command("poll").exception, CannotBeDone)
    with running(Imap()) as server:
        server.messages = {4: message(ana).as_bytes()}
        settings.ANSWERS_MAILBOX = {"secure": False, "host": "127.0.0.1", "port": server.server_address[1], "user": "a",
                                    "password": "secret", "folder": "INBOX"}  # fmt: skip
        assert "Messages: 1 handed." in command("all").stderr


def test_a_message_that_cannot_be_taken_now_is_kept_by_the_mail_server(command, ana, tmp_path, monkeypatch):
    assert command("take", str(tmp_path / "gone")).exit_code == 75
    held = tmp_path / "held.eml"
    held.write_bytes(message(ana, "Break.\n").as_bytes())
    assert command("take", str(held)).exit_code == 75
    held.write_bytes(message(ana).as_bytes())
    assert command("take", str(held)).exit_code == 0 and len(HEARD) == 1

    def unready():
        raise EnvironmentUnready("PASSERELLE_SECRET_KEY is not set")

    monkeypatch.setattr(post_command, "open_tables", unready)
    assert command("take", str(held)).exit_code == 75 and command("send").exit_code == 2
