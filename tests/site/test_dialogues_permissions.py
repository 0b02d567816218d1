"""Who may do what in dialogues: every role by every action, of one's own and of another party, open and for parties alone.

Covers `passerelle_web.dialogues.permissions` and `order_permissions`.
"""

import pytest
from django.contrib.auth.models import AnonymousUser

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Function, Role
from passerelle_web.people.permissions import WHO_MAY, may, require
from passerelle_web.people.refusals import NotAllowed
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, draft, said, session
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db

HEAD, FOCAL, DELEGATE, OBSERVER, OTHER = "head", "focal", "delegate", "observer", "other"
NOBODY, STRANGER, MODERATOR, CHAIR, SECRETARIAT, STAFF = (
    "nobody", "stranger", "moderator", "chair", "secretariat", "administrator",
)  # fmt: skip
OURS = {HEAD, FOCAL, DELEGATE}
PARTIES = OURS | {OTHER, OBSERVER}
OFFICES = {MODERATOR, CHAIR}
RUN = {CHAIR, SECRETARIAT, STAFF}
ORDER = RUN | {MODERATOR}
INSIDE = PARTIES | ORDER
SPEAK = OURS | {OTHER} | OFFICES
EVERYBODY = INSIDE | {NOBODY, STRANGER}
NONE: set[str] = set()

# who may, of a thing of one's own party (as the head's people see it), and of the other party
TABLE = {
    "see": (EVERYBODY, EVERYBODY),
    "see_inside": (INSIDE, INSIDE),
    "run": (RUN, RUN),
    "speak": (SPEAK, SPEAK),
    "keep_order": (ORDER, ORDER),
    "open_seal": ({SECRETARIAT, STAFF}, {SECRETARIAT, STAFF}),
    "leave": (OURS | RUN, {OTHER} | RUN),
    "speak_for": (OURS, {OTHER}),
    "work_for": ({HEAD, FOCAL}, {OTHER}),
    "state_for": ({HEAD}, {OTHER}),
    "see_paragraph": (EVERYBODY, EVERYBODY),
    "translate_paragraph": (SPEAK, SPEAK),
    "hear": (EVERYBODY, EVERYBODY),
    "report": (EVERYBODY - OURS - {NOBODY}, EVERYBODY - {OTHER, NOBODY}),
    "appeal": (OURS, {OTHER}),
    "add_dialogue": ({SECRETARIAT, STAFF}, {SECRETARIAT, STAFF}),
}
# read by who is inside alone, where the dialogue is for its parties or the rule is closed
READ = ("see", "hear", "report", "see_paragraph", "translate_paragraph")


def cast_of(where):
    """A person in each role, our member and the other one; the head speaks, the focal point has the theme."""
    found = {NOBODY: AnonymousUser(), STRANGER: person(STRANGER)}
    found[HEAD], ours = delegation(where, HEAD)
    found[OTHER], theirs = delegation(where, OTHER)
    for name, role in ((FOCAL, Role.DELEGATE), (DELEGATE, Role.DELEGATE), (OBSERVER, Role.OBSERVER)):
        found[name] = person(name)
        put(found[name], ours, role)
    for name, function, more in ((HEAD, Function.HEAD, {}), (FOCAL, Function.FOCAL_POINT, {"theme": where.theme})):
        held = found[name].memberships.get()
        set_function(membership=held, function=function, since=LONG_AGO, by=None, **more)
    for role in (MODERATOR, CHAIR):
        found[role] = person(role)
        meeting_actions.appoint(dialogue=where, email=found[role].email, role=role, by=None)
    office = member("Office")
    for name, role in ((SECRETARIAT, Role.SECRETARIAT), (STAFF, Role.ADMINISTRATOR)):
        found[name] = person(name)
        put(found[name], office, role)
    return found, (ours, found[HEAD]), (theirs, found[OTHER])


def thing(action, where, side, rule):
    """What a permission is asked about."""
    of, who = side
    if action in ("leave", "speak_for", "work_for", "state_for"):
        return where.parties.get(member=of)
    if action in ("hear", "report", "appeal"):
        return said(where, who, of, session=session(where, rule))
    if action in ("see_paragraph", "translate_paragraph"):
        return draft(where, rule=rule).paragraphs.select_related("draft__dialogue").last()
    return where


def test_the_table_knows_every_permission():
    assert {f"dialogues.{action}" for action in TABLE} == {name for name in WHO_MAY if name.startswith("dialogues.")}


@pytest.mark.parametrize("how", ["open", "for parties alone", "closed rule"])
def test_every_role_by_every_action(how):
    where = dialogue(is_public=how != "for parties alone")
    rule = Rule.CLOSED if how == "closed rule" else Rule.MEMBER
    people, *sides = cast_of(where)
    wrong = {}
    for action, allowed in TABLE.items():
        for side, names in zip(sides, allowed, strict=True):
            about = thing(action, where, side, rule)
            inside_only = action in READ and (how == "for parties alone" or (how == "closed rule" and action != "see"))
            expected = names & INSIDE if inside_only else names
            found = {name for name, who in people.items() if may(who, f"dialogues.{action}", about)}
            if found != expected:
                wrong[action, side[0].short_name] = (found - expected, expected - found)
    assert not wrong


def test_a_refusal_says_who_may():
    where = dialogue()
    people, (ours, _head), _theirs = cast_of(where)
    for action in ("run", "speak", "keep_order", "open_seal", "see_inside"):
        with pytest.raises(NotAllowed, match=str(WHO_MAY[f"dialogues.{action}"])):
            require(people[STRANGER], f"dialogues.{action}", where)
    with pytest.raises(NotAllowed, match="only who speaks for it states them"):
        require(people[DELEGATE], "dialogues.state_for", where.parties.get(member=ours))
