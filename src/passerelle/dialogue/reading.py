"""Votes, statements, blocs and groups out of CSV files, in the form in which Polis exports them.

Columns are found by name, in any order; others are ignored. Stands on `votes`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import KINDS, Integers, Votes, assembled, natural_order

VOTER, STATEMENT, VOTE, TIME = "voter-id", "comment-id", "vote", "timestamp"
PARTICIPANT, GROUP, BLOC = "participant", "group-id", "bloc"
_NAMES = ("xid", GROUP, "n-comments", "n-votes", "n-agree", "n-disagree")  # of the wide form, which are no statements
_TRUE = {"true", "1", "yes"}


@dataclass(frozen=True)
class Statement:
    """A short text that is voted on: identifier, what it says, what moderators decided, whether it is about voters."""

    id: str
    text: str = ""
    hidden: bool = False
    meta: bool = False
    exported: float | None = None  # the group-informed consensus that the file brings


def read_statements(path: Path) -> dict[str, Statement]:
    """The statements of a file, by identifier: `comment-id`, and `comment-body`, `moderated`, `is-meta` where they are.

    Raises
    ------
    DialogueError : the file cannot be read, or has no column `comment-id`.
    """
    found: dict[str, Statement] = {}
    for line, row in _rows(path, (STATEMENT,)):
        key = row[STATEMENT].strip()
        if not key:
            raise DialogueError(f"{path.name}, line {line}: a statement without a `{STATEMENT}`.")
        found[key] = Statement(
            key, row.get("comment-body") or "", (row.get("moderated") or "").strip() == "-1",
            (row.get("is-meta") or "").strip().lower() in _TRUE, _number(row.get("group-informed-consensus")),
        )  # fmt: skip
    return found


def read_votes(path: Path, statements: Mapping[str, Statement] | None = None) -> Votes:
    """The votes of a file: a row each (`voter-id`, `comment-id`, `vote`, perhaps `timestamp`), or a row a participant.

    Of several votes of one participant on one statement the latest counts; of those of one time, the later row.

    Parameters
    ----------
    statements : those that are known, with what moderators decided; those that nobody voted on stand in the table too.

    Raises
    ------
    DialogueError : the file cannot be read, a column lacks, or a vote is none; the line is named.
    """
    known = statements or {}
    heads = _heads(path)
    if {VOTER, STATEMENT, VOTE} <= set(heads):
        table = _long(path, TIME in heads)
    elif PARTICIPANT in heads:
        table = _wide(path, heads)
    else:
        raise DialogueError(
            f"{path.name} has neither the columns {VOTER}, {STATEMENT} and {VOTE} nor a column {PARTICIPANT}; "
            f"found: {', '.join(heads) or 'none'}."
        )
    if table.height == 0:
        raise DialogueError(f"{path.name} holds no vote.")
    return _votes(table, known)


def _votes(table: pl.DataFrame, known: Mapping[str, Statement]) -> Votes:
    people, rows = _placed(table[VOTER])
    statements, columns = _placed(table[STATEMENT], known)
    return assembled(
        people, statements, rows, columns, table[VOTE].to_numpy(),
        hidden=(one.id for one in known.values() if one.hidden), meta=(one.id for one in known.values() if one.meta),
    )  # fmt: skip


def _placed(names: pl.Series, also: Iterable[str] = ()) -> tuple[tuple[str, ...], Integers]:
    """The distinct names in natural order, and the place of each row's name among them."""
    order = natural_order({*names.unique().to_list(), *also})
    return tuple(order), names.cast(pl.Enum(order)).to_physical().to_numpy().astype(np.int64)


def _long(path: Path, has_time: bool) -> pl.DataFrame:
    columns = [VOTER, STATEMENT, VOTE, *([TIME] if has_time else [])]
    try:
        raw = {name: told for told in _raw_heads(path) if (name := told.strip()) in columns}
        table = pl.read_csv(path, columns=list(raw.values()), schema_overrides=dict.fromkeys(raw.values(), pl.String))
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as refused:
        raise DialogueError(f"{path.name} cannot be read as CSV: {_first_line(refused)}") from None
    table = table.rename({told: name for name, told in raw.items()})
    votes = table[VOTE].str.strip_chars().cast(pl.Int8, strict=False)
    _refuse(
        path, table, votes.is_in(list(KINDS)).fill_null(value=False).not_(), VOTE, "1 agrees, -1 disagrees, 0 passes"
    )
    for name in (VOTER, STATEMENT):
        _refuse(path, table, table[name].is_null(), name, "every vote names its participant and its statement")
    table = table.with_columns(votes, pl.col(VOTER, STATEMENT).str.strip_chars())
    if not has_time:
        return table
    times = _times(path, table)
    return table.with_columns(times.alias(TIME)).sort(TIME, maintain_order=True)


