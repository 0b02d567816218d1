"""Who may do what with documents, in named predicates.

Who may read one is its reach; the index asks the same. Stands on `people`.
"""

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.library.models import Document
from passerelle_web.library.reach import reaches_of
from passerelle_web.people.models import User
from passerelle_web.people.permissions import Somebody, acts_for, is_administrator, permit, runs_the_forum, takes_part


@rules.predicate
def is_in_reach(somebody: Somebody, document: Document | None = None) -> bool:
    """The document reaches this person today."""
    return document is not None and document.reach in reaches_of(somebody)


@rules.predicate
def is_own_document(somebody: Somebody, document: Document | None = None) -> bool:
    """Handed in by this person."""
    return isinstance(somebody, User) and document is not None and document.by_id == somebody.pk


@rules.predicate
def is_of_ones_member(somebody: Somebody, document: Document | None = None) -> bool:
    """Handed in for a member that this person acts for."""
    return document is not None and bool(acts_for(somebody, document.member))


@rules.predicate
def holds_reach(somebody: Somebody, reach: str | None = None) -> bool:
    """A reach that this person has herself: nobody hands in what she could not read."""
    return reach is not None and reach in reaches_of(somebody)


permit("library.see_document", is_in_reach, _("This document is not open to you."))
permit(
    "library.add_document",
    takes_part | is_administrator,
    _("Only people of a member and administrators hand in documents."),
)
permit(
    "library.change_document",
    is_in_reach & ((takes_part & is_own_document) | is_of_ones_member | runs_the_forum),
    _("A document is changed by who handed it in, by people of that member and by the secretariat."),
)
permit("library.give_reach", holds_reach, _("You can open a document only to a circle that you are in yourself."))
permit("library.translate_title", is_in_reach & takes_part, _("Only people of a member translate titles."))
