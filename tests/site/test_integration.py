"""Pages of integration: list, host, measure, charts, files, links from elsewhere; what is not known says so.

Covers `passerelle_web.evidence.integration_page`, `integration_views` and the practices told to them.
"""

import csv
import html
import io
import re

import pytest
from django.urls import reverse

from passerelle.evidence.integration.hosts import Host
from passerelle_web.evidence import integration_page, practised
from passerelle_web.evidence.practised import Practised
from tests.unit.evidence.indicators.makers import seen

LANGUAGES = ["en", "nl", "fr", "es", "ar"]
PAGES = [
    "integration/", "integration/?measure=median_income&group=CITIZEN_NEU27", "integration/DEU/", "integration/SEN/",
    "integration/TUV/", "integration/DEU/employment-rate/", "integration/NLD/refugees_naturalised/",
    "integration/SEN/median-income/",
]  # fmt: skip


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_in_each_language_has_one_head_and_no_hole(client, language, page):
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1 and f'lang="{language}"' in answer.text
    assert not re.search(r"\{\w+\}|None|nan%", words(answer))


def test_a_host_shows_both_sides_the_gap_and_the_ratio(client):
    text = words(client.get("/en/integration/DEU/?year=2023"))
    assert "Employment rate in Germany, 2023: foreign citizens 65.8%, nationals 79.7%. The gap: −13.9 points." in text
    assert "both sexes 2023 2023 65.8% 79.7% −13.9 0.83" in text
    assert "A gap says how far apart two sides are, not why." in text
    assert "The publisher gives no interval of these figures" in text
    assert re.search(r"women 2023 2023 \d\d\.\d%", text) and re.search(r" men 2023 2023 \d\d\.\d%", text)


def test_the_group_is_chosen_and_kept_by_charts(client):
    page = client.get("/en/integration/AUT/?group=CITIZEN_NEU27")
    assert '<option value="CITIZEN_NEU27" selected>' in page.text
    assert "charts/median-income-t.svg?theme=light&amp;group=CITIZEN_NEU27" in page.text
    assert "Median net income in Austria, 2023: citizens of countries outside the EU 20,724 EUR" in words(page)


def test_the_side_that_no_table_has_is_not_known_and_never_zero(client):
    text = words(client.get("/en/integration/DEU/"))
    assert re.search(r"Tertiary education .*? both sexes 2024 2024 26\.4% not known not known not known", text)
    assert "Low achievers at 15 OECD’s PISA" in text


def test_policies_are_beside_without_a_cause_and_say_what_would_fill_them(client):
    text = words(client.get("/en/integration/DEU/"))
    assert "It is a score of policies, never of people." in text and "says nothing of causes" in text
    assert "No score of this host’s policies is known." in text and "read by your own build only" in text


def test_scores_of_an_own_build_stand_with_their_year(client, monkeypatch):
    row = seen("mipex_education", "2019", 63, destination="DEU", source="mipex", vintage="2019", unit="INDEX_0_100")
    monkeypatch.setattr(integration_page, "host_of", lambda iso3: Host(iso3, policy_rows=(row,)))
    text = words(client.get("/en/integration/DEU/"))
    assert "Migrant integration policy: education 63 2019" in text
    assert "8 figures are not known" in text


def test_a_published_interval_is_shown_and_the_want_of_one_no_longer_said(client, monkeypatch):
    both = [seen("employment_rate", "2020", value, destination="DEU", breakdown=who, age="Y15T64", unit="PC",
                 low=value - 1, high=value + 1, source="eurostat", vintage="2025")
            for who, value in (("CITIZEN_FOR", 60.0), ("CITIZEN_NAT", 80.0))]  # fmt: skip
    monkeypatch.setattr(integration_page, "host_of", lambda iso3: Host(iso3, tuple(both)))
    text = words(client.get("/en/integration/DEU/"))
    assert "gap: −22.0 points to −18.0 points" in text and "farthest ends of both published intervals" in text
    assert "The publisher gives no interval" not in text


def test_the_hosts_side_has_its_place(client):
    text = words(client.get("/en/integration/SEN/"))
    assert "Integration is mutual" in text and "Discrimination that people report" in text
    assert "Afrobarometer" in text


def test_a_southern_host_has_what_is_known_of_it(client):
    text = words(client.get("/en/integration/SEN/"))
    assert "Refugees who became citizens" in text and "ILOSTAT’s tables of work by place of birth" in text


def test_hosts_stand_by_name_in_the_readers_language_and_are_not_ranked(client):
    for language in ("en", "fr"):
        page = client.get(f"/{language}/integration/")
        names = re.findall(r'<th scope="row"><a href="/\w\w/integration/[A-Z]{3}/">([^<]+)', page.text)
        assert len(names) > 30 and names == sorted(names)
    assert "They are not ranked" in words(client.get("/en/integration/"))


def test_the_list_is_filtered_by_measure_sex_grouping_and_year(client):
    page = client.get("/en/integration/?measure=unemployment_rate&sex=F&grouping=EU&year=2019")
    text = words(page)
    assert "Unemployment rate, women" in text and "integration/DEU/" in page.text
    main = page.text.split("<tbody>")[1].split("</tbody>")[0]
    assert "integration/CHE/" not in main and set(re.findall(r'nobreak wide-only">(\d{4})<', main)) == {"2019"}
    nothing = words(client.get("/en/integration/?measure=poverty_risk"))
    assert "It is not known, which is not zero." in nothing


