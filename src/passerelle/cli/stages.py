"""How the commands of one stage are gathered: `passerelle STAGE VERB`.

Stands on typer alone.
"""

from typing import Any

import typer

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


def stage(told: str) -> typer.Typer:
    """A group of commands that shows its help where it is called alone."""
    return typer.Typer(help=told, no_args_is_help=True, context_settings=HELP)
