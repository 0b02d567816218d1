"""A real browser before the running site, with nothing reaching beyond this machine.

Debian's Chromium, or the one that CHROMIUM names; the ring is skipped with a reason where there is none.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.site.served import as_tests_see_it

# Playwright's loop runs in this thread, and Django takes it for an asynchronous one
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
as_tests_see_it()

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SIZES = {"telephone": (320, 640), "tablet": (768, 1024), "desk": (1440, 900)}


# Pages gone through one by one in every size, theme and direction. Of each that has several, those from right to left
# are of every run; the others, and those that go through all in one test, are run before a release.
SWEEPS = ("nothing_bars_the_way", "open_to_all", "pages_hold_together")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as rare what only repeats in another size or theme what is looked at from right to left."""
    for item in items:
        if any(word in item.name for word in SWEEPS) and "test_pages" not in item.nodeid:
            _name, _bracket, parameters = item.name.partition("[")
            if "ar" not in parameters.rstrip("]").split("-"):
                item.add_marker(pytest.mark.rare)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("no Chromium here: install Debian's chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


def _only_here(route: Route) -> None:
    if route.request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
        route.continue_()
    else:
        route.abort()


@pytest.fixture
def open_page(browser: Browser, live_server, request):
    """Open an address of the site: `open_page("/en/", size="telephone", theme="dark", scripts=False)`.

    What the browser complains about stands in `page.complaints` and fails the test at its end.
    """
    contexts = []
    complaints: list[str] = []

    def visit(address: str, *, size: str = "desk", theme: str = "light", scripts: bool = True) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, java_script_enabled=scripts
        )
        contexts.append(context)
        context.route("**/*", _only_here)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(live_server.url + address)
        return page

    yield visit
    for context in contexts:
        context.close()
    # a page that refuses on purpose makes the browser say so as well
    rest = [one for one in complaints if not any(code in one for code in ("404", "409", "422"))]
    assert not rest, rest
