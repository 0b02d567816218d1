"""What a brief says: sentences made from figures, each with its sources, and nothing that they do not carry."""

import re
from dataclasses import replace
from typing import Any

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.places import LANGUAGES
from passerelle.base.words import say
from passerelle.evidence.corridors import KnownCorridor, known_corridor, source_pairs
from passerelle.evidence.store import Store
from passerelle.output.briefs.compose import compose
from passerelle.output.briefs.content import Brief, Part, Table
from passerelle.output.briefs.parts import _shortened
from passerelle.output.briefs.record import Key
from tests.unit.output.conftest import TODAY


def part(brief: Brief, slug: str) -> Part:
    return next(one for one in brief.parts if one.slug == slug)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def every_sentence(brief: Brief) -> list[Any]:
    inside = [s for one in brief.parts for s in one.sentences]
    answers = [s for one in brief.parts for _, said in one.answers for s in said]
    return [*brief.summary, *inside, *answers]


def test_the_summary_opens_with_the_stock(brief: Brief) -> None:
    assert brief.summary[0].text == (
        "174,914 people from Morocco lived in the Netherlands in 2020: 5.4% of all emigrants of Morocco and 7.4% of "
        "all immigrants in the Netherlands."
    )


def test_every_sentence_with_a_figure_has_a_source(brief: Brief) -> None:
    for sentence in every_sentence(brief):
        if re.search(r"\d", sentence.text) and "Passerelle looks for" not in sentence.text:
            assert sentence.notes, sentence.text


def test_notes_are_numbers_of_sources_listed(brief: Brief) -> None:
    listed = {source.number for source in brief.sources}
    assert listed == set(range(1, len(listed) + 1))
    assert {n for s in every_sentence(brief) for n in s.notes} <= listed
    tables = [brief.key_table, *[table for one in brief.parts for table in one.tables]]
    assert {n for table in tables for row in table.rows for cell in row for n in cell.notes} <= listed


def test_every_chart_names_its_publishers_and_cites_its_sources(brief: Brief) -> None:
    listed = {source.number for source in brief.sources}
    pictures = [picture for one in brief.parts for picture in one.pictures]
    assert len(pictures) >= 8
    for picture in pictures:
        behind = {pair for figure in picture.chart.figures for pair in source_pairs(figure)}
        assert len(picture.source.notes) == len(behind) and set(picture.source.notes) <= listed
        assert re.match(r"Sources?: \w", picture.source.text)
    flows = next(picture for picture in pictures if picture.chart.slug == "flows")
    assert flows.source.text == "Sources: Guy J. Abel and Joel E. Cohen; Passerelle"


def test_an_old_figure_reads_last_known(brief: Brief) -> None:
    rows = {row[0]: row for row in texts(brief.key_table)}
    assert rows["Average price of sending 200 USD to the origin"][3] == "last known, 2020 Q3"
    assert rows["Unemployment rate (Morocco)"][3] == "2023"


def test_the_cover_says_oldest_and_newest_year_of_what_is_shown(brief: Brief) -> None:
    """The charts begin in 1990; people resettled in 2005 stand nowhere in the brief and do not count."""
    assert brief.years == "Figures from 1990 to 2025"


def test_the_cover_of_a_brief_that_shows_little_says_no_more(store: Store, remote: KnownCorridor) -> None:
    shown = compose(store, remote, language="en", today=TODAY)
    years = {int(year) for table in part(shown, "comparison").tables for text in table.head
             for year in re.findall(r"\d{4}", text)}  # fmt: skip
    assert re.fullmatch(r"Figures from (\d{4}) to (\d{4})", shown.years)
    assert {int(year) for year in re.findall(r"\d{4}", shown.years)} == {min(years), max(years)}


def test_no_claim_on_what_is_not_known(store: Store, remote: KnownCorridor) -> None:
    brief = compose(store, remote, language="en", today=TODAY)
    assert brief.summary[0].text.startswith("No table here estimates how many people from")
    assert not any("grew" in s.text or "fell" in s.text for s in brief.summary)
    said = dict(part(brief, "questions").answers)
    silent = "Not known here; “What is not known” says what would fill it."
    assert said["Is the number of migrants growing?"][0].text == silent
    for slug in ("people", "money"):
        assert [s.text for s in part(brief, slug).sentences] == [silent]
    assert brief.key_table.rows == () or all(row[1].text for row in brief.key_table.rows)


