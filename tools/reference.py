"""Write the reference pages that follow from the code: command line, indicators, sources, settings, the form of a plan.

Run by `make docs`; a test fails when a page is not up to date.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from passerelle.cli import app
from passerelle.evidence.cards import all_cards
from passerelle.evidence.figures import UNITS
from passerelle.evidence.indicators.basis import SECTIONS
from passerelle.evidence.indicators.registry import all_indicators
from passerelle.plans import records as plan_records
from passerelle.plans.reading import schema

PAGES = Path(__file__).parents[1] / "docs/reference"
PLUGINS = {"serve", "people", "demo", "post", "open-data"}
MADE = "<!-- Written by tools/reference.py from the code. Do not edit. -->\n"


def _commands(command: object, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    inside = getattr(command, "commands", None)
    if inside:
        for name, sub in inside.items():
            if name in PLUGINS:  # there only once the command line has run; described below
                continue
            yield from _commands(sub, (*words, name))
    else:
        yield words, command


def _parameter(parameter: object) -> str:
    names = ", ".join(f"`{option}`" for option in getattr(parameter, "opts", []) if option.startswith("-"))
    told = (getattr(parameter, "help", None) or "").replace("\n", " ")
    metavar = getattr(parameter, "metavar", None) or str(getattr(parameter, "name", "")).upper()
    return f"| {names or f'`{metavar}`'} | {told} |"


def cli() -> str:
    lines = [
        "# Command line", "", MADE,
        "Results go to stdout, all else to stderr. Exit 0: done; 1: a negative answer; 2: bad input; "
        "3: stopped by a rule.",
        "With `--format json` stdout is one UTF-8 document. `passerelle --install-completion` adds completion to your shell.",
    ]  # fmt: skip
    for words, command in _commands(typer.main.get_command(app), ("passerelle",)):
        told = (command.help or "").strip()  # type: ignore[attr-defined]
        text, _, examples = told.partition("Examples:")
        lines += ["", f"## {' '.join(words)}", "", " ".join(text.split())]
        if examples:
            shown = [" ".join(one.split()) for one in examples.split("·")]
            lines += ["", "```console", *[f"$ {one}" for one in shown], "```"]
        rows = [_parameter(p) for p in command.params if p.name not in ("help",)]  # type: ignore[attr-defined]
        if rows:
            lines += ["", "| argument | meaning |", "|---|---|", *rows]
    lines += [
        "", "## passerelle serve", "",
        "Serve the site on this machine. Registered by the site through an entry point that is loaded only when called.",
        "", "```console", "$ passerelle serve --port 8000", "```", "",
        "| argument | meaning |", "|---|---|", "| `--port` | Port to listen on (default 8000). |",
        "| `--host` | Address to listen on (default 127.0.0.1). |",
        "| `--reload` | In debug: start again when a file changes. |",
        "| `--demo` | Fill in the demonstration first, where it is not there yet. |",
        "", "## passerelle people administrator", "",
        "Make the first person who runs the site; she then enters members and people. Registered by the site like `serve`.",
        "", "```console", "$ passerelle people administrator ana@example.org",
        "$ passerelle people administrator ana@example.org --new < password.txt", "```", "",
        "| argument | meaning |", "|---|---|", "| `EMAIL` | Address of the person's account. |",
        "| `--new` | Make the account too, its address confirmed; its password is one line on stdin. |",
        "", "## passerelle post", "",
        "Send and take mail: what a timer runs, and what a mail server pipes messages into. Registered by the site like "
        "`serve`.",
        "", "```console", "$ passerelle post                      # all of it: for a timer, every minute or five",
        "$ passerelle post send                 # letters that are due",
        "$ passerelle post digests              # daily and weekly mails that are due",
        "$ passerelle post poll                 # messages from PASSERELLE_ANSWERS_MAILBOX",
        "$ passerelle post take - < message.eml # one message, as a mail server pipes it", "```", "",
        "| argument | meaning |", "|---|---|",
        "| `TASK` | `send`, `digests`, `poll`, `take`, or `all` where none is named. |",
        "| `SOURCE` | Of `take`: a file with one message, or `-` for stdin (the default). |", "",
        "`take` ends with 0 whatever the message was, and with 75 when it is to be tried again later.",
        "", "## passerelle open-data", "",
        "Write a set of open data as a file, without serving the site. Registered by the site like `serve`.",
        "", "```console", "$ passerelle open-data                      # every set with its rows",
        "$ passerelle open-data contributions --fields # what each field means",
        "$ passerelle open-data contributions --format jsonl --out contributions.jsonl", "```", "",
        "| argument | meaning |", "|---|---|",
        "| `NAME` | Name of a set; without one, all are listed with their rows. |",
        "| `--format` | `csv` (the default) or `jsonl`. |",
        "| `--out` | The file to write; `-` for stdout (the default). |",
        "| `--fields` | What each field means, instead of the rows. |",
        "", "## passerelle demo", "",
        "Fill in the demonstration: invented offices, plans, reports and papers; once. Registered by the site like `serve`.",
        "", "```console", "$ passerelle demo", '$ echo "a long password" | passerelle demo --password', "```", "",
        "| argument | meaning |", "|---|---|",
        "| `--password` | Read one password for all invented people from stdin; without it none of them can sign in. |",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def indicators() -> str:
    lines = [
        "# Indicators", "", MADE,
        "In a corridor an indicator of places stands twice, as `NAME_origin` and `NAME_destination`, unless one end is named. "
        "Older than the maximum age, a figure reads “last known”.",
    ]  # fmt: skip
    for section in SECTIONS:
        lines += ["", f"## {section.capitalize()}", "", "| indicator | of a | name | unit | formula | needs | reference | "
                  "maximum age |", "|---|---|---|---|---|---|---|---|"]  # fmt: skip
        for i in all_indicators().values():
            if i.section == section:
                of = i.scope if i.at == "both" else f"{i.scope}, {i.at}"
                age = f"{i.max_age} years" if i.max_age < 100 else "none"
                needs = ", ".join(f"`{code}`" for code in i.needs)
                lines.append(
                    f"| `{i.id}` | {of} | {i.name} | {UNITS.get(i.unit, i.unit)} | {i.formula} | {needs} | {i.reference} | "
                    f"{age} |"
                )
    return "\n".join(lines) + "\n"


def sources() -> str:
    lines = ["# Sources", "", MADE, "Every source with its card. Those that do not ship are read by your own build."]
    for card in all_cards().values():
        lines += [
            "", f"## {card.id}", "", f"**{card.title}.** {card.publisher}.", "",
            f"- Licence: {card.licence}", f"- Ships: {'yes' if card.redistributable else 'no'}"
            + (f". {card.why_not_shipped}" if card.why_not_shipped else ""),
            f"- Address: <{card.address}>", f"- Read: {card.date_read}; {card.layout}",
            *[f"- Cite ({vintage}): {text}" for vintage, text in card.citation.items()],
        ]  # fmt: skip
        if card.observes:
            lines += ["", "| code | what is observed |", "|---|---|"]
            lines += [f"| `{code}` | {' '.join(text.split())} |" for code, text in card.observes.items()]
        if card.known_faults:
            lines += ["", "Known faults:", "", *[f"- {' '.join(str(fault).split())}" for fault in card.known_faults]]
    return "\n".join(lines) + "\n"


def settings() -> str:
    from passerelle_web.config.environment import NAMES

    rows = [f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()]
    return "\n".join(["# Settings", "", MADE, "What the site reads from the environment, and nothing else does.", "",
                      "| name | meaning |", "|---|---|", *rows]) + "\n"  # fmt: skip


# What a field of a plan means, where its name and its record's text do not say it.
FIELDS = {
    "Plan.plan": "Version of the form",
    "Plan.currency": "The currency of all totals",
    "Plan.demonstration": "Invented; every page and print says so",
    "Plan.owners": "The members or offices that adopt it",
    "Plan.language": "In which its texts are written",
    "Plan.monitoring": "How it is followed, in words",
    "Plan.aims": "What the owners agree to strive for, one sentence each",
    "Plan.prices_of": "The year of whose prices costs speak; that of the first day where not said",
    "Plan.inflation": "Assumptions; the first holds for every line of costs that names none",
    "Plan.rates_on": "The day by whose rates of exchange costs are converted; the first day where not said",
    "Where.places": "Origin first",
    "Department.member": "The owner that it belongs to",
    "Department.part": "What it does in the plan",
    "Stakeholder.kind": "Such as social partner, diaspora organisation, region",
    "Inflation.rate": "A share a year: 0.02 is two per cent",
    "ExchangeRate.units": "Of `currency` for one of `base`",
    "Contingency.rate": "A share of costs: 0.05 is five per cent",
    "Contingency.of": "Other shares, by category of cost",
    "Uncertainty.correlation": "0: actions know nothing of one another; 1: all are dear together",
    "Source.department": "The key of a department, of a budget of its own",
    "Indicator.code": "Of an indicator of the evidence; its baseline can then be filled in",
    "Indicator.places": "Origin first; of an indicator of a place the last counts",
    "Indicator.source": "Where the value is read later",
    "Observation.period": "As the publisher writes it, such as 2017 or 2020-Q3",
    "Objective.measures": "What is done for it",
    "Measure.template": "Code of the catalogue; empty for a measure of the parties' own",
    "Measure.parameters": "As the catalogue's; a share of 40 % is 40 where the catalogue asks for per cent",
    "Measure.measure": "Key of the measure on the site from which it was taken",
    "Screened.outcome": "What the screening said; believed only beside the screening itself",
    "Screened.file": "The screening, a path from the plan's folder",
    "Screened.address": "Its page",
    "Action.lead": "Key of the department or stakeholder that answers for it",
    "Action.helps": "Keys of others that take part",
    "Action.start": "First day; without one it begins with the plan, or when what it needs has ended",
    "Action.end": "Last day, included",
    "Action.days": "How many days it lasts, first and last included",
    "Action.needs": "Keys of actions that end before, or with a gap as in `{action: key, gap_days: 14}`",
    "Action.theme": "Theme of COM(2006) 409, such as 2.2-brain-drain",
    "Action.gcm": "Objectives of the Global Compact for Migration, 1 to 23",
    "Action.sdg": "Targets of the Sustainable Development Goals, such as 10.7",
    "Action.phase": "Phase of irregular migration",
    "Action.mitigates": "The mitigation of its measure's screening that it carries out",
    "Need.gap_days": "Whole days in between",
    "Cost.category": "A code of the list of categories",
    "Cost.currency": "The plan's where not said",
    "Cost.prices_of": "The plan's where not said",
    "Cost.inflation": "Key of an assumption; empty text: prices stay",
    "Cost.spread": "`even` over its days, all at the `start` or `end`, or the whole again `yearly`",
    "Cost.to_check": "Taken over from elsewhere, nobody looked at it yet",
    "Fund.share": "Of the action's costs with contingency in each year",
    "Fund.amounts": "By year, in the plan's currency",
    "Risk.owner": "Who watches it",
    "TradeEffect.sector": "Section of ISIC Rev.4, such as A",
    "Mitigation.question": "Code of the question of the screening that it belongs to",
}
KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "nothing", "number": "number"}


def _kind(form: dict[str, Any]) -> str:
    """What may stand in a field, from its place in the schema."""
    if "$ref" in form:
        name = form["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in form:
        return " or ".join(kind for one in form["anyOf"] if (kind := _kind(one)) != "nothing")
    if "enum" in form:
        return ", ".join(f"`{word}`" for word in form["enum"])
    given = form.get("type")
    if given == ["number", "string"]:
        return "number"
    if given == "array":
        return f"list of {_kind(form['items'])}"
    if given == "object":
        return (
            f"{_kind(form['additionalProperties'])} by name" if form.get("additionalProperties") else "values by name"
        )
    if form.get("format") == "date":
        return "day"
    if "description" in form:
        return f"{KINDS[str(given)]} ({form['description']})"
    bounds = [f"{sign} {form[name]}" for name, sign in (("minimum", "from"), ("maximum", "to")) if name in form]
    if "maxLength" in form:
        bounds.append(f"of up to {form['maxLength']:,} letters")
    return " ".join([KINDS[str(given)], *bounds])


def _usual(name: str, form: dict[str, Any], required: Sequence[str]) -> str:
    if name in required:
        return "**required**"
    value = form.get("default")
    return f"`{json.dumps(value)}`" if value not in (None, "", [], (), {}) and not isinstance(value, dict) else ""


def plan() -> str:
    records = schema()["$defs"]
    order = ["Plan", *sorted(set(records) - {"Plan"}, key=list(vars(plan_records)).index)]
    lines = [
        "# The form of a plan", "", MADE,
        "A plan is one YAML or JSON file; `passerelle plan new` writes one to begin from and `passerelle plan check` says "
        "what is wrong in yours. [plan.schema.json](plan.schema.json) is the same form for programs, as JSON Schema. "
        "[Plans](../explanation/plans.md) says what is worked out of it.",
        "",
        "Numbers are read exactly as they are written, in YAML and JSON; as a text, such as `\"0.10\"`, they are too. Days "
        "are written as 2027-01-31. A field that is not named here is refused, and so are a name that stands twice in "
        "YAML, aliases (`*`) and tags (`!`). A field whose usual value is empty may be left out.",
    ]  # fmt: skip
    for name in order:
        form = records[name]
        lines += ["", f"## {name}", "", " ".join(form.get("description", "").split()), "",
                  "| field | what | usual | meaning |", "|---|---|---|---|"]  # fmt: skip
        for field, inner in form["properties"].items():
            usual = _usual(field, inner, form.get("required", ()))
            lines.append(f"| `{field}` | {_kind(inner)} | {usual} | {FIELDS.get(f'{name}.{field}', '')} |")
    return "\n".join(lines) + "\n"


def plan_schema() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


WRITTEN = {
    "cli.md": cli, "indicators.md": indicators, "sources.md": sources, "settings.md": settings, "plan.md": plan,
    "plan.schema.json": plan_schema,
}  # fmt: skip


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in WRITTEN.items():
        (PAGES / name).write_text(make(), "utf-8")
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main()
