"""Traffic lights of actions, by stated rules: from the plan, the newest report and the day, never from opinion.

No colours and no counts. The rules stand in docs/explanation/followup.md. Stands on `base`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from passerelle.base.errors import PlanError
from passerelle.base.words import mark, percent, say, upright

State = Literal["not started", "running", "done", "dropped"]
Name = Literal["done", "dropped", "late", "at_risk", "on_time", "not_due"]

LATE_START = timedelta(days=30)  # so long after its start an action that nobody reports as started is late
BEHIND = 0.20  # so far may the share done stay behind the share of time that has passed
NO_NEWS = timedelta(days=183)  # so old may the newest report of an action be between its start and its end
NEAR_END = timedelta(days=30)  # so near to its end
NEARLY_DONE = 0.80  # this share should be done

NAMES: dict[Name, str] = {
    "done": mark("done"),
    "dropped": mark("dropped"),
    "late": mark("late"),
    "at_risk": mark("at risk"),
    "on_time": mark("on time"),
    "not_due": mark("not due yet"),
}
STATES: dict[State, str] = {
    "not started": mark("not started"),
    "running": mark("running"),
    "done": mark("done"),
    "dropped": mark("dropped"),
}
REASONS: dict[str, str] = {
    "done": mark("Reported as done on {on}."),
    "dropped": mark("Reported as dropped on {on}: {why}"),
    "past_end": mark("Its end was on {end}, and it is not reported as done."),
    "not_begun": mark("Its start was on {start}, and it is not reported as started."),
    "expected_late": mark("Its end is on {end}; the report of {on} expects {expected}."),
    "behind": mark("By the report of {on} {share} is done, while {elapsed} of its time had passed."),
    "near_end": mark("Its end is on {end}, and by the report of {on} {share} is done."),
    "waits": mark("It needs “{title}”, which was to end on {needed} and is not reported as done."),
    "no_news": mark("The newest report is of {on}."),
    "on_time": mark("By the report of {on} nothing stands against its end on {end}."),
    "begun_unreported": mark("Its start was on {start}; nothing is reported yet."),
    "not_due": mark("Its start is on {start}."),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """When an action is planned: first and last day, both included.

    Raises
    ------
    PlanError : it ends before it starts.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PlanError(f"The action ends on {self.end}, before it starts on {self.start}. Turn the two around.")

    def elapsed(self, day: date) -> float:
        """The share of its days, 0 to 1, that had passed when the day began."""
        days = (self.end - self.start).days + 1
        return min(max((day - self.start).days / days, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the lead of an action reports on a day.

    `share` is the part of the work that is done, 0 to 1, as the lead says; None where nothing is said. `expected_end`
    is when the lead now expects the end.

    Raises
    ------
    PlanError : a share that is none, or an action that is dropped without a reason.
    """

    on: date
    state: State
    share: float | None = None
    expected_end: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise PlanError(f'"{self.state}" is no state of an action. Write one of: {", ".join(STATES)}.')
        if self.share is not None and not 0.0 <= self.share <= 1.0:
            raise PlanError(f"The share done is {self.share}; it lies between 0 (nothing) and 1 (all).")
        if self.state == "dropped" and not self.reason.strip():
            raise PlanError("An action that is dropped needs a reason. Say in a sentence why it is dropped.")

    @property
    def done_share(self) -> float | None:
        """The share done; of what has not started, nothing is done."""
        return 0.0 if self.state == "not started" else self.share


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a light is what it is: a code of `REASONS` with the days and shares that its sentence names."""

    code: str
    values: Mapping[str, date | float | str] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The reason as a sentence."""
        written = {name: _written(value, language) for name, value in self.values.items()}
        return say(REASONS[self.code], language).format(**written)


@dataclass(frozen=True, slots=True)
class Light:
    """The light of an action on a day."""

    name: Name
    reason: Reason

    def text(self, language: str = "en") -> str:
        """The light in a word or two."""
        return say(NAMES[self.name], language)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with name and reason in a language."""
        return {"light": self.name, "said": self.text(language), "reason": self.reason.text(language)}


@dataclass(frozen=True, slots=True)
class Turns:
    """The days on which an action's light turns while nothing new is reported, so that a database can count lights.

    On a day: what is `closed` is that; else from `late_from` on it is late; before `starts_on` it is not due; from
    `risk_from` on it is at risk; else it is on time. `risk_from` lies between the other two, or is None.
    """

    closed: Literal["", "done", "dropped"]
    starts_on: date
    risk_from: date | None
    late_from: date | None

    def name_on(self, day: date) -> Name:
        """The light on a day."""
        if self.closed:
            return self.closed
        if self.late_from is not None and day >= self.late_from:
            return "late"
        if day < self.starts_on:
            return "not_due"
        return "at_risk" if self.risk_from is not None and day >= self.risk_from else "on_time"


Waits = Sequence[tuple[str, date]]


def turns(planned: Planned, progress: Progress | None, waits: Waits = ()) -> Turns:
    """The days on which the light turns, by the newest report or without one.

    Parameters
    ----------
    waits : titles and last days of what the action needs and that is not reported as done or dropped.
    """
    if progress is not None and progress.state in ("done", "dropped"):
        return Turns("done" if progress.state == "done" else "dropped", planned.start, None, None)
    late_from = min(day for day, _ in _late(planned, progress))
    risk_from = min((day for day, _ in _at_risk(planned, progress, waits)), default=late_from)
    return Turns("", planned.start, risk_from if risk_from < late_from else None, late_from)


def light(planned: Planned, progress: Progress | None, today: date, waits: Waits = ()) -> Light:
    """The light on a day, with the reason for it; of several reasons the first in the order of the rules.

    Parameters
    ----------
    progress : the newest report, or None where there is none.
    waits : as in `turns`.
    """
    name = turns(planned, progress, waits).name_on(today)
    return Light(name, _reason(name, planned, progress, today, waits))


def _late(planned: Planned, progress: Progress | None) -> Iterator[tuple[date, Reason]]:
    """From which day on an action is late, by each rule that applies."""
    yield planned.end + timedelta(days=1), Reason("past_end", {"end": planned.end})
    if progress is None or progress.state == "not started":
        yield planned.start + LATE_START + timedelta(days=1), Reason("not_begun", {"start": planned.start})


def _at_risk(planned: Planned, progress: Progress | None, waits: Waits = ()) -> Iterator[tuple[date, Reason]]:
    """From which day on it is at risk, by each rule that applies; never before its start."""
    for title, end in waits:
        yield max(end + timedelta(days=1), planned.start), Reason("waits", {"title": title, "needed": end})
    if progress is None:
        return
    on, share = progress.on, progress.done_share
    report: dict[str, date | float | str] = {"on": on, "start": planned.start, "end": planned.end}
    if progress.expected_end is not None and progress.expected_end > planned.end:
        yield max(on, planned.start), Reason("expected_late", report | {"expected": progress.expected_end})
    if share is not None:
        elapsed = planned.elapsed(on)
        if round(elapsed - share, 9) > BEHIND:
            yield max(on, planned.start), Reason("behind", report | {"share": share, "elapsed": elapsed})
        if share < NEARLY_DONE:
            near = max(planned.end - NEAR_END, planned.start)
            yield max(on, near), Reason("near_end", report | {"share": share})
    yield max(on + NO_NEWS + timedelta(days=1), planned.start), Reason("no_news", report)


def _reason(name: Name, planned: Planned, progress: Progress | None, today: date, waits: Waits) -> Reason:
    if name in ("late", "at_risk"):
        rules = _late(planned, progress) if name == "late" else _at_risk(planned, progress, waits)
        return next(reason for day, reason in rules if day <= today)
    if name == "not_due":
        return Reason("not_due", {"start": planned.start})
    if progress is None:
        return Reason("begun_unreported", {"start": planned.start})
    values: dict[str, date | float | str] = {"on": progress.on, "end": planned.end, "why": progress.reason.strip()}
    return Reason(name, values)


def _written(value: date | float | str, language: str) -> str:
    if isinstance(value, date):
        return upright(value.isoformat(), language)
    return value if isinstance(value, str) else upright(percent(value, language, 0), language)
