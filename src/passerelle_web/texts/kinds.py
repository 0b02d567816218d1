"""What can be translated: rooms say it here, with who may see it and who may translate it.

Holds the register only. Stands on `people`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from passerelle_web.people.permissions import Somebody

Names = bool | Callable[[Any, Somebody], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing with texts in it.

    `names_translator` says whether a reader is told for whom a text was translated: under some rules of attribution
    that would say who was in the room.
    """

    name: str
    fields: tuple[str, ...]
    load: Callable[[str], Any]
    see: str
    translate: str
    original: Callable[[Any, str], tuple[str, str]]
    back: Callable[[Any], str]
    names_translator: Names = True
    labels: dict[str, str | Promise] | None = None

    def names_for(self, thing: Any, somebody: Somebody) -> bool:
        """Is this reader told who translated a text of this thing?"""
        return (
            self.names_translator if isinstance(self.names_translator, bool) else self.names_translator(thing, somebody)
        )

    def label(self, field: str) -> str:
        """What a field is called; "" where the room does not say."""
        return str((self.labels or {}).get(field, ""))


_KINDS: dict[str, Kind] = {}


def register(
    *,
    kind: str,
    fields: tuple[str, ...],
    load: Callable[[str], Any],
    see: str,
    translate: str,
    original: Callable[[Any, str], tuple[str, str]],
    back: Callable[[Any], str],
    names_translator: Names = True,
    labels: dict[str, str | Promise] | None = None,
) -> None:
    """Let texts of a kind be translated.

    Parameters
    ----------
    kind : such as `dialogues.contribution`.
    fields : names of the texts in it.
    load : the thing of a key; None where there is none, whatever the key is.
    see, translate : names of permissions, asked with the thing.
    original : the text of a field and the code of its language.
    back : the address of the page on which the thing stands.
    names_translator : may a reader read for whom and by whom it was translated? A function is asked with the thing
        and the reader.
    labels : what each field is called, where one thing has several.
    """
    _KINDS[kind] = Kind(kind, fields, load, see, translate, original, back, names_translator, labels)


def kind_of(name: str) -> Kind | None:
    """A registered kind."""
    return _KINDS.get(name)
