"""`python -m passerelle_web rebuild_index`: make the index of search anew, while the site runs.

The work is `rebuilding`; here it is started and told of. Who runs the machine runs the site: no permission is asked.
Stands on `rebuilding`.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from passerelle_web.library import rebuilding

TOLD_EVERY = 2.0  # seconds


class Command(BaseCommand):
    """Make the index of search anew; people can go on working meanwhile."""

    help = "Make the index of search anew from what the rooms hold. People can go on working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which kinds, and how many at a time."""
        parser.add_argument(
            "--kind", action="append", choices=rebuilding.kinds(), default=[], help="Of this kind alone."
        )
        parser.add_argument("--batch", type=int, default=rebuilding.BATCH, help="Things in one transaction.")

    def handle(self, *_args: Any, kind: list[str], batch: int, **_named: Any) -> None:
        """Make it, and say how far it is."""
        began = said = time.monotonic()
        for told in rebuilding.rebuild(kind, batch=max(batch, 1)):
            is_whole = told.done == told.of
            if is_whole or time.monotonic() - said > TOLD_EVERY:
                said = time.monotonic()
                gone = f", {told.removed:,} removed that stood for nothing" if told.removed else ""
                self.stderr.write(f"{told.kind}: {told.done:,} of {told.of:,}{gone}")
        self.stdout.write(f"The index is made anew, in {time.monotonic() - began:.0f} s.")
