"""Documents of a session as a reader sees them, in two queries: those in her reach, by the point of the agenda.

Stands on `models` and the library.
"""

from collections import defaultdict
from dataclasses import dataclass

from passerelle_web.dialogues.models import AgendaItem, Session, SessionPaper
from passerelle_web.library import reach
from passerelle_web.library.queries import seen_by
from passerelle_web.people.permissions import Somebody


@dataclass(frozen=True)
class PaperShown:
    """A document before a session, and who reads it where that is not everybody."""

    row: SessionPaper
    read_by: str


@dataclass(frozen=True)
class Papers:
    """Points of the agenda with the documents of each, and those of the session as a whole."""

    points: list[tuple[AgendaItem, list[PaperShown]]]
    whole: list[PaperShown]


def papers_of(session: Session, somebody: Somebody) -> Papers:
    """The documents that lie before a session, as far as a person may read them.

    Those of a point that the agenda no longer has stand with the whole.
    """
    there = session.papers.filter(taken_at=None, document__in=seen_by(somebody)).select_related("document")
    agenda = list(session.agenda.all())
    titles = {one.title for one in agenda}
    found: dict[str, list[PaperShown]] = defaultdict(list)
    for one in there:
        read_by = "" if one.document.reach == reach.PUBLIC else reach.named(one.document.reach)
        found[one.point if one.point in titles else ""].append(PaperShown(one, read_by))
    return Papers([(point, found[point.title]) for point in agenda], found[""])
