"""Sets of open data of the other rooms: statements with counts, practices, decisions, commitments.

Stands on `consensus`, `practices`, `forum` and `plans`.
"""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.consensus import data
from passerelle_web.consensus.models import Access, Consultation, Picture
from passerelle_web.consensus.permissions import Opened
from passerelle_web.forum import feeds as decisions
from passerelle_web.forum.models import Decision
from passerelle_web.openness.meanings import fields
from passerelle_web.openness.of_dialogues import in_english
from passerelle_web.openness.sets import OpenSet, Row, each
from passerelle_web.people.permissions import may
from passerelle_web.plans.models import Pledge
from passerelle_web.plans.queries import pledges
from passerelle_web.practices import feeds as practices
from passerelle_web.practices.queries import Filters, listed


def closed_consultations() -> "QuerySet[Consultation]":
    """Consultations of everybody's dialogues that have closed, the oldest first."""
    over = Consultation.objects.filter(closes_at__lte=timezone.now()) | Consultation.objects.filter(is_imported=True)
    found = over.filter(dialogue__is_public=True).select_related("dialogue")
    return found.order_by("closes_at", "pk")


def _open_consultations() -> list[Consultation]:
    """Those whose data everybody takes."""
    found = closed_consultations().filter(access=Access.LINK)
    return [one for one in found if may(AnonymousUser(), "consensus.take_data", Opened(one))]


def _pictures() -> Iterator[tuple[Consultation, Picture]]:
    for one in _open_consultations():
        yield one, Picture.objects.defer("packed").get(pk=one.pk)


def _statements() -> Iterator[Row]:
    """Statements with what may be shown of their votes; numbers of too few people are withheld, as on the page."""
    for one, picture in _pictures():
        for row in data.open_rows(one, picture):
            yield row | {
                "consultation": str(one.pk), "dialogue": str(one.dialogue_id), "question_text": one.question,
                "closed_on": one.closes_at.date().isoformat(), "demonstration": one.is_demonstration,
            }  # fmt: skip


def _statements_counted() -> int:
    return sum(1 for one, picture in _pictures() for _row in data.open_rows(one, picture))


def _practice(told: Row) -> Row:
    return practices.flat(told) | {"address": in_english("practices:practice", told["key"])}


PRACTICE = tuple(name for name in practices.COLUMNS if name not in ("demonstration", "licence"))


def _practices() -> Iterator[Row]:
    for told in practices.every(Filters()):
        row = _practice(told)
        yield {name: row.get(name) for name in (*PRACTICE, "address")} | {"demonstration": told["demonstration"]}


def _decisions() -> Iterator[Row]:
    for row in decisions.open_rows():
        year, number = row["decision"].split("/")
        yield row | {"address": in_english("forum:decision", int(year), int(number)), "demonstration": False}


def _pledge(one: Pledge) -> Row:
    return {
        "key": str(one.pk), "member": one.member.name, "text": one.text, "due": one.due, "made_on": one.on,
        "plan": str(one.plan_id) if one.plan_id else None, "action": one.action or None, "kept_on": one.kept_on,
        "kept_text": one.kept_text, "withdrawn_on": one.withdrawn_on, "reason": one.reason,
        "demonstration": one.plan.is_demonstration if one.plan else False,
    }  # fmt: skip


SETS = (
    OpenSet(
        "statements", _("Statements with counts"),
        _("Statements of public consultations that have closed, with what may be shown of the votes."),
        fields("consultation", "dialogue", "question_text", "closed_on", "statement", "text", "language", "put_on",
               "by_the_chair", "about_participants", "agree", "disagree", "pass", "agreed_by", "accepted", "groups",
               "blocs"),
        _statements, _statements_counted,
    ),
    OpenSet(
        "practices", _("Practices"),
        _("What members did and what came of it; the best result stands for all in the table."),
        fields(*PRACTICE, "address"), _practices, lambda: listed(Filters()).count(),
    ),
    OpenSet(
        "decisions", _("Decisions of the steering group"), _("Those that everybody reads. None is ever changed."),
        fields("decision", "day", "title", "text", "language", "how", "present", "changes", "corrects",
               "adopts_charter", "address"),
        _decisions, lambda: Decision.objects.public().count(),
    ),
    OpenSet(
        "commitments", _("Commitments"), _("What members said they would do of their own will, and what came of it."),
        fields("key", "member", "text", "due", "made_on", "plan", "action", "kept_on", "kept_text", "withdrawn_on",
               "reason"),
        lambda: each(pledges(AnonymousUser()), _pledge), lambda: pledges(AnonymousUser()).count(),
    ),
)  # fmt: skip
