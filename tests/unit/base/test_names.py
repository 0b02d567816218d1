"""Finding places: usual, former and publishers' spellings, and never a silent guess."""

from importlib.resources import files

import pytest

from passerelle.base.errors import PlaceUnknown
from passerelle.base.names import find_place, fold, resolve_name, suggest
from passerelle.base.own_files import read_yaml
from passerelle.base.places import place_of

USUAL = {
    "CIV": [
        "Ivory Coast",
        "Côte d'Ivoire",
        "COTE D’IVOIRE",
        "Costa de Marfil",
        "Ivoorkust",
        "ساحل العاج",
        "كوت ديفوار",
    ],
    "SWZ": ["Swaziland", "Eswatini", "SZ"],
    "TUR": ["Turkey", "Türkiye", "TURKIYE", "Turkije", "Turquie", "Turquía", "تركيا"],
    "MAR": ["Marokko", "Maroc", "Marruecos", "Morocco", "المغرب", "ma", "504"],
    "COD": ["DR Congo", "DRC", "Congo, Dem. Rep.", "Democratic Republic of the Congo", "Zaire", "Congo-Kinshasa"],
    "COG": ["Congo-Brazzaville", "Republic of the Congo", "Congo, Rep."],
    "KOR": ["South Korea", "Korea, Rep.", "Republic of Korea", "Zuid-Korea", "Corée du Sud", "Corea del Sur", "ROK"],
    "PRK": ["North Korea", "DPRK", "Dem. People's Republic of Korea", "Noord-Korea"],
    "GNQ": [
        "Equatorial Guinea",
        "Guinée équatoriale",
        "Guinea Ecuatorial",
        "Equatoriaal-Guinea",
        "Spanish Guinea",
        "Guinea Española",
    ],
    "GNB": ["Guinea-Bissau", "Guinea Bissau", "Guinée-Bissau", "Portuguese Guinea", "Guinée portugaise"],
    "GIN": ["Guinea", "Guinée", "Guinee"],
    "NLD": ["Netherlands", "The Netherlands", "Holland", "Pays-Bas", "Países Bajos", "هولندا"],
    "PSE": ["State of Palestine", "West Bank and Gaza", "Palestine"],
    "SYR": ["Syria", "Syrian Arab Republic", "Syrie"],
    "VNM": ["Viet Nam", "Vietnam"],
    "MMR": ["Burma", "Myanmar", "Birmanie"],
    "MKD": ["Macedonia, FYR", "North Macedonia", "The former Yugoslav Republic of Macedonia"],
    "CPV": ["Cape Verde", "Cabo Verde", "Kaapverdië"],
    "CZE": ["Czech Republic", "Czechia", "Tsjechië"],
    "USA": ["United States", "United States of America", "États-Unis", "Estados Unidos", "Verenigde Staten"],
    "BFA": ["Burkina Faso", "Upper Volta", "Haute-Volta", "فولتا العليا"],
    "LCA": ["St. Lucia", "St Lucia", "Saint Lucia"],
    "NAM": ["Namibia", "Namibië", "South West Africa"],
    "SCG": ["Serbia and Montenegro", "Serbia & Montenegro"],
    "LSO": ["Basutoland"],
    "BDI": ["Urundi"],
    "YEM": ["North Yemen", "South Yemen", "Democratic Yemen", "Yémen du Sud", "اليمن الجنوبي"],
    "MLI": ["French Sudan", "Soudan français"],
    "CAF": ["Ubangi-Shari", "Oubangui-Chari"],
    "GUY": ["British Guiana"],
    "KIR": ["Gilbert Islands"],
    "TUV": ["Ellice Islands"],
    "ARE": ["Trucial States", "Emiraten"],
    "GBR": ["Wales", "Northern Ireland", "Escocia", "Pays de Galles"],
    "IRL": ["Eire", "Republic of Ireland"],
    "DEU": ["FRG", "RFA", "West Germany"],
    "DDR": ["Allemagne de l’Est", "Alemania Oriental"],
    "MDA": ["Rep. of Moldova"],
    "IRN": ["Persië", "Perse", "Persia"],
    "LKA": ["Ceilán", "Ceylan", "Ceylon"],
    "CSK": ["Tsjechoslowakije", "Checoslovaquia"],
}


@pytest.mark.parametrize(("iso3", "text"), [(iso3, text) for iso3, texts in USUAL.items() for text in texts])
def test_usual_and_former_spellings_are_found(iso3: str, text: str) -> None:
    assert find_place(text).iso3 == iso3
    assert find_place(f"  {text.upper()} ").iso3 == iso3


