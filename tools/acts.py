"""Write docs/reference/law/: a page for each act, for jurists: conditions, articles, national values, what is open.

Run by `make docs` after a change of the law's files; a test holds the two against each other.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from passerelle.rules.compiling import Law, Way
from passerelle.rules.law import the_law
from passerelle.rules.records import MARKS, Act, Condition, Value

PAGES = Path(__file__).parents[1] / "docs/reference/law"
MADE = "<!-- Written by tools/acts.py from the files of the law. Do not edit. -->\n"
ADVICE = "Information, not legal advice. Every statement says how far it was checked."


def pages(law: Law) -> dict[str, str]:
    """The text of each page by its name."""
    found = {f"{act.celex}.md": _page(law, act) for act in law.acts.values()}
    return {"index.md": _index(law), **found}


def _index(law: Law) -> str:
    rows = [
        f"| [{act.celex}]({act.celex}.md) | {act.short} | {act.in_force} | {act.applies_from} | {_bound(act)} |"
        for act in sorted(law.acts.values(), key=lambda act: (not act.celex[:1].isdigit(), act.celex))
    ]
    head = "| act | about | in force | to be applied from | binds |\n|---|---|---|---|---|"
    return "\n".join(["# The law as data", "", MADE, ADVICE, "", head, *rows, ""])


def _bound(act: Act) -> str:
    if act.bound.inside and not act.bound.grouping:
        return " ".join(act.bound.inside)
    members = f"members of {act.bound.grouping}"
    out = f" but {' '.join(act.bound.outside)}" if act.bound.outside else ""
    also = f", and {' '.join(act.bound.inside)}" if act.bound.inside else ""
    return f"{members}{out}{also}"


def _page(law: Law, act: Act) -> str:
    lines = [f"# {act.short}", "", MADE, f"**{act.title}** ({act.celex}).", "", ADVICE, ""]
    lines += [f"- In force since {act.in_force}; to be applied from {act.applies_from}.",
              f"- Binds {_bound(act)} ({MARKS[act.bound.mark]}).",
              f"- Taken over by each state: {_transposed(act)}.",
              f"- Source: {act.source}."]  # fmt: skip
    if act.repeals:
        lines.append(f"- Takes the place of {act.repeals}.")
    lines += [f"- {note.rstrip('.')}." for note in act.notes]
    for way in law.ways.values():
        if way.act.celex == act.celex:
            lines += ["", *_way(way)]
    lines += list(_parameters(law, act))
    if act.open_points:
        lines += ["", "## What is open", "", *[f"- {point.rstrip('.')}." for point in act.open_points]]
    return "\n".join([*lines, ""])


def _transposed(act: Act) -> str:
    if act.celex[5:6] != "L" or not act.celex[:1].isdigit():
        return "it applies directly"
    told = [f"{state} {held.get('on')} ({held.get('source')})" for state, held in sorted(act.transposed.items())]
    return "; ".join(told) or "not known"


def _way(way: Way) -> Iterator[str]:
    kind = "right" if way.route.is_right else "route"
    yield from (f"## {way.route.title}", "", f"`{way.name}`, a {kind}.")
    if way.route.verdict == "national_law":
        yield "Who is admitted is decided by national law."
    if way.route.note:
        yield way.route.note
    yield from ("", "| condition | asks | article | kind | checked |", "|---|---|---|---|---|")
    for one in way.all_asked:
        yield _row(one.condition)
    if way.route.comes_with:
        yield from ("", "Comes with: " + ", ".join(f"`{name}`" for name in way.route.comes_with) + ".")


def _row(condition: Condition) -> str:
    told = condition.says + (", presumed until somebody says otherwise" if condition.presumed else "")
    cites = "; ".join(map(str, condition.cites))
    return f"| `{condition.id}` | {_cell(told)} | {_cell(cites)} | {condition.kind} | {MARKS[condition.mark]} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _parameters(law: Law, act: Act) -> Iterator[str]:
    own = sorted({name for way in law.ways.values() if way.act.celex == act.celex for name in way.parameters})
    held = [law.parameters[name] for name in own if (cite := law.parameters[name].cite) and cite.act == act.celex]
    if not held:
        return
    yield from (
        "",
        "## Left to the states",
        "",
        "| parameter | says | article | bounds | checked |",
        "|---|---|---|---|---|",
    )
    for one in held:
        bounds = "" if one.least is None or one.most is None else f"{one.least:g} to {one.most:g}"
        yield f"| `{one.name}` | {_cell(one.says)} | {one.cite} | {bounds} | {MARKS[one.mark]} |"
    for one in held:
        values = [value for value in law.values if value.parameter == one.name]
        if values:
            yield from ("", f"### {one.says}: national values", "", *_values(values))


def _values(values: Iterable[Value]) -> Iterator[str]:
    yield from (
        "| where | valid from | known from | value | status | sources | conflicts and notes |",
        "|---|---|---|---|---|---|---|",
    )
    for one in sorted(values, key=lambda value: (value.state, value.region, value.valid_from)):
        amount = "none" if one.value is None else f"{one.value:,.2f}".replace(",", " ").removesuffix(".00")
        if one.high:
            amount += f" to {one.high:,.2f}".replace(",", " ").removesuffix(".00")
        per = f"{one.currency} a {one.per}" + (f", {one.months:g} a year" if one.months != 12 else "")
        told = _cell(
            "; ".join([*one.conflicts, *([one.note] if one.note else []), *([one.formula] if one.formula else [])])
        )
        sources = _cell(", ".join(one.sources))
        yield f"| {one.region or one.state} | {one.valid_from} | {one.known_from} | {amount} {per} | {one.status} | {sources} | {told} |"


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages(the_law()).items():
        (PAGES / name).write_text(text, "utf-8")
    print(f"{PAGES.name} written", file=sys.stderr)
