"""Contributions as a reader sees them: what the rule lets be named, the text with its translations, what she may do.

The one place from which pages, search, mail, feeds, exports and the API learn who is named. Stands on `queries`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from passerelle.dialogue.attribution import Named, Rule, named
from passerelle_web.dialogues import constituencies, queries, sealing
from passerelle_web.dialogues.models import Appeal, Contribution, Dialogue, Report
from passerelle_web.dialogues.permissions import asked_once
from passerelle_web.people.joint_queries import named_in_all
from passerelle_web.people.models import Event, Member, User
from passerelle_web.people.permissions import Somebody, active_memberships, may
from passerelle_web.texts.queries import Said, said_of

KIND = "dialogues.contribution"


@dataclass(frozen=True)
class Shown:
    """One contribution with who is named beside it. `text` is absent where it is hidden and nobody may read it."""

    row: Contribution
    who: str
    said: Said | None
    is_own: bool
    may_hide: bool
    is_marked_closed: bool
    may_report: bool = False
    may_appeal: bool = False
    appeal: Appeal | None = None
    report: Report | None = None
    replies: "list[Shown]" = field(default_factory=list)


def named_in(row: Contribution, nameable: frozenset[str]) -> Named:
    """Names that the rule lets stand beside a contribution; codes of constituencies are said in words."""
    person = ""
    if row.person is not None:
        person = _("former participant") if row.person.is_gone else row.person.name
    member = row.member.name if row.member is not None else ""
    found = named(
        Rule(row.rule), person=person, member=member, constituency=row.constituency, nameable=nameable
    )  # fmt: skip
    told = constituencies.said(found.constituency) if found.constituency else ""
    return Named(found.person, found.member, told)


def who_of(found: Named, row: Contribution | None = None, carriers: Sequence[Member] = ()) -> str:
    """A line such as "Ana Diop, Senegal", "Senegal", "A participant (Western Africa)" or "A participant".

    A joint statement is said by who delivered it, and for those that carry it; or by several participants.
    """
    if row is not None and row.is_joint:
        return _who_jointly(found, carriers)
    if found.member:
        return ", ".join(part for part in (found.person, found.member) if part)
    if found.constituency:
        return _("A participant ({constituency})").format(constituency=found.constituency)
    return _("A participant")


def _who_jointly(found: Named, carriers: Sequence[Member]) -> str:
    if not found.member or not carriers:
        return _("Several participants")
    who = ", ".join(part for part in (found.person, found.member) if part)
    others = [one.name for one in carriers if one.name != found.member]
    return _("{who}, also on behalf of {others}").format(who=who, others=get_text_list(others, _("and")))


def named_all(rows: Sequence[Contribution]) -> list[str]:
    """Who is named beside contributions, of whatever dialogues."""
    carriers = named_in_all(row.statement for row in rows if row.statement is not None)
    nameable = {row.dialogue_id: constituencies.nameable(row.dialogue) for row in rows if row.constituency}
    return [
        who_of(named_in(row, nameable.get(row.dialogue_id, frozenset())), row, carriers.get(row.statement_id or 0, ()))
        for row in rows
    ]


def shown_all(dialogue: Dialogue, rows: Sequence[Contribution], somebody: Somebody) -> list[Shown]:
    """Threads for a page: a few queries, however many there are."""
    every = [*rows, *(answer for row in rows for answer in _answers(row))]
    mine = _own(every, somebody)
    with asked_once():
        keeps_order = may(somebody, "dialogues.keep_order", dialogue)
        texts = said_of(KIND, [(row.pk, row) for row in every], somebody)
    reported = queries.own_reports(every, somebody)
    hidings, appeals = _hidings([row for row in every if row.is_hidden and row.pk in mine])
    allowed = constituencies.nameable(dialogue)
    carriers = named_in_all(row.statement for row in every if row.statement is not None)

    def one(row: Contribution) -> Shown:
        own = row.pk in mine
        reads = not row.is_hidden or own or keeps_order
        who = who_of(named_in(row, allowed), row, carriers.get(row.statement_id or 0, ()))
        return Shown(
            row, who, texts.get((str(row.pk), "text")) if reads else None, own,
            keeps_order or own, row.rule == Rule.CLOSED,
            may_report=isinstance(somebody, User) and not own and not row.is_hidden,
            may_appeal=row.pk in hidings and row.pk not in appeals, appeal=appeals.get(row.pk),
            report=reported.get(row.pk), replies=[one(answer) for answer in _answers(row)],
        )  # fmt: skip

    return [one(row) for row in rows]


def _hidings(rows: list[Contribution]) -> tuple[dict[object, Event], dict[object, Appeal]]:
    """How the moderation hid each of these, and the appeal that was made for that."""
    hidings = queries.hidings_of(rows)
    found = Appeal.objects.filter(hiding__in=hidings.values()) if hidings else ()
    return hidings, {one.contribution_id: one for one in found}


def _answers(row: Contribution) -> Iterable[Contribution]:
    """What was prefetched of answers; none is sought for an answer."""
    return getattr(row, "_prefetched_objects_cache", {}).get("replies", ())


def _own(rows: Iterable[Contribution], somebody: Somebody) -> set[object]:
    if not isinstance(somebody, User):
        return set()
    return sealing.own(rows, active_memberships(somebody).values_list("member", flat=True))