def test_absence_from_a_table_of_treaties_is_dated(brief: Brief) -> None:
    rows = {row[0]: row[1:] for row in texts(part(brief, "rights").tables[0])}
    assert rows["Smuggling Protocol (2000)"] == ["none recorded by 2015-03", "2005-07-27"]
    assert not any("not ratified" in cell for row in rows.values() for cell in row)


def test_old_figures_are_last_known_in_sentences(brief: Brief, store: Store, burkina: KnownCorridor) -> None:
    said = " ".join(s.text for s in every_sentence(brief))
    assert "446.4 million USD (last known, 2017)" in said
    assert "6.84% of the amount on average (last known, 2020 Q3)" in said
    assert "in 2017" not in said and "in 2020 Q3" not in said
    south = " ".join(s.text for s in every_sentence(compose(store, burkina, language="en", today=TODAY)))
    assert "Asylum decisions on substance (last known, 2021): 100.0% gave protection (of 2,129 decisions" in south


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_old_figure_is_said_with_its_year_alone(brief: Brief, store: Store, language: str) -> None:
    """Whatever the language, the year of an old figure stands only behind the words for "last known"."""
    told = compose(store, known_corridor(store, Corridor("SYR", "TUR")), language=language, today=TODAY)
    titles = [picture.chart.title for one in told.parts for picture in one.pictures]
    said = [*titles, *(s.text for s in every_sentence(told))]
    before = say("last known, {period}", language).removesuffix("{period}")
    marked = re.compile(re.escape(before) + "[^()]*")
    for text in said:
        # the stock ends in 2020 and is not old yet; of remittances to Syria nothing is known since 2017
        assert "2017" not in marked.sub("", text), text


def test_refugees_are_told_although_asylum_seekers_are_of_another_year(store: Store) -> None:
    told = compose(store, known_corridor(store, Corridor("SYR", "TUR")), language="en", today=TODAY)
    said = [s.text for s in told.summary]
    assert "2.3 million refugees from Syria were registered in Türkiye at the end of 2025." in said
    assert "0 asylum-seekers from Syria were registered in Türkiye (last known, 2019)." in said


def test_one_person_is_no_people(store: Store, morocco: KnownCorridor) -> None:
    one = replace(morocco, series={**morocco.series, "stock": [morocco.latest("stock").about(value=1.0)]})
    said = compose(store, one, language="en", today=TODAY).summary[0].text
    assert said.startswith("1 person from Morocco lived in the Netherlands in 2020")


def test_our_own_estimate_of_remittances_stands_beside_the_matrix(brief: Brief) -> None:
    money = " ".join(s.text for s in part(brief, "money").sentences)
    assert re.search(r"own model people in the Netherlands sent .+ USD to Morocco in 2020; three rules", money)
    row = next(r for r in texts(part(brief, "contested").tables[0]) if r[0].startswith("Remittances of the corridor"))
    assert re.search(r"World Bank: .+ \(last known, 2017\); Passerelle: .+ USD – .+ USD; 2020\)", row[1])


def test_the_gap_of_employment_is_said_in_words(brief: Brief) -> None:
    skills = " ".join(s.text for s in part(brief, "skills").sentences)
    assert "was 11.2 points below that of nationals in 2024" in skills and "−" not in skills


def test_periods_stand_in_the_head_where_all_agree_else_in_the_cells(store: Store, brief: Brief) -> None:
    head = part(brief, "comparison").tables[0].head
    assert head[1] == "Migrants (2020)" and head[4] == "Remittances a year (last known, 2017)"
    told = compose(store, known_corridor(store, Corridor("SYR", "TUR")), language="en", today=TODAY)
    (table,) = part(told, "comparison").tables
    assert table.head[6] == "Refugees"
    assert all(re.search(r"\((last known, )?\d{4}\)$", row[6]) or row[6] == "not known" for row in texts(table))


def test_names_that_are_lacking_are_put_together() -> None:
    names = ["Emigration rate, all", "Emigration rate, without children", "Vacancies"]
    assert _shortened(names) == "Emigration rate, all; … without children; Vacancies"
    assert _shortened(["Policy : santé", "Policy : école"]) == "Policy : santé; … école"


def test_methods_are_those_of_the_figures_shown(store: Store, brief: Brief, remote: KnownCorridor) -> None:
    shown = {row[0].text.split(" (")[0] for row in brief.key_table.rows}
    assert {row[0] for row in texts(part(brief, "methods").tables[0])} == shown
    bare = compose(store, remote, language="en", today=TODAY)
    assert bool(part(bare, "methods").tables) == bool(bare.key_table.rows)


