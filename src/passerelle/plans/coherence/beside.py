"""Two papers, or a paper and a plan's text, side by side: to each item both answers with their passages.

Nothing says which is better. A plan comes as `paper_of_texts`. Stands on `judging`.
"""

from dataclasses import dataclass
from typing import Any

from passerelle.plans.coherence.checklist import Item
from passerelle.plans.coherence.judging import Answer, judge
from passerelle.plans.coherence.papers import Paper


@dataclass(frozen=True, slots=True)
class Pair:
    """One item with the answers of both papers."""

    item: Item
    one: Answer
    other: Answer

    @property
    def differs(self) -> bool:
        """Do the two papers answer differently?"""
        return self.one.given != self.other.given

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, each answer with its passages."""
        return self.item.as_dict(language) | {
            "one": self.one.as_dict(language),
            "other": self.other.as_dict(language),
            "differs": self.differs,
        }


def side_by_side(one: Paper, other: Paper) -> tuple[Pair, ...]:
    """Both papers' answers to every item, in the checklist's order."""
    return tuple(Pair(mine.item, mine, its) for mine, its in zip(judge(one), judge(other), strict=True))
