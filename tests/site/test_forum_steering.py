"""The steering group: seats, vacancies, decisions that stay, decisions by silence, what is closed and what is open.

Covers `passerelle_web.forum.steering_actions`, `steering_queries`, `feeds`, the pages of both.
"""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle_web.dialogues import silence_actions
from passerelle_web.dialogues.models import Dialogue, Silence
from passerelle_web.forum import feeds, steering_actions, steering_queries
from passerelle_web.forum.models import Decision, Holding
from passerelle_web.forum.steering_actions import Papers, years_later
from passerelle_web.library.models import Entry
from passerelle_web.library.searching import find
from passerelle_web.people.models import Event, Kind, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.dialogues_makers import dialogue, draft, party
from tests.site.forum_makers import LAST_YEAR, charter, decided, delegate, head, seated, steerer
from tests.site.library_makers import kept
from tests.site.people_makers import person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def founded(standing):
    """The charter that every test begins with."""
    charter()


TODAY = timezone.localdate()


def at(name: str, *given: object) -> str:
    return reverse(f"forum:{name}", args=given)


# Seats -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 5, 1), 2, date(2028, 5, 1)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_a_seat_is_held_for_whole_years(day, years, then):
    assert years_later(day, years) == then


def test_a_member_takes_the_first_free_seat_of_its_kind_for_the_years_of_the_charter():
    _ana, first = delegate("ana")
    _ben, second = delegate("ben")
    one, other = seated(first), seated(second)
    assert [(held.kind, held.number, held.since, held.until) for held in (one, other)] == [
        (Kind.CIVIL_SOCIETY, number, LAST_YEAR, date(2027, 3, 1)) for number in (1, 2)
    ]
    assert Event.objects.filter(verb="seat.given").count() == 2


def test_vacancies_are_shown_kind_by_kind():
    _ana, of = delegate("ana", Kind.DIASPORA)
    seated(of)
    kinds = {one.kind: one for one in steering_queries.seats_on()}
    assert kinds[Kind.STATE].vacant == 12 and kinds[Kind.DIASPORA].vacant == 1
    assert [seat.holding.member if seat.holding else None for seat in kinds[Kind.DIASPORA].seats] == [of, None]


@pytest.mark.parametrize("happens", ["full", "twice", "no member", "strange person"])
def test_a_seat_that_cannot_be_given_is_refused(happens):
    _ana, of = delegate("ana", Kind.ACADEMIA)
    if happens == "strange person":
        person("zoe")
        with pytest.raises(CannotBeDone, match="Nobody of this member"):
            seated(of, email="zoe@village.example")
        return
    if happens == "no member":
        with pytest.raises(CannotBeDone, match="no member of the forum on that day"):
            seated(of, date(2019, 1, 1))
        return
    seated(of)
    _ben, other = delegate("ben", Kind.ACADEMIA)
    words = "No seat of this kind" if happens == "full" else "holds a seat in that time already"
    with pytest.raises(CannotBeDone, match=words):
        seated(other if happens == "full" else of)
    assert Holding.objects.count() == 1


def test_a_seat_that_becomes_free_is_given_from_that_day():
    _ana, of = delegate("ana", Kind.ACADEMIA)
    _ben, other = delegate("ben", Kind.ACADEMIA)
    held = seated(of)
    steering_actions.end_seat(holding=held, on=TODAY, reason="It merged.", by=None)
    assert seated(other, TODAY).number == 1
    assert [one.member for one in steering_queries.former_holdings()] == [of]
    with pytest.raises(CannotBeDone, match="ended by that day"):
        steering_actions.end_seat(holding=held, on=TODAY, reason="Again.", by=None)


def test_a_seat_ends_with_a_reason():
    _ana, of = delegate("ana")
    with pytest.raises(CannotBeDone, match="Say why"):
        steering_actions.end_seat(holding=seated(of), on=TODAY, reason=" ", by=None)


