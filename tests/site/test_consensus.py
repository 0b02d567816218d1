"""Consultations: what is kept of a vote, when a picture is made, what is asked next, statements and their moderation."""

import json
from datetime import timedelta

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from passerelle_web.consensus import actions, data, queries, sealing, statement_actions, vote_actions
from passerelle_web.consensus.asking import asked
from passerelle_web.consensus.delegations import vote_in
from passerelle_web.consensus.loading import loaded, rows_of
from passerelle_web.consensus.making import make_picture
from passerelle_web.consensus.models import (
    LONGEST,
    Appeal,
    Consultation,
    Picture,
    State,
    Statement,
    StatementSeal,
    Tally,
    VoiceKind,
    Vote,
    Voter,
)
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.pictures import LOST, see_to, want_picture
from passerelle_web.consensus.voices import new_visitor, of_delegation, of_person, of_signed, signed
from passerelle_web.dialogues import meeting_actions
from passerelle_web.people.models import Event, Role, User
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.consensus_makers import NOBODY, by_link, camps, cast, consultation, pictured, public, seeds
from tests.site.dialogues_makers import delegation, dialogue, party
from tests.site.people_makers import member, person, put
from tests.site.test_dialogues import everything_stored

pytestmark = pytest.mark.django_db


def tally(one: Statement) -> tuple[int, int, int]:
    return Tally.objects.values_list("agree", "disagree", "passed").get(pk=one.pk)


# The consultation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"question": ""}, {"least": 4}, {"least": 51}, {"access": "all"}, {"puts": "none"},
     {"closes_at": timezone.now() - timedelta(days=9)}],
)  # fmt: skip
def test_one_that_does_not_hold_is_refused_whole(wrong):
    with pytest.raises(CannotBeDone):
        consultation(**wrong)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"least": 4}, {"access": "all"}, {"title": ""}, {"closes_at": timezone.now() - timedelta(days=9)}]
)
def test_the_database_refuses_it_too(wrong):
    made = consultation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=made.pk).update(**wrong)


def test_what_people_voted_under_stays():
    made = consultation()
    for change in ({"question": "Another?"}, {"access": "link"}, {"opens_at": timezone.now()}):
        with pytest.raises(CannotBeDone, match="vote already"):
            actions.change_consultation(consultation=made, by=None, **change)
        made.refresh_from_db()
    with pytest.raises(CannotBeDone, match="only become larger"):
        actions.change_consultation(consultation=consultation(least=9), by=None, least=6)
    actions.change_consultation(consultation=made, by=None, least=7, title="Another title")
    assert Consultation.objects.get(pk=made.pk).least == 7
    with pytest.raises(TypeError, match="link"):
        actions.change_consultation(consultation=made, by=None, link="guess")


def test_it_is_ended_early_and_then_stays():
    made = consultation()
    actions.end_now(consultation=made, by=None)
    assert made.has_closed and not made.is_open
    with pytest.raises(CannotBeDone, match="not open"):
        actions.end_now(consultation=made, by=None)
    with pytest.raises(CannotBeDone, match="has closed"):
        actions.change_consultation(consultation=made, by=None, title="Later")


def test_a_link_is_long_and_its_successor_another():
    made = public()
    before = made.link
    actions.change_link(consultation=made, by=None)
    assert len(before) == 32 and made.link != before
    assert queries.opened(before) is None and queries.opened(made.link).by_link
    assert queries.opened(str(made.pk)).by_link is False
    assert queries.opened(consultation().link) is None, "the link of one that is for the parties leads nowhere"


# Voting ------------------------------------------------------------------------------------------------


def test_a_vote_that_arrives_twice_counts_once_and_a_later_one_replaces_it():
    made = public()
    (one,) = seeds(made, "Wages are paid on time.")
    voice = cast(made, one, 1)
    cast(made, one, 1, voice)
    assert (Vote.objects.count(), Voter.objects.count(), tally(one)) == (1, 1, (1, 0, 0))
    cast(made, one, -1, voice)
    cast(made, one, 0)
    assert Vote.objects.count() == 2 and tally(one) == (0, 1, 1)
    cast(made, one, 0, voice)
    assert tally(one) == (0, 0, 2)


