"""Feeds and open data: what is public and nothing else, under a stated licence, in every language and form.

Covers `passerelle_web.openness`, `theme.feeds`, `dialogues.public` and the command `passerelle open-data`. That nothing
tells who spoke is held in `api/test_dialogues_attribution`.
"""

import csv
import io
import json
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import typer
from django.utils import timezone
from django.utils.translation import override
from typer.testing import CliRunner

from passerelle.base.corridors import Corridor
from passerelle.dialogue.attribution import Rule
from passerelle_web import open_command
from passerelle_web.consensus.models import Consultation
from passerelle_web.dialogues import drafting_actions, meeting_actions, silence_actions, speaking_actions, table_actions
from passerelle_web.dialogues.models import Dialogue, Silence
from passerelle_web.openness import catalogue, entries
from passerelle_web.openness.sets import written
from passerelle_web.plans.models import Pledge
from passerelle_web.theme.feeds import NEVER
from tests.site.api.test_dialogues import STOCK
from tests.site.consensus_makers import camps, consultation, pictured, public
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session
from tests.site.forum_makers import decided, delegate, seated
from tests.site.practices_makers import desk, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


def feed(client, address, status=200, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == status
    return ElementTree.fromstring(answer.content) if answer.content and status == 200 else answer


def told(root, name):
    return [one.findtext(f"{ATOM}{name}") for one in root.iter(f"{ATOM}entry")]


def taken(client, name, form="jsonl"):
    answer = client.get(f"/en/open-data/{name}.{form}")
    assert answer.status_code == 200 and answer.streaming
    text = b"".join(answer.streaming_content).decode()
    if form == "csv":
        return list(csv.DictReader(io.StringIO(text)))
    return [json.loads(line) for line in text.splitlines()]


def adopted(talk, **more):
    """A text whose silence was kept."""
    text = draft(talk, **more)
    kept = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=2), by=None)
    now = timezone.now()
    Silence.objects.filter(pk=kept.pk).update(opened_at=now - timedelta(days=3), deadline=now - timedelta(hours=1))
    silence_actions.settle(silence=kept)
    return text


def closed(held):
    """A consultation that closed an hour ago."""
    now = timezone.now()
    Consultation.objects.filter(pk=held.pk).update(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(hours=1)
    )  # fmt: skip
    return held


# Feeds ------------------------------------------------------------------------------------------------


def test_a_feed_has_language_rights_stable_ids_and_is_sent_once(client, talk):
    root = feed(client, "/fr/dialogues/feed.atom")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "CC BY 4.0" in root.findtext(f"{ATOM}rights") and told(root, "id") == [f"urn:uuid:{talk.pk}"]
    answer = client.get("/fr/dialogues/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml") and "Last-Modified" not in answer
    assert "creativecommons.org" in answer["Link"]
    again = feed(client, "/fr/dialogues/feed.atom", 304, **{"if-none-match": answer["ETag"]})
    assert again.content == b"" and again["ETag"] == answer["ETag"]
    assert feed(client, "/en/dialogues/feed.atom").findtext(f"{ATOM}id") == root.findtext(f"{ATOM}id")
    meeting_actions.set_stage(dialogue=talk, stage="drafting", by=None)
    assert feed(client, "/fr/dialogues/feed.atom", **{"if-none-match": answer["ETag"]})
    assert client.head("/fr/dialogues/feed.atom").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["dialogues/conclusions.atom", "dialogues/consultations.atom", "practices/feed/", "forum/decisions/feed.atom",
     "library/feed/", "corridors/FJI/PER/news.atom"],
)  # fmt: skip
def test_an_empty_feed_stays_the_same(client, address):
    root = feed(client, f"/en/{address}")
    assert root.findtext(f"{ATOM}updated") == NEVER.isoformat() and not told(root, "id")
    assert root.findtext(f"{ATOM}rights")


def test_a_dialogue_tells_what_is_new_in_it_and_who_as_its_rule_lets(client, talk, ana):
    open_one, quiet = session(talk, Rule.MEMBER), session(talk, Rule.CHATHAM)
    said(talk, *ana, "Named <b>words</b>", session=open_one)
    said(talk, *ana, "Nobody's words", session=quiet)
    said(talk, *ana, "Closed words", session=session(talk, Rule.CLOSED))
    meeting_actions.write_minutes(session=open_one, text="We met.", language="en", by=None)
    asked = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    table_actions.take_position(question=asked, stance="for", member=ana[1], language="en", by=ana[0])
    adopted(talk)
    draft(talk, title="Closed text", rule=Rule.CLOSED)
    closed(consultation(talk))
    root = feed(client, f"/en/dialogues/{talk.pk}/feed.atom")
    kinds = [one.find(f"{ATOM}category").get("term") for one in root.iter(f"{ATOM}entry")]
    assert sorted(kinds) == ["conclusions", "consultation", "contribution", "contribution", "minutes", "position",
                             "session", "session", "silence", "text"]  # fmt: skip
    held = dict(zip(told(root, "title"), root.iter(f"{ATOM}entry"), strict=True))
    chatham = held["Contribution 2: A participant"]
    assert chatham.findtext(f"{ATOM}updated") == f"{timezone.localdate().isoformat()}T00:00:00+00:00"
    named = held["Contribution 1: Union of the Anas"]
    assert named.findtext(f"{ATOM}author/{ATOM}name") == "Union of the Anas"
    assert "<b>" not in named.findtext(f"{ATOM}summary")
    assert "Closed" not in ElementTree.tostring(root, encoding="unicode")
    updated = [one.findtext(f"{ATOM}updated") for one in root.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True) and root.findtext(f"{ATOM}updated") == updated[0]
    assert len(set(told(root, "id"))) == len(kinds)


