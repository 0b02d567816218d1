"""A visitor puts a statement, votes by keyboard alone and without scripts, and sees the map; axe finds nothing.

Covers the templates and the style sheet of `passerelle_web.consensus`.
"""

import re

import pytest
from django.core.cache import cache

from passerelle_web.consensus.models import Statement, Vote
from passerelle_web.dialogues import meeting_actions
from tests.browser.test_measures import signed_in, told
from tests.site.consensus_makers import camps, pictured, public
from tests.site.dialogues_makers import delegation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    cache.clear()


@pytest.fixture
def voted():
    """A public consultation in which two camps have voted, each a bloc."""
    made = public(title="What makes seasonal work fair?")
    camps(made, (30, 24), blocs=("state", "diaspora"))
    pictured(made)
    return made


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_puts_a_statement_votes_by_keyboard_and_sees_the_map(open_page, live_server, voted, scripts):
    found = {}
    look = told if scripts else lambda _page: []
    page = open_page(f"/en/consultations/{voted.link}/", scripts=scripts)
    found["result"] = look(page)
    page.get_by_role("link", name="Put a statement").first.click()
    page.wait_for_url("**/put/")
    found["put"] = look(page)
    page.get_by_role("button", name="Put it").click()
    page.get_by_role("alert").wait_for()
    found["nothing typed"] = look(page)
    page.get_by_label("Your statement").fill("Trains carry workers at half price.")
    page.get_by_role("button", name="Put it").click()
    page.wait_for_url("**/statements/13/")
    found["put and seen"] = look(page)
    assert Statement.objects.get(number=13).text == "Trains carry workers at half price."

    page.goto(f"{live_server.url}/en/consultations/{voted.link}/vote/")
    found["ballot"] = look(page)
    before, first = Vote.objects.count(), page.locator("#asked").inner_text()
    # by keyboard alone: to the first of the three ways, and past it to the second
    page.get_by_role("button", name="Agree", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("1 of 13 statements voted on").wait_for()
    assert page.locator("#asked").inner_text() != first
    page.get_by_role("button", name="Agree", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_text("2 of 13 statements voted on").wait_for()
    assert Vote.objects.count() == before + 2
    cast = list(Vote.objects.filter(statement__text=first).order_by("-voter_id").values_list("value", flat=True)[:1])
    assert cast == [-1]

    page.get_by_role("link", name="Your votes").click()
    page.wait_for_url("**/votes/")
    found["votes"] = look(page)
    changed = page.get_by_role("listitem").filter(has_text=first).get_by_role("button", name="Pass")
    changed.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/votes/#s*")
    pressed = page.get_by_role("listitem").filter(has_text=first).get_by_role("button", pressed=True)
    assert pressed.inner_text() == "Pass" and page.locator('[aria-pressed="true"]').count() == 2

    page.get_by_role("link", name="Result").click()
    page.wait_for_url(f"**/{voted.link}/")
    drawing = page.get_by_role("group", name="Opinion map")
    assert drawing.locator("ellipse").count() == 2 and drawing.locator("circle.person").count() >= 2
    mark = drawing.get_by_role("link").first
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#s\d+$"))
    assert page.locator("tr:target").count() == 1
    page.locator("main details summary").first.focus()
    page.keyboard.press("Enter")
    assert re.search(r"of \d+", page.locator("main details[open]").first.inner_text())
    assert {name: what for name, what in found.items() if what} == {}


def test_every_page_is_open_to_all_in_every_size_theme_and_direction(open_page, live_server, voted):
    who, _ = delegation(voted.dialogue, "ana")
    meeting_actions.appoint(dialogue=voted.dialogue, email=who.email, role="chair", by=None)
    base, listed = f"/consultations/{voted.pk}/", f"/dialogues/{voted.dialogue.pk}/consultations/"
    pages = [
        base, f"{base}vote/", f"{base}statements/?sort=divide", f"{base}run/", f"{base}run/change/", f"{base}delegations/",
        f"{base}statements/3/", f"{base}statements/3/hide/", listed, f"{listed}new/", f"{listed}from-elsewhere/",
    ]  # fmt: skip
    wrong = {}
    for size, theme, language in (("desk", "light", "en"), ("telephone", "light", "en"), ("telephone", "dark", "ar")):
        page = open_page("/en/account/login/", size=size, theme=theme)
        signed_in(page, "ana", live_server.url)
        for address in pages:
            page.goto(f"{live_server.url}/{language}{address}")
            wrong[size, language, address] = told(page)
    assert {where: what for where, what in wrong.items() if what} == {}
