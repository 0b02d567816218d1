"""The text of a paper that comes as a PDF, page by page; what holds no text is refused with the reason.

The one module that knows pypdf. Stands on `refusals`.
"""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader

from passerelle.plans.coherence.refusals import PaperUnreadable

LARGEST = 30 * 1024 * 1024  # bytes
MOST_PAGES = 2000
FEWEST_LETTERS = 20  # a page of text has more on average; a picture of a page has none
# pypdf reports each oddity of a file; we say what matters ourselves
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def text_of_pdf(content: bytes) -> str:
    """The text of a PDF, with a form feed between its pages.

    Parameters
    ----------
    content : the file, at most 30 MB and 2,000 pages.

    Raises
    ------
    PaperUnreadable : too large, no PDF, damaged, closed by a password, or pictures of pages without text.
    """
    if len(content) > LARGEST:
        size = len(content) / 1024 / 1024
        raise PaperUnreadable(f"The file has {size:.0f} MB; a paper has at most {LARGEST // 1024 // 1024} MB.")
    if b"%PDF-" not in content[:1024]:
        raise PaperUnreadable(
            "The file is no PDF: it does not begin with %PDF. Save the paper as PDF or as plain text."
        )
    pages = list(_pages(content))
    letters = sum(letter.isalpha() for page in pages for letter in page)
    if letters < FEWEST_LETTERS * len(pages) or not letters:
        raise PaperUnreadable(
            f"The PDF has {len(pages)} pages and hardly any text ({letters} letters): it holds pictures of pages. "
            "Run text recognition over it, or take the file it was printed from."
        )
    return "\f".join(page.replace("\f", "\n") for page in pages)


def _pages(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise PaperUnreadable("The PDF is closed by a password. Save a copy without one.")
        if len(reader.pages) > MOST_PAGES:
            raise PaperUnreadable(f"The PDF has {len(reader.pages)} pages; a paper has at most {MOST_PAGES}.")
        for page in reader.pages:
            yield page.extract_text()
    except PaperUnreadable:
        raise
    except Exception as problem:  # a damaged file may make pypdf raise almost anything
        raise PaperUnreadable(
            f"The PDF is damaged and cannot be read ({problem}). Save it anew and try again."
        ) from None
