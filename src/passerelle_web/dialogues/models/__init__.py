"""The tables of dialogues: who meets about what, when, and what is said. Stands on `people` and `measures`."""

from passerelle_web.dialogues.models.meeting import (
    AgendaItem,
    Dialogue,
    Office,
    OfficeRole,
    Party,
    Profile,
    Session,
    Stage,
)
from passerelle_web.dialogues.models.speaking import Contribution, Seal

__all__ = [
    "AgendaItem", "Contribution", "Dialogue", "Office", "OfficeRole", "Party", "Profile", "Seal", "Session", "Stage",
]  # fmt: skip
