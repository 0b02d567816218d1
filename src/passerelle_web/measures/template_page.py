"""A template ready for its page.

Its words are the catalogue's, in the reader's language. Stands on `listing`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from passerelle.base.words import number, say
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.measures.screening import right_text
from passerelle.measures.templates import CostLine, Parameter, Template
from passerelle.output.runs import status_text
from passerelle_web.evidence.practised import Practised
from passerelle_web.measures.listing import who_text


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter in words."""

    title: str
    low: str
    default: str
    high: str
    unit: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """All that the page of a template shows."""

    code: str
    title: str
    question: str
    text: str
    why_not_simulated: str
    who: str
    gcm: str
    sdg: str
    grade: str
    grade_why: str
    evidence: list[str]
    is_simulated: bool
    parameters: list[ParameterRow]
    rights: list[tuple[str, str]]
    safeguards: list[str]
    success: list[str]
    failure: list[str]
    costs: list[str]
    followup: list[str]
    ledger: tuple[str, str]
    practised: list[Practised]
    all_practices: str


LedgerOf = Callable[[str], tuple[str, str]]
_told: list[LedgerOf] = []


def tell_ledger(ledger_of: LedgerOf) -> None:
    """Let the room of plans tell how the ranges of a template have held: a sentence, and the address of the ledger."""
    _told[:] = [ledger_of]


PracticesOf = Callable[[Template], tuple[list[Practised], str]]
_practised: list[PracticesOf] = []


def tell_practices(practices_of: PracticesOf) -> None:
    """Let the room of practices tell which are of a template's kind, and where all of them are listed."""
    _practised[:] = [practices_of]


def template_page(template: Template, language: str) -> TemplatePage:
    """The page of a template."""

    def all_said(texts: tuple[str, ...]) -> list[str]:
        return [say(text, language) for text in texts]

    practised, all_practices = next((practices_of(template) for practices_of in _practised), ([], ""))
    return TemplatePage(
        code=template.code,
        title=say(template.title, language),
        question=say(template.question, language),
        text=say(template.text, language),
        why_not_simulated=say(template.why_not_simulated, language),
        who=who_text(template),
        gcm=", ".join(map(str, template.gcm)),
        sdg=", ".join(template.sdg),
        grade=grade_text(template.grade),
        grade_why=say(template.grade_why, language),
        evidence=[_indicator(code, language) for code in template.evidence],
        is_simulated=template.is_simulated,
        parameters=[_row(p, language) for p in template.parameters],
        rights=[(right_text(right.right, language), say(right.feature, language)) for right in template.rights],
        safeguards=all_said(template.safeguards),
        success=all_said(template.success),
        failure=all_said(template.failure),
        costs=[_cost(line, template, language) for line in template.costs],
        followup=[_indicator(code, language) for code in template.followup],
        ledger=next((ledger_of(template.code) for ledger_of in _told if template.is_simulated), ("", "")),
        practised=practised,
        all_practices=all_practices,
    )


def grade_text(grade: str) -> str:
    """The grade of what is known of an effect, in words."""
    return {
        "strong": gettext("strong evidence"),
        "moderate": gettext("moderate evidence"),
        "limited": gettext("limited evidence"),
        "none": gettext("no evidence"),
    }[grade]


def _indicator(code: str, language: str) -> str:
    """An indicator's name; a sentence stays a sentence."""
    return say(code if " " in code else indicator_of(code).name, language)


def _row(p: Parameter, language: str) -> ParameterRow:
    ends = [_plain(value, language) for value in (p.low, p.default, p.high)]
    unit = "" if p.unit == "1" else say(p.unit, language)
    return ParameterRow(say(p.title, language), *ends, unit, status_text(p.status, language), say(p.source, language))


def _plain(value: float, language: str) -> str:
    return number(value, language, 0 if float(value).is_integer() else 3 if abs(value) < 1 else 1)


def _cost(line: CostLine, template: Template, language: str) -> str:
    price = next((p for p in template.parameters if p.name == line.unit_cost), None)
    ends = (price.low, price.default, price.high) if price else (float(line.unit_cost),) * 3
    low, told, high = (_plain(value, language) for value in ends)
    status = status_text(price.status if price else line.status, language)
    item, unit = say(line.item, language), say(price.unit if price else "intl USD", language)
    if low == high:
        return gettext("{item}: about {price} {unit} each, {status}").format(
            item=item, price=told, unit=unit, status=status
        )
    return gettext("{item}: about {price} {unit} each ({low} to {high}), {status}").format(
        item=item, price=told, unit=unit, low=low, high=high, status=status
    )
