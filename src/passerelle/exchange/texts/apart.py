"""A document read in a process of its own, which may use only so much time and memory and say only so much.

Whatever a file does to its reader, it does it there: the process knows no secret, writes no file and opens no other
program. Stands on `forms`.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from passerelle.exchange.texts.forms import text_of
from passerelle.exchange.texts.refusals import DocumentUnreadable

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may use: seconds of time, MiB of memory, MiB of what it says."""

    seconds: int = 60
    memory: int = 1024
    said: int = 64


def read_apart(file: Path, name: str, limits: Limits | None = None) -> list[str]:
    """The text of a file in parts, read in another process.

    Parameters
    ----------
    file : where it lies; it is opened here, and the other process is given it open.
    name : what it was called when it was handed in.

    Raises
    ------
    DocumentUnreadable : with the reason; `too_slow`, `too_much_memory` and `stopped` where a limit ended it.
    """
    limits = limits or Limits()
    with file.open("rb") as content, tempfile.TemporaryFile() as said:
        reader = subprocess.Popen(
            [sys.executable, "-m", __name__, name, str(limits.seconds), str(limits.memory), str(limits.said)],
            stdin=content, stdout=said, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True,
            env={"PYTHONPATH": os.pathsep.join(part for part in sys.path if part), "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        try:
            reader.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise DocumentUnreadable("too_slow") from None
        finally:
            _end(reader)
        return _answer(reader.returncode, said, limits)


def _end(reader: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it may have started."""
    if reader.poll() is None:
        os.killpg(reader.pid, signal.SIGKILL)
        reader.wait()


def _answer(code: int, said: IO[bytes], limits: Limits) -> list[str]:
    if code == -signal.SIGXCPU:
        raise DocumentUnreadable("too_slow")
    said.seek(0)
    raw = said.read(limits.said * MIB + 1)
    try:
        told = json.loads(raw)
    except ValueError:  # killed, or stopped in the middle of a word
        raise DocumentUnreadable("stopped") from None
    if code != 0 or "parts" not in told:
        raise DocumentUnreadable(str(told.get("reason", "stopped")), str(told.get("said", "")))
    return [str(part) for part in told["parts"]]


# In the other process ----------------------------------------------------------------------------------


def _bind(limits: Limits) -> None:
    """Give up what a reader does not need, for good."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_AS, limits.memory * MIB),
        (resource.RLIMIT_FSIZE, limits.said * MIB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))


def main(name: str, *limits: str) -> int:
    """Read what stands on the input, and write its parts, or why there are none."""
    _bind(Limits(*map(int, limits)))
    try:
        answer: dict[str, object] = {"parts": text_of(sys.stdin.buffer.read(), name)}
    except DocumentUnreadable as refused:
        answer = {"reason": refused.reason, "said": str(refused)}
    except MemoryError:
        answer = {"reason": "too_much_memory"}
    except RecursionError:
        answer = {"reason": "damaged"}
    sys.stdout.write(json.dumps(answer))
    return 0 if "parts" in answer else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
