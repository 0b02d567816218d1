"""The questions of a screening, in order, as data.

What an answer leads to is `judging`. Stands on `instruments`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from passerelle.base.own_files import read_yaml
from passerelle.base.words import mark, say

Stage = Literal["rights", "test", "safeguard"]
STAGES: dict[str, str] = {
    "rights": mark("Rights touched"),
    "test": mark("Test of limitations"),
    "safeguard": mark("Safeguards"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, to which "no" is always the answer that stops.

    `needs` is what a "yes" brings besides its reason: "evidence" or "alternatives". A question that `never_passed` is
    cannot be answered not_applicable, nor a safeguard while one of the rights in `asked_with` is limited.
    """

    code: str
    kind: Stage
    title: str
    ask: str
    basis: str
    needs: frozenset[str] = frozenset()
    never_passed: bool = False
    asked_with: frozenset[str] = frozenset()

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with title and question in a language."""
        return {
            "question": self.code,
            "kind": self.kind,
            "title": say(self.title, language),
            "ask": say(self.ask, language),
            "basis": self.basis,
        }


@cache
def all_questions() -> dict[str, Question]:
    """Every question by its code, in the order in which they are asked."""
    raw: list[dict[str, Any]] = read_yaml(files(__package__).joinpath("reference/questions.yaml"))
    return {
        entry["code"]: Question(
            entry["code"], entry["kind"], entry["title"], entry["ask"], entry["basis"],
            frozenset(entry.get("needs", ())), entry.get("pass") == "never", frozenset(entry.get("with", ())),
        )
        for entry in raw
    }  # fmt: skip


def texts() -> Iterable[str]:
    """What the questions say, so that it can be said in every language."""
    for question in all_questions().values():
        yield from (question.title, question.ask)
