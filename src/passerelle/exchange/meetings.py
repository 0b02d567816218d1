"""Meetings as iCalendar: one event each, known by its own mark, so that a calendar read again is brought up to date.

Source: RFC 5545, and RFC 7986 for the calendar's name. Stands on nothing of the house.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vText

PRODUCT = "-//Passerelle//Dialogues//EN"
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When people meet, or up to when they write. `key` marks it for ever; times carry their zone.

    A meeting without an end lasts an hour; `changed` is when it was last written.
    """

    key: str
    title: str
    starts: datetime
    changed: datetime
    ends: datetime | None = None
    where: str = ""
    told: str = ""
    address: str = ""


def calendar_of_meetings(title: str, meetings: Iterable[Meeting]) -> str:
    """A calendar of meetings, in the order in which they are given."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(_speakable(title)))
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.key}@passerelle")
    event.add("dtstamp", meeting.changed.astimezone(UTC))
    event.add("dtstart", meeting.starts.astimezone(UTC))
    event.add("dtend", (meeting.ends or meeting.starts + _AN_HOUR).astimezone(UTC))
    event.add("summary", vText(_speakable(meeting.title)))
    for name, value in (("location", meeting.where), ("description", meeting.told), ("url", meeting.address)):
        if value:
            event.add(name, _speakable(value))
    return event


def _speakable(text: str) -> str:
    """Without the control characters that no text of RFC 5545 may hold."""
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
