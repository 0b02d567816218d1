"""Passkeys as a person meets them, in a real browser with an authenticator that the browser itself plays.

Covers the templates and scripts of second factors under the site's own content security policy, and invitations.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from passerelle_web.people import delegation_actions, invitation_actions
from passerelle_web.post import delivery
from tests.browser.test_pages import faults
from tests.site.people_makers import PASSWORD, member, person, put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _here(settings):
    cache.clear()
    # the live server of a test speaks plain HTTP on this machine
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def with_authenticator(page):
    """Give the browser a device that holds passkeys and always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


def sign_in(page):
    page.get_by_label("E-mail address").fill("ana@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_and_signs_in_by_itself_and_beside_the_password(open_page):
    person("Ana")
    page = open_page("/en/account/login/")
    with_authenticator(page)
    sign_in(page)
    page.wait_for_url("**/en/account/")
    page.get_by_role("link", name="Set one up").click()
    assert faults(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Office laptop")
    assert faults(page) == []
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10 and faults(page) == []
    page.goto(page.url.replace("recovery-codes/", "webauthn/"))
    assert "Office laptop" in page.locator("main").inner_text() and faults(page) == []
    page.goto(page.url.split("/en/")[0] + "/en/account/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/en/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/en/account/")
    assert "You are signed in as Ana" in page.locator(".lead").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/en/")
    page.get_by_role("link", name="Sign in").click()
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    assert faults(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/account/")


def test_without_scripts_the_password_and_a_code_still_do(open_page):
    page = open_page("/en/account/login/", scripts=False)
    assert not page.get_by_role("button", name="Use a passkey instead").is_visible()
    person("Ana")
    sign_in(page)
    page.goto(page.url.split("/en/")[0] + "/en/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert "Set up an app instead" in page.locator("main").inner_text()
    page.goto(page.url.replace("webauthn/add/", "totp/activate/"))
    assert page.locator(".qr svg").bounding_box()["width"] > 150 and page.locator("code").is_visible()


@pytest.mark.parametrize(("size", "theme"), [("telephone", "dark"), ("desk", "light")])
def test_from_an_invitation_to_the_member_s_page(open_page, live_server, settings, size, theme):
    settings.SITE_ADDRESS = live_server.url
    millers, ana = member("Millers"), person("Ana")
    delegation_actions.set_function(membership=put(ana, millers), function="head", by=None)
    invitation_actions.invite(
        member=millers, address="new@village.example", role="delegate", function="alternate", by=ana
    )
    delivery.push()
    (link,) = re.findall(r"https?://\S+", mail.outbox[-1].body)
    page = open_page(link.removeprefix(live_server.url), size=size, theme=theme)
    assert faults(page) == []
    page.get_by_label("Your name").fill("Nora")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account and take part").click()
    page.wait_for_url("**/en/account/")
    assert "you are in Union of the Millers" in page.get_by_role("status").inner_text()
    root = page.url.removesuffix("/en/account/")
    for address in ("members/millers/", "account/news/", "joint-statements/", "account/2fa/"):
        page.goto(f"{root}/en/{address}")
        assert faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    page.goto(f"{root}/en/members/millers/")
    assert "Alternate, number 1" in page.locator("main").inner_text()
