"""The words by which a way of estimating is named: methods, and what they do with births, deaths and the world.

Types alone, so that the command line knows the words without numpy. What they mean stands in `estimate` and `accounts`.
"""

from typing import Literal

Method = Literal[
    "drop-negative", "reverse-negative", "rate", "rogers", "closed", "open", "open-dr", "independence", "pseudo-bayes"
]
Closing = Literal["closed", "open", "open-dr"]
World = Literal["before", "after"]
Births = Literal["native", "proportion"]
Deaths = Literal["proportion", "accounting"]
Isolated = Literal["refuse", "leave"]
