"""A measure from the need over runs and their comparison to a screening by two people; each page is held against axe.

Covers the templates of `passerelle_web.measures`. Runs are done when they are asked for, with few draws.
"""

import re
from functools import partial

import pytest
from django.core.cache import cache

from passerelle.measures.runs import asked
from passerelle.measures.simulation.sensitivity import sensitivity
from tests.browser.test_pages import faults
from tests.browser.test_people import sign_in
from tests.site.people_makers import member, person, put
from tests.site.test_screening_pages import a_measure, screened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.DRAWINGS = tmp_path
    monkeypatch.setattr("passerelle_web.measures.forms.asked", lambda *a, **k: asked(*a, **k, draws=200))
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
    cache.clear()


@pytest.fixture
def delegates():
    """Salma of Mexico and Nuria of the United States, each in her member."""
    made = person("Salma"), person("Nuria")
    put(made[0], member("Mexico", "state", place="MEX"))
    put(made[1], member("United States", "state", place="USA"))
    return made


def told(page) -> list[object]:
    """What axe finds, and what is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults(page), *([("wide", wide)] if wide > 0 else [])]


def signed_in(page, name: str, root: str):
    page.goto(f"{root}/en/account/login/")
    sign_in(page, f"{name}@village.example")
    page.wait_for_url("**/en/account/")


def run_with(page, root: str, price: str) -> None:
    page.goto(f"{root}/en/corridors/MEX/USA/measures/transfer-costs/")
    page.locator('[name="transfer-costs.target_price"]').first.fill(price)
    page.get_by_role("button", name="Run the model").click()
    page.wait_for_url(re.compile(r"/en/runs/[0-9a-f-]+/"))


def keep(page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Keep", exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_need_over_runs_and_their_comparison_to_a_screening(open_page, live_server, delegates, scripts):
    root, found = live_server.url, {}
    # axe is itself a script
    look = told if scripts else lambda _page: []
    page = open_page("/en/account/login/", scripts=scripts)
    signed_in(page, "salma", root)

    page.goto(f"{root}/en/corridors/MEX/USA/")
    page.get_by_role("link", name="What could be done").first.click()
    page.wait_for_url("**/corridors/MEX/USA/measures/")
    found["need"] = look(page)
    assert "What could be done" in page.get_by_role("heading", level=1).inner_text()

    run_with(page, root, "3")
    found["run"] = look(page)
    assert page.get_by_role("heading", name="The rights gate").is_visible()
    keep(page, "Three per cent")
    run_with(page, root, "1")
    keep(page, "One per cent")
    address = page.url
    page.goto(f"{root}/en/runs/kept/")
    for box in page.locator('input[name="run"]').all():
        box.check()
    page.get_by_role("button", name="Lay the chosen runs beside one another").click()
    page.wait_for_url("**/runs/compare/**")
    found["compare"] = look(page)
    assert "No total, and no rank" in page.locator("main").inner_text()

    page.goto(address)
    page.get_by_role("link", name="Make a measure").click()
    page.get_by_label("The question of the parties").fill("What would one per cent give?")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/en/options/*/")
    found["measure"] = look(page)
    assert "Now: Rights screening." in page.locator(".lead").inner_text()

    page.get_by_role("link", name="Screen it").click()
    page.wait_for_url("**/screenings/new/")
    found["form"] = look(page)
    fill(page)
    page.get_by_role("button", name="Save the screening").click()
    alert = page.get_by_role("alert")
    assert "Nothing is kept yet" in alert.inner_text()
    found["mend"] = look(page)
    alert.get_by_role("link", name="Necessity: Less restrictive alternatives").click()
    page.locator('[name="necessary-alternatives"]').fill("A lower price by law: banks would leave the corridor")
    page.get_by_role("button", name="Save the screening").click()
    page.wait_for_url("**/screenings/*/")
    assert "a second person" in page.locator(".verdict").inner_text()
    found["waits"] = look(page)
    screening = page.url

    other = open_page("/en/account/login/", scripts=scripts)
    signed_in(other, "nuria", root)
    other.goto(screening)
    found["second"] = look(other)
    other.get_by_label("Where you differ").fill("The poorest send cash.")
    other.get_by_role("button", name="Confirm as the second person").click()
    assert "No stop found, by Salma and Nuria" in other.locator(".verdict").inner_text()
    assert "The poorest send cash." in other.locator("main").inner_text()
    found["done"] = look(other)
    assert {name: what for name, what in found.items() if what} == {}


def fill(page) -> None:
    """Answer every question; one alternative is written in a way that has to be mended."""
    for effect in page.locator('select[name$="-effect"]').all():
        line = effect.get_attribute("name").removesuffix("-effect")
        if page.locator(f'[name="{line}-text"]').input_value():
            effect.select_option("supports")
    for answer in page.locator('.asked > .field input[type="radio"][value="yes"]').all():
        answer.check()
        name = answer.get_attribute("name").removesuffix("-answer")
        page.locator(f'[name="{name}-reason"]').fill("The order says so.")
    page.locator('[name="law-evidence"]').fill("The order of 2024")
    page.locator('[name="necessary-alternatives"]').fill("A lower price by law")


@pytest.mark.parametrize("size", ["telephone", "desk"])
@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("ar", "light")])
def test_nothing_bars_the_way_of_who_screens(open_page, live_server, delegates, size, language, theme):
    salma, _nuria = delegates
    state = salma.memberships.get().member
    measure = a_measure(salma, state, "health-training", origin="MEX", destination="USA")
    coercive = a_measure(salma, state, "readmission", origin="MEX", destination="USA")
    rows = [screened(measure, salma), screened(measure, salma, law="unknown"), screened(coercive, salma, child="no")]
    page = open_page("/en/account/login/", size=size, theme=theme)
    signed_in(page, "salma", live_server.url)
    found = {}
    addresses = [f"/en/options/{coercive.pk}/screenings/new/", f"/en/options/{coercive.pk}/"]
    for address in [*addresses, *(row.get_absolute_url() for row in rows)]:
        page.goto(live_server.url + address.replace("/en/", f"/{language}/"))
        found[address] = told(page)
    assert {address: what for address, what in found.items() if what} == {}


def test_a_link_of_what_to_mend_goes_to_its_field(open_page, live_server, delegates):
    salma, _nuria = delegates
    measure = a_measure(salma, salma.memberships.get().member)
    page = open_page("/en/account/login/")
    signed_in(page, "salma", live_server.url)
    page.goto(f"{live_server.url}/en/options/{measure.pk}/screenings/new/")
    page.locator('[name="law-reason"]').fill("half a thought")
    page.get_by_role("button", name="Save the screening").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "law-answer"
    assert page.locator('[name="law-reason"]').input_value() == "half a thought"


def test_the_annex_prints_with_all_that_is_folded_and_no_ways_through(open_page, live_server, delegates):
    salma, _nuria = delegates
    row = screened(a_measure(salma, salma.memberships.get().member, origin="MEX", destination="USA"), salma)
    page = open_page(row.get_absolute_url())
    page.emulate_media(media="print")
    assert page.locator(".articles").first.is_visible()
    assert not page.get_by_role("link", name="YAML").is_visible()
