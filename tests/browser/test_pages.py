"""Pages as people meet them: accessible, at every width, in both themes, by keyboard, without scripts, on paper.

Covers the templates and style sheets of the site.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = [
    "/",
    "/corridors/?origin=Marroc&destination=NLD",
    "/corridors/MAR/NLD/",
    "/corridors/MAR/NLD/?beside=FRA",
    "/corridors/MAR/NLD/?beside=back&beside=TUR-NLD",
    "/countries/LBY/",
    "/explorer/?indicator=migrant_stock&origin=ECOWAS&order=value",
    "/corridors/MAR/NLD/money/",
    "/countries/",
    "/countries/MAR/",
    "/integration/",
    "/integration/DEU/",
    "/groupings/",
    "/groupings/ECOWAS/",
    "/routes/",
    "/routes/central-mediterranean/",
    "/explorer/?indicator=migrant_stock&origin=MAR",
    "/sources/",
    "/sources/undesa_stock/",
    "/no-such-page/",
]


def faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary")) for one in found]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_bars_the_way(open_page, address):
    assert faults(open_page("/en" + address)) == []


@pytest.mark.parametrize(
    "address", ["/", "/corridors/MAR/NLD/", "/routes/central-mediterranean/", "/groupings/ECOWAS/"]
)
@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("ar", "light")])
def test_nothing_bars_the_way_in_the_dark_and_from_right_to_left(open_page, address, language, theme):
    assert faults(open_page(f"/{language}{address}", theme=theme)) == []


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_small_screen_needs_no_scrolling_aside(open_page, address, language):
    page = open_page(f"/{language}{address}", size="telephone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_small_screen_shows_the_ranked_list_before_the_map(open_page):
    page = open_page("/en/", size="telephone")
    table, figure = page.locator(".atlas .table"), page.locator(".atlas .map")
    assert table.bounding_box()["y"] < figure.bounding_box()["y"]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_home_to_a_corridor_and_its_brief(open_page, scripts):
    page = open_page("/en/", scripts=scripts)
    page.get_by_label("From", exact=True).fill("Côte d'Ivoire")
    page.get_by_label("To", exact=True).fill("burkina faso")
    page.get_by_role("button", name="Show what is known").click()
    page.wait_for_url("**/en/corridors/CIV/BFA/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Côte d’Ivoire")
    page.get_by_role("link", name="The other direction", exact=True).click()
    page.wait_for_url("**/en/corridors/BFA/CIV/")
    assert "1.4 million people" in page.locator(".lead").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_misspelt_name_is_mended_by_a_link(open_page, scripts):
    page = open_page("/en/corridors/?origin=Marroc&destination=Netherlands", scripts=scripts)
    page.get_by_role("link", name="Morocco", exact=True).first.click()
    page.wait_for_url("**/en/corridors/MAR/NLD/")


def test_the_language_switch_keeps_the_page(open_page):
    page = open_page("/en/corridors/MAR/NLD/", scripts=False)
    page.locator("summary", has_text="English").click()
    page.locator(".tongues").get_by_role("link", name="العربية").click()
    page.wait_for_url("**/ar/corridors/MAR/NLD/")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_the_first_key_offers_to_skip_and_goes_to_the_content(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    assert focused.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_map_is_walked_by_keyboard_over_its_subjects_only(open_page):
    page = open_page("/en/corridors/MAR/NLD/")
    page.locator(".skip-map").focus()
    names = []
    for _ in range(2):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert sorted(names) == ["Morocco", "Netherlands"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/countries/NLD/")


def test_focus_is_seen(open_page):
    page = open_page("/en/")
    page.get_by_label("From", exact=True).focus()
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_the_style_sheets_load_and_the_letters_are_ours(open_page):
    page = open_page("/en/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('600 17px \"Source Sans 3\"')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    dark = open_page("/en/", theme="dark")
    assert dark.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 30)"


def test_charts_are_drawn(open_page):
    page = open_page("/en/corridors/MAR/NLD/")
    first = page.locator(".chart img").first
    first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.chart img').complete")
    assert first.evaluate("image => image.naturalWidth") > 300


def test_a_corridor_prints_on_a4_without_its_ways_through(open_page, tmp_path):
    page = open_page("/en/corridors/MAR/NLD/")
    page.emulate_media(media="print")
    assert not any(ways.is_visible() for ways in page.locator(".ways").all())
    assert not page.get_by_role("button", name="Lay beside").is_visible()
    page.pdf(path=tmp_path / "corridor.pdf", prefer_css_page_size=True)
    paper = PdfReader(tmp_path / "corridor.pdf")
    width, height = (float(side) for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert "Morocco" in paper.pages[0].extract_text()
    end = " ".join(page.extract_text() for page in paper.pages[-3:])
    assert "International Migrant Stock" in " ".join(end.split())
