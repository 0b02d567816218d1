"""Commands on measures that list, check and simulate: `list`, `show`, `check`, `run`, `compare`.

Stands on `measures` and `writing`.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.writing import (
    EvidenceOption,
    Format,
    FormatOption,
    can_be_written,
    json_text,
    say_aside,
    share_bar,
    write_csv,
    write_files,
    write_json,
    write_table,
)

if TYPE_CHECKING:
    from passerelle.measures.templates import Template

MOST_COMPARED = 5


def list_templates(format: FormatOption = Format.table) -> None:
    """All templates of measures: what each asks, what it serves, whether it is simulated.

    Examples:  passerelle measures list  ·  passerelle measures list --format json
    """
    from passerelle.measures.templates import all_templates

    found = [template.as_dict() for template in all_templates().values()]
    if format is Format.json:
        write_json(found)
        return
    rows = [
        (t["template"], t["title"], " ".join(t["mission"]), " ".join(t["sdg"]), t["effect"].replace("_", " "))
        for t in found
    ]
    columns = ("template", "title", "mission", "sdg", "effect")
    write_csv(columns, rows) if format is Format.csv else write_table(columns, rows)


def show(
    template: Annotated[str, typer.Argument(help="Such as transfer-costs; `measures list` names them all.")],
    format: FormatOption = Format.table,
) -> None:
    """One template whole: question, parameters with units and ranges, costs, rights, what is known of its effect.

    Examples:  passerelle measures show transfer-costs  ·  passerelle measures show seasonal --format json
    """
    from dataclasses import asdict

    from passerelle.measures.templates import template_of

    found = template_of(template)
    if format is Format.json:
        write_json(asdict(found))
        return
    columns = ("parameter", "what", "low", "default", "high", "unit", "status")
    rows = [
        (p.name, p.title, f"{p.low:,.10g}", f"{p.default:,.10g}", f"{p.high:,.10g}", p.unit, p.status)
        for p in found.parameters
    ]
    if format is Format.csv:
        write_csv(columns, rows)
        return
    _say_template(found)
    write_table(columns, rows, title="Parameters", right="2 3 4")


def _say_template(t: "Template") -> None:
    typer.echo(f"{t.title}\n\n{t.question}\n\n{t.text}\n")
    typer.echo(f"Seed section {t.seed}; mission {', '.join(t.mission)}; Global Compact objective "
               f"{', '.join(map(str, t.gcm))}; SDG {', '.join(t.sdg)}.")  # fmt: skip
    typer.echo(f"Who can act: {t.who_can_act}. Effect: {t.effect.replace('_', ' ')}. {t.why_not_simulated}")
    typer.echo(f"Evidence: {', '.join(t.evidence)}.")
    for title, lines in (
        ("Rights that it usually touches", [f"{r.right}: {r.feature}" for r in t.rights]),
        ("Safeguards", t.safeguards),
        ("Costs", [f"{c.item}: {c.quantity} × {c.unit_cost} ({c.status})" for c in t.costs]),
        ("Why it works where it does", t.success),
        ("Why it fails where it does", t.failure),
        ("Followed by", t.followup),
    ):
        typer.echo(f"\n{title}:")
        for line in lines:
            typer.echo(f"- {line}")
    typer.echo(f"\nWhat is known of its effect: {t.grade}. {t.grade_why}\n")


def check(file: Annotated[Path, typer.Argument(help="A template of your own, YAML.")]) -> None:
    """Hold a template of your own against what every template must have; all faults are told, exit 2.

    Examples:  passerelle measures check my-measure.yaml
    """
    from passerelle.measures.templates import template_from

    found = template_from(file)
    typer.echo(f'"{found.code}" is complete: {found.title} ({found.effect.replace("_", " ")}).')


def run(
    template: Annotated[str, typer.Argument(help="Such as transfer-costs; several with + make a package.")],
    origin: Annotated[str, typer.Argument(help="Where migrants come from; any spelling or code.")],
    destination: Annotated[str, typer.Argument(help="Where they live; any spelling or code.")],
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE or NAME=LOW:LIKELY:HIGH; may be given again.")
    ] = None,
    years: Annotated[int, typer.Option("--years", help="1 to 40.")] = 10,
    draws: Annotated[int, typer.Option("--draws", help="100 to 200,000.")] = 10_000,
    random_seed: Annotated[int, typer.Option("--random-seed", min=0, help="The same seed gives the same numbers.")] = 1,
    discount: Annotated[float, typer.Option("--discount", help="A year, 0 to 0.15.")] = 0.03,
    transit: Annotated[str, typer.Option("--transit", help="A place through which some pass.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="JSON of the run, which `compare` reads.")] = None,
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Simulate a measure on a corridor: what migrants, origin and destination would gain or lose, and how sure that is.

    Examples:  passerelle measures run transfer-costs Mexico "United States" --set target_price=3
    ·  passerelle measures run seasonal TON NZL --years 15 --out tonga.json
    """
    from passerelle.base.corridors import find_corridor
    from passerelle.base.names import find_place
    from passerelle.evidence.store import open_store
    from passerelle.measures.runs import asked
    from passerelle.measures.runs import run as run_measure
    from passerelle.measures.settings import read_settings
    from passerelle.measures.templates import template_of

    if out is not None:
        can_be_written(out)
    codes = template.split("+")
    settings = read_settings(set_ or (), [template_of(code) for code in codes])
    request = asked(
        codes, find_corridor(origin, destination), settings, years=years, draws=draws, seed=random_seed,
        discount=discount, transit=find_place(transit).iso3 if transit else "",
    )  # fmt: skip
    with share_bar("simulating") as progress:
        record = run_measure(open_store(tuple(evidence or ())), request, progress)
    if out is not None:
        write_files({out: json_text(record)})
        say_aside(f"{out}: written.")
    _write_runs({record["template"]: record}, format)


