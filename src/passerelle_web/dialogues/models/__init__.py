"""The tables of dialogues: who meets about what, when, what is said and what is drafted. Stands on `people`."""

from passerelle_web.dialogues.models.commitments import Commitment
from passerelle_web.dialogues.models.drafting import Draft, Note, Paragraph, Proposal, Receipt, Silence, Wording
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
from passerelle_web.dialogues.models.order import Appeal, Report
from passerelle_web.dialogues.models.papers import SessionPaper
from passerelle_web.dialogues.models.speaking import Contribution, Seal
from passerelle_web.dialogues.models.tables import Fact, Mark, Position, Question

__all__ = [
    "AgendaItem", "Appeal", "Commitment", "Contribution", "Dialogue", "Draft", "Fact", "Mark", "Note", "Office",
    "OfficeRole", "Paragraph", "Party", "Position", "Profile", "Proposal", "Question", "Receipt", "Report", "Seal",
    "Session", "SessionPaper", "Silence", "Stage", "Wording",
]  # fmt: skip
