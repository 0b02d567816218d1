"""Why the text of a document cannot be read, each reason a word and a sentence.

The words are what a site keeps and says in its reader's language. Stands on `base`.
"""

from passerelle.base.errors import PasserelleError

REASONS = {
    "unknown_form": "This form is not read here. Hand the document in as PDF, DOCX, ODT, HTML or plain text.",
    "not_what_it_says": "The file is not of the form that its name says. Save it anew under the right name.",
    "too_large": "The file is too large to be read.",
    "too_long": "The document has more pages than are read here. Leave its annexes out.",
    "encrypted": "The file is closed by a password. Save a copy without one.",
    "damaged": "The file is damaged and cannot be read. Save it anew and try again.",
    "unpacks_too_far": "The file unpacks to far more than a document holds. Save it anew from where it was written.",
    "has_entities": "The file defines entities of its own, which documents do not need. Save it anew.",
    "no_text": "The file holds hardly any text, only pictures of pages. Run text recognition over it.",
    "too_slow": "Reading the file took too long and was ended. Save it anew in a simpler form.",
    "too_much_memory": "Reading the file took too much memory and was ended. Save it anew in a simpler form.",
    "stopped": "Reading the file ended without an answer. Save it anew in another form.",
}


class DocumentUnreadable(PasserelleError):
    """A document's text cannot be read. `reason` is one of REASONS, the message its sentence."""

    title = "Document not readable"

    def __init__(self, reason: str, message: str = "") -> None:
        self.reason = reason if reason in REASONS else "damaged"
        super().__init__(message or REASONS[self.reason])
