"""What is said where a command is called in a way that it is not made for: one sentence, and where help is.

Stands on typer alone.
"""

import re

import typer

_PARAMETER = re.compile(r"^Invalid value for (?P<hints>'[^:]+'): (?P<why>.+)$", re.DOTALL)
_CHOICE = re.compile(r"^(?:Value error, )?'(?P<given>.*)' is not one of (?P<listed>.+?)\.?$", re.DOTALL)
# how the checker of values begins what it says, and what a person is told
_PLAIN = (
    ("Input should be a valid integer", "a whole number is expected"),
    ("Input should be a valid number", "a number is expected"),
    ("Input should be a valid boolean", "yes or no is expected"),
    ("Value error, ", ""),
)


def usage_said(problem: typer.TyperException) -> str:
    """The fault as a sentence, and the command whose --help tells more."""
    context = getattr(problem, "ctx", None)
    command = getattr(context, "command_path", None) or "passerelle"
    return f"{_sentence(problem.format_message())} `{command} --help` shows how it is called."


def _sentence(told: str) -> str:
    parameter = _PARAMETER.match(told)
    if parameter is None:
        return _ended(told)
    name = parameter["hints"].split("'")[1]
    choice = _CHOICE.match(parameter["why"])
    if choice is not None:
        listed = choice["listed"].replace("'", "")
        return f'{name} takes {listed}, not "{choice["given"]}".'
    return _ended(f"{name}: {_plain(parameter['why'])}")


def _plain(why: str) -> str:
    for beginning, said in _PLAIN:
        if why.startswith(beginning):
            return said or why.removeprefix(beginning)
    return why


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
