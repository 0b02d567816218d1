"""A dialogue as its people meet it: join, speak, amend, adopt by silence, in English and in Arabic; pages against axe.

Covers the templates of `passerelle_web.dialogues`. Voting and the map are in `test_consensus`.
"""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from passerelle_web.dialogues import meeting_actions, silence_actions
from passerelle_web.dialogues.models import Contribution, Draft, Proposal, Silence
from passerelle_web.people import delegation_actions
from passerelle_web.people.models import Member, Role, User
from tests.browser.test_pages import faults
from tests.browser.test_people import sign_in
from tests.site.dialogues_makers import dialogue, draft, party, proposed, said, session
from tests.site.people_makers import LONG_AGO, member, person, put

pytestmark = pytest.mark.django_db(transaction=True)


def heading(name: str) -> tuple[User, Member]:
    """A head of a delegation of her own."""
    who, of = person(name), member(name.title() + "s")
    delegation_actions.set_function(membership=put(who, of, Role.DELEGATE), function="head", since=LONG_AGO, by=None)
    return who, of


def as_somebody(open_page, who: str, address: str, **how):
    page = open_page(f"/en/account/login/?next={address}", **how)
    sign_in(page, f"{who}@village.example")
    page.wait_for_url(f"**{address.partition('?')[0]}**")
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_from_joining_over_speaking_and_amending_to_a_text_adopted_by_silence(open_page, scripts):
    _ana, anas = heading("ana")
    heading("eva")
    chair = person("carla")
    talk = dialogue()
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    text = draft(talk)
    page = as_somebody(open_page, "ana", talk.get_absolute_url(), scripts=scripts, size="telephone")

    # join, and speak
    page.get_by_role("link", name="Take part").click()
    page.locator("main form button[type=submit]").last.click()
    page.get_by_role("link", name="Say something").click()
    page.get_by_label("Your contribution").fill("Whoever goes should **not** pay.<script>alert(1)</script>")
    page.get_by_role("button", name="Say it").click()
    page.get_by_text("Whoever goes should not pay.").first.wait_for()
    assert Contribution.objects.get().member == anas and "<script" not in page.locator("article").first.inner_html()

    # amend
    page.goto(page.url.split("/en/")[0] + text.get_absolute_url())
    page.get_by_role("link", name="Propose a change 2").click()
    page.get_by_role("textbox", name="Text").fill("The parties will share data each year, by sex.")
    page.get_by_role("textbox", name="Reason").fill("It counts who goes.")
    page.locator("main form button[type=submit]").last.click()
    assert "by sex" in page.locator(".proposal ins").first.inner_text()

    # another party amends the amendment; the chair accepts, and puts the text under silence
    page = as_somebody(open_page, "eva", f"{talk.get_absolute_url()}join/", scripts=scripts)
    page.locator("main form button[type=submit]").last.click()
    page.goto(page.url.split("/en/")[0] + text.get_absolute_url())
    page.get_by_role("link", name="Amend it").click()
    page.get_by_role("textbox", name="Text").fill("The parties will share data each year, by sex and age.")
    page.get_by_role("textbox", name="Reason").fill("And age.")
    page.locator("main form button[type=submit]").last.click()
    page.locator(".proposals .proposals .proposal").wait_for()

    page = as_somebody(open_page, "carla", text.get_absolute_url(), scripts=scripts)
    page.locator(".proposals .proposals").get_by_role("link", name="Accept").click()
    page.locator("main form button[type=submit]").last.click()
    page.get_by_text("The parties will share data each year, by sex and age.").first.wait_for()
    page.get_by_role("link", name="Put this text under silence").click()
    page.locator("main form button[type=submit]").last.click()
    page.get_by_text("unless a party breaks silence before").wait_for()
    silence = Silence.objects.get()

    # the parties receive it; nobody breaks silence; it stands
    page = as_somebody(open_page, "eva", silence.get_absolute_url(), scripts=scripts, size="telephone")
    page.get_by_role("button", name="Say that you have received it").click()
    page.get_by_text("received on").wait_for()
    with patch("passerelle_web.dialogues.silence_actions.timezone.now", return_value=silence.deadline):
        assert silence_actions.settle_due() == [silence]
    page.goto(page.url.split("/en/")[0] + text.get_absolute_url())
    assert "binds nobody in law" in page.inner_text("main")
    assert Draft.objects.get().state == "adopted"
    assert {one.state for one in Proposal.objects.all()} <= {"accepted", "rejected", "merged", "overtaken", "open"}

    # and the same in Arabic
    page.get_by_text("English").first.click()
    page.get_by_role("link", name="العربية").first.click()
    page.wait_for_url("**/ar/**")
    assert page.evaluate("document.documentElement.dir") == "rtl"


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "light", "telephone"), ("ar", "dark", "desk")])
def test_pages_are_open_to_all_and_no_wider_than_the_screen(open_page, language, theme, size):
    (ana, anas), (eva, evas) = heading("ana"), heading("eva")
    talk = dialogue("A long " + "word" * 30)
    for one in (anas, evas):
        party(talk, one)
    first = said(talk, ana, anas, "word" * 60)
    said(talk, eva, evas, "لا ينبغي أن يدفع من يسافر.", answers=first)
    meeting = session(talk)
    text = draft(talk)
    proposed(text.paragraphs.all()[1], ana, anas)
    silence = silence_actions.open_silence(
        draft=draft(talk, title="Another"), deadline=timezone.now() + timedelta(days=3), by=None
    )
    home = talk.get_absolute_url()
    for address in (
        "/en/dialogues/", home, f"{home}exchange/", f"{home}positions/", f"{home}facts/", f"{home}texts/",
        text.get_absolute_url(), meeting.get_absolute_url(), silence.get_absolute_url(), f"{home}consultations/",
    ):  # fmt: skip
        page = open_page(address.replace("/en/", f"/{language}/"), theme=theme, size=size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert not faults(page), address
