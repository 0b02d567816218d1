"""The publishers' files, for tests that want them: found through PASSERELLE_SHARED, else ../shared."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def shared_folder() -> Path:
    """The folder that holds `data/`, whether it is there or not."""
    return Path(os.environ.get("PASSERELLE_SHARED", ROOT.parent / "shared"))


def shared(name: str = "") -> Path:
    """A file or folder of the publishers' data; the test is skipped with a reason where it is absent."""
    path = shared_folder() / "data" / name
    if not path.exists():
        pytest.skip(f"the publishers' file data/{name} is not here (PASSERELLE_SHARED)")
    return path


def reference(name: str) -> Path:
    """A file or folder of reference outputs; the test is skipped with a reason where it is absent."""
    path = shared_folder() / "reference" / name
    if not path.exists():
        pytest.skip(f"the reference output {name} is not here (PASSERELLE_SHARED)")
    return path
