"""Adoption by silence, hour by hour."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.silence import Silence, State, silence

OPENED = datetime(2026, 11, 1, 12, tzinfo=UTC)
DEADLINE = OPENED + timedelta(days=3)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENED, State.RUNNING),
        (DEADLINE - MOMENT, State.RUNNING),
        (DEADLINE, State.ADOPTED),
        (DEADLINE + MOMENT, State.ADOPTED),
    ],
)
def test_silence_up_to_the_deadline_adopts(now, state):
    assert Silence(OPENED, DEADLINE).state(now) == state


@pytest.mark.parametrize("now", [DEADLINE - MOMENT, DEADLINE, DEADLINE + timedelta(days=99)])
def test_one_voice_in_time_breaks_it_for_good(now):
    assert Silence(OPENED, DEADLINE, [DEADLINE - MOMENT]).state(now) == State.BROKEN


def test_a_voice_at_the_deadline_is_too_late():
    assert Silence(OPENED, DEADLINE, [DEADLINE]).state(DEADLINE) == State.ADOPTED


@pytest.mark.parametrize(
    ("now", "may"), [(OPENED - MOMENT, False), (OPENED, True), (DEADLINE - MOMENT, True), (DEADLINE, False)]
)
def test_it_may_be_broken_while_it_runs(now, may):
    assert Silence(OPENED, DEADLINE).may_be_broken(now) is may


def test_clocks_of_other_zones_tell_the_same_moment():
    east = timedelta(hours=9)
    assert Silence(OPENED, DEADLINE).state(DEADLINE.astimezone(timezone(east))) == State.ADOPTED


def test_a_day_is_the_shortest():
    assert silence(OPENED, OPENED + timedelta(hours=24)).deadline == OPENED + timedelta(hours=24)
    with pytest.raises(DialogueError, match="24 hours at least"):
        silence(OPENED, OPENED + timedelta(hours=24) - MOMENT)
