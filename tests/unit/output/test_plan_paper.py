"""A plan as PDF: tagged, whole, literal, in every language, with its mark on every page of a demonstration."""

import io
import re

import msgspec
import pytest
from pypdf import PdfReader

from passerelle.output.plans.content import compose
from passerelle.output.plans.paper import plan_pdf
from passerelle.plans.records import Plan
from tests.unit.output.plans_made import DAY, HOSTILE, hostile, huge, single, small

pytestmark = pytest.mark.slow


def read(plan: Plan, language: str = "en", **how: object) -> PdfReader:
    return PdfReader(io.BytesIO(plan_pdf(plan, language=language, day=DAY, **how)))  # type: ignore[arg-type]


def text_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    """Without spaces, hyphens at ends of lines and marks of direction: lines are broken anywhere."""
    return re.sub(r"[\s\u00ad\u2060\u200b\u2066-\u2069]+", "", text)


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return read(small())


def test_it_is_tagged_says_its_language_and_has_a_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert "pdfuaid" in str(root["/Metadata"].get_data())
    assert reader.metadata and reader.metadata.title == small().title


def test_pictures_have_words(reader: PdfReader) -> None:
    found = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(node.get("/Alt"))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert len(found) == 4 and all(found)  # map, timetable, two charts
    assert any("7 actions run from" in str(alt) for alt in found)


def test_every_text_of_the_plan_is_on_paper(reader: PdfReader) -> None:
    text, plan = text_of(reader), small()
    wanted = [plan.title, *plan.owners, plan.summary, plan.situation, plan.monitoring, *plan.aims]
    wanted += [one.name for one in (*plan.departments, *plan.stakeholders, *plan.sources)]
    for objective in plan.objectives:
        wanted += [objective.title, objective.text]
    for measure in plan.measures():
        wanted += [measure.title, measure.text, measure.expected.text if measure.expected else ""]
    for action in plan.actions():
        wanted += [action.title, action.text, *(step.title for step in action.steps)]
        wanted += [cost.item for cost in action.costs] + [cost.source for cost in action.costs]
        wanted += [part for risk in action.risks for part in (risk.text, risk.mitigation)]
        wanted += [part for one in action.indicators for part in (one.name, one.source)]
        wanted += [part for one in action.trade for part in (one.text, one.mitigation, one.source)]
    missing = [one for one in wanted if squeezed(one) not in text]
    assert not missing


def test_pages_count_and_the_running_head_stands_after_the_cover(reader: PdfReader) -> None:
    pages = [page.extract_text() for page in reader.pages]
    for at, page in enumerate(pages, 1):
        assert f"Page {at} of {len(pages)}" in page.replace("\n", " ")
    assert all("Draft of 15 Mar 2027" in page for page in pages)


def test_a_demonstration_says_so_on_each_page_and_no_other_plan_does(reader: PdfReader) -> None:
    assert all("Demonstration: invented actors" in page.extract_text() for page in reader.pages)
    real = read(msgspec.structs.replace(small(), demonstration=False))
    assert "Demonstration" not in text_of(real)


def test_markup_in_texts_appears_as_it_is() -> None:
    text = text_of(read(hostile()))
    for at in range(1, 11):
        assert squeezed(f"{at} {HOSTILE}") in text, at


def test_the_framework_lies_on_its_side(reader: PdfReader) -> None:
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1 and "Means of verification" in wide[0].extract_text()


def test_a_single_action_makes_a_short_paper_with_no_page_on_its_side() -> None:
    reader = read(single())
    assert len(reader.pages) <= 3
    assert all(page.mediabox.width < page.mediabox.height for page in reader.pages)
    assert all(len(page.extract_text()) > 200 for page in reader.pages)


def test_adopted_and_the_words_of_screenings() -> None:
    told = {"schools": {"sentence": "Two people screened it.", "questions": ["Is it voluntary? Yes."]}}
    text = text_of(read(small(), adopted=DAY, screenings=told))
    assert squeezed("Adopted on 15 Mar 2027") in text and squeezed("Is it voluntary? Yes.") in text


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_every_language_is_set(language: str) -> None:
    reader = read(small(), language)
    assert reader.trailer["/Root"]["/Lang"] == language
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("NotoSansArabic" in name for name in fonts) == (language == "ar")


LETTERS = ["خطة عمل مشتركة", "共同行动计划", "Plan 🌍", "a\x00b\x07c", "\u2068 \u202e", "x" * 200]


@pytest.mark.parametrize(("text", "language"), [*((text, "en") for text in LETTERS), (" · ".join(LETTERS)[:200], "ar")])
def test_letters_of_any_kind_do_not_stop_the_press(text: str, language: str) -> None:
    """A plan in Arabic may be printed with English words, and letters without a font must not lose the whole paper."""
    plan = msgspec.structs.replace(small(), title=text, aims=(text,), owners=(text,))
    objective = msgspec.structs.replace(plan.objectives[0], title=text)
    plan = msgspec.structs.replace(plan, objectives=(objective, *plan.objectives[1:]))
    assert len(read(plan, language).pages) > 3


def test_a_large_plan_lists_every_action() -> None:
    plan = huge(5, 5, 6, 1)
    text = text_of(read(plan, ranges={}))
    assert all(squeezed(action.title) in text for action in plan.actions())


def test_paper_and_content_say_the_same(reader: PdfReader) -> None:
    made, text = compose(small(), language="en", day=DAY), text_of(reader)
    assert all(squeezed(section.title) in text for section in made.sections)
    assert all(squeezed(f"{n}. {source}") in text for n, source in enumerate(made.sources, 1))
