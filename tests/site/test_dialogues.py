"""Dialogues: opening, parties, offices, sessions, and what is stored of who spoke."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from passerelle.base.corridors import CorridorError
from passerelle.base.errors import DialogueError
from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions, sealing, speaking_actions
from passerelle_web.dialogues.constituencies import constituency_of, nameable
from passerelle_web.dialogues.constituencies import said as constituency_said
from passerelle_web.dialogues.models import Contribution, Dialogue, Seal
from passerelle_web.people.models import Event, Kind, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, party, said, session, states
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db


# Opening -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "named"),
    [
        ({"scope": "corridor", "origin": "Senegal", "destination": "ES"}, "Senegal → Spain"),
        (
            {"scope": "route", "origin": "", "destination": "", "route": "western-mediterranean"},
            "Western Mediterranean",
        ),
        (
            {"scope": "region", "origin": "", "destination": "", "region": "ecowas"},
            "Economic Community of West African States",
        ),
        ({"scope": "world", "origin": "", "destination": ""}, "The world"),
    ],
)
def test_a_dialogue_is_about_a_corridor_a_route_a_region_or_the_world(where, named):
    assert dialogue(**where).place_name.startswith(named)


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ({"scope": "corridor", "destination": "SEN"}, CorridorError),
        ({"scope": "route", "route": "nowhere"}, CannotBeDone),
        ({"theme": "9-everything"}, CannotBeDone),
        ({"ends": date(2019, 1, 1)}, CannotBeDone),
        ({"title": " "}, CannotBeDone),
    ],
)
def test_a_dialogue_that_does_not_hold_is_refused_whole(where, fault):
    with pytest.raises(fault):
        dialogue(**where)
    assert not Dialogue.objects.exists()


def test_a_corridor_without_destination_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Dialogue.objects.create(
            title="x", theme="2.2-circular-migration", scope="corridor", origin="SEN", begins=LONG_AGO
        )


def test_what_it_is_about_cannot_be_changed_and_the_rest_can():
    made = dialogue()
    meeting_actions.change_dialogue(dialogue=made, title="Another name", is_public=False, by=None)
    assert Dialogue.objects.get().title == "Another name"
    with pytest.raises(TypeError, match="constituency"):
        meeting_actions.change_dialogue(dialogue=made, constituency="region", by=None)


def test_stages_may_go_back_and_the_trail_keeps_both():
    made = dialogue()
    for stage in ("exchange", "drafting", "exchange"):
        meeting_actions.set_stage(dialogue=made, stage=stage, by=None)
    told = Event.objects.filter(verb="dialogue.stage_set").order_by("pk").values_list("details", flat=True)
    assert [(one["before"], one["after"]) for one in told][-1] == ("drafting", "exchange")
    with pytest.raises(CannotBeDone):
        meeting_actions.set_stage(dialogue=made, stage="victory", by=None)


# Parties and offices -----------------------------------------------------------------------------------


def test_a_member_joins_by_itself_where_everybody_reads():
    made, who, of = dialogue(), person(), member()
    put(who, of)
    meeting_actions.join(dialogue=made, member=of, by=who)
    assert [one.member for one in made.parties.all()] == [of]


def test_a_dialogue_of_parties_alone_is_joined_by_invitation():
    made, who, of = dialogue(is_public=False), person(), member()
    put(who, of)
    with pytest.raises(NotAllowed):
        meeting_actions.join(dialogue=made, member=of, by=who)


def test_nobody_joins_for_another_member():
    made, who, of = dialogue(), person(), member()
    put(who, of)
    with pytest.raises(NotAllowed):
        meeting_actions.join(dialogue=made, member=member("Weavers"), by=who)


def test_joining_twice_or_before_being_a_member_is_refused():
    made, of = dialogue(), member()
    party(made, of)
    with pytest.raises(CannotBeDone, match="takes part already"):
        party(made, of)
    with pytest.raises(CannotBeDone, match="no member"):
        party(made, member("Weavers", since=date(2024, 1, 1)), since=date(2023, 1, 1))


def test_a_party_withdraws_with_a_day_and_may_come_back():
    made = dialogue()
    who, of = delegation(made, "ana")
    meeting_actions.leave(party=made.parties.get(), by=who, reason="Elections")
    assert not made.parties.on(timezone.localdate()).exists()
    with pytest.raises(NotAllowed):
        said(made, who, of)
    party(made, of, since=timezone.localdate())
    assert said(made, who, of).number == 1


def test_an_office_is_given_and_laid_down():
    made, who = dialogue(), person()
    office = meeting_actions.appoint(dialogue=made, email=who.email, role="chair", by=None)
    with pytest.raises(CannotBeDone, match="has this office already"):
        meeting_actions.appoint(dialogue=made, email=who.email, role="chair", by=None)
    with pytest.raises(NotAllowed):
        meeting_actions.end_office(office=office, by=person("ben"))
    meeting_actions.end_office(office=office, by=who)
    assert not made.offices.on(timezone.localdate()).exists()


def test_the_chair_runs_it_from_the_day_of_her_office():
    made, who = dialogue(), person()
    with pytest.raises(NotAllowed):
        meeting_actions.set_stage(dialogue=made, stage="exchange", by=who)
    meeting_actions.appoint(dialogue=made, email=who.email, role="chair", by=None)
    assert meeting_actions.set_stage(dialogue=made, stage="exchange", by=who).stage == "exchange"


# Constituencies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "kind", "place", "profile", "code"),
    [
        ("kind", Kind.STATE, "SEN", "origin", "state"),
        ("region", Kind.STATE, "SEN", "origin", "UN011"),
        ("region", Kind.STATE, "FRA", "origin", "UN155"),
        ("region", Kind.ACADEMIA, "", "none", "academia"),
        ("profile", Kind.STATE, "SEN", "origin", "origin"),
        ("profile", Kind.DIASPORA, "", "none", "diaspora"),
    ],
)
def test_a_party_has_a_constituency_under_each_scheme(scheme, kind, place, profile, code):
    assert constituency_of(scheme, member("Ours", kind, place=place), profile) == code
    assert constituency_said(code)


def test_five_make_a_constituency_and_four_none():
    made = dialogue(constituency="region")
    states(made, "SEN", "GMB", "GIN", "MLI")
    assert nameable(made) == frozenset()
    states(made, "CIV")
    assert nameable(made) == {"UN011"}


def test_a_party_that_withdrew_no_longer_makes_one():
    made = dialogue(constituency="region")
    states(made, "SEN", "GMB", "GIN", "MLI", "CIV")
    meeting_actions.leave(party=made.parties.first(), by=None)
    assert nameable(made) == frozenset()


# Speaking ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "person_kept", "member_kept"),
    [(Rule.RECORD, True, True), (Rule.MEMBER, False, True), (Rule.CHATHAM, False, False), (Rule.CLOSED, False, False)],
)
def test_a_row_holds_no_more_than_the_rule_lets_be_shown(rule, person_kept, member_kept):
    made = dialogue()
    who, of = delegation(made, "ana")
    row = said(made, who, of, session=session(made, rule))
    row.refresh_from_db()
    assert (row.person == who, row.member == of) == (person_kept, member_kept)
    assert (row.said_at is not None) == member_kept and row.said_on == timezone.localdate()


def everything_stored() -> str:
    """All rows of all tables as text, the seals left out: what an export of the database would tell."""
    tables = [name for name in connection.introspection.table_names() if name != "dialogues_seal"]
    told = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [(table, *map(str, row)) for row in cursor.fetchall()]
    return "\n".join(" ".join(row) for row in told)


def test_nothing_stored_ties_a_speaker_to_what_was_said_under_the_chatham_house_rule():
    made = dialogue()
    who, of = delegation(made, "ana")
    before = everything_stored()
    row = said(made, who, of, session=session(made, Rule.CHATHAM), text="We would pay for it.")
    new = [line for line in everything_stored().splitlines() if line not in before.splitlines()]
    tied = [line for line in new if str(row.pk) in line or "We would pay" in line or row.pk.hex in line]
    assert tied and all(who.email not in line and of.short_name not in line for line in tied)
    assert Event.objects.filter(by=who).count() == 0


def test_the_seal_says_nothing_without_the_sites_key():
    made = dialogue()
    who, of = delegation(made, "ana")
    said(made, who, of, session=session(made, Rule.CHATHAM))
    sealed = Seal.objects.get().sealed
    assert who.email not in sealed and f"[{who.pk}" not in sealed
    assert sealing.opened_all(Contribution.objects.all())[Contribution.objects.get().pk] == sealing.Speaker(
        who.pk, of.pk
    )


def test_a_seal_of_an_older_key_opens_while_the_site_keeps_that(settings):
    made = dialogue()
    who, of = delegation(made, "ana")
    said(made, who, of)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    assert sealing.own(Contribution.objects.all(), [of.pk]) == set()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert len(sealing.own(Contribution.objects.all(), [of.pk])) == 1


def test_a_delegation_knows_its_own_and_no_others():
    made = dialogue()
    (ana, ours), (ben, theirs) = delegation(made, "ana"), delegation(made, "ben")
    room = session(made, Rule.CHATHAM)
    mine = said(made, ana, ours, session=room)
    said(made, ben, theirs, session=room)
    assert sealing.own(Contribution.objects.all(), [ours.pk]) == {mine.pk}
    assert sealing.own(Contribution.objects.all(), []) == set()


def test_the_secretariat_opens_a_seal_with_a_reason_that_the_trail_keeps():
    made = dialogue()
    who, of = delegation(made, "ana")
    row = said(made, who, of, session=session(made, Rule.CHATHAM))
    clerk = person("clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    with pytest.raises(CannotBeDone, match="reason"):
        sealing.open_seal(contribution=row, reason=" ", by=clerk)
    with pytest.raises(NotAllowed):
        sealing.open_seal(contribution=row, reason="Curiosity", by=who)
    assert sealing.open_seal(contribution=row, reason="A threat", by=clerk) == sealing.Speaker(who.pk, of.pk)
    event = Event.objects.get(verb="contribution.seal_opened")
    assert event.by == clerk and event.details == {"reason": "A threat"} and who.email not in str(event)


def test_the_constituency_is_stored_only_where_it_may_be_named():
    made = dialogue(constituency="region")
    room = session(made, Rule.CHATHAM)
    (senegal,) = states(made, "SEN")
    who = person()
    put(who, senegal)
    assert said(made, who, senegal, session=room).constituency == ""
    states(made, "GMB", "GIN", "MLI", "CIV")
    assert said(made, who, senegal, session=room).constituency == "UN011"


def test_an_answer_is_under_the_tighter_rule():
    made = dialogue(rule=Rule.RECORD)
    who, of = delegation(made, "ana")
    quiet = said(made, who, of, session=session(made, Rule.CHATHAM))
    assert said(made, who, of, answers=quiet).rule == Rule.CHATHAM
    loud = said(made, who, of)
    assert said(made, who, of, answers=loud, session=session(made, Rule.MEMBER)).rule == Rule.MEMBER


@pytest.mark.parametrize(("role", "speaks"), [(Role.DELEGATE, True), (Role.CHAIR, True), (Role.OBSERVER, False)])
def test_observers_listen(role, speaks):
    made = dialogue()
    who, of = delegation(made, "ana", role=role)
    if speaks:
        assert said(made, who, of).number == 1
    else:
        with pytest.raises(NotAllowed):
            said(made, who, of)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_001])
def test_no_text_and_too_long_a_text_are_refused(text):
    made = dialogue()
    who, of = delegation(made, "ana")
    with pytest.raises(CannotBeDone):
        said(made, who, of, text)
    assert not Contribution.objects.exists()


def test_one_speaks_only_for_a_party_that_one_is_in():
    made = dialogue()
    who, _ = delegation(made, "ana")
    _, theirs = delegation(made, "ben")
    with pytest.raises(NotAllowed):
        said(made, who, theirs)


def test_an_answer_stays_in_its_dialogue():
    made, other = dialogue(), dialogue("Another")
    who, of = delegation(made, "ana")
    party(other, of)
    elsewhere = said(other, who, of)
    with pytest.raises(CannotBeDone, match="another dialogue"):
        said(made, who, of, answers=elsewhere)
    with pytest.raises(CannotBeDone, match="another dialogue"):
        said(made, who, of, session=session(other))


def test_a_dialogue_that_has_ended_is_read_and_not_spoken_in():
    made = dialogue(ends=timezone.localdate() - timedelta(days=1))
    who, of = delegation(made, "ana")
    with pytest.raises(NotAllowed):
        said(made, who, of)


def test_numbers_run_through_a_dialogue():
    made, other = dialogue(), dialogue("Another")
    who, of = delegation(made, "ana")
    party(other, of)
    assert [said(where, who, of).number for where in (made, made, other, made)] == [1, 2, 1, 3]


def test_who_was_removed_from_a_member_speaks_no_more():
    made = dialogue()
    who, of = delegation(made, "ana")
    said(made, who, of)
    who.memberships.update(until=timezone.localdate())
    with pytest.raises(NotAllowed):
        said(made, who, of)


# Tightening --------------------------------------------------------------------------------------------


def test_tightening_takes_names_and_hours_from_what_was_said():
    made = dialogue()
    who, of = delegation(made, "ana")
    room = session(made, Rule.RECORD)
    row = said(made, who, of, session=room)
    meeting = speaking_actions.tighten(session=room, rule=Rule.MEMBER, by=None)
    row.refresh_from_db()
    assert row.person is None and row.member == of
    speaking_actions.tighten(session=meeting, rule=Rule.CHATHAM, by=None)
    row.refresh_from_db()
    assert row.member is None and row.said_at is None and row.rule == Rule.CHATHAM
    assert sealing.own([row], [of.pk]) == {row.pk}


def test_tightening_names_a_constituency_that_is_large():
    made = dialogue(constituency="region")
    senegal, *_ = states(made, "SEN", "GMB", "GIN", "MLI", "CIV")
    who = person()
    put(who, senegal)
    room = session(made, Rule.MEMBER)
    row = said(made, who, senegal, session=room)
    speaking_actions.tighten(session=room, rule=Rule.CHATHAM, by=None)
    row.refresh_from_db()
    assert row.constituency == "UN011"


@pytest.mark.parametrize(("before", "after"), [(Rule.CHATHAM, Rule.MEMBER), (Rule.CLOSED, Rule.RECORD)])
def test_a_rule_is_never_loosened_by_an_action(before, after):
    room = session(dialogue(), before)
    with pytest.raises(DialogueError, match="never loosened"):
        speaking_actions.tighten(session=room, rule=after, by=None)


@pytest.mark.parametrize("table", ["session", "contribution"])
def test_a_rule_is_never_loosened_by_any_program(table):
    made = dialogue()
    who, of = delegation(made, "ana")
    room = session(made, Rule.MEMBER)
    said(made, who, of, session=room)
    with pytest.raises(IntegrityError, match="never loosened"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE dialogues_{table} SET rule = 1")


@pytest.mark.parametrize("change", [{"person": "who"}, {"member": None}, {"said_at": None}])
def test_the_database_refuses_a_row_that_holds_too_much_or_too_little(change):
    made = dialogue()
    who, of = delegation(made, "ana")
    row = said(made, who, of)  # to the member
    values = {name: who if value == "who" else value for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=row.pk).update(**values)


# Hiding ------------------------------------------------------------------------------------------------


def test_a_moderator_hides_with_a_reason_and_brings_back():
    made, judge = dialogue(), person("judge")
    who, of = delegation(made, "ana")
    meeting_actions.appoint(dialogue=made, email=judge.email, role="moderator", by=None)
    row = said(made, who, of)
    with pytest.raises(CannotBeDone, match="Say why"):
        speaking_actions.hide(contribution=row, reason="", by=judge)
    speaking_actions.hide(contribution=row, reason="Names a person", by=judge)
    assert Contribution.objects.get().hidden_for == "Names a person" and Contribution.objects.get().text
    speaking_actions.show_again(contribution=row, by=judge)
    assert list(Event.objects.filter(by=judge).order_by("pk").values_list("verb", flat=True)) == [
        "contribution.hidden", "contribution.shown",
    ]  # fmt: skip


def test_who_said_it_withdraws_it_without_being_named_in_the_trail():
    made = dialogue()
    (ana, ours), (ben, _) = delegation(made, "ana"), delegation(made, "ben")
    row = said(made, ana, ours, session=session(made, Rule.CHATHAM))
    with pytest.raises(NotAllowed):
        speaking_actions.hide(contribution=row, reason="Not mine", by=ben)
    speaking_actions.hide(contribution=row, reason="Withdrawn", by=ana)
    assert not Event.objects.filter(verb="contribution.hidden").exists()
    with pytest.raises(NotAllowed):
        speaking_actions.show_again(contribution=row, by=ana)


# Sessions ----------------------------------------------------------------------------------------------


def test_a_session_takes_the_dialogues_rule_where_none_is_said():
    made = dialogue(rule=Rule.CHATHAM)
    room = meeting_actions.set_session(dialogue=made, title="First", starts_at=timezone.now(), by=None)
    assert room.rule == Rule.CHATHAM


def test_a_looser_default_changes_nothing_of_what_was_said():
    made = dialogue(rule=Rule.CHATHAM)
    who, of = delegation(made, "ana")
    row = said(made, who, of)
    meeting_actions.change_dialogue(dialogue=made, rule=Rule.RECORD, by=None)
    row.refresh_from_db()
    assert row.rule == Rule.CHATHAM and row.member is None


def test_an_agenda_is_written_in_order_and_anew():
    room = session(dialogue())
    meeting_actions.set_agenda(session=room, points=[("Opening", "Chair"), ("", ""), ("Wages", "")], by=None)
    assert [(one.place, one.title) for one in room.agenda.all()] == [(1, "Opening"), (2, "Wages")]
    meeting_actions.set_agenda(session=room, points=[("Closing", "")], by=None)
    assert [one.title for one in room.agenda.all()] == ["Closing"]


def test_minutes_under_the_chatham_house_rule_name_nobody():
    made = dialogue()
    _, of = delegation(made, "ana")
    room = session(made, Rule.CHATHAM)
    with pytest.raises(CannotBeDone, match="These minutes name"):
        meeting_actions.write_minutes(
            session=room, text=f"The {of.name.upper()} asked for more.", language="en", by=None
        )
    meeting_actions.write_minutes(session=room, text="A delegation asked for more.", language="en", by=None)
    assert room.minutes and Event.objects.filter(verb="session.minutes_written").count() == 1


def test_a_session_is_moved_and_its_rule_is_not():
    room = session(dialogue())
    meeting_actions.change_session(session=room, title="Later", starts_at=timezone.now() + timedelta(days=2), by=None)
    assert room.holds_on((timezone.now() + timedelta(days=2)).date()) and not room.holds_on(LONG_AGO)
    with pytest.raises(TypeError, match="rule"):
        meeting_actions.change_session(session=room, rule=1, by=None)
    with pytest.raises(CannotBeDone, match="end has to come"):
        meeting_actions.change_session(session=room, ends_at=timezone.now() - timedelta(days=9), by=None)


def test_a_link_that_is_none_is_refused():
    with pytest.raises(CannotBeDone):
        session(dialogue(), link="javascript:alert(1)")
