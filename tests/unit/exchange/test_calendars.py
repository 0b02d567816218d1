import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import msgspec
import pytest

from passerelle.exchange.calendars import calendar_of
from passerelle.plans.reading import read_plan
from passerelle.plans.records import Action, Department, Measure, Objective, Period, Plan, Step
from passerelle.plans.schedule import schedule

EXAMPLE = read_plan((Path(__file__).parents[3] / "examples/plan.yaml").read_text("utf-8"))
replace = msgspec.structs.replace


def wells(*actions: Action, **given: Any) -> Plan:
    """Wells of Tibnin, with whatever actions."""
    usual: dict[str, Any] = {
        "title": "Wells",
        "period": Period(date(2027, 1, 1), date(2027, 12, 31)),
        "currency": "EUR",
    }
    measures = (Measure("m", "Dig, line and cover", actions=actions),)
    return Plan(**{**usual, "objectives": (Objective("o", "Water", measures=measures),), **given})


def text_of(plan: Plan, **more: Any) -> str:
    return calendar_of(plan, schedule(plan), **more)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def unescaped(text: str) -> str:
    """A text of RFC 5545, 3.3.11, as it is meant."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def test_every_action_is_an_event_of_its_early_days() -> None:
    times = schedule(EXAMPLE)
    found = {str(event["summary"]): event for event in events(text_of(EXAMPLE))}
    for one in times.timed:
        event = found[f"{one.title} (demonstration: invented)"]
        assert event["dtstart"].dt == one.early_start
        assert (event["dtend"].dt - one.early_end).days == 1  # the end is the day after the last


def test_steps_with_a_day_and_the_end_of_the_plan_are_events() -> None:
    dig = Action("dig", "Dig", days=10, steps=(Step("Water found", date(2027, 1, 5)), Step("A feast")))
    found = [(str(event["summary"]), event["dtstart"].dt, event["dtend"].dt) for event in events(text_of(wells(dig)))]
    assert found == [
        ("Dig", date(2027, 1, 1), date(2027, 1, 11)),
        ("Water found", date(2027, 1, 5), date(2027, 1, 6)),
        ("End of the plan: Wells", date(2027, 1, 10), date(2027, 1, 11)),
    ]
    assert events(text_of(wells())) == []


def test_an_event_says_who_leads_what_it_needs_and_its_slack() -> None:
    dig = Action("dig", "Dig", lead="water", helps=("hill", "shore"), days=10)
    rest = Action("rest", "Rest", text="In the shade.", days=2)
    line = Action("line", "Line it", days=5, needs=("dig", "rest"))
    offices = (
        Department("water", "Water office"),
        Department("hill", "Hill office"),
        Department("shore", "Shore office"),
    )
    told = {str(event["summary"]): event for event in events(text_of(wells(dig, rest, line, departments=offices)))}
    said = str(told["Dig"]["description"])
    assert "Leads: Water office" in said and "Helps: Hill office and Shore office" in said
    assert "Slack, days: none" in said
    assert "Needs: Dig and Rest" in str(told["Line it"]["description"])
    assert str(told["Rest"]["description"]).endswith("Slack, days: 8\nIn the shade.")
    assert [str(one) for one in told["Dig"]["categories"].cats] == ["Action", "Dig, line and cover"]


@pytest.mark.parametrize(
    "title",
    [
        "Dig; line, and cover",
        "Two\nlines",
        "A back\\slash \\n kept",
        "حفر الآبار، ثم تغطيتها",
        "Ä" * 200,
        "😀 at the 75th byte " * 9,
    ],
)
def test_titles_come_back_as_they_are(title: str) -> None:
    text = text_of(wells(Action("dig", title, days=3), title=title))
    assert str(events(text)[0]["summary"]) == title
    calendar = icalendar.Calendar.from_ical(text)
    # the library knows neither name as a text, so what it gives is as it is written
    assert {unescaped(str(calendar[name])) for name in ("name", "x-wr-calname")} == {title}
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_no_calendar_may_hold_is_taken_out() -> None:
    [event, _] = events(text_of(wells(Action("dig", "Dig\x00 a\x1b well\r\nnow", days=3))))
    assert str(event["summary"]) == "Dig a well\nnow"


def test_the_same_plan_gives_the_same_text_at_any_time() -> None:
    assert text_of(EXAMPLE) == text_of(EXAMPLE)
    assert "DTSTAMP:20270101T000000Z" in text_of(EXAMPLE)
    assert "DTSTAMP:20270605T070809Z" in text_of(EXAMPLE, stamp=datetime(2027, 6, 5, 7, 8, 9, tzinfo=UTC))
    assert "DTSTAMP:20270605T000000Z" in text_of(EXAMPLE, stamp=date(2027, 6, 5))


def test_marks_stay_when_days_and_titles_of_actions_change() -> None:
    dig = Action("dig", "Dig", days=10, steps=(Step("Found", date(2027, 1, 5)), Step("Found", date(2027, 1, 6))))
    later = Action("dig", "Dig deeper", start=date(2027, 3, 1), days=12, steps=dig.steps)
    before, after = events(text_of(wells(dig))), events(text_of(wells(later)))
    marks = [str(event["uid"]) for event in before]
    assert marks == [str(event["uid"]) for event in after]
    assert len(set(marks)) == 4


def test_marks_differ_between_plans_and_hold_on_to_an_address() -> None:
    dig = Action("dig", "Dig", days=10)

    def mark(plan: Plan, address: str = "") -> str:
        return str(events(text_of(plan, address=address))[0]["uid"])

    assert mark(wells(dig)) != mark(wells(dig, title="Other wells"))
    page = "https://tibnin.example/plans/1"
    assert mark(wells(dig), page) == mark(wells(dig, title="Other wells"), page)
    assert str(events(text_of(wells(dig), address=page))[0]["url"]) == page


def test_only_an_invented_plan_is_marked_as_such() -> None:
    text = text_of(EXAMPLE)
    assert all("demonstration: invented" in str(event["summary"]) for event in events(text))
    assert "demonstration: invented" in str(icalendar.Calendar.from_ical(text)["name"])
    assert "demonstration" not in text_of(replace(EXAMPLE, demonstration=False))
