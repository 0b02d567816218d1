"""The pages of the evidence: each in five languages, with its figures, papers and refusals.

Covers `passerelle_web.evidence` over the evidence that ships.
"""

import html
import re

import pytest

LANGUAGES = ["en", "nl", "fr", "es", "ar"]
PAGES = [
    "",
    "corridors/",
    "corridors/?origin=Marroc&destination=Pays-Bas",
    "corridors/MAR/NLD/",
    "corridors/BFA/CIV/",
    "corridors/MAR/NLD/?beside=FRA",
    "corridors/TUV/VAT/",
    "corridors/YUG/DEU/",
    "corridors/MAR/NLD/money/",
    "countries/",
    "countries/MAR/",
    "countries/VAT/",
    "countries/SCG/",
    "groupings/",
    "groupings/ECOWAS/",
    "routes/",
    "routes/central-mediterranean/",
    "routes/VEN-COL-PAN/",
    "explorer/",
    "explorer/?indicator=migrant_stock&origin=MAR&since=2015",
    "sources/",
    "sources/undesa_stock/",
    "sources/mipex/",
]


def words(answer):
    """The page's text without its marks."""
    text = re.sub(r"<(style|script).*?</\1>", " ", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_every_language(client, language, page):
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not answer.cookies
    assert "style=" not in answer.text
    assert "<script" not in answer.text
    ids = re.findall(r'\sid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    for target in re.findall(r'href="#([^"]+)"', answer.text):
        assert target in ids, f"#{target} leads nowhere"
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^" ]+)', answer.text)) <= set(ids)


def test_home_says_what_it_is_and_opens_a_corridor(client):
    answer = client.get("/en/")
    assert 'action="/en/corridors/"' in answer.text
    assert 'name="origin"' in answer.text and 'name="destination"' in answer.text
    assert '<option value="Morocco">' in answer.text
    assert "10,853,105" in answer.text


@pytest.mark.parametrize(
    ("origin", "destination", "leads"),
    [
        ("Mexico", "USA", "/en/corridors/MEX/USA/"),
        ("المغرب", "Marokko", None),
        ("ivory coast", "Burkina", "/en/corridors/CIV/BFA/"),
        ("NA", "za", "/en/corridors/NAM/ZAF/"),
    ],
)
def test_the_picker_takes_any_spelling(client, origin, destination, leads):
    answer = client.get("/en/corridors/", {"origin": origin, "destination": destination})
    if leads is None:
        assert answer.status_code == 200
        assert "Origin and destination are the same" in words(answer)
    else:
        assert (answer.status_code, answer["Location"]) == (302, leads)


def test_an_unsure_spelling_gets_suggestions_and_nothing_typed_is_lost(client):
    answer = client.get("/en/corridors/", {"origin": "Marroc", "destination": "Netherlands"})
    assert "We know no place called “Marroc”" in words(answer)
    assert 'href="?origin=MAR&amp;destination=Netherlands"' in answer.text
    assert 'value="Netherlands"' in answer.text and 'value="Marroc"' in answer.text
    followed = client.get("/en/corridors/?origin=MAR&destination=Netherlands")
    assert followed["Location"] == "/en/corridors/MAR/NLD/"


def test_an_unsure_destination_keeps_the_origin(client):
    answer = client.get("/en/corridors/", {"origin": "Netherlands", "destination": "Marroc"})
    assert 'href="?origin=Netherlands&amp;destination=MAR"' in answer.text


def test_one_end_alone_is_asked_for_the_other(client):
    assert "Fill in the other field" in words(client.get("/en/corridors/", {"origin": "Mexico"}))


def test_nothing_like_it_says_how_to_write(client):
    assert "or its code" in words(client.get("/en/corridors/", {"origin": "qqqqqq", "destination": "USA"}))


@pytest.mark.parametrize("page", ["corridors/", "explorer/", "countries/", "routes/"])
def test_what_is_typed_is_escaped(client, page):
    bad = '"><script>alert(1)</script>'
    given = {
        "origin": bad,
        "destination": bad,
        "place": bad,
        "stop": bad,
        "indicator": bad,
        "since": bad,
        "source": bad,
    }
    answer = client.get(f"/en/{page}", given)
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_other_spellings_in_an_address_lead_to_the_one(client):
    assert client.get("/fr/corridors/ma/Pays-Bas/")["Location"] == "/fr/corridors/MAR/NLD/"
    assert client.get("/en/countries/Ivory Coast/")["Location"] == "/en/countries/CIV/"
    assert client.get("/en/groupings/ecowas/")["Location"] == "/en/groupings/ECOWAS/"