@pytest.mark.parametrize("same", ["seat", "member"])
def test_the_database_itself_refuses_a_seat_held_twice(same):
    _ana, of = delegate("ana")
    _ben, other = delegate("ben")
    held = seated(of)
    row = {"kind": held.kind, "number": 1 if same == "seat" else 2, "member": other if same == "seat" else of}
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(since=date(2026, 1, 1), until=date(2026, 6, 1), **row)
    Holding.objects.create(since=held.until, until=date(2029, 1, 1), **row)  # after it, it may
    free = Holding.objects.get(since=held.until)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.filter(pk=free.pk).update(since=date(2026, 1, 1))


def test_who_sits_is_said_by_who_speaks_for_the_member_and_nobody_of_another():
    ana, of = head("ana")
    ben, _other = head("ben")
    zoe = person("zoe")
    put(zoe, of)
    held = seated(of)
    with pytest.raises(NotAllowed):
        steering_actions.name_person(holding=held, email=zoe.email, by=ben)
    steering_actions.name_person(holding=held, email=zoe.email, by=ana)
    assert Holding.objects.get().person == zoe
    event = Event.objects.get(verb="seat.person_named")
    assert event.subject_name == of.short_name and zoe.email not in str(event.details)


def test_names_of_who_sits_are_for_people_of_members(client):
    ana, of = head("ana")
    ana.name = "Ana Diop"
    ana.save()
    seated(of, email=ana.email)
    assert "Ana Diop" not in client.get(at("steering")).content.decode()
    assert "Ana Diop" in signed_in(delegate("ben")[0]).get(at("steering")).content.decode()


def test_the_page_counts_seats_and_says_whose_figures_they_are(client):
    _ana, of = delegate("ana")
    seated(of)
    told = client.get(at("steering")).content.decode()
    assert "1 member steers the forum." in told and "23 seats are vacant." in told
    assert "the draft charter" in told and "Give a seat" not in told


def test_a_seat_that_a_later_charter_no_longer_gives_is_shown_until_it_ends():
    _ana, of = delegate("ana", Kind.ACADEMIA)
    seated(of)
    from tests.site.test_forum_charter import drafted

    drafted(charter(), shares={"state": 1})
    kinds = {one.kind: one for one in steering_queries.seats_on()}
    assert [(seat.is_beyond, seat.holding.member) for seat in kinds[Kind.ACADEMIA].seats] == [(True, of)]


# Decisions ---------------------------------------------------------------------------------------------


@pytest.fixture
def of():
    _ana, found = delegate("ana")
    seated(found)
    return found


def test_decisions_are_numbered_within_their_year(of):
    days = (date(2026, 1, 9), date(2026, 5, 9), date(2025, 12, 31))
    assert [decided(of, day=day).sign for day in days] == ["2026/1", "2026/2", "2025/1"]


