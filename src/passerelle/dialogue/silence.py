"""Adoption by silence: a text stands when its deadline passes and no party has broken the silence.

Time is told by the caller's clock, which has to be the server's. Stands on `base`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from passerelle.base.errors import DialogueError

SHORTEST = timedelta(hours=24)  # so that a party on the other side of the world wakes before it ends


class State(StrEnum):
    """Where a procedure is."""

    RUNNING = "running"
    BROKEN = "broken"
    ADOPTED = "adopted"


@dataclass(frozen=True)
class Silence:
    """From when to when parties may break it; `broken_at` are the times at which any did."""

    opened: datetime
    deadline: datetime
    broken_at: Sequence[datetime] = ()

    def state(self, now: datetime) -> State:
        """Where it is: broken is broken, even where the deadline has passed since."""
        if any(self.opened <= at < self.deadline for at in self.broken_at):
            return State.BROKEN
        return State.ADOPTED if now >= self.deadline else State.RUNNING

    def may_be_broken(self, now: datetime) -> bool:
        """Up to the deadline and not at it; a further party may break what is broken, so that its reason stands too."""
        return self.opened <= now < self.deadline


def silence(opened: datetime, deadline: datetime, *, shortest: timedelta = SHORTEST) -> Silence:
    """A procedure with a deadline that leaves time.

    Raises
    ------
    DialogueError : the deadline is too near.
    """
    if deadline - opened < shortest:
        hours = int(shortest.total_seconds() // 3600)
        raise DialogueError(f"A silence procedure runs {hours} hours at least, so that every party sees it.")
    return Silence(opened, deadline)
