"""What changed between two versions, and what clashes between two people, in words for a page.

Stands on `models`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.plans.changes import Change, Merged
from passerelle.plans.changes import changes as between
from passerelle_web.plans.models import Version

FIELDS: dict[str, str | Promise] = {
    "title": _("title"), "period": _("period"), "start": _("start"), "end": _("end"), "days": _("days"),
    "currency": _("currency"), "summary": _("summary"), "situation": _("situation"), "monitoring": _("monitoring"),
    "aims": _("common aims"), "departments": _("departments"), "stakeholders": _("stakeholders"),
    "sources": _("sources of funds"), "inflation": _("inflation"), "exchange_rates": _("rates of exchange"),
    "contingency": _("contingency"), "objectives": _("objectives"), "measures": _("measures"),
    "actions": _("actions"), "text": _("words"), "lead": _("who leads"), "helps": _("who helps"),
    "needs": _("what has to end first"), "steps": _("steps"), "indicators": _("judged by"), "costs": _("costs"),
    "funds": _("sources of funds"), "risks": _("risks"), "quantity": _("quantity"), "unit_cost": _("unit cost"),
    "theme": _("theme"), "gcm": _("objectives of the Global Compact"), "sdg": _("targets of the SDGs"),
    "corridor": _("corridor"), "template": _("measure of the catalogue"), "parameters": _("parameters"),
    "measure": _("link to the measure"), "expected": _("expected effect"), "where": _("places"),
    "rates_on": _("day of the rates"), "prices_of": _("year of prices"), "rate": _("rate"), "name": _("name"),
}  # fmt: skip


def field_said(name: str) -> str:
    """A field in words; by its own name where it has none."""
    return str(FIELDS.get(name, name.replace("_", " ")))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as a line: what it is about, what happened, before and after in plain words."""

    title: str
    what: str
    before: str
    after: str


def plain(value: Any) -> str:
    """A value as a reader takes it in: lists and parts by their titles."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        if "low" in value and "likely" in value:
            return f"{value['low']} : {value['likely']} : {value['high']}"
        named = value.get("title") or value.get("name") or value.get("item") or value.get("text")
        return str(named) if named else "; ".join(f"{field_said(k)}: {plain(v)}" for k, v in value.items() if v)
    if isinstance(value, list | tuple):
        return "; ".join(plain(one) for one in value)
    return str(value)


def _row(change: Change) -> ChangeRow:
    what = {
        "added": gettext("added to {field}"), "removed": gettext("taken out of {field}"),
        "changed": gettext("{field} changed"), "moved": gettext("{field} put in another order"),
    }[change.kind].format(field=field_said(change.field))  # fmt: skip
    if change.kind == "moved":
        return ChangeRow(change.title, what, "", "")
    return ChangeRow(change.title, what, plain(change.before), plain(change.after))


def changes_page(before: Version, after: Version, _language: str) -> list[ChangeRow]:
    """Every change between two versions."""
    return [_row(change) for change in between(before.record, after.record)]


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A field that two people changed, each otherwise."""

    at: int
    title: str
    field: str
    base: str
    mine: str
    theirs: str


def clash_rows(merge: Merged, _language: str) -> Sequence[ClashRow]:
    """What clashes, for the person to choose."""
    return [
        ClashRow(at, clash.title, field_said(clash.path[-1]), plain(clash.base), plain(clash.mine), plain(clash.theirs))
        for at, clash in enumerate(merge.clashes)
    ]
