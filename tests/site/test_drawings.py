"""Charts at their own address: letters inside, one address a palette, kept until the evidence changes.

Covers `passerelle_web.evidence.drawings`.
"""

import xml.etree.ElementTree as ET

import pytest

from passerelle_web.evidence.drawings import SLUGS, with_letters

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.DRAWINGS = tmp_path
    return tmp_path


def test_a_chart_is_whole_and_carries_its_letters(client):
    answer = client.get("/en/corridors/MAR/NLD/charts/stock.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    root = ET.fromstring(answer.content)
    assert "font/woff2" in root.find(f"{SVG}style").text
    assert "Noto Sans Arabic" not in root.find(f"{SVG}style").text


def test_arabic_words_bring_their_own_letters():
    assert "chart" not in with_letters("<svg xmlns='x'><text>a</text></svg>")
    assert 'font-family:"Noto Sans Arabic"' in with_letters("<svg xmlns='x'><text>المغرب</text></svg>")
    assert 'font-family:"Noto Sans Arabic"' not in with_letters("<svg xmlns='x'><text>Maroc</text></svg>")


def test_each_palette_is_another_drawing_and_is_kept(client, kept):
    light = client.get("/en/corridors/MAR/NLD/charts/stock.svg")
    dark = client.get("/en/corridors/MAR/NLD/charts/stock.svg?theme=dark")
    assert light.content != dark.content
    assert light["ETag"] != dark["ETag"]
    assert len(list(kept.rglob("*.svg"))) == 2
    again = client.get("/en/corridors/MAR/NLD/charts/stock.svg", headers={"if-none-match": light["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address", ["MAR/NLD/charts/weather.svg", "Marroc/NLD/charts/stock.svg", "TUV/VAT/charts/stock.svg"]
)
def test_what_cannot_be_drawn_is_404(client, address):
    assert client.get(f"/en/corridors/{address}").status_code == 404


def test_the_page_shows_every_chart_that_can_be_drawn(client):
    page = client.get("/en/corridors/MAR/NLD/").text
    shown = {slug for slug in SLUGS if f"/charts/{slug}.svg" in page}
    assert "stock" in shown and len(shown) >= 8
    for slug in SLUGS - shown:
        assert client.get(f"/en/corridors/MAR/NLD/charts/{slug}.svg").status_code == 404