def test_conclusions_consultations_and_a_corridor_have_their_feeds(client, talk, ana):
    text = adopted(talk)
    adopted(talk, title="Closed text", rule=Rule.CLOSED)
    adopted(dialogue("Private", is_public=False), title="Private text")
    open_one, over = consultation(talk, title="Running"), closed(consultation(talk, title="Over"))
    published(*ana, desk("pia"), desk("rob"), origin="SEN", destination="ESP")
    root = feed(client, "/en/dialogues/conclusions.atom")
    assert told(root, "title") == ["Adopted: Conclusions"] and "Seasonal work" in told(root, "summary")[0]
    assert told(feed(client, "/en/dialogues/consultations.atom"), "title") == ["Consultation closed: Over"]
    assert str(open_one.pk) not in client.get("/en/dialogues/consultations.atom").text and over
    news = feed(client, "/en/corridors/SEN/ESP/news.atom")
    assert sorted(told(news, "title")) == ["Adopted: Conclusions", "Neighbours who open doors", "Work in the season"]
    assert client.get(text.get_absolute_url()).status_code == 200
    assert client.get("/en/corridors/SEN/QQQ/news.atom").status_code == 404
    assert client.get("/en/corridors/SEN/SEN/news.atom").status_code == 404


def test_pages_lead_readers_to_their_feeds(client, talk):
    kind = 'rel="alternate" type="application/atom+xml"'
    for page, address in [
        ("/en/members/", "/en/dialogues/feed.atom"),
        (f"/en/dialogues/{talk.pk}/", f"/en/dialogues/{talk.pk}/feed.atom"),
        ("/en/corridors/SEN/ESP/", "/en/corridors/SEN/ESP/news.atom"),
        ("/ar/open-data/", "/ar/dialogues/conclusions.atom"),
    ]:
        text = client.get(page).text
        assert any(kind in line and address in line for line in text.splitlines()), page
        assert f'href="/{page[1:3]}/open-data/"' in text, "the foot of each page leads to the open data"
    private = dialogue("Private", is_public=False)
    with override("en"):
        assert not entries.of_dialogues(Dialogue.objects.filter(is_public=True).exclude(pk=talk.pk))
    assert client.get(f"/en/dialogues/{private.pk}/feed.atom").status_code == 404


# Open data --------------------------------------------------------------------------------------------


def test_every_set_is_taken_with_every_field_and_as_many_rows_as_are_told(client, talk, ana):
    ben = delegation(talk, "ben")
    open_one = session(talk, Rule.MEMBER)
    meeting_actions.set_agenda(session=open_one, points=[("Fees", "Anas"), ("Safety", "")], by=None)
    said(talk, *ana, "=HYPERLINK(0)", session=open_one)
    asked = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    for stance in ("open", "for"):
        table_actions.take_position(question=asked, stance=stance, member=ana[1], language="en", by=ana[0])
    table_actions.take_position(question=asked, stance="against", member=ben[1], language="en", by=ben[0])
    held = table_actions.lay(dialogue=talk, corridor=Corridor("SEN", "ESP"), figure=STOCK, by=None)
    table_actions.give_word(fact=held, says="accept", member=ana[1], language="en", by=ana[0])
    text = draft(talk)
    mine = proposed(text.paragraphs.last(), *ana)
    drafting_actions.accept(proposal=mine, by=None)
    drafting_actions.attach(draft=text, kind="ad_referendum", member=ana[1], language="en", by=ana[0])
    adopted(talk, title="Kept")
    heard = closed(public(talk))
    camps(heard)
    pictured(heard)
    published(*ana, desk("pia"), desk("rob"))
    decided(seated(delegate("cem")[1]).member)
    Pledge.objects.create(member=ana[1], text="+We will", due=date(2027, 1, 1), on=date(2026, 1, 1))
    for one in catalogue.SETS.values():
        rows = taken(client, one.name)
        table = taken(client, one.name, "csv")
        assert len(rows) == len(table) == one.count() > 0, one.name
        assert all(list(row) == list(one.fields) for row in (*rows, *table)), one.name
        assert all(row["licence"] == "CC BY 4.0" and row["demonstration"] is False for row in rows), one.name
    assert [(row["position"], row["newest"]) for row in taken(client, "positions")] == [
        ("open", False), ("for", True), ("against", True),
    ]  # fmt: skip
    assert taken(client, "sessions")[0]["agenda"] == ["Fees – Anas", "Safety"]
    assert {row["standing"] for row in taken(client, "wordings") if row["wording"] == 1} == {True, False}
    assert taken(client, "facts")[0]["value"] == 76_000 and taken(client, "conclusions")[0]["title"] == "Kept"
    assert taken(client, "contributions", "csv")[0]["text"] == "'=HYPERLINK(0)"
    assert taken(client, "commitments", "csv")[0]["text"] == "'+We will"
    assert taken(client, "contributions")[0]["text"] == "=HYPERLINK(0)", "JSON runs nowhere"


