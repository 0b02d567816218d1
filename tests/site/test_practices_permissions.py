"""Who may do what with practices: roles × actions × own and other member, by the table, and the same through the pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from passerelle_web.people.models import Role
from passerelle_web.people.permissions import WHO_MAY, may
from passerelle_web.practices import reviewing_actions, writing_actions
from passerelle_web.practices.models import State
from tests.site.people_makers import member, person, put
from tests.site.practices_makers import desk, drafted, edition, published, reviewed, submitted, tried

pytestmark = pytest.mark.django_db
EVERY_ROLE = list(Role.values)
WRITING = [role for role in EVERY_ROLE if role != Role.OBSERVER]
EDITING = [Role.MODERATOR, Role.SECRETARIAT, Role.ADMINISTRATOR]
# Of each subject: what a person in a role of its own member may do, and what one of another member may.
TABLE = {
    ("practices.see", "draft"): (EVERY_ROLE, EDITING),
    ("practices.see", "review"): (EVERY_ROLE, WRITING),
    ("practices.see", "published"): (EVERY_ROLE, EVERY_ROLE),
    ("practices.see", "withdrawn"): (EVERY_ROLE, EVERY_ROLE),
    ("practices.change", "draft"): (WRITING, []),
    ("practices.change", "published"): (WRITING, []),
    ("practices.review", "draft"): ([], []),
    ("practices.review", "review"): ([], WRITING),
    ("practices.review", "published"): ([], []),
    ("practices.see_reviews", "review"): (EVERY_ROLE, EDITING),
    ("practices.see_reviews", "published"): (EVERY_ROLE, EVERY_ROLE),
    ("practices.decide", "review"): ([], EDITING),
    ("practices.try_it", "draft"): ([], []),
    ("practices.try_it", "published"): ([], WRITING),
    ("practices.try_it", "withdrawn"): ([], []),
    ("practices.translate", "draft"): ([], []),
    ("practices.translate", "published"): (EVERY_ROLE, EVERY_ROLE),
    ("practices.hide_report", "report"): (EDITING, EDITING),
    ("practices.show_report", "report"): (EDITING, EDITING),
}
# What asks for no practice: which roles may, in whatever member.
WITHOUT = {
    "practices.add": WRITING,
    "practices.follow": EVERY_ROLE,
    "practices.make_handbook": [Role.SECRETARIAT, Role.ADMINISTRATOR],
}
OPEN_TO_VISITORS = {
    ("practices.see", "published"),
    ("practices.see", "withdrawn"),
    ("practices.see_reviews", "published"),
}


@pytest.fixture(scope="module")
def subjects(standing):
    """A subject of each state, all of one member, and that member."""
    ana, eva, ida = desk("ana"), desk("eva"), desk("ida")
    out = published(*ana, eva, ida, title="Withdrawn")
    writing_actions.withdraw(practice=out, reason="Wrong", by=ana[0])
    standing = published(*ana, eva, ida)
    held = {
        "draft": drafted(*ana).versions.get(), "review": submitted(*ana),
        "published": standing.versions.get(), "withdrawn": out.versions.get(), "report": tried(standing, *eva),
    }  # fmt: skip
    return held, ana[1]


def subject_for(permission: str, held):
    """The version where a permission is of versions, else its practice or the report."""
    if permission in ("practices.see_reviews", "practices.hide_report", "practices.show_report"):
        return held
    return held if permission == "practices.review" else held.practice


def everybody(own):
    """A person in each role of its own member, and one in each role of another."""
    other = member("Others")
    return [
        (role, is_own, desk(f"{role}-{'own' if is_own else 'other'}", role, of=own if is_own else other)[0])
        for role in EVERY_ROLE
        for is_own in (True, False)
    ]


def test_the_table_of_roles_actions_own_and_other_member(subjects):
    held, own = subjects
    wrong = []
    for role, is_own, who in everybody(own):
        for (permission, state), (of_own, of_other) in TABLE.items():
            allowed = role in (of_own if is_own else of_other)
            if may(who, permission, subject_for(permission, held[state])) != allowed:
                wrong.append((role, "own" if is_own else "other", permission, state))
        wrong += [(role, name) for name, roles in WITHOUT.items() if may(who, name) != (role in roles)]
        if may(who, "practices.write_for", own) != (is_own and role in WRITING):
            wrong.append((role, is_own, "practices.write_for"))
    assert not wrong


def test_the_table_covers_every_permission_of_the_room():
    told = {permission for permission, _state in TABLE} | set(WITHOUT)
    ours = {name for name in WHO_MAY if name.startswith("practices.")}
    assert ours - told == {"practices.write_for", "practices.see_edition"}


@pytest.mark.parametrize("who", ["visitor", "stranger", "left"])
def test_who_is_in_no_member_reads_what_is_published_and_nothing_else(subjects, who):
    held, own = subjects
    somebody = AnonymousUser()
    if who != "visitor":
        somebody = person(who)
    if who == "left":
        membership = put(somebody, own)
        membership.until = membership.since
        membership.save()
    for permission, state in TABLE:
        allowed = (permission, state) in OPEN_TO_VISITORS
        assert may(somebody, permission, subject_for(permission, held[state])) == allowed, (permission, state)
    assert not any(may(somebody, name) for name in ("practices.add", "practices.make_handbook"))


def test_who_sits_in_both_members_reviews_and_decides_nothing_of_either(subjects):
    held, own = subjects
    both = desk("both", Role.SECRETARIAT)[0]
    put(both, own, Role.OBSERVER)
    assert not may(both, "practices.review", held["review"]) and not may(
        both, "practices.decide", held["review"].practice
    )
    assert not may(both, "practices.try_it", held["published"].practice)


def test_who_has_reviewed_reads_the_reviews_of_others_and_of_that_version_alone(subjects):
    held, _own = subjects
    version = held["review"]
    peer, later = desk("peer"), desk("later")
    reviewed(version, *peer)
    assert may(peer[0], "practices.see_reviews", version) and not may(later[0], "practices.see_reviews", version)
    reviewing_actions.send_back(version=version, reason="More", by=None)
    writing_actions.submit(practice=version.practice, by=None)
    second = version.practice.versions.get(state=State.REVIEW)
    assert not may(peer[0], "practices.see_reviews", second)


def test_its_own_member_takes_a_report_back_and_others_do_not(subjects):
    held, _own = subjects
    report = held["report"]
    assert may(desk("colleague", of=report.member)[0], "practices.hide_report", report)
    assert not may(desk("watcher", Role.OBSERVER, of=report.member)[0], "practices.hide_report", report)
    assert not may(desk("fisher")[0], "practices.hide_report", report)


def test_a_draft_edition_is_the_secretariats(subjects):
    held, own = subjects
    made = edition(held["published"].practice)
    allowed = {role for role, _own, who in everybody(own) if may(who, "practices.see_edition", made)}
    assert allowed == {Role.SECRETARIAT, Role.ADMINISTRATOR} and not may(AnonymousUser(), "practices.see_edition", made)


def test_the_machine_may(subjects):
    held, _own = subjects
    assert all(may(None, permission, subject_for(permission, held[state])) for permission, state in TABLE)


PAGES = {
    "mine": [], "awaiting": [], "begin": [], "step": ["draft", "about"], "check": ["draft"], "take-back": ["review"],
    "withdraw": ["published"], "review": ["review", 1], "decide": ["review", 1, "decline"], "tried": ["published"],
    "begin-edition": [],
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same(subjects, page):
    held, own = subjects
    given = [held[one].practice.pk if one in held else one for one in PAGES[page]]
    address = reverse(f"practices:{page}", args=given)
    status = {}
    for name, role, of in (
        ("delegate", Role.DELEGATE, own), ("peer", Role.DELEGATE, None), ("editor", Role.SECRETARIAT, None),
        ("watcher", Role.OBSERVER, None), ("visitor", None, None),
    ):  # fmt: skip
        client = Client()
        if role:
            client.force_login(
                desk(name, role, of=of)[0], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        status[name] = client.get(address).status_code
    refused, absent, read, asked = 403, 404, 200, 302
    expected = {
        "mine": (read, read, read, read), "awaiting": (read, read, read, read), "begin": (read, read, read, refused),
        "step": (read, absent, refused, absent), "check": (read, absent, refused, absent),
        "take-back": (read, refused, refused, absent), "withdraw": (read, refused, refused, refused),
        "review": (refused, read, read, absent), "decide": (refused, refused, read, absent),
        "tried": (refused, read, read, refused), "begin-edition": (refused, refused, read, refused),
    }  # fmt: skip
    assert tuple(status.values()) == (*expected[page], asked)
