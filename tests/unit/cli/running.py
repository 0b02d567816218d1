"""Run the command line as a shell does: its words, and the exit that it ends with."""

import pytest

from passerelle.cli import main


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["passerelle", *words])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
