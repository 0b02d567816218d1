"""A real paper read whole: the Commission's contribution of 2006, in Dutch."""

import pytest

from passerelle.plans.coherence import Answer, judge, paper_of_text
from tests.shared import shared_folder


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    found = sorted((shared_folder() / "seed").glob("*.txt"))
    if not found:
        pytest.skip("the source document is not here (PASSERELLE_SHARED)")
    paper = paper_of_text("COM(2006) 409", found[0].read_text("utf-8"))
    assert paper.language == "nl"
    return {answer.item.code: answer for answer in judge(paper)}


@pytest.mark.shared
@pytest.mark.parametrize(
    "code",
    ["remittances", "skilled_emigration", "diaspora", "root_jobs", "rights", "south_south", "integration", "irregular"],
)
def test_what_the_paper_is_about_is_found(answers: dict[str, Answer], code: str) -> None:
    assert answers[code].given == "yes" and len(answers[code].passages) >= 2


@pytest.mark.shared
def test_it_has_no_indicators(answers: dict[str, Answer]) -> None:
    assert answers["indicators"].given == "no"


@pytest.mark.shared
def test_passages_stand_in_the_sections_of_the_paper(answers: dict[str, Answer]) -> None:
    sections = {passage.section[:4] for passage in answers["diaspora"].passages}
    assert sections == {"2.5."}
    south = {passage.section for passage in answers["south_south"].passages}
    assert any(section.startswith("2.2. Beheer") and section.endswith("bestemming") for section in south)
