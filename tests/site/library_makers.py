"""Documents for tests of the site: an invented village and what it writes down."""

from django.core.files.uploadedfile import SimpleUploadedFile

from passerelle_web.library import actions, index, tasks
from passerelle_web.library.models import Document, Entry
from passerelle_web.people.models import Member, User

WELLS = b"The wells of the village gave water to forty families, and the nurses stayed."


def upload(name: str = "wells.txt", content: bytes = WELLS) -> SimpleUploadedFile:
    """A file as a form brings it."""
    return SimpleUploadedFile(name, content)


def kept(by: User | None = None, member: Member | None = None, **papers: object) -> Document:
    """A document; its file is read at once where it has one."""
    given = {"title": "Wells of the village", "language": "en", "sort": "report", **papers}
    made = actions.add_document(by=by, member=member, **given)
    if made.stored:
        tasks.read.call(str(made.pk))
        made.refresh_from_db()
    return made


def findable(key: object, title: str = "Wells", text: str = "", **more: object) -> Entry:
    """An entry of another room."""
    given = {"kind": "village.note", "language": "en", "reach": "public", "address": ("library:documents", ()), **more}
    return index.keep(key=key, title=title, text=text, **given)