def test_a_decision_says_who_was_present_and_each_once(of):
    made = decided(of, of)
    assert [one.member for one in made.presences.all()] == [of]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "title"),
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "20000|20,000"),
        ({"day": TODAY + timedelta(days=1)}, "still to come"),
        ({"how": "vote"}, "vote"),
        ({"how": "silence"}, "adopted by silence"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused_whole(of, given, words):
    with pytest.raises(CannotBeDone, match=words):
        decided(of, **given)
    assert not Decision.objects.exists() and not Event.objects.filter(verb="decision.taken").exists()


def test_somebody_was_present_and_only_who_held_a_seat_then(of):
    with pytest.raises(CannotBeDone, match="which members were present"):
        decided()
    _ben, other = delegate("ben")
    with pytest.raises(CannotBeDone, match="held no seat on that day"):
        decided(of, other)
    with pytest.raises(CannotBeDone, match="held no seat on that day"):
        decided(of, day=date(2024, 1, 1))


def test_a_decision_is_never_changed_nor_removed(of):
    made = decided(of)
    made.title = "Another"
    for act in (made.save, made.delete, Decision.objects.all().delete, lambda: Decision.objects.update(title="x")):
        with pytest.raises(CannotBeDone, match=r"is not (changed|removed)"):
            act()
    from django.db import connection

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE forum_decision SET title = 'Another'")
    assert Decision.objects.get().title == "Themes are chosen in March"


def test_a_correction_is_a_further_decision_and_both_say_so(client, of):
    first = decided(of)
    second = decided(of, text="The group chooses the themes of a year in April.", papers=Papers(corrects=first))
    told = client.get(second.get_absolute_url()).content.decode()
    assert "What it changes of decision" in told and "<del>" in told and "April" in told
    assert "Corrected by" in client.get(first.get_absolute_url()).content.decode()
    assert "corrected since" in client.get(at("decisions")).content.decode()


def test_documents_of_a_decision_are_those_that_one_reads(of, client):
    stella, _ = steerer()
    shown = kept(title="A public paper")
    hidden = kept(title="A paper of members", reach="members")
    made = decided(of, papers=Papers(documents=[shown, hidden]), by=stella)
    told = client.get(made.get_absolute_url()).content.decode()
    assert "A public paper" in told and "A paper of members" not in told
    assert "A paper of members" in signed_in(stella).get(made.get_absolute_url()).content.decode()


# Closed ------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(of):
    return decided(of, title="Moving the office", text="To the harbour.", closed_for="A price is being negotiated.")


def test_of_a_closed_decision_everybody_reads_number_day_and_reason_alone(client, secret):
    told = client.get(at("decisions")).content.decode()
    assert secret.sign in told and "A price is being negotiated." in told
    assert "Moving the office" not in told and "harbour" not in told
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert signed_in(delegate("ben")[0]).get(secret.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["sits", "role", "secretariat"])
def test_the_steering_group_and_the_secretariat_read_it(secret, who):
    if who == "sits":
        reader = person("zoe")
        holding = Holding.objects.get()
        put(reader, holding.member, Role.OBSERVER)
        steering_actions.name_person(holding=holding, email=reader.email, by=None)
    else:
        reader, _ = delegate("zoe", role=Role.STEERING_GROUP if who == "role" else Role.SECRETARIAT)
    assert "harbour" in signed_in(reader).get(secret.get_absolute_url()).content.decode()


def test_a_closed_decision_is_in_no_feed_no_file_no_count_of_a_search(client, secret):
    open_one = decided(Holding.objects.get().member, title="An open one")
    for name in ("decisions-feed", "decisions-csv", "decisions-json"):
        told = client.get(at(name)).content.decode()
        assert "An open one" in told and "Moving the office" not in told and "harbour" not in told
    assert "No decision that everybody reads" in client.get(at("decisions"), {"words": "harbour"}).content.decode()
    assert Entry.objects.get(kind="forum.decision", key=str(secret.pk)).reach == "forum:steering"
    assert find("harbour", None).rows == ()
    stella, _ = steerer()
    assert len(find("harbour", stella).rows) == 1
    assert find("open one", None).rows[0].pk == Entry.objects.get(key=str(open_one.pk), kind="forum.decision").pk


def test_closed_without_a_reason_and_a_reason_without_closing_are_refused_by_the_database(of):
    row = {"year": 2026, "number": 7, "day": TODAY, "title": "x", "text": "x", "language": "en", "how": "noted"}
    for more in ({"is_closed": True}, {"is_closed": False, "closed_for": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**row, **more)
    Decision.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**row)


# By silence --------------------------------------------------------------------------------------------


def silenced(of, *, days: int = 12, ended_days_ago: int = 1, with_party: bool = True) -> Silence:
    """A text of a dialogue that was put under silence and adopted."""
    talk = dialogue("Steering group", theme="3-forum", scope="world", origin="", destination="", is_public=False)
    if with_party:
        party(talk, of)
    text = draft(talk, "# Order\n\nMeetings begin at nine.", title="Order of meetings")
    made = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=days), by=None)
    ended = timezone.now() - timedelta(days=ended_days_ago)
    Silence.objects.filter(pk=made.pk).update(opened_at=ended - timedelta(days=days), deadline=ended)
    made.refresh_from_db()
    return silence_actions.settle(silence=made)


