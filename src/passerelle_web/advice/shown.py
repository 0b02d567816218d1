"""Answers as a page shows them: standings, states by name, conditions with articles, thresholds, days, in a language.

Holds no verdict of its own. Stands on the library's overview.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from passerelle.base.words import listed, number, say, upright
from passerelle.output.plans.wording import day_text
from passerelle.rules.answering import Answer, Reason
from passerelle.rules.compiling import Law
from passerelle.rules.evaluating import BOUND, IN_FORCE
from passerelle.rules.outlook import outlook
from passerelle.rules.overview import ASK, NEAR, OPEN, OUTSIDE, STANDINGS, Group, Part
from passerelle.rules.records import Act, Citation, Value
from passerelle_web.advice.fields import place_by_letters

VERDICTS = {
    "met": gettext_lazy("met"),
    "not_met": gettext_lazy("not met"),
    "undetermined": gettext_lazy("not known yet"),
    "national_option": gettext_lazy("the state decides"),
    "not_reached": gettext_lazy("not looked at"),
    "not_asked": gettext_lazy("does not concern you"),
}
MARKS = {
    "verified": gettext_lazy("read in the act"),
    "secondary": gettext_lazy("read in a secondary source"),
    "unverified": gettext_lazy("still to be checked"),
    "calculated": gettext_lazy("checked by arithmetic"),
}
STATUSES = {
    "official": gettext_lazy("official"),
    "secondary": gettext_lazy("secondary source"),
    "unverified": gettext_lazy("still to be checked"),
    "provisional": gettext_lazy("provisional"),
}
DOCUMENTS = {
    "contract": gettext_lazy("the contract or binding offer"),
    "degree": gettext_lazy("the degree or proof of experience"),
    "passport": gettext_lazy("the passport"),
    "insurance": gettext_lazy("proof of sickness insurance"),
    "housing": gettext_lazy("proof of housing"),
    "means": gettext_lazy("proof of means"),
    "family_ties": gettext_lazy("proof of the family tie"),
    "permits": gettext_lazy("the permits of five years"),
    "hosting_agreement": gettext_lazy("the hosting agreement"),
    "acceptance": gettext_lazy("the letter of acceptance"),
    "training_agreement": gettext_lazy("the training agreement"),
    "agreement": gettext_lazy("the agreement"),
}
# The Union's languages among ours; its law is read in English by readers of Arabic.
MOST_REASONS = 2
# How the library begins notes that it puts together.
GRANTED, DISAGREE = "Taken for granted, as nobody said otherwise: ", "Sources disagree ("
_EURLEX = {"nl": "NL", "fr": "FR", "es": "ES"}


@dataclass(frozen=True, slots=True)
class Article:
    """Where something stands: its words, and the act's own address."""

    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as a row: what it asks, whether it is met, what was seen and needed, how far it was checked."""

    id: str
    says: str
    state: str
    verdict: str
    articles: list[Article]
    checked: str
    is_unsure: bool
    seen: str
    note: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that a state lays down, and by how much somebody lies under it."""

    place: str
    amount: str
    lacks: str
    since: str
    status: str
    sources: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """States where a way stands alike."""

    standing: str
    label: str
    places: str
    many: int
    reason: str
    conditions: list[Condition]
    thresholds: list[Threshold]
    changes: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A way or right with its groups, what to bring, how long it takes, what comes with it and after it."""

    name: str
    title: str
    act: str
    act_title: str
    celex: str
    standing: str
    is_right: bool
    groups: list[GroupShown]
    bring: list[str]
    comes_with: list[str]
    ahead: list[tuple[str, str, list[Article]]]
    values: list[tuple[str, str]]


def place_name(code: str, language: str) -> str:
    """The name of a state by its two letters, or of a region such as BE-VLG."""
    state, _hyphen, region = code.partition("-")
    place = place_by_letters(state)
    name = place.name(language) if place is not None else state
    return f"{name}: {say(_REGIONS.get(code, region), language)}" if region else name


_REGIONS = {"BE-BRU": "Brussels", "BE-VLG": "Flanders", "BE-WAL": "Wallonia"}


def day_said(day: date) -> str:
    """A day in the reader's words."""
    return day_text(day, get_language() or "en")


