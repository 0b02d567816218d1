"""One question at a time: which fact is asked next of somebody who answers, and what is asked together with it.

Facts that decide most come first, those that nearly everybody answers alike last; nothing is asked that decides
nothing any more. Holds no answer. Stands on `following`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import Members
from passerelle.rules.following import ask_next
from passerelle.rules.records import Fact


@dataclass(frozen=True, slots=True)
class Question:
    """Facts that are asked in one question, the main one first, and how many further facts are open after it."""

    facts: tuple[Fact, ...]
    further: int

    @property
    def main(self) -> Fact:
        """The fact that the question is about."""
        return self.facts[0]


def next_question(case: Case, ways: Sequence[Way], law: Law, members: Members) -> Question | None:
    """What to ask next; None where nothing that could be said would decide more."""
    names = [step.fact for step in ask_next(case, ways, law, members)]
    if not names:
        return None
    early = [name for name in names if not law.facts[name].late]
    main = together(law, (early or names)[0])[0]
    asked = together(law, main.name)
    return Question(asked, sum(name not in {fact.name for fact in asked} for name in names))


def together(law: Law, name: str) -> tuple[Fact, ...]:
    """The facts of the question that a fact belongs to, the main one first."""
    main = law.facts[name].beside or name
    return (law.facts[main], *(fact for fact in law.facts.values() if fact.beside == main))
