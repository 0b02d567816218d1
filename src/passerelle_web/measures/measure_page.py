"""A measure ready for its page: the stages that it walks, what is missing, what to do next.

Stages that other rooms fill say so. Stands on `queries`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext

from passerelle.base.words import say
from passerelle.output.charts.measures import finding
from passerelle.plans.gate import OWN
from passerelle_web.measures import queries
from passerelle_web.measures.models import Measure
from passerelle_web.measures.screening_page import GateState, gate_state
from passerelle_web.measures.screening_reading import is_coercive
from passerelle_web.measures.spoken import Spoken, spoken_of
from passerelle_web.people.models import User

Progress = Literal["done", "open", "later"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what stands, and what to do next."""

    name: str
    state: Progress
    said: str
    lines: list[str] = field(default_factory=list)
    href: str = ""
    action: str = ""
    is_now: bool = False
    links: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """All that the page of a measure shows."""

    template: str
    now: str
    stages: list[Stage]
    agreed: str
    spoken: Spoken


def measure_page(measure: Measure, language: str, person: User | AnonymousUser) -> MeasurePage:
    """The page of a measure."""
    template = queries.template_or_none(measure.template)
    title = say(template.title, language) if template else _named(measure)
    stages = list(_stages(measure, language, person))
    now = next((at for at, stage in enumerate(stages) if stage.state == "open"), len(stages) - 1)
    stages[now] = _at(stages[now])
    who = gettext("Nobody has said so yet; agreeing binds nobody.")
    if measure.agreements.exists():
        who = gettext("These members agreed to try it; it binds nobody.")
    return MeasurePage(
        title, gettext("Now: {stage}. {said}").format(stage=stages[now].name, said=stages[now].said), stages, who,
        spoken_of(measure, person),
    )  # fmt: skip


def _named(measure: Measure) -> str:
    return gettext("A measure of its parties’ own") if measure.template == OWN else measure.template


def _at(stage: Stage) -> Stage:
    return Stage(stage.name, stage.state, stage.said, stage.lines, stage.href, stage.action, True, stage.links)


def _stages(measure: Measure, language: str, person: User | AnonymousUser) -> "list[Stage]":
    gate = gate_state(measure, language)
    practised = next((practices_of(measure, person) for practices_of in _practised), Practices())
    return [
        _question(measure), _evidence(measure, language), _like_it(practised), _screened(measure, gate),
        _simulated(measure, language), _planned(measure, gate, person), *_later(), _as_practice(practised),
    ]  # fmt: skip


def _question(measure: Measure) -> Stage:
    if measure.question:
        return Stage(gettext("Question"), "done", gettext("The parties’ question is written above."))
    return Stage(
        gettext("Question"), "open", gettext("Nobody has written the parties’ question yet."), [],
        reverse("measures:change", args=[measure.pk]), gettext("Write the question"),
    )  # fmt: skip


def _evidence(measure: Measure, language: str) -> Stage:
    template = queries.template_or_none(measure.template)
    href = reverse("evidence:corridor", args=[measure.origin, measure.destination])
    if template is None and measure.template == OWN:
        said = gettext("It is none of the catalogue, which would say what evidence it needs.")
        return Stage(gettext("Evidence"), "open", said, [], href, gettext("What is known of the corridor"))
    if template is None:
        said = gettext("The template was taken out of the catalogue; the measure and its runs stay.")
        return Stage(gettext("Evidence"), "open", said, [], href, gettext("What is known of the corridor"))
    known = queries.known(measure.corridor)
    latest = [known.latest(code) for code in template.evidence if code in known.series]
    missing = [say(queries.name_of_indicator(f.indicator), language) for f in latest if not f.is_known]
    found = len(latest) - len(missing)
    said = gettext("{found} of the {all} figures that it needs are known.").format(found=found, all=len(latest))
    lines = [gettext("Not known: {names}.").format(names="; ".join(missing))] if missing else []
    return Stage(
        gettext("Evidence"), "done" if found else "open", said, lines, href, gettext("What is known of the corridor")
    )


@dataclass(frozen=True, slots=True)
class Practices:
    """Practices like a measure (title, address, why), what it became itself (title, address, published), where to tell
    it as one."""

    like: list[tuple[str, str, str]] = field(default_factory=list)
    own: list[tuple[str, str, bool]] = field(default_factory=list)
    begin: str = ""


