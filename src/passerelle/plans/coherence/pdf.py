"""The text of a paper that comes as a PDF, as a paper is read: one text with a form feed between its pages.

Reading the file is `base.pdf`. Stands on `refusals`.
"""

from passerelle.base.pdf import PdfUnreadable, pages_of_pdf
from passerelle.plans.coherence.refusals import PaperUnreadable


def text_of_pdf(content: bytes) -> str:
    """The text of a PDF, with a form feed between its pages.

    Raises
    ------
    PaperUnreadable : too large, no PDF, damaged, closed by a password, or pictures of pages without text.
    """
    try:
        return "\f".join(pages_of_pdf(content))
    except PdfUnreadable as refused:
        raise PaperUnreadable(str(refused)) from None
