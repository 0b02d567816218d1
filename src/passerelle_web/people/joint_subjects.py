"""What happens where a joint statement belongs once it is delivered: the room of its subject says so.

Holds the register alone. Ground of the site.
"""

from collections.abc import Callable

from passerelle_web.people.models import JointStatement, Member, User

# (statement, the members that it names, who delivers it); refuses with `CannotBeDone` what its place does not take
Taker = Callable[[JointStatement, list[Member], User | None], object]
_TAKERS: dict[str, Taker] = {}


def register(kind: str, taker: Taker) -> None:
    """Let a room take the statements about its things of one kind, in the transaction that delivers them."""
    _TAKERS[kind] = taker


def take(statement: JointStatement, members: list[Member], by: User | None) -> None:
    """Hand a statement to the room of its subject; where none has registered it stands by itself."""
    taker = _TAKERS.get(statement.subject_kind)
    if taker is not None:
        taker(statement, members, by)
