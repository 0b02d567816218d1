"""How far something reaches: a short word on each entry and document, and which of these words a person holds.

`public`, `members`, `member:12`; other rooms add theirs, such as `dialogue:…`. Holds no entries. Stands on `people`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from passerelle_web.people.models import Member
from passerelle_web.people.permissions import Somebody, is_administrator, takes_part
from passerelle_web.people.queries import members_to_act_for
from passerelle_web.people.remembering import remembered

PUBLIC, MEMBERS, MEMBER = "public", "members", "member"
Held = Callable[[Somebody], Iterable[str]]
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Reaches of one room: which of them a person holds, and how one is called."""

    held: Held
    named: Named


_PREFIXES: dict[str, Prefix] = {}


def register(prefix: str, held: Held, *, named: Named = str) -> None:
    """Let a room have reaches of its own.

    Parameters
    ----------
    prefix : what stands before the colon of its reaches, or the whole of a single one.
    held : the reaches that a person has today; asked at every search, so it should be one query.
    named : how one of them is called, in the reader's language.
    """
    _PREFIXES[prefix] = Prefix(held, named)


def reaches_of(somebody: Somebody | None) -> frozenset[str]:
    """All that a person reads, as reaches; what is public, for a visitor. A reach that a room gives under a prefix
    which is not its own counts for nothing."""
    person = somebody or AnonymousUser()
    return remembered(("reaches", person.pk), lambda: _reaches(person))


def _reaches(person: Somebody) -> frozenset[str]:
    found = {PUBLIC}
    if person.is_authenticated and person.is_active:
        for prefix, known in _PREFIXES.items():
            found.update(one for one in known.held(person) if one.partition(":")[0] == prefix)
    return frozenset(found)


def named(reach: str) -> str:
    """Who reads something of this reach, in the reader's language."""
    if reach == PUBLIC:
        return _("Everybody")
    known = _PREFIXES.get(reach.partition(":")[0])
    return known.named(reach) if known is not None else reach


def offered(somebody: Somebody) -> list[tuple[str, str]]:
    """The reaches that a person can give to what she hands in, with their names, the widest first."""
    order = [PUBLIC, MEMBERS]
    held = sorted(reaches_of(somebody), key=lambda one: (order.index(one) if one in order else len(order), one))
    return [(one, named(one)) for one in held]


def of_member(member: Member) -> str:
    """The reach of one member's people."""
    return f"{MEMBER}:{member.pk}"


def _of_all_members(somebody: Somebody) -> list[str]:
    return [MEMBERS] if takes_part(somebody) or is_administrator(somebody) else []


def _of_own_members(somebody: Somebody) -> list[str]:
    return [f"{MEMBER}:{key}" for key in members_to_act_for(somebody).values_list("pk", flat=True)]


def _member_named(reach: str) -> str:
    key = reach.partition(":")[2]
    member = Member.objects.filter(pk=int(key)).first() if key.isdigit() else None
    return _("People of %(member)s") % {"member": member.name if member is not None else key}


register(MEMBERS, _of_all_members, named=lambda _reach: _("People of all members"))
register(MEMBER, _of_own_members, named=_member_named)
