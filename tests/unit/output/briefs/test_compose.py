"""What a brief says: sentences made from figures, each with its sources, and nothing that they do not carry."""

import re
from typing import Any

import pytest

from passerelle.base.places import LANGUAGES
from passerelle.evidence.corridors import KnownCorridor, source_pairs
from passerelle.evidence.store import Store
from passerelle.output.briefs.compose import compose
from passerelle.output.briefs.content import Brief, Part, Table
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
        "In 2020 174,914 people from Morocco lived in the Netherlands: 5.4% of all emigrants of Morocco and 7.4% of "
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


def test_every_source_behind_a_chart_is_listed(brief: Brief) -> None:
    cited = " ".join(source.citation for source in brief.sources)
    assert "International Migrant Stock 2020" in cited
    for one in brief.parts:
        for chart in one.charts:
            assert all(source_pairs(figure) for figure in chart.figures)


def test_an_old_figure_reads_last_known(brief: Brief) -> None:
    rows = {row[0]: row for row in texts(brief.key_table)}
    assert rows["Average price of sending 200 USD to the origin"][3] == "last known, 2020 Q3"
    assert rows["Unemployment rate (Morocco)"][3] == "2023"


def test_the_cover_says_oldest_and_newest_year(brief: Brief) -> None:
    assert re.fullmatch(r"Figures from (\d{4}) to (\d{4})", brief.years)


def test_no_claim_on_what_is_not_known(store: Store, remote: KnownCorridor) -> None:
    brief = compose(store, remote, language="en", today=TODAY)
    assert brief.summary[0].text.startswith("No table here estimates how many people from")
    assert not any("grew" in s.text or "fell" in s.text for s in brief.summary)
    said = dict(part(brief, "questions").answers)
    assert said["Is the number of migrants growing?"][0].text.startswith("Not known here")


def test_absence_from_a_table_of_treaties_is_dated(brief: Brief) -> None:
    rows = {row[0]: row[1:] for row in texts(part(brief, "rights").tables[0])}
    assert rows["Smuggling Protocol (2000)"] == ["none recorded by 2015-03", "2005-07-27"]
    assert not any("not ratified" in cell for row in rows.values() for cell in row)


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
    assert changes.tables == () and " 0 figures have a newer period, 0 were revised" in changes.sentences[0].text


def test_changes_are_told_by_kind(store: Store, morocco: KnownCorridor) -> None:
    held = earlier(morocco)
    held["stock", "_T", "_T", ""] |= {"value": 166_873.0, "period": "2015"}
    held["price_200", "_T", "_T", ""] |= {"value": 7.0}
    held["stock_female_share", "_T", "_T", "share"] |= {"value": None}
    held["smart", "_T", "_T", ""] |= {"value": 4.0, "period": "2020-Q3"}  # now not known
    changes = part(compose(store, morocco, language="en", today=TODAY, earlier=held), "changes")
    assert "1 figures have a newer period, 1 were revised, 1 became known and 1 are no longer" in (
        changes.sentences[0].text
    )
    rows = {row[0]: row[1:] for row in texts(changes.tables[0])}
    assert rows["Migrants from the origin living in the destination"] == [
        "166,873 (2015)", "174,914 (2020)", "newer period",
    ]  # fmt: skip


def test_without_an_earlier_brief_no_part_on_changes(brief: Brief) -> None:
    assert not any(one.slug == "changes" for one in brief.parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_in_every_language_fills_every_place(store: Store, burkina: KnownCorridor, language: str) -> None:
    brief = compose(store, burkina, language=language, today=TODAY)
    said = [s.text for s in every_sentence(brief)] + [brief.title, brief.subtitle, brief.years]
    assert all(text.strip() for text in said)
    assert not any("{" in text or "}" in text for text in said)
    assert brief.right_to_left == (language == "ar")
