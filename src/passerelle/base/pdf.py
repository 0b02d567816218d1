"""The text of a PDF, page by page; what holds no text is refused with the reason.

The one module that knows pypdf. Lowest floor.
"""

import io
import logging
from collections.abc import Iterator
from typing import Literal

from pypdf import PdfReader

from passerelle.base.errors import PasserelleError

LARGEST = 30 * 1024 * 1024  # bytes
MOST_PAGES = 2000
FEWEST_LETTERS = 20  # a page of text has more on average; a picture of a page has none
Reason = Literal["too_large", "not_what_it_says", "encrypted", "damaged", "too_long", "no_text"]
# pypdf reports each oddity of a file; we say what matters ourselves
logging.getLogger("pypdf").addHandler(logging.NullHandler())


class PdfUnreadable(PasserelleError):
    """A PDF holds no text that can be read. `reason` is one word for it, the message a sentence."""

    title = "PDF not readable"

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def pages_of_pdf(content: bytes) -> list[str]:
    """The text of each page of a PDF.

    Parameters
    ----------
    content : the file, at most 30 MB and 2,000 pages.

    Raises
    ------
    PdfUnreadable : too large, no PDF, damaged, closed by a password, or pictures of pages without text.
    """
    if len(content) > LARGEST:
        size = len(content) / 1024 / 1024
        raise PdfUnreadable(
            "too_large", f"The file has {size:.0f} MB; a paper has at most {LARGEST // 1024 // 1024} MB."
        )
    if b"%PDF-" not in content[:1024]:
        raise PdfUnreadable(
            "not_what_it_says",
            "The file is no PDF: it does not begin with %PDF. Save the paper as PDF or as plain text.",
        )
    pages = [page.replace("\f", "\n") for page in _pages(content)]
    letters = sum(letter.isalpha() for page in pages for letter in page)
    if letters < FEWEST_LETTERS * len(pages) or not letters:
        raise PdfUnreadable(
            "no_text",
            f"The PDF has {len(pages)} pages and hardly any text ({letters} letters): it holds pictures of pages. "
            "Run text recognition over it, or take the file it was printed from.",
        )
    return pages


def _pages(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise PdfUnreadable("encrypted", "The PDF is closed by a password. Save a copy without one.")
        if len(reader.pages) > MOST_PAGES:
            raise PdfUnreadable("too_long", f"The PDF has {len(reader.pages)} pages; a paper has at most {MOST_PAGES}.")
        for page in reader.pages:
            yield page.extract_text()
    except (PdfUnreadable, MemoryError):
        raise
    except Exception as problem:  # a damaged file may make pypdf raise almost anything
        raise PdfUnreadable(
            "damaged", f"The PDF is damaged and cannot be read ({problem}). Save it anew and try again."
        ) from None
