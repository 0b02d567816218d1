"""A fault or a remark of a plan: its place and a sentence that can be said in every language.

Stands on `base`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from passerelle.base.words import say


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: `place` as in objectives[1].measures[2]; `said` is a text whose `values` are filled in.

    `kind` names it for programs, `key` the action or measure that it is about, if one is.
    """

    kind: str
    place: str
    said: str
    values: Mapping[str, object] = field(default_factory=dict)
    key: str = ""

    def text(self, language: str = "en") -> str:
        """The sentence."""
        return say(self.said, language).format(**self.values)

    def __str__(self) -> str:
        return f"{self.place}: {self.text()}" if self.place else self.text()
