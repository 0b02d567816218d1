"""What can be read of the years of the forum: the one that is on, its themes, seats, calendar, open matters.

Stands on `charter_queries` and `concluded`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.dialogue.attribution import Rule
from passerelle.dialogue.rotation import Candidate, NextChair, Turn, next_chair
from passerelle_web.dialogues.constituencies import constituency_of
from passerelle_web.dialogues.constituencies import said as group_said
from passerelle_web.dialogues.models import Dialogue, Session, Stage
from passerelle_web.dialogues.queries import readable
from passerelle_web.forum.charter_queries import worked_by
from passerelle_web.forum.concluded import concluded_in
from passerelle_web.forum.models import Cycle, Decision, ThemeProposal, ThemeSupport, YearSeats
from passerelle_web.forum.models.cycle import ThemeState
from passerelle_web.forum.steering_queries import members_of_the_group
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import Somebody
from passerelle_web.people.themes import theme_choices

NONE = "none"  # the profile of a member in no dialogue


def cycles() -> list[Cycle]:
    """Every year, the newest first."""
    return list(Cycle.objects.select_related("chair"))


def cycle(year: int) -> Cycle | None:
    """The year of a number."""
    return Cycle.objects.select_related("chair").filter(year=year).first()


def this_year(day: date | None = None) -> Cycle | None:
    """The year that is on; else the next that is prepared."""
    today = day or timezone.localdate()
    found = Cycle.objects.select_related("chair").filter(ends__gte=today).order_by("begins")
    return found.first()


# The chair ---------------------------------------------------------------------------------------------


def rotation() -> str:
    """By what the chair rotates today: kind or region, as the charter says."""
    charter = worked_by()
    return charter.rotation if charter is not None else "kind"


def group_of(member: Member, scheme: str = "") -> str:
    """The group of a member by which the chair rotates."""
    return constituency_of(scheme or rotation(), member, NONE)


def whose_turn(year: int) -> NextChair | None:
    """Who chairs a year by the rule: of the members that sit in the steering group, else of all members."""
    seated = list(members_of_the_group())
    there = seated or list(Member.objects.on(timezone.localdate()).order_by("name"))
    before = Cycle.objects.filter(year__lt=year).exclude(chair=None)
    turns = [Turn(one.year, str(one.chair_id), one.chair_group) for one in before]
    scheme = rotation()
    return next_chair([Candidate(str(one.pk), one.name, group_of(one, scheme), one.since) for one in there], turns)


def turn_said(turn: NextChair) -> str:
    """Why it is whose turn, in a sentence."""
    name, group = turn.candidate.name, group_said(turn.candidate.group) or turn.candidate.group
    if turn.group_chaired is None:
        first = _("“{group}” has not chaired yet.")
    else:
        first = _("“{group}” has not chaired since {year}, longer than any other.")
    if turn.chaired is None:
        second = _("Of its members that have not chaired, {name} has been there for the longest.")
    else:
        second = _("All of its members have chaired; {name} did so the longest ago, in {own}.")
    told = {"group": group, "year": turn.group_chaired, "name": name, "own": turn.chaired}
    return f"{first.format(**told)} {second.format(**told)}"


# Themes and seats --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposed theme with who supports it today, in the order in which they came."""

    row: ThemeProposal
    supporters: list[Member]
    mine: list[Member]


def _support() -> Prefetch:
    there = ThemeSupport.objects.on(timezone.localdate()).select_related("member")
    return Prefetch("supports", there, to_attr="standing")


def proposals_of(held: Cycle, own: Iterable[Member] = ()) -> list[tuple[str, list[ProposalShown]]]:
    """Proposed themes under the themes of the seed, in the seed's order and then by time: nothing is ranked."""
    rows = held.proposals.select_related("member", "cycle").prefetch_related(_support())
    order = [code for code, _name in theme_choices()]
    mine = list(own)
    listed = sorted(rows, key=lambda one: order.index(one.theme) if one.theme in order else len(order))
    return [
        (name, [_shown(one, mine) for one in group]) for name, group in groupby(listed, key=lambda one: one.group_name)
    ]


