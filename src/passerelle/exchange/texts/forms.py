"""The forms in which a document may come, how each is known, and its text.

Nothing here guards time or memory; that is `apart`. Stands on `office` and `pages`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from passerelle.base.pdf import PdfUnreadable, pages_of_pdf
from passerelle.exchange.texts.office import is_archive_with, text_of_docx, text_of_odt
from passerelle.exchange.texts.pages import text_of_html, text_of_plain
from passerelle.exchange.texts.refusals import DocumentUnreadable

LONGEST = 6_000_000  # letters
FEWEST = 1  # letters
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|p|div|h1|meta|title|table|article)\b", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
# Letters that are no text: controls, and halves of a letter that no file holds rightly
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: the endings of its name, its media type, how it is known by its first bytes, how it is read."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    is_so: Callable[[bytes], bool]
    parts: Callable[[bytes], list[str]]


def _is_odt(content: bytes) -> bool:
    return is_archive_with(
        content, "mimetype", lambda told: told.strip().startswith(b"application/vnd.oasis.opendocument.text")
    )


def _is_plain(content: bytes) -> bool:
    return not content.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ"))


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("pdf", (".pdf",), "application/pdf", lambda content: b"%PDF-" in content[:1024], pages_of_pdf),
        Form(
            "docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            lambda content: is_archive_with(content, "word/document.xml"), text_of_docx,
        ),
        Form("odt", (".odt",), "application/vnd.oasis.opendocument.text", _is_odt, text_of_odt),
        Form(
            "html", (".html", ".htm", ".xhtml"), "text/html",
            lambda content: _is_plain(content) and _MARKUP.search(content[:64_000]) is not None, text_of_html,
        ),
        Form("txt", (".txt", ".text", ".md"), "text/plain", _is_plain, text_of_plain),
    )
}  # fmt: skip


def form_of(name: str) -> Form | None:
    """The form that a file's name says; None for any other."""
    lowered = name.lower()
    return next((form for form in FORMS.values() if lowered.endswith(form.endings)), None)


def tidied(text: str) -> str:
    """Spaces, empty lines and signs that are no text brought together."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", ""))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def text_of(content: bytes, name: str) -> list[str]:
    """The text of a document in parts: the pages of a PDF, else one; at most six million letters.

    Parameters
    ----------
    name : the file's name, whose ending says of which form it should be.

    Raises
    ------
    DocumentUnreadable : with the reason, and a sentence.
    """
    form = form_of(name)
    if form is None:
        raise DocumentUnreadable("unknown_form")
    if content.startswith(b"\xd0\xcf\x11\xe0") and form.name == "docx":  # Office wraps what has a password
        raise DocumentUnreadable("encrypted")
    if not form.is_so(content):
        raise DocumentUnreadable("not_what_it_says")
    try:
        raw = form.parts(content)
    except PdfUnreadable as refused:
        raise DocumentUnreadable(refused.reason, str(refused)) from None
    parts = _cut([tidied(part) for part in raw])
    if sum(letter.isalnum() for part in parts for letter in part[:1000]) < FEWEST:
        raise DocumentUnreadable("no_text")
    return parts


def _cut(parts: list[str]) -> list[str]:
    kept, left = [], LONGEST
    for part in parts:
        kept.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    return kept
