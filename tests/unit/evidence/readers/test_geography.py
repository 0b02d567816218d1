"""Our own geography by itself, and held against CEPII's where that file is here."""

import numpy as np
import polars as pl
import pytest
from tests.makers import csv_file, report, said
from tests.shared import shared

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
