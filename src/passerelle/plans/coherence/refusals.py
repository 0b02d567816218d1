"""What is said when a paper cannot be taken.

The two errors of this room, beneath `PlanError`. Stands on `base`.
"""

from passerelle.base.errors import PlanError


class PaperError(PlanError):
    """A paper says what cannot be: a language or place that is none, or no text."""

    title = "Paper not usable"


class PaperUnreadable(PaperError):
    """A paper's file cannot be read: too large, damaged, closed, or without text."""

    title = "Paper not readable"
