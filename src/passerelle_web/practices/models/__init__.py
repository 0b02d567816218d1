"""Practices with their versions and reviews, reports of who tried them, and the editions of the handbook.

Holds the names alone. Stands on `plans`.
"""

from passerelle_web.practices.models.handbook import Edition, Entry
from passerelle_web.practices.models.practice import Mark, Practice, State, Version
from passerelle_web.practices.models.review import CRITERIA, Judgement, Outcome, Recommendation, Review, Tried

__all__ = [
    "CRITERIA",
    "Edition",
    "Entry",
    "Judgement",
    "Mark",
    "Outcome",
    "Practice",
    "Recommendation",
    "Review",
    "State",
    "Tried",
    "Version",
]
