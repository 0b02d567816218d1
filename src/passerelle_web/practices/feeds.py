"""New practices as an Atom feed, and all of them as open data: JSON Lines and CSV under a stated licence.

Holds what everybody may read, and nothing else. Stands on `queries`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from passerelle.exchange.practices.records import as_plain
from passerelle.output.tables.rows import csv_lines, in_lots, json_lines
from passerelle_web.practices import queries
from passerelle_web.practices.filtering import filters_of
from passerelle_web.practices.models import Practice
from passerelle_web.practices.queries import Filters
from passerelle_web.theme.feeds import LICENCE, LICENCE_ADDRESS, MOST, PublicFeed

AT_A_TIME = 200
COLUMNS = (
    "key", "title", "gist", "member", "language", "version", "published", "places", "origin", "destination", "route",
    "region", "since", "until", "themes", "principles", "template", "cost", "currency", "price_year", "grade",
    "indicator", "before", "after", "unit", "source", "worked", "partly", "not", "demonstration",
    "licence",
)  # fmt: skip


class PublishedPractices(PublicFeed):
    """The practices that were published last, of all themes or of one."""

    title = _("Passerelle: practices")
    subtitle = _("What members did and what came of it, as it is published.")
    link = reverse_lazy("practices:practices")

    def get_object(self, request: HttpRequest, *_given: Any, **_named: Any) -> Filters:
        """The filters of the address, which are those of the list."""
        return filters_of(request.GET)

    def items(self, obj: Filters) -> Iterable[Practice]:
        """The newest."""
        return queries.listed(obj)[:MOST]

    def item_title(self, item: Practice) -> str:
        """Its title."""
        return item.title

    def item_description(self, item: Practice) -> str:
        """What was done, in a sentence, and by whom it is told."""
        return f"{item.gist} ({item.member.name})"

    def item_link(self, item: Practice) -> str:
        """Its page."""
        return item.get_absolute_url()

    def item_guid(self, item: Practice) -> str:
        """The same for ever, in every language; a further version is a further entry."""
        return f"urn:uuid:{item.pk}#{item.published}"

    def item_pubdate(self, item: Practice) -> datetime:
        """When this version was published."""
        assert item.published_at is not None
        return item.published_at

    item_updateddate = item_pubdate


def whole(practice: Practice, counts: dict[str, int]) -> dict[str, Any]:
    """A practice as open data: all that its published version says, whose it is, how often it was tried."""
    assert practice.published_at is not None
    told = as_plain(practice.standing.record)
    told.pop("whence", None)
    return {
        "key": str(practice.pk), "version": practice.published, "published": practice.published_at.date().isoformat(),
        "member": practice.member.name, "grade": practice.grade, **told,
        "tried": {name: counts.get(name, 0) for name in ("worked", "partly", "not")},
        "demonstration": practice.is_demonstration, "licence": LICENCE,
    }  # fmt: skip


def every(filters: Filters) -> Iterator[dict[str, Any]]:
    """Published practices one by one, read some at a time."""
    keys = list(queries.listed(filters).values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        lot = keys[start : start + AT_A_TIME]
        held = {
            one.pk: one for one in queries.with_standing(queries.standing().filter(pk__in=lot).select_related("member"))
        }
        counted = queries.reports_counted(held.values())
        for key in lot:
            if key in held:
                yield whole(held[key], counted.get(key, {}))


def flat(told: dict[str, Any]) -> dict[str, Any]:
    """A practice as one line of a table: the result with the highest grade stands for all."""
    best = max(told.get("results", ()), key=lambda one: one["grade"], default={})
    joined = {name: " ".join(str(one) for one in told.get(name, ())) for name in ("places", "themes", "principles")}
    return told | best | told["tried"] | joined | {"grade": told["grade"]}


def _rows(filters: Filters) -> Iterator[str]:
    return csv_lines(COLUMNS, (flat(told) for told in every(filters)))


def _lines(filters: Filters) -> Iterator[str]:
    return json_lines(every(filters))


FORMS = {"jsonl": ("application/jsonl", _lines), "csv": ("text/csv; charset=utf-8", _rows)}


@require_safe
def open_data(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Published practices, all of them or those of the filters, as JSON Lines or CSV."""
    kind, made = FORMS[form]
    answer = StreamingHttpResponse(in_lots(made(filters_of(request.GET))), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="practices.{form}"'
    answer["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    return answer
