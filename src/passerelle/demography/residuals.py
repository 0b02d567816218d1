"""How far a model is from meeting an identity, told in persons with the place where it is farthest.

Which identities there are stands with each model.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Residual:
    """How far an identity is from being met: the largest error in persons, its share of the largest side, and where."""

    name: str
    largest: float
    relative: float
    place: str
