"""Who may do what: every role × every action × own or another member, and the predicates of two people.

Covers `passerelle_web.people.permissions`, and that the actions ask it.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from passerelle_web.people import delegation_actions, member_actions, permissions
from passerelle_web.people.models import JointAnswer, JointStatement, Role
from passerelle_web.people.permissions import WHO_MAY, may, require
from passerelle_web.people.refusals import NotAllowed
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db

NOBODY, STRANGER, STAFF, ENDED = "a visitor", "in no member", "runs the site", "an ended account"
HEAD, SECOND = "the head of the delegation", "an alternate beside a head"
WHO = [NOBODY, STRANGER, ENDED, STAFF, HEAD, SECOND, *Role.values]
ALL = set(WHO) - {NOBODY, ENDED}
FORUM = {STAFF, Role.SECRETARIAT, Role.ADMINISTRATOR}
ADMINS = {STAFF, Role.ADMINISTRATOR}
IN_A_MEMBER = set(Role.values) | {HEAD, SECOND}
DELEGATES = {Role.DELEGATE, HEAD, SECOND}

# who may, with the thing being of one's own member, and of another
TABLE = {
    "people.add_member": (FORUM, FORUM),
    "people.change_member": (FORUM | DELEGATES, FORUM),
    "people.add_membership": (FORUM, FORUM),
    "people.guard": (ADMINS, ADMINS),
    "people.end_membership": (ALL, FORUM),
    "people.act_for": (IN_A_MEMBER, set()),
    "people.see_people": (IN_A_MEMBER | {STAFF}, IN_A_MEMBER | {STAFF}),
    "people.see_trail": (ALL, FORUM),
    "people.let_go": (ALL, ADMINS),
    "people.set_function": (FORUM | {HEAD}, FORUM),
    "people.hand_over": (FORUM, FORUM),  # of somebody else; one's own is tested with the actions
    "people.invite": (FORUM | {HEAD}, FORUM),
    "people.ask_to_join": ({HEAD}, set()),
    "people.answer_joint": ({HEAD}, set()),
    "people.change_joint": ({HEAD}, set()),
    "people.see_joint": (IN_A_MEMBER, set()),
    "people.take_away_member": ({HEAD}, set()),
}


def somebody(who, own):
    if who == NOBODY:
        return AnonymousUser()
    made = person("Ana", staff=who == STAFF)
    if who in Role.values:
        put(made, own, who)
    if who in (HEAD, SECOND):
        held = put(made, own)
        delegation_actions.set_function(membership=held, function="head" if who == HEAD else "alternate", by=None)
    if who == SECOND:
        first = put(person("Zoe"), own)
        delegation_actions.set_function(membership=first, function="head", by=None)
    if who == ENDED:
        put(made, own, Role.ADMINISTRATOR)
        made.is_active = False
        made.save()
    return made


def thing(permission, whose, who):
    """What the permission is asked about, of a member, and of a person for whom "own" means herself."""
    if permission == "people.end_membership":
        return put(who, whose, Role.OBSERVER, since=timezone.localdate(), until=None)
    if permission in ("people.see_trail", "people.let_go"):
        return who
    if permission == "people.hand_over":
        held = put(person(f"Focal{whose.pk}"), whose)
        return delegation_actions.set_function(membership=held, function="focal_point", theme="2.1-routes", by=None)
    if permission in ("people.answer_joint", "people.change_joint", "people.see_joint"):
        given = {"subject_kind": "x.y", "subject_key": "1", "title": "T", "wording": "W", "language": "en"}
        statement = JointStatement.objects.create(member=whose, **given)
        answer = JointAnswer.objects.create(statement=statement, member=whose)
        return answer if permission == "people.answer_joint" else statement
    return whose


def test_the_table_knows_every_permission():
    assert set(TABLE) == {name for name in WHO_MAY if name.startswith("people.")}


@pytest.mark.parametrize("permission", TABLE)
@pytest.mark.parametrize("who", WHO)
def test_every_role_in_its_own_and_in_another_member(permission, who):
    own, other = member("Millers"), member("Bakers")
    one, another = somebody(who, own), person("Ben")
    about_persons = permission in ("people.end_membership", "people.see_trail", "people.let_go")
    expected = tuple(who in allowed for allowed in TABLE[permission])
    if who == Role.OBSERVER and permission == "people.end_membership":
        mine = one.memberships.get()
    elif about_persons and who in (NOBODY, ENDED):
        mine = thing(permission, own, another)
    else:
        mine = thing(permission, own, one if about_persons else another)
    hers = thing(permission, other, another)
    assert (may(one, permission, mine), may(one, permission, hers)) == expected
    if not expected[1]:
        with pytest.raises(NotAllowed, match=str(WHO_MAY[permission])):
            require(one, permission, hers)
    else:
        require(one, permission, hers)


@pytest.mark.parametrize("permission", TABLE)
def test_the_machine_itself_may(permission):
    require(None, permission)


@pytest.mark.parametrize("role", permissions.GUARDED)
def test_guarded_roles_are_given_and_taken_by_administrators_alone(role):
    own, office = member("Millers"), member("Office")
    clerk, admin, ben = person("Clerk"), person("Admin"), person("Ben")
    put(clerk, office, Role.SECRETARIAT)
    put(admin, office, Role.ADMINISTRATOR)
    given = {"member": own, "email": ben.email, "role": role}
    with pytest.raises(NotAllowed, match="Only administrators give"):
        member_actions.add_membership(**given, by=clerk)
    held = member_actions.add_membership(**given, by=admin)
    with pytest.raises(NotAllowed):
        member_actions.end_membership(membership=held, by=clerk)
    member_actions.end_membership(membership=held, by=admin)


def test_a_delegate_changes_the_names_of_her_member_and_nothing_else():
    own, ana = member("Millers"), person("Ana")
    put(ana, own)
    member_actions.change_member(member=own, name="Guild of Millers", by=ana)
    member_actions.add_department(member=own, name="Wheel", by=ana)
    with pytest.raises(NotAllowed, match="add members"):
        member_actions.change_member(member=own, kind="academia", by=ana)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        (
            member_actions.found_member,
            {"name": "X", "short_name": "X", "kind": "academia", "since": timezone.localdate()},
        ),
        (member_actions.change_member, {"name": "X"}),
        (member_actions.add_department, {"name": "X"}),
        (member_actions.add_membership, {"email": "ana@village.example", "role": Role.OBSERVER}),
    ],
)
def test_every_action_asks(action, given):
    millers, ana = member("Millers"), person("Ana")
    about = {} if action is member_actions.found_member else {"member": millers}
    with pytest.raises(NotAllowed):
        action(**about, **given, by=ana)
    with pytest.raises(NotAllowed):
        action(**about, **given, by=AnonymousUser())


# Predicates of two people -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hers", "his", "apart"),
    [
        (("Millers", "Wheel"), ("Millers", "Wheel"), False),
        (("Millers", "Wheel"), ("Millers", "Sacks"), True),
        (("Millers", "Wheel"), ("Bakers", "Oven"), True),
        (("Millers", None), ("Bakers", None), True),
        (("Millers", None), ("Millers", "Wheel"), False),
        (("Millers", None), ("Millers", None), False),
        (("Millers", "Wheel"), None, False),
    ],
)
def test_the_two_person_rule(hers, his, apart):
    places = {name: member(name) for name in ("Millers", "Bakers")}
    parts = {
        name: member_actions.add_department(member=places[where], name=name, by=None)
        for where, name in (("Millers", "Wheel"), ("Millers", "Sacks"), ("Bakers", "Oven"))
    }
    ana, ben = person("Ana"), person("Ben")
    for who, desk in ((ana, hers), (ben, his)):
        if desk:
            put(who, places[desk[0]], department=parts.get(desk[1]))
    assert permissions.different_department_or_member(ana, ben) is apart
    assert permissions.different_department_or_member(ben, ana) is apart
    assert permissions.same_department(ana, ben) is (his is not None and not apart)


def test_nobody_checks_herself_and_an_old_desk_does_not_count():
    ana, ben, millers = person("Ana"), person("Ben"), member("Millers")
    put(ana, millers)
    put(ana, member("Bakers"))
    assert not permissions.different_department_or_member(ana, ana)
    shared = put(ben, millers)
    put(ben, member("Weavers"))
    assert not permissions.different_department_or_member(ana, ben)
    member_actions.end_membership(membership=shared, by=None)
    assert permissions.different_department_or_member(ana, ben)
    assert not permissions.different_department_or_member(AnonymousUser(), ben)


def test_roles_are_asked_anywhere_or_in_one_member():
    ana, millers, bakers = person("Ana"), member("Millers"), member("Bakers")
    put(ana, millers, Role.CHAIR)
    assert permissions.has_role(Role.CHAIR, Role.MODERATOR)(ana)
    assert not permissions.has_role(Role.MODERATOR)(ana)
    assert permissions.has_role_in_member(Role.CHAIR)(ana, millers)
    assert not permissions.has_role_in_member(Role.CHAIR)(ana, bakers)
    assert permissions.acts_for(ana, millers) and not permissions.acts_for(ana, bakers)
    assert not permissions.acts_for.test(ana)
    assert permissions.is_signed_in(ana) and not permissions.is_signed_in(AnonymousUser())


def test_many_are_asked_about_at_the_price_of_one(django_assert_num_queries):
    ana, ben, millers, bakers = person("Ana"), person("Ben"), member("Millers"), member("Bakers")
    put(ana, millers)
    with django_assert_num_queries(1):
        asked = permissions.may_each(ana, "people.change_member", [millers, bakers, millers])
    assert asked == [(millers, True), (bakers, False), (millers, True)]
    with django_assert_num_queries(0):
        assert permissions.may_each(AnonymousUser(), "people.change_member", [millers, bakers])[0] == (millers, False)
    put(ben, millers)
    assert may(ben, "people.change_member", millers)  # nothing is remembered afterwards


def test_django_itself_asks_the_same():
    ana, millers = person("Ana"), member("Millers")
    put(ana, millers)
    assert ana.has_perm("people.change_member", millers)
    assert not ana.has_perm("people.add_member")