def article(cite: Citation, law: Law, language: str) -> Article:
    """An article as a reader finds it."""
    act = law.acts.get(cite.act)
    short = say(act.short, language) if act else cite.act
    rest = str(cite).removeprefix(cite.act).strip()
    tongue = _EURLEX.get(language, "EN")
    href = (
        f"https://eur-lex.europa.eu/legal-content/{tongue}/TXT/?uri=CELEX:{cite.act}" if cite.act[:1].isdigit() else ""
    )
    return Article(f"{short}, {rest}" if rest else short, href)


def articles(cites: Iterable[Citation], law: Law, language: str) -> list[Article]:
    """Articles in order."""
    return [article(one, law, language) for one in cites]


# One condition --------------------------------------------------------------------------------------------


def condition(reason: Reason, law: Law, language: str) -> Condition:
    """A condition as a row."""
    return Condition(
        reason.id,
        say(reason.says, language),
        reason.verdict,
        str(VERDICTS[reason.verdict]),
        articles(reason.cites, law, language),
        str(MARKS[reason.verification]),
        reason.verification == "unverified",
        _seen(reason, law, language),
        say(reason.note, language) if reason.note else "",
    )


def _seen(reason: Reason, law: Law, language: str) -> str:
    if reason.observed is None or isinstance(reason.observed, list | bool) or reason.needed is None:
        return ""
    seen, needed = _value(reason.observed, language), _value(reason.needed, language)
    if not seen or not needed:
        return ""
    if reason.relation in ("ge", "gt"):
        return _("%(seen)s; at least %(needed)s is needed") % {"seen": seen, "needed": needed}
    if reason.relation in ("le", "lt"):
        return _("%(seen)s; at most %(needed)s is allowed") % {"seen": seen, "needed": needed}
    return ""


def _value(value: Any, language: str) -> str:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(one, int | float) for one in value):
        return upright(f"{_number(value[0], language)}–{_number(value[1], language)}", language)
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value, language)
    return day_said(value) if isinstance(value, date) else ""


def _number(value: float, language: str) -> str:
    return number(value, language, 0 if float(value).is_integer() else 2)


# Thresholds -----------------------------------------------------------------------------------------------


def amount(value: Value, language: str) -> str:
    """A national value with its unit."""
    if value.value is None:
        return _("not known")
    low = _number(value.value, language)
    if value.high is not None and value.high != value.value:
        low = upright(f"{low}–{_number(value.high, language)}", language)
    if not value.currency:
        return low
    per = {"month": _("a month"), "year": _("a year"), "hour": _("an hour")}.get(value.per, "")
    return f"{low} {value.currency} {per}".strip()


def threshold(value: Value, law: Law, language: str, lacks: str = "") -> Threshold:
    """A national value as a row."""
    place = place_name(value.region or value.state, language)
    return Threshold(
        place,
        amount(value, language),
        lacks,
        day_said(value.valid_from),
        str(STATUSES.get(value.status, value.status)),
        value.sources,
        say(law.parameters[value.parameter].says, language),
    )


def _thresholds(group: Group, law: Law, language: str) -> list[Threshold]:
    """National values that were looked at; what lacks stands at the value that was held against."""
    rows = []
    for answer in group.answers:
        short = next((one for one in answer.conditions if one.id in answer.failing and one.shortfall), None)
        for value in answer.used:
            if law.parameters[value.parameter].kind == "money":
                rows.append(threshold(value, law, language, _lacks(short, value, language)))
    return rows


def _lacks(short: Reason | None, value: Value, language: str) -> str:
    """By how much somebody lies under a value, where that value is the one that was held against."""
    if short is None or short.shortfall is None or short.needed != value.value:
        return ""
    return _number(short.shortfall, language)


# Groups and parts -----------------------------------------------------------------------------------------


