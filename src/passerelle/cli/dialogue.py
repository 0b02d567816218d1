"""Commands on dialogues: `analyse`, what votes on statements tell.

Stands on `dialogue` and `writing`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import (
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
    from passerelle.dialogue.analysis import Analysis
    from passerelle.dialogue.reading import Statement

dialogue = stage("Dialogue: groups of people who vote alike, and what all of them agree on.")
_SHOWN = 12  # statements of each kind on the screen


@dialogue.callback()
def _stage() -> None:
    pass


@dialogue.command()
def analyse(
    votes: Annotated[
        Path, typer.Argument(help="CSV: voter-id, comment-id, vote (1, -1, 0), perhaps timestamp; or wide.")
    ],
    comments: Annotated[
        Path | None, typer.Option("--comments", help="CSV: comment-id, comment-body, moderated (-1 hides), is-meta.")
    ] = None,
    blocs: Annotated[
        Path | None, typer.Option("--blocs", help="CSV: voter-id (or participant), bloc. Blocs that are declared.")
    ] = None,
    groups: Annotated[
        Path | None, typer.Option("--groups", help="CSV: voter-id (or participant), group-id. Then none are sought.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="JSON with all results and what they were made from.")
    ] = None,
    random_seed: Annotated[int, typer.Option("--random-seed", min=0, help="Decides hidden votes and draws.")] = 0,
    runs: Annotated[int, typer.Option("--runs", min=0, max=1000, help="Draws that say how firm groups are.")] = 20,
    least: Annotated[int, typer.Option("--least", min=1, help="People in the smallest group or bloc.")] = 5,
    most: Annotated[int, typer.Option("--most", min=1, max=20, help="Groups that are tried at most.")] = 6,
    format: FormatOption = Format.table,
) -> None:
    """Find groups of people who vote alike, and what blocs, groups or only the majority agree on.

    Consensus is the geometric mean over groups of those who agree, so that no group is outvoted. The number of groups
    is the one that best foretells hidden votes. Rows may stand in any order; of two votes on one statement the latest
    counts.

    Examples:  passerelle dialogue analyse votes.csv --comments comments.csv
    ·  passerelle dialogue analyse votes.csv --blocs regions.csv --out result.json
    """
    from passerelle.dialogue.analysis import Settings, analysed
    from passerelle.dialogue.blocs import Blocs
    from passerelle.dialogue.reading import BLOC, GROUP, read_groups, read_statements, read_votes
    from passerelle.dialogue.results import as_record

    if out is not None:
        can_be_written(out)
    statements = read_statements(comments) if comments else {}
    table = read_votes(votes, statements)
    settings = Settings(random_seed, least, most, runs=runs)
    with share_bar("reckoning") as tell:
        found = analysed(
            table,
            settings,
            given=Blocs(*read_groups(groups, table, GROUP)) if groups else None,
            blocs=Blocs(*read_groups(blocs, table, BLOC)) if blocs else None,
            done=tell or (lambda _share: None),
        )
    say_aside(
        f"{table.n:,} participants, {table.m:,} statements, {table.total:,} votes; {len(found.groups.names)} groups."
    )
    if out is not None:
        write_files({out: json_text(as_record(found))})
    if format is Format.json:
        write_json(as_record(found))
    elif format is Format.csv:
        write_csv(_COLUMNS, _rows(found, statements))
    else:
        _show(found, statements)


_COLUMNS = (
    "statement",
    "text",
    "agree",
    "disagree",
    "pass",
    "geometric",
    "low",
    "high",
    "minimum",
    "claimed",
    "agreed_by",
)


def _rows(found: "Analysis", statements: "dict[str, Statement]") -> list[list[object]]:
    """A row a statement, in the order of identifiers."""
    consensus, counts = found.groups.consensus, found.votes.counts
    return [
        [name, statements[name].text if name in statements else "", *map(int, counts[j]),
         float(consensus.geometric[j]), float(consensus.low[j]), float(consensus.high[j]), float(consensus.minimum[j]),
         bool(consensus.claimed[j]), found.agreed_by(j)]
        for j, name in enumerate(found.votes.statements)
    ]  # fmt: skip


def _show(found: "Analysis", statements: "dict[str, Statement]") -> None:
    """Groups with what sets them apart, then what is agreed, the widest first."""
    told = [(statements[name].text if name in statements else "") or name for name in found.votes.statements]
    apart = _apart(found, told)
    if apart:
        heads = ("group", "they", "share", "others", "statement")
        write_table(heads, apart, title="What sets the groups apart", right="2 3")
    agreed = _agreed(found, told)
    write_table(
        ("agreed by", "to", "mean agreeing", "least", "votes", "statement"), agreed[:_SHOWN],
        title="What is agreed" if agreed else "Nothing is agreed yet", right="2 3 4",
    )  # fmt: skip
    if len(agreed) > _SHOWN:
        say_aside(f"{len(agreed) - _SHOWN} more are in --format csv and in --out.")


def _apart(found: "Analysis", told: list[str]) -> list[list[object]]:
    from passerelle.dialogue.results import NAMES
    from passerelle.dialogue.votes import KINDS

    return [
        [f"{group}: {size:,} people", NAMES[KINDS.index(one.kind)], f"{one.share:.0%}", f"{one.rest:.0%}",
         told[one.statement] + ("" if one.holds else " (not sure)")]
        for group, size, best in zip(found.groups.names, found.groups.counts.sizes, found.representative, strict=True)
        for one in best
    ]  # fmt: skip


def _agreed(found: "Analysis", told: list[str]) -> list[list[object]]:
    """Statements on which somebody agrees, in the order of how clearly."""
    consensus = (found.blocs or found.groups).consensus
    clear = [max(mean, 1 - mean) for mean in consensus.geometric.tolist()]
    return [
        [found.agreed_by(j), "accept" if found.accepted(j) else "reject", f"{consensus.geometric[j]:.0%}",
         f"{consensus.minimum[j]:.0%}", int(found.votes.counts[j].sum()), told[j]]
        for j in sorted(range(len(told)), key=lambda place: -clear[place])
        if found.agreed_by(j)
    ]  # fmt: skip
