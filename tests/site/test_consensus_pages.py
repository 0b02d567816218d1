"""Pages of consultations: what is shown, what a visitor's browser keeps, forged and hostile requests, files."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle_web.consensus import actions, limits, statement_actions
from passerelle_web.consensus.models import Consultation, ImportDraft, Picture, Statement, VoiceKind, Vote, Voter
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.translating import KIND
from passerelle_web.consensus.voices import cookie_name, new_visitor, signed
from passerelle_web.dialogues import meeting_actions
from passerelle_web.people.models import Event, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.texts.actions import translate
from tests.shared import shared
from tests.site.consensus_makers import NOBODY, by_link, camps, cast, consultation, pictured, public, seeds
from tests.site.dialogues_makers import delegation, dialogue
from tests.site.people_makers import person
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def at(made, path="", language="en"):
    return f"/{language}/consultations/{made.link}/{path}"


def inside(made, path=""):
    return f"/en/consultations/{made.pk}/{path}"


def vote(client, made, number, value="1", **more):
    return client.post(at(made, "vote/"), {"statement": number, "vote": value, **more})


def chair_of(where):
    who = person("chair")
    meeting_actions.appoint(dialogue=where, email=who.email, role="chair", by=None)
    return who


# The result --------------------------------------------------------------------------------------------


@pytest.fixture
def voted():
    made = public()
    camps(made, blocs=("state", "diaspora"))
    pictured(made)
    return made


def test_the_page_answers_first_and_proves_it_below(client, voted):
    text = client.get(at(voted)).text
    order = ["On 2 statements all blocs agree.", "people have voted", "What all blocs agree on", "What divides",
             "What sets each group apart", "Take it along"]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert text.count("<h1") == 1 and "<script" not in text and "style=" not in text
    assert "drawn anew 20 times" in text
    links = set(re.findall(r'href="#(s\d+)"', text))
    assert links and links <= set(re.findall(r'id="(s\d+)"', text)), "each mark of the map leads to a row"
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_the_page_is_there_in_every_language(client, voted, language):
    answer = client.get(at(voted, language=language))
    assert answer.status_code == 200 and "Statement number 12" in answer.text
    assert "all blocs agree" not in answer.text


def test_before_there_is_a_picture_the_page_says_what_it_waits_for(client):
    made = public()
    (one,) = seeds(made, "Wages are paid.")
    assert "Too few have voted yet" in client.get(at(made)).text
    for _ in range(5):
        cast(made, one, 1)
    assert "is being made" in client.get(at(made)).text


def test_a_hidden_statement_leaves_every_page_at_once(client, voted):
    one = voted.statements.get(number=12)
    statement_actions.hide(statement=one, reason="Off the matter", by=None)
    for path in ("", "statements/"):
        text = client.get(at(voted, path)).text
        assert "Statement number 12" not in text and "Statement number 11" in text
    text = client.get(at(voted, "statements/12/")).text
    assert "Off the matter" in text and "Statement number 12" not in text


def test_a_cell_of_a_few_is_nowhere_on_the_page(client):
    made = public()
    camps(made, (14, 12, 7), blocs=("state", "diaspora", "academia"), share=0.5)
    page = pictured(made).page
    assert any(cell["withheld"] for row in page["rows"] for cell in row["by_bloc"] + row["by_group"])
    text = client.get(at(made, "statements/")).text
    assert "not shown, so that nobody’s vote can be told" in text
    assert not re.findall(r"of ([1-4])\b", text)


def test_the_table_is_in_the_order_that_is_asked_for(client, voted):
    def numbers(query):
        return [int(n) for n in re.findall(r'<tr id="s(\d+)"', client.get(at(voted, f"statements/{query}")).text)]

    assert numbers("") == list(range(1, 13)) == numbers("?sort=nonsense&page=nine")
    assert set(numbers("?sort=agree")[:2]) == {11, 12} and set(numbers("?sort=divide")[-2:]) == {11, 12}
    assert numbers("?sort=votes") != numbers("?sort=disagree")


def test_delegations_have_a_table_of_their_own_once_all_agreed(client, voted):
    camps(voted, (8, 6), blocs=("state", "diaspora"), kind=VoiceKind.DELEGATION)
    _who, of = delegation(voted.dialogue, "ana")
    for _ in range(6):
        cast(voted, voted.statements.first(), 1)
    Voter.objects.filter(kind=VoiceKind.DELEGATION).update(changed_in=5)
    pictured(voted)
    assert "How delegations voted" not in client.get(at(voted)).text
    actions.agree_to_delegations(consultation=voted, member=of, by=None)
    text = client.get(at(voted)).text
    assert "How delegations voted" in text and of.short_name not in text


def test_pages_ask_the_database_a_bounded_number_of_times(client, voted, django_assert_max_num_queries):
    for path, most in (("", 14), ("vote/", 14), ("statements/", 10), ("votes/", 10)):
        with django_assert_max_num_queries(most):
            client.get(at(voted, path))


# A visitor ---------------------------------------------------------------------------------------------


def test_a_visitor_has_no_cookie_until_she_votes_and_then_one(client, voted):
    for path in ("", "vote/", "votes/", "put/", "statements/", "statements/1/"):
        assert not client.get(at(voted, path)).cookies, path
    answer = vote(client, voted, 3)
    assert (answer.status_code, answer["Location"]) == (302, at(voted, "vote/"))
    assert list(answer.cookies) == [cookie_name(voted)]
    kept = answer.cookies[cookie_name(voted)]
    assert kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"] <= 24 * 3600
    voters = Voter.objects.count()
    vote(client, voted, 3, "-1", back="votes")
    assert Voter.objects.count() == voters
    text = client.get(at(voted, "votes/")).text
    assert text.count('aria-pressed="true"') == 1 and re.search(r'value="-1" aria-pressed="true"', text)
    assert "Only you see this page" in text and "Statement number 3" in text


def test_the_page_says_what_is_kept(client, voted):
    text = client.get(at(voted, "vote/")).text
    assert "You need no account" in text and "one cookie of this consultation alone" in text
    assert "csrfmiddlewaretoken" not in text


def test_everything_voted_on_is_said_kindly(client):
    made = public()
    seeds(made, "Wages are paid.")
    assert "Wages are paid." in client.get(at(made, "vote/")).text
    vote(client, made, 1)
    text = client.get(at(made, "vote/")).text
    assert "You have voted on every statement there is" in text and f'href="{at(made)}"' in text


def test_before_and_after_there_is_no_ballot(client):
    made = public()
    seeds(made, "Wages are paid.")
    now = timezone.now()
    Consultation.objects.update(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    assert "Voting has not begun yet." in client.get(at(made, "vote/")).text
    Consultation.objects.update(opens_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1))
    assert "Voting has ended." in client.get(at(made, "vote/")).text
    assert vote(client, made, 1).status_code == 403 and not Vote.objects.exists()


def test_a_visitor_puts_a_statement_follows_it_and_appeals(client):
    made = public(is_moderated=True)
    answer = client.post(at(made, "put/"), {"text": "<script>alert(1)</script> & wages", "language": "fr"})
    assert answer.status_code == 302 and cookie_name(made) in answer.cookies
    text = client.get(answer["Location"]).text
    assert "A moderator reads it" in text and "&lt;script&gt;alert(1)" in text and "<script>" not in text
    assert Client().get(answer["Location"]).status_code == 404, "what waits is for its author and the moderators"
    one = Statement.objects.get()
    statement_actions.hide(statement=one, reason="Not wages", by=None)
    page = client.get(answer["Location"])
    assert "Appeal to the dialogue" in page.text and "csrfmiddlewaretoken" not in page.text
    assert client.post(answer["Location"], {"reason": " "}).status_code == 422
    assert client.post(answer["Location"], {"reason": "It is"}).status_code == 302
    assert one.appeals.get().reason == "It is"
    other = Client()
    assert "Appeal to the dialogue" not in other.get(answer["Location"]).text
    assert other.post(answer["Location"], {"reason": "Mine"}).status_code == 200 and one.appeals.count() == 1


def test_what_was_typed_is_not_lost(client):
    made = public()
    answer = client.post(at(made, "put/"), {"text": "y" * 281, "language": "en"})
    assert answer.status_code == 422 and "y" * 281 in answer.text and "this one has 281" in answer.text
    assert not answer.cookies


# Hostile -----------------------------------------------------------------------------------------------


def test_a_thrown_away_cookie_makes_only_so_many_voices(client):
    made = public()
    seeds(made, "Wages are paid.")
    answers = []
    for _ in range(limits.VOICES_OF_AN_ADDRESS.most + 3):
        client.cookies.clear()
        answers.append(vote(client, made, 1).status_code)
    assert answers == [302] * limits.VOICES_OF_AN_ADDRESS.most + [429] * 3
    assert Vote.objects.count() == limits.VOICES_OF_AN_ADDRESS.most
    cache.clear()
    client.cookies.clear()
    assert vote(client, made, 1).status_code == 302


def test_one_voice_votes_only_so_often(client):
    made = public()
    seeds(made, "Wages are paid.")
    answers = [vote(client, made, 1, str(n % 2)).status_code for n in range(limits.VOTES_OF_A_VOICE.most + 2)]
    assert (
        answers[-2:] == [429, 429] and answers.count(302) == limits.VOTES_OF_A_VOICE.most and Vote.objects.count() == 1
    )


def test_an_address_is_written_down_nowhere(client, caplog):
    made = public()
    seeds(made, "Wages are paid.")
    client.post(at(made, "vote/"), {"statement": "1", "vote": "1"}, REMOTE_ADDR="203.0.113.77")
    assert "203.0.113.77" not in caplog.text
    assert not Event.objects.filter(verb__contains="vote").exists()


@pytest.mark.parametrize("told", ["nonsense", "", "a" * 4000, "ImYi:1abc:zzz"])
def test_a_forged_cookie_is_a_new_voice_and_nobody_elses(client, told):
    made = public()
    seeds(made, "Wages are paid.")
    client.cookies[cookie_name(made)] = told
    assert vote(client, made, 1).status_code == 302
    assert Voter.objects.count() == 1


def test_the_cookie_of_another_consultation_is_nobodys_here(client):
    made, other = public(), public()
    (one,) = seeds(made, "Wages are paid.")
    voice = cast(made, one, 1)
    seeds(other, "Wages are late.")
    client.cookies[cookie_name(other)] = signed(voice)
    assert "You have not voted yet" in client.get(at(other, "votes/")).text
    vote(client, other, 1)
    assert Voter.objects.filter(consultation=other).count() == 1
    assert not set(Voter.objects.filter(consultation=other).values_list("key", flat=True)) & set(voice.keys)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"statement": "99", "vote": "1"}, 404), ({"statement": "x", "vote": "1"}, 404), ({"vote": "1"}, 404),
        ({"statement": "٣", "vote": "1"}, 404), ({"statement": "9" * 400, "vote": "1"}, 404),
        ({"statement": "1", "vote": "2"}, 409), ({"statement": "1"}, 409), ({"statement": "1", "vote": "1" * 9000}, 409),
        ({"statement": "2", "vote": "1"}, 409), ({"statement": "1", "vote": "1", "for": "union-of-ana"}, 404),
    ],
)  # fmt: skip
def test_votes_that_cannot_be_change_nothing(client, sent, status):
    made = public()
    _shown, hidden = seeds(made, "Wages are paid.", "Hidden")
    statement_actions.hide(statement=hidden, reason="x", by=None)
    assert client.post(at(made, "vote/"), sent).status_code == status
    assert not Vote.objects.exists()


def test_a_page_of_another_site_cannot_vote_for_anybody():
    made = public()
    seeds(made, "Wages are paid.")
    strict = Client(enforce_csrf_checks=True)
    sent = {"statement": "1", "vote": "1"}
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/x"}):
        assert strict.post(at(made, "vote/"), sent, headers=headers).status_code == 400
    assert strict.post(at(made, "vote/"), sent, headers={"origin": "http://testserver"}).status_code == 302
    who, _ = delegation(made.dialogue, "ana")
    strict.force_login(who)
    assert strict.post(at(made, "vote/"), sent, headers={"origin": "http://testserver"}).status_code == 403
    assert Vote.objects.count() == 1


def test_the_link_of_the_parties_consultation_leads_nowhere_and_its_key_only_inside(client):
    made = consultation()
    seeds(made, "Wages are paid.")
    for path in ("", "vote/", "statements/", "result.json"):
        assert client.get(at(made, path)).status_code == 404
        assert client.get(inside(made, path)).status_code == 404
    who, _ = delegation(made.dialogue, "ana")
    client.force_login(who)
    assert client.get(inside(made)).status_code == 200
    assert client.get("/en/consultations/00000000-0000-0000-0000-000000000000/").status_code == 404


# Inside ------------------------------------------------------------------------------------------------


def test_a_delegate_votes_for_herself_and_for_her_delegation(client):
    where = dialogue()
    who, of = delegation(where, "ana")
    made = consultation(where)
    seeds(made, "Wages are paid.")
    client.force_login(who)
    assert "The vote of" not in client.get(inside(made, "vote/")).text
    page = client.post(inside(made, "delegations/"), {"member": of.slug}, follow=True)
    assert "Every party has agreed" in page.text
    assert "The vote of Anas" in client.get(inside(made, f"vote/?for={of.slug}")).text
    client.post(inside(made, "vote/"), {"statement": "1", "vote": "1", "for": of.slug})
    client.post(inside(made, "vote/"), {"statement": "1", "vote": "-1"})
    assert sorted(Vote.objects.values_list("voter__kind", "value")) == [(1, -1), (3, 1)]
    assert not client.cookies.get(cookie_name(made)), "who is signed in needs no other cookie"
    assert client.get(inside(made, f"votes/?for={of.slug}")).text.count('aria-pressed="true"') == 1
    client.post(inside(made, "delegations/"), {"member": of.slug, "withdraw": "yes"})
    assert client.post(inside(made, "vote/"), {"statement": "1", "vote": "0", "for": of.slug}).status_code == 404


def test_the_chair_opens_runs_and_ends_one(client):
    where = dialogue()
    who = chair_of(where)
    client.force_login(who)
    listed = f"/en/dialogues/{where.pk}/consultations/"
    assert "Ask what all agree on" in client.get(listed).text
    sent = {
        "title": "Season", "question": "What is fair?", "language": "fr", "opens_at": "2026-01-01T08:00",
        "closes_at": "2100-01-01T08:00", "access": "link", "puts": "everybody", "is_moderated": "on", "least": "6",
    }  # fmt: skip
    wrong = client.post(f"{listed}new/", sent | {"closes_at": "2020-01-01T08:00"})
    assert (
        wrong.status_code == 422
        and "The end has to come after the beginning." in wrong.text
        and "What is fair?" in wrong.text
    )
    assert client.post(f"{listed}new/", sent).status_code == 302
    made = Consultation.objects.get()
    assert (made.least, made.language, made.is_public) == (6, "fr", True)
    client.post(inside(made, "run/seed/"), {"texts": "Wages are paid.\n\nHousing is safe.\n", "language": "fr"})
    assert list(made.statements.values_list("text", "language", "is_seed")) == [
        ("Wages are paid.", "fr", True), ("Housing is safe.", "fr", True),
    ]  # fmt: skip
    wrong = client.post(inside(made, "run/seed/"), {"texts": "New one.\n" + "x" * 300, "language": "fr"})
    assert wrong.status_code == 422 and made.statements.count() == 2
    statement_actions.put(opened=by_link(made), text="Trains.", language="en", by=NOBODY, voice=new_visitor(made))
    text = client.get(inside(made, "run/")).text
    assert made.link in text and "Trains." in text
    number = Statement.objects.get(text="Trains.").number
    client.post(inside(made, f"statements/{number}/accept/"))
    assert Statement.objects.get(number=number).state == "shown"
    client.post(inside(made, f"statements/{number}/meta/"))
    assert client.post(inside(made, f"statements/{number}/hide/"), {"reason": ""}).status_code == 422
    client.post(inside(made, f"statements/{number}/hide/"), {"reason": "Off"})
    hidden = Statement.objects.get(number=number)
    assert (hidden.state, hidden.hidden_for, hidden.is_meta) == ("hidden", "Off", True)
    client.post(inside(made, "run/change/"), sent | {"title": "The season", "opens_at": "2026-01-01T08:00"})
    client.post(inside(made, "run/link/"))
    client.post(inside(made, "run/end/"))
    after = Consultation.objects.get()
    assert after.title == "The season" and after.link != made.link and after.has_closed


def test_the_seeds_are_put_all_or_none(client):
    where = dialogue()
    client.force_login(chair_of(where))
    made = consultation(where)
    answer = client.post(inside(made, "run/seed/"), {"texts": "First.\nFirst.", "language": "en"})
    assert answer.status_code == 422 and not made.statements.exists() and "First." in answer.text


def test_an_appeal_is_answered_by_another_moderator(client):
    where = dialogue()
    made = consultation(where)
    who, _ = delegation(where, "ana")
    one = statement_actions.put(opened=Opened(made), text="Wages.", language="en", by=who)
    statement_actions.hide(statement=one, reason="Off", by=None)
    appeal = statement_actions.appeal(statement=one, reason="On the matter", by=who)
    client.force_login(chair_of(where))
    assert "On the matter" in client.get(inside(made, "run/")).text
    answer = client.post(inside(made, f"appeals/{appeal.pk}/"), {"is_upheld": "yes", "answer": "Right"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.state == "shown"
    client.force_login(who)
    assert "Right" in client.get(inside(made, f"statements/{one.number}/")).text
    assert client.get(inside(made, "run/")).status_code == 403


# Files -------------------------------------------------------------------------------------------------


def closed(made):
    Consultation.objects.filter(pk=made.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    made.refresh_from_db()


def test_the_result_is_a_file_that_names_nobody(client, voted):
    answer = client.get(at(voted, "result.json"))
    told = answer.json()
    assert told["inputs_sha256"]["votes"] == Picture.objects.get().fingerprint
    assert {"counts", "groups", "blocs", "statements", "stability", "parameters"} <= set(told)
    assert all("members" not in group for group in told["groups"])
    assert client.get(at(public(), "result.json")).status_code == 404


def test_open_data_are_there_once_a_public_one_has_closed(client, voted):
    assert client.get(at(voted, "data.csv")).status_code == 403
    one = voted.statements.get(number=1)
    Statement.objects.filter(pk=one.pk).update(text="=HYPERLINK(1)")
    closed(voted)
    answer = client.get(at(voted, "data.csv"))
    assert answer["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 12 and rows[0]["text"] == "'=HYPERLINK(1)" and rows[0]["licence"] == "CC BY 4.0"
    assert rows[11]["agreed_by"] == "blocs" and "bloc State: agree" in rows[0] and "group A: pass" in rows[0]
    lines = [json.loads(line) for line in client.get(at(voted, "data.jsonl")).content.decode().splitlines()]
    assert [line["statement"] for line in lines] == list(range(1, 13)) and lines[0]["text"] == "=HYPERLINK(1)"
    assert int(rows[3]["agree"]) == lines[3]["agree"]
    assert client.get(at(voted, "data.xml")).status_code == 404
    assert "Open data (CSV)" in client.get(at(voted)).text
    parties = consultation()
    closed(parties)
    assert client.get(inside(parties, "data.csv")).status_code == 403


def test_the_chair_takes_the_votes_and_nobody_else(client, voted):
    assert client.post(at(voted, "votes.zip")).status_code == 302, "to sign in"
    client.force_login(person("stranger"))
    assert client.post(at(voted, "votes.zip")).status_code == 403
    client.force_login(chair_of(voted.dialogue))
    assert client.get(inside(voted, "votes.zip")).status_code == 405
    answer = client.post(inside(voted, "votes.zip"))
    assert answer["Content-Type"] == "application/zip" and answer.content[:2] == b"PK"


# From elsewhere ----------------------------------------------------------------------------------------

COMMENTS = b"comment-id,comment-body,moderated\n0,Wages are paid.,1\n1,Housing is safe.,1\n2,Spam,-1\n"
VOTES = b"voter-id,comment-id,vote\n" + b"".join(
    f"{voter},{one},{1 if (voter + one) % 3 else -1}\n".encode() for voter in range(9) for one in range(3)
)
ABOUT = {
    "title": "Past", "question": "What was fair?", "language": "en", "opens_at": "2018-01-01T00:00",
    "closes_at": "2018-02-01T00:00", "access": "parties",
}  # fmt: skip


def files(comments=COMMENTS, votes=VOTES):
    kept = {"statements": io.BytesIO(comments), "votes": io.BytesIO(votes)}
    for name, held in kept.items():
        held.name = f"{name}.csv"
    return kept


def test_one_from_elsewhere_is_looked_at_and_then_brought_in(client):
    where = dialogue()
    who = chair_of(where)
    client.force_login(who)
    bring = f"/en/dialogues/{where.pk}/consultations/from-elsewhere/"
    page = client.post(bring, files(), follow=True)
    assert (
        "27 votes of 9 people on 3 statements, of which 1 were hidden" in page.text and "Housing is safe." in page.text
    )
    assert not Consultation.objects.exists()
    there = f"{bring}{ImportDraft.objects.get().pk}/"
    assert client.post(there, ABOUT | {"title": ""}).status_code == 422
    assert client.post(there, ABOUT).status_code == 302
    made = Consultation.objects.get()
    assert made.is_imported and made.has_closed and not made.is_open and not ImportDraft.objects.exists()
    assert Vote.objects.count() == 27 and [one.state for one in made.statements.all()] == ["shown", "shown", "hidden"]
    picture = pictured(made)
    assert picture.page["counts"] == {"participants": 9, "statements": 3, "votes": 27}
    assert "Held elsewhere" in client.get(inside(made)).text
    assert client.post(inside(made, "vote/"), {"statement": "1", "vote": "1"}).status_code == 403
    assert Event.objects.get(verb="consultation.imported").details == {"votes": 27}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (files(votes=b"voter-id,comment-id,vote\n1,0,1\n1,1,7\n"), "row 3"),
        (files(comments=b"comment-id,comment-body\n0,Wages.\n1,\n"), "Statement 1: There is no text."),
        (files(comments=b"comment-id,comment-body\n0,Wages.\n"), "Statement 1: There is no text."),
        (files(comments=b"id,text\n0,Wages.\n"), "no column comment-id"),
        (files(votes=b"\xff\xfe\x00"), "cannot be read as CSV"),
        (files(votes=b""), "empty"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_line(client, sent, said):
    where = dialogue()
    client.force_login(chair_of(where))
    for held in sent.values():
        held.seek(0)
    answer = client.post(f"/en/dialogues/{where.pk}/consultations/from-elsewhere/", sent)
    assert answer.status_code == 422 and said in answer.text
    assert not ImportDraft.objects.exists()


def test_nobody_else_brings_one_in(client):
    where = dialogue()
    who, _ = delegation(where, "ana")
    client.force_login(who)
    assert client.post(f"/en/dialogues/{where.pk}/consultations/from-elsewhere/", files()).status_code == 403


@pytest.mark.shared
def test_a_real_past_consultation_lives_on(client):
    folder = shared("polis/brexit-consensus")
    where = dialogue()
    client.force_login(chair_of(where))
    sent = files((folder / "comments.csv").read_bytes(), (folder / "votes.csv").read_bytes())
    page = client.post(f"/en/dialogues/{where.pk}/consultations/from-elsewhere/", sent, follow=True)
    there = page.request["PATH_INFO"]
    client.post(there, ABOUT)
    made = Consultation.objects.get()
    picture = pictured(made)
    assert picture.page["counts"]["votes"] == Vote.objects.count() > 5000
    assert client.get(inside(made)).status_code == 200


# Languages ---------------------------------------------------------------------------------------------


def test_a_statement_stands_in_the_readers_language_beside_its_own(client):
    made = public()
    who, of = delegation(made.dialogue, "ana")
    (one,) = seeds(made, "The season is long.")
    translate(kind=KIND, key=str(one.pk), field="text", language="fr", text="La saison dure.", by=who, member=of)
    for path in ("vote/", "statements/", "statements/1/"):
        french, english = (client.get(at(made, path, language)).text for language in ("fr", "en"))
        assert "The season is long." in french and "La saison dure." in french and of.name not in french, path
        assert ("La saison dure." in english) == (path == "statements/1/"), "folded up on its own page alone"
    told = client.get(f"/api/v1/consultations/{made.link}/statements").json()["items"][0]["translations"]
    assert [(row["language"], row["translated_by"]) for row in told] == [("fr", None)]
    assert "Add a translation" not in client.get(at(made, "statements/1/")).text
    assert "Add a translation" in signed_in(who).get(at(made, "statements/1/")).text
    versions = reverse("texts:versions", args=[KIND, one.pk, "text"])
    assert [reader.get(versions).status_code for reader in (client, signed_in(who))] == [404, 200]


@pytest.mark.parametrize("how", ["visitor", "observer", "hidden"])
def test_who_may_not_translate_a_statement(voted, how):
    who, of = delegation(voted.dialogue, "ana", role=Role.OBSERVER if how == "observer" else Role.DELEGATE)
    one = voted.statements.get(number=3)
    if how == "hidden":
        statement_actions.hide(statement=one, reason="It names a person.", by=None)
    given = {"by": person("x"), "member": None} if how == "visitor" else {"by": who, "member": of}
    with pytest.raises((NotAllowed, CannotBeDone)):
        translate(kind=KIND, key=str(one.pk), field="text", language="fr", text="La saison dure.", **given)
