"""The rules of this room as plain numbers: when a letter is tried again, how large an answer may be, how long kept.

Holds no writing and no reading. Stands on nothing.
"""

from datetime import datetime, timedelta

# How long after each failed try the next one follows; after the last of them, some three days in all, it has failed.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
# A letter that was taken up so long ago and is neither sent nor failed: its sender died on the way.
LOST_AFTER = timedelta(minutes=30)
# Sent letters, news and fingerprints of what came in are removed after so long.
KEPT_FOR = timedelta(days=90)
# A mail that is still being written down by another transaction is told in the next digest.
SETTLED = timedelta(seconds=60)
# Addresses for answers hold so long, counted from the mail.
ANSWERS_FOR = timedelta(days=60)
LARGEST = 5 * 1024 * 1024
MOST_PARTS = 100
LONGEST_ANSWER = 20_000


def next_try(tries: int, now: datetime) -> datetime | None:
    """When the try after so many failed ones follows; None: no more."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None
