"""The plan of the demonstration as it ships, before anything is done with it.

Stands on the library.
"""

from functools import cache
from importlib.resources import files

from passerelle.plans.reading import read_plan
from passerelle.plans.records import Plan


def example_text(name: str = "corridor") -> str:
    """A plan of the demonstration as its file."""
    return files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")


@cache
def example_record() -> Plan:
    """The plan of the corridor."""
    return read_plan(example_text())
