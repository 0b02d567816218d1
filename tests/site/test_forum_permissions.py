"""Who may do what in the forum: every role × every action × own or another member; and that the actions ask it.

Covers `passerelle_web.forum.permissions`.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from passerelle_web.forum import (
    assistance_actions,
    charter_actions,
    cycle_actions,
    joining_actions,
    mission_actions,
    steering_actions,
    theme_actions,
)
from passerelle_web.forum.models import Application, Cycle, Decision, HelpRequest, Holding, Offer, Result, ThemeProposal
from passerelle_web.people import delegation_actions
from passerelle_web.people.models import Role
from passerelle_web.people.permissions import WHO_MAY, may, require
from passerelle_web.people.refusals import NotAllowed
from tests.site.forum_makers import charter
from tests.site.people_makers import LONG_AGO, member, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def founded(standing):
    """The charter that every test begins with."""
    charter()


TODAY = timezone.localdate()

NOBODY, STRANGER, STAFF, ENDED = "a visitor", "in no member", "runs the site", "an ended account"
HEAD, SITS = "the head of the delegation", "sits in the seat of another member"
WHO = [NOBODY, STRANGER, ENDED, STAFF, HEAD, SITS, *Role.values]
SIGNED_IN = set(WHO) - {NOBODY, ENDED}
RUNS = {STAFF, Role.SECRETARIAT, Role.ADMINISTRATOR}
STEERS = RUNS | {Role.STEERING_GROUP, SITS}
IN_A_MEMBER = set(Role.values) | {HEAD, SITS}
POSITION = IN_A_MEMBER - {Role.OBSERVER, SITS}  # who sits is in another member, as an observer
EVERYBODY = set(WHO)
NONE: set[str] = set()

# who may, with the thing being of one's own member, and of another
TABLE = {
    "forum.write_charter": (STEERS, STEERS),
    "forum.translate": (IN_A_MEMBER, IN_A_MEMBER),
    "forum.give_seat": (STEERS, STEERS),
    "forum.name_person": (STEERS | {HEAD}, STEERS),
    "forum.decide": (STEERS, STEERS),
    "forum.see_decision": (STEERS, STEERS),  # a closed one; an open one is read by everybody
    "forum.read": (EVERYBODY, EVERYBODY),
    "forum.run_year": (STEERS, STEERS),
    "forum.hand_over": (STEERS | POSITION, STEERS),
    "forum.propose_theme": (POSITION, NONE),
    "forum.support_theme": (POSITION, NONE),
    "forum.withdraw_theme": (POSITION, NONE),
    "forum.choose_theme": (STEERS, STEERS),
    "forum.ask_year_seat": (POSITION, NONE),
    "forum.give_year_seat": (STEERS, STEERS),
    "forum.apply": (SIGNED_IN, SIGNED_IN),
    "forum.see_application": (SIGNED_IN, STEERS),  # her own, and that of somebody else
    "forum.withdraw_application": (SIGNED_IN, NONE),
    "forum.answer_application": (STEERS, STEERS),
    "forum.withdraw_member": ({HEAD}, NONE),
    "forum.ask_help": (POSITION, NONE),
    "forum.see_help": (IN_A_MEMBER | RUNS, IN_A_MEMBER | RUNS),  # one for members; an open one is read by everybody
    "forum.change_help": (POSITION, NONE),
    "forum.close_help": (POSITION | RUNS, RUNS),
    "forum.offer_help": (POSITION, NONE),
    "forum.withdraw_offer": (POSITION, NONE),  # made by one's own member, and by another
    "forum.decide_offer": (POSITION, NONE),  # on a call of one's own member, and of another
    "forum.work_on_offer": (POSITION, NONE),
    "forum.see_inside_offer": (IN_A_MEMBER - {SITS} | RUNS, RUNS),
}


def somebody(who, own):
    """A person in her own member, so far as she is in one; who sits does it for a third member, as its observer."""
    if who == NOBODY:
        return AnonymousUser()
    made = person("Ana", staff=who == STAFF)
    if who in Role.values:
        put(made, own, who)
    if who == HEAD:
        delegation_actions.set_function(membership=put(made, own), function="head", since=LONG_AGO, by=None)
    if who == SITS:
        third = member("Thirds")
        put(made, third, Role.OBSERVER)
        row = {"kind": third.kind, "number": 9, "since": LONG_AGO, "until": TODAY + timedelta(days=9)}
        Holding.objects.create(member=third, person=made, **row)
    if who == ENDED:
        put(made, own, Role.ADMINISTRATOR)
        made.is_active = False
        made.save()
    return made


def _call(whose):
    return HelpRequest.objects.create(
        member=whose, title="T", need="N", brings="B", language="en", theme="2.1-routes", is_public=False
    )


def thing(permission, whose, other, who):
    """What the permission is asked about, of a member."""
    if permission == "forum.name_person":
        row = {"kind": whose.kind, "number": whose.pk, "since": LONG_AGO, "until": TODAY + timedelta(days=9)}
        return Holding(member=whose, **row)
    if permission == "forum.see_decision":
        return Decision(is_closed=True, closed_for="x")
    if permission == "forum.hand_over":
        return Cycle(chair=whose)
    if permission == "forum.withdraw_theme":
        return ThemeProposal(member=whose)
    if permission in ("forum.see_application", "forum.withdraw_application"):
        return Application(person=who if isinstance(who, type(person)) or hasattr(who, "email") else None)
    if permission in ("forum.see_help", "forum.change_help", "forum.close_help"):
        return _call(whose)
    if permission in ("forum.withdraw_offer", "forum.work_on_offer", "forum.see_inside_offer"):
        return Offer(request=_call(other), member=whose)
    if permission == "forum.decide_offer":
        return Offer(request=_call(whose), member=other)
    return whose


def test_the_table_knows_every_permission():
    assert set(TABLE) == {name for name in WHO_MAY if name.startswith("forum.")}


@pytest.mark.parametrize("who", WHO)
def test_every_role_in_its_own_and_in_another_member(who):
    own, other, far = member("Millers"), member("Bakers"), member("Weavers")
    one, another = somebody(who, own), person("Ben")
    for permission, allowed in TABLE.items():
        mine, hers = thing(permission, own, far, one), thing(permission, other, far, another)
        found = (may(one, permission, mine), may(one, permission, hers))
        assert found == tuple(who in names for names in allowed), f"{who}: {permission}"
        if not found[1]:
            with pytest.raises(NotAllowed, match=str(WHO_MAY[permission])):
                require(one, permission, hers)


@pytest.mark.parametrize("permission", TABLE)
def test_the_machine_itself_may(permission):
    require(None, permission)


def test_what_is_open_is_read_by_everybody():
    visitor = AnonymousUser()
    assert may(visitor, "forum.see_decision", Decision(is_closed=False))
    assert may(visitor, "forum.see_help", HelpRequest(is_public=True))
    assert not may(visitor, "forum.see_decision", None) and not may(visitor, "forum.see_help", None)


def test_who_loses_the_seat_or_leaves_the_member_steers_no_more():
    ana, of = person("ana"), member("Millers")
    membership = put(ana, of)
    charter()
    seat = steering_actions.give_seat(member=of, since=TODAY - timedelta(days=9), email=ana.email, by=None)
    assert may(ana, "forum.decide")
    membership.until = TODAY
    membership.save()
    assert not may(ana, "forum.decide")
    membership.until = None
    membership.save()
    steering_actions.end_seat(holding=seat, on=TODAY, reason="Over.", by=None)
    assert not may(ana, "forum.decide")


def every_action(by, own, other):
    """Each action of the room, called by somebody who may do none of it."""
    held, theirs = (
        Cycle.objects.create(year=2030, begins=TODAY, ends=TODAY + timedelta(days=9), chair=own, chair_reason="x"),
        _call(own),
    )
    offer = Offer.objects.create(
        request=theirs, member=other, what="x", pays="x", language="en", state="accepted", decided_on=TODAY
    )
    result = Result.objects.create(offer=offer, text="x", lesson="x", language="en")
    proposal = ThemeProposal.objects.create(
        cycle=held, member=own, title="x", reason="x", language="en", theme="2.1-routes"
    )
    holding = Holding.objects.create(
        member=own, kind=own.kind, number=1, since=LONG_AGO, until=TODAY + timedelta(days=9)
    )
    seats = held.stakeholder_seats.create(kind=own.kind, many=1)
    seat = seats.asked.create(member=own)
    asked = Application.objects.create(name="x", short_name="x", kind="academia", what="x", why="x", language="en")
    ability = own.abilities.create(theme="2.1-routes", what="x", language="en")
    terms = offer.terms.create(number=1, text="x", language="en", written_for=own)
    mission = offer.missions.create(title="x", language="en", begins=TODAY, ends=TODAY)
    line = held.handover.create(text="x", language="en")
    words = {"language": "en", "by": by}
    return {
        "draft_charter": lambda: charter_actions.draft_charter(
            articles=[], shares={}, rotation="kind", term_years=1, silence_days=1, attribution=2, reason="x", **words),
        "give_seat": lambda: steering_actions.give_seat(member=own, since=TODAY, by=by),
        "name_person": lambda: steering_actions.name_person(holding=holding, email="", by=by),
        "end_seat": lambda: steering_actions.end_seat(holding=holding, on=TODAY, reason="x", by=by),
        "decide": lambda: steering_actions.decide(title="x", text="x", day=TODAY, how="noted", present=[own], **words),
        "open_table": lambda: steering_actions.open_table(title="x", begins=TODAY, **words),
        "open_year": lambda: cycle_actions.open_year(year=2031, begins=TODAY, ends=TODAY, by=by),
        "choose_chair": lambda: cycle_actions.choose_chair(cycle=held, member=own, reason="x", by=by),
        "add_dialogue": lambda: cycle_actions.add_dialogue(cycle=held, dialogue=None, by=by),
        "set_deadline": lambda: cycle_actions.set_deadline(cycle=held, day=TODAY, title="x", **words),
        "add_line": lambda: cycle_actions.add_line(cycle=held, text="x", **words),
        "do_line": lambda: cycle_actions.do_line(item=line, by=by),
        "hand_over": lambda: cycle_actions.hand_over(cycle=held, note="x", **words),
        "close_year": lambda: cycle_actions.close_year(cycle=held, by=by),
        "propose_theme": lambda: theme_actions.propose_theme(cycle=held, member=own, title="x", reason="x", theme="2.1-routes", **words),
        "support_theme": lambda: theme_actions.support_theme(proposal=proposal, member=own, by=by),
        "end_support": lambda: theme_actions.end_support(proposal=proposal, member=own, by=by),
        "withdraw_theme": lambda: theme_actions.withdraw_theme(proposal=proposal, by=by),
        "answer_theme": lambda: theme_actions.answer_theme(proposal=proposal, chosen=True, why="x", by=by),
        "set_seats": lambda: theme_actions.set_seats(cycle=held, kind="academia", many=1, by=by),
        "ask_seat": lambda: theme_actions.ask_seat(seats=seats, member=own, by=by),
        "answer_seat": lambda: theme_actions.answer_seat(seat=seat, given=True, why="x", by=by),
        "lay_down_seat": lambda: theme_actions.lay_down_seat(seat=seat, by=by),
        "accept": lambda: joining_actions.accept(application=asked, since=TODAY, by=by),
        "decline": lambda: joining_actions.decline(application=asked, answer="x", by=by),
        "withdraw_application": lambda: joining_actions.withdraw_application(application=asked, by=by),
        "withdraw_member": lambda: joining_actions.withdraw_member(member=own, on=TODAY, **words),
        "ask_help": lambda: assistance_actions.ask_help(member=own, title="x", need="x", brings="x", theme="2.1-routes", **words),
        "change_help": lambda: assistance_actions.change_help(request=theirs, title="x", by=by),
        "close_help": lambda: assistance_actions.close_help(request=theirs, reason="x", by=by),
        "offer_help": lambda: assistance_actions.offer_help(request=theirs, member=own, what="x", pays="x", **words),
        "accept_offer": lambda: assistance_actions.accept_offer(offer=offer, by=by),
        "decline_offer": lambda: assistance_actions.decline_offer(offer=offer, why="x", by=by),
        "withdraw_offer": lambda: assistance_actions.withdraw_offer(offer=offer, why="x", by=by),
        "offer_ability": lambda: assistance_actions.offer_ability(member=own, theme="2.1-routes", what="x", **words),
        "end_ability": lambda: assistance_actions.end_ability(ability=ability, by=by),
        "write_terms": lambda: mission_actions.write_terms(offer=offer, text="x", member=own, base=1, **words),
        "agree_terms": lambda: mission_actions.agree_terms(terms=terms, member=own, by=by),
        "set_mission": lambda: mission_actions.set_mission(offer=offer, title="x", begins=TODAY, ends=TODAY, roles=[("x", own, "")], **words),
        "report_mission": lambda: mission_actions.report_mission(mission=mission, text="x", member=own, **words),
        "conclude": lambda: mission_actions.conclude(offer=offer, text="x", lesson="x", **words),
        "make_practice": lambda: mission_actions.make_practice(result=result, by=by),
        "commit": lambda: mission_actions.commit(offer=offer, text="x", due=None, by=by),
    }  # fmt: skip


def test_every_action_asks_who_it_is():
    own, other, elsewhere = member("Millers"), member("Bakers"), member("Weavers")
    stranger = person("stranger")
    put(stranger, elsewhere, Role.OBSERVER)
    actions = every_action(stranger, own, other)
    modules = (
        charter_actions,
        steering_actions,
        cycle_actions,
        theme_actions,
        joining_actions,
        assistance_actions,
        mission_actions,
    )
    atomic = {
        name
        for module in modules
        for name, one in vars(module).items()
        if hasattr(one, "__wrapped__") and one.__module__ == module.__name__ and not name.startswith("_")
    }
    assert atomic - set(actions) == {"apply"}, "one may ask as soon as one is signed in"
    for name, act in actions.items():
        with pytest.raises(NotAllowed):
            act()
            pytest.fail(name)