def test_nothing_private_closed_hidden_or_running_is_in_any_set(client, talk, ana):
    private = dialogue("Private", is_public=False)
    meeting_actions.join(dialogue=private, member=ana[1], by=None)
    said(private, *ana, "Secret in private")
    held = session(talk, Rule.CLOSED, title="Secret session")
    said(talk, *ana, "Secret in session", session=held)
    hidden = said(talk, *ana, "Secret as hidden")
    speaking_actions.hide(contribution=hidden, reason="x", by=None)
    proposed(draft(talk, title="Secret text", rule=Rule.CLOSED).paragraphs.last(), *ana, "Secret proposal")
    camps(public(talk))
    closed(consultation(talk))  # of the parties alone: its result is read, its data are not taken
    for one in catalogue.SETS.values():
        assert "Secret" not in "".join(written(one, "jsonl")), one.name
        assert one.count() == len(list(one.rows())), one.name
    assert [catalogue.SETS[name].count() for name in ("contributions", "sessions", "texts", "statements")] == [0] * 4
    assert catalogue.SETS["dialogues"].count() == 1


def test_numbers_of_few_are_withheld_in_the_file_as_on_the_page(client, talk):
    heard = closed(public(talk))
    camps(heard, (2, 2))
    pictured(heard)
    assert taken(client, "statements") == []
    camps(heard, (6, 2))
    pictured(heard)
    rows = taken(client, "statements")
    assert rows[0]["agree"] and all(len(row["groups"]) < 2 for row in rows), "two who stand apart are no group"


def test_invented_rows_say_so(client):
    dialogue("Invented", is_demonstration=True)
    assert [row["demonstration"] for row in taken(client, "dialogues")] == [True]
    assert taken(client, "dialogues", "csv")[0]["demonstration"] == "true"


def test_files_are_read_some_rows_at_a_time(talk, ana, django_assert_max_num_queries):
    for number in range(40):
        said(talk, *ana, f"Words {number}")
    with django_assert_max_num_queries(3):
        assert "".join(written(catalogue.SETS["contributions"], "jsonl")).count("\n") == 40


@pytest.mark.parametrize(
    "path", ["nothing.csv", "dialogues.xlsx", "dialogues.", "dialogues", "../dialogues.csv", "a" * 300]
)
def test_what_is_no_set_is_not_there(client, path):
    assert client.get(f"/en/open-data/{path}").status_code == 404
    assert client.post("/en/open-data/dialogues.csv").status_code == 405


def test_the_page_lists_every_set_with_its_rows_fields_and_licence(client, talk):
    for language in ("en", "ar"):
        text = client.get(f"/{language}/open-data/").text
        assert text.count("<h1") == 1 and "CC BY 4.0" in text
        for one in catalogue.SETS.values():
            assert f"/{language}/open-data/{one.name}.csv" in text and f"/{language}/open-data/{one.name}.jsonl" in text
            assert all(f"<code>{name}</code>" in text for name in one.fields)
    told_ = client.get("/en/open-data/catalogue.json").json()
    assert [one["name"] for one in told_["sets"]] == list(catalogue.SETS) and told_["sets"][0]["rows"] == 1
    assert client.get(told_["sets"][0]["files"][0]["address"]).status_code == 200
    head = client.head("/en/open-data/dialogues.csv")
    assert head.status_code == 200 and not b"".join(head.streaming_content)


# The command ------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(open_command, "open_tables", lambda: None)
    app = typer.Typer()
    app.command()(open_command.open_data)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_the_command_writes_the_same_as_the_page(run, client, talk, tmp_path):
    listed = run()
    assert listed.exit_code == 0 and "dialogues\t1\t" in listed.stdout
    assert [json.loads(line) for line in run("dialogues", "--format", "jsonl").stdout.splitlines()] == taken(
        client, "dialogues"
    )
    target = tmp_path / "said.csv"
    assert run("dialogues", "--out", str(target)).exit_code == 0
    assert target.read_bytes() == b"".join(client.get("/en/open-data/dialogues.csv").streaming_content)
    assert json.loads(run("dialogues", "--fields").stdout)["licence"] == "licence of the row"
    refused = run("nothing")
    assert refused.exit_code == 2 and "Known are dialogues" in refused.stderr
