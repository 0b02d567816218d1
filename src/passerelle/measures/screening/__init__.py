"""The rights gate: which instruments bind, the questions in order, and what stands in a measure's way.

A screening stops at the first "no", is incomplete, or says that no stop was found, by whom, when and under which
instruments; it never says "passed", and adds nothing up. Stands on `evidence` and `base`.
"""

from passerelle.measures.screening.forms import (
    Alternative,
    Answer,
    Dissent,
    Measure,
    Mitigation,
    Screener,
    Screening,
    ScreeningError,
    Touched,
    are_independent,
)
from passerelle.measures.screening.instruments import Article, Instrument, all_instruments, all_rights, right_text
from passerelle.measures.screening.judging import Missing, Result, Stop, is_out_of_date, screen
from passerelle.measures.screening.nodes import ScreeningUnreadable
from passerelle.measures.screening.questions import Question, all_questions
from passerelle.measures.screening.reading import read_screening
from passerelle.measures.screening.standings import Binding, Standing, binding
from passerelle.measures.screening.who import WhoGate, who_gate
from passerelle.measures.screening.writing import as_yaml, empty_form

__all__ = [
    "Alternative",
    "Answer",
    "Article",
    "Binding",
    "Dissent",
    "Instrument",
    "Measure",
    "Missing",
    "Mitigation",
    "Question",
    "Result",
    "Screener",
    "Screening",
    "ScreeningError",
    "ScreeningUnreadable",
    "Standing",
    "Stop",
    "Touched",
    "WhoGate",
    "all_instruments",
    "all_questions",
    "all_rights",
    "are_independent",
    "as_yaml",
    "binding",
    "empty_form",
    "is_out_of_date",
    "read_screening",
    "right_text",
    "screen",
    "who_gate",
]
