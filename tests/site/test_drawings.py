"""Charts at their own address: letters inside, one address a palette, kept until the evidence changes.

Covers `passerelle_web.evidence.drawings`.
"""

import os
import xml.etree.ElementTree as ET

import pytest

from passerelle_web.evidence import drawings
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


def test_one_drawing_however_it_was_typed(client, kept):
    drawn = "/en/corridors/{}/charts/stock.svg"
    assert client.get(drawn.format("MAR/NLD")).content == client.get(drawn.format("Maroc/Pays-Bas")).content
    explored = "/en/explorer/chart.svg?indicator=migrant_stock&destination=NLD&origin={}"
    for typed in ("MAR", "maroc", "Morocco&order=value&page=3"):
        assert client.get(explored.format(typed)).status_code == 200
    assert len(list(kept.rglob("*.svg"))) == 2


def test_corridors_beside_are_told_apart_behind_empty_fields(client):
    drawn = "/en/corridors/MAR/NLD/charts/stock-beside.svg?beside=&beside=&beside={}"
    one, other = (client.get(drawn.format(place)) for place in ("FRA", "ESP"))
    assert one["ETag"] != other["ETag"] and one.content != other.content


def test_the_oldest_drawings_make_room(client, kept, monkeypatch):
    monkeypatch.setattr(drawings, "MOST_KEPT", 2)
    for at in range(3):
        drawings._keep(b"", kept / "ab" / f"{at}.svg")
        os.utime(kept / "ab" / f"{at}.svg", (at, at))
    drawings._keep(b"new", kept / "ab" / "new.svg")
    assert sorted(path.name for path in kept.rglob("*")) == ["2.svg", "ab", "new.svg"]


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
