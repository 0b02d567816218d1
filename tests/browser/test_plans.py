"""A plan from a simulated measure to the printed page, by hand; every page of plans is held against axe, in each size.

Covers the templates and style sheets of `passerelle_web.plans`.
"""

import re
from functools import partial

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from passerelle.measures.runs import asked
from passerelle.measures.simulation.sensitivity import sensitivity
from passerelle_web.demonstration import filling
from passerelle_web.demonstration import plans as demonstrated
from passerelle_web.measures.models import Measure
from passerelle_web.plans.models import Paper, Plan
from tests.browser.test_measures import delegates, run_with, signed_in, told  # noqa: F401  a fixture among them
from tests.site.plans_makers import screened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.DRAWINGS = tmp_path
    monkeypatch.setattr("passerelle_web.measures.forms.asked", lambda *a, **k: asked(*a, **k, draws=200))
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
    monkeypatch.setattr(demonstrated, "DRAWS", 200)
    cache.clear()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_simulated_measure_to_the_printed_plan(open_page, live_server, delegates, scripts):  # noqa: F811
    root, found = live_server.url, {}
    look = told if scripts else lambda _page: []
    page = open_page("/en/account/login/", scripts=scripts)
    signed_in(page, "salma", root)
    run_with(page, root, "3")
    page.get_by_role("link", name="Make a measure").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/en/options/*/")
    measure = page.url

    page.goto(f"{root}/en/plans/new/")
    found["new"] = look(page)
    page.get_by_label("with nothing in it").check()
    page.get_by_label("Title").fill("Cheaper transfers for all")
    page.locator("#id_start").fill("2027-01-01")
    page.locator("#id_end").fill("2029-12-31")
    page.get_by_label("Origin").fill("Mexico")
    page.get_by_label("Destination").fill("United States")
    page.get_by_role("button", name="Make the plan").click()
    page.wait_for_url(re.compile(r"/en/plans/[0-9a-f-]{36}/"))
    plan = page.url
    found["empty"] = look(page)

    page.goto(measure)
    page.get_by_role("link", name="Take it into a plan").click()
    page.get_by_role("link", name="Cheaper transfers for all").click()
    found["take"] = look(page)
    page.get_by_role("button", name="Take them in").click()
    page.wait_for_url(f"{plan}money/")
    assert "give a rate of exchange" in page.locator("main").inner_text()
    rate = {"base": "EUR", "units": "1.08", "currency": "USD", "day": "2026-11-02", "source": "European Central Bank"}
    for name, told_of_it in rate.items():
        page.locator(f"#id_exchange_rates-0-{name}").fill(told_of_it)
    found["rates"] = look(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(plan)
    main = page.locator("main").inner_text()
    assert "Expected effect:" in main and "Costs of “" in main and "It has no screening of rights." in main
    found["taken"] = look(page)

    page.locator("table.actions a").first.click()
    page.get_by_role("link", name="Change the action").click()
    found["action form"] = look(page)
    page.get_by_label("In words").fill("Both sides show all prices.")
    page.locator("#id_steps-0-title").fill("Prices shown side by side")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/actions/*/")
    assert "Both sides show all prices." in page.locator("main").inner_text()
    found["action"] = look(page)

    page.goto(plan)
    assert "It can be adopted once the gate is open" in page.locator("main").inner_text()
    assert not page.get_by_role("button", name="Adopt this version").count()
    screened(Measure.objects.get(), *delegates)
    page.goto(plan)
    page.get_by_role("button", name="Make actions of its mitigations").click()
    page.wait_for_url(plan)
    page.get_by_role("button", name="Adopt this version").click()
    page.wait_for_url(plan)
    assert "Every owner has adopted this version." in page.locator("main").inner_text()
    found["adopted"] = look(page)

    for tab in ("Timetable", "Budget", "How it goes", "Versions"):
        page.get_by_role("navigation", name="Parts of the plan").get_by_role("link", name=tab).click()
        found[tab] = look(page)
    page.goto(plan)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF").click()
    text = "".join(one.extract_text() for one in PdfReader(taken.value.path()).pages)
    assert "Cheaper transfers for all" in text and "Prices shown side by side" in text
    assert {name: what for name, what in found.items() if what} == {}


@pytest.fixture
def shown():
    """The demonstration, and the addresses of its pages."""
    filling.fill()
    plan = Plan.objects.exclude(adopted=None).get()
    draft = Plan.objects.get(adopted=None)
    base = f"/plans/{plan.pk}/"
    paper = Paper.objects.get()
    return [
        "/plans/", base, f"{base}timetable/?slip=school-law&days=60", f"{base}budget/", f"{base}following/",
        f"{base}versions/", f"{base}actions/school/", f"/plans/{draft.pk}/", "/scoreboard/",
        "/scoreboard/programmes/tampere/", "/scoreboard/routes/central-mediterranean/", "/commitments/", "/papers/",
        f"/papers/{paper.pk}/", f"/papers/beside/?one=paper:{paper.pk}&other=plan:{plan.pk}",
        "/measures/transfer-costs/ledger/",
    ]  # fmt: skip


def test_every_page_is_open_to_all_in_every_size_theme_and_direction(open_page, live_server, shown):
    wrong = {}
    looks = (
        ("desk", "light", "en"),
        ("telephone", "light", "en"),
        ("telephone", "dark", "ar"),
        ("tablet", "dark", "en"),
    )
    for size, theme, language in looks:
        page = open_page(f"/{language}/plans/", size=size, theme=theme)
        for address in shown:
            page.goto(f"{live_server.url}/{language}{address}")
            wrong[size, language, address] = told(page)
    assert {where: what for where, what in wrong.items() if what} == {}


def test_the_tabs_and_a_form_are_walked_by_keyboard(open_page, live_server, shown):
    page = open_page("/en" + shown[1])
    tab = page.get_by_role("navigation", name="Parts of the plan").get_by_role("link", name="Timetable")
    tab.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timetable/")
    page.get_by_label("Days later").focus()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    page.wait_for_url("**slip=**")
    assert "later" in page.locator("#slip ~ .slip-told, .slip-told").first.inner_text()
