"""Maps: what stands on them, in whose order, how it is named, and that nothing from outside gets through.

Covers `passerelle.output.maps` and `atlas.canvas`.
"""

import re
import xml.etree.ElementTree as ET

import pytest

from passerelle.base.errors import PlaceUnknown
from passerelle.base.places import place_of
from passerelle.output.atlas import WORLD, Box, shape_of
from passerelle.output.atlas.canvas import Canvas
from passerelle.output.maps import Arc, Spot, corridor_map, merged, place_map, route_map, shaded_map, world_map

SVG = "{http://www.w3.org/2000/svg}"
ARCS = [
    Arc("MEX", "USA", 10_853_105),
    Arc("SYR", "TUR", 3_792_505),
    Arc("IND", "ARE", 3_471_300),
    Arc("PHL", "USA", 2_061_178),
    Arc("BFA", "CIV", 1_376_350),
]


def tree(svg):
    return ET.fromstring(svg)


def texts(svg):
    return [one.text for one in tree(svg).iter(f"{SVG}text")]


def links(svg):
    return {one.get("aria-label"): one for one in tree(svg).iter(f"{SVG}a")}


def page_of(iso3):
    return f"/en/countries/{iso3}/"


ALL = {
    "world": lambda **more: world_map(ARCS, title="Corridors", unit="people", **more),
    "corridor": lambda **more: corridor_map("MAR", "NLD", title="Corridor", value=174_914, **more),
    "place": lambda **more: place_map("BFA", ARCS, title="Burkina Faso", **more),
    "route": lambda **more: route_map(["NGA", "NER", "LBY", "ITA"], title="Route", spots=[Spot(14, 34, 5)], **more),
    "shades": lambda **more: shaded_map({"FRA": 0.1, "DEU": 0.2, "TWN": None}, title="Shades", write=str, **more),
}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("medium", ["screen", "paper"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_map_is_whole_named_and_described(kind, medium, language):
    root = tree(ALL[kind](medium=medium, language=language))
    assert root.get("role") == "group"
    ids = {one.get("id") for one in root.iter()} - {None}
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text


@pytest.mark.parametrize("kind", ALL)
def test_on_screen_there_is_no_style_and_no_colour(kind):
    svg = ALL[kind](medium="screen")
    assert "style=" not in svg
    assert not re.search(r'(fill|stroke)="#', svg)
    assert "<script" not in svg


@pytest.mark.parametrize("kind", ALL)
def test_on_paper_every_mark_has_its_colour_and_no_class(kind):
    svg = ALL[kind](medium="paper")
    assert "class=" not in svg
    assert "style=" not in svg
    assert "<a " not in svg
    for one in tree(svg).iter(f"{SVG}path"):
        assert one.get("fill") or one.get("stroke"), ET.tostring(one)


@pytest.mark.parametrize("kind", ALL)
def test_ids_differ_between_maps_of_one_page(kind):
    first, second = ALL[kind](key="one"), ALL[kind](key="two")
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
    for svg, own in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= own


def test_what_comes_from_outside_is_escaped():
    svg = world_map(
        ARCS, title='<script>alert("1")</script>', unit="<b>&", href=lambda iso3: f'/"><script>{iso3}', key="k"
    )
    assert "<script>" not in svg
    assert tree(svg).find(f"{SVG}title").text == '<script>alert("1")</script>'
    assert "<b>&" in texts(svg)


def test_places_are_links_with_names_and_subjects_come_by_keyboard():
    found = links(world_map(ARCS, title="Corridors", href=page_of))
    assert found["Mexico"].get("href") == "/en/countries/MEX/"
    assert found["Mexico"].get("tabindex") is None
    assert found["Chile"].get("tabindex") == "-1"
    assert len(found) > 230


def test_links_only_where_an_address_is_given():
    assert not links(world_map(ARCS, title="Corridors"))
    some = links(world_map(ARCS, title="Corridors", href=lambda iso3: page_of(iso3) if iso3 == "MEX" else None))
    assert list(some) == ["Mexico"]


def test_names_are_in_the_readers_language():
    svg = corridor_map("MAR", "NLD", title="t", language="ar")
    assert place_of("MAR").name("ar") in texts(svg)
    assert 'direction="rtl"' in svg
    assert 'direction="rtl"' not in corridor_map("MAR", "NLD", title="t", language="fr")


def test_small_islands_are_dots_large_enough_to_hit():
    root = tree(world_map(ARCS, title="t", href=page_of))
    malta = links(world_map(ARCS, title="t", href=page_of))["Malta"]
    assert max(float(one.get("r")) for one in malta.iter(f"{SVG}circle")) >= 6 * 5
    assert root.get("viewBox") == "0.0 0.0 960.0 412.0"


def bands(svg):
    return [
        one
        for one in tree(svg).iter(f"{SVG}path")
        if (one.get("fill") or "").startswith("url(#") and one.get("fill-opacity")
    ]


def test_largest_ten_carry_their_rank():
    many = [
        Arc("IND", code, 1000 - i)
        for i, code in enumerate(["ARE", "USA", "SAU", "PAK", "NPL", "GBR", "CAN", "OMN", "KWT", "QAT", "AUS", "MYS"])
    ]
    ranks = [text for text in texts(world_map(many, title="t")) if text and text.isdigit() and len(text) < 3]
    assert set(ranks) <= {str(n) for n in range(1, 11)}
    assert "1" in ranks


def test_legend_has_three_sizes_and_the_unit():
    said = texts(world_map(ARCS, title="t", unit="people"))
    assert {"people", "10 million", "5 million", "2 million", "origin", "destination"} <= set(said)


def test_nothing_known_draws_land_and_says_so():
    svg = world_map([], title="t")
    assert tree(svg).find(f"{SVG}desc").text == "Nothing is known."
    assert not bands(svg)


def test_zero_is_not_drawn_and_unknown_places_are_left_out():
    assert merged([Arc("MEX", "USA", 0), Arc("YUG", "DEU", 5), Arc("FRA", "FRA", 9)]) == []


def test_merging_conserves_people_and_keeps_the_largest_apart():
    arcs = [
        Arc(code, "FRA", 100 + i) for i, code in enumerate(["DZA", "MAR", "TUN", "LBY", "EGY", "SEN", "MLI", "CIV"])
    ]
    drawn = merged(arcs, most=3)
    assert sum(band.value for band in drawn) == sum(arc.value for arc in arcs)
    alone = [band.arcs[0] for band in drawn if len(band.arcs) == 1]
    assert set(arcs[-3:]) <= set(alone)
    together = next(band for band in drawn if len(band.arcs) > 1)
    assert {arc.origin for arc in together.arcs} == {"DZA", "MAR", "TUN", "LBY", "EGY"}


def test_a_merged_band_starts_at_the_middle_of_its_people():
    heavy, light = Arc("DZA", "FRA", 900), Arc("EGY", "FRA", 100)
    band = merged([heavy, light], most=0)[0]
    expected = 0.9 * shape_of("DZA").at[0] + 0.1 * shape_of("EGY").at[0]
    assert band.start[0] == pytest.approx(expected)


def test_the_order_of_arcs_is_irrelevant():
    assert world_map(ARCS, title="t") == world_map(list(reversed(ARCS)), title="t")


def test_scaling_the_values_scales_no_band():
    tenfold = [Arc(arc.origin, arc.destination, arc.value * 10) for arc in ARCS]
    shapes_of = [[one.get("d") for one in bands(world_map(given, title="t"))][:5] for given in (ARCS, tenfold)]
    assert shapes_of[0] == shapes_of[1]


def test_opposite_bands_are_both_seen():
    svg = world_map([Arc("RUS", "UKR", 3_300_000), Arc("UKR", "RUS", 3_270_000)], title="t")
    first, second = (one.get("d") for one in bands(svg)[:2])
    assert first != second


def test_over_the_pacific_a_band_leaves_and_comes_back():
    across = bands(world_map([Arc("PHL", "USA", 5)], title="t"))
    within = bands(world_map([Arc("PHL", "SAU", 5)], title="t"))
    legend = 2  # 5 people: sizes 5, 2 and 1
    assert len(across) - len(within) == 1
    assert len(within) >= 1 + legend


def test_corridor_is_close_named_at_both_ends_and_counted():
    svg = corridor_map("MAR", "NLD", title="t", value=174_914)
    assert {"Morocco", "Netherlands", "174.9 thousand"} <= set(texts(svg))
    assert float(tree(svg).get("viewBox").split()[2]) < 200
    assert "174,914" in tree(svg).find(f"{SVG}desc").text


def test_corridor_without_a_number_carries_none():
    svg = corridor_map("MAR", "NLD", title="t")
    assert set(texts(svg)) == {"Morocco", "Netherlands"}


def test_corridor_of_neighbours_shows_their_surroundings():
    width = float(tree(corridor_map("HTI", "DOM", title="t")).get("viewBox").split()[2])
    assert 40 <= width < 80


@pytest.mark.parametrize(("origin", "destination"), [("SUN", "USA"), ("MEX", "SCG")])
def test_corridor_of_a_former_place_is_refused(origin, destination):
    with pytest.raises(PlaceUnknown):
        corridor_map(origin, destination, title="t")


def test_a_place_shows_only_its_own_corridors():
    svg = place_map("IND", ARCS, title="t")
    assert len(bands(svg)) == 1 + 3
    assert tree(svg).find(f"{SVG}desc").text == "India → United Arab Emirates: 3,471,300"


def test_a_place_shows_ten_at_most():
    arcs = [
        Arc(code, "FRA", 10 + i)
        for i, code in enumerate(["DZA", "MAR", "TUN", "PRT", "ITA", "ESP", "TUR", "SEN", "MLI", "CIV", "MDG", "VNM"])
    ]
    said = tree(place_map("FRA", arcs, title="t")).find(f"{SVG}desc").text
    assert said.count("→") == 10
    assert "Algeria" not in said


def test_route_keeps_its_order_and_sums_what_is_near():
    spots = [Spot(14.0, 34.0, 5), Spot(14.01, 34.0, 7), Spot(13.0, 36.5, 0), Spot(-100, 20, 9)]
    svg = route_map(["NGA", "NER", "LBY", "ITA"], title="t", spots=spots, unit="dead and missing")
    assert tree(svg).find(f"{SVG}desc").text == "Nigeria → Niger → Libya → Italy"
    counted = [
        one.find(f"{SVG}title").text for one in tree(svg).iter(f"{SVG}circle") if one.find(f"{SVG}title") is not None
    ]
    assert counted == ["12"]
    assert "dead and missing" in texts(svg)


def test_route_without_counts_has_no_legend():
    assert "dead" not in texts(route_map(["MAR", "ESP"], title="t", unit="dead"))


def test_shades_say_what_is_not_known():
    svg = shaded_map({"FRA": 1.0, "DEU": 2.0, "MLT": None}, title="t", write=lambda value: f"{value:g} %", href=page_of)
    found = links(svg)
    assert found["France: 1 %"].get("tabindex") is None
    assert found["Malta: not known"].get("tabindex") == "-1"
    assert "step-none" in svg
    assert {"≥ 1 %", "≥ 2 %", "not known"} <= set(texts(svg))


def test_shades_of_nothing_are_plain_land():
    svg = shaded_map({}, title="t", write=str, href=page_of)
    assert "step-" not in svg
    assert "Malta" in links(svg)


def test_shades_may_be_close():
    svg = shaded_map({"SEN": 1.0, "MLI": 2.0}, title="t", write=str, close=True)
    assert float(tree(svg).get("viewBox").split()[2]) < 160
    assert "not known" not in texts(svg), "both are known"


def test_words_are_put_where_they_are_clear():
    canvas = Canvas(Box(0, 0, 960, 400), "en", "k")
    assert canvas.name_beside("Togo", (100, 100))
    assert canvas.name_beside("Togo", (100, 100)), "another side is still clear"
    assert not canvas.name_beside("a name that is far too long for this map" * 5, (100, 100))
    assert canvas.free(Box(500, 300, 520, 310))
    assert not canvas.free(Box(510, 305, 530, 320)), "taken"
    assert not canvas.free(Box(950, 390, 970, 410)), "off the map"


def test_a_map_of_the_world_is_coarse_and_a_close_one_fine():
    assert Canvas(WORLD, "en", "k").detail == "coarse"
    assert Canvas(Box(0, 0, 200, 100), "en", "k").detail == "fine"


def test_a_corridor_over_the_pacific_leaves_the_map_and_comes_in_again() -> None:
    round_about = corridor_map("PCN", "NIU", title="Pitcairn to Niue")
    straight = corridor_map("TON", "NZL", title="Tonga to New Zealand")
    assert round_about.count("url(#") > straight.count("url(#"), "a half on either side"
