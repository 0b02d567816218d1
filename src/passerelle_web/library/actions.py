"""What is done with documents: hand one in, change its papers, add the file to a reference, read its text.

Reading is in `queries`, the reading of files in `tasks`. Stands on `people`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.library import index, rebuilding, storing, tasks
from passerelle_web.library.kinds import DOCUMENT
from passerelle_web.library.models import Document, Part, State
from passerelle_web.library.permissions import permit  # noqa: F401  registers who may
from passerelle_web.library.reach import PUBLIC
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "document.added": gettext_lazy("Document handed in"),
    "document.changed": gettext_lazy("Papers of a document changed"),
    "document.file_added": gettext_lazy("File added to a document"),
})  # fmt: skip
# What a person may write of a document.
PAPERS = (
    "title", "symbol", "author", "dated", "sort", "language", "languages", "themes", "places", "link", "licence",
    "reach",
)  # fmt: skip


def _checked(document: Document) -> Document:
    """Refuse what the database would refuse, in words."""
    try:
        document.full_clean(exclude=["code", "by", "member"], validate_unique=False)
    except ValidationError as refused:
        raise CannotBeDone(" ".join(refused.messages)) from None
    return document


def _papers(given: dict[str, Any]) -> dict[str, Any]:
    strange = set(given) - set(PAPERS)
    if strange:
        raise TypeError(f"A document has no {', '.join(sorted(strange))}.")
    return {
        name: value.replace("\x00", "").strip() if isinstance(value, str) else value for name, value in given.items()
    }


@transaction.atomic
def add_document(
    *,
    by: User | None,
    member: Member | None = None,
    file: UploadedFile | None = None,
    code: str | None = None,
    **papers: Any,
) -> Document:
    """Hand a document in, with its file or as a reference; its text is read in the background.

    The same person handing the same file in under the same title gets the document that there is.

    Raises
    ------
    NotAllowed : `by` may not hand in, does not act for the member, or is not in the circle it is opened to.
    CannotBeDone : papers that cannot be.
    """
    require(by, "library.add_document")
    given = {"reach": PUBLIC, **_papers(papers)}
    require(by, "library.give_reach", given["reach"])
    if member is not None:
        require(by, "people.act_for", member)
    document = _checked(Document(by=by, member=member, code=code, **given))
    document.seen_at = document.added_at = document.changed_at = timezone.now()
    if file is None:
        document.save()
    else:
        twin = _with_file(document, file)
        if twin is not None:
            return twin
    record("document.added", document, by=by, reach=document.reach, member=member.pk if member else None)
    tell_index(document)
    return document


@transaction.atomic
def change_document(
    *, document: Document, by: User | None, file: UploadedFile | None = None, **papers: Any
) -> Document:
    """Change a document's papers; give a reference its file. A file that is there is not exchanged for another.

    Raises
    ------
    NotAllowed : `by` may not change it, or is not in the circle it is opened to.
    CannotBeDone : papers that cannot be, or a second file.
    """
    require(by, "library.change_document", document)
    held = Document.objects.select_for_update().get(pk=document.pk)
    changed = {name: value for name, value in _papers(papers).items() if getattr(held, name) != value}
    if "reach" in changed:
        require(by, "library.give_reach", changed["reach"])
    if file is not None and held.stored:
        raise CannotBeDone(_("This document has its file. Hand a new edition in as a document of its own."))
    before = {name: getattr(held, name) for name in changed}
    for name, value in changed.items():
        setattr(held, name, value)
    held.changed_at = timezone.now()
    _checked(held)
    if file is not None:
        _with_file(held, file)
        record("document.file_added", held, by=by)
    else:
        held.save()
    if changed:
        record("document.changed", held, by=by, **_traced(held, before, changed))
    tell_index(held)
    return held


def _traced(held: Document, before: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """What the trail keeps of a change: the words of what is public, the names of the papers of what is not."""
    if held.reach != PUBLIC or before.get("reach", PUBLIC) != PUBLIC:
        return {"papers": sorted(changed), **({"reach": [before["reach"], held.reach]} if "reach" in changed else {})}
    return {name: [before[name], changed[name]] for name in changed}


def _with_file(document: Document, file: UploadedFile) -> Document | None:
    """Keep the file of a document and let it be read; the document that has it already, where there is one."""
    stored, digest = storing.keep(file)
    try:
        twin = Document.objects.filter(
            digest=digest, title=document.title, by=document.by, reach=document.reach
        ).first()
        if twin is not None and document.by is not None:
            storing.drop(stored)
            return twin
        document.stored, document.digest = stored, digest
        document.file_name, document.size = storing.bare_name(file.name or ""), file.size or 0
        document.state, document.reason, document.seen_at = State.WAITING, "", timezone.now()
        with transaction.atomic():
            document.save()
    except BaseException:
        storing.drop(stored)
        raise
    transaction.on_commit(lambda: tasks.read.enqueue(str(document.pk)))
    return None


@transaction.atomic
def revive(*, document: Document) -> Document:
    """Let a file be read again whose reader was stopped in the middle of it."""
    stale = Document.objects.filter(
        pk=document.pk, state=State.READING, seen_at__lt=timezone.now() - tasks.SILENT
    )  # fmt: skip
    if stale.update(state=State.WAITING, seen_at=timezone.now()):
        transaction.on_commit(lambda: tasks.read.enqueue(str(document.pk)))
        document.refresh_from_db()
    return document


def tell_index(document: Document) -> None:
    """Let a document be found by its papers and its text, as far as it reaches."""
    for one in _things([document]):
        index.keep_thing(one)


def _things(documents: Sequence[Document]) -> Iterator[index.Thing]:
    """What can be found of documents; the texts of all of them in one query."""
    texts: dict[object, list[str]] = defaultdict(list)
    parts = Part.objects.filter(document__in=documents).order_by("number").values_list("document", "text")
    for key, text in parts:
        texts[key].append(text)
    for document in documents:
        papers = ", ".join(part for part in (document.author, document.symbol) if part)
        yield index.Thing(
            kind=DOCUMENT, key=document.pk, title=document.title, text="\n".join(texts[document.pk]), also=papers,
            language=document.language, themes=document.themes, places=document.places, day=document.day,
            reach=document.reach, address=("library:document", (document.pk,)),
        )  # fmt: skip


rebuilding.register(DOCUMENT, Document.objects.all, _things)
tasks.after_reading(tell_index)
