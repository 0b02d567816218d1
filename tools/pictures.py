"""Take the pictures that README and docs show, from the site as it is: `make pictures`.

Starts the site on a free port, drives Debian's Chromium, and turns the first page of a brief into a picture. Pictures
are written anew each time, so that they stay true.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/pictures"
BIN = Path(sys.executable).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
# name, path, width, height, colour scheme
SHOTS = (
    ("home", "/en/", 1280, 900, "light"),
    ("corridor", "/en/corridors/MAR/NLD/", 1280, 900, "light"),
    ("south-south", "/fr/corridors/BFA/CIV/", 1280, 900, "dark"),
    ("route", "/en/routes/central-mediterranean/", 1280, 900, "light"),
    ("arabic-telephone", "/ar/corridors/MAR/NLD/", 390, 844, "light"),
)


@contextmanager
def site() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as room:
        server = subprocess.Popen([str(BIN / "passerelle"), "serve", "--port", str(port)],
                                  env={**os.environ, "PASSERELLE_DEBUG": "1", "PASSERELLE_VAR": room},
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{address}/en/", timeout=60).read()
                    break
                except OSError:
                    time.sleep(0.5)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for name, path, width, height, scheme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address + path, wait_until="networkidle")
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()
            print(name, file=sys.stderr)
        browser.close()
    with tempfile.TemporaryDirectory() as room:
        pdf = Path(room) / "brief.pdf"
        subprocess.run([str(BIN / "passerelle"), "brief", "MAR", "NLD", "--out", str(pdf)], check=True)
        subprocess.run(["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-singlefile", str(pdf),
                        str(PICTURES / "brief")], check=True)  # fmt: skip


if __name__ == "__main__":
    main()