@pytest.mark.parametrize(
    "page",
    [
        "corridors/Marroc/NLD/",
        "corridors/NLD/NLD/",
        "corridors/MAR/NLD/weather/",
        "countries/Marroc/",
        "sources/nobody/",
    ],
)
def test_what_is_not_there_is_404(client, page):
    assert client.get(f"/en/{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["groupings/ATLANTIS/", "routes/nowhere-at-all/", "routes/MAR/", "routes/MAR-ESP-MAR/"]
)
def test_what_cannot_be_is_refused_with_a_sentence(client, page):
    answer = client.get(f"/en/{page}")
    assert 400 <= answer.status_code < 500
    assert 'id="main"' in answer.text


def test_a_corridor_answers_proves_and_names_its_sources(client):
    answer = client.get("/en/corridors/MEX/USA/")
    said = words(answer)
    assert "10.9 million people from Mexico lived in the United States in 2020." in said
    assert "They sent home an estimated 30 billion USD (last known, 2017)." in said
    assert "4.18%" in said
    assert "last known, 2020 Q3" in said
    assert "International Migrant Stock" in said
    for part in ("People", "Money", "Skills", "Rights and risks", "Drivers", "Sources"):
        assert part in said
    numbers = set(re.findall(r'href="#source-(\d+)"', answer.text))
    listed = set(re.findall(r'id="source-(\d+)"', answer.text))
    assert numbers == listed


def test_the_years_of_a_page_are_those_of_its_figures(client):
    """The charts begin in 1990; what stands nowhere on the page does not count."""
    said = words(client.get("/en/corridors/MAR/NLD/"))
    assert re.search(r"The figures on this page are of 1990 to 20\d\d", said)


def test_what_is_not_known_says_what_would_fill_it(client):
    said = words(client.get("/en/corridors/MEX/USA/"))
    assert "figures are not known and what would fill them" in said
    assert "SmaRT" in said and "Remittance Prices Worldwide" in said


def test_a_corridor_of_which_nothing_is_known_says_so(client):
    answer = client.get("/en/corridors/TUV/VAT/")
    assert "No publisher that we read has a figure on this corridor itself" in words(answer)


def test_missing_is_never_zero(client):
    page = client.get("/en/corridors/TUV/VAT/people/")
    row = re.search(r"<tr><th scope=\"row\">Migrants from the origin.*?</tr>", page.text, flags=re.S)
    assert row is not None
    assert "not known" in row[0]
    assert not re.search(r">\s*0\s*<", row[0])


def test_two_corridors_side_by_side(client):
    said = words(client.get("/en/corridors/MAR/NLD/", {"beside": "FRA"}))
    assert "Laid beside, in this order: Morocco → France" in said
    assert "174,914" in said and "1,059,918" in said


def test_the_other_direction_and_a_neighbour_side_by_side(client):
    answer = client.get("/en/corridors/MAR/NLD/", {"beside": ["back", "TUR-NLD", "FRA"]})
    said = words(answer)
    assert "Netherlands → Morocco Its own page Türkiye → Netherlands Its own page Take them away" in said
    assert "Morocco → France" not in said, "a page shows two beside its own"
    assert "Two are laid beside this one already" in said
    assert "beside=NLD-MAR&amp;beside=TUR-NLD" in answer.text


def test_one_more_may_be_laid_beside_and_keeps_the_first(client):
    answer = client.get("/en/corridors/MAR/NLD/", {"beside": "FRA"})
    assert '<input type="hidden" name="beside" value="MAR-FRA">' in answer.text
    said = words(client.get("/en/corridors/MAR/NLD/", {"beside": "MAR-FRA", "origin": "Turkey"}))
    assert "Morocco → France" in said and "Türkiye → Netherlands" in said


@pytest.mark.parametrize("itself", ["Netherlands", "MAR-NLD", "o:Morocco"])
def test_a_corridor_is_not_laid_beside_itself(client, itself):
    said = words(client.get("/en/corridors/MAR/NLD/", {"beside": itself}))
    assert "or it is this one" in said and "Laid beside" not in said


@pytest.mark.parametrize(
    ("beside", "second"), [("back", "Netherlands → Morocco"), ("o:Turkey", "Türkiye → Netherlands")]
)
def test_other_ways_of_laying_beside(client, beside, second):
    said = words(client.get("/en/corridors/MAR/NLD/", {"beside": beside}))
    assert f"Laid beside, in this order: {second}" in said


@pytest.mark.parametrize("beside", ["Marroc", "MAR", "o:", "<b>"])
def test_what_cannot_be_laid_beside_is_said(client, beside):
    answer = client.get("/en/corridors/MAR/NLD/", {"beside": beside})
    assert answer.status_code == 200
    assert "We could not read which corridor you mean" in words(answer)
    assert "<b>" not in answer.text


def test_a_corridor_points_the_readers_way(client):
    assert "سوريا ← تركيا" in words(client.get("/ar/corridors/SYR/TUR/"))
    assert "Syrië → Turkije" in words(client.get("/nl/corridors/SYR/TUR/"))


