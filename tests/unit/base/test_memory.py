"""Freed memory is kept where the C library can be told so, and asked for once."""

import sys

import pytest

from passerelle.base import memory
from passerelle.base.memory import keep_memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")
def test_the_c_library_takes_it() -> None:
    assert keep_memory() and keep_memory()


@pytest.mark.parametrize("fault", [OSError("no such library"), AttributeError("no mallopt")])
def test_another_library_or_system_is_left_alone(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise fault

    monkeypatch.setattr(memory.ctypes, "CDLL", none)
    assert keep_memory.__wrapped__() is False
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert keep_memory.__wrapped__() is False