PracticesOf = Callable[[Measure, User | AnonymousUser], Practices]
_practised: list[PracticesOf] = []


def tell_practices(practices_of: PracticesOf) -> None:
    """Let the room of practices tell which are like a measure, and which it became."""
    _practised[:] = [practices_of]


def _like_it(found: Practices) -> Stage:
    name = gettext("Practices like it")
    if not found.like:
        said = gettext("No comparable practice is published yet; members tell what they did.")
        return Stage(name, "later", said, [], reverse("practices:practices"), gettext("All practices"))
    said = gettext("Of the same kind first, then of the same theme, corridor, origin or destination.")
    links = [(title, href, why) for title, href, why in found.like]
    return Stage(name, "done", said, [], reverse("practices:practices"), gettext("All practices"), links=links)


def _as_practice(found: Practices) -> Stage:
    name = gettext("Practice")
    if found.own:
        title, href, stands = found.own[0]
        said = gettext("It became the practice “{title}”.") if stands else gettext("It is being told as “{title}”.")
        return Stage(
            name, "done" if stands else "open", said.format(title=title), [], href, gettext("Open the practice")
        )
    if found.begin:
        said = gettext("It has run: tell it as a practice. Its own record fills the draft.")
        return Stage(name, "open", said, [], found.begin, gettext("Tell it as a practice"))
    return Stage(name, "later", gettext("A reviewed practice that others find, once something is reported of it."))


def _screened(measure: Measure, gate: GateState) -> Stage:
    if gate.row is None:
        href, action = reverse("measures:screen", args=[measure.pk]), gettext("Screen it")
    else:
        href, action = gate.row.get_absolute_url(), gettext("Open the screening")
    return Stage(gettext("Rights screening"), "done" if gate.is_open else "open", gate.said, gate.lines, href, action)


def _simulated(measure: Measure, language: str) -> Stage:
    template = queries.template_or_none(measure.template)
    if measure.template == OWN or (template is not None and not template.is_simulated):
        return Stage(gettext("Effect"), "done", gettext("Judged by indicators and rights; no gain is computed."))
    record = measure.run.record if measure.run else None
    if measure.run is None or record is None:
        href = reverse("measures:try", args=[measure.origin, measure.destination, measure.template])
        return Stage(gettext("Simulated"), "open", gettext("Not tried in the model yet."), [], href, gettext("Try it"))
    return Stage(
        gettext("Simulated"),
        "done",
        finding(record, language),
        [],
        measure.run.get_absolute_url(),
        gettext("Open the run"),
    )


PlansOf = Callable[[Measure, User | AnonymousUser], list[tuple[str, str]]]
_told: list[PlansOf] = []


def tell_plans(plans_of: PlansOf) -> None:
    """Let the room of plans tell in which a measure stands: title and address of each."""
    _told[:] = [plans_of]


def _planned(measure: Measure, gate: GateState, person: User | AnonymousUser) -> Stage:
    name = gettext("Planned")
    href, action = reverse("measures:plan", args=[measure.pk]), gettext("Take it into a plan")
    found = [pair for plans_of in _told for pair in plans_of(measure, person)]
    lines = [] if gate.is_open else [gettext("No plan that holds it can be adopted before its screening is in date.")]
    if found:
        said = gettext("It stands in: {titles}.").format(titles="; ".join(title for title, _ in found))
        return Stage(name, "done", said, lines, found[0][1], gettext("Open the plan"))
    if not gate.is_open and is_coercive(measure):
        return Stage(name, "open", gettext("It cannot enter an adopted plan: a screening that finds no stop lacks."))
    said = gettext("An action with timetable and budget in a plan of its parties.")
    return Stage(name, "open", said, lines, href, action)


def _later() -> list[Stage]:
    return [
        Stage(gettext("Funded"), "later", gettext("Sources of money, named or missing.")),
        Stage(gettext("Committed"), "later", gettext("Commitments that members make of their own will.")),
        Stage(gettext("Running"), "later", gettext("Observed against target, figure by figure.")),
        Stage(gettext("Reviewed"), "later", gettext("What came of it, told by the parties.")),
    ]
