"""Our own geography by itself, and held against CEPII's where that file is here."""

import importlib.util
from types import ModuleType

import numpy as np
import polars as pl
import pytest
from tests.makers import csv_file, report, said
from tests.shared import ROOT, shared

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers import geodist, geography, wpp

PAIR = ["COUNTERPART_AREA", "REF_AREA"]
# What differs from CEPII's borders, and why.
ONLY_OURS = {("AGO", "COG"), ("AND", "ESP")}  # Cabinda; a border that CEPII lacks
ONLY_CEPII = {
    ("COD", "SDN"), ("KEN", "SDN"), ("SDN", "UGA"),  # South Sudan since 2011
    ("BWA", "ZMB"), ("ARE", "QAT"), ("MYS", "SGP"),  # a point at 1:50m; ceded in 1974; a causeway
}  # fmt: skip


@pytest.fixture(scope="module")
def ours() -> pl.DataFrame:
    return geography.read([], report())


@pytest.fixture(scope="module")
def theirs() -> pl.DataFrame:
    return geodist.read([shared("cepii_geodist/dist_cepii.csv")], report())


def values(table: pl.DataFrame, code: str) -> dict[tuple[str, str], float]:
    return {(a, b): v for a, b, v in table.filter(INDICATOR=code).select(*PAIR, "OBS_VALUE").iter_rows()}


def test_distances_of_known_points() -> None:
    apart = geography.distances(np.array([0.0, 0.0, 90.0]), np.array([0.0, 180.0, 0.0]))
    half_round = np.pi * geography.EARTH_KM
    np.testing.assert_allclose(apart, [[0, half_round, half_round / 2], [half_round, 0, half_round / 2],
                                       [half_round / 2, half_round / 2, 0]])  # fmt: skip


def test_distances_are_a_metric() -> None:
    draw = np.random.default_rng(7)
    apart = geography.distances(draw.uniform(-90, 90, 30), draw.uniform(-180, 180, 30))
    np.testing.assert_allclose(apart, apart.T)
    assert (apart <= np.pi * geography.EARTH_KM + 1e-6).all()
    assert (apart[:, None, :] <= apart[:, :, None] + apart[None, :, :].transpose(0, 2, 1) + 1e-6).all()


def test_each_pair_stands_once_the_earlier_code_first(ours: pl.DataFrame) -> None:
    assert (ours["COUNTERPART_AREA"] < ours["REF_AREA"]).all()
    assert not ours.select(*PAIR, "INDICATOR").is_duplicated().any()


def test_places_without_a_centre_have_no_distance(ours: pl.DataFrame) -> None:
    apart = values(ours, "distance_km")
    assert all(value > 0 for value in apart.values())
    assert ("GGY", "XCX") not in apart  # the Channel Islands hold Guernsey
    assert not any("UMI" in pair or "ATA" in pair for pair in apart)
    assert ("MEX", "USA") in apart and ("USA", "MEX") not in apart


@pytest.mark.parametrize(
    ("pair", "borders"),
    [(("MEX", "USA"), True), (("DZA", "MAR"), True), (("BRA", "GUF"), True), (("BRA", "FRA"), False),
     (("ESP", "GIB"), True), (("ESP", "MAR"), False), (("FRA", "SUR"), False), (("SSD", "UGA"), True)],
)  # fmt: skip
def test_borders(ours: pl.DataFrame, pair: tuple[str, str], borders: bool) -> None:
    assert (pair in values(ours, "contiguity")) is borders


def test_flags_stand_only_where_they_hold(ours: pl.DataFrame) -> None:
    flags = ours.filter(pl.col("INDICATOR") != "distance_km")
    assert flags["OBS_VALUE"].unique().to_list() == [1]
    assert flags["UNIT_MEASURE"].unique().to_list() == ["1"]


