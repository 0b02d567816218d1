"""The timetable of a plan as iCalendar: all-day events of actions, steps and the plan's end.

Source: RFC 5545, and RFC 7986 for the calendar's name. Stands on `plans.schedule`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText

from passerelle.base.words import language_of, listed, say
from passerelle.plans.records import Action, Measure, Plan, Step
from passerelle.plans.schedule import Schedule, Timed

PRODUCT = "-//Passerelle//Plans//EN"
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # in no text of RFC 5545


def calendar_of(
    plan: Plan, schedule: Schedule, *, language: str = "en", address: str = "", stamp: date | None = None
) -> str:
    """The calendar of a plan, by its early days.

    Parameters
    ----------
    address : the plan's page; every event links to it, and events are known by it in place of the plan's title.
    stamp : when it was made, in UTC; the first day of the plan where it is not given, so that the same plan gives the
        same text.

    Returns
    -------
    str
        One all-day event for each action and for each step with a day, and one for the last day of all. An event keeps
        its mark (UID) as long as keys, titles of steps, and the address or title of the plan stay, so that a calendar
        that is read again is brought up to date.
    """
    events = _Events(plan, schedule, language_of(language), address, _moment(stamp or plan.period.start))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = vText(events.marked(plan.title))  # said to be a text: the library takes these two for anything
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for event in events.all():
        calendar.add_component(event)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _moment(stamp: date) -> datetime:
    if not isinstance(stamp, datetime):
        return datetime.combine(stamp, time(), UTC)
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _spoken(text: str) -> str:
    """The text with line breaks as the form has them and without characters that it forbids."""
    return _UNSPEAKABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Events:
    """The events of a plan."""

    def __init__(self, plan: Plan, schedule: Schedule, language: str, address: str, stamp: datetime) -> None:
        self.plan, self.schedule, self.language = plan, schedule, language
        self.address, self.stamp = address, stamp
        self.names = plan.carriers()

    def all(self) -> Iterator[Event]:
        """Actions in the plan's order, each with its steps, then the plan's end."""
        for measure in self.plan.measures():
            for action in measure.actions:
                yield self._action(measure, action, self.schedule.by_key[action.key])
                yield from self._steps(measure, action)
        if self.schedule.end:
            title = self.say("End of the plan: {title}").format(title=self.plan.title)
            yield self._event("end", title, self.schedule.end, self.schedule.end, [], [self.say("Plan")])

    def marked(self, title: str) -> str:
        """A title, with the mark of an invented plan."""
        return _spoken(f"{title} ({self.say('demonstration: invented')})" if self.plan.demonstration else title)

    def say(self, text: str) -> str:
        """A text in the calendar's language."""
        return say(text, self.language)

    def _action(self, measure: Measure, action: Action, timed: Timed) -> Event:
        told = [f"{self.say('Measure')}: {measure.title}"]
        if action.lead:
            told.append(f"{self.say('Leads')}: {self.names.get(action.lead, action.lead)}")
        if action.helps:
            told.append(f"{self.say('Helps')}: {self._list([self.names.get(key, key) for key in action.helps])}")
        if action.needs:
            titles = [self.schedule.by_key[need.action].title for need in action.all_needs]
            told.append(f"{self.say('Needs')}: {self._list(titles)}")
        slack = self.say("none: a day's delay moves the end of the plan") if timed.is_critical else str(timed.slack)
        told.append(f"{self.say('Slack, days')}: {slack}")
        if action.text:
            told.append(action.text)
        kinds = [self.say("Action"), measure.title]
        return self._event(f"action/{action.key}", action.title, timed.early_start, timed.early_end, told, kinds)

    def _steps(self, measure: Measure, action: Action) -> Iterator[Event]:
        """Steps with a day; two of one title are told apart by their order."""
        seen: Counter[str] = Counter()
        for step in action.steps:
            seen[step.title] += 1
            if step.by:
                told = [f"{self.say('Action')}: {action.title}"]
                kinds = [self.say("Step"), measure.title]
                mark = f"step/{action.key}/{_turn(step, seen[step.title])}"
                yield self._event(mark, step.title, step.by, step.by, told, kinds)

    def _list(self, names: Sequence[str]) -> str:
        return listed(names, self.language)

    def _event(
        self, mark: str, title: str, first: date, last: date, told: Sequence[str], kinds: Sequence[str]
    ) -> Event:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{self.address or self.plan.title}\n{mark}")))
        event.add("dtstamp", self.stamp)
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(1))  # the day after the last
        event.add("summary", self.marked(title))
        if told:
            event.add("description", _spoken("\n".join(told)))
        event.add("categories", [_spoken(kind) for kind in kinds])
        event.add("transp", "TRANSPARENT")  # it makes nobody busy
        if self.address:
            event.add("url", self.address)
        return event


def _turn(step: Step, number: int) -> str:
    return step.title if number == 1 else f"{step.title}/{number}"
