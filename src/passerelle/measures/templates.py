"""Templates of measures: one file each in `catalogue/`, read, checked, listed.

A template says its question, the evidence it needs, what it changes in the model, costs, rights, follow-up. To add a
measure to Passerelle is to add that file. Stands on `simulation`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from passerelle.base.errors import ModelError, PasserelleError
from passerelle.base.own_files import read_yaml
from passerelle.measures.simulation.assumptions import Assumption, Status, defaults

Effect = Literal["simulated", "indicators_only"]
Actor = Literal["origin", "destination", "both", "region"]
Role = Literal["choice", "assumption"]
Grade = Literal["strong", "moderate", "limited", "none"]
# Units of parameters → by how much the model's own is smaller: a share is 0.03 where a person writes 3 %.
UNITS = {
    "%": 0.01, "1": 1.0, "persons": 1.0, "persons a year": 1.0, "years": 1.0, "months": 1.0, "days": 1.0,
    "intl USD": 1.0, "intl USD a year": 1.0, "percentage points": 0.01, "crossings a year": 1.0, "months of pay": 1.0,
}  # fmt: skip


class TemplateUnknown(PasserelleError):
    """No template of that name. `suggestions` are names, best first."""

    title = "Template not found"

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name, self.suggestions = name, tuple(suggestions)
        near = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f'No measure is called "{name}".{near} `passerelle measures list` names them all.')


class TemplateIncomplete(PasserelleError):
    """A template lacks something, or says what cannot be. `faults` are sentences."""

    title = "Template not complete"

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__(f'The template "{name}" cannot be used:\n' + "\n".join(f"- {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a template asks: a choice of the parties, or an uncertain quantity of its own; in `unit`, with a range."""

    name: str
    title: str
    role: Role
    unit: str
    low: float
    default: float
    high: float
    source: str
    status: Status
    help: str = ""

    @property
    def scale(self) -> float:
        """The model's value of one of its units."""
        return UNITS[self.unit]

    def as_assumption(self, low: float, value: float, high: float, status: Status, source: str) -> Assumption:
        """As a quantity of the model, from values in its own unit."""
        model = [end * self.scale for end in (low, value, high)]
        unit = "1" if self.scale != 1.0 else self.unit
        return Assumption(self.name, self.title, model[0], model[1], model[2], unit, source, status)


@dataclass(frozen=True, slots=True)
class Need:
    """A figure that shows that the measure may be worth a look on a corridor: `indicator` above or below a value."""

    indicator: str
    above: float | None
    below: float | None
    says: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of costs: how many of what, each at what price, who pays which share, in which years.

    `quantity` and `unit_cost` are numbers, or names of parameters or of a lever's quantities. `paid_by` has the shares
    of the parties, each a number or the name of a parameter. `years` are counted from the first; None is all.
    """

    item: str
    category: str
    quantity: str | float
    unit_cost: str | float
    paid_by: Mapping[str, str | float]
    years: int | None
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever with the parameter or number that feeds each of its arguments."""

    lever: str
    feeds: Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Right:
    """A right that the measure usually touches, by which of its features."""

    right: str
    feature: str


@dataclass(frozen=True, slots=True)
class Template:
    """One template of a measure; the fields are those of its file (docs/how-to/add-a-measure.md)."""

    code: str
    order: int
    title: str
    question: str
    text: str
    seed: str
    mission: tuple[str, ...]
    gcm: tuple[int, ...]
    sdg: tuple[str, ...]
    evidence: tuple[str, ...]
    required: tuple[str, ...]
    needs: tuple[Need, ...]
    effect: Effect
    why_not_simulated: str
    coercive: bool
    health: bool
    who_can_act: Actor
    agreed_by: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    pulls: tuple[Pull, ...]
    equations: tuple[str, ...]
    costs: tuple[CostLine, ...]
    rights: tuple[Right, ...]
    safeguards: tuple[str, ...]
    followup: tuple[str, ...]
    success: tuple[str, ...]
    failure: tuple[str, ...]
    grade: Grade
    grade_why: str
    practices: tuple[str, ...] = field(default=())

    @property
    def is_simulated(self) -> bool:
        """Does the model say what it gives?"""
        return self.effect == "simulated"

    def parameter(self, name: str) -> Parameter:
        """One of its parameters.

        Raises
        ------
        ModelError : it has none of that name; those that it has are named.
        """
        found = next((p for p in self.parameters if p.name == name), None)
        if found is None:
            names = ", ".join(p.name for p in self.parameters)
            raise ModelError(f'"{self.code}" has no parameter "{name}". It has: {names}.')
        return found

    def as_dict(self) -> dict[str, Any]:
        """As `passerelle measures list --format json` writes it."""
        return {
            "template": self.code,
            "title": self.title,
            "question": self.question,
            "mission": list(self.mission),
            "sdg": list(self.sdg),
            "evidence": list(self.evidence),
            "rights": [right.right for right in self.rights],
            "effect": self.effect,
        }


@cache
def all_templates() -> dict[str, Template]:
    """Every template of the catalogue by code, in the catalogue's order."""
    from passerelle.measures.checking import read_template  # noqa: PLC0415  the check reads the parts of this module

    folder = files("passerelle.measures").joinpath("catalogue")
    found = [
        read_template(read_yaml(file), file.name.removesuffix(".yaml"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return {template.code: template for template in sorted(found, key=lambda template: template.order)}


def template_of(code: str) -> Template:
    """The template of a code.

    Raises
    ------
    TemplateUnknown : there is none; near names are suggested.
    """
    import difflib  # noqa: PLC0415  only where somebody mistyped

    found = all_templates().get(code)
    if found is None:
        raise TemplateUnknown(code, difflib.get_close_matches(code, all_templates(), n=3, cutoff=0.5))
    return found


def texts() -> Iterator[str]:
    """What templates and the model's quantities say to a reader, so that it can be said in every language."""
    for t in all_templates().values():
        yield from (t.title, t.question, t.text, t.why_not_simulated, t.grade_why)
        yield from (text for p in t.parameters for text in (p.title, p.help))
        yield from (need.says for need in t.needs)
        yield from (*t.safeguards, *t.success, *t.failure)
        yield from (one for one in t.followup if " " in one)
        yield from (cost.item for cost in t.costs)
        yield from (right.feature for right in t.rights)
    for quantity in defaults().values():
        yield from (quantity.title, quantity.unit if quantity.unit != "1" else "")
    yield from (unit for unit in UNITS if unit != "1")


def template_from(path: Path) -> Template:
    """A template from a file of one's own.

    Raises
    ------
    TemplateIncomplete : what is missing or cannot be, each with its place.
    """
    from passerelle.measures.checking import read_template, read_user_yaml  # noqa: PLC0415

    return read_template(read_user_yaml(path), path.stem)