def test_shared_languages_are_named(ours: pl.DataFrame) -> None:
    shared_words = ours.filter(INDICATOR="official_language_shared", COUNTERPART_AREA="BEL")
    named = dict(shared_words.select("REF_AREA", "COMMENT_OBS").iter_rows())
    assert named["NLD"] == "nl" and named["FRA"] == "fr" and named["CHE"] == "de fr"
    assert "MEX" not in named


def test_ties_name_their_years_and_acts(ours: pl.DataFrame) -> None:
    ties = ours.filter(INDICATOR="colonial_tie")
    said_of = {(a, b): note for a, b, note in ties.select(*PAIR, "COMMENT_OBS").iter_rows()}
    assert said_of["DZA", "FRA"] == "FRA in DZA 1830-1962 (Évian Accords, 1962)"
    assert said_of["BMU", "GBR"].startswith("GBR in BMU 1612-today")
    assert ("DEU", "MEX") not in said_of


def test_two_ties_of_one_pair_are_told_together() -> None:
    columns = ("coloniser", "colony", "since", "until", "reference")
    table = pl.DataFrame([("GBR", "IND", "1", "2", "x"), ("IND", "GBR", "3", "", "y")], schema=columns, orient="row")
    assert geography._ties(table) == {("GBR", "IND"): "GBR in IND 1-2 (x); IND in GBR 3-today (y)"}


def test_every_tie_ends_after_it_began() -> None:
    for path in geography._reference("colonial_ties.csv"):
        rows = pl.read_csv(path, infer_schema=False).rows(named=True)
    assert len(rows) > 150
    for row in rows:
        assert row["reference"] and row["coloniser"] != row["colony"], row
        assert row["until"] is None or int(row["since"]) < int(row["until"]), row
        assert 1400 < int(row["since"]) < 2000, row


def test_a_border_of_one_side_is_refused() -> None:
    table = pl.DataFrame({"iso3": ["MEX", "USA"], "neighbours": ["USA", None]})
    path = next(geography._reference("geography.csv"))
    with pytest.raises(RowRefused, match='"MEX" borders "USA", but not the other way round'):
        geography._borders(table, path)
    with pytest.raises(RowRefused, match='"QQQ" is no place'):
        geography._known(pl.DataFrame({"iso3": ["QQQ"]}), "iso3", path)


# --- the tool that writes the centres ---


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("geography_tool", ROOT / "tools/geography.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("east", [20.0, 180.0, -75.0])
@pytest.mark.parametrize("turn", [1, -1])
def test_centre_of_a_square_also_on_the_date_line(tool: ModuleType, east: float, turn: int) -> None:
    ring = [(east + dx, dy) for dx, dy in ((-2, -2), (2, -2), (2, 2), (-2, 2), (-2, -2))][::turn]
    north, found = tool.degrees(tool.moment(ring))
    assert north == pytest.approx(0, abs=1e-9)
    assert (found - east + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)


def test_the_larger_polygon_has_the_larger_moment(tool: ModuleType) -> None:
    def size(half: float) -> float:
        ring = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
        return float(np.hypot.reduce(tool.moment(ring)))

    assert size(2) == pytest.approx(4 * size(1), rel=0.01)
    assert size(1) == pytest.approx(np.radians(2) ** 2, rel=0.01)


def test_parts_overseas_are_places_of_their_own(tool: ModuleType) -> None:
    assert tool.owner("FRA", 4.0, -53.0) == "GUF"
    assert tool.owner("FRA", 46.5, 2.4) == "FRA"
    assert tool.owner("BRA", 4.0, -53.0) == "BRA"


def test_borders_come_from_shared_arcs(tool: ModuleType) -> None:
    """Mexico and the United States share arc 0; Cuba stands apart. Coordinates step by whole degrees."""
    arcs = [[[0, 0], [0, 2]], [[0, 2], [-2, 0], [0, -2], [2, 0]], [[0, 2], [3, 0], [0, -2], [-3, 0]],
            [[9, 9], [1, 0], [0, 1], [-1, -1]]]  # fmt: skip
    shapes = [("484", [[0, 1]]), ("840", [[0, 2]]), ("192", [[3]])]
    geometries = [
        {"type": "Polygon", "id": code, "properties": {"name": code}, "arcs": rings} for code, rings in shapes
    ]
    topology = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": arcs,
                "objects": {"countries": {"geometries": geometries}}}  # fmt: skip
    found = {code: beside for code, (_, _, beside) in _without_small(tool, topology).items()}
    assert found == {"MEX": {"USA"}, "USA": {"MEX"}, "CUB": set()}


