"""The command line: `passerelle STAGE VERB`. Results go to stdout, all else to stderr.

Each command imports what it needs when it is called, so that a cold start stays under a second. The roof: it
alone of the library writes to the screen, and reads PASSERELLE_EVIDENCE as the default of an option.
"""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Annotated, NoReturn

import typer

from passerelle import __version__
from passerelle.base.errors import PasserelleError
from passerelle.cli.admission import admission
from passerelle.cli.dialogue import dialogue
from passerelle.cli.drivers import drivers
from passerelle.cli.evidence import evidence
from passerelle.cli.flows import flows
from passerelle.cli.looks import corridor, place, route
from passerelle.cli.measures import measures
from passerelle.cli.papers import brief
from passerelle.cli.plans import plan
from passerelle.cli.population import population
from passerelle.cli.remittances import remittances
from passerelle.cli.stages import HELP
from passerelle.cli.usage import usage_said

app = typer.Typer(
    name="passerelle",
    help="Evidence for the dialogue on migration and development, corridor by corridor.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings=HELP,
)
app.add_typer(evidence, name="evidence")
app.add_typer(flows, name="flows")
app.add_typer(population, name="population")
app.add_typer(remittances, name="remittances")
app.add_typer(drivers, name="drivers")
app.add_typer(measures, name="measures")
app.add_typer(plan, name="plan")
app.add_typer(dialogue, name="dialogue")
app.add_typer(admission, name="admission")
app.command()(corridor)
app.command()(brief)
app.command()(route)
app.command()(place)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    pass


def _add_plugins() -> None:
    """Commands of other packages, such as the site's `serve`: registered as entry points, loaded when called."""
    there = {command.name for command in app.registered_commands}
    for entry in entry_points(group="passerelle.commands"):
        if entry.name in there:
            continue
        app.command(
            entry.name,
            help=_PLUGIN_HELP.get(entry.name, f"A command of {entry.value.split('.')[0]}."),
            context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
        )(_later(entry.name))


_PLUGIN_HELP = {
    "serve": "Serve the site on this machine: passerelle serve --port 8000.",
    "people": "Make the first person who runs the site: passerelle people administrator EMAIL.",
    "open-data": "Write what everybody may read as a file: passerelle open-data contributions --out said.csv.",
    "demo": "Fill in the demonstration: invented offices, plans and reports.",
}


def _later(name: str) -> Callable[[typer.Context], None]:
    def run(context: typer.Context) -> None:
        (entry,) = entry_points(group="passerelle.commands", name=name)
        inner = typer.Typer(add_completion=False, context_settings=HELP)
        inner.command()(entry.load())
        raise typer.Exit(inner(args=context.args, prog_name=f"passerelle {name}", standalone_mode=False) or 0)

    return run


def main() -> None:
    """Run a command; errors that a person can mend are said in a sentence, without a trace.

    Raises
    ------
    SystemExit : always, with the exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    _add_plugins()
    try:
        code = app(prog_name="passerelle", standalone_mode=False)
    except PasserelleError as problem:
        _end(str(problem), problem.exit_code)
    except BrokenPipeError:
        # the reader of our output, such as `head`, had enough
        sys.stderr.close()
        raise SystemExit(0) from None
    except typer.TyperException as problem:
        # a group called without a command has shown its help already
        helped = type(problem).__name__ == "NoArgsIsHelpError"
        _end("" if helped else usage_said(problem), getattr(problem, "exit_code", 2))
    except typer.Abort:
        _end("Stopped.", 1)
    except OSError as problem:
        named = f'"{problem.filename}": ' if problem.filename else ""
        _end(f"{named}{problem.strerror or problem}. Choose another file or folder, or make room.", 2)
    raise SystemExit(code if isinstance(code, int) else 0)


def _end(said: str, code: int) -> NoReturn:
    if said:
        print(said, file=sys.stderr)  # noqa: T201  the one place where the command line speaks of errors
    raise SystemExit(code) from None
