"""The tables of the forum: charter, steering group and decisions, years, joining, assistance. Stands on `dialogues`."""

from passerelle_web.forum.models.assistance import (
    Ability,
    HelpRequest,
    Mission,
    MissionReport,
    MissionRole,
    Offer,
    Result,
    Terms,
)
from passerelle_web.forum.models.charter import Article, CharterVersion, Rotation, SeatShare
from passerelle_web.forum.models.cycle import (
    Cycle,
    CycleDialogue,
    Deadline,
    HandoverItem,
    ThemeProposal,
    ThemeSupport,
    YearSeat,
    YearSeats,
)
from passerelle_web.forum.models.joining import Application, Withdrawal
from passerelle_web.forum.models.steering import Decision, Holding, How, Presence

__all__ = [
    "Ability", "Application", "Article", "CharterVersion", "Cycle", "CycleDialogue", "Deadline", "Decision",
    "HandoverItem", "HelpRequest", "Holding", "How", "Mission", "MissionReport", "MissionRole", "Offer", "Presence",
    "Result", "Rotation", "SeatShare", "Terms", "ThemeProposal", "ThemeSupport", "Withdrawal", "YearSeat", "YearSeats",
]  # fmt: skip