def test_similar_corridors_are_those_of_both_places(brief: Brief) -> None:
    names = [row[0] for row in texts(part(brief, "comparison").tables[0])]
    assert names[0] == "Morocco → Netherlands" and len(names) == 7
    assert all(name.startswith("Morocco →") or name.endswith("→ Netherlands") for name in names)


def test_contested_figures_stand_beside_one_another(brief: Brief) -> None:
    rows = texts(part(brief, "contested").tables[0])
    editions = next(row for row in rows if row[0].startswith("Migrants of the corridor in one year"))
    assert "UN DESA 2020: " in editions[1] and "UN DESA 2017: " in editions[1]
    assert "revises" in editions[3]
    assert any("pseudo-Bayesian" in row[1] and "fewest moves" in row[1] for row in rows)


def test_the_banks_matrix_is_not_taken_for_what_both_ends_share(store: Store) -> None:
    """Senegal and France share a language and a past: rows of their corridor as well, whose value is one."""
    told = compose(store, known_corridor(store, Corridor("SEN", "FRA")), language="en", today=TODAY)
    row = next(r for r in texts(part(told, "contested").tables[0]) if r[0].endswith("two publishers"))
    assert row[1] == "UN DESA 2017: 119,661 (2017); World Bank 2017: 119,661 (2017)" and row[2] == "× 1.0"


def test_what_is_not_known_says_what_would_fill_it(brief: Brief) -> None:
    (table,) = part(brief, "unknown").tables
    assert table.rows and all(cell.text for row in table.rows for cell in row)
    whole = " ".join(cell.text for row in table.rows for cell in row)
    assert "UHC service coverage index" in whole


def test_other_rooms_are_not_known_until_they_hold_something(brief: Brief) -> None:
    rows = texts(part(brief, "others").tables[0])
    assert {row[0] for row in rows} == {"Agreements in force", "Dialogues", "Funding"}
    assert {row[1] for row in rows} == {"not known"}


def earlier(known: KnownCorridor) -> dict[Key, dict[str, Any]]:
    return {(f.indicator, f.sex, f.age, f.method): f.as_dict() for f in known.newest}


def test_nothing_changed_since_the_same_evidence(store: Store, morocco: KnownCorridor) -> None:
    brief = compose(store, morocco, language="en", today=TODAY, earlier=earlier(morocco))
    changes = part(brief, "changes")
    assert changes.tables == ()
    assert changes.sentences[0].text == (
        "Since your last brief 0 figures have a newer period, 0 were revised, 0 have become known and 0 are no longer "
        "known."
    )


def test_changes_are_told_by_kind(store: Store, morocco: KnownCorridor) -> None:
    held = earlier(morocco)
    held["stock", "_T", "_T", ""] |= {"value": 166_873.0, "period": "2015"}
    held["price_200", "_T", "_T", ""] |= {"value": 7.0}
    held["stock_female_share", "_T", "_T", "share"] |= {"value": None}
    held["smart", "_T", "_T", ""] |= {"value": 4.0, "period": "2020-Q3"}  # now not known
    changes = part(compose(store, morocco, language="en", today=TODAY, earlier=held), "changes")
    assert "1 figure has a newer period, 1 was revised, 1 became known and 1 is no longer known." in (
        changes.sentences[0].text
    )
    rows = {row[0]: row[1:] for row in texts(changes.tables[0])}
    assert rows["Migrants from the origin living in the destination"] == [
        "166,873 (2015)", "174,914 (2020)", "newer period",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "1 chiffre porte"), ("es", "1 cifra tiene"), ("nl", "1 cijfer heeft"), ("ar", "رقم واحد")],
)
def test_changes_are_counted_in_each_language_s_own_forms(
    store: Store, morocco: KnownCorridor, language: str, said: str
) -> None:
    held = earlier(morocco)
    held["stock", "_T", "_T", ""] |= {"period": "2015"}
    changes = part(compose(store, morocco, language=language, today=TODAY, earlier=held), "changes")
    assert said in changes.sentences[0].text


def test_without_an_earlier_brief_no_part_on_changes(brief: Brief) -> None:
    assert not any(one.slug == "changes" for one in brief.parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_in_every_language_fills_every_place(store: Store, burkina: KnownCorridor, language: str) -> None:
    brief = compose(store, burkina, language=language, today=TODAY)
    said = [s.text for s in every_sentence(brief)] + [brief.title, brief.subtitle, brief.years]
    assert all(text.strip() for text in said)
    assert not any("{" in text or "}" in text for text in said)
    assert brief.right_to_left == (language == "ar")
