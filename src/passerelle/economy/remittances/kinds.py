"""The words by which a table of stocks is named.

A type alone, so that the command line knows the words without numpy. What they mean stands in `matrix`.
"""

from typing import Literal

Stocks = Literal["undesa", "world-bank"]