def test_the_language_switch_keeps_the_page(client):
    answer = client.get("/en/corridors/MAR/NLD/?beside=FRA")
    assert 'href="/ar/corridors/MAR/NLD/?beside=FRA"' in answer.text
    assert 'hreflang="nl" href="/nl/corridors/MAR/NLD/?beside=FRA"' in answer.text


def test_all_figures_of_a_section_stand_in_their_table(client):
    said = words(client.get("/en/corridors/MEX/USA/money/"))
    assert "Average price of sending 200 USD" in said
    assert "not known" in said


def test_a_country_is_origin_and_destination(client):
    answer = client.get("/en/countries/MAR/")
    said = words(answer)
    assert "Where people from Morocco live" in said
    assert "Where people in Morocco are from" in said
    assert 'href="/en/corridors/MAR/FRA/"' in answer.text
    assert 'href="/en/corridors/FRA/MAR/"' in answer.text
    assert answer.text.count("<svg xmlns") == 2


def test_a_former_place_names_what_came_after(client):
    answer = client.get("/en/countries/SCG/")
    assert "This place is no more" in words(answer)
    assert 'href="/en/countries/SRB/"' in answer.text


def test_a_grouping_has_dated_members_and_those_who_left(client):
    said = words(client.get("/en/groupings/ECOWAS/"))
    assert "12 members today" in said
    assert "Former members" in said
    assert "Mali" in said and "until 2025-01-29" in said


def test_a_route_has_legs_years_and_a_map(client):
    answer = client.get("/en/routes/central-mediterranean/")
    said = words(answer)
    assert "Nigeria → Niger → Libya → Italy" in said
    assert "4,574" in said
    assert 'href="/en/corridors/LBY/ITA/"' in answer.text
    assert "<svg xmlns" in answer.text


@pytest.mark.parametrize(("language", "said"), [("en", "Pakistan; others not known"), ("fr", "Algérie")])
def test_nationalities_of_incidents_are_names(client, language, said):
    page = client.get(f"/{language}/routes/central-mediterranean/").text
    assert said in page and "UNK" not in page and "nationalities DZA" not in page


def test_a_route_of_ones_own_is_built_from_any_spelling(client):
    answer = client.get("/en/routes/", {"stop": ["Maroc", "España", "", ""]})
    assert answer["Location"] == "/en/routes/MAR-ESP/"


@pytest.mark.parametrize(
    ("stops", "said"),
    [
        (["Maroc", "Atlantida"], "We know no place called “Atlantida”"),
        (["Maroc"], "two places at least"),
        (["Maroc", "Spain", "MAR"], "only once"),
    ],
)
def test_a_route_that_cannot_be_is_said(client, stops, said):
    answer = client.get("/en/routes/", {"stop": stops})
    assert answer.status_code == 200
    assert said in words(answer)


def test_the_explorer_shows_what_was_asked(client):
    asked = {"indicator": "migrant_stock", "origin": "MEX", "destination": "USA", "since": "2020", "sex": "_T"}
    said = words(client.get("/en/explorer/", asked))
    assert "1 observations" in said or "1 observation" in said
    assert "10,853,105" in said


def test_the_explorer_pages(client):
    first = client.get("/en/explorer/", {"indicator": "migrant_stock", "origin": "MAR"})
    after = re.search(r'rel="next" href="\?([^"]+)"', first.text)
    assert after is not None
    second = client.get("/en/explorer/?" + html.unescape(after[1]))
    assert "Page 2 of" in words(second)
    assert 'rel="prev"' in second.text
    beyond = client.get("/en/explorer/", {"indicator": "migrant_stock", "origin": "MAR", "page": "99999"})
    assert 'rel="next"' not in beyond.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicator": "weather"}, "There is no observation called “weather”"),
        ({"source": "nobody"}, "There is no source called “nobody”"),
        ({"indicator": "population", "since": "20"}, "“20” is not a year"),
        ({"indicator": "population", "since": "2020", "until": "2010"}, "The first year is after the last"),
        ({"indicator": "migrant_stock", "origin": "Marroc"}, "We know no place called “Marroc”"),
    ],
)
def test_the_explorer_says_what_it_cannot_read(client, asked, said):
    answer = client.get("/en/explorer/", asked)
    assert answer.status_code == 200
    assert said in words(answer)
    assert "<tbody>" not in answer.text


def test_the_explorer_says_when_nothing_is_held(client):
    asked = {"indicator": "migrant_stock", "origin": "MEX", "destination": "USA", "since": "1900", "until": "1901"}
    assert "It is not known, which is not zero" in words(client.get("/en/explorer/", asked))


def test_sources_say_what_is_held_and_what_is_not(client):
    said = words(client.get("/en/sources/"))
    assert "not held here" in said
    card = words(client.get("/en/sources/undesa_stock/"))
    assert "Known faults" in card and "Report of the build" in card and "CC BY 3.0 IGO" in card


def test_only_reading_is_answered(client):
    assert client.post("/en/corridors/").status_code == 405
    assert client.head("/en/").status_code == 200
