"""Our own table of parties: sound, counted against known totals, with ends and disputes; what cannot be is refused."""

from pathlib import Path

import pytest
from tests.makers_b import is_sound, of, value
from tests.makers_c import read

from passerelle.base.errors import RowRefused
from passerelle.base.own_files import read_yaml
from passerelle.base.words import say
from passerelle.evidence.indicators.rights import DISPUTED, LEFT
from passerelle.evidence.readers import treaty_table

ROWS, REPORT = read("treaty_table")
HELD = read_yaml(treaty_table.table())


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_rows_are_sound_and_every_one_says_how_it_was_read() -> None:
    is_sound(ROWS, "treaty_table")
    assert ROWS["COMMENT_OBS"].null_count() == 0 and set(ROWS["OBS_VALUE"]) == {1.0}
    assert set(ROWS["FILE"]) == {"treaty_table.yaml"} and REPORT.rows_read == ROWS.height


@pytest.mark.parametrize(
    ("treaty", "parties"), [("iccpr", 173), ("icescr", 171), ("cat", 173), ("crc", 196), ("icerd", 182)]
)
def test_parties_of_august_2022_are_as_many_as_the_united_nations_count(treaty: str, parties: int) -> None:
    bound = of(ROWS, INDICATOR=f"party_{treaty}")
    assert bound.height == parties and set(bound["VINTAGE"]) == {"2022-08"}


def test_all_of_the_council_of_europe_but_four_are_bound_by_protocol_4() -> None:
    whole, part = (set(of(ROWS, INDICATOR=f"party_{code}")["REF_AREA"]) for code in ("echr", "echr_p4"))
    assert len(whole) == 47 and whole - part == {"CHE", "GBR", "GRC", "TUR"} and part < whole


def test_russia_ceased_and_two_left_the_american_convention() -> None:
    left = {
        (row["INDICATOR"], row["REF_AREA"]): row["TIME_PERIOD"]
        for row in ROWS.filter(ROWS["INDICATOR"].str.starts_with("left_")).iter_rows(named=True)
    }
    assert left == {
        ("left_echr", "RUS"): "2022-09-16", ("left_echr_p4", "RUS"): "2022-09-16",
        ("left_american_convention", "TTO"): "1999-05-26", ("left_american_convention", "VEN"): "2013-09-10",
    }  # fmt: skip
    assert value(ROWS, INDICATOR="disputed_american_convention", REF_AREA="VEN", TIME_PERIOD="2019-07-31") == 1


def test_the_indicators_know_which_treaties_somebody_left() -> None:
    assert {code for code, held in HELD.items() if "left" in held} == set(LEFT)
    assert {code for code, held in HELD.items() if "disputed" in held} == set(DISPUTED)


def test_what_was_not_read_again_says_so() -> None:
    compiled = sum(len(held.get("compiled", {})) for held in HELD.values())
    assert ROWS["COMMENT_OBS"].str.contains("to be checked").sum() == compiled
    regional = of(ROWS, INDICATOR="party_african_charter")["COMMENT_OBS"]
    assert regional.str.contains("to be checked").all()
    assert "signature" in of(ROWS, INDICATOR="party_icerd", REF_AREA="USA")["COMMENT_OBS"][0]


def test_entries_that_the_depositary_does_not_bear_out_are_not_read() -> None:
    doubtful = [(code, place) for code, held in HELD.items() for place in held.get("left_out", {})]
    assert len(doubtful) == 4 and ("ICERD", "BRN") in doubtful and not REPORT.left_out
    assert not any(of(ROWS, INDICATOR=f"party_{code.lower()}", REF_AREA=place).height for code, place in doubtful)


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_remarks_on_single_states_are_said_in_every_language(language: str) -> None:
    assert not [note for note in treaty_table.notes_of_table() if ";" in note or say(note, language) == note]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("parties: {XYZ: 1990}", '"XYZ" is no place'),
        ('parties: {GHA: "soon"}', '"soon" stands where the year of an act'),
        ("parties: {GHA: 1990}\n  left: {GHA: 1999}", '"1999" stands where a day'),
        ("left: {GHA: 1999-01-01}", "cannot end on 1999-01-01"),
        ("parties: {GHA: 2000}\n  left: {GHA: 1999-01-01}", "before it began"),
    ],
)
def test_what_cannot_be_is_refused_with_its_treaty(text: str, told: str, tmp_path: Path) -> None:
    path = written(tmp_path, f'ICCPR:\n  vintage: "2022"\n  source: "x"\n  {text}\n')
    with pytest.raises(RowRefused, match=r"table\.yaml: ICCPR") as refused:
        read("treaty_table", path)
    assert told in str(refused.value)
