"""Migration in strategy papers: a paper's passages, the published checklist, its answers, and the evidence beside them.

Papers are read by terms and rules that stand in the open; nothing is scored or added up. Stands on `evidence`.
"""

from passerelle.plans.coherence.against_evidence import Beside, Gap, Lack, Large, against_evidence, all_large
from passerelle.plans.coherence.beside import Pair, side_by_side
from passerelle.plans.coherence.checklist import Item, all_items, version
from passerelle.plans.coherence.judging import Answer, judge
from passerelle.plans.coherence.languages import language_in
from passerelle.plans.coherence.papers import Allocation, Paper, Passage, paper_of_text, paper_of_texts
from passerelle.plans.coherence.pdf import text_of_pdf
from passerelle.plans.coherence.refusals import PaperError, PaperUnreadable

__all__ = [
    "Allocation",
    "Answer",
    "Beside",
    "Gap",
    "Item",
    "Lack",
    "Large",
    "Pair",
    "Paper",
    "PaperError",
    "PaperUnreadable",
    "Passage",
    "against_evidence",
    "all_items",
    "all_large",
    "judge",
    "language_in",
    "paper_of_text",
    "paper_of_texts",
    "side_by_side",
    "text_of_pdf",
    "version",
]