def test_a_decision_by_silence_takes_over_the_text_that_was_adopted_and_its_day(of, client):
    held = silenced(of)
    made = decided(how="silence", title="Order of meetings", text="", papers=Papers(silence=held))
    assert made.text == "### Order\n\nMeetings begin at nine." and made.day == timezone.localdate(held.deadline)
    assert "not broken" in client.get(made.get_absolute_url()).content.decode()
    with pytest.raises(CannotBeDone):
        decided(how="silence", text="", papers=Papers(silence=held))


@pytest.mark.parametrize(
    ("given", "words"),
    [({"days": 9}, "less than the 10 days"), ({"with_party": False}, "was no party to the silence")],
)
def test_silence_counts_only_as_the_charter_lets(of, given, words):
    with pytest.raises(CannotBeDone, match=words):
        decided(how="silence", text="", papers=Papers(silence=silenced(of, **given)))


def test_silence_that_still_runs_or_was_broken_decides_nothing(of):
    talk = dialogue(is_public=False)
    who, _ = head("zoe")
    party(talk, of)
    running = silence_actions.open_silence(draft=draft(talk), deadline=timezone.now() + timedelta(days=12), by=None)
    with pytest.raises(CannotBeDone, match="adopted by silence"):
        decided(how="silence", text="", papers=Papers(silence=running))
    assert who


def test_consensus_names_no_silence(of):
    with pytest.raises(CannotBeDone, match="only for that"):
        decided(of, papers=Papers(silence=silenced(of)))


def test_a_table_of_the_group_is_a_dialogue_for_its_parties_alone(of):
    stella, hers = steerer()
    made = steering_actions.open_table(title="Steering group", language="en", begins=TODAY, by=stella)
    assert not made.is_public and {one.member for one in made.parties.all()} == {of, hers}
    assert [one.person for one in made.offices.all()] == [stella] and made.rule == charter().attribution
    with pytest.raises(NotAllowed):
        steering_actions.open_table(title="x", language="en", begins=TODAY, by=delegate("ben")[0])
    assert Dialogue.objects.count() == 1


# Open data and pages -----------------------------------------------------------------------------------


def test_open_data_is_whole_and_no_cell_is_a_formula(client, of):
    first = decided(of, title="=HYPERLINK(1)", changes="Order of the year.")
    decided(of, text="In April.", papers=Papers(corrects=first))
    rows = list(csv.DictReader(io.StringIO(client.get(at("decisions-csv")).content.decode())))
    assert list(rows[0]) == list(feeds.COLUMNS) and rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["present"] == of.name and rows[1]["corrects"] == first.sign
    lines = [json.loads(line) for line in client.get(at("decisions-json")).content.decode().splitlines()]
    assert [line["decision"] for line in lines] == [first.sign, f"{first.year}/2"] and lines[0][
        "title"
    ] == "=HYPERLINK(1)"
    assert "CC BY 4.0" in client.get(at("decisions")).content.decode()


def test_the_feed_names_each_decision_for_ever(client, of):
    made = decided(of)
    told = client.get(at("decisions-feed"))
    assert told["Content-Type"].startswith("application/atom+xml")
    assert f"decision:{made.sign}" in told.content.decode() and "commits no state" in told.content.decode()


def test_the_list_is_filtered_by_year_and_words_and_teaches_when_empty(client, of):
    assert "Nothing has been decided yet" in client.get(at("decisions")).content.decode()
    decided(of, day=date(2025, 12, 1), title="Old")
    decided(of, day=date(2026, 2, 1), title="New")
    told = client.get(at("decisions"), {"year": "2025"}).content.decode()
    assert ">Old<" in told and ">New<" not in told
    assert "No decision that everybody reads" in client.get(at("decisions"), {"words": "zzz"}).content.decode()
    assert client.get(at("decisions"), {"year": "9" * 40, "words": "\x00%"}).status_code in (200, 400)


