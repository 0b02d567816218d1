"""`passerelle measures screen`: the result, the reasons, what is missing; each outcome with its exit."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from passerelle.measures.screening import Answer, Dissent, Mitigation, Screening, Touched, as_yaml, read_screening
from tests.unit.cli.conftest import Run
from tests.unit.measures.screening.makers import MEASURE, answers, screening

DAY = ("--on", "2026-11-27")


def file(tmp_path: Path, form: Screening | str) -> str:
    path = tmp_path / "screening.yaml"
    path.write_text(form if isinstance(form, str) else as_yaml(form), "utf-8")
    return str(path)


def test_no_stop_found_ends_with_0_and_says_by_whom_when_and_under_what(run: Run, tmp_path: Path) -> None:
    ran = run("measures", "screen", file(tmp_path, screening()), *DAY)
    assert ran.code == 0 and ran.err == ""
    assert ran.out.startswith("No stop found, by Amina Bahri and Jonas Weber, on 2026-10-01, under Charter of")
    assert "Missing:" not in ran.out and "  DEU: EU_CHARTER, ICCPR" in ran.out
    assert "  DEU, ICRMW: none recorded by 2022-08" in ran.out


def test_incomplete_ends_with_1_and_lists_what_is_missing_in_order(run: Run, tmp_path: Path) -> None:
    form = screening(answers=answers(but={"aim": None, "victims": None}), screeners=())
    ran = run("measures", "screen", file(tmp_path, form), *DAY)
    assert ran.code == 1
    missing = ran.out.split("Missing:\n")[1].split("\n\n")[0].splitlines()
    assert missing == [
        "  Legitimate aim – Liberty and security of person: not answered", "  Victims: not answered",
        "  two persons of different members or departments have to screen",
    ]  # fmt: skip


def test_stopped_ends_with_3_and_names_the_articles(run: Run, tmp_path: Path) -> None:
    form = screening(touched=(Touched("collective_expulsion", "detention", "limits"),))
    ran = run("measures", "screen", file(tmp_path, form), *DAY)
    assert ran.code == 3 and ran.out.startswith("Stopped at “Absolute rights”: This right admits no limitation")
    assert (
        "Charter of Fundamental Rights of the European Union (2000), article 19(1): No collective expulsion" in ran.out
    )
    assert "(absolute)" in ran.out


def test_burkina_faso_to_cote_divoire_is_not_under_the_charter(run: Run, tmp_path: Path) -> None:
    measure = replace(MEASURE, origin="BFA", destination="CIV")
    no = screening(measure=measure, answers=answers(but={"law": Answer("law", "no", "No act.", right="liberty")}))
    ran = run("measures", "screen", file(tmp_path, no), *DAY)
    assert ran.code == 3 and "African Charter on Human and Peoples’ Rights (1981), article 6" in ran.out
    assert "EU_CHARTER" not in ran.out and "CIV, ICRMW: none recorded by 2022-08" in ran.out


def test_as_json_it_is_one_document_with_all_that_an_annex_needs(run: Run, tmp_path: Path) -> None:
    form = screening(mitigations=(Mitigation("Train", by="Justice"),), dissent=(Dissent("Jonas", "Late."),))
    path = file(tmp_path, form)
    ran = run("measures", "screen", path, *DAY, "--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 0 and told["outcome"] == "no stop found" and len(told["questions"]) == 18
    assert told["dissent"][0]["text"] == "Late." and told["binding"]["on"] == "2026-11-27"
    text = run("measures", "screen", path, *DAY).out
    assert "To do: Train (Justice)" in text and "Dissent, Jonas: Late." in text


def test_an_out_of_date_screening_is_incomplete_and_says_so(run: Run, tmp_path: Path) -> None:
    ran = run("measures", "screen", file(tmp_path, screening()), "--on", "2028-01-01")
    assert ran.code == 1 and "out of date: the day of review has passed" in ran.out
    assert ran.err == "The screening is out of date.\n"
    edited = as_yaml(screening().sealed()).replace("days: 30", "days: 90")
    ran = run("measures", "screen", file(tmp_path, edited), *DAY)
    assert ran.code == 1 and "the measure has changed since it was screened" in ran.out


def test_without_a_day_it_is_asked_of_today(run: Run, tmp_path: Path) -> None:
    form = replace(screening(), screened_on=None)
    ran = run("measures", "screen", file(tmp_path, form))
    assert ran.code == 1 and "the day of the screening is not given" in ran.out


def test_a_form_is_written_for_a_corridor_by_any_spelling(run: Run, tmp_path: Path) -> None:
    ran = run("measures", "screen", "--template", "Marokko", "Germany")
    assert ran.code == 0 and read_screening(ran.out).measure.origin == "MAR"
    assert run("measures", "screen", file(tmp_path, ran.out), *DAY).code == 1
    assert run("measures", "screen", "--template", "Marokko", "Nowhereland").code == 1


def test_it_reads_from_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(as_yaml(screening()).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert run("measures", "screen", "-", *DAY).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a file, or --template ORIGIN DESTINATION"),
        (("nowhere.yaml",), '"nowhere.yaml" cannot be read: No such file'),
        ((".",), "cannot be read: Is a directory"),
        (("x.yaml", "--on", "soon"), "--on: 'soon' does not match"),
        (("x.yaml", "--format", "table"), "takes text, json"),
        (("--template", "Morocco"), "requires 2 arguments"),
    ],
)
def test_a_wrong_call_is_said_in_a_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run("measures", "screen", *words)
    assert ran.code == 2 and told in ran.err and ran.out == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "is not written in UTF-8 (byte 1)"),
        (b"", "The file is empty"),
        (b"screening: 1\nmeasure: 3\n", "line 2, measure: fields with values"),
        (b"a" * 300_000, "larger than 200 kB"),
    ],
)
def test_a_file_that_is_no_screening_is_bad_input(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    ran = run("measures", "screen", str(path), *DAY)
    assert ran.code == 2 and told in ran.err and ran.out == ""
