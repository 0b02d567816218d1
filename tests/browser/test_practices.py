"""A practice from the first step to who tried it, as three members meet it, with scripts and without; pages against axe.

Covers the templates of `passerelle_web.practices`.
"""

import pytest
from django.urls import reverse

from passerelle_web.people.models import Role
from passerelle_web.practices.models import Practice
from tests.browser.test_pages import faults
from tests.browser.test_people import sign_in
from tests.site.practices_makers import desk, edition, published, submitted, tried

pytestmark = pytest.mark.django_db(transaction=True)


def as_somebody(open_page, who: str, address: str, **how):
    page = open_page(f"/en/account/login/?next={address}", **how)
    sign_in(page, f"{who}@village.example")
    page.wait_for_url(f"**{address.partition('?')[0]}**")
    return page


def judge(page) -> None:
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="Hand the review in").click()
    page.get_by_text("Your review stands beside the version").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_telling_over_two_reviews_to_trying_it(open_page, scripts):
    for name in ("ana", "eva", "ida"):
        desk(name)
    desk("editor", Role.SECRETARIAT)
    page = as_somebody(open_page, "ana", "/en/practices/", scripts=scripts, size="telephone")
    page.get_by_role("link", name="Tell a practice").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("textbox", name="Title").fill("Neighbours who open doors")
    page.get_by_label("What was done, in a sentence").fill("We paired newcomers with a neighbour.")
    page.get_by_label("Integration and what is learned from it").check()
    for label in ("The problem", "What was done", "By whom", "For whom"):
        page.get_by_role("textbox", name=label, exact=False).last.fill(f"{label}: told.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Countries and territories").fill("Netherland, Atlantis")
    page.get_by_label("Since").fill("2019")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("alert").get_by_role("link", name="Countries and territories").click()
    assert page.get_by_label("Since").input_value() == "2019"
    page.get_by_label("Countries and territories").fill("Netherlands")
    page.get_by_role("button", name="Save and go on").click()
    first = page.get_by_role("group", name="Result 1")
    first.get_by_label("Indicator").fill("In work after a year")
    first.get_by_label("Before").fill("41")
    first.get_by_label("After").fill("52")
    first.get_by_label("Evidence grade").select_option("4")
    first.get_by_label("Source").fill("Evaluation")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("What it takes elsewhere").fill("A library.")
    page.get_by_label("Rights considered").fill("Nobody was asked.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Organisation").first.fill("Town hall")
    page.get_by_label("How it is cited").first.fill("Evaluation, 2022")
    page.get_by_role("button", name="Save and look at it").click()
    page.get_by_role("link", name="what failed").click()
    page.get_by_label("What failed").fill("A third never met.")
    page.get_by_role("button", name="Save and stop here").click()
    page.get_by_role("button", name="Submit it for review").click()
    page.get_by_text("Submitted. Other members review it now").wait_for()

    for peer in ("eva", "ida"):
        page = as_somebody(open_page, peer, "/en/practices/reviews/", scripts=scripts)
        page.get_by_role("link", name="Review it").click()
        judge(page)
    page = as_somebody(open_page, "editor", "/en/practices/reviews/", scripts=scripts)
    page.get_by_role("table").get_by_role("link", name="Neighbours who open doors").click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_text("It is published").wait_for()

    page = as_somebody(open_page, "eva", Practice.objects.get().get_absolute_url(), scripts=scripts, size="telephone")
    assert "In work after a year: from 41 to 52, by a comparison" in page.locator(".lead").first.inner_text()
    page.get_by_role("link", name="We tried it here").click()
    page.get_by_label("Where").fill("Portugal")
    page.get_by_label("Since").fill("2022")
    page.get_by_label("How you adapted it").fill("We paid the neighbours.")
    page.get_by_label("it did not work").check()
    page.get_by_label("Evidence grade", exact=True).select_option("1")
    page.get_by_role("button", name="Add the report").click()
    page.get_by_role("alert").get_by_role("link", name="What you would change").click()
    page.get_by_label("What you would change").fill("Begin with fewer.")
    page.get_by_role("button", name="Add the report").click()
    page.wait_for_url("**#tried-*")
    assert "Begin with fewer." in page.locator("article.report").inner_text()


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "light", "telephone"), ("ar", "dark", "desk")])
def test_pages_are_open_to_all_and_no_wider_than_the_screen(open_page, language, theme, size):
    ana, eva, ida = desk("ana"), desk("eva"), desk("ida")
    long = "word" * 40
    practice = published(
        *ana, eva, ida, gist=f"It was {long}", contacts=[{"organisation": "A", "link": f"https://a.example/{long}"}]
    )
    tried(practice, *eva, adapted=long)
    book = edition(practice)
    from passerelle_web.practices.handbook_actions import publish_edition

    publish_edition(edition=book, by=None)
    submitted(*ana)
    for address in (
        reverse("practices:practices") + "?grade=3", practice.get_absolute_url(), book.get_absolute_url(),
        reverse("practices:editions"), reverse("practices:versions", args=[practice.pk]),
    ):  # fmt: skip
        page = open_page(address.replace("/en/", f"/{language}/"), theme=theme, size=size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert not faults(page), address


def test_forms_are_open_to_all(open_page):
    ana, eva = desk("ana"), desk("eva")
    version = submitted(*ana)
    from passerelle_web.practices.writing_actions import begin

    draft = begin(member=eva[1], by=eva[0])
    page = as_somebody(open_page, "eva", "/en/practices/ours/", size="telephone")
    for address in (
        *(reverse("practices:step", args=[draft.pk, slug]) for slug in ("about", "where", "results", "sources")),
        reverse("practices:check", args=[draft.pk]), reverse("practices:review", args=[version.practice_id, 1]),
        reverse("practices:awaiting"),
    ):  # fmt: skip
        page.goto(page.url.partition("/en/")[0] + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert not faults(page), address
