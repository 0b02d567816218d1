"""A screening as it is answered: the measure, what it touches, the answers, who gave them.

Plain frozen records, the same whether they come from a file or the site. What follows from them is `judging`; the file
is `reading` and `writing`. Stands on `instruments` and `questions`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from passerelle.base.corridors import Corridor, Route
from passerelle.base.errors import PasserelleError
from passerelle.base.words import mark
from passerelle.measures.screening.instruments import all_rights
from passerelle.measures.screening.questions import all_questions

Effect = Literal["limits", "supports", "both"]
Given = Literal["yes", "no", "unknown", "not_applicable"]
Value = float | str | bool
EFFECTS: dict[str, str] = {
    "limits": mark("limits the right"),
    "supports": mark("supports the right"),
    "both": mark("limits and supports the right"),
}
ANSWERS: dict[str, str] = {
    "yes": mark("yes"),
    "no": mark("no"),
    "unknown": mark("not known"),
    "not_applicable": mark("not applicable"),
}


class ScreeningError(PasserelleError):
    """A screening that cannot be: an unknown right or question, or an answer given twice."""

    title = "Screening not usable"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is screened: a template on a corridor or route, with its parameters and the features that matter here.

    `features` are short texts by code, such as `detention: up to 30 days before removal`.
    """

    template: str
    origin: str
    destination: str
    transit: tuple[str, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    features: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> Corridor | Route:
        """The corridor, or the route where there is transit."""
        if self.transit:
            return Route((self.origin, *self.transit, self.destination))
        return Corridor(self.origin, self.destination)

    @property
    def fingerprint(self) -> str:
        """Changes when template, places or parameters change; 3 and 3.0 are the same."""
        parameters = {name: value if isinstance(value, bool | str) else float(value)
                      for name, value in self.parameters.items()}  # fmt: skip
        places = [self.origin, *self.transit, self.destination]
        text = json.dumps([self.template, places, parameters], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Touched:
    """One right touched by one feature of the measure, and how."""

    right: str
    feature: str
    effect: Effect

    @property
    def is_limited(self) -> bool:
        """Is the right limited?"""
        return self.effect != "supports"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A less restrictive way that was looked at, and why it was not taken."""

    name: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; of a test it may be about one right, and is then preferred to the one about all."""

    question: str
    answer: Given
    reason: str = ""
    right: str = ""
    evidence: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What is to be done so that an answer holds; each becomes an action of the plan."""

    text: str
    question: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A view that differs from an answer or from the whole, kept as it was said."""

    by: str
    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Screener:
    """Who screened: a person of a member, in one of its departments."""

    name: str
    member: str
    department: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Person and member, whatever the letters' case and the spaces."""
        return _plain(self.name), _plain(self.member)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def are_independent(screeners: Iterable[Screener]) -> bool:
    """Are there two persons of different members, or of different departments of one?

    A person who stands twice is one person; a department that is not named differs from none.
    """
    people = list(screeners)
    for at, first in enumerate(people):
        for second in people[at + 1 :]:
            if first.key[0] == second.key[0]:
                continue
            if first.key[1] != second.key[1]:
                return True
            departments = {_plain(first.department), _plain(second.department)}
            if len(departments) == 2 and "" not in departments:
                return True
    return False


@dataclass(frozen=True, slots=True)
class Screening:
    """A screening with all that was answered.

    `fingerprint` is the measure's when it was screened, "" where it was not kept; `sealed` keeps it.

    Raises
    ------
    ScreeningError : an unknown right or question, a feature that the measure lacks, an answer or a person given twice.
    """

    measure: Measure
    touched: tuple[Touched, ...] = ()
    answers: tuple[Answer, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    screeners: tuple[Screener, ...] = ()
    screened_on: date | None = None
    review_by: date | None = None
    fingerprint: str = ""

    def __post_init__(self) -> None:
        _ = self.measure.where  # refuses a place twice
        for touched in self.touched:
            _known(touched.right, all_rights(), "right")
            _known(touched.feature, self.measure.features, "feature of the measure")
        for answer in self.answers:
            _known(answer.question, all_questions(), "question")
            if answer.right:
                _known(answer.right, all_rights(), "right")
                if all_questions()[answer.question].kind != "test":
                    raise ScreeningError(
                        f'The question "{answer.question}" is asked of the whole measure, not of the right '
                        f'"{answer.right}".'
                    )
        for question in [m.question for m in self.mitigations] + [d.question for d in self.dissent]:
            if question:
                _known(question, all_questions(), "question")
        _once([(a.question, a.right) for a in self.answers], "The question {} is answered twice.")
        _once([(t.right, t.feature) for t in self.touched], "The right {} stands twice with the same feature.")
        _once([s.key for s in self.screeners], "The screener {} stands twice.")

    @property
    def limited(self) -> tuple[str, ...]:
        """The rights that the measure limits, in the order in which they stand."""
        return tuple(dict.fromkeys(touched.right for touched in self.touched if touched.is_limited))

    def answer_to(self, question: str, right: str = "") -> Answer | None:
        """The answer about a right or, where there is none, the one about all; None where neither was given."""
        found = {answer.right: answer for answer in self.answers if answer.question == question}
        return found.get(right) or found.get("")

    def sealed(self) -> "Screening":
        """The same with the measure's fingerprint kept, so that a change of its parameters is seen."""
        return replace(self, fingerprint=self.measure.fingerprint)


def _known(code: str, known: Iterable[str], kind: str) -> None:
    if code not in known:
        raise ScreeningError(f'"{code}" is no {kind}; known are {", ".join(known) or "none"}.')


def _once(keys: list[Any], told: str) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise ScreeningError(told.format(" ".join(f'"{part}"' for part in twice[0] if part)))
