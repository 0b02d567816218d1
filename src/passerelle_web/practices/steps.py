"""The five steps in which a practice is written: their names, their forms, what stands in them, what lacks in each.

Nothing is saved here. Stands on `forms`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle.exchange.practices.checking import lacks
from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.records import as_plain
from passerelle_web.library.told import place_said
from passerelle_web.practices.forms import (
    AboutForm,
    ElsewhereForm,
    ResultsForm,
    RowsForm,
    SourcesForm,
    StepForm,
    WhereForm,
    decimal_text,
)
from passerelle_web.practices.models import Version


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its address, its name, the fields of a practice that it writes."""

    slug: str
    title: str | Promise
    form: type[StepForm]
    fields: tuple[str, ...]


STEPS = (
    Step("about", _("What was done"), AboutForm,
         ("title", "gist", "language", "themes", "problem", "context", "done", "actors", "for_whom")),
    Step("where", _("Where and when"), WhereForm,
         ("places", "origin", "destination", "route", "region", "since", "until", "template")),
    Step("results", _("Cost and results"), ResultsForm, ("cost", "currency", "price_year", "cost_of", "results")),
    Step("elsewhere", _("For others"), ElsewhereForm, ("transfer", "failed", "rights", "principles")),
    Step("sources", _("Contacts and sources"), SourcesForm, ("contacts", "sources")),
)  # fmt: skip
LACKS: dict[str, tuple[str, str | Promise]] = {
    "title": ("about", _("a title")),
    "gist": ("about", _("what was done, in a sentence")),
    "themes": ("about", _("a theme")),
    "problem": ("about", _("the problem")),
    "done": ("about", _("what was done")),
    "actors": ("about", _("by whom")),
    "for_whom": ("about", _("for whom")),
    "places": ("where", _("where: a country, a corridor, a route or a region")),
    "corridor": ("where", _("both ends of the corridor")),
    "since": ("where", _("from when")),
    "until": ("where", _("an end after the beginning")),
    "currency": ("results", _("the currency of the cost")),
    "results": ("results", _("a result")),
    "result_sources": ("results", _("the source of each result")),
    "transfer": ("elsewhere", _("what it takes elsewhere")),
    "failed": ("elsewhere", _("what failed")),
    "rights": ("elsewhere", _("the rights considered")),
    "contacts": ("sources", _("an organisation that answers questions")),
    "contact_person": ("sources", _("a contact that is no person")),
    "sources": ("sources", _("a source")),
}


def step_of(slug: str) -> Step | None:
    """The step of an address."""
    return next((step for step in STEPS if step.slug == slug), None)


def after(step: Step) -> Step | None:
    """The step that follows; None after the last."""
    at = STEPS.index(step)
    return STEPS[at + 1] if at + 1 < len(STEPS) else None


def lacking(record: Record) -> list[tuple[str, str | Promise]]:
    """What lacks before it can be submitted: the step in which to mend it, and its name."""
    return [LACKS[name] for name in lacks(record)]


def stamp(record: Record, step: Step) -> str:
    """A mark of what a step holds, by which a form sees whether somebody else has saved meanwhile."""
    plain = as_plain(record)
    held = json.dumps([plain.get(name) for name in step.fields], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def initial_of(record: Record, step: Step) -> dict[str, Any]:
    """What stands in the form of a step."""
    found: dict[str, Any] = {name: getattr(record, name) for name in step.fields}
    if step.slug == "where":
        found["places"] = ", ".join(place_said(one) for one in record.places)
        found |= {name: place_said(found[name]) for name in ("origin", "destination") if found[name]}
    if step.slug == "results":
        found["cost"] = decimal_text(record.cost)
        for at, one in enumerate(record.results):
            found |= {f"{name}-{at}": getattr(one, name) for name in ("indicator", "unit", "grade", "source")}
            found |= {f"{name}-{at}": decimal_text(getattr(one, name)) for name in ("before", "after")}
    if step.slug == "sources":
        for at, contact in enumerate(record.contacts):
            found |= {f"organisation-{at}": contact.organisation, f"site-{at}": contact.link}
        for at, source in enumerate(record.sources):
            found |= {f"citation-{at}": source.citation, f"link-{at}": source.link}
    return found


def _rows(record: Record, step: Step, posted: QueryDict | None) -> int:
    """How many rows are there: as many as were typed where a form was sent."""
    held: Sequence[Any] = record.results if step.slug == "results" else record.sources
    if posted is None:
        return len(held)
    named = "indicator-" if step.slug == "results" else "citation-"
    sent = [int(name.removeprefix(named)) for name in posted if name.startswith(named) and name[len(named) :].isdigit()]
    return max(len(held), max(sent, default=-1) + 1 - RowsForm.EMPTY)


def form_of(version: Version, step: Step, posted: QueryDict | None) -> StepForm:
    """The form of a step, with what was sent, or with what stands."""
    record = version.record
    initial = initial_of(record, step) | {"seen": stamp(record, step), "said": version.said}
    if not issubclass(step.form, RowsForm):
        return step.form(posted, initial=initial)
    count = _rows(record, step, posted)
    if issubclass(step.form, SourcesForm):
        return step.form(count, posted, initial=initial, is_first=version.number == 1)
    return step.form(count, posted, initial=initial)


def sources_told(record: Record, step: Step) -> Mapping[str, str]:
    """Where the fields of a step come from that the site filled."""
    return {name: told for name, told in record.whence.items() if name in step.fields}
