"""Three interviews on ways in as people walk them: on a telephone without scripts, in Arabic, at a desk with stretches.

Covers the templates of `passerelle_web.advice`.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import faults

pytestmark = pytest.mark.django_db(transaction=True)
NURSE = {
    "third_country_national": "yes", "resides_outside_union": "yes", "same_group": "no", "sector_listed": "no",
    "contract_months": "24", "regulated_profession": "yes", "qualifications": "yes", "salary": "52000",
    "salary_period": "year", "currency": "EUR", "isco08": "2221", "travel_document": "yes", "insurance": "yes",
    "threat": "no",
}  # fmt: skip
WIFE = {
    "third_country_national": "yes", "relation": "spouse", "sponsor_status": "worker", "sponsor_permit_months": "36",
    "sponsor_lawful_stay_months": "30", "sponsor_age": "34", "spouse_age": "31", "housing": "yes", "insurance": "yes",
    "resources": "yes", "threat": "no",
}  # fmt: skip


def begin(page: Page, goal: str) -> None:
    page.locator(f"input[name=goal][value={goal}]").check()
    page.locator("form.asks button[type=submit]").first.click()


def walk(page: Page, answers: dict[str, str]) -> int:
    """Answer what is asked, in whatever order, until the result; how many questions that took."""
    for asked in range(40):
        if page.locator("input[name=asked]").count() == 0:
            return asked
        main = page.locator("input[name=asked]").input_value()
        if main not in answers:
            page.locator(f"button[name={main}][value=unknown]").click() if page.locator(
                f"button[name={main}][value=unknown]"
            ).count() else _choose(page, main, "unknown")
            continue
        for name in [main, *(one for one in answers if one != main)]:
            field = page.locator(f"form.asks :is(input:not([type=hidden]), select)[name={name}]")
            if name in answers and field.count():
                _fill(page, name, answers[name])
        page.locator("form.asks .buttons button[type=submit]").first.click()
    raise AssertionError("the interview does not end")


def _fill(page: Page, name: str, value: str) -> None:
    field = page.locator(f"form.asks :is(input:not([type=hidden]), select)[name={name}]").first
    kind = field.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "select":
        field.select_option(value)
    elif kind == "radio":
        page.locator(f"form.asks input[name={name}][value={value}]").check()
    else:
        field.fill(value)


def _choose(page: Page, name: str, value: str) -> None:
    _fill(page, name, value)
    page.locator("form.asks .buttons button[type=submit]").first.click()


def test_a_nurse_on_an_old_telephone_without_scripts(open_page):
    page = open_page("/en/ways-in/", size="telephone", scripts=False)
    page.get_by_role("link", name="Work", exact=True).click()
    page.locator("form.asks button[type=submit]").first.click()
    assert walk(page, NURSE) <= 14
    page.locator(".group > summary").first.click()
    assert "Germany" in page.locator(".group").first.inner_text()
    assert "France" not in page.locator(".group").first.inner_text()
    assert "52000" not in page.url
    # the answer can be mended and the result comes again
    page.locator("button[name=change][value=salary]").click()
    page.locator("input[name=salary]").fill("75 000")
    page.locator("form.asks .buttons button[type=submit]").first.click()
    walk(page, {**NURSE, "salary": "75000"})
    page.locator(".group > summary").first.click()
    assert "France" in page.locator(".group").first.inner_text()
    assert page.context.cookies() == []


def test_a_wife_in_arabic(open_page):
    page = open_page("/ar/ways-in/check/?goal=family", size="telephone")
    page.locator("form.asks button[type=submit]").first.click()
    walk(page, WIFE)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".way-in").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # the same case goes on in another language
    page.goto(page.url)
    assert page.context.cookies() == []


def test_five_years_at_a_desk_and_the_language_changed_in_the_middle(open_page):
    page = open_page("/en/ways-in/check/", theme="dark")
    begin(page, "stay")
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    stays = {"third_country_national": "yes", "current_status": "employee", "legal_residence_from": "2020-05-01",
             "resources": "yes", "insurance": "yes", "threat": "no"}  # fmt: skip
    walk(page, stays)
    assert page.locator(".way-in").count() >= 2
    page.locator(".group > summary").first.click()
    assert page.locator(".group[open]").count() >= 1


@pytest.mark.parametrize(
    "address",
    ["", "check/", "adviser/?goal=stay", "employer/", "policy/", "law/", "law/32021L1883/"],
)
def test_pages_keep_to_the_rules_of_access(open_page, address):
    page = open_page(f"/en/ways-in/{address}")
    assert faults(page) == []


def test_the_result_keeps_to_the_rules_of_access_and_fits_a_telephone(open_page):
    page = open_page("/en/ways-in/check/?goal=work", size="telephone", theme="dark")
    page.locator("form.asks button[type=submit]").first.click()
    assert faults(page) == []
    page.locator("button[name=show]").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