def _shown(row: Any, own: list[Member]) -> ProposalShown:
    supporters = [one.member for one in row.standing]
    return ProposalShown(row, supporters, [one for one in own if one in supporters])


def chosen_themes(held: Cycle) -> list[ThemeProposal]:
    """The themes of a year, in the order in which they were proposed."""
    return list(held.proposals.filter(state=ThemeState.CHOSEN).select_related("member", "cycle"))


def seats_of(held: Cycle) -> "QuerySet[YearSeats]":
    """Seats for stakeholders, each kind with who asked."""
    return held.stakeholder_seats.prefetch_related("asked__member")


# Calendar and dialogues --------------------------------------------------------------------------------


def dialogues_of(held: Cycle, somebody: Somebody) -> list[Dialogue]:
    """The year's dialogues that a person may read."""
    return list(readable(somebody).filter(years__cycle=held).order_by("begins", "title"))


def open_dialogues(somebody: Somebody) -> "QuerySet[Dialogue]":
    """Dialogues that a person may read and that are still on, the newest first."""
    today = timezone.localdate()
    still = readable(somebody).exclude(stage=Stage.FOLLOW_UP).exclude(ends__lt=today)
    return still.order_by("is_demonstration", "-begins")


def sessions_of(dialogues: Iterable[Dialogue], *, coming: bool = False) -> list[Session]:
    """Meetings and rounds of writing of dialogues that are not closed, in time."""
    keys = [one.pk for one in dialogues]
    found = Session.objects.filter(dialogue__in=keys, rule__lt=Rule.CLOSED).select_related("dialogue")
    now = timezone.now()
    if coming:
        found = found.filter(Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now))
    return list(found.order_by("starts_at"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar of a year: a meeting, or a deadline where `address` is empty."""

    day: date
    title: str
    about: str
    address: str
    language: str
    is_past: bool


def calendar_of(held: Cycle, dialogues: Iterable[Dialogue]) -> list[Entry]:
    """Meetings and deadlines of a year in one list, by day."""
    today = timezone.localdate()
    meetings = [
        Entry(
            timezone.localdate(one.starts_at), one.title, one.dialogue.title, one.get_absolute_url(),
            one.dialogue.language, timezone.localdate(one.ends_at or one.starts_at) < today,
        )
        for one in sessions_of(dialogues)
    ]  # fmt: skip
    days = [Entry(one.day, one.title, "", "", one.language, one.day < today) for one in held.deadlines.all()]
    return sorted([*meetings, *days], key=lambda one: (one.day, one.title))


def decisions_in(held: Cycle) -> "QuerySet[Decision]":
    """What the steering group decided in the days of a year, that everybody reads, in order."""
    found = Decision.objects.public().filter(day__gte=held.begins, day__lte=held.ends)
    return found.order_by("year", "number")


# Handover ----------------------------------------------------------------------------------------------


def open_matters(held: Cycle) -> dict[str, list[dict[str, str]]]:
    """What one chair leaves to the next, and what the year concluded, as plain rows: of public things alone."""
    dialogues = list(Dialogue.objects.filter(years__cycle=held, is_public=True).order_by("begins", "title"))
    today = timezone.localdate()
    still = [one for one in dialogues if one.ends is None or one.ends >= today]
    return {
        "dialogues": [_row(one.title, one.get_absolute_url(), one.stage, one.language) for one in still],
        "themes": [
            _row(one.title, one.get_absolute_url(), "", one.language)
            for one in held.proposals.filter(state=ThemeState.PROPOSED).select_related("cycle")
        ],
        "lines": [
            _row(one.text, "", "", one.language) for one in held.handover.filter(done_on=None)
        ],
        "deadlines": [
            _row(one.title, "", one.day.isoformat(), one.language) for one in held.deadlines.filter(day__gte=today)
        ],
        "concluded": [_row(one.title, one.address, one.dialogue, one.language) for one in concluded_in(dialogues)],
        "decisions": [
            _row(str(one), one.get_absolute_url(), one.day.isoformat(), one.language) for one in decisions_in(held)
        ],
    }  # fmt: skip


def _row(title: str, address: str, told: str, language: str) -> dict[str, str]:
    return {"title": title, "address": address, "told": told, "language": language}