def test_a_decision_is_recorded_in_a_form(of):
    stella, _ = steerer()
    page = signed_in(stella)
    data = {"title": "Meetings begin at nine", "how": "consensus", "text": "At nine.", "language": "en", "day": TODAY.isoformat(),
            "changes": "", "closed_for": "", "present": [str(of.pk)], "documents": ""}  # fmt: skip
    refused = page.post(at("decide"), data | {"documents": "https://example.org/x", "text": ""})
    told = refused.content.decode()
    assert refused.status_code == 422 and "No document of the library" in told and "Write what was decided" in told
    assert "Meetings begin at nine" in told
    document = kept(title="Agenda")
    answer = page.post(at("decide"), data | {"documents": f"http://testserver{document.get_absolute_url()}"})
    made = Decision.objects.get()
    assert answer["Location"] == made.get_absolute_url() and [one.title for one in made.documents.all()] == ["Agenda"]


def test_silence_is_chosen_from_what_the_recorder_reads_and_was_not_decided_from(of):
    stella, _ = steerer()
    held = silenced(of)
    assert steering_queries.silences_to_decide(stella) == []
    clerk, _ = delegate("clerk", role=Role.SECRETARIAT)
    assert steering_queries.silences_to_decide(clerk) == [held]
    form = signed_in(clerk).get(at("decide")).context["form"]
    assert "silence" in form.fields and "charter" in form.fields
    answer = signed_in(clerk).post(
        at("decide"), {"title": "x", "how": "silence", "language": "en", "day": TODAY.isoformat()}
    )
    assert answer.status_code == 422 and "Choose the text that was adopted" in answer.content.decode()


@pytest.mark.parametrize("asked", ["1/1", "x", "9/9", "2026/", ""])
def test_correcting_what_is_not_there_corrects_nothing_or_is_not_found(of, asked):
    stella, _ = steerer()
    assert signed_in(stella).get(at("decide"), {"corrects": asked}).status_code in (200, 404)


def test_pages_of_the_group_are_for_the_group():
    charter()
    ana, of = delegate("ana")
    held = seated(of)
    page = signed_in(ana)
    for name, given in (
        ("give-seat", ()),
        ("decide", ()),
        ("open-table", ()),
        ("end-seat", (held.pk,)),
        ("name-person", (held.pk,)),
    ):
        assert page.get(at(name, *given)).status_code == 403, name


def test_seats_are_given_named_and_ended_in_forms():
    stella, _ = steerer()
    _zoe, of = head("zoe", Kind.DIASPORA)
    page = signed_in(stella)
    page.post(at("give-seat"), {"member": of.pk, "since": TODAY.isoformat(), "email": ""})
    held = Holding.objects.get(member=of)
    refused = page.post(at("name-person", held.pk), {"email": "nobody@village.example"})
    assert refused.status_code == 422 and "Nobody of this member" in refused.content.decode()
    page.post(at("name-person", held.pk), {"email": "zoe@village.example"})
    page.post(at("end-seat", held.pk), {"on": (TODAY + timedelta(days=9)).isoformat(), "reason": "A merger."})
    held.refresh_from_db()
    assert held.person.email == "zoe@village.example" and held.until == TODAY + timedelta(days=9)
    table = page.post(at("open-table"), {"title": "Our table", "language": "en", "begins": TODAY.isoformat()})
    assert table["Location"] == Dialogue.objects.get().get_absolute_url()


def test_many_decisions_and_seats_ask_no_more_of_the_database(client, of, django_assert_max_num_queries):
    for number in range(12):
        decided(of, title=f"Number {number}")
    for number in range(6):
        _who, other = delegate(f"state{number}", Kind.STATE, place=("SEN", "MLI", "GMB", "GIN", "FRA", "ESP")[number])
        seated(other)
    with django_assert_max_num_queries(9):
        client.get(at("decisions"))
    with django_assert_max_num_queries(9):
        client.get(at("steering"))
