"""Decisions of the steering group as an Atom feed and as open data: what everybody reads, and nothing else.

Stands on `steering_queries`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from passerelle.output.tables.rows import csv_lines, json_lines
from passerelle_web.forum.models import Decision
from passerelle_web.texts.cleaning import plain
from passerelle_web.theme.feeds import LICENCE, MOST, PublicFeed

__all__ = ["LICENCE", "PublicDecisions", "as_csv", "as_json_lines", "open_rows", "row_of"]
COLUMNS = ("decision", "day", "title", "text", "language", "how", "present", "changes", "corrects", "adopts_charter")


class PublicDecisions(PublicFeed):
    """The newest decisions."""

    title = _("Passerelle: decisions of the steering group")
    subtitle = _("Informal, voluntary and non-binding: a decision commits no state.")
    link = reverse_lazy("forum:decisions")

    def items(self) -> Iterable[Decision]:
        """The newest public ones."""
        return Decision.objects.public()[:MOST]

    def item_title(self, item: Decision) -> str:
        """Its number and title."""
        return str(item)

    def item_description(self, item: Decision) -> str:
        """Its text in plain words."""
        return plain(item.text)

    def item_link(self, item: Decision) -> str:
        """Its page."""
        return item.get_absolute_url()

    def item_guid(self, item: Decision) -> str:
        """The same for ever, in every language."""
        return f"decision:{item.sign}"

    def item_pubdate(self, item: Decision) -> datetime:
        """When it was recorded."""
        return item.taken_at

    def item_updateddate(self, item: Decision) -> datetime:
        """The same: a decision is never changed."""
        return item.taken_at


def row_of(decision: Decision) -> dict[str, Any]:
    """A decision as plain data."""
    return {
        "decision": decision.sign, "day": decision.day.isoformat(), "title": decision.title, "text": decision.text,
        "language": decision.language, "how": decision.how,
        "present": [one.member.name for one in decision.presences.all()], "changes": decision.changes,
        "corrects": decision.corrects.sign if decision.corrects and not decision.corrects.is_closed else None,
        "adopts_charter": decision.charter.number if decision.charter else None,
    }  # fmt: skip


def open_rows() -> Iterator[dict[str, Any]]:
    """Every decision that everybody reads, the oldest first."""
    found = Decision.objects.public().select_related("corrects", "charter").prefetch_related("presences__member")
    for one in found.order_by("year", "number"):
        yield row_of(one)


def as_json_lines() -> str:
    """One decision a line."""
    return "".join(json_lines(open_rows()))


def as_csv() -> str:
    """A table with a head; no cell of it is a formula."""
    return "".join(csv_lines(COLUMNS, open_rows()))
