"""Lists of templates ready for pages: what could be done on a corridor, and the whole catalogue.

No list is ranked; the order is the catalogue's. Stands on `queries`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from passerelle.base.corridors import Corridor
from passerelle.base.words import say
from passerelle.evidence.wording import period_label, publishers_text, value_text
from passerelle.measures.suggesting import Reason, Suggested
from passerelle.measures.templates import Template
from passerelle_web.measures import queries


@dataclass(frozen=True, slots=True)
class Line:
    """A template with what a reader needs to choose: its words, why it stands here, where it leads."""

    code: str
    title: str
    question: str
    reasons: list[str]
    old: list[str]
    is_simulated: bool
    who: str


@dataclass(frozen=True, slots=True)
class OptionsPage:
    """What could be done: templates for which a figure shows a need, all others, those that are never suggested."""

    shown: list[Line]
    others: list[Line]
    coercive: list[Line]


def _reason(reason: Reason, language: str) -> str:
    figure = reason.figure
    return gettext("{says} {value} ({when}, {source})").format(
        says=say(reason.need.says, language), value=value_text(figure, language),
        when=period_label(figure.period, language), source=publishers_text(figure.source, ""),
    )  # fmt: skip


def who_text(template: Template) -> str:
    """Who can act, in words."""
    return {
        "origin": gettext("the origin"),
        "destination": gettext("the destination"),
        "both": gettext("both parties"),
        "region": gettext("the states of a region"),
    }[template.who_can_act]


def line_of(template: Template, language: str, found: Suggested | None = None) -> Line:
    """A template as a line of a list."""
    return Line(
        template.code, say(template.title, language), say(template.question, language),
        [_reason(r, language) for r in found.reasons] if found else [],
        [_reason(r, language) for r in found.old] if found else [], template.is_simulated, who_text(template),
    )  # fmt: skip


def could_be_done(corridor: Corridor, language: str) -> OptionsPage:
    """The lists of a corridor's page of options."""
    found = queries.what_could_be_done(corridor)
    lines = [(one, line_of(one.template, language, one)) for one in found]
    coercive = [line_of(template, language) for template in queries.templates() if template.coercive]
    return OptionsPage(
        [line for one, line in lines if one.reasons], [line for one, line in lines if not one.reasons], coercive
    )


def whole_catalogue(language: str) -> list[tuple[str, str, list[Line]]]:
    """Templates by the section of the source that they answer to: its number, its words, the lines."""
    names = {
        "2.1": gettext("Shared responsibility and capacity"),
        "2.2": gettext("Work, skills, return and circular migration"),
        "2.3": gettext("Integration"),
        "2.4": gettext("Irregular migration and trafficking"),
        "2.5": gettext("Remittances, diaspora and root causes"),
    }
    groups = [(number, name, list(_of_seed(number, language))) for number, name in names.items()]
    return [group for group in groups if group[2]]


def _of_seed(number: str, language: str) -> Iterable[Line]:
    return (line_of(template, language) for template in queries.templates() if template.seed == number)