def _times(path: Path, table: pl.DataFrame) -> pl.Series:
    """Times as numbers, or as dates that sort as text does; never half of each."""
    told = table[TIME].str.strip_chars()
    numbers = told.cast(pl.Float64, strict=False)
    if numbers.null_count() == 0:
        return numbers
    days = told.str.to_datetime(strict=False, time_zone="UTC")
    _refuse(path, table, days.is_null(), TIME, "write all as numbers, or all as dates such as 2026-11-27T10:00:00Z")
    return days


def _refuse(path: Path, table: pl.DataFrame, wrong: pl.Series, column: str, rule: str) -> None:
    """Stop at the first row that is wrong, and say how many are."""
    if not wrong.any():
        return
    first = int(wrong.arg_max() or 0)
    more = int(wrong.sum()) - 1
    told = table[column][first]
    others = f" So are {more:,} more." if more else ""
    raise DialogueError(
        f"{path.name}, row {first + 2:,}: {f'“{told}”' if told is not None else 'nothing'} as {column}; {rule}.{others}"
    )


def _wide(path: Path, heads: Sequence[str]) -> pl.DataFrame:
    statements = [name for name in heads if name != PARTICIPANT and name not in _NAMES]
    voters: list[str] = []
    asked: list[str] = []
    votes: list[int] = []
    for line, row in _rows(path, (PARTICIPANT,)):
        who = row[PARTICIPANT].strip()
        if not who:
            raise DialogueError(f"{path.name}, line {line}: a row without a {PARTICIPANT}.")
        for name in statements:
            told = (row.get(name) or "").strip()
            if not told:
                continue
            if told not in ("1", "0", "-1"):
                raise DialogueError(
                    f"{path.name}, line {line}, statement {name}: “{told}” as vote; 1 agrees, -1 disagrees, 0 passes."
                )
            voters.append(who)
            asked.append(name)
            votes.append(int(told))
    table = pl.DataFrame(
        {VOTER: voters, STATEMENT: asked, VOTE: votes}, schema={VOTER: pl.String, STATEMENT: pl.String, VOTE: pl.Int8}
    )
    return table


def read_groups(path: Path, votes: Votes, column: str = GROUP) -> tuple[tuple[str, ...], Integers]:
    """Names of groups in natural order, and the group of each participant of the votes, -1 for none.

    Parameters
    ----------
    column : `group-id`, or `bloc` for blocs; the participant stands under `participant` or `voter-id`.

    Raises
    ------
    DialogueError : the file cannot be read, columns lack, or a participant is in two groups.
    """
    heads = _heads(path)
    who = next((name for name in (PARTICIPANT, VOTER) if name in heads), None)
    if who is None or column not in heads:
        raise DialogueError(f"{path.name} needs a column {PARTICIPANT} (or {VOTER}) and a column {column}.")
    told: dict[str, str] = {}
    for line, row in _rows(path, (who, column)):
        name, group = row[who].strip(), row[column].strip()
        if group and told.setdefault(name, group) != group:
            raise DialogueError(f"{path.name}, line {line}: {name} is in {told[name]} and in {group}; one is needed.")
    names = tuple(natural_order({told[name] for name in votes.participants if name in told}))
    place = {name: number for number, name in enumerate(names)}
    labels = [place[told[name]] if name in told else -1 for name in votes.participants]
    return names, np.array(labels, dtype=np.int64)


def _heads(path: Path) -> list[str]:
    return [name.strip() for name in _raw_heads(path)]


def _raw_heads(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), [])
    except (OSError, UnicodeDecodeError, csv.Error) as refused:
        raise DialogueError(f"{path.name} cannot be read as CSV: {_first_line(refused)}") from None


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line it ends on."""
    heads = _heads(path)
    lacking = [name for name in needed if name not in heads]
    if lacking:
        raise DialogueError(f"{path.name} has no column {lacking[0]}; found: {', '.join(heads) or 'none'}.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            next(reader, None)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, dict(zip(heads, [*row, *[""] * (len(heads) - len(row))], strict=False))
    except (UnicodeDecodeError, csv.Error) as refused:
        raise DialogueError(f"{path.name} cannot be read as CSV: {_first_line(refused)}") from None


def _number(told: str | None) -> float | None:
    try:
        return float(told) if told and told.strip() else None
    except ValueError:
        return None


def _first_line(refused: Exception) -> str:
    return str(refused).splitlines()[0] if str(refused) else type(refused).__name__
