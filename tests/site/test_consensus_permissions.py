"""Who may do what in consultations: every role by every action, of one's own and of another party, by link and not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from passerelle_web.consensus import actions
from passerelle_web.consensus.models import Consultation
from passerelle_web.consensus.permissions import Opened
from passerelle_web.dialogues import meeting_actions
from passerelle_web.people.delegation_actions import end_function, set_function
from passerelle_web.people.models import Function, Role
from passerelle_web.people.permissions import may
from tests.site.consensus_makers import consultation
from tests.site.dialogues_makers import delegation, dialogue
from tests.site.people_makers import LONG_AGO, member, person, put

pytestmark = pytest.mark.django_db

WHO = ("nobody", "stranger", "observer", "delegate", "other", "moderator", "chair", "secretariat", "administrator")
INSIDE = {"observer", "delegate", "other", "moderator", "chair", "secretariat", "administrator"}
SPEAK = {"delegate", "other"}
RUN = {"chair", "secretariat", "administrator"}
ORDER = RUN | {"moderator"}
ALL = set(WHO)

# access, who puts, in a public dialogue, open, with the link in hand
PARTIES = ("parties", "parties", True, True, False)
CLOSED = ("parties", "parties", True, False, False)
CLOSED_INSIDE = ("parties", "parties", False, False, False)
LINK_IN_HAND = ("link", "everybody", True, True, True)
LINK_NOT_IN_HAND = ("link", "everybody", True, True, False)
LINK_PARTIES_PUT = ("link", "parties", True, True, True)
LINK_CLOSED = ("link", "everybody", False, False, True)
STOLEN = ("parties", "everybody", True, True, True)  # the link of one that is for the parties
CHAIR_PUTS = ("parties", "nobody", True, True, False)

TABLE = {
    PARTIES: {"see": INSIDE, "vote": SPEAK, "put": SPEAK, "run": RUN, "seed": RUN, "moderate": ORDER, "take_data": set(),
              "take_votes": {"chair"}, "agree_to_delegations": {"delegate"}, "vote_for": {"delegate"}},
    CLOSED: {"see": ALL, "vote": set(), "put": set(), "run": RUN, "seed": set(), "moderate": ORDER, "take_data": set(),
             "take_votes": {"chair"}, "agree_to_delegations": set(), "vote_for": set()},
    CLOSED_INSIDE: {"see": INSIDE, "vote": set(), "take_data": set()},
    LINK_IN_HAND: {"see": ALL, "vote": ALL, "put": ALL, "run": RUN, "seed": RUN, "moderate": ORDER, "take_data": set(),
                   "take_votes": {"chair"}, "agree_to_delegations": {"delegate"}, "vote_for": {"delegate"}},
    LINK_NOT_IN_HAND: {"see": INSIDE, "vote": SPEAK, "put": SPEAK, "take_data": set()},
    LINK_PARTIES_PUT: {"see": ALL, "vote": ALL, "put": SPEAK},
    LINK_CLOSED: {"see": ALL, "vote": set(), "put": set(), "take_data": ALL, "take_votes": {"chair"}},
    STOLEN: {"see": INSIDE, "vote": SPEAK, "put": SPEAK, "take_data": set()},
    CHAIR_PUTS: {"vote": SPEAK, "put": set(), "seed": RUN},
}  # fmt: skip


def cast_of(where):
    """A person in each role, and the member of the delegate."""
    found = {"nobody": AnonymousUser(), "stranger": person("stranger")}
    found["observer"], _ = delegation(where, "observer", role=Role.OBSERVER)
    found["delegate"], ours = delegation(where, "delegate")
    found["other"], _ = delegation(where, "other")
    for role in ("moderator", "chair"):
        found[role] = person(role)
        meeting_actions.appoint(dialogue=where, email=found[role].email, role=role, by=None)
    office = member("Office")
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        found[role] = person(role)
        put(found[role], office, role)
    return found, ours


@pytest.mark.parametrize("situation", TABLE, ids=lambda one: "-".join(str(part) for part in one))
def test_every_role_by_every_action(situation):
    access, puts, is_public, is_open, by_link = situation
    where = dialogue(is_public=is_public)
    people, ours = cast_of(where)
    made = consultation(where, access=access, puts=puts)
    for party in where.parties.all():
        actions.agree_to_delegations(consultation=made, member=party.member, by=None)
    if not is_open:
        Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
        made.refresh_from_db()
    found, wrong = Opened(made, by_link, ours), {}
    for action, allowed in TABLE[situation].items():
        got = {who for who in WHO if may(people[who], f"consensus.{action}", found)}
        if got != allowed:
            wrong[action] = (got - allowed, allowed - got)
    assert not wrong


def test_only_who_runs_a_dialogue_opens_a_consultation_in_it():
    where = dialogue()
    people, _ = cast_of(where)
    assert {who for who in WHO if may(people[who], "consensus.add", where)} == RUN
    elsewhere = dialogue("Another")
    assert {who for who in WHO if may(people[who], "consensus.add", elsewhere)} == RUN - {"chair"}


def test_who_was_removed_from_a_member_votes_no_more():
    where = dialogue()
    who, _ = delegation(where, "ana")
    made = consultation(where)
    assert may(who, "consensus.vote", Opened(made))
    who.memberships.update(until=timezone.localdate())
    assert not may(who, "consensus.vote", Opened(made)) and not may(who, "consensus.see", Opened(made))


# Mandates ----------------------------------------------------------------------------------------------

MANDATED = ("consensus.agree_to_delegations", "consensus.vote_for")


def test_a_delegation_votes_and_agrees_by_who_speaks_for_it():
    where = dialogue()
    head, ours = delegation(where, "head")
    people = {"head": head, "theirs": delegation(where, "theirs")[0]}
    for name in ("alternate", "focal", "delegate"):
        people[name] = person(name)
        put(people[name], ours)
    held = {"head": Function.HEAD, "alternate": Function.ALTERNATE, "focal": Function.FOCAL_POINT}
    for name, function in held.items():
        theme = {"theme": where.theme} if function == Function.FOCAL_POINT else {}
        membership = people[name].memberships.get()
        held[name] = set_function(membership=membership, function=function, since=LONG_AGO, by=None, **theme)
    made = consultation(where)
    for party in where.parties.all():
        actions.agree_to_delegations(consultation=made, member=party.member, by=None)

    def mandated(permission):
        return {name for name, who in people.items() if may(who, permission, Opened(made, member=ours))}

    # her own vote is everybody's; that of the delegation is its speaker's
    assert all(may(who, "consensus.vote", Opened(made)) for who in people.values())
    assert [mandated(one) for one in MANDATED] == [{"head"}, {"head"}]
    end_function(held=held["head"], by=None)
    assert [mandated(one) for one in MANDATED] == [{"alternate"}, {"alternate"}]
    end_function(held=held["alternate"], by=None)
    assert [mandated(one) for one in MANDATED] == [set(), set()], "it named somebody once, and has to do so again"
