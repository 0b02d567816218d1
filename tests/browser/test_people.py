"""An account from signing up to deleting it, as a person meets it; every page on the way is held against axe.

Covers the templates of `passerelle_web.people` and of allauth.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from tests.browser.test_pages import faults
from tests.site.people_makers import PASSWORD, member, person, put

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "quite another password"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def sign_in(page, address="ana@village.example", password=PASSWORD):
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_signing_up_over_the_account_to_signing_out(open_page, scripts):
    page = open_page("/en/", scripts=scripts)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make one").click()
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("E-mail address").fill("ana@village.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    alert = page.get_by_role("alert")
    assert "Please correct this first" in alert.inner_text()
    alert.get_by_role("link", name="Password").click()
    assert page.evaluate("document.activeElement.id") == "id_password1"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/account/confirm-email/")
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    page.goto(link)
    page.get_by_role("button", name="Yes, it is mine").click()
    assert "is confirmed" in page.get_by_role("status").inner_text()
    sign_in(page)
    page.wait_for_url("**/en/account/")
    assert "You are signed in as Ana" in page.locator(".lead").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/en/")
    assert "You are signed out." in page.get_by_role("status").inner_text()
    assert page.get_by_role("link", name="Sign in").is_visible()


@pytest.mark.parametrize("size", ["telephone", "desk"])
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ar", "light")])
def test_nothing_bars_the_way_of_a_person(open_page, size, language, theme):
    ana, millers = person("Ana", staff=True), member("Millers")
    put(ana, millers)
    held = put(ana, member("Bakers"))
    page = open_page("/en/account/login/", size=size, theme=theme)
    found = {"login": faults(page)}
    sign_in(page)
    page.wait_for_url("**/en/account/")
    root = page.url.removesuffix("/en/account/")
    for address in ("account/", "account/trail/", "account/password/change/", "account/email/", "account/logout/",
                    "account/delete/", "members/", "members/new/", "members/millers/", "members/millers/change/",
                    "members/millers/people/new/", f"memberships/{held.pk}/end/", "trail/"):  # fmt: skip
        page.goto(f"{root}/{language}/{address}")
        found[address] = faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[address].append(("wide", wide))
    assert {address: what for address, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "address", ["signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"]
)
def test_nothing_bars_the_way_of_a_visitor(open_page, address):
    assert faults(open_page(f"/en/account/{address}", size="telephone")) == []


def test_a_new_account_is_all_done_by_keyboard(open_page):
    page = open_page("/en/account/signup/")
    page.get_by_label("Your name").focus()
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
    assert names == ["email", "password1", "Make the account"]
