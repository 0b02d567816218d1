"""The words by which an assumption on the future is named: of rates, of who the movers are, of what is held.

Types alone, so that the command line knows the words without numpy. What they mean stands in `scenarios`.
"""

from typing import Literal

Rule = Literal["trend", "held"]
Shape = Literal["own", "model"]
Hold = Literal["rates", "counts"]