@pytest.mark.parametrize(
    ("text", "best"),
    [("Marroc", "MAR"), ("Korea", "KOR"), ("Guinea (Equatorial)", "GNQ"), ("Virgin Islands", "VGB"), ("Nigera", "NGA"),
     ("Netherland", "NLD"), ("Moroco", "MAR"), ("Timor", "TLS")],
)  # fmt: skip
def test_an_unsure_spelling_gets_suggestions_and_no_guess(text: str, best: str) -> None:
    with pytest.raises(PlaceUnknown) as unsure:
        find_place(text)
    assert unsure.value.suggestions[0] == best
    assert f"({best})" in str(unsure.value)
    assert f'"{text}"' in str(unsure.value)
    assert resolve_name(text) is None


def test_both_koreas_and_both_virgin_islands_are_suggested() -> None:
    for text, both in (("Korea", {"KOR", "PRK"}), ("Corée", {"KOR", "PRK"}), ("Virgin Islands", {"VGB", "VIR"})):
        with pytest.raises(PlaceUnknown) as unsure:
            find_place(text)
        assert both == set(unsure.value.suggestions[:2])


def test_congo_alone_is_the_name_that_the_un_and_iso_give_to_brazzaville() -> None:
    assert find_place("Congo").iso3 == "COG"
    assert {place.iso3 for place in suggest("Congo")} >= {"COG", "COD"}


@pytest.mark.parametrize(
    "text", ["World", "Africa", "Sub-Saharan Africa", "Total", "Other", "Unknown", "", "   ", "..", "0"]
)
def test_regions_totals_and_nothing_are_no_places(text: str) -> None:
    with pytest.raises(PlaceUnknown):
        find_place(text)


def test_a_very_long_text_is_refused_without_being_searched_or_repeated() -> None:
    with pytest.raises(PlaceUnknown) as refused:
        find_place("Morocco" * 1000)
    assert len(str(refused.value)) < 120
    assert not refused.value.suggestions


@pytest.mark.parametrize("text", ["Morocco*", "Morocco (a)", "Morocco (12)", "Morocco [1]", "Morocco¹"])
def test_footnote_marks_in_files_are_passed_over(text: str) -> None:
    found = resolve_name(text)
    assert found is not None
    assert found.iso3 == "MAR"


def test_words_in_brackets_are_no_footnotes() -> None:
    samoa = resolve_name("Samoa (American)")
    assert samoa is not None
    assert samoa.iso3 == "ASM"
    assert resolve_name("Sudan (south)") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Côte d’Ivoire", "COTE D'IVOIRE"), ("Guinea-Bissau", "guinea bissau"), ("Trinidad & Tobago", "Trinidad and Tobago"),
     ("St. Lucia", "Saint Lucia"), ("الإمارات", "الامارات"), ("Türkiye", "TURKIYE"), ("Åland", "aland")],
)  # fmt: skip
def test_folding_brings_spellings_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_different_names_apart() -> None:
    assert len({fold(name) for name in ("Niger", "Nigeria", "Guinea", "Guyana", "Iran", "Iraq", "Mali", "Malawi")}) == 8


def test_suggestions_are_few_and_best_first() -> None:
    assert [place.iso3 for place in suggest("Morroco", most=1)] == ["MAR"]
    assert len(suggest("a", most=3)) <= 3
    assert suggest("") == []


@pytest.mark.parametrize(
    ("text", "successors"),
    [("Ruanda-Urundi", ("BDI", "RWA")), ("Gilbert and Ellice Islands", ("KIR", "TUV")),
     ("Indochine", ("KHM", "LAO", "VNM")), ("British India", ("BGD", "IND", "PAK"))],
)  # fmt: skip
def test_a_territory_that_was_divided_is_never_guessed(text: str, successors: tuple[str, ...]) -> None:
    with pytest.raises(PlaceUnknown, match="became several places") as unsure:
        find_place(text)
    assert unsure.value.suggestions == successors
    assert resolve_name(text) is None


def test_every_divided_territory_names_places_of_today_and_no_name_that_is_found() -> None:
    divided = read_yaml(files("passerelle.base").joinpath("reference/divided.yaml"))
    for name, successors in divided.items():
        assert len(successors) > 1 and successors == sorted(successors)
        assert all(place_of(iso3).kind != "former" for iso3 in successors)
        assert resolve_name(name) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("EU", "a grouping (European Union)"), ("European Union", "a grouping (EU)"), ("Union européenne", "European Union"),
     ("ECOWAS", "Economic Community of West African States"), ("CEDEAO", "ECOWAS"), ("Africa", "a UN region (UN002)"),
     ("الاتحاد الأوروبي", "European Union")],
)  # fmt: skip
def test_a_grouping_is_said_to_be_one_and_no_place_is_suggested(text: str, said: str) -> None:
    with pytest.raises(PlaceUnknown) as refused:
        find_place(text)
    assert said in str(refused.value) and "no place" in str(refused.value) and not refused.value.suggestions


@pytest.mark.parametrize(("text", "iso3"), [("CAN", "CAN"), ("AU", "AUS"), ("UA", "UKR")])
def test_a_code_that_is_also_a_groupings_is_the_places(text: str, iso3: str) -> None:
    assert find_place(text).iso3 == iso3
