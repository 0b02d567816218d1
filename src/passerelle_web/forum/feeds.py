"""Decisions of the steering group as an Atom feed and as open data: what everybody reads, and nothing else.

Stands on `steering_queries`.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models import Decision
from passerelle_web.texts.cleaning import plain

MOST = 50
LICENCE = "CC BY 4.0"
COLUMNS = ("decision", "day", "title", "text", "language", "how", "present", "changes", "corrects", "adopts_charter")
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a workbook would take what begins so for a formula


class PublicDecisions(Feed):
    """The newest decisions."""

    feed_type = Atom1Feed
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

    item_guid_is_permalink = False

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
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in open_rows())


def as_csv() -> str:
    """A table with a head; no cell of it is a formula."""
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(COLUMNS)
    for row in open_rows():
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return told.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_RISKY) else text