def _without_small(tool: ModuleType, topology: dict[str, object]) -> dict[str, tuple[float, float, set[str]]]:
    found: dict[str, tuple[float, float, set[str]]] = tool.drawn(tool.Atlas(topology))
    return found


# --- CEPII ---


def test_geodist_reads_former_codes_and_passes_over_itself(tmp_path: object) -> None:
    header = ("iso_o", "iso_d", *geodist._COLUMNS)
    rows = [("ROM", "ZAR", 1, 2, ".", 0, 0, 0, 0, 0, 0), ("ROM", "ROM", 1, 1, 1, 1, 1, 1, 1, 1, 1),
            ("ROM", "QQQ", 1, 1, 1, 1, 1, 1, 1, 1, 1)]  # fmt: skip
    found = report()
    table = geodist.read([csv_file(tmp_path / "dist_cepii.csv", header, rows)], found)  # type: ignore[operator]
    assert values(table, "distance_cities_km") == {("ROU", "COD"): 2}
    assert values(table, "distance_weighted_km") == {}
    assert values(table, "contiguity") == {("ROU", "COD"): 0}
    assert "former code ROM; published under the former code ZAR" in table["COMMENT_OBS"][0]
    assert "a place and itself: 1" in said(found) and '"QQQ"' in said(found)


@pytest.mark.shared
def test_distances_agree_with_cepii(ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
    people = wpp.read([shared("wpp/wpp2019_popF.txt"), shared("wpp/wpp2019_popM.txt")], report())
    large = people.filter(TIME_PERIOD="2020", SEX="_T", AGE="_T").filter(pl.col("OBS_VALUE") > 10_000_000)["REF_AREA"]
    mine, other = values(ours, "distance_km"), values(theirs, "distance_weighted_km")

    def agreement(places: set[str]) -> float:
        pairs = [pair for pair in mine if pair in other and set(pair) <= places]
        assert len(pairs) > 3000
        logs = np.log([[mine[pair], other[pair]] for pair in pairs])
        return float(np.corrcoef(logs.T)[0, 1])

    assert agreement(set(large) - {"RUS"}) > 0.99
    assert agreement(set(large)) > 0.985  # Russia's land lies in Siberia, its people do not


@pytest.mark.shared
def test_borders_agree_with_cepii(ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
    both_know = {place for pair in values(ours, "distance_km") for place in pair} & {
        place for pair in values(theirs, "contiguity") for place in pair
    }
    mine = {pair for pair in values(ours, "contiguity") if set(pair) <= both_know}
    other = {pair for pair, flag in values(theirs, "contiguity").items() if flag == 1 and pair[0] < pair[1]}
    other = {pair for pair in other if set(pair) <= both_know}
    assert len(mine & other) / len(mine | other) > 0.97
    assert mine - other == ONLY_OURS
    assert other - mine == ONLY_CEPII


@pytest.mark.shared
@pytest.mark.slow
def test_most_of_cepiis_overseas_ties_are_in_our_table(ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
    rulers = {"BEL", "DEU", "ESP", "FRA", "GBR", "ITA", "NLD", "PRT", "USA"}
    other = {pair for pair, flag in values(theirs, "colonial_tie_1945").items() if flag == 1 and pair[0] < pair[1]}
    overseas = {
        pair
        for pair in other
        if len(rulers & set(pair)) == 1 and set(pair) <= {p for q in values(ours, "distance_km") for p in q}
    }
    assert len(overseas) > 80
    assert len(overseas & set(values(ours, "colonial_tie"))) / len(overseas) > 0.9
