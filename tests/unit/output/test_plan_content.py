"""The content of a plan on paper: every total equals its rows, nothing missing is zero, large plans stay readable."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest

from passerelle.base.words import number
from passerelle.output.plans.blocks import Deed, Facts, Heading, PlanPaper, Points, Prose, Section, Sheet
from passerelle.output.plans.content import compose
from passerelle.output.plans.wording import about, exact, plain, quantity_text, share_text, written
from passerelle.plans.budget import budget
from passerelle.plans.draws import ranges
from passerelle.plans.records import Plan, Range
from tests.unit.output.plans_made import DAY, huge, single, small


def paper(plan: Plan, language: str = "en", **how: object) -> PlanPaper:
    return compose(plan, language=language, day=DAY, **how)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> PlanPaper:
    return paper(small())


def sheets(made: PlanPaper) -> Iterator[Sheet]:
    return (block for section in made.sections for block in section.blocks if isinstance(block, Sheet))


def section(made: PlanPaper, slug: str) -> Section:
    return next(one for one in made.sections if one.slug == slug)


def words(made: PlanPaper) -> str:
    """All that is said, in one text."""
    said: list[str] = [made.title, *made.owners, made.banner, *made.sources, *(f"{a} {b}" for a, b in made.cover)]
    for one in made.sections:
        said.append(one.title)
        for block in one.blocks:
            if isinstance(block, Prose):
                said += [s.text for s in block.sentences]
            elif isinstance(block, Points):
                said += [s.text for s in block.items]
            elif isinstance(block, Heading):
                said.append(f"{block.number} {block.text}")
            elif isinstance(block, Facts):
                said += [f"{label} {s.text}" for label, s in block.rows]
            elif isinstance(block, Deed):
                said += [f"{block.number} {block.title}", block.text, *block.steps]
                said += [f"{a} {b}" for a, b in (*block.main, *block.more)]
            elif isinstance(block, Sheet):
                said += [block.table.caption, *block.table.head, *(c.text for row in block.table.rows for c in row)]
    return "\n".join(said)


def amount(text: str) -> Decimal:
    return Decimal(0) if text in ("–", "in no total") else Decimal(text.replace(",", "").rstrip("%"))


@pytest.mark.parametrize("plan", [small(), huge(2, 3, 4, 3), huge(7, 10, 3, 2)], ids=["small", "medium", "large"])
def test_every_total_is_the_sum_of_its_rows_to_the_cent(plan: Plan) -> None:
    seen = 0
    for sheet in sheets(paper(plan)):
        rows = sheet.table.rows
        if not sheet.totals:
            continue
        for at, head in enumerate(sheet.table.head):
            if rows[-1][at].figure and head != "Share":
                seen += 1
                assert sum(amount(row[at].text) for row in rows[:-1]) == amount(rows[-1][at].text), (head, sheet)
    assert seen > 20


def test_the_tables_agree_with_the_forecast_and_with_one_another(made: PlanPaper) -> None:
    forecast = budget(small())
    whole = exact(forecast.money(forecast.total.sum()))
    by = [sheet for sheet in sheets(made) if sheet.totals and sheet.table.head[-1] == "Total"]
    assert len(by) == 4  # by source, by department, by category, by measure
    assert {sheet.table.rows[-1][-1].text for sheet in by} == {whole}
    lines = next(sheet for sheet in sheets(made) if sheet.table.caption.startswith("Lines of costs"))
    assert lines.table.rows[-1][-1].text == exact(forecast.money(forecast.costs.sum()))
    assert whole in words(made)


def test_many_years_stand_in_several_tables_that_add_up() -> None:
    plan = msgspec.structs.replace(
        huge(1, 2, 4, 2), period=msgspec.structs.replace(small().period, end=DAY.replace(year=2039))
    )
    split = [sheet for sheet in sheets(paper(plan)) if sheet.table.caption.startswith("Who pays")]
    assert len(split) == 3 and all(len(sheet.table.head) <= 7 for sheet in split)
    assert split[-1].table.head[-1] == "Total"


def test_all_that_the_plan_says_is_said(made: PlanPaper) -> None:
    said = words(made)
    plan = small()
    for text in (plan.summary, plan.situation, plan.monitoring, *plan.aims):
        assert text in said
    for objective in plan.objectives:
        assert objective.title in said and objective.text in said
    for measure in plan.measures():
        assert measure.title in said and measure.text in said
    for action in plan.actions():
        assert action.title in said and action.text in said
        assert all(step.title in said for step in action.steps)
        assert all(cost.item in said for cost in action.costs)
        assert all(risk.text in said and risk.mitigation in said for risk in action.risks)
        assert all(one.name in said for one in action.indicators)
        assert all(effect.text in said and effect.mitigation in said for effect in action.trade)
    for one in (*plan.departments, *plan.stakeholders, *plan.sources):
        assert one.name in said
    for given in (*plan.inflation, *plan.exchange_rates):
        assert given.source in made.sources


def test_the_summary_answers(made: PlanPaper) -> None:
    lead = section(made, "summary").blocks[0]
    assert isinstance(lead, Prose)
    said = " ".join(one.text for one in lead.sentences)
    for part in ("2 objectives, 4 measures and 7 actions", "has no source yet", "in eight of ten draws",
                 "ends on 6 Aug 2028", "First year of both tracks", "3 measures have no screening",
                 "1 line of costs is in no total"):  # fmt: skip
        assert part in said


def test_what_is_missing_is_said_and_never_zero(made: PlanPaper) -> None:
    said = words(made)
    assert "not known yet" in said and "no target yet" in said and "no indicator yet" in said
    assert "Open the licence for payment firms\nLeads" not in said
    deeds = [block for block in section(made, "actions").blocks if isinstance(block, Deed)]
    licence = next(deed for deed in deeds if deed.title.startswith("Open the licence"))
    assert dict(licence.main)["Cost with contingency"] == "not written yet"
    by_measure = next(
        sheet for sheet in sheets(made) if sheet.table.caption.startswith("Costs with contingency by measure")
    )
    assert [cell.text for cell in by_measure.table.rows[-2]][1:] == ["–", "–", "–"]
    assert "TND" in said and "in no total" in said


def test_a_plan_without_costs_says_so_and_has_no_table_of_zeros() -> None:
    made = paper(single())
    assert "Nothing in the plan has a cost yet." in words(made) and "0.00" not in words(made)
    assert "gap" not in [one.slug for one in made.sections] and not made.sources
    assert "1 objective, 1 measure and 1 action." in words(made)


def test_percentiles_are_no_total(made: PlanPaper) -> None:
    far = next(sheet for sheet in sheets(made) if sheet.table.caption.startswith("How far costs"))
    assert far.totals == 0 and far.table.rows[-1][0].text == "All years together"
    held = ranges(budget(small()))
    assert far.table.rows[-1][1].text == exact(Decimal(held["total"]["p10"]))
    assert "The rows do not add up" in words(made)


def test_sources_are_numbered_as_they_are_cited(made: PlanPaper) -> None:
    cited = [n for sheet in sheets(made) for row in sheet.table.rows for cell in row for n in cell.notes]
    assert set(cited) <= set(range(1, len(made.sources) + 1)) and len(set(made.sources)) == len(made.sources)
    frame = next(sheet for sheet in sheets(made) if sheet.table.caption == "Logical framework")
    baseline = frame.table.rows[0][2]
    assert baseline.text == "13.9 (2024)"
    assert made.sources[baseline.notes[0] - 1] == "WHO, National Health Workforce Accounts, 2025"


def test_the_screenings_stand_with_what_they_said_and_whether_they_hold() -> None:
    told = {"schools": {"sentence": "No stop was found by two screeners.", "questions": ["Q1 yes", "Q2 unknown"]}}
    made = paper(small(), screenings=told)
    said = words(made)
    assert all(part in said for part in ("No stop was found by two screeners.", "Q1 yes", "Q2 unknown"))
    table = next(sheet for sheet in sheets(made) if sheet.table.caption.startswith("Screenings of rights")).table
    states = [row[-1].text for row in table.rows]
    assert states == ["Screened and in date: no stop was found.", "Its screening of rights is not finished.",
                      "It has no screening of rights.", "It has no screening of rights."]  # fmt: skip
    late = compose(small(), language="en", day=DAY.replace(year=2029))
    assert "was to be looked at again by 2028-12-01" in words(late)


def test_draft_or_adopted_and_demonstration(made: PlanPaper) -> None:
    assert dict(made.cover)["Status"] == "Draft of 15 Mar 2027"
    assert dict(paper(small(), adopted=DAY).cover)["Status"] == "Adopted on 15 Mar 2027"
    assert made.banner == "Demonstration: invented actors" and paper(single()).banner == ""


def test_a_large_plan_has_tables_by_measure_and_says_what_it_leaves_out() -> None:
    plan = huge(6, 5, 5, 3)
    made = paper(plan)
    actions = section(made, "actions")
    assert not any(isinstance(block, Deed) for block in actions.blocks)
    lists = [block for block in actions.blocks if isinstance(block, Sheet)]
    assert len(lists) == 30 and all(one.small and one.totals == 1 and len(one.table.rows) == 6 for one in lists)
    said = words(made)
    assert "450 lines of costs" in said and "The plan is large" in said and "the 100 gravest" in said
    assert all(action.title in said for action in plan.actions())


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_every_language_has_the_same_parts(language: str, made: PlanPaper) -> None:
    other = paper(small(), language)
    assert [one.slug for one in other.sections] == [one.slug for one in made.sections]
    assert len(list(sheets(other))) == len(list(sheets(made)))


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
@pytest.mark.parametrize("value", ["0", "12.5", "1234.5", "9876543.21", "-1234.56", "123456789012345.67"])
def test_exact_amounts_are_written_as_other_numbers_are(language: str, value: str) -> None:
    if len(value) < 16:
        assert written(Decimal(value), language, 2) == number(float(value), language, 2)
    assert written(Decimal(value), language, 2)[-2:] == f"{Decimal(value):.2f}"[-2:]


def test_amounts_in_words() -> None:
    assert about(Decimal("12437000.55"), "EUR") == "12.4 million\xa0EUR"
    assert about(Decimal("697496.10"), "XOF") == "697,000\xa0XOF"
    assert plain(Decimal("10.8420")) == "10.842" and plain(Decimal("1E+3")) == "1,000"
    assert quantity_text(Range(Decimal(20), Decimal(24), Decimal(40))) == "24 (20–40)"
    assert share_text(Decimal("0.021")) == "2.1%" and share_text(Decimal("0.05")) == "5%"