def test_the_database_holds_one_vote_a_voter_and_statement_and_no_other_value():
    made = public()
    (one,) = seeds(made, "Wages are paid on time.")
    cast(made, one, 1)
    voter = Voter.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.bulk_create([Vote(voter=voter, statement=one, value=0)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.update(value=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voter.objects.create(consultation=made, key=voter.key, kind=VoiceKind.VISITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.update(agree=-1)


@pytest.mark.parametrize("value", [2, -2, 7])
def test_what_is_no_vote_is_refused(value):
    made = public()
    (one,) = seeds(made, "Wages are paid on time.")
    with pytest.raises(CannotBeDone):
        cast(made, one, value)
    assert not Vote.objects.exists() and not Voter.objects.exists()


def test_statements_that_are_hidden_wait_or_stand_elsewhere_are_not_voted_on():
    made, other = public(), public()
    shown, waiting, hidden = seeds(made, "One", "Two", "Three")
    Statement.objects.filter(pk=waiting.pk).update(state=State.WAITING)
    statement_actions.hide(statement=hidden, reason="Names a person", by=None)
    (foreign,) = seeds(other, "Four")
    waiting.refresh_from_db()
    for one in (waiting, hidden, foreign):
        with pytest.raises(CannotBeDone, match="not voted on here"):
            cast(made, one, 1)
    assert cast(made, shown, 1) and Vote.objects.count() == 1


@pytest.mark.parametrize(("opens", "closes"), [(1, 2), (-3, -1)])
def test_votes_before_the_beginning_and_after_the_end_are_refused(opens, closes):
    now = timezone.now()
    made = public()
    (one,) = seeds(made, "Wages are paid on time.")
    Consultation.objects.update(opens_at=now + timedelta(hours=opens), closes_at=now + timedelta(hours=closes))
    made.refresh_from_db()
    with pytest.raises(NotAllowed):
        cast(made, one, 1)
    with pytest.raises(NotAllowed):
        statement_actions.put(opened=by_link(made), text="Late", language="en", by=NOBODY)


def test_nothing_stored_ties_a_person_to_her_vote():
    where = dialogue()
    who, of = delegation(where, "ana")
    made = consultation(where)
    (one,) = seeds(made, "Wages are paid on time.")
    before = everything_stored()
    cast(made, one, -1, by=who)
    new = [line for line in everything_stored().splitlines() if line not in before.splitlines()]
    votes = [line for line in new if line.startswith("consensus_vote ")]
    voters = [line for line in new if line.startswith("consensus_voter ")]
    assert len(votes) == len(voters) == 1
    for line in new:
        assert who.email not in line and of.short_name not in line
        assert not line.startswith("people_event"), "the trail knows nothing of a vote"
    assert {one.name for one in Voter._meta.fields} == {"id", "consultation", "key", "kind", "bloc", "changed_in"}
    models = (Consultation, Statement, StatementSeal, Appeal, Voter, Vote, Tally, Picture)
    assert not [one for model in models for one in model._meta.fields if one.related_model is User]


def test_a_person_is_found_again_and_never_in_another_consultation(settings):
    where = dialogue()
    who, of = delegation(where, "ana")
    made, other = consultation(where), consultation(where, title="Another")
    (one,) = seeds(made, "Wages are paid on time.")
    cast(made, one, 1, by=who)
    assert of_person(made, who).found() is not None and of_person(other, who).found() is None
    assert not set(of_person(made, who).keys) & set(of_person(other, who).keys)
    assert not set(of_person(made, who).keys) & set(of_delegation(made, of).keys)
    # the site's key is changed and the old one kept: she stays one voice
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    assert of_person(made, who).found() is None
    settings.SECRET_KEY_FALLBACKS = [old]
    cast(made, one, -1, by=who)
    assert Voter.objects.count() == 1 and tally(one) == (0, 1, 0)


def test_a_visitors_token_is_of_one_consultation_and_cannot_be_forged():
    made, other = public(), public()
    voice = new_visitor(made)
    told = signed(voice)
    assert of_signed(made, told).keys == voice.keys
    assert of_signed(other, told) is None
    assert of_signed(made, told[:-3] + "abc") is None and of_signed(made, "") is None
    assert of_signed(made, voice.token) is None
    assert voice.token not in everything_stored()


def test_a_voice_counts_in_the_bloc_of_its_parties_and_in_none_where_these_differ():
    where = dialogue()
    who, of = delegation(where, "ana", kind="diaspora")
    made = consultation(where)
    assert of_person(made, who).bloc == "diaspora"
    second = member("Weavers", "academia")
    put(who, second)
    party(where, second)
    assert of_person(made, who).bloc == ""
    assert of_delegation(made, of).bloc == "diaspora" and of_person(made, person("ben")).bloc == ""


# Delegations -------------------------------------------------------------------------------------------


def test_delegations_vote_once_all_parties_agree_and_no_longer_when_one_does_not():
    where = dialogue()
    (ana, ours), (ben, theirs) = delegation(where, "ana"), delegation(where, "ben")
    made = consultation(where)
    (one,) = seeds(made, "Wages are paid on time.")

    def vote_for(who, of):
        vote_actions.cast_for(opened=Opened(made), member=of, statement=one, value=1, by=who)

    actions.agree_to_delegations(consultation=made, member=ours, by=ana)
    assert not vote_in(made)
    with pytest.raises(NotAllowed):
        vote_for(ana, ours)
    with pytest.raises(NotAllowed):
        actions.agree_to_delegations(consultation=made, member=theirs, by=ana)
    actions.agree_to_delegations(consultation=made, member=theirs, by=ben)
    vote_for(ana, ours)
    cast(made, one, -1, by=ana)
    # two counts: the tally is of people alone
    assert Voter.objects.count() == 2 and tally(one) == (0, 1, 0)
    with pytest.raises(NotAllowed):
        vote_for(ana, theirs)
    third, weavers = person("third"), member("Weavers")
    put(third, weavers)
    party(where, weavers)
    assert not vote_in(made), "who joins later has not agreed"
    actions.agree_to_delegations(consultation=made, member=weavers, by=third)
    actions.withdraw_from_delegations(consultation=made, member=theirs, by=ben)
    with pytest.raises(NotAllowed):
        vote_for(ana, ours)
    verbs = list(Event.objects.filter(verb__startswith="consultation.delegations").values_list("verb", flat=True))
    assert len(verbs) == 4 and verbs[0] == "consultation.delegations_withdrawn"


def test_observers_neither_agree_nor_vote():
    where = dialogue()
    who, of = delegation(where, "ana", role=Role.OBSERVER)
    made = consultation(where)
    (one,) = seeds(made, "Wages are paid on time.")
    with pytest.raises(NotAllowed):
        actions.agree_to_delegations(consultation=made, member=of, by=who)
    with pytest.raises(NotAllowed):
        cast(made, one, 1, by=who)


# Statements --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Wages \n are\tpaid. ", "Wages are paid."),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Wages\x00 \x07are\u202e paid.", "Wages are paid."),
        ("Cafe\u0301", "Café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_statement_is_one_line_of_what_is_seen(typed, kept):
    assert statement_actions.cleaned(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n", "\u202e\x00", "x" * (LONGEST + 1), "y " * 4_000_000])
def test_no_text_and_too_long_a_text_are_refused(typed):
    made = public()
    with pytest.raises(CannotBeDone):
        statement_actions.put(opened=by_link(made), text=typed, language="en", by=NOBODY)
    assert not Statement.objects.exists() and Consultation.objects.get().newest == 0


def test_the_same_statement_is_put_once():
    made = public()
    seeds(made, "Wages are paid.")
    with pytest.raises(CannotBeDone, match="already"):
        statement_actions.put(opened=by_link(made), text="wages are  paid.", language="en", by=NOBODY)


def test_a_statement_shows_no_author_and_its_seal_knows_her():
    where = dialogue()
    who, of = delegation(where, "ana")
    made = consultation(where)
    before = everything_stored()
    one = statement_actions.put(
        opened=Opened(made), text="Wages are paid.", language="fr", by=who, voice=of_person(made, who)
    )
    assert one.state == State.WAITING and one.language == "fr"
    new = [line for line in everything_stored().splitlines() if line not in before.splitlines()]
    assert new and all(who.email not in line and of.short_name not in line for line in new)
    assert not Event.objects.filter(by=who).exists()
    assert sealing.is_own(one, who, None) and not sealing.is_own(one, person("ben"), None)
    sealed = StatementSeal.objects.get().sealed
    assert f"[{who.pk}" not in sealed
    clerk = person("clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    with pytest.raises(NotAllowed):
        sealing.open_seal(statement=one, reason="Curious", by=who)
    with pytest.raises(CannotBeDone):
        sealing.open_seal(statement=one, reason=" ", by=clerk)
    assert sealing.open_seal(statement=one, reason="A threat", by=clerk).person == who.pk
    assert Event.objects.get(verb="statement.seal_opened").details == {"reason": "A threat"}


def test_hiding_needs_a_reason_and_an_appeal_another_judge():
    where = dialogue()
    who, _ = delegation(where, "ana")
    first, second = person("first"), person("second")
    for one in (first, second):
        meeting_actions.appoint(dialogue=where, email=one.email, role="moderator", by=None)
    made = consultation(where)
    said = statement_actions.put(opened=Opened(made), text="Wages are paid.", language="en", by=who)
    with pytest.raises(CannotBeDone, match="Say why"):
        statement_actions.hide(statement=said, reason=" ", by=first)
    statement_actions.hide(statement=said, reason="Off the matter", by=first)
    with pytest.raises(NotAllowed):
        statement_actions.appeal(statement=said, reason="It is the matter", by=second)
    appeal = statement_actions.appeal(statement=said, reason="It is the matter", by=who)
    with pytest.raises(CannotBeDone, match="waits for its answer"):
        statement_actions.appeal(statement=said, reason="Again", by=who)
    with pytest.raises(CannotBeDone, match="Somebody else"):
        statement_actions.answer_appeal(appeal=appeal, is_upheld=False, answer="No", by=first)
    with pytest.raises(NotAllowed):
        statement_actions.answer_appeal(appeal=appeal, is_upheld=True, answer="Yes", by=who)
    statement_actions.answer_appeal(appeal=appeal, is_upheld=True, answer="So it is", by=second)
    said.refresh_from_db()
    assert said.state == State.SHOWN and not said.hidden_for
    with pytest.raises(CannotBeDone, match="answered already"):
        statement_actions.answer_appeal(appeal=Appeal.objects.get(), is_upheld=False, answer="No", by=second)
    assert not Event.objects.filter(by=who).exists()


def test_a_visitor_appeals_by_her_voice_alone():
    made = public()
    voice = new_visitor(made)
    said = statement_actions.put(opened=by_link(made), text="Wages are paid.", language="en", by=NOBODY, voice=voice)
    statement_actions.hide(statement=said, reason="Off the matter", by=None)
    with pytest.raises(NotAllowed):
        statement_actions.appeal(statement=said, reason="Mine", by=NOBODY, voice=new_visitor(made))
    assert statement_actions.appeal(statement=said, reason="Mine", by=NOBODY, voice=voice).is_upheld is None


def test_the_database_holds_a_reason_for_what_is_hidden_and_words_for_an_answer():
    (one,) = seeds(public(), "Wages are paid.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(state=State.HIDDEN)
    appeal = Appeal.objects.create(statement=one, reason="Mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(is_upheld=True)
    with pytest.raises(ValidationError):
        Appeal(statement=one, reason="Again").full_clean()


# What is asked next ------------------------------------------------------------------------------------


def test_never_what_was_voted_on_and_in_the_end_nothing():
    made = public()
    put_ones = seeds(made, *"abcdef")
    voice, seen = new_visitor(made), []
    while (one := asked(made, voice.found(), 0.5).statement) is not None:
        seen.append(one.number)
        cast(made, one, 1, voice)
    assert sorted(seen) == [one.number for one in put_ones]
    last = asked(made, voice.found())
    assert (last.statement, last.done, last.all) == (None, 6, 6)
    statement_actions.hide(statement=put_ones[0], reason="x", by=None)
    assert asked(made, None).all == 5
    assert asked(public(), None).statement is None


def test_weights_follow_the_tally_and_the_last_picture():
    made = public()
    liked, passed = seeds(made, "Liked", "Passed on")
    Tally.objects.filter(statement=liked).update(agree=30, disagree=2)
    Tally.objects.filter(statement=passed).update(passed=30, disagree=2)
    drawn = [asked(made, None, share).statement.number for share in np.linspace(0, 0.999, 40)]
    assert drawn.count(1) > 35
    # one that stood far out in the last picture comes up more than before
    Picture.objects.update(page={"extremity": {"2": 60.0}})
    assert [asked(made, None, share).statement.number for share in np.linspace(0, 0.999, 40)].count(2) > drawn.count(2)


# Pictures ----------------------------------------------------------------------------------------------


def test_a_picture_is_of_what_may_be_shown_and_finds_the_camps():
    made = public()
    camps(made, blocs=("state", "diaspora"))
    picture = pictured(made)
    assert [group["size"] for group in picture.page["groups"]] == [14, 12]
    assert [bloc["size"] for bloc in picture.page["blocs"]] == [12, 14]
    agreed = queries.agreed(made)
    assert sorted(one.statement.number for one in agreed) == [11, 12] and all(one.is_accepted for one in agreed)
    assert all(one.by == "blocs" and one.votes >= 20 and one.low < one.share for one in agreed)
    record = picture.record
    assert picture.fingerprint == record["inputs_sha256"]["votes"]
    assert all("members" not in group for group in record["groups"])


def test_a_picture_does_not_depend_on_who_voted_first():
    made, again = public(), public()
    camps(made)
    votes = {}
    for voter, statement, value in rows_of(Vote.objects.all()).tolist():
        votes.setdefault(voter, []).append((Statement.objects.get(pk=statement).number, value))
    put_ones = {one.number: one for one in seeds(again, *(f"Statement number {n}" for n in range(1, 13)))}
    for _, ballot in sorted(votes.items(), reverse=True):
        voice = new_visitor(again)
        voter = Voter.objects.create(consultation=again, key=voice.keys[0], kind=VoiceKind.VISITOR, changed_in=1)
        Vote.objects.bulk_create([Vote(voter=voter, statement=put_ones[n], value=value) for n, value in ballot])
    one, other = pictured(made), pictured(again)
    assert one.fingerprint == other.fingerprint and one.record == other.record


def test_while_people_vote_no_picture_tells_of_fewer_than_the_least():
    made = public()
    put_ones = camps(made)
    first = pictured(made)
    for _ in range(4):
        cast(made, put_ones[0], 1)
    assert pictured(made).fingerprint == first.fingerprint
    statement_actions.mark_meta(statement=put_ones[1], is_meta=True, by=None)
    assert pictured(made).fingerprint == first.fingerprint, "not even where something else changed"
    cast(made, put_ones[0], 1)
    fifth = pictured(made)
    assert fifth.fingerprint != first.fingerprint and fifth.page["counts"]["participants"] == 31
    cast(made, put_ones[0], 1)
    actions.end_now(consultation=made, by=None)
    last = pictured(made)
    assert last.page["counts"]["participants"] == 32 and last.is_last


def test_fewer_than_the_least_are_no_picture_even_in_the_end():
    made = public()
    (one,) = seeds(made, "Wages are paid.")
    for _ in range(4):
        cast(made, one, 1)
    actions.end_now(consultation=made, by=None)
    assert pictured(made).made_at is None


def test_a_vote_asks_for_a_picture_once(django_capture_on_commit_callbacks, monkeypatch):
    made = public()
    (one,) = seeds(made, "Wages are paid.")
    with django_capture_on_commit_callbacks() as called:
        for _ in range(3):
            cast(made, one, 1)
    assert len(called) == 1
    Picture.objects.update(asked_at=timezone.now() - LOST - timedelta(minutes=1))
    with django_capture_on_commit_callbacks() as called:
        want_picture(made)
    assert len(called) == 1, "one that was lost is asked for again"


def test_a_picture_waits_as_long_as_its_consultation_is_large(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    made = public()
    now = timezone.now()
    Picture.objects.update(made_at=now, seconds=6.0, packed=b"x")
    with django_capture_on_commit_callbacks(execute=True):
        want_picture(made)
    waits = DBTaskResult.objects.get().run_after - now
    assert timedelta(seconds=119) < waits < timedelta(seconds=121)


def test_the_last_picture_is_asked_for_when_somebody_looks(django_capture_on_commit_callbacks):
    made = public()
    camps(made)
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    made.refresh_from_db()
    with django_capture_on_commit_callbacks() as called:
        see_to(made)
        see_to(made)
    assert len(called) == 1
    make_picture(made)
    Picture.objects.update(asked_at=None)
    with django_capture_on_commit_callbacks() as called:
        assert see_to(made).is_last
    assert not called


def test_delegations_are_counted_by_bloc_in_a_count_of_their_own():
    made = public()
    put_ones = camps(made)
    camps(made, (8, 6, 2), blocs=("state", "diaspora", "academia"), kind=VoiceKind.DELEGATION)
    told = pictured(made).page["delegations"]
    assert told["voters"] == 16 and pictured(made).page["counts"]["participants"] == 26
    assert {one["id"]: one["size"] for one in told["blocs"]} == {"state": 8, "smaller blocs": 8}
    assert all(cell["withheld"] or cell["votes"] >= 5 for row in told["statements"] for cell in row["by_bloc"])
    before = [tally(one) for one in put_ones]
    camps(made, (4,), kind=VoiceKind.DELEGATION)
    Voter.objects.filter(kind=VoiceKind.DELEGATION, changed_in=1).update(changed_in=0)
    Voter.objects.filter(pk__in=list(Voter.objects.order_by("-pk").values_list("pk", flat=True)[:4])).update(
        changed_in=99
    )
    assert pictured(made).page["delegations"]["voters"] == 16 and before == [tally(one) for one in put_ones]


def test_all_votes_are_read_at_once_as_the_rows_have_them():
    made = public()
    camps(made)
    camps(public())
    held = loaded(made)
    cells = {(voter, statement): value for voter, statement, value in Vote.objects.filter(
        voter__consultation=made).values_list("voter", "statement", "value")}  # fmt: skip
    assert held.votes.total == len(cells) and held.votes.n == 26 == held.voters
    assert sorted(held.votes.values.tolist()) == sorted(cells.values())
    assert held.votes.counts.tolist() == [list(tally(one)) for one in made.statements.all()]
    assert loaded(public()).votes.total == 0


def test_a_query_count_that_does_not_grow(django_assert_max_num_queries):
    made = public()
    put_ones = camps(made, statements=30)
    voice = new_visitor(made)
    with django_assert_max_num_queries(16):
        cast(made, put_ones[0], 1, voice)
    with django_assert_max_num_queries(5):
        asked(made, voice.found())


# The chair's own file ----------------------------------------------------------------------------------


def test_the_votes_go_to_the_chair_alone_and_an_analysis_of_them_finds_the_same(tmp_path):
    import io
    import zipfile

    from passerelle.dialogue.analysis import Settings, analysed
    from passerelle.dialogue.blocs import Blocs
    from passerelle.dialogue.publication import published
    from passerelle.dialogue.reading import read_groups, read_statements, read_votes

    where = dialogue()
    chair, clerk = person("chair"), person("clerk")
    meeting_actions.appoint(dialogue=where, email=chair.email, role="chair", by=None)
    put(clerk, member("Office"), Role.SECRETARIAT)
    made = public(where)
    camps(made, blocs=("state", "diaspora"))
    picture = pictured(made)
    with pytest.raises(NotAllowed):
        data.take_votes(consultation=made, by=clerk)
    first, second = (data.take_votes(consultation=made, by=chair) for _ in range(2))
    zipfile.ZipFile(io.BytesIO(first)).extractall(tmp_path)
    votes = read_votes(tmp_path / "votes.csv", read_statements(tmp_path / "comments.csv"))
    names, labels = read_groups(tmp_path / "blocs.csv", votes, "bloc")
    again = published(analysed(votes, Settings(), blocs=Blocs(names, labels)))
    mine = picture.record
    for record in (mine, again):
        record.pop("inputs_sha256")
    assert json.loads(json.dumps(again)) == mine
    other = zipfile.ZipFile(io.BytesIO(second)).read("votes.csv").decode()
    numbers = [
        {text.split(",")[0] for text in told.splitlines()[1:]} for told in (other, (tmp_path / "votes.csv").read_text())
    ]
    assert len(numbers[0]) == 26 and not numbers[0] & numbers[1], "numbers are drawn anew for each file"
    keys = {str(one.key) for one in Voter.objects.all()} | {str(one.pk) for one in Voter.objects.all()}
    assert not keys & numbers[0]
    assert Event.objects.filter(verb="consultation.votes_taken", by=chair).count() == 2


def test_of_fewer_than_twenty_five_there_is_no_file():
    where = dialogue()
    chair = person("chair")
    meeting_actions.appoint(dialogue=where, email=chair.email, role="chair", by=None)
    made = public(where)
    camps(made, (12, 12))
    with pytest.raises(CannotBeDone, match="Fewer than 25"):
        data.take_votes(consultation=made, by=chair)
    assert not Event.objects.filter(verb="consultation.votes_taken").exists()


def test_sql_is_the_databases_own(settings):
    """The fast way of PostgreSQL and the plain one read the same; each run of the suite has one of them."""
    made = public()
    camps(made, (3, 3))
    rows = rows_of(Vote.objects.all())
    assert rows.dtype.names == ("voter", "statement", "value") and len(rows) == Vote.objects.count()
    assert connection.vendor in ("sqlite", "postgresql")
    assert set(rows["value"].tolist()) <= {-1, 0, 1}
