"""What is done with documents of sessions: lay one before a session or a point of it, take it away.

Handing documents in, and who may read them, is the library's. Stands on `meeting_actions`.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Session, SessionPaper
from passerelle_web.library.models import Document
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "session.paper_laid": gettext_lazy("Document laid before a session"),
    "session.paper_taken": gettext_lazy("Document taken from a session"),
})  # fmt: skip


@transaction.atomic
def lay_paper(*, session: Session, document: Document, by: User | None, point: str = "") -> SessionPaper:
    """Lay a document of the library before a session, or before one point of its agenda.

    Raises
    ------
    NotAllowed : `by` does not run the dialogue, or does not read the document.
    CannotBeDone : there is no such point, or it lies there already.
    """
    require(by, "dialogues.run", session)
    require(by, "library.see_document", document)
    if point and not session.agenda.filter(title=point).exists():
        raise CannotBeDone(_("The agenda has no such point."))
    made = SessionPaper(session=session, document=document, point=point)
    write(made)
    # the key alone: a title may be for few
    record("session.paper_laid", session, by=by, document=str(document.pk), point=point)
    return made


@transaction.atomic
def take_paper(*, paper: SessionPaper, by: User | None) -> SessionPaper:
    """Take a document from a session; it stays in the library, and that it lay here stays written."""
    require(by, "dialogues.run", paper.session)
    if paper.taken_at is not None:
        raise CannotBeDone(_("This document was taken away already."))
    paper.taken_at = timezone.now()
    write(paper)
    record("session.paper_taken", paper.session, by=by, document=str(paper.document_id), point=paper.point)
    return paper