def compare(
    files: Annotated[list[Path], typer.Argument(help="Two to five runs that `run --out` wrote.")],
    format: FormatOption = Format.table,
) -> None:
    """Lay runs beside one another, party by party, with ranges; never a total and never a rank.

    Examples:  passerelle measures compare costs.json training.json
    """
    from passerelle.base.errors import ModelError
    from passerelle.output.briefs import read_run

    if not 2 <= len(files) <= MOST_COMPARED:
        raise ModelError(f"Two to {MOST_COMPARED} runs can be laid beside one another, not {len(files)}.")
    runs: dict[str, Any] = {}
    for file in files:
        record = read_run(file)
        name = f"{record['template']} ({file.stem})" if record["template"] in runs else record["template"]
        runs[name] = record
    for told in _differences(runs):
        say_aside(told)
    _write_runs(runs, format)


def _differences(runs: Mapping[str, Any]) -> Iterator[str]:
    for field, said in (
        ("origin", "origins"), ("destination", "destinations"), ("years", "numbers of years"),
        ("discount", "discount rates"),
        ("seed", "seeds, so that not all of a difference is the measure's"), ("model", "models"),
    ):  # fmt: skip
        if len({record.get(field) for record in runs.values()}) > 1:
            yield f"The runs have different {said}."


def _write_runs(runs: Mapping[str, Any], format: Format) -> None:
    if format is Format.json:
        write_json(next(iter(runs.values())) if len(runs) == 1 else runs)
        return
    rows = [
        (
            name,
            account,
            party,
            *(found["present_value"][level] for level in ("p5", "p50", "p95")),
            found["probability_gain"],
        )
        for name, record in runs.items()
        for account, parties in record["accounts"].items()
        for party, found in parties.items()
    ]
    columns = ("measure", "account", "party", "p5", "p50", "p95", "chance of gain")
    if format is Format.csv:
        write_csv(columns, rows)
        return
    shown = [(*row[:3], *(_million(value) for value in row[3:6]), f"{row[6]:.0%}") for row in rows]
    first = next(iter(runs.values()))
    title = (
        f"{first['origin']} → {first['destination']}, present value of {first['years']} years at "
        f"{first['discount']:.0%}, million international USD of 2021"
    )
    write_table(columns, shown, title=title, right="3 4 5 6")
    for name, record in runs.items():
        chance = record["triple_win_probability"]
        said = record["withheld"] if chance is None else _chance_said(record)
        typer.echo(f"{name}: {said}")
        if chance is None:
            _say_evens(record["break_even"])


def _say_evens(evens: Sequence[Mapping[str, Any]]) -> None:
    """All values at which a party breaks even, or that there are none."""
    from passerelle.output.runs import quantity_text

    if not evens:
        typer.echo("  Within the ranges no single quantity turns a party's gain into a loss.")
    for even in evens:
        unit = "" if even["unit"] == "1" else f" {even['unit']}"
        value, likely = (quantity_text(even[at], "en") for at in ("value", "likeliest"))
        typer.echo(f"  {even['party']}: breaks even at {value}{unit} (likeliest {likely}): {even['title']}")


def _chance_said(record: Mapping[str, Any]) -> str:
    if not record["untouched"]:
        return f"all gain, in welfare, in {record['triple_win_probability']:.0%} of the draws."
    names = " and ".join(record["untouched"])
    chance = record["touched_win_probability"]
    return f"nothing happens to {names}; all others gain, in welfare, in {chance:.0%} of the draws."


def _million(value: float) -> str:
    return f"{round(value / 1e6, 1) + 0.0:,.1f}".replace("-", "−")
