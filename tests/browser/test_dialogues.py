"""A statement of several, a report and an appeal, a commitment: as people meet them; pages against axe.

Covers the templates of `passerelle_web.dialogues`.
"""

from importlib import import_module

import pytest
from django.db import connection

from passerelle_web.dialogues import meeting_actions, order_actions, paper_actions
from tests.browser.test_forum import signed_in
from tests.browser.test_pages import faults
from tests.site.dialogues_makers import dialogue, said, session
from tests.site.library_makers import kept
from tests.site.people_makers import person
from tests.site.test_dialogues_commitments import adopted, committed
from tests.site.test_dialogues_joint import asked, heads

pytestmark = pytest.mark.django_db(transaction=True)

GUARD = "people_joint_answer_stands_delete"


@pytest.fixture(autouse=True)
def emptied(transactional_db):
    """A delivered statement keeps its answers even from the emptying of the tables after a test: its guard is let go."""
    law = import_module("passerelle_web.people.migrations.0007_delegations_hold_together")
    (guard,) = (law._refused(*one)[0] for one in law.TRIGGERS if one[:2] == (GUARD.removesuffix("_delete"), "DELETE"))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {GUARD}")
        cursor.execute(guard)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {GUARD}")


@pytest.fixture(autouse=True)
def _no_tries_yet():
    from django.core.cache import cache

    cache.clear()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_say_it_together_and_one_commits_to_it(open_page, scripts):
    talk = dialogue()
    heads(talk, "ana")
    heads(talk, "ben")
    text = adopted(talk)
    here = f"/en/dialogues/{talk.pk}/exchange/"
    hers = signed_in(open_page, here, "ana", scripts=scripts)
    hers.get_by_role("link", name="Ask others to join a statement").click()
    hers.get_by_label("Title").fill("On fees")
    hers.get_by_label("Wording").fill("No fee is paid by who goes.")
    hers.get_by_role("button", name="Ask them").click()
    assert hers.get_by_label("Title").input_value() == "On fees"  # nobody was ticked, nothing is lost
    hers.get_by_label("Union of the Bens").check()
    hers.get_by_role("button", name="Ask them").click()
    his = signed_in(open_page, here, "ben", scripts=scripts)
    his.get_by_role("link", name="On fees").click()
    his.get_by_role("radio").first.check()
    his.get_by_role("button", name="Answer").click()
    hers.get_by_role("link", name="Deliver it").click()
    hers.get_by_role("button", name="Deliver it").click()
    his.goto(his.url.split("/en/")[0] + here)
    assert "Union of the Anas, also on behalf of Union of the Bens" in his.locator("main").inner_text()

    his.goto(his.url.split("/en/")[0] + text.get_absolute_url())
    his.get_by_role("link", name="Commit to something out of it 2").click()
    assert his.get_by_label("What the member will do").input_value() == "Recruitment is free for those who go."
    his.get_by_label("Measured by").fill("Fees reported to inspectors")
    his.get_by_label("Where that stands today").fill("212 cases in 2025")
    his.get_by_label("Who answers for it").fill("Labour inspectorate")
    his.get_by_label("By which day, set by yourself").fill("2028-03-01")
    his.get_by_role("button", name="Commit").click()
    told = his.locator("main").inner_text()
    assert "Labour inspectorate" in told and "They bind nobody" in told


@pytest.mark.parametrize(("size", "language"), [("telephone", "ar"), ("desk", "en")])
def test_pages_hold_together_at_each_size_and_from_right_to_left(open_page, size, language):
    talk = dialogue()
    ana, ben = heads(talk, "ana"), heads(talk, "ben")
    chair = person("chair")
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    row = said(talk, *ana)
    order_actions.report(contribution=row, reason="It names a patient.", by=ben[0])
    asked(talk, *ana, ben[1])
    text = adopted(talk)
    committed(text, ana, paragraph=text.paragraphs.last())
    room = session(talk)
    paper_actions.lay_paper(session=room, document=kept(title="Wages of the season"), by=None)
    base = f"/{language}/dialogues/{talk.pk}/"
    hers = signed_in(open_page, f"{base}exchange/", "ana", size=size)
    for rest in ("", "exchange/", "exchange/join/", f"texts/{text.pk}/", f"sessions/{room.pk}/"):
        hers.goto(hers.url.split(f"/{language}/")[0] + base + rest)
        assert hers.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), rest
        assert not faults(hers), rest
    theirs = signed_in(open_page, f"{base}order/", "chair", size=size)
    assert not faults(theirs) and theirs.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
