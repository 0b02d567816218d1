"""What the kinds of entries are called, as filters and beside hits: each room names its own.

Holds the register only. Stands on nothing.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCUMENT = "library.document"
_NAMES: dict[str, str | Promise] = {DOCUMENT: _("Document")}


def name_kind(kind: str, name: str | Promise) -> None:
    """Say what a kind is called: `name_kind("practices.practice", gettext_lazy("Practice"))`."""
    _NAMES[kind] = name


def named(kind: str) -> str:
    """The name of a kind in the reader's language; its last word where its room gives none."""
    return str(_NAMES.get(kind, kind.rpartition(".")[2]))