def part(one: Part, law: Law, language: str, asked_on: date, changes: dict[tuple[str, str], list[str]]) -> PartShown:
    """A way as a page shows it."""
    route, act = one.way.route, one.way.act
    lead = one.groups[0].lead
    bring = dict.fromkeys(
        [str(DOCUMENTS[name]) for name in route.about.get("documents", ()) if name in DOCUMENTS]
        or [say(reason.bring, language) for reason in lead.conditions if reason.bring]
    )
    rights = [say(law.ways[name].route.title, language) for name in route.comes_with if name in law.ways]
    ahead = (
        [
            (day_said(step.day), say(step.says, language), articles(step.cites, law, language))
            for step in outlook(one.way, asked_on)
        ]
        if one.standing in (OPEN, NEAR, ASK)
        else []
    )
    return PartShown(
        one.way.name,
        say(route.title, language),
        say(act.short, language),
        say(act.title, language),
        act.celex,
        one.standing,
        route.is_right,
        [_group(group, one, law, language, changes) for group in one.groups],
        list(bring),
        rights,
        ahead,
        values_said(lead, language),
    )


def _group(group: Group, one: Part, law: Law, language: str, changes: dict[tuple[str, str], list[str]]) -> GroupShown:
    label = STANDINGS[group.standing][one.way.route.is_right]
    names = sorted(place_name(state, language) for state in group.states)
    lead = group.lead
    shown = (
        []
        if group.standing == OUTSIDE and BOUND in lead.failing
        else [condition(reason, law, language) for reason in sorted(lead.conditions, key=_what_decides)]
    )
    return GroupShown(
        group.standing,
        say(label, language),
        listed(names, language),
        len(names),
        _reason(group, one.way.act, language),
        shown,
        _thresholds(group, law, language),
        changes.get((one.way.name, lead.state), []),
        [_note(note, language) for note in lead.notes],
    )


_DECIDING = ("not_met", "undetermined", "national_option", "met", "not_reached", "not_asked")


def _what_decides(reason: Reason) -> int:
    """Conditions that decide against somebody, or are open, stand first."""
    return _DECIDING.index(reason.verdict)


def _note(note: str, language: str) -> str:
    """A note in the reader's language; what sources say against each other stays in their words."""
    if note.startswith(GRANTED):
        says = [say(one, language) for one in note.removeprefix(GRANTED).rstrip(".").split("; ")]
        return _("Taken for granted, as nobody said otherwise:") + f" {'; '.join(says)}."
    if note.startswith(DISAGREE):
        return _("Sources disagree:") + " " + note.partition(": ")[2]
    return say(note, language)


def _reason(group: Group, act: Act, language: str) -> str:
    """What decides, in one line."""
    lead = group.lead
    if BOUND in lead.failing:
        return _("The act does not bind this state; its own permits may be open.")
    if IN_FORCE in lead.failing:
        return _("The act was not in force yet.")
    says = [say(reason.says, language) for reason in lead.conditions if reason.id in lead.failing]
    more = len(says) - MOST_REASONS
    if more <= 0:
        return "; ".join(says)
    return "; ".join(says[:MOST_REASONS]) + " " + ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}


_VALUES = {
    "max_months": gettext_lazy("at most, in months"),
    "min_months": gettext_lazy("at least, in months"),
    "max_days": gettext_lazy("at most, in days"),
    "window_days": gettext_lazy("in any stretch of days"),
    "decision_days": gettext_lazy("decision within days"),
    "min_hours": gettext_lazy("hours a week at least"),
    "apply_within_months_of_entry": gettext_lazy("apply within months after entry"),
    "min_validity_months": gettext_lazy("valid for months at least"),
    "counted_months": gettext_lazy("months that count so far"),
    "presumed_months": gettext_lazy("months that are presumed"),
    "permitted_range_months": gettext_lazy("months that a state may lay down"),
    "max_years": gettext_lazy("at most, in years"),
}


def values_said(answer: Answer, language: str) -> list[tuple[str, str]]:
    """Figures that belong to an answer, with what they are."""
    return [
        (str(_VALUES[name]), said)
        for name, value in answer.values.items()
        if name in _VALUES and (said := _value(value, language))
    ]


def summary(parts: Sequence[PartShown], language: str) -> list[tuple[str, list[PartShown]]]:
    """Ways by standing, for the line on top; those that do not concern somebody last."""
    found: dict[str, list[PartShown]] = {}
    for one in parts:
        found.setdefault(say(STANDINGS[one.standing][one.is_right], language), []).append(one)
    return list(found.items())
