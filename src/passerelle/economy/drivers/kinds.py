"""The words by which a fit is named: its specification, the flows that it is fitted to, the clusters of its errors.

Types alone, so that the command line knows the words without numpy. What they mean stands in `gravity` and `panel`.
"""

from typing import Literal

Specification = Literal["pairs", "places"]
Flows = Literal["ours", "published"]
Cluster = Literal["ends", "pair"]