def test_a_year_or_grouping_that_cannot_be_read_stays_as_typed_and_says_so(client):
    page = client.get("/en/integration/?year=20x3&grouping=NONE&measure=unemployment_rate")
    assert page.status_code == 200
    assert 'value="20x3"' in page.text and 'aria-invalid="true"' in page.text
    assert "Write a year with four digits" in words(page) and "We know no grouping of this code." in words(page)
    assert '<option value="unemployment_rate" selected>' in page.text


@pytest.mark.parametrize("query", ["measure=happiness", "group=TOURISTS", "sex=X"])
def test_a_choice_that_is_none_is_refused_with_those_there_are(client, query):
    answer = client.get(f"/en/integration/?{query}")
    assert answer.status_code == 400
    assert ("write F, M" if query.startswith("sex") else "Known are") in words(answer)


def test_a_place_in_any_spelling_leads_to_its_page(client):
    assert client.get("/en/integration/?place=Allemagne").url == "/en/integration/DEU/"
    assert client.get("/en/integration/Allemagne/").url == "/en/integration/DEU/"
    assert client.get("/en/integration/Allemagne/employment-rate/").url == "/en/integration/DEU/employment-rate/"
    wrong = client.get("/en/integration/?place=Marroc")
    assert wrong.status_code == 200 and "Morocco" in words(wrong)
    assert client.get("/en/integration/Nowhereland/").status_code == 404
    assert client.get("/en/integration/DEU/happiness/").status_code == 404


def test_a_measure_has_all_its_years_the_newest_first_for_each_sex(client):
    page = client.get("/en/integration/DEU/employment-rate/")
    tables = page.text.split("<table")[1:]
    years = [re.findall(r'<th scope="row">(\d{4})', table) for table in tables]
    assert len(years) == 3 and years[0] == sorted(years[0], reverse=True) and years[0][0] == "2024"
    assert "break in the series" in words(page)


def test_charts_are_drawn_and_kept_apart_by_group_and_year(client, settings, tmp_path):
    settings.DRAWINGS = tmp_path
    addresses = ["sides.svg", "sides.svg?year=2015", "employment-rate-f.svg", "median-income-t.svg?group=CITIZEN_NEU27",
                 "median-income-t.svg"]  # fmt: skip
    answers = [client.get(f"/en/integration/DEU/charts/{address}") for address in addresses]
    assert all(answer["Content-Type"].startswith("image/svg+xml") for answer in answers)
    assert len({answer["ETag"] for answer in answers}) == len({answer.content for answer in answers}) == 5
    assert client.get("/en/integration/NLD/charts/refugees-naturalised-t.svg").status_code == 200
    for address in ("TUV/charts/sides.svg", "DEU/charts/happiness-t.svg"):
        assert client.get(f"/en/integration/{address}").status_code == 404


def test_a_host_is_taken_along_with_what_is_not_known(client):
    answer = client.get("/fr/integration/DEU/download/?form=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    gap = next(row for row in rows if row["indicator"] == "integration_employment_rate_gap" and row["period"] == "2023")
    assert (float(gap["value"]), gap["unit"], gap["source"]) == (-13.9, "percentage points", "eurostat")
    assert "Eurostat" in gap["citation"] and gap["method"] == "foreign citizens − nationals"
    unknown = next(row for row in rows if row["indicator"] == "integration_host_contact")
    assert unknown["value"] == "" and unknown["note"]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "json", "sdmx-csv"])
def test_the_list_is_taken_along_in_five_forms(client, form):
    answer = client.get(f"/en/integration/download/?measure=unemployment_rate&sex=M&year=2022&form={form}")
    assert answer.status_code == 200 and len(answer.content) > 2000
    assert "passerelle-integration-unemployment_rate" in answer["Content-Disposition"]


def test_countries_corridors_and_the_navigation_lead_here(client):
    href = reverse("evidence:integration-host", args=["DEU"])
    assert href in client.get("/en/countries/DEU/").text
    assert href in client.get("/en/corridors/MAR/DEU/").text
    assert f'href="{reverse("evidence:integration")}"' in client.get("/en/").text


def test_practices_of_the_theme_stand_there_and_lead_on(client, monkeypatch):
    asked = []

    def told(_request, themes):
        asked.append(tuple(themes))
        return [Practised("Mentors at work", "/en/practices/1/", "Pairs.", "en", "the same theme", "")]

    monkeypatch.setattr(practised, "_THEMED", [told])
    page = client.get("/en/integration/DEU/")
    assert "Mentors at work" in page.text and "?theme=2.3-integration" in page.text
    assert asked == [integration_page.THEMES]
    assert reverse("practices:editions") in page.text


def test_no_cookie_is_set_and_few_questions_are_asked(client, django_assert_max_num_queries):
    client.get("/en/integration/DEU/")
    with django_assert_max_num_queries(4):
        answer = client.get("/en/integration/DEU/")
    assert not answer.cookies
