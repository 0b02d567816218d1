"""Help from the call to its result, as two members meet it, with scripts and without; pages of the forum against axe.

Covers the templates of `passerelle_web.forum`.
"""

import pytest
from django.utils import timezone

from passerelle_web.forum import cycle_actions, mission_actions, theme_actions
from passerelle_web.forum.models import Offer, Result
from passerelle_web.people.models import Kind
from tests.browser.test_pages import faults
from tests.browser.test_people import sign_in
from tests.site.forum_makers import accepted, agreed, call, charter, decided, delegate, head, seated, theme, year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_tries_yet():
    from django.core.cache import cache

    cache.clear()


def signed_in(open_page, address: str, name: str, **how):
    page = open_page("/en/account/login/", **how)
    sign_in(page, f"{name}@village.example")
    page.wait_for_url("**/en/account/")
    page.goto(page.url.removesuffix("/en/account/") + address)
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_from_asking_for_help_over_offer_and_terms_to_the_result(open_page, scripts):
    delegate("ana", Kind.STATE, place="SEN")
    delegate("ben", Kind.STATE, place="PHL")
    hers = signed_in(open_page, "/en/forum/assistance/", "ana", scripts=scripts)
    hers.get_by_role("link", name="Ask for help").click()
    hers.get_by_label("With what, in a line").fill("A register of recruiters")
    hers.get_by_label("What help is asked for").fill("Who recruits, and on which terms?")
    hers.get_by_role("button", name="Ask", exact=True).click()
    alert = hers.get_by_role("alert")
    assert "What you bring yourselves" in alert.inner_text() and "Theme" in alert.inner_text()
    assert hers.get_by_label("With what, in a line").input_value() == "A register of recruiters"
    hers.get_by_label("What you bring yourselves").fill("Two clerks.")
    hers.get_by_label("Theme").select_option("2.2-brain-drain")
    hers.get_by_role("button", name="Ask", exact=True).click()
    assert "Your call stands" in hers.get_by_role("status").inner_text()
    place = hers.url

    his = signed_in(open_page, "/en/forum/assistance/", "ben", scripts=scripts)
    his.get_by_role("link", name="A register of recruiters").click()
    his.get_by_role("link", name="Offer help").click()
    his.get_by_label("What you offer").fill("Two weeks of advice.")
    his.get_by_label("Who pays for what").fill("We pay travel.")
    his.get_by_role("button", name="Offer it").click()
    hers.goto(place)
    hers.get_by_role("link", name="Union of the Bens").click()
    hers.get_by_role("button", name="Accept this offer").click()
    hers.get_by_role("link", name="Write the terms").click()
    hers.locator("textarea[name=text]").fill("Aim: a register by June.")
    hers.get_by_role("button", name="Save as a version").click()
    his.reload()
    his.get_by_role("button", name="Agree to these terms").click()
    assert "Both members agree to these words." in his.locator("main").inner_text()
    his.get_by_role("link", name="Write what came of it").click()
    his.get_by_label("What came of it").fill("Forty recruiters are registered.")
    his.get_by_label("What others can learn from it").fill("Begin with inspectors.")
    his.get_by_role("button", name="Write it down").click()
    assert "The result stands." in his.get_by_role("status").inner_text()
    assert Result.objects.get().offer == Offer.objects.get(state="accepted")


def filled():
    """A forum with something of everything."""
    ana, of = head("ana")
    ben, other = head("ben", Kind.STATE, place="SEN")
    for one in (of, other):
        seated(one)
    held = year()
    cycle_actions.choose_chair(cycle=held, member=other, reason="By the rule.", by=None)
    theme_actions.answer_theme(proposal=theme(held, of), chosen=True, why="Asked by many.", by=None)
    theme(held, other, "Licences")
    cycle_actions.set_deadline(cycle=held, day=timezone.localdate(), title="Comments", language="en", by=None)
    first = decided(of)
    decided(other, title="Moving", closed_for="A price is negotiated.")
    offer = accepted(call(other), of)
    agreed(offer, by_asker=ben, by_helper=ana)
    today = timezone.localdate()
    mission_actions.set_mission(
        offer=offer, title="Course", language="en", begins=today, ends=today, roles=[("Trainer", of, "")], by=None
    )
    return first, held, offer


@pytest.mark.parametrize(
    ("language", "theme", "size"), [("en", "light", "telephone"), ("en", "dark", "desk"), ("ar", "light", "telephone")]
)
def test_nothing_bars_the_way_in_the_forum(open_page, language, theme, size):
    charter()
    first, held, offer = filled()
    page = signed_in(open_page, "/en/forum/", "ana", size=size, theme=theme)
    root = page.url.removesuffix("/en/forum/")
    asked = f"assistance/{offer.request_id}/"
    found = {}
    for address in (
        "", "charter/?beside=fr", "charter/draft/", "steering/", "decisions/", f"decisions/{first.sign}/",
        "decisions/record/", "years/", f"years/{held.year}/", f"years/{held.year}/themes/", f"years/{held.year}/chair/",
        "joining/", "joining/apply/", "assistance/", "assistance/ask/", asked, f"{asked}offers/{offer.pk}/",
        f"{asked}offers/{offer.pk}/missions/", f"{asked}offers/{offer.pk}/terms/1/",
    ):  # fmt: skip
        page.goto(f"{root}/{language}/forum/{address}")
        found[address] = faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[address].append(("wide", wide))
    assert {address: what for address, what in found.items() if what} == {}
