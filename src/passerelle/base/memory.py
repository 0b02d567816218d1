"""Memory that a process keeps for its next array.

The C library gives large arrays back to the system as soon as they are freed, and gets them again page by page: in a
loop that makes the same arrays over and over, a fifth of the time. Stands on nothing.
"""

import ctypes
import sys
from functools import cache

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # the numbers of malloc.h
KEPT = 64 * 1024 * 1024  # bytes


@cache
def keep_memory() -> bool:
    """Let the process keep up to `KEPT` bytes that it has freed; once is enough. False where there is no glibc."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return all(
        set_option(option, KEPT // part) for option, part in ((_MMAP_THRESHOLD, 2), (_TRIM_THRESHOLD, 1), (_TOP_PAD, 4))
    )
