"""A year of the forum: chair by a rule that people decide on, themes without ranks, seats, calendar, handover, closing.

Covers `passerelle_web.forum.cycle_actions`, `theme_actions`, `cycle_queries`, `concluded`, the pages of years.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Draft
from passerelle_web.forum import concluded, cycle_actions, cycle_queries, theme_actions
from passerelle_web.forum.concluded import Concluded
from passerelle_web.forum.models import Cycle, CycleDialogue, ThemeProposal, ThemeSupport, YearSeat
from passerelle_web.people.models import Event, Kind
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.dialogues_makers import dialogue, draft, session
from tests.site.forum_makers import charter, decided, delegate, seated, steerer, theme, year
from tests.site.people_makers import member
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def founded(standing):
    """The charter that every test begins with."""
    charter()


TODAY = timezone.localdate()
NOW = TODAY.year


def at(name: str, *given: object) -> str:
    return reverse(f"forum:{name}", args=given)


def state(place: str, **more: object):
    return member(place, Kind.STATE, place=place, **more)


def chosen(held: Cycle, of, reason: str = "By the rule.") -> Cycle:
    return cycle_actions.choose_chair(cycle=held, member=of, reason=reason, by=None)


# Opening and the chair ---------------------------------------------------------------------------------


def test_a_year_is_opened_once_and_its_days_are_its_own():
    year()
    with pytest.raises(CannotBeDone):
        year()
    with pytest.raises(CannotBeDone, match="belong to another year"):
        year(NOW + 1, begins=date(NOW, 12, 1), ends=date(NOW + 1, 11, 30))
    with pytest.raises(CannotBeDone, match="end has to come"):
        year(NOW + 1, begins=date(NOW + 1, 2, 1), ends=date(NOW + 1, 1, 1))
    with pytest.raises(CannotBeDone, match="four digits"):
        year(26, begins=date(1926, 1, 1), ends=date(1926, 12, 31))
    assert Cycle.objects.count() == 1


def test_the_year_that_is_on_comes_before_the_next():
    assert cycle_queries.this_year() is None
    later = year(NOW + 1)
    assert cycle_queries.this_year() == later
    assert cycle_queries.this_year() != year() and cycle_queries.this_year().year == NOW


def test_the_rule_proposes_by_region_and_says_why():
    charter()
    spain, mali = state("ESP"), state("MLI")
    chosen(year(NOW - 1), spain)
    turn = cycle_queries.whose_turn(NOW)
    assert turn.candidate.key == str(mali.pk) and turn.group_chaired is None
    said = cycle_queries.turn_said(turn)
    assert "“Western Africa” has not chaired yet." in said and mali.name in said
    chosen(year(), mali)
    said = cycle_queries.turn_said(cycle_queries.whose_turn(NOW + 1))
    assert f"has not chaired since {NOW - 1}" in said and f"longest ago, in {NOW - 1}" in said


def test_of_members_that_steer_one_is_proposed_and_of_all_where_none_does():
    charter()
    assert cycle_queries.whose_turn(NOW) is None
    first = state("MLI", since=date(2010, 1, 1))
    assert cycle_queries.whose_turn(NOW).candidate.key == str(first.pk)
    _ana, of = delegate("ana")
    seated(of)
    assert cycle_queries.whose_turn(NOW).candidate.key == str(of.pk)


def test_people_decide_and_the_trail_keeps_what_the_rule_proposed():
    charter()
    proposed, other = state("MLI", since=date(2010, 1, 1)), state("ESP")
    held = chosen(year(), other, "It offered to host.")
    assert held.chair == other and held.chair_reason == "It offered to host." and held.chair_group == "UN039"
    details = Event.objects.get(verb="year.chair_chosen").details
    assert (details["member"], details["proposed"]) == (other.pk, proposed.pk)


@pytest.mark.parametrize("fault", ["reason", "left"])
def test_a_chair_is_a_member_and_is_chosen_for_a_reason(fault):
    of = member(until=TODAY - timedelta(days=1) if fault == "left" else None)
    with pytest.raises(CannotBeDone, match="no member" if fault == "left" else "Say why"):
        chosen(year(), of, "Why not." if fault == "left" else " ")


# Themes ------------------------------------------------------------------------------------------------


@pytest.fixture
def held():
    return year()


def test_a_theme_is_proposed_for_a_reason_and_its_member_supports_it(held):
    _ana, of = delegate("ana")
    made = theme(held, of)
    assert [one.member for one in made.supports.all()] == [of] and made.group_name.startswith("Remittances")
    for given in ({"reason": " "}, {"title": ""}, {"theme": "9-everything"}):
        with pytest.raises(CannotBeDone):
            theme(held, of, **given)
    assert ThemeProposal.objects.count() == 1


def test_themes_stand_in_groups_and_by_time_whatever_their_support(held):
    (_a, ours), (_b, theirs), (_c, third) = delegate("ana"), delegate("ben"), delegate("cem")
    first = theme(held, ours, "First")
    second = theme(held, theirs, "Second")
    earlier = theme(held, third, "Of an earlier theme", theme="2.1-routes")
    for of in (ours, third):
        theme_actions.support_theme(proposal=second, member=of, by=None)
    groups = cycle_queries.proposals_of(held)
    assert [[one.row for one in rows] for _name, rows in groups] == [[earlier], [first, second]]
    assert groups[1][1][1].supporters == [theirs, ours, third]


def test_supporting_is_dated_and_taken_back_without_a_trace_being_lost(held):
    (ana, ours), (ben, theirs) = delegate("ana"), delegate("ben")
    made = theme(held, ours)
    theme_actions.support_theme(proposal=made, member=theirs, by=ben)
    with pytest.raises(CannotBeDone, match="supports the theme already"):
        theme_actions.support_theme(proposal=made, member=theirs, by=ben)
    theme_actions.end_support(proposal=made, member=theirs, by=ben)
    assert ThemeSupport.objects.get(member=theirs).until == TODAY
    with pytest.raises(CannotBeDone, match="does not support"):
        theme_actions.end_support(proposal=made, member=theirs, by=ben)
    with pytest.raises(CannotBeDone, match="withdraw the proposal"):
        theme_actions.end_support(proposal=made, member=ours, by=ana)
    theme_actions.support_theme(proposal=made, member=theirs, by=ben)
    assert made.supports.count() == 3


def test_who_chooses_says_why_once(held):
    _ana, of = delegate("ana")
    made, other = theme(held, of), theme(held, of, "Another")
    with pytest.raises(CannotBeDone, match="Say why"):
        theme_actions.answer_theme(proposal=made, chosen=True, why=" ", by=None)
    theme_actions.answer_theme(proposal=made, chosen=True, why="Figures lack.", by=None)
    theme_actions.answer_theme(proposal=other, chosen=False, why="Next year.", by=None)
    assert [one.title for one in cycle_queries.chosen_themes(held)] == [made.title]
    for act in (
        lambda: theme_actions.answer_theme(proposal=other, chosen=True, why="Now.", by=None),
        lambda: theme_actions.withdraw_theme(proposal=made, by=None),
        lambda: theme_actions.support_theme(proposal=made, member=member("Late"), by=None),
    ):
        with pytest.raises(CannotBeDone, match="decided already"):
            act()


def test_a_theme_is_withdrawn_by_its_own_member_alone(held):
    (ana, ours), (ben, _theirs) = delegate("ana"), delegate("ben")
    made = theme(held, ours)
    with pytest.raises(NotAllowed):
        theme_actions.withdraw_theme(proposal=made, by=ben)
    assert theme_actions.withdraw_theme(proposal=made, by=ana).state == "withdrawn"


def test_who_is_no_member_any_more_proposes_and_supports_nothing(held):
    _ana, ours = delegate("ana")
    gone = member("Gone", until=TODAY)
    with pytest.raises(CannotBeDone, match="no member"):
        theme(held, gone)
    with pytest.raises(CannotBeDone, match="no member"):
        theme_actions.support_theme(proposal=theme(held, ours), member=gone, by=None)


# Seats of stakeholders ---------------------------------------------------------------------------------


def test_seats_are_for_stakeholders_asked_for_by_their_kind_and_given_while_there_are_some(held):
    (_a, ours), (_b, theirs), (_c, strange) = delegate("ana"), delegate("ben"), delegate("cem", Kind.DIASPORA)
    with pytest.raises(CannotBeDone, match="no states"):
        theme_actions.set_seats(cycle=held, kind=Kind.STATE, many=2, by=None)
    seats = theme_actions.set_seats(cycle=held, kind=Kind.CIVIL_SOCIETY, many=1, by=None)
    with pytest.raises(CannotBeDone, match="another kind"):
        theme_actions.ask_seat(seats=seats, member=strange, by=None)
    one, other = (theme_actions.ask_seat(seats=seats, member=of, by=None) for of in (ours, theirs))
    with pytest.raises(CannotBeDone, match="asked for a seat already"):
        theme_actions.ask_seat(seats=seats, member=ours, by=None)
    theme_actions.answer_seat(seat=one, given=True, why="", by=None)
    with pytest.raises(CannotBeDone, match="All seats of this kind"):
        theme_actions.answer_seat(seat=other, given=True, why="", by=None)
    with pytest.raises(CannotBeDone, match="Say why"):
        theme_actions.answer_seat(seat=other, given=False, why="", by=None)
    with pytest.raises(CannotBeDone, match="More seats"):
        theme_actions.set_seats(cycle=held, kind=Kind.CIVIL_SOCIETY, many=0, by=None)
    theme_actions.lay_down_seat(seat=one, by=None)
    theme_actions.answer_seat(seat=other, given=True, why="", by=None)
    assert [(seat.member, seat.state) for seat in YearSeat.objects.order_by("pk")] == [
        (ours, "laid_down"),
        (theirs, "given"),
    ]
    with pytest.raises(CannotBeDone, match="answered already"):
        theme_actions.lay_down_seat(seat=one, by=None)


# Dialogues and calendar --------------------------------------------------------------------------------


def test_the_calendar_holds_meetings_and_deadlines_in_order_and_no_closed_session(held, client):
    talk = dialogue()
    cycle_actions.add_dialogue(cycle=held, dialogue=talk, by=None)
    session(talk, title="Open meeting", starts_at=timezone.now() + timedelta(days=1))
    session(talk, Rule.CLOSED, title="Closed meeting", starts_at=timezone.now() + timedelta(days=2))
    cycle_actions.set_deadline(cycle=held, day=held.begins, title="Proposals", language="en", by=None)
    found = cycle_queries.calendar_of(held, [talk])
    assert [(one.title, bool(one.address), one.is_past) for one in found] == [
        ("Proposals", False, held.begins < TODAY), ("Open meeting", True, False),
    ]  # fmt: skip
    told = client.get(at("year-calendar", NOW)).content.decode()
    assert "Open meeting" in told and "Closed meeting" not in told and "non-binding" in told
    assert [one.title for one in cycle_queries.sessions_of([talk], coming=True)] == ["Open meeting"]


def test_a_deadline_lies_within_its_year(held):
    with pytest.raises(CannotBeDone, match="within the year"):
        cycle_actions.set_deadline(cycle=held, day=date(NOW + 1, 1, 1), title="x", language="en", by=None)
    with pytest.raises(CannotBeDone):
        cycle_actions.set_deadline(cycle=held, day=held.begins, title=" ", language="en", by=None)


def test_a_dialogue_belongs_to_a_year_once_and_is_seen_by_who_may(held, client):
    hidden = dialogue("For parties alone", is_public=False)
    cycle_actions.add_dialogue(cycle=held, dialogue=hidden, by=None)
    with pytest.raises(CannotBeDone, match="belongs to the year already"):
        cycle_actions.add_dialogue(cycle=held, dialogue=hidden, by=None)
    assert "For parties alone" not in client.get(held.get_absolute_url()).content.decode()
    assert CycleDialogue.objects.count() == 1


def adopted_text(talk, title: str = "Conclusions", rule: int = Rule.MEMBER) -> Draft:
    made = draft(talk, title=title, rule=rule)
    Draft.objects.filter(pk=made.pk).update(state="adopted", adopted_at=timezone.now())
    return made


def test_what_dialogues_concluded_is_what_was_adopted_in_public_and_what_other_rooms_add():
    open_one, hidden = dialogue(), dialogue("Hidden", is_public=False)
    adopted_text(open_one, "Agreed in the open")
    adopted_text(open_one, "Agreed behind doors", Rule.CLOSED)
    adopted_text(hidden, "Agreed elsewhere")
    draft(open_one, title="Not agreed")
    assert [one.title for one in concluded.concluded_in([open_one, hidden])] == ["Agreed in the open"]
    given = []

    def statements(dialogues):
        given.extend(dialogues)
        return [Concluded("All blocs agree", "statement", "/x/", "Talk")]

    concluded.also(concluded.also(statements))
    try:
        titles = [one.title for one in concluded.concluded_in([open_one, hidden])]
    finally:
        concluded.forget(statements)
    assert titles == ["Agreed in the open", "All blocs agree"] and given == [open_one]
    assert concluded.concluded_in([hidden]) == []


# Handover and closing ----------------------------------------------------------------------------------


def test_the_chair_hands_over_and_others_do_not(held):
    ana, of = delegate("ana")
    ben, _theirs = delegate("ben")
    with pytest.raises(CannotBeDone, match="Choose who chairs"):
        cycle_actions.hand_over(cycle=held, note="x", language="en", by=None)
    chosen(held, of)
    held.refresh_from_db()
    for act in (
        lambda: cycle_actions.hand_over(cycle=held, note="x", language="en", by=ben),
        lambda: cycle_actions.add_line(cycle=held, text="x", language="en", by=ben),
        lambda: cycle_actions.set_deadline(cycle=held, day=held.ends, title="x", language="en", by=ben),
    ):
        with pytest.raises(NotAllowed):
            act()
    line = cycle_actions.add_line(cycle=held, text="The mailbox", language="en", by=ana)
    cycle_actions.do_line(item=line, by=ana)
    cycle_actions.do_line(item=line, by=ana)
    with pytest.raises(CannotBeDone, match="which language"):
        cycle_actions.hand_over(cycle=held, note=" ", language="en", by=ana)
    cycle_actions.hand_over(cycle=held, note="Begin in January.", language="en", by=ana)
    cycle_actions.hand_over(cycle=held, note="Begin in December.", language="en", by=ana)
    befores = [one.details["before"] for one in Event.objects.filter(verb="year.handed_over").order_by("pk")]
    assert befores == ["", "Begin in January."] and Event.objects.filter(verb="year.line_done").count() == 1


@pytest.fixture
def last_year():
    """The year before, with a chair, an open dialogue, an adopted text, a decision, a theme, a line, a note."""
    _ana, of = delegate("ana")
    seated(of, date(NOW - 1, 1, 1))
    made = chosen(year(NOW - 1), of)
    talk = dialogue("Work in the season")
    adopted_text(talk, "Seasonal work is safe")
    cycle_actions.add_dialogue(cycle=made, dialogue=talk, by=None)
    cycle_actions.add_dialogue(cycle=made, dialogue=dialogue("Hidden", is_public=False), by=None)
    decided(of, day=date(NOW - 1, 6, 1), title="Order of the year")
    decided(of, day=date(NOW - 1, 6, 2), title="Moving", closed_for="A price.")
    theme(made, of, "Left over")
    cycle_actions.add_line(cycle=made, text="The mailbox", language="en", by=None)
    return made


def test_a_closed_year_stands_as_it_was_on_that_day(last_year, client):
    with pytest.raises(CannotBeDone, match="handed over before"):
        cycle_actions.close_year(cycle=last_year, by=None)
    cycle_actions.hand_over(cycle=last_year, note="Ask **early**.", language="en", by=None)
    closed = cycle_actions.close_year(cycle=last_year, by=None)
    rows = {name: [row["title"] for row in listed] for name, listed in closed.closing.items()}
    assert rows == {
        "dialogues": ["Work in the season"], "themes": ["Left over"], "lines": ["The mailbox"], "deadlines": [],
        "concluded": ["Seasonal work is safe"], "decisions": [f"{NOW - 1}/1 Order of the year"],
    }  # fmt: skip
    Draft.objects.update(title="Renamed since")
    told = client.get(closed.get_absolute_url()).content.decode()
    for words in (
        "it stands here as it was",
        "Seasonal work is safe",
        "<strong>early</strong>",
        "Open on the last day",
        "Left over",
    ):
        assert words in told
    assert "Renamed since" not in told and "Moving" not in told and "Hidden" not in told


def test_nothing_in_a_closed_year_changes(last_year):
    cycle_actions.hand_over(cycle=last_year, note="x", language="en", by=None)
    closed = cycle_actions.close_year(cycle=last_year, by=None)
    of, proposal = closed.chair, ThemeProposal.objects.get()
    for act in (
        lambda: chosen(closed, of),
        lambda: cycle_actions.close_year(cycle=closed, by=None),
        lambda: theme(closed, of, "Late"),
        lambda: theme_actions.support_theme(proposal=proposal, member=member("Late"), by=None),
        lambda: theme_actions.set_seats(cycle=closed, kind=Kind.DIASPORA, many=1, by=None),
        lambda: cycle_actions.add_line(cycle=closed, text="x", language="en", by=None),
        lambda: cycle_actions.hand_over(cycle=closed, note="y", language="en", by=None),
    ):
        with pytest.raises(CannotBeDone, match=f"The year {NOW - 1} is closed"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=closed.pk).update(note="Written over")


def test_a_year_is_not_closed_before_its_last_day(held):
    chosen(held, member())
    cycle_actions.hand_over(cycle=held, note="x", language="en", by=None)
    Cycle.objects.filter(pk=held.pk).update(ends=TODAY + timedelta(days=1))
    with pytest.raises(CannotBeDone, match="it is closed after that"):
        cycle_actions.close_year(cycle=held, by=None)


@pytest.mark.parametrize(
    "row",
    [
        {"closed_on": TODAY},
        {"closed_on": TODAY, "closing": {}},
        {"closing": {}},
        {"begins": date(2030, 2, 1), "ends": date(2030, 1, 1)},
        {"year": 1999},
    ],
)
def test_what_no_year_may_be_is_a_constraint(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(**{"year": 2030, "begins": date(2030, 1, 1), "ends": date(2030, 12, 31), **row})


# Pages -------------------------------------------------------------------------------------------------


def test_the_page_of_a_year_teaches_what_is_missing(client, held):
    told = client.get(held.get_absolute_url()).content.decode()
    for words in (
        "Who chairs it is not chosen yet",
        "Members propose themes",
        "Meetings of the year’s dialogues",
        "The chair hands over",
    ):
        assert words in told
    assert client.get(at("year", 2099)).status_code == 404 and client.get(at("themes", 2099)).status_code == 404
    assert str(NOW) in client.get(at("years")).content.decode()


def test_a_chair_is_chosen_in_a_form_that_begins_with_the_rules_proposal(held):
    stella, of = steerer()
    page = signed_in(stella)
    shown = page.get(at("chair", NOW))
    assert "The rule proposes:" in shown.content.decode() and shown.context["form"].initial["member"] == of.pk
    page.post(at("chair", NOW), {"member": of.pk, "reason": "By the rule."})
    held.refresh_from_db()
    assert held.chair == of


def test_a_year_is_run_in_forms(held):
    stella, of = steerer()
    page = signed_in(stella)
    chosen(held, of)
    talk = dialogue()
    page.post(at("add-dialogue", NOW), {"dialogue": str(talk.pk)})
    page.post(at("deadline", NOW), {"day": held.ends.isoformat(), "title": "Comments", "language": "en"})
    page.post(at("add-line", NOW), {"text": "The mailbox", "language": "en"})
    page.post(at("do-line", NOW, held.handover.get().pk))
    page.post(at("hand-over", NOW), {"note": "Ask early.", "language": "en"})
    page.post(at("set-seats", NOW), {"kind": "diaspora", "many": "2"})
    held.refresh_from_db()
    assert held.held.get().dialogue == talk and held.deadlines.get().title == "Comments"
    assert held.handover.get().done_on == TODAY and held.note == "Ask early." and held.stakeholder_seats.get().many == 2
    Cycle.objects.filter(pk=held.pk).update(ends=TODAY)
    assert page.post(at("close-year", NOW))["Location"] == held.get_absolute_url()
    assert "Close the year" not in page.get(held.get_absolute_url()).content.decode()


def test_themes_are_proposed_supported_and_chosen_on_their_page(held):
    stella, of = steerer()
    ben, theirs = delegate("ben")
    hers, his = signed_in(stella), signed_in(ben)
    refused = his.post(
        at("propose-theme", NOW),
        {"member": theirs.pk, "title": "Fees", "reason": "", "theme": "2.5-remittances", "language": "en"},
    )
    assert refused.status_code == 422 and 'value="Fees"' in refused.content.decode()
    his.post(
        at("propose-theme", NOW),
        {"member": theirs.pk, "title": "Fees", "reason": "They hurt.", "theme": "2.5-remittances", "language": "en"},
    )
    made = ThemeProposal.objects.get()
    hers.post(at("support-theme", NOW, made.pk), {"member": of.pk})
    assert "Support it no more, for" in hers.get(at("themes", NOW)).content.decode()
    hers.post(at("support-theme", NOW, made.pk), {"member": of.pk, "what": "end"})
    assert made.supports.filter(until=None).count() == 1
    assert hers.get(at("answer-theme", NOW, made.pk, "delete")).status_code == 404
    assert his.get(at("answer-theme", NOW, made.pk, "choose")).status_code == 403
    hers.post(at("answer-theme", NOW, made.pk, "choose"), {"why": "Many asked."})
    told = signed_in(ben).get(at("themes", NOW)).content.decode()
    assert "Many asked." in told and "Support it, for" not in told and "chosen" in told


def test_who_acts_for_several_says_for_whom(held):
    ben, theirs = delegate("ben")
    from tests.site.people_makers import put

    put(ben, member("Seconds"))
    _ana, ours = delegate("ana")
    made = theme(held, ours)
    answer = signed_in(ben).post(at("support-theme", NOW, made.pk))
    assert answer.status_code == 409 or "for which of your members" in answer.content.decode()
    assert signed_in(ben).post(at("support-theme", NOW, made.pk), {"member": theirs.pk}).status_code == 302


def test_a_stakeholder_asks_for_a_seat_and_is_answered(held):
    stella, _of = steerer()
    ben, theirs = delegate("ben")
    seats = theme_actions.set_seats(cycle=held, kind=Kind.CIVIL_SOCIETY, many=1, by=None)
    signed_in(ben).post(at("ask-seat", NOW, seats.pk), {"member": theirs.pk})
    seat = YearSeat.objects.get()
    page = signed_in(stella)
    assert page.post(at("answer-seat", NOW, seat.pk, "decline"), {"why": ""}).status_code == 422
    page.post(at("answer-seat", NOW, seat.pk, "give"), {"why": ""})
    assert theirs.name in page.get(held.get_absolute_url()).content.decode()
    signed_in(ben).post(at("lay-down-seat", NOW, seat.pk))
    seat.refresh_from_db()
    assert seat.state == "laid_down" and page.get(at("answer-seat", NOW, seat.pk, "burn")).status_code == 404


def test_a_full_year_asks_no_more_of_the_database(held, client, django_assert_max_num_queries):
    for name in ("ana", "ben", "cem", "dai"):
        _who, of = delegate(name)
        made = theme(held, of, f"Of {name}")
        theme_actions.answer_theme(proposal=made, chosen=True, why="Good.", by=None)
        talk = dialogue(f"Talk of {name}")
        session(talk, title=f"Meeting of {name}")
        cycle_actions.add_dialogue(cycle=held, dialogue=talk, by=None)
        seats = theme_actions.set_seats(cycle=held, kind=Kind.CIVIL_SOCIETY, many=4, by=None)
        theme_actions.ask_seat(seats=seats, member=of, by=None)
    with django_assert_max_num_queries(18):
        client.get(held.get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(at("themes", NOW))
    with django_assert_max_num_queries(14):
        client.get(at("home"))
