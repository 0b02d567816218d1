"""All answers of a case beside each other: of each way, which states say the same, and where somebody stands there.

Holds no ranking: states that say the same stand in the order of their letters. Stands on `answering`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.base.words import mark
from passerelle.rules.answering import Answer
from passerelle.rules.compiling import Law, Way

OPEN, NEAR, ASK, NATIONAL, CLOSED, OUTSIDE = "open", "near", "ask", "national", "closed", "outside"
# In this order they are shown; the words are those of a way in, and those of a right.
STANDINGS = {
    OPEN: (mark("Open to you"), mark("You have this right")),
    NEAR: (mark("One condition away"), mark("One condition away")),
    ASK: (mark("Cannot tell yet"), mark("Cannot tell yet")),
    NATIONAL: (mark("The state decides by its own law"), mark("The state decides by its own law")),
    CLOSED: (mark("Not open"), mark("Not yours now")),
    OUTSIDE: (mark("Does not concern you"), mark("Does not concern you")),
}
_ORDER = tuple(STANDINGS)


@dataclass(frozen=True, slots=True)
class Group:
    """States in which a way has the same verdict for the same reasons; `answers` are in the order of `states`."""

    standing: str
    answers: tuple[Answer, ...]

    @property
    def lead(self) -> Answer:
        """One answer for all of them: its reasons are theirs, its figures are of the first state alone."""
        return self.answers[0]

    @property
    def states(self) -> tuple[str, ...]:
        """The two letters of each."""
        return tuple(one.state for one in self.answers)


@dataclass(frozen=True, slots=True)
class Part:
    """A way with its groups, those that are open first."""

    way: Way
    groups: tuple[Group, ...]

    @property
    def standing(self) -> str:
        """Where somebody stands at best."""
        return self.groups[0].standing


def standing_of(answer: Answer) -> str:
    """Where somebody stands with one answer."""
    if answer.verdict == "met":
        return OPEN
    if answer.verdict == "undetermined":
        return ASK
    if answer.verdict in ("national_option", "national_law"):
        return NATIONAL
    if answer.verdict == "not_applicable":
        return OUTSIDE
    return NEAR if len(answer.failing) == 1 else CLOSED


def overview(found: Iterable[Answer], law: Law) -> list[Part]:
    """Answers by way, and within it by what they say: the best standing first, then ways in the order of the acts."""
    ways: dict[str, dict[tuple[str, tuple[str, ...]], list[Answer]]] = {}
    for answer in found:
        groups = ways.setdefault(answer.name, {})
        groups.setdefault((standing_of(answer), answer.failing), []).append(answer)
    parts = [Part(law.ways[name], _ordered(groups)) for name, groups in ways.items()]
    return sorted(parts, key=lambda part: _ORDER.index(part.standing))


def _ordered(groups: dict[tuple[str, tuple[str, ...]], list[Answer]]) -> tuple[Group, ...]:
    made = [Group(standing, tuple(sorted(held, key=lambda one: one.state))) for (standing, _), held in groups.items()]
    return tuple(sorted(made, key=lambda group: (_ORDER.index(group.standing), -len(group.answers), group.states)))


def differences(before: Sequence[Answer], after: Sequence[Answer]) -> list[tuple[Answer, Answer]]:
    """Pairs of answers of the same way and state that do not say the same, such as of two days."""
    held = {(one.name, one.state): one for one in before}
    return [
        (held[one.name, one.state], one)
        for one in after
        if (one.name, one.state) in held and _said(held[one.name, one.state]) != _said(one)
    ]


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.verdict, answer.failing, answer.values.get("threshold")
