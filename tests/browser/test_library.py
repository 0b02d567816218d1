"""A document from handing in to finding it, as a person meets it, with scripts and without; its pages against axe.

Covers the templates of `passerelle_web.library` and `passerelle_web.texts`.
"""

from pathlib import Path

import pytest
from django.urls import reverse

from passerelle_web.library import tasks
from passerelle_web.library.models import Document
from tests.browser.test_pages import faults
from tests.browser.test_people import sign_in
from tests.site.library_makers import WELLS, kept, upload
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def millers(settings, tmp_path):
    settings.DOCUMENTS = tmp_path / "documents"
    made = member("Millers")
    put(person("Ana"), made)
    return made


@pytest.mark.parametrize("scripts", [True, False])
def test_from_handing_in_over_finding_to_translating(open_page, tmp_path: Path, scripts):
    file = tmp_path / "wells.txt"
    file.write_bytes(WELLS)
    page = open_page("/en/account/login/?next=/en/library/", scripts=scripts, size="telephone")
    sign_in(page)
    page.get_by_role("link", name="Hand a document in").click()
    page.get_by_role("textbox", name="Title").fill("Wells of the village")
    page.get_by_label("Date").fill("soon")
    page.get_by_label("Language of title and text").select_option("en")
    page.get_by_label("Kind of document").select_option("report")
    page.get_by_label("People of all members").check()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_role("alert").get_by_role("link", name="Date").click()
    page.get_by_label("Date").fill("2024-03")
    page.get_by_label("File").set_input_files(file)  # no browser gives a file back
    page.get_by_role("button", name="Hand it in").click()
    page.wait_for_url("**/library/*-*/**")
    assert "is being read" in page.locator("main").inner_text()
    tasks.read.call(str(Document.objects.get().pk))
    page.get_by_role("link", name="Look now").click()
    assert "forty families" in page.locator("main").inner_text()
    page.get_by_role("link", name="Add a translation").click()
    page.get_by_label("Language of the translation").select_option("fr")
    page.get_by_label("Translation", exact=True).fill("Les puits du village")
    page.get_by_role("button", name="Add the translation").click()
    page.get_by_text("Translation: French").click()
    assert page.get_by_text("Les puits du village").is_visible()
    page.get_by_role("searchbox", name="Search everything").fill("family well")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/**")
    assert "1 hit" in page.locator(".found-count").inner_text()
    assert page.locator(".snippet mark").first.inner_text() == "wells"


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "light", "telephone"), ("ar", "dark", "desk")])
def test_pages_are_open_to_all_and_no_wider_than_the_screen(open_page, millers, language, theme, size):
    document = kept(
        file=upload(),
        dated="2024-03",
        places=["BFA"],
        themes=["2.5-aid"],
        link="https://village.example/" + "long" * 30,
    )
    kept(title="Reference", symbol="V/1", places=["SEN"])
    for address in (
        reverse("library:search") + "?q=village",
        reverse("library:documents"),
        document.get_absolute_url(),
    ):
        page = open_page(address.replace("/en/", f"/{language}/"), theme=theme, size=size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert not faults(page)
