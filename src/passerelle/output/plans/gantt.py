"""The timetable of a plan as a Gantt chart: inline SVG for the site, with fixed colours for paper.

Time runs from left to right in every language. The table that says the same in words is made by others. Stands on
`rows`, `axis` and `pen`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape

from passerelle.base.words import RIGHT_TO_LEFT, language_of, listed, number, say, say_number
from passerelle.output.plans.axis import Axis
from passerelle.output.plans.pen import Pen, broken, width_of
from passerelle.output.plans.rows import Row, grain, rows_of, sheets_of
from passerelle.output.plans.wording import day_text, days_text, isolated
from passerelle.plans.records import Plan
from passerelle.plans.schedule import Schedule

NARROW = 360  # units wide, for small screens
MOST_ARROWS = 60  # actions; beyond these, arrows would be a thicket
MOST_NAMED = 12  # actions of the critical path in the description
_HEAD, _FOOT, _EDGE, _LEGEND = 40.0, 10.0, 8.0, 62.0
_Place = tuple[str, str]  # kind and key of a row: a measure and an action may share a key
_Mark = Callable[[float, float], None]


def gantt(
    plan: Plan,
    schedule: Schedule,
    *,
    language: str = "en",
    width: float = 960,
    paper: bool = False,
    narrow: bool = False,
    today: date | None = None,
) -> str:
    """The timetable as one SVG element; where there are more than 120 actions, a bar is a measure.

    Parameters
    ----------
    width : units of the drawing; the page scales it. 360 where `narrow`.
    paper : fixed colours instead of the site's tokens.
    narrow : names above the bars, for small screens.
    today : a day to be marked; left out where it is outside the time shown.

    Returns
    -------
    str : SVG with title and description, without style sheet or script. Text from outside is escaped.
    """
    drawing = _Drawing(plan, schedule, language, NARROW if narrow else width, paper, narrow, today)
    return drawing.sheet(rows_of(plan, schedule), 0)


def gantt_sheets(
    plan: Plan, schedule: Schedule, *, language: str = "en", width: float = 960, most: float = 600
) -> tuple[str, ...]:
    """The timetable for paper in as many drawings as it needs, each with the axis and `most` units high at most."""
    drawing = _Drawing(plan, schedule, language, width, True, False, None)
    sheets = sheets_of(rows_of(plan, schedule), drawing.height, most - _HEAD - _LEGEND)
    return tuple(drawing.sheet(sheet, at, last=at == len(sheets) - 1) for at, sheet in enumerate(sheets))


def gantt_text(plan: Plan, schedule: Schedule, language: str = "en") -> str:
    """What is to be seen, for who does not see it: from when to when, the critical path, clashes."""
    if not schedule.timed or schedule.end is None:
        return say("No action is in the timetable yet.", language)
    first = min(one.early_start for one in schedule.timed)
    count = len(schedule.timed)
    ran = say_number(
        "{number} action runs from {start} to {end}.", "{number} actions run from {start} to {end}.", count, language
    )
    start, end = day_text(first, language), day_text(schedule.end, language)
    said = [ran.format(number=number(count, language), start=start, end=end)]
    path = [schedule.by_key[key].title for key in schedule.critical_path]
    named = [isolated(f"“{title}”", language) for title in path[-MOST_NAMED:]]
    said.append(say("The end is decided by: {names}.", language).format(names=listed(named, language)))
    free = sum(1 for one in schedule.timed if not one.is_critical)
    if free:
        said.append(
            say_number(
                "{number} action may slip without moving the end.", "{number} actions may slip without moving the end.",
                free, language,
            ).format(number=number(free, language))
        )  # fmt: skip
    clashing = len({clash.key for clash in schedule.conflicts})
    if clashing:
        said.append(
            say_number(
                "{number} action has days that cannot be kept.", "{number} actions have days that cannot be kept.",
                clashing, language,
            ).format(number=number(clashing, language))
        )  # fmt: skip
    return " ".join(said)


_INDENT = {"objective": 0.0, "measure": 0.0, "action": 14.0}


def _is_bold(row: Row) -> bool:
    return row.kind == "objective" or (row.kind == "measure" and not row.bar)


class _Drawing:
    """One plan's timetable, drawn in sheets that share an axis."""

    def __init__(
        self, plan: Plan, schedule: Schedule, language: str, width: float, paper: bool, narrow: bool, today: date | None
    ) -> None:
        self.plan, self.schedule, self.language = plan, schedule, language
        self.width, self.paper, self.narrow, self.today = width, paper, narrow, today
        self.size = 13.0 if narrow else 12.5
        self.bar = 11.0 if narrow else 12.0
        # on paper the letters are ours, which are slimmer than those that a page may have to make do with
        self.snug = 0.92 if paper and language_of(language) not in RIGHT_TO_LEFT else 1.0
        starts = [one.early_start for one in schedule.timed]
        ends = [one.early_end for one in schedule.timed]
        self.labels = 0.0 if narrow else self._room_for_names()
        left = _EDGE if narrow else self.labels + 14
        self.axis = Axis(
            min([plan.period.start, *starts]), max([plan.period.end, *ends]), left, width - _EDGE, language
        )

    def _room_for_names(self) -> float:
        """As much as the names want, and no more than a good third of the width."""
        most = min(max(self.width * 0.38, 170.0), 380.0)
        wanted = [
            width_of(self._name(row), self.size) * 1.08 * self.snug + _INDENT[row.kind]
            for row in rows_of(self.plan, self.schedule)
        ]
        return min(most, max([*wanted, 120.0]))

    def sheet(self, rows: Sequence[Row], at: int, *, last: bool = True) -> str:
        """A drawing of some rows under the axis, the last with the legend."""
        mark = hashlib.sha256(f"{self.plan.title}{self.width}{self.narrow}{at}".encode()).hexdigest()[:8]
        self.pen = Pen(self.language, self.paper, f"gantt-{mark}")
        places, foot = self._places(rows)
        self._ground(foot)
        for row in rows:
            if row.start and not (self.narrow and not row.bar):
                self._bar(row, places[row.kind, row.key])
        if grain(self.plan) == "action" and len(self.schedule.timed) <= MOST_ARROWS:
            self._arrows(places)
        self._today(foot)
        for row in rows:
            self._label(row, places[row.kind, row.key])
        height = self._legend(rows, foot + 18) if last and rows else foot
        title = say("Timetable of “{title}”", self.language).format(title=self.plan.title)
        kind = "gantt narrow" if self.narrow else "gantt"
        return self.pen.svg(
            title, gantt_text(self.plan, self.schedule, self.language), self.width, height + _FOOT, kind
        )

    def height(self, row: Row) -> float:
        """How high a row is, the air above an objective included."""
        words = len(self._lines(row)) * (self.size + 2.5)
        bar = self.bar + 3 if row.bar and row.start else 0.0
        inner = words + bar + 6 if self.narrow else max(words + 6, 21.0)
        return inner + self._air(row)

    def _air(self, row: Row) -> float:
        """What stands free above an objective but the first."""
        return 6.0 if row.kind == "objective" and row.number != "1" else 0.0

    def _places(self, rows: Sequence[Row]) -> tuple[dict[_Place, float], float]:
        """The middle of each row's bar, and where the last row ends."""
        places: dict[_Place, float] = {}
        down = _HEAD + 2
        for row in rows:
            height = self.height(row)
            air = self._air(row)
            places[row.kind, row.key] = (
                down + height - self.bar / 2 - 4 if self.narrow else down + air + (height - air) / 2
            )
            down += height
        return places, down + 4

    def _ground(self, foot: float) -> None:
        """The plan's period, the years and what they are made of."""
        pen, axis = self.pen, self.axis
        left, right = axis.at(self.plan.period.start), axis.after(self.plan.period.end)
        pen.box("period", left, _HEAD, right - left, foot - _HEAD)
        for tick in axis.ticks:
            top = 6.0 if tick.is_year else _HEAD - 16
            if tick.at < axis.right - 1:
                pen.line("year" if tick.is_year else "part", tick.at, top, tick.at, foot)
            if tick.is_year and tick.label:
                pen.words(tick.label, tick.at + 5, 17 if axis.has_parts else 30, size=self.size, bold=True)
            elif tick.label:
                pen.words(tick.label, tick.middle, 33, size=11, anchor="middle", ink="soft")
        pen.line("edge", axis.left, _HEAD, axis.right, _HEAD)

    def _bar(self, row: Row, y: float) -> None:
        assert row.start and row.end and row.late_end
        pen = self.pen
        left, right = self.axis.at(row.start), self.axis.after(row.end)
        wide = max(right - left, 2.5)
        pen.add(f"<g><title>{escape(self.told(row))}</title>")
        if not row.bar:  # the span of a group
            pen.box("span" if row.kind == "objective" else "thin-span", left, y - 1, wide, 2)
            pen.add("</g>")
            return
        top = y - self.bar / 2
        if row.late_end > row.end and row.bar and row.count == 1:
            late = self.axis.after(row.late_end)
            pen.add(f'<path{pen.ink("slack")} d="M{right:.1f},{y:.1f}H{late:.1f}M{late:.1f},{y - 4:.1f}v8"/>')
        if row.critical:
            pen.hatched(left, top, wide, self.bar)
        else:
            pen.box("bar", left, top, wide, self.bar, more=' rx="1.5"')
        if row.clashes:
            pen.triangle(max(left - 10, self.axis.left + 6), y)
        pen.add("</g>")

    def told(self, row: Row) -> str:
        """All that a bar says, in words."""
        assert row.start and row.end
        parts = [f"{row.number} {row.title}", days_text(row.start, row.end, self.language)]
        if row.count > 1 and row.bar:
            parts.append(self._count(row))
        if row.critical and row.bar:
            parts.append(say("critical", self.language))
        elif row.bar and row.late_end and row.late_end > row.end and row.count == 1:
            days = (row.late_end - row.end).days
            parts.append(
                say_number("{number} day of slack", "{number} days of slack", days, self.language).format(
                    number=number(days, self.language)
                )
            )
        if row.clashes:
            parts.append(say("its days cannot be kept", self.language))
        return " · ".join(parts)

    def _count(self, row: Row) -> str:
        return say_number("{number} action", "{number} actions", row.count, self.language).format(
            number=number(row.count, self.language)
        )

    def _lines(self, row: Row) -> list[str]:
        """The name of a row in lines."""
        indent = _INDENT[row.kind]
        bold = _is_bold(row)
        room = (self.width - 2 * _EDGE if self.narrow else self.labels - indent) * (0.93 if bold else 1) / self.snug
        return broken(self._name(row), room, self.size)

    def _name(self, row: Row) -> str:
        text = f"{row.number} {isolated(row.title, self.language)}"
        if row.bar and row.count != 1:
            text += f" ({self._count(row) if row.count else say('no action yet', self.language)})"
        return text

    def _label(self, row: Row, y: float) -> None:
        lines, step = self._lines(row), self.size + 2.5
        y = y - self.bar / 2 - 5 if self.narrow and row.bar and row.start else y + self.size * 0.35
        y -= step * (len(lines) - 1) * (1 if self.narrow else 0.5)
        left, right = (_EDGE, self.width - _EDGE) if self.narrow else (_INDENT[row.kind], self.labels)
        self.pen.add(f"<g><title>{escape(f'{row.number} {row.title}')}</title>")
        for at, line in enumerate(lines):
            self.pen.words(
                line, right if self.pen.rtl else left, y + at * step, size=self.size,
                anchor="end" if self.pen.rtl else "start", bold=_is_bold(row), halo=self.narrow,
            )  # fmt: skip
        self.pen.add("</g>")

    def _arrows(self, places: Mapping[_Place, float]) -> None:
        for action in self.plan.actions():
            for need in action.all_needs:
                if ("action", action.key) in places and ("action", need.action) in places:
                    self._arrow(need.action, action.key, places)

    def _arrow(self, before: str, after: str, places: Mapping[_Place, float]) -> None:
        """From the end of what is needed into what needs it."""
        axis, by_key = self.axis, self.schedule.by_key
        x1, y1 = axis.after(by_key[before].early_end), places["action", before]
        x2, y2 = axis.at(by_key[after].early_start) + 5, places["action", after]
        down = 1 if y2 >= y1 else -1
        edge = y2 - down * (self.bar / 2 + 1)
        if x2 > x1 + 1:
            way = f"M{x1:.1f},{y1:.1f}H{x2:.1f}V{edge - 4 * down:.1f}"
        else:
            between = y1 + down * (self.bar / 2 + 4.5)
            way = f"M{x1:.1f},{y1:.1f}h4V{between:.1f}H{x2:.1f}V{edge - 4 * down:.1f}"
        point = f"M{x2:.1f},{edge:.1f}l-3,{-5 * down}h6z"
        self.pen.add(f'<path{self.pen.ink("need")} d="{way}"/><path{self.pen.ink("head")} d="{point}"/>')

    def _today(self, foot: float) -> None:
        if self.today and self.axis.first <= self.today <= self.axis.last:
            x = self.axis.at(self.today)
            self.pen.line("today", x, _HEAD - 2, x, foot)
            said = say("today", self.language)
            wide = width_of(said, 11.5) / 2
            x = min(max(x, self.axis.left + wide), self.axis.right - wide)
            self.pen.words(said, x, foot + 11, size=11.5, anchor="middle", ink="alarm", bold=True)

    # What the marks mean ------------------------------------------------------------------------------------

    def _legend(self, rows: Sequence[Row], top: float) -> float:
        """The marks that are used, each with its word; gives where the legend ends."""
        x, y = _EDGE if self.narrow else self.axis.left, top + 10
        for draw, said in self._used(rows):
            wide = 30 + width_of(said, 12)
            if x > self.axis.left and x + wide > self.width - 2:
                x, y = _EDGE if self.narrow else self.axis.left, y + 19
            draw(x, y)
            self.pen.words(said, x + 28, y + 4, size=12, ink="soft")
            x += wide + 18
        return y + 6

    def _used(self, rows: Sequence[Row]) -> Iterator[tuple[_Mark, str]]:
        bars = [row for row in rows if row.bar and row.start]
        single = grain(self.plan) == "action"
        if any(not row.critical for row in bars):
            said = say("May move within its slack", self.language)
            yield self._plain_mark, said if single else say("From its first action to its last", self.language)
        if any(row.critical for row in bars):
            said = say("Critical: a day later, and the plan ends later", self.language)
            yield self._critical_mark, said if single else say("With a critical action", self.language)
        if any(row.late_end != row.end and row.count == 1 and not row.critical for row in bars):
            yield self._slack_mark, say("Slack", self.language)
        if len(self.schedule.timed) <= MOST_ARROWS and any(action.needs for action in self.plan.actions()):
            yield self._need_mark, say("Has to end before", self.language)
        if any(row.clashes for row in rows if row.bar):
            yield (lambda x, y: self.pen.triangle(x + 11, y)), say("Its days cannot be kept", self.language)
        yield (lambda x, y: self._period_mark(x, y)), say("Period of the plan", self.language)

    def _plain_mark(self, x: float, y: float) -> None:
        self.pen.box("bar", x, y - 5, 22, 10, more=' rx="1.5"')

    def _critical_mark(self, x: float, y: float) -> None:
        self.pen.hatched(x, y - 5, 22, 10)

    def _slack_mark(self, x: float, y: float) -> None:
        self.pen.add(f'<path{self.pen.ink("slack")} d="M{x:.1f},{y:.1f}h22m0,-4v8"/>')

    def _need_mark(self, x: float, y: float) -> None:
        self.pen.add(
            f'<path{self.pen.ink("need")} d="M{x:.1f},{y - 5:.1f}h16v6"/>'
            f'<path{self.pen.ink("head")} d="M{x + 16:.1f},{y + 6:.1f}l-3,-5h6z"/>'
        )

    def _period_mark(self, x: float, y: float) -> None:
        self.pen.box("period", x, y - 6, 22, 12)
        self.pen.add(f'<path{self.pen.ink("part")} fill="none" d="M{x:.1f},{y - 6:.1f}h22v12h-22z"/>')
